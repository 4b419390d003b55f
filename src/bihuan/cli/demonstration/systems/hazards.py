"""Pulling nails: street sweeps in ten key areas, hazards handed over at once, most cleared, a major one supervised, some late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "hazards"
DESKS = {"office": "emergency", "experts": "station"}
ROWS = {
    "D9": Shown(
        figures={"key_areas": 10, "hazards": 24, "major": 4, "major_open": 2},
        lists=("zero", "sweeps", "published"),
        documents=("bulletin", "hand_over", "supervise", "urge"),
        warned=("secure", "fix", "left_over"),
    )
}
STREETS = ("yunxi", "qingshan", "lanqiao", "luzhou", "qinglan", "daoxiang")


@dataclass(frozen=True, slots=True)
class Found:
    """One sort of hazard: where, what, and which authority accepts it."""

    area: str
    field: str
    place: str
    what: str
    trade: str
    interim: str


FINDINGS = (
    Found("shops", "fire", "沿街餐饮店", "安全出口堆放杂物，灭火器过期", "emergency", "清理通道，更换灭火器"),
    Found("rented", "fire", "群租房", "电动自行车进楼入户充电", "emergency", "劝离车辆，切断楼道插座"),
    Found("self_built", "housing", "自建房宾馆", "擅自加层，承重墙开裂", "housing", "人员撤离，设置警戒"),
    Found("mall", "fire", "商业广场", "防火卷帘下方设置摊位", "emergency", "移除摊位，测试卷帘"),
    Found("plants", "chemicals", "小微企业园", "稀释剂超量存放，未设专用仓库", "emergency", "转移稀释剂，划定禁火区"),
    Found("sites", "works", "商务中心工地", "临边防护缺失，塔吊限位失效", "housing", "停止吊装，补设防护"),
    Found("gas_points", "gas", "餐饮用气点", "软管老化，未装泄漏报警装置", "housing", "关阀停用，通风检测"),
    Found("care", "fire", "托养中心", "疏散通道被床位占用", "social", "移出床位，恢复通道"),
    Found("storage", "fire", "仓储物流园", "库房与办公混用，电气线路私拉乱接", "emergency", "断电整理，清退住人"),
    Found("lake", "water", "旅游码头", "游船救生设备不足，浮桥护栏松动", "tourism", "停航检修，补足设备"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One hazard of the story. far: found, fixing, supervised, accepting or cleared."""

    n: int
    on: date

    @property
    def found(self) -> Found:
        """What it is."""
        return FINDINGS[self.n % 10]

    @property
    def major(self) -> bool:
        """Whether it is a major one."""
        return self.n in {2, 12, 14, 15}

    @property
    def far(self) -> str:
        """How far it is today."""
        return {
            12: "supervised",
            15: "supervised",
            20: "fixing",
            21: "fixing",
            22: "accepting",
            23: "found",
        }.get(self.n, "cleared")


def walks(town: Town) -> Iterable[Walk]:
    """Yield the drive, twelve sweeps and what each finds, and the drive that found one of these again."""
    yield from drive_walks(town, range(12))
    yield _found_again(town)


def drive_walks(town: Town, places: Iterable[int]) -> Iterable[Walk]:
    """Yield the drive and some of its twelve sweeps with what each finds."""
    drive: list[Case] = []
    yield _drive(town, drive)
    for place in places:
        yield _sweep(town, drive, place)


def _drive(town: Town, drive: list[Case]) -> Walk:
    at = town.at(date(2026, 2, 26), 540)
    yield at
    case = town.open(
        PACK, "drive", "安全生产和消防安全“拔钉除患”专项行动", by="ling.xiaohan", at=at, responsible=town.unit("emergency"),
        leader=town.person("ji.yunshen"), assisting=list(dict.fromkeys(town.unit(one) for one in (*STREETS, "housing", "social"))),
        basis="《安全生产和消防安全“拔钉除患”专项行动实施方案》",
    )  # fmt: skip
    drive.append(case)
    town.use_rule(PACK, "left_over", basis="专项行动实施方案", by="ling.xiaohan", at=at)


def _sweep(town: Town, drive: list[Case], place: int) -> Walk:
    on = after(date(2026, 3, 3), place * 15)
    street = STREETS[place % 6]
    at = town.at(on, 570)
    yield at
    clerk = (town.cast.members.get(street) or town.cast.heads[street])[0]
    sweep = town.open(
        PACK, "sweep", f"{town.unit(street).name}{FINDINGS[place * 2 % 10].place}等", by=street, at=at, parent=drive[0],
        responsible=town.unit(street), panel=[town.person(clerk), town.person("ling.xiaohan")], swept_on=at.date(),
        counted=28 + place * 3 % 17,
    )  # fmt: skip
    both = [Told(place * 2, on), Told(place * 2 + 1, on)]
    for told in both:
        yield from _hazard(town, sweep, told, street)
    if all(told.far == "cleared" for told in both):
        at = town.at(after(on, 14), 980)
        yield at
        town.move(
            sweep, "file", by=street, at=at, brings={"sheet": "检查记录表.pdf"}, statement="隐患全部清零，记录归档"
        )


