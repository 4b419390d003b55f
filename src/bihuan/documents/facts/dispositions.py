"""What was decided about persons: the closed vocabulary of classes and kinds, and where a text says how many got which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bihuan.documents.blocks import Block, Place, SourceText
from bihuan.documents.facts.dated import timed
from bihuan.documents.facts.quantity import Quantity, figures_of
from bihuan.documents.facts.stretches import Stretch, stretches_of
from bihuan.documents.outline.lines import Line
from bihuan.packspec.bilingual import Text


@dataclass(frozen=True, slots=True)
class DispositionClass:
    """
    A class of dispositions. kinds: in ascending weight, by id; words: how texts name the class.

    punishment: whether it is a 处分; retired: an old name that new documents do not use. source: law and article.
    """

    title: Text
    kinds: MappingProxyType[str, Text]
    words: tuple[str, ...]
    punishment: bool = False
    retired: bool = False
    source: str = ""


def _kinds(**titles: str) -> MappingProxyType[str, Text]:
    return MappingProxyType({kind: Text.parse(title) for kind, title in titles.items()})


CLASSES: MappingProxyType[str, DispositionClass] = MappingProxyType({
    "party": DispositionClass(
        Text("党纪处分", "Party discipline"),
        _kinds(
            warning="警告 | warning", serious_warning="严重警告 | serious warning", removal="撤销党内职务 | removal from Party posts",
            probation="留党察看 | probation within the Party", expulsion="开除党籍 | expulsion from the Party",
        ),
        ("党纪处分", "党内处分", "纪律处分", "党纪"), punishment=True, source="中国共产党纪律处分条例（2023）",
    ),
    "administrative": DispositionClass(
        Text("政务处分", "administrative discipline"),
        _kinds(
            warning="警告 | warning", demerit="记过 | demerit", serious_demerit="记大过 | serious demerit",
            demotion="降级 | demotion", removal="撤职 | removal from office", dismissal="开除 | dismissal",
        ),
        ("政务处分", "政纪处分", "政务"), punishment=True, source="公职人员政务处分法（2020）第7条",
    ),
    "party_and_administrative": DispositionClass(
        Text("党纪政务处分", "Party or administrative discipline, not told apart"), _kinds(),
        ("党纪政务处分", "党纪政纪处分", "党政纪处分", "党政纪处理", "党纪政务处理", "纪律和政务处分", "处分"), punishment=True,
    ),
    "organisational": DispositionClass(
        Text("组织处理", "organisational measure"),
        _kinds(
            suspension="停职检查 | suspension", transfer="调整职务 | transfer", told_to_resign="责令辞职 | told to resign",
            removal="免职 | removal from post", lowering="降职 | lowering in post",
        ),
        ("组织处理", "组织调整"), source="中国共产党组织处理规定（试行）（2021）",
    ),
    "first_form": DispositionClass(
        Text("第一种形态", "first form"),
        _kinds(
            reminder="谈话提醒 | reminder talk", education="教育提醒 | education and reminder", criticism="批评教育 | criticism and education",
            self_examination="责令检查 | ordered self-examination", admonition="诫勉 | admonition",
        ),
        ("第一种形态",), source="中国共产党纪律处分条例（2023）第5条",
    ),
    "disposal": DispositionClass(
        Text("不合格党员处置", "disposal of unfit members"), _kinds(urged_to_leave="劝退 | urged to leave", struck_off="除名 | struck off"),
        ("组织处置",),
    ),
    "referral": DispositionClass(
        Text("立案移送", "filing and referral"),
        _kinds(
            filed="立案 | case filed", detained="留置 | detention", to_discipline="移交纪检监察机关 | to the discipline inspection",
            to_justice="移送司法机关 | to the justice organs",
        ),
        (),
    ),
    "other": DispositionClass(
        Text("其他处理", "other"),
        _kinds(
            talk="约谈 | called in", inquiry="谈话函询 | asked to explain", notice="通报批评 | criticised in a circular",
            warning_talk="警示谈话 | warning talk", accountability="问责 | held to account", economic="经济处罚 | fine",
        ),
        ("处理",),
    ),
    "civil": DispositionClass(
        Text("行政处分", "civil-service discipline before 2018"),
        _kinds(
            warning="警告 | warning", demerit="记过 | demerit", serious_demerit="记大过 | serious demerit",
            demotion="降级 | demotion", removal="撤职 | removal from office", dismissal="开除 | dismissal",
        ),
        ("行政处分",), punishment=True, retired=True, source="行政机关公务员处分条例（2007）",
    ),
})  # fmt: skip

_WORDS: tuple[tuple[str, str, str | None], ...] = (  # longest first; words of one class only, so that no context is needed
    ("撤销党内职务", "party", "removal"), ("党内严重警告", "party", "serious_warning"), ("严重警告", "party", "serious_warning"),
    ("党内警告", "party", "warning"), ("党内留党察看", "party", "probation"), ("留党察看", "party", "probation"),
    ("开除党籍", "party", "expulsion"), ("党纪警告", "party", "warning"), ("党纪严重警告", "party", "serious_warning"),
    ("政务警告", "administrative", "warning"), ("政务记过", "administrative", "demerit"),
    ("政务记大过", "administrative", "serious_demerit"), ("政务降级", "administrative", "demotion"),
    ("政务撤职", "administrative", "removal"), ("政务开除", "administrative", "dismissal"),
    ("开除公职", "administrative", "dismissal"),
    ("行政警告", "civil", "warning"), ("行政记过", "civil", "demerit"), ("行政记大过", "civil", "serious_demerit"),
    ("行政降级", "civil", "demotion"), ("行政撤职", "civil", "removal"), ("行政开除", "civil", "dismissal"),
    ("停职检查", "organisational", "suspension"), ("调整职务", "organisational", "transfer"), ("调离岗位", "organisational", "transfer"),
    ("责令辞职", "organisational", "told_to_resign"), ("免职", "organisational", "removal"), ("免去职务", "organisational", "removal"),
    ("降职", "organisational", "lowering"), ("调离", "organisational", "transfer"),
    ("谈话提醒", "first_form", "reminder"), ("提醒谈话", "first_form", "reminder"), ("教育提醒", "first_form", "education"),
    ("约谈提醒", "first_form", "reminder"), ("提醒约谈", "first_form", "reminder"), ("批评教育帮助", "first_form", "criticism"),
    ("批评教育", "first_form", "criticism"), ("批评帮助", "first_form", "criticism"), ("责令书面检查", "first_form", "self_examination"),
    ("责令作出书面检查", "first_form", "self_examination"), ("责令检查", "first_form", "self_examination"),
    ("责令作出检查", "first_form", "self_examination"), ("书面检查", "first_form", "self_examination"),
    ("诫勉谈话", "first_form", "admonition"), ("诫勉", "first_form", "admonition"),
    ("除名", "disposal", "struck_off"), ("劝退", "disposal", "urged_to_leave"),
    ("立案审查调查", "referral", "filed"), ("立案调查", "referral", "filed"), ("立案审查", "referral", "filed"), ("立案", "referral", "filed"),
    ("采取留置措施", "referral", "detained"), ("留置", "referral", "detained"), ("移送司法机关", "referral", "to_justice"),
    ("移送司法", "referral", "to_justice"), ("移送检察机关", "referral", "to_justice"), ("移送公安机关", "referral", "to_justice"),
    ("交由纪委调查", "referral", "to_discipline"), ("移交纪委监委", "referral", "to_discipline"), ("移送纪委", "referral", "to_discipline"),
    ("移交纪检监察机关", "referral", "to_discipline"), ("移送纪检监察机关", "referral", "to_discipline"),
    ("谈话函询", "other", "inquiry"), ("通报批评", "other", "notice"), ("警示谈话", "other", "warning_talk"), ("约谈", "other", "talk"),
    ("追责问责", "other", "accountability"), ("问责", "other", "accountability"), ("经济处罚", "other", "economic"),
    ("记大过", "administrative?", "serious_demerit"), ("记过", "administrative?", "demerit"), ("降级", "administrative?", "demotion"),
    ("撤职", "administrative?", "removal"), ("开除", "administrative?", "dismissal"), ("警告", "?", "warning"),
)  # fmt: skip
_NAMES = {word: (cls, kind) for word, cls, kind in _WORDS} | {
    word: (cls, None) for cls, told in CLASSES.items() for word in told.words if word not in {"党纪", "政务"}
}
_TERM = "|".join(sorted(_NAMES, key=len, reverse=True))
_BEFORE = re.compile(
    rf"(?P<context>党内|党纪|政务|行政|政纪)??(?:给予|予以)?(?P<term>{_TERM})(?:处分|处理|措施)?(?:的)?(?:(?!各)[\u4e00-\u9fff]{{0,6}}(?:干部|人员|同志|书记|党员|责任人|负责人|民警|教师|职工))?(?:共计|累计|合计|共|各|计|约|近)?$"
)
_BEHIND = re.compile(
    rf"[^，。；、（）\d]{{0,10}}?(?P<context>党内|党纪|政务|行政|政纪)??(?P<term>{_TERM})(?:处分|处理|措施)?(?=[，。；、（）和及并]|$)"
)
_TRANSFER = re.compile(r"[^，。；、（）\d]{0,10}职务")
_NO_DECISION = ("被", "受", "双重", "多重", "免予", "免于", "解除", "申诉", "受到过")
_CLASS_CONTEXT = (("党", "party"), ("政务", "administrative"), ("政纪", "administrative"), ("行政", "civil"))


@dataclass(frozen=True, slots=True)
class DispositionMention:
    """
    So many persons got something.

    cls: id of a class of `CLASSES`, "" where the text does not tell which (警告 alone is of two classes); kind: id within the class, ""
        where only the class is named. persons, person_times: only the one the text counts, both None where the digits were lost.
    name: the words as written; part_of: place of the total whose part this is (`党纪处分5人（…警告3人）`).
    """

    cls: str
    kind: str
    persons: int | None
    person_times: int | None
    name: str
    place: Place
    part_of: Place | None = None


def dispositions_in(source: SourceText | Sequence[Block] | Sequence[Line]) -> tuple[DispositionMention, ...]:
    """Return every number of persons dealt with, in reading order."""
    return tuple(
        one for stretch in stretches_of(source) for one in dispositions_of(stretch, figures_of(stretch, timed(stretch)))
    )


def dispositions_of(stretch: Stretch, figures: Sequence[Quantity]) -> list[DispositionMention]:
    """Return the dispositions among the figures of one stretch. figures: what `figures_of` gives for it, in order."""
    found: list[DispositionMention] = []
    spans = _Finder(stretch)
    for figure in figures:
        if figure.kind not in {"persons", "person_times"} and figure.unit not in {"件", "起"}:
            continue
        start, end = spans(figure.place)
        start = end - len(figure.unit) if figure.lost else start
        term = _term(stretch.text, start, end, counted=figure.kind in {"persons", "person_times"})
        if term is None or (figure.unit in {"件", "起"} and _NAMES[term["term"]][1] not in {"filed"}):
            continue
        found.append(_mention(stretch, term, figure, (start, end)))
        found.extend(_shared(stretch, term, figure, (start, end)))
    found.sort(key=lambda one: one.place.start)
    return _with_parts(stretch, found, spans)


def class_and_kind(name: str) -> tuple[str, str]:
    """Return class and kind of the words of a disposition (`党内严重警告`, `诫勉谈话`), each "" where the words do not tell."""
    match = _BEFORE.search(name)
    return _resolved(match) if match else ("", "")


class _Finder:
    """From places back to canonical offsets."""

    def __init__(self, stretch: Stretch) -> None:
        flat, first = stretch.line.flat, stretch.line.start
        self._first = first
        self._back = None if flat.offsets is None else {offset: at for at, offset in enumerate(flat.offsets)}

    def __call__(self, place: Place) -> tuple[int, int]:
        start, end = place.start - self._first, place.end - self._first
        if self._back is None:
            return start, end
        return self._back[start], self._back[end - 1] + 1


def _term(text: str, start: int, end: int, *, counted: bool) -> re.Match[str] | None:
    before = _BEFORE.search(text, max(0, start - 18), start)
    if before is not None and not text.endswith(_NO_DECISION, 0, before.start()):
        return before
    behind = _BEHIND.match(text, end) if counted else None
    return behind if behind is None or behind["term"] not in {"处分", "处理"} or end < behind.start("term") else None


def _mention(stretch: Stretch, term: re.Match[str], figure: Quantity, span: tuple[int, int]) -> DispositionMention:
    cls, kind = _resolved(term)
    name_start = term.start("context") if term["context"] else term.start("term")
    start, end = min(name_start, span[0]), max(term.end("term"), span[1])
    count = None if figure.value is None else int(figure.value)
    times = figure.kind == "person_times"
    return DispositionMention(
        cls, kind, None if times else count, count if times else None, stretch.text[name_start : term.end("term")],
        stretch.place(start, end),
    )  # fmt: skip


def _shared(stretch: Stretch, term: re.Match[str], figure: Quantity, span: tuple[int, int]) -> list[DispositionMention]:
    """`党内警告、政务警告各1人`: the words before the last one share its figure."""
    if "各" not in stretch.text[term.end("term") : span[0]]:
        return []
    clause = max(stretch.text.rfind(mark, 0, term.start()) for mark in "，。；（")
    found = []
    for other in re.finditer(
        rf"(?P<context>党内|党纪|政务|行政|政纪)??(?P<term>{_TERM})", stretch.text[clause + 1 : term.start("term")]
    ):
        cls, kind = _resolved(other)
        count = None if figure.value is None else int(figure.value)
        place = stretch.place(clause + 1 + other.start(), clause + 1 + other.end())
        found.append(DispositionMention(cls, kind, count, None, other[0], place))
    return found


def _resolved(term: re.Match[str]) -> tuple[str, str]:
    cls, kind = _NAMES[term["term"]]
    if term["context"] and (cls.endswith("?") or cls in {"party_and_administrative"}):
        told = next((name for mark, name in _CLASS_CONTEXT if term["context"].startswith(mark)), cls)
        return told, kind or ""
    return ("" if cls == "?" else cls.rstrip("?")), kind or ""


def _with_parts(stretch: Stretch, found: list[DispositionMention], spans: _Finder) -> list[DispositionMention]:
    """The parts in brackets behind a total, or behind 其中, belong to it and take its class where their words have none."""
    whole: DispositionMention | None = None
    until = -1
    for at, one in enumerate(found):
        start, end = spans(one.place)
        if whole is not None and start < until and whole is not one:
            cls = one.cls
            if not cls or (
                CLASSES[cls].kinds and one.kind in CLASSES[whole.cls or cls].kinds and cls == "administrative"
            ):
                cls = whole.cls if one.kind in CLASSES[whole.cls].kinds else cls
            found[at] = replace(one, cls=cls, part_of=whole.place)
            continue
        whole, until = (one, _parts_end(stretch.text, end)) if one.cls and not one.kind else (None, -1)
    return found


def _parts_end(text: str, at: int) -> int:
    if text.startswith("（", at):
        close = text.find("）", at)
        return close if close >= 0 else at
    if re.match(r"[，、]?其中", text[at : at + 3]):
        stop = re.search("[。；]", text[at:])
        return at + stop.start() if stop else len(text)
    return -1
