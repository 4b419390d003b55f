"""Tables of a file as rows of text: xlsx, xls and ods by calamine, csv in the encodings that offices use."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from bihuan.accounts.errors import Refused

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_UNPACKED = 150 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. rows: every row of the sheet as text, the first is row 1; empty cells are empty texts."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_sheets(content: bytes, name: str) -> list[Sheet]:
    """
    Return the tables of a file that hold anything.

    name: the file's name, to be shown; what the file is, is told by its content.
    Raises Refused with a sentence for a file that is empty, damaged, protected or far too large.
    """
    if not content.strip():
        raise Refused(_("%(file)s is empty.") % {"file": name})
    sheets = (
        _of_workbook(content, name) if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") else [_of_csv(content, name)]
    )
    filled = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    if not filled:
        raise Refused(_("%(file)s holds no rows.") % {"file": name})
    return filled


def _of_workbook(content: bytes, name: str) -> list[Sheet]:
    _check_unpacked_size(content, name)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        return [
            Sheet(sheet, _rows(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), name))
            for sheet in book.sheet_names
        ]
    except python_calamine.PasswordError as error:
        raise Refused(_("%(file)s is protected by a password. Save it without one.") % {"file": name}) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(
            _("%(file)s cannot be read; it may be damaged. Save it again as xlsx.") % {"file": name}
        ) from error


def _check_unpacked_size(content: bytes, name: str) -> None:
    """Refuse a small file that would unpack to a huge one, before anything is unpacked."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Refused(
            _("%(file)s cannot be read; it may be damaged. Save it again as xlsx.") % {"file": name}
        ) from error
    if size > MOST_UNPACKED:
        raise Refused(_("%(file)s is far too large for a list of units or people.") % {"file": name})


def _of_csv(content: bytes, name: str) -> Sheet:
    text = _decoded(content, name)
    first = text.split("\n", 1)[0]
    comma = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=comma))
    except csv.Error as error:
        raise Refused(
            _("%(file)s cannot be read; it may be damaged. Save it again as xlsx.") % {"file": name}
        ) from error
    return Sheet(name, _rows(rows, name))


def _decoded(content: bytes, name: str) -> str:
    encodings = ("utf-16", *ENCODINGS) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(_("%(file)s is no table: save it as xlsx, or as csv in UTF-8 or GB18030.") % {"file": name})


def _rows(rows: Sequence[Sequence[Any]], name: str) -> tuple[tuple[str, ...], ...]:
    if len(rows) > MOST_ROWS:
        raise Refused(_("%(file)s has more than %(most)d rows. Divide it.") % {"file": name, "most": MOST_ROWS})
    return tuple(tuple(_text(cell) for cell in row[:MOST_COLUMNS]) for row in rows)


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        # A telephone number typed into a cell is a number to Excel.
        return str(int(cell))
    return " ".join(str(cell).split())
