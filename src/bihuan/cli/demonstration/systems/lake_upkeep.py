"""Against blue algae: barriers kept up quarter by quarter, a barrier added, thrusters renewed, blooms of the summer, and the air."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "lake-upkeep"
DESKS = {"office": "environment", "patrol": "lake"}
ROWS = {
    "D5": Shown(
        figures={
            "kept_metres": 6000,
            "added_metres": 150,
            "renewed_metres": 1840,
            "air_good": (date(2025, 1, 1), 78.6),
            "air_up": (date(2025, 1, 1), 1.3),
        },
        lists=("blooms", "facilities", "upkeep", "works"),
        documents=("brief", "alarm"),
        warned=("work", "respond"),
    )
}
QUARTERS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))


@dataclass(frozen=True, slots=True)
class Told:
    """One facility. keeper: the unit. late: quarters in which upkeep came too late; missed: in which it has not come."""

    subject: str
    sort: str
    place: str
    metres: int
    keeper: str = "lake"
    built: date = date(2023, 4, 20)
    late: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()


FACILITIES = (
    Told("南岸一号蓝藻拦截带", "barrier", "南岸湖滨公园外侧", 2200),
    Told("南岸二号蓝藻拦截带", "barrier", "南岸旅游码头外侧", 1800, late=(1,)),
    Told("东湾蓝藻拦截带", "barrier", "东湾取水口外围", 1200, missed=(2,)),
    Told("西湾蓝藻拦截带", "barrier", "西湾闸口", 800, "luzhou", late=(2,)),
    Told("溪东港内河拦截带", "channel", "溪东港入湖口", 150, "yunxi", date(2026, 6, 18)),
    Told("湖滨大道推流器组", "thruster", "湖滨大道沿线", 1840, "lake", date(2019, 5, 10)),
    Told("东湾藻水分离站", "station", "东湾", 0, "lake", date(2021, 3, 15)),
)
WORKS = (
    ("溪东港内河拦截带", "add", 150, 96_000, date(2026, 4, 13), date(2026, 6, 17)),
    ("湖滨大道推流器组", "renew", 1000, 1_260_000, date(2026, 3, 9), date(2026, 5, 28)),
    ("湖滨大道推流器组", "renew", 840, 1_080_000, date(2026, 6, 8), date(2026, 8, 26)),
    ("东湾藻水分离站", "repair", 0, 0, date(2026, 10, 12), None),
)
BLOOMS = (
    ("水面出现带状蓝藻聚集", "blue", "东湾", date(2026, 6, 15), 36),
    ("蓝藻聚集面积约三万平方米", "yellow", "南岸湖滨公园外侧", date(2026, 7, 8), 182),
    ("局部水域蓝藻堆积、有异味", "orange", "西湾闸口", date(2026, 8, 5), 260),
    ("水面出现絮状蓝藻", "blue", "溪东港入湖口", date(2026, 11, 18), 0),
)


def walks(town: Town) -> Iterable[Walk]:
    """Yield the scheme and what lies below it, and the numbers of the air."""
    scheme: list[Case] = []
    register: dict[str, Case] = {}
    yield _scheme(town, scheme, register)
    for told in FACILITIES:
        for place, quarter in enumerate(QUARTERS):
            if place not in told.missed:
                yield _upkeep(town, register, told, quarter, late=place in told.late)
    for work in WORKS:
        yield _work(town, register, work)
    for bloom in BLOOMS:
        yield _bloom(town, scheme, bloom)


def _scheme(town: Town, scheme: list[Case], register: dict[str, Case]) -> Walk:
    at = town.at(date(2026, 1, 12), 560)
    yield at
    case = town.open(
        PACK, "scheme", "云湖蓝藻防治实施方案（2026年修订）", by="xia.he", at=at, responsible=town.unit("environment"),
        leader=town.person("rong.zhi"), basis="年度生态环境保护工作要点",
    )  # fmt: skip
    scheme.append(town.move(case, "issue", by="xia.he", at=at, brings={"text": "蓝藻防治实施方案.pdf"}))
    for told in FACILITIES:
        register[told.subject] = town.open(
            PACK, "facility", told.subject, by="xia.he", at=at, parent=scheme[0], responsible=town.unit(told.keeper),
            handler=town.person("jiang.wanyu" if told.keeper == "lake" else town.cast.heads[told.keeper][0]),
            sort=told.sort, place=told.place, metres=told.metres, built_on=town.days.day(told.built), every="quarter",
            next_on=town.days.day(QUARTERS[0]), demand="设施完好、运行正常，缺损部件及时更换，周边无蓝藻堆积",
        )  # fmt: skip
    year = at.date().year
    for figure, value in (("air_good", 78.6), ("air_before", 77.3)):
        town.enter(PACK, figure, date(year - 1, 1, 1), value, by="xia.he", at=at, basis="年度生态环境监测公报")


def _upkeep(town: Town, register: dict[str, Case], told: Told, quarter: date, *, late: bool) -> Walk:
    """Do the upkeep that opened by itself, before its day or after it."""
    at = town.at(after(quarter, 4 if late else -3), 620)
    yield at
    facility = register[told.subject]
    rows = Case.objects.filter(area_id=facility.area_id, parent_id=facility.pk, kind="upkeep", category="open")
    case = rows.order_by("id").first()
    if case is None:
        return
    doer = "jiang.wanyu" if told.keeper == "lake" else told.keeper
    given = {
        "done_on": at.date(),
        "done_metres": told.metres,
        "cost": 8_000 + told.metres * 6,
        "statement": "已按标准巡检维护",
    }
    town.move(case, "submit", by=doer, at=at, brings={"photo": "管护现场照片.png"}, **given)
    if quarter == QUARTERS[1] and told.sort == "barrier" and told.keeper == "lake":
        town.sign(case, by="xia.he", at=at, verdict="return", opinion="西段照片缺失，请补充后再报")
        town.move(case, "submit", by=doer, at=at, brings={"photo": "西段现场照片.png"}, **given)
    if quarter == QUARTERS[2] and told.sort == "station":
        return  # waits for the office
    at = town.at(after(quarter, 6 if late else -1), 620)
    yield at
    town.sign(case, by="xia.he", at=at, opinion="现场抽查符合标准")


def _work(town: Town, register: dict[str, Case], told: tuple[str, str, int, int, date, date | None]) -> Walk:
    subject, work, metres, cost, on, done = told
    at = town.at(on, 640)
    yield at
    words = {"add": "增设内河拦截带", "renew": "更新推流器", "repair": "设备大修"}[work]
    case = town.open(
        PACK, "work", f"{subject}{words}工程", by="xia.he", at=at, parent=register[subject], responsible=town.unit("lake"),
        handler=town.person("jiang.wanyu"), work=work, planned=metres, due=town.days.day(done or date(2026, 11, 13)),
    )  # fmt: skip
    if done is None:
        return
    at = town.at(done, 640)
    yield at
    town.move(
        case, "submit", by="jiang.wanyu", at=at, brings={"photo": "完工照片和验收单.pdf"}, done_on=at.date(),
        done_metres=metres, cost=cost, statement="已完工并自检合格",
    )  # fmt: skip
    at = town.at(after(done, 1), 640)
    yield at
    town.sign(case, by="xia.he", at=at, opinion="现场丈量无误")


def _bloom(town: Town, scheme: list[Case], told: tuple[str, str, str, date, int]) -> Walk:
    subject, degree, place, on, tonnes = told
    at = town.at(on, 520)
    yield at
    case = town.open(
        PACK, "bloom", subject, by="jiang.wanyu", at=at, parent=scheme[0], responsible=town.unit("lake"), degree=degree,
        handler=town.person((town.cast.members.get("lake") or town.cast.heads["lake"])[0]),
        place=place, found_on=at.date(), due=town.days.day(after(on, 4)),
    )  # fmt: skip
    if not tonnes:
        return  # nobody has responded yet
    at = town.at(after(on, 3 if degree == "orange" else 1), 520)
    yield at
    town.move(case, "respond", by="jiang.wanyu", at=at, statement="打捞船和推流器已投入运行")
    at = town.at(after(on, 4), 900)
    yield at
    given = {"salvaged": tonnes, "statement": "蓝藻已打捞清理，水面恢复"}
    town.move(case, "clear", by="jiang.wanyu", at=at, brings={"photo": "处置前后照片.png"}, **given)
