"""Areas: the first one with its first administrator, later ones, and the end of the guided set-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from bihuan.accounts.actions.people import check_person, give_first_password, write_new_person
from bihuan.accounts.actions.units import locked_area, write_new_unit
from bihuan.accounts.audit import Verb, changed, record
from bihuan.accounts.errors import Refused, WrongInput
from bihuan.accounts.models import Area, Person, Post, Unit
from bihuan.accounts.names import problem_of_code, problem_of_name, tidy
from bihuan.accounts.queries import Actor, actor_of, set_up_is_open
from bihuan.accounts.rules import check_may_manage_organisation


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who keeps a new area. unit_name: the unit where they work; without a password one is generated."""

    username: str
    name: str
    unit_name: str
    password: str = ""


@dataclass(frozen=True, slots=True)
class NewArea:
    """An area that was just set up. password: to be shown once; empty if the administrator chose it."""

    area: Area
    administrator: Person
    password: str


@transaction.atomic
def set_up_area(
    *, name: str, code: str, administrator: FirstAdministrator, at: datetime, by: Actor | None = None
) -> NewArea:
    """
    Make an area with one unit and one administrator, all at once, so that no area is ever without one.

    code: short name for addresses and files, for example yunhu.
    by: an administrator of another area, who adds a further one; without it this is the first start, which only works
    while nobody administers anything.
    Raises NotAllowed; Refused if the first start is over; WrongInput with a sentence for each of area_name, code, name,
    username, password, unit_name.
    """
    if by is not None:
        check_may_manage_organisation(by)
    elif not set_up_is_open():
        raise Refused(_("The first start is over. An administrator can add areas."))
    area = Area(name=tidy(name), code=code.strip().lower())
    person = Person(username=tidy(administrator.username), name=tidy(administrator.name))
    unit = Unit(name=tidy(administrator.unit_name))
    _check_new_area(area, person, unit, administrator.password)
    area.save(force_insert=True)
    unit.area = person.area = area
    write_new_unit(unit)
    password = give_first_password(person, administrator.password)
    write_new_person(person)
    Post.objects.create(area=area, person=person, unit=unit, role="administrator", from_on=localdate(at))
    actor = actor_of(person, on=localdate(at))
    record(
        Verb.AREA_SET_UP,
        by=actor,
        at=at,
        subject="area",
        subject_id=area.pk,
        name=area.name,
        after=_after(area, person, by),
    )
    return NewArea(area, person, password)


@transaction.atomic
def change_area(*, by: Actor, at: datetime, name: str) -> Area:
    """
    Rename the actor's area; its code stays for ever.

    Raises NotAllowed; WrongInput for the name.
    """
    check_may_manage_organisation(by)
    area = locked_area(by.area_id)
    before = {"name": area.name}
    area.name = tidy(name)
    if problem := problem_of_name(area.name, 100):
        raise WrongInput({"name": problem})
    area.save(update_fields=["name"])
    was, now = changed(before, {"name": area.name})
    if now:
        record(
            Verb.AREA_CHANGED, by=by, at=at, subject="area", subject_id=area.pk, name=area.name, before=was, after=now
        )
    return area


@transaction.atomic
def finish_set_up(*, by: Actor, at: datetime) -> Area:
    """
    End the guided set-up of the actor's area for ever; once more does nothing.

    Raises NotAllowed.
    """
    check_may_manage_organisation(by)
    area = locked_area(by.area_id)
    if area.set_up_at is None:
        area.set_up_at = at
        area.save(update_fields=["set_up_at"])
        record(Verb.SET_UP_FINISHED, by=by, at=at, subject="area", subject_id=area.pk, name=area.name)
    return area


def _after(area: Area, person: Person, by: Actor | None) -> dict[str, Any]:
    entered = {"name": area.name, "code": area.code, "administrator": person.username}
    return entered if by is None else {**entered, "added_by": by.name}


def _check_new_area(area: Area, person: Person, unit: Unit, password: str) -> None:
    problems = {
        "area_name": problem_of_name(area.name, 100),
        "code": problem_of_code(area.code) or _code_in_use(area.code),
        "unit_name": problem_of_name(unit.name, 100),
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    try:
        check_person(person, password=password)
    except WrongInput as wrong:
        found.update(wrong.problems)
    if found:
        raise WrongInput(found)


def _code_in_use(code: str) -> str:
    return _("Another area has this code.") if Area.objects.filter(code=code).exists() else ""
