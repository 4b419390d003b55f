"""Clues of discipline: six organs, twenty-four clues handled in four ways, all within their limits again, none of the organs at zero."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "clues"
# People hold these desks, not the organ: a desk held by a unit is held by everybody who works there.
DESKS = {"office": "zhong.liye", "chief": "shen.yan", "statistics": "ding.yutong"}
ROWS = {
    "E2": Shown(
        figures={
            "clues": 24,
            "inquiries": 8,
            "checks": 11,
            "holds": 2,
            "ends": 3,
            "done": 20,
            "filed": 8,
            "own_filed": 7,
            "supervised": 2,
            "supervised_open": 0,
            "overdue": 0,
            "organs": 6,
            "at_zero": 0,
        },
        lists=("organs",),
        documents=("report", "zero"),
        warned=("opinion", "check", "zero"),
    )
}  # fmt: skip
ORGANS = ("discipline", "yunxi", "qingshan", "lanqiao", "luzhou", "qinglan")
HANDLERS = ("wei.cheng", "fang.zhiyi")


@dataclass(frozen=True, slots=True)
class Told:
    """
    One clue. organ: place in ORGANS. on: the day it came. way, outcome: empty where it is not there yet.

    slow: days that the opinion takes. lasts: days of the talk or the check. ordered: who supervises it. again: sent back once.
    """

    subject: str
    organ: int
    on: date
    way: str = ""
    outcome: str = ""
    problem: str = "integrity"
    origin: str = "letter"
    level: str = "staff"
    slow: int = 12
    lasts: int = 20
    ordered: str = ""
    own: bool = True
    again: bool = False


CLUES = (
    Told("反映工程项目验收中收受礼金", 0, date(2026, 1, 12), "check", "filed", ordered="市纪委监委", origin="superior"),
    Told("反映公车私用", 0, date(2026, 1, 14), "inquiry", "remind", level="section_deputy"),
    Told("反映惠农补贴发放优亲厚友", 1, date(2026, 1, 20), "check", "filed", "masses", slow=35, again=True),
    Told("反映违规操办婚宴", 1, date(2026, 1, 22), "inquiry", "remind", level="village"),
    Told("反映集体资产出租未公开竞价", 2, date(2026, 2, 2), "check", "filed", "work", "inspection", "village"),
    Told("反映接受管理服务对象宴请", 2, date(2026, 2, 4), "inquiry", "end"),
    Told("反映窗口吃拿卡要", 3, date(2026, 2, 9), "check", "filed", "masses", lasts=70),
    Told("反映工作日午间饮酒", 3, date(2026, 3, 3), "inquiry", "remind", "work"),
    Told("匿名反映生活作风问题", 3, date(2026, 5, 12), "hold", problem="life"),
    Told("反映虚报加班补助", 4, date(2026, 3, 10), "check", "advise", "integrity", "audit"),
    Told("反映以权谋取项目分包", 0, date(2026, 3, 16), "check", "filed", "crime", "police", "company", own=False),
    Told("重复反映已办结问题", 1, date(2026, 3, 18), "end"),
    Told("反映扶助资金审核把关不严", 5, date(2026, 4, 1), "inquiry", "advise", "work"),
    Told("反映违规领取值班补贴", 4, date(2026, 4, 8), "inquiry", "remind"),
    Told("反映招投标中打招呼", 0, date(2026, 4, 13), "check", "filed", "integrity", "audit", "section_deputy"),
    Told("业务诉求类举报", 2, date(2026, 4, 20), "end"),
    Told("反映村级账目不公开", 5, date(2026, 5, 11), "check", "end", "masses", level="village"),
    Told("反映隐瞒个人有关事项", 0, date(2026, 5, 18), "check", "advise", "organisation", "own", ordered="市纪委监委"),
    Told("无实质内容举报", 4, date(2026, 6, 1), "end"),
    Told("反映挪用党建活动经费", 4, date(2026, 7, 6), "check", "filed", "integrity", "own"),
    Told("反映协管员私收费用", 5, date(2026, 8, 3), "check", "filed", "masses"),
    Told("反映办理审批超时推诿", 1, date(2026, 10, 19), "inquiry", problem="work", lasts=90),
    Told("反映与服务对象借贷往来", 0, date(2026, 10, 26), "inquiry", lasts=90),
    Told("反映工程变更签证不实", 3, date(2026, 6, 15), "hold", problem="work"),
)  # fmt: skip
PEOPLE = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: the year with its organs, then clue by clue."""
    year: list[Case] = []
    organs: dict[int, Case] = {}
    yield _year(town, year, organs)
    for place, told in enumerate(CLUES):
        yield _clue(town, organs, told, place)


