"""The two facts that conditions of packs ask of a plan and of a check, straight from their rows."""

from __future__ import annotations

from bihuan.loop.cases.models import Case
from bihuan.loop.sampling.models import CallBack, CheckPoint, Drawn, Verdict


def sample_ids(plan: Case) -> list[int]:
    """Return the ids of the cases that stand in the sample of a plan, in the order they were drawn."""
    rows = Drawn.objects.filter(area_id=plan.area_id, case_id=plan.pk, out_at__isnull=True)
    return list(rows.order_by("place", "id").values_list("target_id", flat=True))


def doubts_in(case: Case) -> int:
    """Return how many points of a check are not true and how many call-backs do not agree with the ledger, together."""
    points = CheckPoint.objects.filter(
        area_id=case.area_id, case_id=case.pk, verdict__in=[Verdict.PARTLY, Verdict.UNTRUE]
    )
    calls = CallBack.objects.filter(area_id=case.area_id, case_id=case.pk, withdrawn_at__isnull=True, agrees="no")
    return points.count() + calls.count()
