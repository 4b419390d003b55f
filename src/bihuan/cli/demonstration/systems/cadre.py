"""Supervision of cadres: two half-year checks that found ten part-time posts and three private trips, leave for posts and trips, integrity files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "cadre"
# The integrity files are kept by one person; nobody else of the department opens them.
DESKS = {
    "office": "ding.yutong",
    "board": "su.wenyin",
    "integrity": "meng.shutong",
    "discipline": "shen.yan",
    "petitions": "fan.shouzhuo",
    "secrecy": "cheng.wangshu",
}
ROWS = {
    "E5": Shown(
        figures={
            "posts_found": 10,
            "reapproved": 2,
            "resigned": 3,
            "reminded": 6,
            "trips_without_leave": 3,
            "found_open": 0,
            "checks": 2,
            "cadres": 6,
        },
        lists=("cadres", "found", "trips", "posts"),
        documents=("report", "documents"),
        warned=("documents", "handle", "often"),
    )
}  # fmt: skip
# Who is on the register: sign-in name, name, unit, post, whether secrets are handled, documents kept. Heads of the units sign for them.
CADRES = (
    ("cadre.jing", "景行之", "housing", "副局长", False, 2),
    ("cadre.ruan", "阮清和", "approval", "副局长", False, 1),
    ("cadre.xie", "解知微", "economy", "副局长", True, 2),
    ("cadre.chu", "储望舒", "investment", "副局长", False, 3),
    ("cadre.qu", "曲既平", "finance", "副局长", True, 1),
    ("cadre.yan", "晏如初", "housing", "总工程师", False, 1),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: who (no name of the register), where, what; measures: none of them excludes another."""

    name: str
    unit: str
    fact: str
    measures: tuple[str, ...]
    sort: str = "part_time"
    days: int = 14


FIRST = (
    Found("陆一帆", "housing", "任建筑业协会副会长，未报批", ("resign", "remind")),
    Found("舒亦安", "economy", "任科技企业商会顾问，未报批", ("resign",)),
    Found("祁望", "finance", "任会计学会理事，任期届满未重新报批", ("reapprove",)),
    Found("郭清和", "social", "任教育学会副会长，未报批", ("remind",)),
    Found("殷知远", "investment", "任异地商会名誉会长，未报批", ("resign", "remind"), days=40),
    Found("席明修", "agriculture", "未经批准因私赴港澳一次", ("criticise",), "trip"),
    Found("栾文度", "construction", "未经批准因私出国一次", ("criticise",), "trip"),
)
SECOND = (
    Found("闵之行", "environment", "任环保产业协会理事，任期届满未重新报批", ("reapprove",)),
    Found("甘棠", "enforcement", "任摄影家协会副主席，未报批", ("remind",)),
    Found("阮修竹", "tourism", "任旅游协会副会长，未报批", ("remind",)),
    Found("岑远山", "yunxi", "任同乡联谊会秘书长，未报批", ("remind",)),
    Found("温如故", "luzhou", "任书法家协会理事，未报批，已批评教育", ("criticise",)),
    Found("辛未央", "industry", "未经批准因私出国一次", ("criticise",), "trip"),
)


@dataclass(frozen=True, slots=True)
class Trip:
    """One private trip. place: in CADRES. away: days. hands_in: days from the return until the documents are back, 0 while they are out."""

    place: int
    where: str
    purpose: str
    leaves: date
    away: int
    hands_in: int


