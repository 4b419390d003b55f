"""Directives of the levels above: conveyed, broken down, carried out, verified, re-read; one is late, one has just arrived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK: Final = "directives"
DESKS: Final = {"office": "administration", "leaders": "tao.jingming"}
ROWS: Final = {
    "B1": Shown(
        figures={"directives": 7, "to_convey": 1, "carried_out": 4, "under_way": 2, "directives_late": 1, "tasks": 15, "tasks_done": 12},
        lists=("ledger", "tasks", "reread"),
        documents=("report",),
        warned=("convey", "whole", "report"),
    )
}  # fmt: skip
OFFICE: Final = "yu.tinglan"


@dataclass(frozen=True, slots=True)
class Told:
    """One directive. units: who carries it out, the lead first. done: the day on which it was reported, None while it is under way."""

    subject: str
    source: str
    reference: str
    given: date
    content: str
    units: tuple[str, ...]
    due: date
    done: date | None
    result: str = ""
    leader: str = "rong.zhi"
    conveyed_after: int = 3
    reread: date | None = None


STORY: Final = (
    Told("关于抓好安全生产工作的重要指示", "central", "", date(2026, 1, 8), "坚持人民至上、生命至上，压实安全生产责任，深入排查整治重大隐患。",
         ("emergency", "housing", "yunxi"), date(2026, 3, 20), date(2026, 3, 16), "排查整治重大隐患42处，建立月会商机制。", conveyed_after=7,
         reread=date(2026, 9, 10)),
    Told("关于入湖河道水质问题的批示", "city", "云政批〔2026〕11号", date(2026, 3, 2), "限期整治入湖河道，确保断面水质稳定达标。",
         ("environment", "qingshan", "luzhou"), date(2026, 5, 29), date(2026, 5, 25), "入湖断面水质连续两个月达标，封堵混接排口16处。",
         reread=date(2026, 10, 12)),
    Told("关于政务服务增值化改革的批示", "province", "省改批〔2026〕6号", date(2026, 4, 13), "聚焦企业全生命周期优化服务。",
         ("approval", "economy"), date(2026, 6, 30), date(2026, 6, 24), "上线涉企服务事项58项，平均办理时限压减四成。", leader="song.qinghe"),
    Told("关于强村公司规范运行的批示", "city", "云政批〔2026〕27号", date(2026, 6, 1), "规范强村公司经营管理，防范经营风险。",
         ("agriculture", "daoxiang"), date(2026, 8, 31), date(2026, 8, 27), "完成强村公司财务、项目、人员三项规范。", leader="song.qinghe"),
    Told("关于老旧小区改造群众反映问题的批示", "province", "省信批〔2026〕40号", date(2026, 8, 24), "逐一回应群众诉求，确保改造质量。",
         ("housing", "lanqiao", "qinglan"), date(2026, 10, 30), None),
    Told("关于秋冬季大气污染防治的批示", "city", "云政批〔2026〕52号", date(2026, 10, 19), "抓实工地扬尘和涉气企业管控。",
         ("environment", "enforcement"), date(2026, 12, 25), None),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Yield each directive from its registration, and the one that arrived last."""
    for place, told in enumerate(STORY):
        yield _directive(town, told, 570 + 11 * place)
    yield _new(town)


def _directive(town: Town, told: Told, minutes: int) -> Walk:
    on = after(told.given, 1)
    yield town.at(on, minutes)
    case = town.open(
        PACK, "directive", told.subject, by=OFFICE, at=town.at(on, minutes), source=told.source, reference=told.reference,
        given_on=town.days.day(told.given), content=told.content,
    )  # fmt: skip
    conveyed = after(told.given, told.conveyed_after)
    yield town.at(conveyed, minutes)
    town.move(
        case, "convey", by=OFFICE, at=town.at(conveyed, minutes), conveyed_on=town.days.day(conveyed),
        conveyed_at="新区党工委会议“第一议题”", brings={"minutes": "传达学习记录.docx"},
    )  # fmt: skip
    broken = after(conveyed, 2)
    yield town.at(broken, minutes)
    town.move(
        case, "break_down", by=OFFICE, at=town.at(broken, minutes), lead=town.unit(told.units[0]),
        assisting=[town.unit(one) for one in told.units], leader=town.person(told.leader), due=town.days.day(told.due),
    )  # fmt: skip
    tasks = list(Case.objects.filter(area_id=case.area_id, parent_id=case.pk, kind="task").order_by("id"))
    yield from _tasks(town, told, tasks, after(broken, 1), minutes + 3)
    if told.done is not None:
        yield from _verified(town, told, case, minutes)


