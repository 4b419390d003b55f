"""Care of the old: six institutions, beds and carers added, meals of three points paid, assessments by grade, inspections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK: Final = "elderly-care"
DESKS: Final = {"office": "social", "finance": "finance"}
ROWS: Final = {
    "D2": Shown(
        figures={"dementia_beds": 70, "carers": 18, "institutions": 6, "overdue": 1, "excellent": 2},
        lists=("additions", "inspections", "institutions", "meals", "sheets"),
        documents=("report", "notice", "order"),
        warned=("papers", "fix", "report"),
    )
}
OFFICE, HEAD, FINANCE, ASSESSOR = "yue.xiaolou", "wen.ruyan", "yu.zhiwei", "meng.shutong"
BEGUN: Final = date(2026, 7, 22)
SCHEME: Final[dict[str, Any]] = {
    "price_60": 3, "price_80": 5, "rate_excellent": 40, "rate_good": 30, "rate_enough": 20,
    "ground": "《社区居家养老服务机构运行考核补贴实施细则》第六条、第九条。",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Institution:
    """
    One institution. added: sort, how many. meals: for August to October, from 60 and from 80; empty: no meal point.

    points: facilities, staff, service, safety; months: person-months; far: how far the assessment went.
    """

    name: str
    street: str
    sort: str
    beds: int
    until: date
    added: tuple[tuple[str, int], ...] = ()
    meals: tuple[tuple[int, ...], ...] = ()
    points: tuple[int, ...] = ()
    months: int = 0
    far: str = ""


INSTITUTIONS: Final = (
    Institution("云湖康养中心", "yunxi", "home", 320, date(2027, 6, 30), (("dementia", 36), ("carer", 7))),
    Institution("青杉颐养院", "qingshan", "home", 180, date(2026, 12, 31), (("dementia", 22), ("carer", 5))),
    Institution("澜桥护理院", "lanqiao", "home", 140, date(2026, 11, 15), (("dementia", 12), ("carer", 3))),
    Institution("云畔居家养老服务中心", "yunxi", "day", 24, date(2027, 9, 30), (("carer", 2),),
                ((1260, 840), (1310, 865), (1342, 880)), (24, 23, 28, 19), 1180, "paid"),
    Institution("鹭湾居家养老服务中心", "luzhou", "day", 18, date(2027, 3, 31), (("carer", 1),),
                ((920, 610), (955, 634), ()), (23, 23, 27, 18), 860, "noticed"),
    Institution("稻源照料站", "daoxiang", "station", 6, date(2027, 5, 31), (),
                ((640, 505), (668, 512), (681, 520)), (20, 19, 24, 16), 420, "checking"),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: the scheme of the year, and each institution under it."""
    kept: dict[str, Case] = {}
    yield _scheme(town, kept)
    for told in INSTITUTIONS:
        yield _institution(town, told, kept)
        if told.meals:
            yield _meals(town, told, kept)
            yield _assessed(town, told, kept)
    yield _inspected(town, kept)


def _scheme(town: Town, kept: dict[str, Case]) -> Walk:
    yield town.at(BEGUN, 530)
    kept["scheme"] = town.open(
        PACK, "scheme", "2026年度居家养老服务补贴方案", by=OFFICE, at=town.at(BEGUN, 530), responsible=town.unit("social"), **SCHEME
    )  # fmt: skip
    town.move(kept["scheme"], "submit", by=OFFICE, at=town.at(BEGUN, 540), brings={"text": "补贴实施细则.docx"})
    yield town.at(after(BEGUN, 1), 530)
    town.sign(kept["scheme"], by=FINANCE, at=town.at(after(BEGUN, 1), 530), opinion="预算已安排。")


def _institution(town: Town, told: Institution, kept: dict[str, Case]) -> Walk:
    on = after(BEGUN, 2)
    yield town.at(on, 540)
    case = town.open(
        PACK, "institution", told.name, by=OFFICE, at=town.at(on, 540), responsible=town.unit(told.street), sort=told.sort,
        operator=f"{told.name}运营服务有限公司", manager="负责人（电话另存）", bed_count=told.beds,
        registered_until=town.days.day(told.until),
    )  # fmt: skip
    kept[told.name] = case
    for n, (sort, pieces) in enumerate(told.added):
        yield town.at(after(on, 8 + n))
        at = town.at(after(on, 8 + n))
        subject = "认知障碍照护专区启用" if sort == "dementia" else "养老护理员取得职业技能等级证书"
        added = town.open(
            PACK, "addition", subject, by=told.street, at=at, parent=case, responsible=town.unit(told.street), added=sort,
            pieces=pieces,
        )  # fmt: skip
        proof = {"proof": "验收材料.pdf" if sort == "dementia" else "证书清单.xlsx"}
        town.move(added, "report", by=told.street, at=at, brings=proof, in_use_on=town.days.day(after(on, 5)))
        yield town.at(after(on, 11 + n))
        town.sign(added, by=OFFICE, at=town.at(after(on, 11 + n)), opinion="现场核验属实。")


