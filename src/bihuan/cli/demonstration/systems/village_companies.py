"""Twelve village companies with a plan each, three quarters of progress, guidance for who is behind, and three heads changed."""

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

PACK: Final = "village-companies"
DESKS: Final = {"office": "agriculture", "organisation": "organisation"}
ROWS: Final = {
    "D3": Shown(
        figures={"companies": 12, "plans": 12, "plans_rate": 100, "heads_changed": 3, "secretaries_changed": 2},
        lists=("guidance", "companies", "index", "progress", "heads"),
        documents=("plan_report", "guidance"),
        warned=("report", "slow"),
    )
}
OFFICE, HEAD = "mai.dong", "tian.jibai"
QUARTERS: Final = (date(2026, 9, 22), date(2026, 11, 16))


@dataclass(frozen=True, slots=True)
class Company:
    """One company. goals and got: income (10,000 yuan), projects, dividends (10,000 yuan); got per quarter reported."""

    name: str
    street: str
    model: str
    villages: int
    goals: tuple[int, int, int]
    got: tuple[tuple[int, ...], ...]


COMPANIES: Final = (
    Company("云溪联村发展有限公司", "yunxi", "joint", 5, (420, 4, 90), ((205, 2, 0), (118, 1, 60))),
    Company("云溪物业服务有限公司", "yunxi", "single", 1, (160, 2, 30), ((92, 1, 0), (41, 1, 20))),
    Company("青杉生态农业有限公司", "qingshan", "mixed", 4, (380, 5, 80), ((170, 2, 0), (96, 1, 45))),
    Company("青杉林下经济发展有限公司", "qingshan", "joint", 3, (150, 2, 25), ((48, 0, 0),)),
    Company("澜桥强村建设有限公司", "lanqiao", "joint", 6, (510, 6, 120), ((262, 3, 0), (140, 2, 70))),
    Company("澜桥民宿运营有限公司", "lanqiao", "mixed", 2, (210, 3, 40), ((88, 1, 0), (52, 1, 15))),
    Company("鹭洲渔业发展有限公司", "luzhou", "joint", 4, (260, 3, 50), ((131, 1, 0), (66, 1, 30))),
    Company("鹭洲文旅服务有限公司", "luzhou", "mixed", 3, (300, 4, 60), ((102, 1, 0), (58, 1, 0))),
    Company("晴岚市政养护有限公司", "qinglan", "joint", 5, (340, 4, 75), ((186, 2, 0), (92, 1, 50))),
    Company("晴岚茶业有限公司", "qinglan", "single", 1, (120, 2, 20), ((70, 1, 0), (22, 0, 10))),
    Company("稻香粮油有限公司", "daoxiang", "joint", 6, (460, 4, 95), ((228, 2, 0), (120, 1, 55))),
    Company("稻香农事服务有限公司", "daoxiang", "joint", 4, (190, 3, 35), ((60, 1, 0), ())),
)  # fmt: skip
DIFFICULTIES: Final = {
    "joint": "流动资金周转偏紧，建议协调村级资金统一入股。",
    "single": "经营人才不足，建议选派职业经理人。",
    "mixed": "合作方结算周期长，建议在合同中约定按季结算。",
}
HEADS: Final = (
    ("桥南村党组织书记", "lanqiao", "secretary", "weak", "符大川", "符雨鸣", date(2026, 4, 20)),
    ("鹭湾村党组织书记", "luzhou", "secretary", "unity", "殷守业", "殷岚", date(2026, 5, 18)),
    ("山前村村委会主任", "qingshan", "director", "conduct", "蒲大有", "蒲小园", date(2026, 6, 8)),
)


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: each company, and each change of a village head."""
    yield _rule(town)
    yield from (_company(town, told) for told in COMPANIES)
    yield from (_head(town, row) for row in HEADS)
    yield _studied(town)


def _rule(town: Town) -> Walk:
    yield town.at(date(2026, 6, 9), 530)
    basis = "强村公司季度监测办法：收入完成率低于序时进度的发出指导意见"
    at = town.at(date(2026, 6, 9), 530)
    choose_rule(pack=newest_pack(PACK), rule="slow", in_use=True, basis=basis, by=town.by(HEAD), at=at)


def _company(town: Town, told: Company) -> Walk:
    yield town.at(date(2026, 6, 9))
    company = town.open(
        PACK, "company", told.name, by=OFFICE, at=town.at(date(2026, 6, 9)), responsible=town.unit(told.street),
        model=told.model, villages=told.villages, founded_on=town.days.printed(date(2022, 5, 16)),
    )  # fmt: skip
    plan = town.open(
        PACK, "plan", f"{told.name}2026年“一企一策”方案", by=OFFICE, at=town.at(date(2026, 6, 9), 620), parent=company,
        responsible=town.unit(told.street),
    )  # fmt: skip
    yield town.at(date(2026, 6, 16))
    income, projects, dividend = told.goals
    town.move(
        plan, "submit", by=told.street, at=town.at(date(2026, 6, 16)), brings={"plan": "“一企一策”方案.docx"},
        income_goal=income * 10_000, projects_goal=projects, dividend_goal=dividend * 10_000, weight_income="0.5",
        weight_projects="0.2", weight_dividend="0.3", pace=40, measures="承接小型工程和物业养护，盘活闲置资产，发展特色产业。",
    )  # fmt: skip
    yield town.at(date(2026, 6, 23))
    town.sign(plan, by=HEAD, at=town.at(date(2026, 6, 23)), opinion="目标切合实际，同意实施。")
    for quarter, got in zip(QUARTERS, told.got, strict=False):
        on = quarter if all(told.got) else after(quarter, 5)  # who is slow reports on the last days
        yield town.at(on)
        if got:
            yield from _reported(town, told, plan, on, got)
    if len(told.got) == 1:
        yield from _guided(town, told, plan)


def _reported(town: Town, told: Company, plan: Case, on: date, got: tuple[int, ...]) -> Walk:
    """Report the quarter that opened by itself; the department of agriculture checks it."""
    rows = Case.objects.filter(area_id=plan.area_id, parent_id=plan.pk, kind="progress", category="open")
    waiting = rows.order_by("id").last()
    if waiting is None:
        return  # built on another day, quarters may fall otherwise
    income, projects, dividend = got
    town.move(
        waiting, "report", by=told.street, at=town.at(on, 640), brings={"accounts": "财务报表.xlsx"}, projects=projects,
        expected=told.goals[0] * 10_000, income=income * 10_000, dividend=dividend * 10_000, difficulty=DIFFICULTIES[told.model],
    )  # fmt: skip
    yield town.at(after(on, 3))
    town.sign(waiting, by=OFFICE, at=town.at(after(on, 3)))


def _guided(town: Town, told: Company, plan: Case) -> Walk:
    """Who is far behind gets guidance; the rule has opened it in the night after the quarter."""
    yield town.at(date(2026, 10, 13))
    case = Case.objects.filter(area_id=plan.area_id, parent_id=plan.pk, kind="guidance").first()
    if case is None:
        return  # built on another day, quarters may fall otherwise
    town.move(
        case, "send", by=OFFICE, at=town.at(date(2026, 10, 13)), due=town.days.day(date(2026, 11, 27)),
        advice="对接国有林场承接抚育管护项目，清理低效投资，调整年度收入结构。",
    )  # fmt: skip


def _head(town: Town, row: tuple[str, str, str, str, str, str, date]) -> Walk:
    subject, street, post, ground, leaving, successor, on = row
    yield town.at(on)
    case = town.open(
        PACK, "head", subject, by="ding.yutong", at=town.at(on), responsible=town.unit(street), post=post, ground=ground,
        leaving=leaving,
    )  # fmt: skip
    yield town.at(after(on, 8))
    brings = {"study": "届中“回头看”研判材料.docx", "joint": "联审和备案材料.pdf"}
    said = "经研判和征求意见，建议调整。"
    town.move(case, "propose", by=street, at=town.at(after(on, 8)), brings=brings, successor=successor, statement=said)
    yield town.at(after(on, 12))
    town.sign(case, by="su.wenyin", at=town.at(after(on, 12)), opinion="同意调整，做好思想工作和工作交接。")
    yield town.at(after(on, 20))
    changed = town.days.day(after(on, 20))
    decision = {"decision": "任免文件.pdf"}
    town.move(case, "change", by=street, at=town.at(after(on, 20)), brings=decision, changed_on=changed)


def _studied(town: Town) -> Walk:
    """One more is proposed this month and waits for the organisation department."""
    on = date(2026, 11, 10)
    yield town.at(on)
    case = town.open(
        PACK, "head", "晴河村村委会主任", by="ding.yutong", at=town.at(on), responsible=town.unit("qinglan"),
        post="director", ground="health", leaving="鹿长青",
    )  # fmt: skip
    yield town.at(date(2026, 11, 18))
    brings = {"study": "研判材料.docx", "joint": "联审和备案材料.pdf"}
    at = town.at(date(2026, 11, 18))
    town.move(
        case, "propose", by="qinglan", at=at, brings=brings, successor="鹿行", statement="本人因健康原因提出辞职。"
    )
