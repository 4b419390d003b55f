"""The closed sets of the pack language: what a pack may name without declaring it. The manual prints these tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bihuan.packspec.bilingual import Text


def _titles(**written: str) -> Mapping[str, Text]:
    return {name: Text.parse(title) for name, title in written.items()}


PARTIES: Final = _titles(
    responsible="责任单位 | Responsible unit",
    lead="牵头单位 | Lead unit",
    assisting="配合单位 | Assisting units",
    leader="分管领导 | Leader in charge",
    handler="经办人 | Handler",
    panel="组员 | Members",
    applicant="申请人 | Applicant",
)
PARTIES_OF_MANY: Final = frozenset({"assisting", "panel"})
PERSON_PARTIES: Final = frozenset({"leader", "handler", "panel", "applicant"})  # persons or outside bodies, not units

RELATIONS: Final = _titles(
    responsible="责任单位 | Responsible unit",
    responsible_head="责任单位负责人 | Head of the responsible unit",
    lead="牵头单位 | Lead unit",
    lead_head="牵头单位负责人 | Head of the lead unit",
    assisting="配合单位 | Assisting unit",
    leader="分管领导 | Leader in charge",
    handler="经办人 | Handler",
    panel="组员 | Member",
    opener="登记人 | Who opened it",
    superior="上级单位 | Superior unit",
    applicant="申请人 | Applicant",
    anyone="登录人员 | Anyone signed in",
    public="社会公众 | The public",
    clock="到期自动办理 | The clock",
)
# A relation can only be used where its party is declared; the others need none.
PARTY_OF_RELATION: Final[Mapping[str, str]] = {
    **{party: party for party in PARTIES},
    "responsible_head": "responsible",
    "lead_head": "lead",
    "superior": "responsible",
}
DESK_PREFIX: Final = "desk."

# The sentence is what a refused user reads; the engine adds what is missing.
GUARDS: Final = _titles(
    standard_set="请先确定完成标准。 | Set the completion standard first.",
    points_proved="完成标准尚有未佐证的要点。 | The completion standard still has points without evidence.",
    children_closed="下级事项未办结。 | Cases below are not closed yet.",
    documents_agree="文稿与台账数字不一致。 | The document and the ledger do not agree.",
    scores_filled="尚有未评项目。 | Some items are not scored yet.",
    attendance_filled="签到未填。 | Attendance is not filled in.",
    minutes_filed="请先形成会议纪要。 | Make the minutes first.",
    no_conflict="与回避情形相符，不得参加。 | A conflict of interest forbids taking part.",
    checks_filled="核查要点或回访记录尚未填写齐全。 | The check list or the call-backs are not complete yet.",
    only_one="同一申请人已有同类事项在办或已办成，不得重复申请。 | The same applicant has one under way or granted already.",
)
GUARD_NEEDS: Final = _titles(
    standard_set="已确定完成标准 | the standard of completion is set",
    points_proved="完成标准各要点均有佐证 | every point of the standard is proved",
    children_closed="下级事项均已办结 | all cases below are closed",
    documents_agree="文稿与台账数字一致 | document and ledger agree",
    scores_filled="各项目均已评分 | every item is scored",
    attendance_filled="已填签到 | attendance is filled in",
    minutes_filed="会议纪要已定稿或已上传 | the minutes are final or on file",
    no_conflict="无回避情形 | no conflict of interest",
    checks_filled="核查要点和回访记录已填写齐全 | check list and call-backs are complete",
    only_one="同一申请人无其他在办或已办成的同类事项 | the applicant has no other one under way or granted",
)
CATEGORIES: Final = _titles(
    draft="准备 | Draft", open="办理中 | Open", review="审核中 | Under review", closed="已办结 | Closed"
)
NATURES: Final = _titles(at_once="立行立改 | At once", by_date="限期整改 | By a date", standing="长期坚持 | Standing")
UNITS_OF_TIME: Final = _titles(
    hours="小时 | hours",
    workdays="个工作日 | workdays",
    days="日 | days",
    months="个月 | months",
    month_end="个月底 | month ends",
    quarter_end="个季度末 | quarter ends",
    year_end="个年底 | year ends",
    until="至 | until",
)
PERIODS: Final = _titles(
    week="周 | Week", month="月 | Month", quarter="季度 | Quarter", half_year="半年 | Half-year", year="年度 | Year"
)
CAPABILITIES: Final = _titles(
    standard="完成标准 | Standard of completion",
    dispositions="处理处分 | Dispositions",
    recoveries="追缴清退 | Recoveries",
    instruments="制度文件 | Instruments",
    attendance="签到 | Attendance",
    checks="核查要点和回访 | Check list and call-backs",
)
FIELD_TYPES: Final = _titles(
    text="单行文字 | One line of text",
    lines="多行文字 | Several lines",
    number="数字 | Number",
    money="金额(元) | Money in yuan",
    date="日期 | Date",
    yes_no="是否 | Yes or no",
    choice="选项 | Choice",
    unit="单位 | Unit",
    person="人员 | Person",
    enterprise="企业 | Enterprise",
    link="关联事项 | Link to a case",
)
FACTS: Final = _titles(
    number="编号 | Number",
    subject="事项 | Subject",
    state="状态 | State",
    category="阶段 | Stage",
    nature="整改类型 | Nature",
    light="亮灯 | Light",
    due="期限 | Due",
    original_due="原定期限 | Original due date",
    late="是否超期 | Late",
    turn="轮次 | Turn",
    opened="登记日期 | Opened",
    finished="完成日期 | Finished",
    closed="办结日期 | Closed",
    days_taken="办理天数 | Days taken",
    level="审核层级 | Review level",
    statement="情况说明 | Statement",
    evidence_count="佐证材料件数 | Pieces of evidence",
    reason="理由 | Reason",
    asof="截至日期 | As-of date",
    days_left="距期限天数 | Days left",
    days_late="超期天数 | Days late",
    returns="退回次数 | Times returned",
    sample="抽取样本 | Sample",
    doubts="存疑要点和回访数 | Points and call-backs in doubt",
    score="得分 | Score",
    grade="等次 | Grade",
    rank="名次 | Rank",
)
FACTS_ASKED: Final = frozenset({"reason", "due", "statement", "nature"})  # what a move may ask for, always to be filled
FACT_VALUES: Final[Mapping[str, frozenset[str]]] = {
    "category": frozenset(CATEGORIES),
    "nature": frozenset(NATURES),
    "light": frozenset({"green", "blue", "yellow", "orange", "red"}),
}
COLOURS: Final = _titles(
    green="绿 | Green", blue="蓝 | Blue", yellow="黄 | Yellow", orange="橙 | Orange", red="红 | Red"
)
COMPARATORS: Final = _titles(
    at_least="不少于 | at least",
    at_most="不超过 | at most",
    less_than="小于；日期早于 | less than; a date before",
    empty="为空 | empty",
)
OPERATORS: Final = _titles(
    count="个数 | How many cases",
    sum="合计 | Sum of a field",
    distinct="去重个数 | How many different values",
    latest="最近日期 | Latest date",
    mean="平均 | Mean of a field",
    rate="百分比 | First figure in per cent of the second",
    less="相减 | First figure less the others",
    plus="相加 | Sum of figures",
    times="相乘 | Product of figures",
    entered="填报 | Entered by hand",
)
OPERATORS_ON_CASES: Final = ("count", "sum", "distinct", "latest", "mean")
OPERATORS_ON_FIGURES: Final = ("rate", "less", "plus", "times")

# Records lie on cases and can be counted like kinds; each says of what `kind` its case is, and which `case` that is.
# `sent` belongs to letters, `extension` to clocks, `warned` to ladders; the others to a capability.
RECORDS: Final[Mapping[str, frozenset[str]]] = {
    "disposition": frozenset({"kind", "case", "class", "sort", "person", "on"}),
    "recovery": frozenset({"kind", "case", "sort", "amount", "on"}),
    "instrument": frozenset({"kind", "case", "sort", "name", "on"}),
    "attendance": frozenset({"kind", "case", "person", "unit", "enterprise", "present", "on"}),
    "sent": frozenset({"kind", "case", "letter", "to", "on", "due", "receipt"}),
    "extension": frozenset({"kind", "case", "clock", "granted", "asked", "on"}),
    "warned": frozenset({"kind", "case", "clock", "colour", "on"}),
}
DATES_OF_RECORDS: Final = frozenset({"on", "due", "receipt", "asked"})
# What a rule about units may ask beside figures: how often running a unit stood there, with the board behind the dot.
STANDINGS: Final = _titles(
    red="连续列入红榜次数 | Times running on the red board",
    yellow="连续列入黄榜次数 | Times running on the yellow board",
    first="连续第一次数 | Times running in the first place",
    last="连续末位次数 | Times running in the last place",
)
LAYOUTS: Final = _titles(
    report="报告 | Report",
    letter="函 | Letter",
    notice="通知公告 | Notice",
    minutes="纪要 | Minutes",
    ledger="台账 | Ledger",
)
# What stands around the parts of a document, in the words of GB/T 9704.
FRAME: Final = _titles(
    title="标题 | Title",
    head="发文机关标志 | Issuing authority on top",
    addressee="主送机关 | Addressee",
    signature="发文机关署名 | Signature",
    copies="抄送机关 | Copies",
    note="附注 | Note",
)
# Places of a document that are neither figures nor paths of a case.
DOCUMENT_WORDS: Final = _titles(
    asof="截至日期 | As-of date",
    year="截至日期所在年份 | Year of the as-of date",
    area="地区名称 | Name of the area",
    office="主管办公室（office席位）名称 | Name of the office",
    unit="本文稿所写的单位 | Unit this document is written for",
    persons="受处理处分的人数 | Persons dealt with",
    person_times="处理处分人次 | Person-times of dispositions",
    dispositions="处理处分情况（按类别、种类） | Dispositions by class and kind",
    recovered="追缴清退合计（万元） | Money returned, in 10,000 yuan",
    recoveries="追缴清退情况（按方式） | Money returned, by way",
    instruments="制定修订制度数 | Instruments made or revised",
    instrument_names="制定修订的制度名称 | Names of the instruments",
)
# Places within a repeated part or a letter, of the one case that is being told.
CASE_WORDS: Final = _titles(
    n="序号（1、2、3） | Number (1, 2, 3)",
    nth="序号（一、二、三） | Number in Chinese",
    status="整改状态用语 | Words for how far it is",
    standard="完成标准各要点 | Points of the completion standard",
    term="完成时限用语 | Words for the time limit",
    days_left="距期限天数 | Days left",
    days_late="超期天数 | Days late",
    light_word="亮灯用语 | Word of the light",
    evidence_count="佐证材料件数 | Pieces of evidence",
    round_title="所属轮次名称 | Name of the round",
)
SCORING_WAYS: Final = _titles(
    share="按比例 | By share",
    steps="分档 | By steps",
    deduct="扣分 | By deduction",
    add="加分 | By addition",
    hand="人工评分 | By hand",
)
BETTER: Final = _titles(higher="越高越好 | Higher is better", lower="越低越好 | Lower is better")
UNITS_OF_MONEY: Final = _titles(**{"元": "元 | yuan", "万元": "万元 | ten thousand yuan"})
LADDER_UNITS: Final = _titles(days="日 | days", workdays="个工作日 | workdays")
