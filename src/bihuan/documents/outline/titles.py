"""The name of a problem without the words wrapped around it, and its status where the heading says it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.documents.outline.headings import COUNT_BEHIND, first_sentence

_ABOUT = re.compile(
    r"^(?:巡[视察]反馈)?(?:(?:关于|针对|对于|对照|围绕)(?:(?:巡[视察]组?)?(?:反馈的|指出的|提出的|反馈(?=“)))?|对(?=“)|存在(?=“))"
)
_TAIL = (
    r"(?:的|等){0,3}(?:方面)?(?:的|存在的?|等|反馈)*(?:问题|情况|现象)?(?:的)?"
    r"(?:(?:整改|整治|落实|改进)(?:任务|工作|措施)?(?:的)?(?:落实|进展|完成|推进|具体)?(?:的)?(?:情况|进展|成效|结果)?)?"
)
_TAIL_ONLY = re.compile(rf"^{_TAIL}(?:[。：；，（]|$)")
_PROBLEM_TAIL = re.compile(
    r"(?:存在的?|的|等){0,3}问题(?:的|，){0,2}(?:(?:整改|整治|落实|改进)(?:任务|工作|措施)?(?:的)?(?:落实|进展|完成|推进|具体)?(?:的)?(?:情况|进展|成效|结果)?)?$"
)
_REPORT_TAIL = re.compile(r"(?:的)?整改(?:落实|进展|完成|推进)?(?:情况|进展|成效)?$")
_KEEPS_PROBLEM = re.compile(
    r"(?:遗留|突出|关键|热点|难点|信访|民生|具体|重点|主要|相关|有关|共性|个性|历史|类似|同类|四风|腐败|作风|此类|该|一些|不少|这些|若干|违纪|违法|违规|权属|部分|“四风”)$"
)
_COLUMNS = re.compile(r"（(?:牵头|责任|配合|整改|完成|主责|主办)[^（）]*(?:：|:)[^）]*）")
STATUS_IN_PARENS = re.compile(
    r"（((?:已|基本|正在|持续|长期|阶段性|部分|未|全部)[^（）]{0,14}(?:完成|整改|坚持|推进|到位|销号)[^（）]{0,6}|完成|已完成)）$"
)
_WORD = 7
_TOLD = ("情况", "进展", "成效", "结果", "整改")
_STATUS_NEXT = re.compile(STATUS_IN_PARENS.pattern.removesuffix("$"))
_HEAD_LABEL = re.compile(r"^(?:反馈问题|问题描述|反馈意见)[：]")


@dataclass(frozen=True, slots=True)
class Title:
    """Where a title stands in a canonical text, the status it carries, and where the heading ends."""

    start: int
    end: int
    status: tuple[int, int] | None
    heading_end: int


def title_in(text: str, *, whole: bool = False) -> Title:
    """
    Return the title inside a canonical heading.

    whole: the text is nothing but the problem (a label or a table cell says so), so its later sentences belong to the title.
    """
    about = _ABOUT.match(text) or _HEAD_LABEL.match(text)
    start = about.end() if about else 0
    quoted = _quoted_title(text, start)
    if quoted is not None:
        return quoted
    if about and about[0] in {"对", "存在"}:
        about, start = None, 0  # 对“一把手”监督有短板: the word belongs to the name
    sentence = text if whole else first_sentence(text)
    if about and not whole:
        sentence = _up_to_problem(text, sentence)
    heading_end = min(len(sentence) + 1, len(text))
    end = len(sentence.rstrip("。：；，"))
    status = STATUS_IN_PARENS.search(sentence, 0, end)
    if status:
        end = status.start()
    counted = COUNT_BEHIND.search(sentence, start, end)
    if counted and counted.start() > start:
        end = counted.start()
    columns = _COLUMNS.search(sentence, start, end)
    if columns and columns.start() > start:
        end = columns.start()
    end = _without_tail(text, start, end, whole=whole)
    while end > start and text[end - 1] in "。：；，、":
        end -= 1
    return Title(start, end, status.span(1) if status else None, heading_end)


def _quoted_title(text: str, start: int) -> Title | None:
    """`“…”问题的整改情况`: the words between the outer quotation marks."""
    if start >= len(text) or text[start] != "“":
        return None
    for close in _closings(text, start):
        tail = _TAIL_ONLY.match(text, close + 1) if text[close + 1 :] else None
        rest = re.compile(_TAIL).match(text, close + 1)
        if rest is not None and (
            close + 1 == len(text)
            or _ends_heading(
                text, rest.end(), rest[0], named_in_part=close - start <= _WORD and not rest[0].endswith(_TOLD)
            )
        ):
            status = _STATUS_NEXT.match(text, rest.end())
            end = status.end() if status else rest.end()
            return Title(start + 1, close, status.span(1) if status else None, _heading_end(text, end))
        if tail is not None:
            return Title(start + 1, close, None, _heading_end(text, close + 1))
    return None


def _ends_heading(text: str, at: int, tail: str, *, named_in_part: bool) -> bool:
    """Whether a heading ends at `at`; `“四风”问题尚未根治` quotes a word of its name, so it goes on."""
    return at >= len(text) or text[at] in "。：；，（" or ("问题" in tail and text[at] not in "”" and not named_in_part)


def _heading_end(text: str, at: int) -> int:
    return at + 1 if at < len(text) and text[at] in "。：；，" else at


def _closings(text: str, start: int) -> list[int]:
    """Where the quotation opened at `start` may close: at its own depth first, then at the last mark before 问题."""
    depth, found = 0, []
    limit = min(len(text), start + 1200)
    for at in range(start, limit):
        if text[at] == "“":
            depth += 1
        elif text[at] == "”":
            depth -= 1
            if depth <= 0:
                found.append(at)
                break
    found.extend(
        match.start()
        for match in re.finditer(r"”(?=(?:的|等)?(?:方面)?(?:的)?问题)", text[:limit])
        if match.start() > start
    )
    return found


def _up_to_problem(text: str, sentence: str) -> str:
    """`关于A。B的问题的整改情况`: a name may hold a 。 if its first sentence does not get to the word 问题."""
    if "问题" in sentence or "整改" in sentence:
        cut = re.search(r"问题(?:的)?(?:整改(?:落实|进展|完成)?(?:情况)?)?(?=[：，])", sentence)
        return sentence[: cut.end()] if cut and "“" not in sentence[: cut.end()] else sentence
    end = re.search(r"(?:的问题|问题的整改[^。]{0,6})(?:。|$)", text[:400])
    return text[: end.end()].rstrip("。") if end else sentence


def _without_tail(text: str, start: int, end: int, *, whole: bool) -> int:
    """Take off 的问题 / 问题的整改情况 where a name is left over."""
    tail = _PROBLEM_TAIL.search(text, start, end)
    if tail and tail.start() > start + 1:
        name = text[start : tail.start()]
        if _KEEPS_PROBLEM.search(name) and not tail[0].startswith(("的", "等的")):
            return tail.start() + 2
        return tail.start()
    report = None if whole else _REPORT_TAIL.search(text, start, end)
    return report.start() if report and report.start() > start + 1 else end
