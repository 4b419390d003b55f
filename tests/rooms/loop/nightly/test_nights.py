"""The nights: each is passed once, in order, also when the process that had it was killed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.nightly.duties import DUTIES, Tonight
from bihuan.loop.nightly.models import Night
from bihuan.loop.nightly.running import HOLD, nights_due, pass_night, pass_nights
from tests.people import NOW, SmallArea, actor

LATER = datetime(2027, 1, 5, 18, 0, tzinfo=UTC)


def opened_round(small: SmallArea) -> None:
    release_packs(at=NOW)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    open_case(pack="rectification", kind="round", subject="巡察", given=given, by=actor(small.people.office), at=NOW)


def frozen(small: SmallArea) -> int:
    return sum(night.did.get("snapshots", 0) for night in Night.objects.filter(area_id=small.area.pk))


def test_month_ends_are_frozen_by_themselves_and_once(small_area: SmallArea) -> None:
    opened_round(small_area)
    pass_nights(now=lambda: NOW)
    assert frozen(small_area) == 0
    pass_nights(now=lambda: LATER)
    assert frozen(small_area) == 2  # the ends of November and December, though no night of December was there to do it
    pass_nights(now=lambda: LATER)
    assert frozen(small_area) == 2


def test_missed_nights_are_made_up_in_order_and_once(small_area: SmallArea) -> None:
    pass_nights(now=lambda: NOW)
    first = Night.objects.get(area_id=small_area.area.pk).day
    pass_nights(now=lambda: NOW + timedelta(days=3))
    passed = list(Night.objects.filter(area_id=small_area.area.pk).order_by("pk").values_list("day", flat=True))
    assert passed == [first + timedelta(days=n) for n in range(4)]
    assert nights_due(small_area.area.pk, first + timedelta(days=3)) == []


def test_a_night_somebody_else_has_is_left_alone_until_the_hold_is_over(small_area: SmallArea) -> None:
    day = NOW.date()
    Night.objects.create(area_id=small_area.area.pk, day=day, began_at=NOW, held_until=NOW + HOLD)
    assert pass_night(small_area.area.pk, day, now=lambda: NOW) is None
    assert pass_night(small_area.area.pk, day, now=lambda: NOW + HOLD + timedelta(seconds=1)) is not None
    assert pass_night(small_area.area.pk, day, now=lambda: NOW + 2 * HOLD) is None


def test_a_night_that_was_broken_off_goes_on_where_it_stood(small_area: SmallArea) -> None:
    opened_round(small_area)
    day = LATER.date()
    done = {"snapshots": 7}
    Night.objects.create(area_id=small_area.area.pk, day=day, began_at=NOW, held_until=NOW, did=done)
    pass_night(small_area.area.pk, day, now=lambda: LATER)
    assert Night.objects.get(area_id=small_area.area.pk).did["snapshots"] == 7


def broken(tonight: Tonight) -> int:
    raise ValueError(f"nobody foresaw {tonight.day}")


def test_a_duty_that_fails_keeps_no_other_waiting_and_the_next_day_no_night(
    small_area: SmallArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(DUTIES, "figures", f"{__name__}:broken")
    pass_nights(now=lambda: NOW)
    first = Night.objects.get(area_id=small_area.area.pk)
    assert set(first.did) == set(DUTIES) - {"figures"}
    assert first.ended_at is None  # it is tried again while the day lasts
    pass_nights(now=lambda: NOW + timedelta(days=2))
    nights = Night.objects.filter(area_id=small_area.area.pk).order_by("day")
    assert [night.ended_at is not None for night in nights] == [True, True, False]
    assert all("warnings" in night.did for night in nights)
    monkeypatch.undo()
    pass_nights(now=lambda: NOW + timedelta(days=2) + HOLD + timedelta(seconds=1))
    assert set(Night.objects.get(area_id=small_area.area.pk, day=first.day + timedelta(days=2)).did) == set(DUTIES)
