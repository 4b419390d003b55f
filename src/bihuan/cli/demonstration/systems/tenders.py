"""Tenders with an execution sheet for each step of power; two whose dates do not agree, sheets long overdue, and one direct award."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "tenders"
DESKS = {"office": "approval", "discipline": "discipline"}
ROWS = {
    "C6": Shown(
        figures={"tenders": 8, "not_open": 2, "sheets": 39, "filed": 33, "faults": 5, "faults_open": 4},
        lists=("faults", "tenders", "sheets"),
        documents=("sheet", "prompt"),
        warned=("fill", "signed_early", "unapproved"),
    )
}  # fmt: skip
STEPS = {
    "open": ("plan", "paper", "opening", "award", "contract"), "invited": ("plan", "agency", "paper", "award", "contract"),
    "direct": ("need", "plan", "contract", "change"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One tender. far: how many of its sheets are filed. early: its contract was signed before publicity ended."""

    name: str
    way: str
    amount: int
    unit: str
    manager: str
    begun: date
    far: int
    early: bool = False
    unapproved: bool = False
    winner: str = ""


TENDERS = (
    Told("澜桥路雨污分流改造工程施工", "open", 1860, "construction", "qin.si", date(2026, 4, 7), 5, winner="清越建设有限公司"),
    Told("产业园三期厂房设计", "open", 420, "industry", "xie.an", date(2026, 4, 20), 5, winner="栖云建筑设计有限公司"),
    Told("环湖步道照明设备采购", "invited", 238, "tourism", "luo.ting", date(2026, 5, 11), 5, unapproved=True, winner="澄光照明科技有限公司"),
    Told("云湖实验小学运动场地施工", "open", 960, "construction", "qin.si", date(2026, 5, 25), 5, early=True, winner="砚石市政工程有限公司"),
    Told("智慧园区平台建设", "open", 1350, "industry", "xie.an", date(2026, 6, 15), 5, winner="知远信息技术有限公司"),
    Told("防汛应急抢修", "direct", 165, "construction", "qin.si", date(2026, 7, 13), 4),
    Told("游客中心提升改造", "open", 780, "tourism", "luo.ting", date(2026, 9, 7), 3),
    Told("污水泵站维护服务", "open", 310, "housing", "qiu.xiaoman", date(2026, 10, 19), 1),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Yield the rules, the tenders, and what becomes of the irregular ones."""
    yield _rules(town)
    for place, told in enumerate(TENDERS):
        yield _tender(town, told, 560 + 9 * place)


def _rules(town: Town) -> Walk:
    at = town.at(date(2026, 4, 3), 600)
    yield at
    town.new_person("xie.an", "谢岸", "industry", title="工程管理部经理", at=at)
    town.new_person("luo.ting", "罗汀", "tourism", title="采购部经理", at=at)
    for rule in ("signed_early", "opened_early", "unapproved"):
        town.use_rule(PACK, rule, basis="权力运行流程执行单制度", by="ming.che", at=at)


def _tender(town: Town, told: Told, minutes: int) -> Walk:
    at = town.at(told.begun, minutes)
    yield at
    unit = town.unit(told.unit)
    case = town.open(
        PACK, "tender", told.name, by="qiao.muqing", at=at, responsible=unit, assisting=[town.unit("finance")],
        handler=town.person(told.manager), amount=told.amount * 10_000, way=told.way, steps=list(STEPS[told.way]),
    )  # fmt: skip
    town.move(
        case, "begin", by="qiao.muqing", at=at, brings={"decision": "集体决策会议纪要.pdf"}, responsible=unit,
        approved_on=at.date() - timedelta(days=3),
    )  # fmt: skip
    sheets = list(Case.objects.filter(area_id=case.area_id, parent_id=case.pk, kind="sheet").order_by("order", "id"))
    for n, sheet in enumerate(sheets):
        due = town.days.day(after(told.begun, 6 + 7 * n))
        town.move(sheet, "plan", by="qiao.muqing", at=at, due=due, handler=town.person(told.manager))
    for n, sheet in enumerate(sheets[: told.far]):
        at = town.at(after(told.begun, 4 + 7 * n), minutes)
        yield at
        _fill(town, sheet, told, at, unapproved=told.unapproved and n == 1)
        _record(town, case, told, n, at)
    if told.early or told.unapproved:
        yield from _correct(town, case, told, after(told.begun, 4 + 7 * told.far), minutes)
    elif told.way == "direct":
        yield from _found_by_hand(town, case, told, minutes)


def _fill(town: Town, sheet: Case, told: Told, at: datetime, *, unapproved: bool) -> None:
    """Fill in a sheet: approved two days before, after the fact (which warns), or on the very day, as the direct award was (which is lawful)."""
    done = at.date() - timedelta(days=1)
    approved = done + timedelta(days=1) if unapproved else done - timedelta(days=0 if told.way == "direct" else 2)
    town.move(
        sheet, "submit", by=told.manager, at=at, brings={"sheet": "执行单签字件.pdf"},
        approved_on=approved, performed_on=done,
        took_part="经办人、复核人、分管负责人逐级签字", avoided="无", opinion="程序符合规定",
    )  # fmt: skip
    town.sign(sheet, by="yin.zhihe" if told.unit == "construction" else told.unit, at=at)
    town.sign(sheet, by="finance", at=at)
    town.sign(sheet, by="ming.che", at=at)


def _record(town: Town, case: Case, told: Told, n: int, at: datetime) -> None:
    """Record the dates of the tender beside the sheets."""
    if told.way == "direct":
        return
    if n == 1:
        earliest = at.date() + timedelta(days=8)
        town.move(case, "publish", by=told.unit, at=at, noticed_on=at.date() - timedelta(days=12), bids_until=earliest)
    if n == 3:
        town.move(
            case, "award", by=told.unit, at=at, opened_on=at.date() - timedelta(days=3),
            publicity_to=at.date() + timedelta(days=12 if told.early else 5), winner=told.winner,
            price=told.amount * 9_400,
        )  # fmt: skip
    if n == 4:
        town.move(case, "sign", by=told.unit, at=at, brings={"contract": "合同文本.pdf"}, contract_on=at.date())


def _correct(town: Town, case: Case, told: Told, day: date, minutes: int) -> Walk:
    """Answer for what a rule has found: one is corrected, the other was returned and is still open."""
    at = town.at(day, minutes)
    yield at
    rows = Case.objects.filter(area_id=case.area_id, pack=PACK, kind="fault", root_id=case.pk, category="open")
    fault = rows.order_by("id").first()
    if fault is None:
        return
    sort = "early" if told.early else "unapproved"
    said = (
        "经办人对公示期限理解有误，已批评教育，并在系统中设置签约提醒"
        if told.early
        else "审批单补签日期晚于实施日期，已说明情况"
    )
    town.move(fault, "answer", by=told.unit, at=at, brings={"proof": "整改情况说明.pdf"}, fault=sort, explained=said)
    town.sign(fault, by="ming.che", at=at)
    town.sign(
        fault,
        by="shen.yan",
        at=at,
        verdict="pass" if told.early else "return",
        opinion="" if told.early else "未说明责任人，请补充",
    )


def _found_by_hand(town: Town, case: Case, told: Told, minutes: int) -> Walk:
    at = town.at(date(2026, 11, 12), minutes)
    yield at
    town.open(
        PACK, "fault", "直接发包理由不充分，缺少应急认定材料", by="shen.yan", at=at, parent=case, responsible=town.unit(told.unit),
        handler=town.person(told.manager), fault="other",
    )  # fmt: skip
