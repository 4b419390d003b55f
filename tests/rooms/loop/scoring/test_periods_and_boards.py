"""Values are kept once, boards list ties and leave out units without work, and rules warn once for what they saw."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import Period, period_before, period_of, year_before
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.packs import newest_pack, packs_in_use
from bihuan.loop.notices.models import Notice
from bihuan.loop.scoring.actions import choose_rule
from bihuan.loop.scoring.firing import warn_by_number
from bihuan.loop.scoring.keeping import keep_due_values, keep_values
from bihuan.loop.scoring.models import BoardStanding, Firing, PeriodValue
from bihuan.loop.scoring.standings import keep_board, ranked
from tests.pages import stories
from tests.pages.board_stories import board
from tests.people import PACK, SmallArea, actor


def nothing() -> None:
    """Hold nothing."""


def test_periods_know_which_came_before_and_a_year_before() -> None:
    assert period_of("quarter", date(2026, 11, 20)) == Period("quarter", date(2026, 10, 1), date(2026, 12, 31))
    assert period_before(period_of("month", date(2026, 1, 5))).first == date(2025, 12, 1)
    assert year_before(period_of("month", date(2024, 2, 29))).last == date(2023, 2, 28)
    assert period_of("week", date(2026, 11, 22)).first == date(2026, 11, 16)
    assert period_of("half_year", date(2026, 7, 1)).last == date(2026, 12, 31)


def test_ties_share_a_place_are_all_listed_and_units_without_work_are_left_out() -> None:
    values = {1: Decimal(90), 2: Decimal(90), 3: Decimal(70), 4: Decimal(50), 5: Decimal(50), 6: None}
    found = {one.unit: (one.place, one.side) for one in ranked(values, red=1, yellow=1)}
    assert found == {1: (1, "red"), 2: (1, "red"), 3: (3, ""), 4: (4, "yellow"), 5: (4, "yellow")}


def test_where_all_have_done_the_same_there_is_no_board_and_the_last_is_never_praised() -> None:
    assert [one.side for one in ranked({1: Decimal(5), 2: Decimal(5)}, red=1, yellow=1)] == ["", ""]
    assert [one.side for one in ranked({1: Decimal(5), 2: Decimal(0)}, red=3, yellow=3)] == ["red", "yellow"]


def test_less_is_better_where_the_figure_says_so() -> None:
    assert [one.unit for one in ranked({1: Decimal(5), 2: Decimal(0)}, lower_is_better=True)] == [2, 1]


def test_what_is_kept_of_a_period_stays_as_it_was(small_area: SmallArea) -> None:
    made, pack, at, area_id = board(small_area), newest_pack(PACK), stories.clock(), small_area.area.pk
    this = period_of("month", local_day(at))
    keep_values(pack, this, area_id=area_id, today=this.last, at=at, hold=nothing)
    kept = dict(PeriodValue.objects.filter(area_id=area_id, unit=None).values_list("figure", "value"))
    assert kept["measures_rate"] == Decimal(20)
    assert kept["untrue_rate"] is None
    of_unit = PeriodValue.objects.get(area_id=area_id, figure="measures_rate", unit=small_area.units.planning)
    assert of_unit.value == 0
    Case.objects.filter(area=small_area.area, pk=made.done.pk)  # whatever happens to it later
    keep_values(pack, this, area_id=area_id, today=this.last, at=at + timedelta(days=40), hold=nothing)
    assert dict(PeriodValue.objects.filter(area_id=area_id, unit=None).values_list("figure", "value")) == kept


def test_a_night_keeps_what_is_over_once(small_area: SmallArea) -> None:
    board(small_area)
    at, area_id = stories.clock(), small_area.area.pk
    day = period_of("month", local_day(at)).last + timedelta(days=1)
    assert keep_due_values(packs_in_use(area_id), area_id=area_id, day=day, at=at, hold=nothing) > 0
    assert keep_due_values(packs_in_use(area_id), area_id=area_id, day=day, at=at, hold=nothing) == 0


def test_the_last_place_running_is_counted_and_warned_of(small_area: SmallArea) -> None:
    board(small_area)
    pack, at, area_id = newest_pack(PACK), stories.clock(), small_area.area.pk
    choose_rule(pack=pack, rule="last_twice", in_use=True, basis="督办办法", by=actor(small_area.people.office), at=at)
    this = period_of("month", local_day(at))
    for period in (period_before(this), this):
        for unit, value in ((small_area.units.housing, 40), (small_area.units.planning, 10)):
            PeriodValue.objects.create(
                area_id=area_id, pack=PACK, figure="measures_rate", every="month", first=period.first, last=period.last,
                unit=unit, value=value, kept_at=at,
            )  # fmt: skip
        assert keep_board(pack, pack.boards["measures"], period, area_id=area_id, at=at) == 2
        assert keep_board(pack, pack.boards["measures"], period, area_id=area_id, at=at) == 0
    last = BoardStanding.objects.get(area_id=area_id, first=this.first, unit=small_area.units.planning)
    assert (last.place, last.side, last.last_running, last.running) == (2, "yellow", 2, 2)
    before = Notice.objects.filter(area_id=area_id).count()
    day = this.last + timedelta(days=1)
    assert warn_by_number(packs_in_use(area_id), area_id=area_id, day=day, at=at, hold=nothing) == 1
    fired = Firing.objects.get(area_id=area_id)
    assert (fired.unit, fired.values) == (small_area.units.planning, {"last.measures": "2"})
    assert fired.told == Notice.objects.filter(area_id=area_id).count() - before == 2
    assert warn_by_number(packs_in_use(area_id), area_id=area_id, day=day, at=at, hold=nothing) == 0
    assert warn_by_number(packs_in_use(area_id), area_id=area_id, day=day + timedelta(days=1), at=at, hold=nothing) == 0


def test_a_rule_that_the_area_does_not_use_warns_of_nothing(small_area: SmallArea) -> None:
    board(small_area)
    day = period_of("month", stories.today()).last + timedelta(days=1)
    assert (
        warn_by_number(
            packs_in_use(small_area.area.pk), area_id=small_area.area.pk, day=day, at=stories.clock(), hold=nothing
        )
        == 0
    )
