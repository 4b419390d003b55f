"""Where a long title breaks: into lines that keep words whole and form a trapezium, or a rhombus of three."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

PER_LINE = 19  # characters of 二号 in 156 mm: 20, and one for punctuation that hangs over
WORDS = re.compile(
    "巡视巡察|巡察反馈|巡视反馈|反馈意见|反馈问题|整改落实|整改工作|整改进展|集中整改|第[一二三四五六七八九十]+巡[察视]组|巡察组|巡视组|领导小组|党工委|管委会|办公室|委员会|街道办事处|"
    "进展情况|落实情况|专题会议|民主生活会|实施方案|工作方案|整改方案|情况报告|工作报告|主要负责人|负责人|"
    "巡察|巡视|反馈|整改|问题|意见|情况|报告|通报|方案|通知|公告|公示|工作|领导|小组|落实|进展|组织|"
    "监督|检查|督查|督办|提醒|建议|审计|专项|治理|年度|上半年|下半年|第[一二三四五六七八九十]+[轮季批次组]|"
    r"《[^《》]*》|“[^“”]*”|（[^（）]*）|\d[\d.,％%年月日]*|[A-Za-z]+"
)
NOT_FIRST = set("的地得之等和与及、，。；：？！）》”’％%…—")
NOT_LAST = set("（《“‘第")
INSIDE, CLOSE, LEVEL = (
    40,
    60,
    20,
)  # what it costs to cut a word, to begin a line with a closing sign, to have lines alike
GOOD_BEFORE = ("关于", "贯彻", "落实", "整改", "开展")


def title_lines(title: str, per_line: int = PER_LINE) -> tuple[str, ...]:
    """
    Return the lines of a title.

    per_line: full-width characters that fit into one line.
    Source: GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜，间距恰当，标题排列应当使用梯形或菱形.
    """
    need = -(-_width(title) // (2 * per_line))
    if need <= 1:
        return (title,)
    if need > 4 or " " in title.strip():
        return _filled(title, per_line)
    for count in (need, need + 1):
        if (found := _best(title, count, per_line)) is not None:
            return found
    return _filled(title, per_line)


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2000 else 1 for sign in text)


def _filled(title: str, per_line: int) -> tuple[str, ...]:
    lines, line = [], ""
    for sign in title:
        if line and _width(line + sign) > 2 * per_line and sign not in NOT_FIRST:
            lines.append(line.strip())
            line = ""
        line += sign
    return (*lines, line.strip())


def _best(title: str, count: int, per_line: int) -> tuple[str, ...] | None:
    costs = _costs(title)
    widths = [0]
    for sign in title:
        widths.append(widths[-1] + (2 if ord(sign) > 0x2000 else 1))

    @cache
    def rest(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        """The cheapest ways to break what begins at `start` into `left` lines."""
        if left == 1:
            width = widths[-1] - widths[start]
            return (_raggedness(width), ()) if width <= 2 * per_line else (float("inf"), ())
        found: tuple[float, tuple[int, ...]] = (float("inf"), ())
        for stop in range(start + 2, len(title) - 1):
            width = widths[stop] - widths[start]
            if width > 2 * per_line:
                break
            after, stops = rest(stop, left - 1)
            cost = costs[stop] + _raggedness(width) + after
            if stops or left == 2:
                cost += _alike(width, widths[stops[0] if stops else -1] - widths[stop])
            found = min(found, (cost, (stop, *stops)))
        return found

    def _raggedness(width: int) -> float:
        return (width - widths[-1] / count) ** 2 / 12

    cost, stops = rest(0, count)
    if cost == float("inf"):
        return None
    places = (0, *stops, len(title))
    return tuple(title[start:stop] for start, stop in pairwise(places))


def _alike(one: int, other: int) -> float:
    return LEVEL if abs(one - other) < 2 else 0


def _costs(title: str) -> list[int]:
    """Return what a break in front of each character costs."""
    costs = [6] * (len(title) + 1)
    for start, stop in _words(title):
        costs[start] = min(costs[start], 2)
        costs[stop] = min(costs[stop], 2)
        for inside in range(start + 1, stop):
            costs[inside] = max(costs[inside], INSIDE)
    for place in range(1, len(title)):
        if title.startswith(GOOD_BEFORE, place) and costs[place] < INSIDE:
            costs[place] = 0 if title.startswith("关于", place) else 1
        if title[place] in NOT_FIRST or title[place - 1] in NOT_LAST:
            costs[place] = CLOSE
        if title[place - 1 : place + 1] == "关于":
            costs[place] = INSIDE
        if title[:place].endswith("关于"):
            costs[place] += 6
    return costs


def _words(title: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in WORDS.finditer(title))
