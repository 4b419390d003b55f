"""All cases of an area as they stand today, as they stood on two past days, and the figures over them; no page, no file."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.table import Row
from bihuan.accounts.models import Area, Person
from bihuan.accounts.queries import actor_of
from bihuan.loop.asof.counting import figures_at
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.trail.models import Event


def measure(cases: int, seconds: float) -> list[Row]:
    """Return cases a second; the memory of the process afterwards stands in the words."""
    area = Area.objects.get()
    last = local_day(Case.objects.filter(area_id=area.pk).order_by("-last_at")[0].last_at)
    office = actor_of(Person.objects.get(username="office"), on=last)
    pack = newest_pack("rectification")
    half = _day_with(area.pk, cases // 2)
    days = {
        "cases of today": last,
        "cases of last week": last - timedelta(days=7),
        f"cases of a day since which half changed ({half})": half,
    }
    rows = []
    for what, day in days.items():
        begun, cpu = time.perf_counter(), time.process_time()
        found = 0
        for _ in cases_at(office, pack=pack.id, kinds=list(pack.kinds), asof=day, today=last):
            found += 1
        rows.append(_row(what, found, begun, cpu))
    begun, cpu = time.perf_counter(), time.process_time()
    everything = cases_at(office, pack=pack.id, kinds=list(pack.kinds), asof=last, today=last)
    figures_at(pack, everything, last)
    rows.append(_row("figures over the cases of today", cases, begun, cpu))
    return rows


def _row(what: str, found: int, begun: float, cpu: float) -> Row:
    took, used = time.perf_counter() - begun, time.process_time() - cpu
    return Row(f"{what}: {found:,} in {took:.1f} s, {_memory()} MB", found / took, cpu=used * 1000 / max(found, 1))


def _memory() -> int:
    """Return the memory of this process in MB without the pages of the database's file that the system lends it."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("RssAnon"))


def _day_with(area_id: int, changed: int) -> date:
    """Return a day since which so many events happened."""
    return local_day(Event.objects.filter(area_id=area_id).order_by("-at")[changed].at)
