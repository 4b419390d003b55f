"""The pages on which one acts on a case: what they show, and how a refusal comes back with everything that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.queries import get_case
from bihuan.loop.cases.values import words
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.evidence.queries import evidence_of, of_kind
from bihuan.loop.lifecycle.arriving import move_reopens
from bihuan.loop.lifecycle.asking import asked
from bihuan.loop.lifecycle.given import asks_of
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.loop.lifecycle.queries import Closed, Offer, offers_of
from bihuan.web.case.files import brought, files_chosen, place_for, thumbs_of
from bihuan.web.case.forms import AskForm, refused
from bihuan.web.case.marks import case_url
from bihuan.web.case.moves import closed_reason, note_of
from bihuan.web.case.page import Heading, crumbs_of, heading_of
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Link, Say, Thumb, Upload

STANDING = "_standing"


@dataclass(frozen=True, slots=True)
class NeedShown:
    """A kind of evidence that a move asks for: what is on file, and a place for more."""

    title: str
    thumbs: tuple[Thumb, ...]
    place: Upload


@dataclass
class MovePage:
    """The page of one move. `closed`: it cannot be taken where the case stands now, `say` tells why."""

    heading: Heading
    crumbs: tuple[Link, ...]
    title: str
    note: str
    form: AskForm
    needs: list[NeedShown] = field(default_factory=list)
    standing: str = ""
    say: Say | None = None
    closed: bool = False


def again(file: CaseFile, who: Actor) -> CaseFile:
    """Return the file of a case as it is now: after a refusal somebody else may have changed it."""
    return CaseFile(get_case(who, file.case.pack, file.case.number), file.day)


def move_page(file: CaseFile, move: str, who: Actor, typed: QueryDict | None = None) -> MovePage:
    """
    Return the page of a move, filled in with what was typed or else with what the case holds.

    Raises CaseNotFound for a move that the lifecycle does not have.
    """
    declared = file.lifecycle.moves.get(move)
    if declared is None:
        raise CaseNotFound(move)
    evidence = evidence_of(file.case)
    offered = offers_of(file, who, evidence)
    found = offered.find("move", move)
    reopens = move_reopens(file, declared)
    shown = MovePage(
        heading=heading_of(file),
        crumbs=crumbs_of(file, Link(words(declared.title))),
        title=words(declared.title),
        note=note_of(found) if isinstance(found, Offer) else "",
        form=AskForm(who.area_id, asked(file, asks_of(file, declared, reopens=reopens), reader=who), typed),
        standing=standing_of(file.case),
    )
    address = case_url(file.case, "case_evidence") if offered.may("evidence") else ""
    for kind in declared.evidence:
        rows = [] if reopens else of_kind(evidence, kind, file.case.turn)
        title = words(file.kind.evidence[kind])
        shown.needs.append(
            NeedShown(title, thumbs_of(rows, file.case), place_for(f"evidence-{kind}", title, url=address))
        )
    if not isinstance(found, Offer):
        shown.closed = True
        shown.say = _closed_say(file, words(declared.title), found)
    return shown


def _closed_say(file: CaseFile, title: str, closed: Closed | None) -> Say:
    sentence = _("“%(move)s” cannot be done while the case is “%(state)s”.")
    reason = sentence % {"move": title, "state": words(file.state.title)}
    items: tuple[Link, ...] = ()
    if closed is not None:
        reason = closed.reason if len(closed.missing) > 1 else closed_reason(closed)
        items = tuple(Link(line) for line in closed.missing) if len(closed.missing) > 1 else ()
    return Say("no", _("“%(move)s” is closed") % {"move": title}, reason, items, wide=True)


def refuse_move(file: CaseFile, move: str, request: Request, refusal: Refused) -> MovePage:
    """Return the page of a move that was refused: the sentence, what is missing, and everything as it was typed."""
    shown = move_page(again(file, actor(request)), move, actor(request), request.POST)
    shown.form.refuse(refusal)
    title = _("“%(move)s” was not done") % {"move": shown.title}
    labels = {ask.id: ask.title for ask in shown.form.asks}
    shown.say = refused(refusal, title, labels=labels, files=files_chosen(request.FILES))
    return shown


def evidence_sent(files: MultiValueDict[str, UploadedFile[bytes]], kinds: Sequence[str]) -> list[NewEvidence]:
    """Return the files of a form by the kind of evidence whose place they were put into."""
    return [new for kind in kinds for new in brought(files, f"evidence-{kind}", kind=kind)]


def done_words(file: CaseFile, title: str) -> str:
    """Return the sentence after an act: what was recorded, where the case stands now."""
    now = words(file.state.title)
    return _("“%(move)s” is recorded.\nThe case is now “%(state)s”.") % {"move": title, "state": now}