def _year(town: Town, kept: list[Case], organs: dict[int, Case]) -> Walk:
    yield (at := town.at(date(2026, 1, 5)))
    town.new_person("fang.zhiyi", "房知一", "discipline", title="审查调查室干部", at=at)
    units = [town.unit(key) for key in ORGANS]
    year = town.open(
        PACK, "year", "2026年度", by="zhong.liye", at=at, assisting=units, zero_by=town.days.day(date(2026, 9, 30))
    )
    yield (at := town.at(date(2026, 1, 6)))
    town.move(year, "issue", by="zhong.liye", at=at)
    kept.append(year)
    for case in Case.objects.filter(area_id=year.area_id, parent_id=year.pk).order_by("id"):
        organs[[unit.pk for unit in units].index(case.responsible_id or 0)] = case


def _clue(town: Town, organs: dict[int, Case], told: Told, place: int) -> Walk:
    handler, on = HANDLERS[place % 2], told.on
    yield (at := town.at(on))
    given: dict[str, Any] = {}
    if told.ordered:
        given = {"ordered": True, "ordered_by": told.ordered, "report_by": at.date() + timedelta(days=200)}
    case = town.open(
        PACK, "clue", told.subject, by="zhong.liye", at=at, parent=organs[told.organ], handler=town.person(handler),
        person=f"{PEOPLE[place]}某", post_level=told.level, origin=told.origin, problem=told.problem, own=told.own,
        **given,
    )  # fmt: skip
    on += timedelta(days=told.slow)
    yield (at := town.at(on))
    town.move(case, "propose", by=handler, at=at, brings={"opinion": "处置意见呈批表.pdf"}, way=told.way)
    on = yield from _signed(town, case, on)
    yield (at := town.at(on))
    by = {"inquiry": "inquire", "check": "check", "hold": "hold", "end": "end"}[told.way]
    asked: dict[str, Any] = (
        {"hold_until": "反映问题暂不具备核查条件，待相关专项检查结束后复查"} if told.way == "hold" else {}
    )
    town.move(case, by, by="zhong.liye", at=at, **asked)
    if told.way in {"hold", "end"} or not told.outcome:
        return
    on += timedelta(days=told.lasts)
    yield (at := town.at(on))
    yield from _ended(town, case, told, handler, on)


def _ended(town: Town, case: Case, told: Told, handler: str, on: date) -> Walk:
    said = {"filed": "主要问题查证属实，涉嫌违纪，建议立案", "end": "经核实，反映问题失实"}.get(
        told.outcome, "部分问题属实，情节轻微"
    )
    brings = {"result": "情况报告.pdf"}
    yield (at := town.at(on))
    town.move(case, "report", by=handler, at=at, brings=brings, outcome=told.outcome, statement=said)
    if told.again:
        on += timedelta(days=2)
        yield (at := town.at(on))
        town.sign(case, by="zhong.liye", at=at, verdict="return", opinion="资金去向尚未查清，请补充核查")
        on += timedelta(days=9)
        yield (at := town.at(on))
        town.move(case, "report", by=handler, at=at, brings=brings, outcome=told.outcome, statement=said)
    on = yield from _signed(town, case, on)
    yield (at := town.at(on))
    move = "close" if told.outcome != "filed" else "file" if told.own else "file_other"
    town.move(case, move, by="zhong.liye", at=at)


def _signed(town: Town, case: Case, on: date) -> Generator[datetime, None, date]:
    """Let both levels sign on the days after, and return the day after that."""
    for by in ("zhong.liye", "shen.yan"):
        on += timedelta(days=1)
        yield (at := town.at(on))
        town.sign(case, by=by, at=at)
    return on + timedelta(days=1)
