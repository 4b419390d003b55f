"""Cadres and talents: a plan of five years with its pools, postings that end, promotions by birth, and fifteen service events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.queries import sheet_of

PACK: Final = "talent-pools"
DESKS: Final = {"office": "ding.yutong", "discipline": "shen.yan", "committee": "su.wenyin", "service": "talent"}
ROWS: Final = {
    "F2": Shown(
        figures={
            "reserve": 17, "training": 11, "posted": 2, "hired": 3, "events": 15, "promoted_70s": 4, "promoted_80s": 10,
            "promoted": 14, "lost": 2, "bodies": 9, "body_times": 40,
        },
        lists=("talents", "stages", "promotions", "events", "postings"),
        documents=("report", "notice"),
        warned=("term",),
    )
}  # fmt: skip
OFFICE, DISCIPLINE, COMMITTEE, HOST = "ding.yutong", "shen.yan", "su.wenyin", "meng.shutong"
BEGUN: Final = date(2025, 9, 1)


@dataclass(frozen=True, slots=True)
class Pool:
    """One pool. people: how many joined on the day. units: where they work, in turn; fields: what they know, in turn."""

    title: str
    sort: str
    on: date
    people: int
    code: str
    units: tuple[str, ...]
    fields: tuple[str, ...]


POOLS: Final = (
    Pool("党政储备人才库", "reserve", date(2025, 9, 22), 17, "CB", ("economy", "planning", "housing", "environment", "investment", "finance"),
         ("economy", "building", "digital", "law", "ecology")),
    Pool("到区锻炼选调生库", "training", date(2025, 10, 13), 11, "DL",
         ("yunxi", "qingshan", "lanqiao", "luzhou", "qinglan", "daoxiang"), ("social", "law", "economy")),
    Pool("定岗选调生库", "posted", date(2025, 10, 20), 2, "XD", ("investment", "approval"), ("economy", "law")),
    Pool("定岗选聘生库", "hired", date(2025, 10, 27), 3, "XP", ("economy", "social", "planning"), ("digital", "social", "building")),
)  # fmt: skip
SURNAMES: Final = "闵欧阮蔺巫竺臧冉宓逄晁郗仇靳郏佘糜苌阙幸鞠滑昝印厍尤隗邬殳宦麻冷訾"
GIVEN: Final = ("以宁", "知夏", "望川", "南乔", "景行", "星野", "初阳", "若谷", "秉文", "怀瑾", "清川")
PROMOTED: Final = (
    ("经济和科技局副局长", "economy", 1978), ("财政局副局长", "finance", 1976), ("云溪街道办事处主任", "yunxi", 1979),
    ("国有资产服务中心副主任", "assets", 1975), ("投资促进局副局长", "investment", 1984), ("住房和城乡建设局副局长", "housing", 1983),
    ("青杉街道党工委委员", "qingshan", 1986), ("澜桥街道办事处副主任", "lanqiao", 1987), ("鹭洲街道党工委副书记", "luzhou", 1982),
    ("晴岚街道办事处副主任", "qinglan", 1988), ("稻香街道党工委委员", "daoxiang", 1985), ("生态环境局副局长", "environment", 1981),
    ("行政审批局副局长", "approval", 1989), ("应急管理局副局长", "emergency", 1984),
)  # fmt: skip
# sort, subject, people, needs, which bodies came (places in BODIES)
BODIES: Final = (
    "economy", "planning", "construction", "industry", "tourism", "housing", "yunxi", "qingshan", "social"
)  # fmt: skip
EVENTS: Final = (
    ("salon", "人才政策沙龙（智能制造专场）", 46, 12, (0, 2, 3)), ("match", "高校博士走进产业园", 38, 9, (0, 3)),
    ("training", "青年干部调研写作培训", 52, 0, (1, 5, 6, 7)), ("service", "人才公寓选房服务", 64, 15, (5, 8)),
    ("salon", "人才政策沙龙（文旅专场）", 33, 7, (0, 4)), ("visit", "走访慰问高层次人才", 18, 11, (0, 8)),
    ("match", "企业技术需求对接会", 57, 21, (0, 1, 3)), ("training", "选调生基层治理实务培训", 28, 0, (6, 7, 8)),
    ("service", "子女入学政策宣讲", 41, 13, (8, 5)), ("salon", "人才政策沙龙（绿色低碳专场）", 36, 8, (0, 2, 3)),
    ("visit", "走访在区锻炼选调生", 22, 6, (6, 7)), ("match", "引才联络站座谈会", 31, 10, (0, 1, 4)),
    ("training", "储备人才岗位能力提升班", 45, 0, (1, 2, 5)), ("service", "健康体检和疗休养服务", 60, 4, (8, 0, 3)),
    ("salon", "青年人才湖畔夜话", 48, 14, (0, 4, 6)),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: the plan, each pool, each promotion, each event."""
    kept: dict[str, Case] = {}
    yield _plan(town, kept)
    yield _years(town, kept)
    for n, pool in enumerate(POOLS):
        yield _pool(town, kept, pool, n)
    yield _leavers(town, kept)
    yield from (_promoted(town, n) for n in range(len(PROMOTED)))
    yield from (_event(town, kept, n) for n in range(len(EVENTS)))
    yield _to_come(town, kept)


