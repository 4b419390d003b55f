"""The pages of letters in a real browser: accessible, as narrow as the screen, and a letter on its way without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.letters.actions import issue_letter, prepare_letter, withdraw_letter
from bihuan.loop.letters.answering import receive_letter, reply_to_letter
from bihuan.loop.letters.models import Letter, LetterState
from tests.browser.accessibility import LOOKS, assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import stories
from tests.people import SmallArea, actor

pytestmark = pytest.mark.browser


@pytest.fixture
def finding(transactional_db: None, small_area: SmallArea, tmp_path: Path, settings: Settings) -> Case:
    settings.BIHUAN_HOME = tmp_path
    return stories.handed_out(small_area)


def written(area: SmallArea, finding: Case) -> list[Letter]:
    """Letters in several states: issued, replied to, withdrawn, prepared."""
    office, at = actor(area.people.office), stories.clock()
    made = [
        issue_letter(case=finding, letter="supervision", by=office, at=at, because="逾期未报进展") for _ in range(3)
    ]
    made.append(prepare_letter(case=finding, letter="warning", by=office, at=at))
    receive_letter(letter=made[1], by=actor(area.people.clerk), at=at)
    reply_to_letter(letter=made[1], text="已成立专班，12月10日前完成。", by=actor(area.people.director), at=at)
    withdraw_letter(letter=made[2], reason="误发", by=office, at=at)
    return made


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_the_pages_of_letters_are_accessible_and_fit(
    browse: Browse, small_area: SmallArea, finding: Case, width: int, language: str
) -> None:
    made = written(small_area, finding)
    round_ = finding.number.rpartition("-")[0]
    write = f"/letters/write/rectification/{finding.number}"
    pages = [
        ("office", "/letters/"), ("clerk", "/letters/"), ("stranger", "/letters/"),
        *(("office", f"/letters/{one.pk}/") for one in made), ("director", f"/letters/{made[0].pk}/"),
        ("office", f"{write}/guidance/"), ("office", f"{write}/warning/?from={made[0].pk}"),
        ("office", "/letters/ways/rectification/"), ("office", f"/rounds/rectification/{round_}/letters/"), ("director", "/"),
    ]  # fmt: skip
    for who, address in pages:
        page = browse(getattr(small_area.people, who), address, width=width, language=language)
        assert_fits(page)
        if width != 320:
            assert_accessible(page)


def test_a_letter_is_signed_for_and_replied_to_without_a_script(
    browse: Browse, small_area: SmallArea, finding: Case
) -> None:
    office = actor(small_area.people.office)
    letter = issue_letter(case=finding, letter="supervision", by=office, at=stories.clock())
    page = browse(small_area.people.director, f"/letters/{letter.pk}/", javascript=False)
    page.get_by_role("button", name="签收").click()
    page.get_by_role("textbox", name="回复").fill("已成立专班。")
    page.get_by_role("button", name="报送回复").click()
    expect(page.get_by_text("回复已报送整改办")).to_be_visible()
    assert Letter.objects.get(area_id=letter.area_id, pk=letter.pk).state == LetterState.REPLIED
