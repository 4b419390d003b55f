"""A mail server, a hook server, and people with addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from bihuan.loop.notices.mailing import Postman
from bihuan.loop.notices.sending import Sender
from tests.people import NOW, SmallArea
from tests.rooms.loop.notices.servers import HookServer, MailServer, hook_server, mail_server


class Time:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **lengths: float) -> None:
        """Let time pass, as in `timedelta`."""
        self.at += timedelta(**lengths)


@pytest.fixture
def time() -> Time:
    """The clock of a worker."""
    return Time()


@pytest.fixture
def post_office(settings: Settings) -> Iterator[MailServer]:
    """The mail server of the office, entered in the settings."""
    with mail_server() as server:
        settings.BIHUAN_SMTP_HOST, settings.BIHUAN_SMTP_PORT = "127.0.0.1", server.port
        settings.BIHUAN_SMTP_SECURITY, settings.BIHUAN_SMTP_FROM = "none", "bihuan@yunhu.example"
        yield server


@pytest.fixture
def robots(settings: Settings) -> Iterator[HookServer]:
    """A server of robots and other systems that may be called."""
    with hook_server() as server:
        settings.BIHUAN_HOOK_HOSTS = [server.host]
        yield server


@pytest.fixture
def mailed(small_area: SmallArea) -> SmallArea:
    """The small area, everybody with a mail address."""
    for person in small_area.people.all().values():
        person.email = f"{person.username}@yunhu.example"
        person.save(update_fields=["email"])
    return small_area


@pytest.fixture
def worker(time: Time) -> Sender:
    """A worker that loses patience soon."""
    return Sender(now=time, postman=Postman(patience=5, last_word=0.5))
