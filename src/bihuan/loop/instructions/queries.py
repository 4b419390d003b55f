"""Finding instructions: of a case, given by me, for me, all that somebody may see; the register of a week to read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import own_and_upper_units, visible_to
from bihuan.loop.clocks.days import LEGAL_ZONE, local_day
from bihuan.loop.clocks.light import LightKind
from bihuan.loop.instructions.models import Addressee, Instruction

SOON_DAYS = 3


def _whole(rows: QuerySet[Instruction], area_id: int) -> QuerySet[Instruction]:
    lines = Addressee.objects.filter(area_id=area_id).select_related("unit", "person", "received_by", "answered_by")
    return rows.select_related("case", "giver", "entered_by", "closed_by").prefetch_related(
        Prefetch("addressees", queryset=lines.order_by("id"))
    )


def instructions_of(case: Case) -> list[Instruction]:
    """Return the instructions on one case, newest first, with their addressees."""
    rows = Instruction.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("-id")
    return list(_whole(rows, case.area_id))


def instruction_of(case: Case, pk: int) -> Instruction | None:
    """Return one instruction on a case, None where there is none with this id."""
    rows = Instruction.objects.filter(area_id=case.area_id, case_id=case.pk, pk=pk)
    return _whole(rows, case.area_id).first()


def line_of(case: Case, pk: int) -> Addressee | None:
    """Return one addressee of an instruction on a case."""
    rows = Addressee.objects.filter(
        area_id=case.area_id, instruction__area_id=case.area_id, instruction__case_id=case.pk, pk=pk
    )
    return rows.select_related("instruction", "unit", "person").first()


def _mine(actor: Actor) -> Q:
    return Q(person_id=actor.stands_for) | Q(unit_id__in=own_and_upper_units(actor))


def instructions_seen(actor: Actor, *, which: str = "all", state: str = "", day: date) -> QuerySet[Instruction]:
    """
    Return the instructions on cases the actor may see, those due first.

    which: "given" by the actor, "mine" given to the actor or a unit acted for, "all". state: "open", "late", "answered", "closed", "".
    day: the local day on which lateness is judged.
    """
    area_id = actor.area_id
    rows = Instruction.objects.filter(area_id=area_id, case_id__in=visible_to(actor).values("pk"))
    lines = Addressee.objects.filter(area_id=area_id, instruction_id=OuterRef("pk"))
    if which == "given":
        rows = rows.filter(giver_id=actor.stands_for)
    elif which == "mine":
        rows = rows.filter(Exists(lines.filter(_mine(actor))))
    unanswered = Exists(lines.filter(answered_at__isnull=True))
    match state:
        case "open":
            rows = rows.filter(unanswered, closed_at__isnull=True)
        case "late":
            rows = rows.filter(unanswered, closed_at__isnull=True, due__lt=day)
        case "answered":
            rows = rows.filter(~unanswered, closed_at__isnull=True)
        case "closed":
            rows = rows.filter(closed_at__isnull=False)
    return _whole(rows.order_by("closed_at", "due", "id"), area_id)


def light_of(instruction: Instruction, day: date) -> LightKind:
    """Return the light of an instruction: none when it is answered by all or ended."""
    if instruction.closed_at is not None or all(line.answered_at for line in instruction.addressees.all()):
        return "none"
    if day > instruction.due:
        return "late"
    return "soon" if day >= instruction.due - timedelta(days=SOON_DAYS) else "ok"


@dataclass(frozen=True, slots=True)
class Counted:
    """How instructions stand: addressees in all, answered in time, answered late (counted apart), not answered and late."""

    given: int = 0
    lines: int = 0
    received: int = 0
    in_time: int = 0
    answered_late: int = 0
    late: int = 0
    closed: int = 0


def count_instructions(rows: list[Instruction], day: date) -> Counted:
    """Return how these instructions stand on a day; those withdrawn are left out."""
    rows = [row for row in rows if not row.withdrawn]
    lines = [(row, line) for row in rows for line in row.addressees.all()]
    return Counted(
        given=len(rows),
        lines=len(lines),
        received=sum(1 for _, line in lines if line.received_at),
        in_time=sum(1 for _, line in lines if line.answered_at and not line.late),
        answered_late=sum(1 for _, line in lines if line.late),
        late=sum(1 for row, line in lines if not line.answered_at and row.due < day),
        closed=sum(1 for row in rows if row.closed_at),
    )


@dataclass(frozen=True, slots=True)
class Week:
    """The register of one week for re-reading: what was given, what was ended, and what still runs from before."""

    begins: date
    ends: date
    given: list[Instruction]
    ended: list[Instruction]
    running: list[Instruction]


def week_to_read_again(actor: Actor, day: date) -> Week:
    """Return the register (重温清单) of the week, Monday to Sunday, that `day` lies in."""
    begins = day - timedelta(days=day.weekday())
    ends = begins + timedelta(days=6)
    end = datetime.combine(ends + timedelta(days=1), time(), LEGAL_ZONE)
    rows = list(instructions_seen(actor, day=day).filter(withdrawn=False, given_on__lte=ends))
    here = [row for row in rows if row.closed_at is None or row.closed_at >= end or local_day(row.closed_at) >= begins]
    ended = [row for row in here if row.closed_at is not None and begins <= local_day(row.closed_at) <= ends]
    given = [row for row in here if row.given_on >= begins and row not in ended]
    return Week(begins, ends, given, ended, [row for row in here if row not in ended and row not in given])
