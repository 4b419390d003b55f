"""The register of warnings as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, Final

from django.utils.translation import gettext, pgettext

from bihuan.documents.layout.sheet import Book, Cell, Sheet, SheetColumn
from bihuan.documents.layout.xlsx import write_xlsx
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.warnings.models import Warning
from bihuan.loop.warnings.saying import lifted_words, sentence_of, told_names

MOST: Final = 20_000  # rows of one workbook: what a page can write while somebody waits


def write_register(rows: Iterable[Warning], target: IO[bytes], day: date) -> None:
    """Write warnings, each with its case loaded, as one sheet in their order."""
    title = gettext("Register of warnings")
    columns = (
        SheetColumn("on", gettext("Day of the warning"), "date", width=12),
        SheetColumn("word", gettext("Warning"), width=12),
        SheetColumn("number", gettext("Number of the case"), width=20),
        SheetColumn("subject", gettext("Subject"), width=40),
        SheetColumn("unit", gettext("Responsible unit"), width=16),
        SheetColumn("why", gettext("Why"), width=40),
        SheetColumn("due", gettext("Due date"), "date", width=12),
        SheetColumn("told", gettext("Told"), width=30),
        SheetColumn("made_up", gettext("Made up on"), "date", width=12),
        SheetColumn("lifted", gettext("Lifted on"), "date", width=12),
        SheetColumn("because", gettext("Why lifted"), width=24),
    )
    asof = gettext("As of %(day)s") % {"day": day.isoformat()}
    write_xlsx(Book((Sheet(title, title, asof, columns, _cells(rows, day)),)), target)


def _cells(rows: Iterable[Warning], day: date) -> Iterator[tuple[Cell, ...]]:
    comma = pgettext("between things", ", ")
    for row in rows:
        case = row.case
        if case.wall is not None:
            continue  # of what stands behind a wall nothing goes into a file
        yield (
            row.on,
            row.said,
            case.number,
            case.subject,
            str(case.responsible or ""),
            sentence_of(row, CaseFile(case, day)),
            row.due_on,
            comma.join(told_names(row)),
            row.made_up_on,
            row.lifted_on,
            lifted_words(row),
        )
