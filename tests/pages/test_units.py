"""The page of units: a tree, found as one types."""

from __future__ import annotations

import re

from django.urls import reverse

from bihuan.accounts.actions import add_unit, change_unit, end_unit
from tests.people import NOW, TODAY, People, Units, actor, browser_of


def names(page: str) -> list[str]:
    return re.findall(r'<a href="/units/\d+/">([^<]+)</a>', page)


def test_units_stand_below_those_above_them(people: People, units: Units) -> None:
    page = browser_of(people.administrator).get(reverse("organisation")).text
    listed = names(page)
    assert listed.index("工程质量监督站") == listed.index("住房和城乡建设局") + 1
    assert re.search(r'depth-1"><a href="/units/\d+/">工程质量监督站', page)


def test_typing_finds_by_former_name_and_pinyin(people: People, units: Units) -> None:
    change_unit(unit=units.archive, by=actor(people.administrator), at=NOW, name="档案史志馆")
    browser = browser_of(people.administrator)
    for typed in ("档案馆", "dasz", "史志"):
        assert names(browser.get(reverse("organisation"), {"q": typed}).text) == ["档案史志馆"]
    assert names(browser.get(reverse("organisation"), {"q": "没有"}).text) == []


def test_the_part_for_htmx_is_the_same_region_of_the_page(people: People) -> None:
    browser = browser_of(people.administrator)
    whole = browser.get(reverse("organisation"), {"q": "局"}).text
    part = browser.get(
        reverse("organisation"), {"q": "局"}, headers={"HX-Request": "true", "HX-Target": "rows"}
    ).text  # fmt: skip
    assert part.strip()
    assert part in whole
    assert "<html" not in part


def test_ended_units_are_listed_when_asked_for(people: People) -> None:
    by = actor(people.administrator)
    end_unit(unit=add_unit(by=by, at=NOW, name="临时专班"), by=by, at=NOW, on=TODAY)
    browser = browser_of(people.administrator)
    assert "临时专班" not in browser.get(reverse("organisation")).text
    assert "临时专班" in browser.get(reverse("organisation"), {"ended": "1"}).text


def test_the_number_of_queries_does_not_grow_with_units(
    people: People, units: Units, django_assert_max_num_queries: object
) -> None:
    browser, by = browser_of(people.administrator), actor(people.administrator)
    for number in range(30):
        add_unit(by=by, at=NOW, name=f"{number}号科室", parent=units.archive)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        browser.get(reverse("organisation"))
