"""The pool of inspectors: twelve members with their skills and whom they keep away from, seven lent, one withdrew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "inspection-pool"
DESKS = {"office": "zhong.liye", "chief": "shen.yan"}
ROWS = {
    "F3": Shown(
        figures={"lent": 7, "lendings": 7, "members": 12, "away": 2, "withdrawn": 1, "overstayed": 0, "declared": 4},
        lists=("members", "lendings"),
        documents=("order", "report"),
        warned=("away",),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the pool. avoids: key of a unit that was declared."""

    key: str
    name: str
    unit: str
    title: str
    skills: tuple[str, ...]
    years: int
    avoids: str = ""
    because: str = "kin"


MEMBERS = (
    Member("pool.yan", "严于宁", "finance", "国库科科长", ("finance",), 5, "assets", "past"),
    Member("pool.jin", "金述之", "finance", "绩效科科员", ("finance", "data"), 3),
    Member("pool.tian", "田望秋", "housing", "造价管理科科长", ("works",), 6, "construction"),
    Member("pool.shi", "时令仪", "politics", "法治科科长", ("law", "talk"), 7),
    Member("pool.he", "何以安", "enforcement", "法制科科员", ("law", "papers"), 4, "brigade", "interest"),
    Member("pool.mu", "穆清扬", "publicity", "理论科科员", ("papers",), 2),
    Member("pool.bian", "卞如初", "approval", "信息科科长", ("data",), 5),
    Member("pool.wan", "万里程", "yunxi", "纪工委干事", ("case", "talk"), 8),
    Member("pool.shu", "束晚晴", "qingshan", "纪工委干事", ("case",), 6, "agriculture"),
    Member("pool.lan", "蓝若谷", "lanqiao", "纪工委干事", ("case", "papers"), 4),
    Member("pool.qi", "齐敬之", "qinglan", "纪工委干事", ("talk",), 3),
    Member("pool.nie", "聂远志", "environment", "督察科科员", ("works", "law"), 5),
)


@dataclass(frozen=True, slots=True)
class Lending:
    """One lending. member: place in MEMBERS. ends: the day it ended, None while it lasts."""

    member: int
    subject: str
    task: str
    object: str
    role: str
    on: date
    until: date
    ends: date | None = None
    mark: str = "good"
    withdrew: bool = False


LENDINGS = (
    Lending(7, "“1·12”专案审查", "case", "construction", "case", date(2026, 1, 19), date(2026, 4, 30), date(2026, 4, 24), "excellent"),
    Lending(0, "“1·12”专案审查", "case", "construction", "finance", date(2026, 1, 20), date(2026, 4, 30), date(2026, 4, 27), "excellent"),
    Lending(8, "市委第三巡察组", "inspection", "industry", "case", date(2026, 3, 9), date(2026, 5, 29), date(2026, 6, 2)),
    Lending(2, "市委第三巡察组", "inspection", "industry", "works", date(2026, 3, 10), date(2026, 5, 29), date(2026, 5, 28)),
    Lending(3, "省纪委专案组", "above", "tourism", "law", date(2026, 5, 11), date(2026, 8, 31), date(2026, 8, 28), "excellent"),
    Lending(9, "惠民资金专项监督", "supervision", "social", "case", date(2026, 9, 14), date(2026, 12, 31)),
    Lending(1, "惠民资金专项监督", "supervision", "social", "finance", date(2026, 9, 15), date(2026, 12, 31)),
    Lending(5, "工程建设领域专项监督", "supervision", "station", "papers", date(2026, 6, 8), date(2026, 9, 30), withdrew=True),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: the pool with its members, then one lending after the other."""
    members: dict[int, Case] = {}
    yield _pool(town, members)
    for told in LENDINGS:
        yield _lending(town, members, told)


def _pool(town: Town, members: dict[int, Case]) -> Walk:
    yield (at := town.at(date(2026, 1, 7)))
    pool = town.open(PACK, "pool", "云湖新区执纪审查和巡察人才库", by="zhong.liye", at=at, avoid_years=3)
    for place, told in enumerate(MEMBERS):
        yield (at := town.at(date(2026, 1, 8)))
        person = town.new_person(told.key, told.name, told.unit, title=told.title, at=at)
        case = town.open(
            PACK, "member", f"{told.name}（{told.title}）", by="zhong.liye", at=at, parent=pool, handler=person,
            responsible=town.unit(told.unit), skills=list(told.skills), years=told.years,
        )  # fmt: skip
        if told.avoids:
            town.move(
                case, "declare", by=told.key, at=at, brings={"proof": "回避情况登记表.pdf"},
                avoids=[town.unit(told.avoids)], avoid_because=told.because,
            )  # fmt: skip
        members[place] = case


def _lending(town: Town, members: dict[int, Case], told: Lending) -> Walk:
    member, on = MEMBERS[told.member], told.on
    yield (at := town.at(on))
    case = town.open(
        PACK, "lending", told.subject, by="zhong.liye", at=at, parent=members[told.member], handler=town.person(member.key),
        responsible=town.unit(member.unit), lead=town.unit("discipline"), task=told.task, object=town.unit(told.object),
        role=told.role, from_on=town.days.day(on + timedelta(days=4)), until_on=town.days.day(told.until),
    )  # fmt: skip
    town.move(case, "propose", by="zhong.liye", at=at, brings={"order": "抽调函.pdf"})
    for by in (member.unit, "shen.yan"):
        on += timedelta(days=1)
        yield (at := town.at(on))
        town.sign(case, by=by, at=at)
    on += timedelta(days=1)
    yield (at := town.at(on))
    if told.withdrew:
        town.move(case, "withdraw", by=member.key, at=at, reason="与被监督单位经办人系亲属，主动申请回避")
        return
    town.move(case, "arrive", by="wei.cheng", at=at)
    if told.ends is None:
        return
    yield (at := town.at(told.ends))
    town.move(case, "finish", by="wei.cheng", at=at, statement="按要求完成分工任务")
    yield (at := town.at(told.ends + timedelta(days=3)))
    town.move(case, "assess", by="wei.cheng", at=at, brings={"assessment": "任务鉴定表.pdf"}, mark=told.mark)
