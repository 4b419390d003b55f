"""A paper as a file: the one place that knows which forms there are and where this installation keeps its fonts."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Final

from django.conf import settings

from bihuan.documents.layout.docx import write_docx
from bihuan.documents.layout.html import write_html
from bihuan.documents.layout.paper import Paper
from bihuan.documents.layout.pdf import NoChineseFont, write_pdf
from bihuan.documents.layout.txt import write_txt
from bihuan.loop.cases.values import words
from bihuan.loop.errors import Refused

FORMS: Final[Mapping[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
"""Ending of the name → media type."""


def printed_as(paper: Paper, form: str) -> bytes:
    """
    Return a paper as the bytes of a file.

    form: one of FORMS; raises KeyError for any other. Raises Refused where no font on this machine has Chinese characters.
    """
    match form:
        case "docx":
            buffer = BytesIO()
            write_docx(paper, buffer)
            return buffer.getvalue()
        case "pdf":
            try:
                return write_pdf(paper, fonts=settings.BIHUAN_FONTS)
            except NoChineseFont as missing:
                raise Refused(words(missing.sentence)) from missing
        case "txt":
            return write_txt(paper).encode()
        case "html":
            return write_html(paper).encode()
    raise KeyError(form)
