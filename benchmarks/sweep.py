"""
Measure the nightly sweep and the seal of the same night: what they cost follows the cases that change, not those that are open.

    python -m benchmarks.sweep [--cases 1000000] [--changes 0 1000 10000]

Areas of open measures are made once under BIHUAN_HOME/bench and used again. Each run passes one night in which so many of them come to
the first step of their ladder: a chained event, a row in the register, two notices and the next day to wake for each. Then the
night is sealed. Nothing of a
night is left when the next begins, so a file serves for as many runs as it has nights left (NIGHTS of each size).
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks import places
from benchmarks.table import machine

SEED = 20261122
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
NIGHTS = 6  # of each number of changes that an area holds
FAR = 400  # days: when everything else wakes
BATCH = 20_000


def main(words: list[str]) -> int:
    """Make the areas where they are missing, pass the nights and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep", description=__doc__)
    parser.add_argument("--cases", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--changes", type=int, nargs="*", default=[0, 1000, 10_000])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    if options.inside:
        return _inside(options.cases[0], options.changes)
    print(machine(), flush=True)
    print(
        f"{'open cases':>12} {'that change':>12} {'seconds':>9} {'ms each':>9} {'cpu ms':>9} {'seal s':>8} {'ms each':>9}",
        flush=True,
    )
    for cases in options.cases:
        home = places.bench_home() / f"sweep-{cases}"
        home.mkdir(parents=True, exist_ok=True)
        variables = {**os.environ, "BIHUAN_HOME": str(home), "BIHUAN_DEMO": "", "BIHUAN_DEBUG": ""}
        variables.pop("DATABASE_URL", None)
        inside = [sys.executable, "-m", "benchmarks.sweep", "--inside", "--cases", str(cases), "--changes"]
        subprocess.run([*inside, *map(str, options.changes)], env=variables, cwd=places.ROOT, check=True)
    return 0


def _inside(cases: int, changes: list[int]) -> int:
    """Measure one area, in a process that is set up for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    import django

    django.setup()
    from django.core.management import call_command

    home = Path(os.environ["BIHUAN_HOME"])
    if not (home / "complete").exists():
        for left in home.glob("bihuan.sqlite3*"):
            left.unlink()
        call_command("migrate", verbosity=0, interactive=False)
        _make(cases, changes)
        (home / "complete").touch()
    _seal(cases, TODAY, first=True)
    for number in changes:
        _pass_night(cases, number)
    return 0


def _make(cases: int, changes: list[int]) -> None:
    from django.db import transaction

    from benchmarks.loading import Table, hurry, settle
    from benchmarks.people import PACK, found_organisation
    from benchmarks.words import measure_subject
    from bihuan.loop.cases.models import Case, CaseParty
    from bihuan.loop.clocks.models import ClockRun
    from bihuan.loop.lifecycle.packs import newest_pack, release_packs
    from bihuan.loop.trail.models import Event
    from bihuan.loop.trail.record import compose
    from bihuan.loop.trail.verbs import Verb

    hurry()
    choose = random.Random(SEED)
    with transaction.atomic():
        release_packs(at=NOW)
        people = found_organisation(60, choose, NOW)
    version = newest_pack(PACK).version
    tables = {model: Table(model) for model in (Case, CaseParty, ClockRun, Event)}
    area_id = people.area.pk
    top = Case(
        area_id=area_id, pack=PACK, pack_version=version, kind="finding", number="2026-1", subject="底", state="working",
        category="open", opener_id=people.office.person_id, opened_at=NOW, last_at=NOW, ancestors=[],
    )  # fmt: skip
    top.pk = tables[Case].last = 1
    top.root_id = 1
    tables[Case].add(top)
    wakes = _nights(cases, changes, choose)
    for n in range(cases):
        unit = choose.choice(people.units)
        due = wakes[n] + timedelta(days=20)
        case = Case(
            area_id=area_id, pack=PACK, pack_version=version, kind="measure", number=f"2026-1-{n}", parent_id=1, root_id=1,
            ancestors=[1], subject=measure_subject(choose), state="working", category="open", nature="by_date",
            responsible=unit, handler_id=people.members[unit.pk].person_id, due=due, original_due=due, runs_clock="work",
            runs_until=due, urgency=due, soon_on=due - timedelta(days=10), wakes_on=wakes[n],
            opener_id=people.office.person_id, opened_at=NOW, last_at=NOW,
        )  # fmt: skip
        case.pk = tables[Case].last = n + 2
        event = compose(case=case, verb=Verb.OPENED, by=people.office, at=NOW, body={"kind": "measure"})
        case.seq, case.head, case.last_verb = event.seq, event.digest, event.verb
        tables[Case].add(case)
        tables[Event].add(event)
        tables[CaseParty].put(area_id=area_id, case_id=case.pk, party="responsible", unit_id=unit.pk)
        tables[ClockRun].put(
            area_id=area_id, case_id=case.pk, turn=1, clock="work", started_on=TODAY, due_on=due, original_due_on=due,
            running=True, uncertain="",
        )  # fmt: skip
        if n % BATCH == BATCH - 1 or n == cases - 1:
            with transaction.atomic():
                for table in tables.values():
                    table.write()
    settle(list(tables.values()))


def _nights(cases: int, changes: list[int], choose: random.Random) -> list[date]:
    """Return when each case wakes: NIGHTS of each number of changes in one order, all others far away; spread over the area."""
    wakes = [TODAY + timedelta(days=FAR + n % 300) for n in range(cases)]
    free = choose.sample(range(cases), cases)
    for round_ in range(NIGHTS):
        for place, number in enumerate(changes):
            if number > len(free):
                continue
            day = TODAY + timedelta(days=1 + round_ * len(changes) + place)
            for n in free[:number]:
                wakes[n] = day
            free = free[number:]
    return wakes


def _pass_night(cases: int, number: int) -> None:
    from django.db.models import Count

    from bihuan.accounts.models import Area
    from bihuan.loop.cases.models import Case
    from bihuan.loop.nightly.duties import Tonight
    from bihuan.loop.warnings.sweeping import warn_tonight

    area = Area.objects.get()
    soon = Case.objects.filter(area=area, wakes_on__lt=TODAY + timedelta(days=FAR - 30))
    nights = dict(soon.order_by().values_list("wakes_on").annotate(n=Count("id")))
    first = min(nights, default=TODAY + timedelta(days=1))
    day = next((on for on in sorted(nights) if nights[on] == number), first - timedelta(days=1))
    if number and nights.get(day) != number:
        raise SystemExit(f"no night with {number:,} changes is left; delete the folder and begin afresh")
    if number:  # nights before it would be passed with it
        Case.objects.filter(area=area, wakes_on__lt=day).update(wakes_on=TODAY + timedelta(days=FAR))
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    start, used = time.perf_counter(), time.process_time()
    done = warn_tonight(Tonight(area.pk, day, at, lambda: None))
    took, used = time.perf_counter() - start, time.process_time() - used
    assert done == number, f"{done:,} warnings, not {number:,}"
    each = f"{took * 1000 / number:9.2f} {used * 1000 / number:9.2f}" if number else f"{'':>9} {'':>9}"
    sealed, seconds = _seal(cases, day)
    assert sealed == number, f"{sealed:,} cases sealed, not {number:,}"
    per_case = f"{seconds * 1000 / number:9.2f}" if number else ""
    print(f"{cases:>12,} {number:>12,} {took:9.3f} {each} {seconds:8.3f} {per_case}", flush=True)


def _seal(cases: int, day: date, *, first: bool = False) -> tuple[int, float]:
    from bihuan.accounts.models import Area
    from bihuan.loop.seals.sealing import seal

    start = time.perf_counter()
    sealed = seal(Area.objects.get().pk, day=day, at=datetime(day.year, day.month, day.day, tzinfo=UTC))
    took = time.perf_counter() - start
    if first and sealed:
        print(f"{cases:>12,} the first seal covers {sealed:,} cases: {took:.1f} s", flush=True)
    return sealed, took


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
