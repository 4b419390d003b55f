"""The board of one system: its figures, how far its cases are, what is urgent, its lists and documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.figures import Where, figure_values, values_in
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import Period, period_of
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.systems import states_of, urgent_cases
from bihuan.loop.cases.values import words
from bihuan.loop.cases.walls import HIDDEN
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.lifecycle.opening import opening_sheet
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.scoring.models import Firing
from bihuan.loop.scoring.queries import board_at, firings_of, periods_of_board
from bihuan.loop.scoring.rules import can_see_area
from bihuan.packspec.model import Figure, Kind, Pack
from bihuan.web.case.marks import case_url, light_of
from bihuan.web.places import LIVE, figure_url, ledger_url, rows_url
from bihuan.web.scoring.words import period_words, with_unit
from bihuan.web.shapes import Asof, Head, Light, Link

URGENT_SHOWN = 10
WARNED_SHOWN = 6
FIRST_SHOWN = 12  # figures seen at once; the rest is folded, unless it is only a few
FEW = 3


@dataclass(frozen=True, slots=True)
class FigureLine:
    """
    A figure with its value.

    target: as people read it, "" without one; meets: whether it is reached; course: its page as an indicator;
    now: the same of the period that runs, "" of a figure without one; period: the period the value itself is of.
    """

    title: str
    value: str
    url: str
    basis: str = ""
    target: str = ""
    meets: bool | None = None
    course: str = ""
    now: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind: its cases by state."""

    title: str
    url: str
    states: tuple[Link, ...]
    late: int
    late_url: str


