"""What was measured, as rows of a table."""

from __future__ import annotations

import os
import platform
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

HEAD = ("what", "cases", "database", "a second", "p50 ms", "p99 ms", "cpu ms", "budget", "")


@dataclass(frozen=True)
class Row:
    """
    One thing measured.

    rate: how many a second; p50, p99: milliseconds each; cpu: milliseconds of processor time each, of all processes that serve.
    budget: in words; met: whether it is, None where there is none.
    """

    what: str
    rate: float | None = None
    p50: float | None = None
    p99: float | None = None
    cpu: float | None = None
    budget: str = ""
    met: bool | None = None
    cases: int = 0
    database: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return what the table shows."""
        met = {True: "met", False: "MISSED", None: ""}[self.met]
        return (
            self.what, f"{self.cases:,}" if self.cases else "", self.database, _number(self.rate), _number(self.p50),
            _number(self.p99), _number(self.cpu), self.budget, met,
        )  # fmt: skip


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def table(rows: Sequence[Row]) -> str:
    """Return rows as a table of Markdown that can be read as it is."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(HEAD))]
    numbers = range(3, 7)
    texts = [
        "| " + " | ".join(_padded(cell, widths[n], right=n in numbers) for n, cell in enumerate(line)) + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (widths[n] + 1) + (":" if n in numbers else "-") for n in range(len(HEAD))) + "|"
    return "\n".join([texts[0], rule, *texts[1:]])


def machine() -> str:
    """Return what was measured on."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    memory = next(
        (int(line.split()[1]) // 1024**2 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0
    )
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores of {model}, {memory + 1} GB; Linux {platform.release().partition('-')[0]};"
        f" Python {platform.python_version()}, Django {version('django')}, granian {version('granian')},"
        f" SQLite {sqlite3.sqlite_version}; load when begun {load:.1f}"
    )


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
