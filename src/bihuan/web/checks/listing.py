"""All look-backs and inspections, what is due for one, and what came of them by unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import sees_whole_pack
from bihuan.loop.cases.values import words
from bihuan.loop.lifecycle.opening import opening_sheet
from bihuan.loop.sampling.models import Drawn
from bihuan.loop.sampling.queries import checks_below, plan_kinds, plans, rates_by_unit, reminders, second_list
from bihuan.web.case.marks import light_of, stage_of
from bihuan.web.checks.words import RateRow, SecondRow, plan_url, rate_rows, second_rows
from bihuan.web.dates import full_day
from bihuan.web.places import place_url
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Asof, Empty, Head, Light, Link, Stage

REMINDED = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan. drawn: cases in its sample; checked, untrue: of those."""

    number: str
    subject: str
    url: str
    kind: str
    stage: Stage
    light: Light
    due: str
    drawn: int
    checked: int
    untrue: int


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """The page of all plans. whole: the reader sees the whole pack, and with it the units and the second list."""

    head: Head
    rows: tuple[PlanRow, ...]
    empty: Empty
    due: tuple[Link, ...]
    whole: bool
    rates: tuple[RateRow, ...]
    second: tuple[SecondRow, ...]


def checks_page(request: Request) -> ChecksPage:
    """Return the page of look-backs and inspections for the person who asks."""
    who, day = actor(request), request.today
    found = list(plans(who)[:200])
    packs = {pack.id for pack, _kind in plan_kinds(who.area_id)}
    whole = bool(packs) and all(sees_whole_pack(who, pack) for pack in packs)
    second = second_list(who.area_id, day) if whole else []
    untrue = {one.check.pk: one.check for one in second}
    rates = rates_by_unit(who.area_id, day) if whole else []
    title = _("Inspections and look-backs")
    return ChecksPage(
        head=Head(title, facts=_facts(found), asof=Asof(day), moves=_new(request)),
        rows=_rows(found, day),
        empty=Empty(
            _("No plan yet"),
            _("A look-back checks what was struck off, an inspection what is under way. Cases are drawn by lot."),
        ),
        due=_due(who, day) if whole else (),
        whole=whole,
        rates=rate_rows(rates, untrue),
        second=second_rows(second),
    )


def _facts(found: list[Case]) -> str:
    running = sum(1 for case in found if case.category != Category.CLOSED)
    return ngettext("%(n)d plan under way", "%(n)d plans under way", running) % {"n": running}


def _new(request: Request) -> tuple[Link, ...]:
    """Return the links that open a new plan, for who may."""
    found = []
    for pack, kind in plan_kinds(actor(request).area_id):
        sheet = opening_sheet(pack=pack.id, kind=kind.id, parent=None, actor=actor(request), at=request.received_at)
        if not sheet.reason:
            url = reverse("case_open_top", kwargs={"pack": pack.id, "kind": kind.id})
            found.append(Link(_("New: %(kind)s") % {"kind": words(kind.title)}, url, "plus"))
    return tuple(found)


def _rows(found: list[Case], day: date) -> tuple[PlanRow, ...]:
    if not found:
        return ()
    area_id = found[0].area_id
    drawn = Drawn.objects.filter(area_id=area_id, case_id__in=[one.pk for one in found], out_at__isnull=True)
    counts: dict[int, int] = {}
    for pk in drawn.values_list("case_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    checks: dict[int, list[Case]] = {}
    for (plan, _target), check in checks_below(found).items():
        checks.setdefault(plan, []).append(check)
    return tuple(_row(case, counts.get(case.pk, 0), checks.get(case.pk, []), day) for case in found)


def _row(case: Case, drawn: int, checks: list[Case], day: date) -> PlanRow:
    file = CaseFile(case, day)
    done = [check for check in checks if check.category == Category.CLOSED and check.state != DROPPED]
    return PlanRow(
        case.number,
        case.subject,
        plan_url(case),
        words(file.kind.title),
        stage_of(case, file.pack),
        light_of(case, day),
        full_day(case.due) if case.due is not None else "—",
        drawn,
        len(done),
        sum(1 for check in done if refutes(check, day)),
    )


DROPPED = "dropped"


def refutes(check: Case, day: date) -> bool:
    """Return whether a check ended in a state to which a move leads that takes the checked case with it."""
    moves = CaseFile(check, day).lifecycle.moves.values()
    return any(move.to == check.state and set(move.also or {}) - {"parent"} for move in moves)


def _due(who: Actor, day: date) -> tuple[Link, ...]:
    """Return what the nights reminded of, each leading to its round."""
    found = []
    for one in reminders(who.area_id, day - REMINDED):
        values = {"round": one.case.subject, "n": one.cases, "until": full_day(one.until)}
        text = (
            _("%(round)s: the look-back of %(n)d cases may begin; it ends on %(until)s.")
            if one.what == "opens"
            else _("%(round)s: the look-back of %(n)d cases ends on %(until)s, and no plan names this round.")
        )
        url = reverse("round", kwargs={"pack": one.case.pack, "number": one.case.number}) if place_url("rounds") else ""
        found.append(Link(text % values, url, note=full_day(one.day)))
    return tuple(found)
