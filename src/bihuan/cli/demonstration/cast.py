"""Who acts in the demonstration: the units and people of the area, and whom of them a part of the story calls on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher

from bihuan.accounts.actions import (
    FirstAdministrator,
    add_person,
    add_unit,
    change_unit,
    finish_set_up,
    give_post,
    set_up_area,
)
from bihuan.accounts.models import Area, Person, Unit
from bihuan.accounts.queries import Actor, actor_of
from bihuan.cli.demonstration.sample import tables
from bihuan.loop.cases.desks import set_desk_holder

PASSWORD = "yunhu-2026-demo"  # noqa: S105 - it is printed for everybody who starts the demonstration
PACK = "rectification"
ROUNDS = 2_000


@dataclass
class Cast:
    """The area with its units by key and its people by sign-in name; `on` is a day on which all hold their posts."""

    area: Area
    units: dict[str, Unit]
    people: dict[str, Person]
    on: date
    heads: dict[str, list[str]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, Actor] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        """Return a person as the rules ask about them."""
        if username not in self.known:
            self.known[username] = actor_of(self.people[username], on=self.on)
        return self.known[username]

    def head(self, unit: str) -> Actor:
        """Return who heads a unit."""
        return self.actor(self.heads[unit][0])

    def clerk(self, unit: str, rng: Random) -> Actor:
        """Return somebody who does the work of a unit: its staff, else its head."""
        return self.actor(rng.choice(self.members.get(unit) or self.heads[unit]))

    def key_of(self, unit_id: int | None) -> str:
        """Return the key of a unit by its id."""
        return next(key for key, unit in self.units.items() if unit.pk == unit_id)

    def signers(self, relation: str, lead: int | None) -> list[Actor]:
        """Return the people who may stand for a relation of a review: a desk, or the head of the lead unit."""
        desks = tables("area")["desks"]
        if relation == "lead_head":
            return [self.actor(name) for name in self.heads[self.key_of(lead)]]
        desk = relation.removeprefix("desk.")
        heads, members = self.heads[desks[desk]], self.members.get(desks[desk], [])
        names = heads if desk in desks["heads_only"] else [*members, *heads]
        return [self.actor(name) for name in names]


def build_area(*, at: datetime, posts_from: date) -> Cast:
    """
    Set up the area with its units, people, posts and desks through the actions an administrator uses.

    at: when they were entered. posts_from: first day of all posts.
    """
    hasher = get_hasher("default")
    if isinstance(hasher, PBKDF2PasswordHasher):
        # Everybody has the password that is printed at the start: a slow hash would protect nothing and take half a minute.
        hasher.iterations, slow = ROUNDS, hasher.iterations
        try:
            return _build(at, posts_from)
        finally:
            hasher.iterations = slow
    return _build(at, posts_from)


def _build(at: datetime, posts_from: date) -> Cast:
    listed = tables("area")
    first = FirstAdministrator(**listed["administrator"], password=PASSWORD)
    made = set_up_area(name=listed["name"], code=listed["code"], administrator=first, at=at)
    by = actor_of(made.administrator, on=posts_from if posts_from > at.date() else at.date())
    units = {"administration": Unit.objects.get(area=made.area, name=first.unit_name)}
    for order, (key, name, short, _, receives) in enumerate(listed["units"], 1):
        units[key] = add_unit(by=by, at=at, name=name, short_name=short, receives=receives, order=order)
    cast = Cast(made.area, units, {first.username: made.administrator}, at.date())
    _place(cast, by, at)
    for name, username, unit, role, title in listed["people"]["list"]:
        person = add_person(by=by, at=at, name=name, username=username, password=PASSWORD).person
        give_post(person=person, unit=units[unit], role=role, by=by, at=at, from_on=posts_from, title=title)
        cast.people[username] = person
        kept = {"head": cast.heads, "member": cast.members}.get(role)
        if kept is not None:
            kept.setdefault(unit, []).append(username)
    for desk, unit in listed["desks"].items():
        if desk != "heads_only":
            only = desk in listed["desks"]["heads_only"]
            set_desk_holder(pack=PACK, desk=desk, unit=units[unit], heads_only=only, by=by, at=at)
    finish_set_up(by=by, at=at)
    return cast


def _place(cast: Cast, by: Actor, at: datetime) -> None:
    """Put units below those they belong to; all exist by now."""
    for key, _, _, above, _ in tables("area")["units"]:
        if above:
            cast.units[key] = change_unit(unit=cast.units[key], by=by, at=at, parent=cast.units[above])
