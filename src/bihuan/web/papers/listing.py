"""The documents of a round: what can be written, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import BY_ITSELF, Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.writing.models import Writing, WritingState
from bihuan.loop.writing.queries import documents_of, pack_with_documents, units_concerned, writings_of
from bihuan.loop.writing.rules import is_office
from bihuan.packspec.document import Document
from bihuan.packspec.model import Pack
from bihuan.web.case.marks import case_url
from bihuan.web.places import LEDGER_PACK, system_url
from bihuan.web.shapes import Head, Link


@dataclass(frozen=True, slots=True)
class KindRow:
    """A document that can be written. about: of what; words_url: where the office changes its words."""

    title: str
    about: str
    write_url: str
    words_url: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A document that was written."""

    title: str
    url: str
    kind: str
    about: str
    number: str
    asof: date
    state: str
    final: bool
    away: bool
    by: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class PapersPage:
    """What can be written in a round and what was."""

    head: Head
    kinds: tuple[KindRow, ...]
    rows: tuple[PaperRow, ...]
    away: tuple[PaperRow, ...]


def round_crumbs(round_: Case) -> tuple[Link, ...]:
    """Return the way from the overview to the documents of a round."""
    papers = reverse("papers", args=[round_.pack, round_.number])
    if round_.pack != LEDGER_PACK:
        title = words(pack_with_documents(round_).title)
        return (
            Link(title, system_url(round_.pack)),
            Link(f"{round_.number}　{round_.subject}", case_url(round_)),
            Link(_("Documents"), papers),
        )
    board = reverse("round", args=[round_.pack, round_.number])
    return (
        Link(_("Rectification overview"), reverse("rounds")),
        Link(round_.subject, board),
        Link(_("Documents of this round"), papers),
    )


def papers_page(actor: Actor, round_: Case, day: date) -> PapersPage:
    """Return the documents of a round as this person sees them."""
    pack = pack_with_documents(round_)
    office = is_office(actor, round_, day)
    kinds = tuple(_kind(pack, one, round_, office=office) for one in _writable(actor, pack, round_, office=office))
    rows = [_row(pack, one) for one in writings_of(actor, round_, day)]
    title = _("Documents of this round") if round_.pack == LEDGER_PACK else _("Documents")
    head = Head(
        title,
        crumbs=(*round_crumbs(round_)[:2], Link(title)),
        facts=_(
            "Written from the ledger as it stood on a day; what you write by hand is kept when a document is written anew."
        ),
        moves=_moves(round_) if office and pack.letters else (),
    )
    shown = tuple(row for row in rows if not row.away)
    return PapersPage(head, kinds, shown, tuple(row for row in rows if row.away))


def _moves(round_: Case) -> tuple[Link, ...]:
    return (
        Link(
            _("Letters of this round") if round_.pack == LEDGER_PACK else _("Letters"),
            f"{reverse('letters')}?round={round_.pk}",
            "mail",
        ),
        Link(_("How letters go out"), reverse("round_letters", args=[round_.pack, round_.number]), "settings"),
    )


def _writable(actor: Actor, pack: Pack, round_: Case, *, office: bool) -> list[Document]:
    found = documents_of(pack, round_.kind)
    if office:
        return found
    heads = any(actor.heads_unit(unit.pk) for unit in units_concerned(round_))
    return [one for one in found if one.unit and heads]


def _kind(pack: Pack, document: Document, round_: Case, *, office: bool) -> KindRow:
    address = [round_.pack, round_.number, document.id]
    return KindRow(
        words(document.title),
        about_words(pack, document),
        reverse("paper_write", args=address),
        reverse("paper_words", args=address) if office else "",
        document.public,
    )


def about_words(pack: Pack, document: Document) -> str:
    """Return what a document is about, for people."""
    if document.unit:
        return _("one unit")
    return _(", ").join(words(pack.kinds[kind].title) for kind in document.of)


def _row(pack: Pack, writing: Writing) -> PaperRow:
    document = pack.documents.get(writing.document)
    about = str(writing.unit) if writing.unit is not None else ""
    if writing.case_id != writing.round_id:
        about = f"{writing.case.number} {writing.case.subject}"
    return PaperRow(
        writing.title,
        reverse("paper", args=[writing.pk]),
        words(document.title) if document is not None else writing.document,
        about,
        writing.number,
        writing.asof,
        state_word(writing),
        writing.state == WritingState.FINAL,
        writing.state == WritingState.AWAY,
        writing.made_by.name if writing.made_by is not None else BY_ITSELF,
        writing.changed_at,
    )


def state_word(writing: Writing) -> str:
    """Return the state of a document in words."""
    match writing.state:
        case WritingState.FINAL:
            return _("Final")
        case WritingState.AWAY:
            return _("Put away")
    return _("Draft, version %(n)d") % {"n": writing.version}
