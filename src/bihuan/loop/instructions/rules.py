"""Who gives instructions, who answers them, who ends them."""

from __future__ import annotations

from django.utils.translation import gettext

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.instructions.models import Addressee, Instruction

LEADS = "leader"  # the role of an area's leaders


def leads(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor is a leader here: of the area, of the leading group, or in charge of this case."""
    if any(post.role == LEADS for post in actor.posts):
        return True
    desks = [f"desk.{desk}" for desk in ("leading_group",) if desk in file.pack.desks]
    return any(stands_as(actor, file, relation) for relation in (*desks, "leader"))


def keeps(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor keeps the ledger of this case, and so writes down what leaders wrote on paper."""
    return stands_as(actor, file, "desk.office")


def check_may_give(file: CaseFile, actor: Actor, giver: Actor) -> None:
    """Raise NotAllowed unless `giver` is a leader here and `actor` is that person or the office that writes it down."""
    if not leads(file, giver):
        raise NotAllowed(gettext("Instructions are given by leaders of the area, of the leading group or of the case."))
    if actor.stands_for != giver.stands_for and not keeps(file, actor):
        raise NotAllowed(gettext("Only the leader, or the office that writes it down, enters an instruction."))


def may_give(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor may enter an instruction on this case, an own one or that of a leader."""
    return leads(file, actor) or keeps(file, actor)


def is_for(actor: Actor, line: Addressee) -> bool:
    """Return whether an addressee is the actor or a unit the actor acts for."""
    if line.person_id is not None:
        return actor.stands_for == line.person_id
    return any(line.unit_id in post.acts_for for post in actor.posts)


def check_is_for(actor: Actor, line: Addressee) -> None:
    """Raise NotAllowed unless the instruction is given to the actor."""
    if not is_for(actor, line):
        raise NotAllowed(gettext("This instruction is given to somebody else."))


def check_may_close(file: CaseFile, actor: Actor, instruction: Instruction) -> None:
    """Raise NotAllowed unless the actor gave the instruction or keeps the ledger."""
    if actor.stands_for != instruction.giver_id and not keeps(file, actor):
        raise NotAllowed(gettext("Only who gave the instruction, or the office, ends it."))


def check_not_own_answer(actor: Actor, instruction: Instruction) -> None:
    """Raise NotAllowed where whoever stands in for the leader would judge the own answer."""
    own = instruction.addressees.filter(area_id=instruction.area_id, answered_by_id=actor.person_id)
    if actor.on_behalf is not None and own.exists():
        raise NotAllowed(gettext("You answered this instruction yourself, so you do not end it for somebody else."))


def check_may_receive(member: Unit | Person, area_id: int) -> None:
    """Raise Refused for a unit or person that is not there any more or belongs elsewhere."""
    gone = member.ended_on is not None if isinstance(member, Unit) else not member.is_active
    if member.area_id != area_id or gone:
        raise Refused(
            gettext("“%(name)s” cannot be given an instruction.") % {"name": member.name},
            fields={"to": gettext("“%(name)s” cannot be given an instruction.") % {"name": member.name}},
        )
