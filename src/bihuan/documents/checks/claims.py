"""Numbers of problems, measures and points that a text claims, against those it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bihuan.documents.checks.examined import Examined
from bihuan.documents.checks.remark import Remark, Severity
from bihuan.documents.draft import Total
from bihuan.documents.outline.lines import Line
from bihuan.documents.outline.markers import Kind, Marker, head_marker, run_on_markers
from bihuan.documents.text.numerals import whole_number
from bihuan.packspec.bilingual import Text

PROBLEMS = Text(
    "文中称问题{claimed}个，逐条列出{listed}个；如有不公开的问题请予说明",
    "The text speaks of {claimed} problems and lists {listed}; if some are left out, say so",
)
MEASURES = Text(
    "文中称措施{claimed}条，逐条列出{listed}条，请核对",
    "The text speaks of {claimed} measures and lists {listed}; please check",
)
GROUP = Text(
    "标题注明{claimed}{unit}，其下列出{listed}{unit}，请核对",
    "The heading says {claimed}, below it are {listed}; please check",
)
POINTS = Text(
    "文中称{claimed}{unit}，其后列出{listed}{unit}，请核对",
    "The text announces {claimed} points and gives {listed}; please check",
)
_N = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
_HEADED = re.compile(
    rf"（(?:共)?(?P<n>{_N})(?P<unit>个|项|条)(?:具体)?(?:问题|任务|事项|措施)?(?:，[^（）]{1, 20})?）(?:[。：]?)$"
)
_ANNOUNCED = re.compile(
    rf"(?:以下|如下|下列|以下的)?(?P<n>{_N})(?P<unit>个|项|条|点)(?:方面|措施|举措|问题|建议|意见|工作|要求|重点|不足|原因|环节|任务|短板)(?:的)?[^，。；：\d]{{0,8}}(?:如下)?[：。]$"
)
_UNIT_ALIKE = {"个", "项", "条"}


def claimed_count(document: Examined) -> Iterator[Remark]:
    """Yield a remark where a claimed number of problems, measures or points is not what the text lists."""
    yield from _problems(document)
    yield from _measures(document)
    yield from _groups(document.lines)
    for line in document.lines:
        yield from _points(line)


def _problems(document: Examined) -> Iterator[Remark]:
    draft = document.draft
    if any(warning.rule == "count_differs" for warning in draft.warnings) or not draft.findings:
        return
    claims = [total for total in _claims(draft.totals, "问题") if _speaks_of_all(document, total)]
    items = sum(len(finding.items) for finding in draft.findings)
    bare = sum(not finding.items for finding in draft.findings)
    listed = {Decimal(len(draft.findings)), Decimal(items + bare), Decimal(items)}
    said = {total.value for total in claims} | {sum((total.value or Decimal(0) for total in claims), Decimal(0))}
    if not claims or listed & said:
        return
    most = max(claims, key=lambda total: total.value or 0)
    # A published notice may leave problems out; feedback and plan may not.
    severity: Severity = "warning" if draft.genre in {"plan", "feedback"} else "question"
    says = PROBLEMS.format(claimed=most.value, listed=len(draft.findings))
    yield Remark("claimed_count", severity, says, most.place)


def _speaks_of_all(document: Examined, total: Total) -> bool:
    """Whether a count is of the whole inspection; `对涉及书记的3个问题` is not."""
    text = document.source.block(total.place.paragraph).text
    sentence = re.split(r"[。；]", text[: total.place.start])[-1]
    return bool(re.search(r"反馈|指出|查出|发现|提出|方面|梳理|移交", sentence[-60:])) and not re.search(
        r"涉及[^，]{0,8}$", sentence
    )


def _measures(document: Examined) -> Iterator[Remark]:
    """A plan lists all its measures; a report may tell of them in sum."""
    draft = document.draft
    claims = [total for name in ("措施", "举措") for total in _claims(draft.totals, name)]
    listed = sum(len(one.measures) for one in document.problems)
    if draft.genre != "plan" or not claims or not listed:
        return
    if any(total.value == listed for total in claims):
        return
    most = max(claims, key=lambda total: total.value or 0)
    says = MEASURES.format(claimed=most.value, listed=listed)
    yield Remark("claimed_count", "question", says, most.place)


def _claims(totals: Sequence[Total], name: str) -> list[Total]:
    return [
        total for total in totals if total.name.endswith(name) and total.value is not None and total.unit in _UNIT_ALIKE
    ]


def _groups(lines: Sequence[Line]) -> Iterator[Remark]:
    """`（一）已完成的问题（5个）`: what stands one level below the heading, up to the next of its kind."""
    heads = [(line, head_marker(line.text)) for line in lines if not line.cells]
    for at, (line, marker) in enumerate(heads):
        said = _HEADED.search(line.text)
        claimed = whole_number(said["n"]) if said else None
        if said is None or marker is None or claimed is None or marker.kind > Kind.DIGIT_PAREN:
            continue
        below = _below(heads[at + 1 :], marker.kind)
        listed = _first_level(below)
        deeper = sum(one.kind is Kind.DIGIT for one in below)
        if listed and claimed not in {listed, deeper, sum(one.kind is Kind.HAN_PAREN for one in below)}:
            says = GROUP.format(claimed=claimed, unit=said["unit"], listed=listed)
            yield Remark("claimed_count", "warning", says, line.place(*said.span()))


def _below(heads: Sequence[tuple[Line, Marker | None]], kind: Kind) -> list[Marker]:
    found: list[Marker] = []
    for _, marker in heads:
        if marker is None or marker.kind > Kind.DIGIT_PAREN:
            continue
        if marker.kind <= kind:
            break
        found.append(marker)
    return found


def _first_level(markers: Sequence[Marker]) -> int:
    """Return how many stand on the level that comes first."""
    return sum(marker.kind is markers[0].kind for marker in markers) if markers else 0


def _points(line: Line) -> Iterator[Remark]:
    """`重点做好以下三项工作：一是…；二是…。`"""
    markers = [marker for marker in run_on_markers(line.text) if marker.kind is Kind.IS]
    if len(markers) < 2 or markers[0].value != 1:
        return
    said = _ANNOUNCED.search(line.text, 0, markers[0].start)
    claimed = whole_number(said["n"]) if said else None
    if said is None or claimed is None or claimed < 2:
        return
    listed = 1
    for marker in markers[1:]:
        if marker.value != listed + 1:
            return  # another list begins, or the numbering itself is wrong and said so elsewhere
        listed = marker.value
    if listed != claimed:
        says = POINTS.format(claimed=claimed, unit=said["unit"], listed=listed)
        yield Remark("claimed_count", "warning", says, line.place(*said.span()))
