"""State assets: leases and rent, arrears recovered by dunning and by suit, deposits by competition, seals and their loans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "state-assets"
DESKS = {"office": "assets", "finance": "finance", "legal": "yu.tinglan"}
ROWS = {
    "C7": Shown(
        figures={
            "recovered": 2750.74, "recovered_suit": 795, "arrears": 219, "leases": 15, "suits": 4, "placements": 3, "placed": 13000,
            "seals": 5, "loans": 6, "lent_now": 2, "loans_late": 1, "dunned": 35,
        },
        lists=("recovered", "suits", "placements", "rent", "arrears", "seals", "kept"),
        documents=("statement", "dunning", "second", "lawyer"),
        warned=("pay", "return", "mature"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrear:
    """Rent of earlier years that a tenant owed, in 10,000 yuan. way: how it was recovered, or how far dunning has come."""

    tenant: str
    place: str
    unit: str
    owed: str
    way: str
    due: date = date(2026, 1, 30)


ARREARS = (
    Arrear("远岫餐饮管理有限公司", "澜桥路12号商铺", "industry", "412.30", "dunned"),
    Arrear("星桥酒店有限公司", "云溪大道1号楼", "tourism", "386.55", "dunned"),
    Arrear("听雨健身有限公司", "文体中心二层", "tourism", "295.80", "dunned"),
    Arrear("半山建材经营部", "青杉仓储区", "construction", "268.40", "dunned"),
    Arrear("南汀仓储有限公司", "鹭洲货场", "industry", "241.19", "dunned"),
    Arrear("拾光影城有限公司", "环湖广场三层", "tourism", "198.60", "dunned"),
    Arrear("禾下农贸经营部", "稻香农贸市场", "construction", "152.90", "dunned"),
    Arrear("碧落游船有限公司", "湖滨码头", "tourism", "365.00", "suit"),
    Arrear("长汀物流有限公司", "晴岚物流园", "industry", "248.50", "suit"),
    Arrear("石上装饰有限公司", "建材市场东区", "construction", "181.50", "suit"),
    Arrear("西窗文创有限公司", "老厂房文创园", "industry", "132.60", "to_court", date(2026, 7, 31)),
    Arrear("风起咖啡馆", "湖滨驿站", "tourism", "86.40", "owing", date(2026, 9, 30)),
)  # fmt: skip
REGULAR = (
    ("云帆超市有限公司", "澜桥路18号商铺", "industry", 180_000), ("知行教育科技有限公司", "创业大厦六层", "industry", 240_000),
    ("松间民宿有限公司", "青杉老村委会", "tourism", 96_000),
)  # fmt: skip
DEPOSITS = (
    ("城市建设专项资金存放", "construction", 80_000_000, 5, "云湖农村商业银行", "2.15", date(2026, 3, 9), date(2027, 3, 9)),
    ("产业引导资金存放", "industry", 50_000_000, 4, "临江城市商业银行", "2.05", date(2026, 6, 8), date(2026, 12, 8)),
    ("旅游发展资金存放", "tourism", 30_000_000, 3, "云湖农村商业银行", "1.95", date(2026, 4, 13), date(2026, 10, 13)),
)  # fmt: skip
SEALS = (
    ("云湖城投公章", "construction", "qin.si"), ("云湖城投合同专用章", "construction", "qin.si"),
    ("云湖产发公章", "industry", "guan.shanyue"), ("云湖文旅公章", "tourism", "miao.qinghe"),
    ("国资中心合同专用章", "assets", "shi.yanqiu"),
)  # fmt: skip
LOANS = (
    (0, "工程投标", "construction", "qin.si", date(2026, 5, 12), 3, 2), (1, "现场签订施工合同", "construction", "yin.zhihe", date(2026, 7, 6), 2, 2),
    (2, "银行开户", "industry", "guan.shanyue", date(2026, 8, 18), 3, 5), (3, "不动产登记", "tourism", "miao.qinghe", date(2026, 9, 9), 3, 2),
    (0, "跨区招标资格预审", "construction", "qin.si", date(2026, 11, 9), 4, None),
    (2, "诉讼材料签章", "industry", "guan.shanyue", date(2026, 11, 18), 9, None),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Yield the leases with their rent, the deposits and the seals."""
    for place, arrear in enumerate(ARREARS):
        yield _arrear(town, arrear, 545 + 6 * place)
    for place, (tenant, where, unit, rent) in enumerate(REGULAR):
        yield _regular(town, Arrear(tenant, where, unit, "", ""), rent, 640 + 6 * place)
    for place, told in enumerate(DEPOSITS):
        yield _deposit(town, told, 680 + 5 * place)
    seals: list[Case] = []
    yield _seals(town, seals)
    for loan in LOANS:
        yield _loan(town, seals, loan)


