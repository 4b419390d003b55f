"""The ledger page: 50 rows, over HTTP, eight clients: its beginning, a page far in by key, and one unit's own."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from benchmarks.load import Request, Speed, best_of
from benchmarks.server import cookie_of, serving
from benchmarks.table import Row
from bihuan.accounts.models import Area, Person
from bihuan.accounts.queries import actor_of
from bihuan.loop.cases.ledger import LedgerFilter, filtered, page_of
from bihuan.loop.cases.models import Case

BUDGET = "≥ 150/s, p99 ≤ 200 ms"
DAY = date(2026, 11, 20)


def measure(cases: int, seconds: float) -> list[Row]:
    """Return the speed of the pages."""
    everything = {"kind": "measure", "size": "50"}
    office, member = cookie_of("office"), cookie_of("member0")
    asked = {
        "ledger, first page, all cases": (office, everything),
        "ledger, page in the middle, by key": (office, {**everything, "after": middle_key()}),
        "ledger, filtered (open, one nature)": (office, {**everything, "category": "open", "nature": "at_once"}),
        "ledger, sorted by number": (office, {**everything, "sort": "number"}),
        "ledger of one unit": (member, everything),
    }
    rows = []
    with serving() as served:
        for what, (cookie, query) in asked.items():
            speed = best_of(2, served, [Request(f"/ledger/?{urlencode(query)}", cookie)], seconds)
            rows.append(row_of(what, speed))
    return rows


def row_of(what: str, speed: Speed) -> Row:
    """Return the row of a page that has the budget of the ledger."""
    met = speed.rate >= 150 and speed.p99 <= 200
    return Row(what, speed.rate, speed.p50, speed.p99, speed.cpu, BUDGET, met)


def middle_key() -> str:
    """Return the key of a page that begins about where half of the open measures lie behind."""
    area = Area.objects.get()
    actor = actor_of(Person.objects.get(username="office"), on=DAY)
    days = Case.objects.filter(area_id=area.pk, pack="rectification", kind="measure", category="open").order_by(
        "urgency"
    )
    somewhere = days.values_list("urgency", flat=True)[days.count() // 2]
    rows = filtered(actor, LedgerFilter("rectification", "measure"), DAY).filter(urgency__gte=somewhere)
    return page_of(rows, "urgency", 50).after
