"""
The same named people in every test: one small area with its units, posts and desks, built by the real actions.

    def test_a_stranger_sees_nothing(people: People) -> None:
        page = browser_of(people.stranger).get("/ledger/")

The fixtures `area`, `people` and `units` are the same area; `actor(people.clerk)` is what the rules ask about.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db.models import Model
from django.test import Client

from bihuan.accounts.actions import FirstAdministrator, add_person, add_unit, give_post, set_up_area
from bihuan.accounts.models import Area, OrganisationEvent, Person, Post, Unit
from bihuan.accounts.queries import Actor, actor_of
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import DeskHolder

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # Friday, ten in the morning in Shanghai
TODAY = date(2026, 11, 20)
PAST = date(2025, 1, 2)
PASSWORD = "yunhu-2026-loop"
PACK = "rectification"


@dataclass(frozen=True, slots=True)
class Units:
    """The units of the area. `housing` has a station below it; the office, the organs and the group hold the desks."""

    administration: Unit
    housing: Unit  # 住建局, responsible
    station: Unit  # 质监站, below 住建局
    planning: Unit  # 发改局, lead
    office: Unit  # 整改办
    discipline: Unit  # 纪检监察工委
    organisation: Unit  # 组织人事部
    group: Unit  # 领导小组
    leadership: Unit
    inspection: Unit
    archive: Unit  # has nothing to do with anything


@dataclass(frozen=True, slots=True)
class People:
    """Who is who; all are active, have the password PASSWORD and hold one post since PAST, except `postless`."""

    office: Person  # staff of 整改办
    office_second: Person  # another one, for four eyes
    office_head: Person
    clerk: Person  # staff of 住建局
    clerk_second: Person
    director: Person  # heads 住建局
    station_clerk: Person  # staff of the station below 住建局
    lead_clerk: Person  # staff of 发改局
    lead_director: Person  # heads 发改局
    discipline: Person  # heads 纪检监察工委
    organisation: Person  # heads 组织人事部
    group_leader: Person  # heads 领导小组
    leader: Person  # sees every case, acts on none
    observer: Person
    administrator: Person
    stranger: Person  # staff of the archive
    postless: Person

    def all(self) -> dict[str, Person]:
        """Return everybody by the name of the attribute."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class SmallArea:
    area: Area
    units: Units
    people: People


UNITS: dict[str, tuple[str, str]] = {
    "housing": ("住房和城乡建设局", "住建局"),
    "planning": ("发展和改革局", "发改局"),
    "office": ("整改工作领导小组办公室", "整改办"),
    "discipline": ("纪检监察工作委员会", "纪检监察工委"),
    "organisation": ("组织人事部", ""),
    "group": ("整改工作领导小组", "领导小组"),
    "leadership": ("党工委、管委会", ""),
    "inspection": ("督查室", ""),
    "archive": ("档案馆", ""),
}
STAFF: dict[str, tuple[str, str, str, str]] = {
    # attribute: name, sign-in name, unit, role
    "office": ("林若溪", "lin.ruoxi", "office", "member"),
    "office_second": ("童安", "tong.an", "office", "member"),
    "office_head": ("贺知行", "he.zhixing", "office", "head"),
    "clerk": ("邱小满", "qiu.xiaoman", "housing", "member"),
    "clerk_second": ("罗一舟", "luo.yizhou", "housing", "member"),
    "director": ("邱志远", "qiu.zhiyuan", "housing", "head"),
    "station_clerk": ("曾可", "zeng.ke", "station", "member"),
    "lead_clerk": ("韩冰", "han.bing", "planning", "member"),
    "lead_director": ("韩立诚", "han.licheng", "planning", "head"),
    "discipline": ("沈砚", "shen.yan", "discipline", "head"),
    "organisation": ("苏文茵", "su.wenyin", "organisation", "head"),
    "group_leader": ("陆怀远", "lu.huaiyuan", "group", "head"),
    "leader": ("陶景明", "tao.jingming", "leadership", "leader"),
    "observer": ("顾青", "gu.qing", "inspection", "observer"),
    "stranger": ("叶知秋", "ye.zhiqiu", "archive", "member"),
}
DESKS = {"office": False, "discipline": False, "organisation": False, "leading_group": True}  # desk: only heads sign


