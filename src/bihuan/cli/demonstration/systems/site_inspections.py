"""The inspection of building sites and of plants that pollute the air: days, problems, penalties, three buildings without a permit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "site-inspections"
DESKS = {"office": "housing", "legal": "shao.nanzhi", "panel": "lei.dingyi", "permit": "approval"}
ROWS = {
    "D4": Shown(
        figures={"sites": 812, "penalties": 25, "permits": 147, "unlicensed": 3, "educated": 2},
        lists=("permits", "days", "problems", "penalties", "published", "unlicensed"),
        documents=("bulletin", "order", "stop_order", "notice", "demand"),
        warned=("fix", "watch", "case", "unlicensed_left"),
    )
}

STREETS = ("yunxi", "qingshan", "lanqiao", "luzhou", "qinglan", "daoxiang")
PERMITS = (9, 11, 17, 16, 15, 16, 14, 17, 16, 16)  # January to October
LAW = {
    "dust": "《中华人民共和国大气污染防治法》第一百一十五条",
    "gas": "《中华人民共和国大气污染防治法》第一百零八条",
    "machine": "《中华人民共和国大气污染防治法》第一百一十四条",
    "waste": "《中华人民共和国大气污染防治法》第一百一十六条",
    "permit": "《建设工程质量管理条例》第五十七条",
}
FAULTS = (
    ("dust", "裸露土方未按要求覆盖，围挡喷淋未开启"),
    ("waste", "渣土车出场未冲洗，车身密闭不严"),
    ("dust", "主要道路未硬化，扬尘在线监测设备停用"),
    ("machine", "非道路移动机械未登记编码，尾气明显可见"),
    ("gas", "喷涂工序未在密闭空间内进行，废气处理设施未运行"),
)
BUILDERS = (
    "云湖筑成建设有限公司",
    "云湖正和建筑工程有限公司",
    "恒川市政工程有限公司",
    "云湖新锐涂装有限公司",
    "安澜建设集团有限公司",
)
SITES = ("观澜里一期", "湖滨商务中心", "溪东路改造", "青杉产业园三期", "鹭洲人才公寓", "稻香仓储中心")


@dataclass(frozen=True, slots=True)
class Fined:
    """One penalty: how far it is (`paid`, `decided`, `urged`, `told`, `reviewing`, `filed`) and its fine in yuan."""

    far: str = "paid"
    fine: int = 12_000


FINES = (
    *(Fined(fine=10_000 + 2_000 * (place % 6)) for place in range(17)),
    Fined(fine=60_000), Fined("urged", 20_000), Fined("decided", 15_000), Fined("decided", 18_000),
    Fined("reviewing", 24_000), Fined("told", 16_000), Fined("filed"),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Yield the campaign, its thirty-eight days of inspection with what they found, the reports on permits, the unlicensed buildings."""
    campaign: list[Case] = []
    yield _campaign(town, campaign)
    for place in range(38):
        yield _day(town, campaign, place)
    yield from (_permits(town, campaign, place) for place in range(len(PERMITS)))
    yield _building(
        town,
        campaign,
        "鹭洲民宿加建工程",
        builder="云湖栖云民宿有限公司",
        street="luzhou",
        on=date(2026, 3, 17),
        way="licensed",
    )
    yield _building(
        town,
        campaign,
        "稻香冷链仓库",
        builder="云湖禾丰农产品有限公司",
        street="daoxiang",
        on=date(2026, 5, 12),
        way="removed",
    )
    yield _building(
        town, campaign, "溪西钢结构厂房", builder="云湖恒拓仓储有限公司", street="yunxi", on=date(2026, 10, 13), way=""
    )


