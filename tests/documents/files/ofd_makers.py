"""
OFD files as three programs write them: one text object to a line, runs with steps and templates, and letters one by one.

All three get the same typeset pages, so what is read from them must be the same.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO

from tests.documents.files.makers import REPORT

EM = 5.64  # millimetres of a letter of 16 pt
LEFT, TOP, PITCH = 28.0, 37.0, 10.2
LETTERS, LINES = 28, 22
WIDTH, HEIGHT = 210, 297
DEEPEST = 255.0  # millimetres from the upper edge, where a table ends at the latest


@dataclass
class Run:
    """Letters on one line: left edge and foot in millimetres from the upper left corner."""

    x: float
    y: float
    text: str
    size: float = EM

    @property
    def steps(self) -> list[float]:
        """Return how far each letter is from the next."""
        return [self.size * (0.5 if letter.isascii() else 1.0) for letter in self.text]


@dataclass
class Sheet:
    """One page: text, and ruled lines as (x0, y0, x1, y1)."""

    runs: list[Run] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


Cell = tuple[int, int, int, int, str]
"""Row, column, height, width and text of a cell."""


def typeset(paragraphs: tuple[str, ...] = REPORT, *, lines: int = LINES) -> list[Sheet]:
    """Return the pages of a title and paragraphs with two letters of indent, numbered at the foot."""
    title_size = EM * 22 / 16
    width = LETTERS * EM
    rows: list[tuple[float, str, float]] = [
        (LEFT + (width - len(paragraphs[0]) * title_size) / 2, paragraphs[0], title_size)
    ]
    for paragraph in paragraphs[1:]:
        for number, text in enumerate(_broken(paragraph)):
            rows.append((LEFT + (2 * EM if number == 0 else 0), text, EM))
    sheets = []
    for start in range(0, len(rows), lines):
        placed = [
            Run(x, TOP + PITCH * at, text, size) for at, (x, text, size) in enumerate(rows[start : start + lines])
        ]
        sheets.append(Sheet(placed))
    for number, sheet in enumerate(sheets, start=1):
        sheet.runs.append(Run(100, HEIGHT - 25, f"— {number} —", 4.9))
    return sheets


def _broken(text: str) -> list[str]:
    """Return the lines of a paragraph, 28 letters wide, the first two letters shorter."""
    lines, line, room = [], "", (LETTERS - 2) * 1.0
    for letter in text:
        wide = 0.5 if letter.isascii() else 1.0
        if wide > room:
            lines.append(line)
            line, room = "", LETTERS * 1.0
        line += letter
        room -= wide
    return [*lines, line]


def ruled(cells: Sequence[Cell], *, top: float = TOP) -> Sheet:
    """Return a page with a ruled table; cells are row, column, height, width and text."""
    count = max(row + high for row, _, high, _, _ in cells)
    columns = max(column + wide for _, column, _, wide, _ in cells)
    lefts = [LEFT + 158 / columns * at for at in range(columns + 1)]
    sheet, size = Sheet(), 4.0
    lines = {
        (row, column): _wrapped(text, int((lefts[column + wide] - lefts[column]) / size) - 1)
        for row, column, _, wide, text in cells
    }
    edges = [top]
    for at in range(count):
        ending = [(edges[row], lines[row, column]) for row, column, high, _, _ in cells if row + high - 1 == at]
        edges.append(max([edges[-1] + 8, *(upper + 5 * len(written) + 3 for upper, written in ending)]))
    for row, column, high, wide, _ in cells:
        left, upper, right, lower = lefts[column], edges[row], lefts[column + wide], edges[row + high]
        sheet.runs += [
            Run(left + 1, upper + 5 + 5 * at, line, size) for at, line in enumerate(lines[row, column]) if line
        ]
        sheet.rules += [(left, upper, right, upper), (left, lower, right, lower)]
        sheet.rules += [(left, upper, left, lower), (right, upper, right, lower)]
    return sheet


def with_table(before: tuple[str, ...], cells: Sequence[Cell], after: tuple[str, ...]) -> list[Sheet]:
    """Return pages of a title and paragraphs, a ruled table on pages of its own, and paragraphs."""
    sheets = typeset(before)
    for part in _pages_of(cells):
        sheets.append(ruled(part))
        sheets[-1].runs.append(Run(100, HEIGHT - 25, f"— {len(sheets)} —", 4.9))
    if after:
        lines = [(2 * EM, text) for text in after]
        sheets.append(Sheet([Run(LEFT + x, TOP + PITCH * at, text) for at, (x, text) in enumerate(lines)]))
    return sheets


def _pages_of(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Return the cells page by page, cut only where no merged cell is cut."""
    pages: list[list[Cell]] = [[]]
    first = 0
    for row in sorted({cell[0] for cell in cells}):
        if any(start < row < start + high for start, _, high, _, _ in cells):
            continue
        block = _block(cells, row)
        moved = [_raised(cell, first) for cell in block]
        if pages[-1] and _depth(ruled([*pages[-1], *moved])) > DEEPEST:
            pages.append([])
            first, moved = row, [_raised(cell, row) for cell in block]
        pages[-1] += moved
    return pages


