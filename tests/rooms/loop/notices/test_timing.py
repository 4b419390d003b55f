"""When messages go out and are tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.notices.timing import LONGEST_PAUSE, SPREAD, after_quiet, next_digest, pause_after

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given UTC
HOURS = st.integers(0, 23)


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LEGAL_ZONE)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-20T21:59", "2026-11-20T21:59"),
        ("2026-11-20T22:00", "2026-11-21T07:00"),
        ("2026-11-21T00:30", "2026-11-21T07:00"),
        ("2026-11-21T07:00", "2026-11-21T07:00"),
        ("2026-12-31T23:00", "2027-01-01T07:00"),
    ],
)
def test_quiet_hours_go_over_midnight(at: str, until: str) -> None:
    assert after_quiet(beijing(at), 22, 7) == beijing(until)


@given(INSTANTS, HOURS, HOURS)
def test_a_message_never_comes_early_nor_in_quiet_hours_nor_a_day_late(at: datetime, start: int, end: int) -> None:
    sent = after_quiet(at, start, end)
    assert at <= sent <= at + timedelta(days=1)
    assert after_quiet(sent, start, end) == sent


@given(INSTANTS, HOURS)
def test_a_digest_comes_within_a_day_at_its_hour(at: datetime, hour: int) -> None:
    sent = next_digest(at, hour)
    assert at < sent <= at + timedelta(days=1)
    assert (sent.astimezone(LEGAL_ZONE).hour, sent.minute) == (hour, 0)


@given(st.integers(1, 60), st.integers(1, 10**9))
def test_pauses_grow_to_a_limit_and_are_the_same_for_the_same(tries: int, seed: int) -> None:
    pause = pause_after(tries, seed)
    assert timedelta(seconds=48) <= pause <= LONGEST_PAUSE * (1 + SPREAD)
    assert pause == pause_after(tries, seed)


def test_a_thousand_messages_do_not_come_back_in_one_second() -> None:
    assert len({round(pause_after(3, seed).total_seconds()) for seed in range(1000)}) > 100
