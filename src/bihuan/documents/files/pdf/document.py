"""A whole PDF: open it, read page after page, and say in a sentence why that cannot be done."""

from __future__ import annotations

import threading
import time

import pypdfium2 as pdfium
from pypdfium2 import raw

from bihuan.documents.blocks import Block
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.pdf.pages import read_page
from bihuan.documents.files.printed.document import blocks_of
from bihuan.documents.files.printed.lines import PageText
from bihuan.documents.files.refusals import refuse
from bihuan.packspec.bilingual import Text

# PDFium keeps global state and may not be called from two threads at once.
ONE_AT_A_TIME = threading.Lock()
NOT_A_PDF = Text("PDF 的结构不完整", "the structure of the PDF is incomplete")
PAGE = Text("第 {number} 页打不开", "page {number} cannot be opened")


def read_document(data: bytes, limits: Limits) -> tuple[tuple[Block, ...], int]:
    """Return the blocks and the number of pages; raise Unreadable if there is no text to be had."""
    with ONE_AT_A_TIME:
        document = _open(data)
        try:
            pages = _read_pages(document, data, limits)
        finally:
            document.close()
    return blocks_of([pages], limits), len(pages)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) or "assword" in str(
            error
        ):
            raise refuse("encrypted") from None
        raise refuse("damaged", detail=NOT_A_PDF) from None


def _read_pages(document: pdfium.PdfDocument, data: bytes, limits: Limits) -> list[PageText]:
    count = len(document)
    if count == 0:
        raise refuse("damaged", detail=NOT_A_PDF)
    if count > limits.pages:
        raise refuse("too_many_pages", pages=count, limit=limits.pages)
    deadline = time.monotonic() + limits.seconds
    pages: list[PageText] = []
    for index in range(count):
        if time.monotonic() > deadline:
            raise refuse("too_slow", place=f"第{index + 1}页", seconds=round(limits.seconds))
        try:
            pages.append(read_page(document, index, data, limits))
        except pdfium.PdfiumError:
            raise refuse("damaged", place=f"第{index + 1}页", detail=PAGE.format(number=index + 1)) from None
    return pages
