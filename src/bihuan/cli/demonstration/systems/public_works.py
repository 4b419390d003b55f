"""Public works for the people: four schools, a sewage plant, thirty zero-discharge units, and what is behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "public-works"
DESKS = {"office": "planning", "quality": "station", "group": "song.qinghe"}
ROWS = {
    "D1": Shown(
        figures={"schools_accepted": 4, "sewage_plants": 1, "zero_units": 30, "accepted": 7, "behind": 3},
        lists=("projects", "accepted"),
        documents=("progress", "acceptance"),
        warned=("build", "begin", "reach"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """
    One project. parts: units it builds. invested: in 10,000 yuan. start_by, due: of the plan. done: the day it asks for acceptance.

    far: how far it is today. returned: why it was once.
    """

    subject: str
    sort: str
    place: str
    client: str
    manager: str
    lead: str
    content: str
    points: tuple[str, ...]
    invested: int
    start_by: date
    started: date | None = None
    due: date | None = None
    done: date | None = None
    far: str = "handed"
    parts: int = 1
    returned: str = ""


SCHOOL = ("教学楼、体育馆按批复建成", "消防、环保专项验收合格", "室内环境检测达标")
ZERO = ("单元内雨污分流改造完成", "排口检测达标", "运维责任落实到位")
PROJECTS = (
    Told("云湖实验小学新建工程", "school", "云溪街道松风路", "construction", "qin.si", "social", "新建三十六班小学一所", SCHOOL, 18600,
         date(2026, 1, 20), date(2026, 1, 19), date(2026, 7, 31), date(2026, 7, 13), "in_use"),
    Told("青杉中学扩建工程", "school", "青杉街道观澜路", "construction", "qin.si", "social", "新建教学楼、实验楼各一幢", SCHOOL, 9200,
         date(2026, 2, 10), date(2026, 2, 6), date(2026, 8, 10), date(2026, 7, 24), "in_use", returned="操场排水沟盖板未安装到位，请整改后再申请"),
    Told("澜桥幼儿园新建工程", "school", "澜桥街道桥南路", "construction", "yin.zhihe", "social", "新建十二班幼儿园一所", SCHOOL, 4300,
         date(2026, 2, 10), date(2026, 2, 9), date(2026, 9, 20), date(2026, 9, 8), "filed"),
    Told("鹭洲小学迁建工程", "school", "鹭洲街道白鹭路", "construction", "qin.si", "social", "迁建二十四班小学一所", SCHOOL, 12800,
         date(2026, 2, 27), date(2026, 2, 26), date(2026, 11, 10), date(2026, 10, 26), "accepted"),
    Told("云湖污水处理厂二期工程", "sewage", "晴岚街道湖滨大道", "construction", "yin.zhihe", "environment", "新增日处理能力四万吨",
         ("主体建设完成", "设备安装调试完成", "出水水质达标"), 36000,
         date(2026, 1, 26), date(2026, 1, 26), date(2027, 3, 31), far="started"),
    Told("云溪、青杉片区污水零直排建设", "zero", "云溪街道、青杉街道", "industry", "guan.shanyue", "environment",
         "建设污水零直排单元十二个", ZERO, 5400,
         date(2026, 1, 26), date(2026, 1, 23), date(2026, 6, 30), date(2026, 6, 12), "in_use", 12),
    Told("澜桥、鹭洲片区污水零直排建设", "zero", "澜桥街道、鹭洲街道", "industry", "guan.shanyue", "environment", "建设污水零直排单元十个",
         ZERO, 4600,
         date(2026, 2, 10), date(2026, 2, 10), date(2026, 8, 31), date(2026, 8, 20), "in_use", 10),
    Told("晴岚、稻香片区污水零直排建设", "zero", "晴岚街道、稻香街道", "industry", "guan.shanyue", "environment", "建设污水零直排单元八个",
         ZERO, 3800,
         date(2026, 3, 10), date(2026, 3, 9), date(2026, 10, 31), date(2026, 10, 15), "filed", 8),
    Told("溪东路拓宽改造工程", "road", "云溪街道溪东路", "construction", "qin.si", "housing", "道路拓宽至双向四车道，长二点一公里",
         ("全线通车", "管线同步入地", "交通设施齐全"), 7600,
         date(2026, 3, 2), date(2026, 3, 20), date(2026, 10, 20), far="started"),
    Told("老旧小区加装电梯（第二批）", "other", "云溪街道", "construction", "qin.si", "housing", "加装电梯三十六台", ("电梯安装完成",
         "特种设备检验合格"), 2200,
         date(2026, 4, 10), date(2026, 4, 9), date(2026, 11, 30), date(2026, 11, 17), "submitted", 36),
    Told("稻香街道卫生服务中心迁建工程", "care", "稻香街道稻花路", "construction", "yin.zhihe", "social", "迁建社区卫生服务中心一处",
         ("用房按批复建成", "医疗设备到位"), 5100,
         date(2026, 11, 27)),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Yield the plan, its projects and the one that was taken off it."""
    plan: list[Case] = []
    yield _plan(town, plan)
    for place, told in enumerate(PROJECTS):
        yield _project(town, plan, told, 600 + 6 * place)
    yield _dropped(town, plan)


