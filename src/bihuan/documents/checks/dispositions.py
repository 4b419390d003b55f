"""Dispositions whose class and kind do not exist or do not fit each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bihuan.documents.checks.examined import Examined, Sentence
from bihuan.documents.checks.remark import Remark, Severity
from bihuan.documents.facts.dispositions import CLASSES
from bihuan.packspec.bilingual import Text

PARTY, STATE, ORGANISATIONAL = (
    frozenset(kind.zh for kind in CLASSES[name].kinds.values())
    for name in ("party", "administrative", "organisational")
)
NOT_PARTY = Text(
    "党纪处分没有“{kind}”，党纪处分为警告、严重警告、撤销党内职务、留党察看、开除党籍，请核对",
    "There is no Party discipline “{kind}”: the kinds are 警告, 严重警告, 撤销党内职务, 留党察看, 开除党籍; please check",
)
NOT_STATE = Text(
    "政务处分没有“{kind}”，政务处分为警告、记过、记大过、降级、撤职、开除，请核对",
    "There is no administrative sanction “{kind}”: the kinds are 警告, 记过, 记大过, 降级, 撤职, 开除; please check",
)
NOT_ORGANISATIONAL = Text(
    "“{kind}”不属于组织处理（停职检查、调整职务、责令辞职、免职、降职），请确认口径",
    "“{kind}” is no organisational measure (停职检查, 调整职务, 责令辞职, 免职, 降职); is it meant to be counted there?",
)
NO_SANCTION = Text(
    "“{kind}”不是处分，不应列入{class_}，请核对",
    "“{kind}” is no sanction and does not belong to {class_}; please check",
)
_KIND = (
    r"(?:党内)?严重警告|(?:党内)?警告|记大过|记过|降级|撤职|开除党籍|开除(?!党籍)|留党察看|撤销党内职务|诫勉(?:谈话)?|批评教育|提醒谈话|谈话提醒|责令检查|通报批评"
    r"|停职检查|调整职务|责令辞职|免职|降职|除名|劝退|约谈|书面检查|教育提醒"
)
_LIGHT = re.compile(r"诫勉(?:谈话)?|批评教育|提醒谈话|谈话提醒|责令检查|通报批评|约谈|书面检查|教育提醒|除名|劝退")
_CLASSES: Mapping[str, str] = {
    "党纪处分": "party",
    "党内处分": "party",
    "党的纪律处分": "party",
    "政务处分": "state",
    "组织处理": "organisational",
}
_CLASS = re.compile(
    rf"(?P<class>党纪处分|党内处分|党的纪律处分|(?<!党纪)(?<!和)政务处分|组织处理)(?:(?:了)?\d{{1,5}}(?:人次|人|名))?(?:（(?:其中[，：]?)?(?P<parts>[^（）]{{2,160}})）|(?P<one>{_KIND})(?=[，。；、）\d]|$))"
)
_BEFORE = re.compile(
    r"(?P<kind>记大过|记过|降级|(?<!撤销党内)撤职|开除(?!党籍)|诫勉(?:谈话)?|严重警告|留党察看(?:[一二两]年)?|撤销党内职务|开除党籍)(?:的)?(?P<class>党纪处分|党内处分|政务处分)"
)
_PARTY_PREFIX = re.compile(r"党内(?P<kind>记大过|记过|降级|撤职|诫勉(?:谈话)?|批评教育|开除(?!党籍))")
_STATE_PREFIX = re.compile(r"政务(?P<kind>严重警告|留党察看|撤销党内职务|开除党籍|诫勉(?:谈话)?|批评教育)")
_PART = re.compile(rf"(?P<kind>{_KIND})(?:处分|处理)?(?:[一二两]年)?(?:各)?\d")


def disposition(document: Examined) -> Iterator[Remark]:
    """
    Yield a remark for each kind of disposition under a class that does not have it.

    Source: 中国共产党纪律处分条例 (2023) 第8条; 公职人员政务处分法 (2020) 第7条; 中国共产党组织处理规定（试行） (2021) 第3条.
    """
    for sentence in document.sentences:
        if not re.search(r"处分|组织处理|党内|政务", sentence.text):
            continue
        yield from _classed(sentence)
        for pattern, class_ in ((_PARTY_PREFIX, "党纪处分"), (_STATE_PREFIX, "政务处分")):
            for match in pattern.finditer(sentence.text):
                yield from _judged(sentence, class_, match["kind"], *match.span())
        for match in _BEFORE.finditer(sentence.text):
            yield from _judged(sentence, match["class"], match["kind"], *match.span())


def _classed(sentence: Sentence) -> Iterator[Remark]:
    for match in _CLASS.finditer(sentence.text):
        if match["one"]:
            yield from _judged(sentence, match["class"], match["one"], *match.span())
            continue
        for part in _PART.finditer(sentence.text, *match.span("parts")):
            inner = sentence.text[match.start("parts") : part.start()]
            if re.search(r"(?:党纪|政务|党内)处分[^，、]{0,8}$", inner):
                continue
            yield from _judged(sentence, match["class"], part["kind"], *part.span("kind"))


def _judged(sentence: Sentence, class_: str, kind: str, start: int, end: int) -> Iterator[Remark]:
    says, severity = _fault(_CLASSES[class_], kind)
    if says is not None:
        yield Remark("disposition", severity, says.format(kind=kind, class_=class_), sentence.place(start, end))


def _fault(class_: str, kind: str) -> tuple[Text | None, Severity]:
    bare = re.sub(r"^党内(?=严重警告|警告)|(?<=留党察看)[一二两]年", "", kind)
    if class_ == "organisational":
        wrong = bare not in ORGANISATIONAL
        sanction = bare in PARTY or bare in STATE
        return (NOT_ORGANISATIONAL if wrong else None), ("warning" if sanction else "question")
    if _LIGHT.fullmatch(bare):
        return NO_SANCTION, "warning"
    if class_ == "party":
        return (None if bare in PARTY else NOT_PARTY), "warning"
    return (None if bare in STATE and not kind.startswith("党内") else NOT_STATE), "warning"
