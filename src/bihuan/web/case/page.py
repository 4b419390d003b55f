"""The case page: everything of it gathered once and turned into shapes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import children_of, is_watched, visible_to
from bihuan.loop.cases.same import same_cases
from bihuan.loop.cases.values import words
from bihuan.loop.cases.walls import HIDDEN
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.explaining import clocks_of
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.evidence.queries import evidence_of, points_of
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.lifecycle.queries import Offers, offers_of, review_sheet
from bihuan.loop.trail.history import history
from bihuan.loop.warnings.queries import warnings_of
from bihuan.loop.writing.queries import documents_of, pack_with_documents
from bihuan.web.case.clock import clock_of
from bihuan.web.case.facts import facts_of
from bihuan.web.case.files import thumbs_of
from bihuan.web.case.letters import Letters, letters_of
from bihuan.web.case.marks import case_url, light_of, nature_of, same_link, stage_of
from bihuan.web.case.moves import moves_of
from bihuan.web.case.outcomes import OutcomeGroup, outcome_groups
from bihuan.web.case.standard import points_shown, standard_words
from bihuan.web.case.steps import loop_of, ring_of
from bihuan.web.case.trail import trail_of
from bihuan.web.checks.shown import ChecksShown, checks_shown
from bihuan.web.feedback import panel as feedback
from bihuan.web.instructions import panel as instructions
from bihuan.web.meetings.shown import AttendanceShown, attendance_shown
from bihuan.web.places import LEDGER_PACK, system_url
from bihuan.web.portal import office as portal
from bihuan.web.scorecards.shown import SheetShown, sheet_shown
from bihuan.web.shapes import (
    Chain,
    Clock,
    Facts,
    Light,
    Link,
    Loop,
    MeasureRow,
    Moves,
    Nature,
    Point,
    Ring,
    Stage,
    Thumb,
    Trail,
)
from bihuan.web.warnings.page import WarningRow, warning_row

EVENTS_SHOWN = 10
CHILDREN_SHOWN = 60
NO_NATURE = Nature("", "", "—")


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a case and of every page around it."""

    number: str
    subject: str
    kind: str
    url: str
    crumbs: tuple[Link, ...]
    stage: Stage
    light: Light
    nature: Nature | None
    turn: int
    ring: Ring | None
    waits: str


@dataclass(frozen=True, slots=True)
class Children:
    """The cases of one kind directly below; `add` opens a new one. counts says how many are closed."""

    title: str
    words: str
    rows: tuple[MeasureRow, ...]
    more: Link | None
    add: Link | None


@dataclass(frozen=True, slots=True)
class Material:
    """Evidence of one kind of the pack, or of an earlier round."""

    title: str
    thumbs: tuple[Thumb, ...]


