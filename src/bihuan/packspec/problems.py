"""What is wrong with a pack, as sentences for the person who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.packspec.bilingual import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing that is wrong.

    rule: stable id, P00 to P51.
    file: name of the file (`rectification.toml`), without folders.
    key_path: where, as one would write it in TOML (`kind.finding.fields.aspect.type`); empty for the whole file.
    line: line of the header or key, 0 where it is not known.
    """

    rule: str
    file: str
    key_path: str
    sentence: Text
    line: int = 0

    def in_(self, language: str) -> str:
        """Return the problem as one line: `file:line: key path: sentence [rule]`."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{place}: {self.key_path}" if self.key_path else place
        return f"{where}: {self.sentence.in_(language)} [{self.rule}]"

    def __str__(self) -> str:
        return self.in_("zh-hans")


class PackErrors(Exception):
    """The packs cannot be loaded; `problems` holds everything that is wrong with all of them, nothing was kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
