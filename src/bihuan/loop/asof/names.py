"""What units, people and working days were called and counted as at the end of a day: read back from the organisation's record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.accounts.audit import Verb
from bihuan.accounts.models import OrganisationEvent, Person, Unit
from bihuan.loop.asof.standing import Named
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.calendar_data import shipped_calendar
from bihuan.loop.clocks.queries import merged
from bihuan.loop.clocks.years import read_days


@dataclass(frozen=True, slots=True)
class Names:
    """Units and people of an area by id, as they were called."""

    units: Mapping[int, str]
    people: Mapping[int, str]

    def unit(self, pk: int | None) -> Named | None:
        """Return a unit, None for none."""
        return None if pk is None else Named(pk, self.units.get(pk, f"#{pk}"))

    def person(self, pk: int | None) -> Named | None:
        """Return a person, None for none."""
        return None if pk is None else Named(pk, self.people.get(pk, f"#{pk}"))


def names_of_area(area_id: int, *, end: datetime | None = None) -> Names:
    """
    Return what everybody in an area is called; two queries, one more for the past.

    end: the instant before which it is asked; None is now. What was renamed since then has its old name again.
    """
    units = dict(Unit.objects.filter(area_id=area_id).values_list("pk", "name"))
    people = dict(Person.objects.filter(area_id=area_id).values_list("pk", "name"))
    if end is not None:
        changes = OrganisationEvent.objects.filter(
            area_id=area_id, at__gte=end, verb__in=[Verb.UNIT_CHANGED, Verb.PERSON_CHANGED]
        )
        for subject, pk, before in changes.order_by("-id").values_list("subject", "subject_id", "before"):
            if "name" in before:
                (units if subject == "unit" else people)[pk] = before["name"]
    return Names(units, people)


def calendar_before(area_id: int, end: datetime) -> WorkCalendar:
    """
    Return the area's calendar as it had entered it before an instant.

    What the product ships is as it is now: when a notice came with an update is written down nowhere.
    """
    rows = OrganisationEvent.objects.filter(
        area_id=area_id, subject="calendar", at__lt=end, verb__in=[Verb.CALENDAR_SET, Verb.CALENDAR_REMOVED]
    )
    entered: dict[int, str] = {}
    for verb, year, after in rows.order_by("id").values_list("verb", "subject_id", "after"):
        if verb == Verb.CALENDAR_SET:
            entered[year] = after["days"]
        else:
            entered.pop(year, None)
    if not entered:
        return shipped_calendar()
    days: list[tuple[date, bool, str]] = [
        (one.day, one.worked, one.name) for text in entered.values() for one in read_days(text)
    ]
    return merged(tuple(sorted(entered)), tuple(sorted(days)))
