"""A page of a PDF as a picture: what is looked at runs nothing and needs no viewer."""

from __future__ import annotations

from io import BytesIO

import pypdfium2 as pdfium

from bihuan.documents.files.pdf.document import ONE_AT_A_TIME

WIDEST = 2000  # pixels; more is no better to read and costs memory
LARGEST = 40_000_000  # pixels of one page, however long it is


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has; 0 for what cannot be opened: damaged, locked, or no PDF."""
    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            return 0
        try:
            return len(document)
        finally:
            document.close()


def page_picture(data: bytes, *, page: int, width: int) -> bytes | None:
    """
    Return a page of a PDF as PNG; None where there is no such page or it cannot be drawn.

    page: from 1 on. width: of the picture in pixels, at most 2000.

        >>> page_picture(b"no pdf", page=1, width=80) is None
        True
    """
    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            return None
        try:
            return _drawn(document, page, min(max(width, 1), WIDEST))
        except (pdfium.PdfiumError, ValueError, MemoryError):
            return None
        finally:
            document.close()


def _drawn(document: pdfium.PdfDocument, number: int, width: int) -> bytes | None:
    if not 1 <= number <= len(document):
        return None
    page = document[number - 1]
    try:
        wide, high = page.get_size()
        scale = width / wide if wide else 0
        if scale <= 0 or wide * high * scale * scale > LARGEST:
            return None
        picture = page.render(scale=scale).to_pil()
    finally:
        page.close()
    target = BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
