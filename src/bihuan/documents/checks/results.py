"""Findings that are said to be done: with nothing to show for it, in the future tense, or in the words of another finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bihuan.documents.blocks import Place
from bihuan.documents.checks.examined import Examined, Problem
from bihuan.documents.checks.remark import Remark, Severity
from bihuan.documents.draft import DraftMeasure
from bihuan.documents.text.flat import flatten
from bihuan.packspec.bilingual import Text

NO_RESULT = Text(
    "称已完成，但未见数字、文件、日期或具体做法，请补充成效或佐证",
    "Said to be done, yet without a figure, document, date or act; add what came of it",
)
FUTURE = Text(
    "称已完成，正文却有“{said}”，请核对整改状态",
    "Said to be done, while the text says “{said}”; please check the state",
)
SAME = Text(
    "与“{other}”的整改内容相同，请核对是否误粘",
    "The same text of rectification stands under “{other}”; was it pasted by mistake?",
)
ALIKE = Text("与“{other}”的整改内容雷同，请确认", "The text of rectification is almost that of “{other}”; is it meant?")
_FIGURE = re.compile(r"\d|《|[一二两三四五六七八九十百千]+(?:次|人|项|个|家|份|场|件|条|户|名|起|期|批)(?!化)")
_ACT = re.compile(
    r"召开|印发|出台|修订|制定|制订|修改|建立|建成|建设|开展|组织|举办|举行|清退|追缴|上缴|退回|退还|收回|约谈|谈话|处理|处分|问责|批评|检讨|检查"
    r"|拆除|新建|更换|补齐|补充|补办|补签|补录|补缴|清理|清查|排查|调整|聘请|签订|培训|学习|选派|选拔|配备|增配|公开|公示|公布|公告|通报|立案|移交|移送"
    r"|归档|入账|入库|登记|核实|核查|核减|整理|汇总|编制|编印|设立|成立|设置|增设|安装|改造|维修|修缮|采购|招标|拨付|发放|兑现|支付|偿还|归还|结清|销账|注销|关停"
    r"|取消|停止|终止|废止|暂停|纠正|改选|换届|补选|任命|免去|免职|调离|轮岗|轮换|走访|调研|慰问|座谈|宣讲|授课|讲党课|观看|参观|对接|协调|沟通|验收|通过|获评|获得|恢复|复垦|治理|清淤"
    r"|疏通|种植|栽植|开通|上线|启用|运行|投入使用|投用|搬迁|腾退|分离|划转|并账|合并|撤并|更新|实现|全覆盖|全部到位|完善了|明确了|细化了|规范了|解决了|理顺了|优化了|张贴|悬挂|发布|推送|报送|上报|备案|审计|评估|测评|考核"
)
_FUTURE = re.compile(
    r"(?<![模虚比])拟(?:于|定于|在|订|制定|出台|修订|召开|开展|建立|聘|采|对|将|新建|建设|采取)|(?<![规年划])计划(?:于|在|到|年底|明年|今年|今后|安排|近期|下)"
    r"|尚未|仍未|还未|预计(?:于|在|到|年底|\d)|力争(?:于|在|年底|\d)|正在(?:推进|办理|协调|整改|修订|制定|起草|研究|建设|筹备|走程序|申报|实施)|有待(?!加强监管)"
    r"|将(?:于|在(?:近期|年底|\d)|尽快|适时|争取|力争|启动|着手|择机|另行|出台|印发|制定|修订|召开|完成|拨付|收回|清退|追缴)(?!率|时)"
)
_ROUTINE = re.compile(r"^(?:下一?步|今后|后续|下阶段)")
_NEXT_KEEPS = re.compile(r"持续|继续|坚持|巩固|长期|常态|进一步|不断|加强|深化|定期")


def done_without_result(document: Examined) -> Iterator[Remark]:
    """Yield a question for each problem said to be done whose text names nothing that was done."""
    for problem in document.problems:
        if not problem.done or not problem.measures:
            continue
        text = flatten("".join(measure.text for measure in problem.measures)).text
        if len(text) >= 12 and not _FIGURE.search(_unnumbered(problem.measures)) and not _ACT.search(text):
            yield Remark("done_without_result", "question", NO_RESULT, problem.place)


def _unnumbered(measures: Sequence[DraftMeasure]) -> str:
    """Return the text of measures without their own numbers."""
    return "".join(re.sub(r"^[（(]?\d{1,2}[)）.、．]|^[一二三四五六七八九十]+是", "", one.text) for one in measures)


def future_when_done(document: Examined) -> Iterator[Remark]:
    """Yield a question for each problem said to be done whose text still plans it."""
    for problem in document.problems:
        if not problem.done:
            continue
        for measure in problem.measures:
            match = next(_futures(measure.text), None)
            if match is not None:
                said = measure.text[match[0] : match[1]]
                place = _within(document, measure, said)
                yield Remark("future_when_done", "question", FUTURE.format(said=said), place, also=(problem.place,))
                break


def _futures(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for sentence in re.split(r"(?<=[。；;])", text):
        keeps = _ROUTINE.match(sentence) and _NEXT_KEEPS.search(sentence)
        match = None if keeps else _FUTURE.search(sentence)
        if match:
            yield at + match.start(), at + match.end()
        at += len(sentence)


def _within(document: Examined, measure: DraftMeasure, said: str) -> Place:
    """Return the place of words inside a measure; the measure's own place where they run over a break."""
    block = document.source.block(measure.place.paragraph)
    at = block.text.find(said, measure.place.start)
    return Place(block.number, at, at + len(said)) if at >= 0 else measure.place


