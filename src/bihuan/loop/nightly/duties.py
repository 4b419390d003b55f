"""What is done every night, in this order. Each duty is written so that doing it again on the same day does nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Final


@dataclass(frozen=True, slots=True)
class Tonight:
    """
    One night of an area.

    day: what is due on this day is done; the day has begun. at: the instant of the acts, later than `day` where nights are made up.
    hold: called every few hundred rows, so that nobody else takes the night over; raises Lost when somebody did.
    """

    area_id: int
    day: date
    at: datetime
    hold: Callable[[], None]


DUTIES: Final[dict[str, str]] = {
    "warnings": "bihuan.loop.warnings.sweeping:warn_tonight",
    "figures": "bihuan.loop.scoring.nightly:keep_and_warn",
    "areas": "bihuan.loop.rollup.keeping:keep_tonight",
    "snapshots": "bihuan.loop.asof.nightly:freeze_month_ends",
    "repeats": "bihuan.loop.repeats.actions:open_repeats",
    "letters": "bihuan.loop.letters.nightly:note_overdue_letters",
    "instructions": "bihuan.loop.instructions.nightly:tell_of_late_answers",
    "addresses": "bihuan.loop.feedback.nightly:forget_old_addresses",
    "lookback": "bihuan.loop.sampling.planning:remind",
    # The last of all: what the duties before it wrote is under the seal of the same night.
    "seal": "bihuan.loop.seals.sealing:seal_tonight",
}
"""Each value is `module:function`; the function takes Tonight and returns how many it did."""


def duty(id_: str) -> Callable[[Tonight], int]:
    """Return the function of a duty."""
    module, _, name = DUTIES[id_].partition(":")
    found: Callable[[Tonight], int] = getattr(import_module(module), name)
    return found
