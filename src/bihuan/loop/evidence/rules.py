"""Who may bring evidence and set standards, and when."""

from __future__ import annotations

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.evidence.models import Evidence

BRINGS = ("responsible", "assisting", "handler", "lead", "panel", "applicant", "desk.office")


def check_may_bring(file: CaseFile, actor: Actor) -> None:
    """Raise NotAllowed unless the actor takes part, NotHere unless the case is open and nobody reviews it now."""
    if not any(stands_as(actor, file, relation) for relation in BRINGS):
        raise NotAllowed(gettext("Only the units that take part and the office bring material."))
    if file.state.category == Category.REVIEW:
        raise NotHere(
            gettext(
                "While the case is under review, its material is locked. It can be withdrawn from review or returned."
            )
        )
    if file.state.category == Category.CLOSED:
        raise NotHere(gettext("The case is closed; its material does not change any more."))


def check_may_withdraw(file: CaseFile, actor: Actor, row: Evidence) -> None:
    """Raise unless the actor brought the material or keeps the ledger, and it belongs to the running round."""
    check_may_bring(file, actor)
    if row.turn != file.case.turn:
        raise NotHere(gettext("Material of an earlier round does not change any more."))
    if row.added_by_id != actor.person_id and not stands_as(actor, file, "desk.office"):
        raise NotAllowed(gettext("Only who brought it or the office may withdraw it."))


def check_may_set_standard(file: CaseFile, actor: Actor) -> None:
    """Raise unless the office acts, before hand-out, on a kind that has a standard."""
    if "standard" not in file.kind.uses:
        raise NotHere(gettext("Cases of this kind have no completion standard."))
    if not stands_as(actor, file, "desk.office"):
        raise NotAllowed(gettext("The office sets the completion standard."))
    if file.state.category != Category.DRAFT:
        raise NotHere(gettext("The completion standard is fixed at hand-out and does not change any more."))


def can_bring(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor may bring evidence now."""
    try:
        check_may_bring(file, actor)
    except Refused:
        return False
    return True


def can_set_standard(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor may set the standard now."""
    try:
        check_may_set_standard(file, actor)
    except Refused:
        return False
    return True
