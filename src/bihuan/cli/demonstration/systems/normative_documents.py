"""Normative documents and legal review: the clean-up of all subdistricts, the group of experts, documents on every step, agreements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK = "normative-documents"
DESKS = {"office": "politics", "committee": "ji.yunshen", "general": "administration"}
ROWS = {
    "D6": Shown(
        figures={"files_cleaned": 2484, "normative_found": 40, "experts": 7},
        lists=("experts", "in_force", "documents", "matters", "cleaning"),
        documents=("result", "opinion", "filing"),
        warned=("validity", "file", "clean"),
    )
}
# Unit, documents cleaned up, normative ones, kept, to be revised, workdays it took.
CLEANED = (
    ("yunxi", 486, 8, 402, 14, 30), ("qingshan", 402, 6, 331, 9, 36), ("lanqiao", 437, 7, 350, 12, 33),
    ("luzhou", 388, 6, 322, 7, 47), ("qinglan", 371, 5, 298, 10, 35), ("daoxiang", 400, 8, 336, 8, 38),
)  # fmt: skip
EXPERTS = (
    ("秦明川", "云湖律师事务所", "land"), ("骆闻笛", "江城大学法学院", "administration"), ("杜若衡", "正衡律师事务所", "civil"),
    ("谭书远", "市司法局", "administration"), ("伍思齐", "安澜律师事务所", "building"), ("纪怀瑾", "江城大学法学院", "environment"),
    ("祝以宁", "正衡律师事务所", "civil"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """
    One document. on: the day the draft goes out for opinions. far: where it stands today. months: how long it is valid.

    ends: a day of the story on which it ends; without one months after it was published.
    """

    subject: str
    unit: str
    on: date
    far: str
    term: str = "normal"
    months: int = 60
    ends: date | None = None


DRAFTS = (
    Draft("云湖新区惠企政策兑现管理办法", "economy", date(2026, 1, 13), "filed"),
    Draft("云湖新区养老助餐点运营补贴办法（试行）", "social", date(2026, 1, 20), "filed", "trial", 24),
    Draft("云湖新区建设工程扬尘防治管理规定", "housing", date(2026, 2, 2), "filed"),
    Draft("云湖水域管护办法（暂行）", "environment", date(2026, 1, 15), "filed", "trial", 9, date(2026, 12, 15)),
    Draft("云湖新区临时停车泊位管理规定", "enforcement", date(2026, 1, 20), "filed", "trial", 7, date(2026, 9, 30)),
    Draft("云湖新区征收补偿实施细则", "planning", date(2026, 8, 10), "in_force"),
    Draft("云湖新区房屋建筑物业承接查验办法", "housing", date(2026, 9, 7), "decided"),
    Draft("云湖新区规范性文件管理办法", "approval", date(2026, 9, 14), "reviewed"),
    Draft("云湖新区保障性住房配租办法", "housing", date(2026, 9, 28), "legal"),
    Draft("云湖新区市容环卫责任区管理规定", "enforcement", date(2026, 11, 9), "consulting"),
)
MATTERS = (
    ("湖滨商务中心地块征迁补偿协议", "demolition", "planning", "青杉街道三组", 32_000_000, date(2026, 3, 4), True),
    ("溪东片区征迁安置协议", "demolition", "planning", "云溪街道溪东村", 18_600_000, date(2026, 5, 12), True),
    ("智能装备产业园招商协议", "investment", "investment", "云湖智造有限公司", 320_000_000, date(2026, 4, 8), True),
    ("湖滨酒店招商协议", "investment", "investment", "云湖栖云文旅有限公司", 150_000_000, date(2026, 11, 16), False),
    ("政务大厅物业服务合同", "contract", "approval", "云湖安居物业有限公司", 2_600_000, date(2026, 6, 3), True),
    ("湖滨大道断面改造方案", "decision", "housing", "", 0, date(2026, 7, 6), True),
    ("污水处理费调整方案", "decision", "planning", "", 0, date(2026, 10, 12), True),
)


def walks(town: Town) -> Iterable[Walk]:
    """Yield the experts, the clean-up, the documents and the matters."""
    campaign: list[Case] = []
    yield _experts(town, campaign)
    for row in CLEANED:
        yield _cleaning(town, campaign, row)
    yield _finish(town, campaign)
    yield from (_document(town, told, 600 + 4 * place) for place, told in enumerate(DRAFTS))
    yield from (_matter(town, told, 660 + 4 * place) for place, told in enumerate(MATTERS))


def _experts(town: Town, campaign: list[Case]) -> Walk:
    at = town.at(date(2026, 1, 12), 560)
    yield at
    town.new_unit("counsel", "管委会法律顾问室", at=at)
    town.new_person("qin.minghe", "秦鸣鹤", "counsel", role="head", title="首席法律顾问", at=at)
    town.give_desks(PACK, {"counsel": "counsel"})
    for name, place, field in EXPERTS:
        until = town.days.day(date(2027, 1, 31))
        town.open(PACK, "expert", name, by="yuan.langyue", at=at, field=field, until=until, works_at=place)
    units = [town.unit(row[0]) for row in CLEANED]
    at = town.at(date(2026, 1, 12), 570)
    yield at
    case = town.open(
        PACK, "campaign", "街道文件集中清理", by="yuan.langyue", at=at, responsible=town.unit("politics"), assisting=units,
        basis="《关于集中清理2013年以来街道制发文件的通知》",
    )  # fmt: skip
    campaign.append(case)


def _cleaning(town: Town, campaign: list[Case], row: tuple[str, int, int, int, int, int]) -> Walk:
    unit, cleaned, normative, kept, revised, days = row
    at = town.at(date(2026, 1, 13), 580)
    yield at
    case = town.open(
        PACK, "cleaning", f"{town.unit(unit).name}文件清理", by="yuan.langyue", at=at, parent=campaign[0],
        responsible=town.unit(unit), due=town.days.day(date(2026, 3, 13)),
    )  # fmt: skip
    at = town.at(after(date(2026, 1, 13), days), 580)
    yield at
    given = {
        "cleaned": cleaned,
        "normative": normative,
        "kept": kept,
        "revised": revised,
        "repealed": cleaned - kept - revised,
    }
    town.move(
        case,
        "submit",
        by=unit,
        at=at,
        brings={"ledger": "文件清理目录.xlsx"},
        statement="已逐件清理并提出意见",
        **given,
    )
    if unit == "qingshan":
        town.sign(case, by="yuan.langyue", at=at, verdict="return", opinion="会议纪要类文件未列入目录，请补充核对")
        brings = {"ledger": "文件清理目录（补充）.xlsx"}
        town.move(case, "submit", by=unit, at=at, brings=brings, statement="已补充核对，数字不变", **given)
    at = town.at(after(date(2026, 1, 13), days + 3), 580)
    yield at
    town.sign(case, by="yuan.langyue", at=at, opinion="经专家组审核，认定准确")


def _finish(town: Town, campaign: list[Case]) -> Walk:
    at = town.at(date(2026, 4, 10), 590)
    yield at
    town.move(campaign[0], "finish", by="yuan.langyue", at=at, statement="清理结果经主任办公会议审议后公布")


def _document(town: Town, told: Draft, minutes: int) -> Walk:
    at = town.at(told.on, minutes)
    yield at
    clerk = (town.cast.members.get(told.unit) or town.cast.heads[told.unit])[0]
    case = town.open(
        PACK, "document", told.subject, by=clerk, at=at, responsible=town.unit(told.unit), handler=town.person(clerk),
        term=told.term, need="贯彻上级规定，结合本区实际规范有关管理行为",
    )  # fmt: skip
    town.move(case, "consult", by=clerk, at=at, brings={"draft": "文稿和起草说明.docx"}, consult_days=30)
    if told.far == "consulting":
        return
    sent = town.days.day(told.on) + timedelta(days=34)
    at = at.replace(year=sent.year, month=sent.month, day=sent.day)
    yield at
    brings = {"opinions": "征求意见汇总表.xlsx"}
    town.move(
        case, "send", by=told.unit, at=at, brings=brings, opinions="收到意见建议六条，采纳四条，未采纳的已说明理由"
    )
    if told.far == "legal":
        town.sign(case, by="qin.minghe", at=at, opinion="未发现法律风险")
        return
    yield from _reviewed(town, case, told, at)


def _reviewed(town: Town, case: Case, told: Draft, sent: datetime) -> Walk:
    at = sent + timedelta(days=2)
    yield at
    town.sign(case, by="qin.minghe", at=at, opinion="依据充分，建议明确适用范围")
    town.sign(case, by="yuan.langyue", at=at, opinion="合法，建议按规定提请审议")
    if told.far == "reviewed":
        return
    at = sent + timedelta(days=5)
    yield at
    town.move(case, "table", by=told.unit, at=at, statement="已按审查意见修改完善，提请主任办公会议审议")
    town.sign(case, by="ji.yunshen", at=at, opinion="会议审议通过")
    if told.far == "decided":
        return
    at = sent + timedelta(days=8)
    yield at
    until = town.days.day(told.ends) if told.ends else at.date() + timedelta(days=told.months * 30)
    town.move(
        case, "publish_trial" if told.term == "trial" else "publish", by="yu.tinglan", at=at, published_on=at.date(),
        brings={"decision": "主任办公会议纪要.pdf", "text": f"{told.subject}.pdf"}, valid_months=told.months,
        valid_until=until, document_number=f"云管规〔{at.year}〕{DRAFTS.index(told) + 1}号",
    )  # fmt: skip
    if told.far == "filed":
        at = sent + timedelta(days=16)
        yield at
        town.move(
            case, "file", by="yuan.langyue", at=at, brings={"filing": "备案报告.pdf"}, filed_as=f"备{at.year}-{at:%m%d}"
        )


def _matter(town: Town, told: tuple[str, str, str, str, int, date, bool], minutes: int) -> Walk:
    subject, sort, unit, partner, amount, on, finished = told
    at = town.at(on, minutes)
    yield at
    case = town.open(
        PACK, "matter", subject, by=unit, at=at, responsible=town.unit(unit), sort=sort, partner=partner, amount=amount
    )
    town.move(case, "send", by=unit, at=at, brings={"draft": "送审稿和依据材料.pdf"})
    if not finished:
        return  # waits for the counsel
    at = town.at(after(on, 3), minutes)
    yield at
    town.sign(case, by="qin.minghe", at=at, opinion="建议完善违约责任条款")
    if sort == "demolition":
        town.sign(case, by="yuan.langyue", at=at, verdict="return", opinion="过渡费支付期限约定不明，请修改后再送")
        town.move(case, "send", by=unit, at=at, brings={"draft": "送审稿（修改）.pdf"})
        town.sign(case, by="qin.minghe", at=at, opinion="已完善")
    town.sign(case, by="yuan.langyue", at=at, opinion="审查通过")
    at = town.at(after(on, 6), minutes)
    yield at
    brings = {"final": "签订文本.pdf"}
    if sort != "decision":
        town.move(case, "sign", by=unit, at=at, brings=brings, opinion="审查意见全部采纳", concluded_on=at.date())
        return
    town.move(case, "table", by=unit, at=at, opinion="审查意见全部采纳")
    town.sign(case, by="ji.yunshen", at=at, opinion="会议审议通过")
    if subject.startswith("湖滨"):
        town.move(case, "conclude", by=unit, at=at, brings=brings, concluded_on=at.date())
