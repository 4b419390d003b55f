"""Taking moves and signing reviews: one transaction, one event, all rules asked under the row lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import open_for_each
from bihuan.loop.cases.change import Change, file_after
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.actions import lapse_extensions
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.evidence.actions import NewEvidence, attach, reset_points
from bihuan.loop.lifecycle.arriving import arrive, move_reopens
from bihuan.loop.lifecycle.bounds import check_bounds, hold_bounds
from bihuan.loop.lifecycle.conditions import failing, lock_ancestors
from bihuan.loop.lifecycle.following import evidence_for, given_for, linked_cases, send_with
from bihuan.loop.lifecycle.given import asks_of, read_given
from bihuan.loop.lifecycle.guards import check_guards
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.review import chain_of, pledge_of
from bihuan.loop.lifecycle.rules import check_evidence, check_may_move, check_parent_open, check_starts_here
from bihuan.loop.scorecards.locking import begin_afresh, lock_sheet
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.catching_up import catch_up
from bihuan.packspec.model import Move, State


@transaction.atomic
def move_case(
    *,
    case: Case,
    move: str,
    given: Mapping[str, Any],
    by: Actor,
    at: datetime,
    standing: str | None = None,
    evidence: Sequence[NewEvidence] = (),
) -> Case:
    """
    Move a case along one move of its pack and return it as it is afterwards.

    given: answers to what the move asks, by field, party or fact id.
    standing: token of the page on which the person decided (`lifecycle.locking.standing_of`).
    evidence: material brought with the form; it is kept only if the move is taken.

    Raises Refused (NotAllowed, NotHere, OvertakenByOther) with a sentence; nothing is changed then.
    """
    file = CaseFile(catch_up(lock_case(case, standing), at), local_day(at), at)
    return _take(file, _move_of(file, move), given, by=by, at=at, evidence=evidence)


def _move_of(file: CaseFile, move: str) -> Move:
    found = file.lifecycle.moves.get(move)
    if found is None:
        raise CaseNotFound(move)
    return found


def _take(
    file: CaseFile,
    move: Move,
    given: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    evidence: Sequence[NewEvidence] = (),
    moving: frozenset[int] = frozenset(),
) -> Case:
    check_starts_here(file, move)
    relation = check_may_move(file, move, by)
    reopens = move_reopens(file, move)
    lock_ancestors(file, move.when, parent=reopens)
    change, said = read_given(file, asks_of(file, move, reopens=reopens), given, file.day)
    also = dict(move.also or {})
    if reopens:
        if "parent" not in also:
            check_parent_open(file)
        lapse_extensions(file, by=by, at=at)
        _begin_round(file, change)
    own = [new for new in evidence if not new.kind or new.kind in file.kind.evidence]
    brought = attach(file, own if also else evidence, by=by, at=at)
    after = file_after(file, change)
    _check_may_pass(after, move, said, by)
    for link, other_move in also.items():
        also_given = {**given, **said}
        _take_also(after, link, other_move, also_given, by=by, at=at, moving=moving | {file.case.pk}, evidence=evidence)
    if reopens:
        # The parent may stand where its move does not begin, as under review: then nothing reopens below it.
        check_parent_open(after)
    held = hold_bounds(file, change.fields)
    extra = _enter(file, move.to, change, by=by)
    if "pledge" in said:
        # What was ticked is kept word for word, with the name it stands under; the event has the time.
        said = {**said, "pledge": pledge_of(after, move.to), "pledged_by": by.name}
    body = {"move": move.id, "as": relation, **said, **({"evidence": brought} if brought else {}), **chain_said(extra)}
    moved = arrive(file, change=change, verb=Verb.MOVED, body=body, by=by, at=at, move=move.id, extra=extra)
    check_bounds(file, held)
    open_for_each(file, by=by, at=at)
    for link, letter in (move.sends or {}).items():
        for target in linked_cases(file, link):
            send_with(file, target, letter, said=str(said.get("reason", "")), by=by, at=at)
    return moved


def _check_may_pass(file: CaseFile, move: Move, said: Mapping[str, Any], by: Actor) -> None:
    wrong = failing(file, move.when, said)
    if wrong:
        raise Refused(wrong[0], missing=tuple(wrong[1:]))
    check_evidence(file, move)
    check_guards(file, move.requires, by)


def _begin_round(file: CaseFile, change: Change) -> None:
    """Begin round n+1: evidence must be new, points are answered anew, clocks start afresh; what was stays in the trail."""
    file.case.turn += 1
    change.values |= {"turn": file.case.turn, "closed_on": None, "finished_on": None}
    change.turned_from = file.case.turn - 1
    change.extra_changes |= reset_points(file.case)
    begin_afresh(file, change)


def _enter(file: CaseFile, to: str, change: Change, *, by: Actor) -> dict[str, Any]:
    """Fill in what arriving in a state brings with it, and return the columns outside the projection."""
    state = file.lifecycle.states[to]
    change.values |= {"state": state.id, "category": state.category}
    _keep_original_due(file, change)
    if state.category == Category.REVIEW:
        lock_sheet(file, change)
        earlier = file.case.review or {}
        goes_on = file.state.category == Category.REVIEW and bool(earlier)
        if not goes_on:
            change.values["finished_on"] = file.day
        # From one review straight into the next the submission is the same, and so is who may not sign it.
        submitted_by = earlier["submitted_by"] if goes_on else by.person_id
        submitted_for = earlier.get("submitted_for") if goes_on else by.behalf_id
        steps = chain_of(file_after(file, change), to)
        number = earlier.get("pass", 0) + 1
        review = {"steps": steps, "step": 0, "pass": number, "submitted_by": submitted_by}
        return {"review": review | ({"submitted_for": submitted_for} if submitted_for else {})}
    if state.category == Category.CLOSED:
        change.values["closed_on"] = file.day
        if file.case.finished_on is None:
            change.values["finished_on"] = file.day
    elif file.state.category == Category.REVIEW and file.case.review:
        change.values["finished_on"] = None
    return {}


def _keep_original_due(file: CaseFile, change: Change) -> None:
    """The due date of the hand-out is the original one until the round ends: a draft's date was only a proposal."""
    due = change.values.get("due", file.case.due)
    leaves_draft = file.state.category == Category.DRAFT and change.values["category"] != Category.DRAFT
    if due is not None and (leaves_draft or change.turned_from is not None or file.case.original_due is None):
        change.values["original_due"] = due


