"""The leader's page: one screen, one sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.board import UnitProgress
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.scoring.overview import Overview, overview_of
from bihuan.packspec.model import Pack
from bihuan.web.case.marks import case_url, light_of
from bihuan.web.places import LIVE, figure_url, ledger_url
from bihuan.web.round.figures import percent
from bihuan.web.scoring.words import period_words, with_unit
from bihuan.web.shapes import Asof, Bar, Light

UNITS_SHOWN: Final = 6
COURSE_SHOWN: Final = 6
R, M, F = "rectification", "meetings", "feedback"

# What stands in the six columns: pack and figure; what this installation has not is left out.
COLUMNS: Final[tuple[tuple[str | Promise, tuple[tuple[str, str], ...]], ...]] = tuple(
    (title, tuple((pack, figure) for figure in figures.split()))
    for title, pack, figures in (
        (gettext_lazy("In time"), R, "overdue measures_overdue on_time_first on_time_now extension_rate days"),
        (
            gettext_lazy("Warnings and letters"),
            R,
            "yellow_warnings red_warnings letters_sent receipts_due receipts_rate",
        ),
        (
            gettext_lazy("What came of it"),
            R,
            "party_persons administrative_persons dealt_with dealt_with_times money_back rules_made rules_revised",
        ),
        (gettext_lazy("Meetings"), M, "meetings called decisions decisions_done decisions_rate decisions_overdue"),
        (gettext_lazy("Look-back"), R, "checked checked_untrue untrue_rate reopened rebound"),
        (gettext_lazy("The public"), F, "messages unanswered unanswered_late answer_rate satisfaction"),
    )
)


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with the address of its rows."""

    title: str
    value: str
    url: str
    worry: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Figures under one head."""

    title: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with how far it is."""

    name: str
    bar: Bar
    done: str
    rate: str
    late: str
    url: str


@dataclass(frozen=True, slots=True)
class Urgent:
    """A case that is late or due soon, and who has it."""

    subject: str
    url: str
    who: str
    light: Light


@dataclass(frozen=True, slots=True)
class Cockpit:
    """Everything on the sheet."""

    title: str
    asof: Asof
    rate: str
    said: str
    bar: Bar
    measures: str
    measures_url: str
    units: tuple[UnitLine, ...]
    units_more: int
    urgent: tuple[Urgent, ...]
    urgent_url: str
    columns: tuple[Column, ...]
    course: tuple[tuple[str, str], ...]
    course_url: str
    ahead: tuple[tuple[date, str, str], ...]
    red: tuple[str, ...]
    yellow: tuple[str, ...]
    boards_url: str
    whole: bool


def cockpit(who: Actor, area: str, day: date) -> Cockpit:
    """Return the sheet of today. Raises PackNotFound where nothing is released."""
    wanted: dict[str, tuple[str, ...]] = {R: ("completion", "struck_off", "findings", "reported_rate")}
    for _title, figures in COLUMNS:
        for pack, figure in figures:
            wanted[pack] = (*wanted.get(pack, ()), figure)
    found = overview_of(who, day, wanted)
    completion, values = found.pack.figures["completion"], found.values[R]
    units, calendar = [one for one in found.units if one.unit is not None], calendar_of(who.area_id)
    return Cockpit(
        title=_("%(area)s: rectification at a glance") % {"area": area},
        asof=Asof(day),
        rate=with_unit(completion, values["completion"]),
        said=_("%(done)s of %(all)s findings struck off; reported done %(rate)s")
        % {
            "done": _whole(values["struck_off"]),
            "all": _whole(values["findings"]),
            "rate": with_unit(found.pack.figures["reported_rate"], values["reported_rate"]),
        },
        bar=_bar(found),
        measures=_("%(done)d of %(all)d measures done") % {"done": found.progress.closed, "all": found.progress.total},
        measures_url=ledger_url("measure"),
        units=tuple(_unit(one) for one in units[:UNITS_SHOWN]),
        units_more=max(0, len(units) - UNITS_SHOWN),
        urgent=tuple(_urgent(case, day, calendar) for case in found.urgent),
        urgent_url=ledger_url("measure", light=("late", "soon"), category=LIVE),
        columns=tuple(
            one for one in (_column(str(title), figures, found) for title, figures in COLUMNS) if one.numbers
        ),
        course=tuple(
            (period_words(one.period), with_unit(completion, one.value)) for one in found.course[-COURSE_SHOWN:]
        ),
        course_url=reverse("indicator", kwargs={"pack": R, "figure": "completion"}),
        ahead=_ahead(found),
        red=_named(found, "red"),
        yellow=_named(found, "yellow"),
        boards_url=reverse("boards"),
        whole=found.whole,
    )


def _whole(value: Decimal | None) -> str:
    return "—" if value is None else str(int(value))


def _bar(found: Overview) -> Bar:
    one = found.progress
    return Bar(one.closed, one.review, one.open, one.pending)


def _unit(one: UnitProgress) -> UnitLine:
    progress, unit = one.progress, one.unit
    return UnitLine(
        str(unit),
        Bar(progress.closed, progress.review, progress.open, progress.pending, thin=True),
        f"{progress.closed} / {progress.total}",
        percent(progress.closed, progress.total) or "—",
        str(progress.late) if progress.late else "",
        ledger_url("measure", unit=unit.pk if unit is not None else None),
    )


def _urgent(case: Case, day: date, calendar: WorkCalendar) -> Urgent:
    who = case.handler or case.leader
    names = [str(case.responsible) if case.responsible is not None else "", who.name if who is not None else ""]
    return Urgent(
        case.subject, case_url(case), " · ".join(name for name in names if name), light_of(case, day, calendar)
    )


def _column(title: str, figures: tuple[tuple[str, str], ...], found: Overview) -> Column:
    numbers = [
        _number(found.packs[pack], figure, found.values[pack][figure])
        for pack, figure in figures
        if figure in found.values.get(pack, {})
    ]
    return Column(title, tuple(numbers))


def _number(pack: Pack, figure: str, value: Decimal | None) -> Number:
    declared = pack.figures[figure]
    target = declared.target if declared.better == "lower" else None
    worry = value is not None and target is not None and value > target
    return Number(words(declared.title), with_unit(declared, value), figure_url(pack, declared), worry)


def _ahead(found: Overview) -> tuple[tuple[date, str, str], ...]:
    """Return what is due on each of the next days, with the address of those cases."""
    kinds = found.pack.kinds
    return tuple(
        (
            due,
            _("%(kind)s: %(n)d") % {"kind": words(kinds[kind].title), "n": n},
            ledger_url(kind, due_from=due.isoformat(), due_to=due.isoformat(), category=LIVE),
        )
        for due, kind, n in found.ahead[:5]
    )


def _named(found: Overview, side: str) -> tuple[str, ...]:
    return tuple(row.unit_name for rows in found.boards.values() for row in rows if row.side == side)
