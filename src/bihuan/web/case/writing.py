"""The pages on which the completion standard is written and its points are answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.evidence.queries import evidence_of, points_of
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.web.case.files import place_for
from bihuan.web.case.forms import AskForm
from bihuan.web.case.marks import case_url
from bihuan.web.case.page import crumbs_of, heading_of
from bihuan.web.case.plain import ActPage, close_unless_offered, point_page
from bihuan.web.case.standard import points_shown
from bihuan.web.shapes import Link, Point, Upload

SPARE_LINES = 3


@dataclass(frozen=True, slots=True)
class StandardLine:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class StandardPage:
    act: ActPage
    lines: tuple[StandardLine, ...]


def standard_page(file: CaseFile, who: Actor, typed: Sequence[str] | None = None) -> StandardPage:
    """Return the page of the standard: its points, or what was typed, and some empty lines below."""
    title = _("Completion standard")
    act = ActPage(
        heading_of(file),
        crumbs_of(file, Link(title)),
        title,
        AskForm(who.area_id, ()),
        note=_("One point in each box, as it can be proved. Empty boxes are left out. It is fixed at hand-out."),
        standing=standing_of(file.case),
        kept=typed is not None,
    )
    texts = (
        [point.text for point in points_of(file.case)] if typed is None else [text for text in typed if text.strip()]
    )
    filled = [*texts, *[""] * SPARE_LINES]
    lines = tuple(StandardLine(number, text) for number, text in enumerate(filled, start=1))
    return StandardPage(close_unless_offered(act, file, who, "standard"), lines)


@dataclass(frozen=True, slots=True)
class PointPage:
    act: ActPage
    point: Point
    place: Upload

    def context(self) -> dict[str, object]:
        """Return what the template draws."""
        return {"place": "ledger", "act": self.act, "point": self.point, "upload": self.place}


def point_answer_page(file: CaseFile, who: Actor, number: int, typed: QueryDict | None = None) -> PointPage:
    """
    Return the page on which a point is answered, with what is on file for it.

    Raises CaseNotFound for a point that the standard does not have.
    """
    points = [point for point in points_of(file.case) if point.number == number]
    if not points:
        raise CaseNotFound(file.case.number)
    shown = points_shown(file, points, evidence_of(file.case), None)[0]
    act = point_page(file, who, points[0].answer, number, typed)
    address = case_url(file.case, "case_evidence")
    return PointPage(act, shown, place_for(f"point-{number}", _("Material for this point"), url=address))
