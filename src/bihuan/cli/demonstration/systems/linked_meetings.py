"""Matters of enterprises in three linked meetings: most are settled by the weekly push meeting, the core is closed on site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "linked-meetings"
DESKS = {"office": "administration"}
ROWS = {
    "C2": Shown(
        figures={"matters": 24, "done": 18, "done_rate": 75, "closed_on_site": 4, "by_coordination": 2, "by_site": 1, "by_push": 2},
        lists=("matters", "on_site"),
        documents=("answer",),
        warned=("push", "coordinate"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One matter. far: push (settled by the push meeting), late (raised by the clock), site, or where it stands today."""

    subject: str
    enterprise: str
    sort: str
    unit: str
    raised: date
    far: str
    helped: str = ""


MATTERS = (
    Told("厂区双回路供电方案迟迟未批复", "星澜电子有限公司", "utilities", "planning", date(2026, 6, 1), "push"),
    Told("人才公寓配租名额不足", "云栖动力有限公司", "people", "talent", date(2026, 6, 3), "push"),
    Told("厂房分割办证办理时间长", "沧禾轴承有限公司", "approval", "approval", date(2026, 6, 8), "push"),
    Told("二期用地控规需要调整", "听岚装备有限公司", "land", "housing", date(2026, 6, 9), "site", "planning"),
    Told("外籍工程师工作许可续办", "清砚光学有限公司", "people", "talent", date(2026, 6, 15), "push"),
    Told("流动资金贷款到期续贷", "远岫新材料有限公司", "finance", "finance", date(2026, 6, 17), "late"),
    Told("园区道路破损影响运输", "松陵机器人有限公司", "utilities", "construction", date(2026, 6, 22), "push"),
    Told("环评审批材料反复补正", "鹤洲储能有限公司", "approval", "environment", date(2026, 6, 29), "push"),
    Told("天然气接入距离远、费用高", "霁川航空零部件有限公司", "utilities", "housing", date(2026, 7, 6), "site", "construction"),
    Told("职工子女入学协调", "竹里医疗有限公司", "people", "social", date(2026, 7, 8), "push"),
    Told("施工许可与消防审查衔接", "望舒氢能有限公司", "approval", "approval", date(2026, 7, 13), "push"),
    Told("危化品仓库选址", "白鹭冷链有限公司", "land", "emergency", date(2026, 7, 20), "late", "housing"),
    Told("数据机房用能指标", "临湖云科有限公司", "utilities", "planning", date(2026, 7, 27), "site", "economy"),
    Told("出口退税进度咨询", "青岚汽车电子有限公司", "finance", "finance", date(2026, 8, 3), "push"),
    Told("公交线路延伸至厂区", "雁回纤维有限公司", "utilities", "housing", date(2026, 8, 10), "push"),
    Told("政策性担保费率补贴", "梧溪物流有限公司", "finance", "economy", date(2026, 8, 24), "push"),
    Told("污水纳管接口标高不符", "南浦显示有限公司", "utilities", "environment", date(2026, 9, 1), "push"),
    Told("地块内高压线迁改", "砚山环保有限公司", "land", "housing", date(2026, 9, 7), "site", "planning"),
    Told("规划道路占压厂区用地", "芦汀海工有限公司", "land", "housing", date(2026, 10, 19), "waits_on_site", "construction"),
    Told("老厂房加层改造审批", "半夏中药有限公司", "approval", "approval", date(2026, 10, 26), "coordinated"),
    Told("职工集体宿舍消防验收", "知微传感器有限公司", "approval", "housing", date(2026, 10, 28), "coordinated"),
    Told("仓储用地租期续签", "云帆冷链有限公司", "land", "assets", date(2026, 11, 12), "checking"),
    Told("厂区周边夜间照明", "碧梧碳纤维有限公司", "utilities", "housing", date(2026, 11, 16), "pushed"),
    Told("招工宣讲进校园", "松涛机床有限公司", "people", "talent", date(2026, 11, 18), "received"),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Yield every matter from the day it was raised."""
    for place, told in enumerate(MATTERS):
        yield _matter(town, told, 560 + 5 * place)


def _matter(town: Town, told: Told, minutes: int) -> Walk:
    at = town.at(told.raised, minutes)
    yield at
    case = town.open(
        PACK, "matter", told.subject, by="yu.tinglan", at=at, enterprise=told.enterprise, sort=told.sort,
        source="project" if told.sort == "land" else "visit", raised_on=at.date(),
    )  # fmt: skip
    if told.far == "received":
        return
    at = town.at(after(told.raised, 2), minutes)
    yield at
    helped = [town.unit(told.helped)] if told.helped else []
    town.move(
        case, "push", by="yu.tinglan", at=at, responsible=town.unit(told.unit), assisting=helped,
        leader=town.person("rong.zhi"),
    )  # fmt: skip
    match told.far:
        case "pushed":
            return
        case "push":
            yield from _done(town, case, told, after(told.raised, 6), minutes, checked=True)
        case "checking":
            yield from _done(town, case, told, after(told.raised, 5), minutes, checked=False)
        case _:
            yield from _raised(town, case, told, minutes)


def _done(town: Town, case: Case, told: Told, day: date, minutes: int, *, checked: bool) -> Walk:
    at = town.at(day, minutes)
    yield at
    done = "已上门对接，问题当场解决，并书面答复企业"
    town.move(
        case, "finish", by=told.unit, at=at, brings={"proof": "办理情况说明.pdf"}, statement=done, answered_on=at.date()
    )
    if checked:
        at = town.at(after(day, 1), minutes)
        yield at
        town.sign(case, by="cheng.wangshu", at=at)


def _raised(town: Town, case: Case, told: Told, minutes: int) -> Walk:
    """What is hard goes up: by the unit itself, or by the clock when a week has passed."""
    if told.far in {"late", "coordinated"}:
        at = town.at(after(told.raised, 11), minutes)  # the clock has raised it meanwhile
    else:
        at = town.at(after(told.raised, 5), minutes)
        yield at
        town.move(case, "raise", by=told.unit, at=at, tried="已对接两次，涉及多个部门，意见尚不一致")
        at = town.at(after(told.raised, 12), minutes)
    yield at
    match told.far:
        case "late":
            yield from _done(town, case, told, after(told.raised, 13), minutes, checked=True)
        case "site" | "waits_on_site":
            town.move(case, "take_to_site", by="rong.zhi", at=at, tried="协调会已研究，须到现场核定边界和出资")
    if told.far == "site":
        at = town.at(after(told.raised, 20), minutes)
        yield at
        town.move(
            case, "conclude", by="yu.tinglan", at=at, brings={"minutes": "现场会议纪要.pdf"}, met_on=at.date(),
            decision="现场议定：由主办单位牵头实施，资金按项目渠道解决，本月底前完成", answered_on=at.date(),
        )  # fmt: skip
