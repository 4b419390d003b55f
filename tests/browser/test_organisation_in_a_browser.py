"""The pages about units and people as a browser shows them: for everybody, in both languages, on a desk and on a phone."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bihuan.accounts.models import Post, Unit
from bihuan.loop.lifecycle.packs import release_packs
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.people import NOW, People, Units

pytestmark = pytest.mark.browser

PAGES = ("organisation", "unit_new", "people", "person_new", "desks", "calendar", "organisation_import", "me")


@pytest.mark.parametrize(("width", "language"), [(1440, "zh"), (390, "en")])
def test_the_pages_are_accessible_and_fit(
    browse: Browse, people: People, units: Units, width: int, language: str
) -> None:
    release_packs(at=NOW)
    page = browse(people.administrator, width=width, language=language)
    addresses = [reverse(name) for name in PAGES]
    addresses += [reverse("unit", args=[units.housing.pk]), reverse("person", args=[people.clerk.pk])]
    addresses += [reverse("set_up_units"), reverse("set_up_desks")]
    for address in addresses:
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)


def test_the_first_step_of_the_set_up_is_accessible_and_fits(browse: Browse) -> None:
    for width in (1440, 390):
        page = browse(None, reverse("set_up"), width=width)
        assert_accessible(page)
        assert_fits(page)


def test_units_are_found_while_typing(browse: Browse, people: People, units: Units) -> None:
    page = browse(people.administrator, reverse("organisation"))
    page.locator("#id_q").press_sequentially("zjj")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("住房和城乡建设局")
    expect(page).to_have_url(re.compile(r"\?q=zjj$"))


def test_a_post_is_given_with_the_keyboard(browse: Browse, people: People, units: Units) -> None:
    page = browse(people.administrator, reverse("person", args=[people.postless.pk]))
    page.locator("#id_unit").press_sequentially("dag")
    page.get_by_role("option", name="档案馆", selected=True).wait_for()
    page.keyboard.press("Enter")
    page.get_by_label("主要负责人").check()
    page.get_by_role("button", name="确定任职").click()
    page.get_by_role("status").wait_for()
    post = Post.objects.get(person=people.postless)
    assert (post.unit, post.role) == (units.archive, "head")


def test_without_javascript_a_unit_is_added(browse: Browse, people: People) -> None:
    page = browse(people.administrator, reverse("unit_new"), javascript=False)
    page.locator("#id_name").fill("燃气科")
    page.locator("#id_parent").fill("住建局")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("heading", name="燃气科").wait_for()
    parent = Unit.objects.get(name="燃气科").parent
    assert parent is not None
    assert parent.short_name == "住建局"
