"""Pay that should not have been paid: three matters paid back in full, one being recovered and late, one being determined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case
from bihuan.loop.outcomes.actions import record_outcome

PACK: Final = "recovered-pay"
DESKS: Final = {"office": "organisation", "finance": "finance", "discipline": "discipline"}
ROWS: Final = {
    "E6": Shown(
        figures={"recovered": 62.95, "criticised": 4, "reminded": 1, "dealt_with": 5, "matters_closed": 3},
        lists=("ledger", "matters"),
        documents=("report", "notice"),
        warned=("pay", "verify"),
    )
}
OFFICE, FINANCE, DISCIPLINE = "ding.yutong", "yu.zhiwei", "shen.yan"
PERIOD = {"paid_from": date(2025, 1, 1), "paid_to": date(2025, 12, 31)}


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter that was paid back in full. batches: whom (subject, people, yuan). dealt: kind of measure and name."""

    subject: str
    unit: str
    sort: str
    ground: str
    begun: date
    batches: tuple[tuple[str, int, int], ...]
    dealt: tuple[tuple[str, str], ...]
    returned: bool = False


STORY: Final = (
    Matter(
        "重复发放工程巡查加班补贴", "housing", "overtime", "同一时段既安排调休又发放加班补贴，考勤与清册不符。", date(2026, 2, 9),
        (("建设管理科人员", 9, 168_400), ("村镇科人员", 5, 92_700), ("已调离人员甲", 1, 51_500)),
        (("criticism", "陶予安"), ("criticism", "申屠远")), returned=True,
    ),
    Matter(
        "无审批发放夜间值班补贴", "enforcement", "overtime", "值班补贴未经审批，部分人员未实际到岗。", date(2026, 3, 10),
        (("执法大队一中队人员", 14, 136_900), ("执法大队二中队人员", 11, 91_500)), (("criticism", "骆长河"), ("reminder", "甄静好")),
    ),
    Matter(
        "超标准发放节日福利", "tourism", "standard", "人均发放标准超过工会经费管理规定。", date(2026, 4, 13),
        (("景区运营部人员", 22, 61_600), ("公司本部人员", 12, 26_900)), (("criticism", "车明远"),),
    ),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: every matter is a walk."""
    yield from (_paid_back(town, matter) for matter in STORY)
    yield _late(town)
    yield _determining(town)


def _paid_back(town: Town, told: Matter) -> Walk:
    amount = sum(yuan for _, _, yuan in told.batches)
    persons = sum(people for _, people, _ in told.batches)
    day = partial(after, told.begun)
    yield town.at(day(0))
    matter = town.open(
        PACK, "matter", told.subject, by=OFFICE, at=town.at(day(0)), responsible=town.unit(told.unit), sort=told.sort,
        source="inspection", **_period(town),
    )  # fmt: skip
    yield town.at(day(9))
    town.move(
        matter, "confirm", by=OFFICE, at=town.at(day(9)), brings={"determination": "违规发放认定书.pdf"},
        amount=amount, persons=persons, ground=told.ground, due=town.days.day(day(70)),
    )  # fmt: skip
    batches = []
    for subject, people, yuan in told.batches:
        batches.append(_notify(town, matter, told.unit, (subject, people, yuan), at=town.at(day(9), 630), due=day(55)))
    yield town.at(day(16))
    for kind, name in told.dealt:
        _deal(town, matter, told.unit, kind, name, at=town.at(day(16)))
    for n, (batch, (_, _, yuan)) in enumerate(zip(batches, told.batches, strict=True)):
        yield town.at(day(20 + 7 * n))
        paid = {"paid_on": town.days.day(day(20 + 7 * n)), "way": ("own", "pay", "unit")[n % 3]}
        slip = {"slip": "缴款凭证.pdf"}
        half = {"received": yuan // 2, **paid}
        town.move(batch, "pay", by=told.unit, at=town.at(day(20 + 7 * n)), brings=slip, **half)
        yield town.at(day(28 + 7 * n))
        whole = {"received": yuan, **paid, "paid_on": town.days.day(day(28 + 7 * n))}
        town.move(batch, "settle", by=FINANCE, at=town.at(day(28 + 7 * n)), brings=slip, **whole)
    yield from _close(town, matter, told, day(50))


def _close(town: Town, matter: Case, told: Matter, on: date) -> Iterator[datetime]:
    day = partial(after, on)
    said = f"{told.subject}款项已全部缴回，相关发放制度已修订，责任人员已处理。"
    if told.returned:
        yield town.at(day(0))
        town.move(matter, "submit", by=told.unit, at=town.at(day(0)), brings={"slip": "缴款汇总.xlsx"}, statement=said)
        yield town.at(day(2))
        town.sign(
            matter, by=FINANCE, at=town.at(day(2)), verdict="return", opinion="汇总表与凭证相差一笔，请核对后再报。"
        )
    yield town.at(day(4))
    town.move(matter, "submit", by=told.unit, at=town.at(day(4)), brings={"slip": "缴款汇总表.xlsx"}, statement=said)
    yield town.at(day(6))
    town.sign(matter, by=FINANCE, at=town.at(day(6)), opinion="款项已全额入账。")
    yield town.at(day(9))
    town.sign(matter, by=DISCIPLINE, at=town.at(day(9)), opinion="责任追究已到位。")


def _late(town: Town) -> Walk:
    """A subdistrict pays nothing back by the day; one who moved away asks for a waiver, which waits for finance."""
    day, unit = partial(after, date(2026, 9, 14)), "yunxi"
    yield town.at(day(0))
    matter = town.open(
        PACK, "matter", "重复发放防汛值守补贴", by=OFFICE, at=town.at(day(0)), responsible=town.unit(unit), sort="overtime",
        source="finance", **_period(town),
    )  # fmt: skip
    yield town.at(day(10))
    town.move(
        matter, "confirm", by=OFFICE, at=town.at(day(10)), brings={"determination": "违规发放认定书.pdf"},
        amount=26_000, persons=7, ground="同一时段重复计发防汛值守和加班补贴。", due=town.days.day(date(2026, 12, 18)),
    )  # fmt: skip
    _notify(town, matter, unit, ("应急管理站人员", 6, 22_400), at=town.at(day(10), 630), due=date(2026, 11, 6))
    other = _notify(town, matter, unit, ("已退休人员乙", 1, 3_600), at=town.at(day(10), 640), due=date(2026, 12, 11))
    yield town.at(date(2026, 11, 18))
    town.move(
        other, "waive", by=unit, at=town.at(date(2026, 11, 18)), brings={"proof": "考勤核对表.xlsx"}, waived=1_200,
        reason="其中两日确有跨夜值守，属重复计算。",
    )  # fmt: skip


def _determining(town: Town) -> Walk:
    yield town.at(date(2026, 10, 29))
    town.open(
        PACK, "matter", "自行设立专项工作奖励", by=OFFICE, at=town.at(date(2026, 10, 29)),
        responsible=town.unit("environment"), sort="allowance", source="self", **_period(town),
    )  # fmt: skip


def _notify(town: Town, matter: Case, unit: str, batch: tuple[str, int, int], *, at: datetime, due: date) -> Case:
    subject, people, yuan = batch
    opened = town.open(
        PACK, "recovery", subject, by=OFFICE, at=at, parent=matter, responsible=town.unit(unit), persons=people,
        amount=yuan,
    )  # fmt: skip
    town.move(opened, "notify", by=OFFICE, at=at, due=town.days.day(due))
    return town.move(opened, "receive", by=unit, at=at)


def _deal(town: Town, matter: Case, unit: str, kind: str, name: str, *, at: datetime) -> None:
    given = {
        "on": at.date(), "group": "first_form", "kind": kind, "who": name, "who_unit": town.unit(unit).name
    }  # fmt: skip
    record_outcome(case=town.fresh(matter), sort="disposition", given=given, by=town.by(DISCIPLINE), at=at)


def _period(town: Town) -> dict[str, Any]:
    return {name: town.days.printed(day) for name, day in PERIOD.items()}
