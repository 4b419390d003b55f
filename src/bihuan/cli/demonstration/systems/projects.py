"""Investment projects: thirty over 300 million yuan, nine for tourism, ten at risk, and rewards paid only at milestones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "projects"
DESKS = {
    "office": "investment", "review": "planning", "finance": "finance", "audit": "economy", "committee": "tao.jingming",
}  # fmt: skip
ROWS = {
    "C3": Shown(
        figures={
            "large_signed": 30, "large_started": 24, "large_built": 16, "large_start_rate": 80, "tourism": 9, "risks": 10,
            "risks_planned": 10, "risk_plan_rate": 100, "overdue": 7, "not_started": 6, "not_producing": 1,
        },
        lists=("not_yet", "milestones", "projects", "risks", "payments"),
        documents=("progress", "urge"),
        warned=("unstarted", "unfiled", "idle", "work"),
    )
}  # fmt: skip

FIRST = date(2025, 2, 5)
LARGE = (
    "星澜半导体封测基地", "云栖动力电池产业园", "沧禾精密轴承制造基地", "听岚智能装备产业园", "月屿生物医药研发中心", "清砚光学镜头生产基地",
    "远岫新材料产业园", "松陵机器人关节项目", "鹤洲储能系统生产基地", "澄江数据中心", "霁川航空零部件项目", "竹里医疗器械产业园",
    "望舒氢能装备项目", "白鹭冷链物流枢纽", "临湖工业互联网平台", "青岚汽车电子产业园", "雁回特种纤维项目", "梧溪智慧物流港",
    "南浦显示模组项目", "知微传感器产业园", "砚山环保装备基地", "芦汀海工装备项目", "半夏中药智造基地", "云外低空装备产业园",
    "石桥新能源重卡项目", "汀兰电子材料项目", "漱玉净水装备项目", "碧梧碳纤维产业园", "松涛数控机床基地", "闻溪生命科学园",
)  # fmt: skip
TOURISM = (
    "云湖水上运动度假村", "澜桥古镇文旅街区", "青杉山地营地群", "鹭洲湿地研学基地", "晴岚温泉康养度假区", "稻香田园综合体", "云溪非遗工坊群落",
    "环湖房车露营带", "云湖星空酒店群",
)  # fmt: skip
UNITS = ("yunxi", "qingshan", "lanqiao", "luzhou", "qinglan", "daoxiang", "industry", "housing")
LEADERS = ("bai.zhou", "rong.zhi", "song.qinghe", "ji.yunshen")
IDLE, LATE_FILED = 3, 7  # built long ago and not producing; filed after its limit
BUILT, STARTED = 16, 24
SCREENED = (16, 17, 18, 19)  # found at risk by the screening in spring
# move → evidence, its file, what the unit says, field of the day
STEPS = {
    "start": ("permit", "施工许可证.pdf", "施工许可已办结，主体工程开工建设", "started_on"),
    "build": ("acceptance", "竣工验收备案表.pdf", "竣工验收合格并备案", "built_on"),
    "produce": ("output", "首批销售凭证.pdf", "试生产结束，正式投产", "produced_on"),
}
SAID = {
    "late": ("约定期限内未开工，设计方案反复调整", "由包保领导每周对接一次，约定开工倒排时间表"),
    "funds": ("投资方到位资金不足，施工进度放缓", "协调银行授信，分期投入，按月核验到位资金"),
    "land": ("部分用地征迁未完成，二期无法进场", "街道倒排征迁计划，先行移交一期用地"),
    "breach": ("实际投资强度低于协议约定", "约谈投资方，签订补充协议，奖补节点相应后移"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One project. signed: the day of the contract. far: how far it is today. reward: in 10,000 yuan. minutes: when its people act."""

    name: str
    sector: str
    investment: int
    unit: str
    leader: str
    signed: date
    far: str
    minutes: int
    reward: int = 0
    filed_after: int = 14
    risk: str = ""


def walks(town: Town) -> Iterable[Walk]:
    """Yield the projects one by one, each with its milestones and its risk."""
    for told in (*_large(), *_tourism()):
        yield _project(town, told)
    yield _proposed(town)
    yield _grown(town)


def _large() -> Iterable[Told]:
    for n, name in enumerate(LARGE):
        produces = n < BUILT and n != IDLE and n < BUILT - 6
        far = "producing" if produces else "built" if n < BUILT else "started" if n < STARTED else "filed"
        clock = "late" if n in {IDLE, STARTED, STARTED + 1, STARTED + 2} else ""
        found = ("funds", "land", "breach", "funds")[SCREENED.index(n)] if n in SCREENED else clock
        yield Told(
            name, "service" if n in {9, 13, 14, 17} else "industry", 30_000 + 2_600 * n, UNITS[n % len(UNITS)],
            LEADERS[n % len(LEADERS)], FIRST + timedelta(days=20 * n), far, 545 + 3 * n, reward=400 if n in {8, 10, 20} else 0,
            filed_after=40 if n == LATE_FILED else 14, risk=found,
        )  # fmt: skip


