"""The pages that sum up: home, all rounds, the board of the largest round; over HTTP, one client after another."""

from __future__ import annotations

from benchmarks.load import Request, load
from benchmarks.server import cookie_of, serving
from benchmarks.table import Row
from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case

LIMIT_MS = 50


def measure(cases: int, seconds: float) -> list[Row]:
    """Return how long each takes."""
    area = Area.objects.get()
    rounds = Case.objects.filter(area_id=area.pk, pack="rectification", kind="round").order_by("id")
    largest, usual = rounds[0].number, rounds[1].number
    office, head, leader = cookie_of("office"), cookie_of("head0"), cookie_of("leader0")
    asked = {
        "home of the office": ("/", office),
        "home of a unit's head": ("/", head),
        "home of an area leader": ("/", leader),
        "all rounds": ("/rounds/", office),
        "board of a round": (f"/rounds/rectification/{usual}/", office),
        "board of the largest round": (f"/rounds/rectification/{largest}/", office),
    }
    rows = []
    with serving() as served:
        for what, (path, cookie) in asked.items():
            ask = [Request(path, cookie)]
            load(served, ask, 1, clients=2)
            speed = min((load(served, ask, max(2, seconds), clients=1) for _ in range(2)), key=lambda one: one.p50)
            rows.append(Row(what, speed.rate, speed.p50, speed.p99, speed.cpu, "≤ 50 ms", 0 < speed.p50 <= LIMIT_MS))
    return rows
