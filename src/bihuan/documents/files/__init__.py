"""Bytes → blocks: every file format is one module, recognised by content."""

from __future__ import annotations

from bihuan.documents.blocks import SourceText
from bihuan.documents.files import csv, doc, docx, html, md, ofd, pdf, rtf, txt, wps, xls, xlsx
from bihuan.documents.files.foreign import foreign
from bihuan.documents.files.format import Format
from bihuan.documents.files.limits import DEFAULT, Limits
from bihuan.documents.files.refusals import refuse, size

FORMATS: tuple[Format, ...] = (pdf, ofd, xlsx, docx, wps, doc, xls, rtf, csv, html, md, txt)
"""The formats that are read, in the order in which they are asked; text is last, as almost anything may be one."""

__all__ = ["DEFAULT", "FORMATS", "Format", "Limits", "read_file", "recognise"]


def read_file(data: bytes, name: str, *, limits: Limits = DEFAULT) -> SourceText:
    """
    Return the text of a file as a numbered run of blocks.

    data: the whole file. name: as the person called it; shown, and used only where the content leaves the format open.
    Raises Unreadable with a sentence that says what is wrong and what to do; nothing else, whatever the bytes are.
    """
    if len(data) > limits.file_bytes:
        raise refuse("too_large", size=size(len(data)), limit=size(limits.file_bytes))
    source = recognise(data, name).read(data, name, limits)
    if not source.blocks:
        raise refuse("empty")
    return source


def recognise(data: bytes, name: str) -> Format:
    """Return the format of these bytes; raise Unreadable if there is none, or one that is known but not read yet."""
    if not data.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"):
        raise refuse("empty")
    for format_ in FORMATS[:-1]:
        if format_.sniff(data, name):
            return format_
    if refusal := foreign(data):
        raise refusal
    if FORMATS[-1].sniff(data, name):
        return FORMATS[-1]
    raise refuse("unknown_format")
