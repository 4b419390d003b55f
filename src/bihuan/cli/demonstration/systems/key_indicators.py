"""Key indicators: numbers of this year and the last, who files them, and what is done where one falls short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "key-indicators"
DESKS = {"office": "planning"}
ROWS = {
    "C8": Shown(
        figures={
            "leading_share": 52.8, "coal_freed": 2.7, "green_factories": 21, "bonded_rank": 23, "sources": 6, "shortfalls": 2,
            "lifted": 1,
        },
        lists=("sources", "filings", "shortfalls"),
        documents=("bulletin",),
        warned=("file", "work"),
    )
}  # fmt: skip
YEARS = {
    "leading_share": ("50.9", "52.8"), "coal_freed": ("2.1", "2.7"), "green_factories": ("15", "21"), "bonded_rank": ("53", "23"),
}  # fmt: skip
OUTPUT = {
    2025: (151.2, 138.6, 162.4, 158.9, 161.7, 170.3, 163.5, 165.8, 172.1, 168.4, 171.9, 180.6),
    2026: (158.4, 146.1, 174.8, 170.2, 175.5, 186.1, 178.3, 181.0, 188.9, 184.7),
}
UNITS_OUTPUT = {"yunxi": 31.2, "qingshan": 44.8, "lanqiao": 28.6, "luzhou": 24.1, "qinglan": 33.5, "daoxiang": 22.5}
UNITS_BEFORE = {"yunxi": 33.9, "qingshan": 44.1, "lanqiao": 28.9, "luzhou": 23.4, "qinglan": 33.2, "daoxiang": 25.4}
GROWTH = {
    (2025, 1): "7.1",
    (2025, 4): "7.6",
    (2025, 7): "8.0",
    (2025, 10): "8.2",
    (2026, 1): "8.6",
    (2026, 4): "7.2",
    (2026, 7): "8.4",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One indicator: who files it, and how it is counted. late: its last filing is missing."""

    name: str
    indicator: str
    unit: str
    who: str
    caliber: str
    late: bool = False
    returned: bool = False
    filed: tuple[str, str] = ("", "")  # in July, in October


