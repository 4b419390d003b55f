"""Numbers of cases: from the pack's pattern, never reused."""

from __future__ import annotations

import re

from bihuan.loop.cases.models import Case, NumberSeries
from bihuan.packspec.model import Kind

SEQ = re.compile(r"\{seq(?::(\d+))?\}")
PLACE = re.compile(r"\{(year|seq|parent)(?::(\d+))?\}")


def next_number(*, area_id: int, pack: str, kind: Kind, parent: Case | None, year: int) -> tuple[str, int]:
    """
    Return the next number of a kind under a parent, and its place in the series. Called inside the opening's transaction.

    A series is one pattern with everything filled in but `seq`, so that a year or a parent in it begins a new one.
    """
    filled = PLACE.sub(lambda found: _fill(found, year, parent), kind.number)
    key = f"{pack}.{kind.id}.{filled}"[:120]
    series, _ = NumberSeries.objects.select_for_update().get_or_create(area_id=area_id, key=key)
    seq = series.last + 1
    # Two kinds may have the same pattern; a number taken by the other is passed over.
    while Case.objects.filter(area_id=area_id, pack=pack, number=(number := _numbered(filled, seq))).exists():
        seq += 1
    NumberSeries.objects.filter(area_id=area_id, pk=series.pk).update(last=seq)
    return number, seq


def _numbered(filled: str, seq: int) -> str:
    return SEQ.sub(lambda found: str(seq).zfill(int(found[1] or 1)), filled)


def _fill(found: re.Match[str], year: int, parent: Case | None) -> str:
    if found[1] == "seq":
        return found[0]
    return str(year) if found[1] == "year" else (parent.number if parent else "")
