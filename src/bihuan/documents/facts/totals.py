"""Totals of the whole rectification: people dealt with, money, rules made, problems and measures counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bihuan.documents.draft import Total, TotalPart, Warning_
from bihuan.documents.outline.lines import Line
from bihuan.documents.text.money import HAN_COUNT, NUMBER, UNIT, decimal_of, unit_of
from bihuan.packspec.bilingual import Text

_DEALT = (
    r"(?:党纪政务|党纪政纪|党政纪|党纪|政务|政纪|纪律|纪律处分和政务)处分|党纪政务处理|党内(?:严重)?警告|留党察看|开除党籍|撤职"
    r"|降级|记大过|记过|开除|组织处理|诫勉(?:谈话)?|组织调整|免职|调离|立案(?:审查)?(?:调查)?|移送(?:司法机关|检察机关)?"
    r"|移交[^，。；]{0,8}(?:纪委|线索)?|交由[^，。；\d]{0,8}(?:调查|处理|核查)|批评教育(?:帮助)?|批评帮助|教育提醒|提醒谈话|谈话提醒|约谈(?:提醒|函询)?|谈话函询|通报批评"
    r"|责令(?:书面)?(?:检查|检讨|整改)|书面检查|问责(?:处理)?|追责问责|处分"
    r"|处理(?:人员|干部|党员)?|警示谈话|第一种形态|运用“?四种形态”?|留置|采取留置"
)
_MONEY = (
    r"(?:追缴|清退|退缴|退还|收缴|上缴|追回|挽回|清收|收回|清理|退赔|节约|化解|盘活|整改|违纪|违规|涉及|补缴|归还|上交|处置"
    r"|规范)[^，。；\d]{0,10}(?:资金|款项|款|金额|损失|租金|债务|资产|税费|费用|补贴|津贴|土地出让金)|(?:追缴|清退|退缴|收缴|上缴|追回|清收|退赔)"
)
_RULES = (
    r"(?:新)?(?:建立|完善|修订|制定|出台|健全|制订|修改|废止|印发"
    r"|建章立制)[^，。；\d]{0,14}(?:制度|机制|办法|规定|文件|规范|方案)|建章立制|规章制度|制度"
)
_DONE = (
    r"(?:已|基本|全部|部分|正在|持续|未|阶段性)?(?:完成)?(?:整改)(?:完成|到位|销号)?(?:率|完成率)?"
    r"|(?:已|基本|部分|全部|未)?完成(?:整改)?|办结(?:率)?|完成率|整改率|销号(?:率)?|(?:正在|持续|长期)(?:推进|整改|坚持)"
)
_FOUND = (
    r"(?:查出|发现|反馈|指出|移交)[^，。；\d]{0,6}问题$|(?:共性|个性|具体|立行立改)问题$"
    r"|(?:制定|明确|细化|提出|形成)(?:了)?(?:具体)?(?:措施|举措|任务)$"
)
_COUNT = rf"{NUMBER}|{HAN_COUNT}"
_KEY = re.compile(rf"(?:{_DEALT}|{_MONEY}|{_RULES}|{_DONE}|{_FOUND})[^，。；\d（）]{{0,8}}$")
_PAIR = re.compile(
    rf"(?P<name>[\u4e00-\u9fff“”、·]{{2,30}}?)(?:了)?(?:共计|合计|累计|共|达到|达|约|近|计"
    rf"|为)*(?P<value>{_COUNT})(?P<more>余|多)?(?P<unit>{UNIT})(?P<people>(?=党纪|政务))?"
    r"(?:（(?:其中)?[，：]?(?P<parts>[^（）]{2,300})）|[，、]?其中[，：]?(?P<among>[^。；]{2,300}))?"
)
_COUNTED = re.compile(
    rf"(?<![\d.])(?P<value>{_COUNT})(?P<more>余|多)?(?P<unit>个|项|条|类|件|人次|人|份|起)(?:的)?(?P<name>方面"
    rf"|(?:整改|具体|工作)?(?:措施|举措|任务|事项)|整改(?:任务|事项|问题)?(?!落实|机制|制度|专题|要求|方案)|(?:具体|突出|主要|重点|反馈|共性|个性|细化|立行立改)?(?:的)?问题(?!取得|正在|需|尚|基本|仍|未)"
    rf"|信访件|问题线索|(?:规章|工作)?制度|{_DEALT})"
)
_PROBLEMS = re.compile(
    r"(?:具体|突出|主要|共性|个性|重点|立行立改)?问题$|(?:具体)?(?:措施|举措|任务)$(?<!整改措施)(?<!整改举措)(?<!整改任务)"
)
_LOST_PEOPLE = re.compile(
    r"(?P<name>(?:党纪|政务)处分|组织处理|诫勉(?:谈话)?|批评教育|提醒谈话|教育提醒|处分|约谈)(?P<unit>人次|人)(?=[，。；、（]|$)"
    r"|(?P<sum>(?:追缴|清退|收缴|退缴|挽回|追回)[^，。；\d]{0,8}(?:资金|款项|款|金额|损失))(?P<money>[万亿]?元)(?=[，。；、（]|$)"
)
_LOST_COUNT = re.compile(r"(?:\d{1,3}个方面|反馈(?:的)?)(?P<unit>个|项|条)(?P<name>(?:具体)?问题)")
_LEADING = re.compile(
    r"^(?:在[^，。]{2,16}中|[年月](?:底|初|末)?(?=已|共|累计|完成)|[个项条]?(?:具体)?(?:问题|任务|措施)(?:中|目前)?(?=已|均|全部|基本|完成|正在|持续)|[^，。]{0,10}巡[视察]组?(?=移交)|给予|予以|共计|共|累计|先后|已经|并|对|其中|截至目前|目前|期间|合计|分别|受到|受|作出|进行|全[局县市区镇校]"
    r"|通过整改|整改中|集中整改期间|整改期间|、|”|和|及|以及|同时|(?:制定|形成|细化|梳理)(?=整改(?:措施|举措|任务|事项)))+"
)
_CLAIMS = re.compile(r"反馈|指出|梳理|分解|细化|归纳|提出|移交|巡[视察]|整改|制定|形成|明确|认领")
_OWN_WORK = re.compile(r"研究|领办|督办|讨论|听取|审议|督促")
_OWN_CHECK = re.compile(
    r"排查[^，。]{0,4}隐患|排查(?:出|发现)|自查(?:出|发现)|检查(?:出|发现)|抽查|发现.{0,10}隐患|走访|收集|化解矛盾"
)
_NO_UNIT_PEOPLE = {"%"}


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals found and what to warn of."""

    totals: tuple[Total, ...]
    warnings: tuple[Warning_, ...]


