"""Outcomes as records that figures count: people dealt with, money returned, rules made."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from bihuan.loop.cases.records import Alike, Records, end_of
from bihuan.loop.outcomes.models import Outcome, Sort


def dispositions(area_id: int, day: date) -> Records:
    """
    Return the dispositions at the end of a day; a row counts as many person-times as it speaks of people.

    `person` is the same where name and unit are: people who are not named count as often as they are told (人数、人次).
    """
    person = Alike(Concat("who", Value("\n"), "who_unit"), Q(who=""))
    columns = {"class": "group", "sort": "kind", "on": "on"}
    return Records(_standing(area_id, day, Sort.DISPOSITION), columns, weight="persons", alike={"person": person})


def recoveries(area_id: int, day: date) -> Records:
    """Return the money returned at the end of a day, in yuan."""
    return Records(_standing(area_id, day, Sort.RECOVERY), {"sort": "kind", "amount": "amount", "on": "on"})


def instruments(area_id: int, day: date) -> Records:
    """Return the rules made, revised and repealed at the end of a day."""
    return Records(_standing(area_id, day, Sort.INSTRUMENT), {"sort": "kind", "name": "name", "on": "on"})


def _standing(area_id: int, day: date, sort: Sort) -> QuerySet[Outcome]:
    end = end_of(day)
    there = Q(added_at__lt=end, on__lte=day) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end))
    return Outcome.objects.filter(there, area_id=area_id, sort=sort)
