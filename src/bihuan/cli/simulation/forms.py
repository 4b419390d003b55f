"""Filling in forms as people do: every ask by its type, so that a new move of a pack needs nothing here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from bihuan.cli.simulation.world import World
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.calendar import add_workdays
from bihuan.loop.lifecycle.asking import Ask

TEXTS = {"reason": "reopen_reasons", "statement": "progress", "next_step": "next_step", "undone_reason": "undone"}


def filled(world: World, case: Case, asks: Iterable[Ask]) -> dict[str, Any]:
    """Return an answer to everything a form asks; what is filled in already stays, what is optional is left empty at times."""
    return {ask.id: answer for ask in asks if (answer := _answer(world, case, ask)) is not None}


def _answer(world: World, case: Case, ask: Ask) -> Any:
    if ask.members:
        ids = [member.id for member in ask.members]
        return _rows(world, ask.type, ids, many=ask.many)
    if ask.value and ask.id not in TEXTS:
        return None
    if not ask.required and ask.id not in {"due", "handler", *TEXTS}:
        return None
    by_type: dict[str, Callable[[], Any]] = {
        "lines": lambda: world.say(TEXTS.get(ask.id, "progress"), case),
        "text": lambda: world.say(TEXTS.get(ask.id, "progress"), case),
        "date": lambda: _date(world, case, ask),
        "number": lambda: world.rng.randint(1, 20),
        "money": lambda: world.rng.randint(1, 900) * 1000,
        "choice": lambda: _choice(world, ask),
        "yes_no": lambda: _choice(world, ask),
        "unit": lambda: _unit(world, ask),
        "person": lambda: _person(world, case, ask),
    }
    return by_type[ask.type]() if ask.type in by_type else None


def _choice(world: World, ask: Ask) -> Any:
    options = [key for key, _ in ask.options if key]
    if not options:
        return None
    chosen = world.rng.choice(options)
    return [chosen] if ask.many else chosen


def _unit(world: World, ask: Ask) -> Any:
    units = sorted(unit.pk for unit in world.cast.units.values() if unit.receives)
    return _rows(world, "unit", [world.rng.choice(units)], many=ask.many)


def _date(world: World, case: Case, ask: Ask) -> Any:
    if ask.id == "due":
        return max(world.day, case.due or world.day) + timedelta(days=world.rng.choice((20, 30, 45)))
    return add_workdays(world.day, 0, calendar=world.calendar, gaps="weekends").on


def _person(world: World, case: Case, ask: Ask) -> Any:
    key = next((key for key, unit in world.cast.units.items() if unit.pk == case.responsible_id), "office")
    names = world.cast.members.get(key) or world.cast.heads.get(key) or ["lin.ruoxi"]
    person = world.cast.people[world.rng.choice(sorted(names))]
    return [person] if ask.many else person


def _rows(world: World, kind: str, ids: list[int], *, many: bool) -> Any:
    found: list[Any] = list(ids)
    if kind == "unit":
        found = [unit for unit in world.cast.units.values() if unit.pk in ids]
    elif kind == "person":
        found = [person for person in world.cast.people.values() if person.pk in ids]
    return found if many else (found[0] if found else None)
