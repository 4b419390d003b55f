"""The publication workbench: from a final document to the page that everybody reads."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest

from bihuan.documents.layout import pdf
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.disclosure.models import Disclosure, Omission
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.writing.actions import make_final, write_document
from bihuan.loop.writing.models import Writing
from tests.people import NOW, TODAY, SmallArea, actor, browser_of

PHONE = "13812345678"


@pytest.fixture
def round_(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    round_ = open_case(pack="rectification", kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    subject = f"兑现周期长，群众拨打{PHONE}无人接听"
    case = open_case(
        pack="rectification", kind="finding", parent=round_, subject=subject, by=office, at=NOW, standard=["办结"]
    )
    handed = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)
    return round_


@pytest.fixture
def notice(round_: Case, small_area: SmallArea) -> Writing:
    office = actor(small_area.people.office)
    asked = {"telephone": "0512-00001170", "post_box": "云湖新区12号信箱", "email": "zhenggai@yunhu.example"}
    writing = write_document(case=round_, document="notice", asof=TODAY, asked=asked, by=office, at=NOW)
    return make_final(writing=writing, version=writing.version, by=office, at=NOW)


def address(round_: Case, rest: str = "") -> str:
    return f"/rounds/{round_.pack}/{round_.number}/disclosure/{rest}"


@pytest.fixture
def begun(round_: Case, notice: Writing, small_area: SmallArea) -> Disclosure:
    browser_of(small_area.people.office).post(address(round_), {"writing": notice.pk})
    return Disclosure.objects.get(area_id=round_.area_id)


def anchor_of(disclosure: Disclosure, words: str) -> str:
    return str(next(one["anchor"] for one in disclosure.passages if words in one["text"]))


def test_a_final_notice_is_brought_and_its_personal_data_covered(
    round_: Case, begun: Disclosure, small_area: SmallArea
) -> None:
    seen = browser_of(small_area.people.office).get(address(round_, f"{begun.version}/")).content.decode()
    assert "138****5678" in seen
    assert PHONE not in seen
    assert "zhenggai@yunhu.example" in seen  # how to reach the office is no personal data


def test_before_a_final_notice_there_is_nothing_to_bring(round_: Case, small_area: SmallArea) -> None:
    seen = browser_of(small_area.people.office).get(address(round_)).content.decode()
    assert "还没有可公开的定稿" in seen
    assert browser_of(small_area.people.office).post(address(round_), {"writing": "1"}).status_code == 404


def test_words_are_covered_and_wrong_words_come_back(round_: Case, begun: Disclosure, small_area: SmallArea) -> None:
    browser, at = browser_of(small_area.people.office), f"{begun.version}/do/cover/"
    anchor = anchor_of(begun, "兑现周期长")
    refused = browser.post(address(round_, at), {"anchor": anchor, "words": "没有的字"})
    assert refused.status_code == 422
    assert 'value="没有的字"' in refused.content.decode()
    seen = browser.post(address(round_, at), {"anchor": anchor, "words": "兑现周期"}, follow=True).content.decode()
    assert "<mark>****</mark>" in seen


def test_the_whole_way_to_the_page_that_everybody_reads(round_: Case, begun: Disclosure, small_area: SmallArea) -> None:
    office, group = browser_of(small_area.people.office), browser_of(small_area.people.group_leader)
    base = f"{begun.version}/do/"
    anchor = anchor_of(begun, "兑现周期长")
    asked = {"anchors": anchor, "ground": "sensitive", "explanation": "正在处置"}
    office.post(address(round_, f"{base}leave-out/"), asked)
    assert office.post(address(round_, f"{base}approve/")).status_code == 403
    blocked = group.post(address(round_, f"{base}approve/"))
    assert blocked.status_code == 422
    omission = Omission.objects.get(area_id=round_.area_id)
    group.post(address(round_, f"{base}decide/"), {"omission": omission.pk, "granted": "yes", "answer": ""})
    assert "已批准并固定" in group.post(address(round_, f"{base}approve/"), follow=True).content.decode()
    assert office.post(address(round_, f"{base}publish/"), {"channel": "public", "where": ""}).status_code == 422
    office.post(address(round_, f"{base}publish/"), {"channel": "public", "where": "门户网站"})
    disclosure = Disclosure.objects.get(area_id=round_.area_id)
    nobody = browser_of(None)
    page = nobody.get(f"/public/{small_area.area.code}/{disclosure.token}/").content.decode()
    assert "整改" in page
    assert "兑现周期长" not in page
    assert PHONE not in page
    assert disclosure.token in nobody.get(f"/public/{small_area.area.code}/").content.decode()


def test_a_text_that_is_not_published_has_no_public_page(
    round_: Case, begun: Disclosure, small_area: SmallArea
) -> None:
    assert browser_of(None).get(f"/public/{small_area.area.code}/{begun.token}/").status_code == 404


def test_copies_can_be_taken_as_files(round_: Case, begun: Disclosure, small_area: SmallArea) -> None:
    browser = browser_of(small_area.people.office)
    answer = browser.get(address(round_, f"{begun.version}/file/public.docx"))
    assert answer.content.startswith(b"PK")
    assert browser.get(address(round_, f"{begun.version}/file/public.exe")).status_code == 404


def test_who_plays_no_part_sees_no_workbench(round_: Case, begun: Disclosure, small_area: SmallArea) -> None:
    for person in (small_area.people.clerk, small_area.people.leader, small_area.people.stranger):
        assert browser_of(person).get(address(round_)).status_code == 404
        assert browser_of(person).get(address(round_, f"{begun.version}/")).status_code == 404


def test_letters_below_covers_that_overlap_are_not_in_the_page(
    round_: Case, begun: Disclosure, small_area: SmallArea
) -> None:
    browser, anchor = browser_of(small_area.people.office), anchor_of(begun, "兑现周期长")
    for words in ("兑现周期", "周期长"):
        browser.post(address(round_, f"{begun.version}/do/cover/"), {"anchor": anchor, "words": words})
    seen = browser.get(address(round_, f"{begun.version}/")).content.decode()
    assert "<mark>*****</mark>" in seen
    assert not [
        words
        for words in ("兑现周期", "周期长", "长，群众")
        if words in seen.partition("sheet__")[2].partition("<form")[0]
    ]


def test_a_public_page_shows_no_covered_letter_in_its_title_its_list_or_its_file(
    round_: Case, begun: Disclosure, small_area: SmallArea
) -> None:
    office, group = browser_of(small_area.people.office), browser_of(small_area.people.group_leader)
    base = f"{begun.version}/do/"
    office.post(address(round_, f"{base}cover/"), {"anchor": "frame/title", "words": "第三巡察组"})
    for passage in begun.passages:
        if "第三巡察组" in passage["text"]:
            office.post(address(round_, f"{base}cover/"), {"anchor": passage["anchor"], "words": "第三巡察组"})
    group.post(address(round_, f"{base}approve/"))
    office.post(address(round_, f"{base}publish/"), {"channel": "public", "where": "门户网站"})
    own = f"/public/{small_area.area.code}/"
    pages = [browser_of(None).get(url) for url in (own, f"{own}{begun.token}/", f"{own}{begun.token}/text.pdf")]
    assert [page.status_code for page in pages] == [200, 200, 200]
    told = [
        page.content.decode(errors="replace") + unquote(page.headers.get("Content-Disposition", "")) for page in pages
    ]
    assert all("*****" in one for one in told)
    assert not any("第三巡察组" in one for one in told)


def test_where_no_font_is_there_for_a_pdf_the_text_is_given_as_a_word_file(
    round_: Case, begun: Disclosure, small_area: SmallArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "faces", _no_font)
    pdf._compiler.cache_clear()
    browser_of(small_area.people.group_leader).post(address(round_, f"{begun.version}/do/approve/"))
    office = browser_of(small_area.people.office)
    office.post(address(round_, f"{begun.version}/do/publish/"), {"channel": "public", "where": "门户网站"})
    assert office.get(address(round_, f"{begun.version}/file/public.pdf")).status_code == 422
    answer = browser_of(None).get(f"/public/{small_area.area.code}/{begun.token}/text.pdf")
    assert answer.content.startswith(b"PK")


def _no_font(families: list[str]) -> dict[str, list[str]]:
    raise pdf.NoChineseFont
