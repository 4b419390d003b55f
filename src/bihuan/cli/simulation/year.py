"""Living a year: every day its night, its mail and, where it is worked, what people do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from bihuan.accounts.queries import Actor
from bihuan.cli.simulation import desk
from bihuan.cli.simulation.world import World
from bihuan.loop.nightly.running import pass_nights


def _silent(*told: object) -> None:
    """Tell nobody."""


Told = Callable[[date, World], None]
Habit = Callable[[World], None]


@dataclass
class Year:
    """What a simulation does every day. habits: what else people do on working days; deliver: hands out what is to be sent."""

    world: World
    habits: list[Habit] = field(default_factory=list)
    deliver: Callable[[World], None] = _silent

    def live(self, days: int, told: Told = _silent) -> None:
        """Live so many days from the world's first day on."""
        first = self.world.day
        for n in range(days):
            self.world.begin(first + timedelta(days=n))
            told(self.world.day, self.world)
            self.world.done["nights' acts"] += pass_nights(now=self.world.at_night)
            self.deliver(self.world)
            if self.world.is_workday:
                self._work()
                self.deliver(self.world)

    def _work(self) -> None:
        office = desk.actor_named(self.world, "lin.ruoxi")
        desk.hand_out(self.world, office)
        for actor in self.world.people():
            if not _is_away(self.world, actor):
                desk.work_through(self.world, actor)
        for habit in self.habits:
            habit(self.world)


def _is_away(world: World, actor: Actor) -> bool:
    return world.chance(0.06)
