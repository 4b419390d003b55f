"""The board of a round: its figures, the weeks, the units, what is overdue, the findings with their measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.board import (
    FindingProgress,
    Progress,
    by_finding,
    by_unit,
    late_of,
    rows_of,
    shares_of,
    weeks_of,
)
from bihuan.loop.cases.figures import figure_values
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import get_case, visible_to
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.queries import calendar_of, run_of
from bihuan.loop.disclosure.rules import roles_of
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.ledger_in.rules import reports_below
from bihuan.loop.rollup.rules import has_below
from bihuan.web.case.marks import case_url, light_of, stage_of
from bihuan.web.dates import full_day
from bihuan.web.places import LIVE, ledger_url
from bihuan.web.round.figures import Counts, FigureRow, figure_rows, stats_of
from bihuan.web.round.tables import UnitRow, chart_of, first_day, unit_rows
from bihuan.web.shapes import Asof, Bar, Chart, Find, Head, Light, LightKind, Link, Say, Stat, Watch

LATE_SHOWN = 6
REPORT = "report"  # the clock that says until when the round reports


@dataclass(frozen=True, slots=True)
class LightRow:
    """How many measures that are not closed show one light."""

    light: Light
    words: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Late:
    """The longest overdue measures; `url` leads to all of them."""

    count: int
    url: str
    rows: tuple[Watch, ...]


@dataclass(frozen=True, slots=True)
class Finds:
    """The findings; with `only_open` those closed are left out. toggle: the other choice."""

    count: int
    rows: tuple[Find, ...]
    toggle: Link
    only_open: bool


@dataclass(frozen=True, slots=True)
class RoundPage:
    """Everything that the board draws."""

    head: Head
    stats: tuple[Stat, ...]
    chart: Chart | None
    chart_words: str
    units: tuple[UnitRow, ...]
    total: UnitRow
    late: Late
    lights: tuple[LightRow, ...]
    live: int
    finds: Finds
    figures: tuple[FigureRow, ...]
    links: tuple[Link, ...]
    add: Link | None
    past: Say | None = None  # that the figures are those of a past day


def round_page(actor: Actor, pack_id: str, number: str, day: date, *, only_open: bool) -> RoundPage:
    """Return the board of a round as this person sees it. Raises CaseNotFound, for a case that is no round too."""
    seen, calendar = visible_to(actor), calendar_of(actor.area_id)
    file = CaseFile(get_case(actor, pack_id, number, among=seen), day)
    case, pack = file.case, file.pack
    if case.kind != "round":
        raise CaseNotFound(number)
    measures = rows_of(actor, case, "measure", seen)
    findings = by_finding(actor, case, day, seen)
    units = by_unit(measures, pack, "measure", area_id=actor.area_id, day=day)
    progress = sum((one.progress for one in units), Progress())
    values = figure_values(pack, area_id=actor.area_id, day=day, scope=case, among=seen)
    weeks, report = weeks_of(measures, day), run_of(case, REPORT)
    began, shares = first_day(weeks), shares_of(measures, day)
    is_office = stands_as(actor, file, "desk.office")
    counts = Counts(pack, case, values, progress, shares.natures, weeks, report)
    late = late_of(measures, day, limit=LATE_SHOWN)
    total, rows = unit_rows(units, progress, file)
    return RoundPage(
        head=head_of(file, report.due_on if report else None),
        stats=stats_of(counts, day, calendar),
        chart=chart_of(weeks, day),
        chart_words=_("running totals, from %(day)s on") % {"day": full_day(began)} if began else "",
        units=rows,
        total=total,
        late=Late(progress.late, late_url(case), tuple(late_row(one, day, calendar) for one in late)),
        lights=light_rows(shares.lights, case),
        live=progress.total - progress.closed,
        finds=finds_of(file, findings, only_open=only_open),
        figures=figure_rows(pack, case, values),
        links=links_of(
            file,
            is_office=is_office,
            brings=is_office or reports_below(actor, case),
            publishes=bool(roles_of(file, actor)),
        ),
        add=Link(_("Register a finding"), case_url(case, "case_open", kind="finding"), "plus") if is_office else None,
    )


def head_of(file: CaseFile, due: date | None) -> Head:
    """Return the head of a board."""
    case = file.case
    crumbs = (Link(_("Rectification overview"), reverse("rounds")), Link(case.number))
    return Head(
        case.subject,
        crumbs=crumbs,
        facts=facts_of(case, due),
        asof=Asof(file.day, reverse("round_snapshots", args=[case.pack, case.number])),
        moves=(Link(_("Print"), "#print", "printer"),),
    )


def facts_of(case: Case, due: date | None = None) -> str:
    """Return one sentence about a round: who inspected, from when to when, feedback, until when it reports, who leads."""
    inspector, feedback = str(case.field("inspector") or ""), _date(case, "feedback_on")
    first, last = _date(case, "inspected_from"), _date(case, "inspected_to")
    parts = []
    if first and last:
        parts.append(
            _("%(who)s inspected from %(first)s to %(last)s")
            % {"who": inspector, "first": full_day(first), "last": full_day(last)}
        )
    elif inspector:
        parts.append(inspector)
    if feedback:
        parts.append(_("feedback on %(day)s") % {"day": full_day(feedback)})
    if due:
        parts.append(_("report due on %(day)s") % {"day": full_day(due)})
    if case.leader is not None:
        parts.append(_("led by %(who)s") % {"who": case.leader.name})
    return pgettext("between facts", "; ").join(parts)


def _date(case: Case, field: str) -> date | None:
    value = case.field(field)
    return date.fromisoformat(value) if value else None


def late_url(case: Case) -> str:
    """Return the address of all overdue measures of a round."""
    return ledger_url("measure", root=case.pk, light="late", category=LIVE)


def late_row(case: Case, day: date, calendar: WorkCalendar) -> Watch:
    """Return an overdue measure as a line."""
    unit = str(case.responsible) if case.responsible is not None else ""
    return Watch(case.subject, case_url(case), case.number, light=light_of(case, day, calendar), unit=unit)


def light_rows(counts: dict[str, int], case: Case) -> tuple[LightRow, ...]:
    """Return how many measures that are not closed show each light."""
    described: dict[LightKind, str] = {
        "late": _("past the deadline"),
        "soon": _("close to the deadline"),
        "ok": _("not close yet"),
        "pause": _("stopped with permission"),
        "none": _("no clock runs"),
    }
    return tuple(
        LightRow(Light(kind), text, counts[kind], ledger_url("measure", root=case.pk, light=kind, category=LIVE))
        for kind, text in described.items()
    )


def finds_of(file: CaseFile, findings: list[FindingProgress], *, only_open: bool) -> Finds:
    """Return the findings with what stands below them."""
    live = [one for one in findings if one.finding.category != Category.CLOSED]
    board = reverse("round", kwargs={"pack": file.case.pack, "number": file.case.number})
    if only_open:
        toggle = Link(_("Show all (%(n)d)") % {"n": len(findings)}, f"{board}#findings")
    else:
        toggle = Link(_("Only those not closed (%(n)d)") % {"n": len(live)}, f"{board}?open=1#findings")
    rows = tuple(_find(file, one) for one in (live if only_open else findings))
    return Finds(len(findings), rows, toggle, only_open)


def _find(file: CaseFile, one: FindingProgress) -> Find:
    finding, below = one.finding, one.below
    unit = finding.lead or finding.responsible
    found: list[Light] = []
    if below.late:
        found.append(Light("late", detail=str(below.late)))
    if below.soon:
        found.append(Light("soon", detail=str(below.soon)))
    if not found and below.total > below.closed:
        found.append(Light("ok"))
    address = {"pack": file.case.pack, "number": file.case.number, "finding": finding.number}
    return Find(
        number=finding.number.removeprefix(f"{file.case.number}-"),
        title=finding.subject,
        url=case_url(finding),
        unit=str(unit) if unit is not None else "—",
        stage=stage_of(finding, file.pack),
        bar=Bar(below.closed, below.review, below.open, below.pending),
        lights=tuple(found),
        rows_url=reverse("round_finding", kwargs=address),
    )


def links_of(file: CaseFile, *, is_office: bool, brings: bool = False, publishes: bool = False) -> tuple[Link, ...]:
    """Return what else there is of a round. brings: has ledgers to bring in; publishes: plays a part in publishing."""
    case = file.case
    links = [
        Link(_("The case of this round"), case_url(case), "file-text"),
        Link(_("Lists, as files too"), reverse("round_lists", args=[case.pack, case.number]), "list-details"),
        Link(
            _("Documents: plan, report, notice, letters"), reverse("papers", args=[case.pack, case.number]), "file-text"
        ),
        Link(_("Ledger of its measures"), ledger_url("measure", root=case.pk), "table"),
        *(
            [Link(_("Ledgers in and out"), reverse("ledgers", args=[case.pack, case.number]), "upload")]
            if brings
            else []
        ),
        *([Link(_("Publication"), reverse("disclosures", args=[case.pack, case.number]), "send")] if publishes else []),
        Link(_("What came of it"), reverse("round_outcomes", args=[case.pack, case.number]), "gavel"),
        Link(_("Report against rows"), reverse("round_reconcile", args=[case.pack, case.number]), "checks"),
        Link(_("Indicators"), reverse("indicators"), "target"),
        Link(_("Past days and snapshots"), reverse("round_snapshots", args=[case.pack, case.number]), "calendar-event"),
        Link(_("Trail of the round"), case_url(case, "case_trail"), "history"),
    ]
    if is_office:
        if has_below(case.area_id):
            links.append(Link(_("Hand down"), case_url(case, "areas_hand"), "sitemap"))
        links.append(
            Link(
                _("Warnings and extensions"), reverse("round_ladders", args=[case.pack, case.number]), "alert-triangle"
            )
        )
        links += [
            Link(
                _("Levels of review: %(kind)s") % {"kind": words(kind.title)},
                case_url(case, "case_chain", kind=kind.id, state=state),
                "sitemap",
            )
            for kind in file.pack.kinds.values()
            for state, review in kind.review.items()
            if review.set_by == file.kind.id
        ]
    return tuple(links)
