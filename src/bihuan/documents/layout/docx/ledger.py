"""A book of sheets as the parts of a Word file."""

from __future__ import annotations

from bihuan.documents.layout.docx.headings import Counting
from bihuan.documents.layout.docx.markup import field, paragraph, run, twips
from bihuan.documents.layout.docx.package import Parts, section
from bihuan.documents.layout.docx.tables import grid
from bihuan.documents.layout.sheet import Book, Sheet

SIZES = {"A4": (11906, 16838), "A3": (16838, 23811)}
MARGIN = 20  # mm
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


def book_parts(book: Book) -> Parts:
    """Return the parts of the file a book becomes."""
    body = ""
    for number, sheet in enumerate(book.sheets, 1):
        width, height = SIZES[sheet.paper] if not sheet.landscape else SIZES[sheet.paper][::-1]
        turned = ' w:orient="landscape"' if sheet.landscape else ""
        end = section(footers=FOOTERS, size=f'w:w="{width}" w:h="{height}"{turned}', margins=(MARGIN,) * 4, grid=False)
        body += _sheet(sheet, width - 2 * twips(MARGIN))
        # The properties of all sections but the last stand in the last paragraph of the section.
        body += end if number == len(book.sheets) else f"<w:p><w:pPr>{end}</w:pPr></w:p>"
    title = book.sheets[0].title if book.sheets else ""
    return Parts(body=body, numbering=Counting().xml(), title=title, footers=FOOTER)


def _sheet(sheet: Sheet, width: int) -> str:
    above = [paragraph("LedgerTitle", run(sheet.title))] if sheet.title else []
    above += [paragraph("TableAsOf", run(sheet.asof))] if sheet.asof else []
    below = [paragraph("TableNote", run(note)) for note in sheet.notes] or [paragraph("TableNote")]
    return "".join((*above, grid(sheet, width), *below))
