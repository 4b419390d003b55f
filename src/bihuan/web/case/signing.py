"""The review form: what must be checked, each point beside its evidence, the opinion, and the exits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.evidence.queries import evidence_of
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.loop.lifecycle.queries import VERDICTS, Closed, Offer, ReviewSheet, offers_of, review_sheet
from bihuan.loop.lifecycle.review import is_on_site
from bihuan.loop.lifecycle.rules import relation_title
from bihuan.loop.trail.history import verdict_word
from bihuan.web.case.acting import again
from bihuan.web.case.forms import refused
from bihuan.web.case.moves import ICONS, closed_reason, note_of
from bihuan.web.case.page import Heading, Material, crumbs_of, heading_of, materials_of
from bihuan.web.case.standard import points_shown
from bihuan.web.dates import iso_moment
from bihuan.web.numbers import number_in
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Link, Point, Say

SITE = ("on", "place", "who")


@dataclass(frozen=True, slots=True)
class JudgedPoint:
    """A point with the verdict that is chosen in the form: met, returned or empty."""

    point: Point
    name: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Check:
    number: int
    text: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Exit:
    """A button of the form; with `reason` it is closed and says why."""

    verdict: str
    label: str
    note: str
    icon: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion given in this pass already."""

    who: str
    verdict: str
    when: str
    text: str


@dataclass
class SignPage:
    """The page of a review. Without exits there is nothing to sign here, and `say` tells why."""

    heading: Heading
    crumbs: tuple[Link, ...]
    level: str
    chain: str
    points: list[JudgedPoint]
    checks: list[Check]
    opinions: list[Opinion]
    materials: tuple[Material, ...]
    statement: str
    exits: list[Exit]
    opinion: str
    standing: str
    say: Say | None = None
    opinion_error: str = ""
    checks_error: str = ""
    on_site: bool = False
    site: Mapping[str, str] = field(default_factory=dict)
    site_errors: Mapping[str, str] = field(default_factory=dict)


def sign_page(file: CaseFile, who: Actor, typed: QueryDict | None = None) -> SignPage:
    """Return the page of the running review step, filled in with what was typed."""
    evidence, sheet = evidence_of(file.case), review_sheet(file)
    entries = [one for one in _entries(file, who) if one.act == "sign"]
    closed = next((one for one in entries if isinstance(one, Closed)), None)
    shown = SignPage(
        heading=heading_of(file, waiting=sheet.relations if sheet else ()),
        crumbs=crumbs_of(file, Link(_("Review"))),
        level=_level(sheet),
        chain=" → ".join(sheet.chain) if sheet else "",
        points=_points(points_shown(file, sheet.points, evidence, None) if sheet else (), typed),
        checks=_checks(sheet, typed),
        opinions=_opinions(file, sheet),
        materials=materials_of(file, evidence),
        statement=file.case.statement,
        exits=[_exit(one) for one in entries] if any(isinstance(one, Offer) for one in entries) else [],
        opinion=typed.get("opinion", "") if typed is not None else "",
        standing=standing_of(file.case),
        on_site=is_on_site(file),
        site={name: typed.get(f"site_{name}", "") if typed is not None else "" for name in SITE},
    )
    if not shown.exits:
        reason = closed_reason(closed) if closed is not None else _("This case is not under review now.")
        shown.say = Say("no", _("Nothing to sign for you"), reason, wide=True)
    return shown


def _entries(file: CaseFile, who: Actor) -> list[Offer | Closed]:
    offered = offers_of(file, who)
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    return sorted((*offered.open, *offered.closed), key=lambda one: order.get(one.id, len(order)))


def _level(sheet: ReviewSheet | None) -> str:
    if sheet is None:
        return ""
    who = pgettext("between things", ", ").join(sheet.relations)
    return _("Level %(step)d of %(steps)d: %(who)s") % {"step": sheet.step, "steps": sheet.steps, "who": who}


def _points(points: tuple[Point, ...], typed: QueryDict | None) -> list[JudgedPoint]:
    kept = {"met": "met", "returned": "returned"}
    found = []
    for point in points:
        name = f"point-{point.number}"
        chosen = typed.get(name, "") if typed is not None else kept.get(point.state, "")
        found.append(JudgedPoint(point, name, chosen))
    return found


def _checks(sheet: ReviewSheet | None, typed: QueryDict | None) -> list[Check]:
    ticked = set(typed.getlist("checks")) if typed is not None else set()
    return [Check(at, text, str(at) in ticked) for at, text in enumerate(sheet.checks if sheet else ())]


def _opinions(file: CaseFile, sheet: ReviewSheet | None) -> list[Opinion]:
    return [
        Opinion(
            f"{signature.person.name} · {relation_title(file, signature.relation)}",
            verdict_word(signature.verdict),
            iso_moment(signature.at),
            signature.opinion,
        )
        for signature in (sheet.signed if sheet else ())
    ]


def _exit(entry: Offer | Closed) -> Exit:
    icon = ICONS.get(f"sign.{entry.id}", "check")
    if isinstance(entry, Closed):
        return Exit(entry.id, entry.title, "", icon, closed_reason(entry))
    return Exit(entry.id, entry.title, note_of(entry), icon)


def judged(typed: QueryDict) -> Mapping[int, str]:
    """Return the verdicts on points that the form brings."""
    found = {}
    for name in typed:
        head, _dash, rest = name.partition("-")
        number = number_in(rest)
        if head == "point" and number is not None and typed.get(name):
            found[number] = str(typed[name])
    return found


def ticked(typed: QueryDict) -> list[int]:
    """Return the numbers of the must-checks that are ticked."""
    return [number for one in typed.getlist("checks") if (number := number_in(one)) is not None]


def visited(typed: QueryDict) -> dict[str, str]:
    """Return what was said of a visit on site."""
    return {name: typed.get(f"site_{name}", "") for name in SITE}


def photographed(files: MultiValueDict[str, UploadedFile[Any]]) -> list[NewEvidence]:
    """Return the photos that the form brings."""
    return [NewEvidence(name=one.name or "", stream=one.file) for one in files.getlist("photos") if one.file]


def refuse_signature(file: CaseFile, request: Request, refusal: Refused) -> SignPage:
    """Return the review form after a refusal, everything as it was typed."""
    shown = sign_page(again(file, actor(request)), actor(request), request.POST)
    shown.say = refused(refusal, _("Your signature was not recorded"))
    shown.opinion_error = refusal.fields.get("opinion", "")
    shown.checks_error = refusal.fields.get("checks", "")
    shown.site_errors = {name: text for name, text in refusal.fields.items() if name in {*SITE, "photos"}}
    return shown
