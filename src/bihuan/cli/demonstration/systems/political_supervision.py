"""Political supervision: seven items of the year's list, two of them with other departments; what was found and put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK: Final = "political-supervision"
DESKS: Final = {"office": "wei.cheng", "commission": "shen.yan"}
ROWS: Final = {
    "E1": Shown(
        figures={"inspections": 309, "corrected": 227, "platforms": 5, "companies": 2, "joint": 2, "items": 7, "overdue": 2},
        lists=("items", "problems", "inspections"),
        documents=("report", "hand_out"),
        warned=("work",),
    )
}  # fmt: skip
OFFICE, TEAM, SUPERVISOR = "wei.cheng", "zhong.liye", "discipline"


@dataclass(frozen=True, slots=True)
class Seen:
    """One inspection. times: how often it was done under this head. problems: how many it found, in `unit`."""

    object: str
    body: str
    times: int
    on: date
    problem: str
    problems: int
    unit: str
    returned: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list. joint: departments that join in the mode “1+N”."""

    subject: str
    aspect: str
    planned: int
    points: str
    seen: tuple[Seen, ...]
    joint: tuple[str, ...] = ()


LIST: Final = (
    Item("科研平台财政资金使用和运行管理", "platform", 25, "资金使用\n成果验收\n内部管理", (
        Seen("云湖光电研究院", "platform", 6, date(2026, 3, 12), "设备采购未按规定比价，验收记录不全", 5, "economy"),
        Seen("云湖绿色材料创新中心", "platform", 5, date(2026, 4, 9), "专项经费支出进度滞后，未按任务书列支", 4, "economy", "请补充资金清理明细"),
        Seen("云湖智能装备研究院", "platform", 7, date(2026, 5, 14), "成果转化收益分配未经集体研究", 6, "economy"),
        Seen("云湖生物医药中试平台", "platform", 4, date(2026, 6, 11), "大型仪器共享登记缺失", 3, "economy"),
        Seen("云湖数字科技孵化平台", "platform", 6, date(2026, 7, 9), "入孵企业补贴审核把关不严", 5, "economy"),
    ), ("economy", "finance")),
    Item("国有企业“三重一大”决策和资产管理", "company", 30, "集体决策\n招标采购\n资产出租", (
        Seen("云湖城市建设投资集团有限公司", "company", 18, date(2026, 4, 16), "大额资金支付未履行集体决策程序", 16, "construction"),
        Seen("云湖产业发展集团有限公司", "company", 14, date(2026, 6, 18), "厂房出租未公开招租，租金催缴不及时", 11, "industry",
             "整改只涉及一处厂房，请全面清理"),
    ), ("assets", "finance")),
    Item("安全生产责任落实", "safety", 90, "隐患闭环\n值班值守", (
        Seen("危险化学品和工贸企业监管", "organ", 36, date(2026, 3, 19), "隐患复查超期，复查结论照抄上次记录", 31, "emergency"),
        Seen("在建工地安全监管", "organ", 27, date(2026, 5, 21), "高处作业防护不到位，监督记录与现场不符", 24, "housing"),
        Seen("街道微型消防站", "subdistrict", 30, date(2026, 7, 23), "应急器材未按期检查更换", 22, "qingshan"),
    )),
    Item("湖域生态环境保护", "ecology", 40, "蓝藻防控\n排口整治", (
        Seen("蓝藻打捞和藻水分离", "organ", 26, date(2026, 6, 4), "打捞台账缺项，夜间值守脱岗", 20, "lake"),
        Seen("入湖排口整治", "organ", 22, date(2026, 8, 6), "排口标识不清，整治销号资料不全", 15, "environment"),
    )),
    Item("民生实事和惠民补贴", "livelihood", 40, "对象精准\n发放及时", (
        Seen("困难群众救助", "organ", 24, date(2026, 4, 23), "已离世人员未及时停发救助金", 18, "social"),
        Seen("农业补贴发放", "organ", 20, date(2026, 6, 25), "种植面积核验走过场", 12, "agriculture"),
    )),
    Item("优化营商环境政策落实", "decisions", 30, "承诺兑现\n办事时限", (
        Seen("涉企审批窗口", "organ", 15, date(2026, 5, 7), "办件超时未说明原因", 13, "approval"),
        Seen("惠企政策兑现", "organ", 16, date(2026, 7, 16), "政策兑现审核超过承诺时限", 10, "economy"),
    )),
    Item("节日期间作风建设", "conduct", 30, "公车管理\n公务接待", (
        Seen("机关单位公务用车", "organ", 16, date(2026, 5, 8), "节假日公车封存登记不全", 7, "housing"),
        Seen("街道公务接待", "subdistrict", 15, date(2026, 9, 25), "接待清单与公函不一致", 5, "lanqiao"),
    )),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: the list, and every inspection on its own."""
    items: dict[str, Case] = {}
    yield _list(town, items)
    for item in LIST:
        yield from (_inspected(town, items, item, seen) for seen in item.seen)
    yield _underway(town, items)


def _list(town: Town, items: dict[str, Case]) -> Walk:
    """The list is made, approved, and every item begun."""
    yield town.at(date(2026, 1, 8))
    at, ends = town.at(date(2026, 1, 8)), town.days.day(date(2026, 12, 25))
    plan = town.open(
        PACK, "plan", "2026年度政治监督清单", by=OFFICE, at=at, responsible=town.unit(SUPERVISOR),
        leader=town.person("tao.jingming"), year=2026, demands="紧盯重点项目、重点领域，推动监督常在、形成常态。",
    )  # fmt: skip
    town.move(plan, "propose", by=OFFICE, at=at, brings={"list": "年度政治监督清单.docx"}, due=ends)
    yield town.at(date(2026, 1, 12))
    town.sign(plan, by="tao.jingming", at=town.at(date(2026, 1, 12)))
    yield town.at(date(2026, 1, 15))
    town.sign(plan, by="shen.yan", at=town.at(date(2026, 1, 15)), opinion="同意，按清单抓好落实。")
    for item in LIST:
        yield town.at(date(2026, 1, 19))
        at = town.at(date(2026, 1, 19))
        items[item.subject] = town.open(
            PACK, "item", item.subject, by=OFFICE, at=at, parent=plan, responsible=town.unit(SUPERVISOR),
            panel=[town.person(TEAM)], assisting=[town.unit(key) for key in item.joint], aspect=item.aspect,
            mode="joint" if item.joint else "own", planned=item.planned, points=item.points,
        )  # fmt: skip
        town.move(
            items[item.subject],
            "begin_joint" if item.joint else "begin",
            by=TEAM,
            at=at,
            brings={"scheme": f"{item.subject}专项监督方案.docx"},
            due=ends,
        )


def _inspected(town: Town, items: dict[str, Case], item: Item, seen: Seen) -> Walk:
    day = partial(after, seen.on)
    yield town.at(day(-3))
    case = _planned(town, items[item.subject], item, seen, day(-3))
    yield town.at(day(2))
    town.move(
        case, "hold", by=TEAM, at=town.at(day(2)), brings={"record": "监督检查记录.docx"}, held_on=town.days.day(seen.on),
        times=seen.times, found=f"发现{seen.problem}等问题{seen.problems}个。",
    )  # fmt: skip
    problem = _handed(town, case, seen, at=town.at(day(2), 660), due=day(24))
    yield from _corrected(town, problem, seen, day(3))
    yield town.at(day(24))
    town.move(case, "settle", by=TEAM, at=town.at(day(24)))


def _planned(town: Town, item: Case, told: Item, seen: Seen, on: date) -> Case:
    return town.open(
        PACK, "inspection", f"{seen.object}监督检查", by=TEAM, at=town.at(on), parent=item,
        responsible=town.unit(SUPERVISOR), assisting=[town.unit(key) for key in told.joint],
        panel=[town.person(TEAM)], object=seen.object, body=seen.body, way=["papers", "visit"],
        planned_on=town.days.day(seen.on),
    )  # fmt: skip


def _handed(town: Town, inspection: Case, seen: Seen, *, at: datetime, due: date) -> Case:
    problem = town.open(
        PACK, "problem", seen.problem, by=TEAM, at=at, parent=inspection, responsible=town.unit(seen.unit),
        lead=town.unit(SUPERVISOR), pieces=seen.problems, demand="逐项整改，举一反三，完善制度，并附佐证材料。",
    )  # fmt: skip
    return town.move(problem, "hand_out", by=TEAM, at=at, due=town.days.day(due))


def _corrected(town: Town, problem: Case, seen: Seen, first: date) -> Iterator[datetime]:
    day, unit = partial(after, first), seen.unit if seen.unit != "lake" else "jiang.wanyu"
    handler = town.by(unit).person_id
    yield town.at(day(0))
    town.move(problem, "receive", by=unit, at=town.at(day(0)), handler=str(handler))
    submitted = [12, 17] if seen.returned else [14]
    for n, place in enumerate(submitted):
        yield town.at(day(place))
        said = f"{seen.problem}等问题已逐项整改，相关制度已完善并组织学习。"
        town.move(
            problem,
            "submit",
            by=unit,
            at=town.at(day(place)),
            brings={"proof": f"整改佐证材料{n + 1}.pdf"},
            statement=said,
        )
        yield town.at(day(place + 2))
        last = n == len(submitted) - 1
        verdict, opinion = ("pass", "经核查，问题已整改到位。") if last else ("return", seen.returned)
        town.sign(problem, by="shen.yan", at=town.at(day(place + 2)), verdict=verdict, opinion=opinion)  # type: ignore[arg-type]


def _underway(town: Town, items: dict[str, Case]) -> Walk:
    """What is still going on: one problem late in housing, one not received yet, one inspection planned."""
    safety, conduct = LIST[2], LIST[6]
    late = Seen("在建工地冬季施工", "organ", 1, date(2026, 10, 22), "塔吊维保记录不全", 2, "housing")
    new = Seen("政务服务窗口", "organ", 1, date(2026, 11, 18), "窗口值班表与实际在岗不符", 1, "approval")
    planned = Seen("街道公务接待复查", "subdistrict", 1, date(2026, 11, 27), "", 0, "yunxi")
    for item, seen in ((safety, late), (conduct, new)):
        yield town.at(after(seen.on, -1))
        case = _planned(town, items[item.subject], item, seen, after(seen.on, -1))
        held = after(seen.on, 1)
        yield town.at(held)
        found = f"发现{seen.problem}等问题{seen.problems}个。"
        at, brings, day = town.at(held), {"record": "监督检查记录.docx"}, town.days.day(seen.on)
        town.move(case, "hold", by=TEAM, at=at, brings=brings, held_on=day, times=1, found=found)
        due = date(2026, 11, 12) if seen is late else date(2026, 12, 11)
        problem = _handed(town, case, seen, at=town.at(held, 660), due=due)
        if seen is late:
            yield town.at(after(held, 1))
            handler = str(town.person("qiu.xiaoman").pk)
            town.move(problem, "receive", by="housing", at=town.at(after(held, 1)), handler=handler)
    yield town.at(date(2026, 11, 20), 900)
    _planned(town, items[conduct.subject], conduct, planned, date(2026, 11, 20))
