"""The boundary of duties: six duties and eight bodies, some of other levels; one dispute answered, one awaiting its answer, one open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK: Final = "duties"
DESKS: Final = {"office": "organisation", "leaders": "tao.jingming"}
ROWS: Final = {
    "B3": Shown(
        figures={"duties": 6, "bodies": 8, "disputes": 3, "disputes_answered": 1, "disputes_raised": 1, "disputes_closed": 1},
        lists=("matrix", "shares", "disputes"),
        documents=("matrix", "request"),
        warned=("confirm", "settle"),
    )
}  # fmt: skip
OFFICE: Final = "ding.yutong"
OUTSIDE: Final = {
    "city_staffing": ("市委机构编制委员会办公室", "ting.zhaoming", "庭照明"),
    "city_building": ("市住房和城乡建设局", "he.shian", "何时安"),
    "city_water": ("市水务局", "shui.changqing", "水长清"),
    "district": ("临湖区人民政府", "lin.yue", "林岳"),
    "closed_zone": ("云湖封闭区管理处", "feng.ke", "封可"),
}
SIDES: Final = {"city_building": "city", "city_water": "city", "district": "district", "closed_zone": "zone"}
# duty, field, basis, body → share ("" for one that is not confirmed yet)
DUTIES: Final[tuple[tuple[str, str, str, Mapping[str, str]], ...]] = (
    ("封闭区内老旧房屋安全鉴定", "building", "城市房屋安全管理办法",
     {"housing": "assist", "city_building": "lead", "district": "assist", "closed_zone": "disputed"}),
    ("入湖河道日常巡护", "environment", "河道管理条例",
     {"environment": "assist", "city_water": "lead", "district": "disputed", "closed_zone": "assist"}),
    ("占道经营执法", "law", "市容和环境卫生管理条例", {"enforcement": "lead", "district": "none", "closed_zone": "assist"}),
    ("建设工程质量安全监督", "building", "建设工程质量管理条例", {"housing": "lead", "city_building": "assist", "closed_zone": "assist"}),
    ("小型水库防汛调度", "safety", "水库大坝安全管理条例", {"emergency": "assist", "city_water": "lead", "district": "assist"}),
    ("封闭区内消防巡查", "safety", "消防条例", {"emergency": "disputed", "closed_zone": "", "district": "none"}),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Yield the duties with their shares, then what was disputed."""
    kept: dict[int, Case] = {}
    for place, told in enumerate(DUTIES):
        yield _duty(town, kept, place, told)
    yield _answered(town, kept)
    yield _awaiting(town, kept)
    yield _open(town, kept)


def _bodies(town: Town) -> None:
    if "city_staffing" in town.cast.units:
        return
    at = town.at(date(2026, 2, 2), 540)
    for key, (name, username, person) in OUTSIDE.items():
        town.new_unit(key, name, at=at)
        town.new_person(username, person, key, role="head", title="负责人", at=at)
    town.give_desks(PACK, {"superior": "city_staffing"})


def _duty(town: Town, kept: dict[int, Case], place: int, told: tuple[str, str, str, Mapping[str, str]]) -> Walk:
    subject, field, basis, shares = told
    on = after(date(2026, 2, 2), place)
    yield town.at(on, 545 + place)
    _bodies(town)
    duty = town.open(
        PACK, "duty", subject, by=OFFICE, at=town.at(on, 545 + place), field=field, basis=f"《{basis}》",
        assisting=[town.unit(one) for one in shares],
    )  # fmt: skip
    kept[place] = duty
    below = Case.objects.filter(area_id=duty.area_id, parent_id=duty.pk, kind="share")
    by_unit = {one.responsible_id: one for one in below}
    for nth, (key, share) in enumerate(shares.items()):
        if not share:
            continue
        yield town.at(after(on, 2 + nth), 600 + place)
        scope = {
            "lead": "牵头组织，承担主体责任",
            "assist": "配合做好信息共享和现场处置",
            "none": "不承担此项职责",
        }.get(share, "职责归属有争议")
        town.move(
            by_unit[town.unit(key).pk],
            "confirm",
            by=key,
            at=town.at(after(on, 2 + nth), 600 + place),
            side=SIDES.get(key, "area"),
            share=share,
            scope=scope,
        )


