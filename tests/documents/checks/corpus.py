"""
Documents with labels of what is wrong with them.

`seen/` was written beside the checks; `held_out/` was labelled before the checks first ran on it. A text without a `.toml` beside it is sound.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.checks.remark import Remark

FOLDER = Path(__file__).parent / "corpus"
HALVES = ("seen", "held_out")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the check that should say so, and the words it should point to."""

    check: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document and everything that is wrong with it."""

    name: str
    source: SourceText
    faults: tuple[Fault, ...]


def documents(half: str) -> Iterator[Labelled]:
    """Yield the labelled documents of one half."""
    for path in sorted(FOLDER.joinpath(half).iterdir()):
        if path.suffix == ".toml":
            continue
        labels = path.with_suffix(".toml")
        written = tomllib.loads(labels.read_text(encoding="utf-8"))["fault"] if labels.exists() else []
        yield Labelled(path.stem, source_of(path), tuple(Fault(**one) for one in written))


def source_of(path: Path) -> SourceText:
    """Return a text of one paragraph a line."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return source_from(lines, path.name)


def source_from(lines: list[str], name: str = "文件.txt") -> SourceText:
    """Return lines as a source text."""
    blocks = tuple(Block(number, line) for number, line in enumerate(lines, 1))
    return SourceText(name, name.rpartition(".")[2], blocks)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one document: faults that were told, faults that were missed, remarks that are false alarms."""

    told: tuple[Fault, ...]
    missed: tuple[Fault, ...]
    false: tuple[Remark, ...]


def judged(document: Labelled, remarks: tuple[Remark, ...]) -> Verdict:
    """Compare remarks with labels; a remark answers a fault of its check that it overlaps."""
    left, told, missed = list(remarks), [], []
    for fault in document.faults:
        answer = next((one for one in left if _answers(one, fault, document.source)), None)
        if answer is None:
            missed.append(fault)
        else:
            left.remove(answer)
            told.append(fault)
    return Verdict(tuple(told), tuple(missed), tuple(left))


def _answers(remark: Remark, fault: Fault, source: SourceText) -> bool:
    place = remark.place
    if remark.check != fault.check or place is None or place.paragraph != fault.line:
        return False
    start = source.block(fault.line).text.find(fault.text)
    return place.start < start + len(fault.text) and start < place.end
