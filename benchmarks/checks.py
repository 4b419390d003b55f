"""
How often the checks are right, on documents with labels of what is wrong, and how long they take.

    python -m benchmarks checks

Precision: of the remarks of a check, how many answer a labelled fault. Recall: of its labelled faults, how many it told. The half that is
held out was labelled before the checks first ran on it; what came of that first run stands in benchmarks/README.md.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.reading import SIZE, report
from bihuan.documents.checks import CHECKS, check_document
from bihuan.documents.files import read_file
from bihuan.documents.reading import read_draft
from tests.documents.checks import papers
from tests.documents.checks.corpus import HALVES, documents, judged
from tests.documents.files import makers

ROUNDS = 20


@dataclass
class Score:
    """Counts by check: faults told, faults missed, false alarms; and the documents that are sound."""

    told: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    sound: int = 0


def of_half(half: str) -> Score:
    """Return the score of one half of the labelled documents."""
    score = Score()
    for document in documents(half):
        verdict = judged(document, check_document(document.source))
        score.documents += 1
        score.sound += not document.faults
        score.told.update(fault.check for fault in verdict.told)
        score.missed.update(fault.check for fault in verdict.missed)
        score.false.update(remark.check for remark in verdict.false)
    return score


def of_layout() -> Score:
    """Return the score of the Word documents: two that keep GB/T 9704, and one for each deviation."""
    score = Score()
    made = [("", papers.official()), ("", papers.typed())]
    made += [(check, papers.official(change)) for check, change in papers.FAULTS.values()]
    for check, data in made:
        found = Counter(
            one.check
            for one in check_document(read_file(data, "文件.docx"), data=data)
            if one.check.startswith("layout_")
        )
        score.documents += 1
        score.sound += not check
        if check:
            score.told[check] += min(found[check], 1)
            score.missed[check] += not found[check]
            found[check] -= min(found[check], 1)
        score.false += found
    return score


def rows(score: Score) -> Iterable[str]:
    """Yield the lines of the table of one score."""
    for check in [*(check.id for check in CHECKS), "all"]:
        told, missed, false = (
            sum(counts.values()) if check == "all" else counts[check]
            for counts in (score.told, score.missed, score.false)
        )
        if told + missed + false:
            yield f"| {check} | {told + missed} | {told} | {false} | {_share(told, told + false)} | {_share(told, told + missed)} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "—"


def milliseconds() -> float:
    """Return the time of the processor for one report of 25 kB that was read before."""
    sources = [read_file(makers.text(report(seed)), "通报.txt") for seed in range(3)]
    drafts = [read_draft(source) for source in sources]
    check_document(sources[0], drafts[0])  # imports
    start = time.process_time()
    for _ in range(ROUNDS):
        for source, draft in zip(sources, drafts, strict=True):
            check_document(source, draft)
    return (time.process_time() - start) * 1000 / ROUNDS / len(sources)


def main(words: list[str]) -> int:
    """Judge the checks on all labelled documents and print the tables."""
    for name, score in (*((half, of_half(half)) for half in HALVES), ("layout", of_layout())):
        print(f"{name}: {score.documents} documents, {score.sound} of them sound\n")
        print("| check | faults | told | false | precision | recall |")
        print("|---|---:|---:|---:|---:|---:|")
        print("\n".join(rows(score)), end="\n\n")
    print(f"A report of {SIZE // 1000} kB is checked in {milliseconds():.0f} ms (one core).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
