"""Boards: units ranked by a figure at the end of a period, and how often running they stood there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from bihuan.accounts.models import Unit
from bihuan.loop.cases.periods import Period, over_until, period_before
from bihuan.loop.scoring.models import BoardStanding, PeriodValue
from bihuan.packspec.model import Board, Pack


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit with its value and place: 1 for the best, the same place for the same value; side: "red", "yellow" or ""."""

    unit: int
    value: Decimal
    place: int
    side: str = ""


def ranked(
    values: Mapping[int, Decimal | None], *, lower_is_better: bool = False, red: int = 0, yellow: int = 0
) -> list[Ranked]:
    """
    Return units in the order of their values, best first; units without a value are left out, ties share a place and are all listed.

    red, yellow: how many places from the best and from the last are named, each at most half of those ranked, so that nobody is praised
    for the last place; a unit as good as the red ones is on no yellow board. Where all have done the same there is no side.
    """
    known = {unit: value for unit, value in values.items() if value is not None}
    order = sorted(known, key=lambda unit: (known[unit] if lower_is_better else -known[unit], unit))
    distinct = sorted(set(known.values()), reverse=not lower_is_better)
    place_of = {
        value: 1 + sum(known[unit] == one for one in distinct[:at] for unit in order)
        for at, value in enumerate(distinct)
    }
    from_the_end = {
        value: 1 + sum(known[unit] == one for one in distinct[at + 1 :] for unit in order)
        for at, value in enumerate(distinct)
    }
    half = len(order) // 2 if len(distinct) > 1 else 0
    red, yellow, found = min(red, half), min(yellow, half), []
    for unit in order:
        value = known[unit]
        side = "red" if place_of[value] <= red else "yellow" if from_the_end[value] <= yellow else ""
        found.append(Ranked(unit, value, place_of[value], side))
    return found


def keep_due_standings(packs: Iterable[Pack], *, area_id: int, day: date, at: datetime) -> int:
    """Keep the standings of every board for all periods whose values are kept and that have none yet, oldest first; return how many boards."""
    kept = 0
    for pack in packs:
        for board in pack.boards.values():
            values = PeriodValue.objects.filter(area_id=area_id, pack=pack.id, figure=board.figure, every=board.every)
            there = BoardStanding.objects.filter(area_id=area_id, pack=pack.id, board=board.id)
            done = set(there.values_list("first", flat=True).distinct())
            last = over_until(board.every, day).last
            waiting = values.filter(last__lte=last, unit__isnull=False).values_list("first", "last").distinct()
            for first, until in sorted(waiting):
                if first not in done and keep_board(
                    pack, board, Period(board.every, first, until), area_id=area_id, at=at
                ):
                    kept += 1
    return kept


@transaction.atomic
def keep_board(pack: Pack, board: Board, period: Period, *, area_id: int, at: datetime) -> int:
    """Keep where every unit stood on a board at the end of a period, and return how many units; nothing where it is kept already."""
    rows = PeriodValue.objects.filter(
        area_id=area_id, pack=pack.id, figure=board.figure, every=board.every, first=period.first, unit__isnull=False
    )
    values = {unit: value for unit, value in rows.values_list("unit_id", "value") if unit is not None}
    return keep_places(pack, board, period, values, area_id=area_id, at=at)


@transaction.atomic
def keep_places(
    pack: Pack, board: Board, period: Period, values: Mapping[int, Decimal | None], *, area_id: int, at: datetime
) -> int:
    """Keep the places of units by these values on a board for a period, and return how many units; nothing where it is kept already."""
    there = BoardStanding.objects.filter(area_id=area_id, pack=pack.id, board=board.id)
    if there.filter(first=period.first).exists():
        return 0
    lower = board.figure in pack.figures and pack.figures[board.figure].better == "lower"
    order = ranked(values, lower_is_better=lower, red=board.red, yellow=board.yellow)
    before = {row.unit_id: row for row in there.filter(first=period_before(period).first)}
    names = {unit.pk: unit.name for unit in Unit.objects.filter(area_id=area_id, pk__in=[one.unit for one in order])}
    last = max((one.place for one in order), default=0)
    new = [
        BoardStanding(
            area_id=area_id, pack=pack.id, board=board.id, every=board.every, first=period.first, last=period.last,
            unit_id=one.unit, unit_name=names[one.unit], value=one.value, place=one.place, among=len(order), side=one.side,
            running=_running(before.get(one.unit), one), kept_at=at,
            first_running=_again(before.get(one.unit), "first_running", stands=one.place == 1 < last),
            last_running=_again(before.get(one.unit), "last_running", stands=one.place == last > 1),
        )
        for one in order
    ]  # fmt: skip
    BoardStanding.objects.bulk_create(new)
    return len(new)


def _running(before: BoardStanding | None, one: Ranked) -> int:
    if not one.side:
        return 0
    return (before.running if before is not None and before.side == one.side else 0) + 1


def _again(before: BoardStanding | None, column: str, *, stands: bool) -> int:
    """Return how often running a unit stands in a place; where all share one place nobody is first or last."""
    return (getattr(before, column) if before is not None else 0) + 1 if stands else 0


def standings_before(
    area_id: int, pack: str, boards: Iterable[str], period: Period
) -> dict[tuple[str, int], BoardStanding]:
    """Return the newest standings of boards that were over with a period, by board and unit."""
    rows = BoardStanding.objects.filter(area_id=area_id, pack=pack, board__in=list(boards), last__lte=period.last)
    newest: dict[str, BoardStanding] = {}
    found: dict[tuple[str, int], BoardStanding] = {}
    for row in rows.order_by("board", "-first"):
        if newest.setdefault(row.board, row).first == row.first:
            found[row.board, row.unit_id] = row
    return found