def _plan(town: Town, kept: dict[str, Case]) -> Walk:
    yield town.at(BEGUN)
    at = town.at(BEGUN)
    kept["plan"] = town.open(
        PACK, "plan", "干部队伍建设五年行动计划（2024—2028）", by=OFFICE, at=at, responsible=town.unit("organisation"),
        leader=town.person("tao.jingming"), from_year=2024, to_year=2028, goal=60,
        content="将有专业背景的干部调整到重要经济部门。\n面向全国招聘储备人才，健全选调生培养机制。\n优化人才服务，降低人才流失。",
    )  # fmt: skip
    town.move(kept["plan"], "issue", by=OFFICE, at=at)


def _years(town: Town, kept: dict[str, Case]) -> Walk:
    """Three years of the plan: one judged with what was missing made up for, one that is running, one to come."""
    stages = []
    yield (at := town.at(date(2025, 9, 2)))
    for goal, due in ((35, date(2025, 12, 31)), (12, date(2026, 12, 31)), (13, date(2027, 12, 31))):
        stages.append(
            town.open(
                PACK, "stage", f"{due.year}年度引进培养目标", by=OFFICE, at=at, parent=kept["plan"],
                responsible=town.unit("organisation"), year_goal=goal, due=town.days.printed(due),
            )
        )  # fmt: skip
    yield (at := town.at(date(2026, 1, 8)))
    town.move(
        stages[0], "report_short", by=OFFICE, at=at, brings={"count": "年度完成情况说明.docx"}, year_got=33,
        shortfall="2名拟录用人员放弃，名额转入下一年补足。", statement="当年引进培养33人，名册已核对。",
    )  # fmt: skip
    yield (at := town.at(date(2026, 1, 14)))
    town.sign(stages[0], by=COMMITTEE, at=at)


def _pool(town: Town, kept: dict[str, Case], told: Pool, n: int) -> Walk:
    yield town.at(told.on)
    at = town.at(told.on)
    unit = town.unit("talent")
    pool = town.open(PACK, "pool", told.title, by=OFFICE, at=at, parent=kept["plan"], responsible=unit, sort=told.sort)
    joined = []
    for place in range(told.people):
        unit = town.unit(told.units[place % len(told.units)])
        case = town.open(
            PACK, "talent", f"{told.code}{place + 1:02}", by=OFFICE, at=at, parent=pool, responsible=unit,
            name=f"{SURNAMES[(n * 9 + place) % len(SURNAMES)]}{GIVEN[(place * 3 + n) % len(GIVEN)]}",
            born=date(1994 + (place * 5) % 8, 1 + place % 12, 3 + place), sort=told.sort,
            field=told.fields[place % len(told.fields)], joined_on=town.days.day(told.on),
        )  # fmt: skip
        town.move(case, "submit", by=OFFICE, at=at, brings={"result": "录用或选调文件.pdf"})
        joined.append(case)
        kept[case.subject] = case
    yield town.at(after(told.on, 3))
    for case in joined:
        town.sign(case, by=DISCIPLINE, at=town.at(after(told.on, 3)))
    if told.sort == "training":
        yield from _posted(town, told, joined)


def _posted(town: Town, told: Pool, joined: list[Case]) -> Walk:
    """Those in training are posted to the subdistricts for a year; some are judged, one is late, the others go on."""
    on = after(told.on, 5)
    yield town.at(on)
    postings = []
    for n, case in enumerate(joined[:8]):
        due = date(2026, 10, 20) if n < 4 else date(2026, 12, 11) if n < 6 else date(2027, 10, 20)
        unit = told.units[n % len(told.units)]
        head = town.by(unit).person_id
        postings.append(
            town.open(
                PACK, "posting", "街道党政办公室工作人员", by=OFFICE, at=town.at(on), parent=case,
                responsible=town.unit(unit), handler=str(head), from_on=town.days.day(on), due=town.days.day(due),
            )
        )  # fmt: skip
    for n, posting in enumerate(postings[:3]):
        yield town.at(date(2026, 10, 13 + n))
        at = town.at(date(2026, 10, 13 + n))
        said = "工作踏实，参与网格治理和项目征迁，群众评价好。"
        opinion = {"opinion": "期满鉴定表.docx"}
        town.move(
            posting,
            "report",
            by=told.units[n],
            at=at,
            brings=opinion,
            verdict="excellent" if n else "good",
            statement=said,
        )
        if n < 2:
            yield town.at(date(2026, 10, 20 + n))
            town.sign(posting, by=OFFICE, at=town.at(date(2026, 10, 20 + n)))


