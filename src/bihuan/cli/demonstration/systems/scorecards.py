"""Assessments: safety twice, the overall one of a half-year, and Party discipline under way with eight units inspected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import period_of
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.scorecards.actions import Said, adjust_scores, score_items, score_itself

PACK: Final = "scorecards"
DESKS: Final = {"office": "organisation", "committee": "tao.jingming"}
ROWS: Final = {
    "B5": Shown(
        figures={"sheets": 26, "settled": 18, "checked_units": 8, "appeals": 2, "appeals_upheld": 1, "visits_done": 5},
        lists=("ranking", "appeals", "visits"),
        documents=("result",),
        warned=("self", "correct"),
    )
}
OFFICE: Final = "ding.yutong"
SUBDISTRICTS: Final = ("yunxi", "qingshan", "lanqiao", "luzhou", "qinglan", "daoxiang")
EIGHT: Final = (*SUBDISTRICTS, "construction", "industry")


@dataclass(frozen=True, slots=True)
class Told:
    """One assessment that is over. within: any day of the time that counts. by_hand: item → (self-score, score) for each unit."""

    subject: str
    card: str
    scheme: str
    within: date
    issued: date
    every: str
    numbers: Mapping[str, tuple[str, tuple[str, ...]]]  # figure → period, values
    by_hand: Mapping[str, tuple[tuple[str, str], ...]]


SAFETY: Final = Told(
    "2025年度街道平安考核", "safety", "云湖平安办〔2025〕6号", date(2025, 11, 3), date(2026, 1, 12), "year",
    {
        "safety_index": ("quarter", ("91.2", "93.5", "88.4", "90.1", "92.0", "89.6")),
        "incidents": ("quarter", ("0", "0", "1", "0", "0", "1")),
        "feeling": ("year", ("97.1", "98.2", "95.0", "96.4", "97.5", "96.1")),
    },
    {"work": (("14", "13"), ("15", "14"), ("14", "11"), ("13", "12"), ("14", "13"), ("14", "12"))},
)  # fmt: skip
SAFETY_AGAIN: Final = Told(
    "2026年上半年街道平安考核", "safety", "云湖平安办〔2026〕3号", date(2026, 5, 4), date(2026, 7, 6), "half_year",
    {
        "safety_index": ("quarter", ("94.6", "95.8", "92.1", "93.0", "95.8", "90.3")),
        "incidents": ("quarter", ("0", "0", "0", "0", "0", "1")),
        "feeling": ("year", ("98.3", "98.6", "96.2", "97.0", "98.6", "95.8")),
    },
    {"work": (("15", "14"), ("15", "14"), ("14", "13"), ("14", "12.5"), ("15", "14"), ("13", "11"))},
)  # fmt: skip
OVERALL: Final = Told(
    "2026年上半年街道综合考核", "overall", "云湖考〔2026〕2号", date(2026, 3, 16), date(2026, 7, 13), "half_year",
    {
        "targets_met": ("year", ("101.2", "98.6", "95.4", "97.8", "99.1", "93.7")),
        "satisfaction": ("year", ("95.6", "94.8", "91.2", "93.5", "95.1", "89.7")),
    },
    {
        "projects": (("14", "13.5"), ("14", "14"), ("13", "11"), ("13", "12"), ("14", "13"), ("12", "10.5")),
        "work": (("14", "14"), ("15", "13.5"), ("13", "12"), ("14", "12.5"), ("14", "13"), ("13", "11")),
    },
)  # fmt: skip
PARTY: Final = Told(
    "2026年落实全面从严治党主体责任量化考核",
    "party",
    "云湖从严〔2026〕5号",
    date(2026, 6, 1),
    date(2026, 9, 1),
    "year",
    {},
    {},
)
VISITS: Final = (  # unit, problems, corrected on
    ("yunxi", 1, date(2026, 9, 29)), ("qingshan", 0, date(2026, 9, 29)), ("lanqiao", 3, None), ("luzhou", 2, date(2026, 10, 12)),
    ("qinglan", 1, date(2026, 9, 30)), ("daoxiang", 4, None), ("construction", 5, None), ("industry", 2, date(2026, 10, 14)),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Yield the assessments that are over, and the one under way."""
    for told in (SAFETY, SAFETY_AGAIN, OVERALL):
        yield _assessment(town, told)
    kept: dict[str, Case] = {}
    yield _party(town, kept)
    for place in range(len(VISITS)):
        yield _visit(town, kept, place)


