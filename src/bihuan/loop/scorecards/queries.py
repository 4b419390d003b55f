"""Score sheets to read: items with figure, self-score and score; the total; the sheet of the year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import Period
from bihuan.loop.cases.values import words
from bihuan.loop.scorecards.cards import card_of, needed_card
from bihuan.loop.scorecards.models import ItemScore
from bihuan.loop.scorecards.periods import figure_of, item_values, period_of_sheet
from bihuan.loop.scorecards.reckoning import Total, grade_of, points_of, total
from bihuan.packspec.model import Figure, Pack
from bihuan.packspec.shown import Scorecard, Scored

MOST_BEFORE: Final = 20  # sheets of a unit, of all cards, that are looked at for the time before


@dataclass(frozen=True, slots=True)
class SheetItem:
    """
    One item of a sheet. row: what is kept of it, not stored yet where nothing is. value, reckoned: of the lock, before it of the day.

    score: what counts now: before the lock the points that follow from the figure. owner, figure: where the value comes from.
    """

    item: Scored
    row: ItemScore
    value: Decimal | None
    reckoned: Decimal | None
    counts: bool
    score: Decimal | None
    owner: Pack | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score sheet. day: on which its figures were taken: of the lock, before it the day that is looked at."""

    card: Scorecard
    case: Case
    period: Period
    day: date
    locked: bool
    items: tuple[SheetItem, ...]
    total: Total
    grade: str

    @property
    def score(self) -> Decimal | None:
        """The total out of the full points of the card, None before all items are scored."""
        return self.total.score

    @property
    def left_out(self) -> tuple[SheetItem, ...]:
        """The items that do not count for this unit."""
        return tuple(one for one in self.items if not one.counts)


def sheet_of(file: CaseFile) -> Sheet:
    """Return the sheet of a case. Raises Refused for a case that is no sheet."""
    card, case = needed_card(file), file.case
    rows = kept_rows(case)
    locked_on = next((row.locked_on for row in rows.values() if row.locked_on is not None), None)
    values = {} if locked_on is not None else item_values(file, card, file.day)
    items = tuple(_item(file, item, rows.get(item.id), values) for item in card.items.values())
    added = total(card, [(one.item.id, one.counts, one.score) for one in items])
    return Sheet(
        card=card,
        case=case,
        period=period_of_sheet(file, card),
        day=locked_on or file.day,
        locked=locked_on is not None,
        items=items,
        total=added,
        grade=grade_of(card, added.score),
    )


def _item(file: CaseFile, item: Scored, row: ItemScore | None, values: Mapping[str, Decimal | None]) -> SheetItem:
    found = figure_of(file, item)
    owner, figure = found if found is not None else (None, None)
    kept = row if row is not None else ItemScore(case=file.case, turn=file.case.turn, item=item.id)
    if kept.locked_on is not None:
        return SheetItem(item, kept, kept.value, kept.reckoned, kept.counts, kept.score, owner, figure)
    value = values.get(item.id)
    reckoned = points_of(item, value, lower_is_better=figure is not None and figure.better == "lower")
    counts = item.way == "hand" or reckoned is not None
    return SheetItem(item, kept, value, reckoned, counts, reckoned, owner, figure)


def kept_rows(case: Case) -> dict[str, ItemScore]:
    """Return what is kept of the items of a sheet in its present turn, by item; one query."""
    rows = ItemScore.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn)
    return {row.item: row for row in rows.select_related("self_by", "scored_by", "appeal")}


def scores_missing(file: CaseFile) -> list[str]:
    """Return the titles of the items by hand that are not scored: by the unit before the lock, by the office under review."""
    card, rows = card_of(file), kept_rows(file.case)
    if card is None:
        return []
    reviewed = file.case.category == "review"
    missing = []
    for item in card.items.values():
        row = rows.get(item.id)
        by_office = row is None or (row.counts and row.score is None)
        by_unit = item.way == "hand" and (row is None or row.self_score is None)
        if by_office if reviewed else by_unit:
            missing.append(words(item.title))
    return missing


def sheet_before(file: CaseFile) -> Case | None:
    """Return the sheet of the same unit from the time before, None where there is none."""
    case = file.case
    rows = Case.objects.filter(
        area_id=case.area_id, pack=case.pack, kind=case.kind, responsible_id=case.responsible_id, pk__lt=case.pk
    )
    if case.responsible_id is None:
        return None
    if case.parent_id is not None:
        rows = rows.exclude(parent_id=case.parent_id)
    own = card_of(file)
    found = rows.order_by("-opened_at", "-pk")[:MOST_BEFORE]
    return next((one for one in found if card_of(CaseFile(one, file.day)) == own), None)


def is_sheet(file: CaseFile) -> bool:
    """Return whether a case is a score sheet."""
    return card_of(file) is not None
