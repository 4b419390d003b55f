"""Eight villages: three had no new member for three years and were warned; one plan has worked, one waits, people are on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK: Final = "member-warning"
DESKS: Final = {"office": "organisation"}
ROWS: Final = {
    "F1": Shown(
        figures={"villages": 8, "silent": 2, "soon": 1, "plans": 3, "plans_made": 2, "plans_done": 1, "admitted": 2},
        lists=("warning", "stages", "plans"),
        documents=("report", "warning"),
        warned=("silence", "write", "talk"),
    )
}
OFFICE: Final = "ding.yutong"
BEGUN: Final = date(2025, 9, 8)


@dataclass(frozen=True, slots=True)
class Village:
    """One village. secretary: sign-in name and name. last: when it last admitted somebody. plan: how far its plan went."""

    key: str
    name: str
    above: str
    secretary: tuple[str, str]
    members: int
    young: int
    last: date
    plan: str = ""


VILLAGES: Final = (
    Village("qiaonan", "桥南村", "lanqiao", ("fu.yuming", "符雨鸣"), 52, 3, date(2022, 10, 12), "worked"),
    Village("daoyuan", "稻源村", "daoxiang", ("gong.heng", "龚恒"), 48, 4, date(2023, 6, 29), "running"),
    Village("luwan", "鹭湾村", "luzhou", ("yin.lan", "殷岚"), 39, 2, date(2023, 10, 18), "to_write"),
    Village("shanqian", "山前村", "qingshan", ("pu.cheng", "蒲程"), 61, 7, date(2024, 3, 14)),
    Village("yunpan", "云畔社区", "yunxi", ("zhang.han", "章含章"), 85, 15, date(2025, 6, 27)),
    Village("qinghe", "晴河村", "qinglan", ("lu.xing", "鹿行"), 44, 5, date(2024, 12, 5)),
    Village("xiting", "溪汀社区", "yunxi", ("he.yu", "和煦"), 73, 12, date(2025, 3, 20)),
    Village("zhulin", "竹林村", "qingshan", ("zhu.yan", "祝延"), 57, 6, date(2024, 6, 28)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody on the way. village: place in VILLAGES; far: the stage in which they stand."""

    village: int
    code: str
    name: str
    born: date
    trade: str
    on: date
    far: str


PEOPLE: Final = (
    Applicant(0, "2025-01", "傅归舟", date(1997, 4, 2), "graduate", date(2025, 9, 15), "probationary"),
    Applicant(4, "2025-01", "端木晴", date(1994, 8, 19), "worker", date(2025, 9, 10), "probationary"),
    Applicant(1, "2026-01", "司徒野", date(1999, 1, 23), "veteran", date(2026, 8, 5), "activist"),
    Applicant(2, "2026-01", "宗白", date(2001, 11, 6), "farmer", date(2026, 10, 9), "applied"),
    Applicant(5, "2026-01", "牧野", date(1995, 5, 30), "farmer", date(2026, 6, 11), "talked"),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: each village, its plan and its people."""
    kept: dict[str, Case] = {}
    for told in VILLAGES:
        yield _village(town, told, kept)
        if told.plan:
            yield _plan(town, told, kept)
    yield from (_person(town, told, kept) for told in PEOPLE)


def _village(town: Town, told: Village, kept: dict[str, Case]) -> Walk:
    yield town.at(BEGUN)
    at = town.at(BEGUN)
    town.new_unit(told.key, f"{told.name}党组织", short=told.name, above=told.above, at=at)
    username, name = told.secretary
    town.new_person(username, name, told.key, role="head", title="党组织书记", at=at)
    kept[told.key] = town.open(
        PACK, "village", told.name, by=OFFICE, at=at, responsible=town.unit(told.key), lead=town.unit(told.above),
        sort="community" if told.name.endswith("社区") else "village", party_members=told.members, under_35=told.young,
        last_before=town.days.day(told.last),
    )  # fmt: skip


def _plan(town: Town, told: Village, kept: dict[str, Case]) -> Walk:
    """The plan that the warning opened is written; who is late writes it late, or not yet."""
    first = {"worked": date(2025, 11, 3), "running": date(2026, 7, 20), "to_write": date(2026, 11, 20)}[told.plan]
    if told.plan == "to_write":
        return
    yield town.at(first)
    plan = Case.objects.filter(area_id=town.cast.area.pk, kind="plan", parent_id=kept[told.key].pk).first()
    if plan is None:
        return  # built on another day, the warning may not have come yet
    by, street = told.secretary[0], told.above
    written: dict[str, Any] = {
        "cause": "青年外出务工多，后备力量不足。", "cultivated": 2, "measures": "党组织书记联系返乡青年，每月谈心一次。",
        "due": town.days.day(date(2027, 6, 30)),
    }  # fmt: skip
    town.move(plan, "write", by=by, at=town.at(first), **written)
    yield town.at(after(first, 2))
    town.sign(plan, by=street, at=town.at(after(first, 2)), verdict="return", opinion="请明确培养对象的联系人。")
    yield town.at(after(first, 5))
    written["measures"] = "党组织书记、村委会主任各联系1名返乡青年，每月谈心一次，参加村务实践。"
    town.move(plan, "write", by=by, at=town.at(after(first, 5)), **written)
    yield town.at(after(first, 7))
    town.sign(plan, by=street, at=town.at(after(first, 7)))
    if told.plan == "worked":
        yield town.at(date(2026, 11, 18))
        said = "新接收1名预备党员，另有1名积极分子正在培养。"
        town.move(plan, "finish", by=street, at=town.at(date(2026, 11, 18)), statement=said)


def _person(town: Town, told: Applicant, kept: dict[str, Case]) -> Walk:
    """Take somebody through the stages as far as the story goes."""
    village, on, far = VILLAGES[told.village], told.on, told.far
    by, street = village.secretary[0], village.above
    yield town.at(on)
    case = town.open(
        PACK, "person", told.code, by=by, at=town.at(on), parent=kept[village.key], responsible=town.unit(village.key),
        lead=town.unit(street), name=told.name, born=told.born, trade=told.trade, applied_on=town.days.day(on),
    )  # fmt: skip
    if far == "applied":
        return
    yield town.at(after(on, 12))
    brings = {"application": "入党申请书.pdf", "talk": "谈话记录.docx"}
    town.move(case, "talk", by=by, at=town.at(after(on, 12)), brings=brings, talked_on=town.days.day(after(on, 12)))
    if far == "talked":
        return
    yield town.at(after(on, 14))
    town.move(case, "adopt", by=by, at=town.at(after(on, 14)), brings={"recommendation": "推荐和备案材料.docx"})
    if far == "activist":
        return
    year = date(2026, 10, 14)
    yield town.at(year)
    town.move(case, "choose", by=by, at=town.at(year), statement="经一年培养考察，同意列为发展对象。")
    yield town.at(after(year, 6))
    brings = {"examination": "政治审查材料.pdf", "notice": "公示材料.pdf"}
    town.move(case, "examine", by=by, at=town.at(after(year, 6)), brings=brings, training_hours=24)
    yield town.at(after(year, 12))
    town.move(case, "resolve", by=by, at=town.at(after(year, 12)), brings={"resolution": "支部大会决议.pdf"})
    yield town.at(after(year, 20))
    town.sign(case, by=street, at=town.at(after(year, 20)), opinion="同意接收为预备党员。")
    yield town.at(after(year, 21))
    town.move(case, "enter", by=by, at=town.at(after(year, 21)), admitted_on=town.days.day(after(year, 20)))
