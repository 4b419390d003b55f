"""Composes well-formed reports of invented parts in many shapes, together with what a reader must find in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st

PROBLEMS = (
    "学习贯彻上级精神不够深入",
    "河道保洁机制不健全",
    "服务企业主动性不强",
    "“三重一大”决策程序不规范",
    "廉政风险防控有漏洞",
    "项目推进缓慢",
    "对基层反映的困难关心不够",
    "年轻干部培养力度不大",
    "村级财务公开不及时",
    "执法检查走过场",
    "意识形态阵地管理存在薄弱环节",
    "支部组织生活质量不高",
    "公务接待审批把关不严",
    "固定资产账实不符",
    "调查研究成果转化率偏低",
    "安全生产责任压得不实",
    "落实过紧日子要求有差距",
    "窗口服务效率低下",
    "巡察整改常态化机制不完善",
    "干部队伍结构不合理",
)
REMEDIES = (
    "修订《工作规则》，明确议事清单24项",
    "召开专题会议5次，研究具体办法",
    "组织业务培训8期，覆盖320人次",
    "开展专项检查3轮，发现并改正问题46个",
    "建立台账，逐月通报",
    "约谈有关责任人6名",
    "清退不合规支出3.6万元",
    "选派12名干部到一线锻炼",
    "更换老旧设备58台",
    "印发通知，压实各科室责任",
    "走访群众1200户，办结诉求97件",
    "推行“一件事”集成办理，压缩时限40%",
    "完成档案数字化2.1万卷",
    "严格执行考勤制度，开展抽查11次",
    "举办“开放日”活动4场",
)
ASPECTS = ("落实上级决策部署", "党的建设", "作风建设", "干部队伍建设", "日常管理")
SECTIONS = (
    "巡察反馈问题整改落实情况",
    "反馈问题整改情况",
    "整改进展情况及成效",
    "整改任务落实情况",
    "巡察反馈意见整改落实情况",
)
ORGANISATION = ("巡察整改组织领导情况", "履行整改主体责任情况", "整改工作组织情况", "主要负责人组织落实整改情况")
NEXT = ("下一步工作打算", "下一步工作安排", "巩固整改成果的措施")
HEADINGS = (
    "关于“{}”问题的整改情况",
    "关于“{}”的问题",
    "关于“{}”问题的整改",
    "关于{}问题的整改情况",
    "关于{}的问题",
    "针对“{}”问题",
    "{}",
)
LABELS = ("", "整改情况：", "整改落实情况：", "整改措施：", "整改进展：")
HAN = "一二三四五六七八九十"
TO_HALF = str.maketrans("，：；（）", ",:;()")


def han(number: int) -> str:
    return HAN[number - 1] if number <= 10 else "十" + HAN[number - 11]


MARKS: dict[str, Callable[[int], str]] = {
    "han": lambda n: f"{han(n)}、",
    "han_paren": lambda n: f"（{han(n)}）",
    "digit": lambda n: f"{n}.",
    "digit_paren": lambda n: f"（{n}）",
    "circled": lambda n: chr(0x2460 + n - 1),
    "is": lambda n: f"{han(n)}是",
}
WRITTEN: dict[str, Callable[[int], str]] = {
    "han": han,
    "han_paren": han,
    "digit": str,
    "digit_paren": str,
    "circled": lambda n: chr(0x2460 + n - 1),
    "is": han,
}
# Levels from outside in; a report uses some of these runs.
LADDERS = (
    ("han_paren", "digit", "is"),
    ("han_paren", "is"),
    ("digit", "is"),
    ("digit", "digit_paren"),
    ("han_paren", "digit"),
    ("han_paren", "digit_paren"),
    ("digit", "circled"),
)


@dataclass
class Wanted:
    """What a reader must find."""

    inspector: str = ""
    inspected_from: date | None = None
    inspected_to: date | None = None
    feedback_on: date | None = None
    published_on: date | None = None
    issuer: str = ""
    findings: list[tuple[str, str | None, list[tuple[str, list[str]]], list[str]]] = field(default_factory=list)


@dataclass
class Composed:
    lines: list[str]
    wanted: Wanted


def day_words(day: date, *, year: bool = True) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if year else f"{day.month}月{day.day}日"


@st.composite
def measures(draw: st.DrawFn, mark: str, label: str) -> tuple[list[str], list[str]]:
    """Lines and numbers of measures: none numbered, one a line, or all in one paragraph."""
    shape = draw(st.sampled_from(("lines", "run", "single")))
    chosen = draw(st.lists(st.sampled_from(REMEDIES), min_size=1, max_size=4, unique=True))
    if shape == "single":
        return [label + chosen[0] + "。"], ["-"]
    numbers = [WRITTEN[mark](n) for n in range(1, len(chosen) + 1)]
    texts = [MARKS[mark](n) + text for n, text in enumerate(chosen, 1)]
    if shape == "run" and mark != "han_paren":
        return [label + "；".join(texts) + "。"], numbers
    return [*([label] if label else []), *[text + "。" for text in texts]], numbers


@st.composite
def head(draw: st.DrawFn, wanted: Wanted) -> list[str]:
    wanted.inspected_from = draw(st.dates(date(2018, 1, 1), date(2024, 6, 1)))
    wanted.inspected_to = wanted.inspected_from + timedelta(days=draw(st.integers(20, 100)))
    wanted.feedback_on = wanted.inspected_to + timedelta(days=draw(st.integers(15, 120)))
    wanted.inspector = draw(
        st.sampled_from(
            ("县委第二巡察组", "省委第十一巡视组", "市委巡察三组", "十五届区委第四巡察组", "集团党委第一巡察组")
        )
    )
    unit = wanted.issuer.removeprefix("中共")
    since = day_words(wanted.inspected_from)
    to = day_words(
        wanted.inspected_to, year=draw(st.booleans()) or wanted.inspected_to.year != wanted.inspected_from.year
    )
    back = day_words(wanted.feedback_on, year=draw(st.booleans()))
    opening = draw(st.sampled_from(("根据统一部署，", "按照县委巡察工作安排，", "")))
    if draw(st.booleans()):
        told = f"{opening}{since}至{to}，{wanted.inspector}对{unit}开展了巡察。{back}，{wanted.inspector}向{unit}反馈了巡察意见。"
    else:
        told = f"{opening}{wanted.inspector}于{since}至{to}对{unit}进行了常规巡察，并于{back}反馈了意见。"
    return [told + draw(st.sampled_from(("现将整改情况予以公布。", "现将整改进展情况通报如下：")))]


@st.composite
def organisation(draw: st.DrawFn) -> list[str]:
    style = draw(st.sampled_from(("han_paren", "digit", "is", "prose")))
    texts = ("统一思想认识。召开动员会。", "加强组织领导。成立领导小组。", "严格督促检查。建立“三张清单”。")
    if style == "prose":
        return ["高度重视，坚决扛起政治责任，写好“后半篇文章”。"]
    if style == "is":
        return ["".join(MARKS["is"](n) + text for n, text in enumerate(texts, 1))]
    return [MARKS[style](n) + text for n, text in enumerate(texts, 1)]


@st.composite
def finding(
    draw: st.DrawFn, ladder: tuple[str, ...], number: int, title: str, heading: str
) -> tuple[list[str], list[tuple[str, list[str]]], list[str]]:
    label = draw(st.sampled_from(LABELS))
    lines = [
        MARKS[ladder[0]](number) + heading.format(title) + ("。" if draw(st.booleans()) or heading == "{}" else "")
    ]
    if len(ladder) == 3:
        titles = draw(st.lists(st.sampled_from(PROBLEMS), min_size=1, max_size=3, unique=True))
        items = []
        for n, name in enumerate(titles, 1):
            # Below a bare statement the items are bare too: a “关于…问题” below it would make the statement an aspect.
            below = heading if heading == "{}" else draw(st.sampled_from(HEADINGS[:5]))
            lines.append(MARKS[ladder[1]](n) + below.format(name) + "。")
            told, numbers = draw(measures(ladder[2], label))
            lines.extend(told)
            items.append((name, numbers))
        return lines, items, []
    told, numbers = draw(measures(ladder[1], label))
    return lines + told, [], numbers


@st.composite
def reports(draw: st.DrawFn) -> Composed:
    """A report and what must be found in it."""
    wanted = Wanted()
    wanted.issuer = draw(
        st.sampled_from(("中共青梧县水务局党组", "中共临汐镇委员会", "云岫市档案馆党支部", "澄江集团有限公司党委"))
    )
    lines = [f"{wanted.issuer}关于巡察整改进展情况的通报", *draw(head(wanted))]
    section = 0
    for _ in range(draw(st.integers(0, 2))):
        section += 1
        lines.append(MARKS["han"](section) + draw(st.sampled_from(ORGANISATION)))
        lines.extend(draw(organisation()))
    section += 1
    lines.append(MARKS["han"](section) + draw(st.sampled_from(SECTIONS)))
    ladder = draw(st.sampled_from(LADDERS))
    heading = draw(st.sampled_from(HEADINGS))
    aspects: list[str | None] = [None]
    if ladder[0] == "digit" and draw(st.booleans()):
        aspects = list(draw(st.lists(st.sampled_from(ASPECTS), min_size=1, max_size=3, unique=True)))
    for place, aspect in enumerate(aspects, 1):
        if aspect:
            lines.append(f"（{han(place)}）{aspect}方面")
        titles = draw(st.lists(st.sampled_from(PROBLEMS), min_size=1, max_size=5, unique=True))
        for number, title in enumerate(titles, 1):
            told, items, numbers = draw(finding(ladder, number, title, heading))
            lines.extend(told)
            wanted.findings.append((title, f"{aspect}方面" if aspect else None, items, numbers))
    if draw(st.booleans()):
        section += 1
        lines.append(MARKS["han"](section) + draw(st.sampled_from(NEXT)))
        lines.extend(["（一）持续加强理论武装。", "（二）持续巩固整改成果。"])
    elif draw(st.booleans()):
        lines.append("下一步，将继续抓好整改。一是常学常新。二是常抓不懈。")
    lines.append("欢迎广大干部群众对整改落实情况进行监督。联系电话：0571-8612345；电子邮箱：office@example.com。")
    wanted.published_on = date(2025, 3, 14)
    lines.extend([wanted.issuer, day_words(wanted.published_on)])
    if draw(st.booleans()):
        lines.extend(["上一篇：关于节日值班的通知", "【打印】【关闭】", "友情链接"])
    if draw(st.booleans()):
        lines = [line.translate(TO_HALF) for line in lines]
    if draw(st.booleans()):
        lines = ["　　" + line for line in lines]
    return Composed(lines, wanted)
