"""A whole rich text document: paragraphs and rows in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bihuan.documents.blocks import Block
from bihuan.documents.files.edged_rows import Row, add_table
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.page import Page
from bihuan.documents.files.refusals import refuse
from bihuan.documents.files.rtf.tokens import Token, tokens
from bihuan.packspec.bilingual import Text

CUT = Text("文件在中途结束", "it ends in the middle")
BREAK = "\n"
HEADING = re.compile("heading ([1-9])")
# What lies in these groups belongs to no running text.
ASIDE = frozenset(
    """
    colortbl info pict object header headerl headerr headerf footer footerl footerr footerf footnote annotation ftnsep
    ftnsepc ftncn aftnsep aftnsepc aftncn nonshppict shprslt sp xe tc rxe fldinst listtable listoverridetable revtbl
    rsidtbl filetbl generator bkmkstart bkmkend themedata colorschememapping datastore latentstyles nonesttables atnid
    atnauthor atntime atnref atndate atnparent atnicn template private1 do pnseclvl pn mmath
    """.split()  # noqa: SIM905  one word to a string would fill the page
)
# Marked as unknown to old programs, but their text is seen.
SEEN_ALL_THE_SAME = frozenset({"shpinst", "ud", "shptxt", "listtext", "pntext", "fldrslt"})
NUMBERS = frozenset({"listtext", "pntext"})
LETTERS = {
    "tab": "\t",
    "line": BREAK,
    "lbr": BREAK,
    "softline": BREAK,
    "page": BREAK,
    "column": BREAK,
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u3000",
    "enspace": " ",
    "qmspace": " ",
    "~": " ",
}
# Source: RTF specification, \fcharset.
CHARSETS = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949", 204: "cp1251", 161: "cp1253", 238: "cp1250"}
PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 65001: "utf-8", 1252: "cp1252"}


@dataclass(slots=True)
class State:
    """What holds in a group and is forgotten at its end."""

    place: str = "text"  # "text", "aside", "number", "fonts", "styles" or "nested" (properties of a table in a cell)
    font: int | None = None
    style: int | None = None  # the one that is described, in the style sheet
    skip: int = 1
    hidden: bool = False


@dataclass(slots=True)
class Shape:
    """What holds for a paragraph until the next `\\pard`."""

    in_table: bool = False
    depth: int = 1
    style: int | None = None
    outline: int | None = None


@dataclass
class Reading:
    """The document while its tokens are walked."""

    page: Page
    limits: Limits
    encoding: str = "cp1252"
    state: State = field(default_factory=State)
    stack: list[State] = field(default_factory=list)
    shape: Shape = field(default_factory=Shape)
    fonts: dict[int, int] = field(default_factory=dict)
    outlines: dict[int, int] = field(default_factory=dict)
    titles: set[int] = field(default_factory=set)
    name: str = ""
    text: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    number: list[str] = field(default_factory=list)
    skipping: int = 0
    starred: bool = False
    pictures: bool = False
    cell: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    covers: bool = False

    def take(self, token: Token) -> None:
        """Take the next token."""
        match token.kind:
            case "open":
                self._flush()
                if len(self.stack) >= self.limits.xml_depth:
                    raise refuse("too_deep", depth=self.limits.xml_depth)
                self.stack.append(self.state)
                self.state = replace(self.state)
                self.skipping = 0
            case "close":
                self._flush()
                self._end_style()
                self.state = self.stack.pop() if self.stack else State()
                self.skipping = 0
            case "word":
                self._word(token.word, token.number)
            case "byte":
                self._bytes(bytes([token.number or 0]))
            case "text":
                self._bytes(token.word.encode("latin-1", "ignore"))

    def finish(self) -> tuple[Block, ...]:
        """Return all blocks."""
        self._end_paragraph()
        self._end_table()
        return self.page.text_blocks(pictures=self.pictures)

    def _bytes(self, data: bytes) -> None:
        """Take bytes of text, without those that only stand for a letter given by its number."""
        if self.skipping:
            left = data[self.skipping :]
            self.skipping = max(self.skipping - len(data), 0)
            data = left
        if self.state.place == "styles":
            self.name += data.decode("ascii", "ignore")
        elif self.state.place in ("text", "number") and not self.state.hidden:
            self.raw += data

    def _flush(self) -> None:
        """Decode the bytes that have gathered."""
        if self.raw:
            text = bytes(self.raw).decode(self._encoding(), "replace")
            self.raw.clear()
            self._letters(text)

    def _encoding(self) -> str:
        charset = self.fonts.get(-1 if self.state.font is None else self.state.font, 0)
        return CHARSETS.get(charset, self.encoding)

    def _letters(self, text: str) -> None:
        if self.state.hidden:
            return
        if self.state.place == "number":
            self.number.append(text)
        elif self.state.place == "text":
            self.text.append(text)

    def _word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._flush()
            self.skipping = self.state.skip
            self._letters(chr((number or 0) & 0xFFFF))
            return
        if word == "*":
            self.starred = True
            return
        starred, self.starred = self.starred, False
        self._flush()
        self.skipping = 0
        if self._opens_place(word, starred=starred):
            return
        if self.state.place in ("text", "number"):
            self._in_text(word, number)
        elif self.state.place == "nested":
            if word == "nestrow":
                self._end_inner_row()
        elif self.state.place == "fonts":
            self._font(word, number)
        elif self.state.place == "styles":
            self._style(word, number)

    def _opens_place(self, word: str, *, starred: bool) -> bool:
        """Return whether a word opens a group that is read in a way of its own; those that are not read stay so."""
        if self.state.place == "aside":
            return True
        self.pictures = self.pictures or word in ("pict", "shppict", "object", "shpgrp")
        if word in NUMBERS:
            self.state.place = "number"
        elif word in ("fonttbl", "stylesheet"):
            self.state.place = "fonts" if word == "fonttbl" else "styles"
        elif word == "nesttableprops":
            self.state.place = "nested"
        elif word == "upr":
            # Text twice: what follows directly is for old programs, {\*\ud …} inside for ours.
            self.state.hidden = True
        elif word == "ud":
            self.state.hidden = False
        elif word in ASIDE or (starred and word not in SEEN_ALL_THE_SAME and self.state.place != "styles"):
            self.state.place = "aside"
        else:
            return False
        return True

    def _font(self, word: str, number: int | None) -> None:
        if word == "f":
            self.state.font = number or 0
        elif word == "fcharset" and self.state.font is not None:
            self.fonts[self.state.font] = number or 0

    def _style(self, word: str, number: int | None) -> None:
        if word in ("s", "cs", "ds", "ts"):
            self.state.style = number if word == "s" else None
            self.name = ""
        elif word == "outlinelevel" and self.state.style is not None:
            self.outlines[self.state.style] = number or 0

    def _end_style(self) -> None:
        """Keep what the name of a style says at its end: programs often tell nothing else of headings."""
        style = self.state.style
        if self.state.place != "styles" or style is None:
            return
        name = self.name.strip().rstrip(";").lower()
        self.name = ""
        if named := HEADING.fullmatch(name):
            self.outlines.setdefault(style, int(named[1]) - 1)
        elif name == "title":
            self.titles.add(style)

    def _in_text(self, word: str, number: int | None) -> None:
        if word in LETTERS:
            self._letters(LETTERS[word])
            return
        match word:
            case "f":
                self.state.font = number
            case "uc":
                self.state.skip = min(max(1 if number is None else number, 0), 64)
            case "ansicpg":
                self.encoding = PAGES.get(number or 0, self.encoding)
            case "v" | "deleted":
                self.state.hidden = number != 0
            case "plain":
                self.state.hidden = False
            case "par" | "sect":
                self._end_paragraph()
            case _:
                self._of_paragraph(word, number)

    def _of_paragraph(self, word: str, number: int | None) -> None:
        match word:
            case "pard":
                self.shape = Shape()
            case "intbl":
                self.shape.in_table = number != 0
            case "itap":
                self.shape.depth = number or 0
            case "s":
                self.shape.style = number
            case "outlinelevel":
                self.shape.outline = number
            case _:
                self._in_table(word, number)

    def _in_table(self, word: str, number: int | None) -> None:
        match word:
            case "trowd":
                self.edges, self.covered, self.covers = [0], set(), False
            case "trleft":
                self.edges[:1] = [number or 0]
            case "clmrg" | "clvmrg":
                self.covers = True
            case "cellx":
                if self.covers:
                    self.covered.add(len(self.edges) - 1)
                self.covers = False
                self.edges.append(number or 0)
            case "cell":
                self._end_cell()
            case "row":
                self._end_row()
            case "nestcell":
                self.inner += self._parts()
            case "nestrow":
                self._end_inner_row()

    def _parts(self) -> list[str]:
        """Return the lines of the paragraph that ends, its number in front, and begin another."""
        text = "".join(self.text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        prefix = "".join(self.number).replace("\t", " ").strip()
        self.text, self.number = [], []
        if any(letter.isalnum() for letter in prefix) and text.strip():
            gap = " " if prefix[-1].isalnum() and prefix[-1].isascii() else ""
            text = prefix + gap + text.lstrip()
        return [part for line in text.replace("\t", " ").split(BREAK) if (part := line.strip())]

    def _end_paragraph(self) -> None:
        if self.shape.in_table:
            (self.inner if self.shape.depth > 1 else self.cell).extend(self._parts())
            return
        parts = self._parts()
        if parts:
            self._end_table()
        level, title = self._level(), self.shape.style in self.titles
        for part in parts:
            self.page.paragraph(part, level=level, heading=title)

    def _level(self) -> int | None:
        outline = self.shape.outline
        if outline is None and self.shape.style is not None:
            outline = self.outlines.get(self.shape.style)
        return outline + 1 if outline is not None and 0 <= outline < 9 else None

    def _end_inner_row(self) -> None:
        self.cell.append(" ".join(self.inner))
        self.inner = []

    def _end_cell(self) -> None:
        self.cell += [*self.inner, *self._parts()]
        self.cells.append(BREAK.join(self.cell))
        self.cell, self.inner = [], []

    def _end_row(self) -> None:
        if self.cells:
            self.rows.append(Row(self.cells, list(self.edges), set(self.covered)))
        self.cells = []

    def _end_table(self) -> None:
        if self.cell or self.cells:
            self._end_cell()
            self._end_row()
        add_table(self.rows, self.page)
        self.rows = []


def read_document(data: bytes, limits: Limits) -> tuple[Block, ...]:
    """Return the blocks; raise Unreadable if the document is cut off, nested too deep or only pictures."""
    reading = Reading(Page(limits), limits)
    closed = False
    for token in tokens(data.decode("latin-1")):
        reading.take(token)
        if token.kind == "close" and not reading.stack:
            closed = True
            break
    if not closed:
        raise refuse("damaged", detail=CUT)
    return reading.finish()
