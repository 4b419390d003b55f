"""Units and people as lists and pages show them, and the one way to fetch a single one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.accounts.errors import NotInArea, WrongInput
from bihuan.accounts.models import Area, Person, Post, Unit
from bihuan.accounts.queries import Actor, find_units, outside_people
from bihuan.accounts.roles import ROLES, Permission, roles_with
from bihuan.packspec.bilingual import Text

T = TypeVar("T")

MOST_DIGITS = 18  # of an id; more do not fit the whole numbers of a database


def get_area(by: Actor) -> Area:
    """Return the actor's area. Raises NotInArea for somebody without one."""
    area = Area.objects.filter(pk=by.area_id).first()
    if area is None:
        raise NotInArea(_("This does not exist in your area."))
    return area


def get_unit(by: Actor, unit_id: int) -> Unit:
    """Return a unit of the actor's area. Raises NotInArea."""
    unit = Unit.objects.select_related("parent").filter(area_id=by.area_id, pk=unit_id).first()
    if unit is None:
        raise NotInArea(_("This does not exist in your area."))
    return unit


def get_person(by: Actor, person_id: int) -> Person:
    """Return a person of the actor's area. Raises NotInArea."""
    person = Person.objects.filter(area_id=by.area_id, pk=person_id).first()
    if person is None:
        raise NotInArea(_("This does not exist in your area."))
    return person


def get_post(by: Actor, post_id: int) -> Post:
    """Return a post of the actor's area with its person and unit. Raises NotInArea."""
    post = Post.objects.select_related("person", "unit").filter(area_id=by.area_id, pk=post_id).first()
    if post is None:
        raise NotInArea(_("This does not exist in your area."))
    return post


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of the tree. depth: 0 at the top. above: names of the units above. people: how many hold posts today."""

    id: int
    name: str
    short_name: str
    former_names: str
    kind: str
    depth: int
    above: str
    receives: bool
    ended_on: date | None
    heads: str
    people: int


def unit_tree(area_id: int, *, on: date, typed: str = "", ended: bool = False) -> list[UnitLine]:
    """
    Return the units in the order of the tree, each unit before those below it.

    typed: only units whose names or pinyin hold this. ended: ended units too.
    Three queries for any number of units.
    """
    units = list(Unit.objects.filter(area_id=area_id, outside=""))
    by_id = {unit.pk: unit for unit in units}
    heads, people = _staff(area_id, on)
    lines = []
    for unit, depth in _in_tree_order(units):
        if (unit.ended_on is None or ended) and _holds(unit, typed):
            above = " / ".join(str(by_id[id_]) for id_ in _ids_above(unit) if id_ in by_id)
            names = "、".join(heads.get(unit.pk, ()))
            lines.append(_line(unit, 0 if typed else depth, above, names, people.get(unit.pk, 0)))
    return lines


def units_below_directly(unit: Unit) -> list[Unit]:
    """Return the units that stand directly below this one and have not ended."""
    return list(Unit.objects.filter(area_id=unit.area_id, parent=unit, ended_on__isnull=True))


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A post in a list: who, where, as what, from when to when."""

    id: int
    person_id: int
    person: str
    unit_id: int
    unit: str
    role: Text
    title: str
    from_on: date
    to_on: date | None
    current: bool
    over: bool


def posts_of(person: Person, *, on: date) -> list[HeldLine]:
    """Return a person's posts, the present ones first, then by the day they began, latest first."""
    posts = Post.objects.filter(area_id=person.area_id, person=person) if person.area_id else Post.objects.none()
    return _held(posts, on)


