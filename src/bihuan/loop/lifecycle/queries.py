"""What somebody may do with a case where it stands now, what each act asks, and why the others are closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.clocks.rules import check_may_ask_extension, check_may_decide_extension
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.evidence.queries import evidence_of, of_kind, points_of
from bihuan.loop.evidence.rules import can_set_standard, check_may_bring
from bihuan.loop.lifecycle.arriving import move_reopens
from bihuan.loop.lifecycle.asking import Ask, asked
from bihuan.loop.lifecycle.conditions import failing
from bihuan.loop.lifecycle.given import asks_of
from bihuan.loop.lifecycle.guards import check_guards
from bihuan.loop.lifecycle.locking import switched_off
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.lifecycle.packs import is_off
from bihuan.loop.lifecycle.review import chain_of, checks_of, open_relations, signatures
from bihuan.loop.lifecycle.rules import (
    check_may_move,
    check_parent_open,
    relation_title,
    relation_titles,
    signing_relation,
)
from bihuan.packspec.model import Kind, Move

Act = Literal["move", "sign", "ask_extension", "decide_extension", "correct", "standard", "evidence", "chain", "open"]
RANK = {Category.DRAFT: 0, Category.OPEN: 1, Category.REVIEW: 2, Category.CLOSED: 3}
VERDICTS = ("pass", "return", "refuse")


@dataclass(frozen=True, slots=True)
class Need:
    """A kind of evidence that a move asks for, and what of it is on file in this round."""

    kind: str
    title: str
    on_file: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """
    Something the person may do now.

    id: move, verdict, clock, kind of case, or `kind.state` of a review chain, as the act needs.
    relation: as what the person acts. leads_to: title of the state that follows; waits_for: who acts there.
    """

    act: Act
    id: str
    title: str
    relation: str = ""
    leads_to: str = ""
    waits_for: str = ""
    asks: tuple[Ask, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """Something that cannot be done now, why, and what is missing, one line each."""

    act: Act
    id: str
    title: str
    reason: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offers:
    """What is open to somebody and what is closed, in the order of the lifecycle."""

    open: tuple[Offer, ...]
    closed: tuple[Closed, ...]

    def find(self, act: Act, which: str = "") -> Offer | Closed | None:
        """Return the open or closed entry of an act; without `which` the first of that act."""
        entries: list[Offer | Closed] = [*self.open, *self.closed]
        return next((one for one in entries if one.act == act and which in ("", one.id)), None)

    def may(self, act: Act, which: str = "") -> bool:
        """Return whether an act is open."""
        return isinstance(self.find(act, which), Offer)


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """
    What a reviewer sees of the running step.

    relations: whose opinion the step still lacks; signed: opinions given in this pass.
    chain: titles of the signers, step by step.
    """

    step: int
    steps: int
    relations: tuple[str, ...]
    checks: tuple[str, ...]
    points: tuple[StandardPoint, ...]
    signed: tuple[Signature, ...]
    chain: tuple[str, ...]
    passes_to: str
    returns_to: str
    refuses_to: str


def offers(case: Case, actor: Actor, day: date) -> Offers:
    """Return what `actor` may do with a case on a day, and why not the rest."""
    return offers_of(CaseFile(case, day), actor)


def offers_of(file: CaseFile, actor: Actor, evidence: Sequence[Evidence] | None = None) -> Offers:
    """Return what `actor` may do with the case of a file; `evidence`: its rows, where the caller has read them."""
    if is_off(file.case.area_id, file.case.pack):
        return Offers((), (Closed("move", "", gettext("Switched off"), switched_off()),))
    rows = evidence_of(file.case) if evidence is None else evidence
    entries: list[Offer | Closed] = []
    if file.case.category == Category.REVIEW:
        entries += _signing(file, actor)
    entries += [entry for move in file.lifecycle.moves.values() if (entry := _moving(file, move, actor, rows))]
    entries += _extensions(file, actor)
    entries += _keeping(file, actor)
    entries += [entry for kind in file.pack.children(file.kind.id) if (entry := _opening(file, kind, actor))]
    return Offers(
        tuple(entry for entry in entries if isinstance(entry, Offer)),
        tuple(entry for entry in entries if isinstance(entry, Closed)),
    )


def _refused(act: Act, which: str, title: str, refusal: Refused) -> Closed:
    return Closed(act, which, title, refusal.sentence, refusal.missing)


def _moving(file: CaseFile, move: Move, actor: Actor, rows: Sequence[Evidence]) -> Offer | Closed | None:
    title = words(move.title)
    if file.case.state not in move.from_:
        return _later(file, move, actor, title)
    if set(move.by) == {"clock"}:
        return None
    try:
        relation = check_may_move(file, move, actor)
        _check_ready(file, move, actor)
    except Refused as refusal:
        return _refused("move", move.id, title, refusal)
    return Offer(
        "move",
        move.id,
        title,
        relation_title(file, relation),
        words(file.lifecycle.states[move.to].title),
        waits_for(file, move.to),
        asked(file, asks_of(file, move, reopens=move_reopens(file, move))),
        tuple(_need(file, move, kind, rows) for kind in move.evidence),
    )


def _check_ready(file: CaseFile, move: Move, actor: Actor) -> None:
    """Raise Refused for all that no answer in the form could mend; what the form asks is asked when it is sent."""
    reopens = move_reopens(file, move)
    asks = asks_of(file, move, reopens=reopens)
    wrong = failing(file, tuple(clause for clause in move.when or () if clause.path not in asks))
    if wrong:
        raise Refused(wrong[0], missing=tuple(wrong[1:]))
    check_guards(file, move.requires, actor)
    if reopens and "parent" not in (move.also or {}):
        check_parent_open(file)
    if file.lifecycle.states[move.to].category == Category.REVIEW:
        chain_of(file, move.to)


def _later(file: CaseFile, move: Move, actor: Actor, title: str) -> Closed | None:
    """Name a move of the actor's that begins further on; what lies behind is left out."""
    states = [file.lifecycle.states[state] for state in move.from_]
    ahead = all(RANK[Category(state.category)] > RANK[Category(file.case.category)] for state in states)
    if not ahead or not any(stands_as(actor, file, relation) for relation in move.by if relation != "clock"):
        return None
    names = gettext(" or ").join(gettext("“%(name)s”") % {"name": words(state.title)} for state in states)
    return Closed("move", move.id, title, gettext("Only while the case is %(states)s.") % {"states": names})