def _plan(town: Town, plan: list[Case]) -> Walk:
    at = town.at(date(2026, 1, 12), 540)
    yield at
    case = town.open(
        PACK, "plan", "2026年度民生项目计划", by="han.bing", at=at, responsible=town.unit("planning"),
        leader=town.person("song.qinghe"), basis="党工委会议审议通过的《2026年度民生实事项目安排》",
    )  # fmt: skip
    plan.append(town.move(case, "issue", by="han.bing", at=at))


def _project(town: Town, plan: list[Case], told: Told, minutes: int) -> Walk:
    at = town.at(date(2026, 1, 13), minutes)
    yield at
    case = town.open(
        PACK, "project", told.subject, by="han.bing", at=at, parent=plan[0], standard=told.points,
        responsible=town.unit(told.client), lead=town.unit(told.lead), leader=town.person("song.qinghe"),
        handler=town.person(told.manager), sort=told.sort, place=told.place, content=told.content, parts=told.parts,
        invested=told.invested * 10_000,
    )  # fmt: skip
    start_by = town.days.day(told.start_by)
    town.move(case, "hand_down", by="han.bing", at=at, start_by=start_by)
    if told.started is None or told.due is None:
        return
    at = town.at(told.started, minutes)
    yield at
    town.move(
        case, "start", by=told.client, at=at, brings={"approval": "立项批复.pdf"}, started_on=at.date(),
        permit=f"3299002026{minutes:04d}01", due=town.days.day(told.due),
    )  # fmt: skip
    yield from _nodes(town, case, told, minutes)
    if told.done is not None:
        yield from _acceptance(town, case, told, minutes)


def _nodes(town: Town, case: Case, told: Told, minutes: int) -> Walk:
    """Reach the milestones: two for the big ones; what is behind has one that is late."""
    if told.done is not None and told.sort != "school":
        return
    at = town.at(date(2026, 4, 20), minutes)
    yield at
    unit = town.unit(told.client)
    main = town.open(
        PACK, "node", "主体建设完成", by=told.client, at=at, parent=case, responsible=unit,
        handler=town.person(told.manager), due=town.days.day(date(2026, 6, 30)),
    )  # fmt: skip
    at = town.at(date(2026, 6, 26), minutes)
    yield at
    spent = told.invested * 10_000 * 6 // 10
    town.move(case, "progress", by=told.manager, at=at, spent=spent, statement="主体结构完成，进入安装阶段")
    if told.far == "started" and told.sort == "road":
        return  # the milestone is late to this day
    town.move(main, "finish", by=told.manager, at=at, statement="主体结构已通过验收")
    if told.sort == "sewage":
        town.open(
            PACK, "node", "设备安装调试完成", by=told.client, at=at, parent=case, responsible=unit,
            handler=town.person(told.manager), due=town.days.day(date(2026, 12, 31)),
        )  # fmt: skip


