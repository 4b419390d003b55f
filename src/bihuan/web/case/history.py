"""The page of the whole trail, with its verification."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.seals.queries import last_sealed
from bihuan.loop.trail.history import history
from bihuan.loop.trail.verification import verify
from bihuan.web.case.marks import case_url
from bihuan.web.case.page import Heading, chain_of_case, crumbs_of, heading_of
from bihuan.web.case.trail import trail_of
from bihuan.web.shapes import Chain, Link, Trail

EVENTS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class TrailPage:
    heading: Heading
    crumbs: tuple[Link, ...]
    file: str
    words: str
    chain: Chain
    sealed: Link | None
    trail: Trail


def trail_page(file: CaseFile, *, before: int = 0, check: bool = False) -> TrailPage:
    """
    Return the trail of a case, fifty events a page.

    before: number of the event at which the page before ended. check: compute everything of this case again.
    """
    told = history(file, limit=EVENTS_A_PAGE, before=before)
    address = case_url(file.case, "case_trail")
    more = Link(_("Older events"), f"{address}?before={told.before}") if told.before else None
    return TrailPage(
        heading=heading_of(file),
        crumbs=crumbs_of(file, Link(_("Trail"))),
        file=case_url(file.case, "case_trail_file") if file.case.wall is None else "",
        words=ngettext("%(n)d event, newest first", "%(n)d events, newest first", told.total) % {"n": told.total},
        chain=verified(file) if check else chain_of_case(file),
        sealed=_sealed(file),
        trail=trail_of(file, told, more),
    )


def _sealed(file: CaseFile) -> Link | None:
    """Return up to where the chain stands under a seal; None while no night has sealed it."""
    head = last_sealed(file.case)
    if head is None:
        return None
    words = _("Events 1 to %(seq)d stand under seal %(number)d of %(day)s")
    address = f"{reverse('seals')}?before={head.seal.number + 1}#seal-{head.seal.number}"
    return Link(words % {"seq": head.seq, "number": head.seal.number, "day": head.seal.day.isoformat()}, address)


def verified(file: CaseFile) -> Chain:
    """Return what the verification of this one case found, files included."""
    report = verify(case=file.case)
    if report.sound:
        text = _("%(events)d events and %(files)d files follow one another; nothing was changed.")
        return Chain(True, _("Verified"), text % {"events": report.events, "files": report.files})
    broken = report.broken[0]
    place = _("From event %(seq)d on nothing can be trusted: %(why)s.") % {"seq": broken.seq, "why": broken.sentence}
    return Chain(False, _("The chain is broken"), place)
