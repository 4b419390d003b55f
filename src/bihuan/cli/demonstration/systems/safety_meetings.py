"""Meetings on public safety: every month, every quarter, once a year; the index of six streets, and what was made good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.queries import sheet_of

PACK = "safety-meetings"
DESKS = {"office": "politics"}
ROWS = {
    "D10": Shown(
        figures={"index_weight": 60, "monthly": 10, "quarterly": 3, "yearly": 1},
        lists=("by_month", "meetings", "index", "gaps"),
        documents=("analysis", "assign"),
        warned=("hold", "work", "low"),
    )
}
STREETS = ("yunxi", "qingshan", "lanqiao", "luzhou", "qinglan", "daoxiang")
MEMBERS = ("fan.shouzhuo", "wu.xingzhou", "yan.shouzheng", "qi.changting", "xiang.wanqing", "lu.pingzhi")
SERIES = (
    (
        "政法书记办公会议",
        "month",
        tuple(date(2026, month, 22 if month != 2 else 12) for month in range(1, 11)),
        date(2026, 11, 27),
    ),
    ("政法工作例会", "quarter", (date(2026, 4, 9), date(2026, 7, 9), date(2026, 10, 15)), date(2027, 1, 14)),
    ("政法系统大会", "year", (date(2026, 2, 5),), date(2027, 2, 4)),
)
LOST = ("fire", "traffic", "case", "petition", "fraud", "dispute")
WORDS = {
    "fire": "出租房和沿街店铺火灾起数偏高，须开展集中整治",
    "traffic": "农村道路交通亡人事故上升，须排查隐患路口",
    "case": "盗窃类警情上升，须加密重点时段巡防",
    "petition": "越级信访未及时化解，须逐件包案",
    "fraud": "电信网络诈骗发案较多，须精准宣传劝阻",
    "dispute": "矛盾纠纷化解不及时，须落实限时办结",
}


def walks(town: Town) -> Iterable[Walk]:
    """Yield the year with its three series, and every meeting."""
    series: dict[str, Case] = {}
    yield _year(town, series)
    for name, every, days, _ in SERIES:
        for place, on in enumerate(days):
            yield _meeting(town, series, (name, every), place, on)


def _year(town: Town, series: dict[str, Case]) -> Walk:
    at = town.at(date(2026, 1, 6), 530)
    yield at
    streets = [town.unit(one) for one in STREETS]
    leader = town.person("fan.shouzhuo")
    year = town.open(
        PACK, "year", "2026年度平安考核", by="yuan.langyue", at=at, responsible=town.unit("politics"), leader=leader,
        assisting=streets, basis="《2026年度街道平安综治工作目标管理考核细则》",
    )  # fmt: skip
    town.move(year, "issue", by="yuan.langyue", at=at)
    town.use_rule(PACK, "low", basis="《2026年度街道平安综治工作目标管理考核细则》", by="yuan.langyue", at=at)
    for name, every, _, next_on in SERIES:
        series[every] = town.open(
            PACK, "series", name, by="yuan.langyue", at=at, parent=year, responsible=town.unit("politics"), leader=leader,
            panel=[town.person(one) for one in MEMBERS], assisting=streets, every=every, first_on=town.days.day(next_on),
        )  # fmt: skip


def _meeting(town: Town, series: dict[str, Case], told: tuple[str, str], place: int, on: date) -> Walk:
    name, every = told
    minutes = {"month": 560, "quarter": 570, "year": 580}[every]
    at = town.at(after(on, -5), minutes)
    yield at
    above = series[every]
    streets = [town.unit(one) for one in STREETS] if every != "year" else []
    day = town.days.day(on)
    meeting = town.open(
        PACK, "meeting", f"{name}（{day.year}年{day.month}月）", by="yuan.langyue", at=at, parent=above,
        responsible=town.unit("politics"), leader=town.person("fan.shouzhuo"), panel=[town.person(one) for one in MEMBERS],
        assisting=streets, due=day,
    )  # fmt: skip
    held = after(on, 2) if place == 5 else on
    at = town.at(held, minutes)
    yield at
    _hold(town, meeting, place, minutes, held)
    _enter(town, meeting, place, held, minutes)
    if every == "year":
        town.move(meeting, "settle", by="yuan.langyue", at=at)
    if every == "month":
        yield from _gaps(town, meeting, place, held, minutes)


def _hold(town: Town, meeting: Case, place: int, minutes: int, on: date) -> None:
    by, at = town.by("yuan.langyue"), town.at(on, minutes)
    marks = {line.key: Mark("present") for line in sheet_of(town.fresh(meeting))}
    chaired = f"p{town.person('fan.shouzhuo').pk}"
    fill_attendance(meeting=town.fresh(meeting), marks=marks, chaired=chaired, by=by, at=at)
    town.move(
        meeting, "hold", by="yuan.langyue", at=at, brings={"data": "平安指数数据通报.xlsx", "minutes": "会议纪要.docx"},
        held_on=at.date(), analysis=f"街道平安指数总体平稳，{'火灾和交通' if place % 2 else '警情和信访'}类失分仍较集中",
        demands="失分街道逐项制定补短板措施，下次会商报告整改情况",
    )  # fmt: skip


def _enter(town: Town, meeting: Case, place: int, on: date, minutes: int) -> None:
    """Enter the index of every street; one of them falls below the line twice."""
    rows = Case.objects.filter(area_id=meeting.area_id, parent_id=meeting.pk, kind="index").order_by("id")
    for street, row in enumerate(rows):
        points = 96 - (street * 5 + place * 3) % 13
        if street == 3 and place in {6, 7}:
            points = 81
        at = town.at(on, minutes + 2)
        lost = [LOST[(street + place) % 6]]
        town.move(row, "enter", by="yuan.langyue", at=at, points=points, lost=lost, taken_on=at.date())


def _gaps(town: Town, meeting: Case, place: int, on: date, minutes: int) -> Walk:
    """Hand out two shortcomings; most are made good in a month, some are late."""
    gaps = []
    for number in range(2):
        at = town.at(on, minutes + 10)
        cause, street = LOST[(place + number) % 6], STREETS[(place * 2 + number) % 6]
        gap = town.open(
            PACK, "gap", WORDS[cause], by="yuan.langyue", at=at, parent=meeting, responsible=town.unit(street), cause=cause,
            points_lost=2 + number, due=town.days.day(after(on, 15)),
        )  # fmt: skip
        gaps.append((gap, street))
    for number, (gap, street) in enumerate(gaps):
        if place == 9 or (place == 8 and number == 1):
            continue  # still to be made good
        at = town.at(after(on, 18 if place == 4 else 12), minutes + number)
        yield at
        town.move(
            gap,
            "submit",
            by=street,
            at=at,
            brings={"proof": "补短板佐证材料.pdf"},
            statement="已逐项整治，当月指标回升",
        )
        if place == 3 and number == 0:
            town.sign(gap, by="yuan.langyue", at=at, verdict="return", opinion="指标尚未回升，请继续整治")
            again = town.at(after(on, 17), minutes)
            yield again
            town.move(
                gap, "submit", by=street, at=again, brings={"proof": "补充材料.pdf"}, statement="指标已回升至平均线以上"
            )
            at = again
        town.sign(gap, by="yuan.langyue", at=at, opinion="核实属实")
    if place < 8:
        at = town.at(after(on, 20), minutes)
        yield at
        town.move(meeting, "settle", by="yuan.langyue", at=at)
