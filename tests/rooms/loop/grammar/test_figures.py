"""Figures over what stands above a case, over its stays and its parties: of rows, of units, and of cases as they stood."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bihuan.loop.asof.counting import figures_at, kinds_counted
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.cases.figures import Where, as_date, figure_value, figure_values, recorded_values, values_by_unit
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import period_of
from bihuan.packspec.model import Pack
from tests.people import TODAY, SmallArea, actor
from tests.rooms.loop.grammar.branches import PACK, released, told

LATER = TODAY + timedelta(days=20)


@pytest.fixture
def pack(small_area: SmallArea) -> Pack:
    return released(small_area)


@pytest.fixture
def cases(small_area: SmallArea, pack: Pack) -> dict[str, Case]:
    return told(small_area)


EXPECTED = {
    "rural": 2, "not_rural": 2, "checked": 2, "checked_late": 1, "unchecked": 1, "since_branch": 1, "units": 2, "seats": 2,
    "people": 2, "applicants": 2, "without": 2, "partner_units": 2, "joined": 1, "studying": 1, "topic_kinds": 2, "turns": 3,
}  # fmt: skip


@pytest.mark.usefixtures("cases")
def test_figures_look_at_what_stands_above_at_stays_and_at_parties(small_area: SmallArea, pack: Pack) -> None:
    values = figure_values(pack, area_id=small_area.area.pk, day=LATER)
    assert {name: values[name] for name in EXPECTED} == EXPECTED
    assert as_date(values["last_checked"] or Decimal(0)) == TODAY + timedelta(days=10)
    assert as_date(values["last_admission"] or Decimal(0)) == date(2026, 11, 22)


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("days", [0, 2, 5, 20])
def test_cases_as_they_stood_give_the_same_figures_as_rows(small_area: SmallArea, pack: Pack, days: int) -> None:
    day = TODAY + timedelta(days=days)
    by = actor(small_area.people.office, on=LATER)
    found, among = {}, Case.objects.filter(area_id=small_area.area.pk)
    for today in (day, LATER):
        told_one_by_one = cases_at(by, pack=PACK, kinds=kinds_counted(pack), asof=day, today=today, among=among)
        recorded = recorded_values(pack, Where(small_area.area.pk, day))
        found[today] = figures_at(pack, told_one_by_one, day, recorded=recorded)
    rows = figure_values(pack, area_id=small_area.area.pk, day=day)
    if days == 20:
        assert found[day] == rows
    assert found[LATER]["checked"] == {0: 0, 2: 1, 5: 1, 20: 2}[days] == rows["checked"]
    assert found[LATER]["rural"] == rows["rural"] == 2


@pytest.mark.usefixtures("cases")
def test_a_period_counts_the_days_on_which_a_state_was_entered(small_area: SmallArea, pack: Pack) -> None:
    area_id = small_area.area.pk
    month = period_of("month", TODAY)
    assert figure_value(pack, "checked_now", area_id=area_id, day=LATER, period=month) == 2
    assert figure_value(pack, "checked_now", area_id=area_id, day=LATER, period=period_of("month", LATER)) == 0


def test_figures_of_units_and_of_one_case(small_area: SmallArea, pack: Pack, cases: dict[str, Case]) -> None:
    units = small_area.units
    by_unit = values_by_unit(pack, Where(small_area.area.pk, LATER), ["rural", "people", "partner_units", "share"])
    assert by_unit[units.housing.pk]["rural"] == by_unit[units.station.pk]["rural"] == 1
    assert by_unit[units.planning.pk]["rural"] == 0
    assert [by_unit[unit.pk]["people"] for unit in (units.housing, units.planning)] == [2, 0]
    assert by_unit[units.planning.pk]["partner_units"] == 1
    own = figure_values(pack, area_id=small_area.area.pk, day=LATER, scope=cases["company"])
    assert [own[name] for name in ("rural", "applicants", "partner_units")] == [0, 1, 1]
