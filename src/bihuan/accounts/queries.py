"""Who somebody is on a day, and where units and people are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from bihuan.accounts.models import Area, Person, Post, Unit
from bihuan.accounts.roles import OUTSIDE, ROLES, Permission, roles_with


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post somebody holds today."""

    unit_id: int
    unit_path: str
    unit_name: str
    role: str
    title: str
    acts_for: tuple[int, ...] = ()  # the unit, and for a section that is handed no cases itself the unit it is part of

    @property
    def heads(self) -> bool:
        """Whether the holder signs for the unit."""
        return Permission.HEAD_UNIT in ROLES[self.role].permissions


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """The person for whom somebody acts by a delegation."""

    delegation_id: int
    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """
    A person in one area on one day, with the posts held then: what every rule asks about.

    on_behalf: for whom the person acts, whose posts these then are; what the person is by himself does not count meanwhile.
    """

    person_id: int
    name: str
    area_id: int
    posts: tuple[HeldPost, ...]
    language: str = ""
    is_public: bool = False  # somebody of the public who is not signed in: see `the_public`
    on_behalf: OnBehalf | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """The union of what the roles allow."""
        return frozenset().union(*(ROLES[post.role].permissions for post in self.posts))

    @property
    def outside_unit(self) -> int | None:
        """The id of the outside body the person belongs to, None for people of the area: whoever has one sees the portal only."""
        return next((post.unit_id for post in self.posts if post.role == OUTSIDE), None)

    @property
    def is_system(self) -> bool:
        """Whether nobody acts but the clock: see `by_itself`."""
        return self.person_id == 0 and not self.is_public

    @property
    def stands_for(self) -> int:
        """The id of the person whose part is taken: the own one, or that of who is away."""
        return self.on_behalf.person_id if self.on_behalf else self.person_id

    @property
    def behalf_id(self) -> int | None:
        """The id of the person for whom the actor acts, None who acts for himself: what rows keep beside who acted."""
        return self.on_behalf.person_id if self.on_behalf else None

    @property
    def persons(self) -> frozenset[int]:
        """Whoever must not have acted before where four eyes are asked for: the person, and the one stood in for."""
        return frozenset({self.person_id, self.stands_for})

    @property
    def unit_name(self) -> str:
        """The name of the unit of the first post, empty without one."""
        return self.posts[0].unit_name if self.posts else ""

    def works_in(self, path: str) -> bool:
        """Return whether a post lies in the unit with this path or below it."""
        return any(post.unit_path.startswith(path) for post in self.posts)

    def heads_unit(self, unit_id: int | None) -> bool:
        """Return whether the actor heads exactly this unit."""
        return any(post.heads and post.unit_id == unit_id for post in self.posts)


BY_ITSELF: Final = "系统自动"  # as the trail names who acts when nobody does; a name, and so in one language; the pages say it in the reader's


def by_itself(area_id: int) -> Actor:
    """Return who acts in an area when the clock does: nobody's id, no post, so that no rule lets it do anything a person may."""
    return Actor(0, BY_ITSELF, area_id, ())


THE_PUBLIC: Final = "社会公众"


def the_public(area_id: int) -> Actor:
    """Return who acts in an area when somebody of the public does: nobody's id, no post; only what a pack opens to `public` is open."""
    return Actor(0, THE_PUBLIC, area_id, (), is_public=True)


def actor_of(person: Person, *, on: date, area: Area | int | None = None, posts: Sequence[int] | None = None) -> Actor:
    """
    Return who `person` is on a day.

    posts: ids of the only posts that count; all by default.

    on: local date; posts that ended before or begin later do not count.
    area: the area to act in; the person's own by default.
    """
    area_id = area if isinstance(area, int) else (area.pk if area is not None else person.area_id)
    if area_id is None:
        return Actor(person.pk, person.name, 0, (), person.language)
    held_on = (
        Post.objects.filter(area_id=area_id, person_id=person.pk, from_on__lte=on)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .select_related("unit")
        .order_by("id")
    )
    rows = [post for post in held_on if posts is None or post.pk in posts]
    sections = _sections(area_id, [post.unit for post in rows])
    held = tuple(
        HeldPost(
            post.unit_id, post.unit.path, str(post.unit), post.role, post.title, _acts_for(post.unit.path, sections)
        )
        for post in rows
    )
    return Actor(person.pk, person.name, area_id, held, person.language)


