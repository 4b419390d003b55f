"""One meeting: its agenda, who comes, its papers and minutes, and what it decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.evidence.queries import evidence_of
from bihuan.loop.meetings.minutes import minutes_of
from bihuan.loop.meetings.models import AgendaItem, MeetingPaper, Outcome
from bihuan.loop.meetings.names import CRITICISM
from bihuan.loop.meetings.queries import (
    Invited,
    agenda_of,
    day_of,
    decisions_of,
    is_called,
    papers_of,
    series_ids,
    sheet_of,
)
from bihuan.loop.meetings.rules import may_keep
from bihuan.loop.writing.models import Writing, WritingState
from bihuan.loop.writing.queries import get_writing, writings_of
from bihuan.web.case.marks import case_url, light_of, stage_of
from bihuan.web.meetings.series import DecisionRow, decision_row
from bihuan.web.meetings.words import choice, outcome_words, presence_words, tier_of, why_words
from bihuan.web.shapes import Combo, Head, Light, Link, Stage


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of the agenda. url: only where the reader may open the case. n: its number on the agenda."""

    id: int
    n: int
    number: str
    subject: str
    url: str
    unit: str
    why: str
    carried: str
    carried_url: str
    stage: Stage | None
    light: Light | None
    due: date | None
    progress: str
    outcome: str
    outcome_word: str
    conclusion: str
    decision: DecisionRow | None
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """One line of the sign-in sheet as the meeting's page shows it."""

    name: str
    presence: str
    word: str
    must_chair: bool
    chaired: bool
    note: str


@dataclass(frozen=True, slots=True)
class Laid:
    """A document that lies before the meeting. url: empty for whoever may not read it."""

    id: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    head: Head
    number: str
    stage: Stage
    light: Light
    on: date
    clock: str
    place: str
    topic: str
    series: tuple[Link, ...]
    chair: str
    chair_word: str
    items: tuple[ItemRow, ...]
    removed: tuple[tuple[int, str], ...]
    sheet: tuple[Signed, ...]
    signed: bool
    decisions: tuple[DecisionRow, ...]
    criticisms: tuple[DecisionRow, ...]
    papers: tuple[Link, ...]
    laid: tuple[Laid, ...]
    offered: tuple[tuple[int, str], ...]
    minutes: Writing | None
    minutes_files: tuple[Link, ...]
    may: bool
    can_build: bool
    concluded: bool
    is_called: bool
    is_criticism: bool
    urls: Mapping[str, str]
    typed: Mapping[str, str]
    refused: str
    missing: tuple[str, ...]


def meeting_page(
    who: Actor, file: CaseFile, typed: QueryDict | None = None, refusal: Refused | None = None
) -> MeetingPage:
    """Return the page of a meeting; typed and refusal: what was typed into one of its small forms, and why it was refused."""
    case, day = file.case, file.day
    items = agenda_of(case)
    may = may_keep(file, who)
    seen = _seen(who, [item.about_id for item in items])
    files = evidence_of(case)
    series = list(Case.objects.filter(area_id=case.area_id, pk__in=series_ids(case)))
    above = CaseFile(file.ancestors[-1], day)
    papers = _papers(who, file)
    return MeetingPage(
        head=_head(file, tier_of(above)),
        number=case.number,
        stage=stage_of(case, file.pack),
        light=light_of(case, day),
        on=day_of(case),
        clock=str(case.fields.get("clock") or ""),
        place=str(case.fields.get("place") or ""),
        topic=str(case.fields.get("topic") or ""),
        series=tuple(Link(one.subject, reverse("meeting_series", args=[one.number])) for one in series),
        chair=case.leader.name if case.leader is not None else "",
        chair_word=choice(file.pack, "chair", case.fields.get("chair")),
        items=tuple(_item(file, item, n, len(items), seen) for n, item in enumerate(items, start=1)),
        removed=_removed(case) if may else (),
        sheet=tuple(_signed(line) for line in sheet_of(case)),
        signed=any(line.kept is not None for line in sheet_of(case)),
        decisions=tuple(decision_row(one, day) for one in decisions_of([case])),
        criticisms=_criticisms(case, day),
        papers=(
            *(
                Link(one.name, case_url(case, "case_evidence_one", evidence=one.pk))
                for one in files
                if one.kind == "paper"
            ),
        ),
        laid=tuple(_laid(who, paper, day) for paper in papers_of(case)),
        offered=papers if may else (),
        minutes=minutes_of(case),
        minutes_files=tuple(
            Link(one.name, case_url(case, "case_evidence_one", evidence=one.pk))
            for one in files
            if one.kind == "minutes"
        ),
        may=may,
        can_build=may and is_called(case) and not any(item.outcome for item in items),
        concluded=any(item.outcome for item in items),
        is_called=is_called(case),
        is_criticism=above.case.fields.get("tier") == CRITICISM,
        urls=_urls(case),
        typed={name: typed.get(name, "") for name in typed} if typed is not None else {},
        refused=refusal.sentence if refusal is not None else "",
        missing=refusal.missing if refusal is not None else (),
    )


