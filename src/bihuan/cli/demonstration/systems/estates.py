"""Estates at risk: five on the list, one delivered, one stopped again, one whose plan is late; money paid out by milestones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "estates"
DESKS = {"office": "housing", "group": "lu.huaiyuan", "money": "station", "finance": "finance"}
ROWS = {
    "D8": Shown(
        figures={"estates": 5, "settled_estates": 1, "homes": 2158, "homes_delivered": 312, "supervised": 146_000_000},
        lists=("estates", "draws"),
        documents=("brief", "listing", "urge"),
        warned=("plan", "resume", "report", "deliver"),
    )
}


@dataclass(frozen=True, slots=True)
class Told:
    """
    One estate. on: the day it is listed. resumed: when work went on; completed, settled: further days.

    draws: milestone, yuan and day of payments. far: planning, resuming, building, completed or settled.
    """

    subject: str
    developer: str
    street: str
    sort: tuple[str, str]
    households: int
    account: int
    gap: int
    on: date
    resume_by: date
    due: date
    far: str
    resumed: date | None = None
    completed: date | None = None
    draws: tuple[tuple[str, int, date], ...] = ()


ESTATES = (
    Told("观澜华庭", "云湖观澜置业有限公司", "yunxi", ("b", "dispute"), 312, 18_000_000, 0, date(2026, 1, 8), date(2026, 2, 27),
         date(2026, 8, 31), "settled", date(2026, 2, 26), date(2026, 7, 30),
         (("外立面完成", 6_000_000, date(2026, 4, 15)), ("室外配套完成", 7_500_000, date(2026, 7, 8)))),
    Told("青杉雅苑二期", "云湖青禾房地产开发有限公司", "qingshan", ("a", "funds"), 628, 52_000_000, 16_000_000, date(2026, 1, 8),
         date(2026, 3, 20), date(2026, 12, 31), "building", date(2026, 4, 3), None,
         (("主体封顶", 14_000_000, date(2026, 6, 10)), ("外立面完成百分之六十", 9_000_000, date(2026, 9, 22)))),
    Told("鹭洲湖景苑", "云湖澜岸置业有限公司", "luzhou", ("a", "owner"), 486, 34_000_000, 28_000_000, date(2026, 1, 9),
         date(2026, 4, 30), date(2027, 6, 30), "stopped", date(2026, 5, 12), None,
         (("复工进场", 5_000_000, date(2026, 6, 24)),)),
    Told("澜桥新天地", "云湖新筑置业有限公司", "lanqiao", ("c", "permits"), 380, 26_000_000, 0, date(2026, 3, 10), date(2026, 4, 30),
         date(2026, 12, 20), "completed", date(2026, 4, 28), date(2026, 11, 6), (("竣工验收", 11_000_000, date(2026, 10, 28)),)),
    Told("晴岚公馆", "云湖晴川房地产开发有限公司", "qinglan", ("b", "funds"), 352, 16_000_000, 9_000_000, date(2026, 10, 12),
         date(2026, 12, 31), date(2027, 9, 30), "planning"),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Yield the leading group and every estate."""
    group: list[Case] = []
    yield _group(town, group)
    for told in ESTATES:
        yield _estate(town, group, told)
    yield _proposed(town, group)


def _group(town: Town, group: list[Case]) -> Walk:
    at = town.at(date(2026, 1, 7), 540)
    yield at
    names = ("song.qinghe", "qiu.zhiyuan", "zhuang.boqian", "fan.shouzhuo")
    case = town.open(
        PACK, "group", "云湖新区风险楼盘处置稳控领导小组", by="qiu.xiaoman", at=at, responsible=town.unit("housing"),
        leader=town.person("song.qinghe"), panel=[town.person(name) for name in names],
        assisting=[town.unit(one) for one in ("finance", "politics", "approval")], basis="《关于成立风险楼盘处置稳控领导小组的通知》",
    )  # fmt: skip
    group.append(case)


def _listed(town: Town, group: list[Case], told: Told, minutes: int) -> Case:
    at = town.at(told.on, minutes)
    case = town.open(
        PACK, "estate", told.subject, by="qiu.xiaoman", at=at, parent=group[0], responsible=town.unit("housing"),
        standard=("竣工验收备案完成", "水电气和道路配套到位", "不动产首次登记完成"), lead=town.unit(told.street),
        leader=town.person("rong.zhi"), panel=[town.person("luo.yizhou"), town.person(town.cast.heads[told.street][0])],
        handler=town.person("luo.yizhou"), developer=told.developer, place=f"{town.unit(told.street).name}辖区",
        **{"class": told.sort[0]}, cause=told.sort[1], households=told.households, account=told.account, gap=told.gap,
    )  # fmt: skip
    return town.move(case, "list", by="qiu.xiaoman", at=at)


