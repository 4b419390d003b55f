"""Complaints about demolition: ten months counted and analysed, the eleventh running; what was taken up late, asked again, and is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "complaints"
DESKS = {"office": "politics", "review": "approval"}
YEAR = date(2026, 1, 1)
ROWS = {
    "D7": Shown(
        figures={
            "down": (YEAR, 46.9),
            "average_now": (YEAR, 6.0),
            "average_before": (YEAR, 11.3),
            "complaints_all": 63,
        },
        lists=("complaints", "months", "overdue"),
        documents=("analysis", "acceptance", "answer", "refusal", "urge"),
        warned=("accept", "settle", "many"),
    )
}
# Month → complaints this year, complaints last year.
MONTHS = ((9, 12), (8, 13), (7, 12), (6, 11), (6, 11), (5, 12), (5, 11), (5, 10), (5, 11), (4, 10))
STREETS = ("qingshan", "qingshan", "yunxi", "lanqiao", "qingshan", "luzhou", "yunxi", "qinglan", "daoxiang")
PROJECTS = ("溪东片区改造", "青杉三组征迁", "湖滨大道拓宽")
WORDS = (
    ("price", "认为评估单价偏低，要求复核", "已委托评估机构复核并当面说明，复核结果书面送达"),
    ("area", "认为附属用房面积少计", "已会同投诉人现场丈量，补计面积已录入补偿清单"),
    ("resettle", "过渡期已满，询问安置房交付时间", "已告知交付计划，并按规定支付逾期过渡费"),
    ("money", "补偿尾款未按协议时间支付", "尾款已支付到账，逾期原因已说明"),
    ("procedure", "反映评估结果未在村内公示", "已补充公示并延长异议期"),
    ("conduct", "反映入户人员解释政策不清", "已安排专人重新入户说明，对有关人员批评教育"),
)
NAMES = ("方", "林", "陶", "钱", "秦", "尤", "许", "何", "吕", "施")
VOTES = ("satisfied", "fair", "satisfied", "satisfied", "unsatisfied")


@dataclass(frozen=True, slots=True)
class Told:
    """One complaint. n: its place in the story. on: the day it came."""

    n: int
    month: int
    on: date

    @property
    def street(self) -> str:
        """The unit that answers."""
        return STREETS[self.n % len(STREETS)]


def walks(town: Town) -> Iterable[Walk]:
    """Yield the line with its months, and every complaint."""
    ledgers: dict[int, Case] = {}
    yield _line(town, ledgers)
    n = 0
    for month, (many, _) in enumerate((*MONTHS, (3, 0)), 1):
        for place in range(many):
            told = Told(n, month, date(2026, month, 9 + (place * 19) // many if month < 11 else 4 + place * 5))
            yield _complaint(town, ledgers, told)
            n += 1


def _line(town: Town, ledgers: dict[int, Case]) -> Walk:
    at = town.at(date(2026, 1, 4), 520)
    yield at
    line = town.open(
        PACK, "line", "2026年征迁投诉受理窗口", by="yuan.langyue", at=at, responsible=town.unit("politics"),
        basis="《信访工作条例》和阳光征迁制度",
    )  # fmt: skip
    town.use_rule(PACK, "many", basis="阳光征迁制度", by="yuan.langyue", at=at)
    for month, (received, before) in enumerate((*MONTHS, (0, 9)), 1):
        at = town.at(date(2026, month, 4), 530)
        if month > 1:
            yield at
        ledgers[month] = town.open(
            PACK, "month", f"2026年{month}月征迁投诉台账", by="yuan.langyue", at=at, parent=line, last_year=before,
            responsible=town.unit("politics"), month_on=town.days.day(date(2026, month, 15)).replace(day=1),
            due=town.days.day(date(2026, month + 1, 8)),
        )  # fmt: skip
        if month > len(MONTHS):
            return
        at = town.at(date(2026, month + 1, 3), 520)
        yield at
        town.move(
            ledgers[month], "analyse", by="yuan.langyue", at=at, received=received,
            causes="投诉主要集中在补偿标准、面积认定和过渡安置", steps="公开评估和丈量结果，对投诉集中的项目开展上门释法",
        )  # fmt: skip


def _complaint(town: Town, ledgers: dict[int, Case], told: Told) -> Walk:
    sort, words, opinion = WORDS[told.n % len(WORDS)]
    at = town.at(told.on, 560 + told.n)
    yield at
    case = town.open(
        PACK, "complaint", words, by="yuan.langyue", at=at, parent=ledgers[told.month], sort=sort, content=words,
        channel=("letter", "visit", "telephone", "web")[told.n % 4], project=PROJECTS[told.n % 3], received_on=at.date(),
        complainant=f"{NAMES[told.n % 10]}某", telephone=f"1390000{told.n:04d}", heads=5 if told.n % 17 == 3 else 1,
    )  # fmt: skip
    if told.month == 11 and told.n > 60:
        return  # not taken up yet
    late = told.n % 21 == 8
    if told.n % 19 == 11:
        at = town.at(after(told.on, 3), 600)
        yield at
        town.move(case, "decline", by="yuan.langyue", at=at, reason="事项已进入诉讼程序，请依照诉讼途径解决")
        return
    at = town.at(after(told.on, 13 if late else 2), 600 + told.n)
    yield at
    town.move(case, "accept", by="yuan.langyue", at=at, responsible=town.unit(told.street), accepted_on=at.date())
    yield from _answered(town, case, told, opinion)


def _answered(town: Town, case: Case, told: Told, opinion: str) -> Walk:
    """Answer, after the review of the office; the newest are still being handled, one has been for too long."""
    if told.n in {38, 58} or told.month > 10:
        return
    on = after(told.on, 20 + told.n % 9)
    if on >= date(2026, 11, 18):
        return
    at = town.at(on, 620 + told.n)
    yield at
    town.move(case, "submit", by=told.street, at=at, brings={"proof": "调查核实材料.pdf"}, opinion=opinion)
    if told.n % 10 == 6:
        town.sign(case, by="yuan.langyue", at=at, verdict="return", opinion="未逐项回应投诉请求，请补充")
        town.move(
            case,
            "submit",
            by=told.street,
            at=at,
            brings={"proof": "补充材料.pdf"},
            opinion=f"{opinion}。有关请求已逐项答复",
        )
    at = town.at(after(on, 1), 620 + told.n)
    yield at
    town.sign(case, by="yuan.langyue", at=at, opinion="同意答复")
    if told.n % 15 == 4:
        return  # nobody asks for a review: the clock settles it
    on = min(after(on, 6), date(2026, 11, 20))
    at = town.at(on, 640 + told.n)
    yield at
    if told.n % 23 == 9:
        town.move(case, "appeal", by="yuan.langyue", at=at, reason="对处理意见不服，请求复查")
        return  # waits for the second instance
    town.move(case, "vote", by="yuan.langyue", at=at, brings={"receipt": "送达回证.pdf"}, vote=VOTES[told.n % 5])
