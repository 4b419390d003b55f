"""Who may draw a sample, fill in a check and say who keeps away."""

from __future__ import annotations

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.lifecycle.rules import relation_titles
from bihuan.loop.lifecycle.unfolding import kinds_for_each
from bihuan.loop.sampling.avoiding import conflicts_of
from bihuan.loop.sampling.checking import is_check

OFFICE = "desk.office"
FILLED = "checks_filled"


def check_may_draw(file: CaseFile, actor: Actor) -> None:
    """Raise Refused unless the actor may draw the sample of a plan now: the office, before the checks have begun."""
    check_is_plan(file)
    check_office(file, actor)
    if file.case.category in {Category.CLOSED, Category.REVIEW} or has_checks(file):
        raise NotHere(gettext("The checks have begun. A case of the sample can only be replaced, with a reason."))


def check_may_replace(file: CaseFile, actor: Actor) -> None:
    """Raise Refused unless the actor may put another case into the place of one that was drawn."""
    check_is_plan(file)
    check_office(file, actor)
    if file.case.category == Category.CLOSED:
        raise NotHere(gettext("The plan is closed; its sample stays as it is."))


def check_is_plan(file: CaseFile) -> None:
    """Raise Refused for a case of a kind that draws nothing."""
    if not file.kind.samples:
        raise Refused(gettext("A case of this kind draws no sample."))


def check_office(file: CaseFile, actor: Actor) -> None:
    """Raise NotAllowed unless the actor holds the office of the pack."""
    if not stands_as(actor, file, OFFICE):
        raise NotAllowed(gettext("Only %(who)s may do this.") % {"who": relation_titles(file, [OFFICE])})


def has_checks(file: CaseFile) -> bool:
    """Return whether cases have opened below the plan for what was drawn."""
    kinds = [kind.id for kind in kinds_for_each(file)]
    return Case.objects.filter(area_id=file.case.area_id, parent_id=file.case.pk, kind__in=kinds).exists()


def check_may_fill(file: CaseFile, actor: Actor) -> None:
    """
    Raise Refused unless the actor may fill in the check list and the call-backs of a check now.

    Those may who report the check, while it can be reported and not after; nobody who has to keep away.
    """
    if not is_check(file):
        raise Refused(gettext("A case of this kind has no check list."))
    moves = [move for move in file.lifecycle.moves_from(file.case.state) if FILLED in move.requires]
    if not moves:
        raise NotHere(gettext("The check is reported; what was found stays as it is."))
    relations = [relation for move in moves for relation in move.by if relation != "clock"]
    if not any(stands_as(actor, file, relation) for relation in relations):
        raise NotAllowed(gettext("Only %(who)s may do this.") % {"who": relation_titles(file, relations)})
    conflicts = [str(one) for one in conflicts_of(file, actor) if one.person_id in actor.persons]
    if conflicts:
        raise NotAllowed(gettext("You have to keep away from this case."), missing=tuple(conflicts))


def can_fill(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor may fill in the check now."""
    try:
        check_may_fill(file, actor)
    except Refused:
        return False
    return True