def _assessment(town: Town, told: Told) -> Walk:
    yield town.at(told.issued, 560)
    sheets = _issued(town, told, SUBDISTRICTS)
    for figure, (every, values) in told.numbers.items():
        for key, value in zip(SUBDISTRICTS, values, strict=True):
            first = period_of(every, town.days.day(told.within)).first
            town.enter(
                PACK, figure, first, value, by=OFFICE, at=town.at(told.issued, 565), unit=key, basis="主管部门通报"
            )
    for place, key in enumerate(SUBDISTRICTS):
        if key == "daoxiang":
            continue  # never scored itself: the clock locks its sheet
        on = after(told.issued, 3 + place)
        yield town.at(on, 600)
        said = {item: scores[place][0] for item, scores in told.by_hand.items()}
        _scores_itself(town, sheets[key], key, said, on)
        town.move(sheets[key], "submit", by=key, at=town.at(on, 640))
    on = after(told.issued, 13)
    yield town.at(on, 600)
    for place, key in enumerate(SUBDISTRICTS):
        given = {item: Said(scores[place][1], "经核对佐证材料评定") for item, scores in told.by_hand.items()}
        score_items(case=town.fresh(sheets[key]), scores=given, by=town.by(OFFICE), at=town.at(on, 600 + place))
        town.sign(sheets[key], by=OFFICE, at=town.at(on, 610 + place))
    on = after(on, 2)
    yield town.at(on, 600)
    for place, key in enumerate(SUBDISTRICTS):
        town.sign(sheets[key], by="tao.jingming", at=town.at(on, 600 + place))
    if told is OVERALL:
        yield from _appeals(town, sheets, after(on, 2))
    on = after(on, 19 if told is OVERALL else 6)
    yield town.at(on, 600)
    for place, key in enumerate(SUBDISTRICTS):
        town.move(sheets[key], "settle", by=OFFICE, at=town.at(on, 600 + place))
    yield town.at(after(on, 2), 600)
    parent = Case.objects.get(area_id=sheets["yunxi"].area_id, pk=sheets["yunxi"].parent_id or 0)
    town.move(parent, "tell", by=OFFICE, at=town.at(after(on, 2), 600), brings={"result": "考核结果通报.docx"})


def _issued(town: Town, told: Told, units: tuple[str, ...]) -> dict[str, Case]:
    period = period_of(told.every, town.days.day(told.within))
    at = town.at(told.issued, 560)
    case = town.open(
        PACK, "assessment", told.subject, by=OFFICE, at=at, assisting=[town.unit(one) for one in units],
        responsible=town.unit("organisation"), card=told.card, scheme=told.scheme, first=period.first, last=period.last,
    )  # fmt: skip
    town.move(case, "issue", by=OFFICE, at=at, brings={"rule": "考核办法.pdf"})
    found = {
        one.responsible_id: one for one in Case.objects.filter(area_id=case.area_id, parent_id=case.pk, kind="sheet")
    }
    return {key: found[town.unit(key).pk] for key in units}


def _scores_itself(town: Town, sheet: Case, key: str, said: Mapping[str, str], on: date) -> None:
    cards = newest_pack(PACK).scorecards.values()
    titles = {item.id: item.title.zh for card in cards for item in card.items.values()}
    brought = {item: (town.paper(f"{titles[item]}佐证材料.pdf", sheet, kind="proof"),) for item in said}
    scores = {item: Said(score, "对照评分标准自评，佐证附后", brought=brought[item]) for item, score in said.items()}
    score_itself(case=town.fresh(sheet), scores=scores, by=town.by(key), at=town.at(on, 620))