def _need(file: CaseFile, move: Move, kind: str, rows: Sequence[Evidence]) -> Need:
    # A reopening asks for evidence of the round that it begins: nothing of it can be on file yet.
    on_file = () if move_reopens(file, move) else tuple(of_kind(rows, kind, file.case.turn))
    return Need(kind, words(file.kind.evidence[kind]), on_file)


def waits_for(file: CaseFile, state: str) -> str:
    """Return who acts first once a case stands in `state`, as a phrase; empty where nobody does."""
    target = file.lifecycle.states[state]
    if target.category == Category.CLOSED:
        return ""
    if target.category == Category.REVIEW:
        try:
            return all_of(file, chain_of(file, state)[0]["signed_by"])
        except Refused:
            return ""
    moves = [move for move in file.lifecycle.moves_from(state) if "clock" not in move.by]
    return relation_titles(file, moves[0].by) if moves else ""


def _signing(file: CaseFile, actor: Actor) -> list[Offer | Closed]:
    signed = signatures(file)
    lacking = open_relations(file, signed)
    exits = {"pass": file.state.passes_to, "return": file.state.returns_to, "refuse": file.state.refuses_to}
    titles = {"pass": gettext("Pass"), "return": gettext("Return for repair"), "refuse": gettext("Refuse")}
    try:
        relation = signing_relation(file, actor, lacking, signed)
    except Refused as refusal:
        return [_refused("sign", "pass", gettext("Review"), refusal)]
    found: list[Offer | Closed] = []
    for verdict in VERDICTS:
        target = exits[verdict]
        if target is None:
            continue
        try:
            _check_passes(file, verdict, lacking)
        except Refused as refusal:
            found.append(_refused("sign", verdict, titles[verdict], refusal))
            continue
        leads_to, who = _after(file, verdict, target, lacking)
        found.append(Offer("sign", verdict, titles[verdict], relation_title(file, relation), leads_to, who))
    return found


def _check_passes(file: CaseFile, verdict: str, lacking: Sequence[str]) -> None:
    review = file.case.review or {}
    if verdict != "pass" or len(lacking) > 1 or review["step"] + 1 < len(review["steps"]):
        return
    wrong = failing(file, file.state.when)
    if wrong:
        raise Refused(wrong[0], missing=tuple(wrong[1:]))
    check_guards(file, file.state.requires)


