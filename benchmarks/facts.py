"""
How many of the facts of labelled sentences are found, how many of those found are right, and how fast.

    python -m benchmarks facts

The sentences lie in tests/documents/facts: `held_out` and `unseen` were labelled before the reader had seen them; the first line
of each says what the first reading found, since the faults it showed were mended afterwards.
"""

from __future__ import annotations

import sys
import time

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.facts.collected import facts_of
from tests.documents.facts.corpus import PARTS, Score, labelled, scores

TURNS = 20
SIZE = 25_000


def main() -> int:
    """Print precision and recall of each kind of fact in each part of the corpus, then the time for 25 kB."""
    print("| part | kind of fact | there | found | right | precision | recall |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for part in PARTS:
        every = Score()
        for kind, score in scores(part).items():
            print(_row(part, kind, score))
            every = Score(every.there + score.there, every.found + score.found, every.right + score.right)
        print(_row(part, f"all of {len(labelled(part))} sentences", every))
    print(f"\nfacts of {SIZE // 1000} kB: {_milliseconds():.1f} ms of one core")
    return 0


def _row(part: str, kind: str, score: Score) -> str:
    return f"| {part} | {kind} | {score.there} | {score.found} | {score.right} | {score.precision:.3f} | {score.recall:.3f} |"


def _milliseconds() -> float:
    lines = [one.text for part in PARTS for one in labelled(part)]
    while sum(len(line.encode()) for line in lines) < SIZE:
        lines += lines
    blocks, size = [], 0
    for number, line in enumerate(lines, start=1):
        blocks.append(Block(number, line))
        size += len(line.encode())
        if size >= SIZE:
            break
    source = SourceText("sentences.txt", "txt", tuple(blocks))
    facts_of(source)
    start = time.process_time()
    for _ in range(TURNS):
        facts_of(source)
    return (time.process_time() - start) * 1000 / TURNS


if __name__ == "__main__":
    sys.exit(main())