def _hazard(town: Town, sweep: Case, told: Told, street: str) -> Walk:
    found, minutes = told.found, 600 + told.n
    at = town.at(told.on, minutes)
    yield at
    clerk = (town.cast.members.get(street) or town.cast.heads[street])[0]
    case = town.open(
        PACK, "hazard", found.what, by="ling.xiaohan", at=at, parent=sweep, responsible=town.unit(street),
        lead=town.unit(found.trade), handler=town.person(clerk), place=f"{town.unit(street).name}{found.place}", area=found.area, field=found.field,
        **{"class": "major" if told.major else "general"}, owner="经营负责人", telephone=f"1380000{told.n:04d}",
    )  # fmt: skip
    if told.far == "found":
        return  # not made safe yet: one of them beyond its hours
    at = town.at(after(told.on, 3 if told.n % 11 == 7 else 0), minutes + 120)
    yield at
    due = town.days.day(after(told.on, 20 if told.major else 6))
    if told.n in {15, 20}:
        due = town.days.day(date(2026, 12, 11))
    given: dict[str, object] = {"interim": found.interim, "due": due}
    if told.major:
        given["measures"] = "措施、责任、资金、时限和应急预案已落实，停用期间专人看守"
    move = "secure_major" if told.major else "secure"
    town.move(case, move, by=street, at=at, brings={"before": "排危前照片.png"}, **given)
    if told.far in {"fixing", "supervised"}:
        return
    yield from _accepted(town, case, told, street)


def _accepted(town: Town, case: Case, told: Told, street: str) -> Walk:
    """Ask for acceptance; one in seven is returned once by the trade authority."""
    minutes = 620 + told.n
    at = town.at(after(told.on, 9 if told.n % 13 == 5 else 5), minutes)
    yield at
    given = {"statement": "已整改到位，申请现场验收", "cost": 86_000 if told.major else 1_200 + 300 * told.n}
    town.move(case, "ask", by=street, at=at, brings={"after": "整改后照片.png"}, **given)
    if told.far == "accepting":
        return
    signer = told.found.trade
    if told.n % 7 == 3:
        no = "reject_major" if told.major else "reject"
        town.move(case, no, by=signer, at=at, reason="现场仍有遗留，请整改后再申请")
        at = town.at(after(told.on, 10), minutes)
        yield at
        town.move(case, "ask", by=street, at=at, brings={"after": "再次整改后照片.png"}, **given)
    at = town.at(after(told.on, 11), minutes)
    yield at
    town.move(case, "accept", by=signer, at=at, brings={"onsite": "现场验收单.pdf"}, accepted_on=at.date())
    if told.major:
        town.sign(case, by="zeng.ke", at=at, opinion="专家组现场验收通过")
    at = town.at(after(told.on, 12), minutes)
    yield at
    town.sign(case, by="ling.xiaohan", at=at, opinion="同意清零")


def _found_again(town: Town) -> Walk:
    """Another drive finds what the first has under supervision: written down in both, counted once."""
    at = town.at(date(2026, 11, 10), 560)
    yield at
    drive = town.open(
        PACK, "drive", "今冬明春火灾防控专项检查", by="ling.xiaohan", at=at, responsible=town.unit("emergency"),
        leader=town.person("ji.yunshen"), assisting=[town.unit("housing")], basis="《今冬明春火灾防控工作方案》",
    )  # fmt: skip
    sweep = town.open(
        PACK, "sweep", "住宿场所火灾防控检查", by="ling.xiaohan", at=at, parent=drive, responsible=town.unit("emergency"),
        panel=[town.person("ling.xiaohan")], swept_on=at.date(), counted=12,
    )  # fmt: skip
    rows = Case.objects.filter(
        area_id=drive.area_id, pack=PACK, kind="hazard", category="open", fields__area="self_built"
    )
    known = rows.order_by("id")[0]
    again = town.open(
        PACK, "hazard", "宾馆加层部分无疏散楼梯，承重墙开裂", by="ling.xiaohan", at=at, parent=sweep,
        responsible=known.responsible, lead=known.lead, handler=known.handler, place=known.fields["place"], area="self_built",
        field="housing", **{"class": "major"}, same_as=known.number,
    )  # fmt: skip
    at = town.at(date(2026, 11, 10), 700)
    yield at
    town.move(
        again, "secure_major", by=town.cast.key_of(known.responsible_id), at=at, brings={"before": "排危前照片.png"},
        interim="停业封闭，专人看守", measures="与首次检查交办的整改方案一并实施", due=town.days.day(date(2026, 12, 11)),
    )  # fmt: skip
