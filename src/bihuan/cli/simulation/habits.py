"""What people do on working days beside the cases that wait for them."""

from __future__ import annotations

from typing import Final

from bihuan.accounts.models import Person
from bihuan.cli.simulation.rounds import new_round
from bihuan.cli.simulation.world import World
from bihuan.cli.simulation.year import Habit


def give_addresses(world: World) -> None:
    """Give everybody a mail address, as an administrator enters them; every seventh has none."""
    for place, name in enumerate(sorted(world.cast.people)):
        if place % 7 != 6:
            Person.objects.filter(pk=world.cast.people[name].pk).update(email=f"{name}@yunhu.example")


HABITS: Final[tuple[Habit, ...]] = (new_round,)