def _urls(case: Case) -> dict[str, str]:
    names = ("act", "attendance", "conclude", "hold", "ics", "minutes", "sheet")
    return {name: reverse(f"meeting_{name}", args=[case.number]) for name in names} | {
        "record": case_url(case),
        "evidence": case_url(case, "case_evidence"),
        "postpone": case_url(case, "case_move", move="postpone"),
        "cancel": case_url(case, "case_move", move="cancel"),
        "settle": case_url(case, "case_move", move="settle"),
        "criticism": case_url(case, "case_open", kind=CRITICISM),
        "matter": case_url(case, "case_open", kind="matter"),
    }


def _head(file: CaseFile, tier: str) -> Head:
    above = file.ancestors[-1]
    crumbs = (
        Link(_("Meetings"), reverse("meetings")),
        Link(above.subject, reverse("meeting_series", args=[above.number])),
        Link(file.case.number),
    )
    moves = (
        Link(_("Into my calendar"), reverse("meeting_ics", args=[file.case.number]), "calendar-event"),
        Link(_("Record of the meeting"), case_url(file.case), "file-text"),
    )
    return Head(file.case.subject, crumbs=crumbs, facts=tier, moves=moves)


def _seen(who: Actor, ids: list[int | None]) -> set[int]:
    """Return which of these cases the reader may open."""
    return set(visible_to(who).filter(pk__in=[pk for pk in ids if pk is not None]).values_list("pk", flat=True))


def _item(file: CaseFile, item: AgendaItem, n: int, of: int, seen: set[int]) -> ItemRow:
    about, from_ = item.about, item.carried_from
    return ItemRow(
        id=item.pk,
        n=n,
        number=about.number if about is not None else "",
        subject=about.subject if about is not None else item.subject,
        url=case_url(about) if about is not None and about.pk in seen else "",
        unit=str(about.responsible) if about is not None and about.responsible is not None else "",
        why=why_words(file.pack, item.why),
        carried=from_.meeting.subject if from_ is not None else "",
        carried_url=reverse("meeting", args=[from_.meeting.number]) if from_ is not None else "",
        stage=stage_of(about, CaseFile(about, file.day).pack) if about is not None else None,
        light=light_of(about, file.day) if about is not None else None,
        due=about.due if about is not None else None,
        progress=about.statement if about is not None else "",
        outcome=item.outcome,
        outcome_word=outcome_words(item.outcome),
        conclusion=item.conclusion,
        decision=decision_row(item.decision, file.day) if item.decision is not None else None,
        first=n == 1,
        last=n == of,
    )


def _removed(case: Case) -> tuple[tuple[int, str], ...]:
    rows = AgendaItem.objects.filter(area_id=case.area_id, meeting_id=case.pk, removed_at__isnull=False)
    return tuple(
        (row.pk, f"{row.about.number} {row.about.subject}" if row.about is not None else row.subject)
        for row in rows.select_related("about").order_by("id")
    )


