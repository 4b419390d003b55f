"""Reading evidence and the completion standard of a case."""

from __future__ import annotations

from collections.abc import Iterable

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.evidence.models import Evidence, StandardPoint


def points_of(case: Case) -> list[StandardPoint]:
    """Return the points of the completion standard in order, with who judged them."""
    rows = StandardPoint.objects.filter(area_id=case.area_id, case_id=case.pk)
    return list(rows.select_related("verdict_by").order_by("number"))


def evidence_of(case: Case) -> list[Evidence]:
    """Return the evidence of all rounds that was not withdrawn, oldest first, with files and who brought it."""
    rows = Evidence.objects.filter(area_id=case.area_id, case_id=case.pk, withdrawn_at__isnull=True)
    return list(rows.select_related("file", "added_by", "point").order_by("id"))


def of_kind(rows: Iterable[Evidence], kind: str, turn: int) -> list[Evidence]:
    """Return those rows that are of a kind of the pack and of this round."""
    return [row for row in rows if row.kind == kind and row.turn == turn]


def get_evidence(actor: Actor, pack: str, number: str, evidence_id: int) -> Evidence:
    """
    Return a piece of evidence of a case the actor may see, withdrawn or not: what was once on file can be looked at.

    Raises CaseNotFound, the same for missing and forbidden.
    """
    seen = visible_to(actor).filter(pack=pack, number=number).values("pk")
    rows = Evidence.objects.filter(area_id=actor.area_id, pk=evidence_id, case_id__in=seen)
    row = rows.select_related("file", "case", "added_by", "point").first()
    if row is None:
        raise CaseNotFound(number)
    return row
