"""A document as a file to keep, to send and to print."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.conf import settings
from django.utils.translation import gettext

from bihuan.documents.layout.docx import write_docx
from bihuan.documents.layout.html import write_html
from bihuan.documents.layout.paper import Paper
from bihuan.documents.layout.pdf import NoChineseFont, write_pdf
from bihuan.documents.layout.txt import write_txt
from bihuan.loop.errors import Refused
from bihuan.loop.writing.models import Writing, WritingState
from bihuan.loop.writing.paper import paper_of
from bihuan.loop.writing.queries import document_of, parts_of

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOT_IN_NAMES: Final = re.compile(r"[\\/:*?\"<>|\s]+")


@dataclass(frozen=True, slots=True)
class Written:
    """A file: its bytes, name and media type."""

    data: bytes
    name: str
    media_type: str


def paper_for(writing: Writing) -> Paper:
    """Return a document as a paper, with its number if it has one."""
    return paper_of(parts_of(writing), layout=document_of(writing).layout, number=writing.number)


def file_of(writing: Writing, format: str) -> Written:  # noqa: A002 - the word of the trade
    """
    Return a document as a file.

    format: “docx”, “pdf”, “txt” or “html”. Raises Refused for another one, and where no font has Chinese characters.
    """
    if format not in FORMATS:
        raise Refused(gettext("There is no such file format."))
    make, media_type = FORMATS[format]
    draft = gettext("(draft)") if writing.state != WritingState.FINAL else ""
    name = NOT_IN_NAMES.sub("", f"{writing.title[:80]}{draft}") or "document"
    return Written(make(paper_for(writing)), f"{name}.{format}", media_type)


def _docx(paper: Paper) -> bytes:
    stream = BytesIO()
    write_docx(paper, stream)
    return stream.getvalue()


def _pdf(paper: Paper) -> bytes:
    try:
        return write_pdf(paper, fonts=settings.BIHUAN_FONTS)
    except NoChineseFont as missing:
        raise Refused(
            gettext("No font with Chinese characters was found on this machine; take the Word file.")
        ) from missing


FORMATS: Final[Mapping[str, tuple[Callable[[Paper], bytes], str]]] = {
    "docx": (_docx, DOCX),
    "pdf": (_pdf, "application/pdf"),
    "txt": (lambda paper: write_txt(paper).encode(), "text/plain; charset=utf-8"),
    "html": (lambda paper: write_html(paper).encode(), "text/html; charset=utf-8"),
}
