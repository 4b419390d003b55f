"""Years of the working calendar that an area enters itself: before the notice is shipped, or where it differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.accounts.audit import Verb, record
from bihuan.accounts.errors import NotInArea, WrongInput
from bihuan.accounts.models import Area
from bihuan.accounts.names import tidy
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import check_may_manage_organisation
from bihuan.loop.clocks.calendar import SpecialDay
from bihuan.loop.clocks.calendar_data import shipped_calendar
from bihuan.loop.clocks.jobs import follow_calendar
from bihuan.loop.clocks.models import CalendarDay, CalendarYear
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.jobs.models import Job

DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
LINE = re.compile(rf"{DAY}(?:\s*(?:至|到|~|—|–|-)\s*{DAY})?\s+(休|班|off|work)(?:\s+(.*))?", re.I)
LONGEST = 31


def enter_year(*, year: int, days: Sequence[SpecialDay], by: Actor, at: datetime, reason: str = "") -> Job | None:
    """
    Enter the days of one year in which the area differs from its weekdays or from the shipped calendar.

    What was entered for this year before is replaced; the year counts as published from now on. Due dates that look at it are
    computed anew, at once or by the job that is returned; those that move say so in the trail of their case, with the reason.
    Raises NotAllowed; WrongInput for `year` or `days`.
    """
    check_may_manage_organisation(by)
    check_year(year, days)
    facts = {"year": year, "days": days_as_text(days)}
    with transaction.atomic():
        Area.objects.select_for_update().get(pk=by.area_id)
        CalendarYear.objects.get_or_create(area_id=by.area_id, year=year)
        CalendarDay.objects.filter(area_id=by.area_id, day__year=year).delete()
        CalendarDay.objects.bulk_create(
            CalendarDay(area_id=by.area_id, day=one.day, worked=one.worked, name=one.name) for one in days
        )
        record(Verb.CALENDAR_SET, by=by, at=at, subject="calendar", subject_id=year, name=str(year), after=facts)
    said = tidy(reason) or _("The working calendar of %(year)d was changed.") % {"year": year}
    return follow_calendar(year=year, reason=said, by=by, at=at)


def remove_year(*, year: int, by: Actor, at: datetime, reason: str = "") -> Job | None:
    """
    Forget what the area entered for one year; what is shipped holds again.

    Raises NotAllowed, NotInArea.
    """
    check_may_manage_organisation(by)
    entered = entered_year(by.area_id, year)
    facts = {"year": year, "days": days_as_text(own_days(by.area_id, year))}
    with transaction.atomic():
        CalendarDay.objects.filter(area_id=by.area_id, day__year=year).delete()
        CalendarYear.objects.filter(area_id=by.area_id, pk=entered.pk).delete()
        record(Verb.CALENDAR_REMOVED, by=by, at=at, subject="calendar", subject_id=year, name=str(year), before=facts)
    said = tidy(reason) or _("The working calendar of %(year)d was changed.") % {"year": year}
    return follow_calendar(year=year, reason=said, by=by, at=at)


def entered_year(area_id: int, year: int) -> CalendarYear:
    """Return a year that the area has entered itself. Raises NotInArea."""
    entered = CalendarYear.objects.filter(area_id=area_id, year=year).first()
    if entered is None:
        raise NotInArea(_("This does not exist in your area."))
    return entered


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the area's calendar. off, worked: weekdays that are free, weekend days that are worked."""

    year: int
    shipped: bool
    own: tuple[SpecialDay, ...]
    off: int
    worked: int


def calendar_years(area_id: int) -> list[YearLine]:
    """Return the years that are shipped or entered, latest first."""
    calendar, shipped = calendar_of(area_id), shipped_calendar()
    return [
        YearLine(
            year,
            year in shipped.years,
            tuple(own_days(area_id, year)),
            sum(day.year == year for day in calendar.holidays),
            sum(day.year == year for day in calendar.make_up_days),
        )
        for year in sorted(calendar.years, reverse=True)
    ]


def own_days(area_id: int, year: int) -> list[SpecialDay]:
    """Return the days that the area entered for one year, in order."""
    rows = CalendarDay.objects.filter(area_id=area_id, day__year=year).order_by("day")
    return [SpecialDay(row.day, row.worked, row.name) for row in rows]


def read_days(text: str) -> list[SpecialDay]:
    """
    Return the days of a pasted list: `2027-01-01 休 元旦`, `2027-02-05 至 2027-02-11 休 春节`, `2027-02-20 班 春节`.

    Raises WrongInput for `days` that names every line it cannot read.
    """
    found: list[SpecialDay] = []
    bad: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        written = tidy(line)
        if not written:
            continue
        days = _days_of(written)
        if days is None:
            bad.append(_("line %(number)d “%(text)s”") % {"number": number, "text": written[:40]})
        else:
            found.extend(days)
    if bad:
        raise WrongInput(
            {"days": _("Cannot be read: %(lines)s. Write for example 2027-01-01 休 元旦.") % {"lines": "、".join(bad)}}
        )
    return found


def days_as_text(days: Sequence[SpecialDay]) -> str:
    """Return days as `read_days` reads them."""
    return "\n".join(f"{one.day.isoformat()} {'班' if one.worked else '休'} {one.name}".strip() for one in days)


def _days_of(written: str) -> list[SpecialDay] | None:
    match = LINE.fullmatch(written)
    if match is None:
        return None
    try:
        first = date(int(match[1]), int(match[2]), int(match[3]))
        last = date(int(match[4]), int(match[5]), int(match[6])) if match[4] else first
    except ValueError:
        return None
    length = (last - first).days
    if not 0 <= length < LONGEST:
        return None
    worked = match[7].lower() in ("班", "work")
    name = (match[8] or "")[:40]
    return [SpecialDay(first + timedelta(days=step), worked, name) for step in range(length + 1)]


def check_year(year: int, days: Sequence[SpecialDay]) -> None:
    """Raise WrongInput for `year` or `days` if these cannot be the days of that year."""
    problems = {}
    if not 2000 <= year <= 2100:
        problems["year"] = _("Write a year between 2000 and 2100.")
    elsewhere = [one.day.isoformat() for one in days if one.day.year != year]
    weekdays = [one.day.isoformat() for one in days if one.worked and one.day.weekday() < 5]
    twice = sorted({one.day.isoformat() for one in days if sum(other.day == one.day for other in days) > 1})
    if not days:
        problems["days"] = _("Write at least one day.")
    elif elsewhere:
        problems["days"] = _("Not in this year: %(days)s.") % {"days": "、".join(elsewhere[:5])}
    elif twice:
        problems["days"] = _("Written twice: %(days)s.") % {"days": "、".join(twice[:5])}
    elif weekdays and year not in shipped_calendar().years:
        problems["days"] = _("Worked in any case, being weekdays: %(days)s.") % {"days": "、".join(weekdays[:5])}
    if problems:
        raise WrongInput(problems)