def _tourism() -> Iterable[Told]:
    for n, name in enumerate(TOURISM):
        far = "producing" if n < 3 else "filed" if n == len(TOURISM) - 1 else "started"
        found = "land" if n == 4 else "late" if far == "filed" else ""
        signed = FIRST + timedelta(days=8 + 61 * n)
        yield Told(
            name, "tourism", 10_500 + 1_900 * n, UNITS[(n + 3) % len(UNITS)], LEADERS[n % len(LEADERS)], signed, far,
            850 + 4 * n, risk=found,
        )  # fmt: skip


def _project(town: Town, told: Told) -> Walk:
    at = town.at(told.signed - timedelta(days=22), told.minutes)
    yield at
    case = town.open(
        PACK, "project", told.name, by="pan.shiyu", at=at, responsible=town.unit(told.unit), leader=town.person(told.leader),
        handler=town.person("pan.shiyu"), investor=f"{told.name[:2]}科技有限公司", sector=told.sector,
        investment=told.investment * 10_000, reward=told.reward * 10_000,
    )  # fmt: skip
    town.move(case, "apply", by="pan.shiyu", at=at)
    at = town.at(told.signed - timedelta(days=12), told.minutes)
    yield at
    town.sign(case, by="planning", at=at)
    town.sign(case, by="tao.jingming", at=at)
    at = town.at(told.signed, told.minutes)
    yield at
    town.move(case, "sign", by="pan.shiyu", at=at, brings={"contract": "投资协议.pdf"}, signed_on=at.date())
    yield from _progress(town, case, told)


def _progress(town: Town, case: Case, told: Told) -> Walk:
    """File, start, build, produce; whoever is at risk is planned for beside it."""
    at = town.at(told.signed + timedelta(days=told.filed_after), told.minutes)
    yield at
    number = f"云发备{told.signed:%Y}-{told.minutes:04d}"
    town.move(case, "file", by="pan.shiyu", at=at, brings={"filing": "备案证.pdf"}, filing_number=number)
    if told.far == "filed":
        if told.risk:
            yield from _risk(town, case, told, found_on=told.signed + timedelta(days=123))
        return
    begun = told.signed + timedelta(days=60)
    yield from _step(town, case, told, "start", begun)
    if told.far == "started":
        if told.reward:
            yield from _milestone(town, case, told, begun + timedelta(days=60), "approving")
        if told.risk:
            yield from _risk(town, case, told, found_on=max(begun + timedelta(days=12), date(2026, 4, 14)))
        return
    built = begun + timedelta(days=250)
    if told.reward:
        yield from _milestone(
            town, case, told, begun + timedelta(days=120), "paid" if told.far == "producing" else "payable"
        )
    yield from _step(town, case, told, "build", built)
    if told.risk:
        yield from _risk(town, case, told, found_on=built + timedelta(days=218))
    if told.far == "producing":
        yield from _step(town, case, told, "produce", built + timedelta(days=40))


def _step(town: Town, case: Case, told: Told, move: str, on: date) -> Walk:
    """Have the unit report one of STEPS on its day."""
    evidence, file, statement, dated = STEPS[move]
    at = town.at(on, told.minutes)
    yield at
    town.move(case, move, by=told.unit, at=at, brings={evidence: file}, statement=statement, **{dated: at.date()})


def _milestone(town: Town, case: Case, told: Told, reached: date, far: str) -> Walk:
    """Agree a milestone, reach it, have it checked, and pay what is due then; half of the reward waits for production."""
    at = town.at(reached - timedelta(days=40), told.minutes + 1)
    yield at
    unit = town.unit(told.unit)
    half = told.reward * 10_000 // 2
    node = town.open(
        PACK, "milestone", "固定资产投资完成过半", by="pan.shiyu", at=at, parent=case, responsible=unit,
        handler=town.person("pan.shiyu"), amount=half,
    )  # fmt: skip
    town.move(node, "agree", by="pan.shiyu", at=at, due=town.days.day(reached + timedelta(days=5)))
    last = town.open(PACK, "milestone", "达产达标", by="pan.shiyu", at=at, parent=case, responsible=unit, amount=half)
    town.move(last, "agree", by="pan.shiyu", at=at, due=town.days.day(date(2026, 12, 31)))
    at = town.at(reached, told.minutes + 1)
    yield at
    town.move(
        node, "claim", by=told.unit, at=at, brings={"proof": "投资完成情况证明.pdf"}, statement="固定资产投资已完成过半"
    )
    town.sign(node, by="economy", at=at, opinion="凭证与现场一致")
    yield from _payment(town, node, told, reached + timedelta(days=20), far)


