"""The shell and the components as a browser sees them."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.people import PASSWORD, People

pytestmark = pytest.mark.browser

OUTSIDE = ["/accounts/login/", "/accounts/password/reset/", "/no/such/page/"]


@pytest.mark.parametrize(("width", "language"), [(1440, "zh"), (390, "en")])
def test_every_component_is_accessible(browse: Browse, people: People, width: int, language: str) -> None:
    page = browse(people.administrator, "/gallery/", width=width, language=language)
    expect(page.locator("#weeks svg")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_component_fits_a_small_phone(browse: Browse, people: People, language: str) -> None:
    page = browse(people.administrator, "/gallery/", width=320, language=language)
    expect(page.locator("#weeks svg")).to_be_visible()
    assert_fits(page)


def test_pages_without_the_shell_are_accessible_and_fit(browse: Browse) -> None:
    page = browse(None)
    for address in OUTSIDE:
        for width in (1440, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            assert_accessible(page)
            assert_fits(page)


def test_one_signs_in_changes_the_language_and_signs_out(browse: Browse, people: People) -> None:
    page = browse(None, "/gallery/")
    page.fill("#id_login", people.clerk.username)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    expect(page).to_have_url("/gallery/")
    page.click(".person > summary")
    page.click(".person button[value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click(".person > summary")
    page.click(".person .person__button")
    expect(page.locator("#id_login")).to_be_visible()


def test_a_menu_closes_with_escape_and_gives_back_the_focus(browse: Browse, people: People) -> None:
    page = browse(people.clerk, "/gallery/")
    page.click(".person > summary")
    page.keyboard.press("Escape")
    expect(page.locator(".person__list").last).to_be_hidden()
    expect(page.locator(".person > summary")).to_be_focused()


def test_a_combo_is_filled_with_the_keyboard_alone(browse: Browse, people: People) -> None:
    page = browse(people.clerk, "/gallery/")
    field = page.locator("#id_unit")
    field.focus()
    page.keyboard.insert_text(
        "财政"
    )  # at once, as an input method does: a second list would come between the keys below
    expect(page.locator("#id_unit_list [role=option]")).to_have_count(3)
    assert_accessible(page)
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("云湖财政结算中心")
    expect(page.locator("input[name=unit]")).to_have_value("8")


def test_a_combo_offers_no_unit_that_cannot_receive(browse: Browse, people: People) -> None:
    page = browse(people.clerk, "/gallery/")
    page.locator("#id_unit").focus()
    page.keyboard.insert_text("市财政")
    expect(page.locator("#id_unit_list [aria-disabled]")).to_contain_text("不能交办")
    page.locator("#id_unit").press("Enter")
    expect(page.locator("input[name=unit]")).to_have_value("")


def test_the_bar_counts_the_chosen_rows(browse: Browse, people: People) -> None:
    page = browse(people.clerk, "/gallery/")
    expect(page.locator("[data-pick-count]")).to_have_text("已选 1 条")
    page.check("[data-pick-all]")
    expect(page.locator("[data-pick-count]")).to_have_text("已选 4 条")
    page.click(".bulk button[type=reset]")
    expect(page.locator("[data-pick-count]")).to_have_text("已选 1 条")
    page.uncheck("input[name=case][value='22-05']")
    expect(page.locator(".bulk")).to_be_hidden()


def test_files_are_sent_one_by_one_and_a_large_one_is_refused(browse: Browse, people: People) -> None:
    page = browse(people.clerk, "/gallery/")
    letter: FilePayload = {"name": "函.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.set_input_files("#id_files", letter)
    expect(page.locator(".upload__item--done")).to_contain_text("已收到")
    large: FilePayload = {"name": "大.pdf", "mimeType": "application/pdf", "buffer": b"0" * (1024 * 1024 + 1)}
    page.set_input_files("#id_document", large)
    expect(page.locator(".upload__item--failed")).to_contain_text("超过 1 MB")


def test_the_chart_says_what_its_table_says(browse: Browse, people: People) -> None:
    page = browse(people.clerk, "/gallery/")
    drawn = page.locator("#weeks svg")
    expect(drawn).to_contain_text("已销号 96")
    expect(drawn).to_contain_text("共 164 条")
    expect(page.locator("[data-chart] details")).not_to_have_attribute("open", "")


def test_without_javascript_the_table_stays_open_and_the_chart_away(browse: Browse, people: People) -> None:
    page = browse(people.clerk, "/gallery/", javascript=False)
    expect(page.locator("[data-chart] table")).to_be_visible()
    expect(page.locator("#weeks")).to_be_hidden()
    expect(page.locator("#id_files")).to_be_visible()


def test_the_first_stop_of_the_tab_key_skips_to_the_text(browse: Browse, people: People) -> None:
    page = browse(people.clerk, "/gallery/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_every_stop_of_the_tab_key_can_be_seen(browse: Browse, people: People) -> None:
    page = browse(people.clerk, "/gallery/")
    for _stop in range(60):
        page.keyboard.press("Tab")
        assert _focus_is_drawn(page), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def _focus_is_drawn(page: Page) -> bool:
    drawn: bool = page.evaluate(
        """() => {
          const one = document.activeElement;
          const ring = (element) => getComputedStyle(element).outlineStyle !== "none";
          return one === document.body || ring(one) || ring(one.closest(".upload__drop") ?? one);
        }"""
    )
    return drawn


def test_paper_has_no_navigation(browse: Browse, people: People) -> None:
    page = browse(people.clerk, "/gallery/")
    page.emulate_media(media="print")
    for hidden in (".shell__side", ".top", ".bulk"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
