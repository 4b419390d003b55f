"""The page of one letter: its text as issued, how it stands, what this person may do, and its whole course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.models import Person
from bihuan.accounts.queries import BY_ITSELF, Actor
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.letters.addressees import stored_addressees
from bihuan.loop.letters.answering import awaits_talk
from bihuan.loop.letters.escalating import RUNNING, letters_after, next_of
from bihuan.loop.letters.models import Letter, LetterReply, LetterState, Talk
from bihuan.loop.letters.queries import replies_of
from bihuan.loop.letters.rules import check_may_receive, check_may_reply, check_may_withdraw
from bihuan.loop.lifecycle.packs import pack_known
from bihuan.loop.writing.rules import is_office
from bihuan.web.case.files import place_for, size_words
from bihuan.web.case.marks import case_url
from bihuan.web.dates import full_day
from bihuan.web.letters.marks import due_explained, receipt_light, register_crumbs, reply_light, state_words
from bihuan.web.papers.draft import PaperPage, paper_page
from bihuan.web.shapes import Head, Light, Link, Upload


@dataclass(frozen=True, slots=True)
class Course:
    """One thing that happened to a letter. files: with their addresses."""

    verb: str
    what: str
    at: datetime
    who: str
    quote: str = ""
    files: tuple[Link, ...] = ()
    link: Link | None = None
    is_move: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """One of the two things that a letter asks for, its light and why it is due when it is."""

    title: str
    light: Light
    why: str = ""


@dataclass(frozen=True, slots=True)
class LetterPage:
    """The page. acts: names of what may be done here; further: the letters that may follow."""

    head: Head
    id: int
    state: str
    withdrawn: str
    about: Link
    to: str
    because: str
    follows: Link | None
    followed: Link | None
    dues: tuple[Due, ...]
    acts: frozenset[str]
    text_url: str
    open_ends: tuple[str, ...]
    further: tuple[Link, ...]
    upload: Upload
    course: tuple[Course, ...]
    paper: PaperPage
    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    refused: str = ""
    missing: tuple[str, ...] = ()


def letter_page(
    actor: Actor, letter: Letter, day: date, typed: Mapping[str, str] | None = None, refusal: Refused | None = None
) -> LetterPage:
    """Return a letter as somebody sees it, after a refusal with what was typed."""
    office = is_office(actor, letter.round, day)
    paper = paper_page(actor, letter.writing, day)
    title = f"{letter.number} {_title(letter)}".strip()
    to = stored_addressees(letter)
    before, after = letter.escalated_from, next_of(letter) if office else None
    acts = _acts(actor, letter, day, office=office)
    return LetterPage(
        head=Head(title, crumbs=register_crumbs(Link(title)), facts=_facts(letter), moves=_files(letter)),
        id=letter.pk,
        state=state_words()[letter.state],
        withdrawn=letter.withdrawn_because,
        about=Link(f"{letter.case.number} {letter.case.subject}", case_url(letter.case)),
        to=pgettext("between things", ", ").join(one.name for one in to),
        because=letter.because,
        follows=_link(before) if before is not None else None,
        followed=_link(after) if after is not None else None,
        dues=_dues(letter, day),
        acts=acts,
        text_url=reverse("paper", args=[letter.writing_id]) if "issue" in acts else "",
        open_ends=paper.open_ends if "issue" in acts else (),
        further=_further(letter) if "escalate" in acts else (),
        upload=place_for("files", _("Files"), error=""),
        course=tuple(_course(letter, office=office)),
        paper=paper,
        typed=typed or {},
        wrong=refusal.fields if refusal is not None else {},
        refused=refusal.sentence if refusal is not None else "",
        missing=refusal.missing if refusal is not None else (),
    )


def _title(letter: Letter) -> str:
    declared = pack_known(letter.area_id, letter.pack).letters.get(letter.letter)
    return words(declared.title) if declared is not None else letter.title


def _facts(letter: Letter) -> str:
    parts = [letter.round.subject]
    if letter.issued_on is not None:
        parts.append(_("issued on %(day)s") % {"day": full_day(letter.issued_on)})
    return " · ".join(parts)


def _files(letter: Letter) -> tuple[Link, ...]:
    made = (("Word", "docx"), ("PDF", "pdf"))
    return tuple(
        Link(name, reverse("paper_file", args=[letter.writing_id, format_]), "download") for name, format_ in made
    )


def _link(letter: Letter) -> Link:
    label = letter.number or _("%(letter)s, prepared") % {"letter": _title(letter)}
    return Link(label, reverse("letter", args=[letter.pk]), "mail")


def _dues(letter: Letter, day: date) -> tuple[Due, ...]:
    if letter.issued_on is None:
        return ()
    calendar = calendar_of(letter.area_id)
    receipt = due_explained(letter.issued_on, letter.receipt_due_on, calendar) if letter.receipt_due_on else ""
    reply = due_explained(letter.issued_on, letter.reply_due_on, calendar) if letter.reply_due_on else ""
    return (
        Due(_("Receipt"), receipt_light(letter, day, calendar), receipt),
        Due(_("Reply"), reply_light(letter, day, calendar), reply),
    )


def _acts(actor: Actor, letter: Letter, day: date, *, office: bool) -> frozenset[str]:
    """Return what this person may do with the letter now."""
    to, state = stored_addressees(letter), letter.state
    acts: set[str] = set()
    for act, check in (("receive", check_may_receive), ("reply", check_may_reply)):
        try:
            check(actor, letter, to)
            acts.add(act)
        except Refused:
            continue
    try:
        check_may_withdraw(actor, letter, day)
        acts.add("withdraw")
    except (NotAllowed, Refused):
        pass
    if office:
        acts |= {name for name, there in _of_office(letter, state).items() if there}
    return frozenset(acts)


def _of_office(letter: Letter, state: LetterState) -> dict[str, bool]:
    out = state in RUNNING or (state == LetterState.CLOSED and letter.reply_due_on is None)
    return {
        "issue": state == LetterState.PREPARED,
        "answer": state == LetterState.REPLIED,
        "escalate": out and next_of(letter) is None and bool(letters_after(letter)),
        "talk": state in (LetterState.ISSUED, LetterState.RECEIVED) and awaits_talk(letter),
    }


def _further(letter: Letter) -> tuple[Link, ...]:
    return tuple(
        Link(
            words(one.title),
            f"{reverse('letter_write', args=[letter.case.pack, letter.case.number, one.id])}?from={letter.pk}",
            "file-text",
        )
        for one in letters_after(letter)
    )


def _who(person: Person | None) -> str:
    return person.name if person is not None else BY_ITSELF


def _course(letter: Letter, *, office: bool) -> Iterator[Course]:
    """Yield what happened to a letter, oldest first; how it was prepared is the office's own matter."""
    if office:
        yield Course(
            pgettext("course of a letter", "Prepared"), "", letter.prepared_at, _who(letter.prepared_by), is_move=False
        )
    if letter.issued_at is not None:
        yield Course(pgettext("course of a letter", "Issued"), letter.number, letter.issued_at, _who(letter.issued_by))
    replies = replies_of(letter)
    if letter.received_at is not None:
        yield Course(pgettext("course of a letter", "Signed for"), "", letter.received_at, _who(letter.received_by))
    for reply, files in replies:
        yield Course(
            pgettext("course of a letter", "Replied"), "", reply.at, reply.by.name, reply.text,
            tuple(
                Link(f"{file.name}（{size_words(file.file.size)}）", reverse("letter_file", args=[letter.pk, file.pk]), "file-text")
                for file in files
            ),
        )  # fmt: skip
        yield from _answer(reply)
    talk = Talk.objects.filter(area_id=letter.area_id, letter_id=letter.pk).select_related("recorded_by").first()
    if talk is not None:
        yield _talk(talk)
    if letter.withdrawn_at is not None:
        yield Course(
            pgettext("course of a letter", "Withdrawn"), "", letter.withdrawn_at, _who(letter.withdrawn_by),
            letter.withdrawn_because,
        )  # fmt: skip


def _answer(reply: LetterReply) -> Iterator[Course]:
    if reply.answered_at is None:
        return
    accepted, returned = (
        pgettext("course of a letter", "Reply accepted"),
        pgettext("course of a letter", "Reply returned"),
    )
    yield Course(accepted if reply.accepted else returned, "", reply.answered_at, _who(reply.answered_by), reply.answer)


def _talk(talk: Talk) -> Course:
    who = _("%(who)s with %(whom)s") % {"who": talk.by_names, "whom": talk.with_names}
    what = _("%(day)s, %(place)s: %(who)s") % {"day": full_day(talk.held_on), "place": talk.place, "who": who}
    link = (
        Link(_("Record of the talk"), reverse("paper", args=[talk.writing_id]), "file-text")
        if talk.writing_id
        else None
    )
    said = [talk.demanded]
    if talk.promised:
        said.append(_("Promised: %(what)s") % {"what": talk.promised})
    if talk.next_on is not None:
        said.append(_("Next date: %(day)s") % {"day": full_day(talk.next_on)})
    return Course(_("Held a talk"), what, talk.recorded_at, talk.recorded_by.name, "\n".join(said), link=link)