def totals_in(lines: Sequence[Line]) -> Totals:
    """Return the totals printed on the lines that belong to no problem, in reading order, each kind and value once."""
    found: list[Total] = []
    warnings: list[Warning_] = []
    seen: set[tuple[str, object, str | None]] = set()
    for line in lines:
        for total, rule in _on_line(line):
            key = (total.name, total.value, total.unit)
            if key in seen:
                continue
            seen.add(key)
            found.append(total)
            if rule is not None:
                warnings.append(Warning_(rule, _SAYS[rule], total.place))
    return Totals(tuple(found), tuple(warnings))


_SAYS = {
    "lost_number": Text("此处的数字缺失，请对照原件补填", "A number is lost here; fill it in from the original"),
    "approximate_total": Text("此数为约数（“余”“多”）", "This figure is approximate (“余”, “多”)"),
}


def _on_line(line: Line) -> Iterator[tuple[Total, str | None]]:
    hits: list[tuple[int, Total, str | None]] = []
    for start, end in _sentences(line.text):
        sentence = line.text[start:end]
        if _OWN_CHECK.search(sentence) and not re.search(r"处分|诫勉", sentence):
            continue
        hits.extend(_pairs(line, start, end))
        if _CLAIMS.search(sentence):
            hits.extend(_counts(line, start, end))
    for _, total, rule in sorted(hits, key=lambda hit: hit[0]):
        yield total, rule


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for stop in re.finditer("。|$", text):
        if stop.start() > at:
            yield at, stop.start()
        at = stop.end()


def _pairs(line: Line, start: int, end: int) -> Iterator[tuple[int, Total, str | None]]:
    """`党纪处分5人（…）`: the name before the figure."""
    for match in _PAIR.finditer(line.text, start, end):
        leading = _LEADING.match(match["name"])
        begin = match.start("name") + (leading.end() if leading else 0)
        name = line.text[begin : match.end("name")].rstrip("了共达约近计")
        key = _KEY.search(name)
        if not key or len(name) < 2 or _OWN_WORK.match(name) or (match["unit"] == "%" and not name.endswith("率")):
            continue
        counted = None if re.search("整改|完成", name) else _PROBLEMS.search(name)
        begin += counted.start() if counted else key.start() if len(name) > 14 else 0
        name = line.flat.clean(begin, begin + len(line.text[begin : match.end("name")].rstrip("了共达约近计")))
        parts = _parts(match["parts"] or match["among"] or "")
        place = line.place(begin, match.end())
        yield (
            begin,
            Total(name, decimal_of(match["value"]), unit_of(match["unit"]), parts, place),
            "approximate_total" if match["more"] else None,
        )
    for match in _LOST_PEOPLE.finditer(line.text, start, end):
        name, unit = match["name"] or match["sum"], match["unit"] or match["money"]
        yield match.start(), Total(name, None, unit, (), line.place(*match.span())), "lost_number"


def _counts(line: Line, start: int, end: int) -> Iterator[tuple[int, Total, str | None]]:
    """`164条整改举措`: the figure before the name."""
    for match in _COUNTED.finditer(line.text, start, end):
        name = line.flat.clean(*match.span("name"))
        yield (
            match.start(),
            Total(name, decimal_of(match["value"]), unit_of(match["unit"]), (), line.place(*match.span())),
            "approximate_total" if match["more"] else None,
        )
    for match in _LOST_COUNT.finditer(line.text, start, end):
        yield match.start(), Total(match["name"], None, match["unit"], (), line.place(*match.span())), "lost_number"


_PART = re.compile(
    rf"(?P<name>[\u4e00-\u9fff“”]{{2,20}}?)(?:各|共)?(?:(?P<value>{_COUNT})(?:余|多)?(?P<unit>{UNIT})|(?P<lost>人次|人|件|项|个|万元)(?=[，；、。和及]|$))"
)


def _parts(text: str) -> tuple[TotalPart, ...]:
    found = []
    for match in _PART.finditer(text):
        name = re.sub(r"^(?:其中|党内(?=留党|警告|严重)|给予|和|及|、)+", "", match["name"])
        value = match["value"]
        found.append(TotalPart(name, decimal_of(value) if value else None, unit_of(match["unit"] or match["lost"])))
    return tuple(found)
