"""What a ladder opens and which moves the clock takes, with a pack of the tests."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import NotAllowed, NotHere
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.trail.models import Event
from bihuan.loop.warnings.queries import warnings_of
from tests.people import NOW, TODAY, SmallArea, actor
from tests.rooms.loop.warnings.test_warnings import at, fresh, night, nights

PACKS = Path(__file__).parent / "packs"
DUE = TODAY + timedelta(days=30)


@pytest.fixture
def lease(small_area: SmallArea) -> Case:
    release_packs(PACKS, at=NOW)
    office = actor(small_area.people.administrator)
    set_desk_holder(pack="leases", desk="office", unit=small_area.units.office, by=office, at=NOW)
    given = {"responsible": small_area.units.housing}
    return open_case(
        pack="leases", kind="lease", subject="厂房", given=given, by=actor(small_area.people.office), at=NOW
    )


def suits(lease: Case) -> list[Case]:
    return list(Case.objects.filter(area_id=lease.area_id, parent=lease))


def test_a_step_opens_its_case_once_in_a_turn(small_area: SmallArea, lease: Case) -> None:
    nights(small_area, TODAY + timedelta(days=1), DUE - timedelta(days=5))
    [suit] = suits(lease)
    assert suit.subject == "催缴：厂房"
    assert suit.opener_id == 0
    [row] = warnings_of(lease)
    assert (row.opened_id, row.trouble) == (suit.pk, "")
    night(small_area, DUE + timedelta(days=1))
    assert suits(lease) == [suit]
    assert [row.at for row in warnings_of(lease)] == [1, -5]


def test_a_step_that_may_not_open_says_why(small_area: SmallArea, lease: Case) -> None:
    Case.objects.filter(area_id=lease.area_id, pk=lease.pk).update(category="review")  # nothing opens under a review
    night(small_area, DUE - timedelta(days=5))
    [row] = warnings_of(lease)
    assert suits(lease) == []
    assert lease.number in row.trouble
    Case.objects.filter(area_id=lease.area_id, pk=lease.pk).update(category="open")


def test_the_clock_takes_its_move_on_the_day_after_it_has_run_out(small_area: SmallArea, lease: Case) -> None:
    nights(small_area, TODAY + timedelta(days=1), DUE)
    assert fresh(lease).state == "running"
    night(small_area, DUE + timedelta(days=1))
    moved = fresh(lease)
    assert moved.state == "noticed"
    event = Event.objects.filter(area_id=lease.area_id, case_id=lease.pk, verb="moved").get()
    assert json.loads(event.record)["by"] == {"id": 0, "name": "系统自动", "unit": ""}
    assert {row.lifted_because for row in warnings_of(lease)} == {"done"}


def test_nobody_but_the_clock_takes_its_move_and_not_before_time(small_area: SmallArea, lease: Case) -> None:
    with pytest.raises(NotAllowed):
        move_case(case=lease, move="give_notice", given={}, by=actor(small_area.people.office), at=NOW)
    Case.objects.filter(area_id=lease.area_id, pk=lease.pk).update(wakes_on=TODAY)
    night(small_area, TODAY + timedelta(days=2))
    assert fresh(lease).state == "running"
    with pytest.raises(NotHere):
        move_case(case=lease, move="end", given={}, by=actor(small_area.people.office), at=NOW)


def test_a_move_that_is_refused_is_tried_again_each_night(small_area: SmallArea, lease: Case) -> None:
    nights(small_area, TODAY + timedelta(days=1), DUE + timedelta(days=9))
    assert fresh(lease).state == "noticed"  # the suit below is not over
    seq = fresh(lease).seq
    night(small_area, DUE + timedelta(days=10))
    assert fresh(lease).seq == seq
    day = DUE + timedelta(days=11)
    by = actor(small_area.people.office, on=day)
    move_case(case=suits(lease)[0], move="finish", given={}, by=by, at=at(day))
    night(small_area, day + timedelta(days=1))
    assert fresh(lease).state == "ended"
    assert fresh(lease).wakes_on is None
