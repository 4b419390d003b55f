"""Fifteen task forces: who leads, who is in, a meeting every month, and what came out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "task-forces"
DESKS = {"office": "administration"}
ROWS = {
    "C4": Shown(
        figures={"forces": 15, "members": 126, "tasks": 30, "results": 21, "result_rate": 70},
        lists=("meetings", "forces", "tasks"),
        documents=("report", "minutes"),
        warned=("month", "silent", "work"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One force: its tasks with what should come out, and whether they are done."""

    name: str
    sector: str
    unit: str
    liaison: str
    leader: str
    people: int
    goal: str
    tasks: tuple[tuple[str, str, bool], ...]


FORCES = (
    Told("集成电路产业专班", "leading", "economy", "duan.qingyang", "ji.yunshen", 9, "产业规模增长百分之十五",
         (("编制产业链图谱", "policy", True), ("引进链主企业一家", "project", True))),
    Told("新能源产业专班", "leading", "economy", "duan.qingyang", "rong.zhi", 9, "新增规上企业五家",
         (("建成储能检测平台", "platform", True), ("推动三个在建项目投产", "project", False))),
    Told("高端装备产业专班", "leading", "economy", "duan.qingyang", "rong.zhi", 8, "技改投资增长百分之十",
         (("开展企业诊断二十户", "solved", True), ("编制技改项目清单", "policy", True))),
    Told("生物医药产业专班", "leading", "investment", "pan.shiyu", "bai.zhou", 8, "签约项目六个",
         (("建成中试基地", "platform", False), ("完善审评服务办法", "policy", True))),
    Told("现代物流专班", "leading", "investment", "pan.shiyu", "bai.zhou", 7, "冷链枢纽建成投用",
         (("打通疏港货运通道", "solved", True), ("引进物流总部", "project", True))),
    Told("重大项目推进专班", "project", "planning", "han.bing", "ji.yunshen", 12, "亿元以上项目开工率百分之八十",
         (("解决用地卡点十个", "solved", True), ("建立要素保障清单", "policy", True))),
    Told("文旅融合专班", "project", "tourism", "miao.qinghe", "song.qinghe", 8, "建成环湖精品线路",
         (("提升三处景区设施", "project", True), ("举办环湖赛事", "project", True))),
    Told("城市更新专班", "project", "housing", "qiu.xiaoman", "rong.zhi", 10, "启动两个片区更新",
         (("完成房屋安全排查", "solved", True), ("编制片区更新方案", "policy", False))),
    Told("湖区生态专班", "ecology", "environment", "xia.he", "song.qinghe", 9, "入湖断面水质达标",
         (("整治入湖排口", "solved", True), ("建成蓝藻预警平台", "platform", True))),
    Told("蓝天保卫专班", "ecology", "environment", "xia.he", "song.qinghe", 7, "优良天数比例提升",
         (("工地扬尘联合整治", "solved", True), ("重型车限行方案", "policy", False))),
    Told("教育优质均衡专班", "livelihood", "social", "yue.xiaolou", "bai.zhou", 7, "新增学位三千个",
         (("四所学校建成投用", "project", True), ("教师县管校聘办法", "policy", True))),
    Told("一老一小服务专班", "livelihood", "social", "yue.xiaolou", "bai.zhou", 7, "街道养老综合体全覆盖",
         (("建成失智照护专区", "project", True), ("制定助餐补贴办法", "policy", False))),
    Told("营商环境专班", "reform", "approval", "qiao.muqing", "rong.zhi", 9, "高频事项一次办结",
         (("惠企政策一键兑付", "solved", True), ("审批事项再减三十项", "policy", False))),
    Told("国企改革专班", "reform", "assets", "shi.yanqiu", "ji.yunshen", 8, "清收历史欠租",
         (("完成资产清查", "solved", True), ("修订出租管理办法", "policy", False))),
    Told("安全生产专班", "safety", "emergency", "ling.xiaohan", "ji.yunshen", 8, "重点领域隐患清零",
         (("十大领域隐患排查", "solved", False), ("建立联合执法机制", "policy", False))),
)  # fmt: skip
BEGUN = date(2026, 6, 8)
MONTHS = ((2026, 7), (2026, 8), (2026, 9), (2026, 10))
SILENT = 13  # the force that did not meet in September


def walks(town: Town) -> Iterable[Walk]:
    """Yield the rule and the forces."""
    yield _rule(town)
    for place, told in enumerate(FORCES):
        yield _force(town, told, place)


def _rule(town: Town) -> Walk:
    at = town.at(date(2026, 6, 5), 600)
    yield at
    town.use_rule(PACK, "silent", basis="工作专班管理办法", by="cheng.wangshu", at=at)


def _force(town: Town, told: Told, place: int) -> Walk:
    minutes = 560 + 7 * place
    at = town.at(BEGUN, minutes)
    yield at
    unit, liaison = town.unit(told.unit), town.person(told.liaison)
    others = [name for name in dict.fromkeys(one.liaison for one in FORCES) if name != told.liaison]
    panel = [town.person(others[(place + nth) % len(others)]) for nth in range(4)]
    force = town.open(
        PACK, "force", told.name, by="yu.tinglan", at=at, responsible=unit, leader=town.person(told.leader), handler=liaison,
        assisting=[town.unit("finance"), town.unit("planning" if told.unit != "planning" else "housing")], panel=panel,
        sector=told.sector, goal=told.goal, people=told.people, first_on=town.days.day(date(2026, 7, 24)),
    )  # fmt: skip
    town.move(
        force, "found", by="yu.tinglan", at=at, brings={"rule": "专班设立通知.pdf"}, responsible=unit,
        leader=town.person(told.leader),
    )  # fmt: skip
    tasks = [_task(town, force, told, n, at) for n in range(len(told.tasks))]
    for number, (year, month) in enumerate(MONTHS):
        if place == SILENT and number == 2:
            continue
        at = town.at(date(year, month, 22 if place % 3 else 23), minutes)
        yield at
        _meet(town, force, told, at, head=(place + number) % 4 != 0)
        if number < len(tasks) and told.tasks[number][2]:
            _finish(town, tasks[number], told, number, at)


def _task(town: Town, force: Case, told: Told, n: int, at: datetime) -> Case:
    subject = told.tasks[n][0]
    due = date(2026, 10, 30) if n == 0 else date(2026, 12, 18)
    return town.open(
        PACK, "task", subject, by="yu.tinglan", at=at, parent=force, responsible=town.unit(told.unit),
        handler=town.person(told.liaison), aim=subject, due=town.days.day(due),
    )  # fmt: skip


def _meet(town: Town, force: Case, told: Told, at: datetime, *, head: bool) -> None:
    """Hold the meeting that the clock has called."""
    called = Case.objects.filter(area_id=force.area_id, parent_id=force.pk, kind="meeting", category="open")
    meeting = called.order_by("id").first()
    if meeting is None:
        return
    town.move(
        meeting, "hold", by=told.liaison, at=at, brings={"minutes": "专班会议纪要.pdf"}, held_on=at.date(), by_head=head,
        present=told.people - 1, studied=f"听取进展汇报，研究“{told.tasks[0][0]}”的卡点并明确责任人",
    )  # fmt: skip


def _finish(town: Town, task: Case, told: Told, n: int, at: datetime) -> None:
    done = f"“{told.tasks[n][0]}”已完成，成果已报专班办公室"
    town.move(
        task,
        "finish",
        by=told.liaison,
        at=at,
        brings={"proof": "成果材料.pdf"},
        outcome=told.tasks[n][1],
        statement=done,
    )
    town.sign(task, by="cheng.wangshu", at=at)