def _lease(town: Town, tenant: str, place: str, unit: str, at: datetime, **given: Any) -> Case:
    case = town.open(
        PACK,
        "lease",
        place,
        by=unit,
        at=at,
        responsible=town.unit(unit),
        tenant=tenant,
        place=f"云湖新区{place}",
        way="open",
        **given,
    )
    town.move(case, "submit", by=unit, at=at, brings={"contract": "租赁合同.pdf", "letting": "公开招租结果.pdf"})
    return town.sign(case, by="zhan.mingyuan", at=at)


def _arrear(town: Town, told: Arrear, minutes: int) -> Walk:
    at = town.at(date(2026, 1, 12), minutes)
    yield at
    amount = _yuan(told.owed)
    lease = _lease(
        town, told.tenant, told.place, told.unit, at, rent=amount // 2, period="year", starts_on=date(2025, 12, 25),
        ends_on=date(2028, 12, 24), deposit=50_000,
    )  # fmt: skip
    bill = town.open(
        PACK, "bill", "2023至2025年度欠缴租金", by=told.unit, at=at, parent=lease, responsible=town.unit(told.unit),
        tenant=told.tenant, rent=amount, due=town.days.day(told.due),
    )  # fmt: skip
    match told.way:
        case "dunned":
            yield from _dunned(town, bill, told, minutes)
        case "suit":
            yield from _sued(town, bill, told, minutes)
        case "to_court":
            at = town.at(date(2026, 11, 5), minutes)
            yield at
            _file(town, bill, told, at)


def _dunned(town: Town, bill: Case, told: Arrear, minutes: int) -> Walk:
    """Pay in two parts after the letters."""
    at = town.at(date(2026, 2, 11), minutes)
    yield at
    town.move(bill, "remind", by=told.unit, at=at, statement="已送达催缴通知书，承租人承诺分两期缴清")
    amount = _yuan(told.owed)
    first = amount * 6 // 10
    for part, day in ((first, date(2026, 3, 16)), (amount - first, date(2026, 4, 20))):
        at = town.at(day, minutes)
        yield at
        _receive(town, bill, told, amount=part, way="dunned", at=at)
    town.move(bill, "settle", by=told.unit, at=at)


def _sued(town: Town, bill: Case, told: Arrear, minutes: int) -> Walk:
    """Ninety days late the clock opens the suit; it ends with the money."""
    at = town.at(date(2026, 5, 12), minutes)
    yield at
    suit = _file(town, bill, told, at)
    at = town.at(date(2026, 8, 24), minutes)
    yield at
    _receive(town, bill, told, amount=_yuan(told.owed), way="suit", at=at)
    town.move(
        suit,
        "end",
        by="yu.tinglan",
        at=at,
        brings={"judgment": "民事调解书.pdf"},
        court="mediation",
        statement="调解协议已履行完毕",
    )
    town.move(bill, "settle", by=told.unit, at=at)


def _file(town: Town, bill: Case, told: Arrear, at: datetime) -> Case:
    suit = Case.objects.get(area_id=bill.area_id, parent_id=bill.pk, kind="suit")
    return town.move(
        suit, "file", by="yu.tinglan", at=at, brings={"complaint": "起诉状和受理通知书.pdf"}, claimed=_yuan(told.owed),
        filed_on=at.date(),
    )  # fmt: skip


