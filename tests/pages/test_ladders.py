"""The warnings of a round and of the area: adopted from a published practice, looked at, set, taken back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.models import ExtensionSetting, LadderSetting
from tests.pages.stories import worked_on
from tests.people import PACK, SmallArea, browser_of

TYPED: dict[str, Any] = {
    "title": "三天提醒 | Three days",
    "unit": "days",
    "basis": "本地办法",
    "at-1": "-3",
    "colour-1": "yellow",
    "word-1": "临期 | Near due",
    "tell-1": ["handler", "responsible"],
    "at-2": "1",
    "colour-2": "red",
    "word-2": "超期 | Overdue",
    "tell-2": ["responsible_head", "desk.office"],
    "letter-2": "supervision",
}


def round_of(case: Case) -> str:
    return Case.objects.get(area_id=case.area_id, pk=case.root_id or 0).number


def test_a_preset_fills_the_form_and_sets_nothing(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    url = reverse("round_ladder", args=[PACK, round_of(case), "three_colour"])
    shown = browser_of(small_area.people.office).get(f"{url}?preset=colour_slips").text
    assert "蓝单" in shown
    assert not LadderSetting.objects.filter(area=small_area.area).exists()


def test_looking_says_what_changes_and_setting_sets_it(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    browser = browser_of(small_area.people.office)
    url = reverse("round_ladder", args=[PACK, round_of(case), "three_colour"])
    looked = browser.post(url, {**TYPED, "do": "look"})
    assert looked.status_code == 200
    assert "今天的变化" in looked.text
    assert not LadderSetting.objects.filter(area=small_area.area).exists()
    done = browser.post(url, {**TYPED, "do": "save"}, follow=True)
    assert "三天提醒" in done.text
    setting = LadderSetting.objects.get(area=small_area.area)
    assert [step["at"] for step in setting.steps] == [-3, 1]
    assert setting.steps[1]["letter"] == "supervision"
    browser.post(url, {"do": "reset"})
    assert not LadderSetting.objects.filter(area=small_area.area).exists()


def test_looking_says_which_steps_a_period_is_too_short_for(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    browser = browser_of(small_area.people.office)
    url = reverse("round_ladder", args=[PACK, round_of(case), "short"])
    short = browser.post(url, {**TYPED, "at-1": "-5", "unit": "workdays", "do": "look"}).text
    assert "不预警的级次" in short
    assert "签收期限" in short
    assert "3个工作日" in short
    assert "期限前5个工作日" in short
    assert "不预警的级次" not in browser.post(url, {**TYPED, "at-1": "-1", "unit": "workdays", "do": "look"}).text


def test_a_colour_without_a_word_is_named_and_what_was_typed_is_kept(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    url = reverse("round_ladder", args=[PACK, round_of(case), "three_colour"])
    answer = browser_of(small_area.people.office).post(url, {**TYPED, "word-2": "", "do": "save"})
    assert answer.status_code == 422
    assert "第2级只有颜色没有用语" in answer.text
    assert "本地办法" in answer.text


def test_only_a_round_has_warnings_of_its_own(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    office = browser_of(small_area.people.office)
    assert office.get(reverse("round_ladders", args=[PACK, round_of(case)])).status_code == 200
    assert office.get(reverse("round_ladders", args=[PACK, case.number])).status_code == 404
    assert office.get(reverse("round_ladder", args=[PACK, round_of(case), "nonsense"])).status_code == 404


def test_the_rules_of_extensions_are_set_and_taken_back(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    browser = browser_of(small_area.people.office)
    url = reverse("round_extension_rule", args=[PACK, round_of(case)])
    typed = {"answer_workdays": "10", "higher": ["desk.leading_group"], "higher_second": "1"}
    assert browser.post(url, typed).status_code == 302
    assert ExtensionSetting.objects.get(area=small_area.area).answer_workdays == 10
    assert 'value="10"' in browser.get(url).text
    assert browser.post(url, {"answer_workdays": "bald"}).status_code == 422
    browser.post(url, {"do": "pack"})
    assert not ExtensionSetting.objects.filter(area=small_area.area).exists()
