"""Who may score a sheet, and when: the unit before it is locked, the office under review, the office again after an upheld appeal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.lifecycle.rules import relation_titles
from bihuan.loop.scorecards.cards import needed_card

OFFICE: Final = "desk.office"
OWN: Final = ("responsible", "responsible_head", "handler")


def waits_for_unit(file: CaseFile) -> bool:
    """Return whether the sheet stands where the unit scores itself: open, and a move leads from here into a review."""
    if file.case.category not in {Category.DRAFT, Category.OPEN}:
        return False
    states = file.lifecycle.states
    return any(states[move.to].category == Category.REVIEW for move in file.lifecycle.moves_from(file.case.state))


def check_may_score_itself(file: CaseFile, actor: Actor) -> None:
    """Raise Refused unless the actor may enter what the unit gives itself now."""
    needed_card(file)
    if not waits_for_unit(file):
        raise NotHere(gettext("The sheet is locked; what the unit gave itself stays as it is."))
    if not any(stands_as(actor, file, relation) for relation in OWN):
        raise NotAllowed(gettext("Only %(who)s may do this.") % {"who": relation_titles(file, ["responsible"])})


def check_may_score(file: CaseFile, actor: Actor) -> None:
    """Raise Refused unless the actor may score the items by hand now: the office or who signs the review, never the unit itself."""
    needed_card(file)
    if file.case.category != Category.REVIEW:
        raise NotHere(gettext("Items are scored while the sheet is under review."))
    _check_office(file, actor, _signers(file))


def check_may_adjust(file: CaseFile, actor: Actor) -> None:
    """Raise Refused unless the actor may change a score after an appeal now."""
    needed_card(file)
    if waits_for_unit(file) or file.case.category != Category.OPEN:
        raise NotHere(gettext("A score is changed after an upheld appeal, before the sheet is settled."))
    _check_office(file, actor, [OFFICE])
    if not upheld_appeals(file):
        raise NotHere(gettext("No appeal was upheld; the scores stand."))


def _check_office(file: CaseFile, actor: Actor, relations: list[str]) -> None:
    if not any(stands_as(actor, file, relation) for relation in relations):
        raise NotAllowed(gettext("Only %(who)s may do this.") % {"who": relation_titles(file, relations)})
    if file.case.responsible_id is not None and file.case.responsible_id in {post.unit_id for post in actor.posts}:
        raise NotAllowed(gettext("Nobody scores the own unit. Somebody else of the office has to do it."))


def _signers(file: CaseFile) -> list[str]:
    steps = (file.case.review or {}).get("steps", ())
    named = [relation for step in steps for relation in step.get("signed_by", ())]
    return list(dict.fromkeys([OFFICE, *(one for one in named if one not in OWN)]))


def upheld_appeals(file: CaseFile) -> list[Case]:
    """Return the cases below a sheet that ended where their review passes to: appeals that were upheld, oldest first."""
    rows = Case.objects.filter(
        area_id=file.case.area_id, parent_id=file.case.pk, category=Category.CLOSED, turn__gte=1
    ).order_by("id")
    return [case for case in rows if _upheld(CaseFile(case, file.day))]


def _upheld(appeal: CaseFile) -> bool:
    return any(state.passes_to == appeal.case.state for state in appeal.lifecycle.states.values())


def can(check: Callable[[CaseFile, Actor], None], file: CaseFile, actor: Actor) -> bool:
    """Return whether one of the checks above lets the actor through."""
    try:
        check(file, actor)
    except Refused:
        return False
    return True
