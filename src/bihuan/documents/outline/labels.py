"""Label tokens: `整改措施：`, `整改状态：`, `责任单位：` and what stands behind them."""

from __future__ import annotations

import re
from enum import Enum


class Label(Enum):
    """What a label announces."""

    PROBLEM = "problem"
    MEASURES = "measures"
    PROGRESS = "progress"
    STATUS = "status"
    FIELD = "field"
    NEXT = "next"


_WORDS: tuple[tuple[Label, str], ...] = (
    (
        Label.PROBLEM,
        r"(?:巡[视察]|督察|审计|检查)?组?反馈(?:的)?(?:的?(?:具体|主要|突出|原文))?(?:问题|意见|内容|情况|原文)(?:描述|内容|原文|表述)?"
        r"|(?:存在|具体|主要|突出)(?:的)?问题|问题(?:描述|表述|内容|原文|表现|情况)?|整改任务|整改事项|具体表现|问题清单"
        r"|(?:群众|信访)?(?:反映|举报|投诉|交办)(?:的)?(?:主要|具体)?(?:问题|内容)(?:概述)?",
    ),
    (
        Label.MEASURES,
        r"(?:具体|主要|采取|拟采取|已采取|落实|制定)?(?:的)?(?:整改)?(?:落实|工作)?(?:措施|举措)(?:及成效|及落实情况|及完成情况|落实情况|和成效|及进展)?",
    ),
    (
        Label.STATUS,
        r"整改状态|办理状态|是否办结|办结状态|(?:整改)?完成状态|整改进度|是否完成(?:整改)?|整改结论|销号情况|完成(?:整改)?情况(?=：?(?:已|未|基本|阶段|部分|正|完成|持续|长期))",
    ),
    (
        Label.PROGRESS,
        r"(?:目前|具体|问题)?(?:的)?(?:整改|落实|完成|进展|改进)(?:工作)?(?:落实|完成|进展|推进|成效|结果|成果|阶段性?)?(?:及(?:成效|进展))?(?:情况|成效|结果|进展)?(?:及成效)?"
        r"|(?:处理|查处|办理)(?:及|和)?(?:整改)?(?:情况|结果)|工作成效|取得(?:的)?成效|阶段性成效",
    ),
    (
        Label.NEXT,
        r"下一?步(?:工作|整改)?(?:打算|措施|计划|安排|举措|思路)?|后续(?:工作|整改)?(?:打算|措施|计划|安排)|长期(?:坚持|整改)措施",
    ),
    (
        Label.FIELD,
        r"(?:整改)?(?:目标|时限|期限|完成时限|完成时间|责任)|(?:整改|完成)(?:目标|时限|期限|时间)|预期目标"
        r"|(?:整改)?(?:责任|牵头|主责|主办|配合|协办|督办|包抓|分管|主管)(?:市|县|区|校|院)?(?:领导|单位|部门|人|科室|股室|处室|主体)(?:及责任人)?|(?:调查)?核实情况|调查情况|是否属实|受理编号|行政区域|污染类型|原因分析|问题成因|备注|验收单位|督导单位",
    ),
)
_ANY = "|".join(f"(?P<{label.value}>{words})" for label, words in _WORDS)
_HEAD = re.compile(rf"[【（◆●■▲]?(?:{_ANY})[】）]?(?:[：:]|(?<=】)|$)")
_RUN_ON = re.compile(rf"(?<=[。；！？”）])[【（]?(?:{_ANY})[】）]?(?:：|(?<=】))")


def head_label(text: str, start: int = 0) -> tuple[Label, int] | None:
    """Return the label a stretch begins with and where its content begins, or None."""
    match = _HEAD.match(text, start)
    return _read(match) if match else None


def run_on_labels(text: str, start: int = 0) -> list[tuple[int, Label, int]]:
    """Return the labels inside running text: where each begins, what it is, where its content begins."""
    found = []
    for match in _RUN_ON.finditer(text, start):
        label, end = _read(match)
        found.append((match.start(), label, end))
    return found


def _read(match: re.Match[str]) -> tuple[Label, int]:
    name = match.lastgroup or ""
    return Label(name), match.end()
