"""Reading what is frozen: which snapshots there are, which are lacking, and how two of them differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import IO, Any, Final

from django.db.models import QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.asof.frozen import cases_in
from bihuan.loop.asof.models import Snapshot
from bihuan.loop.asof.months import month_end, month_ends
from bihuan.loop.asof.rules import can_see_frozen
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.evidence import store
from bihuan.loop.trail.digest import algorithm_of, digest_file

ROUND: Final = "round"


def snapshots_of(round_: Case) -> QuerySet[Snapshot]:
    """Return the snapshots of a round, newest day first."""
    rows = Snapshot.objects.filter(area_id=round_.area_id, round_id=round_.pk)
    return rows.select_related("file", "made_by").order_by("-day")


def get_snapshot(actor: Actor, round_: Case, day: date) -> Snapshot:
    """Return the snapshot of a day. Raises CaseNotFound, the same for missing and forbidden."""
    found = snapshots_of(round_).filter(day=day).first() if can_see_frozen(actor, round_.pack) else None
    if found is None:
        raise CaseNotFound(f"{round_.number} {day}")
    return found


def open_snapshot(snapshot: Snapshot) -> IO[bytes]:
    """Return the file of a snapshot, open for reading. Raises store.Missing where it is gone."""
    return store.open_file(snapshot.area_id, snapshot.file.digest)


def is_untouched(snapshot: Snapshot) -> bool:
    """Return whether the bytes that are kept still give the digest that the trail knows."""
    try:
        with open_snapshot(snapshot) as file:
            return digest_file(file, algorithm_of(snapshot.file.digest)) == snapshot.file.digest
    except (store.Missing, OSError):
        return False


def due_snapshots(area_id: int, today: date, *, round_: Case | None = None) -> list[tuple[Case, date]]:
    """
    Return the ends of months that are over and not frozen, for each round since it was opened, oldest first.

    A round that is closed is frozen for the last time at the end of the month in which it was closed.
    """
    rounds = Case.objects.filter(area_id=area_id, kind=ROUND, parent__isnull=True).order_by("pk")
    if round_ is not None:
        rounds = rounds.filter(pk=round_.pk)
    frozen: dict[int, set[date]] = {}
    taken = Snapshot.objects.filter(area_id=area_id)
    for pk, day in taken.values_list("round_id", "day"):
        frozen.setdefault(pk, set()).add(day)
    found = []
    for case in rounds:
        last = today - timedelta(days=1)
        if case.closed_on is not None:
            last = min(last, month_end(case.closed_on))
        for day in month_ends(local_day(case.opened_at), last):
            if day not in frozen.get(case.pk, ()):
                found.append((case, day))
    return sorted(found, key=lambda one: (one[1], one[0].pk))


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that stands elsewhere than it did; a state is empty where the case was not there. late: whether it was overdue."""

    number: str
    kind: str
    subject: str
    before: str
    after: str
    turn_before: int
    turn_after: int
    late_before: bool
    late_after: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    What is different between two snapshots.

    figures: (id, before, after) of those that moved. cases: the first MOST_SHOWN that moved, in tree order; count: all of them.
    """

    figures: tuple[tuple[str, Decimal | None, Decimal | None], ...]
    cases: tuple[Moved, ...]
    count: int


MOST_SHOWN: Final = 500
Place = tuple[str, int, bool]


def compare_snapshots(a: Snapshot, b: Snapshot) -> Comparison:
    """
    Return which figures moved and which cases changed their state, their round or became late from one snapshot to the other.

    Raises store.Missing where a file is gone.
    """
    before: dict[int, tuple[Place, str, str, str]] = {}
    with open_snapshot(a) as file:
        for case in cases_in(file):
            before[case["id"]] = (_place(case), case["number"], case["kind"], case["subject"])
    shown: list[Moved] = []
    count = 0
    with open_snapshot(b) as file:
        for case in cases_in(file):
            was = before.pop(case["id"], None)
            if was is None or was[0] != _place(case):
                count += 1
                if len(shown) < MOST_SHOWN:
                    shown.append(_moved(case["number"], case["kind"], case["subject"], was and was[0], _place(case)))
    for gone, number, kind, subject in before.values():
        count += 1
        if len(shown) < MOST_SHOWN:
            shown.append(_moved(number, kind, subject, gone, None))
    return Comparison(_figures(a.figures, b.figures), tuple(shown), count)


def decimals(figures: Mapping[str, str | None]) -> dict[str, Decimal | None]:
    """Return the figures of a snapshot as numbers."""
    return {name: None if value is None else Decimal(value) for name, value in figures.items()}


def _figures(
    a: Mapping[str, str | None], b: Mapping[str, str | None]
) -> tuple[tuple[str, Decimal | None, Decimal | None], ...]:
    old, new = decimals(a), decimals(b)
    names = [*new, *(name for name in old if name not in new)]
    return tuple((name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def _place(case: Mapping[str, Any]) -> Place:
    return case["state"], case["turn"], case["light"] == "late"


def _moved(number: str, kind: str, subject: str, was: Place | None, now: Place | None) -> Moved:
    nowhere: Place = ("", 0, False)
    (before, turn_before, late_before), (after, turn_after, late_after) = was or nowhere, now or nowhere
    return Moved(number, kind, subject, before, after, turn_before, turn_after, late_before, late_after)
