"""Signing in and out, the language, one's password, and the pages for when something is not there or went wrong."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from pytest_django import Settings

from bihuan.accounts.models import Person
from bihuan.urls import urlpatterns as real
from tests.people import PASSWORD, People, browser_of


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


broken.login_required = False  # type: ignore[attr-defined]
urlpatterns = [*real, path("broken/", broken)]
handler403 = handler404 = "bihuan.web.pages.errors.missing"
handler500 = "bihuan.web.pages.errors.failed"


def sign_in(client: Client, person: Person, password: str = PASSWORD) -> HttpResponse:
    answer: HttpResponse = client.post("/accounts/login/", {"login": person.username, "password": password})  # type: ignore[assignment]
    return answer


def text(answer: object) -> str:
    decoded: str = answer.content.decode()  # type: ignore[attr-defined]
    return decoded


# In and out


def test_one_signs_in_with_name_and_password(client: Client, people: People) -> None:
    assert sign_in(client, people.clerk).status_code == 302
    assert client.get("/gallery/").status_code == 200


def test_signing_in_leads_to_where_one_wanted_to_go(client: Client, people: People) -> None:
    given = {"login": people.clerk.username, "password": PASSWORD, "next": "/gallery/"}
    assert client.post("/accounts/login/", given).headers["Location"] == "/gallery/"


def test_signing_in_never_leads_to_another_machine(client: Client, people: People) -> None:
    given = {"login": people.clerk.username, "password": PASSWORD, "next": "https://example.org/"}
    assert client.post("/accounts/login/", given).headers["Location"] == "/"


def test_a_wrong_password_is_refused_and_the_name_is_kept(client: Client, people: People) -> None:
    answer = sign_in(client, people.clerk, "wrong")
    assert 'role="alert"' in text(answer)
    assert f'value="{people.clerk.username}"' in text(answer)
    assert client.get("/gallery/").status_code == 302


def test_too_many_wrong_passwords_pause_signing_in(client: Client, people: People, settings: Settings) -> None:
    for _try in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, people.clerk, "wrong")
    assert answer.status_code == 429
    assert "暂停登录" in text(answer)
    assert sign_in(client, people.clerk).status_code == 429
    assert client.get("/gallery/").status_code == 302


def test_the_pause_is_for_one_name_only(client: Client, people: People, settings: Settings) -> None:
    for _try in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, people.clerk, "wrong")
    assert sign_in(Client(), people.director).status_code == 302


def test_signing_out_asks_when_it_came_by_address(people: People) -> None:
    client = browser_of(people.clerk)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/gallery/").status_code == 200


def test_signing_out_ends_the_session(people: People) -> None:
    client = browser_of(people.clerk)
    client.post("/accounts/logout/")
    assert client.get("/gallery/").status_code == 302


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    assert client.post("/accounts/signup/", {"username": "x"}).status_code == 404


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"])
def test_pages_for_visitors_open_without_signing_in(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 200


# The demo


def test_a_demo_offers_its_people(client: Client, people: People, settings: Settings) -> None:
    settings.BIHUAN_DEMO = True
    page = text(client.get("/accounts/login/"))
    assert f'value="{people.clerk.username}"' in page
    assert people.clerk.name in page


def test_in_a_demo_one_click_signs_in(client: Client, people: People, settings: Settings) -> None:
    settings.BIHUAN_DEMO = True
    assert client.post("/accounts/login/as/", {"username": people.clerk.username}).status_code == 302
    assert client.get("/gallery/").status_code == 200


def test_outside_a_demo_nobody_is_offered(client: Client, people: People, settings: Settings) -> None:
    settings.BIHUAN_DEMO = False
    assert people.clerk.name not in text(client.get("/accounts/login/"))


def test_outside_a_demo_a_click_signs_nobody_in(client: Client, people: People, settings: Settings) -> None:
    settings.BIHUAN_DEMO = False
    assert client.post("/accounts/login/as/", {"username": people.clerk.username}).status_code == 404
    assert client.get("/gallery/").status_code == 302


def test_a_demo_does_not_know_strangers(client: Client, people: People, settings: Settings) -> None:
    settings.BIHUAN_DEMO = True
    assert client.post("/accounts/login/as/", {"username": "nobody"}).status_code == 404


# Language


def test_pages_are_chinese_even_in_an_english_browser(db: None) -> None:
    page = text(Client(headers={"accept-language": "en"}).get("/accounts/login/"))
    assert '<html lang="zh-Hans">' in page
    assert "登录" in page


def test_a_choice_of_language_stays_in_the_browser(client: Client, db: None) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert answer.headers["Location"] == "/accounts/login/"
    assert '<html lang="en">' in text(client.get("/accounts/login/"))


def test_a_choice_of_language_stays_with_the_person(people: People) -> None:
    browser_of(people.clerk).post("/language/", {"language": "en", "next": "/gallery/"})
    other_machine = Client()
    other_machine.force_login(people.clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert '<html lang="en">' in text(other_machine.get("/gallery/"))


def test_an_unknown_language_changes_nothing(client: Client, db: None) -> None:
    client.post("/language/", {"language": "xx", "next": "/accounts/login/"})
    assert '<html lang="zh-Hans">' in text(client.get("/accounts/login/"))


def test_a_choice_of_language_never_leads_to_another_machine(client: Client, db: None) -> None:
    assert client.post("/language/", {"language": "en", "next": "//example.org/"}).headers["Location"] == "/"


# One's password


def test_one_changes_the_password_and_stays_signed_in(people: People) -> None:
    client = browser_of(people.clerk)
    given = {"old": PASSWORD, "new": "another-loop-2027", "again": "another-loop-2027"}
    answer = client.post("/accounts/password/change/", given)
    assert answer.status_code == 302
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["新密码已生效。"]
    assert client.get("/gallery/").status_code == 200
    assert sign_in(Client(), people.clerk, "another-loop-2027").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", "another-loop-2027", "another-loop-2027", "id_old_error"),
        (PASSWORD, "another-loop-2027", "something-else", "两次输入的新密码不一样。"),
        (PASSWORD, "123", "123", "id_new_error"),
    ],
)
def test_a_password_is_not_changed(people: People, old: str, new: str, again: str, sentence: str) -> None:
    answer = browser_of(people.clerk).post("/accounts/password/change/", {"old": old, "new": new, "again": again})
    assert answer.status_code == 400
    assert sentence in text(answer)
    assert sign_in(Client(), people.clerk).status_code == 302


# Not there, not allowed, went wrong


def test_a_missing_page_looks_the_same_for_everybody(client: Client, people: People) -> None:
    answers = [browser.get("/no/such/page/") for browser in (client, browser_of(people.clerk))]
    assert {answer.status_code for answer in answers} == {404}
    assert all("没有找到" in text(answer) for answer in answers)


@override_settings(ROOT_URLCONF="tests.pages.test_sign", DEBUG=False)
def test_an_error_of_ours_has_a_number_that_stands_in_the_log(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR, logger="bihuan.web"):
        answer = client.get("/broken/")
    assert answer.status_code == 500
    number = next(record.args[0] for record in caplog.records if record.name == "bihuan.web")  # type: ignore[index]
    assert str(number) in text(answer)
    assert "broken on purpose" not in text(answer)


def test_a_form_without_a_token_is_refused_with_a_sentence(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": people.clerk.username, "password": PASSWORD})
    assert answer.status_code == 403
    assert "表单未受理，数据没有变化" in text(answer)


def test_maintenance_closes_everything_and_opens_again(
    client: Client, db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.BIHUAN_HOME = tmp_path
    closed = tmp_path / "maintenance"
    closed.touch()
    answer = client.get("/accounts/login/")
    assert answer.status_code == 503
    assert "系统正在维护" in text(answer)
    closed.unlink()
    assert client.get("/accounts/login/").status_code == 200


# Headers


def test_a_page_says_what_a_browser_may_do(client: Client, db: None) -> None:
    headers = client.get("/accounts/login/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "no-store" in headers["Cache-Control"]
