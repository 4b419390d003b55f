"""Working days and deadlines: pure functions over dates, no Django, no system clock."""

from __future__ import annotations

import calendar as gregorian
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

Gaps = Literal["raise", "weekends"]

ONE_DAY: Final = timedelta(days=1)
MONDAY: Final = date(2001, 1, 1).toordinal()  # a Monday, from which weekdays are counted


class CalendarGap(LookupError):
    """The calendar does not cover a day that the calculation has to look at."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no holiday notice is published for {year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class Deadline:
    """
    The last day of a period.

    uncertain: years whose holiday notice is not published, in which weekends alone were counted.
    """

    on: date
    uncertain: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its week: a holiday, or a Saturday or Sunday that is worked (调休)."""

    day: date
    worked: bool
    name: str


@dataclass(frozen=True)
class WorkCalendar:
    """
    Which days are worked, for the years whose notice was published.

    holidays: weekdays that are not worked; make_up_days: Saturdays and Sundays that are worked (调休).
    names: what a day is called; days off on a weekend may have a name too.
    Days of other years in the two sets are ignored: a year is known as a whole or not at all.
    """

    years: frozenset[int]
    holidays: frozenset[date]
    make_up_days: frozenset[date]
    names: Mapping[date, str] = field(default_factory=dict)
    _off: list[int] = field(init=False, repr=False, compare=False)
    _extra: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the exceptions sorted: how many lie before a day is then one look, however long the period."""
        off = sorted(day.toordinal() for day in self.holidays if day.weekday() < 5 and day.year in self.years)
        extra = sorted(day.toordinal() for day in self.make_up_days if day.weekday() > 4 and day.year in self.years)
        object.__setattr__(self, "_off", off)
        object.__setattr__(self, "_extra", extra)

    def is_workday(self, day: date) -> bool:
        """Return whether `day` is worked; raise CalendarGap outside `years`."""
        if day.year not in self.years:
            raise CalendarGap(day.year)
        return self.is_worked_or_weekday(day)

    def is_worked_or_weekday(self, day: date) -> bool:
        """Return whether `day` is worked, by its weekday alone where its year is not published."""
        if day.year in self.years:
            if day in self.make_up_days:
                return True
            if day in self.holidays:
                return False
        return day.weekday() < 5

    def special_days(self, first: date, last: date) -> tuple[SpecialDay, ...]:
        """Return the weekdays off and the weekends worked from `first` to `last`, both included, in order."""
        found = []
        for days, worked in ((self._off, False), (self._extra, True)):
            for ordinal in days[bisect_left(days, first.toordinal()) : bisect_right(days, last.toordinal())]:
                day = date.fromordinal(ordinal)
                found.append(SpecialDay(day, worked, self.names.get(day, "")))
        return tuple(sorted(found, key=lambda special: special.day))

    def unpublished(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years between two days, both included, whose notice is not published."""
        if first > last:
            first, last = last, first
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)

    def worked_up_to(self, day: date) -> int:
        """Return a running count of working days that grows by one on each; only differences mean something."""
        ordinal = day.toordinal()
        weeks, rest = divmod(ordinal - MONDAY, 7)
        return weeks * 5 + min(rest + 1, 5) - bisect_right(self._off, ordinal) + bisect_right(self._extra, ordinal)


def workdays_between(first: date, last: date, *, calendar: WorkCalendar, gaps: Gaps = "weekends") -> int:
    """
    Return how many working days lie after `first` up to and with `last`; negative when `last` is earlier.

    Costs the same for a day and for ten years.

    Raises CalendarGap with gaps="raise" if the period touches a year that is not published.
    """
    if gaps == "raise" and (missing := calendar.unpublished(first, last)):
        raise CalendarGap(missing[0])
    return calendar.worked_up_to(last) - calendar.worked_up_to(first)


