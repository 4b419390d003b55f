"""Odd values in addresses, cookies and forms: a page or a sentence, never an error of ours, on either database."""

from __future__ import annotations

import json
import smtplib
from base64 import urlsafe_b64encode
from urllib.parse import quote, urlencode

import pytest
from django.core.mail.backends import smtp
from django.test import Client
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.jobs.models import Job
from tests.pages.addresses import ADDRESSES, TABLE
from tests.pages.stories import drained
from tests.pages.test_access import address, draft, finding, job
from tests.people import SmallArea, browser_of

__all__ = ["draft", "finding", "job"]  # fixtures of the table of all addresses

# Every name that an address or a form of a page may bring.
TYPED = (
    "q kind state category light nature unit lead root parent leader turn due_from due_to closed_from closed_to sort size after before "
    "col f.aspect back case remove name shared only line open verify inline ended gone version into next standing reason text answer "
    "verdict opinion checks points subject due responsible responsible_text handler handler_text leader_text lead_text asked_for granted "
    "statement title role from_on on pack desk heads_only short_name former_names order phone email login password old new again year days "
    "all_unit all_unit_text round_unit round_unit_text inspector feedback_on packed units area_name code unit_text parent_text at amount-1 "
    "signers-1 point-1 documents asof day first second with part do kept writing replaces correction channel where until copy language list shown "
    "zeros does anchor words redaction anchors ground explanation granted omission publication source sort amount persons who group"
)  # fmt: skip
LEFT_OUT = {"account_logout", "person_leave", "person_password", "ledger_act"}
ODD = {"nul": "a\0b", "superscript": "²", "negative": "-1", "a long number": "9" * 5000, "far away": "9999-12-31"}


def failures(client: Client, url: str, values: dict[str, str]) -> list[str]:
    """Ask an address with these values in its query, and with them as a form; return what failed."""
    found = []
    form, sort = urlencode(values), "application/x-www-form-urlencoded"
    asked = (
        client.get(url, values),
        client.post(url, form, content_type=sort),
        client.post(url, form, content_type=sort, headers={"hx-request": "true"}),
    )
    for answer in asked:
        if answer.status_code >= 500:
            found.append(f"{answer.request['REQUEST_METHOD']} {url}")
        if answer.streaming:
            drained(answer)
    return found


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_value_anywhere_is_no_error(
    odd: str, finding: Case, draft: IntakeDraft, job: Job, small_area: SmallArea
) -> None:
    urls = [address(name, finding, draft, job, small_area) for name in sorted(set(ADDRESSES) & set(TABLE) - LEFT_OUT)]
    failed = []
    for person in (small_area.people.office, small_area.people.administrator):
        client = browser_of(person)
        client.raise_request_exception = False
        for url in urls:
            failed += failures(client, url, dict.fromkeys(TYPED.split(), ODD[odd]))
        chosen = {"case": finding.number, "do": "edit", "answered": "1", "back": "q=%00"}
        failed += failures(client, "/ledger/do/", dict.fromkeys(TYPED.split(), ODD[odd]) | chosen)
    assert failed == []


@pytest.mark.parametrize("part", ["/cases/rectification/{}/", "/packs/{}/", "/rounds/{}/{}/", "/open/{}/finding/"])
@pytest.mark.parametrize("odd", ["a\0b", "²", "长" * 3000, "%s", "../../etc"])
def test_an_odd_address_leads_nowhere(part: str, odd: str, finding: Case, small_area: SmallArea) -> None:
    answer = browser_of(small_area.people.office).get(part.replace("{}", quote(odd, safe="")))
    assert answer.status_code in {400, 404}


def test_a_cookie_with_a_nul_is_refused(small_area: SmallArea) -> None:
    client = Client()
    client.cookies["sessionid"] = "\0" * 32
    assert client.get("/").status_code == 400


KEYS = {
    "urgency": [["没有", 1], [True, 1], ["2026-01-01", 10**40], ["2026-01-01"], ["0000-01-01", 1], {"a": 1}],
    "number": [["a\0", 1], ["\ud800", 1], [7, "1"], [None, None]],
    "changed": [["2026-01-01", 1], ["0001-01-01T00:00:00+14:00", 1], [5, 5]],
    "due": [[None, 1], ["x", 1], [None, None]],
}


@pytest.mark.parametrize(("sort", "values"), [(sort, values) for sort in KEYS for values in KEYS[sort]])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_key_of_a_page_that_was_not_made_here_shows_a_page(
    sort: str, values: object, way: str, finding: Case, small_area: SmallArea
) -> None:
    key = urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
    query = {"kind": "finding", "sort": sort, way: key}
    assert browser_of(small_area.people.office).get("/ledger/", query).status_code == 200


def test_a_deeply_nested_key_shows_a_page(small_area: SmallArea, finding: Case) -> None:
    key = urlsafe_b64encode(b"[" * 3000).decode()
    assert browser_of(small_area.people.office).get("/ledger/", {"after": key}).status_code == 200


class NoServer(smtp.EmailBackend):
    def open(self) -> bool:
        raise smtplib.SMTPServerDisconnected("no mail leaves this machine")


def test_where_no_mail_can_be_sent_the_page_says_whom_to_ask(small_area: SmallArea, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    answer = browser_of(None).post("/accounts/password/reset/", {"email": "lin@example.org"})
    assert answer.status_code == 503
    assert "管理员" in answer.content.decode()


def test_only_looking_at_messages_marks_them_as_seen(finding: Case, small_area: SmallArea) -> None:
    clerk = browser_of(small_area.people.clerk)
    clerk.head("/notices/")
    assert "1条新消息" in clerk.get("/notices/").content.decode()
    assert "1条新消息" not in clerk.get("/notices/").content.decode()


@pytest.mark.parametrize("url", ["/calendar/?year=0", "/calendar/?year=٢٠٢٦", "/instructions/week/?on=0001-01-01"])
def test_days_before_all_calendars_show_a_page(url: str, small_area: SmallArea) -> None:
    assert browser_of(small_area.people.administrator).get(url).status_code == 200