@dataclass(frozen=True, slots=True)
class UrgentLine:
    """A case that is late or due soon."""

    number: str
    subject: str
    url: str
    who: str
    light: Light


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A red and yellow board of the newest period."""

    title: str
    period: str
    red: tuple[str, ...]
    yellow: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class SystemPage:
    """Everything on the board of a system."""

    head: Head
    figures: tuple[FigureLine, ...]
    more_figures: tuple[FigureLine, ...]
    kinds: tuple[KindLine, ...]
    urgent: tuple[UrgentLine, ...]
    urgent_more: str
    lists: tuple[Link, ...]
    documents: tuple[tuple[str, tuple[Link, ...]], ...]
    boards: tuple[BoardLine, ...]
    warned: tuple[tuple[str, str, str], ...]
    whole: bool

    @property
    def begun(self) -> bool:
        """Whether there is a case that the reader may see."""
        return any(kind.states for kind in self.kinds)


def system_page(actor: Actor, pack_id: str, day: date, at: datetime) -> SystemPage:
    """Return the board of a system as somebody sees it today. Raises PackNotFound."""
    pack = pack_in_use(actor.area_id, pack_id)
    whole = can_see_area(actor, pack.id)
    among = None if whole else visible_to(actor)
    where = Where(actor.area_id, day, among=among)
    values = figure_values(pack, area_id=actor.area_id, day=day, among=among)
    now = _of_the_period(pack, where)
    figures = tuple(_figure(pack, figure, values[figure.id], now.get(figure.id)) for figure in pack.figures.values())
    first = FIRST_SHOWN if len(figures) > FIRST_SHOWN + FEW else len(figures)
    urgent = urgent_cases(actor, pack.id, day, URGENT_SHOWN + 1)
    states = states_of(actor, pack.id, day)
    return SystemPage(
        head=_head(actor, pack, day, at),
        figures=figures[:first],
        more_figures=figures[first:],
        kinds=tuple(_kind(pack, kind, states.get(kind.id, {})) for kind in pack.kinds.values()),
        urgent=tuple(_urgent(case, day, calendar_of(actor.area_id)) for case in urgent[:URGENT_SHOWN]),
        urgent_more=_more(pack, urgent) if len(urgent) > URGENT_SHOWN else "",
        lists=tuple(Link(words(one.title), list_url(pack.id, one.id)) for one in pack.lists.values()),
        documents=tuple((words(one.title), _of(pack, one.of)) for one in pack.documents.values()),
        boards=tuple(_boards(actor, pack)) if whole else (),
        warned=tuple(_warned(pack, one) for one in firings_of(actor.area_id, pack, limit=WARNED_SHOWN))
        if whole
        else (),
        whole=whole,
    )


def list_url(pack: str, list_id: str) -> str:
    """Return the address of a list over a whole pack."""
    return reverse("system_list", kwargs={"pack": pack, "list_id": list_id})


def _head(actor: Actor, pack: Pack, day: date, at: datetime) -> Head:
    crumbs = (Link(_("Systems"), reverse("systems")),)
    opening = tuple(_opening(actor, pack, kind, at) for kind in pack.roots)
    moves = (
        *(link for link in opening if link is not None),
        Link(_("How it works"), reverse("pack", kwargs={"pack_id": pack.id}), "list-details"),
        Link(_("Print"), "#print", "printer"),
    )
    facts = "；".join(pack.basis)
    return Head(words(pack.title), crumbs=crumbs, facts=facts, asof=Asof(day), moves=moves)


def _opening(actor: Actor, pack: Pack, kind: Kind, at: datetime) -> Link | None:
    if not [one for one in kind.opened_by if one != "clock"]:
        return None
    sheet = opening_sheet(pack=pack.id, kind=kind.id, parent=None, actor=actor, at=at)
    if sheet.reason:
        return None
    url = reverse("case_open_top", kwargs={"pack": pack.id, "kind": kind.id})
    return Link(_("New: %(kind)s") % {"kind": words(kind.title)}, url, "plus")


def _of_the_period(pack: Pack, where: Where) -> dict[str, tuple[Period, Decimal | None]]:
    """Return the figures whose rows have a date, of the period that runs."""
    names: dict[str, list[str]] = {}
    for figure in pack.figures.values():
        if figure.dated and figure.every:
            names.setdefault(figure.every, []).append(figure.id)
    found: dict[str, tuple[Period, Decimal | None]] = {}
    for every, of in names.items():
        period = period_of(every, where.day)
        values = values_in(pack, replace(where, period=period), of)
        found |= {name: (period, values[name]) for name in of}
    return found


def _twin(pack: Pack, figure: Figure) -> bool:
    """Return whether another figure counts the same over all time: then this one is asked for its period only."""
    return any(
        not one.dated and (one.operator, one.of) == (figure.operator, figure.of) and figure.where in ((), one.where)
        for one in pack.figures.values()
    )


def _figure(pack: Pack, figure: Figure, value: Decimal | None, now: tuple[Period, Decimal | None] | None) -> FigureLine:
    period, during, url = "", "", figure_url(pack, figure)
    if now is not None and _twin(pack, figure):
        period, value = period_words(now[0]), now[1]
        url = rows_url(pack.id, figure.id, first=now[0].first.isoformat())  # as many rows as the number says
    elif now is not None:
        during = _("%(period)s: %(value)s") % {"period": period_words(now[0]), "value": with_unit(figure, now[1])}
    target, meets = None if figure.target is None else Decimal(figure.target), None
    if value is not None and target is not None:
        meets = value <= target if figure.better == "lower" else value >= target
    return FigureLine(
        words(figure.title),
        with_unit(figure, value),
        url,
        figure.basis,
        with_unit(figure, target) if target is not None else "",
        meets,
        reverse("indicator", kwargs={"pack": pack.id, "figure": figure.id}) if figure.every else "",
        during,
        period,
    )


def _kind(pack: Pack, kind: Kind, counts: Mapping[str, int]) -> KindLine:
    states = kind.lifecycle_of(pack).states
    links = tuple(
        Link(words(state.title), ledger_url(kind.id, pack=pack.id, state=state.id), count=counts[state.id])
        for state in states.values()
        if counts.get(state.id)
    )
    late = ledger_url(kind.id, pack=pack.id, light="late", category=LIVE)
    return KindLine(words(kind.title), ledger_url(kind.id, pack=pack.id), links, counts.get("", 0), late)


def _urgent(case: Case, day: date, calendar: WorkCalendar) -> UrgentLine:
    who = case.responsible or case.handler
    return UrgentLine(case.number, case.subject, case_url(case), str(who or ""), light_of(case, day, calendar))


def _more(pack: Pack, urgent: list[Case]) -> str:
    return ledger_url(urgent[0].kind, pack=pack.id, light=("late", "soon"), category=LIVE)


def _of(pack: Pack, kinds: tuple[str, ...]) -> tuple[Link, ...]:
    return tuple(
        Link(words(pack.kinds[kind].title), ledger_url(kind, pack=pack.id)) for kind in kinds if kind in pack.kinds
    )


def _boards(actor: Actor, pack: Pack) -> list[BoardLine]:
    found = []
    for board in pack.boards.values():
        periods = periods_of_board(actor.area_id, pack, board.id)
        rows = board_at(actor.area_id, pack, board.id, periods[0].first) if periods else []
        sides = {side: tuple(row.unit_name for row in rows if row.side == side) for side in ("red", "yellow")}
        url = f"{reverse('boards')}?pack={pack.id}"
        period = period_words(periods[0]) if periods else ""
        found.append(BoardLine(words(board.title), period, sides["red"], sides["yellow"], url))
    return found


def _warned(pack: Pack, one: Firing) -> tuple[str, str, str]:
    rule = pack.rules.get(one.rule)
    hidden = one.case is not None and one.case.wall is not None
    whom = words(HIDDEN) if hidden else str(one.case or one.unit or "")
    return (words(rule.title) if rule is not None else one.rule, whom, one.last.isoformat())
