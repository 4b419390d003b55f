"""What a worker can do: kind of job → the function that does it, imported when the first of its kind comes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from bihuan.loop.jobs.work import Result, Work

KINDS: Final[dict[str, str]] = {
    "calendar": "bihuan.loop.clocks.jobs:calendar_job",
    "hand_over": "bihuan.loop.handover.jobs:hand_over_job",
    "ladders": "bihuan.loop.clocks.jobs:ladders_job",
    "ledger": "bihuan.loop.lists.jobs:write_ledger",
    "ledger_judge": "bihuan.loop.ledger_in.jobs:judge",
    "ledger_template": "bihuan.loop.ledger_in.files:write_template",
    "ledger_take": "bihuan.loop.ledger_in.jobs:take",
    "ledger_undo": "bihuan.loop.ledger_in.jobs:undo",
    "list": "bihuan.loop.lists.jobs:write_list",
    "pack_move": "bihuan.loop.packs.upgrading:move_job",
    "rehearsal": "bihuan.loop.rehearsal.jobs:rehearsal_job",
    "snapshots": "bihuan.loop.asof.jobs:freeze_round",
}
"""Each value is `module:function`; the function takes the work and returns what became of it."""


def function_of(kind: str) -> Callable[[Work], Result]:
    """Return the function that does a kind of job. Raises KeyError for a kind there is not."""
    module, _, name = KINDS[kind].partition(":")
    found: Callable[[Work], Result] = getattr(import_module(module), name)
    return found
