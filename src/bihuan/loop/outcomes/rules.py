"""Who records outcomes, and who sees whom they concern."""

from __future__ import annotations

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.outcomes.models import Outcome, Sort

USES = {Sort.DISPOSITION: "dispositions", Sort.RECOVERY: "recoveries", Sort.INSTRUMENT: "instruments"}
DECIDE = ("desk.discipline", "desk.organisation")
WORK = ("responsible", "handler", "lead")


def check_may_record(file: CaseFile, actor: Actor, sort: Sort) -> None:
    """
    Raise Refused unless the actor may record an outcome of this sort here.

    Dispositions: the organs that decide them, and the office. Money and rules: also who works on the case, while it is open.
    """
    if USES[sort] not in file.kind.uses:
        raise NotHere(gettext("This kind of case keeps no such records."))
    if any(stands_as(actor, file, relation) for relation in ("desk.office", *DECIDE)):
        return
    if sort == Sort.DISPOSITION or not any(stands_as(actor, file, relation) for relation in WORK):
        raise NotAllowed(
            gettext("Dispositions are recorded by the discipline or organisation department, or by the office.")
            if sort == Sort.DISPOSITION
            else gettext("You do not take part in this case.")
        )
    if file.case.category not in {Category.OPEN, Category.REVIEW}:
        raise NotHere(gettext("The case is not being worked on; ask the office to record this."))


def may_record(file: CaseFile, actor: Actor, sort: Sort) -> bool:
    """Return whether the actor may record an outcome of this sort here."""
    try:
        check_may_record(file, actor, sort)
    except Refused:
        return False
    return True


def check_may_withdraw(file: CaseFile, actor: Actor, outcome: Outcome) -> None:
    """Raise Refused unless the actor recorded this outcome, or sits at the desks that answer for it."""
    if outcome.added_by_id == actor.person_id:
        return
    if not any(stands_as(actor, file, relation) for relation in ("desk.office", *DECIDE)):
        raise NotAllowed(gettext("Only who recorded this, or the office, takes it back."))


def may_withdraw(file: CaseFile, actor: Actor, outcome: Outcome) -> bool:
    """Return whether the actor may take this outcome back."""
    try:
        check_may_withdraw(file, actor, outcome)
    except Refused:
        return False
    return True


def sees_names(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor sees the names of people dealt with in this case: the organs that decide do, nobody else by office."""
    return any(stands_as(actor, file, relation) for relation in DECIDE)