def _block(cells: Sequence[Cell], row: int) -> list[Cell]:
    """Return the cells from a row on to the next at which no merged cell is cut."""
    end = row + 1
    while any(start < end < start + high for start, _, high, _, _ in cells):
        end += 1
    return [cell for cell in cells if row <= cell[0] < end]


def _raised(cell: Cell, rows: int) -> Cell:
    return cell[0] - rows, *cell[1:]


def _depth(sheet: Sheet) -> float:
    return max(rule[3] for rule in sheet.rules)


def _wrapped(text: str, letters: int) -> list[str]:
    return [line[at : at + letters] for line in text.split("\n") for at in range(0, max(len(line), 1), letters)]


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip of the parts."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.ofdspec.org/2016"


def by_lines(sheets: list[Sheet] | None = None) -> bytes:
    """Return a file in which each line is one text object, with a namespace of the writer's own and relative places."""
    sheets = sheets or typeset()
    space = 'xmlns:ofd="http://www.example.com/own"'
    pages = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(sheets)))
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'{HEAD}<ofd:OFD {space} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:Creator>one</ofd:Creator></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{HEAD}<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH} "
        f"{HEIGHT}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
    }
    for number, sheet in enumerate(sheets):
        body = "\n".join(_line_object(run) for run in sheet.runs)
        body += "".join(_path(rule, "ofd:") for rule in sheet.rules)
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'{HEAD}<ofd:Page {space}><ofd:Content><ofd:Layer ID="5" Type="Foreground">\n{body}\n</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return packed(parts)


def _line_object(run: Run) -> str:
    steps = " ".join(f"{step:.3f}" for step in run.steps[:-1])
    return (
        f'<ofd:TextObject ID="9" Boundary="{run.x:.3f} {run.y - run.size:.3f} {sum(run.steps):.3f} {run.size:.3f}" '
        f'Font="3" Size="{run.size:.3f}">\n  <ofd:FillColor Value="0 0 0"/>\n'
        f'  <ofd:TextCode X="0" Y="{run.size:.3f}" DeltaX="{steps}">{escape(run.text)}</ofd:TextCode>\n</ofd:TextObject>'
    )


def _path(rule: tuple[float, float, float, float], prefix: str = "") -> str:
    x0, y0, x1, y1 = rule
    return (
        f'<{prefix}PathObject ID="8" Boundary="{x0} {y0} {max(x1 - x0, 0.2)} {max(y1 - y0, 0.2)}" LineWidth="0.2">'
        f'<{prefix}StrokeColor Value="0 0 0"/><{prefix}AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}'
        f"</{prefix}AbbreviatedData></{prefix}PathObject>"
    )


def by_runs(sheets: list[Sheet] | None = None, *, header: str = "云湖新区党委办公室文件资料") -> bytes:
    """
    Return a file with `g n v` steps, matrices, absolute places, a template shared by the pages, several layers and a seal.

    The pages lie under names that are not in their order, and each says its own area.
    """
    sheets = sheets or typeset()
    space = f'xmlns="{NAMESPACE}"'
    named = {at: len(sheets) - at for at in range(len(sheets))}
    pages = "".join(
        f'<Page ID="{at + 20}" BaseLoc="/Doc_0/Pages/Page_{named[at]}/Content.xml"/>' for at in range(len(sheets))
    )
    parts: dict[str, str | bytes] = {
        f"Doc_0/Pages/Page_{named[at]}/Content.xml": _run_page(sheet, space) for at, sheet in enumerate(sheets)
    }
    area = f"<PhysicalBox>0 0 {WIDTH} {HEIGHT}</PhysicalBox>"
    parts |= {
        "OFD.xml": f'{HEAD}<OFD {space} Version="1.0" DocType="OFD"><DocBody><DocInfo><DocID>1</DocID></DocInfo>'
        "<DocRoot>/Doc_0/Document.xml</DocRoot><Signatures>/Doc_0/Signs/Signatures.xml</Signatures></DocBody></OFD>",
        "Doc_0/Document.xml": f"{HEAD}<Document {space}><CommonData><MaxUnitID>900</MaxUnitID><PageArea>{area}"
        '</PageArea><TemplatePage ID="7" ZOrder="Background" BaseLoc="/Doc_0/Tpls/Tpl_0/Content.xml"/></CommonData>'
        f"<Pages>{pages}</Pages><Annotations>Annots/Annotations.xml</Annotations></Document>",
        "Doc_0/Tpls/Tpl_0/Content.xml": f"{HEAD}<Page {space}><Content><Layer>{_run_object(Run(60, 20, header))}"
        "</Layer></Content></Page>",
        "Doc_0/Signs/Signatures.xml": f"{HEAD}<Signatures {space}/>",
        "Doc_0/Annots/Annotations.xml": f"{HEAD}<Annotations {space}/>",
    }
    return packed(parts)