def chain_said(extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the event that begins a pass says of its levels: they are the case's own until the pass ends."""
    return {"chain": extra["review"]["steps"]} if "review" in extra else {}


def enter_after_review(file: CaseFile, state: State, change: Change, *, by: Actor) -> dict[str, Any]:
    """Fill in what leaving a review for `state` brings with it."""
    return _enter(file, state.id, change, by=by)


def _take_also(
    file: CaseFile,
    link: str,
    move: str,
    given: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    moving: frozenset[int],
    evidence: Sequence[NewEvidence],
) -> None:
    """Take the move of each other case that stands where that move begins; a refusal there refuses all."""
    for target in linked_cases(file, link):
        if target.pk in moving:
            continue
        other = CaseFile(catch_up(lock_case(target), at), file.day)
        found = _move_of(other, move)
        if other.case.state not in found.from_:
            continue
        try:
            brought = evidence_for(file, other, found, given, evidence) if link != "parent" else ()
            answers = given_for(file, other, found, given) if link != "parent" else given
            moved = _take(other, found, answers, by=by, at=at, moving=moving, evidence=brought)
        except Refused as refusal:
            sentence = gettext("%(number)s cannot follow: %(why)s") % {
                "number": other.case.number,
                "why": refusal.sentence,
            }
            raise Refused(sentence, fields=refusal.fields, missing=refusal.missing) from refusal
        if link == "parent":
            file.__dict__["ancestors"] = [*file.ancestors[:-1], moved]
