"""The organisation of a generated area: bureaus with sections, people, posts and the desks of the pack."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime

from benchmarks.words import PLACES, THINGS
from bihuan.accounts.models import Area, Person, Post, Unit
from bihuan.accounts.queries import Actor, actor_of
from bihuan.loop.cases.models import DeskHolder

PACK = "rectification"
SECTIONS = 3  # below each bureau
SINCE = date(2015, 1, 1)


@dataclass
class Organisation:
    """Who acts in the area; each unit has a head and a member."""

    area: Area
    office: Actor
    reviewer: Actor
    group: Actor
    units: list[Unit] = field(default_factory=list)
    heads: dict[int, Actor] = field(default_factory=dict)
    members: dict[int, Actor] = field(default_factory=dict)
    leaders: list[Person] = field(default_factory=list)


def found_organisation(bureaus: int, choose: random.Random, at: datetime) -> Organisation:
    """Make the area with its units and people; `bureaus` may be handed cases, their sections only work for them."""
    area = Area.objects.create(code="bench", name="试算市", set_up_at=at)
    day = at.date()
    office_unit = _unit(area, "整改办", 1)
    discipline, organisation, group = (_unit(area, name, 2) for name in ("纪检监察机关", "组织部", "整改领导小组"))
    office = _person(area, "office", "安排", office_unit, "member")
    reviewer = _person(area, "reviewer", "审核", office_unit, "head")
    chair = _person(area, "chair", "组长", group, "head")
    for desk, unit in (
        ("office", office_unit), ("discipline", discipline), ("organisation", organisation), ("leading_group", group),
    ):  # fmt: skip
        DeskHolder.objects.create(area=area, pack=PACK, desk=desk, unit=unit)
    made = Organisation(area, actor_of(office, on=day), actor_of(reviewer, on=day), actor_of(chair, on=day))
    made.leaders = [_person(area, f"leader{n}", f"领导{n}", group, "leader") for n in range(10)]
    for n in range(bureaus):
        unit = _unit(area, f"{PLACES[n % len(PLACES)]}{THINGS[n // len(PLACES) % len(THINGS)]}局{n}", 10 + n)
        for section in range(SECTIONS):
            _unit(area, f"{unit.name}{section + 1}科", 10 + n, parent=unit)
        made.units.append(unit)
        made.heads[unit.pk] = actor_of(_person(area, f"head{n}", f"局长{n}", unit, "head"), on=day)
        made.members[unit.pk] = actor_of(_person(area, f"member{n}", f"经办{n}", unit, "member"), on=day)
    choose.shuffle(made.units)
    return made


def _unit(area: Area, name: str, order: int, parent: Unit | None = None) -> Unit:
    unit = Unit.objects.create(area=area, name=name, order=order, parent=parent, receives=parent is None)
    unit.path = f"{parent.path if parent else ''}{unit.pk:07d}/"
    unit.save(update_fields=["path"])
    return unit


def _person(area: Area, username: str, name: str, unit: Unit, role: str) -> Person:
    person = Person(area=area, username=username, name=name)
    person.set_unusable_password()
    person.save()
    Post.objects.create(area=area, person=person, unit=unit, role=role, from_on=SINCE)
    return person
