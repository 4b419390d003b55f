"""Organisation life of seven branches since August, what some of them missed, and the honours the area won."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.scoring.actions import choose_rule

PACK: Final = "organisation-life"
DESKS: Final = {"office": "organisation", "discipline": "shen.yan"}
ROWS: Final = {
    "F4": Shown(
        figures={"brands": 1, "secretaries": 1, "strivers": 6, "honours": 8, "branches": 7},
        lists=("sessions", "attendance", "honours"),
        documents=("report", "reminder"),
        warned=("hold", "term", "low"),
    )
}
OFFICE, DISCIPLINE = "ding.yutong", "shen.yan"
BEGUN: Final = date(2026, 7, 30)
MONTHS: Final = (date(2026, 8, 11), date(2026, 9, 10), date(2026, 10, 15), date(2026, 11, 12))
THEMES: Final = ("学习贯彻党的创新理论", "重温入党誓词、过政治生日", "走访困难党员群众", "以案为鉴、廉洁警示")


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch. unit: in which it is; by: who keeps its book. shares: per cent present in each month, 0: not held."""

    subject: str
    sort: str
    unit: str
    by: str
    lead: str
    members: int
    elected: date
    term: int
    shares: tuple[int, int, int, int]
    honours: tuple[tuple[str, str, str], ...] = ()


