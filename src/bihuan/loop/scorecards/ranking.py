"""The ranking of the sheets of one time: ties share a place, units without a score are left out and named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.scorecards.cards import needed_card
from bihuan.loop.scorecards.periods import period_of_sheet
from bihuan.loop.scoring.standings import ranked
from bihuan.packspec.model import Pack
from bihuan.packspec.shown import Scorecard

SCORE: Final = "score"  # facts of a sheet, kept with its fields so that lists of past days know them
GRADE: Final = "grade"


@dataclass(frozen=True, slots=True)
class RankRow:
    """A sheet with its place; those with the same score share it."""

    case: Case
    score: Decimal
    grade: str
    place: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The sheets of one time, best first. left_out: sheets without a total: no item counts, or not all are scored."""

    card: Scorecard
    rows: tuple[RankRow, ...]
    left_out: tuple[Case, ...]


def beside(case: Case) -> list[Case]:
    """Return the sheets of the same time, this one among them: below the same case, or of the same year where nothing stands above."""
    rows = Case.objects.filter(area_id=case.area_id, pack=case.pack, kind=case.kind, parent_id=case.parent_id)
    found = list(rows.select_related("responsible").order_by("order", "id"))
    if case.parent_id is not None:
        return found
    first = _first(case)
    return [one for one in found if _first(one) == first]


def _first(case: Case) -> date:
    file = CaseFile(case, local_day(case.opened_at))
    return period_of_sheet(file, needed_card(file)).first


def ranking(card: Scorecard, sheets: Iterable[Case]) -> Ranking:
    """Return sheets of one time in the order of their scores; ties share a place, sheets without a score are left out and named."""
    found = list(sheets)
    places = {one.unit: one for one in ranked({case.pk: score_of(case) for case in found})}
    rows = [
        RankRow(case, one.value, str(case.fields.get(GRADE) or ""), one.place)
        for case in found
        if (one := places.get(case.pk)) is not None
    ]
    left = tuple(case for case in found if case.pk not in places)
    return Ranking(card, tuple(sorted(rows, key=lambda row: (row.place, row.case.order, row.case.pk))), left)


def score_of(case: Case) -> Decimal | None:
    """Return the total of a sheet as it is kept; None before it has one."""
    kept = case.fields.get(SCORE)
    return None if kept is None else Decimal(str(kept))


def rank_of(case: Case) -> int | None:
    """Return the place of a sheet among those of its time, None before it has a score."""
    if score_of(case) is None:
        return None
    scores = {one.pk: score_of(one) for one in beside(case)}
    return next((one.place for one in ranked(scores) if one.unit == case.pk), None)


def ranks_among(pack: Pack, cases: Iterable[CaseAt]) -> dict[int, int]:
    """Return the place of every sheet among these cases, by id, each among those of its time, as they stood at the end of a day."""
    groups: dict[tuple[str, int], dict[int, Decimal | None]] = {}
    for case in cases:
        cards = pack.scorecards_of(case.kind)
        if cards:
            kept = case.fields.get(SCORE)
            scores = groups.setdefault((case.kind, case.parent_id or -_year(case, cards[0])), {})
            scores[case.id] = None if kept is None else Decimal(str(kept))
    return {one.unit: one.place for scores in groups.values() for one in ranked(scores)}


def by_rank(cases: Iterable[CaseAt], ranks: Mapping[int, int]) -> list[CaseAt]:
    """Return sheets best first, those below one case together and those without a place last; ranks: as `ranks_among` gives them."""
    found = list(cases)
    groups = {parent: place for place, parent in enumerate(dict.fromkeys(one.parent_id for one in found))}
    return sorted(found, key=lambda one: (groups[one.parent_id], ranks.get(one.id, len(ranks) + 1)))


def _year(case: CaseAt, card: Scorecard) -> int:
    first = case.fields.get(card.counted_from) if card.counted_from else None
    return int(str(first)[:4]) if first else case.opened_on.year
