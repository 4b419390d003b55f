"""Segments become a tree by their numbering, in the order of levels that this document uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bihuan.documents.outline.headings import Role, role_of
from bihuan.documents.outline.labels import Label
from bihuan.documents.outline.markers import Kind, Marker
from bihuan.documents.outline.segments import Segment


@dataclass(eq=False)
class Node:
    """
    A numbered heading with what stands below it, or (marker None) a stretch of plain text.

    index: the number of its segment; children: in reading order.
    """

    segment: Segment
    index: int
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    role: Role = Role.UNKNOWN

    @property
    def marker(self) -> Marker | None:
        """Return the numbering token."""
        return self.segment.marker

    @property
    def text(self) -> str:
        """Return the canonical content without token and label."""
        return self.segment.text

    @property
    def label(self) -> Label | None:
        """Return what the label of the segment announces."""
        return self.segment.label

    @property
    def numbered(self) -> list[Node]:
        """Return the children with a numbering token."""
        return [child for child in self.children if child.marker is not None]

    def above(self) -> Iterator[Node]:
        """Yield the numbered headings this node stands below, innermost first."""
        node = self.parent
        while node is not None and node.marker is not None:
            yield node
            node = node.parent

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def ranks_of(segments: Sequence[Segment]) -> dict[Kind, int]:
    """
    Return how deep each kind of numbering stands in this document, 1 outermost.

    A kind that restarts more often than one it should contain, and begins behind it, stands inside it (`1.` > `（一）`).
    """
    order = list(Kind)
    ones = dict.fromkeys(Kind, 0)
    behind: dict[Kind, list[Kind]] = {kind: [] for kind in Kind}
    before: Kind | None = None
    first = {kind: len(segments) for kind in Kind}
    for at, segment in enumerate(segments):
        marker = segment.marker
        if marker is None or not segment.opens_line:
            continue
        first[marker.kind] = min(first[marker.kind], at)
        ones[marker.kind] += marker.value == 1
        if marker.value == 1 and before is not None:
            behind[marker.kind].append(before)
        before = marker.kind if marker.kind < Kind.IS else before
    for outer, inner in (
        (Kind.HAN_PAREN, Kind.DIGIT),
        (Kind.HAN, Kind.HAN_PAREN),
        (Kind.HAN, Kind.DIGIT),
        (Kind.DIGIT, Kind.DIGIT_PAREN),
    ):
        within = 2 * behind[outer].count(inner) > len(behind[outer])
        if within and ones[outer] > max(ones[inner], 1) and ones[inner] == 1 and first[inner] < first[outer]:
            a, b = order.index(outer), order.index(inner)
            order[a], order[b] = order[b], order[a]
    return {kind: place for place, kind in enumerate(order, 1)}


def tree_of(segments: Sequence[Segment]) -> Node:
    """Return the root of the outline; its own segment is the first one and means nothing."""
    ranks = ranks_of(segments)
    root = Node(segments[0], -1)
    stack: list[Node] = [root]
    for index, segment in enumerate(segments):
        node = Node(segment, index)
        if segment.marker is None:
            _leave_measures(stack, segment)
        else:
            _leave_to(stack, segment, ranks)
        node.parent = stack[-1]
        stack[-1].children.append(node)
        if segment.marker is not None:
            node.role = role_of(segment.text or segment.line.text[segment.marker.end : segment.end])
            stack.append(node)
    return root


def _kind(node: Node) -> Kind:
    assert node.marker is not None  # noqa: S101  only numbered nodes are on the stack
    return node.marker.kind


def _leave_measures(stack: list[Node], segment: Segment) -> None:
    """A label, or a paragraph about the next step, ends a run of 一是二是."""
    if segment.label is None and not segment.whole.startswith(("下一步", "下步")):
        return
    if _is_about_its_problem(stack[-1], segment):
        return
    while len(stack) > 1 and _kind(stack[-1]) >= Kind.IS:
        stack.pop()
    if segment.label is not None:
        _leave_labelled(stack)


def _is_about_its_problem(node: Node, segment: Segment) -> bool:
    """`一是采购未公开招标。` on its own line, then `整改措施：…`: the problems themselves are counted 一是、二是."""
    if node.marker is None or node.marker.kind is not Kind.IS or not node.segment.opens_line or node.parent is None:
        return False
    if segment.label not in {Label.MEASURES, Label.PROGRESS, Label.STATUS} or node.role is Role.REMEDY:
        return False
    if any(child.label is not None for child in node.parent.children):
        return False
    return node.role is Role.DEFICIT or any(
        child.label is not None for other in node.parent.children for child in other.children
    )


def _leave_labelled(stack: list[Node]) -> None:
    """A further label belongs where the label before it stands: `整改措施：（1）…（2）…整改成效：…`."""
    for depth in range(len(stack) - 1, 0, -1):
        if any(child.label is not None and child.marker is None for child in stack[depth].children):
            del stack[depth + 1 :]
            return
        if stack[depth].role is Role.NAMED_PROBLEM:
            return  # （1）关于…问题的整改 below a problem with labels of its own: the label is that of the inner one


def _leave_to(stack: list[Node], segment: Segment, ranks: dict[Kind, int]) -> None:
    """Close what the new token ends: its siblings and everything deeper."""
    marker = segment.marker
    assert marker is not None  # noqa: S101
    kinds = [_kind(node) for node in stack[1:]]
    if marker.value == 0 and marker.kind not in kinds and stack[-1].segment.text and not stack[-1].children:
        return  # a problem named right below a heading stands inside it
    if marker.kind in kinds:
        above = stack[1 + kinds.index(marker.kind)]
        if above.label is Label.PROBLEM and segment.label not in {None, Label.PROBLEM}:
            del stack[2 + kinds.index(marker.kind) :]
            return  # 1.反馈问题：… 2.整改措施：… are one
        del stack[1 + kinds.index(marker.kind) :]
        return
    inside = not segment.opens_line and marker.value == 1
    while len(stack) > 1 and ranks[_kind(stack[-1])] > ranks[marker.kind] and not inside:
        stack.pop()
