"""Percentages that do not follow from the counts beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from bihuan.documents.blocks import Place
from bihuan.documents.checks.amounts import Amount, amounts_in, written
from bihuan.documents.checks.examined import Examined, Sentence
from bihuan.documents.checks.remark import Remark
from bihuan.documents.text.money import NUMBER, decimal_of
from bihuan.packspec.bilingual import Text

DIFFERS = Text(
    "{part}÷{whole}={right}%，文中为{said}%，请核对",
    "{part} ÷ {whole} is {right}%, the text says {said}%; please check",
)
CUT = Text(
    "{part}÷{whole}四舍五入应为{right}%，文中为{said}%（舍去了尾数），请确认",
    "{part} ÷ {whole} rounds to {right}%, the text says {said}% (cut off, not rounded); is that meant?",
)
GREW = Text(
    "由{part}到{whole}应为{right}%，文中为{said}%，请核对",
    "From {part} to {whole} is {right}%, the text says {said}%; please check",
)
POINTS = Text(
    "由{part}%到{whole}%相差{right}个百分点，文中为{said}，请核对",
    "From {part}% to {whole}% is {right} percentage points, the text says {said}; please check",
)
TOO_MUCH = Text("{name}为{said}%，超过100%，请核对", "{name} is {said}%, more than 100%; please check")
_RATE = re.compile(
    r"(?P<name>(?:整改|任务|问题|措施|按期|如期)?(?:完成|办结|整改|销号|办理|落实|完成整改)率)(?:均)?(?:为|达到?|已达到?|是|约)?(?P<about>约|近)?"
    r"(?P<said>\d{1,3}(?:\.\d{1,4})?)%"
)
_SHARE = re.compile(
    r"(?P<unit>[个项条件名人户家起]|人次)[^，。；\d]{0,12}，(?:约)?占(?:总数|全部|应整改|问题总数|总人数|总量|反馈问题)?[^，。；\d]{0,6}的?"
    r"(?P<said>\d{1,3}(?:\.\d{1,4})?)%"
)
_GREW = re.compile(
    rf"(?:由|从)[^，。；\d]{{0,12}}?(?P<first>{NUMBER})(?P<unit>[\u4e00-\u9fff]{{1,3}}?|%)(?:提高|提升|增加|增长|上升|下降|减少|降低|压减|降|升)(?:到|至|为)"
    rf"(?P<last>{NUMBER})(?P<unit2>[\u4e00-\u9fff]{{1,3}}|%)，[^，。；\d]{{0,8}}?(?P<way>增长|增加|提高|提升|上升|下降|减少|降低|降幅|增幅)(?:了|为|达)?"
    r"(?P<said>\d{1,4}(?:\.\d{1,4})?)(?P<points>%|个百分点)"
)
_SHARE_OF = re.compile(
    rf"(?P<part>{NUMBER})(?P<unit>[个项条件名人户家起]|人次)，?(?:约)?占[^，。；\d]{{0,10}}(?P<whole>{NUMBER})(?P=unit)(?:总数|总量)?的?"
    r"(?P<said>\d{1,3}(?:\.\d{1,4})?)%"
)
_OVER = re.compile(
    r"(?P<name>(?:整改(?:完成)?|办结|销号|合格|覆盖|满意|参与|达标|出勤|到位|验收|优良|回收|知晓|参保|入学)率)(?:均)?(?:为|达到?|已达到?|是|提高到|提升到|提升至|提高至)?"
    r"(?P<said>\d{3}(?:\.\d{1,4})?)%"
)
_DONE = re.compile(
    r"(?:已|均已|全部|共|目前)?(?:按期|如期|全部)?(?:完成|办结|整改|销号|落实|办理)(?:整改|销号|到位|了)*$"
)
_HUNDRED = Decimal(100)


def percentage(document: Examined) -> Iterator[Remark]:
    """Yield a remark for each rate, share or growth that the counts of its sentence do not give."""
    for sentence in document.sentences:
        if "%" not in sentence.text and "百分点" not in sentence.text:
            continue
        yield from _rates(sentence)
        yield from _shares(sentence)
        yield from _growth(sentence)


def _rates(sentence: Sentence) -> Iterator[Remark]:
    text = sentence.text
    for match in _OVER.finditer(text):
        if Decimal(match["said"]) > _HUNDRED:
            says = TOO_MUCH.format(name=match["name"], said=match["said"])
            yield Remark("percentage", "warning", says, sentence.place(*match.span()))
    for match in _RATE.finditer(text):
        said = match["said"]
        place = sentence.place(*match.span())
        if Decimal(said) > _HUNDRED and _OVER.match(match[0]):
            continue  # said already
        before = [one for one in amounts_in(text, 0, match.start()) if one.exact and one.unit != "%"]
        done = [one for one in before if _DONE.search(one.name)]
        if not done or match["about"]:
            continue
        pairs = [
            (part, whole)
            for part in done
            for whole in before
            if whole is not part and whole.counted_in == part.counted_in and whole.value >= part.value and whole.value
        ]
        # The rate may be of another pair than the nearest; only if none gives it is it wrong.
        if not pairs or any(_rounded(part.value, whole.value, said) == Decimal(said) for part, whole in pairs):
            continue
        if any(not _states_whole(text, whole) for _, whole in pairs[:1]):
            continue
        yield _remark(pairs[-1][0].value, pairs[-1][1].value, said, place)


def _states_whole(text: str, whole: Amount) -> bool:
    return not text.startswith(("方面", "类"), whole.end)


def _shares(sentence: Sentence) -> Iterator[Remark]:
    text = sentence.text
    for match in _SHARE_OF.finditer(text):
        part_of, whole, said = decimal_of(match["part"]), decimal_of(match["whole"]), match["said"]
        if whole and _rounded(part_of, whole, said) != Decimal(said):
            yield _remark(part_of, whole, said, sentence.place(*match.span()))
    for match in _SHARE.finditer(text):
        amounts = [one for one in amounts_in(text, 0, match.start("unit") + 2) if one.exact and one.unit != "%"]
        part = next((one for one in reversed(amounts) if one.end >= match.start("unit")), None)
        wholes = [
            one
            for one in amounts
            if part is not None
            and one is not part
            and one.counted_in == part.counted_in
            and one.value >= part.value
            and re.search(r"[共计总有的]|反馈|指出|排查|检查|收到|受理|发现", one.name + text[one.end : one.end + 1])
        ]
        said = match["said"]
        if part is None or not wholes:
            continue
        if any(_rounded(part.value, one.value, said) == Decimal(said) for one in wholes):
            continue
        yield _remark(part.value, wholes[0].value, said, sentence.place(part.start, match.end()))


def _growth(sentence: Sentence) -> Iterator[Remark]:
    for match in _GREW.finditer(sentence.text):
        first, last, said = decimal_of(match["first"]), decimal_of(match["last"]), match["said"]
        place = sentence.place(*match.span())
        if match["points"] == "个百分点":
            if match["unit"] == match["unit2"] == "%" and abs(first - last) != Decimal(said):
                yield Remark(
                    "percentage",
                    "warning",
                    POINTS.format(
                        part=match["first"], whole=match["last"], right=written(abs(first - last)), said=said
                    ),
                    place,
                )
            continue
        if match["unit"] == "%" or match["unit"] != match["unit2"] or not first:
            continue
        if _rounded(abs(last - first), first, said) != Decimal(said):
            right = written(_rounded(abs(last - first), first, said))
            says = GREW.format(part=match["first"], whole=match["last"], right=right, said=said)
            yield Remark("percentage", "warning", says, place)


def _remark(part: Decimal, whole: Decimal, said: str, place: Place) -> Remark:
    right = _rounded(part, whole, said)
    cut = _rounded(part, whole, said, ROUND_DOWN) == Decimal(said)
    says = (CUT if cut else DIFFERS).format(part=written(part), whole=written(whole), right=f"{right:f}", said=said)
    return Remark("percentage", "question" if cut else "warning", says, place)


def _rounded(part: Decimal, whole: Decimal, said: str, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return part ÷ whole in per cent with as many places as the text gives."""
    places = len(said.partition(".")[2])
    return (part * _HUNDRED / whole).quantize(Decimal(1).scaleb(-places), rounding)
