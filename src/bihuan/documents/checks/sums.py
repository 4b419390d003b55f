"""Parts that do not add up to their total: within a sentence, and between a heading and the text below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from bihuan.documents.blocks import Place
from bihuan.documents.checks.amounts import Amount, amounts_in, written
from bihuan.documents.checks.examined import Examined, Sentence
from bihuan.documents.checks.remark import Remark
from bihuan.documents.draft import DraftFinding
from bihuan.documents.outline.lines import Line
from bihuan.documents.text.flat import flatten
from bihuan.packspec.bilingual import Text

DIFFERS = Text(
    "“{total}”与所列分项之和不一致：{parts}={sum}，请核对",
    "“{total}” is not the sum of the parts named: {parts} = {sum}; please check",
)
SELECTION = Text(
    "“{total}”中所列分项合计为{sum}（{parts}），是否只列了一部分，请确认",
    "The parts named of “{total}” come to {sum} ({parts}); are they only a selection?",
)
TWICE = Text(
    "“{total}”所列分项合计为{sum}（{parts}），如有人员同时受到几种处理请予说明，否则请核对",
    "The parts of “{total}” come to {sum} ({parts}); if persons are counted twice, say so, else check",
)
STATES = Text(
    "完成情况各项之和为{sum}（{parts}），与“{total}”不一致，请核对",
    "The states come to {sum} ({parts}), which is not “{total}”; please check",
)
OVERLAP = Text(
    "标题为“{total}”，正文分项为{parts}，合计{sum}；如有人员重复计算请予说明，否则请核对",
    "The heading says “{total}”, the parts below are {parts}, together {sum}; if persons are counted twice, say so, else check",
)
_REACH = 400  # characters a list of parts may take
_MOST_OF_CLOSED, _MOST_OF_OPEN = Decimal("0.6"), Decimal("0.8")
_NESTED = re.compile(r"（[^（）]*）")
_OPENS = re.compile(r"(?P<open>（)(?P<among>(?:其中)?[，：]?)|，?其中[，：]?")
_NEW_TOTAL = re.compile(r"共计?$|合计$|累计$|总计$|涉及$|以及$|同时")
_TWICE = re.compile(r"同时|重复|既[^，。]{1,12}又|并处|双重")
_COUNTS = re.compile("[0-9]|[一二三四五六七八九十百][人名户]")
_SUM = re.compile("[，、；（](?:合计|共计|总计)")
_STAGE = re.compile(r"签约|落地|开工|在建|封顶|竣工|完工|建成|投产|投用|达产|受理|拨付|到账|兑现")
_DISPOSED = re.compile(r"处分|处理|警告|记过|撤职|降级|开除|诫勉|问责|批评教育|谈话|察看|留党|免职|检查")
_STATE = re.compile(
    r"(?:已|全部|均已|基本|部分|阶段性)?(?:完成|整改|办结|销号|整改到位|整改销号)|(?:正在|持续|长期|继续|尚|仍在|按序时|达到序时|达到)"
    r"[\u4e00-\u9fff]{0,8}|未(?:完成|整改|办结|启动)[\u4e00-\u9fff]{0,6}"
)
_STATE_PART = re.compile(
    r"(?:(?P<done>(?:已|均已|全部)(?:全部)?(?:按期|如期)?(?:完成|整改|办结|销号)(?:整改|销号|到位)*)|(?P<open>(?:基本完成|部分完成|部分整改|阶段性完成|"
    r"正在(?:推进|整改|办理)|持续(?:推进|整改)|长期(?:坚持|整改)|尚未(?:完成|整改)|未(?:完成|整改|办结)|达到序时进度|按序时(?:进度)?推进|仍在推进)(?:整改)?))(?:的)?$"
)
_COUNTABLE = re.compile(
    r"(?:整改|具体|反馈|突出|主要|工作|立行立改|细化|的)*(?:问题|任务|事项|措施|举措|线索|信访件|意见|建议|具体表现|条目|项目)"
)


def parts_and_total(document: Examined) -> Iterator[Remark]:
    """Yield a remark for each total in a sentence that the parts named behind it do not add up to."""
    before: Sentence | None = None
    for sentence in document.sentences:
        if _COUNTS.search(sentence.text):
            amounts = list(amounts_in(sentence.text))
            yield from _enumerated(sentence, amounts)
            yield from _states(sentence, before, amounts)
            if _SUM.search(sentence.text):
                yield from _summed_up(sentence)
        before = sentence


def _enumerated(sentence: Sentence, amounts: Sequence[Amount]) -> Iterator[Remark]:
    """`处分10人（警告5人，记过4人）`, `共10人，其中党纪处分5人、政务处分4人`."""
    text = sentence.text
    for total in amounts:
        opens = _OPENS.match(text, total.end)
        if not opens or total.unit == "%":
            continue
        among = opens["open"] is None or "其中" in opens["among"]
        end = _closing(text, opens.start()) if opens["open"] else _clause_end(text, opens.end())
        parts = _parts(text, opens.end(), end, total)
        if len(parts) < 2:
            continue
        parts_sum = sum((part.value for part in parts), Decimal(0))
        exact = total.exact and all(part.exact for part in parts)
        if parts_sum > total.value and _TWICE.search(text, total.end):
            continue
        if total.value in accumulate(part.value for part in parts) or (not exact and parts_sum < total.value):
            continue
        if among and parts_sum > total.value and sum(1 for part in parts if _STAGE.search(part.name)) > 1:
            continue  # what is finished was begun before: stages of work lie inside one another
        closed = all(_DISPOSED.search(part.name) or _STATE.search(part.name) for part in parts)
        if among and parts_sum < total.value * (_MOST_OF_CLOSED if closed else _MOST_OF_OPEN):
            continue  # 其中 names what is worth naming, not everything
        selection = among and parts_sum < total.value and not closed
        twice = among and parts_sum > total.value and total.counted_in == "人"
        says = SELECTION if selection else TWICE if twice else DIFFERS
        yield _remark(sentence, total, parts, parts_sum, says, question=selection or twice)


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, min(len(text), start + _REACH)):
        depth += (text[at] == "（") - (text[at] == "）")
        if depth == 0:
            return at
    return min(len(text), start + _REACH)


def _clause_end(text: str, start: int) -> int:
    depth = 0
    for at in range(start, min(len(text), start + _REACH)):
        depth += (text[at] == "（") - (text[at] == "）")
        if text[at] == "；" or depth < 0:
            return at
    return min(len(text), start + _REACH)


def _parts(text: str, start: int, end: int, total: Amount) -> list[Amount]:
    """Return the counts that follow each other in the unit of the total, with nothing but their names between."""
    masked = _NESTED.sub(lambda match: "，" * len(match[0]), text[start:end])
    found: list[Amount] = []
    at = 0
    for amount in amounts_in(masked):
        between = masked[at : amount.start]
        if amount.unit == "%":
            at = amount.end
            continue
        if (
            amount.value > total.value
            or _unlike(amount, total)
            or _NEW_TOTAL.search(between)
            or (found and not _listed(between))
        ):
            break
        found.append(replace(amount, start=start + amount.start, end=start + amount.end))
        at = amount.end
    return found


def _unlike(amount: Amount, total: Amount) -> bool:
    return amount.counted_in != total.counted_in


def _listed(between: str) -> bool:
    """Whether a stretch between two counts can be the name of the second part of one list."""
    bare = re.sub(r"^(?:问题|任务|措施|的)?[，、；和及与]+", "", between)
    return bare != between and len(bare) <= 16 and "，" not in bare.strip("，")


def _summed_up(sentence: Sentence) -> Iterator[Remark]:
    """`党纪处分5人、政务处分4人，合计10人`: the total behind its parts."""
    text = _NESTED.sub(lambda match: "，" * len(match[0]), sentence.text)
    amounts = [amount for amount in amounts_in(text) if amount.unit != "%"]
    for at, total in enumerate(amounts):
        if not re.search(r"[，、；（](?:合计|共计|总计)$", text[: total.start]) or not total.exact:
            continue
        parts: list[Amount] = []
        for part, following in zip(reversed(amounts[:at]), reversed(amounts[1 : at + 1]), strict=True):
            between = text[part.end : following.start]
            if _unlike(part, total) or not part.exact or ("合计" in part.name or len(between) > 18):
                break
            if not re.match(r"[，、和及]", between):
                break
            parts.insert(0, part)
        parts_sum = sum((part.value for part in parts), Decimal(0))
        if len(parts) >= 2 and parts_sum != total.value:
            yield _remark(sentence, total, parts, parts_sum, DIFFERS)


def _states(sentence: Sentence, before: Sentence | None, amounts: Sequence[Amount]) -> Iterator[Remark]:
    """`39项任务，已完成36项，正在推进2项`: states that do not come to any of the counts before them."""
    text = sentence.text
    states = [amount for amount in amounts if _STATE_PART.search(amount.name) and amount.exact]
    kinds = {bool((_STATE_PART.search(amount.name) or {"done": ""})["done"]) for amount in states}
    if len(states) < 2 or len(kinds) < 2 or len({amount.counted_in for amount in states}) > 1:
        return
    begin, until = states[0].start, states[-1].end
    between = [amount for amount in amounts if begin <= amount.start < until and amount not in states]
    if any(amount.counted_in == states[0].counted_in for amount in between):
        return
    unit = states[0].counted_in
    claims = _claims(text, [amount for amount in amounts if amount.end <= begin], unit)
    if not claims and before is not None and before.line is sentence.line:
        claims = _claims(before.text, list(amounts_in(before.text)), unit)
    parts_sum = sum((state.value for state in states), Decimal(0))
    if not claims or any(not claim.exact or claim.value == parts_sum for claim in claims):
        return
    yield _remark(sentence, claims[-1], states, parts_sum, STATES, until=until)


def _claims(text: str, amounts: Sequence[Amount], unit: str) -> list[Amount]:
    """Return the counts of problems, tasks or measures in a sentence."""
    return [
        amount
        for amount in amounts
        if amount.counted_in == unit
        and (_COUNTABLE.match(text, amount.end) or _COUNTABLE.search(amount.name))
        and not text.startswith(("方面", "类"), amount.end)
    ]


def _remark(
    sentence: Sentence,
    total: Amount,
    parts: Sequence[Amount],
    parts_sum: Decimal,
    says: Text,
    *,
    question: bool = False,
    until: int = 0,
) -> Remark:
    # Where the total stands in the sentence before, the parts are what is pointed to.
    first = min(part.start for part in parts) if until else min(total.start, parts[0].start)
    return Remark(
        "parts_and_total",
        "question" if question else "warning",
        says.format(
            total=_shown(total), parts="+".join(written(part.value) for part in parts), sum=f"{written(parts_sum)}"
        ),
        sentence.place(first, until or max(total.end, parts[-1].end)),
    )


def _shown(amount: Amount) -> str:
    return f"{amount.name[-16:].strip('“”')}{written(amount.value)}{amount.unit}"


_HEADED = re.compile(
    r"(?:共?有|共|涉及|给予|对|其中)?(?P<value>\d{1,4})(?P<unit>名|人|户|家)(?!次)(?P<who>(?:(?![存的被因未违不有受在超领兼])[\u4e00-\u9fff]){0,6})"
)
_GENERIC = re.compile(r"问题|整改|情况|干部|党员|人员|工作|存在|进行|开展|违规|有关|相关|落实|制度")


def heading_and_body(document: Examined) -> Iterator[Remark]:
    """Yield a question for each problem whose heading names persons or bodies that the parts below do not come to."""
    by_block: dict[int, list[Line]] = {}
    for line in document.lines:
        by_block.setdefault(line.block, []).append(line)
    for finding in document.draft.findings:
        headed = [match for match in _HEADED.finditer(finding.title) if int(match["value"]) > 1]
        told = _told(finding, headed[0], by_block) if len(headed) == 1 else None
        if told is not None:
            place, parts = told
            says = OVERLAP.format(
                total=f"{headed[0]['value']}{headed[0]['unit']}{headed[0]['who']}",
                parts="+".join(written(part.value) for part in parts),
                sum=written(sum((part.value for part in parts), Decimal(0))),
            )
            yield Remark("heading_and_body", "question", says, place, also=(finding.place,))


def _told(
    finding: DraftFinding, headed: re.Match[str], by_block: dict[int, list[Line]]
) -> tuple[Place, list[Amount]] | None:
    """Return the first list of parts about the matter of the heading, unless it comes to the number of the heading."""
    unit, total = {"名": "人"}.get(headed["unit"], headed["unit"]), Decimal(headed["value"])
    matter = _bigrams(finding.title[headed.end("unit") :])
    for text, place in _below(finding):
        for sentence in re.split("[。！？]", flatten(text).text):
            amounts = [one for one in amounts_in(sentence) if one.counted_in == unit]
            parts = _run(sentence, amounts)
            if len(parts) < 2 or not matter & _bigrams(sentence):
                continue
            if total in {sum((part.value for part in parts), Decimal(0)), *(part.value for part in amounts)}:
                return None
            return _place_of(parts, sentence, by_block.get(place.paragraph, [])) or place, parts
    return None


def _below(finding: DraftFinding) -> Iterator[tuple[str, Place]]:
    """Yield what stands below a heading: measures, and items, whose names may tell what was done."""
    for measure in finding.measures:
        yield measure.text, measure.place
    for item in finding.items:
        yield item.title, item.place
        for measure in item.measures:
            yield measure.text, measure.place


def _place_of(parts: Sequence[Amount], sentence: str, lines: Sequence[Line]) -> Place | None:
    """Return the place of a list of counts, from the name of the first."""
    line = next((line for line in lines if sentence in line.text), None)
    if line is None:
        return None
    at = line.text.find(sentence)
    name = len(re.split("[，、。；]", parts[0].name)[-1])
    return line.place(at + parts[0].start - name, at + parts[-1].end)


def _run(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """Return the counts that follow each other as a list."""
    run: list[Amount] = []
    for amount in amounts:
        if run and not _listed(text[run[-1].end : amount.start]):
            if len(run) >= 2:
                break
            run = []
        if amount.exact:
            run.append(amount)
    return run


def _bigrams(text: str) -> set[str]:
    """Return the pairs of Han characters that carry the matter of a text."""
    pairs: set[str] = set()
    for stretch in re.split(r"[^\u4e00-\u9fff]+", _GENERIC.sub("，", text)):
        pairs.update(stretch[at : at + 2] for at in range(len(stretch) - 1))
    return pairs
