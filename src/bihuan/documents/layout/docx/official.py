"""A paper as the parts of a Word file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.documents.layout.docx import package
from bihuan.documents.layout.docx.headings import Counting
from bihuan.documents.layout.docx.markup import field, paragraph, run, twips
from bihuan.documents.layout.docx.package import Parts, section
from bihuan.documents.layout.docx.styles import EMPTY, LINE, indent
from bihuan.documents.layout.docx.tables import table
from bihuan.documents.layout.lines import Line, lines_of
from bihuan.documents.layout.measures import characters, head_size, signature_margins
from bihuan.documents.layout.paper import Paper
from bihuan.documents.layout.titles import title_lines

RED = "FF0000"
# The red double lines of a letter are 170 mm long, 7 mm more than the type area on either side (10.1).
WIDER = f'<w:ind w:left="-{twips(7)}" w:right="-{twips(7)}"/>'


def _double_rule(side: str, *, space: int = 0) -> str:
    """Return a border whose thick line is the inner one: above at the head of the page, below at its foot."""
    return f'<w:pBdr><w:{side} w:val="thickThinSmallGap" w:sz="24" w:space="{space}" w:color="{RED}"/></w:pBdr>'


FOOTERS = {
    "footerOdd": paragraph(
        "Footer", run("— "), field("PAGE"), run(" —"), properties=f'{indent(right=1)}<w:jc w:val="right"/>'
    ),
    "footerEven": paragraph(
        "Footer", run("— "), field("PAGE"), run(" —"), properties=f'{indent(left=1)}<w:jc w:val="left"/>'
    ),
    "footerLetter": paragraph("Footer", properties=f"{_double_rule('top')}{WIDER}"),
}
ODD_EVEN = (
    '<w:footerReference w:type="default" r:id="rIdfooterOdd"/><w:footerReference w:type="even" r:id="rIdfooterEven"/>'
)
FIRST = '<w:footerReference w:type="first" r:id="rIdfooterLetter"/>'
# Borders: 0.35 mm outside and 0.25 mm between, GB/T 9704-2012, 7.4.1.
THICK, THIN = 8, 6


def paper_parts(paper: Paper) -> Parts:
    """Return the parts of the file a paper becomes."""
    writer = _Writer(paper)
    letter = paper.layout == "letter" and bool(paper.head)
    turned = paper.layout == "ledger"
    footers = (FIRST if letter else "") + ODD_EVEN
    if turned:
        end = section(footers=footers, size=package.TURNED, margins=package.TURNED_MARGINS, grid=False, first=letter)
    else:
        end = section(footers=footers, first=letter)
    return Parts(
        body=[writer.body(), end],
        numbering=writer.counting.xml(),
        title=paper.title,
        creator=paper.signature,
        created=paper.dated,
        footers=FOOTERS,
    )


class _Writer:
    """Writes the lines of one paper."""

    def __init__(self, paper: Paper) -> None:
        self.counting = Counting()
        self._paper = paper
        self._lines = lines_of(paper)
        self._roles = {line.role for line in self._lines}
        self._bookmarks: set[str] = set()

    def body(self) -> str:
        written = "".join(part for line in self._lines if line.role not in RECORD for part in self._line(line))
        return written + (self._record() if self._roles & set(RECORD) else "")

    def _line(self, line: Line) -> Iterator[str]:
        match line.role:
            case "copy_number":
                yield paragraph("CopyNumber", run(line.text))
            case "secrecy" | "urgency":
                yield paragraph("Mark", run(line.text))
            case "head":
                yield self._head(line)
            case "number":
                yield self._number(line)
            case "title":
                yield self._title(line)
            case "heading":
                numbering = self.counting.next(line.level, numbered=bool(line.number))
                # A list that is turned off takes its indents along.
                plain = "" if line.number else indent(first=2)
                yield paragraph(f"Heading{line.level}", self._marked(line), properties=numbering + plain)
            case "table":
                assert line.sheet is not None  # noqa: S101 - a line of this role has one
                yield table(line.sheet, package.TURNED_WIDTH if self._paper.layout == "ledger" else package.WIDTH)
            case "attachment" if "attachment_more" not in self._roles:
                yield paragraph("AttachmentSingle", run(line.text))
            case "signature" | "date":
                yield self._signed(line)
            case role:
                yield paragraph(PLAIN[role], self._marked(line))

    def _marked(self, line: Line) -> str:
        """Return the text, with a bookmark around it that says what it was made from."""
        name = ("b_" + re.sub(r"\W+", "_", line.anchor, flags=re.ASCII))[:40]
        if not line.anchor or name in self._bookmarks:
            return run(line.text)
        self._bookmarks.add(name)
        number = len(self._bookmarks)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{run(line.text)}<w:bookmarkEnd w:id="{number}"/>'

    def _head(self, line: Line) -> str:
        """
        Return the red head.

        Source: GB/T 9704-2012, 7.2.4: 上边缘至版心上边缘为35 mm; 10.1: of a letter 30 mm below the edge of the paper, a red double line 4 mm below.
        """
        size, scale = head_size(line.text, letter=self._paper.layout == "letter")
        look = f'<w:w w:val="{scale}"/><w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>'
        marks = sum(1 for other in self._lines if other.role in ("copy_number", "secrecy", "urgency"))
        before = max(0, twips(35) - marks * LINE)
        rule = wider = ""
        if self._paper.layout == "letter":
            before = 0
            rule, wider = _double_rule("bottom", space=11), WIDER
        elif "number" not in self._roles:
            rule = _red_rule(space=20)
        spacing = f'<w:spacing w:before="{before}" w:after="0" w:line="240" w:lineRule="auto"/>'
        return paragraph("IssuerMark", run(line.text, look), properties=rule + spacing + wider)

    def _number(self, line: Line) -> str:
        """
        Return the number over the red rule; with the signer for what goes to a superior.

        Source: GB/T 9704-2012, 7.2.5–7.2.7.
        """
        if self._paper.layout == "letter":
            return paragraph("LetterNumber", run(line.whole))
        rule = _red_rule(space=11) if "head" in self._roles else ""
        spacing = "" if "head" in self._roles else f'<w:spacing w:before="0" w:line="{LINE}" w:lineRule="exact"/>'
        if not line.right:
            return paragraph("DocumentNumber", run(line.text), properties=rule + spacing)
        tabs = f'<w:tabs><w:tab w:val="right" w:pos="{package.WIDTH - 320}"/></w:tabs>'
        apart = f'{rule}{tabs}{spacing}{indent(first=1)}<w:jc w:val="left"/>'
        return paragraph("DocumentNumber", run(line.text), run("\t"), run(line.right), properties=apart)

    def _title(self, line: Line) -> str:
        # Two lines stay blank below the red rule (7.3.1); without a head the title opens the page.
        before = 2 * EMPTY if "head" in self._roles else 0
        spacing = f'<w:spacing w:before="{before}" w:after="{EMPTY}" w:line="680" w:lineRule="exact"/>'
        return paragraph("Title", run("\n".join(title_lines(line.text))), properties=spacing)

    def _signed(self, line: Line) -> str:
        margins = signature_margins(self._paper.signature, self._paper.dated)
        right = margins[0] if line.role == "signature" else margins[1]
        blank = "" if line.role == "signature" or "signature" in self._roles else f'<w:spacing w:before="{EMPTY}"/>'
        return paragraph(
            "Signature" if line.role == "signature" else "Date", run(line.text), properties=blank + indent(right=right)
        )

    def _record(self) -> str:
        """
        Return the 版记 at the foot of the last page, each line in a frame of its own.

        One frame for both would be simpler; LibreOffice lets go of frames whose paragraphs have unlike borders.
        Source: GB/T 9704-2012, 7.4; a letter has neither rules nor printer, 10.1.
        """
        lines = [line for line in self._lines if line.role in RECORD]
        foot, parts = 16838 - twips(package.BOTTOM), ""
        for place, line in reversed(list(enumerate(lines))):
            height = LINE * (-(-int(characters(line.text)) // RECORD_WIDTH) if line.role == "copies" else 1)
            foot -= height + 40
            frame = (
                f'<w:framePr w:w="{package.WIDTH}" w:h="{height}" w:hRule="atLeast" w:wrap="around" w:vAnchor="page" '
                f'w:hAnchor="margin" w:xAlign="left" w:y="{foot}"/>'
            )
            parts = _recorded(line, frame, self._rules(place == 0, place == len(lines) - 1)) + parts
        # A frame hangs on the paragraph that follows it, so one that nobody sees has to follow.
        return parts + paragraph("Anchor")

    def _rules(self, first: bool, last: bool) -> str:
        if self._paper.layout == "letter":
            return ""
        top = f'<w:top w:val="single" w:sz="{THICK}" w:space="0" w:color="000000"/>' if first else ""
        weight = THICK if last else THIN
        return f'<w:pBdr>{top}<w:bottom w:val="single" w:sz="{weight}" w:space="0" w:color="000000"/></w:pBdr>'


RECORD_WIDTH = 25  # characters of 四号 in a line of the 版记, behind 抄送：
RECORD = ("copies", "printed")
PLAIN = {
    "addressee": "Addressee",
    "paragraph": "BodyText",
    "flush": "Flush",
    "centred": "Centred",
    "attachment": "Attachment",
    "attachment_more": "AttachmentMore",
    "note": "Note",
}


def _recorded(line: Line, frame: str, rules: str) -> str:
    if line.role == "copies":
        return paragraph("Copies", run(line.text), properties=frame + rules)
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{package.WIDTH - 280}"/></w:tabs>' if line.right else ""
    runs = (run(line.text), run("\t"), run(line.right)) if line.right else (run(line.text),)
    return paragraph("Printed", *runs, properties=frame + rules + tabs)


def _red_rule(*, space: int) -> str:
    return f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="{space}" w:color="{RED}"/></w:pBdr>'
