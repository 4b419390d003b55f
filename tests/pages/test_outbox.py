"""The outbox: what administrators see of what is on its way, what they can do, and that it shows no case and no secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from bihuan.loop.notices.models import Delivery, DeliveryState, Hook, Notice
from tests.pages import stories
from tests.people import SmallArea, browser_of

SECRET = "SECdeadbeef"
URL = "https://oapi.dingtalk.com/robot/send?access_token=t0ken"
HOOK = {"name": "整改群", "style": "dingtalk", "url": URL, "secret": SECRET, "kinds": ["letter"], "is_active": "on"}


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def delivery(small: SmallArea, state: str, error: str = "", **more: object) -> Delivery:
    case = stories.handed_out(small) if not Notice.objects.filter(area_id=small.area.pk).exists() else None
    notice = Notice.objects.filter(area_id=small.area.pk).latest("pk")
    assert case is None or notice.case_id == case.pk
    at = stories.clock()
    person = small.people.clerk
    person.email = "xiaoman@yunhu.example"
    person.save(update_fields=["email"])
    sent = at if state == DeliveryState.SENT else None
    values = {"made_at": at, "due_at": at, "next_try_at": at, "tries": 1, "sent_at": sent, **more}
    return Delivery.objects.create(
        area=small.area, notice=notice, person=person, kind="letter", state=state, error=error, **values
    )


def state(row: Delivery) -> str:
    return Delivery.objects.get(area_id=row.area_id, pk=row.pk).state


def test_what_did_not_arrive_stands_there_with_the_reason(small_area: SmallArea) -> None:
    delivery(small_area, "failed", "refused: 550 no such person")
    page = browser_of(small_area.people.administrator).get(reverse("outbox")).text
    for part in ("对方拒收", "550 no such person", "xiaoman@yunhu.example", "督办文书", "未送达"):
        assert part in page


def test_the_outbox_says_nothing_of_cases(small_area: SmallArea) -> None:
    row = delivery(small_area, "failed", "refused")
    assert row.notice is not None
    page = browser_of(small_area.people.administrator).get(reverse("outbox")).text
    assert "惠企政策" not in page


@pytest.mark.parametrize(
    ("stands", "act", "then"),
    [
        ("failed", "again", "waiting"),
        ("failed", "drop", "dropped"),
        ("unclear", "again", "waiting"),
        ("unclear", "arrived", "sent"),
        ("waiting", "again", "waiting"),
        ("waiting", "drop", "dropped"),
    ],
)
def test_an_administrator_settles_what_hangs(small_area: SmallArea, stands: str, act: str, then: str) -> None:
    row = delivery(small_area, stands, batch=None)
    answer = browser_of(small_area.people.administrator).post(reverse("outbox_act", args=[row.pk]), {"act": act})
    assert answer.status_code == 302
    assert state(row) == then


@pytest.mark.parametrize(
    ("stands", "act"), [("sent", "again"), ("handing", "again"), ("failed", "arrived"), ("failed", "x")]
)
def test_what_arrived_or_leaves_is_not_touched(small_area: SmallArea, stands: str, act: str) -> None:
    row = delivery(small_area, stands)
    answer = browser_of(small_area.people.administrator).post(reverse("outbox_act", args=[row.pk]), {"act": act})
    assert answer.status_code == 404
    assert state(row) == stands


def test_the_number_beside_the_outbox_says_that_something_hangs(small_area: SmallArea) -> None:
    delivery(small_area, "unclear", "stopped")
    page = browser_of(small_area.people.administrator).get(reverse("people")).text
    place = page[page.index(f'href="{reverse("outbox")}"') :]
    assert ">1<" in place[: place.index("</a>")]
    assert reverse("outbox") not in browser_of(small_area.people.office).get(reverse("packs")).text


def test_another_area_sees_nothing_of_it(small_area: SmallArea, outsider: object) -> None:
    from bihuan.accounts.models import Person

    assert isinstance(outsider, Person)
    row = delivery(small_area, "failed", "refused")
    browser = browser_of(outsider)
    assert "xiaoman" not in browser.get(reverse("outbox")).text
    assert browser.post(reverse("outbox_act", args=[row.pk]), {"act": "drop"}).status_code == 404


def test_a_robot_is_entered_and_its_address_and_secret_are_never_shown_again(small_area: SmallArea) -> None:
    browser = browser_of(small_area.people.administrator)
    assert browser.post(reverse("hook_new"), HOOK).status_code == 302
    hook = Hook.objects.get(area_id=small_area.area.pk)
    for url in (reverse("hooks"), reverse("hook", args=[hook.pk]), reverse("outbox")):
        page = browser.get(url).text
        assert SECRET not in page
        assert "t0ken" not in page
    assert "oapi.dingtalk.com" in browser.get(reverse("hooks")).text


def test_empty_fields_keep_address_and_secret(small_area: SmallArea) -> None:
    browser = browser_of(small_area.people.administrator)
    browser.post(reverse("hook_new"), HOOK)
    hook = Hook.objects.get(area_id=small_area.area.pk)
    changed = {**HOOK, "url": "", "secret": "", "name": "新群", "to_text": "住建局"}
    assert browser.post(reverse("hook", args=[hook.pk]), changed).status_code == 302
    hook = Hook.objects.get(area_id=small_area.area.pk)
    assert (hook.url, hook.secret, hook.name, hook.unit) == (URL, SECRET, "新群", small_area.units.housing)


def test_a_robot_elsewhere_is_refused_with_the_setting_that_says_where(small_area: SmallArea) -> None:
    answer = browser_of(small_area.people.administrator).post(
        reverse("hook_new"), {**HOOK, "url": "https://10.0.0.1/admin"}
    )
    assert answer.status_code == 400
    assert "BIHUAN_HOOK_HOSTS" in answer.text


def test_a_removed_robot_is_gone_and_its_name_is_free(small_area: SmallArea) -> None:
    browser = browser_of(small_area.people.administrator)
    browser.post(reverse("hook_new"), HOOK)
    hook = Hook.objects.get(area_id=small_area.area.pk)
    browser.post(reverse("hook_remove", args=[hook.pk]))
    assert Hook.objects.get(area_id=small_area.area.pk).secret == ""
    assert "整改群" not in browser.get(reverse("hooks")).text.partition("<main")[2].partition("say--yes")[0]
    assert browser.get(reverse("hook", args=[hook.pk])).status_code == 404
    assert browser.post(reverse("hook_new"), HOOK).status_code == 302
