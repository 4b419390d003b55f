"""Clocks that are counted from a figure of their case: they are computed anew when something happens to it or below it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.lifecycle.packs import pack_of


@lru_cache(maxsize=1024)
def counts_from_figures(pack: str, version: int, kind: str) -> bool:
    """Return whether a clock of a kind takes its start or its length from a figure of the case."""
    declared = pack_of(pack, version)
    paths = {
        path for clock in declared.kinds[kind].clocks.values() for path in (clock.counted_from or "", clock.length.path)
    }
    return not paths.isdisjoint(declared.figures)


def refresh_by_figures(file: CaseFile, at: datetime) -> None:
    """
    Compute anew the clocks that are counted from figures of a case that has just changed, and of the cases above it, from the case up.

    Called after the event of the change, in its transaction: figures are taken from rows.
    """
    from bihuan.loop.lifecycle.arriving import refresh  # it asks for this after every move
    from bihuan.loop.warnings.catching_up import catch_up
    from bihuan.loop.warnings.lifting import lift_fallen

    case = file.case
    if counts_from_figures(case.pack, case.pack_version, case.kind):
        dial = refresh(file, at)
        Case.objects.filter(area_id=case.area_id, pk=case.pk).update(**dial)
        for name, value in dial.items():
            setattr(case, name, value)
    for upper in reversed(file.ancestors):
        if not counts_from_figures(upper.pack, upper.pack_version, upper.kind) or upper.category == Category.CLOSED:
            continue
        rows = Case.objects.select_for_update(of=("self",)).select_related("responsible", "lead")
        above = CaseFile(catch_up(rows.get(area_id=upper.area_id, pk=upper.pk), at), file.day, at)
        Case.objects.filter(area_id=upper.area_id, pk=upper.pk).update(**refresh(above, at))
        lift_fallen(above, because="below", at=at)