@dataclass(frozen=True, slots=True)
class SameRow:
    """The same problem in another ledger, with the state it has there."""

    link: Link
    subject: str
    unit: str
    stage: Stage
    light: Light


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the case page draws."""

    heading: Heading
    loop: Loop | None
    has_standard: bool
    standard: str
    points: tuple[Point, ...]
    set_standard: Link | None
    materials: tuple[Material, ...]
    earlier: tuple[Material, ...]
    bring: Link | None
    statement: str
    children: tuple[Children, ...]
    moves: Moves
    clock: Clock
    facts: Facts
    empty: tuple[str, ...]
    trail: Trail
    trail_words: str
    chain: Chain
    watched: bool
    outcomes: tuple[OutcomeGroup, ...]
    letters: Letters | None
    papers: Link | None
    checks: ChecksShown | None
    attendance: AttendanceShown | None
    sheet: SheetShown | None
    feedback: feedback.FeedbackPanel | None
    instructions: instructions.InstructionsPanel | None
    matching: portal.MatchPanel | None
    warnings: tuple[WarningRow, ...]
    same: tuple[SameRow, ...]


def case_page(file: CaseFile, actor: Actor) -> CasePage:
    """Return the page of a case for somebody who may see it."""
    case, seen = file.case, visible_to(actor)
    evidence, points, clocks, sheet = evidence_of(case), points_of(case), clocks_of(file), review_sheet(file)
    offered = offers_of(file, actor, evidence)
    told = history(file, limit=EVENTS_SHOWN)
    facts, empty = facts_of(file, actor)
    more = Link(_("All %(n)d events") % {"n": told.total}, case_url(case, "case_trail")) if told.before else None
    return CasePage(
        heading=heading_of(file, clocks.calendar, sheet.relations if sheet else ()),
        loop=loop_of(file, evidence, sheet, clocks.calendar),
        has_standard="standard" in file.kind.uses,
        standard=standard_words(file, points),
        points=points_shown(file, points, evidence, offered),
        set_standard=_link(case, offered, "standard", "case_standard"),
        materials=materials_of(file, evidence),
        earlier=_earlier(file, evidence),
        bring=_link(case, offered, "evidence", "case_evidence"),
        statement=case.statement,
        children=_children(file, seen, actor, offered, clocks.calendar),
        moves=moves_of(file, offered),
        clock=clock_of(file, clocks),
        facts=facts,
        empty=empty,
        trail=trail_of(file, told, more, brief=True),
        trail_words=ngettext("%(n)d event, newest first", "%(n)d events, newest first", told.total) % {"n": told.total},
        chain=chain_of_case(file),
        watched=is_watched(case, actor),
        outcomes=outcome_groups(file, actor),
        letters=letters_of(file, actor),
        papers=_papers(file),
        checks=checks_shown(file, actor),
        attendance=attendance_shown(file, actor),
        sheet=sheet_shown(file, actor),
        feedback=feedback.panel_of(file, actor),
        instructions=instructions.panel_of(file, actor),
        matching=portal.panel_of(file, actor),
        warnings=tuple(warning_row(row, file) for row in warnings_of(case)),
        same=tuple(_same(one, file, clocks.calendar) for one in same_cases(actor, [case], among=seen)[case.pk]),
    )


def _same(other: Case, file: CaseFile, calendar: WorkCalendar) -> SameRow:
    pack = pack_of(other.pack, other.pack_version)
    unit = str(other.responsible or "")
    return SameRow(same_link(other), other.subject, unit, stage_of(other, pack), light_of(other, file.day, calendar))


def heading_of(file: CaseFile, calendar: WorkCalendar | None = None, waiting: tuple[str, ...] = ()) -> Heading:
    """Return the head of a case; `waiting`: whom a running review waits for."""
    case = file.case
    returned = bool(file.stays) and file.stays[-1].move == "return"
    waits = _("Waits for %(who)s") % {"who": "、".join(waiting)} if waiting else ""
    return Heading(
        number=case.number,
        subject=case.subject,
        kind=words(file.kind.title),
        url=case_url(case),
        crumbs=crumbs_of(file),
        stage=stage_of(case, file.pack, returned=returned),
        light=light_of(case, file.day, calendar),
        nature=nature_of(case),
        turn=case.turn,
        ring=ring_of(file),
        waits=waits,
    )


def crumbs_of(file: CaseFile, *more: Link) -> tuple[Link, ...]:
    """Return the way down to a case: the cases above it, itself, and `more` for a page around it."""
    above = tuple(
        Link(_shortened(case), board_url(case)) if case.wall is None else Link(words(HIDDEN)) for case in file.ancestors
    )
    own = Link(f"{words(file.kind.title)} {file.case.number}", case_url(file.case) if more else _own_board(file.case))
    system = (Link(words(file.pack.title), system_url(file.pack.id)),) if file.pack.id != LEDGER_PACK else ()
    return (*system, *above, own, *more)


def _papers(file: CaseFile) -> Link | None:
    """Return the way to the documents that are written from a case at the top; a round has it on its board."""
    if file.case.parent_id is not None or board_url(file.case) != case_url(file.case):
        return None
    written = [one for one in documents_of(pack_with_documents(file.case), file.case.kind) if not one.letter]
    if not written:
        return None
    titles = "、".join(words(one.title) for one in written)
    return Link(titles, reverse("papers", args=[file.case.pack, file.case.number]), "file-text")


def _own_board(case: Case) -> str:
    """Return the address of the page a case has beside its record, empty where it has none."""
    return board_url(case) if case.pack == "meetings" and case.kind in MEETING_PAGES else ""


def _shortened(case: Case) -> str:
    subject = case.subject if len(case.subject) <= 24 else case.subject[:23] + "…"
    return f"{case.number}　{subject}"


MEETING_PAGES = {"series": "meeting_series", "meeting": "meeting"}


def board_url(case: Case) -> str:
    """Return where a case is looked at that has a page of its own, as a round or a meeting; else its record."""
    if case.parent_id is None and case.kind == "round":
        try:
            return reverse("round", kwargs={"pack": case.pack, "number": case.number})
        except NoReverseMatch:
            pass
    if case.pack == "meetings" and case.kind in MEETING_PAGES:
        return reverse(MEETING_PAGES[case.kind], args=[case.number])
    return case_url(case)


def _link(case: Case, offered: Offers, act: str, name: str) -> Link | None:
    found = next((offer for offer in offered.open if offer.act == act), None)
    return Link(found.title, case_url(case, name)) if found is not None else None


def materials_of(file: CaseFile, evidence: list[Evidence]) -> tuple[Material, ...]:
    """Return what is on file in this round beside the points of the standard, by kind."""
    here = [row for row in evidence if row.turn == file.case.turn and row.point_id is None]
    titles = {kind: words(title) for kind, title in file.kind.evidence.items()} | {"": _("Other material")}
    rows = {kind: [row for row in here if row.kind == kind] for kind in titles}
    return tuple(Material(titles[kind], thumbs_of(found, file.case)) for kind, found in rows.items() if found)


def _earlier(file: CaseFile, evidence: list[Evidence]) -> tuple[Material, ...]:
    turns = sorted({row.turn for row in evidence if row.turn < file.case.turn}, reverse=True)
    return tuple(
        Material(
            _("Round %(turn)d") % {"turn": turn}, thumbs_of([row for row in evidence if row.turn == turn], file.case)
        )
        for turn in turns
    )


def _children(
    file: CaseFile, seen: QuerySet[Case], who: Actor, offered: Offers, calendar: WorkCalendar
) -> tuple[Children, ...]:
    kinds = file.pack.children(file.kind.id)
    if not kinds:
        return ()
    cases = list(children_of(file.case, who, among=seen))
    found = []
    for kind in kinds:
        rows = [case for case in cases if case.kind == kind.id]
        offer = next((one for one in offered.open if one.act == "open" and one.id == kind.id), None)
        add = Link(offer.title, case_url(file.case, "case_open", kind=kind.id), "plus") if offer is not None else None
        if not rows and add is None:
            continue
        closed = sum(1 for case in rows if case.category == Category.CLOSED)
        counts = _("%(closed)d of %(all)d closed") % {"closed": closed, "all": len(rows)}
        more = Link(_("See all on the board"), board_url(file.case)) if len(rows) > CHILDREN_SHOWN else None
        shown = tuple(_child(file, case, calendar) for case in rows[:CHILDREN_SHOWN])
        found.append(Children(words(kind.title), counts if rows else "", shown, more, add))
    return tuple(found)


def _child(file: CaseFile, case: Case, calendar: WorkCalendar) -> MeasureRow:
    return MeasureRow(
        case.number,
        case.subject,
        case_url(case),
        nature_of(case) or NO_NATURE,
        stage_of(case, file.pack),
        light_of(case, file.day, calendar),
        case.due,
    )


def chain_of_case(file: CaseFile) -> Chain:
    """Return the line over the trail: how long the chain is and where it is verified."""
    method, _colon, code = file.case.head.partition(":")
    text = _("%(n)d events, the last one %(method)s %(code)s") % {
        "n": file.case.seq,
        "method": method.upper(),
        "code": code[:8],
    }
    verify = Link(_("Verify this chain"), case_url(file.case, "case_trail") + "?verify=1")
    return Chain(True, _("Chained"), text, verify)
