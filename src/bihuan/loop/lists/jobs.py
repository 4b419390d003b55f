"""Long lists, written by a worker."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from bihuan.documents.layout.sheet import Book
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.jobs.work import Result, Work
from bihuan.loop.lifecycle.packs import pack_known
from bihuan.loop.lists.errors import ListNotFound
from bihuan.loop.lists.files import FORMS, ZIP, Wanted, file_name, prepare, write_book, write_by_unit, zip_name
from bihuan.loop.lists.ledger import ledger_of_job, ledger_rows, ledger_sheet
from bihuan.loop.lists.queries import Over, whole_pack


def write_list(work: Work) -> Result:
    """
    Write lists of a round as one file, or one workbook for each unit in a zip.

    given: `Wanted.given()`. Raises Refused where the round or the list is gone.
    """
    wanted, today = Wanted.of(work.given), local_day(work.at)
    round_: Over | None = visible_to(work.by).filter(pk=wanted.round_id).first() if wanted.round_id else None
    if wanted.pack:
        round_ = whole_pack(work.by.area_id, pack_known(work.by.area_id, wanted.pack), wanted.language)
    if round_ is None:
        raise Refused(gettext("The round cannot be found any more."))
    try:
        if wanted.by_unit:
            target = work.folder / "units.zip"
            written = write_by_unit(work.by, round_, wanted, target, today=today, progress=work.progress)
            said = ngettext("%(n)d workbook, one for each unit.", "%(n)d workbooks, one for each unit.", written)
            return Result(said % {"n": written}, target, zip_name(round_, wanted.asof), ZIP)
        prepared = prepare(work.by, round_, wanted, today=today)
    except ListNotFound as missing:
        raise Refused(gettext("The list cannot be found any more.")) from missing
    target = work.folder / f"list.{wanted.form}"
    prepared.write(target, progress=lambda done: work.progress(done, prepared.rows))
    said = ngettext("%(n)d row.", "%(n)d rows.", prepared.rows) % {"n": prepared.rows}
    return Result(said, target, prepared.name, FORMS[wanted.form])


def write_ledger(work: Work) -> Result:
    """Write a filtered ledger. given: `ledger_for_job`."""
    asked, form, today = *ledger_of_job(work.given), local_day(work.at)
    total = ledger_rows(work.by, asked, today).count()
    target = work.folder / f"ledger.{form}"
    book = Book((ledger_sheet(work.by, asked, today=today),))
    write_book(book, form, target, progress=lambda done: work.progress(done, total))
    said = ngettext("%(n)d row.", "%(n)d rows.", total) % {"n": total}
    return Result(said, target, file_name(asked.title, today, form), FORMS[form])
