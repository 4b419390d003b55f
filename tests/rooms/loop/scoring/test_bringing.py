"""Numbers of indicators brought as a table: nothing half-written, every fault with its row, and the template finds itself again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.periods import MONTHS_OF, period_of
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.lifecycle.packs import newest_pack, release_packs
from bihuan.loop.scoring.bringing import EntryRow, entry_template, plan_rows, read_rows, take_rows
from bihuan.loop.scoring.models import FigureEntry
from bihuan.loop.scoring.period_names import period_name, period_named
from bihuan.loop.scoring.queries import indicators_of, series_by_unit, units_compared
from bihuan.packspec.model import Pack
from bihuan.web.scoring.words import places_moved
from tests.people import NOW, TODAY, SmallArea, actor

PACK = "key-indicators"


@settings(deadline=None)
@given(st.sampled_from(["week", *MONTHS_OF]), st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_a_period_is_found_again_by_its_name(every: str, day: date) -> None:
    period = period_of(every, day)
    assert period_named(every, period_name(period)) == period
    assert period_named(every, day.isoformat()) == period


@settings(deadline=None)
@given(st.sampled_from(["week", *MONTHS_OF]), st.text(max_size=14))
def test_what_names_no_period_is_none_and_never_an_error(every: str, typed: str) -> None:
    found = period_named(every, typed)
    assert found is None or found == period_of(every, found.first)


@pytest.mark.parametrize(
    ("every", "typed"),
    [
        ("month", "2026-13"),
        ("month", "十月"),
        ("quarter", "2026Q5"),
        ("week", "2026W60"),
        ("year", "26"),
        ("month", ""),
    ],
)
def test_a_period_that_does_not_exist_is_none(every: str, typed: str) -> None:
    assert period_named(every, typed) is None


@pytest.mark.parametrize(
    ("every", "typed", "first"),
    [
        ("month", "2026年10月", date(2026, 10, 1)), ("month", "2026/10", date(2026, 10, 1)), ("quarter", "2026年四季度", date(2026, 10, 1)),
        ("quarter", "2026q2", date(2026, 4, 1)), ("half_year", "2026年下半年", date(2026, 7, 1)), ("year", "2026年度", date(2026, 1, 1)),
        ("week", "2026年第47周", date(2026, 11, 16)),
    ],
)  # fmt: skip
def test_a_period_may_be_written_as_offices_write_it(every: str, typed: str, first: date) -> None:
    found = period_named(every, typed)
    assert found is not None
    assert found.first == first


@pytest.fixture
def pack(small_area: SmallArea) -> Pack:
    release_packs(at=NOW)
    by = actor(small_area.people.administrator)
    set_desk_holder(pack=PACK, desk="office", unit=small_area.units.office, heads_only=False, by=by, at=NOW)
    return newest_pack(PACK)


def row(number: int, figure: str, period: str, value: str, **more: str) -> EntryRow:
    return EntryRow(number, {"figure": figure, "period": period, "value": value, "basis": "统计月报", **more})


@pytest.mark.django_db
def test_a_table_is_taken_whole_and_a_second_time_changes_nothing(small_area: SmallArea, pack: Pack) -> None:
    office = actor(small_area.people.office)
    rows = [row(4, "规上工业产值", "2026年10月", "184.7"), row(5, "output", "2026-10", "31.2", unit="住建局")]
    plan = take_rows(pack=pack, rows=rows, by=office, at=NOW)
    assert (plan.count("add"), plan.faults) == (2, ())
    again = take_rows(pack=pack, rows=rows, by=office, at=NOW)
    assert (again.count("same"), again.count("add")) == (2, 0)
    assert FigureEntry.objects.filter(area=small_area.area).count() == 2


@pytest.mark.django_db
def test_with_one_fault_nothing_is_entered_and_every_fault_names_its_row(small_area: SmallArea, pack: Pack) -> None:
    rows = [
        row(4, "规上工业产值", "2026年10月", "184.7"),
        row(5, "没有的指标", "2026年10月", "1"),
        row(6, "规上工业产值", "十月", "1"),
        row(7, "规上工业产值", "2027年1月", "1"),
        row(8, "规上工业产值", "2026年9月", "约一百"),
        row(9, "规上工业产值", "2026年9月", "1", unit="没有的局"),
        row(10, "规上工业产值", "2026-10", "185"),
    ]
    with translation.override("zh-hans"):
        plan = plan_rows(pack, rows, area_id=small_area.area.pk, today=TODAY)
        assert [(one.row.number, one.column) for one in plan.faults] == [
            (5, "figure"), (6, "period"), (7, "period"), (8, "value"), (9, "unit"), (10, "period"),
        ]  # fmt: skip
        with pytest.raises(Refused) as refused:
            take_rows(pack=pack, rows=rows, by=actor(small_area.people.office), at=NOW)
    assert "第5行" in refused.value.sentence
    assert not FigureEntry.objects.filter(area=small_area.area).exists()


@pytest.mark.django_db
def test_a_correction_says_why_and_the_old_number_stays(small_area: SmallArea, pack: Pack) -> None:
    office = actor(small_area.people.office)
    take_rows(pack=pack, rows=[row(4, "output", "2026-10", "184.7")], by=office, at=NOW)
    plan = plan_rows(pack, [row(4, "output", "2026-10", "185")], area_id=small_area.area.pk, today=TODAY)
    assert [one.column for one in plan.faults] == ["reason"]
    take_rows(pack=pack, rows=[row(4, "output", "2026-10", "185", reason="年报核定")], by=office, at=NOW)
    kept = FigureEntry.objects.filter(area=small_area.area).order_by("id").values_list("value", flat=True)
    assert list(kept) == [Decimal("184.7"), Decimal(185)]


@pytest.mark.django_db
def test_the_template_comes_back_filled_in(small_area: SmallArea, pack: Pack) -> None:
    office = actor(small_area.people.office)
    take_rows(pack=pack, rows=[row(4, "output", "2026-10", "184.7")], by=office, at=NOW)
    data = entry_template(pack, area_id=small_area.area.pk, today=TODAY)
    rows = read_rows(data, "指标.xlsx")
    assert [one.cell("value") for one in rows] == ["184.7"]
    plan = plan_rows(pack, rows, area_id=small_area.area.pk, today=TODAY)
    assert (plan.count("same"), plan.faults) == (1, ())


def test_a_file_without_the_columns_is_refused() -> None:
    with pytest.raises(Refused):
        read_rows("甲,乙\n1,2\n".encode(), "表.csv")
    with pytest.raises(Refused):
        read_rows(b"", "空.xlsx")


@pytest.mark.django_db
def test_only_the_office_takes_a_table(small_area: SmallArea, pack: Pack) -> None:
    with pytest.raises(NotAllowed):
        take_rows(pack=pack, rows=[row(4, "output", "2026-10", "1")], by=actor(small_area.people.clerk), at=NOW)


@pytest.mark.django_db
def test_a_number_that_comes_late_is_held_against_the_period_and_the_year_before(
    small_area: SmallArea, pack: Pack
) -> None:
    office = actor(small_area.people.office)
    rows = [
        row(4, "output", "2026-10", "184.7"), row(5, "output", "2026-09", "188.9"), row(6, "output", "2025-10", "168.4"),
        row(7, "bonded_rank", "2026", "23"), row(8, "bonded_rank", "2025", "53"),
    ]  # fmt: skip
    take_rows(pack=pack, rows=rows, by=office, at=NOW)
    found = {one.figure.id: one for one in indicators_of(office, pack, TODAY, TODAY)}
    output, rank = found["output"], found["bonded_rank"]
    assert output.period.first == date(2026, 10, 1)
    assert (output.difference, output.year_difference) == (Decimal("-4.2"), Decimal("16.3"))
    assert (rank.value, rank.difference, rank.meets) == (Decimal(23), Decimal(-30), True)


@pytest.mark.django_db
def test_units_have_a_series_a_place_and_the_places_they_rose(small_area: SmallArea, pack: Pack) -> None:
    office = actor(small_area.people.office)
    rows = [
        row(4, "output", "2026-10", "30", unit="住建局"), row(5, "output", "2026-10", "20", unit="发改局"),
        row(6, "output", "2026-09", "10", unit="住建局"), row(7, "output", "2026-09", "20", unit="发改局"),
    ]  # fmt: skip
    take_rows(pack=pack, rows=rows, by=office, at=NOW)
    compared = units_compared(office, pack, "output", TODAY, TODAY)
    assert [(one.unit.short_name, one.place, one.moved) for one in compared] == [("住建局", 1, 1), ("发改局", 2, -1)]
    periods, series = series_by_unit(small_area.area.pk, pack, "output", TODAY)
    assert [one.first.month for one in periods] == [9, 10]
    assert {one.unit.short_name: one.values for one in series}["住建局"] == (Decimal(10), Decimal(30))


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(1, 400))
def test_places_moved_say_the_way_and_how_many(now: int, before: int) -> None:
    with translation.override("zh-hans"):
        said = places_moved(Decimal(now) - Decimal(before))
    wanted = "持平" if now == before else f"{'前移' if now < before else '后移'}{abs(now - before)}位"
    assert said == wanted


def test_days_of_a_period_all_name_it() -> None:
    first = date(2026, 10, 1)
    assert {period_named("month", (first + timedelta(days=n)).isoformat()) for n in range(31)} == {
        period_of("month", first)
    }
