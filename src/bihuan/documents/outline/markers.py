"""Numbering tokens: what they look like at the head of a line and inside running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from bihuan.documents.text.numerals import whole_number


class Kind(IntEnum):
    """The kinds of numbering, outermost first as officials use them; a document may leave any of them out."""

    HAN = 1  # 一、
    PART = 2  # 第一个方面：
    HAN_PAREN = 3  # （一）
    CALLED = 4  # 问题1：
    DIGIT = 5  # 1.
    DECIMAL = 6  # 1.1
    DIGIT_PAREN = 7  # （1） 1）
    CIRCLED = 8  # ①
    IS = 9  # 一是
    ORDINAL = 10  # 首先， 第一，


@dataclass(frozen=True, slots=True)
class Marker:
    """One numbering token. value: its place in the count; written: without punctuation; start, end: canonical offsets."""

    kind: Kind
    value: int
    written: str
    start: int
    end: int


_N = "[一二三四五六七八九十]{1,3}|[一二三四五六七八九]?百零?[一二三四五六七八九十]{0,3}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_ENCLOSED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_SEQUENCE = ("首先", "其次", "再次", "最后")
_TOKEN = (
    rf"(?P<han>{_N})(?:、|\.(?!\d)|：(?=关于|“))"
    rf"|（(?P<han_paren>{_N})）[、.：]?|[{_ENCLOSED}]、?"
    rf"|(?:(?:反馈|整改|具体|主要|突出)?(?P<called>问题|任务)|反馈意见)(?P<called_n>{_N}|\d{{1,3}})(?:[：、.]|(?=关于|“))"
    rf"|第(?P<part>{_N})个?(?:方面|部分)[：、]"
    rf"|第(?P<nth>{_N}|\d{{1,3}})个?(?:问题|项|类)[：、，.]"
    r"|(?P<decimal>\d{1,2}\.\d{1,2})(?:[.、](?!\d)|(?=[\u4e00-\u9fff“])(?!万|亿|元|个|倍|公里|米|吨|亩|平方|级|分|千|人|版|月))"
    r"|(?P<digit>\d{1,3})(?:[.、：](?!\d)|(?=关于“?[\u4e00-\u9fff]))"
    r"|(?:（(?P<paren>\d{1,3})）|(?<![\d（])(?P<half>\d{1,2})）)[、.]?"
    rf"|[{_CIRCLED}{_BRACKETED}{_DOTTED}][.、]?"
    rf"|(?P<is>{_N})(?:是|则)(?!否)(?=.)"
    r"|(?P<ordinal>(?:首先|其次|再次|最后|第[一二三四五六七八九十]{1,2}|其[一二三四五六七八九十]{1,2}))[，：]"
)
_HEAD = re.compile(r"[【◆●■★▲·•*-]*(?:" + _TOKEN + ")")
_RUN_ON = re.compile(
    r"(?<=[。；：！？”）】…])(?:"
    + _TOKEN
    + r")|(?<=，)(?P<soft>"
    + _N
    + r")是(?!否)|(?<=[\u4e00-\u9fff，])（(?P<loose>"
    + _N
    + "|\\d{1,2})）(?![条款项届期])"
)


def head_marker(text: str) -> Marker | None:
    """Return the numbering token a line begins with."""
    match = _HEAD.match(text)
    return _marker(match) if match else None


def run_on_markers(text: str, start: int = 0) -> Iterator[Marker]:
    """Yield the numbering tokens inside a line: those after the end of a clause, and （二） anywhere (its caller asks if it fits)."""
    for match in _RUN_ON.finditer(text, start):
        marker = _marker(match)
        if marker is not None:
            yield marker


def _marker(match: re.Match[str]) -> Marker | None:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    kind, written = _kind_of(groups, match[0])
    value = _value(written)
    if value is None or value == 0:
        return None
    return Marker(kind, value, written, match.start(), match.end())


_KINDS = {
    "han": Kind.HAN,
    "han_paren": Kind.HAN_PAREN,
    "called_n": Kind.CALLED,
    "nth": Kind.CALLED,
    "part": Kind.PART,
    "decimal": Kind.DECIMAL,
    "digit": Kind.DIGIT,
    "paren": Kind.DIGIT_PAREN,
    "half": Kind.DIGIT_PAREN,
    "is": Kind.IS,
    "soft": Kind.IS,
    "ordinal": Kind.ORDINAL,
}


def _kind_of(groups: dict[str, str], token: str) -> tuple[Kind, str]:
    for name, kind in _KINDS.items():
        if name in groups:
            return kind, groups[name]
    if "loose" in groups:
        return (Kind.DIGIT_PAREN if groups["loose"].isascii() else Kind.HAN_PAREN), groups["loose"]
    glyph = next((glyph for glyph in token if glyph in _CIRCLED + _BRACKETED + _DOTTED + _ENCLOSED), "")
    if glyph in _ENCLOSED:
        return Kind.HAN_PAREN, glyph
    if glyph in _CIRCLED:
        return Kind.CIRCLED, glyph
    return (Kind.DIGIT_PAREN if glyph in _BRACKETED else Kind.DIGIT), glyph


@lru_cache(maxsize=1024)  # the same few numbers begin every line of every document
def _value(written: str) -> int | None:
    if written in _SEQUENCE:
        return _SEQUENCE.index(written) + 1
    for row in (_CIRCLED, _BRACKETED, _DOTTED, _ENCLOSED):
        if written and written in row:
            return row.index(written) + 1
    if "." in written:
        return int(written.rpartition(".")[2])
    return whole_number(written.lstrip("第其"))
