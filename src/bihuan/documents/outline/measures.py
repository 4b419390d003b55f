"""What was done about one problem: its measures, numbered or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.documents.draft import DraftMeasure
from bihuan.documents.outline.headings import first_sentence
from bihuan.documents.outline.labels import Label
from bihuan.documents.outline.markers import Kind
from bihuan.documents.outline.segments import Segment
from bihuan.documents.outline.tree import Node

_STATUS_ONLY = re.compile(
    r"^(?:该|此|本|上述|以上)?(?:项|条)?(?:问题|任务|事项|整改事项|整改任务)?(?:目前)?(?:均|都|现)?(?P<status>(?:已|正在|基本|部分|全部|阶段性|持续|长期|未|尚未|完成)[^。，：\d]{0,14}?"
    r"(?:完成|整改|到位|坚持|推进|销号|落实|办结)[^。，：\d]{0,8}(?:，(?:并)?(?:长期|持续)[^。，]{0,6})?)(?:[。；]|$)"
    r"|^(?P<plain>完成|已完成|基本完成|阶段性完成|正在整改|整改中)(?:[。；]|$)"
)
_LEAD_IN = re.compile(r"(?:如下|情况|措施|以下.{0,6})[：:]?$|[：]$")
_SLOGAN = 30
_LEAST = 6  # characters; less says nothing
_MARKED = {Kind.IS, Kind.ORDINAL}


def status_sentence(text: str) -> re.Match[str] | None:
    """Return the match of a status sentence at the head of a text (`该问题已完成整改。`), group `status` or `plain` has the words."""
    return _STATUS_ONLY.match(text)


def measures_of(children: Sequence[Node], rest: Segment | None) -> list[DraftMeasure]:
    """
    Return the measures among the children of a problem.

    children: what stands below the problem, its items left out; rest: what its heading line says after the title, or None.
    """
    blocks = _chosen(children)
    marked = [node for node in blocks if node.marker is not None]
    if marked:
        return [measure_of(node) for node in marked]
    plain = [node.segment for node in blocks]
    if rest is not None and not any(node.label in {Label.MEASURES, Label.PROGRESS} for node in children):
        plain.insert(0, rest)
    return [made for made in (_unnumbered(segment) for segment in plain) if made is not None]


def measure_of(node: Node) -> DraftMeasure:
    """Return the measure a numbered node is, with everything below it."""
    parts = [part.segment for part in node.walk() if part.index >= 0]
    marker = node.marker
    first = node.segment
    title_end = first.body + len(slogan(first.text))
    return DraftMeasure(
        number=(marker.written or None) if marker else None,
        title=first.line.flat.clean(first.body, title_end),
        text=_exact(parts),
        place=first.line.place(first.start, _end_on_line(parts)),
    )


def slogan(text: str) -> str:
    """Return the first sentence of a measure, or its first clause where the sentence is long."""
    sentence = re.split("[。；！]", first_sentence(text), maxsplit=1)[0]
    if len(sentence) > _SLOGAN:
        clause = re.split("[，：]", sentence, maxsplit=1)[0]
        return clause if len(clause) >= 4 else sentence
    return sentence.rstrip("：，")


def _chosen(children: Sequence[Node]) -> list[Node]:
    """The children that tell what was done: below 整改措施 where that label stands, else all but fields and next steps."""
    labelled = [node for node in children if node.marker is not None and node.label is not None]
    if (
        labelled
        and labelled[0].marker
        and labelled[0].marker.value == 1
        and {node.label for node in labelled} == {Label.MEASURES}
    ):
        return labelled  # 1.措施：… 成效：… 2.措施：… 成效：…
    groups: list[tuple[Label | None, list[Node]]] = [(None, [])]
    for node in children:
        if node.label is not None:
            groups.append((node.label, []))
            if node.marker is not None:  # 1.整改措施：① … the label itself is numbered
                groups[-1][1].extend(_unwrapped(node))
                continue
        groups[-1][1].append(node)
    for label in (Label.MEASURES, Label.PROGRESS, Label.STATUS, None):
        nodes = [node for found, group in groups if found is label for node in group]
        if label is Label.STATUS:
            # 整改状态：已完成。 and then 一是… without a label of its own
            nodes = [
                node for node in nodes if _tells_more(node.text) or (node.marker is not None and node.label is None)
            ]
        if any(node.text or node.marker for node in nodes):
            return nodes
    return []


def _tells_more(text: str) -> bool:
    """`完成情况：完成整改。推出套餐42个…` tells what was done behind the status."""
    status = status_sentence(text)
    return status is not None and len(text) - status.end() > _LEAST


def _unwrapped(node: Node) -> list[Node]:
    """A numbered label as its content: the text behind it, then what stands below."""
    return [*([Node(_without_marker(node.segment), node.index)] if node.text else []), *node.children]


def _without_marker(segment: Segment) -> Segment:
    return Segment(segment.line, segment.body, segment.end, segment.body, None, segment.label, segment.opens_line)


def _unnumbered(segment: Segment) -> DraftMeasure | None:
    """The measure that one unnumbered paragraph is, None if it only leads in or tells a status."""
    text = segment.text
    start = segment.body
    status = status_sentence(text)
    if status:
        start += status.end()
        text = text[status.end() :]
    if len(text) < _LEAST or segment.label in {Label.FIELD, Label.NEXT, Label.PROBLEM}:
        return None
    if segment.label is Label.STATUS and status is None:
        return None
    if _LEAD_IN.search(text) and len(text) < 40:
        return None
    flat = segment.line.flat
    return DraftMeasure(
        None,
        flat.clean(start, start + len(slogan(text))),
        flat.exact(start, segment.end),
        segment.line.place(start, segment.end),
    )


def _exact(parts: Sequence[Segment]) -> str:
    """The exact source of consecutive segments, without the first token, lines kept apart."""
    first = parts[0]
    text = first.line.flat.exact(first.body, _end_on_line(parts))
    lines = [text]
    seen = {id(first.line)}
    for part in parts[1:]:
        if id(part.line) not in seen:
            seen.add(id(part.line))
            own = [other for other in parts if other.line is part.line]
            lines.append(part.line.flat.exact(part.start, max(other.end for other in own)))
    return "\n".join(lines)


def _end_on_line(parts: Sequence[Segment]) -> int:
    """Where the run of segments ends on the line it began on."""
    return max(part.end for part in parts if part.line is parts[0].line)
