"""Bodies named as responsible: in labels, in brackets, in sentences (由…牵头), in the columns of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bihuan.documents.blocks import Block, Place, SourceText
from bihuan.documents.facts.stretches import Stretch, stretches_of
from bihuan.documents.outline.lines import Line

BodyRole = Literal["lead", "responsible", "assisting", "supervising"]

_ROLES: tuple[tuple[BodyRole, str], ...] = (
    ("lead", "牵头责任单位|牵头单位|牵头部门|主要责任单位|主责单位|主办单位|牵头科室|牵头处室|牵头股室"),
    ("assisting", "配合单位|配合部门|协办单位|协助单位|参与单位|配合科室|协同单位"),
    ("supervising", "督办单位|监督单位|督导单位|监管单位|主管部门|监督部门"),
    (
        "responsible",
        "具体责任单位|整改责任单位|责任单位|责任部门|承办单位|责任科室|责任处室|责任主体|整改单位|落实单位",
    ),
)
_LABEL = "|".join(f"(?P<{role}>{words})" for role, words in _ROLES)
_NEXT_LABEL = "|".join([*(words for _, words in _ROLES), "责任领导|责任人|牵头领导|分管领导|整改时限|完成时限|时限"])
_LABELLED = re.compile(rf"(?:{_LABEL})：(?P<names>[^；。：（）]{{2,160}}?)(?=[；。）]|$|[，、]?(?:{_NEXT_LABEL}))")
_NAME = r"[\u4e00-\u9fffA-Za-z]{2,24}"
_SENTENCE = re.compile(
    rf"由(?P<lead>{_NAME}?(?:、{_NAME}?){{0,8}})(?:同志)?(?P<how>牵头负责|牵头|负责|主办|承办)(?:，(?P<others>{_NAME}?(?:、{_NAME}?){{0,12}})(?:等(?:单位|部门)?)?(?:配合|协办|参与))?"
)
_HEADER = re.compile(rf"(?:{_LABEL})$")
_SEPARATOR = re.compile(r"[、，;；/\s]|(?<=[局委办部院会室科处])和(?=[\u4e00-\u9fff])")
_NOT_BODY = re.compile(
    r"^(?:各|其他|有关|相关|等|专人|专门|本|同志|班子成员|主要领导|分管领导|党员)|(?:同志|书记|主任|局长|科长|人员|专人)$"
)
_ENDS = re.compile(r"等(?:单位|部门|科室)?$")


@dataclass(frozen=True, slots=True)
class BodyMention:
    """
    A body named as responsible. name: as written, without 等; role: lead 牵头, responsible 责任, assisting 配合, supervising 督办.

    label: the words that say so (`责任单位`, `由…牵头`).
    """

    name: str
    role: BodyRole
    label: str
    place: Place


def bodies_in(source: SourceText | Sequence[Block] | Sequence[Line]) -> tuple[BodyMention, ...]:
    """Return every body named as responsible, in reading order."""
    return bodies_of(stretches_of(source))


def bodies_of(stretches: Sequence[Stretch]) -> tuple[BodyMention, ...]:
    """Return the bodies named in stretches; the columns of a table are known by its header."""
    found: list[BodyMention] = []
    columns: dict[tuple[int | None, int], tuple[BodyRole, str]] = {}
    for stretch in stretches:
        if stretch.column is not None:
            key = (stretch.line.table, stretch.column)
            header = _HEADER.fullmatch(stretch.text)
            if header:
                columns[key] = (_role(header), header[0])
            elif key in columns:
                role, label = columns[key]
                found.extend(_named(stretch, 0, len(stretch.text), role, label))
                continue
        found.extend(_told(stretch))
    return tuple(found)


def _told(stretch: Stretch) -> Iterator[BodyMention]:
    text = stretch.text
    if "：" in text:
        for match in _LABELLED.finditer(text):
            label = next(match[role] for role, _ in _ROLES if match[role])
            yield from _named(stretch, *match.span("names"), _role(match), label)
    if "由" in text:
        for match in _SENTENCE.finditer(text):
            role: BodyRole = "lead" if match["how"].startswith("牵头") or match["others"] else "responsible"
            yield from _named(stretch, *match.span("lead"), role, f"由…{match['how']}")
            if match["others"]:
                yield from _named(stretch, *match.span("others"), "assisting", "配合")


def _role(match: re.Match[str]) -> BodyRole:
    return next(role for role, _ in _ROLES if match[role])


def _named(stretch: Stretch, start: int, end: int, role: BodyRole, label: str) -> Iterator[BodyMention]:
    at = start
    for stop in [*_SEPARATOR.finditer(stretch.text, start, end), None]:
        last = stop.start() if stop else end
        name = _ENDS.sub("", stretch.text[at:last])
        if len(name) >= 2 and not _NOT_BODY.search(name):
            yield BodyMention(
                stretch.line.flat.clean(at, at + len(name)), role, label, stretch.place(at, at + len(name))
            )
        at = stop.end() if stop else end
