"""The figures of a round: seven at the head of the board, and every figure of the pack with its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.loop.cases.board import Progress, Weeks
from bihuan.loop.cases.figures import as_date
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.values import NATURES, words
from bihuan.loop.clocks.calendar import WorkCalendar, workdays_between
from bihuan.loop.clocks.models import ClockRun
from bihuan.packspec.model import Figure, Pack
from bihuan.web.case.marks import case_url
from bihuan.web.places import LIVE, figure_url, ledger_url
from bihuan.web.shapes import Light, Stat

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of the pack with its value as people read it; `url` leads to the rows it counts, where rows can be listed."""

    title: str
    value: str
    url: str
    note: str = ""


def shown(figure: Figure, value: Decimal | None) -> str:
    """Return a value as people read it: whole numbers whole, others with one decimal; a dash where there is none."""
    if value is None:
        return "—"
    if figure.operator == "latest":
        return as_date(value).isoformat()
    if figure.unit == "元":
        return f"{value:,.2f}".removesuffix(".00")
    if figure.unit == "万元":
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    number = f"{value:,.0f}" if value == value.to_integral_value() and figure.operator == "count" else f"{value:,.1f}"
    number = number.removesuffix(".0") if figure.operator != "rate" else number
    if figure.operator == "sum":
        number = f"{value:,.2f}".rstrip("0").rstrip(".")  # 60 people, not 60.00
    return f"{number}%" if figure.unit == "%" else number


def figure_rows(pack: Pack, case: Case | None, values: Values) -> tuple[FigureRow, ...]:
    """Return all figures of a pack with their values, for one round or (without) for the area."""
    root = case.pk if case is not None else None
    return tuple(
        FigureRow(words(figure.title), shown(figure, values[name]), figure_url(pack, figure, root=root), figure.basis)
        for name, figure in pack.figures.items()
    )


def percent(part: int, whole: int) -> str:
    """Return 58.5%, or nothing over nothing."""
    return f"{part / whole * 100:.1f}%" if whole else ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the figures at the head of a board are made of. report: the clock of its report."""

    pack: Pack
    case: Case
    values: Values
    progress: Progress
    natures: Mapping[str, int]
    weeks: Weeks
    report: ClockRun | None


def stats_of(counts: Counts, day: date, calendar: WorkCalendar) -> tuple[Stat, ...]:
    """Return the seven figures at the head of the board; each leads to the rows it counts."""
    pack, case, values, progress = counts.pack, counts.case, counts.values, counts.progress
    measures, done = _whole(values["measures"]), _whole(values["measures_done"])
    reported = progress.review + progress.closed
    return (
        _findings(pack, case, values),
        Stat(
            _title(pack, "measures"), str(measures), ledger_url("measure", root=case.pk), note=_natures(counts.natures)
        ),
        Stat(
            _title(pack, "measures_done"),
            str(done),
            figure_url(pack, pack.figures["measures_done"], root=case.pk),
            unit=percent(done, measures),
            note=_this_week(counts.weeks),
        ),
        Stat(
            _("Reported done (with those under review)"),
            str(reported),
            ledger_url("measure", root=case.pk, category=(Category.REVIEW, Category.CLOSED)),
            unit=percent(reported, progress.total),
            note=_("%(n)d under review, not counted as done") % {"n": progress.review},
        ),
        Stat(
            "",
            str(progress.late),
            ledger_url("measure", root=case.pk, light="late", category=LIVE),
            note=_("measures past the deadline"),
            light=Light("late"),
        ),
        Stat(
            "",
            str(progress.soon),
            ledger_url("measure", root=case.pk, light="soon", category=LIVE),
            note=_("measures close to the deadline"),
            light=Light("soon"),
        ),
        _deadline(case, counts.report, day, calendar),
    )


def _findings(pack: Pack, case: Case, values: Values) -> Stat:
    states = _("closed %(closed)d · under way %(underway)d · to hand out %(draft)d") % {
        "closed": _whole(values["struck_off"]),
        "underway": _whole(values["underway"]),
        "draft": _whole(values["to_hand_out"]),
    }
    url = figure_url(pack, pack.figures["findings"], root=case.pk)
    return Stat(_title(pack, "findings"), str(_whole(values["findings"])), url, note=states)


def _title(pack: Pack, figure: str) -> str:
    return words(pack.figures[figure].title)


def _whole(value: Decimal | None) -> int:
    return int(value or 0)


def _natures(counts: Mapping[str, int]) -> str:
    parts = [f"{words(text)} {counts[nature]}" for nature, text in NATURES.items() if counts.get(nature)]
    if counts.get(""):
        parts.append(_("not set %(n)d") % {"n": counts[""]})
    return " · ".join(parts)


def _this_week(weeks: Weeks) -> str:
    known = [week.closed for week in weeks.weeks if week.closed is not None]
    if not known:
        return ""
    return _("this week +%(n)d") % {"n": known[-1] - (known[-2] if len(known) > 1 else 0)}


def _deadline(case: Case, report: ClockRun | None, day: date, calendar: WorkCalendar) -> Stat:
    name, url = _("Until the report is due"), case_url(case)
    if report is None:
        return Stat(name, "—", url, note=_("no clock runs"))
    due = report.due_on
    if report.stopped_on is not None:
        when = report.stopped_on.strftime("%m-%d")
        return Stat(_("Report handed in"), when, url, note=_("it was due on %(day)s") % {"day": due.isoformat()})
    left = abs(workdays_between(day, due, calendar=calendar))
    unit = ngettext("working day", "working days", left)
    if due < day:
        return Stat(_("Report overdue by"), str(left), url, unit, due.isoformat(), Light("late", _("Report overdue")))
    gap = calendar.unpublished(day, due)
    note = _("days off of %(year)d not announced") % {"year": gap[0]} if gap else due.isoformat()
    return Stat(name, str(left), url, unit, note)
