"""Titles in 《》 with number and date, and whether the text says that they were made, revised or repealed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bihuan.documents.blocks import Block, Place, SourceText
from bihuan.documents.facts.stretches import Stretch, stretches_of
from bihuan.documents.outline.lines import Line
from bihuan.documents.text.dates import dates_in

Made = Literal["made", "revised", "repealed"]

_NUMBER_OF = r"[\u4e00-\u9fffA-Za-z]{0,14}[〔【（](?:19|20)\d\d[〕】）](?:第)?\d{1,5}号"
_TITLE = re.compile(
    rf"《(?P<title>[^《》]{{1,120}}(?:《[^《》]{{1,80}}》[^《》]{{0,40}}){{0,3}})》(?:（(?P<number>{_NUMBER_OF})(?:，(?P<more>[^）]{{0,20}}))?）"
    r"|（(?P<aside>[^（）]{1,24})）)?"
    rf"|(?P<alone>(?:[\u4e00-\u9fff]{{1,8}})[〔【](?:19|20)\d\d[〕】]第?\d{{1,5}}号)(?!》)"
)
_BETWEEN = re.compile(r"[、和及与，]|以及|和《|等|》")
_DEEDS: tuple[tuple[Made, str], ...] = (
    ("repealed", r"废止|停止执行|宣布失效"),
    ("revised", r"修订完善|修改完善|修订|修改|健全完善|完善|调整完善|优化|重新修订|重新印发"),
    (
        "made",
        r"制定出台|研究制定|研究出台|制定印发|制定|制订|出台|印发|下发|建立健全|建立|编制|起草|拟定|新建|形成|发布|颁布|健全",
    ),
)
_DEED_BEFORE = re.compile("|".join(f"(?P<{made}>{words})" for made, words in _DEEDS))
_LEAD = re.compile(r"(?:[，。；：、）！？]|^)(?P<clause>[^，。；：！？]*)$")
_DEED_BEHIND = re.compile(
    r"(?:等(?:\d+|[一二三四五六七八九十]+)?[项个]?(?:制度|文件|办法|规定)?)?(?:予以|进行|已|均|作出|作了|做了)*(?:全面|重新)?"
    r"(?:(?P<repealed>废止)|(?P<revised>修订|修改|完善)|(?P<made>已?(?:制定|出台|印发)))(?!后|以来|的|时|前)"
)
_ONLY_USED = re.compile(
    r"(?<!并)(?<!并严格)(?:落实|执行|学习|根据|按照|依据|对照|违反|遵守|贯彻|传达|宣传|依照|遵循|严格|符合|纳入|关于|参照)[^，。；]{0,12}$"
)

_SPOKEN = re.compile(r"^(?:按照|根据|依据|参照|执行|贯彻|落实|和|及|与|以|印发|转发|收到)+")


@dataclass(frozen=True, slots=True)
class InstrumentMention:
    """
    A document named by its title, or by its number alone (then `title` is "").

    number: as written (云委发〔2023〕5号), "" where the text gives none; date: of the document, None where not said with it.
    made: what the text says was done with it, None where it is only spoken of (学习, 根据, 落实 …).
    """

    title: str
    number: str
    date: date | None
    made: Made | None
    place: Place


def instruments_in(source: SourceText | Sequence[Block] | Sequence[Line]) -> tuple[InstrumentMention, ...]:
    """Return every document named in a text, in reading order."""
    return tuple(one for stretch in stretches_of(source) for one in instruments_of(stretch))


def instruments_of(stretch: Stretch) -> Iterator[InstrumentMention]:
    """Yield the documents one stretch names."""
    text = stretch.text
    if "《" not in text and "号" not in text:
        return
    previous: Made | None = None
    end = -1
    for match in _TITLE.finditer(text):
        behind = _behind(text, match.end()) if match["title"] else None
        chained = end >= 0 and _is_chain(text[end : match.start()])
        made = behind or (previous if chained else _before(text, match.start()))
        number = match["number"] or _SPOKEN.sub("", match["alone"] or "")
        title = stretch.line.flat.clean(*match.span("title")) if match["title"] else ""
        yield InstrumentMention(title, number, _day(match), made, stretch.place(match.start(), match.end()))
        previous, end = made, match.end()


def _is_chain(between: str) -> bool:
    return len(between) <= 2 and all(glyph in "、和及与，以" for glyph in between)


def _before(text: str, start: int) -> Made | None:
    """The deed named in the clause before a title, the nearest one; `修订完善` counts as one."""
    lead = _LEAD.search(text, max(0, start - 40), start)
    clause = lead["clause"] if lead else text[max(0, start - 40) : start]
    found = list(_DEED_BEFORE.finditer(clause))
    if not found or _ONLY_USED.search(clause, found[-1].end()):
        return None
    names = [match.lastgroup for match in found]
    last = found[-1].lastgroup
    if "made" in names and re.search(r"(?:制定|建立)(?:完善|修订)|制定和修订", clause):
        return "made"
    return _as_made(last)


def _behind(text: str, end: int) -> Made | None:
    """`对《…》进行修订`, `将《…》废止`; a list of titles shares what stands behind its last."""
    rest = re.match(r"(?:[、和及与，]?《[^《》]*》)*", text[end : end + 300])
    match = _DEED_BEHIND.match(text, end + (rest.end() if rest else 0))
    return _as_made(match.lastgroup) if match else None


def _as_made(name: str | None) -> Made | None:
    return next((made for made, _ in _DEEDS if made == name), None)


def _day(match: re.Match[str]) -> date | None:
    said = match["more"] or match["aside"] or ""
    return next((one.on() for one in dates_in(said)), None) if said else None
