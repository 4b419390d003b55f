"""One instruction as pages show it, and those on a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.clocks.days import local_day
from bihuan.loop.instructions.models import Addressee, Instruction
from bihuan.loop.instructions.queries import instructions_of, light_of
from bihuan.loop.instructions.rules import is_for, keeps, may_give
from bihuan.web.case.marks import case_url
from bihuan.web.shapes import Light, Link


@dataclass(frozen=True, slots=True)
class LineShown:
    """One addressee: receipt and answer in words; the addresses of what the reader may do."""

    who: str
    standing: str
    answer: str
    late: bool
    receive: str
    reply: str


@dataclass(frozen=True, slots=True)
class InstructionShown:
    """One instruction. url: of its page; case: number, subject and address of its case."""

    id: int
    text: str
    giver: str
    given_on: date
    due: date
    light: Light
    state: str
    entered_by: str
    opinion: str
    lines: tuple[LineShown, ...]
    case: Link
    url: str
    close: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class InstructionsPanel:
    """The instructions on a case; `give` enters a new one."""

    rows: tuple[InstructionShown, ...]
    give: Link | None


def panel_of(file: CaseFile, actor: Actor) -> InstructionsPanel | None:
    """Return the instructions on a case, None where there is none and the reader gives none."""
    rows = tuple(shown(one, actor, file.day, file) for one in instructions_of(file.case))
    give = (
        Link(_("Give an instruction"), case_url(file.case, "instruction_new"), "plus")
        if may_give(file, actor)
        else None
    )
    return InstructionsPanel(rows, give) if rows or give else None


def shown(row: Instruction, actor: Actor, day: date, file: CaseFile | None = None) -> InstructionShown:
    """Return an instruction as pages show it; file: of its case, where the reader may act on it here."""
    running = row.closed_at is None
    ends = file is not None and running and (actor.stands_for == row.giver_id or keeps(file, actor))
    return InstructionShown(
        id=row.pk,
        text=row.text,
        giver=row.giver.name,
        given_on=row.given_on,
        due=row.due,
        light=Light(light_of(row, day)),
        state=state_of(row),
        entered_by=row.entered_by.name if row.entered_by_id != row.giver_id else "",
        opinion=row.opinion,
        lines=tuple(_line(row, line, actor, running) for line in row.addressees.all()),
        case=Link(f"{row.case.number}　{row.case.subject}", case_url(row.case)),
        url=f"{case_url(row.case)}#instruction-{row.pk}",
        close=case_url(row.case, "instruction_close", instruction=row.pk) if ends else "",
        withdraw=case_url(row.case, "instruction_withdraw", instruction=row.pk) if ends else "",
    )


def state_of(row: Instruction) -> str:
    """Return how an instruction stands, in one word."""
    if row.withdrawn:
        return _("Withdrawn")
    if row.closed_at is not None:
        return _("Ended")
    if all(line.answered_at for line in row.addressees.all()):
        return _("Answered by all")
    return _("Answers awaited")


def _line(row: Instruction, line: Addressee, actor: Actor, running: bool) -> LineShown:
    own = running and is_for(actor, line)
    if line.answered_at is not None:
        day = local_day(line.answered_at).isoformat()
        late = (local_day(line.answered_at) - row.due).days
        standing = _("answered on %(day)s") % {"day": day}
        if line.late and late > 0:
            standing += ngettext(", %(n)d day late", ", %(n)d days late", late) % {"n": late}
    elif line.received_at is not None:
        standing = _("signed for on %(day)s") % {"day": local_day(line.received_at).isoformat()}
    else:
        standing = _("not signed for yet")
    return LineShown(
        str(line.unit or line.person),
        standing,
        line.answer,
        line.late,
        case_url(row.case, "instruction_receive", line=line.pk) if own and line.received_at is None else "",
        case_url(row.case, "instruction_answer", line=line.pk) if own else "",
    )
