"""Cases that open by themselves: for each unit in each year, and for each value of a field with several."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.accounts.actions import add_unit, change_unit
from bihuan.accounts.models import Unit
from bihuan.loop.cases.models import Case
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.repeats.actions import open_repeats
from tests.people import SmallArea, actor
from tests.rooms.loop.grammar.branches import at, opened, released


@pytest.fixture(autouse=True)
def branch(small_area: SmallArea) -> Case:
    released(small_area)
    units = small_area.units
    return opened(
        small_area, "branch", "云山村支部", responsible=units.housing,
        topics=["study", "visit"], partners=[units.archive, units.planning],
    )  # fmt: skip


def night(small: SmallArea, day: date) -> int:
    return open_repeats(Tonight(small.area.pk, day, at(day), lambda: None))


def kept(small: SmallArea, kind: str) -> list[Case]:
    return list(Case.objects.filter(area_id=small.area.pk, kind=kind).order_by("id"))


def test_each_unit_that_is_given_cases_gets_its_sheet_once_a_year(small_area: SmallArea) -> None:
    units, by = small_area.units, actor(small_area.people.administrator)
    change_unit(unit=units.archive, receives=False, by=by, at=at(date(2026, 11, 20)))
    night(small_area, date(2026, 11, 21))
    sheets = kept(small_area, "sheet")
    assert len(sheets) == Unit.objects.filter(area=small_area.area).count() - 1
    assert units.archive.pk not in {sheet.responsible_id for sheet in sheets}
    housing = next(sheet for sheet in sheets if sheet.responsible_id == units.housing.pk)
    assert (housing.subject, housing.due) == ("住房和城乡建设局年度述职表（2026年）", date(2026, 12, 31))
    assert night(small_area, date(2026, 11, 22)) == 0
    add_unit(by=by, at=at(date(2026, 11, 22)), name="数据局")
    assert night(small_area, date(2026, 11, 23)) == 1
    night(small_area, date(2027, 1, 1))
    assert len(kept(small_area, "sheet")) == 2 * (len(sheets) + 1)


def test_a_kind_that_stands_alone_opens_once_in_each_period_some_days_before_it(small_area: SmallArea) -> None:
    for n in range(12):
        night(small_area, date(2026, 11, 21) + timedelta(days=n))
    assert [case.subject for case in kept(small_area, "digest")] == [
        "月度综述（2026年11月）", "月度综述（2026年12月）",
    ]  # fmt: skip


def test_each_value_of_a_field_with_several_gets_a_case(small_area: SmallArea, branch: Case) -> None:
    topics = kept(small_area, "topic")
    assert [case.fields["topic"] for case in topics] == ["study", "visit"]
    assert [case.subject for case in topics] == ["学习：云山村支部", "走访：云山村支部"]
    pairings = kept(small_area, "pairing")
    assert {case.responsible_id for case in pairings} == {
        small_area.units.archive.pk, small_area.units.planning.pk,
    }  # fmt: skip
    assert all(case.parent_id == branch.pk for case in (*topics, *pairings))