def _raised(town: Town, duty: Case, subject: str, on: date, *, by: str, others: tuple[str, ...], grounds: str) -> Case:
    at = town.at(on, 620)
    case = town.open(
        PACK, "dispute", subject, by=by, at=at, parent=duty, responsible=town.unit(by), assisting=[town.unit(one) for one in others],
        way="unclear", grounds=grounds, proposal="请明确牵头单位和配合单位的职责分工。",
    )  # fmt: skip
    return town.move(
        case,
        "submit",
        by=by,
        at=town.at(on, 640),
        statement="提请协调明确职责分工。",
        brings={"grounds": "职责依据对照表.xlsx"},
    )


def _answered(town: Town, kept: dict[int, Case]) -> Walk:
    on = date(2026, 3, 16)
    yield town.at(on, 620)
    grounds = "封闭区移交后，老旧房屋安全鉴定由谁组织、费用由谁承担没有明确规定，已造成3处房屋鉴定延误。"
    case = _raised(
        town,
        kept[0],
        "封闭区老旧房屋安全鉴定主体",
        on,
        by="housing",
        others=("city_building", "closed_zone"),
        grounds=grounds,
    )
    yield town.at(after(on, 8), 600)
    town.move(
        case, "propose", by=OFFICE, at=town.at(after(on, 8), 600), opinion="建议由封闭区管理处组织鉴定，住建部门负责业务指导。",
        brings={"agreed": "协调会纪要.docx"},
    )  # fmt: skip
    yield town.at(after(on, 9), 600)
    for minute, body in enumerate(("city_building", "closed_zone")):
        town.sign(case, by=body, at=town.at(after(on, 9), 600 + minute))
    yield town.at(after(on, 10), 600)
    town.sign(
        case,
        by="tao.jingming",
        at=town.at(after(on, 10), 600),
        verdict="return",
        opinion="涉及市级部门职责，请提请上级明确。",
    )
    yield town.at(after(on, 12), 600)
    town.move(
        case, "raise", by=OFFICE, at=town.at(after(on, 12), 600), opinion="建议由市级住建部门牵头，封闭区管理处和新区住建局配合。",
        asked_no="云湖编〔2026〕1号",
    )  # fmt: skip
    answered = after(on, 36)
    yield town.at(answered, 600)
    town.move(
        case, "answer", by=OFFICE, at=town.at(answered, 600), answer="由市住房和城乡建设局牵头组织鉴定，封闭区管理处、新区住建局配合。",
        answer_no="市编函〔2026〕23号", answered_on=town.days.day(answered), brings={"answer": "市编办答复函.pdf"},
    )  # fmt: skip
    yield town.at(after(answered, 3), 600)
    zone = town.unit("closed_zone").pk
    share = Case.objects.get(area_id=case.area_id, parent_id=kept[0].pk, kind="share", responsible_id=zone)
    town.move(
        share, "amend", by=OFFICE, at=town.at(after(answered, 3), 600), share="assist", scope="配合入户和人员安置",
        reason="按市编函〔2026〕23号调整",
    )  # fmt: skip
    yield town.at(after(answered, 4), 600)
    town.move(case, "close", by=OFFICE, at=town.at(after(answered, 4), 600), statement="已按答复调整职责分工表并印发。")


def _awaiting(town: Town, kept: dict[int, Case]) -> Walk:
    on = date(2026, 9, 21)
    yield town.at(on, 620)
    grounds = "入湖河道穿越行政区和新区，巡护责任段划分不清，3处断面无人巡护。"
    case = _raised(
        town,
        kept[1],
        "入湖河道巡护责任段划分",
        on,
        by="environment",
        others=("city_water", "district"),
        grounds=grounds,
    )
    yield town.at(after(on, 17), 600)
    town.move(
        case, "raise", by=OFFICE, at=town.at(after(on, 17), 600), opinion="建议按河道管理权限划分责任段，由市水务局牵头。",
        asked_no="云湖编〔2026〕4号",
    )  # fmt: skip


def _open(town: Town, kept: dict[int, Case]) -> Walk:
    on = date(2026, 10, 20)
    yield town.at(on, 620)
    grounds = "封闭区内消防巡查由应急部门还是管理处承担意见不一。"
    _raised(town, kept[5], "封闭区消防巡查职责", on, by="emergency", others=("closed_zone",), grounds=grounds)
