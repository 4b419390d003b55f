"""The ladder that counts for a case: the round's own, else the area's, else the pack's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bihuan.loop.clocks.models import LadderSetting
from bihuan.packspec.bilingual import Text
from bihuan.packspec.build import build_rung
from bihuan.packspec.model import Ladder

if TYPE_CHECKING:
    from bihuan.loop.cases.file import CaseFile

OwnLadders = Mapping[tuple[int | None, str, str], Ladder]  # by (case, None for the area; pack; ladder)


def own_ladders(area_id: int) -> OwnLadders:
    """Return every ladder that an office of the area has set itself; one query. Who looks at many cases asks once and puts it into each file."""
    rows = LadderSetting.objects.filter(area_id=area_id).values_list(
        "case_id", "pack", "ladder", "title", "unit", "steps"
    )
    return {
        (case_id, pack, ladder): built(ladder, title, unit, steps) for case_id, pack, ladder, title, unit, steps in rows
    }


def built(ladder: str, title: str, unit: str, steps: Sequence[Mapping[str, Any]]) -> Ladder:
    """Return a ladder as the clocks read it, from the steps as a setting keeps them."""
    return Ladder(ladder, Text.parse(title), unit, tuple(build_rung(dict(step)) for step in steps))


def ladder_for(file: CaseFile, ladder_id: str) -> Ladder | None:
    """Return the ladder with this id for a case: what the nearest case above has set, else the area, else what the pack says."""
    own = file.own_ladders
    if own:
        for case_id in (*reversed(file.case.path()), None):
            found = own.get((case_id, file.case.pack, ladder_id))
            if found is not None:
                return found
    return file.pack.ladders.get(ladder_id)
