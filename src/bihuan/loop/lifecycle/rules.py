"""Who may take which move: every `check_…` raises with a sentence for the user, every `can_…` answers yes or no."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.cases.relations import ASSISTING, DESK, stands_as
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.computing import reading_of
from bihuan.loop.clocks.models import Stay
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.lifecycle.models import Signature
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Move

RELATION_TITLES: dict[str, Text] = {
    "responsible": Text("责任单位", "the responsible unit"),
    "responsible_head": Text("责任单位主要负责人", "the head of the responsible unit"),
    "lead": Text("牵头单位", "the lead unit"),
    "lead_head": Text("牵头单位主要负责人", "the head of the lead unit"),
    "assisting": Text("配合单位", "an assisting unit"),
    "leader": Text("责任领导", "the leader in charge"),
    "handler": Text("经办人", "the handler"),
    "panel": Text("专班成员", "a member of the task force"),
    "opener": Text("登记人", "who opened it"),
    "superior": Text("上级单位负责人", "the head of the superior unit"),
    "applicant": Text("申请人", "the applicant"),
    "anyone": Text("任何人", "anyone"),
    "public": Text("社会公众", "the public"),
    "clock": Text("系统按时办理", "the system, in time"),
}
ONE_OF_SEVERAL: Final = Text("{party}{unit}", "{unit} ({party})")


def relation_title(file: CaseFile, relation: str) -> str:
    """Return how a relation is called: the office of a desk, else its general name."""
    if relation.startswith(DESK):
        return words(file.pack.desks[relation.removeprefix(DESK)])
    if relation.startswith(ASSISTING):
        # One that assists no longer keeps its opinion, under the general name.
        here = (unit.name for unit in file.units("assisting") if relation == f"{ASSISTING}{unit.pk}")
        name = next(here, None)
        party = file.kind.parties.get("assisting", RELATION_TITLES["assisting"])
        return words(ONE_OF_SEVERAL.format(unit=name, party=party) if name else party)
    return words(RELATION_TITLES[relation])


def relation_titles(file: CaseFile, relations: tuple[str, ...] | list[str]) -> str:
    """Return several relations in one phrase."""
    return gettext(" or ").join(relation_title(file, relation) for relation in relations)


def check_starts_here(file: CaseFile, move: Move) -> None:
    """Raise NotHere unless the case stands where the move begins."""
    if file.case.state not in move.from_:
        raise NotHere(
            gettext("“%(move)s” cannot be done while the case is “%(state)s”.")
            % {"move": words(move.title), "state": words(file.state.title)}
        )


def check_may_move(file: CaseFile, move: Move, actor: Actor) -> str:
    """Return the relation by which the actor may take the move. Raises NotAllowed."""
    if actor.is_system and "clock" in move.by:
        check_clock(file, move)
        return "clock"
    for relation in move.by:
        if relation != "clock" and stands_as(actor, file, relation):
            check_four_eyes(file, move, actor)
            check_clock(file, move)
            return relation
    raise NotAllowed(gettext("Only %(who)s may do this.") % {"who": relation_titles(file, move.by)})


def check_clock(file: CaseFile, move: Move) -> None:
    """Raise NotHere before the day after a move's `after` clock ends, and from the day after its `before` clock ends."""
    if move.after and not _is_over(file, move.after):
        sentence = gettext("“%(move)s” waits until “%(clock)s” has run out.")
        raise NotHere(sentence % {"move": words(move.title), "clock": words(file.kind.clocks[move.after].title)})
    if move.before and _is_over(file, move.before):
        sentence = gettext("“%(clock)s” has run out; “%(move)s” is not possible any more.")
        raise NotHere(sentence % {"move": words(move.title), "clock": words(file.kind.clocks[move.before].title)})


def _is_over(file: CaseFile, clock: str) -> bool:
    reading = reading_of(file, file.kind.clocks[clock], calendar_of(file.case.area_id))
    return reading is not None and (reading.stopped_on or file.day) > reading.due_on


def check_four_eyes(file: CaseFile, move: Move, actor: Actor) -> None:
    """Raise NotAllowed if the actor took one of the moves in this round after which others must act."""
    if not move.not_by:
        return
    case = file.case
    taken = Stay.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn, move__in=move.not_by)
    if taken.filter(Q(entered_by__in=actor.persons) | Q(entered_for__in=actor.persons)).exists():
        raise NotAllowed(gettext("You took part in this yourself; somebody else has to do it."))


def check_parent_open(file: CaseFile) -> None:
    """Raise Refused when the case above is closed or under review: nothing opens or reopens under it."""
    if not file.ancestors:
        return
    above = file.ancestors[-1]
    if above.category in {Category.CLOSED, Category.REVIEW}:
        raise Refused(
            gettext("The case above, %(number)s, is closed or under review. Reopen or return it first.")
            % {"number": above.number}
        )


def check_evidence(file: CaseFile, move: Move) -> None:
    """Raise Refused naming the kinds of evidence that a move asks for and that are not on file in this round."""
    if not move.evidence:
        return
    case = file.case
    on_file = set(
        Evidence.objects.filter(
            area_id=case.area_id, case_id=case.pk, turn=case.turn, withdrawn_at__isnull=True, kind__in=move.evidence
        ).values_list("kind", flat=True)
    )
    missing = [words(file.kind.evidence[kind]) for kind in move.evidence if kind not in on_file]
    if missing:
        raise Refused(
            gettext("Evidence is missing: %(missing)s.") % {"missing": "、".join(missing)}, missing=tuple(missing)
        )


def signing_relation(file: CaseFile, actor: Actor, open_relations: list[str], signed: list[Signature]) -> str:
    """
    Return the relation for which the actor signs the running step.

    Raises NotAllowed: who submitted may not review, nobody signs twice in one pass, and only the step's own signers sign.
    """
    review = file.case.review or {}
    # Whoever is stood in for counts as having acted: no work is approved, and no pass signed twice, by way of a delegation.
    if actor.persons & {review.get("submitted_by"), review.get("submitted_for")}:
        if actor.on_behalf is not None and actor.person_id != review.get("submitted_by"):
            sentence = gettext("%(who)s submitted this; nobody reviews it for %(who)s.")
            raise NotAllowed(sentence % {"who": actor.on_behalf.name})
        raise NotAllowed(gettext("You submitted this yourself. Submitting and reviewing must be two people."))
    if any(actor.persons & {signature.person_id, signature.person_for} for signature in signed):
        if actor.on_behalf is not None:
            sentence = gettext("You or %(who)s have already signed in this pass.")
            raise NotAllowed(sentence % {"who": actor.on_behalf.name})
        raise NotAllowed(gettext("You have already signed in this pass."))
    for relation in open_relations:
        if stands_as(actor, file, relation):
            return relation
    raise NotAllowed(gettext("This level is reviewed by %(who)s.") % {"who": relation_titles(file, open_relations)})


def can_move(file: CaseFile, move: Move, actor: Actor) -> bool:
    """Return whether the actor may take the move where the case stands now."""
    try:
        check_starts_here(file, move)
        check_may_move(file, move, actor)
    except Refused:
        return False
    return True
