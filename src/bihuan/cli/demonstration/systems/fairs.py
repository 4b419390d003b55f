"""Fairs and promotion: 88 enterprise-times at five fairs, enterprises counted once; one report late, one fair still signing up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.enterprises import firm, name_of
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town

PACK: Final = "fairs"
CLERK: Final = "pan.shiyu"
DESKS: Final = {"office": "investment", "finance": "finance"}
ROWS: Final = {
    "C9": Shown(
        figures={"enterprise_times": 88, "enterprises": 46, "fairs": 5},
        lists=("fairs", "participants"),
        documents=("report", "urge"),
        warned=("report", "sign_up"),
    )
}
# Subject, sort, place, first day, days, enterprises, workdays until the report (0: not yet).
FAIRS: Final = (
    ("春季装备制造展", "special", "湖城国际会展中心", date(2026, 3, 24), 3, tuple(range(0, 24)), 9),
    ("长三角新材料博览会", "special", "江畔展览馆", date(2026, 5, 19), 3, tuple(range(10, 28)), 12),
    ("云湖投资环境推介会", "promotion", "湖城会议中心", date(2026, 6, 16), 1, tuple(range(0, 36, 2)), 7),
    ("秋季商品交易会", "trade_fair", "南港会展中心", date(2026, 9, 22), 4, tuple(range(20, 38)), 18),
    ("产业链供需对接会", "matching", "云湖会议中心", date(2026, 10, 27), 1, tuple(range(36, 46)), 0),
)


def walks(town: Town) -> Iterable[Walk]:
    """Return the fairs, one after the other, and the one to come."""
    for told in FAIRS:
        yield _fair(town, told)
    yield _coming(town)


def _fair(town: Town, told: tuple[str, str, str, date, int, tuple[int, ...], int]) -> Walk:
    subject, sort, place, day, days, firms, took = told
    ends, until = after(day, days - 1), after(day, -12)
    yield (at := town.at(after(day, -30)))
    fair = town.open(
        PACK, "fair", subject, by=CLERK, at=at, sort=sort, place=place, begins_on=town.days.day(day),
        ends_on=town.days.day(ends), sign_up_by=town.days.day(until), responsible=town.unit("investment"),
        handler=town.person(CLERK),
    )  # fmt: skip
    town.move(fair, "invite", by=CLERK, at=at, sign_up_by=town.days.day(until))
    taking = []
    for number, one in enumerate(firms):
        yield (at := town.at(after(day, -28 + number % 10), 570 + number))
        case = town.open(
            PACK, "participant", name_of(one), by=CLERK, at=at, parent=fair, applicant=firm(town, one, at=at),
            responsible=town.unit("investment"), products="主导产品", people=2 + number % 3,
        )  # fmt: skip
        town.move(case, "confirm", by=CLERK, at=at, stands=1 + number % 3)
        taking.append(case)
    yield (at := town.at(day, 540))
    town.move(fair, "hold", by=CLERK, at=at)
    yield (at := town.at(after(ends, 2)))
    for number, case in enumerate(taking):
        town.move(
            case, "attend", by=CLERK, at=at, brings={"proof": "参展照片.png"}, talks=3 + number % 9,
            intended=(2 + number % 5) * 300_000, signed=(number % 4) * 200_000,
        )  # fmt: skip
    if not took:
        return
    yield (at := town.at(after(ends, took)))
    said = f"组织{len(firms)}家企业参展，集中展示主导产业产品，会后逐家回访。"
    town.move(fair, "report", by=CLERK, at=at, brings={"record": f"{subject}总结.docx"}, result=said, cost=60_000)


def _coming(town: Town) -> Walk:
    yield (at := town.at(date(2026, 11, 12)))
    fair = town.open(
        PACK, "fair", "冬季消费促进展", by=CLERK, at=at, sort="trade_fair", place="云湖文化广场",
        begins_on=town.days.day(date(2026, 12, 18)), ends_on=town.days.day(date(2026, 12, 20)),
        sign_up_by=town.days.day(date(2026, 11, 27)), responsible=town.unit("investment"),
        note="标准展位3米×3米，展位费由区财政承担。特装展位请自行搭建，12月17日全天布展。", stands_at_most=3,
    )  # fmt: skip
    town.move(fair, "invite", by=CLERK, at=at, sign_up_by=town.days.day(date(2026, 11, 27)))
    for one, products in ((0, "数控机床、五轴加工中心"), (8, "文创产品和旅游线路"), (15, "智能客服系统")):
        yield (at := town.at(date(2026, 11, 17 + one % 3), 600 + one))
        case = town.open(
            PACK,
            "participant",
            name_of(one),
            by=CLERK,
            at=at,
            parent=fair,
            applicant=firm(town, one, at=at),
            responsible=town.unit("investment"),
            products=products,
            stands=1 + one % 2,
            people=3,
        )
        if one == 8:
            town.move(case, "confirm", by=CLERK, at=at, stands=1)  # fmt: skip
