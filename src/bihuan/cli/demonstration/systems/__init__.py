"""
The other systems of the area in the demonstration: one module for each pack, found by its name.

A module says PACK (id), DESKS (desk → key of the unit that holds it, or sign-in name of the person), ROWS (row of
docs/reference/systems.md → Shown) and `walks(town)`: the acts of the story, in order of time. All go through the real actions.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town

NOT_SYSTEMS = {"town"}


class System(Protocol):
    """What the module of a system has."""

    PACK: str
    DESKS: Mapping[str, str]
    ROWS: Mapping[str, Shown]

    def walks(self, town: Town) -> Iterable[Walk]:
        """Return the story as walks; each yields the instant of its next act."""


def systems() -> Iterator[System]:
    """Yield the modules of all systems in the order of their names."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        if module.name not in NOT_SYSTEMS:
            yield cast(System, import_module(f"{__name__}.{module.name}"))


def walks_of(town: Town, chosen: Iterable[System]) -> Iterator[Walk]:
    """Give the desks of these systems to who holds them, and yield the walks of all."""
    for system in chosen:
        town.give_desks(system.PACK, system.DESKS)
        yield from system.walks(town)
