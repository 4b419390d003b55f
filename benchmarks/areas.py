"""
Areas to measure on: rounds → findings → measures with everything around them, from a fixed seed.

A case has the chain its rows say (`bihuan trail verify` finds nothing), but shorter than in life: one event opens it,
one brings it to where it stands, and one signs it off, 2.6 on the average.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from benchmarks.loading import Table, hurry, settle
from benchmarks.people import PACK, Organisation, found_organisation
from benchmarks.story import MODELS, Story
from benchmarks.words import ASPECTS, finding_subject, measure_subject
from bihuan.accounts.models import Unit
from bihuan.loop.cases.models import Case, CaseParty, NumberSeries
from bihuan.loop.cases.search import index_cases
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.packs import newest_pack, release_packs

SEED = 20261122
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
FIRST = date(2019, 1, 7)
FINDINGS = (20, 46)  # in a round
MEASURES = (1, 5)  # below a finding
LARGE_ROUND = 10  # one round in the area is so many times larger
BATCH = 5000
# state → share among cases of rounds that are over, and of rounds of the last year
OVER = {"done": 97, "working": 3}
RECENT = {"draft": 4, "handed_out": 8, "working": 48, "checking": 10, "done": 30}
RECENT_DAYS = 500


def bureaus_for(cases: int) -> int:
    """Return how many units an area with so many cases has."""
    return 60 if cases <= 20_000 else 600


class Area:
    """An area that grows round by round until it has enough cases."""

    def __init__(self, cases: int) -> None:
        self.wanted = cases
        self.made = 0
        self.choose = random.Random(SEED)
        with transaction.atomic():
            release_packs(at=NOW)
            self.people: Organisation = found_organisation(bureaus_for(cases), self.choose, NOW)
        self.tables = {model: Table(model) for model in MODELS}
        self.story = Story(newest_pack(PACK), self.people, self.tables, self.choose, NOW)
        self.fresh: list[Case] = []
        self.years: dict[int, int] = {}

    def grow(self) -> None:
        """Make all rounds, printing how far it is."""
        start, reported = time.monotonic(), time.monotonic()
        while self.made < self.wanted:
            self._round(LARGE_ROUND if self.made == 0 else 1)
            if len(self.fresh) >= BATCH or self.made >= self.wanted:
                self._write()
            if time.monotonic() - reported > 10 or self.made >= self.wanted:
                reported = time.monotonic()
                print(f"  {self.made:>9,} cases, {self.made / (reported - start):,.0f}/s", flush=True)
        for year, last in self.years.items():
            NumberSeries.objects.create(area=self.people.area, key=f"{PACK}.round.{year}-", last=last)

    def _write(self) -> None:
        with transaction.atomic():
            for table in self.tables.values():
                table.write()
            index_cases(self.fresh)
        self.fresh = []

    def _state(self, recent: bool) -> str:
        shares = RECENT if recent else OVER
        return self.choose.choices(list(shares), list(shares.values()))[0]

    def _round(self, size: int) -> None:
        # The large one and one in five are of the last year.
        back = self.choose.randrange(20, RECENT_DAYS) if size > 1 or self.choose.randrange(5) == 0 else None
        today = local_day(NOW)
        feedback = today - timedelta(
            days=back if back is not None else self.choose.randrange(RECENT_DAYS, (today - FIRST).days)
        )
        number = self.years[feedback.year] = self.years.get(feedback.year, 0) + 1
        responsible = self.choose.choice(self.people.units)
        units = self.choose.sample(self.people.units, min(len(self.people.units), 12 * size))
        top = self.story.round(f"{feedback.year}-{number:02}", feedback, responsible, over=back is None)
        below: set[int] = set()
        self._took(top)
        for order in range(1, self.choose.randint(*FINDINGS) * size + 1):
            if self.made >= self.wanted:
                break
            below |= self._finding(top, order, units, recent=back is not None)
        for unit in sorted(below):
            self.tables[CaseParty].put(area_id=self.people.area.pk, case_id=top.pk, party="below", unit_id=unit)

    def _finding(self, top: Case, order: int, units: list[Unit], *, recent: bool) -> set[int]:
        state = self._state(recent)
        unit, lead = self.choose.choice(units), self.choose.choice(units)
        subject = finding_subject(self.choose)
        finding = self.story.finding(top, order, subject, self.choose.choice(ASPECTS), state, unit, lead)
        self._took(finding)
        below: set[int] = {unit.pk, lead.pk} if state != "draft" else set()
        under: set[int] = set()
        for place in range(1, self.choose.randint(*MEASURES) + 1):
            if self.made >= self.wanted:
                break
            own = "done" if state in {"done", "checking"} else ("draft" if state == "draft" else self._state(recent))
            who = self.choose.choice(units) if self.choose.randrange(4) == 0 else unit
            self._took(self.story.measure(finding, place, measure_subject(self.choose), own, who))
            if own != "draft":
                under.add(who.pk)
        for pk in sorted(under):
            self.tables[CaseParty].put(area_id=self.people.area.pk, case_id=finding.pk, party="below", unit_id=pk)
        return below | under

    def _took(self, case: Case) -> None:
        self.fresh.append(case)
        self.made += 1


def make(cases: int) -> None:
    """Fill the empty database that Django is set up for with an area of `cases` cases."""
    start = time.monotonic()
    print(f"Making an area of {cases:,} cases in {connection.vendor} …", flush=True)
    hurry()
    area = Area(cases)
    area.grow()
    settle(list(area.tables.values()))
    print(f"  finished after {time.monotonic() - start:,.0f} s", flush=True)
