"""
Random walks over days: what a past day says later is what that day said itself, attribute by attribute, light and all.

WALKS in the environment walks longer than a test run has time for.
"""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bihuan.loop.asof.counting import figures_at
from bihuan.loop.asof.frozen import spelled
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.figures import Where, figure_values, recorded_values
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.packs import newest_pack
from tests.people import PACK, SmallArea
from tests.rooms.loop.walking import Walk

WALKS = int(os.environ.get("WALKS", "4"))
KINDS = ("round", "finding", "instance", "measure")
# act, who, which case, luck, and how many days later the next one comes
PICK = st.tuples(
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 9999),
    st.sampled_from([0, 0, 0, 1, 3, 11]),
)


class Diary:
    """What every day of a walk said of all cases before it was over."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.days: dict[date, list[CaseAt]] = {}

    def cases(self, day: date, today: date) -> list[CaseAt]:
        office = self.walk.actor(self.walk.small_area.people.office)
        return list(cases_at(office, pack=PACK, kinds=KINDS, asof=day, today=today))

    def check_figures(self, day: date) -> None:
        """Both ways of counting say the same of the rows of today."""
        pack = newest_pack(PACK)
        recorded = recorded_values(pack, Where(self.walk.small_area.area.pk, day))
        counted = figures_at(pack, self.cases(day, day), day, recorded=recorded)
        asked = figure_values(pack, area_id=self.walk.small_area.area.pk, day=day)
        assert {name: spelled(value) for name, value in counted.items()} == {
            name: spelled(value) for name, value in asked.items()
        }

    def write_until(self, day: date) -> None:
        one = max(self.days, default=day - timedelta(days=1)) + timedelta(days=1)
        while one < day:
            self.days[one] = self.cases(one, one)
            self.check_figures(one)
            one += timedelta(days=1)

    def compare(self, today: date) -> None:
        for day, said in self.days.items():
            assert self.cases(day, today) == said, f"{day} is told otherwise later"


@pytest.mark.django_db
@settings(
    max_examples=WALKS,
    deadline=None,
    database=None,
    derandomize=WALKS == 4,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(picks=st.lists(PICK, min_size=40, max_size=70))
def test_a_past_day_is_told_as_it_was(small_area: SmallArea, picks: list[tuple[int, ...]]) -> None:
    with transaction.atomic():
        walk = Walk(small_area)
        diary = Diary(walk)
        diary.days[local_day(walk.at) - timedelta(days=1)] = []
        for *pick, days in picks:
            today = local_day(walk.at)
            walk.step(*pick)
            walk.at += timedelta(days=days)
            # The clock of the walk went on: every day that is over was as the rows are now.
            if local_day(walk.at) > today:
                diary.write_until(local_day(walk.at))
        diary.compare(local_day(walk.at))
        transaction.set_rollback(True)
