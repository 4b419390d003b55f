"""What a person should look at in the findings: gaps in the count, names that are missing, claims that do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bihuan.documents.blocks import Place
from bihuan.documents.draft import DraftFinding, DraftItem, Total, Warning_
from bihuan.documents.text.numerals import whole_number
from bihuan.packspec.bilingual import Text

SAYS = {
    "problem_not_stated": Text(
        "原文只写了整改做法，未写明问题", "The text tells what was done but never names the problem"
    ),
    "no_findings": Text("没有读到逐条列出的问题", "No problems listed one by one were found"),
    "number_gap": Text(
        "编号不连续：第{before}之后是第{number}，请查是否漏读",
        "The numbering jumps from {before} to {number}; check whether something was missed",
    ),
    "number_repeated": Text("编号重复：第{number}", "Number {number} stands twice"),
    "no_measures": Text("该问题下没有读到整改措施", "No measures were read below this problem"),
    "count_differs": Text(
        "文中称问题{claimed}个，读到{read}个，请核对",
        "The text claims {claimed} problems, {read} were read; please check",
    ),
    "quote_not_closed": Text(
        "引号没有配对，名称可能被截断", "The quotation marks do not pair; the name may be cut off"
    ),
}


def doubts_of(findings: Sequence[DraftFinding], totals: Sequence[Total], *, report: bool) -> Iterator[Warning_]:
    """
    Yield the warnings about findings, in reading order.

    report: the document is a report, so every problem should have measures.
    """
    if report and not findings:
        yield Warning_("no_findings", SAYS["no_findings"])
    yield from _gaps([(f.number, f.aspect, f.place) for f in findings])
    for finding in findings:
        yield from _about(finding, report=report)
    yield from _claims(findings, totals)


def _about(finding: DraftFinding, *, report: bool) -> Iterator[Warning_]:
    if not finding.title:
        yield Warning_("problem_not_stated", SAYS["problem_not_stated"], finding.place)
    titled: list[DraftFinding | DraftItem] = [finding, *finding.items]
    for named in titled:
        if named.title.count("“") != named.title.count("”"):
            yield Warning_("quote_not_closed", SAYS["quote_not_closed"], named.place)
    if report and not finding.measures and not any(item.measures for item in finding.items):
        yield Warning_("no_measures", SAYS["no_measures"], finding.place)
    yield from _gaps([(m.number, None, m.place) for m in finding.measures])
    yield from _gaps([(item.number, None, item.place) for item in finding.items])
    for item in finding.items:
        yield from _gaps([(m.number, None, m.place) for m in item.measures])


def _gaps(numbers: Sequence[tuple[str | None, str | None, Place]]) -> Iterator[Warning_]:
    """Numbers that jump or repeat; a count that begins again at 1 is none."""
    before: int | None = None
    group: str | None = None
    for written, aspect, place in numbers:
        value = whole_number(written) if written else None
        if value is None:
            before = None
            continue
        if before is not None and value > before + 1:
            yield Warning_("number_gap", SAYS["number_gap"].format(before=before, number=value), place)
        elif value == before and aspect == group:  # each aspect may begin at 1 again
            yield Warning_("number_repeated", SAYS["number_repeated"].format(number=value), place)
        before, group = value, aspect


def _claims(findings: Sequence[DraftFinding], totals: Sequence[Total]) -> Iterator[Warning_]:
    """A count of problems the text claims, where neither findings nor items nor their sum agree with any of the claims."""
    claims = [
        total
        for total in totals
        if total.name.endswith("问题") and total.value is not None and total.unit in {"个", "项", "条"}
    ]
    if not claims or not findings:
        return
    items = sum(len(finding.items) for finding in findings)
    bare = sum(not finding.items for finding in findings)
    read = {Decimal(len(findings)), Decimal(items + bare), Decimal(items)}
    if read & {total.value for total in claims}:
        return
    biggest = max(claims, key=lambda total: total.value or 0)
    message = SAYS["count_differs"].format(claimed=biggest.value, read=len(findings))
    yield Warning_("count_differs", message, biggest.place)
