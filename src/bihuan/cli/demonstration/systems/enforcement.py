"""One team for enforcement: six streets in three modes, eight fields of powers in a grid, and joint actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "enforcement"
DESKS = {"office": "enforcement", "justice": "politics", "committee": "ji.yunshen"}
ROWS = {
    "D11": Shown(
        figures={"teams": 6, "delegated": 2, "stationed": 2, "one_two": 2, "powers": 8},
        lists=("grid", "teams", "powers", "actions"),
        documents=("evaluation", "approval", "call"),
        warned=("evaluate", "act"),
    )
}
FIELDS = {
    "city": ("市容环境卫生和城市绿化", "enforcement", 46, "《城市市容和环境卫生管理条例》"),
    "planning": ("违法建设和土地管理", "planning", 12, "《中华人民共和国土地管理法》《中华人民共和国城乡规划法》"),
    "environment": (
        "扬尘、噪声和餐饮油烟",
        "environment",
        18,
        "《中华人民共和国大气污染防治法》《中华人民共和国噪声污染防治法》",
    ),
    "building": ("物业管理和房屋租赁", "housing", 22, "《物业管理条例》"),
    "safety": ("消防通道和小场所安全", "emergency", 9, "《中华人民共和国消防法》"),
    "farm": ("渔业和农产品质量", "agriculture", 7, "《中华人民共和国渔业法》"),
    "market": ("无照经营", "approval", 4, "《无证无照经营查处办法》"),
    "social": ("殡葬和养犬管理", "social", 5, "《殡葬管理条例》"),
}
# Street, mode, why, people, of these with a certificate, the day it was reported.
TEAMS = (
    ("yunxi", "delegated", "人口密集、执法需求集中，队伍力量充足", 32, 28, date(2025, 10, 27)),
    ("qingshan", "delegated", "产业园区集中，具备独立执法能力", 28, 24, date(2025, 10, 29)),
    ("lanqiao", "stationed", "执法事项较少，由部门派驻中队", 16, 15, date(2025, 12, 8)),
    ("luzhou", "stationed", "湖区事项专业性强，由部门派驻中队", 18, 16, date(2025, 12, 10)),
    ("qinglan", "one_two", "一支综合执法队加两支派驻中队", 22, 19, date(2026, 1, 14)),
    ("daoxiang", "one_two", "一支综合执法队加两支派驻中队", 20, 17, date(2026, 1, 15)),
)
# Which fields a street does not exercise in the mode it has as a whole; None: it does not exercise it.
OTHERWISE: dict[tuple[str, str], str | None] = {
    ("yunxi", "farm"): None, ("qingshan", "farm"): None, ("yunxi", "planning"): "stationed", ("lanqiao", "city"): "delegated",
    ("luzhou", "city"): "delegated", ("luzhou", "market"): None, ("daoxiang", "market"): "stationed", ("qinglan", "social"): None,
}  # fmt: skip
ACTIONS = (
    ("沿湖违规垂钓捕捞联合整治", "farm", "luzhou", date(2026, 3, 12), 36, 9, 4),
    ("夜间渣土运输联合检查", "environment", "qingshan", date(2026, 4, 16), 52, 14, 6),
    ("沿街店铺占道经营联合整治", "city", "yunxi", date(2026, 5, 14), 118, 41, 7),
    ("出租房消防安全联合检查", "safety", "lanqiao", date(2026, 6, 11), 86, 33, 5),
    ("农贸市场周边联合整治", "market", "qinglan", date(2026, 7, 15), 44, 12, 2),
    ("餐饮油烟联合执法", "environment", "yunxi", date(2026, 9, 10), 63, 21, 8),
    ("物业小区违法搭建联合整治", "building", "qingshan", date(2026, 10, 22), 38, 16, 3),
    ("湖区游船安全联合检查", "safety", "luzhou", date(2026, 11, 5), 0, 0, 0),
    ("冬季燃气安全联合检查", "safety", "daoxiang", date(2026, 11, 27), 0, 0, 0),
)


def walks(town: Town) -> Iterable[Walk]:
    """Yield the powers, the teams with what they hold, and the joint actions."""
    powers: dict[str, Case] = {}
    yield _powers(town, powers)
    yield from (_team(town, powers, row, 600 + 5 * place) for place, row in enumerate(TEAMS))
    yield from (_action(town, row, 560 + 5 * place) for place, row in enumerate(ACTIONS))


def _powers(town: Town, powers: dict[str, Case]) -> Walk:
    at = town.at(date(2025, 10, 20), 540)
    yield at
    for field, (subject, unit, items, basis) in FIELDS.items():
        powers[field] = town.open(
            PACK, "power", subject, by="shao.nanzhi", at=at, responsible=town.unit(unit), field=field, items=items, basis=basis,
            given_by="行政处罚事项下放街道目录",
        )  # fmt: skip


def _team(town: Town, powers: dict[str, Case], row: tuple[str, str, str, int, int, date], minutes: int) -> Walk:
    street, mode, why, staff, certified, on = row
    at = town.at(on, minutes)
    yield at
    name = town.unit(street).name
    team = town.open(
        PACK, "team", f"{name}综合行政执法队", by="shao.nanzhi", at=at, responsible=town.unit(street), lead=town.unit("enforcement"),
        handler=town.person("wu.xingzhou"), mode=mode, reason_of=why, staff=staff, certified=certified,
    )  # fmt: skip
    brings = {"plan": "“一支队伍管执法”实施方案.docx"}
    town.move(team, "submit", by=street, at=at, brings=brings, statement="力量、装备和场所已落实，报请审核")
    at = town.at(after(on, 3), minutes)
    yield at
    town.sign(team, by="lei.dingyi", at=at, opinion="下沉人员已落实")
    if street == "luzhou":
        town.sign(team, by="yuan.langyue", at=at, verdict="return", opinion="持证人数与名册不一致，请核实")
        town.move(team, "submit", by=street, at=at, brings=brings, statement="已核实，附持证人员名册")
        town.sign(team, by="lei.dingyi", at=at, opinion="已核实")
    town.sign(team, by="yuan.langyue", at=at, opinion="主体和权限合法")
    at = town.at(after(on, 8), minutes)
    yield at
    town.sign(team, by="ji.yunshen", at=at, opinion="会议研究同意")
    at = town.at(after(on, 12), minutes)
    yield at
    for field, (subject, _, items, _) in FIELDS.items():
        how = OTHERWISE.get((street, field), mode)
        if how is None:
            continue
        holding = town.open(
            PACK, "holding", subject, by="shao.nanzhi", at=at, parent=team, responsible=town.unit(street), power=powers[field],
            field=field, mode=how, items=items,
        )  # fmt: skip
        town.move(holding, "take", by="shao.nanzhi", at=at, brings={"agreement": "赋权公告.pdf"})
    if street == "yunxi":
        at = town.at(date(2026, 10, 26), minutes)
        yield at
        words = "承接事项运行平稳，办案质量符合要求，建议维持赋权模式"
        brings = {"evaluation": "评估报告.pdf"}
        town.move(team, "evaluate", by="shao.nanzhi", at=at, brings=brings, evaluated_on=at.date(), result=words)


def _action(town: Town, row: tuple[str, str, str, date, int, int, int], minutes: int) -> Walk:
    subject, field, street, on, checked, found, filed = row
    at = town.at(after(on, -6) if on < date(2026, 11, 20) else date(2026, 11, 18), minutes)
    yield at
    case = town.open(
        PACK, "action", subject, by="shao.nanzhi", at=at, responsible=town.unit(street), field=field, due=town.days.day(after(on,
        3) if on < date(2026, 11, 20) else on),
        assisting=[town.unit("brigade"), town.unit(FIELDS[field][1])], panel=[town.person("wu.xingzhou")],
    )  # fmt: skip
    if on > date(2026, 11, 20):
        return
    at = town.at(on, minutes)
    yield at
    town.move(case, "begin", by=street, at=at, brings={"plan": "联合执法行动方案.docx"}, acted_on=at.date())
    if not checked:
        return  # the result is overdue
    at = town.at(after(on, 2), minutes)
    yield at
    given = {"checked": checked, "found": found, "filed_cases": filed, "statement": "行动完成，问题逐项处置"}
    town.move(case, "submit", by=street, at=at, brings={"record": "执法记录.pdf"}, **given)
    if field == "city":
        town.sign(case, by="shao.nanzhi", at=at, verdict="return", opinion="全过程记录缺少两个点位，请补充")
        town.move(case, "submit", by=street, at=at, brings={"record": "补充执法记录.pdf"}, **given)
    if field == "building":
        return  # waits for the office
    at = town.at(after(on, 4), minutes)
    yield at
    town.sign(case, by="shao.nanzhi", at=at, opinion="记录完整")
