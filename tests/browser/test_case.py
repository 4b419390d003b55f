"""The case page and the pages around it in a real browser: looks, accessibility, files that are sent at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from tests.browser.accessibility import LOOKS, assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import stories
from tests.pages.stories import address
from tests.people import SmallArea

pytestmark = pytest.mark.browser

FILE = FilePayload(name="办法印发件.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 sample")


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures of this run lie, for who wants to look."""
    return tmp_path_factory.mktemp("case")


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_the_case_page_is_accessible_and_fits_at_every_stage(
    browse: Browse, small_area: SmallArea, shots: Path, width: int, language: str
) -> None:
    for story in (stories.drafted, stories.worked_on, stories.reviewed, stories.struck_off):
        case = story(small_area)
        page = browse(small_area.people.office, address(case), width=width, language=language)
        expect(page.locator("h1")).to_contain_text(case.number)
        assert_accessible(page)
        assert_fits(page)
        page.screenshot(path=shots / f"{story.__name__}-{width}-{language}.png", full_page=True)


@pytest.mark.parametrize(("width", "language"), [(1440, "zh"), (390, "en")])
def test_the_pages_around_a_case_are_accessible_and_fit(
    browse: Browse, small_area: SmallArea, width: int, language: str
) -> None:
    people = small_area.people
    draft, working, checking = stories.drafted(small_area), stories.answered(small_area), stories.reviewed(small_area)
    round_ = Case.objects.filter(area=small_area.area, kind="round").first()
    assert round_ is not None
    visits = [
        (people.office, address(draft, "case_move", move="hand_out")),
        (people.office, address(draft, "case_standard")),
        (people.office, address(draft, "case_correct")),
        (people.office, address(draft, "case_open", kind="measure")),
        (people.office, address(round_, "case_chain", kind="finding", state="checking")),
        (people.director, address(working, "case_move", move="submit")),
        (people.director, address(working, "case_extension", clock="work")),
        (people.clerk, address(working, "case_point", point=1)),
        (people.clerk, address(working, "case_evidence")),
        (people.clerk, address(working, "case_evidence_one", evidence=1)),
        (people.clerk, address(working, "case_trail") + "?verify=1"),
        (people.clerk, address(working, "case_move", move="submit")),
        (people.lead_director, address(checking, "case_sign")),
    ]
    pages: dict[int, Page] = {}
    for person, url in visits:
        page = pages.get(person.pk) or browse(person, width=width, language=language)
        pages[person.pk] = page
        page.goto(url)
        expect(page.locator("h1")).to_be_visible()
        assert_accessible(page)
        assert_fits(page)


def test_a_unit_is_found_by_typing_and_several_are_picked(browse: Browse, small_area: SmallArea) -> None:
    case = stories.drafted(small_area)
    page = browse(small_area.people.office, address(case, "case_move", move="hand_out"))
    page.fill("#id_responsible", "住建")
    page.get_by_role("option", name="住房和城乡建设局", selected=True).wait_for()
    page.keyboard.press("Enter")
    expect(page.locator("#id_responsible")).to_have_value("住房和城乡建设局")
    for typed, name in (("党政", "党政办公室"), ("质监", "工程质量监督站")):
        page.fill("#id_assisting", "")
        page.locator("#id_assisting").press_sequentially(typed)
        page.get_by_role("option", name=name, selected=True).wait_for()
        page.keyboard.press("Enter")
        expect(page.locator(".picks__list")).to_contain_text(name)
    page.select_option("#id_nature", "by_date")
    page.fill("#id_due", stories.later(40).isoformat())
    page.click("main form.act button[type=submit]")
    expect(page.locator(".say--yes")).to_contain_text("交办")
    expect(page.locator(".facts")).to_contain_text("工程质量监督站")


def test_a_file_is_kept_the_moment_it_is_chosen_and_survives_a_refusal(browse: Browse, small_area: SmallArea) -> None:
    case = stories.answered(small_area)
    page = browse(small_area.people.director, address(case, "case_move", move="submit"))
    page.set_input_files("#id_evidence-pledge", FILE)
    expect(page.locator(".upload__item--done")).to_contain_text("办法印发件.pdf")
    page.fill("#id_statement", "两点都已达到")
    page.click("main form.act button[type=submit]")
    expect(page.locator("#refused")).to_contain_text("分管领导签字材料")
    expect(page.locator("#id_statement")).to_have_value("两点都已达到")
    expect(page.locator(".need .thumb")).to_contain_text("办法印发件.pdf")
    page.set_input_files("#id_evidence-second_signature", FILE)
    expect(page.locator(".upload__item--done")).to_have_count(1)
    page.click("main form.act button[type=submit]")
    expect(page.locator(".say--yes")).to_contain_text("审核中")


def test_everything_works_without_scripts(browse: Browse, small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    page = browse(small_area.people.clerk, address(case), javascript=False)
    page.click(".moves .btn-primary")
    page.fill("#id_handler", small_area.people.clerk.name)
    page.click("main form.act button[type=submit]")
    expect(page.locator(".say--yes")).to_contain_text("签收")
    page.click("#point-1 .btn")
    page.fill("#id_answer", "已印发")
    page.set_input_files("#id_point-1", FILE)
    page.click("main form.act button[type=submit]")
    expect(page.locator("#point-1")).to_contain_text("办法印发件.pdf")


def test_one_reviews_with_the_keyboard_alone(browse: Browse, small_area: SmallArea) -> None:
    case = stories.reviewed(small_area)
    page = browse(small_area.people.lead_director, address(case, "case_sign"))
    for name in ("point-1", "point-2"):
        page.locator(f"input[name={name}][value=met]").focus()
        page.keyboard.press("Space")
    for number in (0, 1):
        page.locator(f"input[name=checks][value='{number}']").focus()
        page.keyboard.press("Space")
    page.locator("button[value=pass]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".say--yes")).to_be_visible()


def test_on_paper_the_case_has_no_buttons(browse: Browse, small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    page = browse(small_area.people.director, address(case))
    page.emulate_media(media="print")
    for part in (".moves", ".note", ".title__watch"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator(".point").first).to_be_visible()
