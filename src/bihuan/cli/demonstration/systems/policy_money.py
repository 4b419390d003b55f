"""Policy money: 245 policies in the library, some open, applications in every state, one refused and appealed, one paid and rated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.enterprises import CONTACTS, code_of, facts_of, firm, key_of, name_of
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.documents.text.credit_code import check_sign_of
from bihuan.loop.cases.models import Case

PACK: Final = "policy-money"
REGISTER: Final = "enterprises"
OFFICE: Final = "qiao.muqing"
DESKS: Final = {"office": OFFICE, "finance": "finance"}
ROWS: Final = {
    "C1": Shown(
        figures={"policies": 245, "paid_count": 8, "enterprises": 5, "refused_count": 1, "objections": 1},
        lists=("policies", "ledger", "notice"),
        documents=("report", "notice", "refusal"),
        warned=("take_up", "supplement"),
    )
}
# What is supported, and as what sort of policy.
TOPICS: Final = (
    ("智能化改造", "industry"), ("技术改造", "industry"), ("首台（套）装备", "industry"), ("工业互联网应用", "industry"), ("绿色工厂", "green"),
    ("节能降碳", "green"), ("高新技术企业", "innovation"), ("研发投入", "innovation"), ("专精特新培育", "innovation"), ("科技成果转化", "innovation"),
    ("知识产权", "innovation"), ("标准制定", "innovation"), ("质量品牌", "industry"), ("上市挂牌", "finance"), ("融资担保", "finance"),
    ("普惠贷款", "finance"), ("稳岗扩岗", "relief"), ("高层次人才", "talent"), ("技能人才", "talent"), ("青年就业", "talent"), ("厂房租赁", "relief"),
    ("设备购置", "industry"), ("开拓市场", "trade"), ("外贸出口", "trade"), ("跨境电商", "trade"), ("商贸流通", "trade"), ("现代物流", "trade"),
    ("文旅项目", "tourism"), ("精品民宿", "tourism"), ("农业龙头", "industry"), ("生物医药", "industry"), ("软件信息", "industry"),
    ("建筑业转型", "industry"), ("企业上规", "industry"), ("初创企业", "relief"),
)  # fmt: skip
FORMS: Final = ("奖励", "补助", "贴息", "认定奖励", "示范奖励", "配套支持", "培育扶持")
# Department, who does the work there.
DEPARTMENTS: Final = {
    "economy": "duan.qingyang", "planning": "han.bing", "investment": "pan.shiyu", "environment": "xia.he",
    "agriculture": "mai.dong",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Open:
    """A policy that is opened: its place in the library, conditions, money in 万元, window."""

    place: int
    unit: str
    each: int
    budget: int
    begun: date
    ends: date
    conditions: dict[str, Any]


OPEN: Final = (
    Open(
        0,
        "economy",
        50,
        300,
        date(2026, 3, 2),
        date(2026, 12, 18),
        {"revenue_least": 20_000_000, "in_park_needed": True},
    ),
    Open(6, "economy", 30, 200, date(2026, 3, 4), date(2026, 12, 11), {"certificates_all": ["high_tech"]}),
    Open(7, "economy", 40, 90, date(2026, 4, 7), date(2026, 12, 25), {"research_least": 500_000}),
    Open(
        4,
        "environment",
        20,
        100,
        date(2026, 4, 13),
        date(2026, 11, 27),
        {"industry_of": ["green", "materials", "equipment"]},
    ),
    Open(16, "planning", 10, 60, date(2026, 5, 11), date(2026, 12, 31), {"staff_least": 50}),
    Open(22, "investment", 15, 80, date(2026, 6, 8), date(2026, 12, 4), {"registered_here_needed": True}),
    Open(29, "agriculture", 25, 75, date(2026, 6, 15), date(2026, 9, 30), {"industry_of": ["farming"]}),
)
# Policy (place in OPEN), enterprise, 万元, day, how far.
APPLICATIONS: Final = (
    (0, 0, 45, date(2026, 3, 9), "rated"), (0, 3, 38, date(2026, 3, 11), "paid"), (0, 6, 50, date(2026, 3, 18), "returned"),
    (1, 0, 30, date(2026, 3, 23), "rated"), (1, 4, 28, date(2026, 4, 2), "paid"), (2, 1, 40, date(2026, 4, 13), "paid"),
    (2, 3, 36, date(2026, 4, 20), "paid"), (2, 2, 32, date(2026, 11, 2), "refused"), (3, 4, 18, date(2026, 5, 12), "objected"),
    (4, 8, 10, date(2026, 11, 9), "noticed"), (4, 9, 9, date(2026, 11, 10), "noticed"), (4, 2, 8, date(2026, 11, 9), "reviewing"),
    (5, 7, 12, date(2026, 11, 12), "reviewing"), (5, 1, 14, date(2026, 11, 18), "submitted"), (0, 12, 42, date(2026, 11, 4), "late"),
    (1, 8, 25, date(2026, 11, 12), "supplementing"), (3, 11, 20, date(2026, 6, 3), "lapsed"), (0, 2, 20, date(2026, 11, 19), "draft"),
    (5, 10, 15, date(2026, 10, 12), "payable"),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Return the register of enterprises, the library, and an application after the other."""
    cases: dict[str, Case] = {}
    yield _register(town)
    yield _library(town, cases)
    for place, one in enumerate(OPEN):
        yield _publish(town, cases, place, one)
    for policy, place, amount, day, way in APPLICATIONS:
        yield _apply(town, cases, (policy, place, amount, day, way))