def _leavers(town: Town, kept: dict[str, Case]) -> Walk:
    for code, on, why in (("CB07", date(2026, 5, 20), "city"), ("CB12", date(2026, 8, 26), "company")):
        yield town.at(on)
        town.move(kept[code], "leave", by=OFFICE, at=town.at(on), left_on=town.days.day(on), left_why=why)


def _promoted(town: Town, n: int) -> Walk:
    """One promotion; the earliest are at the end of their probation, one of them waits to be judged."""
    post, unit, year = PROMOTED[n]
    on = date(2025, 10, 9) if n < 5 else date(2026, 3, 9)
    yield town.at(on, 560 + n)
    case = town.open(
        PACK, "promotion", post, by=OFFICE, at=town.at(on, 560 + n), responsible=town.unit(unit),
        name=f"{SURNAMES[(n * 7 + 2) % len(SURNAMES)]}{GIVEN[(n * 5) % len(GIVEN)]}", born=date(year, 1 + n % 12, 6 + n), born_in=year,
        field=("economy", "building", "law", "social")[n % 4],
    )  # fmt: skip
    yield town.at(after(on, 3), 560 + n)
    at = town.at(after(on, 3), 560 + n)
    town.move(case, "examine", by=OFFICE, at=at, brings={"recommendation": "民主推荐情况.docx"})
    yield town.at(after(on, 8), 560 + n)
    at, brings = town.at(after(on, 8), 560 + n), {"examination": "考察材料.docx", "file": "档案审核表.pdf"}
    town.move(case, "submit", by=OFFICE, at=at, brings=brings, statement="考察合格，拟提请讨论。")
    yield town.at(after(on, 10), 560 + n)
    town.sign(case, by=DISCIPLINE, at=town.at(after(on, 10), 560 + n), opinion="廉政情况无影响任用问题。")
    yield town.at(after(on, 13), 560 + n)
    town.sign(case, by=COMMITTEE, at=town.at(after(on, 13), 560 + n))
    yield town.at(after(on, 20), 560 + n)
    at, given = town.at(after(on, 20), 560 + n), {"appointed_on": town.days.day(after(on, 20))}
    town.move(case, "appoint", by=OFFICE, at=at, brings={"decision": "任职文件.pdf"}, **given)
    if n >= 3:
        return
    done = date(2026, 11, 12)
    yield town.at(done, 560 + n)
    town.move(case, "confirm", by=OFFICE, at=town.at(done, 560 + n), statement="试用期满，考核合格。")
    if n < 2:
        yield town.at(after(done, 4), 560 + n)
        town.sign(case, by=COMMITTEE, at=town.at(after(done, 4), 560 + n))


def _event(town: Town, kept: dict[str, Case], n: int) -> Walk:
    sort, subject, people, asked, came = EVENTS[n]
    on = after(date(2026, 1, 14), n * 13)
    yield town.at(after(on, -5))
    invited = [town.unit(BODIES[place]) for place in came]
    event = town.open(
        PACK, "event", subject, by="shang.wan", at=town.at(after(on, -5)), parent=kept["plan"],
        responsible=town.unit("talent"), panel=[town.person(HOST)], assisting=invited,
        sort=sort, due=town.days.day(on),
    )  # fmt: skip
    yield town.at(after(on, 1))
    at, by = town.at(after(on, 1)), town.by(OFFICE)
    marks = {line.key: Mark("present") for line in sheet_of(event)}
    fill_attendance(meeting=town.fresh(event), marks=marks, chaired=f"p{town.person(HOST).pk}", by=by, at=at)
    brings = {"record": "活动记录.docx"}
    town.move(
        event, "hold", by="shang.wan", at=at, brings=brings, held_on=town.days.day(on), people=people, asked=asked
    )


def _to_come(town: Town, kept: dict[str, Case]) -> Walk:
    """What is still going on: a promotion that waits for the word on integrity, and an event next week."""
    on = date(2026, 11, 17)
    yield town.at(on)
    case = town.open(
        PACK, "promotion", "社会事业局副局长", by=OFFICE, at=town.at(on), responsible=town.unit("social"), name="冷清秋",
        born=date(1991, 3, 8), born_in=1991, field="social",
    )  # fmt: skip
    town.move(case, "examine", by=OFFICE, at=town.at(on, 660), brings={"recommendation": "民主推荐情况.docx"})
    yield town.at(date(2026, 11, 19))
    at, brings = town.at(date(2026, 11, 19)), {"examination": "考察材料.docx", "file": "档案审核表.pdf"}
    town.move(case, "submit", by=OFFICE, at=at, brings=brings, statement="考察合格，拟提请讨论。")
    town.open(
        PACK, "event", "年度人才服务满意度座谈会", by="shang.wan", at=at, parent=kept["plan"], responsible=town.unit("talent"),
        panel=[town.person(HOST)], assisting=[town.unit("economy"), town.unit("industry")], sort="salon",
        due=town.days.day(date(2026, 11, 26)),
    )  # fmt: skip
