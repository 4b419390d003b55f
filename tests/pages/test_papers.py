"""The documents of a round: what can be written, what was, and the words the office chose."""

from __future__ import annotations

from django.urls import reverse

from bihuan.loop.writing.models import Writing
from tests.pages import stories
from tests.pages.stories import handed_out, hidden
from tests.people import SmallArea, browser_of

WRITE = {"asof": "", "ask-addressee": "市委巡察工作领导小组"}


def papers_of(small: SmallArea) -> tuple[str, str]:
    """The number of a finding that was handed out, and the address of the documents of its round."""
    case = handed_out(small)
    return case.number, f"/rounds/rectification/{case.number.rsplit('-', 1)[0]}/papers/"


def today() -> str:
    return stories.today().isoformat()


def test_the_office_writes_a_document_and_comes_to_its_draft(small_area: SmallArea) -> None:
    _, papers = papers_of(small_area)
    office = browser_of(small_area.people.office)
    answer = office.post(f"{papers}report/write/", {**WRITE, "asof": today()}, follow=True)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "市委巡察工作领导小组" in text
    assert "关于“惠企政策兑现周期长”问题的整改" in text
    assert "草稿（第1版）" in office.get(papers).content.decode()


def test_a_wrong_day_comes_back_with_a_sentence_and_what_was_typed(small_area: SmallArea) -> None:
    _, papers = papers_of(small_area)
    answer = browser_of(small_area.people.office).post(f"{papers}report/write/", {**WRITE, "asof": "2031-01-01"})
    assert answer.status_code == 422
    assert "市委巡察工作领导小组" in answer.content.decode()
    assert not Writing.objects.filter(area=small_area.area).exists()


def test_a_letter_asks_for_its_case(small_area: SmallArea) -> None:
    number, papers = papers_of(small_area)
    office = browser_of(small_area.people.office)
    assert number in office.get(f"{papers}reminder/write/").content.decode()
    assert office.post(f"{papers}reminder/write/", {"case": "2026-99-99"}).status_code == 422
    answer = office.post(f"{papers}reminder/write/", {"case": number})
    assert answer.headers["Location"] == f"/letters/write/rectification/{number}/reminder/"


def test_a_unit_sees_no_drafts_and_nothing_it_could_write(small_area: SmallArea) -> None:
    _, papers = papers_of(small_area)
    browser_of(small_area.people.office).post(f"{papers}report/write/", {**WRITE, "asof": today()})
    text = browser_of(small_area.people.clerk).get(papers).content.decode()
    assert "整改进展情况的报告" not in text
    assert "本轮没有与您单位有关的文稿。" in text
    assert browser_of(small_area.people.clerk).get(f"{papers}unit_report/write/").status_code == 404


def test_the_head_of_a_unit_writes_the_report_of_the_unit(small_area: SmallArea) -> None:
    _, papers = papers_of(small_area)
    head = browser_of(small_area.people.director)
    assert "单位整改情况报告" in head.get(papers).content.decode()
    unit = str(small_area.units.housing.pk)
    answer = head.post(f"{papers}unit_report/write/", {"asof": today(), "unit": unit}, follow=True)
    assert "住房和城乡建设局关于" in answer.content.decode()
    assert head.get(f"{papers}report/write/").status_code == 404


def test_the_words_page_lists_every_place_with_its_meaning_and_present_value(small_area: SmallArea) -> None:
    _, papers = papers_of(small_area)
    text = browser_of(small_area.people.office).get(f"{papers}report/words/").content.decode()
    assert "{fed_back}" in text
    assert "反馈问题（个）" in text
    assert "市委第三巡察组" in text  # the preview, and what {inspector} is now


def test_a_fault_in_the_words_is_named_and_nothing_typed_is_lost(small_area: SmallArea) -> None:
    _, papers = papers_of(small_area)
    office = browser_of(small_area.people.office)
    version = hidden(office.get(f"{papers}report/words/").content.decode(), "version")
    answer = office.post(f"{papers}report/words/", {"version": version, "text-opening.text": "第一行\n共{nothing}个"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "第2行第2字：没有名为“nothing”的占位" in text
    assert "共{nothing}个" in text


def test_words_are_previewed_kept_and_taken_back(small_area: SmallArea) -> None:
    _, papers = papers_of(small_area)
    office, words = browser_of(small_area.people.office), f"{papers}report/words/"
    typed = {"version": "0", "text-opening.text": "现将{inspector}反馈情况报来。"}
    assert "现将市委第三巡察组反馈情况报来。" in office.post(words, {**typed, "preview": "1"}).content.decode()
    assert "现将市委第三巡察组反馈情况报来。" not in office.get(words).content.decode()
    assert "已改" in office.post(words, typed, follow=True).content.decode()
    assert "已改" not in office.post(words, {"version": "1", "reset": "1"}, follow=True).content.decode()


def test_a_round_leads_to_its_documents(small_area: SmallArea) -> None:
    number, papers = papers_of(small_area)
    board = reverse("round", args=["rectification", number.rsplit("-", 1)[0]])
    assert papers in browser_of(small_area.people.office).get(board).content.decode()
