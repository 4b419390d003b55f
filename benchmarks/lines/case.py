"""The case page: many different measures and findings, over HTTP, eight clients."""

from __future__ import annotations

from benchmarks.load import Request, best_of
from benchmarks.server import cookie_of, serving
from benchmarks.table import Row
from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case

DIFFERENT = 400
BUDGET = "≥ 150/s"


def measure(cases: int, seconds: float) -> list[Row]:
    """Return the speed of the page for measures and for findings."""
    cookie, area = cookie_of("office"), Area.objects.get()
    rows = []
    with serving() as served:
        for kind in ("measure", "finding"):
            found = Case.objects.filter(area_id=area.pk, pack="rectification", kind=kind).order_by("id")
            numbers = list(found.values_list("number", flat=True)[:: max(1, cases // DIFFERENT)])
            asked = [Request(f"/cases/rectification/{number}/", cookie) for number in numbers]
            speed = best_of(2, served, asked, seconds)
            met = speed.rate >= 150
            rows.append(Row(f"case page of a {kind}", speed.rate, speed.p50, speed.p99, speed.cpu, BUDGET, met))
    return rows
