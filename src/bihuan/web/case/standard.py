"""The completion standard point by point: what was answered, what proves it, what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.lifecycle.queries import Offers
from bihuan.web.case.files import thumbs_of
from bihuan.web.case.marks import case_url
from bihuan.web.dates import day as written
from bihuan.web.shapes import Link, Point, PointState

STATES: dict[str, PointState] = {"met": "met", "returned": "returned"}


def points_shown(
    file: CaseFile, points: Sequence[StandardPoint], evidence: Sequence[Evidence], offered: Offers | None
) -> tuple[Point, ...]:
    """
    Return the points of the standard with answers and evidence of this round.

    offered: what the reader may do, for the button on each point; None draws none.
    """
    may_answer = offered is not None and offered.may("evidence") and file.case.category != Category.DRAFT
    return tuple(_point(file, point, evidence, may_answer) for point in points)


def _point(file: CaseFile, point: StandardPoint, evidence: Sequence[Evidence], may_answer: bool) -> Point:
    case = file.case
    rows = [row for row in evidence if row.point_id == point.pk and row.turn == case.turn]
    words = {"met": _("Accepted"), "returned": _("Returned for repair")}
    move = None
    if may_answer and point.verdict != "met":
        label = _("Answer again…") if point.verdict else (_("Change…") if point.answer or rows else _("Answer…"))
        move = Link(label, case_url(case, "case_point", point=point.number))
    return Point(
        point.number,
        point.text,
        STATES.get(point.verdict, "judge"),
        point.answer,
        thumbs=thumbs_of(rows, case),
        verdict=words.get(point.verdict, ""),
        who=point.verdict_by.name if point.verdict_by is not None else "",
        when=written(point.verdict_at) if point.verdict_at is not None else "",
        move=move,
    )


def standard_words(file: CaseFile, points: Sequence[StandardPoint]) -> str:
    """Return the sentence beside the title: how many points, how many accepted, whether they may still change."""
    if not points:
        return ""
    count = ngettext("%(n)d point", "%(n)d points", len(points)) % {"n": len(points)}
    if file.case.category == Category.DRAFT:
        return _("%(count)s; may be changed until hand-out") % {"count": count}
    met = sum(1 for point in points if point.verdict == "met")
    return _("%(count)s, fixed at hand-out; %(met)d accepted") % {"count": count, "met": met}