def _acceptance(town: Town, case: Case, told: Told, minutes: int) -> Walk:
    done = told.done or told.start_by
    at = town.at(done, minutes)
    yield at
    town.prove(case, "已按批准的内容完成，检测报告和影像资料见附件", by=told.manager, at=at)
    yield from _ask(town, case, told)
    if told.far == "submitted":
        return
    yield from _signed(town, case, told, minutes, pause=2)
    if told.returned:
        yield from _again(town, case, told, minutes)
    if told.far == "accepted":
        return
    at = _later(town, told, 12, minutes)
    yield at
    town.move(
        case,
        "file",
        by=told.manager,
        at=at,
        brings={"filing": "竣工验收备案表.pdf"},
        filed_as=f"竣备2026-{minutes:03d}",
    )
    if told.far == "in_use":
        at = _later(town, told, 26, minutes)
        yield at
        given = {"user": "属地街道和使用单位", "statement": "移交手续已办理，正式投入使用"}
        town.move(case, "deliver", by=told.client, at=at, brings={"handover": "移交清单.xlsx"}, **given)


def _ask(town: Town, case: Case, told: Told) -> Walk:
    now = town.at(told.done or told.start_by, 900)
    yield now
    town.move(
        case, "submit", by=told.client, at=now, brings={"completion": "竣工验收报告.pdf"}, accepted_on=now.date(),
        spent=told.invested * 9_800, statement="已按批准的内容和验收清单建成，申请竣工验收",
    )  # fmt: skip


def _signed(town: Town, case: Case, told: Told, minutes: int, *, pause: int) -> Walk:
    """Sign all three steps; what is returned is returned by the last."""
    at = _later(town, told, pause, minutes)
    yield at
    town.sign(case, by=told.lead, at=at, opinion="建设内容与批复一致")
    town.sign(case, by="zeng.ke", at=at, opinion="工程质量合格，专项验收齐全")
    at = _later(town, told, pause + 2, minutes)
    yield at
    if told.returned and pause < 5:
        town.sign(case, by="han.bing", at=at, verdict="return", opinion=told.returned)
    else:
        town.sign(case, by="han.bing", at=at, opinion="现场核验通过")


def _again(town: Town, case: Case, told: Told, minutes: int) -> Walk:
    at = _later(town, told, 6, minutes)
    yield at
    town.move(
        case, "submit", by=told.client, at=at, accepted_on=at.date(), spent=told.invested * 9_900,
        brings={"completion": "竣工验收报告（整改后）.pdf"}, statement="盖板已安装，现场照片附后，再次申请竣工验收",
    )  # fmt: skip
    yield from _signed(town, case, told, minutes, pause=8)


def _later(town: Town, told: Told, workdays: int, minutes: int) -> datetime:
    return town.at(after(told.done or told.start_by, workdays), minutes)


def _dropped(town: Town, plan: list[Case]) -> Walk:
    at = town.at(date(2026, 1, 13), 700)
    yield at
    case = town.open(
        PACK, "project", "鹭洲地下停车场工程", by="han.bing", at=at, parent=plan[0], standard=("停车位按批复建成",),
        responsible=town.unit("tourism"), sort="other", place="鹭洲街道", content="新建地下停车场一处", invested=40_000_000,
    )  # fmt: skip
    town.move(case, "hand_down", by="han.bing", at=at, start_by=town.days.day(date(2026, 5, 29)))
    at = town.at(date(2026, 6, 10), 700)
    yield at
    town.move(case, "drop", by="song.qinghe", at=at, reason="用地条件未落实，经领导小组研究调整出年度计划")
