"""The manual of a pack: folded on a telephone, whole where there is room and on paper, opened by a link to a part."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from bihuan.loop.lifecycle.packs import release_packs
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.people import NOW, PACK, SmallArea

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MANUAL = reverse("pack", args=[PACK])


@pytest.fixture(autouse=True)
def _released(small_area: SmallArea) -> None:
    release_packs(at=NOW)


def parts_shown(page: Page) -> list[bool]:
    page.wait_for_load_state()
    return [part.is_visible() for part in page.locator(".manual__part > :first-child").all()]


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_on_a_telephone_the_first_part_is_open_and_a_link_opens_its_part(
    browse: Browse, small_area: SmallArea, javascript: bool
) -> None:
    page = browse(small_area.people.office, MANUAL, width=390, javascript=javascript)
    first, *others = parts_shown(page)
    assert first
    assert others
    assert not any(others)
    page.locator(".pack-top .chip").nth(2).click()
    expect(page.locator(".manual__part > :first-child").nth(2)).to_be_visible()
    page.locator(".manual__fold > summary").nth(3).click()
    expect(page.locator(".manual__part > :first-child").nth(3)).to_be_visible()
    assert_fits(page)
    if javascript:
        assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_where_there_is_room_and_on_paper_all_parts_are_shown(
    browse: Browse, small_area: SmallArea, javascript: bool
) -> None:
    page = browse(small_area.people.office, MANUAL, width=1440, javascript=javascript)
    shown = parts_shown(page)
    assert shown
    assert all(shown)
    phone = browse(small_area.people.office, MANUAL, width=390, javascript=javascript)
    phone.emulate_media(media="print")
    assert all(parts_shown(phone))


def test_an_address_with_a_part_opens_that_part(browse: Browse, small_area: SmallArea) -> None:
    page = browse(small_area.people.office, f"{MANUAL}#part-3", width=390)
    expect(page.locator("#part-3 > :first-child")).to_be_in_viewport()
