"""
Random walks over the rectification pack: everybody tries everything, and what must hold always does.

A walk is a list of numbers; each picks an act, a case, a person and what is filled in.
WALKS in the environment walks longer than a test run has time for.
"""

from __future__ import annotations

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bihuan.loop.trail.verification import verify
from tests.people import SmallArea
from tests.rooms.loop.walking import Walk

WALKS = int(os.environ.get("WALKS", "8"))
PICK = st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 9999))


@pytest.mark.django_db
@settings(
    max_examples=WALKS,
    deadline=None,
    database=None,
    derandomize=WALKS == 8,
    phases=[Phase.generate],  # a failing walk is the same one again; making it shorter takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(picks=st.lists(PICK, min_size=30, max_size=60))
def test_whatever_people_try_the_loop_keeps_its_promises(small_area: SmallArea, picks: list[tuple[int, ...]]) -> None:
    with transaction.atomic():
        walk = Walk(small_area)
        for pick in picks:
            walk.step(*pick)
        walk.finish()
        assert [str(broken) for broken in verify().broken] == []
        transaction.set_rollback(True)
