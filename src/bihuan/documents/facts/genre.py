"""What kind of document it is: a report, feedback, a plan, a news item, a blank form, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.documents.draft import DraftFinding, Warning_
from bihuan.documents.outline.lines import Line
from bihuan.packspec.bilingual import Text

_PLAN_TITLE = re.compile(
    r"整改(?:工作)?(?:方案|计划|清单|任务(?:分解)?(?:表|清单)?|台账)(?:（[^（）]*）)?$|(?:任务|责任|问题|措施)清单$|(?:工作|实施|分工)方案$"
)
_PLAN_TEXT = re.compile(
    r"(?:制定|提出|研究制定)(?:如下|本|以下|了?本)(?:整改)?(?:工作)?方案|特制定(?:本|如下|以下)|制定本(?:整改)?方案|现制定(?:如下|以下)"
)
_NEWS = re.compile(
    r"通报(?:称|透露|显示|指出|提到)|本报讯|本网讯|（?(?:通讯员|记者)[\u4e00-\u9fff]{2,4}|近日，.{0,60}(?:网站|公布|发布)|据.{0,20}(?:网站|消息|了解|悉)|消息，|讯（|获悉"
)
_MEETING = re.compile(
    r"(?:召开|举行).{0,30}(?:会议|反馈会|推进会|动员会|部署会).{0,120}(?:会议(?:指出|强调|要求|认为)|出席|主持)"
)
_TOLD_OF_MEETING = re.compile(
    r"(?:^|\n)(?:\d{1,2}月\d{1,2}日(?:上午|下午|晚)?|近日|日前|根据[^。\n]{0,40}\d{1,2}月\d{1,2}日)，[^\n]{0,400}(?:会上|会议由|主持会议|出席会议|表态(?:发言|讲话))"
)
_SAID = re.compile(r"(?:指出|强调|要求|表示|介绍|认为)(?:，|：)")
_FORM = re.compile(
    r"_{3,}|＿{2,}|[xX×]{2,}|[○〇]{2,}|（盖章）|（签字）|年月日|填表说明|填写说明|模板|样式|\.{6,}|…{3,}"
)
_FEEDBACK = re.compile(
    r"反馈意见$|反馈(?:会)?(?:讲话|报告)|(?:发现|存在)(?:的)?(?:主要|突出)?问题|(?:提出|整改)(?:以下|如下)?(?:整改)?(?:意见|建议)"
)
_FEEDS_BACK = re.compile(r"现(?:将|就)?[^。]{0,30}(?:情况|意见|问题)?反馈如下|现反馈如下")
_REPORT = re.compile(
    r"整改(?:落实|进展|完成|阶段)?(?:进展)?(?:工作)?(?:情况|结果|成效)|整改报告|整改(?:进展)?(?:通报|公告|公示)"
)
_FUTURE = re.compile(r"(?:整改|完成)时限|(?:整改)?目标：|责任(?:单位|部门|领导|人)：|牵头单位")
_PAST = re.compile(
    r"已(?:完成|建立|制定|组织|开展|整改|召开|印发|出台|对)|整改(?:完成)?(?:进展|落实)?情况|完成了|开展了|召开了|\d{1,9}(?:次|人次|场)"
)

SAYS = {
    "genre_plan": Text(
        "这是整改方案或清单，不是整改情况报告：所列措施是计划要做的",
        "This is a rectification plan, not a report: its measures are intended, not done",
    ),
    "genre_news": Text(
        "这是新闻报道，不是整改情况报告原文：问题未逐条列出",
        "This is a news item, not the report itself: problems are not listed one by one",
    ),
    "genre_form": Text("这是空白表格或模板，没有可读入的内容", "This is a blank form or template with nothing to read"),
    "genre_feedback": Text(
        "这是反馈意见：列出了问题，没有整改措施", "This is an inspection's feedback: problems without measures"
    ),
    "genre_other": Text(
        "这不像整改情况报告，没有读到问题", "This does not look like a rectification report; no problems were found"
    ),
}


_LEDGER_TITLE = re.compile(r"(?:台账|清单|表)(?:（[^（）]*）)?$")
_HOW_FAR = re.compile(r"已|完成|销号|到位|正在|推进|坚持|未|整改中|办结")


def genre_of(lines: Sequence[Line], title: str | None, findings: Sequence[DraftFinding], inspected: bool) -> str:
    """
    Return the kind of document.

    inspected: whether its head tells of an inspection with dates.
    """
    text = "\n".join(line.text for line in lines[:600])
    measured = sum(bool(f.measures or any(item.measures for item in f.items)) for f in findings)
    if _is_form(lines, text, findings):
        return "form"
    ledger = bool(title and _LEDGER_TITLE.search(title)) and _says_how_far(findings)
    if (title and _PLAN_TITLE.search(title) and not ledger) or _PLAN_TEXT.search(text[:3000]):
        return "plan"
    if not (title and _REPORT.search(title)) and _planned(text, findings):
        return "plan"
    if _is_news(text, findings):
        return "news"
    if findings and (
        is_feedback(lines, title) or (measured * 3 < len(findings) and not (title and _REPORT.search(title)))
    ):
        return "feedback"
    if not findings and not (title and _REPORT.search(title)) and len(_SAID.findall(text[:3000])) >= 2:
        return "news"
    if (
        findings
        or (title and _REPORT.search(title))
        or (_REPORT.search(text[:1500]) and ("现将" in text[:4000] or inspected))
    ):
        return "report"
    return "other"


def is_feedback(lines: Sequence[Line], title: str | None) -> bool:
    """Return whether a document calls itself an inspection's feedback; what stands below a problem is then no measure."""
    if title is not None and _REPORT.search(title):
        return False
    return bool(
        title
        and re.search(
            r"反馈意见$|反馈(?:专项)?(?:巡[视察]|督察)(?:情况|意见)$|(?:巡[视察]|督察|审计)(?:情况|意见)?(?:的)?反馈(?:意见|情况)?$",
            title,
        )
    ) or any(_FEEDS_BACK.search(line.text[:600]) for line in lines[:40])


