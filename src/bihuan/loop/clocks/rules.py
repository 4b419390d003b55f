"""Who may ask for a later due date, who decides, and until when."""

from __future__ import annotations

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.clocks.calendar import workdays_between
from bihuan.loop.clocks.extending import extension_rule
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.lifecycle.rules import relation_titles


def check_may_ask_extension(file: CaseFile, clock: str, actor: Actor) -> None:
    """Raise unless the clock runs, may be extended, is asked early enough and not too often, by who may ask."""
    declared, rule = file.kind.clocks.get(clock), extension_rule(file, clock)
    if declared is None or rule is None:
        raise NotHere(gettext("This due date cannot be extended."))
    if not any(stands_as(actor, file, relation) for relation in rule.by):
        raise NotAllowed(gettext("Only %(who)s may ask for an extension.") % {"who": relation_titles(file, rule.by)})
    if file.case.state not in declared.runs_in or file.case.due is None:
        raise NotHere(gettext("An extension is asked for while the clock runs."))
    asked = ExtensionRequest.objects.filter(
        area_id=file.case.area_id, case_id=file.case.pk, turn=file.case.turn, clock=clock
    )
    if any(request.granted is None for request in asked):
        raise Refused(gettext("An extension is asked for already and waits for its answer."))
    if rule.times is not None and sum(1 for request in asked if request.granted) >= rule.times:
        raise Refused(
            gettext("The due date was extended %(times)s times already; more is not allowed.") % {"times": rule.times}
        )
    if file.day > file.case.due:
        raise Refused(
            gettext("An extension is asked for before the due date; it was %(due)s.") % {"due": file.case.due}
        )
    early = rule.workdays_before
    left = workdays_between(file.day, file.case.due, calendar=file.calendar)
    if early is not None and left < early:
        raise Refused(
            gettext("An extension is asked for at least %(early)s working days before the due date; %(left)s are left.")
            % {"early": early, "left": max(left, 0)}
        )


def deciders_of(file: CaseFile, request: ExtensionRequest) -> tuple[str, ...]:
    """Return the relations that decide on a request: fixed when it was asked, so that no later setting takes it from them."""
    if request.to_decide:
        return tuple(request.to_decide)
    rule = extension_rule(file, request.clock)
    return rule.decided_by if rule is not None else ()


def check_may_decide_extension(file: CaseFile, request: ExtensionRequest, actor: Actor) -> None:
    """Raise unless the actor decides on extensions of this clock and did not ask for this one."""
    if file.state.category == Category.CLOSED:
        raise NotHere(gettext("The case is closed; its due date does not change any more."))
    relations = deciders_of(file, request)
    if not any(stands_as(actor, file, relation) for relation in relations):
        raise NotAllowed(
            gettext("Only %(who)s may decide on an extension.") % {"who": relation_titles(file, relations)}
        )
    if actor.persons & {request.asked_by_id, request.asked_by_for}:
        raise NotAllowed(gettext("You asked for this extension yourself; somebody else decides."))
