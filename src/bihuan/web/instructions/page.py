"""Instructions of leaders as their pages show them: on a case, in the registers, in the week to read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.documents.layout.sheet import Book, Cell, Sheet, SheetColumn
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import BadValue, person_of, unit_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.instructions.models import Addressee, Instruction
from bihuan.loop.instructions.queries import (
    count_instructions,
    instruction_of,
    instructions_seen,
    week_to_read_again,
)
from bihuan.loop.instructions.rules import is_for, keeps, leads, may_give
from bihuan.loop.lifecycle.asking import Ask, Member
from bihuan.web.case.forms import AskForm
from bihuan.web.case.page import crumbs_of, heading_of
from bihuan.web.case.plain import ActPage
from bihuan.web.dates import full_day
from bihuan.web.instructions.panel import InstructionShown, shown, state_of
from bihuan.web.shapes import Empty, Head, Link, Say

WHICH = ("mine", "given", "all")
STATES = ("open", "late", "answered", "closed")
MOST_ROWS = 500


def new_page(file: CaseFile, who: Actor, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which an instruction is given, or written down by the office. Raises CaseNotFound for others."""
    if not may_give(file, who):
        raise CaseNotFound(file.case.number)
    case = file.case
    units = (Member(case.responsible.pk, case.responsible.name),) if case.responsible else ()
    people = (Member(case.handler.pk, case.handler.name),) if case.handler else ()
    writes = not leads(file, who)
    asks = (
        *([Ask("giver", _("Leader"), "person", True)] if writes else []),
        Ask("text", _("Words of the instruction"), "lines", True),
        *([Ask("given_on", _("Given on"), "date", True, value=file.day.isoformat())] if writes else []),
        Ask("due", _("To be answered by"), "date", True),
        Ask("units", _("Units that answer"), "unit", False, many=True, members=units),
        Ask("people", _("People who answer"), "person", False, many=True, members=people),
    )
    title = _("Give an instruction")
    shown_page = ActPage(heading_of(file), crumbs_of(file, Link(title)), title, AskForm(who.area_id, asks, typed))
    if writes:
        shown_page.note = _(
            "You write down what a leader instructed; the trail says both who and by whom it was entered."
        )
    return shown_page


def members_of(form: AskForm, area_id: int) -> list[Unit | Person]:
    """Return the units and people that were chosen. Raises Refused naming the field."""
    given, found = form.given(), []
    for name, read in (("units", unit_of), ("people", person_of)):
        for one in given[name]:
            try:
                found.append(read(area_id, one))
            except BadValue as bad:
                raise Refused(str(bad), fields={name: str(bad)}) from bad
    return found


def giver_of(form: AskForm, area_id: int) -> Person | None:
    """Return the leader whose words are written down, None where the leader is the one who writes. Raises Refused."""
    typed = form.given().get("giver")
    if typed is None:
        return None
    try:
        return person_of(area_id, typed)
    except BadValue as bad:
        raise Refused(str(bad), fields={"giver": str(bad)}) from bad