def _receive(town: Town, bill: Case, told: Arrear, *, amount: int, way: str, at: datetime) -> None:
    receipt = town.open(
        PACK, "receipt", "租金到账", by=told.unit, at=at, parent=bill, responsible=town.unit(told.unit), amount=amount,
        received_on=at.date(), way=way,
    )  # fmt: skip
    town.move(receipt, "submit", by=told.unit, at=at, brings={"voucher": "银行回单.pdf"})
    town.sign(receipt, by="zhuang.boqian", at=at)


def _regular(town: Town, told: Arrear, rent: int, minutes: int) -> Walk:
    """Bills open by themselves each quarter and are paid in time."""
    at = town.at(date(2026, 3, 16), minutes)
    yield at
    lease = _lease(
        town,
        told.tenant,
        told.place,
        told.unit,
        at,
        rent=rent,
        period="quarter",
        starts_on=town.days.day(date(2026, 4, 15)),
        ends_on=date(2028, 4, 14),
    )
    for day in (date(2026, 4, 14), date(2026, 7, 13), date(2026, 10, 14)):
        at = town.at(day, minutes)
        yield at
        rows = Case.objects.filter(area_id=lease.area_id, parent_id=lease.pk, kind="bill", category="open")
        bill = rows.order_by("id").first()
        if bill is not None:
            _receive(town, bill, told, amount=rent, way="regular", at=at)
            town.move(bill, "settle", by=told.unit, at=at)


def _deposit(town: Town, told: tuple[str, str, int, int, str, str, date, date], minutes: int) -> Walk:
    name, unit, amount, banks, bank, rate, begun, matures = told
    at = town.at(begun, minutes)
    yield at
    case = town.open(PACK, "placement", name, by="shi.yanqiu", at=at, responsible=town.unit(unit), amount=amount)
    town.move(case, "invite", by=unit, at=at)
    at = town.at(after(begun, 8), minutes)
    yield at
    town.move(
        case, "choose", by=unit, at=at, brings={"score": "评分表和结果公示.pdf"}, invited=banks, bank=bank, rate=rate,
        matures_on=town.days.day(matures),
    )  # fmt: skip
    town.sign(case, by="zhuang.boqian", at=at)
    if matures < date(2026, 11, 1):
        at = town.at(after(matures, 2), minutes)
        yield at
        town.move(case, "withdraw", by=unit, at=at, statement="本息足额到账")


def _seals(town: Town, seals: list[Case]) -> Walk:
    at = town.at(date(2026, 3, 2), 600)
    yield at
    for name, unit, keeper in SEALS:
        seals.append(
            town.open(
                PACK, "seal", name, by="shi.yanqiu", at=at, responsible=town.unit(unit), handler=town.person(keeper)
            )
        )


def _loan(town: Town, seals: list[Case], told: tuple[int, str, str, str, date, int, int | None]) -> Walk:
    seal, purpose, unit, who, day, term, back = told
    at = town.at(day, 620 + 4 * seal)
    yield at
    loan = town.open(
        PACK, "loan", purpose, by=who, at=at, parent=seals[seal], responsible=town.unit(unit), handler=town.person(who),
        papers=f"{purpose}所需文件一套", escort="石砚秋",
    )  # fmt: skip
    town.move(loan, "ask", by=who, at=at, due=town.days.day(day + timedelta(days=term)))
    town.sign(loan, by="zhan.mingyuan", at=at)
    if back is not None:
        at = town.at(after(day, back), 620 + 4 * seal)
        yield at
        town.move(loan, "bring_back", by="shi.yanqiu", at=at, statement="完好归还，用印登记齐全")


def _yuan(in_ten_thousands: str) -> int:
    whole, _, part = in_ten_thousands.partition(".")
    return int(whole) * 10_000 + int((part or "0").ljust(4, "0"))