def posts_at(unit: Unit, *, on: date) -> list[HeldLine]:
    """Return the posts at a unit that are not over, heads first."""
    posts = Post.objects.filter(area_id=unit.area_id, unit=unit).filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    lines = _held(posts, on)
    heads = {ROLES[role].title for role in roles_with(Permission.HEAD_UNIT)}
    return sorted(lines, key=lambda line: line.role not in heads)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the list, with the posts held today in one text."""

    id: int
    name: str
    username: str
    posts: tuple[HeldLine, ...]
    phone: str
    is_active: bool
    never_signed_in: bool


def people_page(
    area_id: int, *, on: date, typed: str = "", gone: bool = False, after: int = 0, size: int = 50
) -> tuple[list[PersonLine], int]:
    """
    Return one page of people by id, and the id to go on after, 0 at the end.

    typed: part of a name, sign-in name, pinyin, telephone or of the name of a unit where a post is held.
    gone: those who may not sign in, instead of those who may.
    """
    people = own_people(area_id).filter(is_active=not gone, pk__gt=after)
    if typed.strip():
        people = people.filter(_person_matches(area_id, typed.strip(), on))
    found = list(people.order_by("id")[: size + 1])
    shown, more = found[:size], len(found) > size
    posts = Post.objects.filter(area_id=area_id, person__in=shown).filter(_held_on(on))
    held: dict[int, list[HeldLine]] = defaultdict(list)
    for line in _held(posts, on):
        held[line.person_id].append(line)
    lines = [
        PersonLine(
            person.pk,
            person.name,
            person.username,
            tuple(held[person.pk]),
            person.phone,
            person.is_active,
            person.last_login is None,
        )
        for person in shown
    ]
    return lines, shown[-1].pk if more else 0


def count_people(area_id: int) -> int:
    """Return how many people of the area may sign in."""
    return own_people(area_id).filter(is_active=True).count()


def own_people(area_id: int) -> QuerySet[Person]:
    """Return the people of an area without those of outside bodies."""
    return Person.objects.filter(area_id=area_id).exclude(pk__in=outside_people(area_id))


def find_people(area_id: int, typed: str, *, on: date, limit: int = 10) -> list[PersonLine]:
    """Return people who may sign in and whose name, sign-in name or pinyin matches what was typed, best first."""
    typed = typed.strip().lower()
    if not typed:
        return []
    people = (
        own_people(area_id)
        .filter(is_active=True)
        .filter(Q(name__icontains=typed) | Q(username__icontains=typed) | Q(pinyin__icontains=typed))
    )
    best = sorted(people, key=lambda person: (_person_rank(person, typed), person.pk))[:limit]
    posts = Post.objects.filter(area_id=area_id, person__in=best).filter(_held_on(on))
    held: dict[int, list[HeldLine]] = defaultdict(list)
    for line in _held(posts, on):
        held[line.person_id].append(line)
    return [
        PersonLine(one.pk, one.name, one.username, tuple(held[one.pk]), one.phone, True, one.last_login is None)
        for one in best
    ]


def unit_chosen(area_id: int, *, value: str, typed: str) -> Unit | None:
    """
    Return the unit that somebody chose or wrote, None if both are empty.

    value: the id from a list. typed: a name, for whoever chose nothing from the list; one fitting name is enough.
    Raises WrongInput for `unit` if nothing or more than one unit fits.
    """
    units = Unit.objects.filter(area_id=area_id, ended_on__isnull=True, outside="")
    if _is_id(value) and (unit := units.filter(pk=int(value)).first()):
        return unit
    typed = typed.strip()
    if not typed:
        return None
    found = find_units(area_id, typed, limit=6)
    exact = [unit for unit in found if typed in (unit.name, unit.short_name, *unit.former_names.splitlines())]
    return _the_one(exact or found, typed, "unit", lambda unit: unit.name)


def person_chosen(area_id: int, *, value: str, typed: str, on: date) -> Person | None:
    """
    Return the person that somebody chose or wrote, None if both are empty; as `unit_chosen`.

    Raises WrongInput for `person` if nobody or more than one person fits.
    """
    people = own_people(area_id).filter(is_active=True)
    if _is_id(value) and (person := people.filter(pk=int(value)).first()):
        return person
    typed = typed.strip()
    if not typed:
        return None
    found = find_people(area_id, typed, on=on, limit=6)
    exact = [line for line in found if typed in (line.name, line.username)]
    line = _the_one(exact or found, typed, "person", lambda line: f"{line.name} ({line.username})")
    return people.get(pk=line.id)


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS


def _the_one(found: list[T], typed: str, field: str, name: Callable[[T], str]) -> T:
    if not found:
        sentence = _("Nothing is called “%(typed)s”. Write another part of the name.") % {"typed": typed}
        raise WrongInput({field: sentence})
    if len(found) > 1:
        names = "、".join(name(one) for one in found[:5])
        sentence = _("“%(typed)s” fits several: %(names)s. Write the whole name.") % {"typed": typed, "names": names}
        raise WrongInput({field: sentence})
    return found[0]


def _person_rank(person: Person, typed: str) -> int:
    name = person.name.lower()
    if typed in (name, person.username.lower()):
        return 0
    if name.startswith(typed):
        return 1
    return 2 if any(form.startswith(typed) for form in person.pinyin.split()) else 3


def _person_matches(area_id: int, typed: str, on: date) -> Q:
    units = Unit.objects.filter(area_id=area_id).filter(Q(name__icontains=typed) | Q(short_name__icontains=typed))
    at_unit = Post.objects.filter(area_id=area_id, unit__in=units).filter(_held_on(on)).values("person_id")
    return (
        Q(name__icontains=typed)
        | Q(username__icontains=typed)
        | Q(pinyin__icontains=typed)
        | Q(phone__icontains=typed)
        | Q(pk__in=at_unit)
    )


def _held_on(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))


def _held(posts: QuerySet[Post], on: date) -> list[HeldLine]:
    rows = posts.select_related("person", "unit").order_by("-from_on", "-id")
    lines = [
        HeldLine(
            row.pk,
            row.person_id,
            row.person.name,
            row.unit_id,
            row.unit.name,
            ROLES[row.role].title,
            row.title,
            row.from_on,
            row.to_on,
            row.from_on <= on and (row.to_on is None or row.to_on >= on),
            row.to_on is not None and row.to_on < on,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.current)


def _staff(area_id: int, on: date) -> tuple[dict[int, list[str]], dict[int, int]]:
    heading = set(roles_with(Permission.HEAD_UNIT))
    heads: dict[int, list[str]] = defaultdict(list)
    people: dict[int, set[int]] = defaultdict(set)
    posts = Post.objects.filter(area_id=area_id).filter(_held_on(on)).order_by("id")
    for unit_id, role, name, person_id in posts.values_list("unit_id", "role", "person__name", "person_id"):
        people[unit_id].add(person_id)
        if role in heading:
            heads[unit_id].append(name)
    return heads, {unit_id: len(ids) for unit_id, ids in people.items()}


def _in_tree_order(units: Iterable[Unit]) -> list[tuple[Unit, int]]:
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        children[unit.parent_id].append(unit)
    found: list[tuple[Unit, int]] = []
    waiting = [(unit, 0) for unit in reversed(children[None])]
    while waiting:
        unit, depth = waiting.pop()
        found.append((unit, depth))
        waiting.extend((child, depth + 1) for child in reversed(children[unit.pk]))
    return found


def _ids_above(unit: Unit) -> list[int]:
    return [int(part) for part in unit.path.split("/") if part][:-1]


def _holds(unit: Unit, typed: str) -> bool:
    sought = typed.strip().lower()
    names = (unit.name, unit.short_name, unit.former_names, unit.pinyin)
    return not sought or any(sought in name.lower() for name in names)


def _line(unit: Unit, depth: int, above: str, heads: str, people: int) -> UnitLine:
    return UnitLine(
        id=unit.pk,
        name=unit.name,
        short_name=unit.short_name,
        former_names="、".join(unit.former_names.splitlines()),
        kind=unit.kind,
        depth=depth,
        above=above,
        receives=unit.receives,
        ended_on=unit.ended_on,
        heads=heads,
        people=people,
    )
