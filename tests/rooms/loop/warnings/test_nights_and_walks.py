"""
Random walks with nights: whichever nights are missed, the warnings are those that were given where none was.

WALKS in the environment walks longer than a test run has time for.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.trail.verification import verify
from bihuan.loop.warnings.models import Warning
from bihuan.loop.warnings.sweeping import warn_tonight
from tests.people import SmallArea
from tests.rooms.loop.walking import Walk

WALKS = int(os.environ.get("WALKS", "4"))
ONE_DAY = timedelta(days=1)
# act, who, which case, luck, days until the next act, and whether somebody passes the nights before it
PICK = st.tuples(
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 9999),
    st.sampled_from([0, 0, 1, 2, 5, 13]),
    st.booleans(),
)


class Nights:
    """The nights of a walk: passed up to today, each with its own day."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.next = walk, local_day(walk.at) + ONE_DAY

    def pass_up_to(self, last: date, *, in_time: bool) -> None:
        area_id = self.walk.small_area.area.pk
        while self.next <= last:
            at = datetime.combine(self.next - ONE_DAY, time(17), UTC) if in_time else self.walk.at
            warn_tonight(Tonight(area_id, self.next, at, lambda: None))
            self.next += ONE_DAY
        self.walk.before = self.walk.snapshot()


def warned(area_id: int) -> list[Any]:
    rows = Warning.objects.filter(area_id=area_id).values_list(
        "case__number", "turn", "clock", "at", "colour", "due_on", "on", "lifted_on", "lifted_because"
    )
    return sorted(rows, key=str)


def check_nothing_is_left(area_id: int, day: date) -> None:
    """In a second way: every clock that runs has warned of the last step it has come to, and of nothing to come."""
    for case in Case.objects.filter(area_id=area_id):
        assert case.wakes_on is None or case.wakes_on > day
    for row in Warning.objects.filter(area_id=area_id, lifted_on__isnull=True).select_related("case"):
        run = ClockRun.objects.get(area_id=area_id, case_id=row.case_id, turn=row.turn, clock=row.clock)
        assert row.due_on == run.due_on, "a warning stands for a date that was moved"
        assert row.on <= day
        assert row.case.category in {"open", "review"} or run.running


def walked(small: SmallArea, picks: list[tuple[Any, ...]], *, daily: bool) -> list[Any]:
    with transaction.atomic():
        walk = Walk(small)
        nights = Nights(walk)
        for *pick, days, passed in picks:
            if daily or passed:
                nights.pass_up_to(local_day(walk.at), in_time=daily)
            walk.step(*pick)
            walk.at += timedelta(days=days)
        nights.pass_up_to(local_day(walk.at), in_time=daily)
        check_nothing_is_left(small.area.pk, local_day(walk.at))
        assert [str(broken) for broken in verify().broken] == []
        found = warned(small.area.pk)
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
@settings(
    max_examples=WALKS,
    deadline=None,
    database=None,
    derandomize=WALKS == 4,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(picks=st.lists(PICK, min_size=30, max_size=60))
def test_missed_nights_lose_no_warning_and_repeat_none(small_area: SmallArea, picks: list[tuple[Any, ...]]) -> None:
    assert walked(small_area, picks, daily=False) == walked(small_area, picks, daily=True)