def _tasks(town: Town, told: Told, tasks: list[Case], on: date, minutes: int) -> Walk:
    named = {town.unit(key).pk: key for key in told.units}
    for place, task in enumerate(tasks):
        key = named[task.responsible_id or 0]
        yield town.at(on, minutes + place)
        town.move(
            task, "accept", by=key, at=town.at(on, minutes + place), handler=_handler(town, key),
            plan=f"对照“{told.subject.removeprefix('关于')}”要求制定任务清单，明确专人专责，按月报告进展。",
        )  # fmt: skip
    for place, task in enumerate(tasks):
        key = named[task.responsible_id or 0]
        late = told.done is None and place > 0
        if late:
            yield town.at(after(on, 15), minutes + place)
            town.move(
                task, "progress", by=key, at=town.at(after(on, 15), minutes + place),
                progress="已完成摸底和方案制定，正在逐项推进，下一步集中力量解决资金和用地问题。",
            )  # fmt: skip
            continue
        done = after(told.done, -8) if told.done is not None else after(on, 12)
        yield town.at(done, minutes + place)
        town.move(
            task, "finish", by=key, at=town.at(done, minutes + place), statement="任务已完成，佐证材料已报送。",
            brings={"proof": "落实佐证材料.pdf"},
        )  # fmt: skip
        yield town.at(after(done, 2), minutes + place)
        if place == 1 and told.done is not None:
            at = town.at(after(done, 2), minutes + place)
            town.sign(task, by=OFFICE, at=at, verdict="return", opinion="请补充完成前后对比材料。")
            yield town.at(after(done, 3), minutes)
            town.move(task, "finish", by=key, at=town.at(after(done, 3), minutes), statement="已补充对比材料。")
            yield town.at(after(done, 4), minutes)
            town.sign(task, by=OFFICE, at=town.at(after(done, 4), minutes))
        else:
            town.sign(task, by=OFFICE, at=town.at(after(done, 2), minutes + place))


def _handler(town: Town, key: str) -> object:
    members = town.cast.members.get(key) or town.cast.heads[key]
    return town.person(members[0])


def _verified(town: Town, told: Told, case: Case, minutes: int) -> Walk:
    done = told.done
    assert done is not None  # noqa: S101 - only what was reported is verified
    yield town.at(done, minutes)
    town.move(
        case,
        "submit",
        by=told.units[0],
        at=town.at(done, minutes),
        result=told.result,
        brings={"report": "落实情况报告.docx"},
    )
    for days, who in ((2, OFFICE), (3, told.leader), (4, "tao.jingming")):
        yield town.at(after(done, days), minutes)
        town.sign(case, by=who, at=town.at(after(done, days), minutes))
    if told.reread is not None:
        yield town.at(told.reread, minutes)
        town.move(
            case, "reread", by=OFFICE, at=town.at(told.reread, minutes), reread_on=town.days.day(told.reread),
            reread_note="重温指示要求，对照检查落实情况，未发现反弹；继续按月调度。",
        )  # fmt: skip


def _new(town: Town) -> Walk:
    at = town.at(date(2026, 11, 19), 900)
    yield at
    town.open(
        PACK, "directive", "关于做好低温雨雪冰冻天气应对工作的通知要求", by=OFFICE, at=at, source="city", reference="云政批〔2026〕60号",
        given_on=town.days.day(date(2026, 11, 18)), content="提前部署防寒防冻，保障群众生产生活。",
    )  # fmt: skip