TRIPS = (
    Trip(0, "日本", "tourism", date(2026, 2, 14), 7, 5),
    Trip(3, "新加坡", "family", date(2026, 4, 28), 8, 16),
    Trip(1, "泰国", "tourism", date(2026, 7, 20), 6, 7),
    Trip(2, "德国", "family", date(2026, 10, 26), 12, 0),
    Trip(3, "马来西亚", "family", date(2026, 8, 3), 5, 6),
    Trip(5, "韩国", "medical", date(2026, 12, 7), 5, 0),
)


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: the register, both checks, the trips, posts, files and checks before appointments."""
    register: list[Case] = []
    cadres: list[Case] = []
    yield _register(town, register, cadres)
    yield _check(town, register, "2025年下半年兼职和因私出国（境）核查", date(2026, 1, 19), FIRST)
    yield _check(town, register, "2026年上半年兼职和因私出国（境）核查", date(2026, 7, 6), SECOND)
    for one in TRIPS:
        yield _trip(town, cadres, one)
    yield _post(town, cadres, 0, "市土木建筑学会理事", date(2026, 3, 10))
    yield _post(town, cadres, 4, "市财政学会副会长", date(2026, 11, 9), waits=True)
    for place, (sort, title) in enumerate(
        (("report", "个人有关事项随机抽查核实结果"), ("talk", "提醒谈话记录"), ("reward", "年度考核结果"))
    ):
        yield _entry(town, cadres, place, sort, title)
    yield _precheck(town, cadres, 1, "拟任职级晋升", date(2026, 5, 12))
    yield _precheck(town, cadres, 3, "拟交流任职", date(2026, 11, 16), waits=True)


def _register(town: Town, kept: list[Case], cadres: list[Case]) -> Walk:
    yield (at := town.at(date(2026, 1, 5)))
    register = town.open(PACK, "register", "云湖新区干部监督台账", by="ding.yutong", at=at, post_limit=1, trip_limit=2)
    kept.append(register)
    town.use_rule(PACK, "often", basis="因私出国（境）管理规定", by="ding.yutong", at=at)
    for username, name, unit, post, classified, documents in CADRES:
        yield (at := town.at(date(2026, 1, 6)))
        person = town.new_person(username, name, unit, title=post, at=at)
        cadres.append(
            town.open(
                PACK, "cadre", name, by="ding.yutong", at=at, parent=register, responsible=town.unit(unit),
                applicant=person, post=post, post_rank="section_deputy", classified=classified, documents=documents,
            )
        )  # fmt: skip


def _check(town: Town, kept: list[Case], subject: str, on: date, found: Iterable[Found]) -> Walk:
    yield (at := town.at(on))
    review = next(
        iter(Case.objects.filter(area_id=kept[0].area_id, parent_id=kept[0].pk, kind="review", category="draft")), None
    )
    review = review or town.open(PACK, "review", subject, by="ding.yutong", at=at, parent=kept[0])
    town.move(review, "issue", by="ding.yutong", at=at)
    opened: list[tuple[Case, Found]] = []
    for told in found:
        on += timedelta(days=1)
        yield (at := town.at(on))
        case = town.open(
            PACK, "found", told.name, by="ding.yutong", at=at, parent=review, works_at=town.unit(told.unit),
            sort=told.sort, fact=told.fact,
        )  # fmt: skip
        opened.append((case, told))
    for case, told in sorted(opened, key=lambda one: one[1].days):
        yield (at := town.at(on + timedelta(days=told.days)))
        said = "已督促整改到位，相关手续归档"
        town.move(
            case,
            "handle",
            by="ding.yutong",
            at=at,
            brings={"proof": "处理情况.pdf"},
            measures=list(told.measures),
            statement=said,
        )
    yield (at := town.at(on + timedelta(days=45)))
    town.move(review, "end", by="ding.yutong", at=at)


def _trip(town: Town, cadres: list[Case], told: Trip) -> Walk:
    name, _, unit, *_ = CADRES[told.place]
    leaves, away, hands_in = told.leaves, told.away, told.hands_in
    on = leaves - timedelta(days=24)
    yield (at := town.at(on))
    case = town.open(
        PACK, "trip", told.where, by=name, at=at, parent=cadres[told.place], applicant=town.person(name),
        leader=town.person(town.cast.heads[unit][0]), purpose=told.purpose, leaves_on=town.days.day(leaves),
        back_by=town.days.day(leaves + timedelta(days=away)),
    )  # fmt: skip
    town.move(case, "submit", by=name, at=at, brings={"itinerary": "行程安排和费用说明.pdf"})
    if leaves > date(2026, 11, 22):
        return
    signers = (unit, *(("cheng.wangshu",) if CADRES[told.place][4] else ()), "shen.yan", "ding.yutong")
    for by in signers:
        on += timedelta(days=2)
        yield (at := town.at(on))
        town.sign(case, by=by, at=at)
    yield (at := town.at(leaves - timedelta(days=3)))
    town.move(case, "lend", by="ding.yutong", at=at, lent_on=at.date())
    back = leaves + timedelta(days=away)
    yield (at := town.at(back + timedelta(days=1)))
    town.move(case, "come_back", by=name, at=at, back_on=town.days.day(back))
    if hands_in:
        yield (at := town.at(back + timedelta(days=hands_in)))
        town.move(case, "hand_in", by="ding.yutong", at=at, handed_in_on=at.date())


def _post(town: Town, cadres: list[Case], place: int, subject: str, on: date, *, waits: bool = False) -> Walk:
    name, _, unit, *_ = CADRES[place]
    yield (at := town.at(on))
    case = town.open(
        PACK, "post", subject, by=name, at=at, parent=cadres[place], applicant=town.person(name),
        leader=town.person(town.cast.heads[unit][0]), sort="association", paid=False, term_from=town.days.day(on + timedelta(days=30)),
        term_to=date(2028, 12, 31), why="工作需要，不领取报酬",
    )  # fmt: skip
    town.move(case, "submit", by=name, at=at, brings={"invitation": "学会邀请函.pdf"})
    for by in (unit, "ding.yutong", "su.wenyin")[: 2 if waits else 3]:
        on += timedelta(days=2)
        yield (at := town.at(on))
        town.sign(case, by=by, at=at)


def _entry(town: Town, cadres: list[Case], place: int, sort: str, title: str) -> Walk:
    yield (at := town.at(date(2026, 4, 8) + timedelta(days=20 * place)))
    day = at.date() - timedelta(days=3)
    town.open(
        PACK,
        "entry",
        title,
        by="meng.shutong",
        at=at,
        parent=cadres[place],
        sort=sort,
        formed_on=day,
        content="详见材料原件",
    )


def _precheck(town: Town, cadres: list[Case], place: int, subject: str, on: date, *, waits: bool = False) -> Walk:
    yield (at := town.at(on))
    case = town.open(PACK, "precheck", subject, by="ding.yutong", at=at, parent=cadres[place])
    town.move(case, "ask", by="ding.yutong", at=at, brings={"request": "征求意见函.pdf"}, asked_on=at.date())
    for by in ("meng.shutong", "shen.yan", "fan.shouzhuo", "su.wenyin")[: 2 if waits else 4]:
        on += timedelta(days=1)
        yield (at := town.at(on))
        town.sign(case, by=by, at=at)
