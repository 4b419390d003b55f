"""A rectification plan with the feedback it answers: every problem is there, in the exact words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bihuan.documents.checks.remark import Remark, Severity
from bihuan.documents.compare.comparison import Comparison, Difference, Document
from bihuan.documents.compare.matching import Entry, differing, entries_of, key_of, paired, same_numbers
from bihuan.packspec.bilingual import Text

FEEDBACK, PLAN = Text("反馈", "the feedback"), Text("方案", "the plan")
SAYS = {
    "problem_missing": Text("{old}的问题“{title}”在{new}中没有找到", "The problem “{title}” of {old} is not found in {new}"),
    "problem_reworded": Text("问题的表述与{old}不一致", "The problem is worded differently from {old}"),
    "problem_renumbered": Text("问题的编号有变：{numbers}", "Problems bear other numbers: {numbers}"),
    "problem_added": Text("问题“{title}”不见于{old}", "The problem “{title}” does not stand in {old}"),
}  # fmt: skip
_SEVERITY: dict[str, Severity] = {
    "problem_missing": "error",
    "problem_reworded": "warning",
    "problem_renumbered": "question",
    "problem_added": "question",
}


def compare_plan(feedback: Document, plan: Document) -> Comparison:
    """
    Return what of the feedback is missing, reworded, renumbered or added in the plan.

    A problem that the plan quotes word for word outside its list counts as there.
    """
    old, new = entries_of(feedback), entries_of(plan)
    pairs = paired([one.key for one in old], [one.key for one in new], same_numbers(old, new))
    differences = problem_differences(old, new, pairs, plan, before=FEEDBACK, now=PLAN)
    return Comparison("plan", len(pairs), tuple(differences))


def problem_differences(
    old: Sequence[Entry], new: Sequence[Entry], pairs: dict[int, int], document: Document, *, before: Text, now: Text
) -> Iterator[Difference]:
    """
    Yield what differs between two lists of problems.

    pairs: index in `old` to index in `new`. document: the new one, in which missing words are looked for. before, now: what the two are called.
    """
    whole = _Words(document)
    for at, entry in enumerate(old):
        if at in pairs:
            yield from _reworded(entry, new[pairs[at]], before)
        elif not any(part in pairs for part in entry.parts) and entry.key not in whole:
            sentence = SAYS["problem_missing"].format(old=before, new=now, title=entry.title)
            yield Difference(_remark("problem_missing", sentence), entry.place, entry.title)
    if _runs(old) and _runs(new):
        yield from _renumbered([(old[at], new[other]) for at, other in sorted(pairs.items())])
    taken = set(pairs.values())
    known = {one.key for one in old}
    for other, entry in enumerate(new):
        if other not in taken and not any(part in taken for part in entry.parts) and entry.key not in known:
            sentence = SAYS["problem_added"].format(old=before, title=entry.title)
            yield Difference(_remark("problem_added", sentence, entry), None, "", entry.title)


def _reworded(entry: Entry, other: Entry, before: Text) -> Iterator[Difference]:
    if entry.key != other.key:
        yield Difference(
            _remark("problem_reworded", SAYS["problem_reworded"].format(old=before), other),
            entry.place, entry.title, other.title, differing(entry.title, other.title),
        )  # fmt: skip


def _renumbered(pairs: Sequence[tuple[Entry, Entry]]) -> Iterator[Difference]:
    """One difference for all numbers that changed: one problem left out moves all behind it."""
    moved = [(entry, other) for entry, other in pairs if entry.number != other.number]
    if moved:
        numbers = Text(*("，".join(f"{entry.number}→{other.number}" for entry, other in moved[:_MOST]),) * 2)
        first, now = moved[0]
        yield Difference(
            _remark("problem_renumbered", SAYS["problem_renumbered"].format(numbers=numbers), now), first.place
        )


_MOST = 40


def _remark(check: str, sentence: Text, entry: Entry | None = None) -> Remark:
    return Remark(check, _SEVERITY[check], sentence, entry.place if entry else None)


def _runs(entries: Sequence[Entry]) -> bool:
    """Whether the problems are numbered through, so that a number says something."""
    numbers = [entry.number for entry in entries]
    return None not in numbers and len(set(numbers)) == len(numbers)


class _Words:
    """The whole text of a document, made searchable when first asked."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text: str | None = None

    def __contains__(self, key: str) -> bool:
        if self._text is None:
            self._text = "\n".join(key_of(block.text) for block in self._document.source.blocks)
        return len(key) >= 4 and key in self._text