def genre_warning(genre: str) -> Warning_ | None:
    """Return the warning that says what a document is if it is no report."""
    return None if genre == "report" else Warning_(f"genre_{genre}", SAYS[f"genre_{genre}"])


def _is_form(lines: Sequence[Line], text: str, findings: Sequence[DraftFinding]) -> bool:
    cells = [cell for line in lines for cell in line.cells]
    blank = sum(not cell.strip() for cell in cells)
    if cells and len(findings) == 0 and blank * 2 > len(cells):
        return True
    marks = len(_FORM.findall(text))
    filled = len(re.sub(r"\W|_", "", text))
    return marks >= 3 and marks * 60 > filled


def _says_how_far(findings: Sequence[DraftFinding]) -> bool:
    """Whether most problems have a status: then it is no plan, whatever it promises besides."""
    return bool(findings) and 2 * sum(bool(f.status and _HOW_FAR.search(f.status)) for f in findings) >= len(findings)


def _planned(text: str, findings: Sequence[DraftFinding]) -> bool:
    """Time limits and responsible units again and again, and hardly anything done; a ledger that says how far each got is none."""
    if _says_how_far(findings):
        return False
    future = len(_FUTURE.findall(text))
    return bool(findings) and future >= 2 * len(findings) and len(_PAST.findall(text)) < future / 2


def _is_news(text: str, findings: Sequence[DraftFinding]) -> bool:
    told = len(_NEWS.findall(text[:4000]))
    if told >= 2 or (told and not findings):
        return True
    if not findings and (_MEETING.search(text[:3000]) or _TOLD_OF_MEETING.search(text[:3000])):
        return "现将" not in text[:3000] or not re.search(
            "予以(?:公布|公开|通报)|通报如下|公开如下|公示如下", text[:3000]
        )
    return False
