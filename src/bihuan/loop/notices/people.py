"""Whom notices mean: the people who work at a unit on a day and act for it, read once for many notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from bihuan.accounts.delegations import current, delegations_of
from bihuan.accounts.models import Person, Post, Unit
from bihuan.accounts.roles import Permission, roles_with
from bihuan.loop.cases.models import Watch
from bihuan.loop.notices.models import Notice


class Staff:
    """Who acts for some units of an area on a day: as `Actor` says it of one person, said of the units."""

    def __init__(self, area_id: int, unit_ids: Iterable[int], day: date) -> None:
        units = list(Unit.objects.filter(area_id=area_id, pk__in=set(unit_ids)))
        self.everybody: dict[int, list[int]] = defaultdict(list)
        self.heads: dict[int, list[int]] = defaultdict(list)
        if not units:
            return
        below = reduce(or_, (Q(path__startswith=unit.path) for unit in units))
        sections = set(Unit.objects.filter(below, area_id=area_id, receives=False).values_list("pk", flat=True))
        held = reduce(or_, (Q(unit__path__startswith=unit.path) for unit in units))
        posts = (
            Post.objects.filter(held, area_id=area_id, from_on__lte=day, person__is_active=True)
            .filter(Q(to_on__isnull=True) | Q(to_on__gte=day))
            .order_by("id")
        )
        signs = set(roles_with(Permission.HEAD_UNIT))
        wanted = {unit.pk for unit in units}
        for person_id, unit_id, path, role in posts.values_list("person_id", "unit_id", "unit__path", "role"):
            for unit in _acts_for(path, sections) & wanted:
                self.everybody[unit].append(person_id)
            if role in signs and unit_id in wanted:
                self.heads[unit_id].append(person_id)

    def of(self, notice: Notice) -> list[int]:
        """Return the ids of the people whom a notice means; nobody for one that is meant for those who watch."""
        if notice.person_id is not None:
            return [notice.person_id]
        if notice.unit_id is None:
            return []
        return (self.heads if notice.heads_only else self.everybody)[notice.unit_id]


def _acts_for(path: str, sections: set[int]) -> set[int]:
    """Return the units for which a post in the unit with this path acts: up to the first that is handed cases itself."""
    found: set[int] = set()
    for part in reversed([int(part) for part in path.split("/") if part]):
        found.add(part)
        if part not in sections:
            break
    return found


def watchers(area_id: int, case_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return who watches each of these cases, by its id."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Watch.objects.filter(area_id=area_id, case_id__in=set(case_ids), person__is_active=True).order_by("id")
    for case_id, person_id in rows.values_list("case_id", "person_id"):
        found[case_id].append(person_id)
    return found


def stand_ins(area_id: int, day: date) -> dict[int, list[int]]:
    """Return who stands in for whom on a day, by the id of whoever is away: they are told as well."""
    found: dict[int, list[int]] = defaultdict(list)
    for away, to in delegations_of(area_id).filter(current(day)).order_by("id").values_list("person_id", "to_id"):
        found[away].append(to)
    return found


def reachable(area_id: int, person_ids: Iterable[int]) -> set[int]:
    """Return which of these people have a mail address and may sign in."""
    people = Person.objects.filter(area_id=area_id, pk__in=set(person_ids), is_active=True).exclude(email="")
    return set(people.values_list("pk", flat=True))
