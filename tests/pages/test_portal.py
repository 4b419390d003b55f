"""The portal's pages of letters, fairs and mail: what an enterprise sees and does there, and that nobody else gets anything."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import Person
from bihuan.accounts.queries import actor_of
from bihuan.loop.cases.models import Case
from bihuan.loop.letters.actions import issue_letter
from bihuan.loop.letters.answering import Brought, receive_letter, reply_to_letter
from bihuan.loop.letters.models import Letter, LetterFile, LetterReply, LetterTo
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.notices.models import NoticeChoice
from tests.pages import enterprise_stories
from tests.pages.stories import clock, today
from tests.people import SmallArea, actor, browser_of

GIVEN = {"products": "数控机床", "stands": "2", "people": "3", "contact": "", "phone": ""}


@pytest.fixture
def contact(small_area: SmallArea) -> Person:
    """Somebody of an enterprise on the register."""
    enterprise_stories.open_portal(small_area, clock() - timedelta(days=1))
    return enterprise_stories.enterprise(small_area, 0, "云湖精工机械有限公司", clock())[1]


@pytest.fixture
def other(contact: Person, small_area: SmallArea) -> Person:
    """Somebody of another one."""
    return enterprise_stories.enterprise(small_area, 1, "云湖澄光电子有限公司", clock())[1]


@pytest.fixture
def letter(contact: Person, small_area: SmallArea) -> Letter:
    """A letter to the enterprise that asks for a receipt and a reply."""
    at = clock()
    policy = enterprise_stories.policy(small_area, at - timedelta(hours=1))
    case = enterprise_stories.applied(small_area, policy, contact, 500, at)
    return issue_letter(
        case=case, letter="refusal", answers={"because": "材料不全"}, reply_workdays=5,
        by=actor(small_area.people.office), at=at,
    )  # fmt: skip


def text_of(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_a_letter_is_counted_read_kept_signed_for_and_answered(letter: Letter, contact: Person) -> None:
    browser, page = browser_of(contact), reverse("portal_letter", args=[letter.pk])
    home = text_of(browser, "/portal/")
    assert letter.number in home
    assert "待签收" in home
    assert "理由：材料不全。" in text_of(browser, page)
    for kind, first in (("pdf", b"%PDF"), ("docx", b"PK")):
        kept = browser.get(reverse("portal_letter_text", args=[letter.pk, kind]))
        assert kept.content.startswith(first)
    act = reverse("portal_letter_act", args=[letter.pk])
    assert browser.post(act, {"do": "reply", "text": "先答复"}).status_code == 422  # signed for first
    assert browser.post(act, {"do": "receive"}).status_code == 302
    assert browser.post(act, {"do": "receive"}).status_code == 422  # in the other window
    paper = BytesIO(b"%PDF-1.4 invoice")
    paper.name = "发票.pdf"
    assert browser.post(act, {"do": "reply", "text": "已补充", "files": paper}).status_code == 302
    reply = LetterReply.objects.get(area_id=letter.area_id, letter_id=letter.pk)
    shown = text_of(browser, page)
    assert "已补充" in shown
    assert "发票.pdf" in shown
    file = reply.files.get(area_id=letter.area_id)
    kept = browser.get(reverse("portal_letter_file", args=[letter.pk, file.pk]))
    assert b"".join(kept.streaming_content) == b"%PDF-1.4 invoice"  # type: ignore[attr-defined]
    assert "待签收" not in text_of(browser, "/portal/")


def test_letters_of_another_enterprise_are_not_there(letter: Letter, other: Person) -> None:
    browser = browser_of(other)
    assert letter.number not in text_of(browser, "/portal/letters/")
    for name, args in (
        ("portal_letter", [letter.pk]),
        ("portal_letter_text", [letter.pk, "pdf"]),
        ("portal_letter_file", [letter.pk, 1]),
    ):
        assert browser.get(reverse(name, args=args)).status_code == 404
    for do in ("receive", "reply", "withdraw", "issue"):
        assert browser.post(reverse("portal_letter_act", args=[letter.pk]), {"do": do}).status_code == 404


def test_what_another_addressee_replies_to_the_same_letter_stays_with_them(
    letter: Letter, contact: Person, small_area: SmallArea
) -> None:
    at, director = clock(), actor(small_area.people.director)
    LetterTo.objects.create(area_id=letter.area_id, letter=letter, unit=small_area.units.housing)
    receive_letter(letter=letter, by=director, at=at)
    brought = [Brought("内部意见.txt", BytesIO("不宜告知".encode()))]
    reply = reply_to_letter(letter=letter, text="内部核查意见", by=director, at=at, brought=brought)
    browser = browser_of(contact)
    page = text_of(browser, reverse("portal_letter", args=[letter.pk]))
    assert "内部" not in page
    file = LetterFile.objects.get(area_id=letter.area_id, reply=reply)
    assert browser.get(reverse("portal_letter_file", args=[letter.pk, file.pk])).status_code == 404


def test_an_enterprise_takes_no_act_of_the_office_on_its_letter(letter: Letter, contact: Person) -> None:
    browser = browser_of(contact)
    for do in ("withdraw", "answer", "issue", "talk", "", "x"):
        assert browser.post(reverse("portal_letter_act", args=[letter.pk]), {"do": do}).status_code == 404


def test_a_fair_is_found_signed_up_for_confirmed_and_told(contact: Person, small_area: SmallArea) -> None:
    fair = enterprise_stories.fair(small_area, clock())
    assert fair.subject in text_of(Client(), "/portal/fairs/")
    browser, join = browser_of(contact), reverse("portal_fair_join", args=[fair.number])
    assert "报名参展" in text_of(browser, reverse("portal_fair", args=[fair.number]))
    wrong = browser.post(join, {**GIVEN, "stands": "9"})
    assert (wrong.status_code, "数控机床" in wrong.content.decode()) == (422, True)
    first, again = browser.post(join, GIVEN), browser.post(join, GIVEN)
    assert first.headers["Location"] == again.headers["Location"]  # sent twice, one sign-up
    case = Case.objects.get(area_id=fair.area_id, pack="fairs", kind="participant")
    matter = text_of(browser, first.headers["Location"])
    assert fair.subject in matter
    assert "已报名，待确认" in matter
    assert "更改报名" in matter
    clerk = actor_of(small_area.people.clerk, on=today())
    move_case(case=case, move="confirm", given={"stands": 1}, by=clerk, at=clock())
    assert "确认参展" in text_of(browser, "/portal/messages/")
    assert "已确认" in text_of(browser, "/portal/fairs/")


@pytest.mark.parametrize("announced", [True, False])
def test_a_fair_that_was_given_up_is_public_only_if_it_was_announced(
    announced: bool, contact: Person, small_area: SmallArea
) -> None:
    at, office = clock(), actor(small_area.people.office)
    fair = enterprise_stories.fair(small_area, at, announced=announced)
    move_case(case=fair, move="cancel", given={"reason": "场馆未落实"}, by=office, at=at)
    for browser in (Client(), browser_of(contact)):
        answer = browser.get(reverse("portal_fair", args=[fair.number]))
        assert (answer.status_code, fair.subject in answer.content.decode()) == (
            (200, True) if announced else (404, False)
        )


def test_mail_is_chosen_in_the_portal_and_the_page_of_officials_leads_there(contact: Person) -> None:
    browser, page = browser_of(contact), reverse("portal_choices")
    assert browser.get("/me/notices/").headers["Location"] == page
    assert "文书送达" in text_of(browser, page)
    hours = {"quiet_from": "22", "quiet_until": "7", "digest_hour": "8"}
    assert browser.post(page, {"way_change": "never", **hours}).status_code == 302
    assert NoticeChoice.objects.get(area=contact.area, person_id=contact.pk).way == "never"
    assert browser.post(page, {"way_change": "always", **hours}).status_code == 422
    assert browser.post(page, {"quiet_from": "99"}).status_code == 422
    assert browser.post(reverse("portal_address"), {"email": "no address"}).status_code == 422


def test_every_page_of_the_portal_stands_empty_as_well(contact: Person) -> None:
    browser = browser_of(contact)
    for name in ("", "_policies", "_fairs", "_matters", "_letters", "_messages", "_enterprise", "_results", "_need"):
        text_of(browser, reverse(f"portal{name}"))