def answer_page(file: CaseFile, who: Actor, line: Addressee, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which an instruction is answered. Raises CaseNotFound for whom it is not given to."""
    if not is_for(who, line):
        raise CaseNotFound(file.case.number)
    title = _("Answer the instruction")
    asks = (Ask("answer", _("What was done"), "lines", True, value=line.answer),)
    page = ActPage(heading_of(file), crumbs_of(file, Link(title)), title, AskForm(who.area_id, asks, typed))
    page.note = line.instruction.text
    return page


def end_page(file: CaseFile, who: Actor, pk: int, *, withdraw: bool, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which an instruction is ended or withdrawn. Raises CaseNotFound where there is none."""
    row = instruction_of(file.case, pk)
    if row is None or not (who.stands_for == row.giver_id or keeps(file, who)):
        raise CaseNotFound(file.case.number)
    title = _("Withdraw the instruction") if withdraw else _("End the instruction")
    asks = (Ask("opinion", _("Reason") if withdraw else _("Opinion"), "lines", withdraw),)
    page = ActPage(heading_of(file), crumbs_of(file, Link(title)), title, AskForm(who.area_id, asks, typed))
    page.note = row.text
    if row.closed_at is not None:
        page.closed = True
        reason = _("This instruction is ended already.")
        page.say = Say("no", _("“%(move)s” is closed") % {"move": title}, reason, wide=True)
    return page


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register of instructions: given to me, given by me, all on cases I may see."""

    head: Head
    tabs: tuple[Link, ...]
    states: tuple[Link, ...]
    figures: tuple[tuple[str, int], ...]
    rows: tuple[InstructionShown, ...]
    file_url: str
    empty: Empty


def register_page(actor: Actor, typed: QueryDict, day: date) -> RegisterPage:
    """Return the register as an address asks for it."""
    which, state = asked_of(typed)
    rows = list(instructions_seen(actor, which=which, state=state, day=day)[:MOST_ROWS])
    every = list(instructions_seen(actor, which=which, day=day)[:MOST_ROWS])
    counted = count_instructions(every, day)
    named = {"mine": _("Given to me or my unit"), "given": _("Given by me"), "all": _("All")}
    said = {"open": _("Answers awaited"), "late": _("Overdue"), "answered": _("Answered by all"), "closed": _("Ended")}
    return RegisterPage(
        head=Head(
            _("Instructions of leaders"),
            facts=_(
                "Given on a case, signed for, answered with evidence, ended; answers after the date are counted apart."
            ),
            moves=(Link(_("Register of the week"), reverse("instructions_week"), "calendar-event"),),
        ),
        tabs=tuple(Link(label, _address(key, ""), current=key == which) for key, label in named.items()),
        states=(
            Link(_("All"), _address(which, ""), current=not state),
            *(Link(label, _address(which, key), current=key == state) for key, label in said.items()),
        ),
        figures=(
            (_("Instructions"), counted.given),
            (_("Addressees"), counted.lines),
            (_("Signed for"), counted.received),
            (_("Answered by the date"), counted.in_time),
            (_("Answered late"), counted.answered_late),
            (_("Overdue, not answered"), counted.late),
            (_("Ended"), counted.closed),
        ),
        rows=tuple(shown(row, actor, day) for row in rows),
        file_url=f"{reverse('instructions_file')}?{urlencode({'which': which, 'state': state})}",
        empty=Empty(
            _("No instruction here."), _("A leader gives one on the page of a case; the office can write one down.")
        ),
    )


def asked_of(typed: QueryDict) -> tuple[str, str]:
    """Return which instructions an address asks for, and in which state."""
    which, state = typed.get("which", ""), typed.get("state", "")
    return which if which in WHICH else "mine", state if state in STATES else ""


def _address(which: str, state: str) -> str:
    return f"{reverse('instructions')}?{urlencode({'which': which, **({'state': state} if state else {})})}"


def register_book(actor: Actor, typed: QueryDict, day: date) -> Book:
    """Return the register as a workbook, one line for each addressee."""
    which, state = asked_of(typed)
    seen = instructions_seen(actor, which=which, state=state, day=day).filter(case__wall__isnull=True)
    rows = list(seen[:MOST_ROWS])
    columns = (
        SheetColumn("n", _("No."), "number", width=6),
        SheetColumn("giver", _("Leader"), width=10),
        SheetColumn("given_on", _("Given on"), "date", width=12),
        SheetColumn("text", _("Words of the instruction"), width=40),
        SheetColumn("case", _("Case"), width=30),
        SheetColumn("who", _("Who answers"), width=18),
        SheetColumn("due", _("To be answered by"), "date", width=12),
        SheetColumn("received", _("Signed for"), "date", width=12),
        SheetColumn("answered", _("Answered"), "date", width=12),
        SheetColumn("late", _("Late"), width=6),
        SheetColumn("answer", _("Answer"), width=40),
        SheetColumn("state", _("State"), width=12),
    )
    counted = count_instructions(rows, day)
    note = _("Answered in time %(in_time)d, answered late %(late)d, overdue and not answered %(open)d.") % {
        "in_time": counted.in_time,
        "late": counted.answered_late,
        "open": counted.late,
    }
    title = _("Register of instructions")
    sheet = Sheet(title, title, _("As of %(day)s") % {"day": full_day(day)}, columns, _cells(rows), notes=(note,))
    return Book((sheet,))


def _cells(rows: list[Instruction]) -> list[tuple[Cell, ...]]:
    found: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows, start=1):
        for line in row.addressees.all():
            found.append(
                (
                    number,
                    row.giver.name,
                    row.given_on,
                    row.text,
                    f"{row.case.number} {row.case.subject}",
                    str(line.unit or line.person),
                    row.due,
                    local_day(line.received_at) if line.received_at else None,
                    local_day(line.answered_at) if line.answered_at else None,
                    _("yes") if line.late else "",
                    line.answer,
                    state_of(row),
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class WeekPage:
    """The register of one week for re-reading, to print and lay on the table."""

    head: Head
    groups: tuple[tuple[str, tuple[InstructionShown, ...]], ...]
    before: str
    after: str


def _week_before(address: str, begins: date) -> str:
    """Return the address of the week before, empty where the calendar begins."""
    on = begins.toordinal() - 7
    return f"{address}?{urlencode({'on': date.fromordinal(on).isoformat()})}" if on > 0 else ""


def week_page(actor: Actor, on: date, today: date) -> WeekPage:
    """Return the register of the week that a day lies in, as of today."""
    week = week_to_read_again(actor, on)
    groups = (
        (_("Given this week"), week.given),
        (_("Ended this week"), week.ended),
        (_("Still running from before"), week.running),
    )
    address = reverse("instructions_week")
    ahead = week.ends.fromordinal(week.ends.toordinal() + 1)
    return WeekPage(
        head=Head(
            _("Instructions to read again"),
            crumbs=(Link(_("Instructions of leaders"), reverse("instructions")), Link(_("Register of the week"))),
            facts=_("%(from)s to %(to)s") % {"from": week.begins.isoformat(), "to": week.ends.isoformat()},
        ),
        groups=tuple((title, tuple(shown(row, actor, today) for row in rows)) for title, rows in groups if rows),
        before=_week_before(address, week.begins),
        after=f"{address}?{urlencode({'on': ahead.isoformat()})}" if ahead <= today else "",
    )
