"""The duty of the night: values of periods are kept, boards are kept, and rules are asked."""

from __future__ import annotations

from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import packs_in_use
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.scorecards.boards import keep_settled_boards
from bihuan.loop.scoring.firing import warn_by_number
from bihuan.loop.scoring.keeping import keep_due_values
from bihuan.loop.scoring.standings import keep_due_standings


def keep_and_warn(tonight: Tonight) -> int:
    """Keep what is over, ask the rules, and return how many periods, boards and warnings there were."""
    area_id, day, at = tonight.area_id, tonight.day, tonight.at
    begun = set(Case.objects.filter(area_id=area_id).order_by().values_list("pack", flat=True).distinct())
    packs = packs_in_use(area_id)
    running = [pack for pack in packs if pack.id in begun]
    kept = keep_due_values(running, area_id=area_id, day=day, at=at, hold=tonight.hold)
    # Boards rank what was just kept; should a night have broken off between, the first of the month makes it up.
    if kept or day.day == 1:
        kept += keep_due_standings(running, area_id=area_id, day=day, at=at)
    kept += keep_settled_boards(running, area_id=area_id, day=day, at=at)
    return kept + warn_by_number(packs, area_id=area_id, day=day, at=at, hold=tonight.hold)
