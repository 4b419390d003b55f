"""Letters as an enterprise reads them: what each is about, what it asks and until when, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor, people_of_unit
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.letters.addressees import stored_addressees
from bihuan.loop.letters.models import Letter, LetterState
from bihuan.loop.letters.queries import replies_of
from bihuan.loop.letters.rules import check_may_receive, check_may_reply
from bihuan.loop.lifecycle.packs import pack_known
from bihuan.loop.portal.letters import letters_about, letters_to, letters_to_do
from bihuan.loop.portal.rules import own_case
from bihuan.web.case.files import place_for, size_words
from bihuan.web.letters.marks import due_explained
from bihuan.web.papers.draft import PaperPage, paper_page
from bihuan.web.portal.policies import matter_url, subject_of
from bihuan.web.shapes import Link, Upload

MOST: Final = 200
FORMATS: Final = (("PDF", "pdf"), ("Word", "docx"))


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a list. todo: what the enterprise has to do with it, empty for nothing; due: until when."""

    number: str
    title: str
    about: str
    url: str
    issued: str
    state: str
    tone: str
    todo: str
    due: str
    late: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was done with a letter: signed for, replied to, the reply accepted or returned. Officials have no names here."""

    title: str
    at: datetime
    who: str
    text: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LetterShown:
    """The page of one letter. matter: the own case it is about; may: `receive`, `reply`."""

    id: int
    row: LetterRow
    matter: Link | None
    files: tuple[Link, ...]
    limits: tuple[tuple[str, str], ...]
    withdrawn: str
    may: frozenset[str]
    said: tuple[Said, ...]
    upload: Upload
    paper: PaperPage
    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    refused: str


def letter_rows(who: Actor, day: date) -> list[LetterRow]:
    """Return the letters to an enterprise, those that wait for it first."""
    waits = {letter.pk: what for what, letter in letters_to_do(who)}
    rows = [row_of_letter(letter, who, day, waits.get(letter.pk, "")) for letter in letters_to(who)[:MOST]]
    return sorted(rows, key=lambda row: not row.todo)


def letter_tasks(who: Actor, day: date) -> tuple[LetterRow, ...]:
    """Return the letters that wait for an enterprise."""
    return tuple(row_of_letter(letter, who, day, what) for what, letter in letters_to_do(who))


def letters_in(who: Actor, case: Case, day: date) -> tuple[LetterRow, ...]:
    """Return the letters to an enterprise about one of its matters."""
    waits = {letter.pk: what for what, letter in letters_to_do(who)}
    return tuple(row_of_letter(letter, who, day, waits.get(letter.pk, "")) for letter in letters_about(who, case))


def row_of_letter(letter: Letter, who: Actor, day: date, what: str) -> LetterRow:
    """Return a letter for a list; `what` it waits for: `receive`, `reply` or nothing."""
    due = {"receive": letter.receipt_due_on, "reply": letter.reply_due_on}.get(what)
    word, tone = _stands(letter, what)
    todo = {"receive": pgettext("letter", "Sign for it"), "reply": pgettext("letter", "Reply to it")}
    return LetterRow(
        number=letter.number,
        title=_title(letter),
        about=subject_of(letter.case, who),
        url=reverse("portal_letter", args=[letter.pk]),
        issued=letter.issued_on.isoformat() if letter.issued_on is not None else "",
        state=word,
        tone=tone,
        todo=todo.get(what, ""),
        due=due.isoformat() if due is not None else "",
        late=due is not None and due < day,
    )


def _stands(letter: Letter, what: str) -> tuple[str, str]:
    if letter.state == LetterState.WITHDRAWN:
        return pgettext("letter", "Withdrawn"), "no"
    if what:
        return (pgettext("letter", "To be signed for"), pgettext("letter", "To be replied to"))[what == "reply"], "todo"
    if letter.state == LetterState.REPLIED:
        return pgettext("letter", "Replied to"), "going"
    if letter.received_at is not None:
        return pgettext("letter", "Signed for"), "done"
    return pgettext("letter", "For information"), "done"


def _title(letter: Letter) -> str:
    declared = pack_known(letter.area_id, letter.pack).letters.get(letter.letter)
    return words(declared.title) if declared is not None else letter.title


def letter_shown(
    who: Actor, letter: Letter, day: date, typed: Mapping[str, str] | None = None, refusal: Refused | None = None
) -> LetterShown:
    """Return the page of a letter, after a refusal with what was typed."""
    waits = next((what for what, one in letters_to_do(who) if one.pk == letter.pk), "")
    return LetterShown(
        id=letter.pk,
        row=row_of_letter(letter, who, day, waits),
        matter=_matter(who, letter.case),
        files=tuple(Link(name, reverse("portal_letter_text", args=[letter.pk, kind])) for name, kind in FORMATS),
        limits=_limits(letter),
        withdrawn=letter.withdrawn_because,
        may=_may(who, letter),
        said=_course(letter, set(people_of_unit(letter.area_id, who.outside_unit or 0))),
        upload=place_for("files", _("Files"), error=""),
        paper=paper_page(who, letter.writing, day),
        typed=typed or {},
        wrong=refusal.fields if refusal is not None else {},
        refused=refusal.sentence if refusal is not None else "",
    )


def _matter(who: Actor, case: Case) -> Link | None:
    try:
        own = own_case(who, case.pack, case.number)
    except CaseNotFound:
        return None
    return Link(f"{own.subject}（{own.number}）", matter_url(own))


def _limits(letter: Letter) -> tuple[tuple[str, str], ...]:
    calendar, issued = calendar_of(letter.area_id), letter.issued_on
    days = (
        (_("To be signed for by"), letter.receipt_due_on, letter.received_on),
        (_("To be replied to by"), letter.reply_due_on, letter.first_replied_on),
    )
    return tuple(
        (title, due_explained(issued, due, calendar))
        for title, due, done in days
        if due is not None and issued is not None and done is None and letter.withdrawn_at is None
    )


def _may(who: Actor, letter: Letter) -> frozenset[str]:
    to = stored_addressees(letter)
    found = set()
    for act, check in (("receive", check_may_receive), ("reply", check_may_reply)):
        try:
            check(who, letter, to)
            found.add(act)
        except Refused:
            continue
    return frozenset(found)


def _course(letter: Letter, own: set[int]) -> tuple[Said, ...]:
    """Return what was done with a letter since it was issued, oldest first; what another addressee replied, and was told, stays with them."""
    found = []
    if letter.received_at is not None:
        by = letter.received_by.name if letter.received_by is not None and letter.received_by_id in own else ""
        found.append(Said(pgettext("letter", "Signed for"), letter.received_at, by, "", ()))
    for reply, files in replies_of(letter):
        if reply.by_id not in own:
            found.append(Said(pgettext("letter", "Replied to"), reply.at, "", "", ()))
            continue
        links = tuple(
            Link(f"{one.name}（{size_words(one.file.size)}）", reverse("portal_letter_file", args=[letter.pk, one.pk]))
            for one in files
        )
        by = reply.by.name
        found.append(Said(pgettext("letter", "Replied to"), reply.at, by, reply.text, links))
        if reply.answered_at is not None:
            accepted, returned = _("The reply was accepted"), _("The reply was returned")
            found.append(Said(accepted if reply.accepted else returned, reply.answered_at, "", reply.answer, ()))
    return tuple(found)