def add_workdays(start: date, days: int, *, calendar: WorkCalendar, gaps: Gaps = "raise") -> Deadline:
    """
    Return the last day of a period of `days` working days that begins after `start`.

    start: local date of the triggering fact (Asia/Shanghai); not itself counted.
    days: whole working days; 0 is `start` itself; negative gives the working day from which exactly so many are left
    until `start` (from a Sunday, Friday has none left and Thursday one).
    gaps: what to do in a year that is not published: raise, or count by weekends and name it in `uncertain`.
    Returns a working day, unless `days` is 0.

    Raises CalendarGap with gaps="raise" if the period leaves the published years.
    Source: 民法典 第二百零一条, 开始的当日不计入,自下一日开始计算.
    """
    if days == 0:
        return Deadline(start)
    # A first guess by whole weeks, then steps for what the holidays in between took or gave.
    goal = calendar.worked_up_to(start) + days
    day = start + timedelta(days=days * 7 // 5)
    while (short := goal - calendar.worked_up_to(day)) != 0:
        day += timedelta(days=short)
    # Days off have the count of the working day before them; a count first reached is reached on a working day.
    while not calendar.is_worked_or_weekday(day):
        day -= ONE_DAY
    uncertain = calendar.unpublished(start + ONE_DAY, day) if days > 0 else calendar.unpublished(day, start - ONE_DAY)
    if uncertain and gaps == "raise":
        raise CalendarGap(uncertain[0])
    return Deadline(day, uncertain)


def add_days(start: date, days: int) -> date:
    """
    Return the day `days` calendar days after `start`, which is itself not counted; negative counts back.

    Source: 民法典 第二百零一条.
    """
    return start + timedelta(days=days)


def add_months(start: date, months: int) -> date:
    """
    Return the same day `months` later, the last of that month where it has no such day; negative counts back.

    Source: 民法典 第二百零二条, 到期月的对应日为期间的最后一日;没有对应日的,月末日为期间的最后一日.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, gregorian.monthrange(year, month + 1)[1]))


MONTHS_OF: Final = {"month_end": 1, "quarter_end": 3, "year_end": 12}


def period_end(start: date, unit: str, count: int) -> date:
    """
    Return the last day of a month, quarter or year: of the one `start` lies in for a count of 1, of the next for 2.

    unit: key of MONTHS_OF. A period that begins on the last day of a month ends on that day: “by the end of the month” means this one.
    """
    months = MONTHS_OF[unit]
    behind = (start.month - 1) // months * months + months * count - 1
    year, month = divmod(start.year * 12 + behind, 12)
    return date(year, month + 1, gregorian.monthrange(year, month + 1)[1])


def put_off_to_workday(on: date, *, calendar: WorkCalendar, gaps: Gaps = "raise") -> Deadline:
    """
    Return a last day, or the next working day when it is none.

    The Civil Code says so of its own periods. The orders of an inspection name days of their own, of which no text says
    the same: so nothing calls this by itself, and a due date may fall on a holiday.

    Raises CalendarGap with gaps="raise" if a year it looks at is not published.
    Source: 民法典 第二百零三条, 期间的最后一日是法定休假日的,以法定休假日结束的次日为期间的最后一日.
    """
    day = on
    while not calendar.is_worked_or_weekday(day):
        day += ONE_DAY
    uncertain = calendar.unpublished(on, day)
    if uncertain and gaps == "raise":
        raise CalendarGap(uncertain[0])
    return Deadline(day, uncertain)


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    What a period is made of, as facts; the door makes sentences of them.

    calendar_days, workdays: both counted after `start` up to and with `on`, negative when `on` is earlier.
    special: holidays on weekdays and make-up days in the period. uncertain: years counted by weekends alone.
    """

    start: date
    on: date
    calendar_days: int
    workdays: int
    special: tuple[SpecialDay, ...]
    uncertain: tuple[int, ...]


def explain(start: date, on: date, *, calendar: WorkCalendar) -> Explanation:
    """Return what lies after `start` up to and with `on`: the facts that explain why a period ends when it does."""
    first, last = (start + ONE_DAY, on) if on > start else (on, start - ONE_DAY)
    inside = on != start
    return Explanation(
        start,
        on,
        (on - start).days,
        workdays_between(start, on, calendar=calendar),
        calendar.special_days(first, last) if inside else (),
        calendar.unpublished(first, last) if inside else (),
    )
