"""A period that has to pass is no deadline: its end opens the way and makes nobody late. A short period warns of nothing on its first day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from bihuan.loop.asof.queries import case_at
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.light import light_kind, waits_until, with_light
from bihuan.loop.errors import NotHere
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.warnings.models import Warning as Warned
from bihuan.loop.warnings.sweeping import warn_tonight
from bihuan.web.case.marks import light_of
from tests.people import NOW, TODAY, SmallArea, actor

ENDS = TODAY + timedelta(days=5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(small_area: SmallArea) -> SmallArea:
    release_packs(Path(__file__).parent / "packs", at=NOW)
    by = actor(small_area.people.administrator)
    for desk in ("office", "checker"):
        unit = small_area.units.office if desk == "office" else small_area.units.discipline
        set_desk_holder(pack="permits", desk=desk, unit=unit, by=by, at=NOW)
    return small_area


def permit(office: SmallArea, days: int = 30) -> Case:
    given = {"responsible": office.units.housing, "fee": 100, "handled_days": days}
    by = actor(office.people.office)
    return open_case(pack="permits", kind="permit", subject="东街围挡", given=given, by=by, at=NOW)


def moved(case: Case, office: SmallArea, move: str, after: int) -> Case:
    at = NOW + timedelta(days=after)
    return move_case(case=case, move=move, given={}, by=actor(office.people.office, on=TODAY + timedelta(after)), at=at)


def lights(case: Case, day: date) -> set[str]:
    """The light of a case on a day, as it is and as rows are asked for it."""
    kinds = ("ok", "soon", "late", "pause", "none")
    own = Case.objects.filter(area_id=case.area_id, pk=case.pk)
    return {light_kind(own.get(), day), *(kind for kind in kinds if own.filter(with_light(kind, day)).exists())}


def test_a_period_that_has_to_pass_makes_nobody_late_however_long_it_is_over(office: SmallArea) -> None:
    case = permit(office)
    assert waits_until(case) == ENDS
    for day in (TODAY, ENDS, ENDS + timedelta(days=400)):
        assert lights(case, day) == {"none"}
    assert case.urgency == date.max


def test_the_move_waits_for_its_end_all_the_same(office: SmallArea) -> None:
    case = permit(office)
    with pytest.raises(NotHere):
        moved(case, office, "grant", 5)
    assert moved(case, office, "grant", 6).state == "granted"


def test_a_period_in_which_a_right_may_be_used_makes_nobody_late_and_then_says_nothing(office: SmallArea) -> None:
    case = moved(permit(office), office, "deny", 0)
    for day in (TODAY, ENDS, ENDS + timedelta(days=400)):
        assert lights(case, day) == {"none"}
    with translation.override("en"):
        runs, over = light_of(case, ENDS), light_of(case, ENDS + timedelta(days=1))
    assert (runs.word, runs.detail) == ("Waiting period", "until 25 Nov")
    assert (over.kind, over.detail) == ("none", "")
    assert over.word != "May go on"


def test_once_it_is_over_the_right_is_gone(office: SmallArea) -> None:
    case = moved(permit(office), office, "deny", 0)
    with pytest.raises(NotHere):
        moved(case, office, "appeal", 6)
    by, at = actor(office.people.office, on=ENDS), NOW + timedelta(days=5)
    assert move_case(case=case, move="appeal", given={"reason": "有新材料"}, by=by, at=at).state == "noticed"


def test_a_deadline_that_runs_beside_it_is_what_the_light_shows(office: SmallArea) -> None:
    case = moved(permit(office), office, "dispute", 1)
    assert (case.runs_clock, case.runs_until) == ("answer", TODAY + timedelta(days=11))
    assert lights(case, TODAY + timedelta(days=12)) == {"late"}
    assert waits_until(case) is None


def test_a_deadline_that_stands_still_meanwhile_does_not_hide_the_period(office: SmallArea) -> None:
    case = moved(moved(permit(office), office, "dispute", 1), office, "settle", 2)
    assert not case.paused
    assert waits_until(case) == ENDS


def test_the_past_says_the_same(office: SmallArea) -> None:
    case = moved(permit(office), office, "grant", 9)
    by = actor(office.people.office)
    then = case_at(by, case, TODAY + timedelta(days=8), TODAY + timedelta(days=20))
    assert (then.state, then.light) == ("noticed", "none")


def test_its_page_says_until_when_it_runs_and_then_that_it_may_go_on(office: SmallArea) -> None:
    case = permit(office)
    with translation.override("en"):
        waits, over = light_of(case, TODAY), light_of(case, ENDS + timedelta(days=30))
    assert (waits.kind, waits.word, waits.detail) == ("none", "Waiting period", "until 25 Nov")
    assert (over.kind, over.word) == ("none", "May go on")


@pytest.mark.parametrize(("days", "first"), [(30, -10), (11, -10), (10, -3), (4, -3), (3, 1), (1, 1)])
def test_a_step_that_is_not_shorter_than_its_period_is_left_out(office: SmallArea, days: int, first: int) -> None:
    case = moved(permit(office, days), office, "grant", 6)
    begun = TODAY + timedelta(days=6)
    assert light_kind(case, begun) == "ok"
    for day in range(1, days + 2):
        warn_tonight(Tonight(office.area.pk, begun + timedelta(days=day), NOW + timedelta(days=6 + day), lambda: None))
        given = list(Warned.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("pk"))
        if given:
            assert (given[0].at, given[0].on) == (first, begun + timedelta(days=days + first))
            return
    raise AssertionError("no warning was given")
