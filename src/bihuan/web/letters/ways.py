"""The page on which the office chooses how each kind of letter goes out, for the area and for a round."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.letters.settings import WAYS, Way, ways_of
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.writing.queries import pack_with_documents
from bihuan.packspec.model import Pack
from bihuan.web.letters.marks import register_crumbs
from bihuan.web.papers.listing import round_crumbs
from bihuan.web.shapes import Head, Link


@dataclass(frozen=True, slots=True)
class WayRow:
    """One kind of letter. options: (value, words); facts: what its pack says of it."""

    name: str
    title: str
    value: str
    options: tuple[tuple[str, str], ...]
    facts: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class WaysPage:
    """The page. rounds: where a round chooses for itself."""

    head: Head
    rows: tuple[WayRow, ...]
    back: str
    refused: str = ""


def pack_for(area_id: int, pack: str, round_: Case | None) -> Pack:
    """Return the pack whose letters are chosen."""
    return pack_with_documents(round_) if round_ is not None else pack_in_use(area_id, pack)


def ways_page(area_id: int, pack: str, round_: Case | None, refused: str = "") -> WaysPage:
    """Return the page for the area, or for one round."""
    declared = pack_for(area_id, pack, round_)
    title = _("How letters go out")
    crumbs = register_crumbs(Link(title)) if round_ is None else (*round_crumbs(round_)[:2], Link(title))
    rows = tuple(_row(declared, way) for way in ways_of(area_id, declared, round_))
    facts = words(declared.title) if round_ is None else round_.subject
    back = reverse("letters") if round_ is None else reverse("papers", args=[round_.pack, round_.number])
    return WaysPage(Head(title, crumbs=crumbs, facts=facts), rows, back, refused)


def _row(pack: Pack, way: Way) -> WayRow:
    above = _("As set above: %(way)s") % {"way": words(WAYS[way.above])}
    options = (("", above), *((id_, words(text)) for id_, text in WAYS.items()))
    return WayRow(way.letter.id, words(way.letter.title), way.chosen, options, _facts(pack, way))


def _facts(pack: Pack, way: Way) -> str:
    letter, parts = way.letter, []
    if letter.receipt_workdays is not None:
        parts.append(_("receipt within %(n)d working days") % {"n": letter.receipt_workdays})
    if letter.reply_workdays is not None:
        parts.append(_("reply within %(n)d working days") % {"n": letter.reply_workdays})
    if letter.then:
        parts.append(_("then %(letter)s") % {"letter": words(pack.letters[letter.then[0]].title)})
    return " · ".join(parts)
