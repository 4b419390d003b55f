"""What the page shows while numbers of indicators are brought as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bihuan.accounts.import_sheets import kinds_of_files
from bihuan.loop.cases.values import words
from bihuan.loop.scoring.bringing import COLUMNS, EntryPlan, Planned, entered_figures
from bihuan.packspec.model import Pack
from bihuan.web.scoring.words import period_words, with_unit
from bihuan.web.shapes import Empty, Head, Link, Stat, Upload

MOST_MB: Final = 10
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row that is good: what it is about, what stands there now and what will, and what it does."""

    number: int
    figure: str
    period: str
    unit: str
    before: str
    value: str
    does: str
    reason: str


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A row that is not: in which column, what stands there, and what is expected."""

    number: int
    column: str
    typed: str
    sentence: str


@dataclass(frozen=True, slots=True)
class BringPage:
    """Bringing a workbook. step: begin, preview or done. good: rows that would write something; bad: rows with faults."""

    head: Head
    pack: str
    step: str
    refused: str
    upload: Upload
    rows: tuple[RowLine, ...] = ()
    more: int = 0
    faults: tuple[FaultLine, ...] = ()
    more_faults: int = 0
    added: int = 0
    corrected: int = 0
    same: int = 0
    bad: int = 0
    packed: str = ""
    back: str = ""
    empty: Empty | None = None

    @property
    def stats(self) -> tuple[Stat, ...]:
        """Return the counts of the rows."""
        told = (
            (_("new"), self.added),
            (_("corrections"), self.corrected),
            (_("as it is"), self.same),
            (_("with faults"), self.bad),
        )
        return tuple(Stat(name, str(count)) for name, count in told)

    @property
    def good(self) -> int:
        """Return how many rows write something."""
        return self.added + self.corrected


def begun(pack: Pack, refused: str = "") -> BringPage:
    """Return the page that asks for the workbook; without figures entered by hand it says so."""
    empty = None
    if not entered_figures(pack):
        empty = Empty(
            _("This pack has no indicator that is entered by hand."), _("Its numbers are counted from the cases.")
        )
    return BringPage(_head(pack), pack.id, "begin", refused, _upload(), empty=empty, back=_back(pack))


def previewed(pack: Pack, plan: EntryPlan, packed: str, refused: str) -> BringPage:
    """Return the page that shows what each row would do, and every fault."""
    faults = tuple(
        FaultLine(one.row.number, words(COLUMNS[one.column]), one.row.cell(one.column), one.sentence)
        for one in plan.faults[:SHOWN]
    )
    return _counted(pack, plan, "preview", refused=refused, faults=faults, packed=packed)


def done(pack: Pack, plan: EntryPlan) -> BringPage:
    """Return the page after the rows were entered."""
    return _counted(pack, plan, "done")


def _counted(
    pack: Pack, plan: EntryPlan, step: str, *, refused: str = "", faults: tuple[FaultLine, ...] = (), packed: str = ""
) -> BringPage:
    changing = [one for one in plan.planned if one.does != "same"]
    bad = len({one.row.number for one in plan.faults})
    return BringPage(
        _head(pack), pack.id, step, refused, _upload(),
        rows=tuple(_line(one) for one in changing[:SHOWN]), more=max(0, len(changing) - SHOWN),
        faults=faults, more_faults=max(0, len(plan.faults) - SHOWN),
        added=plan.count("add"), corrected=plan.count("correct"), same=plan.count("same"), bad=bad, packed=packed,
        back=_back(pack),
    )  # fmt: skip


def _line(one: Planned) -> RowLine:
    return RowLine(
        one.row.number, words(one.figure.title), period_words(one.period), str(one.unit) if one.unit else _("whole area"),
        with_unit(one.figure, one.before), with_unit(one.figure, one.value),
        {"add": _("new"), "correct": _("correction"), "same": ""}[one.does], one.reason,
    )  # fmt: skip


def _head(pack: Pack) -> Head:
    title = _("Bring numbers as a table")
    crumbs = (Link(_("Indicators"), _back(pack)), Link(title))
    return Head(
        title, crumbs=crumbs, facts=f"{words(pack.title)} · {_('Nothing is stored before you have seen what it does.')}"
    )


def _back(pack: Pack) -> str:
    return f"{reverse('indicators')}?{urlencode({'pack': pack.id})}"


def _upload() -> Upload:
    return Upload(
        "table", _("Filled template, or a table with the same columns"),
        hint=_("xlsx, xls, ods or csv. Columns in any order, in Chinese or English."),
        accept=",".join(kinds_of_files()), max_mb=MOST_MB, multiple=False,
    )  # fmt: skip
