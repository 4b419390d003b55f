"""A report with the one before: nothing done is undone, nothing cumulative falls, nothing is copied or dropped unseen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bihuan.documents.checks.remark import Remark
from bihuan.documents.compare.comparison import Comparison, Difference, Document
from bihuan.documents.compare.matching import Entry, entries_of, key_of, paired, same_numbers
from bihuan.documents.compare.plan import problem_differences
from bihuan.documents.compare.statuses import progress_of, went_back
from bihuan.documents.draft import Draft, DraftMeasure, Total
from bihuan.documents.text.numerals import number
from bihuan.packspec.bilingual import Text

PREVIOUS, REPORT = Text("上期报告", "the last report"), Text("本期报告", "this report")
SAYS = {
    "status_back": Text("问题的状态由“{before}”退为“{now}”", "The status of the problem went back from “{before}” to “{now}”"),
    "figure_fell": Text("“{name}”由{before}减为{now}，累计数不应减少", "“{name}” fell from {before} to {now}; a cumulative figure should not"),
    "text_unchanged": Text("整改情况与上期逐字相同，请核实是否更新", "What was done is told in the same words as last time; is it up to date"),
    "measure_gone": Text("上期的措施“{title}”本期没有写到", "The measure “{title}” of the last report is not told any more"),
}  # fmt: skip
_FALLS_RIGHTLY = ("率", "正在", "未", "持续", "推进", "尚", "剩余", "逾期")


def compare_previous(previous: Document, report: Document) -> Comparison:
    """Return problems gone, reworded or gone back, figures that fell, measures dropped and text repeated since the last report."""
    old, new = entries_of(previous), entries_of(report)
    pairs = paired([one.key for one in old], [one.key for one in new], same_numbers(old, new))
    differences = list(problem_differences(old, new, pairs, report, before=PREVIOUS, now=REPORT))
    for at, other in sorted(pairs.items()):
        differences.extend(_progress(old[at], new[other]))
        differences.extend(_measures(old[at], new[other]))
    differences.extend(_fallen(previous.draft, report.draft))
    return Comparison("previous", len(pairs), tuple(differences))


def _progress(before: Entry, now: Entry) -> Iterator[Difference]:
    if went_back(before.of.status, now.of.status):
        sentence = SAYS["status_back"].format(before=before.of.status, now=now.of.status)
        yield Difference(
            Remark("status_back", "error", sentence, now.place),
            before.place,
            before.of.status or "",
            now.of.status or "",
        )


def _measures(before: Entry, now: Entry) -> Iterator[Difference]:
    """Measures that are gone; or, under a problem not yet done, all of them in the same words."""
    old, new = [key_of(one.text) for one in before.measures], [key_of(one.text) for one in now.measures]
    if old and old == new:
        if progress_of(now.of.status) != "done":
            yield Difference(Remark("text_unchanged", "question", SAYS["text_unchanged"], now.place), before.place)
        return
    pairs = paired(old, new)
    titles = {key_of(one.title) for one in now.measures}
    for at, measure in enumerate(before.measures):
        if at not in pairs and key_of(measure.title) not in titles and new:
            yield _gone(measure, now)


def _gone(measure: DraftMeasure, now: Entry) -> Difference:
    sentence = SAYS["measure_gone"].format(title=measure.title)
    return Difference(Remark("measure_gone", "warning", sentence, now.place), measure.place, measure.text)


def _fallen(previous: Draft, report: Draft) -> Iterator[Difference]:
    now = {_name(total): total for total in reversed(report.totals)}
    for total in previous.totals:
        other = now.get(_name(total))
        if (
            other is None
            or total.value is None
            or other.value is None
            or any(word in total.name for word in _FALLS_RIGHTLY)
        ):
            continue
        if _amount(other) < _amount(total):
            before, after = (f"{one.value:f}{one.unit or ''}" for one in (total, other))
            sentence = SAYS["figure_fell"].format(name=total.name, before=before, now=after)
            yield Difference(Remark("figure_fell", "warning", sentence, other.place), total.place, before, after)


def _name(total: Total) -> tuple[str, str]:
    """What a total counts; sums of money are one kind whatever their scale."""
    unit = total.unit or ""
    return total.name, "元" if unit.endswith("元") else unit


def _amount(total: Total) -> Decimal:
    value = total.value or Decimal(0)
    scale = (total.unit or "").removesuffix("元") if (total.unit or "").endswith("元") else ""
    return value * (number("一" + scale) or 1) if scale else value
