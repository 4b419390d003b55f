"""What reaches me: choosing it, confirming an address by mail, the calendar at its secret address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.accounts.models import Person
from bihuan.loop.notices.models import NoticeChoice, NoticeSetting
from bihuan.loop.notices.sending import send_notices
from tests.pages import stories
from tests.people import SmallArea, browser_of
from tests.rooms.loop.notices.servers import MailServer, mail_server, text_of

HOURS = {"quiet_from": "20", "quiet_until": "8", "digest_hour": "9"}


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def post_office(settings: Settings) -> Iterator[MailServer]:
    """The mail server of the office."""
    with mail_server() as server:
        settings.BIHUAN_SMTP_HOST, settings.BIHUAN_SMTP_PORT = "127.0.0.1", server.port
        settings.BIHUAN_SMTP_SECURITY, settings.BIHUAN_SMTP_FROM = "none", "bihuan@yunhu.example"
        yield server


def setting(person: Person) -> NoticeSetting:
    return NoticeSetting.objects.get(area=person.area, person=person)


def calendar_of(browser: Client) -> str:
    """Make an address for the calendar and return it as the page shows it."""
    browser.post(reverse("notice_calendar"), {"act": "renew"})
    found = re.search(
        r'value="http://127.0.0.1:8000(/calendar/[^"]+\.ics)"', browser.get(reverse("notice_choices")).text
    )
    assert found is not None
    return found[1]


def test_choices_and_hours_are_kept_together(small_area: SmallArea) -> None:
    clerk = small_area.people.clerk
    answer = browser_of(clerk).post(reverse("notice_choices"), {**HOURS, "way_letter": "never", "way_warning": "once"})
    assert answer.status_code == 302
    rows = NoticeChoice.objects.filter(area_id=small_area.area.pk, person=clerk)
    assert {row.kind: row.way for row in rows} == {"letter": "never"}  # a warning comes at once anyway
    assert (setting(clerk).quiet_from, setting(clerk).digest_hour) == (20, 9)
    page = browser_of(clerk).get(reverse("notice_choices")).text
    assert re.search(r'name="way_letter" value="never"[^>]* checked', page)


@pytest.mark.parametrize("wrong", [{"digest_hour": "24"}, {"way_letter": "loudly"}])
def test_a_wrong_choice_keeps_nothing(small_area: SmallArea, wrong: dict[str, str]) -> None:
    clerk = small_area.people.clerk
    answer = browser_of(clerk).post(reverse("notice_choices"), {**HOURS, "way_warning": "never", **wrong})
    assert answer.status_code == 400
    assert not NoticeChoice.objects.filter(area_id=small_area.area.pk).exists()
    assert not NoticeSetting.objects.filter(area_id=small_area.area.pk).exists()


def test_without_a_mail_server_the_page_says_so(small_area: SmallArea) -> None:
    page = browser_of(small_area.people.clerk).get(reverse("notice_choices")).text
    assert "本系统未配置邮件服务器" in page


def test_an_address_counts_only_when_its_mail_was_answered(small_area: SmallArea, post_office: MailServer) -> None:
    clerk = small_area.people.clerk
    browser_of(clerk).post(reverse("notice_address"), {"email": "xiaoman@yunhu.example"})
    send_notices(now=stories.clock)
    (mail,) = post_office.to("xiaoman@yunhu.example")
    found = re.search(r"http://127.0.0.1:8000(\S+)", text_of(mail))
    assert found is not None
    anybody = browser_of(None)
    assert anybody.get(found[1]).status_code == 200
    clerk.refresh_from_db()
    assert clerk.email == ""  # a mail program that opens every link confirms nothing
    assert "已确认" in anybody.post(found[1]).text
    clerk.refresh_from_db()
    assert clerk.email == "xiaoman@yunhu.example"
    assert "您已确认" in browser_of(clerk).get(reverse("notice_choices")).text


def test_what_is_no_address_is_told_at_its_field(small_area: SmallArea, post_office: MailServer) -> None:
    answer = browser_of(small_area.people.clerk).post(reverse("notice_address"), {"email": "xiaoman"})
    assert answer.status_code == 400
    assert "邮箱地址格式不正确" in answer.text


def test_nobody_floods_others_with_mails_to_confirm(small_area: SmallArea, post_office: MailServer) -> None:
    browser = browser_of(small_area.people.clerk)
    answers = [browser.post(reverse("notice_address"), {"email": f"a{n}@yunhu.example"}).status_code for n in range(6)]
    assert answers == [302] * 5 + [400]


@pytest.mark.parametrize("name", ["notice_unsubscribe", "notice_check"])
def test_an_address_nobody_signed_leads_nowhere(name: str, db: None) -> None:
    assert browser_of(None).get(reverse(name, args=["e30:1abc:xyz"])).status_code == 404


def test_the_calendar_shows_due_dates_to_whoever_has_the_address(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    answer = browser_of(None).get(calendar_of(browser_of(small_area.people.clerk)))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = list(icalendar.Calendar.from_ical(answer.content).events)
    assert [case.number in str(event["SUMMARY"]) for event in events] == [True]
    assert events[0].decoded("DTSTART") == case.runs_until


def test_a_program_that_has_the_calendar_gets_no_second_copy(small_area: SmallArea) -> None:
    stories.worked_on(small_area)
    address = calendar_of(browser_of(small_area.people.clerk))
    tag = browser_of(None).get(address).headers["ETag"]
    again = browser_of(None).get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_calendar_holds_nothing_of_others(small_area: SmallArea) -> None:
    stories.worked_on(small_area)
    address = calendar_of(browser_of(small_area.people.stranger))
    assert b"VEVENT" not in browser_of(None).get(address).content


def test_an_address_that_was_taken_back_shows_nothing(small_area: SmallArea) -> None:
    browser = browser_of(small_area.people.clerk)
    first = calendar_of(browser)
    second = calendar_of(browser)
    assert browser_of(None).get(first).status_code == 404
    assert browser_of(None).get(second).status_code == 200
    browser.post(reverse("notice_calendar"), {"act": "end"})
    assert browser_of(None).get(second).status_code == 404


def test_who_may_not_sign_in_any_more_has_no_calendar(small_area: SmallArea) -> None:
    clerk = small_area.people.clerk
    address = calendar_of(browser_of(clerk))
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])
    assert browser_of(None).get(address).status_code == 404


def test_one_button_of_a_mail_program_turns_a_kind_off(small_area: SmallArea) -> None:
    from bihuan.loop.notices.tokens import UNSUBSCRIBE, sign

    clerk = small_area.people.clerk
    token = sign(UNSUBSCRIBE, small_area.area.pk, clerk.pk, "letter")
    browser = Client(enforce_csrf_checks=True)  # it has no cookie and no form of ours
    url = reverse("notice_unsubscribe", args=[token])
    assert browser.get(url).status_code == 200
    assert not NoticeChoice.objects.filter(area_id=small_area.area.pk).exists()
    assert browser.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NoticeChoice.objects.get(area_id=small_area.area.pk, person=clerk).way == "never"
