"""Taking moves and signing reviews: one transaction, one event, all rules asked under the row lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, NotHere, Refused
from bihuan.loop.evidence.actions import NewEvidence, attach, reset_points
from bihuan.loop.lifecycle.arriving import arrive, move_reopens
from bihuan.loop.lifecycle.conditions import ancestors_read, failing
from bihuan.loop.lifecycle.given import asks_of, read_given
from bihuan.loop.lifecycle.guards import check_guards
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.review import chain_of
from bihuan.loop.lifecycle.rules import check_evidence, check_may_move, check_parent_open, check_starts_here
from bihuan.loop.trail.verbs import Verb
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
    file = CaseFile(lock_case(case, standing), local_day(at))
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
) -> Case:
    check_starts_here(file, move)
    relation = check_may_move(file, move, by)
    reopens = move_reopens(file, move)
    lock_ancestors(file, move, reopens=reopens)
    change, said = read_given(file, asks_of(file, move, reopens=reopens), given, file.day)
    also = _others(file, move)
    if reopens:
        _begin_round(file, change, at=at)
        if "parent" not in also:
            check_parent_open(file)
    brought = attach(file, evidence, by=by, at=at)
    _check_may_pass(file, move, {**change.values, **change.fields, **said})
    for other, other_move in also.items():
        _take_also(file, other, other_move, {**given, **said}, by=by, at=at)
    extra = _enter(file, move.to, change, by=by)
    body = {"move": move.id, "as": relation, **said, **({"evidence": brought} if brought else {})}
    return arrive(file, change=change, verb=Verb.MOVED, body=body, by=by, at=at, move=move.id, extra=extra)


def lock_ancestors(file: CaseFile, move: Move, *, reopens: bool) -> None:
    """Lock the rows above that a move's condition reads, and the parent of a case that reopens, before anything is asked of them."""
    kinds = ancestors_read(move.when, file)
    above = [case for case in file.ancestors if case.kind in kinds or (reopens and case.pk == file.case.parent_id)]
    locked = {case.pk: lock_case(case) for case in above}
    if locked:
        file.__dict__["ancestors"] = [locked.get(case.pk, case) for case in file.ancestors]


def _check_may_pass(file: CaseFile, move: Move, known: Mapping[str, Any]) -> None:
    wrong = failing(file, move.when, known)
    if wrong:
        raise Refused(wrong[0], missing=tuple(wrong[1:]))
    check_evidence(file, move)
    check_guards(file, move.requires)


def _begin_round(file: CaseFile, change: Change, *, at: datetime) -> None:
    """Begin round n+1: evidence must be new, points are answered anew, clocks start afresh; what was stays in the trail."""
    file.case.turn += 1
    change.values |= {"turn": file.case.turn, "closed_on": None, "finished_on": None}
    change.turned_from = file.case.turn - 1
    change.extra_changes |= reset_points(file.case)


def _enter(file: CaseFile, to: str, change: Change, *, by: Actor) -> dict[str, Any]:
    """Fill in what arriving in a state brings with it, and return the columns outside the projection."""
    state = file.lifecycle.states[to]
    change.values |= {"state": state.id, "category": state.category}
    if "due" in change.values and file.case.original_due is None:
        change.values["original_due"] = change.values["due"]
    if state.category == Category.REVIEW:
        change.values["finished_on"] = file.day
        earlier = (file.case.review or {}).get("pass", 0)
        return {"review": {"steps": chain_of(file, to), "step": 0, "pass": earlier + 1, "submitted_by": by.person_id}}
    if state.category == Category.CLOSED:
        change.values["closed_on"] = file.day
        if file.case.finished_on is None:
            change.values["finished_on"] = file.day
    elif file.state.category == Category.REVIEW and file.case.review:
        change.values["finished_on"] = None
    return {}


def enter_after_review(file: CaseFile, state: State, change: Change, *, by: Actor) -> dict[str, Any]:
    """Fill in what leaving a review for `state` brings with it."""
    return _enter(file, state.id, change, by=by)


def _others(file: CaseFile, move: Move) -> dict[str, str]:
    return dict(move.also or {})


def _take_also(file: CaseFile, link: str, move: str, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Take the move of the other case if it stands where that move begins; a refusal there refuses both."""
    target = file.ancestors[-1] if link == "parent" and file.ancestors else None
    if link != "parent":
        pk = file.case.fields.get(link)
        target = Case.objects.filter(area_id=file.case.area_id, pk=pk).first() if pk else None
    if target is None:
        return
    other = CaseFile(lock_case(target), file.day)
    found = _move_of(other, move)
    if other.case.state not in found.from_:
        return
    try:
        _take(other, found, given, by=by, at=at)
    except NotHere:
        raise
    except Refused as refusal:
        sentence = gettext("%(number)s cannot follow: %(why)s") % {"number": other.case.number, "why": refusal.sentence}
        raise Refused(sentence, fields=refusal.fields, missing=refusal.missing) from refusal
