"""Locking a sheet: what the figures are on that day is written down, and nothing that happens later changes it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.scorecards.cards import card_of, needed_card
from bihuan.loop.scorecards.models import ItemScore
from bihuan.loop.scorecards.queries import kept_rows, sheet_of
from bihuan.loop.scorecards.ranking import GRADE, SCORE
from bihuan.loop.scorecards.reckoning import grade_of, total
from bihuan.loop.scorecards.telling import PREFIX as SCORES

PLACES: Final = 6


def lock_sheet(file: CaseFile, change: Change) -> None:
    """
    Write down what the figures of a sheet are as it goes to review for the first time in a turn, in the caller's transaction.

    Whether the unit submits it or the clock moves it on makes no difference. The rows' changes go into `change`, and so does the total
    where all items are scored from figures. A case that is no sheet, and a sheet that is locked, stay as they are.
    """
    if card_of(file) is None:
        return
    sheet = sheet_of(file)
    if sheet.locked:
        return
    for one in sheet.items:
        row = one.row
        row.area_id = file.case.area_id
        kept = {"locked_on": file.day, "value": one.value, "reckoned": one.reckoned, "counts": one.counts}
        keep_row(row, {**kept, "score": one.reckoned})
        for name in ("value", "reckoned"):
            if getattr(row, name) is not None:
                change.extra_changes[f"{SCORES}{row.item}.{name}"] = [None, number_in(getattr(row, name))]
        if not row.counts:
            change.extra_changes[f"{SCORES}{row.item}.counts"] = [True, False]
    change.fields |= totalled(file)


def begin_afresh(file: CaseFile, change: Change) -> None:
    """Take total and grade from a sheet whose next turn begins; what was stays in the rows of the turn before and in the trail."""
    if card_of(file) is not None:
        change.fields |= {SCORE: None, GRADE: None}


def totalled(file: CaseFile) -> dict[str, Any]:
    """Return total and grade of a sheet as its fields keep them, None for both while an item is not scored."""
    card, rows = needed_card(file), kept_rows(file.case)
    added = total(card, [(row.item, row.counts, row.score) for row in rows.values() if row.item in card.items])
    return {SCORE: number_in(added.score), GRADE: grade_of(card, added.score) or None}


def number_in(value: Any) -> Any:
    """Return a number as the trail and the fields keep it: whole as a number, else as text; anything else as it is."""
    if not isinstance(value, Decimal):
        return value
    short = round(value, PLACES).normalize()
    return int(short) if short == short.to_integral_value() else f"{short:f}"


def keep_row(row: ItemScore, new: Mapping[str, Any]) -> None:
    """Write new values of what is kept of an item, whether it is stored yet or not."""
    for name, value in new.items():
        setattr(row, name, value)
    if row.pk is None:
        row.save(force_insert=True)
    else:
        ItemScore.objects.filter(area_id=row.area_id, pk=row.pk).update(**new)