SOURCES = (
    Told("三大主导产业产值占比", "leading", "economy", "duan.qingyang", "三大主导产业产值占规上工业总产值的比重", filed=("52.4", "52.8")),
    Told("腾出能耗", "coal", "planning", "han.bing", "淘汰和改造落后产能核定的节能量，单位为万吨标准煤", filed=("1.9", "2.7")),
    Told("绿色工厂", "green", "economy", "duan.qingyang", "获评市级以上绿色工厂累计数", returned=True, filed=("20", "21")),
    Told("综合保税区绩效评估名次", "bonded", "investment", "pan.shiyu", "海关特殊监管区域发展绩效评估结果", filed=("23", "23")),
    Told("规上工业产值", "output", "economy", "duan.qingyang", "统计联网直报平台月度数据", filed=("186.1", "188.9")),
    Told("固定资产投资增速", "other", "housing", "qiu.xiaoman", "统计部门季度数据", late=True, filed=("7.2", "8.4")),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Yield the sources with their filings, the numbers, and the two that fell short."""
    sources: dict[str, Case] = {}
    for place, told in enumerate(SOURCES):
        yield _source(town, told, sources, 560 + 8 * place)
    yield _numbers(town)
    yield _short(town, sources, "other", "低于目标0.8个百分点", "新开工项目入库滞后", lifted=True)
    yield _short(town, sources, "output", "低于序时进度1.2个百分点", "龙头企业检修减产", lifted=False)


def _source(town: Town, told: Told, sources: dict[str, Case], minutes: int) -> Walk:
    at = town.at(date(2026, 6, 22), minutes)
    yield at
    case = town.open(
        PACK, "source", told.name, by="han.bing", at=at, responsible=town.unit(told.unit), leader=town.person("rong.zhi"),
        handler=town.person(told.who), indicator=told.indicator, every="quarter", first_on=town.days.day(date(2026, 7, 15)),
        caliber=told.caliber,
    )  # fmt: skip
    sources[told.indicator] = case
    for day in (date(2026, 7, 14), date(2026, 10, 14)):
        if told.late and day.month == 10:
            continue
        at = town.at(day, minutes)
        yield at
        rows = Case.objects.filter(area_id=case.area_id, parent_id=case.pk, kind="filing", category="open")
        filing = rows.order_by("id").first()
        if filing is not None:
            yield from _file(town, filing, told, day, minutes, returned=told.returned and day.month == 7)


def _file(town: Town, filing: Case, told: Told, day: date, minutes: int, *, returned: bool) -> Walk:
    at = town.at(day, minutes)
    july, october = told.filed
    given = {"value": october if day.month == 10 else july, "change": "与上期相比总体平稳，变化原因见报送表"}
    town.move(filing, "file", by=told.who, at=at, brings={"sheet": "指标报送表.xlsx"}, **given)
    if returned:
        town.sign(filing, by="han.licheng", at=at, verdict="return", opinion="名单有重复，请核减后重报")
        at = town.at(after(day, 1), minutes)
        yield at
        town.move(filing, "file", by=told.who, at=at, brings={"sheet": "指标报送表（更正）.xlsx"}, **given)
    if not (told.indicator == "output" and day.month == 10):
        at = town.at(after(day, 2), minutes)
        yield at
        town.sign(filing, by="han.licheng", at=at)


def _numbers(town: Town) -> Walk:
    """Enter what was, and what is: the years beside each other, every month, and each subdistrict for the last one."""
    at = town.at(date(2026, 11, 12), 900)
    yield at
    year = town.days.day(date(2026, 11, 20)).year
    for figure, values in YEARS.items():
        for back, value in enumerate(reversed(values)):
            _enter(town, figure, date(year - back, 1, 1), value)
    for told, months in OUTPUT.items():
        for month, amount in enumerate(months, start=1):
            _enter(town, "output", date(told - 2026 + year, month, 1), str(amount))
    for (told, month), growth in GROWTH.items():
        _enter(town, "investment", date(told - 2026 + year, month, 1), growth)
    for month, units in ((9, UNITS_BEFORE), (10, UNITS_OUTPUT)):
        for unit, amount in units.items():
            _enter(town, "output", date(year, month, 1), str(amount), unit)


def _enter(town: Town, figure: str, first: date, value: str, unit: str = "") -> None:
    at = town.at(date(2026, 11, 12), 900)
    if first <= at.date():
        town.enter(PACK, figure, first, value, by="han.bing", at=at, unit=unit, basis="统计部门核定数")


def _short(town: Town, sources: dict[str, Case], indicator: str, gap: str, cause: str, *, lifted: bool) -> Walk:
    at = town.at(date(2026, 7, 27), 640)
    yield at
    source = town.fresh(sources[indicator])
    unit = source.responsible
    assert unit is not None  # noqa: S101 - every source has one
    told = next(one for one in SOURCES if one.indicator == indicator)
    case = town.open(
        PACK, "shortfall", f"{told.name}低于目标", by="han.bing", at=at, parent=source, responsible=unit,
        leader=town.person("rong.zhi"), handler=town.person(told.who), gap=gap,
    )  # fmt: skip
    at = town.at(date(2026, 8, 5), 640)
    yield at
    due = date(2026, 10, 30) if lifted else date(2026, 11, 13)
    town.move(
        case,
        "plan",
        by=told.unit,
        at=at,
        cause=cause,
        measures="逐项列出清单，每周调度，专人跟踪服务",
        due=town.days.day(due),
    )
    if not lifted:
        return
    at = town.at(date(2026, 10, 26), 640)
    yield at
    town.move(
        case,
        "finish",
        by=told.unit,
        at=at,
        brings={"proof": "提升成效说明.pdf"},
        statement="三季度增速已回升至目标以上",
    )
    town.sign(case, by="han.licheng", at=at)
