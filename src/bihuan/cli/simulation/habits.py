"""What people do on working days beside the cases that wait for them."""

from __future__ import annotations

from typing import Final

from bihuan.accounts.actions import change_own_email
from bihuan.cli.simulation.checks import check_what_is_closed
from bihuan.cli.simulation.desk import actor_named
from bihuan.cli.simulation.leading import instruct
from bihuan.cli.simulation.letters import answer_letters
from bihuan.cli.simulation.meetings import begin_series, hold_meetings
from bihuan.cli.simulation.public import hear, open_line
from bihuan.cli.simulation.rounds import new_round
from bihuan.cli.simulation.world import World
from bihuan.cli.simulation.year import Habit


def settle_in(world: World) -> None:
    """Do what an office does once before the year: mail addresses, meetings, the line for the public."""
    for place, name in enumerate(sorted(world.cast.people)):
        if place % 7 != 6:  # some have none
            _give_address(world, name)
    begin_series(world)
    open_line(world)


def _give_address(world: World, name: str) -> None:
    person, by = world.cast.people[name], actor_named(world, name)
    email = f"{name}@yunhu.example"
    world.act("address given", change_own_email, person=person, by=by, email=email)


HABITS: Final[tuple[Habit, ...]] = (
    new_round, answer_letters, hold_meetings, check_what_is_closed, instruct, hear,
)  # fmt: skip
