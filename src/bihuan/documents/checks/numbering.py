"""Numbering: gaps, repeats and levels that stand upside down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bihuan.documents.checks.examined import Examined
from bihuan.documents.checks.remark import Remark
from bihuan.documents.outline.lines import Line
from bihuan.documents.outline.markers import Kind, Marker, head_marker, run_on_markers
from bihuan.packspec.bilingual import Text

GAP = Text(
    "序号由“{before}”跳到“{now}”，中间是否有缺漏，请核对",
    "The numbering goes from “{before}” to “{now}”; check whether something is missing",
)
REPEATED = Text("序号“{now}”重复，请核对", "The number “{now}” stands twice; please check")
BACK = Text(
    "序号“{now}”排在“{before}”之后，顺序颠倒，请核对", "“{now}” stands behind “{before}”, out of order; please check"
)
BEGINS = Text("序号从“{now}”开始，前面是否有缺漏，请核对", "The numbering begins with “{now}”; check what is missing")
UPSIDE_DOWN = Text(
    "层次颠倒：“{upper}”之下用了“{now}”，应按“一、”“（一）”“1.”“（1）”的次序",
    "Levels upside down: “{now}” stands below “{upper}”; the order is 一、 （一） 1. （1）",
)
_LEVELS = (Kind.HAN, Kind.HAN_PAREN, Kind.DIGIT, Kind.DIGIT_PAREN)
_INLINE = (Kind.IS, Kind.CIRCLED)
_ANNEX = re.compile(r"^附(?:件|录|表)[\d一二三四五六七八九十]{0,3}[：.、]?")
_PART = re.compile(r"^第[一二三四五六七八九十]{1,3}(?:部分|章|节|篇|编)")


@dataclass(slots=True)
class Count:
    """How far one level has counted."""

    value: int
    shown: str


@dataclass(slots=True)
class State:
    """What was counted so far: the open levels, the last number of each closed level, and of each level inside a paragraph."""

    open: dict[Kind, Count] = field(default_factory=dict)
    closed: dict[Kind, Count] = field(default_factory=dict)
    order: list[Kind] = field(default_factory=list)
    inside: dict[Kind, int] = field(default_factory=dict)

    def begin_anew(self) -> None:
        """Forget everything, as an annex does."""
        self.open.clear()
        self.closed.clear()
        self.order.clear()
        self.inside.clear()


def numbering(document: Examined) -> Iterator[Remark]:
    """Yield a remark for each gap, repeat and wrong level, of headings and of numbers inside a paragraph."""
    warned = _warned(document)
    state, is_count = State(), State()
    listed = [(line, head_marker(line.text)) for line in document.lines if not line.cells]
    for at, (line, marker) in enumerate(listed):
        if _ANNEX.match(line.text) or _PART.match(line.text):
            state.begin_anew()
        remarks = list(_inline(line, is_count))
        if marker is not None and marker.kind in _LEVELS and not _is_date_or_number(line.text, marker):
            remarks += _headed(line, marker, state, _coming(listed, at))
            is_count.begin_anew()
        for inner in run_on_markers(line.text, marker.end if marker else 0):
            state.inside[inner.kind] = inner.value
        yield from (remark for remark in remarks if remark.place and remark.place.paragraph not in warned)


def _warned(document: Examined) -> set[int]:
    """Blocks where the reader has said already that numbers jump or repeat."""
    rules = {"number_gap", "number_repeated"}
    return {one.place.paragraph for one in document.draft.warnings if one.rule in rules and one.place}


def _is_date_or_number(text: str, marker: Marker) -> bool:
    return marker.kind is Kind.DIGIT and (marker.value > 99 or bool(re.match(r"\d{1,3}：\d", text)))


def _coming(listed: list[tuple[Line, Marker | None]], at: int) -> list[Marker]:
    return [marker for _, marker in listed[at + 1 : at + 60] if marker is not None and marker.kind in _LEVELS]


def _headed(line: Line, marker: Marker, state: State, coming: list[Marker]) -> Iterator[Remark]:
    kind, shown = marker.kind, line.text[marker.start : marker.end].rstrip("、.：")
    place = line.place(marker.start, marker.end)
    now = state.open.get(kind)
    if now is None:
        upside_down = _upside_down(kind, marker, state, coming)
        if upside_down is not None:
            yield Remark("numbering", "warning", UPSIDE_DOWN.format(upper=upside_down, now=shown), place)
        closed = state.closed.get(kind)
        goes_on = marker.value in {1, state.inside.get(kind, 0) + 1, closed.value + 1 if closed else 1}
        # A lone number at the head of a line may be that of a page.
        if not goes_on and any(one.kind is kind and one.value == marker.value + 1 for one in coming[:12]):
            if closed is not None and marker.value > closed.value:
                yield Remark("numbering", "warning", GAP.format(before=closed.shown, now=shown), place)
            else:
                yield Remark("numbering", "warning", BEGINS.format(now=shown), place)
    elif kind not in state.inside or marker.value != state.inside[kind] + 1:
        yield from _next(now, marker, shown, line, coming)
    _close_below(kind, state)
    if kind not in state.order:
        state.order.append(kind)
    state.open[kind] = Count(marker.value, shown)


def _next(now: Count, marker: Marker, shown: str, line: Line, coming: list[Marker]) -> Iterator[Remark]:
    place = line.place(marker.start, marker.end)
    if marker.value == now.value + 1:
        return
    if marker.value == 1:
        # A new count may begin under another heading without a number; 一、 twice in a row is a slip.
        if now.value == 1 and marker.kind in (Kind.HAN, Kind.HAN_PAREN):
            follower = next((one for one in coming if one.kind == marker.kind), None)
            if follower is not None and follower.value in (2, 3):
                yield Remark("numbering", "warning", REPEATED.format(now=shown), place)
        return
    if marker.value == now.value:
        yield Remark("numbering", "warning", REPEATED.format(now=shown), place)
    elif marker.value > now.value:
        yield Remark("numbering", "warning", GAP.format(before=now.shown, now=shown), place)
    else:
        yield Remark("numbering", "warning", BACK.format(before=now.shown, now=shown), place)


def _close_below(kind: Kind, state: State) -> None:
    """Close the levels that were opened after a level when that level counts on."""
    if kind not in state.order:
        return
    at = state.order.index(kind)
    for deeper in state.order[at + 1 :]:
        state.closed[deeper] = state.open.pop(deeper)
    del state.order[at + 1 :]


def _upside_down(kind: Kind, marker: Marker, state: State, coming: list[Marker]) -> str | None:
    """Return the number of a deeper level that holds this upper one inside, if it counts on behind it."""
    if marker.value != 1 or not state.order:
        return None
    last = state.order[-1]
    if last <= kind:
        return None
    # `1.` `（一）` `（二）` `2.`: the deeper number counts on behind a whole list of the upper kind.
    follower = next((at for at, one in enumerate(coming) if one.kind == last), None)
    if follower is None or coming[follower].value != state.open[last].value + 1:
        return None
    inside = coming[:follower]
    second = any(one.kind == kind and one.value == 2 for one in inside)
    return state.open[last].shown if second and not any(one.kind < kind for one in inside) else None


def _inline(line: Line, state: State) -> Iterator[Remark]:
    """一是, 三是 inside a paragraph or at the heads of paragraphs that follow each other."""
    first = head_marker(line.text)
    found = [first] if first is not None and first.kind in _INLINE else []
    start = first.end if first is not None else 0
    found += [marker for marker in run_on_markers(line.text, start) if marker.kind in _INLINE]
    if not found or found[0] is not first:
        state.begin_anew()
    for marker in found:
        now, shown = state.open.get(marker.kind), line.text[marker.start : marker.end].rstrip("、.")
        place = line.place(marker.start, marker.end)
        if now is not None and marker.value == now.value and marker.value != 1:
            yield Remark("numbering", "warning", REPEATED.format(now=shown), place)
        elif now is not None and marker.value > now.value + 1:
            yield Remark("numbering", "warning", GAP.format(before=now.shown, now=shown), place)
        elif now is not None and 1 < marker.value < now.value:
            yield Remark("numbering", "warning", BACK.format(before=now.shown, now=shown), place)
        elif now is None and marker.value > 1 and found.index(marker) == 0 and len(found) > 1:
            yield Remark("numbering", "warning", BEGINS.format(now=shown), place)
        state.open[marker.kind] = Count(marker.value, shown)
        if marker.kind is Kind.IS:
            state.open.pop(Kind.CIRCLED, None)
