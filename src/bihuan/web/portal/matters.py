"""The enterprise's own matters: where each stands, who has it, what comes next, and what the enterprise can do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor, people_of_unit
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.values import bare, show_field, words
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.errors import OvertakenByOther, Refused
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.evidence.queries import evidence_of
from bihuan.loop.lifecycle.asking import names_of
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.lifecycle.queries import offers_of, review_sheet
from bihuan.loop.lifecycle.rules import relation_titles
from bihuan.loop.portal.queries import saved_form
from bihuan.loop.portal.rules import own_case
from bihuan.loop.trail.history import history
from bihuan.web.case.acting import MovePage, move_page
from bihuan.web.case.files import files_chosen
from bihuan.web.case.forms import refused
from bihuan.web.portal.letters import LetterRow, letters_in
from bihuan.web.portal.policies import kind_words, matter_url, subject_of
from bihuan.web.request import Request
from bihuan.web.shapes import Link

EVENTS = 60


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter in a list. todo: what the enterprise has to do now, empty for nothing."""

    number: str
    kind: str
    subject: str
    url: str
    state: str
    tone: str
    due: str
    late: bool
    todo: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was taken: the day, where the matter came to stand, and the reason that was given."""

    on: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that was brought."""

    name: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class MatterPage:
    """One matter."""

    row: MatterRow
    above: Link | None
    steps: tuple[Step, ...]
    waits: str
    next: str
    facts: tuple[tuple[str, str], ...]
    statement: str
    files: tuple[FileLine, ...]
    moves: tuple[Link, ...]
    deadlines: tuple[tuple[str, str], ...]
    letters: tuple[LetterRow, ...]


def row_of(case: Case, who: Actor, day: date) -> MatterRow:
    """Return a matter for a list."""
    file = CaseFile(case, day)
    moves = moves_of(file, who)
    is_todo = bool(moves) and any("applicant" in move.by[:1] for move in file.lifecycle.moves_from(case.state)[:1])
    ends = case.runs_until.isoformat() if case.runs_until is not None and case.category != Category.CLOSED else ""
    return MatterRow(
        case.number,
        kind_words(case),
        subject_of(case, who),
        matter_url(case),
        words(file.state.title),
        tone_of(file),
        ends,
        light_kind(case, day) == "late",
        moves[0].label if is_todo else "",
    )


def tone_of(file: CaseFile) -> str:
    """Return how a state is coloured: asked of the enterprise, done, ended otherwise, or on its way."""
    first = next(iter(file.lifecycle.moves_from(file.case.state)), None)
    if file.state.category == Category.CLOSED:
        refusals = {state.refuses_to for state in file.lifecycle.states.values() if state.category == "review"}
        return "no" if file.case.state in refusals else "done"
    if first is not None and first.to == file.state.id and file.state.id != file.lifecycle.start.id:
        return "done"
    if first is not None and first.by[0] == "applicant":
        return "todo"
    return "going"


def moves_of(file: CaseFile, who: Actor) -> tuple[Link, ...]:
    """Return the moves the enterprise can take now, as links to their forms."""
    case = file.case
    return tuple(
        Link(offer.title, reverse("portal_move", args=[case.pack, case.number, offer.id]))
        for offer in offers_of(file, who).open
        if offer.act == "move"
    )


def matter_page(file: CaseFile, who: Actor) -> MatterPage:
    """Return the page of one matter."""
    case = file.case
    parent = file.ancestors[-1] if file.ancestors else None
    above = None
    if parent is not None and parent.kind == "policy":
        above = Link(parent.subject, reverse("portal_policy", args=[parent.number]))
    return MatterPage(
        row=row_of(case, who, file.day),
        above=above,
        steps=steps_of(file),
        waits=waits_for(file),
        next=next_of(file),
        facts=facts_of(file),
        statement=case.statement if tone_of(file) in {"todo", "done"} else "",
        files=tuple(file_line(row, case, file) for row in own_evidence(case, who)),
        moves=moves_of(file, who),
        deadlines=deadlines_of(file),
        letters=letters_in(who, case, file.day),
    )


def steps_of(file: CaseFile) -> tuple[Step, ...]:
    """Return where the matter stood and when, with the reason somebody gave for it; names of officials stay inside."""
    said = [(one.at, str(one.body.get("reason") or "")) for one in history(file, limit=EVENTS).events]
    against = Signature.objects.filter(area_id=file.case.area_id, case_id=file.case.pk).exclude(verdict="pass")
    said += [(row.at, row.opinion) for row in against]
    steps: list[Step] = []
    before, stood = None, ""
    kept: list[str] = []
    for stay in file.stays:
        # An opinion in a joint review is given before the last signature sends the matter on.
        why = [text for at, text in said if text and at <= stay.entered_at and (before is None or at > before)]
        before = stay.entered_at
        kept += why
        state = file.lifecycle.states[stay.state]
        if stay.state == stood and state.category == Category.REVIEW:
            continue  # the next signature of the same review; its opinion stands where the review ends
        steps.append(Step(local_day(stay.entered_at).isoformat(), words(state.title), "；".join(dict.fromkeys(kept))))
        stood, kept = stay.state, []
    return tuple(reversed(steps))


