"""Robots and other systems are called in their own form, signed as they publish it, and only where it is allowed."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import IntegrityError, transaction

from bihuan.accounts.errors import NotAllowed
from bihuan.accounts.models import OrganisationEvent, Person, Unit
from bihuan.loop.errors import Refused
from bihuan.loop.notices.hooks import remove_hook, save_hook
from bihuan.loop.notices.models import Delivery, Hook, Notice
from bihuan.loop.notices.sending import Sender
from tests.people import NOW, SmallArea, actor
from tests.rooms.loop.notices.conftest import Time
from tests.rooms.loop.notices.servers import HookServer
from tests.rooms.loop.notices.stories import handed_out, opened_round, told

SECRET = "SECabc123"


def hook(
    small: SmallArea,
    server: HookServer,
    style: str,
    *,
    kinds: tuple[str, ...] = ("letter", "warning"),
    path: str = "/robot/send?access_token=t0ken",
    unit: Unit | None = None,
    person: Person | None = None,
) -> Hook:
    return save_hook(
        by=actor(small.people.administrator),
        at=NOW,
        hook=None,
        name=f"{style}群",
        style=style,
        kinds=kinds,
        url=server.url(path),
        secret=SECRET,
        unit=unit,
        person=person,
    )


def test_a_wecom_robot_gets_markdown(small_area: SmallArea, robots: HookServer, worker: Sender) -> None:
    hook(small_area, robots, "wecom", path="/cgi-bin/webhook/send?key=k")
    case = handed_out(small_area)
    told(case, kind="letter", unit=small_area.units.housing.pk)
    worker.look()
    (call,) = robots.calls
    assert call.path == "/cgi-bin/webhook/send?key=k"
    assert call.json["msgtype"] == "markdown"
    content = call.json["markdown"]["content"]
    assert case.subject in content
    assert f"/cases/rectification/{case.number}/" in content


def test_many_cases_of_a_robot_are_one_message_within_its_limit(
    small_area: SmallArea, robots: HookServer, worker: Sender
) -> None:
    hook(small_area, robots, "wecom")
    round_ = opened_round(small_area)
    for number in range(10):
        told(
            handed_out(small_area, f"第{number}个" + "问题" * 200, round_),
            kind="letter",
            unit=small_area.units.housing.pk,
        )
    worker.look()
    (call,) = robots.calls
    assert len(call.json["markdown"]["content"].encode()) <= 4096
    assert "另有" in call.json["markdown"]["content"]


def test_a_dingtalk_robot_is_signed_as_its_manual_says(
    small_area: SmallArea, robots: HookServer, worker: Sender
) -> None:
    hook(small_area, robots, "dingtalk")
    told(handed_out(small_area), kind="letter", unit=small_area.units.housing.pk)
    worker.look()
    (call,) = robots.calls
    asked = parse_qs(urlsplit(call.path).query)
    # 把timestamp+"\n"+密钥当做签名字符串，使用HmacSHA256算法计算签名，然后进行Base64 encode
    text = f"{asked['timestamp'][0]}\n{SECRET}".encode()
    expected = base64.b64encode(hmac.new(SECRET.encode(), text, digestmod=hashlib.sha256).digest()).decode()
    assert asked["sign"] == [expected]
    assert asked["timestamp"] == [str(int(NOW.timestamp() * 1000))]
    assert call.json["msgtype"] == "markdown"
    assert set(call.json["markdown"]) == {"title", "text"}


def test_another_system_can_tell_that_a_message_is_ours_and_which(
    small_area: SmallArea, robots: HookServer, worker: Sender
) -> None:
    hook(small_area, robots, "generic", path="/in")
    case = handed_out(small_area)
    told(case, kind="letter", unit=small_area.units.housing.pk)
    worker.look()
    (call,) = robots.calls
    text = call.headers["X-Bihuan-Timestamp"].encode() + b"." + call.body
    assert call.headers["X-Bihuan-Signature"] == "sha256=" + hmac.new(SECRET.encode(), text, "sha256").hexdigest()
    assert call.json["case"]["number"] == case.number
    assert call.json["event"] == {"seq": case.seq, "verb": "moved", "by": "林若溪", "unit": "整改办"}
    assert call.json["delivery"] == call.headers["X-Bihuan-Delivery"]


def test_a_hook_of_a_unit_hears_only_what_means_the_unit(
    small_area: SmallArea, robots: HookServer, worker: Sender
) -> None:
    hook(small_area, robots, "generic", unit=small_area.units.planning)
    case = handed_out(small_area)
    told(case, kind="letter", unit=small_area.units.housing.pk)
    worker.look()
    assert robots.calls == []
    told(case, kind="letter", unit=small_area.units.planning.pk)
    worker.look()
    assert len(robots.calls) == 1


def test_a_hook_of_a_person_hears_what_means_them_and_they_may_see(
    small_area: SmallArea, robots: HookServer, worker: Sender
) -> None:
    hook(small_area, robots, "generic", person=small_area.people.director)
    case = handed_out(small_area)
    told(case, kind="letter", unit=small_area.units.housing.pk)
    told(case, kind="meeting", person=small_area.people.director.pk)
    worker.look()
    assert len(robots.calls) == 1


def test_a_robot_does_not_speak_at_night_and_another_system_does(
    small_area: SmallArea, robots: HookServer, worker: Sender, time: Time
) -> None:
    hook(small_area, robots, "wecom", path="/robot")
    hook(small_area, robots, "generic", path="/system")
    time.passes(hours=13)
    told(handed_out(small_area), kind="letter", unit=small_area.units.housing.pk)
    worker.look()
    assert [call.path for call in robots.calls] == ["/system"]
    time.passes(hours=9)
    worker.look()
    assert [call.path for call in robots.calls] == ["/system", "/robot"]


@pytest.mark.parametrize(
    ("style", "answered", "state"),
    [
        ("wecom", (200, '{"errcode":93000,"errmsg":"invalid webhook url"}'), "failed"),
        ("wecom", (200, '{"errcode":45009,"errmsg":"api freq out of limit"}'), "waiting"),
        ("dingtalk", (200, '{"errcode":310000,"errmsg":"sign not match"}'), "failed"),
        ("dingtalk", (200, "<html>proxy</html>"), "failed"),
        ("dingtalk", (200, '{"errcode":1e999}'), "failed"),
        ("dingtalk", (200, "[" * 50_000), "failed"),
        ("generic", (503, ""), "waiting"),
        ("generic", (429, ""), "waiting"),
        ("generic", (302, ""), "failed"),
        ("generic", (404, ""), "failed"),
        ("generic", (204, ""), "sent"),
    ],
)
def test_each_answer_means_what_the_other_side_says(  # noqa: PLR0917 - servers, and one row of the table
    small_area: SmallArea, robots: HookServer, worker: Sender, style: str, answered: tuple[int, str], state: str
) -> None:
    robots.status, robots.answer = answered
    hook(small_area, robots, style)
    told(handed_out(small_area), kind="letter", unit=small_area.units.housing.pk)
    worker.look()
    row = Delivery.objects.get(area_id=small_area.area.pk)
    assert row.state == state
    assert len(robots.calls) == 1  # no redirection is followed
    assert SECRET not in row.error
    assert "t0ken" not in row.error


@pytest.mark.parametrize(("style", "state"), [("wecom", "unclear"), ("generic", "waiting")])
def test_who_hangs_up_is_told_again_only_where_it_can_know_the_message(
    small_area: SmallArea, robots: HookServer, worker: Sender, style: str, state: str
) -> None:
    robots.hangs_up = True
    hook(small_area, robots, style)
    told(handed_out(small_area), kind="letter", unit=small_area.units.housing.pk)
    worker.look()
    assert Delivery.objects.get(area_id=small_area.area.pk).state == state


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/other-port",
        "https://intranet.example/admin",
        "http://qyapi.weixin.qq.com/plain",
        "file:///etc/passwd",
        "https://user:word@qyapi.weixin.qq.com/",
        "https://qyapi.weixin.qq.com.example/",
        "https://qyapi.weixin.qq.com:99999/",
        "https://qyapi.weixin.qq.com/机器人",
        "https://qyapi.weixin.qq.com/a b",
        "https://qyapi.weixin.qq.com/a\r\nHost: intranet.example",
    ],
)
def test_only_hosts_of_the_setting_are_taken(small_area: SmallArea, robots: HookServer, url: str) -> None:
    robot = hook(small_area, robots, "wecom")
    with pytest.raises(Refused, match="BIHUAN_HOOK_HOSTS"):
        save_hook(
            by=actor(small_area.people.administrator),
            at=NOW,
            hook=robot,
            name="群",
            style="wecom",
            kinds=["letter"],
            url=url,
        )


def test_only_administrators_keep_hooks(small_area: SmallArea, robots: HookServer) -> None:
    with pytest.raises(NotAllowed):
        save_hook(
            by=actor(small_area.people.clerk),
            at=NOW,
            hook=None,
            name="群",
            style="wecom",
            kinds=["letter"],
            url=robots.url("/"),
        )


def test_the_record_of_the_organisation_names_a_hook_and_keeps_no_secret(
    small_area: SmallArea, robots: HookServer, worker: Sender
) -> None:
    made = hook(small_area, robots, "generic", unit=small_area.units.housing)
    told(handed_out(small_area), kind="letter", unit=small_area.units.housing.pk)
    worker.look()
    remove_hook(hook=made, by=actor(small_area.people.administrator), at=NOW)
    rows = OrganisationEvent.objects.filter(area=small_area.area, subject="hook")
    assert [row.verb for row in rows] == ["hook_set", "hook_removed"]
    assert SECRET not in str([(row.before, row.after) for row in rows])
    assert "t0ken" not in str([(row.before, row.after) for row in rows])


def test_the_database_refuses_a_second_delivery_of_the_same(
    small_area: SmallArea, robots: HookServer, worker: Sender
) -> None:
    hook(small_area, robots, "generic")
    told(handed_out(small_area), kind="letter", unit=small_area.units.housing.pk)
    worker.look()
    row = Delivery.objects.get(area_id=small_area.area.pk)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert Notice.objects.filter(area_id=small_area.area.pk).exists()
