"""Clocks of hours: calendar hours from the instant of entry; the sweep between the nights shows that they are over, warns, and is done once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.light import ends_on, light_kind
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.warnings.hours import over_by_the_hour, pass_hours
from bihuan.loop.warnings.models import Warning as Warned
from bihuan.loop.warnings.sweeping import warn_tonight
from tests.people import NOW, SmallArea, actor, browser_of

FRIDAY_NIGHT = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)  # half past ten in the evening in Shanghai
SATURDAY = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


@pytest.fixture
def hazard(small_area: SmallArea) -> Case:
    """A hazard found late on a Friday, to be made safe within six hours."""
    release_packs(at=NOW)
    people, units = small_area.people, small_area.units
    by = actor(people.administrator)
    set_desk_holder(pack="hazards", desk="office", unit=units.office, heads_only=False, by=by, at=NOW)
    office = actor(people.office)
    drive = open_case(
        pack="hazards",
        kind="drive",
        subject="冬季行动",
        given={"responsible": units.office, "secure_hours": 6},
        by=office,
        at=NOW,
    )
    swept = {"responsible": units.housing, "swept_on": "2026-11-20", "counted": 12}
    sweep = open_case(pack="hazards", kind="sweep", parent=drive, subject="东街沿线", given=swept, by=office, at=NOW)
    given = {
        "responsible": units.housing, "place": "东街12号", "area": "shops", "field": "fire", "class": "general",
    }  # fmt: skip
    return open_case(
        pack="hazards", kind="hazard", parent=sweep, subject="疏散通道堵塞", given=given, by=office, at=FRIDAY_NIGHT
    )


def again(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


def at(hours: float) -> Callable[[], datetime]:
    return lambda: FRIDAY_NIGHT + timedelta(hours=hours)


def test_it_ends_so_many_hours_later_by_night_and_on_a_saturday_too(hazard: Case) -> None:
    assert hazard.runs_at == FRIDAY_NIGHT + timedelta(hours=6)
    assert ends_on(hazard) == SATURDAY


def test_before_its_hour_nothing_happens(hazard: Case) -> None:
    assert pass_hours(now=at(5.9)) == 0
    assert light_kind(again(hazard), SATURDAY) != "late"


def test_after_its_hour_the_light_is_red_on_the_same_day_and_the_warning_is_given_once(hazard: Case) -> None:
    assert over_by_the_hour(hazard.area_id, at(6.1)()) == [hazard.pk]
    assert pass_hours(now=at(6.1)) == 1
    assert pass_hours(now=at(7)) == 0
    case = again(hazard)
    assert light_kind(case, SATURDAY) == "late"
    assert ends_on(case) == SATURDAY
    warned = Warned.objects.filter(area_id=case.area_id, case_id=case.pk, clock="secure")
    assert [row.at for row in warned] == [1]


def test_the_night_after_a_missed_look_makes_it_up(hazard: Case) -> None:
    sunday = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
    warn_tonight(Tonight(hazard.area_id, date(2026, 11, 22), sunday, hold=lambda: None))
    assert Warned.objects.filter(area_id=hazard.area_id, case_id=hazard.pk, clock="secure", at=1).count() == 1
    pass_hours(now=lambda: sunday)
    assert Warned.objects.filter(area_id=hazard.area_id, case_id=hazard.pk, clock="secure", at=1).count() == 1


def test_the_run_keeps_its_instant(hazard: Case) -> None:
    run = ClockRun.objects.get(area_id=hazard.area_id, case_id=hazard.pk, clock="secure")
    assert run.due_at == FRIDAY_NIGHT + timedelta(hours=6)


def test_the_page_says_the_hour(hazard: Case, small_area: SmallArea) -> None:
    page = browser_of(small_area.people.office).get(f"/cases/hazards/{hazard.number}/").content.decode()
    assert "2026-11-21 04:30" in page
