"""The ledger page."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.views import save_view
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from tests.pages.stories import later
from tests.people import NOW, SmallArea, actor, browser_of

SUBJECTS = ["压缩惠企政策兑现时限", "整治工地扬尘", "清理欠缴租金", "规范招标文件", "完善中心组学习", "健全养老服务"]


@pytest.fixture
def measures(small_area: SmallArea) -> list[Case]:
    """Twelve measures under one finding: even ones handed out to 住建局, odd ones still to be handed out."""
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    round_ = open_case(pack="rectification", kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    finding = open_case(
        pack="rectification",
        kind="finding",
        parent=round_,
        subject="服务企业不够到位",
        by=office,
        at=NOW,
        standard=["办结"],
    )
    rows = []
    for number in range(12):
        subject = f"{SUBJECTS[number % 6]}第{number + 1}项"
        row = open_case(pack="rectification", kind="measure", parent=finding, subject=subject, by=office, at=NOW)
        if number % 2 == 0:
            handed = {
                "responsible": small_area.units.housing,
                "nature": "by_date",
                "due": date(2026, 11, 20) + timedelta(days=number),
            }
            row = move_case(case=row, move="hand_out", given=handed, by=office, at=NOW)
        rows.append(row)
    return rows


def numbers(client: Client, query: str) -> list[str]:
    text = client.get(f"/ledger/?{query}").content.decode()
    return re.findall(r'<td role="cell" class="num c-no">([^<]+)</td>', text)


def test_the_office_sees_every_measure_and_a_stranger_none(measures: list[Case], small_area: SmallArea) -> None:
    assert len(numbers(browser_of(small_area.people.office), "")) == 12
    assert numbers(browser_of(small_area.people.stranger), "") == []


def test_a_unit_sees_what_it_was_handed(measures: list[Case], small_area: SmallArea) -> None:
    shown = numbers(browser_of(small_area.people.clerk), "")
    assert sorted(shown) == [row.number for row in measures[::2]]
    assert sorted(numbers(browser_of(small_area.people.station_clerk), "")) == []


def test_conditions_narrow_the_rows(measures: list[Case], small_area: SmallArea) -> None:
    office = browser_of(small_area.people.office)
    assert len(numbers(office, "category=draft")) == 6
    assert len(numbers(office, "state=handed_out&nature=by_date")) == 6
    assert numbers(office, "nature=standing") == []
    assert len(numbers(office, f"unit={small_area.units.housing.pk}")) == 6


def test_two_characters_are_found(measures: list[Case], small_area: SmallArea) -> None:
    shown = numbers(browser_of(small_area.people.office), "q=扬尘")
    assert shown == [measures[1].number, measures[7].number]


def test_a_page_ends_where_the_next_begins_and_the_way_back_is_the_same(
    measures: list[Case], small_area: SmallArea
) -> None:
    office = browser_of(small_area.people.office)
    everything = numbers(office, "sort=number&size=50")
    for sort in ("number", "urgency", "changed", "due", "-number", "-urgency"):
        assert sorted(numbers(office, f"sort={sort}")) == sorted(everything)
    from bihuan.loop.cases.ledger import page_of

    rows = Case.objects.filter(area=small_area.area, kind="measure")
    for sort in ("number", "urgency", "due", "changed", "-due"):
        first = page_of(rows, sort, 5)
        second = page_of(rows, sort, 5, first.after)
        third = page_of(rows, sort, 5, second.after)
        walked = [row.number for page in (first, second, third) for row in page.rows]
        assert sorted(walked) == sorted(everything)
        assert third.after == ""
        assert [row.number for row in page_of(rows, sort, 5, third.before, backwards=True).rows] == [
            row.number for row in second.rows
        ]


def test_unreadable_addresses_are_read_leniently(measures: list[Case], small_area: SmallArea) -> None:
    office = browser_of(small_area.people.office)
    for query in (
        "after=%00%ff",
        "after=W10",
        "size=-1",
        "unit=x",
        "light=purple",
        "kind=nothing",
        "due_from=2026-13-45",
        "root=9" * 30,
    ):
        assert office.get(f"/ledger/?{query}").status_code == 200


def test_hand_out_together_answers_row_by_row(measures: list[Case], small_area: SmallArea) -> None:
    office = browser_of(small_area.people.office)
    chosen = [measures[0].number, measures[1].number]
    asked = office.post("/ledger/do/", {"do": "hand_out", "case": chosen, "back": "kind=measure"})
    assert asked.status_code == 200
    answer = {
        "responsible": str(small_area.units.housing.pk),
        "responsible_text": "住建局",
        "nature": "by_date",
        "due": later(30).isoformat(),
    }
    page = office.post(
        "/ledger/do/", {"do": "hand_out", "case": chosen, "answered": "1", "back": "kind=measure", **answer}
    )
    text = page.content.decode()
    assert "待签收" in text
    row = Case.objects.get(area=small_area.area, pk=measures[1].pk)
    assert (row.state, row.responsible_id) == ("handed_out", small_area.units.housing.pk)


def test_who_keeps_no_ledger_changes_nothing_in_bulk(measures: list[Case], small_area: SmallArea) -> None:
    clerk = browser_of(small_area.people.clerk)
    post = {"do": "edit", "case": [measures[0].number], "answered": "1", "due": "2027-01-31", "reason": "试一试"}
    clerk.post("/ledger/do/", post)
    assert Case.objects.get(area=small_area.area, pk=measures[0].pk).due == measures[0].due


def test_a_view_is_kept_and_shown_as_a_tab(measures: list[Case], small_area: SmallArea) -> None:
    office = browser_of(small_area.people.office)
    office.post("/ledger/views/?kind=measure&light=late", {"name": "超期先办"})
    assert "超期先办" in office.get("/ledger/").content.decode()
    assert "超期先办" not in browser_of(small_area.people.clerk).get("/ledger/").content.decode()


def test_a_shared_view_is_shown_to_all(measures: list[Case], small_area: SmallArea) -> None:
    save_view(name="全区共用", query="kind=measure", shared=True, by=actor(small_area.people.office), at=NOW)
    assert "全区共用" in browser_of(small_area.people.clerk).get("/ledger/").content.decode()


def test_a_page_asks_the_same_number_of_queries_for_one_row_and_for_twelve(
    measures: list[Case], small_area: SmallArea, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = browser_of(small_area.people.office)
    office.get("/ledger/")
    with django_assert_max_num_queries(22):
        office.get("/ledger/")
    with django_assert_max_num_queries(22):
        office.get("/ledger/?q=扬尘第2项")


def test_adding_a_condition_keeps_the_days_that_were_asked_for(measures: list[Case], small_area: SmallArea) -> None:
    page = browser_of(small_area.people.office).get("/ledger/?due_from=2026-11-22&due_to=2026-11-28").content.decode()
    adder = page.partition('class="panel adder__form"')[2].partition("</form>")[0]
    inputs = re.findall(r'<input[^>]*name="(due_from|due_to)"[^>]*value="([^"]*)"', adder)
    assert inputs == [("due_from", "2026-11-22"), ("due_to", "2026-11-28")]