def _meals(town: Town, told: Institution, kept: dict[str, Case]) -> Walk:
    """A meal point of the scheme: each month opens by itself on its last day, is reported, checked and paid exactly."""
    on = after(BEGUN, 3)
    yield town.at(on, 560)
    point = town.open(
        PACK, "canteen", f"{told.name}助餐点", by=OFFICE, at=town.at(on, 560), parent=kept["scheme"],
        responsible=town.unit(told.street), institution=kept[told.name], settle_on=town.days.day(date(2026, 8, 31)), price_60=SCHEME["price_60"],
        price_80=SCHEME["price_80"],
    )  # fmt: skip
    for month, counts in enumerate(told.meals):
        first = date(2026, 9 + month, 8) if month != 1 else date(2026, 10, 12)
        yield town.at(first)
        if not counts:
            continue
        rows = Case.objects.filter(area_id=point.area_id, parent_id=point.pk, kind="meal", category="open")
        meal = rows.order_by("id").first()
        if meal is None:
            continue  # built on another day, months may fall otherwise
        young, old = counts
        town.move(
            meal,
            "report",
            by=told.street,
            at=town.at(first),
            brings={"records": "用餐记录.xlsx"},
            meals_60=young,
            meals_80=old,
        )
        yield town.at(after(first, 3))
        town.sign(meal, by=OFFICE, at=town.at(after(first, 3)), opinion="抽查用餐记录真实。")
        if first >= date(2026, 11, 1) and told.street == "daoxiang":
            continue  # waits for finance
        yield town.at(after(first, 7))
        amount = young * 3 + old * 5
        at, paid_on = town.at(after(first, 7)), town.days.day(after(first, 7))
        town.move(meal, "pay", by=FINANCE, at=at, brings={"voucher": "拨付凭证.pdf"}, amount=amount, paid_on=paid_on)


def _assessed(town: Town, told: Institution, kept: dict[str, Case]) -> Walk:
    on = date(2026, 10, 19)
    yield town.at(on)
    sheet = town.open(
        PACK, "sheet", told.name, by=OFFICE, at=town.at(on), parent=kept["scheme"], responsible=town.unit(told.street),
        panel=[town.person(ASSESSOR)], institution=kept[told.name], person_months=told.months,
        due=town.days.day(date(2026, 12, 18)),
    )  # fmt: skip
    yield town.at(after(on, 3))
    facility, staffing, service, safety = told.points
    scores = {"facility": facility, "staffing": staffing, "service": service, "safety": safety}
    brings, at = {"sheet": "考核评分表.xlsx"}, town.at(after(on, 3))
    town.move(sheet, "score", by=ASSESSOR, at=at, brings=brings, **scores)
    grade = "excellent" if sum(told.points) >= 90 else "good"
    given: dict[str, Any] = {"grade_given": grade, "rate": SCHEME[f"rate_{grade}"]}
    if grade == "good":
        given["shortfall"] = "护理记录不连续，应急演练次数不足。"
    town.move(sheet, grade, by=ASSESSOR, at=at, brings=brings, **given)
    yield town.at(after(on, 6))
    town.sign(sheet, by=OFFICE, at=town.at(after(on, 6)))
    if told.far == "checking":
        return
    noticed = after(on, 9) if told.far == "paid" else date(2026, 11, 18)
    yield town.at(noticed)
    town.sign(sheet, by=FINANCE, at=town.at(noticed))
    if told.far == "noticed":
        return
    yield town.at(after(on, 17))
    amount, paid_on = told.months * SCHEME[f"rate_{grade}"], town.days.day(after(on, 17))
    at = town.at(after(on, 17))
    town.move(sheet, "pay", by=FINANCE, at=at, brings={"voucher": "拨付凭证.pdf"}, amount=amount, paid_on=paid_on)


def _inspected(town: Town, kept: dict[str, Case]) -> Walk:
    """Two homes are inspected: one is clean after one return, one is late."""
    for place, on, problems in ((0, date(2026, 9, 3), 2), (2, date(2026, 10, 20), 3)):
        told = INSTITUTIONS[place]
        yield town.at(on)
        case = town.open(
            PACK, "inspection", "消防和食品安全检查", by=OFFICE, at=town.at(on), parent=kept[told.name],
            responsible=town.unit(told.street), panel=[town.person(ASSESSOR)], hazard=["fire", "food"],
        )  # fmt: skip
        town.move(
            case, "order", by=OFFICE, at=town.at(on, 690), brings={"record": "检查记录表.pdf"},
            held_on=town.days.day(on), found="部分应急照明失效，留样登记不全。", problems=problems,
            demand="更换应急照明，规范食品留样，开展一次应急演练。", due=town.days.day(after(on, 10)),
        )  # fmt: skip
        if place:
            return
        for n, opinion in enumerate(("应急演练未附记录，请补充。", "")):
            day = after(on, 6 + 4 * n)
            yield town.at(day)
            proof, said = {"proof": f"整改佐证{n + 1}.pdf"}, "已更换应急照明，规范留样。"
            town.move(case, "submit", by=told.street, at=town.at(day), brings=proof, statement=said)
            yield town.at(after(day, 2))
            at = town.at(after(day, 2))
            town.sign(case, by=HEAD, at=at, verdict="return" if opinion else "pass", opinion=opinion)
