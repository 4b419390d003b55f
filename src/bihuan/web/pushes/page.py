"""The board of major problems of a round: cards by sponsor, and the findings that meet the criteria."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.cases.values import show_money, words
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.pushes.queries import Proposal, Pushed, criterion, proposals, pushed
from bihuan.web.case.marks import case_url, light_of, stage_of
from bihuan.web.case.page import board_url
from bihuan.web.shapes import Empty, Head, Light, Link, Stage


@dataclass(frozen=True, slots=True)
class StepShown:
    """One milestone of a card."""

    subject: str
    url: str
    due: date | None
    stage: Stage
    light: Light


@dataclass(frozen=True, slots=True)
class Card:
    """One major problem as its card shows it."""

    number: str
    subject: str
    url: str
    finding: Link | None
    stage: Stage
    light: Light
    grounds: str
    goal: str
    unit: str
    members: str
    due: date | None
    report_due: date | None
    reported: date | None
    last: str
    difficulty: str
    steps: tuple[StepShown, ...]
    reached: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A finding that meets criteria, with why, and where the office puts it on the list."""

    number: str
    subject: str
    url: str
    unit: str
    why: tuple[str, ...]
    add: str


@dataclass(frozen=True, slots=True)
class PushBoard:
    """The board. groups: sponsor and cards; criteria: in words, with what they rest on."""

    head: Head
    groups: tuple[tuple[str, tuple[Card, ...]], ...]
    proposed: tuple[Proposed, ...]
    criteria: tuple[str, ...]
    basis: str
    toggle: Link
    empty: Empty


def push_board(actor: Actor, round_: Case, day: date, *, closed: bool = False) -> PushBoard:
    """Return the board of major problems of a round for somebody who may see the round."""
    rows = pushed(actor, round_, closed=closed)
    groups: dict[str, list[Card]] = {}
    for row in rows:
        sponsor = row.case.leader.name if row.case.leader is not None else _("No sponsor yet")
        groups.setdefault(sponsor, []).append(_card(row, day))
    office = stands_as(actor, CaseFile(round_, day), "desk.office")
    address = reverse("pushes", kwargs={"pack": round_.pack, "number": round_.number})
    toggle = Link(_("Without those ended"), address) if closed else Link(_("Also those ended"), f"{address}?closed=1")
    return PushBoard(
        head=Head(
            _("Major problems"),
            crumbs=(Link(f"{round_.number}　{round_.subject}", board_url(round_)), Link(_("Major problems"))),
            facts=ngettext("%(n)d major problem", "%(n)d major problems", len(rows)) % {"n": len(rows)},
        ),
        groups=tuple((sponsor, tuple(cards)) for sponsor, cards in groups.items()),
        proposed=tuple(_proposed(one, round_, office) for one in proposals(actor, round_, day)),
        criteria=_criteria(round_),
        basis=str(round_.fields.get("push_basis") or ""),
        toggle=toggle,
        empty=Empty(
            _("No major problem is listed."),
            _(
                "The office puts a finding on the list; it gets a sponsor, a task force, milestones and a report every week."
            ),
        ),
    )


def _card(row: Pushed, day: date) -> Card:
    case, calendar = row.case, calendar_of(row.case.area_id)
    pack = pack_of(case.pack, case.pack_version)
    parent = case.parent
    return Card(
        number=case.number,
        subject=case.subject,
        url=case_url(case),
        finding=Link(f"{parent.number}　{parent.subject}", case_url(parent)) if parent is not None else None,
        stage=stage_of(case, pack),
        light=light_of(case, day, calendar),
        grounds="、".join(_ground(case, ground) for ground in case.fields.get("grounds") or ()),
        goal=str(case.fields.get("goal") or ""),
        unit=str(case.responsible or ""),
        members="、".join(row.members),
        due=case.due,
        report_due=row.report_due,
        reported=row.reported,
        last=case.statement,
        difficulty=str(case.fields.get("difficulty") or ""),
        steps=tuple(
            StepShown(one.subject, case_url(one), one.due, stage_of(one, pack), light_of(one, day))
            for one in row.milestones
        ),
        reached=_("%(closed)d of %(all)d reached") % {"closed": row.reached, "all": len(row.milestones)},
    )


def _ground(case: Case, ground: str) -> str:
    option = pack_of(case.pack, case.pack_version).options.get("push_ground", {}).get(ground)
    return words(option) if option is not None else ground


def _proposed(one: Proposal, round_: Case, office: bool) -> Proposed:
    said = {
        "money": show_money(one.amount) if one.amount is not None else "",
        "returned": ngettext("%(n)d time", "%(n)d times", one.returns) % {"n": one.returns},
        "reopened": _("round %(n)d") % {"n": one.turn},
        "overdue": ngettext("%(n)d day", "%(n)d days", one.days_late) % {"n": one.days_late},
        "named": ngettext("%(n)d instruction", "%(n)d instructions", one.instructions) % {"n": one.instructions},
    }
    return Proposed(
        one.case.number,
        one.case.subject,
        case_url(one.case),
        str(one.case.responsible or ""),
        tuple(f"{_ground(round_, ground)} {said[ground]}".strip() for ground in one.grounds),
        case_url(one.case, "case_open", kind="push") if office and one.case.category == "open" else "",
    )


def _criteria(round_: Case) -> tuple[str, ...]:
    money, returns, late = (criterion(round_, name) for name in ("push_money", "push_returns", "push_late"))
    found = [
        _("money of %(amount)s or more") % {"amount": show_money(money)} if money is not None else "",
        _("returned %(n)d times or more") % {"n": int(returns)} if returns is not None else "",
        _("reopened"),
        _("more than %(n)d days late") % {"n": int(late)} if late is not None else "",
        _("named by a leader in an instruction"),
    ]
    return tuple(one for one in found if one)