def _estate(town: Town, group: list[Case], told: Told) -> Walk:
    minutes = 560 + 6 * ESTATES.index(told)
    yield town.at(told.on, minutes)
    case = _listed(town, group, told, minutes)
    if told.far == "planning":
        return  # its plan is late
    at = town.at(after(told.on, 8), minutes)
    yield at
    town.move(
        case, "submit", by="housing", at=at, brings={"plan": "一楼一策处置方案.docx"}, resume_by=town.days.day(told.resume_by),
        due=town.days.day(told.due), policy="引入代建单位续建，监管资金专款专用，同步追缴被挪用资金",
    )  # fmt: skip
    town.sign(case, by=told.street, at=at, opinion="稳控措施可行")
    at = town.at(after(told.on, 10), minutes)
    yield at
    town.sign(case, by="zeng.ke", at=at, opinion="资金测算属实")
    if told.subject.startswith("鹭洲"):
        town.sign(case, by="lu.huaiyuan", at=at, verdict="return", opinion="资金缺口来源不实，请重新测算")
        yield from _again(town, case, told, minutes)
    else:
        town.sign(case, by="lu.huaiyuan", at=at, opinion="同意")
    yield from _built(town, case, told, minutes)


def _again(town: Town, case: Case, told: Told, minutes: int) -> Walk:
    at = town.at(after(told.on, 18), minutes)
    yield at
    town.move(
        case, "submit", by="housing", at=at, brings={"plan": "一楼一策处置方案（修订）.docx"}, due=town.days.day(told.due),
        resume_by=town.days.day(told.resume_by), policy="申请专项借款，变现未售房源，分期补足缺口",
    )  # fmt: skip
    town.sign(case, by=told.street, at=at, opinion="同意")
    town.sign(case, by="zeng.ke", at=at, opinion="已重新测算")
    town.sign(case, by="lu.huaiyuan", at=at, opinion="同意")


def _built(town: Town, case: Case, told: Told, minutes: int) -> Walk:
    """Resume and report every month, pay by milestones, complete and deliver."""
    resumed = told.resumed or told.resume_by
    at = town.at(resumed, minutes)
    yield at
    town.move(case, "resume", by="luo.yizhou", at=at, progress="施工单位进场，塔吊恢复作业")
    last = told.completed or date(2026, 10, 9)
    paid = list(told.draws)
    for month in range(1, 9):
        on = after(resumed, 20 * month)
        if on >= last:
            break
        while paid and paid[0][2] <= on:
            yield from _draw(town, case, paid.pop(0), minutes)
        at = town.at(on, minutes + 1)
        yield at
        town.move(
            case,
            "report",
            by="luo.yizhou",
            at=at,
            progress=f"完成年度计划的{min(90, 12 * month)}%",
            account=told.account,
            gap=told.gap,
        )
    for draw in paid:
        yield from _draw(town, case, draw, minutes)
    if told.far == "stopped":
        at = town.at(date(2026, 10, 14), minutes)
        yield at
        town.move(
            case,
            "stop",
            by="luzhou",
            at=at,
            reason="总包单位被采取财产保全措施",
            resume_by=town.days.day(date(2026, 11, 10)),
        )
    if told.completed is not None:
        yield from _completed(town, case, told, minutes)


def _draw(town: Town, case: Case, told: tuple[str, int, date], minutes: int) -> Walk:
    node, amount, on = told
    at = town.at(on, minutes)
    yield at
    draw = town.open(
        PACK, "draw", f"{case.subject}{node}工程款", by="luo.yizhou", at=at, parent=case, responsible=town.unit("housing"),
        handler=town.person("luo.yizhou"), node=node, payee="云湖筑成建设有限公司", amount=amount,
    )  # fmt: skip
    town.move(draw, "ask", by="luo.yizhou", at=at, brings={"proof": "节点完成证明.pdf"})
    town.sign(draw, by="zeng.ke", at=at, opinion="节点已完成")
    if on.month == 9:
        return  # waits for the finance office
    town.sign(draw, by="yu.zhiwei", at=at, opinion="同意拨付")
    town.move(draw, "pay", by="yu.zhiwei", at=at, brings={"voucher": "付款凭证.pdf"}, paid_on=at.date())


def _completed(town: Town, case: Case, told: Told, minutes: int) -> Walk:
    at = town.at(told.completed or told.due, minutes)
    yield at
    town.move(case, "complete", by="housing", at=at, brings={"filing": "竣工验收备案表.pdf"}, completed_on=at.date())
    if told.far != "settled":
        return
    at = town.at(after(told.completed or told.due, 12), minutes)
    yield at
    town.prove(case, "已完成，证明材料见附件", by="luo.yizhou", at=at)
    brings = {"handover": "交付清册.xlsx"}
    words = "全部业主已办理交付手续"
    town.move(case, "close", by="housing", at=at, brings=brings, delivered=told.households, statement=words)
    at = town.at(after(told.completed or told.due, 15), minutes)
    yield at
    town.sign(case, by="qiu.xiaoman", at=at, opinion="交付条件逐项核对，抽访业主无异议")
    town.sign(case, by="lu.huaiyuan", at=at, opinion="同意销项")


def _proposed(town: Town, group: list[Case]) -> Walk:
    at = town.at(date(2026, 11, 18), 620)
    yield at
    town.open(
        PACK, "estate", "稻香里商住楼", by="qiu.xiaoman", at=at, parent=group[0], responsible=town.unit("housing"),
        lead=town.unit("daoxiang"), developer="云湖丰泽置业有限公司", place="稻香街道辖区", **{"class": "c"}, cause="dispute", households=96,
    )  # fmt: skip