_SHORT, _LONG, _MOST = 24, 50, 400
_ALIKE = 0.86


@dataclass(frozen=True, slots=True)
class Told:
    """The text of one measure, as the groups of four characters in it. bare: without signs, digits and its own number."""

    problem: Problem
    measure: DraftMeasure
    bare: str
    pieces: frozenset[str]

    def is_like(self, other: Told) -> bool:
        """Whether two texts are almost the same."""
        if abs(len(self.bare) - len(other.bare)) > len(self.bare) * (1 - _ALIKE):
            return False
        common = len(self.pieces & other.pieces)
        return common >= _ALIKE * (len(self.pieces) + len(other.pieces) - common)


def same_text(document: Examined) -> Iterator[Remark]:
    """Yield a remark where two findings are rectified in the same words, or almost; one for each two findings."""
    seen: dict[str, Told] = {}
    long: list[Told] = []
    said: set[tuple[int, int]] = set()
    for told in _told(document):
        known = seen.setdefault(told.bare, told)
        other = known if known is not told else None
        if other is None and len(told.bare) >= _LONG:
            other = next((one for one in long[-_MOST:] if _apart(one, told) and told.is_like(one)), None)
            long.append(told)
        if other is None or not _apart(other, told) or (other.problem.finding, told.problem.finding) in said:
            continue
        said.add((other.problem.finding, told.problem.finding))
        if other is known:
            yield _same("warning", SAME, other, told)
        else:
            yield _same("question", ALIKE, other, told)


def _told(document: Examined) -> Iterator[Told]:
    for problem in document.problems:
        for measure in problem.measures:
            bare = re.sub(r"[\W\d_]", "", _unnumbered([measure]))
            if len(bare) >= _SHORT:
                yield Told(problem, measure, bare, frozenset(bare[at : at + 4] for at in range(len(bare) - 3)))


def _apart(one: Told, other: Told) -> bool:
    return one.problem.finding != other.problem.finding


def _same(severity: Severity, says: Text, other: Told, told: Told) -> Remark:
    title = other.problem.title or other.measure.title
    said = says.format(other=title if len(title) <= 24 else f"{title[:24]}…")
    return Remark("same_text", severity, said, told.measure.place, also=(other.measure.place,))
