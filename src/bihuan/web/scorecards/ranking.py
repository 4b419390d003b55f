"""The ranking of a scorecard, one table for each time: place, unit, score, grade, difference to the time before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.scorecards.ranking import Ranking
from bihuan.loop.scorecards.sheets import rankings_seen
from bihuan.packspec.model import Pack
from bihuan.packspec.shown import Scorecard
from bihuan.web.case.marks import case_url, stage_of
from bihuan.web.request import Request, actor
from bihuan.web.scorecards.shown import before_words, grade_words, points
from bihuan.web.shapes import Asof, Empty, Head, Link, Stage


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One unit with its place. url: its sheet, empty where the reader may not see it."""

    place: int
    unit: str
    url: str
    score: str
    grade: str
    before: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class RankingShown:
    """The ranking of one time. left_out: units without a score, named."""

    title: str
    card: str
    full: int
    mean: str
    rows: tuple[PlaceRow, ...]
    left_out: str


@dataclass(frozen=True, slots=True)
class RankingPage:
    """All rankings of a scorecard, newest first."""

    head: Head
    rankings: tuple[RankingShown, ...]
    empty: Empty | None


def ranking_page(request: Request, pack_id: str, card_id: str) -> RankingPage:
    """Return the rankings of a scorecard. Raises PackNotFound, Http404."""
    who = actor(request)
    pack = pack_in_use(who.area_id, pack_id)
    if card_id not in pack.scorecards:
        raise Http404
    card = pack.scorecards[card_id]
    found = rankings_shown(pack, card, who, request)
    moves = [
        Link(_("Boards"), f"{reverse('boards')}?pack={pack.id}", "list-details"),
        Link(_("Print"), "#print", "printer"),
    ]
    empty = Empty(
        _("No sheet yet."), _("A ranking appears when sheets are scored. Units without a score are left out and named.")
    )
    head = Head(words(card.title), facts=words(pack.title), asof=Asof(request.today), moves=tuple(moves))
    return RankingPage(head, found, None if found else empty)


def rankings_shown(pack: Pack, card: Scorecard, who: Actor, request: Request) -> tuple[RankingShown, ...]:
    """Return the rankings of a card, newest first, for the page of a pack or of the card."""
    return tuple(
        _shown(pack, card, found, title=title, seen=seen, request=request)
        for title, found, seen in rankings_seen(who, pack, card)
    )


def _shown(
    pack: Pack, card: Scorecard, found: Ranking, *, title: str, seen: frozenset[int], request: Request
) -> RankingShown:
    scores = [row.score for row in found.rows]
    left = [one for one in found.left_out if one.pk in seen]
    return RankingShown(
        title=title,
        card=words(card.title),
        full=card.full,
        mean=points(sum(scores, Decimal()) / len(scores)) if scores else "—",
        rows=tuple(
            PlaceRow(
                row.place,
                str(row.case.responsible) if row.case.responsible is not None else row.case.subject,
                case_url(row.case, "case_scores") if row.case.pk in seen else "",
                points(row.score),
                grade_words(pack, card, row.grade),
                before_words(CaseFile(row.case, request.today), row.score),
                stage_of(row.case, pack),
            )
            for row in found.rows
        ),
        left_out=pgettext("between things", ", ").join(str(one.responsible or one.subject) for one in left),
    )