def _register(town: Town) -> Walk:
    day = date(2026, 1, 12)
    yield (at := town.at(day, 9 * 60))
    town.new_unit("tax", "税务分局", at=at)
    town.new_unit("market", "市场监督管理分局", at=at)
    town.new_person("tan.wenqing", "谈文清", "tax", at=at)
    town.new_person("shi.anlan", "师安澜", "market", at=at)
    town.give_desks(PACK, {"tax": "tax", "market": "market"})
    town.give_desks(REGISTER, {"office": OFFICE})
    portal = town.open(
        REGISTER, "portal", "云湖新区企业服务平台", by=OFFICE, at=at, hotline="0512-00001234",
        hours="工作日9:00—17:00", address="云湖新区政务服务中心2楼企业服务专区",
    )  # fmt: skip
    town.move(portal, "begin", by=OFFICE, at=at)
    for place in range(24):
        yield (at := town.at(after(day, 1 + place // 4), 570 + place))
        unit = firm(town, place, at=at)
        case = town.open(
            REGISTER, "enterprise", name_of(place), by=OFFICE, at=at, parent=portal, applicant=unit,
            credit_code=unit.credit_code, **facts_of(place),
        )  # fmt: skip
        if place < 22:  # two still wait to be checked
            town.move(case, "confirm", by=OFFICE, at=at)


def _library(town: Town, cases: dict[str, Case]) -> Walk:
    names = [(f"{topic}{form}", sort) for form in FORMS for topic, sort in TOPICS]
    units = list(DEPARTMENTS)
    opened = {one.place: one for one in OPEN}
    for place, (name, sort) in enumerate(names):
        yield (at := town.at(after(date(2026, 1, 19), place // 35), 560 + place % 35))
        one = opened.get(place)
        unit = one.unit if one else units[place % len(units)]
        ends = one.ends if one else date(2026, 12, 31)
        conditions = one.conditions if one else {}
        cases[f"P{place}"] = town.open(
            PACK, "policy", name, by=OFFICE, at=at, responsible=town.unit(unit), sort=sort,
            each_at_most=(one.each if one else 20) * 10_000, budget=(one.budget if one else 100) * 10_000,
            opens_on=town.days.day(one.begun if one else date(2026, 1, 19)), ends_on=town.days.day(ends),
            benefit=f"对符合条件的企业给予{name}，单户不超过{one.each if one else 20}万元。",
            materials="1. 申请表\n2. 营业执照\n3. 与申报事项相关的合同、发票和付款凭证", **conditions,
        )  # fmt: skip


def _publish(town: Town, cases: dict[str, Case], place: int, one: Open) -> Walk:
    yield (at := town.at(after(one.begun, -3), 600))
    policy = cases[f"P{one.place}"]
    town.move(policy, "submit", by=DEPARTMENTS[one.unit], at=at, handler=town.person(DEPARTMENTS[one.unit]))
    yield (at := town.at(one.begun, 540))
    town.sign(policy, by="yu.zhiwei", at=at)
    cases[f"O{place}"] = policy


def _apply(town: Town, cases: dict[str, Case], told: tuple[int, int, int, date, str]) -> Walk:
    policy, place, amount, day, way = told
    one = OPEN[policy]
    clerk, by = DEPARTMENTS[one.unit], _contact(place)
    yield (at := town.at(day, 620))
    case = town.open(
        PACK, "application", cases[f"O{policy}"].subject, by=by, at=at, parent=cases[f"O{policy}"],
        applicant=town.unit(key_of(place)), responsible=town.unit(one.unit),
    )  # fmt: skip
    if way == "draft":
        return
    town.move(
        case, "submit", by=by, at=at, brings={"form": "申请表.pdf", "proof": "证明材料.pdf"}, amount=amount * 10_000,
        explained=f"{name_of(place)}申请{cases[f'O{policy}'].subject}", bank="云湖农村商业银行", account=f"6217{place:08d}",
    )  # fmt: skip
    if way == "submitted":
        return
    taken = after(day, 5 if way == "late" else 1)
    yield (at := town.at(taken, 600))
    if way in {"supplementing", "lapsed"}:
        town.move(case, "ask_more", by=clerk, at=at, reason="付款凭证不完整，请补充银行回单")
        return
    town.move(case, "accept", by=clerk, at=at, handler=town.person(clerk))
    if way == "late":
        return
    yield (at := town.at(after(taken, 2), 600))
    town.sign(case, by=one.unit, at=at)
    if way == "reviewing":
        return
    yield from _joint(town, case, way, after(taken, 4), (by, clerk))


def _joint(town: Town, case: Case, way: str, day: date, people: tuple[str, str]) -> Walk:
    """Tell the joint review and what follows it. people: who acts for the enterprise, and the staff of the department."""
    by, clerk = people
    yield (at := town.at(day, 600))
    town.sign(case, by="yu.zhiwei", at=at)
    town.sign(case, by="shi.anlan", at=at)
    if way == "refused":
        town.sign(case, by="tan.wenqing", at=at, verdict="refuse", opinion="申报年度存在欠税未缴清情形")
        yield (at := town.at(after(day, 6), 600))
        said = "欠税系系统延迟，已缴清，附完税证明"
        town.move(case, "appeal", by=by, at=at, brings={"grounds": "完税证明.pdf"}, reason=said)
        return
    if way == "returned":
        town.sign(case, by="tan.wenqing", at=at, verdict="return", opinion="纳税证明与申报年度不一致")
        yield (at := town.at(after(day, 2), 600))
        town.move(case, "supplement", by=by, at=at, brings={"proof": "纳税证明（更正）.pdf"})
        yield (at := town.at(after(day, 3), 600))
        town.move(case, "accept", by=clerk, at=at)
        yield (at := town.at(after(day, 4), 600))
        unit = town.fresh(case).responsible
        town.sign(case, by=town.cast.key_of(unit.pk if unit else None), at=at)
        for signer in ("yu.zhiwei", "shi.anlan"):
            town.sign(case, by=signer, at=at)
        day = after(day, 4)
    town.sign(case, by="tan.wenqing", at=at)
    if way == "noticed":
        return
    if way == "objected":
        yield (at := town.at(after(day, 2), 600))
        objection = town.open(
            PACK, "objection", "反映绿色工厂认定时间", by=OFFICE, at=at, parent=case, responsible=town.fresh(case).responsible,
            objected="反映企业绿色工厂称号为申报截止后取得，请核实。",
        )  # fmt: skip
        yield (at := town.at(after(day, 4), 600))
        town.move(
            objection, "answer", by=clerk, at=at, upheld=False, statement="经核，称号在申报截止前取得，异议不成立。"
        )
    yield (at := town.at(after(day, 6), 600))
    town.move(case, "end_notice", by=OFFICE, at=at)
    if way == "payable":
        return
    yield (at := town.at(after(day, 9), 600))
    town.move(
        case, "pay", by="zhuang.boqian", at=at, brings={"voucher": "国库支付凭证.pdf"}, paid_on=at.date().isoformat()
    )
    if way == "rated":
        yield (at := town.at(after(day, 11), 600))
        town.move(case, "rate", by=by, at=at, rating="excellent", rating_note="材料少，到账快")


def _contact(place: int) -> str:
    """Return who acts for an enterprise: its contact where it has one, else the office at the service hall."""
    return code_of(place) + check_sign_of(code_of(place)) if place < len(CONTACTS) else OFFICE
