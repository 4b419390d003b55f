"""A book of sheets as the parts of a Word file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bihuan.documents.layout.docx.headings import Counting
from bihuan.documents.layout.docx.markup import field, paragraph, run, twips
from bihuan.documents.layout.docx.package import Parts, section
from bihuan.documents.layout.docx.tables import grid
from bihuan.documents.layout.sheet import Book, Sheet

SIZES = {"A4": (11906, 16838), "A3": (16838, 23811)}
MARGIN = 20  # mm
EVERY = 500  # rows between two calls of progress
FOOTER = {
    "footerAll": paragraph(
        "Footer",
        run("第 "),
        field("PAGE"),
        run(" 页 共 "),
        field("NUMPAGES"),
        run(" 页"),
        properties='<w:jc w:val="center"/>',
    )
}
FOOTERS = (
    '<w:footerReference w:type="default" r:id="rIdfooterAll"/><w:footerReference w:type="even" r:id="rIdfooterAll"/>'
)


def book_parts(book: Book, progress: Callable[[int], None] | None = None) -> Parts:
    """Return the parts of the file a book becomes; the rows are read while it is written."""
    title = book.sheets[0].title if book.sheets else ""
    body = _body(book, _counted(progress) if progress else None)
    return Parts(body=body, numbering=Counting().xml(), title=title, footers=FOOTER)


def _counted(progress: Callable[[int], None]) -> Callable[[int], None]:
    """Return what adds up rows and tells of them now and then."""
    written = told = 0

    def done(rows: int) -> None:
        nonlocal written, told
        written += rows
        if written - told >= EVERY:
            told = written
            progress(written)

    return done


def _body(book: Book, done: Callable[[int], None] | None) -> Iterator[str]:
    for number, sheet in enumerate(book.sheets, 1):
        width, height = SIZES[sheet.paper] if not sheet.landscape else SIZES[sheet.paper][::-1]
        turned = ' w:orient="landscape"' if sheet.landscape else ""
        end = section(footers=FOOTERS, size=f'w:w="{width}" w:h="{height}"{turned}', margins=(MARGIN,) * 4, grid=False)
        yield from _sheet(sheet, width - 2 * twips(MARGIN), done)
        # The properties of all sections but the last stand in the last paragraph of the section.
        yield end if number == len(book.sheets) else f"<w:p><w:pPr>{end}</w:pPr></w:p>"


def _sheet(sheet: Sheet, width: int, done: Callable[[int], None] | None) -> Iterator[str]:
    if sheet.title:
        yield paragraph("LedgerTitle", run(sheet.title))
    if sheet.asof:
        yield paragraph("TableAsOf", run(sheet.asof))
    yield from grid(sheet, width, done)
    yield from [paragraph("TableNote", run(note)) for note in sheet.notes] or [paragraph("TableNote")]