def _signed(line: Invited) -> Signed:
    kept = line.kept
    note = "" if kept is None else kept.stand_in or kept.excused_by or kept.note
    presence = kept.presence if kept is not None else ""
    return Signed(line.name, presence, presence_words(presence), line.must_chair, bool(kept and kept.chaired), note)


def _laid(who: Actor, paper: MeetingPaper, day: date) -> Laid:
    title = f"{paper.writing.number} {paper.writing.title}".strip()
    try:
        get_writing(who, paper.writing_id, day)
    except CaseNotFound:
        return Laid(paper.pk, title, "")
    return Laid(paper.pk, title, reverse("paper", args=[paper.writing_id]))


def _criticisms(case: Case, day: date) -> tuple[DecisionRow, ...]:
    rows = Case.objects.filter(area_id=case.area_id, parent_id=case.pk, kind=CRITICISM)
    return tuple(
        decision_row(one, day)
        for one in rows.select_related("responsible", "handler", "parent").order_by("order", "id")
    )


def _papers(who: Actor, file: CaseFile) -> tuple[tuple[int, str], ...]:
    """Return the documents of the inspection round the meeting is about that the reader may lay before it."""
    round_id = file.case.fields.get("round")
    round_ = visible_to(who).filter(pk=round_id).first() if round_id else None
    if round_ is None:
        return ()
    laid = {paper.writing_id for paper in papers_of(file.case)}
    rows = writings_of(who, round_, file.day)
    return tuple(
        (row.pk, f"{row.number} {row.title}".strip())
        for row in rows
        if row.pk not in laid and row.state != WritingState.AWAY
    )


@dataclass(frozen=True, slots=True)
class ConcludeRow:
    """One item with what was typed about it, and what is wrong with that."""

    item: ItemRow
    outcome: str
    conclusion: str
    subject: str
    unit_combo: Combo
    handler_combo: Combo
    due: str
    wrong: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ConcludePage:
    head: Head
    rows: tuple[ConcludeRow, ...]
    outcomes: tuple[tuple[str, str], ...]
    refused: str
    back: str


def conclude_page(
    who: Actor, file: CaseFile, typed: QueryDict | None = None, refusal: Refused | None = None
) -> ConcludePage:
    """Return the form of all conclusions, filled with what was typed or with what is kept."""
    items = agenda_of(file.case)
    seen = _seen(who, [item.about_id for item in items])
    wrong = refusal.fields if refusal is not None else {}
    back = reverse("meeting", args=[file.case.number])
    above = file.ancestors[-1]
    crumbs = (
        Link(_("Meetings"), reverse("meetings")),
        Link(above.subject, reverse("meeting_series", args=[above.number])),
        Link(file.case.number, back),
        Link(_("Conclusions")),
    )
    return ConcludePage(
        head=Head(_("Conclusions"), crumbs=crumbs, facts=file.case.subject),
        rows=tuple(
            _conclude_row(
                _item(file, item, n, len(items), seen),
                typed,
                {name.partition(".")[2]: text for name, text in wrong.items() if name.startswith(f"{item.pk}.")},
            )
            for n, item in enumerate(items, start=1)
        ),
        outcomes=tuple((outcome.value, outcome_words(outcome.value)) for outcome in Outcome),
        refused=refusal.sentence if refusal is not None else "",
        back=back,
    )


def _conclude_row(item: ItemRow, typed: QueryDict | None, wrong: Mapping[str, str]) -> ConcludeRow:
    def said(name: str, kept: str = "") -> str:
        return typed.get(f"{item.id}-{name}", kept) if typed is not None else kept

    return ConcludeRow(
        item,
        said("outcome", item.outcome),
        said("conclusion", item.conclusion),
        said("subject"),
        Combo(
            f"{item.id}-unit",
            _("Responsible unit"),
            reverse("find_units"),
            said("unit"),
            said("unit_text"),
            error=wrong.get("responsible", ""),
        ),
        Combo(
            f"{item.id}-handler",
            _("Handler"),
            reverse("find_people"),
            said("handler"),
            said("handler_text"),
            error=wrong.get("handler", ""),
        ),
        said("due"),
        wrong,
    )
