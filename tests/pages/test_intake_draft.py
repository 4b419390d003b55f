"""The draft beside its source: every edit is one sending, refused ones keep what was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.loop.intake.actions import confirm_draft
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.lifecycle.packs import release_packs
from tests.pages.intake_papers import REPORT, bring, now
from tests.people import NOW, People, Units, actor, browser_of

HTMX = {"HX-Request": "true", "HX-Target": "line-n2"}


@pytest.fixture(autouse=True)
def _ready(db: None, tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path
    release_packs(at=NOW)


@pytest.fixture
def draft(people: People) -> IntakeDraft:
    return bring(people.office)


@pytest.fixture
def browser(people: People) -> Client:
    return browser_of(people.office)


def url(name: str, draft: IntakeDraft, *more: str) -> str:
    return reverse(name, args=[draft.pk, *more])


def send(browser: Client, draft: IntakeDraft, line: str, given: Mapping[str, Any], **headers: str) -> HttpResponse:
    """Send a row as the page does, with the version that is stored now."""
    sent = {"version": str(now(draft).version), "row": "1", **given}
    return browser.post(url("intake_line", draft, line), sent, headers=headers)  # type: ignore[return-value]


def titles(draft: IntakeDraft) -> list[str]:
    return [finding["title"] for finding in now(draft).lines["findings"] if not finding["dropped"]]


def line_of(draft: IntakeDraft, key: str) -> dict[str, Any]:
    for finding in now(draft).lines["findings"]:
        for line in (finding, *finding["measures"]):
            if line["id"] == key:
                return dict(line)
    raise AssertionError(f"There is no line {key}.")


# What the page shows


def test_source_and_draft_lead_to_each_other(browser: Client, draft: IntakeDraft) -> None:
    page = browser.get(url("intake_draft", draft)).text
    place = line_of(draft, "n2")["place"]["paragraph"]
    assert f'<p id="p{place}"><a class="ln" href="#line-n2"' in page
    assert f'href="#p{place}">第{place}行</a>' in page
    assert re.search(r'<form class="draft-line[^>]* id="line-n2"', page)


def test_units_and_dates_are_marked_in_the_source(browser: Client, draft: IntakeDraft) -> None:
    page = browser.get(url("intake_draft", draft)).text
    assert '<mark class="u" data-line="n2">住建局</mark>' in page
    assert '<mark class="d">2026年7月24日</mark>' in page


def test_the_page_says_what_was_read_and_how_many_cases_it_makes(browser: Client, draft: IntakeDraft) -> None:
    page = browser.get(url("intake_draft", draft)).text
    assert "读出2 个问题、3 条措施；已核对 0 / 5 " in page
    assert "确认，建立 5 条" in page


def test_only_what_is_to_check_leaves_out_the_rest(browser: Client, draft: IntakeDraft) -> None:
    send(browser, draft, "n1", {"do": "check_all"})
    page = browser.get(url("intake_draft", draft), {"only": "1"}).text
    assert 'id="line-n4"' in page
    assert 'id="line-n2"' not in page


def test_a_checked_finding_is_folded(browser: Client, draft: IntakeDraft) -> None:
    send(browser, draft, "n1", {"do": "check_all"})
    page = browser.get(url("intake_draft", draft)).text
    assert re.search(r'<details class="draft-find" id="find-n1">', page)
    assert re.search(r'<details class="draft-find" id="find-n4" open>', page)


def test_what_people_wrote_into_the_document_is_escaped(people: People, browser: Client) -> None:
    nasty = bring(people.office, REPORT.replace("企业可以自己查询", "<script>alert(1)</script>"), "b.txt")
    page = browser.get(url("intake_draft", nasty)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_asks_the_same_few_questions_for_long_documents(
    people: People, browser: Client, django_assert_num_queries: Any
) -> None:
    parts = "".join(
        f"{number}、关于“第{number}号问题”问题的整改情况\n（一）压缩时限。住建局牵头。\n（二）公开进度。发改局牵头。\n"
        for number in "一二三四五六七八九"
    )
    head, _one, _rest = REPORT.partition("一、")
    long = bring(people.office, head + parts, "长.txt")
    assert len(long.lines["findings"]) == 9
    browser.get(url("intake_draft", long))
    with django_assert_num_queries(QUERIES_OF_PAGE):
        browser.get(url("intake_draft", long))


# session, person, posts, desk (may the person import); draft; units twice (their names, which receive); release of the
# pack twice over (warnings, form of the round); whether something can be taken back; and the shell
QUERIES_OF_PAGE = 13


def test_the_source_file_is_a_download_that_nothing_runs(browser: Client, draft: IntakeDraft) -> None:
    answer = browser.get(url("intake_file", draft))
    assert b"".join(answer) == REPORT.encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


# Edits of a line


def test_a_line_is_ticked_and_the_tick_taken_back(browser: Client, draft: IntakeDraft) -> None:
    answer = send(browser, draft, "n2", {"checked-n2": "on"})
    assert answer.headers["Location"] == url("intake_draft", draft) + "#line-n2"
    assert line_of(draft, "n2")["checked"]
    send(browser, draft, "n2", {})
    assert not line_of(draft, "n2")["checked"]


def test_a_tick_is_answered_with_the_row_and_the_figures_only(browser: Client, draft: IntakeDraft) -> None:
    answer = send(browser, draft, "n2", {"checked-n2": "on"}, **HTMX)
    assert answer.status_code == 200
    assert 'id="line-n2"' in answer.text
    assert 'id="line-n3"' not in answer.text
    assert "已核对 1 / 5 " in answer.text
    assert '"version": 1' in answer.headers["HX-Trigger"]


def test_a_unit_is_typed_or_chosen(browser: Client, draft: IntakeDraft, units: Units) -> None:
    send(browser, draft, "n3", {"unit-n3": "", "unit-n3_text": "发改局"})
    assert line_of(draft, "n3")["unit"] == units.planning.pk
    send(browser, draft, "n3", {"unit-n3": str(units.housing.pk), "unit-n3_text": "住房"})
    assert line_of(draft, "n3")["unit"] == units.housing.pk
    send(browser, draft, "n3", {"unit-n3": "", "unit-n3_text": ""})
    assert line_of(draft, "n3")["unit"] is None


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_unit_that_does_not_exist_is_said_in_its_row_and_stays_typed(
    browser: Client, draft: IntakeDraft, headers: dict[str, str]
) -> None:
    answer = send(browser, draft, "n3", {"unit-n3": "", "unit-n3_text": "投促中心"}, **headers)
    assert answer.status_code == 422
    assert 'value="投促中心"' in answer.text
    assert "没有找到“投促中心”，请换一个名称片段。" in answer.text
    assert now(draft).version == 0


def test_everything_about_a_line_can_be_changed(browser: Client, draft: IntakeDraft, units: Units) -> None:
    given = {
        "title-n1": "惠企政策兑现慢",
        "number-n1": "（七）",
        "aspect-n1": "优化营商环境",
        "nature-n1": "by_date",
        "due-n1": "2027-01-29",
        "lead-n1": "",
        "lead-n1_text": "发改局",
        "checked-n1": "on",
    }
    send(browser, draft, "n1", given)
    line = line_of(draft, "n1")
    assert (line["title"], line["number"], line["aspect"]) == ("惠企政策兑现慢", "（七）", "优化营商环境")
    assert (line["nature"], line["due"], line["lead"]) == ("by_date", "2027-01-29", units.planning.pk)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_wrong_edit_keeps_everything_that_was_typed(
    browser: Client, draft: IntakeDraft, headers: dict[str, str]
) -> None:
    given = {
        "title-n2": "  ",
        "text-n2": "新的全文",
        "number-n2": "9",
        "due-n2": "下周",
        "unit-n2": "",
        "unit-n2_text": "",
    }
    answer = send(browser, draft, "n2", given, **headers)
    assert answer.status_code == 422
    for kept in ("新的全文", 'value="9"', 'value="下周"'):
        assert kept in answer.text
    assert "请填写文字" in answer.text
    assert "2026-11-20" in answer.text
    assert now(draft).version == 0


def test_a_line_opens_for_editing_in_its_place_and_by_its_address(browser: Client, draft: IntakeDraft) -> None:
    row = browser.get(url("intake_line", draft, "n2"), headers=HTMX).text
    assert 'name="title-n2"' in row
    assert "<html" not in row
    page = browser.get(url("intake_line", draft, "n2"), follow=True).text
    assert 'name="title-n2"' in page
    assert 'name="title-n3"' not in page


def test_a_line_is_split_at_the_end_of_a_sentence(browser: Client, draft: IntakeDraft) -> None:
    page = browser.get(url("intake_draft", draft), {"line": "n2"}).text
    places = [int(place) for place in re.findall(r'<option value="(\d+)">[^<]*┃', page)]
    whole = line_of(draft, "n2")["text"]
    assert [whole[:place][-1] for place in places] == ["。"] * len(places)
    send(browser, draft, "n2", {"do": "split", "at": str(places[-1])})
    measures = now(draft).lines["findings"][0]["measures"]
    assert [measure["text"] for measure in measures[:2]] == [whole[: places[-1]], whole[places[-1] :]]
    assert measures[0]["title"] == "压缩办理时限"


def test_a_split_at_no_place_is_refused_in_the_row(browser: Client, draft: IntakeDraft) -> None:
    answer = send(browser, draft, "n3", {"do": "split", "at": "", "title-n3": "公开办理进度"}, **HTMX)
    assert answer.status_code == 422
    assert "光标" in answer.text


def test_lines_are_joined_left_out_and_taken_back_in(browser: Client, draft: IntakeDraft) -> None:
    send(browser, draft, "n2", {"do": "merge"})
    assert len(now(draft).lines["findings"][0]["measures"]) == 1
    send(browser, draft, "n4", {"do": "drop"})
    assert titles(draft) == ["惠企政策兑现周期长"]
    send(browser, draft, "n4", {"do": "restore"})
    assert titles(draft) == ["惠企政策兑现周期长", "工地扬尘反复"]


def test_an_edit_that_moves_lines_answers_the_whole_list(browser: Client, draft: IntakeDraft) -> None:
    answer = send(browser, draft, "n2", {"do": "merge"}, **HTMX)
    assert answer.headers["HX-Retarget"] == "#draft"
    assert 'id="find-n4"' in answer.text
    assert 'class="source"' not in answer.text


def test_measures_and_findings_are_added(browser: Client, draft: IntakeDraft) -> None:
    send(browser, draft, "n1", {"do": "add", "new": "开通兑付热线"})
    assert now(draft).lines["findings"][0]["measures"][-1]["title"] == "开通兑付热线"
    browser.post(url("intake_lines", draft), {"version": "1", "do": "add", "new": "台账不全"})
    assert titles(draft)[-1] == "台账不全"


# Edits of the whole draft


def test_all_lines_that_name_a_unit_get_it(people: People, browser: Client, units: Units) -> None:
    paper = bring(people.office, REPORT.replace("企业可以自己查询", "由投促中心公布"), "c.txt")
    given = {"version": "0", "do": "assign", "written": "投促中心", "all_unit": "", "all_unit_text": "发改局"}
    page = browser.post(url("intake_lines", paper), given, follow=True).text
    assert line_of(paper, "n3")["unit"] == units.planning.pk
    assert "写有“投促中心”的 1 条已归到发展和改革局" in page


def test_a_refused_assignment_keeps_what_was_typed(browser: Client, draft: IntakeDraft) -> None:
    given = {"version": "0", "do": "assign", "written": "投促中心", "all_unit": "", "all_unit_text": "没有这个"}
    answer = browser.post(url("intake_lines", draft), given)
    assert answer.status_code == 422
    assert 'value="投促中心"' in answer.text
    assert 'value="没有这个"' in answer.text


def test_the_last_change_is_taken_back(browser: Client, draft: IntakeDraft) -> None:
    before = now(draft).lines
    send(browser, draft, "n2", {"do": "merge"})
    browser.post(url("intake_lines", draft), {"version": "1", "do": "undo"})
    assert now(draft).lines == before


def test_lines_are_numbered_anew(browser: Client, draft: IntakeDraft) -> None:
    browser.post(url("intake_lines", draft), {"version": "0", "do": "renumber"})
    assert [finding["number"] for finding in now(draft).lines["findings"]] == ["1", "2"]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_comes_second_is_told_in_place_and_loses_nothing(
    people: People, browser: Client, draft: IntakeDraft, headers: dict[str, str]
) -> None:
    other = browser_of(people.office_second)
    other.post(url("intake_line", draft, "n2"), {"version": "0", "row": "1", "checked-n2": "on"})
    given = {"version": "0", "row": "1", "title-n3": "公开每一步", "text-n3": "", "number-n3": ""}
    answer = browser.post(url("intake_line", draft, "n3"), given, headers=headers)
    assert answer.status_code == 409
    assert "公开每一步" in answer.text
    assert "重新载入页面" in answer.text
    assert line_of(draft, "n3")["title"] != "公开每一步"


def test_a_form_without_a_version_changes_nothing(browser: Client, draft: IntakeDraft) -> None:
    answer = browser.post(url("intake_line", draft, "n2"), {"row": "1", "checked-n2": "on"})
    assert answer.status_code == 409


def test_a_line_that_is_gone_is_said(browser: Client, draft: IntakeDraft) -> None:
    answer = send(browser, draft, "n99", {"do": "merge"}, **HTMX)
    assert answer.status_code == 422


def test_a_draft_that_is_done_with_is_only_read(people: People, browser: Client, draft: IntakeDraft) -> None:
    confirm_draft(draft=draft, version=0, by=actor(people.office), at=NOW)
    page = browser.get(url("intake_draft", draft), {"line": "n2"}).text
    assert "这份草稿已确认" in page
    assert "压缩办理时限" in page
    for changing in ('name="checked-n2"', 'name="unit-n2"', 'name="title-n2"', 'name="do"'):
        assert changing not in page
    assert send(browser, draft, "n2", {"checked-n2": "on"}).status_code == 422


# The round


def test_the_facts_of_the_round_are_read_shown_and_changed(browser: Client, draft: IntakeDraft) -> None:
    page = browser.get(url("intake_draft", draft)).text
    assert 'value="市委第三巡察组"' in page
    assert 'value="2026-07-24"' in page
    given = {"version": "0", "subject": "2026年市委巡察整改", "plan_days": "10", "feedback_on": "2026-07-25"}
    browser.post(url("intake_round", draft), given)
    facts = now(draft).lines["round"]
    assert (facts["subject"], facts["plan_days"], facts["feedback_on"]) == ("2026年市委巡察整改", 10, "2026-07-25")
    assert facts["inspector"] == "市委第三巡察组"


def test_a_wrong_fact_is_refused_beside_its_field_and_the_rest_stays_typed(browser: Client, draft: IntakeDraft) -> None:
    given = {"version": "0", "subject": "新的名称", "feedback_on": "去年", "round_unit_text": "没有这个单位"}
    answer = browser.post(url("intake_round", draft), given)
    assert answer.status_code == 422
    assert 'value="新的名称"' in answer.text
    assert 'value="去年"' in answer.text
    assert "2026-11-20" in answer.text
    assert now(draft).version == 0


def test_what_a_new_round_still_needs_stands_at_the_top(people: People, browser: Client) -> None:
    bare = bring(people.office, REPORT.replace("2026年7月24日，市委巡察组反馈了巡察意见。", ""), "d.txt")
    page = browser.get(url("intake_draft", bare)).text
    assert "材料里没有写明：反馈日期" in page
