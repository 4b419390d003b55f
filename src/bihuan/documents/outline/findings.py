"""The tree becomes findings: sections are chosen by what their headings say, levels by what siblings have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bihuan.documents.draft import DraftFinding, DraftItem
from bihuan.documents.outline.headings import Role, first_sentence, is_bare_problem_heading, status_of_group
from bihuan.documents.outline.labels import Label
from bihuan.documents.outline.markers import Kind
from bihuan.documents.outline.measures import measures_of, status_sentence
from bihuan.documents.outline.segments import Segment
from bihuan.documents.outline.titles import STATUS_IN_PARENS, title_in
from bihuan.documents.outline.tree import Node

_IN_QUOTES = re.compile(r"^(?:关于)?在?“(?P<name>[^“”]+)”(?:等)?方面[^“”]{0,16}$")
_LACK_ASPECT = re.compile(r"(?:的)?问题(?:的)?整改方面$")
_PROBLEM = {Role.NAMED_PROBLEM, Role.DEFICIT}
_REMEDIAL = {Role.REMEDY, Role.ORGANISATION, Role.OUTCOME, Role.NEXT}
_APART = {Role.ORGANISATION, Role.OUTCOME, Role.NEXT, Role.CONTACT}


@dataclass(frozen=True, slots=True)
class _Where:
    """What stands above a node: aspect and status it inherits, and whether the text says that problems follow."""

    aspect: str | None = None
    status: str | None = None
    problems_follow: bool = False
    nested: bool = False


def findings_of(root: Node) -> list[tuple[DraftFinding, Node]]:
    """Return the findings of a document in reading order, each with the node it was made of."""
    tops = root.numbered
    named = any(node.role is Role.PROBLEMS and (node.numbered or len(node.children) > 1) for node in tops)
    found: list[tuple[DraftFinding, Node]] = []
    problems_here = _mostly(tops, _PROBLEM)
    first = next((at for at, node in enumerate(tops) if node.role is Role.PROBLEMS and _has_problems(node)), 0)
    for at, node in enumerate(tops):
        if _only_intends(node) or (at < first and node.role is Role.PROBLEMS and _mostly(node.numbered, _REMEDIAL)):
            continue  # 一、整改落实工作情况 before 二、反馈问题整改情况 tells how the work was led
        if node.role is Role.PROBLEMS or (node.role is Role.GROUP and _has_problems(node)):
            found.extend(_collect([node], _Where(problems_follow=True)))
        elif node.role in {Role.NAMED_PROBLEM, Role.ASPECT} or node.label is Label.PROBLEM or _holds_named_below(node):
            found.extend(_collect([node], _Where(problems_follow=_holds_named_below(node) or not named)))
        elif (not named and problems_here and node.role not in _APART) or (
            not named and node.role not in _APART and _has_problems(node)
        ):
            found.extend(_collect([node], _Where(problems_follow=True)))
    return found or _anywhere(tops)


def _only_intends(node: Node) -> bool:
    """`需进一步整改的事项及措施`: what is still to be done, unless problems are named below it in so many words."""
    if not node.text.startswith(("需", "下一步", "下步", "今后")):
        return False
    below = [child for child in node.walk() if child is not node]
    if node.text.startswith("需") and any(_is_still_a_problem(child) for child in below):
        return False
    return not any(is_bare_problem_heading(first_sentence(child.text)) for child in below)


def _is_still_a_problem(node: Node) -> bool:
    """`历史遗留土地权证办理问题。已办理67宗…` in a part about what needs time."""
    said = first_sentence(node.text).rstrip("。：")
    return node.marker is not None and (said.endswith("问题") or node.role is Role.DEFICIT)


def _anywhere(tops: Sequence[Node]) -> list[tuple[DraftFinding, Node]]:
    """No heading says where the problems are: take the parts in which most headings name one."""
    found: list[tuple[DraftFinding, Node]] = []
    for node in tops:
        if _has_problems(node) and node.role not in {Role.NEXT, Role.CONTACT}:
            found.extend(_collect(node.numbered, _Where(problems_follow=True)))
    return found


def _collect(nodes: Sequence[Node], where: _Where) -> list[tuple[DraftFinding, Node]]:
    found: list[tuple[DraftFinding, Node]] = []
    siblings_are_problems = _mostly(nodes, _PROBLEM) or not _mostly(nodes, _REMEDIAL)
    opened = [_opened(node, where) for node in nodes]
    if any(inner is not None and node.role is Role.ASPECT for node, inner in zip(nodes, opened, strict=True)):
        opened = [inner or _opened_like_others(node, where) for node, inner in zip(nodes, opened, strict=True)]
    for node, inner in zip(nodes, opened, strict=True):
        if inner is not None:
            found.extend(_collect(node.numbered, inner))
        elif node.role in _PROBLEM or node.label is Label.PROBLEM or node.role is Role.ASPECT:
            found.append((_finding(node, where), node))
        elif node.role is Role.PROBLEMS and not where.nested:
            continue  # a section that tells its problems in prose
        elif where.problems_follow and _is_finding_here(node, siblings_are_problems):
            found.append((_finding(node, where, stated=siblings_are_problems), node))
    return found


def _opened(node: Node, where: _Where) -> _Where | None:
    """What holds below a node that only groups problems; None if it is none."""
    if node.label is Label.PROBLEM:
        return None
    if node.role is Role.PROBLEMS:
        return replace(where, problems_follow=True, nested=True) if node.numbered else None
    if node.role is Role.GROUP and node.numbered and _group_holds(node):
        return replace(where, status=status_of_group(node.text), problems_follow=True, nested=True)
    groups = node.role is not Role.NAMED_PROBLEM or _is_aspect_word(node)
    explicit = _holds_named_problems(node) or any(_opened(child, where) for child in node.numbered)
    if node.role is Role.DEFICIT or (node.role is Role.NAMED_PROBLEM and not groups):
        groups = node.role is Role.DEFICIT and explicit
    if groups and (explicit or _has_problems(node)):
        slogan = node.role in _REMEDIAL and not where.nested  # 二、坚持问题导向，逐条整改
        return replace(where, aspect=where.aspect if slogan else _aspect(node), problems_follow=True, nested=True)
    return None


def _opened_like_others(node: Node, where: _Where) -> _Where | None:
    """An aspect whose one problem names no lack is an aspect still, where the aspects beside it hold problems."""
    below = [child for child in node.numbered if child.marker and child.marker.kind < Kind.IS]
    if node.role is not Role.ASPECT or not below or _mostly(below, _REMEDIAL):
        return None
    return replace(where, aspect=_aspect(node), problems_follow=True, nested=True)


def _group_holds(node: Node) -> bool:
    return not _mostly(node.numbered, _REMEDIAL) or _has_problems(node)


def _is_aspect_word(node: Node) -> bool:
    title = title_in(node.text)
    name = node.text[title.start : title.end]
    return name.endswith(("方面", "领域", "环节")) and not name.endswith("薄弱环节")


def _aspect(node: Node) -> str:
    title = title_in(node.text)
    inner = _IN_QUOTES.match(node.text)
    start, end = inner.span("name") if inner else (title.start, title.end)
    lack = None if inner else _LACK_ASPECT.search(node.text, start, end)
    end = lack.start() if lack else end
    return _clean(node.segment, start, end)


def _is_finding_here(node: Node, siblings_are_problems: bool) -> bool:
    """A statement that names no lack, in a part where problems follow."""
    if node.marker is None or node.marker.kind >= Kind.IS or node.role in {Role.NEXT, Role.CONTACT}:
        return False
    if node.role in _APART:
        return not siblings_are_problems or _tells_measures(node)
    return bool(node.text)


def _tells_measures(node: Node) -> bool:
    labels = {child.label for child in node.children}
    said = first_sentence(node.text)
    if status_sentence(node.text[len(said) + 1 :]) is not None:
        return True  # 化整为零规避招标。已完成整改。…
    return bool(labels & {Label.MEASURES, Label.PROGRESS, Label.STATUS})


def _mostly(nodes: Sequence[Node], roles: set[Role]) -> bool:
    """Whether at least half of the nodes that say anything have one of the roles."""
    told = [node for node in nodes if node.role is not Role.UNKNOWN]
    return bool(told) and 2 * sum(
        node.role in roles or (node.label is Label.PROBLEM and roles is _PROBLEM) for node in told
    ) >= len(told)


def _has_problems(node: Node) -> bool:
    """Whether problems stand directly below a node, or below one of its groups."""
    below = [child for child in node.numbered if child.label is not Label.MEASURES]
    if not below:
        return False
    if _mostly(below, _PROBLEM):
        return True
    if any(child.role in {Role.ASPECT, Role.GROUP} and _has_problems(child) for child in below):
        return True
    if any(_holds_named_problems(child) for child in below):
        return True
    return sum(_tells_measures(child) for child in below) * 2 > len(below)


def _holds_named_problems(node: Node) -> bool:
    """Whether most numbered children are called a problem in so many words."""
    below = [child for child in node.numbered if child.marker and child.marker.kind < Kind.IS]
    labels = sum(child.label is Label.PROBLEM for child in below)
    told = sum(
        child.role is Role.NAMED_PROBLEM or _is_called(child) for child in below if child.label is not Label.PROBLEM
    )
    counted = any(child.label is Label.PROBLEM and _stands_alone(child) for child in below)
    told += labels if labels > 1 or counted or node.role is not Role.DEFICIT else 0
    return told > 0 and 2 * told >= len(below)


def _is_called(node: Node) -> bool:
    """`问题1：…` is called a problem by its number."""
    return node.marker is not None and node.marker.kind is Kind.CALLED and node.marker.value > 0


def _holds_named_below(node: Node) -> bool:
    """The same, also where aspects or groups stand between."""
    return _holds_named_problems(node) or any(
        child.role in {Role.ASPECT, Role.GROUP} and _holds_named_problems(child) for child in node.numbered
    )


def _finding(node: Node, where: _Where, *, stated: bool = True) -> DraftFinding:
    title, status, rest = _heading(node, stated=stated)
    items, others = _parted(node)
    return DraftFinding(
        number=_number(node),
        title=title,
        aspect=where.aspect,
        status=status or _status_below(others) or (None if items else _status_behind(node)) or where.status,
        items=tuple(items),
        measures=tuple(measures_of(others, None if items and not _says_more(rest) else rest)),
        place=node.segment.place,
    )


def _says_more(rest: Segment | None) -> bool:
    return rest is not None and rest.label in {Label.MEASURES, Label.PROGRESS}


def _number(node: Node) -> str | None:
    return (node.marker.written or None) if node.marker else None


def _heading(node: Node, *, stated: bool = True) -> tuple[str, str | None, Segment | None]:
    """The title and status in the heading line, and what the line says after them."""
    segment = node.segment
    if not stated:
        return "", None, segment
    title = title_in(segment.text, whole=segment.label is Label.PROBLEM)
    status = _clean(segment, *title.status) if title.status else None
    rest = None
    if title.heading_end < len(segment.text):
        rest = Segment(segment.line, segment.body + title.heading_end, segment.end, segment.body + title.heading_end)
        told = status_sentence(rest.text)
        status = status or (told["status"] or told["plain"] if told else None)
    return _clean(segment, title.start, title.end), status, rest


def _clean(segment: Segment, start: int, end: int) -> str:
    return segment.line.flat.clean(segment.body + start, segment.body + end)


def _status_below(children: Sequence[Node]) -> str | None:
    """The status a label or a sentence below the heading tells."""
    for node in children:
        if node.label is Label.STATUS and node.text:
            return node.text.split("。")[0].rstrip("；，")
    for node in children:
        told = status_sentence(node.text) if node.marker is None and node.label is not Label.FIELD else None
        if told:
            return told["status"] or told["plain"]
    return None


def _status_behind(node: Node) -> str | None:
    """The status in brackets at the very end of what was done (`…开展研讨6次。（已完成）`)."""
    last = max((part for part in node.walk()), key=lambda part: part.index).segment
    found = STATUS_IN_PARENS.search(last.text.rstrip("。；"))
    return _clean(last, *found.span(1)) if found else None


def _parted(node: Node) -> tuple[list[DraftItem], list[Node]]:
    """The sub-problems below a finding, and the children that are none."""
    description = [child for child in node.children if child.label is Label.PROBLEM]
    children = list(node.children)
    if (
        len(description) == 1
        and node.text
        and description[0].role is not Role.NAMED_PROBLEM
        and not _stands_alone(description[0])
    ):
        children = _hoisted(children, description[0])
    inner = [child for child in children if child.marker is not None]
    named = [
        child for child in inner if child.marker and child.marker.kind < Kind.IS and child.role is Role.NAMED_PROBLEM
    ]
    if named and all(child.marker and child.marker.kind >= Kind.IS for child in inner if child not in named):
        inner, rest = named, [child for child in children if child not in named]  # its own 一是…二是…, then the items
        return [item for child in inner for item in _items(child)], rest
    if not _are_items(inner) or _follow_what_was_done(children, inner):
        return [], children
    items = [item for child in inner for item in _items(child)]
    return items, [child for child in children if child.marker is None]


def _follow_what_was_done(children: Sequence[Node], inner: Sequence[Node]) -> bool:
    """Behind `整改情况：` a number counts measures, unless it names a problem or has labels of its own."""
    done = (Label.MEASURES, Label.PROGRESS)
    first = next((at for at, child in enumerate(children) if child.label in done and child.marker is None), None)
    if first is None or any(child.marker is not None for child in children[:first]):
        return False
    return not any(
        node.role is Role.NAMED_PROBLEM or node.label is not None or _tells_measures(node) or node.numbered
        for node in inner
    )


def _stands_alone(node: Node) -> bool:
    """`（1）反馈问题：…` with its own 整改情况 is a sub-problem, not the description of the problem above."""
    numbered = node.marker is not None and node.marker.value > 0
    return numbered and any(
        child.marker is None and child.label in {Label.MEASURES, Label.PROGRESS} for child in node.children
    )


def _hoisted(children: list[Node], description: Node) -> list[Node]:
    """`反馈问题：…` below a problem that is named already describes it; what stands below the label belongs to the problem."""
    at = children.index(description)
    below = description.children
    while (
        below and not description.text and below[0].label is None and below[0].segment.line is description.segment.line
    ):
        below = below[1:]  # 反馈问题：1.… 2.… on one line is all description
    return [*children[:at], *below, *children[at + 1 :]]


def _are_items(nodes: Sequence[Node]) -> bool:
    if nodes and all(node.marker is not None and node.marker.kind >= Kind.IS for node in nodes):
        nodes = [
            node for node in nodes if _tells_measures(node) or first_sentence(node.text).rstrip("。：").endswith("问题")
        ]
    problems = sum(
        node.role in _PROBLEM or node.label is Label.PROBLEM or is_bare_problem_heading(node.text) for node in nodes
    )
    remedies = sum(node.role in _REMEDIAL for node in nodes)
    labelled = sum(_tells_measures(node) for node in nodes)
    return problems > remedies or (labelled * 2 > len(nodes) > 0)


def _items(node: Node) -> list[DraftItem]:
    """A sub-problem, followed by those below it."""
    title, status, rest = _heading(node)
    below, others = _parted(node)
    measures = measures_of(others, None if below else rest)
    own = DraftItem(_number(node), title, status or _status_below(others), tuple(measures), node.segment.place)
    return [own, *below]