def _sections(area_id: int, units: list[Unit]) -> set[int]:
    """Return which of the units, and of those above them, are parts that are handed no cases themselves."""
    if all(unit.receives for unit in units):
        return set()
    ids = {int(part) for unit in units for part in unit.path.split("/") if part}
    return set(Unit.objects.filter(area_id=area_id, pk__in=ids, receives=False).values_list("pk", flat=True))


def _acts_for(path: str, sections: set[int]) -> tuple[int, ...]:
    """Return the units for which a post in the unit with this path acts: up to the first that is handed cases itself."""
    found: list[int] = []
    for part in reversed([int(part) for part in path.split("/") if part]):
        found.append(part)
        if part not in sections:
            break
    return tuple(found)


def set_up_is_open() -> bool:
    """Return whether this is the first start: nobody administers any area yet."""
    return not Post.objects.filter(role__in=roles_with(Permission.MANAGE_ORGANISATION)).exists()


def units_of(area_id: int, *, on: date | None = None) -> QuerySet[Unit]:
    """Return the area's own units, without outside bodies; with `on`, those that exist on that day."""
    units = Unit.objects.filter(area_id=area_id, outside="")
    return units.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)) if on else units


def units_below(area_id: int, paths: tuple[str, ...]) -> list[int]:
    """Return the ids of the units at or below any of these paths."""
    if not paths:
        return []
    condition = Q()
    for path in paths:
        condition |= Q(path__startswith=path)
    return list(Unit.objects.filter(area_id=area_id).filter(condition).values_list("id", flat=True))


def outside_people(area_id: int) -> QuerySet[Post]:
    """Return the posts at outside bodies of an area as ids of people: whom no list of own people names."""
    return Post.objects.filter(area_id=area_id, role=OUTSIDE).values("person_id")  # type: ignore[return-value]


def people_of_unit(area_id: int, unit_id: int) -> list[int]:
    """Return the ids of everybody who ever held a post at a unit."""
    return list(Post.objects.filter(area_id=area_id, unit_id=unit_id).values_list("person_id", flat=True).distinct())


def find_enterprises(area_id: int, typed: str, *, limit: int = 10) -> list[Unit]:
    """Return outside bodies whose name, short name, pinyin or credit code matches what was typed, best first."""
    return _found(
        Unit.objects.filter(area_id=area_id, outside="enterprise"), typed, limit, also=Q(credit_code__icontains=typed)
    )


def find_units(area_id: int, typed: str, *, limit: int = 10) -> list[Unit]:
    """Return the area's own units whose name, short name, former name or pinyin matches what was typed, best first."""
    return _found(Unit.objects.filter(area_id=area_id, outside=""), typed, limit, also=Q())


def _found(units: QuerySet[Unit], typed: str, limit: int, *, also: Q) -> list[Unit]:
    typed = typed.strip().lower()
    if not typed:
        return []
    rows = units.filter(ended_on__isnull=True).filter(
        Q(name__icontains=typed)
        | Q(short_name__icontains=typed)
        | Q(former_names__icontains=typed)
        | Q(pinyin__icontains=typed)
        | also
    )
    return sorted(rows, key=lambda unit: (not unit.receives, _rank(unit, typed), unit.order, unit.pk))[:limit]


def _rank(unit: Unit, typed: str) -> int:
    names = [unit.name, unit.short_name, *unit.former_names.splitlines()]
    if typed in names:
        return 0
    if any(name.startswith(typed) for name in names):
        return 1
    return 2 if any(typed in name for name in names) else 3


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person whom the demo's sign-in page offers."""

    username: str
    name: str
    roles: str


def demo_people() -> list[DemoPerson]:
    """Return the people of the demo with what they are, one line each, area by area; only for the demo's sign-in page."""
    people = (
        Person.objects.filter(is_active=True, area__isnull=False).select_related("area").prefetch_related("posts__unit")
    )
    keep_house = roles_with(Permission.MANAGE_ORGANISATION)
    # In the order in which they were entered, the people of the tour first; who keeps the house was there before all others.
    ordered = sorted(
        people, key=lambda one: (one.area_id, any(post.role in keep_house for post in one.posts.all()), one.pk)
    )
    first = ordered[0].area_id if ordered else None
    return [
        DemoPerson(
            person.username,
            person.name,
            ("" if person.area_id == first else f"{person.area} · ")
            + "、".join(f"{post.unit}{post.title or ROLES[post.role].title.zh}" for post in person.posts.all()),
        )
        for person in ordered
    ]
