"""Taking an import list: all its good rows in one transaction, in bulk, because 5,000 rows are one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from bihuan.accounts.actions.people import NewPerson, change_person, facts_of_person, give_first_password
from bihuan.accounts.actions.posts import facts_of_post
from bihuan.accounts.actions.units import change_unit, facts_of, locked_area, path_below, pinyin_of
from bihuan.accounts.audit import Verb, event
from bihuan.accounts.errors import Refused
from bihuan.accounts.import_plan import ImportPlan, RowPlan, plan_import
from bihuan.accounts.import_rows import Row
from bihuan.accounts.models import OrganisationEvent, Person, Post, Unit
from bihuan.accounts.pinyin import typed_forms_of_person
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import check_may_manage_organisation

BATCH = 200


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was stored. people: the new ones with their one-time passwords, to be shown once; plan: what was judged."""

    plan: ImportPlan
    people: tuple[NewPerson, ...]


@transaction.atomic
def take_import(*, rows: Sequence[Row], by: Actor, at: datetime, only_good: bool = False) -> ImportResult:
    """
    Store the units, people and posts of a list.

    only_good: take the good rows although others are bad; without it one bad row refuses the whole list.
    The rows are judged again here, under the lock of the area: what was previewed may have changed since.
    Raises NotAllowed; Refused if a row is bad and `only_good` is not set.
    """
    check_may_manage_organisation(by)
    locked_area(by.area_id)
    plan = plan_import(rows, area_id=by.area_id, on=localdate(at))
    if plan.problems and not only_good:
        raise Refused(_("Nothing was stored: %(count)d rows have faults.") % {"count": len(plan.bad_rows)})
    units = _store_units(plan, by, at)
    people = _store_people(plan, by, at)
    _store_posts(plan, units, by, at)
    return ImportResult(plan, tuple(people))


def _store_units(plan: ImportPlan, by: Actor, at: datetime) -> dict[str, Unit]:
    new = [one for one in plan.plans if one.row.kind == "unit" and one.does == "add"]
    fresh = [_new_unit(one.facts, by.area_id) for one in new]
    Unit.objects.bulk_create(fresh, batch_size=BATCH)
    units = {unit.name: unit for unit in Unit.objects.filter(area_id=by.area_id).select_related("parent")}
    _place(new, units)
    facts = [facts_of(units[unit.name]) for unit in fresh]
    _write_events(
        event(
            Verb.UNIT_ADDED, by=by, at=at, subject="unit", subject_id=units[one["name"]].pk, name=one["name"], after=one
        )
        for one in facts
    )
    for one in plan.plans:
        if one.row.kind == "unit" and one.does == "change":
            unit = change_unit(unit=units[one.facts["name"]], by=by, at=at, **_resolved(one, units))
            units[unit.name] = unit
    return units


def _new_unit(facts: dict[str, Any], area_id: int) -> Unit:
    kept = {name: facts[name] for name in ("name", "short_name", "kind", "receives", "order") if name in facts}
    unit = Unit(area_id=area_id, former_names="\n".join(facts.get("former_names", ())), **kept)
    unit.pinyin = pinyin_of(unit)
    return unit


def _place(new: Sequence[RowPlan], units: dict[str, Unit]) -> None:
    """Put the new units below those they name, each after the one above it, whose path it continues."""
    waiting = {one.facts["name"]: one.facts.get("parent") for one in new}
    placed: list[Unit] = []
    while waiting:
        ready = [name for name, parent in waiting.items() if parent not in waiting]
        for name in ready:
            unit, parent = units[name], waiting.pop(name)
            unit.parent = units[parent] if parent else None
            unit.path = path_below(unit.parent, unit.pk)
            placed.append(unit)
    Unit.objects.bulk_update(placed, ["parent", "path"], batch_size=BATCH)


def _resolved(one: RowPlan, units: dict[str, Unit]) -> dict[str, Any]:
    given = {name: one.facts[name] for name in one.changed}
    return {**given, "parent": units[given["parent"]]} if "parent" in given else given


def _store_people(plan: ImportPlan, by: Actor, at: datetime) -> list[NewPerson]:
    made: list[NewPerson] = []
    for one in plan.plans:
        if one.row.kind == "person" and one.does == "add":
            person = Person(area_id=by.area_id, **one.facts)
            person.pinyin = typed_forms_of_person(person.name, limit=200)
            made.append(NewPerson(person, give_first_password(person, "")))
    Person.objects.bulk_create([one.person for one in made], batch_size=BATCH)
    _write_events(_person_added(one.person, by, at) for one in made)
    changes = [one for one in plan.plans if one.row.kind == "person" and one.changed]
    for one in changes:
        person = Person.objects.get(area_id=by.area_id, username__iexact=one.facts["username"])
        change_person(person=person, by=by, at=at, **{name: one.facts[name] for name in one.changed})
    return made


def _person_added(person: Person, by: Actor, at: datetime) -> OrganisationEvent:
    facts = facts_of_person(person)
    return event(Verb.PERSON_ADDED, by=by, at=at, subject="person", subject_id=person.pk, name=person.name, after=facts)


def _store_posts(plan: ImportPlan, units: dict[str, Unit], by: Actor, at: datetime) -> None:
    given = [(one.facts["username"].lower(), one.post) for one in plan.plans if one.post is not None]
    people = {one.username.lower(): one for one in Person.objects.filter(area_id=by.area_id)} if given else {}
    posts = [
        Post(area_id=by.area_id, person=people[username], **{**post, "unit": units[post["unit"]]})
        for username, post in given
    ]
    Post.objects.bulk_create(posts, batch_size=BATCH)
    _write_events(
        event(
            Verb.POST_GIVEN,
            by=by,
            at=at,
            subject="person",
            subject_id=post.person_id,
            name=post.person.name,
            after=facts_of_post(post),
        )
        for post in posts
    )


def _write_events(events: Any) -> None:
    OrganisationEvent.objects.bulk_create(list(events), batch_size=BATCH)
