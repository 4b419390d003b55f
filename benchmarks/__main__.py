"""
Measure the budgets, one line each, and print a table.

    python -m benchmarks [LINE …] [--cases 10000] [--cases 1000000] [--database sqlite] [--database postgres]

Without a line all are measured on 10,000 cases. Areas are made once under BIHUAN_HOME/bench and used again.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks import places
from benchmarks.table import Row, machine, table

LINES = ("ledger", "case", "search", "dashboard", "move", "verify", "asof")
FILES = ("checks", "facts", "reading", "writing")  # without areas
RESULTS = Path(__file__).parent / "results"


def options_of(words: list[str]) -> argparse.Namespace:
    """Return what was typed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("lines", nargs="*", metavar="LINE", help=f"{', '.join((*LINES, *FILES))}; all by default")
    parser.add_argument("--cases", type=int, action="append", help="size of the area; may be repeated (10000)")
    parser.add_argument("--database", choices=places.DATABASES, action="append", help="may be repeated (both)")
    parser.add_argument("--seconds", type=float, default=5, help="how long each page is asked for (5)")
    parser.add_argument("--keep", metavar="NAME", help="write the table to benchmarks/results/NAME.txt too")
    options = parser.parse_args(words)
    unknown = set(options.lines) - {*LINES, *FILES}
    if unknown:
        parser.error(f"there is no line {', '.join(sorted(unknown))}")
    options.lines = options.lines or [*LINES, *FILES]
    options.cases = options.cases or [10_000]
    options.database = options.database or list(places.DATABASES)
    return options


def measured(options: argparse.Namespace) -> list[Row]:
    """Return the rows of all lines on all areas, line by line."""
    found: dict[str, list[Row]] = {line: [] for line in options.lines if line in LINES}
    for database in options.database:
        for cases in options.cases:
            with places.area(database, cases) as variables:
                for line, rows in found.items():
                    new = _measured_line(line, cases, options.seconds, variables)
                    rows += [replace(row, cases=cases, database=database) for row in new]
                    print(table(rows[-len(new) :]), flush=True)
    return [row for rows in found.values() for row in sorted(rows, key=lambda row: row.what)]


def _measured_line(line: str, cases: int, seconds: float, variables: dict[str, str]) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "rows"
        words = [sys.executable, "-m", "benchmarks.work", line, str(cases), str(seconds), str(target)]
        subprocess.run(words, env=variables, cwd=places.ROOT, check=True)
        return [Row(**row) for row in json.loads(target.read_text(encoding="utf-8"))]


def main(words: list[str]) -> int:
    """Measure and print."""
    options = options_of(words)
    about = machine()
    print(about, flush=True)
    rows = measured(options)
    text = f"{date.today():%Y-%m-%d}. {about}\n\n{table(rows)}\n" if rows else ""  # noqa: DTZ011 - the day of this machine
    print(f"\n{text}")
    if options.keep and text:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{options.keep}.txt").write_text(text, encoding="utf-8")
    if "checks" in options.lines:
        from benchmarks import checks

        checks.main([])
    if "facts" in options.lines:
        from benchmarks import facts

        facts.main()
    if "reading" in options.lines:
        from benchmarks import reading

        reading.main([])
    if "writing" in options.lines:
        from benchmarks import writing

        writing.main([])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