def _appeals(town: Town, sheets: dict[str, Case], on: date) -> Walk:
    told = (("lanqiao", "重点项目推进", "漏计1个新开工项目", True), ("luzhou", "基层治理机制", "对扣分有异议", False))
    for place, (key, item, grounds, upheld) in enumerate(told):
        yield town.at(on, 600 + place)
        at = town.at(on, 600 + place)
        case = town.open(
            PACK,
            "appeal",
            f"{item}得分",
            by=key,
            at=at,
            parent=sheets[key],
            responsible=town.unit(key),
            item=item,
            grounds=grounds,
        )
        town.move(case, "lodge", by=key, at=at, statement="提请复核。", brings={"proof": "申诉佐证.pdf"})
        yield town.at(after(on, 3), 600 + place)
        if not upheld:
            town.sign(
                case,
                by=OFFICE,
                at=town.at(after(on, 3), 600 + place),
                verdict="refuse",
                opinion="扣分有据，维持原评分。",
            )
            continue
        town.sign(case, by=OFFICE, at=town.at(after(on, 3), 600 + place))
        yield town.at(after(on, 5), 600 + place)
        town.sign(case, by="tao.jingming", at=town.at(after(on, 5), 600 + place))
        yield town.at(after(on, 6), 600)
        adjust_scores(
            case=town.fresh(sheets[key]), scores=[("projects", "12.5", "新开工项目1个，补计1.5分")], appeal=town.fresh(case),
            by=town.by(OFFICE), at=town.at(after(on, 6), 600),
        )  # fmt: skip


def _party(town: Town, kept: dict[str, Case]) -> Walk:
    issued = PARTY.issued
    yield town.at(issued, 560)
    sheets = _issued(town, PARTY, EIGHT)
    kept["assessment"] = Case.objects.get(area_id=sheets["yunxi"].area_id, pk=sheets["yunxi"].parent_id or 0)
    first = period_of("year", town.days.day(PARTY.within)).first
    for key in EIGHT:
        value = {"lanqiao": "1", "construction": "2"}.get(key, "0")
        basis = "纪检监察工委年度立案统计"
        town.enter(PACK, "violations", first, value, by=OFFICE, at=town.at(issued, 565), unit=key, basis=basis)
    yield from _returned(town, sheets)


def _visit(town: Town, kept: dict[str, Case], place: int) -> Walk:
    key, problems, corrected = VISITS[place]
    on = after(PARTY.issued, 2 + place // 2)
    yield town.at(on, 600 + place)
    visit = town.open(
        PACK, "visit", "主体责任落实情况", by=OFFICE, at=town.at(on, 600 + place), parent=kept["assessment"],
        responsible=town.unit(key), panel=[town.person("zhong.liye"), town.person("wei.cheng")],
        due=town.days.day(date(2026, 9, 18)),
    )  # fmt: skip
    yield town.at(after(on, 4), 600 + place)
    found = f"发现廉政谈话、警示教育等方面问题{problems}个。" if problems else "未发现突出问题。"
    town.move(
        visit, "report", by="wei.cheng", at=town.at(after(on, 4), 600 + place), problems=problems, found=found,
        brings={"record": "检查记录.docx"},
    )  # fmt: skip
    if corrected is not None:
        yield town.at(corrected, 600 + place)
        proof = {"proof": "整改材料.pdf"}
        town.move(visit, "correct", by=key, at=town.at(corrected, 600 + place), statement="已整改到位。", brings=proof)
        yield town.at(after(corrected, 2), 600 + place)
        town.sign(visit, by=OFFICE, at=town.at(after(corrected, 2), 600 + place))


def _returned(town: Town, sheets: dict[str, Case]) -> Walk:
    on = date(2026, 11, 12)
    yield town.at(on, 600)
    key = "yunxi"
    given = {"education": Said("13", "警示教育覆盖面不足"), "innovation": Said("12", "有1项经验在市级推广")}
    score_items(case=town.fresh(sheets[key]), scores=given, by=town.by(OFFICE), at=town.at(on, 600))
    town.sign(sheets[key], by=OFFICE, at=town.at(on, 610))
    yield town.at(after(on, 2), 600)
    town.sign(
        sheets[key],
        by="tao.jingming",
        at=town.at(after(on, 2), 600),
        verdict="return",
        opinion="请云溪街道补充警示教育佐证材料。",
    )
