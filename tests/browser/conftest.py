"""
A real browser for the pages: `browse(person)` opens one where this person has signed in.

    def test_the_ledger_is_accessible(browse: Browse, people: People) -> None:
        page = browse(people.office, width=390)
        page.goto("/ledger/")
        assert_accessible(page)

Every page that a test opened is closed at its end, and the test fails if the browser reported a violation of the
Content-Security-Policy, an error of a script, or an answer of 500.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Playwright, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from bihuan.accounts.models import Person
from tests.people import browser_of

# A browser's event loop runs in the thread of the tests; their database calls stand beside it, not inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("BIHUAN_CHROMIUM", "/usr/bin/chromium")
# Without these the browser asks other machines for updates at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What is waited for comes at once on an idle machine; a busy one is no fault of the page.
expect.set_options(timeout=20_000)


class Browse(Protocol):
    """Open a page as somebody, or as nobody, and go to `address` if one is given."""

    def __call__(
        self,
        person: Person | None,
        address: str = "",
        *,
        width: int = 1440,
        height: int = 900,
        language: str = "zh",
        javascript: bool = True,
    ) -> Page: ...


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    if not os.path.exists(CHROMIUM):  # noqa: PTH110 the variable may name a command line of its own
        pytest.skip(f"There is no browser at {CHROMIUM}: apt-get install chromium, or name one in BIHUAN_CHROMIUM.")
    browser = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="session", autouse=True)
def _clicks_wait_for_the_page() -> Iterator[None]:
    """
    Let every click wait until its page is loaded, as a person does.

    A page that is still being read may move, to its fragment for one, between the look at where a button is and the click.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("click", "check"):
            patch.setattr(Locator, name, _when_loaded(getattr(Locator, name)))
            patch.setattr(Page, name, _when_loaded(getattr(Page, name)))
        yield


def _when_loaded(act: Callable[..., None]) -> Callable[..., None]:
    def acts(on: Locator | Page, *args: Any, **how: Any) -> None:
        (on.page if isinstance(on, Locator) else on).wait_for_load_state()
        act(on, *args, **how)

    return acts


@pytest.fixture
def browse(chromium: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Browse]:
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        person: Person | None,
        address: str = "",
        *,
        width: int = 1440,
        height: int = 900,
        language: str = "zh",
        javascript: bool = True,
    ) -> Page:
        code = "en" if language.startswith("en") else "zh-hans"
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, java_script_enabled=javascript
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: code}
        if person is not None:
            cookies[settings.SESSION_COOKIE_NAME] = browser_of(person).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _note(complaints, page, message.type, message.text))
        page.on("response", lambda answer: _note_failure(complaints, answer.status, answer.url))
        if address:
            page.goto(address)
        return page

    yield open_page
    for context in contexts:
        try:
            context.close()
        except Error as error:
            complaints.append(str(error))
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


def _note(complaints: list[str], page: Page, kind: str, text: str) -> None:
    if "Content Security Policy" in text or (kind == "error" and "status of 4" not in text):
        complaints.append(f"{page.url}: {text}")


def _note_failure(complaints: list[str], status: int, url: str) -> None:
    if status >= 500:
        complaints.append(f"{url} answered {status}")
