"""The deadline and the sum that leads to it, every line a fact with a date."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.clocks.calendar import workdays_between
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.clocks.explaining import ClockFacts, Clocks, DueChange
from bihuan.loop.clocks.light import ends_on, waits_until
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.packspec.wording import ENDS
from bihuan.web.case.marks import light_of
from bihuan.web.dates import day as written
from bihuan.web.language import say
from bihuan.web.shapes import Clock, ClockLine

SHOWN_DAYS = 8


def clock_of(file: CaseFile, clocks: Clocks) -> Clock:
    """Return the deadline of a case: what runs now and why it ends then, then the clocks that stand."""
    case = file.case
    first = clocks.facts[0] if clocks.facts else None
    lines: list[ClockLine] = []
    for facts in clocks.facts:
        lines += _lines(file, clocks, facts, with_total=facts is not first or not facts.reading.running)
    if not clocks.facts:
        lines += _ended(file)
    uncertain = sorted({year for facts in clocks.facts for year in facts.reading.uncertain})
    warning = ""
    if uncertain:
        years = pgettext("between things", ", ").join(map(str, uncertain))
        warning = _("The holidays of %(years)s are not published; weekends alone were counted.") % {"years": years}
    note = _note(first) if first is not None else _("No deadline runs.")
    basis = next((facts.basis for facts in clocks.facts if facts.basis), "")
    return Clock(
        due=ends_on(case) or waits_until(case),
        light=light_of(case, file.day, clocks.calendar),
        note=note,
        lines=tuple(lines),
        basis=_("Basis: %(basis)s") % {"basis": basis} if basis else "",
        warning=warning,
    )


def _title(facts: ClockFacts) -> str:
    return facts.title or _("Limit of this review")


def _note(facts: ClockFacts) -> str:
    if facts.reading.running:
        return _title(facts)
    return _("%(clock)s stands still since %(day)s.") % {
        "clock": _title(facts),
        "day": written(facts.reading.stopped_on or facts.reading.started_on),
    }


def _lines(file: CaseFile, clocks: Clocks, facts: ClockFacts, *, with_total: bool) -> Iterator[ClockLine]:
    reading = facts.reading
    if with_total:
        yield ClockLine(_title(facts), _total(clocks, facts), total=True)
    if not reading.running and facts.clock != _main_clock(file):
        return  # it was kept in time or not, and is over
    if reading.length.unit == "until":
        yield from _until_lines(file, clocks, facts)
        return
    if reading.due_at is not None:
        length = _("%(n)s hours") % {"n": reading.length.amount if reading.length.amount is not None else "—"}
        due = f"{reading.due_at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}"
        yield ClockLine(
            _("Length"), _("%(length)s, by night and on holidays too → %(due)s") % {"length": length, "due": due}
        )
        return
    entered = _(" (%(what)s)") % {"what": facts.entered} if facts.entered else ""
    start = _("%(day)s%(entered)s, counted from the next day")
    yield ClockLine(_("Start"), start % {"day": written(reading.started_on), "entered": entered})
    yield ClockLine(_("Length"), _("%(length)s → %(due)s") % {"length": _length(facts), "due": written(reading.due_on)})
    if reading.length.unit == "workdays" and (special := _special(facts)):
        yield ClockLine(_("Holidays"), special)
    for pause in facts.pauses:
        end = written(pause.end) if pause.end else _("until now")
        yield ClockLine(_("Pause"), f"{pause.state} {written(pause.start)}—{end}")
    if reading.spent:
        yield ClockLine(_("Used before"), _days(reading.spent, reading.length.unit))


def _main_clock(file: CaseFile) -> str:
    """Return the clock of the work itself: the one whose date may be moved."""
    return next((clock.id for clock in file.kind.clocks.values() if clock.extension is not None), "")


def _total(clocks: Clocks, facts: ClockFacts) -> str:
    reading = facts.reading
    if reading.due_at is not None:
        return f"{reading.due_at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}"
    if reading.stopped_on is None:
        return written(reading.due_on)
    early = workdays_between(reading.stopped_on, reading.due_on, calendar=clocks.calendar)
    words = {"due": written(reading.due_on), "day": written(reading.stopped_on), "days": _days(abs(early), "workdays")}
    if reading.stopped_on > reading.due_on:
        return _("%(due)s, stopped on %(day)s, %(days)s late") % words
    if early:
        return _("%(due)s, stopped on %(day)s, %(days)s early") % words
    return _("%(due)s, stopped on %(day)s") % words


def _until_lines(file: CaseFile, clocks: Clocks, facts: ClockFacts) -> Iterator[ClockLine]:
    reading, period = facts.reading, facts.period
    yield ClockLine(_("Start"), _("%(day)s, handed out") % {"day": written(reading.started_on)})
    if facts.due_before is not None:
        yield ClockLine(_("First date"), written(facts.due_before))
    if reading.running and period.workdays > 0:
        left = _("%(workdays)s in %(days)s")
        days = ngettext("%(n)d day", "%(n)d days", period.calendar_days) % {"n": period.calendar_days}
        yield ClockLine(_("Left"), left % {"workdays": _days(period.workdays, "workdays"), "days": days})
        if special := _special(facts):
            yield ClockLine(_("Holidays"), special)
    requests = [request for request in clocks.extensions if request.clock == facts.clock]
    if requests:
        for request in requests:
            yield ClockLine(_("Extension"), _extension(request))
    else:
        yield ClockLine(_("Extension"), _("none"))
    for change in clocks.changes:
        yield ClockLine(_("Date changed"), _changed(change))


def _extension(request: ExtensionRequest) -> str:
    asked = {"who": request.asked_by.name, "day": written(request.asked_for)}
    if request.granted is None:
        return _("%(who)s asks for %(day)s; not answered yet") % asked
    who = request.decided_by.name if request.decided_by is not None else ""
    if request.granted:
        return _("to %(day)s, granted by %(decider)s") % {"day": asked["day"], "decider": who}
    return _("%(day)s was asked for, refused by %(decider)s: %(why)s") % {
        **{"day": asked["day"], "decider": who},
        "why": request.answer,
    }


def _changed(change: DueChange) -> str:
    words = {
        "old": written(change.old) if change.old else _("no date"),
        "new": written(change.new) if change.new else _("no date"),
        "who": change.who,
        "day": written(change.on),
    }
    said = _("%(old)s → %(new)s, %(who)s on %(day)s") % words
    return f"{said}：{change.reason}" if change.reason else said


def _length(facts: ClockFacts) -> str:
    length = facts.reading.length
    if length.unit in ENDS and length.amount in (1, 2):
        return say(ENDS[length.unit][length.amount - 1])
    if length.amount is not None:
        return _days(length.amount, length.unit)
    if length.unit == "workdays":
        return _days(facts.period.workdays, "workdays")
    if length.unit == "months":
        months = round(facts.period.calendar_days / 30.4)
        return _days(months, "months")
    return _days(facts.period.calendar_days, "days")


def _days(amount: int, unit: str) -> str:
    match unit:
        case "workdays":
            return ngettext("%(n)d working day", "%(n)d working days", amount) % {"n": amount}
        case "months":
            return ngettext("%(n)d month", "%(n)d months", amount) % {"n": amount}
        case "hours":
            return ngettext("%(n)d hour", "%(n)d hours", amount) % {"n": amount}
    return ngettext("%(n)d day", "%(n)d days", amount) % {"n": amount}


def _special(facts: ClockFacts) -> str:
    """Return holidays left out and make-up days counted, in order; long lists end with their number."""
    comma = pgettext("between things", ", ")
    off = [f"{one.name} {written(one.day)}".strip() for one in facts.period.special if not one.worked]
    on = [written(one.day) for one in facts.period.special if one.worked]
    parts = []
    if off:
        shown = comma.join(off[:SHOWN_DAYS])
        if len(off) > SHOWN_DAYS:
            shown = _("%(shown)s and %(n)d more") % {"shown": shown, "n": len(off) - SHOWN_DAYS}
        parts.append(_("not counted: %(days)s") % {"days": shown})
    if on:
        parts.append(_("worked instead: %(days)s, counted") % {"days": comma.join(on)})
    return "；".join(parts)


def _ended(file: CaseFile) -> Iterator[ClockLine]:
    case = file.case
    if case.due is not None:
        yield ClockLine(_("Due"), written(case.due), total=True)
    if case.original_due is not None and case.original_due != case.due:
        yield ClockLine(_("First date"), written(case.original_due))
    if case.finished_on is not None:
        yield ClockLine(_("Reported done"), written(case.finished_on))
    if case.category == Category.CLOSED and case.closed_on is not None:
        yield ClockLine(_("Closed"), written(case.closed_on))
