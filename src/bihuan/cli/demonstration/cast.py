"""Who acts in the demonstration: the units and people of the area, and whom of them a part of the story calls on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

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
ADMINISTRATOR = "xu.yifan"  # keeps the house in every area: the part that an area's first administrator plays
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


def build_area(
    *, at: datetime, posts_from: date, listed: Mapping[str, Any] | None = None, above: Actor | None = None
) -> Cast:
    """
    Set up an area with its units, people, posts and desks through the actions an administrator uses.

    at: when they were entered. posts_from: first day of all posts. listed: what area.toml lists for the area of the demonstration;
    in another area a unit and a person may play several parts of that one. above: the administrator who adds a further area.
    """
    listed = tables("area") if listed is None else listed
    hasher = get_hasher("default")
    if isinstance(hasher, PBKDF2PasswordHasher):
        # Everybody has the password that is printed at the start: a slow hash would protect nothing and take half a minute.
        hasher.iterations, slow = ROUNDS, hasher.iterations
        try:
            return _build(at, posts_from, listed, above)
        finally:
            hasher.iterations = slow
    return _build(at, posts_from, listed, above)


def _build(at: datetime, posts_from: date, listed: Mapping[str, Any], above: Actor | None) -> Cast:
    first = FirstAdministrator(**listed["administrator"], password=PASSWORD)
    made = set_up_area(name=listed["name"], code=listed["code"], administrator=first, at=at, by=above)
    by = actor_of(made.administrator, on=posts_from if posts_from > at.date() else at.date())
    units = {"administration": Unit.objects.get(area=made.area, name=first.unit_name)}
    parts: dict[str, str] = {}
    for order, (keys, name, short, _, receives) in enumerate(listed["units"], 1):
        key, *also = keys.split()
        units[key] = add_unit(by=by, at=at, name=name, short_name=short, receives=receives, order=order)
        parts |= dict.fromkeys(also, key)
    cast = Cast(made.area, units, {ADMINISTRATOR: made.administrator}, at.date())
    _place(cast, listed["units"], by, at)
    for name, username, unit, role, title, *plays in listed["people"]:
        person = add_person(by=by, at=at, name=name, username=username, password=PASSWORD).person
        give_post(person=person, unit=units[unit], role=role, by=by, at=at, from_on=posts_from, title=title)
        names = " ".join(plays).split() or [username]
        cast.people |= dict.fromkeys(names, person)
        kept = {"head": cast.heads, "member": cast.members}.get(role)
        if kept is not None:
            kept.setdefault(unit, []).append(names[0])
    for also, key in parts.items():
        for known in (cast.units, cast.heads, cast.members):
            if key in known:
                known[also] = known[key]  # type: ignore[assignment]
    desks = tables("area")["desks"]
    for desk, unit in desks.items():
        if desk != "heads_only":
            only = desk in desks["heads_only"]
            set_desk_holder(pack=PACK, desk=desk, unit=units[unit], heads_only=only, by=by, at=at)
    finish_set_up(by=by, at=at)
    return cast


def _place(cast: Cast, listed: Iterable[Sequence[Any]], by: Actor, at: datetime) -> None:
    """Put units below those they belong to; all exist by now."""
    for keys, _, _, above, _ in listed:
        if above:
            key = keys.split()[0]
            cast.units[key] = change_unit(unit=cast.units[key], by=by, at=at, parent=cast.units[above])
