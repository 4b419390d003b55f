"""Boards over a scorecard: kept in the night after the last sheet of a time is settled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.periods import Period, period_of
from bihuan.loop.scorecards.cards import card_of
from bihuan.loop.scorecards.periods import period_of_sheet
from bihuan.loop.scorecards.ranking import score_of
from bihuan.loop.scoring.models import BoardStanding
from bihuan.loop.scoring.standings import keep_places
from bihuan.packspec.model import Board, Pack
from bihuan.packspec.shown import Scorecard

RECENT: Final = timedelta(days=7)


def keep_settled_boards(packs: Iterable[Pack], *, area_id: int, day: date, at: datetime) -> int:
    """Keep the places on every board over a scorecard for all times whose sheets are all settled and that have none yet."""
    kept = 0
    for pack in packs:
        for board in pack.boards.values():
            if board.figure in pack.scorecards:
                kept += _keep(pack, board, area_id=area_id, day=day, at=at)
    return kept


def _keep(pack: Pack, board: Board, *, area_id: int, day: date, at: datetime) -> int:
    kind = pack.scorecards[board.figure].kind
    rows = Case.objects.filter(area_id=area_id, pack=pack.id, kind=kind)
    if not rows.filter(category=Category.CLOSED, closed_on__gte=day - RECENT).exists():
        return 0  # nothing was settled since the nights that looked before
    done = BoardStanding.objects.filter(area_id=area_id, pack=pack.id, board=board.id)
    there = set(done.values_list("first", flat=True).distinct())
    sheets: dict[date, list[Case]] = {}
    for case in rows.order_by("pk"):
        card = card_of(CaseFile(case, day))
        if card is not None and card.id == board.figure:
            sheets.setdefault(_period(CaseFile(case, day), card, board).first, []).append(case)
    kept = 0
    for first, cases in sorted(sheets.items()):
        if first not in there and all(case.category == Category.CLOSED for case in cases):
            values: dict[int, Decimal | None] = {
                case.responsible_id: score_of(case) for case in cases if case.responsible_id is not None
            }
            period = period_of(board.every, first)
            kept += bool(keep_places(pack, board, period, values, area_id=area_id, at=at))
    return kept


def _period(file: CaseFile, card: Scorecard, board: Board) -> Period:
    return period_of(board.every, period_of_sheet(file, card).last)