def _run_page(sheet: Sheet, space: str) -> str:
    body = "".join(_run_object(run) for run in reversed(sheet.runs))
    rules = "".join(_path(rule) for rule in sheet.rules)
    mark = (
        '<TextObject ID="66" Boundary="40 100 150 150" Size="20" CTM="0.7071 -0.7071 0.7071 0.7071 0 100">'
        '<TextCode X="0" Y="20" DeltaX="g 3 20">内部资料</TextCode></TextObject>'
    )
    return (
        f"{HEAD}<Page {space}><Area><PhysicalBox>0 0 {WIDTH} {HEIGHT}</PhysicalBox></Area>"
        '<Template TemplateID="7" ZOrder="Background"/><Content>'
        f'<Layer Type="Background" ID="3">{mark}{rules}</Layer><Layer ID="4">{body}</Layer></Content></Page>'
    )


def _run_object(run: Run) -> str:
    """Return a text object in units a tenth as large, blown up by its matrix, its steps counted together."""
    steps, counted = run.steps[:-1], ""
    while steps:
        same = next((at for at, step in enumerate(steps) if step != steps[0]), len(steps))
        counted += f"g {same} {steps[0] / 10:.4f} " if same > 1 else f"{steps[0] / 10:.4f} "
        steps = steps[same:]
    return (
        f'<TextObject ID="30" Boundary="{run.x - 1:.3f} {run.y - run.size:.3f} {sum(run.steps) + 2:.3f} {run.size + 1:.3f}" '
        f'Font="2" Size="{run.size / 10:.4f}" CTM="10 0 0 10 1 0">'
        f'<TextCode X="0" Y="{run.size / 10:.4f}" DeltaX="{counted.strip()}">{escape(run.text)}</TextCode></TextObject>'
    )


def by_letters(sheets: list[Sheet] | None = None) -> bytes:
    """Return a file as a virtual printer makes it: every letter an object, blocks within blocks, rules as thin boxes."""
    sheets = sheets or typeset()
    space = f'xmlns:ofd="{NAMESPACE}"'
    pages = "".join(f'<ofd:Page ID="{at}" BaseLoc="P/{at}.xml"/>' for at in range(len(sheets)))
    parts: dict[str, str | bytes] = {
        "Doc_0/Document.xml": f"{HEAD}<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:ApplicationBox>0 0 {WIDTH} "
        f"{HEIGHT}</ofd:ApplicationBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
        "OFD.xml": f"{HEAD}<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0\\Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    }
    for number, sheet in enumerate(sheets):
        body = "".join(_letter_objects(run) for run in sheet.runs) + "".join(_thin_box(rule) for rule in sheet.rules)
        parts[f"Doc_0/P/{number}.xml"] = (
            f'{HEAD}<ofd:Page {space}><ofd:Content><ofd:Layer ID="5"><ofd:PageBlock ID="6"><ofd:PageBlock ID="7">{body}'
            "</ofd:PageBlock></ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>"
        )
    return packed(parts)


def _letter_objects(run: Run) -> str:
    found, x = "", run.x
    for letter, step in zip(run.text, run.steps, strict=True):
        if letter != " ":
            found += (
                f'<ofd:TextObject ID="1" Boundary="{x:.3f} {run.y - run.size:.3f} {step:.3f} {run.size:.3f}" Font="1" '
                f'Size="1" CTM="{run.size:.4f} 0 0 {run.size:.4f} 0 0"><ofd:TextCode X="0" Y="1">{escape(letter)}'
                "</ofd:TextCode></ofd:TextObject>"
            )
        x += step
    return found


def _thin_box(rule: tuple[float, float, float, float]) -> str:
    x0, y0, x1, y1 = rule
    width, height = max(x1 - x0, 0.25), max(y1 - y0, 0.25)
    return (
        f'<ofd:PathObject ID="2" Boundary="{x0} {y0} {width} {height}" Stroke="false" Fill="true"><ofd:AbbreviatedData>'
        f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C </ofd:AbbreviatedData></ofd:PathObject>"
    )


WRITERS = {"lines": by_lines, "runs": by_runs, "letters": by_letters}
