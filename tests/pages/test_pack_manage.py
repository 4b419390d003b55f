"""An administrator turns systems on and off, edits a copy, adopts it, moves running cases, and brings packs in and out as files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import pack_in_use, release_packs, version_in_use
from bihuan.loop.packs.queries import draft_of
from bihuan.packspec.load import SHIPPED
from bihuan.packspec.written import shipped_cases
from tests.pages import board_stories
from tests.people import NOW, SmallArea, browser_of

PACK = "rectification"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def browser(small_area: SmallArea) -> Client:
    board_stories.board(small_area)
    return browser_of(small_area.people.administrator)


def managed(browser: Client, **form: str) -> str:
    return browser.post(reverse("pack_manage", args=[PACK]), form, follow=True).text


def draft(small: SmallArea) -> str:
    found = draft_of(small.area.pk, PACK)
    assert found is not None
    return found.text


def edited(browser: Client, text: str, *, seen: int = 1, do: str = "save", cases: str = "") -> str:
    form = {"text": text, "cases": cases, "seen": str(seen), "do": do}
    return browser.post(reverse("pack_edit", args=[PACK]), form, follow=True).text


def test_what_is_off_is_gone_from_the_menu_and_its_cases_can_be_read(small_area: SmallArea, browser: Client) -> None:
    clerk = browser_of(small_area.people.clerk)
    case = Case.objects.filter(area=small_area.area, kind="measure").first()
    assert case is not None
    address = reverse("case", args=[case.pack, case.number])
    assert reverse("rounds") in clerk.get(reverse("home")).text
    assert "已停用" in managed(browser, do="off")
    home = clerk.get(reverse("home")).text
    assert f'href="{reverse("rounds")}"' not in home
    page = clerk.get(address)
    assert page.status_code == 200
    assert "本系统在本地区已停用" in page.text
    assert clerk.get(reverse("packs")).text.count("巡视巡察整改") == 0
    assert "已启用" in managed(browser, do="on")
    assert reverse("rounds") in clerk.get(reverse("home")).text
    assert "本系统在本地区已停用" not in clerk.get(address).text


def test_nobody_else_comes_here(small_area: SmallArea, browser: Client) -> None:
    for person in (small_area.people.office, small_area.people.leader):
        assert browser_of(person).get(reverse("pack_manage", args=[PACK])).status_code == 404


def test_a_copy_is_edited_checked_and_adopted(small_area: SmallArea, browser: Client) -> None:
    assert "编辑" in managed(browser, do="copy")
    text = draft(small_area)
    wrong = edited(
        browser, text.replace('lifecycle = "inspect"', 'lifecycle = "nothing"', 1) + "\nstray = 1\n", do="check"
    )
    assert "data-jump=" in wrong
    assert draft(small_area) == text  # only looked at
    wrong = edited(browser, "[pack\n")
    assert "[pack\n" in wrong
    assert draft(small_area) == "[pack\n"
    assert 'class="lifecycle"' in wrong  # the picture of the last text that was right
    right = edited(browser, text.replace("巡视巡察整改", "巡察整改", 1), seen=2, do="adopt")
    assert "没有事项" not in right
    assert "采用" in right
    assert "本地版本1" in browser.post(reverse("pack_adopt", args=[PACK]), {"seen": "3"}, follow=True).text
    assert pack_in_use(small_area.area.pk, PACK).title.zh == "巡察整改"


def test_the_worked_cases_of_a_copy_are_told_by_a_task(small_area: SmallArea, browser: Client) -> None:
    managed(browser, do="copy")
    text, cases = draft(small_area), shipped_cases(PACK)
    assert 'value="tell"' not in edited(browser, text)
    assert 'value="tell"' in edited(browser, text, seen=2, cases=cases)

    page = edited(browser, text, seen=3, do="tell", cases=cases)

    assert "演练巡视巡察整改" in page
    assert "任务" in page
    assert "该副本没有演练内容" in edited(browser, text, seen=3, do="tell")


def test_two_who_edit_at_once_lose_nothing(small_area: SmallArea, browser: Client) -> None:
    managed(browser, do="copy")
    text = draft(small_area)
    edited(browser, text + "\n# one\n")
    page = browser.post(
        reverse("pack_edit", args=[PACK]), {"text": text + "\n# two\n", "cases": "", "seen": "1", "do": "save"}
    )
    assert page.status_code == 409
    assert "# two" in page.text
    assert "# one" in draft(small_area)


def test_running_cases_are_moved_by_a_task_after_a_look(small_area: SmallArea, browser: Client) -> None:
    managed(browser, do="copy")
    edited(browser, draft(small_area).replace("巡视巡察整改", "巡察整改", 1))
    browser.post(reverse("pack_adopt", args=[PACK]), {"seen": "2"})
    look = browser.get(reverse("pack_move", args=[PACK])).text
    assert re.search(r"移转\s*\d+\s*件事项", look)
    answer = browser.post(reverse("pack_move", args=[PACK]))
    assert answer.status_code == 302
    assert "/jobs/" in answer["Location"]


def test_the_choice_of_a_version_is_undone(small_area: SmallArea, browser: Client) -> None:
    shipped = version_in_use(small_area.area.pk, PACK)
    managed(browser, do="copy")
    browser.post(reverse("pack_adopt", args=[PACK]), {"seen": "1"})
    assert version_in_use(small_area.area.pk, PACK) == 1001
    managed(browser, do="choose", version=str(shipped))
    assert version_in_use(small_area.area.pk, PACK) == shipped
    assert "<code>" in browser.get(reverse("pack_differences", args=[PACK]), {"old": "1001", "new": str(shipped)}).text


def test_a_pack_leaves_as_a_file_and_comes_in_again(small_area: SmallArea) -> None:
    release_packs(at=NOW)
    browser = browser_of(small_area.people.administrator)
    version = version_in_use(small_area.area.pk, PACK)
    file = browser.get(reverse("pack_file", args=[PACK, version, "pack"])).content.decode()
    cases = browser.get(reverse("pack_file", args=[PACK, version, "cases"])).content.decode()
    assert cases == (SHIPPED / f"{PACK}.cases.toml").read_text(encoding="utf-8")
    page = browser.post(reverse("pack_import"), {"text": file}, follow=True)
    assert page.status_code == 200
    assert "采用" in page.text
    again = browser.post(reverse("pack_import"), {"text": file})
    assert again.status_code == 422  # the copy that is there is not overwritten


def test_a_faulty_file_is_refused_whole(small_area: SmallArea) -> None:
    release_packs(at=NOW)
    page = browser_of(small_area.people.administrator).post(reverse("pack_import"), {"text": '[pack]\nid = "new"\n'})
    assert page.status_code == 422
    assert draft_of(small_area.area.pk, "new") is None
