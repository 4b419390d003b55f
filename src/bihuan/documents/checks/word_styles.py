"""The look of a Word document as it is seen: fonts, sizes, indents and pitch, followed through styles, defaults and theme."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from bihuan.documents.files.archive import Archive
from bihuan.documents.files.docx.names import MAIN, child, number, on, value
from bihuan.documents.files.limits import DEFAULT, Limits
from bihuan.documents.files.markup import parse_part

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TWIPS_PER_MM = 1440 / 25.4
_HAN = re.compile("[\u3400-\u9fff]")
_DEFAULT_SIZE = 20  # half-points, where nothing says otherwise (ISO/IEC 29500-1, 17.3.2.38)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one look. font: of its Han characters, "" unknown; size: in points."""

    text: str
    font: str
    size: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """
    A paragraph outside tables as it is seen.

    indent: first line, in characters of its own size; None where a list sets it. pitch: in points where exact or at least, None where
    lines are a multiple; multiple: of the single line otherwise.
    """

    text: str
    pieces: tuple[Piece, ...]
    align: str
    indent: float | None
    pitch: float | None
    exact: bool
    multiple: float
    snaps: bool

    def main(self) -> Piece | None:
        """Return the look of most of its Han characters."""
        weights: dict[tuple[str, float], int] = {}
        for piece in self.pieces:
            weights[(piece.font, piece.size)] = weights.get((piece.font, piece.size), 0) + len(_HAN.findall(piece.text))
        if not weights or not max(weights.values()):
            return None
        font, size = max(weights, key=lambda key: weights[key])
        return Piece(self.text, font, size)

    def opening(self) -> Piece | None:
        """Return the look of its first Han character behind the number."""
        return next(
            (
                piece
                for piece in self.pieces
                if _HAN.search(re.sub(r"^[（(]?[一二三四五六七八九十]+[）)、]?", "", piece.text))
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A section: paper and margins in millimetres; grid: pitch of the document grid in points, None without one."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    grid: float | None


@dataclass(frozen=True, slots=True)
class Footer:
    """A footer with the number of the page. kind: "default", "even" or "first"; dashes: 一字线 on both sides."""

    kind: str
    align: str
    font: str
    size: float
    dashes: bool


@dataclass(frozen=True, slots=True)
class Look:
    """A whole document as it is seen. even_odd: odd and even pages have footers of their own."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    footers: tuple[Footer, ...]
    even_odd: bool


def look_of(data: bytes, *, limits: Limits = DEFAULT) -> Look:
    """
    Return the look of a docx.

    Raises Unreadable if a part is damaged; a file that was read before has none.
    """
    package = _Package(Archive(data, limits), limits)
    looks = _Looks(package)
    body = child(package.document, "body")
    paragraphs = tuple(looks.paragraph(one) for one in _paragraphs(body)) if body is not None else ()
    sections = tuple(_section(one) for one in package.document.iter(MAIN + "sectPr"))
    return Look(paragraphs, sections, tuple(_footers(package, looks)), on(package.settings, "evenAndOddHeaders"))


class _Package:
    """The parts of a docx that say how it looks."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive, self._limits = archive, limits
        name = next((one for one in archive.names if re.fullmatch(r"word/document\d*\.xml", one)), "word/document.xml")
        self._folder = posixpath.dirname(name)
        self.document = parse_part(archive.read(name), name, limits)
        self.styles = self.part("styles.xml")
        self.settings = self.part("settings.xml")
        self.theme = self.part("theme/theme1.xml")
        self._relations = self.part(f"_rels/{posixpath.basename(name)}.rels")

    def part(self, name: str) -> etree._Element | None:
        """Return a part by its name below the folder of the main text, None where there is none."""
        whole = posixpath.normpath(f"{self._folder}/{name}")
        return parse_part(self._archive.read(whole), whole, self._limits) if whole in self._archive.names else None

    def related(self, identity: str) -> etree._Element | None:
        """Return the part a relation of the main text leads to."""
        for relation in self._relations if self._relations is not None else ():
            if relation.get("Id") == identity:
                target = relation.get("Target", "")
                return self.part(target) if not target.startswith("/") else self.part(f"..{target}")
        return None


class _Looks:
    """Answers how a paragraph looks, by its own properties, its styles, and the defaults of the document."""

    def __init__(self, package: _Package) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._usual: str | None = None
        root = package.styles
        for style in root.iterfind(MAIN + "style") if root is not None else ():
            key = style.get(MAIN + "styleId", "")
            self._styles[key] = style
            if style.get(MAIN + "type") == "paragraph" and style.get(MAIN + "default") in ("1", "true", "on"):
                self._usual = key
        self._run_defaults = child(root, "docDefaults", "rPrDefault", "rPr")
        self._paragraph_defaults = child(root, "docDefaults", "pPrDefault", "pPr")
        self._theme = _theme_fonts(package.theme)
        self._chains: dict[str | None, tuple[etree._Element, ...]] = {}

    def paragraph(self, element: etree._Element) -> Paragraph:
        """Return the look of one paragraph."""
        properties = child(element, "pPr")
        style = value(properties, "pStyle") or self._usual
        pieces = tuple(self._pieces(element, style))
        own = [
            one
            for one in (properties, *(child(s, "pPr") for s in self._chain(style)), self._paragraph_defaults)
            if one is not None
        ]
        text = "".join(piece.text for piece in pieces)
        pitch, exact, multiple = _pitch(own)
        return Paragraph(
            text=text,
            pieces=pieces,
            align=next((found for one in own if (found := value(one, "jc"))), "left"),
            indent=_indent(own, text, pieces),
            pitch=pitch,
            exact=exact,
            multiple=multiple,
            snaps=all(on(one, "snapToGrid") for one in own if child(one, "snapToGrid") is not None),
        )

    def _pieces(self, element: etree._Element, style: str | None) -> Iterator[Piece]:
        for run in element.iter(MAIN + "r"):
            text = "".join(
                part.text or "" if part.tag == MAIN + "t" else " "
                for part in run
                if part.tag in (MAIN + "t", MAIN + "tab")
            )
            if text:
                yield Piece(text, *self.run(run, style))

    def run(self, run: etree._Element, style: str | None) -> tuple[str, float]:
        """Return font of Han characters and size in points of a run in a paragraph of a style."""
        direct = child(run, "rPr")
        chain = [child(one, "rPr") for one in (*self._chain(value(direct, "rStyle")), *self._chain(style))]
        said = [one for one in (direct, *chain, self._run_defaults) if one is not None]
        font = next((found for one in said if (found := self._font(child(one, "rFonts")))), "")
        size = next((half for one in said if (half := number(one, "sz"))), _DEFAULT_SIZE)
        return font, size / 2

    def _font(self, fonts: etree._Element | None) -> str:
        if fonts is None:
            return ""
        themed = fonts.get(MAIN + "eastAsiaTheme")
        if themed:
            return self._theme.get("major" if themed.startswith("major") else "minor", "")
        return fonts.get(MAIN + "eastAsia", "")

    def _chain(self, key: str | None) -> tuple[etree._Element, ...]:
        if key not in self._chains:
            found: list[etree._Element] = []
            at = key
            while at and at in self._styles and self._styles[at] not in found:
                found.append(self._styles[at])
                at = value(self._styles[at], "basedOn")
            self._chains[key] = tuple(found)
        return self._chains[key]


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in ("major", "minor") if theme is not None else ():
        fonts = next(theme.iter(f"{DRAWING}{kind}Font"), None) if theme is not None else None
        if fonts is None:
            continue
        east = fonts.find(DRAWING + "ea")
        named = east.get("typeface", "") if east is not None else ""
        hans = next(
            (one.get("typeface", "") for one in fonts.iterfind(DRAWING + "font") if one.get("script") == "Hans"), ""
        )
        found[kind] = named or hans
    return found


def _paragraphs(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs outside tables and text boxes."""
    for element in parent:
        if element.tag == MAIN + "p":
            yield element
        elif element.tag in (MAIN + "sdt", MAIN + "sdtContent", MAIN + "ins", MAIN + "customXml"):
            yield from _paragraphs(element)


def _attribute(properties: list[etree._Element], element: str, name: str) -> str | None:
    for one in properties:
        found = one.find(MAIN + element)
        if found is not None and found.get(MAIN + name) is not None:
            return found.get(MAIN + name)
    return None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 9 else None


def _indent(properties: list[etree._Element], text: str, pieces: tuple[Piece, ...]) -> float | None:
    """Return the indent of the first line in characters; blanks typed in front count, a list's own indent is its own affair."""
    if any(child(one, "numPr") is not None for one in properties[:1]):
        return None
    typed = len(text) - len(text.lstrip("\u3000 "))
    spaces = text[:typed].count("\u3000") + text[:typed].count(" ") / 2
    chars = _whole(_attribute(properties, "ind", "firstLineChars"))
    if chars:
        return chars / 100 + spaces
    twips = _whole(_attribute(properties, "ind", "firstLine")) or 0
    size = pieces[0].size if pieces else _DEFAULT_SIZE / 2
    return twips / 20 / size + spaces


def _pitch(properties: list[etree._Element]) -> tuple[float | None, bool, float]:
    line = _whole(_attribute(properties, "spacing", "line"))
    rule = _attribute(properties, "spacing", "lineRule") or "auto"
    if line is None:
        return None, False, 1.0
    if rule == "auto":
        return None, False, line / 240
    return line / 20, rule == "exact", 1.0


def _section(element: etree._Element) -> Section:
    size, margins, grid = (element.find(MAIN + name) for name in ("pgSz", "pgMar", "docGrid"))

    def mm(found: etree._Element | None, name: str, otherwise: int) -> float:
        twips = _whole(found.get(MAIN + name)) if found is not None else None
        return (otherwise if twips is None else twips) / TWIPS_PER_MM

    gutter = mm(margins, "gutter", 0)
    pitch = _whole(grid.get(MAIN + "linePitch")) if grid is not None else None
    snapped = grid is not None and grid.get(MAIN + "type") in ("lines", "linesAndChars", "snapToChars")
    return Section(
        mm(size, "w", 12240),
        mm(size, "h", 15840),
        abs(mm(margins, "top", 1440)),
        abs(mm(margins, "bottom", 1440)),
        mm(margins, "left", 1440) + gutter,
        mm(margins, "right", 1440),
        pitch / 20 if pitch and snapped else None,
    )


def _footers(package: _Package, looks: _Looks) -> Iterator[Footer]:
    seen: set[str] = set()
    for reference in package.document.iter(MAIN + "footerReference"):
        identity = reference.get(RELATION, "")
        root = package.related(identity) if identity not in seen else None
        seen.add(identity)
        for paragraph in root.iter(MAIN + "p") if root is not None else ():
            if _holds_page_number(paragraph):
                yield _footer(reference.get(MAIN + "type", "default"), paragraph, looks)
                break


def _holds_page_number(paragraph: etree._Element) -> bool:
    simple: Callable[[etree._Element], str] = lambda field: field.get(MAIN + "instr", "")  # noqa: E731
    instructions = [simple(one) for one in paragraph.iter(MAIN + "fldSimple")]
    instructions += [one.text or "" for one in paragraph.iter(MAIN + "instrText")]
    return any(re.search(r"\bPAGE\b", one) for one in instructions)


def _footer(kind: str, paragraph: etree._Element, looks: _Looks) -> Footer:
    look = looks.paragraph(paragraph)
    style = value(child(paragraph, "pPr"), "pStyle")
    runs = list(paragraph.iter(MAIN + "r"))
    dashed = [run for run in runs if any(part.tag == MAIN + "t" for part in run)]
    font, size = looks.run((dashed or runs)[0], style) if runs else ("", 0.0)
    framed = child(paragraph, "pPr", "framePr")
    align = (framed.get(MAIN + "xAlign", "") if framed is not None else "") or look.align
    text = "".join(part.text or "" for part in paragraph.iter(MAIN + "t"))
    return Footer(kind, align, font or _ascii_font(runs), size, len(re.findall("[—–－\\-―]", text)) >= 2)


def _ascii_font(runs: list[etree._Element]) -> str:
    for run in runs:
        fonts = child(run, "rPr", "rFonts")
        if fonts is not None and fonts.get(MAIN + "ascii"):
            return fonts.get(MAIN + "ascii", "")
    return ""
