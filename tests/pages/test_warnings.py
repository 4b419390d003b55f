"""The register of warnings: who was warned of what, why, whom it was told, and whether it stands."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings
from python_calamine import CalamineWorkbook

from bihuan.loop.cases.actions import correct_case
from bihuan.loop.cases.models import Case
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.warnings.models import Warning
from bihuan.loop.warnings.sweeping import warn_tonight
from bihuan.web.warnings import page as register
from tests.pages import stories
from tests.people import SmallArea, actor, browser_of


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def night(small: SmallArea, day: date) -> None:
    at = datetime.combine(day, time(2), UTC)
    warn_tonight(Tonight(small.area.pk, day, at, lambda: None))


@pytest.fixture
def late(small_area: SmallArea) -> Case:
    """A finding that is overdue; the night of the day after its due date is passed."""
    case = stories.worked_on(small_area)
    night(small_area, stories.later(91))
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


def shown(small: SmallArea, who: str = "office", language: str = "zh-hans", **asked: str) -> str:
    browser = browser_of(getattr(small.people, who), language=language)
    return browser.get(reverse("warnings"), asked).text


def rows(page: str) -> list[str]:
    return re.findall(r'<th scope="row">.*?</tr>', page, re.S)


def test_the_register_says_who_was_warned_of_what_and_why(small_area: SmallArea, late: Case) -> None:
    page = shown(small_area, colour="red", round=str(late.root_id))
    due = stories.later(90)
    row = next(row for row in rows(page) if late.number in row)
    assert f"整改期限已于{due.year}年{due.month}月{due.day}日届满，当日已超期1天。" in row
    assert "住建局主要负责人" in row
    assert "未解除" in row
    assert "超期" in page
    english = shown(small_area, language="en", colour="red")
    assert f"Rectification due ended on {due.isoformat()}" in english


def test_a_lifted_warning_is_shown_with_its_reason_when_asked_for(small_area: SmallArea, late: Case) -> None:
    office = actor(small_area.people.office)
    day = stories.later(92)
    at = datetime.combine(day, time(2), UTC)
    correct_case(case=late, given={"due": day + timedelta(days=90)}, reason="笔误", by=office, at=at)
    assert not [row for row in rows(shown(small_area)) if "整改期限" in row and late.number in row]
    lifted = [row for row in rows(shown(small_area, standing="lifted")) if "整改期限" in row]
    assert lifted
    assert all("期限已更正" in row for row in lifted)


def test_nobody_sees_warnings_of_cases_they_do_not_see(small_area: SmallArea, late: Case) -> None:
    assert late.number not in shown(small_area, "stranger")
    assert "目前没有预警" in shown(small_area, "stranger")
    assert late.number in shown(small_area, "clerk")


def test_filters_leave_out_the_others_and_say_so_when_nothing_is_left(small_area: SmallArea, late: Case) -> None:
    unit = str(small_area.units.archive.pk)
    page = shown(small_area, unit=unit)
    assert "没有符合条件的预警" in page
    assert rows(shown(small_area, colour="blue")) == []
    assert rows(shown(small_area, first="2020-13-99", unit="x", colour="pink"))  # what is wrong is not asked


def test_the_register_is_paged_by_place(
    small_area: SmallArea,
    late: Case,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(register, "ROWS", 1)
    browser = browser_of(small_area.people.office)
    address, seen = reverse("warnings") + "?standing=all", 0
    while address:
        page = browser.get(address).text
        seen += len(rows(page))
        found = re.search(r'href="([^"]*before=[^"]*)"[^>]*rel="next"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == Warning.objects.filter(area_id=late.area_id).count() > 1


def test_the_register_leaves_as_a_workbook(small_area: SmallArea, late: Case) -> None:
    answer = browser_of(small_area.people.office).get(reverse("warnings_file"), {"colour": "red"})
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    text = "\n".join(str(cell) for row in sheet for cell in row)
    assert "预警登记簿" in text
    assert late.number in text
    assert "超期" in text
    assert "临期" not in text


def test_the_page_of_a_case_shows_its_warnings_and_its_trail_tells_of_them(small_area: SmallArea, late: Case) -> None:
    page = browser_of(small_area.people.clerk).get(stories.address(late)).text
    section = page[page.index('id="h-warnings"') :]
    assert "整改期限已于" in section
    assert "预警：超期" in page
    assert "系统自动" in page


def test_red_warnings_are_counted_in_the_navigation(small_area: SmallArea, late: Case) -> None:
    red = Warning.objects.filter(area_id=late.area_id, colour="red", lifted_on__isnull=True).count()
    page = shown(small_area)
    found = re.search(rf'<a[^>]*href="{reverse("warnings")}"[^>]*>.*?</a>', page, re.S)
    assert found is not None
    assert str(red) in found[0]