def actor(person: Person, *, on: date = TODAY) -> Actor:
    """Return who the person is on a day, as every rule asks."""
    return actor_of(person, on=on)


def browser_of(person: Person | None, *, language: str = "zh-hans") -> Client:
    """Return a browser where this person has signed in; None is somebody who has not."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def build_small_area() -> SmallArea:
    """Build the area through the real actions."""
    first = FirstAdministrator(username="xu.yifan", name="徐一帆", unit_name="党政办公室", password=PASSWORD)
    made = set_up_area(name="云湖新区", code="yunhu", administrator=first, at=NOW)
    by = actor(made.administrator)
    units = {
        key: add_unit(by=by, at=NOW, name=name, short_name=short, order=place)
        for place, (key, (name, short)) in enumerate(UNITS.items(), start=1)
    }
    units["station"] = add_unit(by=by, at=NOW, name="工程质量监督站", short_name="质监站", parent=units["housing"])
    units["administration"] = Unit.objects.get(area=made.area, name="党政办公室")
    staff = {"administrator": made.administrator, "postless": _person(by, "方远", "fang.yuan")}
    for key, (name, username, unit, role) in STAFF.items():
        staff[key] = _person(by, name, username)
        give_post(person=staff[key], unit=units[unit], role=role, by=by, at=NOW, from_on=PAST)
    for desk, heads_only in DESKS.items():
        holder = units["group" if desk == "leading_group" else desk]
        set_desk_holder(pack=PACK, desk=desk, unit=holder, heads_only=heads_only, by=by, at=NOW)
    return SmallArea(made.area, Units(**units), People(**staff))


def _person(by: Actor, name: str, username: str) -> Person:
    return add_person(by=by, at=NOW, name=name, username=username, password=PASSWORD).person


# What `build_small_area` writes, in the order in which it may be written again.
WRITTEN: tuple[type[Model], ...] = (Area, Unit, Person, Post, OrganisationEvent, DeskHolder)
_built: list[tuple[SmallArea, dict[type[Model], list[Model]]]] = []


def copied_small_area() -> SmallArea:
    """
    Return the small area, built once a run through the real actions and written again as it was from then on.

    It saves a hundred statements for each test. Where something stands in the database already it is built.
    """
    if Area.objects.exists():
        return build_small_area()
    if not _built:
        small = build_small_area()
        rows = {model: list(model._default_manager.filter(area=small.area)) for model in WRITTEN[1:]}
        _built.append((copy.deepcopy(small), {Area: [Area.objects.get()], **copy.deepcopy(rows)}))
        return small
    small, tables = copy.deepcopy(_built[0])
    for model in WRITTEN:
        model._default_manager.bulk_create(tables[model])
    return small


@pytest.fixture
def small_area(db: None) -> SmallArea:
    """One small area with units, people, posts and desks."""
    return copied_small_area()


@pytest.fixture
def area(small_area: SmallArea) -> Area:
    """The area of all the named people."""
    return small_area.area


@pytest.fixture
def units(small_area: SmallArea) -> Units:
    """The units of the area."""
    return small_area.units


@pytest.fixture
def people(small_area: SmallArea) -> People:
    """The named people."""
    return small_area.people


@pytest.fixture
def outsider(people: People) -> Person:
    """The administrator of another area."""
    first = FirstAdministrator(username="bai.lu", name="白鹭", unit_name="望江新区办公室", password=PASSWORD)
    return set_up_area(
        name="望江新区", code="wangjiang", administrator=first, at=NOW, by=actor(people.administrator)
    ).administrator
