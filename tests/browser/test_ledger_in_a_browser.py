"""The ledger in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import stories
from tests.people import SmallArea


@pytest.mark.parametrize(("width", "language"), [(1440, "zh"), (390, "en")])
def test_the_ledger_is_accessible_and_fits(browse: Browse, small_area: SmallArea, width: int, language: str) -> None:
    stories.answered(small_area)
    page = browse(small_area.people.office, "/ledger/?kind=finding", width=width, language=language)
    expect(page.locator("tbody tr")).to_have_count(1)
    assert_accessible(page)
    assert_fits(page)
    page.locator("summary.chip--add").click()
    assert_accessible(page)


def test_choosing_a_row_counts_it_and_printing_prints(browse: Browse, small_area: SmallArea) -> None:
    stories.answered(small_area)
    page = browse(small_area.people.office, "/ledger/?kind=finding")
    page.locator("td.c-check input").first.check()
    expect(page.locator(".bulk b")).to_contain_text("1")
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    page.locator('a[href="#print"]').click()
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")