def _payment(town: Town, node: Case, told: Told, asked: date, far: str) -> Walk:
    at = town.at(asked, told.minutes + 1)
    yield at
    paid = town.open(
        PACK, "payment", "投资过半节点奖补", by=told.unit, at=at, parent=node, responsible=town.unit(told.unit),
        amount=told.reward * 10_000 // 2, payee=f"{told.name[:2]}科技有限公司",
    )  # fmt: skip
    town.move(paid, "ask", by=told.unit, at=at)
    town.sign(paid, by="finance", at=at)
    town.sign(paid, by="fang.jiming", at=at)
    if far == "approving":
        return
    town.sign(paid, by="tao.jingming", at=at)
    if far == "payable":
        return
    at = town.at(asked + timedelta(days=7), told.minutes + 1)
    yield at
    town.move(paid, "pay", by="finance", at=at, brings={"voucher": "国库拨付凭证.pdf"}, paid_on=at.date())
    town.move(node, "settle", by="pan.shiyu", at=at)


def _risk(town: Town, case: Case, told: Told, *, found_on: date) -> Walk:
    """Plan what the clock opened, or what the screening found; one is resolved after a return, others are still at work."""
    cause, plan = SAID[told.risk]
    at = town.at(found_on, told.minutes + 2)
    yield at
    risk = Case.objects.filter(area_id=case.area_id, parent_id=case.pk, kind="risk").first()
    if risk is None:
        risk = town.open(
            PACK, "risk", cause, by="pan.shiyu", at=at, parent=case, responsible=town.unit(told.unit),
            leader=town.person(told.leader), source=told.risk,
        )  # fmt: skip
    due = town.days.day(min(found_on + timedelta(days=90), date(2026, 12, 18)))
    town.move(
        risk, "plan", by="pan.shiyu", at=at, source=told.risk, danger="high" if told.investment > 70_000 else "low", plan=plan,
        due=due,
    )  # fmt: skip
    if told.risk not in {"land", "breach"}:
        return
    at = town.at(found_on + timedelta(days=58), told.minutes + 2)
    yield at
    town.move(
        risk,
        "resolve",
        by=told.unit,
        at=at,
        brings={"proof": "化解情况说明.pdf"},
        statement="风险点已消除，项目恢复正常推进",
    )
    if told.risk == "breach":
        town.sign(risk, by="fang.jiming", at=at, verdict="return", opinion="补充协议尚未签订，请签订后再申请")
        return
    at = town.at(found_on + timedelta(days=64), told.minutes + 2)
    yield at
    town.sign(risk, by="fang.jiming", at=at)


def _proposed(town: Town) -> Walk:
    """One more project waits for the admission panel."""
    at = town.at(date(2026, 11, 16), 610)
    yield at
    case = town.open(
        PACK, "project", "拂晓固态电池中试基地", by="pan.shiyu", at=at, responsible=town.unit("qingshan"),
        leader=town.person("rong.zhi"), handler=town.person("pan.shiyu"), investor="拂晓能源有限公司", sector="industry",
        investment=620_000_000,
    )  # fmt: skip
    town.move(case, "apply", by="pan.shiyu", at=at)


def _grown(town: Town) -> Walk:
    """The first project gets more money: a contract of its own, counted once with the first."""
    at = town.at(date(2026, 8, 10), 620)
    yield at
    first = Case.objects.get(area_id=town.cast.area.pk, pack=PACK, kind="project", subject=LARGE[0])
    case = town.open(
        PACK, "project", f"{LARGE[0]}增资扩产", by="pan.shiyu", at=at, responsible=town.unit(UNITS[0]),
        leader=town.person(LEADERS[0]), handler=town.person("pan.shiyu"), investor="星澜科技有限公司", sector="industry",
        investment=350_000_000, same_as=first.number,
    )  # fmt: skip
    town.move(case, "apply", by="pan.shiyu", at=at)
    town.sign(case, by="planning", at=at)
    town.sign(case, by="tao.jingming", at=at)
    at = town.at(date(2026, 9, 14), 620)
    yield at
    town.move(case, "sign", by="pan.shiyu", at=at, brings={"contract": "增资协议.pdf"}, signed_on=at.date())
    number = f"云发备{at:%Y}-0620"
    town.move(case, "file", by="pan.shiyu", at=at, brings={"filing": "备案证.pdf"}, filing_number=number)
