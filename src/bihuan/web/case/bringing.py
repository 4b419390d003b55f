"""The pages of evidence: what is on file, places to bring more, and one piece with its preview."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.evidence.queries import evidence_of, points_of
from bihuan.loop.evidence.rules import check_may_withdraw
from bihuan.loop.lifecycle.asking import Ask
from bihuan.packspec.bilingual import Text
from bihuan.web.case.files import (
    PAGES_SHOWN,
    SHOWN_AS_PICTURE,
    brought,
    pages_of,
    place_for,
    size_words,
    statement_of,
    thumbs_of,
)
from bihuan.web.case.forms import AskForm
from bihuan.web.case.marks import case_url
from bihuan.web.case.page import crumbs_of, heading_of
from bihuan.web.case.plain import ActPage, close_unless_offered
from bihuan.web.dates import iso_moment
from bihuan.web.numbers import number_in
from bihuan.web.shapes import Fact, Facts, Link, Say, Thumb, Upload


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the page: what is on file there, and room for more unless the page is closed."""

    id: str
    title: str
    thumbs: tuple[Thumb, ...]
    upload: Upload | None


@dataclass(frozen=True, slots=True)
class EvidencePage:
    act: ActPage
    places: tuple[Place, ...]

    def context(self) -> dict[str, object]:
        """Return what the template draws."""
        return {"place": "ledger", "act": self.act, "places": self.places}


def evidence_page(file: CaseFile, who: Actor, typed: QueryDict | None = None) -> EvidencePage:
    """Return all places of a case where material belongs, with what lies there."""
    title = _("Material")
    form = AskForm(who.area_id, _statement_asks(), typed)
    act = ActPage(heading_of(file), crumbs_of(file, Link(title)), title, form)
    close_unless_offered(act, file, who, "evidence")
    rows = [row for row in evidence_of(file.case) if row.turn == file.case.turn]
    address = case_url(file.case, "case_evidence")
    places = []
    for point in points_of(file.case):
        label = _("Point %(number)d: %(text)s") % {"number": point.number, "text": point.text}
        thumbs = thumbs_of([row for row in rows if row.point_id == point.pk], file.case)
        places.append(_place(f"point-{point.number}", label, thumbs, address, act.closed))
    for kind, text in [*_kinds_now(file), ("", None)]:
        label = words(text) if text is not None else _("Other material")
        thumbs = thumbs_of([row for row in rows if row.kind == kind and row.point_id is None], file.case)
        places.append(_place(f"evidence-{kind}", label, thumbs, address, act.closed))
    return EvidencePage(act, tuple(places))


def _kinds_now(file: CaseFile) -> list[tuple[str, Text]]:
    """Return the kinds of evidence of the pack, without those that only a reopening asks for: it brings them itself."""
    lifecycle = file.lifecycle
    later = {kind for move in lifecycle.moves.values() if lifecycle.reopens(move) for kind in move.evidence}
    sooner = {kind for move in lifecycle.moves.values() if not lifecycle.reopens(move) for kind in move.evidence}
    return [(kind, text) for kind, text in file.kind.evidence.items() if kind not in later - sooner]


def _place(name: str, label: str, thumbs: tuple[Thumb, ...], address: str, closed: bool) -> Place:
    return Place(name, label, thumbs, None if closed else place_for(name, label, url=address))


def _statement_asks() -> tuple[Ask, ...]:
    return (
        Ask("title", _("Title of the statement"), "text", False),
        Ask("statement", _("Statement"), "lines", False),
    )


def all_brought(file: CaseFile, typed: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]]) -> list[NewEvidence]:
    """Return everything that came with the form, by the place it was put into."""
    found = statement_of(typed)
    for name in files:
        head, _dash, rest = name.partition("-")
        number = number_in(rest)
        if head == "point" and number is not None:
            found += brought(files, name, point=number)
        elif head == "evidence":
            found += brought(files, name, kind=rest)
    return found


@dataclass(frozen=True, slots=True)
class OnePage:
    """
    One piece of evidence.

    pictures: the file as an image, or the first pages of a PDF as images. more: how many pages it has beside them.
    """

    act: ActPage
    name: str
    facts: Facts
    statement: str
    pictures: tuple[Link, ...]
    more: str
    download: str

    def context(self) -> dict[str, object]:
        """Return what the template draws."""
        return {"place": "ledger", "act": self.act, "one": self}


def one_page(file: CaseFile, who: Actor, row: Evidence, typed: QueryDict | None = None) -> OnePage:
    """Return the page of one piece of evidence."""
    asks = (Ask("reason", _("Reason of the withdrawal"), "lines", True),)
    act = ActPage(heading_of(file), crumbs_of(file, Link(row.name)), row.name, AskForm(who.area_id, asks, typed))
    try:
        check_may_withdraw(file, who, row)
    except Refused as refusal:
        act.closed, act.note = True, refusal.sentence
    if row.withdrawn_at is not None:
        act.closed, act.note = True, ""
        title = _("Withdrawn on %(time)s") % {"time": iso_moment(row.withdrawn_at)}
        act.say = Say("warn", title, _("It stays in the record and no longer proves anything."), wide=True)
    address = case_url(file.case, "case_evidence_file", evidence=row.pk) if row.file is not None else ""
    pictures, more = _pictures(file, row, address)
    return OnePage(act, row.name, _facts(file, row), row.statement, pictures, more, address)


def _pictures(file: CaseFile, row: Evidence, address: str) -> tuple[tuple[Link, ...], str]:
    if row.file is not None and row.file.media_type in SHOWN_AS_PICTURE:
        return (Link(row.name, f"{address}?inline=1"),), ""
    count = pages_of(row)
    pages = tuple(
        Link(
            _("%(name)s, page %(n)d") % {"name": row.name, "n": number},
            case_url(file.case, "case_evidence_page", evidence=row.pk, leaf=number),
        )
        for number in range(1, min(count, PAGES_SHOWN) + 1)
    )
    words = {"n": count, "shown": PAGES_SHOWN}
    return pages, _("%(n)d pages; the first %(shown)d are shown.") % words if count > PAGES_SHOWN else ""


def _facts(file: CaseFile, row: Evidence) -> Facts:
    kind = file.kind.evidence.get(row.kind)
    belongs = words(kind) if kind is not None else _("Other material")
    if row.point is not None:
        belongs = _("Point %(number)d: %(text)s") % {"number": row.point.number, "text": row.point.text}
    found = [
        Fact(_("Belongs to"), (Link(belongs),)),
        Fact(_("Round"), (Link(str(row.turn)),)),
        Fact(_("Brought by"), (Link(row.added_by.name),)),
        Fact(_("Brought at"), (Link(iso_moment(row.added_at)),)),
    ]
    if row.file is not None:
        found.append(Fact(_("Size"), (Link(size_words(row.file.size)),)))
        found.append(Fact(_("Digest"), (Link(row.file.digest),)))
    return Facts(tuple(found))