def _campaign(town: Town, campaign: list[Case]) -> Walk:
    at = town.at(date(2026, 1, 9))
    yield at
    people = [town.person(name) for name in ("qiu.xiaoman", "wu.xingzhou", "xia.he")]
    case = town.open(
        PACK, "campaign", "2026年工地扬尘和涉气企业专项检查行动", by="qiu.xiaoman", at=at,
        responsible=town.unit("housing"), lead=town.unit("approval"), panel=people,
        assisting=[town.unit(one) for one in ("enforcement", "environment", *STREETS)],
        basis="《2026年扬尘和涉气污染专项整治行动方案》", first_report_on=town.days.day(date(2026, 12, 3)),
    )  # fmt: skip
    campaign.append(case)
    basis = "《2026年扬尘和涉气污染专项整治行动方案》"
    town.use_rule(PACK, "unlicensed_left", basis=basis, by="qiu.xiaoman", at=at)


def _day(town: Town, campaign: list[Case], place: int) -> Walk:
    """Inspect for a day: twenty-one or twenty-two sites; two days in three find something that is fined."""
    on = after(date(2026, 1, 13), place * 5)
    at = town.at(on, 960)
    yield at
    street = STREETS[place % 6]
    sites = 22 if place < 14 else 21
    case = town.open(
        PACK, "day", f"{town.unit(street).name}在建工地{'和涉气企业' if place % 5 == 4 else ''}", by="qiu.xiaoman", at=at,
        parent=campaign[0], responsible=town.unit("housing"), panel=[town.person("qiu.xiaoman"), town.person("wu.xingzhou")],
        checked_on=at.date(), counted_sites=sites, counted_plants=4 if place % 5 == 4 else 0,
        object="both" if place % 5 == 4 else "site",
    )  # fmt: skip
    numbered = place - place // 3 - 1 if place % 3 else -1  # the penalties lie on two days of three
    if 0 <= numbered < len(FINES):
        yield from _problem(town, case, place, on, FINES[numbered])
    at = max(town.at(after(on, 18), 980), town.at(on, 990))
    if after(on, 18) < date(2026, 11, 20) and (numbered < 0 or FINES[min(numbered, 23)].far == "paid"):
        yield at
        town.move(
            case, "file", by="qiu.xiaoman", at=at, brings={"sheet": "现场检查记录表.pdf"}, statement="检查记录已归档"
        )


def _problem(town: Town, day: Case, place: int, on: date, fined: Fined) -> Walk:
    sort, words = FAULTS[place % 5]
    at = town.at(on, 966)
    yield at
    street = STREETS[place % 6]
    problem = town.open(
        PACK, "problem", words, by="qiu.xiaoman", at=at, parent=day, responsible=town.unit(street), site=SITES[place % 6],
        builder=BUILDERS[place % 5], sort=sort, clause=LAW[sort], due=town.days.day(after(on, 7)),
    )  # fmt: skip
    yield from _penalty(town, problem, sort=sort, party=BUILDERS[place % 5], on=on, fined=fined)
    if fined.far in {"told", "filed"}:
        return  # still being fixed, some beyond their day
    at = town.at(after(on, 12 if place % 4 == 1 else 5), 970)
    yield at
    town.move(
        problem, "submit", by=street, at=at, brings={"after": "整改后照片.png"}, statement="已按要求整改到位，申请复查"
    )
    if fined.far == "reviewing":
        return  # waits for the office
    if place % 7 == 2:
        town.sign(problem, by="qiu.xiaoman", at=at, verdict="return", opinion="照片未反映整改部位，请补充")
        town.move(
            problem, "submit", by=street, at=at, brings={"after": "整改后照片二.png"}, statement="已补充整改部位照片"
        )
    at = town.at(after(on, 14), 972)
    yield at
    town.sign(problem, by="qiu.xiaoman", at=at, opinion="现场复查属实")


