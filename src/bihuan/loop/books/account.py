"""One account of the books: how many rows were looked at, and which of them nothing explains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bihuan.packspec.bilingual import Text

SHOWN = 20


@dataclass
class Account:
    """
    One law and how it fared.

    title: the law. looked_at: how many rows it was held against. wrong: what breaks it, a line each, at most SHOWN; broken: how many do.
    """

    id: str
    title: Text
    looked_at: int = 0
    broken: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing breaks the law."""
        return self.broken == 0

    def look(self, line: str, faults: Iterable[str]) -> None:
        """Hold the law against one row. line: how to find the row; faults: what is wrong with it, nothing where all is well."""
        self.looked_at += 1
        found = [fault for fault in faults if fault]
        if found:
            self.broken += 1
            if len(self.wrong) < SHOWN:
                self.wrong.append(f"{line}: {'; '.join(found)}")
