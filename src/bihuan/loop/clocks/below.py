"""Clocks of cases that take their length or their start from a field of a case above."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import below
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.arriving import refresh
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.warnings.catching_up import catch_up
from bihuan.loop.warnings.lifting import lift_fallen


def lock_counting_on(case: Case, fields: Collection[str]) -> list[Case]:
    """
    Lock and return the open cases below whose clocks look at one of these fields of the case; call it before locking the case.

    Always from the newest up, so that a case is locked before those above it, as every move does.
    """
    pack = pack_of(case.pack, case.pack_version)
    paths = {f"{case.kind}.{field}" for field in fields}
    kinds = [
        kind.id
        for kind in pack.kinds.values()
        if any({clock.length.path, clock.counted_from} & paths for clock in kind.clocks.values())
    ]
    if not kinds:
        return []
    rows = Case.objects.select_for_update(of=("self",)).select_related("responsible", "lead")
    rows = rows.filter(below(case), area_id=case.area_id, pack=case.pack, kind__in=kinds)
    return list(rows.exclude(category=Category.CLOSED).order_by("-id"))


def refresh_counting_on(cases: Iterable[Case], at: datetime) -> None:
    """Compute the clocks of these cases anew, now that the case above has changed."""
    for case in cases:
        file = CaseFile(catch_up(case, at), local_day(at))
        Case.objects.filter(area_id=case.area_id, pk=case.pk).update(**refresh(file, at))
        lift_fallen(file, because="above", at=at)
