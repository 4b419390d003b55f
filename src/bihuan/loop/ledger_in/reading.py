"""The tables of a ledger's file and the mark of our own template in it."""

from __future__ import annotations

import re
from io import BytesIO

from django.utils.translation import get_language, gettext

from bihuan.documents.errors import Unreadable
from bihuan.documents.files.apart import read_apart
from bihuan.documents.files.worksheets import Worksheet, is_workbook, read_worksheets, worksheets_of_blocks
from bihuan.documents.layout.mark import SHEET as MARK_SHEET
from bihuan.documents.layout.mark import Mark, mark_of
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.store import open_file
from bihuan.loop.ledger_in.models import LedgerImport


def read_ledger(data: bytes, name: str) -> list[Worksheet]:
    """Return the tables of a file. Raises Refused with the reader's sentence."""
    try:
        if is_workbook(data, name):
            return [sheet for sheet in read_worksheets(data, name) if sheet.name != MARK_SHEET]
        sheets = worksheets_of_blocks(read_apart(data, name).blocks)
    except Unreadable as unreadable:
        raise Refused(unreadable.sentence.in_(get_language() or "zh")) from unreadable
    if not sheets:
        raise Refused(
            gettext("“%(name)s” holds no table. Bring a ledger, or import a document as a whole.") % {"name": name}
        )
    return sheets


def mark_in(data: bytes) -> Mark | None:
    """Return the mark of our own template, None in other files and in spoilt ones."""
    return mark_of(BytesIO(data)) if data[:2] in (b"PK", b"\xd0\xcf") and is_workbook(data, "") else None


def suggested_source(name: str) -> str:
    """Return a name for the source of a file: its name without the ending, dates and numbers."""
    stem = name.rpartition(".")[0] or name
    return re.sub(r"[\d年月日号期_\-.()（）\s]+", " ", stem).strip()[:60] or stem[:60]


def bytes_of(ledger: LedgerImport) -> bytes:
    """Return the file as it was brought."""
    with open_file(ledger.area_id, ledger.file.digest) as stream:
        return stream.read()
