"""One board for all systems: the desk, its chips, the page of all systems and the search say of which system something is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.accounts.models import Person
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from tests.pages import stories
from tests.people import NOW, TODAY, SmallArea, actor, browser_of
from tests.rooms.loop.grammar.branches import released, told

DUE = TODAY + timedelta(days=60)


@pytest.fixture(autouse=True)
def cases(small_area: SmallArea) -> dict[str, Case]:
    """A finding waits for 住建局, and two concerns of another system; one concern for 发改局."""
    stories.handed_out(small_area)
    released(small_area)
    found = told(small_area)
    found["ledger"] = opened(small_area, "ledger", "来信台账")
    for subject in ("路灯不亮", "道路破损"):
        opened(small_area, "concern", subject, found["ledger"], responsible=small_area.units.housing, due=DUE)
    opened(small_area, "concern", "井盖缺失", found["ledger"], responsible=small_area.units.planning, due=DUE)
    return found


def opened(small: SmallArea, kind: str, subject: str, parent: Case | None = None, **given: object) -> Case:
    by = actor(small.people.office)
    return open_case(pack="concerns", kind=kind, subject=subject, parent=parent, given=given, by=by, at=NOW)


def desk(person: Person, system: str = "") -> str:
    return browser_of(person).get(reverse("home"), {"system": system} if system else {}).text


def chips(page: str) -> dict[str, int]:
    return {label: int(n) for label, n in re.findall(r'<a class="chip[^"]*"[^>]*>([^<]+) <b>(\d+)</b>', page)}


def systems_of(page: str) -> list[str]:
    return re.findall(r'task__system">([^<]*)<', page)


def test_every_row_says_of_which_system_it_is_and_urgency_mixes_them(small_area: SmallArea) -> None:
    named = systems_of(desk(small_area.people.clerk))
    assert set(named) == {"巡视巡察整改", "群众关切"}
    assert len(named) == page_count(desk(small_area.people.clerk))


def page_count(page: str) -> int:
    return page.count('<li class="task"')


def test_chips_count_what_waits_in_each_system_as_the_page_of_all_systems_does(small_area: SmallArea) -> None:
    counts = chips(desk(small_area.people.clerk))
    assert counts["群众关切"] == 2
    page = browser_of(small_area.people.clerk).get(reverse("systems")).text
    for label, n in counts.items():
        row = page.partition(f">{label}</a>")[2].partition("</tr>")[0]
        assert re.search(rf'system=\w+">{n}</a>', row)
    total = page.partition("<tfoot>")[2]
    assert f'<td class="n strong">{sum(counts.values())}</td>' in total


def test_the_filter_stands_in_the_address_and_shows_one_system_alone(small_area: SmallArea) -> None:
    page = desk(small_area.people.clerk, "concerns")
    assert "路灯不亮" in page.partition("<aside")[0]
    assert page_count(page) == 2
    assert 'href="/?system=concerns" aria-current="true"' in page
    assert 'href="/?system=rectification"' in page


def test_a_system_without_anything_to_do_says_so_and_leads_back(small_area: SmallArea) -> None:
    page = desk(small_area.people.clerk, "feedback")
    assert "本系统暂无待您办理的事项" in page
    assert chips(page)["群众关切"] == 2


def test_where_all_is_of_one_system_it_is_not_named(small_area: SmallArea) -> None:
    page = desk(small_area.people.lead_clerk)
    assert page_count(page) > 0
    assert systems_of(page) == []
    assert chips(page) == {}


@pytest.mark.parametrize("name", ["home", "systems"])
def test_more_systems_cost_no_more_queries(small_area: SmallArea, name: str) -> None:
    browser = browser_of(small_area.people.clerk)
    browser.get(reverse(name))
    with CaptureQueriesContext(connection) as before:
        browser.get(reverse(name))
    visit = {"responsible": small_area.units.housing}
    open_case(
        pack="branches", kind="visit", subject="走访", given=visit, by=actor(small_area.people.office), at=NOW,
    )  # fmt: skip
    opened(small_area, "echo", "反映", None, responsible=small_area.units.housing)
    with CaptureQueriesContext(connection) as after:
        browser.get(reverse(name))
    assert len(after) <= len(before)


def test_search_keeps_kinds_of_different_systems_apart(small_area: SmallArea, cases: dict[str, Case]) -> None:
    for n in range(10):
        opened(small_area, "concern", f"走访发现{n}", cases["ledger"], responsible=small_area.units.housing, due=DUE)
    page = browser_of(small_area.people.office).get(reverse("search"), {"q": "走访发现"}).text
    assert "群众关切 · 10" in page
    assert "/ledger/?pack=concerns&amp;kind=concern&amp;q=" in page


def test_units_found_lead_to_what_they_have_in_the_ledger(small_area: SmallArea) -> None:
    page = browser_of(small_area.people.office).get(reverse("search"), {"q": "住房"}).text
    assert f"/ledger/?kind=measure&amp;unit={small_area.units.housing.pk}" in page