def _after(file: CaseFile, verdict: str, target: str, lacking: Sequence[str]) -> tuple[str, str]:
    """Return the title of the state after a signature, and who acts then."""
    review = file.case.review or {}
    here = words(file.state.title)
    if len(lacking) > 1:
        return here, all_of(file, lacking)
    if verdict == "pass" and review["step"] + 1 < len(review["steps"]):
        return here, all_of(file, review["steps"][review["step"] + 1]["signed_by"])
    return words(file.lifecycle.states[target].title), waits_for(file, target)


def _extensions(file: CaseFile, actor: Actor) -> list[Offer | Closed]:
    clocks = [clock for clock in file.kind.clocks.values() if clock.extension is not None]
    if not clocks or file.case.category in {Category.DRAFT, Category.CLOSED}:
        return []
    found: list[Offer | Closed] = []
    request = open_extension(file.case)
    for clock in clocks:
        title = gettext("Ask for an extension")
        try:
            check_may_ask_extension(file, clock.id, actor)
            decider = relation_titles(file, clock.extension.decided_by) if clock.extension else ""
            found.append(Offer("ask_extension", clock.id, title, waits_for=decider))
        except Refused as refusal:
            found.append(_refused("ask_extension", clock.id, title, refusal))
    if request is not None:
        found.append(_deciding(file, request, actor))
    return found


def _deciding(file: CaseFile, request: ExtensionRequest, actor: Actor) -> Offer | Closed:
    title = gettext("Answer the extension")
    try:
        check_may_decide_extension(file, request, actor)
    except Refused as refusal:
        return _refused("decide_extension", request.clock, title, refusal)
    return Offer("decide_extension", request.clock, title)


def open_extension(case: Case) -> ExtensionRequest | None:
    """Return the extension that was asked for and is not answered yet, with who asked."""
    rows = ExtensionRequest.objects.filter(area_id=case.area_id, case_id=case.pk, granted__isnull=True)
    return rows.select_related("asked_by").first()


def _keeping(file: CaseFile, actor: Actor) -> list[Offer | Closed]:
    """Return what is done to the file of a case beside its moves: standard, material, corrections, levels of review."""
    found: list[Offer | Closed] = []
    if can_set_standard(file, actor):
        found.append(Offer("standard", "", gettext("Set the completion standard")))
    bring = gettext("Bring material")
    try:
        check_may_bring(file, actor)
        found.append(Offer("evidence", "", bring))
    except NotHere as refusal:
        found.append(_refused("evidence", "", bring, refusal))
    except NotAllowed:
        pass  # who takes no part does not look for it
    if stands_as(actor, file, "desk.office"):
        found.append(Offer("correct", "", gettext("Correct")))
        found += [
            Offer("chain", f"{kind.id}.{state}", gettext("Levels of review: %(kind)s") % {"kind": words(kind.title)})
            for kind in file.pack.kinds.values()
            for state, review in kind.review.items()
            if review.set_by == file.kind.id
        ]
    return found


def _opening(file: CaseFile, kind: Kind, actor: Actor) -> Offer | None:
    if file.case.category in {Category.REVIEW, Category.CLOSED}:
        return None
    if not any(stands_as(actor, file, relation) for relation in kind.opened_by if relation != "clock"):
        return None
    return Offer("open", kind.id, gettext("Add: %(kind)s") % {"kind": words(kind.title)})


def review_sheet(file: CaseFile) -> ReviewSheet | None:
    """Return what the running step of a review asks of its signers; None outside a review."""
    review = file.case.review
    if not review or file.case.category != Category.REVIEW:
        return None
    signed = signatures(file)
    state = file.state
    return ReviewSheet(
        step=review["step"] + 1,
        steps=len(review["steps"]),
        relations=tuple(relation_title(file, relation) for relation in open_relations(file, signed)),
        checks=tuple(words(check) for check in checks_of(file)),
        points=tuple(points_of(file.case)),
        signed=tuple(signed),
        chain=tuple(all_of(file, step["signed_by"]) for step in review["steps"]),
        passes_to=_state_title(file, state.passes_to),
        returns_to=_state_title(file, state.returns_to),
        refuses_to=_state_title(file, state.refuses_to),
    )


def all_of(file: CaseFile, relations: Sequence[str]) -> str:
    """Return relations that act together in one phrase."""
    return gettext(" and ").join(relation_title(file, relation) for relation in relations)


def _state_title(file: CaseFile, state: str | None) -> str:
    return words(file.lifecycle.states[state].title) if state else ""


def relations_shown(file: CaseFile, offered: Offers) -> tuple[str, ...]:
    """Return as what the person acts in the moves that are open, each once."""
    return tuple(dict.fromkeys(offer.relation for offer in offered.open if offer.relation))
