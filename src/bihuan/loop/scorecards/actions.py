"""Scoring a sheet: by the unit itself, by the office, after an upheld appeal; and locking it when it goes to review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import BadValue, parse_number, words, written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence, attach
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.scorecards.cards import needed_card
from bihuan.loop.scorecards.locking import keep_row, number_in, totalled
from bihuan.loop.scorecards.models import ItemScore
from bihuan.loop.scorecards.queries import kept_rows
from bihuan.loop.scorecards.reckoning import rounded
from bihuan.loop.scorecards.rules import (
    check_may_adjust,
    check_may_score,
    check_may_score_itself,
    upheld_appeals,
)
from bihuan.loop.scorecards.telling import PREFIX as SCORES
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.packspec.shown import Scored

LONGEST: Final = 500
Typed = str | int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class Said:
    """
    What somebody says of one item. score: as typed, None or empty for nothing yet. note: why.

    counts: false where the item is not scored for this unit. brought: files that show it, of the unit.
    """

    score: Typed = None
    note: str = ""
    counts: bool = True
    brought: Sequence[NewEvidence] = ()


@transaction.atomic
def score_itself(
    *, case: Case, scores: Mapping[str, Said], by: Actor, at: datetime, standing: str | None = None
) -> Case:
    """
    Keep what a unit gives itself, by item, until the sheet is locked; what is not named stays as it is.

    An item by hand with more than 0 points needs something that shows it: material on file for it, or brought now.
    Raises Refused with a sentence for every item that is wrong; nothing is kept then.
    """
    file = CaseFile(lock_case(case, standing), local_day(at))
    check_may_score_itself(file, by)
    rows, items = kept_rows(file.case), needed_card(file).items
    wrong: dict[str, str] = {}
    changes: dict[str, list[Any]] = {}
    brought: list[dict[str, Any]] = []
    for id_, said in scores.items():
        item, row = _item(items, id_), rows.get(id_) or _fresh(file, id_)
        score, note = _points(item, said, wrong), written(said.note)
        _check_note(id_, note, wrong)
        if item.way == "hand" and score and not row.evidence and not said.brought:
            wrong.setdefault(f"evidence-{id_}", gettext("Bring what shows it."))
        if wrong:
            continue
        listed = attach(file, said.brought, by=by, at=at)
        brought += listed
        new = {"self_score": score, "self_note": note, "evidence": [*row.evidence, *(one["id"] for one in listed)]}
        found = _changed(row, new)
        if found:
            keep_row(row, {**new, "self_by_id": by.person_id, "self_at": at})
            changes |= found
    _refuse(wrong)
    if changes:
        body = {"changes": changes, **({"evidence": brought} if brought else {})}
        record(case=file.case, verb=Verb.SCORED_ITSELF, by=by, at=at, body=body)
    return file.case


@transaction.atomic
def score_items(
    *, case: Case, scores: Mapping[str, Said], by: Actor, at: datetime, standing: str | None = None
) -> Case:
    """
    Keep what the office gives for items by hand, by item, while the sheet is under review.

    A score that differs from what the unit gave itself, or an item that is left out, needs a reason. Raises Refused.
    """
    file = CaseFile(lock_case(case, standing), local_day(at))
    check_may_score(file, by)
    rows, items = kept_rows(file.case), needed_card(file).items
    wrong: dict[str, str] = {}
    changes: dict[str, list[Any]] = {}
    for id_, said in scores.items():
        item, row = _item(items, id_), rows.get(id_)
        if item.way != "hand" or row is None:
            wrong[f"score-{id_}"] = gettext("This item is scored from its figure.")
            continue
        score, note = (_points(item, said, wrong) if said.counts else None), written(said.note)
        _check_note(id_, note, wrong)
        differs = not said.counts or (score is not None and score != row.self_score)
        if differs and not note:
            wrong.setdefault(f"note-{id_}", gettext("Say why it is scored otherwise than by the unit, or left out."))
        if wrong:
            continue
        new = {"score": score, "note": note, "counts": said.counts}
        found = _changed(row, new)
        if found:
            keep_row(row, {**new, "scored_by_id": by.person_id, "scored_at": at})
            changes |= found
    _refuse(wrong)
    if changes:
        _record_total(file, changes, Verb.ITEMS_SCORED, {}, by=by, at=at)
    return file.case


@transaction.atomic
def adjust_scores(
    *,
    case: Case,
    scores: Sequence[tuple[str, Typed, str]],
    appeal: Case | None,
    by: Actor,
    at: datetime,
    standing: str | None = None,
) -> Case:
    """
    Change scores after an appeal that was upheld, before the sheet is settled; what they were is kept beside them.

    scores: item, score, reason. appeal: a case below the sheet that was upheld. Raises Refused.
    """
    file = CaseFile(lock_case(case, standing), local_day(at))
    check_may_adjust(file, by)
    items, rows, wrong = needed_card(file).items, kept_rows(file.case), dict[str, str]()
    if appeal is None or appeal.pk not in {one.pk for one in upheld_appeals(file)}:
        wrong["appeal"] = gettext("Choose the appeal that was upheld.")
    changes: dict[str, list[Any]] = {}
    titles, reasons = [], []
    for id_, typed, reason in scores:
        item, row, note = _item(items, id_), rows[id_], written(reason)
        points = _points(item, Said(typed), wrong)
        _check_note(id_, note, wrong)
        if not note:
            wrong[f"note-{id_}"] = gettext("Say the reason.")
        if wrong or points is None or appeal is None:
            continue
        new = {"score": points, "note": note, "counts": True}
        changes |= _changed(row, new)
        before = row.before if row.before is not None else row.score
        keep_row(row, {**new, "before": before, "appeal_id": appeal.pk, "scored_by_id": by.person_id, "scored_at": at})
        titles.append(words(item.title))
        reasons.append(note)
    _refuse(wrong)
    if changes and appeal is not None:
        said = {"items": titles, "appeal": appeal.number, "reason": "；".join(dict.fromkeys(reasons))}
        _record_total(file, changes, Verb.SCORE_ADJUSTED, said, by=by, at=at)
    return file.case


def _record_total(
    file: CaseFile, changes: dict[str, list[Any]], verb: Verb, said: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    change = Change(fields=totalled(file), extra_changes=changes)
    body = {**said, "changes": change.changes(file)}
    record(case=file.case, verb=verb, by=by, at=at, body=body, set=change.columns(file))


def _item(items: Mapping[str, Scored], id_: str) -> Scored:
    if id_ not in items:
        raise Refused(gettext("The sheet has no such item."))
    return items[id_]


def _fresh(file: CaseFile, item: str) -> ItemScore:
    return ItemScore(area_id=file.case.area_id, case=file.case, turn=file.case.turn, item=item)


def _points(item: Scored, said: Said, wrong: dict[str, str]) -> Decimal | None:
    """Return the score that was typed, None for nothing; notes what is wrong with it."""
    if said.score is None or not str(said.score).strip():
        return None
    try:
        points = Decimal(str(parse_number(said.score)))
    except BadValue as bad:
        wrong[f"score-{item.id}"] = str(bad)
        return None
    if not 0 <= points <= item.points or points != rounded(points):
        sentence = gettext("Between 0 and %(most)d, with at most two decimals.") % {"most": item.points}
        wrong[f"score-{item.id}"] = sentence
    return points


def _check_note(item: str, note: str, wrong: dict[str, str]) -> None:
    if len(note) > LONGEST:
        wrong[f"note-{item}"] = gettext("At most %(most)d characters.") % {"most": LONGEST}


def _refuse(wrong: Mapping[str, str]) -> None:
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=dict(wrong))


def _changed(row: ItemScore, new: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return what differs from the row, as the trail writes it."""
    return {
        f"{SCORES}{row.item}.{name}": [number_in(getattr(row, name)), number_in(value)]
        for name, value in new.items()
        if getattr(row, name) != value
    }
