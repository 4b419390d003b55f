"""The pages of the feedback: what the public sends and reads, what the office sees, and what nobody sees."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.feedback.actions import publish_answer
from bihuan.loop.feedback.models import Message
from tests.pages.public_stories import CONTACT, SAID, WRITER, answered, open_line, send
from tests.pages.stories import clock
from tests.people import SmallArea, actor, browser_of

pytestmark = pytest.mark.django_db
FORM = "/public/yunhu/feedback/"


@pytest.fixture(autouse=True)
def _home(tmp_path: object, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_without_a_line_the_page_says_so_and_offers_no_form(small_area: SmallArea) -> None:
    shown = text(browser_of(None), FORM)
    assert "目前暂不受理网上反映" in shown
    assert "<textarea" not in shown


def test_a_form_sent_in_a_second_asks_a_sum_and_keeps_what_was_written(small_area: SmallArea) -> None:
    open_line(small_area)
    client = browser_of(None)
    mark = re.search(r'name="mark" value="([^"]+)"', text(client, FORM))
    assert mark is not None
    answer = client.post(FORM, {"mark": mark.group(1), "content": SAID})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "等于多少" in shown
    assert SAID in shown
    assert not Message.objects.filter(area_id=small_area.area.pk).exists()


def test_a_file_that_is_not_taken_is_named_beside_its_field(small_area: SmallArea) -> None:
    open_line(small_area)
    client = browser_of(None)
    mark = re.search(r'name="mark" value="([^"]+)"', text(client, FORM))
    assert mark is not None
    files = SimpleUploadedFile("程序.exe", b"MZ" + bytes(50))
    answer = client.post(FORM, {"mark": mark.group(1), "content": SAID, "files": files})
    assert "程序.exe" in answer.content.decode()
    assert answer.status_code == 422


def test_a_body_too_large_is_refused_before_it_is_read(small_area: SmallArea) -> None:
    open_line(small_area)
    answer = browser_of(None).post(FORM, {"content": SAID}, CONTENT_LENGTH=str(61 * 1024 * 1024))
    assert answer.status_code == 413
    assert "60" in answer.content.decode()


def test_a_wrong_code_tells_nothing_and_many_are_slowed(small_area: SmallArea) -> None:
    open_line(small_area)
    receipt, client = send(small_area), browser_of(None)
    wrong = {"number": receipt.number, "code": "AAAA-AAAA-AAAA"}
    unknown = {"number": "2020-99-9999", "code": "AAAA-AAAA-AAAA"}
    said = [client.post(f"{FORM}look/", one) for one in (wrong, unknown)]
    assert [answer.status_code for answer in said] == [404, 404]
    assert all("编号与查询码不符" in answer.content.decode() for answer in said)
    for _ in range(3):
        client.post(f"{FORM}look/", wrong)
    assert client.post(f"{FORM}look/", {"number": receipt.number, "code": receipt.code}).status_code == 429


def test_the_writer_reads_no_answer_that_is_not_reviewed(small_area: SmallArea) -> None:
    open_line(small_area)
    receipt = send(small_area)
    keys = {"number": receipt.number, "code": receipt.code}
    assert "已收到" in browser_of(None).post(f"{FORM}look/", keys).content.decode()
    answered(small_area, receipt, answer="已更换灯具。")
    assert "已更换灯具。" in browser_of(None).post(f"{FORM}look/", keys).content.decode()


def test_a_vote_on_the_page_counts_once(small_area: SmallArea) -> None:
    open_line(small_area)
    receipt = send(small_area)
    answered(small_area, receipt)
    vote = {"number": receipt.number, "code": receipt.code, "act": "vote", "vote": "good"}
    assert browser_of(None).post(f"{FORM}look/", vote).status_code == 200
    assert browser_of(None).post(f"{FORM}look/", vote | {"vote": "bad"}).status_code == 422
    case = Case.objects.get(area_id=small_area.area.pk, pk=receipt.case.pk)
    assert (case.state, case.fields["vote"]) == ("settled", "good")


def test_no_public_page_shows_the_writer_or_the_message_itself(small_area: SmallArea) -> None:
    open_line(small_area)
    receipt = send(small_area)
    case, client = answered(small_area, receipt), browser_of(None)
    texts = {"question": "群众反映路灯不亮。", "answer": "已更换灯具。"}
    publish_answer(case=case, **texts, by=actor(small_area.people.office), at=clock())
    for name in ("", "answers/", "poster/", "look/"):
        shown = text(client, f"{FORM}{name}")
        assert not [secret for secret in (WRITER, CONTACT, SAID) if secret in shown]
    assert "群众反映路灯不亮。" in text(client, f"{FORM}answers/")


def test_the_writer_is_covered_on_every_page_until_somebody_who_handles_it_looks(small_area: SmallArea) -> None:
    people = small_area.people
    open_line(small_area)
    case = send(small_area).case
    office = browser_of(people.office)
    addresses = (
        f"/cases/feedback/{case.number}/",
        f"/cases/feedback/{case.number}/trail/",
        f"/cases/feedback/{case.number}/correct/",
        "/ledger/?pack=feedback&kind=message&column=f.writer&column=f.contact",
        "/feedback/",
        f"/search/?q={CONTACT}",
    )
    for url in addresses:
        shown = text(office, url).replace(f'value="{CONTACT}"', "")
        assert WRITER not in shown, url
        assert f">{CONTACT}<" not in shown, url
    seen = office.post(f"/cases/feedback/{case.number}/personal/").content.decode()
    assert WRITER in seen
    assert CONTACT in seen
    assert "查看个人信息" in text(office, f"/cases/feedback/{case.number}/")
    assert browser_of(people.leader).post(f"/cases/feedback/{case.number}/personal/").status_code == 404


def test_the_code_leads_to_the_form_about_that_text(small_area: SmallArea) -> None:
    answer = browser_of(None).get(f"{FORM}qr.svg?about=abc123")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert answer.content.decode().startswith("<svg")
    assert "about=abc123" in text(browser_of(None), f"{FORM}poster/?about=abc123")