def waits_for(file: CaseFile) -> str:
    """Return who has the matter now."""
    if file.case.category == Category.CLOSED:
        return ""
    sheet = review_sheet(file)
    if sheet is not None:
        return "、".join(sheet.relations)
    first = next(iter(file.lifecycle.moves_from(file.case.state)), None)
    if first is None or first.to == file.state.id:
        return ""
    if first.by[0] == "applicant":
        return _("Your enterprise")
    if first.by[0] in {"responsible", "responsible_head"} and file.case.responsible is not None:
        return file.case.responsible.name
    return relation_titles(file, [one for one in first.by if one != "clock"][:1] or list(first.by[:1]))


def next_of(file: CaseFile) -> str:
    """Return what usually comes after the state in which the matter stands."""
    state = file.state
    if state.category == Category.REVIEW and state.passes_to:
        return words(file.lifecycle.states[state.passes_to].title)
    if state.category == Category.CLOSED:
        return ""
    first = next(iter(file.lifecycle.moves_from(state.id)), None)
    return words(file.lifecycle.states[first.to].title) if first is not None and first.to != state.id else ""


def deadlines_of(file: CaseFile) -> tuple[tuple[str, str], ...]:
    """Return the time limits that run now with their last days."""
    case = file.case
    if case.category == Category.CLOSED:
        return ()
    runs = ClockRun.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn).order_by("due_on")
    clocks = file.kind.clocks
    return tuple(
        (words(clocks[run.clock].title), run.due_on.isoformat())
        for run in runs
        if run.clock in clocks and case.state in clocks[run.clock].runs_in
    )


def facts_of(file: CaseFile) -> tuple[tuple[str, str], ...]:
    """Return what is filled in, in the order of the pack."""
    names = names_of(file, file.kind.fields)
    found = []
    for id_, field in file.kind.fields.items():
        value = file.case.fields.get(id_)
        if field.default == 0 and str(value) in {"0", "0.00"} and file.case.category != Category.CLOSED:
            continue  # nobody has counted yet
        if value not in (None, "", []):
            said = _("filled in (confidential)") if field.personal else show_field(field, file.pack, value, names)
            found.append((bare(words(field.title)), said))
    return tuple(found)


def own_evidence(case: Case, who: Actor) -> list[Evidence]:
    """Return what people of the enterprise have brought; what officials bring stays inside."""
    own = set(people_of_unit(case.area_id, who.outside_unit or 0))
    return [row for row in evidence_of(case) if row.added_by_id in own]


def file_line(row: Evidence, case: Case, file: CaseFile) -> FileLine:
    """Return a piece of evidence as a line that opens it."""
    url = reverse("portal_file", args=[case.pack, case.number, row.pk]) if row.file is not None else ""
    title = words(file.kind.evidence[row.kind]) if row.kind in file.kind.evidence else ""
    return FileLine(row.name, url, title)


def form_page(file: CaseFile, move: str, who: Actor, typed: QueryDict | None = None) -> MovePage:
    """
    Return the form of a move as the portal shows it, filled in with what was saved of it.

    Files go with the form, and lead to addresses of the portal.
    """
    kept = saved_form(file.case, move) if typed is None else None
    if kept is not None:
        typed = QueryDict(mutable=True)
        for name, values in kept.values.items():
            typed.setlist(name, values if isinstance(values, list) else [values])
    shown = move_page(file, move, who, typed)
    shown.needs = [replace(need, thumbs=(), place=replace(need.place, url="")) for need in shown.needs]
    return shown


def on_file(file: CaseFile, move: str) -> tuple[FileLine, ...]:
    """Return the files that are there already of what a move needs."""
    kinds = file.lifecycle.moves[move].evidence
    rows = [row for row in evidence_of(file.case) if row.kind in kinds and row.turn == file.case.turn]
    return tuple(file_line(row, file.case, file) for row in rows)


def refused_form(file: CaseFile, move: str, who: Actor, request: Request, refusal: Refused) -> MovePage:
    """Return the form of a move that was refused: the sentence, what is missing, and everything as it was typed."""
    now = CaseFile(own_case(who, file.case.pack, file.case.number), file.day)
    shown = form_page(now, move, who, request.POST)
    if isinstance(refusal, OvertakenByOther):  # who of the officials did what is not said here
        refusal = OvertakenByOther(_("The matter went on after you opened this page. Nothing was recorded."))
    shown.form.refuse(refusal)
    labels = {ask.id: ask.title for ask in shown.form.asks}
    title = _("“%(move)s” was not done") % {"move": shown.title}
    shown.say = refused(refusal, title, labels=labels, files=files_chosen(request.FILES))
    return shown


def typed_of(shown: MovePage, typed: QueryDict) -> dict[str, list[str]]:
    """Return what was typed into the form of a move, by input, to be saved."""
    names = {name for ask in shown.form.asks for name in (ask.id, f"{ask.id}_text")}
    return {name: typed.getlist(name) for name in names if any(typed.getlist(name))}


def said_of(file: CaseFile, title: str) -> str:
    """Return the sentence after a move: what was done, where the matter stands, who has it now."""
    said = _("“%(move)s”: done. It now stands at “%(state)s”.") % {"move": title, "state": words(file.state.title)}
    who = waits_for(file)
    return f"{said}{_('Now with: %(who)s.') % {'who': who}}" if who and file.state.category != Category.CLOSED else said
