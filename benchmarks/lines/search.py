"""Searching two characters: the first 50 measures in the order of the ledger, in process, for words few and many cases contain."""

from __future__ import annotations

import time
from datetime import date

from benchmarks.load import share
from benchmarks.table import Row
from benchmarks.words import PLACES, RARE, THINGS
from bihuan.accounts.models import Person
from bihuan.accounts.queries import actor_of
from bihuan.loop.cases.ledger import LedgerFilter, filtered, page_of

RUNS = 30
LIMIT_MS = 20
DAY = date(2026, 11, 20)
WORDS = {
    "no case": ("鑫鑫",),
    "one in 200,000": tuple(RARE),
    "one in 30 (four characters)": tuple(THINGS[:5]),
    "one in 20": tuple(PLACES[:5]),
    "every case": ("整改", "片区"),
}


def measure(cases: int, seconds: float) -> list[Row]:
    """Return how long a page of hits takes."""
    actor = actor_of(Person.objects.get(username="office"), on=DAY)
    rows = []
    for name, words in WORDS.items():
        times, cpu = [], time.process_time()
        for run in range(RUNS + 1):
            begun = time.perf_counter()
            found = filtered(
                actor, LedgerFilter("rectification", "measure", typed=words[run % len(words)]), DAY, for_page=True
            )
            page_of(found, "urgency", 50)
            times.append((time.perf_counter() - begun) * 1000)
        used = (time.process_time() - cpu) * 1000 / len(times)
        times = sorted(times[1:])
        p50 = share(times, 50)
        what = f"search, word in {name}"
        rows.append(Row(what, 1000 / p50, p50, share(times, 99), used, "≤ 20 ms", p50 <= LIMIT_MS))
    return rows
