"""All rounds, each with how far its findings and measures are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.board import Progress, progress_by_round, rounds_of
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.intake.rules import can_bring_in
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.web.case.marks import light_of, stage_of
from bihuan.web.places import LIVE, ledger_url, place_url
from bihuan.web.round.figures import percent
from bihuan.web.round.page import facts_of
from bihuan.web.shapes import Bar, Empty, Head, Light, Link, Stage

PACK, ROUND = "rectification", "round"


@dataclass(frozen=True, slots=True)
class Counted:
    """How far the cases of one kind are: the bar, how many there are, how many are closed."""

    title: str
    bar: Bar
    total: Link
    rate: str
    late: Link | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round as a line of the overview."""

    number: str
    subject: str
    url: str
    facts: str
    stage: Stage
    light: Light
    counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of all rounds."""

    head: Head
    rows: tuple[RoundRow, ...]
    empty: Empty | None


def overview(actor: Actor, day: date) -> Overview:
    """Return the rounds somebody may see, newest first."""
    seen = visible_to(actor)
    rounds, calendar, brings = rounds_of(seen), calendar_of(actor.area_id), can_bring_in(actor)
    counted = {kind: progress_by_round(seen, rounds, kind, day) for kind in ("finding", "measure")}
    rows = tuple(
        RoundRow(
            number=case.number,
            subject=case.subject,
            url=reverse("round", kwargs={"pack": case.pack, "number": case.number}),
            facts=facts_of(case),
            stage=stage_of(case, pack_of(case.pack, case.pack_version)),
            light=light_of(case, day, calendar),
            counted=tuple(_counted(case, kind, found.get(case.pk, Progress())) for kind, found in counted.items()),
        )
        for case in rounds
    )
    return Overview(_head(len(rows), brings), rows, None if rows else _empty(brings))


def _head(count: int, brings: bool) -> Head:
    moves: tuple[Link, ...] = ()
    if brings:
        by_hand = reverse("case_open_top", kwargs={"pack": PACK, "kind": ROUND})
        moves = (_import(), Link(_("Register a round by hand"), by_hand, "plus"))
    facts = ngettext("%(n)d round", "%(n)d rounds", count) % {"n": count}
    return Head(_("Rectification overview"), facts=facts, moves=tuple(move for move in moves if move.url))


def _import() -> Link:
    return Link(_("Import a document"), place_url("intake"), "file-import")


def _empty(brings: bool) -> Empty:
    if brings:
        return Empty(
            _("No round yet."),
            _("Import the feedback; check what was read, then create the cases."),
            _import(),
            main=True,
        )
    return Empty(_("No round yet."), _("A round appears here when your unit takes part in one."))


def _counted(case: Case, kind: str, progress: Progress) -> Counted:
    titles = {"finding": _("Findings"), "measure": _("Measures")}
    late = None
    if progress.late:
        url = ledger_url(kind, root=case.pk, light="late", category=LIVE)
        late = Link(_("%(n)d overdue") % {"n": progress.late}, url)
    return Counted(
        titles[kind],
        Bar(progress.closed, progress.review, progress.open, progress.pending),
        Link(str(progress.total), ledger_url(kind, root=case.pk)),
        percent(progress.closed, progress.total),
        late,
    )
