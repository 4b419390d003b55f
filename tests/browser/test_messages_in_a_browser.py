"""Messages, what reaches one, the outbox and its robots in a real browser: accessible, and as narrow as the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from bihuan.loop.notices.actions import ask_address, renew_calendar
from bihuan.loop.notices.hooks import save_hook
from bihuan.loop.notices.models import Delivery, Notice
from bihuan.loop.notices.tokens import UNSUBSCRIBE, sign
from tests.browser.accessibility import LOOKS, assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import board_stories, stories
from tests.people import SmallArea, actor

pytestmark = pytest.mark.browser


@pytest.fixture
def office(transactional_db: None, small_area: SmallArea, tmp_path: Path, settings: Settings) -> SmallArea:
    """An area whose outbox has one of everything, and a robot."""
    settings.BIHUAN_HOME, settings.BIHUAN_SMTP_HOST = tmp_path, "127.0.0.1"
    board_stories.board(small_area)
    at, people = stories.clock(), small_area.people
    people.clerk.email = "qiu.xiaoman@yunhu.example"
    people.clerk.save(update_fields=["email"])
    notices = list(Notice.objects.filter(area_id=small_area.area.pk).order_by("pk")[:4])
    reasons = {
        "failed": "refused: 550 5.1.1 <qiu.xiaoman@yunhu.example>: Recipient address rejected",
        "unclear": "stopped",
        "waiting": "away: Connection refused",
        "sent": "",
    }
    for notice, (state, error) in zip(notices, reasons.items(), strict=True):
        values = {
            "made_at": at,
            "due_at": at,
            "next_try_at": at,
            "tries": 3,
            "sent_at": at if state == "sent" else None,
        }
        name = "<bihuan.1-2.0123456789ab@yunhu.example>"
        kinds = {"failed": "letter", "unclear": "warning", "waiting": "waits", "sent": "meeting"}
        Delivery.objects.create(
            area=small_area.area, notice=notice, person=people.clerk, kind=kinds[state], state=state, error=error, message_id=name, **values
        )  # fmt: skip
    save_hook(
        by=actor(people.administrator),
        at=at,
        hook=None,
        name="整改工作群",
        style="dingtalk",
        kinds=["letter", "warning"],
        url="https://oapi.dingtalk.com/robot/send?access_token=t",
        secret="SEC1",
        unit=small_area.units.housing,
    )
    renew_calendar(by=actor(people.clerk), at=at)
    ask_address(email="xiaoman@yunhu.example", by=actor(people.clerk), at=at)
    return small_area


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_the_pages_of_messages_are_accessible_and_fit(
    browse: Browse, office: SmallArea, width: int, language: str
) -> None:
    people = office.people
    token = sign(UNSUBSCRIBE, office.area.pk, people.clerk.pk, "letter")
    addresses = [
        (people.clerk, reverse("notices")),
        (people.clerk, reverse("notice_choices")),
        (people.clerk, reverse("notice_unsubscribe", args=[token])),
        (people.administrator, reverse("outbox")),
        (people.administrator, reverse("hooks")),
        (people.administrator, reverse("hook_new")),
    ]
    for person, address in addresses:
        page = browse(person, address, width=width, language=language)
        assert_fits(page)
        if width != 320:
            assert_accessible(page)