BRANCHES: Final = (
    Branch("住房和城乡建设局机关党支部", "organ", "housing", "qiu.xiaoman", "organisation", 34, date(2024, 6, 12), 36, (94, 97, 91, 0),
           (("“匠心住建”先锋岗带头人", "striver", "陶予安"),)),
    Branch("行政审批局机关党支部", "organ", "approval", "qiao.muqing", "organisation", 28, date(2024, 5, 20), 36, (96, 96, 100, 93),
           (("窗口服务标兵", "striver", "尚可为"),)),
    Branch("云溪街道云畔社区党支部", "village", "yunxi", "zhang.xiaoyu", "organisation", 61, date(2025, 11, 14), 60, (85, 87, 90, 92),
           (("社区党组织书记典型", "secretary", "章含章"), ("网格先锋", "striver", "林见鹿"))),
    Branch("云湖智造产业园联合党支部", "new", "industry", "guan.shanyue", "economy", 45, date(2023, 12, 8), 36, (82, 84, 89, 91),
           (("“智造红链”党建品牌", "brand", ""), ("技术攻关先锋", "striver", "齐鸣"), ("青年工匠", "striver", "温故"))),
    Branch("澜桥街道桥南村党支部", "village", "lanqiao", "lu.pingzhi", "organisation", 52, date(2025, 11, 20), 60, (71, 69, 75, 0)),
    Branch("云湖城投项目党支部", "company", "construction", "qin.si", "assets", 37, date(2023, 10, 19), 36, (86, 0, 92, 95),
           (("重点工程建设先锋", "striver", "方野"),)),
    Branch("稻香街道稻源村党支部", "village", "daoxiang", "ge.tianfeng", "organisation", 48, date(2025, 12, 3), 60, (81, 88, 90, 94)),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: every branch is a walk, and so is every honour."""
    yield _rules(town)
    for told in BRANCHES:
        kept: dict[str, Case] = {}
        yield _branch(town, told, kept)
        yield from (_honoured(town, told, kept, n, row) for n, row in enumerate(told.honours))
    yield _put_forward(town)


def _rules(town: Town) -> Walk:
    """The organisation department decides to be warned of low attendance."""
    yield town.at(BEGUN, 530)
    basis = "组织生活参会率考核办法：季度参会率不高于80%的发提醒函"
    choose_rule(
        pack=newest_pack(PACK), rule="low", in_use=True, basis=basis, by=town.by("su.wenyin"), at=town.at(BEGUN, 530)
    )


def _branch(town: Town, told: Branch, kept: dict[str, Case]) -> Walk:
    yield town.at(BEGUN, 540)
    kept["branch"] = town.open(
        PACK, "branch", told.subject, by=OFFICE, at=town.at(BEGUN, 540), responsible=town.unit(told.unit),
        lead=town.unit(told.lead), handler=town.person(told.by), sort=told.sort, member_count=told.members,
        elected_on=town.days.day(told.elected), term_months=told.term,
    )  # fmt: skip
    for n, (on, share) in enumerate(zip(MONTHS, told.shares, strict=True)):
        yield town.at(on)
        if share:
            _hold(town, told, kept["branch"], "theme_day", on=on, share=share, topic=THEMES[n])
    yield town.at(date(2026, 11, 5))
    if told.shares[3]:
        _hold(
            town,
            told,
            kept["branch"],
            "assembly",
            on=date(2026, 11, 5),
            share=told.shares[3],
            topic="通报工作、讨论重要事项",
        )


def _hold(town: Town, told: Branch, branch: Case, kind: str, *, on: date, share: int, topic: str) -> None:
    """Record the session that opened by itself last and is not held."""
    rows = Case.objects.filter(area_id=branch.area_id, parent_id=branch.pk, kind=kind, category="open")
    waiting = rows.order_by("id").last()
    if waiting is None:
        return  # built on another day, months may fall otherwise
    present = round(told.members * share / 100)
    town.move(
        waiting, "hold", by=told.by, at=town.at(on, 1020), brings={"sheet": "签到表.pdf", "minutes": "活动记录.docx"},
        held_on=town.days.day(on), topic=topic, expected=told.members, present=present,
        online=present // 8 if told.sort in {"village", "new"} else 0,
    )  # fmt: skip


def _honoured(town: Town, told: Branch, kept: dict[str, Case], n: int, row: tuple[str, str, str]) -> Walk:
    subject, honour, receiver = row
    yield town.at(date(2026, 8, 13), 600 + n)
    case = town.open(
        PACK, "honour", subject, by=told.by, at=town.at(date(2026, 8, 13), 600 + n), parent=kept["branch"],
        responsible=town.unit(told.unit), lead=town.unit(told.lead), honour=honour, honour_level="city",
        receiver=receiver, deeds="长期扎根一线，发挥党组织战斗堡垒和党员先锋模范作用，成效明显。",
    )  # fmt: skip
    yield from _reviewed(town, told, case, date(2026, 8, 14))
    yield town.at(date(2026, 9, 4))
    town.move(case, "send_up", by=OFFICE, at=town.at(date(2026, 9, 4)))
    yield town.at(date(2026, 10, 16))
    town.move(
        case, "confer", by=OFFICE, at=town.at(date(2026, 10, 16)), brings={"decision": "表彰决定.pdf"},
        conferred_on=town.days.day(date(2026, 10, 13)), conferred_by="市委两新工委",
    )  # fmt: skip


def _reviewed(town: Town, told: Branch, case: Case, on: date) -> Walk:
    yield town.at(on)
    town.move(case, "recommend", by=told.by, at=town.at(on), brings={"form": "推荐表.docx"})
    heads = {"organisation": OFFICE, "assets": "zhan.mingyuan", "economy": "jiang.muzhi"}
    signers = (heads.get(told.lead, told.lead), DISCIPLINE, "su.wenyin")
    for n, by in enumerate(signers):
        yield town.at(after(on, 2 + 2 * n))
        town.sign(case, by=by, at=town.at(after(on, 2 + 2 * n)))


def _put_forward(town: Town) -> Walk:
    """A subdistrict puts another branch forward this week; it waits for the commission's word."""
    told, on = BRANCHES[6], date(2026, 11, 16)
    yield town.at(on)
    branch = Case.objects.get(area_id=town.cast.area.pk, pack=PACK, kind="branch", subject=told.subject)
    case = town.open(
        PACK, "honour", "“稻香先锋”党建品牌", by=told.by, at=town.at(on), parent=branch,
        responsible=town.unit(told.unit), lead=town.unit("agriculture"), honour="brand", honour_level="area",
        deeds="以支部领办合作社带动集体增收。",
    )  # fmt: skip
    town.move(case, "recommend", by=told.by, at=town.at(on, 630), brings={"form": "推荐表.docx"})
    yield town.at(date(2026, 11, 18))
    town.sign(case, by="tian.jibai", at=town.at(date(2026, 11, 18)), opinion="同意推荐。")