def _penalty(town: Town, above: Case, *, sort: str, party: str, on: date, fined: Fined) -> Walk:
    at = town.at(after(on, 1), 968)
    yield at
    case = town.open(
        PACK, "penalty", "涉嫌违反扬尘和废气污染防治规定" if sort != "permit" else "涉嫌未取得施工许可证擅自施工", by="qiu.xiaoman",
        at=at, parent=above, responsible=town.unit("brigade"), handler=town.person("wu.xingzhou"), party=party, law=LAW[sort],
        filed_on=at.date(),
    )  # fmt: skip
    steps = {"filed": 0, "told": 1, "reviewing": 2, "decided": 3, "urged": 4, "paid": 5}[fined.far]
    if steps >= 1:
        town.move(case, "inform", by="brigade", at=at, amount=fined.fine)
    if steps >= 2:
        at = town.at(after(on, 2), 968)
        yield at
        brings = {"waiver": "放弃陈述申辩声明.pdf"}
        town.move(case, "submit_waived", by="brigade", at=at, brings=brings, statement="当事人书面放弃陈述申辩")
    if steps >= 3:
        at = town.at(after(on, 3), 968)
        yield at
        town.sign(case, by="shao.nanzhi", at=at, opinion="事实清楚，程序合法")
        if fined.fine >= 50_000:
            town.sign(case, by="lei.dingyi", at=at, opinion="集体讨论同意")
        town.move(case, "decide", by="brigade", at=at, brings={"decision": "行政处罚决定书.pdf"}, decided_on=at.date())
    yield from _settled(town, case, on, steps)


def _settled(town: Town, case: Case, on: date, steps: int) -> Walk:
    if steps == 4:
        at = town.at(after(on, 16), 968)
        yield at
        town.move(case, "urge", by="brigade", at=at)
    if steps == 5:
        at = town.at(after(on, 7), 968)
        yield at
        town.move(case, "pay", by="brigade", at=at, brings={"receipt": "缴款凭证.pdf"}, paid_on=at.date())


def _permits(town: Town, campaign: list[Case], place: int) -> Walk:
    at = town.at(date(2026, place + 2, 3), 700)
    yield at
    case = town.open(
        PACK, "permits", f"2026年{place + 1}月施工许可办理情况", by="ming.che", at=at, parent=campaign[0],
        lead=town.unit("approval"), due=town.days.day(date(2026, place + 2, 5)),
    )  # fmt: skip
    town.move(case, "report", by="qiao.muqing", at=at, issued=PERMITS[place], statement="已核对审批系统办件")


def _building(town: Town, campaign: list[Case], name: str, *, builder: str, street: str, on: date, way: str) -> Walk:
    at = town.at(on, 640)
    yield at
    case = town.open(
        PACK, "building", name, by="qiu.xiaoman", at=at, parent=campaign[0], responsible=town.unit(street),
        lead=town.unit("enforcement"), builder=builder, place=town.unit(street).name, found_on=at.date(),
    )  # fmt: skip
    at = town.at(after(on, 1), 640)
    yield at
    town.move(case, "stop", by="enforcement", at=at, brings={"scene": "现场照片.png"}, watched_on=at.date())
    for week in range(1, 4):
        at = town.at(after(on, 1 + 4 * week), 640)
        yield at
        town.move(case, "watch", by=street, at=at, watched_on=at.date(), statement="现场停工，设备已撤离")
    if not way:
        return  # nobody went there since
    if way == "licensed":
        yield from _penalty(town, case, sort="permit", party=builder, on=after(on, 14), fined=Fined())
    at = town.at(after(on, 24), 640)
    yield at
    given: dict[str, object] = {"way": way, "taught": 2 if way == "licensed" else 0, "statement": "已按规定处置完毕"}
    if way == "licensed":
        given["permit"] = "329900202605080201"
    move = "license" if way == "licensed" else "settle"
    town.move(case, move, by="enforcement", at=at, brings={"proof": "处置证明材料.pdf"}, **given)
    yield from _approved(town, case, after(on, 26))


def _approved(town: Town, case: Case, on: date) -> Walk:
    at: datetime = town.at(on, 640)
    yield at
    town.sign(case, by="ming.che", at=at, opinion="手续齐全")
    town.sign(case, by="qiu.zhiyuan", at=at, opinion="同意")
