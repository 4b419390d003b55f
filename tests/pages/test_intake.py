"""The list of documents: bring them, put them away, take them up again."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.urls import reverse
from pytest_django import Settings

from bihuan.accounts.models import Person
from bihuan.loop.intake.actions import confirm_draft
from bihuan.loop.lifecycle.packs import release_packs
from tests.pages.intake_papers import BLANK_FORM, PLAN, REPORT, bring, drafts_of, now
from tests.people import NOW, People, actor, browser_of


@pytest.fixture(autouse=True)
def _ready(db: None, tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path
    release_packs(at=NOW)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_document_becomes_a_draft_and_its_page_opens(people: People) -> None:
    response = browser_of(people.office).post(reverse("intake"), {"documents": file("通报.txt", REPORT.encode())})
    [draft] = drafts_of(people.office)
    assert response.headers["Location"] == reverse("intake_draft", args=[draft.pk])
    assert draft.brought_by == people.office


def test_several_documents_are_read_each_on_its_own(people: People) -> None:
    sent = [file("通报.txt", REPORT.encode()), file("空.txt", b" \n"), file("方案.txt", PLAN.encode())]
    response = browser_of(people.office).post(reverse("intake"), {"documents": sent})
    assert response.status_code == 422
    assert "“通报.txt”已读入" in response.text
    assert "“空.txt”未导入" in response.text
    assert [draft.name for draft in drafts_of(people.office)] == ["通报.txt", "方案.txt"]


def encrypted() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    content = bytearray(packed.getvalue())
    content[6] |= 1  # the flag of an encrypted entry, in its own head and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.docx", b"", "空"),
        ("加密.docx", encrypted(), "密码"),
        ("照片.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 60, "图片"),
        ("表.xlsx", b"PK\x03\x04 broken", ""),
    ],
)
def test_a_file_that_cannot_be_read_says_what_is_wrong(people: People, name: str, content: bytes, said: str) -> None:
    response = browser_of(people.office).post(reverse("intake"), {"documents": file(name, content)})
    assert response.status_code == 422
    assert f"“{name}”未导入" in response.text
    assert said in refusal_in(response.text)
    assert not drafts_of(people.office)


def refusal_in(page: str) -> str:
    found = re.search(r'<div class="say say--no" role="alert">(.*?)</div>', page, re.S)
    assert found is not None
    return found[1]


def test_a_file_sent_on_its_own_is_answered_with_one_plain_sentence(people: People) -> None:
    browser = browser_of(people.office)
    htmx = {"HX-Request": "true"}
    good = browser.post(reverse("intake"), {"documents": file("通报.txt", REPORT.encode())}, headers=htmx)
    bad = browser.post(reverse("intake"), {"documents": file("空.txt", b"")}, headers=htmx)
    assert good.status_code == 204
    assert bad.status_code == 422
    assert bad.headers["Content-Type"].startswith("text/plain")
    assert "<" not in bad.text


def test_the_same_file_again_leads_to_the_draft_that_exists(people: People) -> None:
    draft = bring(people.office)
    response = browser_of(people.office_second).post(
        reverse("intake"), {"documents": file("副本.txt", REPORT.encode())}
    )
    assert response.status_code == 422
    assert f'href="{reverse("intake_draft", args=[draft.pk])}"' in refusal_in(response.text)


def test_the_same_file_sent_on_its_own_says_where_the_draft_is(people: People) -> None:
    draft = bring(people.office)
    sent = {"documents": file("副本.txt", REPORT.encode())}
    answer = browser_of(people.office).post(reverse("intake"), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer.headers["X-See"] == reverse("intake_draft", args=[draft.pk])


def test_no_file_at_all_is_said(people: People) -> None:
    response = browser_of(people.office).post(reverse("intake"), {})
    assert response.status_code == 422
    assert "请先选择文件" in response.text


def test_the_list_says_how_far_a_draft_is_and_what_became_of_it(people: People) -> None:
    browser = browser_of(people.office)
    assert "还没有导入过文件" in browser.get(reverse("intake")).text
    draft = bring(people.office)
    page = browser.get(reverse("intake")).text
    assert "2 个问题、3 条措施" in page
    assert "已核对 0 / 5 " in page
    round_ = confirm_draft(draft=draft, version=0, by=actor(people.office), at=NOW)
    page = browser.get(reverse("intake")).text
    assert "已核对 0" not in page
    assert f"{round_.number} {round_.subject}" in page


@pytest.mark.parametrize(("paper", "said"), [(PLAN, "整改方案"), (BLANK_FORM, "空白表格")])
def test_another_kind_of_document_is_named_in_the_list_and_on_its_page(people: People, paper: str, said: str) -> None:
    draft = bring(people.office, paper)
    browser = browser_of(people.office)
    assert said in browser.get(reverse("intake")).text.partition('id="drafts"')[2]
    assert said in browser.get(reverse("intake_draft", args=[draft.pk])).text


def test_a_draft_is_put_away_and_taken_up_again(people: People) -> None:
    draft = bring(people.office)
    browser = browser_of(people.office)
    browser.post(reverse("intake_away", args=[draft.pk]))
    assert "恢复核对" in browser.get(reverse("intake")).text
    assert "这份草稿已搁置" in browser.get(reverse("intake_draft", args=[draft.pk])).text
    browser.post(reverse("intake_again", args=[draft.pk]))
    assert "这份草稿已搁置" not in browser.get(reverse("intake_draft", args=[draft.pk])).text


PAGES = ["intake", "intake_draft", "intake_confirm", "intake_file", "intake_line"]


@pytest.mark.parametrize("page", PAGES)
def test_only_the_office_sees_that_these_pages_exist(people: People, outsider: Person, page: str) -> None:
    draft = bring(people.office)
    args: list[object] = [] if page == "intake" else [draft.pk, "n1"] if page == "intake_line" else [draft.pk]
    allowed = {"office", "office_second", "office_head"}
    for key, person in {**people.all(), "outsider": outsider}.items():
        response = browser_of(person).get(reverse(page, args=args), follow=True)
        if isinstance(response, FileResponse):
            assert b"".join(response) == REPORT.encode()
        assert response.status_code == (200 if key in allowed else 404), key


@pytest.mark.parametrize("page", ["intake_away", "intake_again", "intake_lines", "intake_round", "intake_confirm"])
def test_nobody_else_changes_anything(people: People, outsider: Person, page: str) -> None:
    draft = bring(people.office)
    for person in (people.clerk, people.leader, people.administrator, outsider):
        assert browser_of(person).post(reverse(page, args=[draft.pk]), {"version": "0"}).status_code == 404
    assert (now(draft).version, now(draft).dropped_at, now(draft).confirmed_at) == (0, None, None)


def test_only_the_office_is_offered_the_way_there(people: People) -> None:
    link = f'href="{reverse("intake")}"'
    assert link in browser_of(people.office).get(reverse("me")).text
    assert link not in browser_of(people.clerk).get(reverse("me")).text


def test_the_list_costs_the_same_for_ten_drafts_as_for_one(
    people: People, django_assert_max_num_queries: object
) -> None:
    for number in range(10):
        bring(people.office, REPORT.replace("三", f"{number}", 1), f"{number}.txt")
    browser = browser_of(people.office)
    # session, person, posts, desk; drafts; and the shell: desk, cases and drafts that wait, notices, area
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        browser.get(reverse("intake"))
