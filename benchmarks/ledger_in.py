"""
How long a ledger of 100,000 rows takes from the file to row-numbered faults, beside calamine alone; and how fast rows are taken.

    python -m benchmarks.ledger_in [ROWS]

Seconds are those of the processor on one core. Each line runs in a process of its own, on SQLite in a folder of its own;
memory is the peak above an empty process.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROWS = 100_000
TAKEN = 500
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HEAD = ("编号", "所属问题", "整改措施", "责任单位", "经办人", "整改时限", "具体内容", "配合单位")
LINES = ("calamine", "new", "changed", "untouched", "taken")


def rows_of(count: int, numbers: list[str] | None) -> Any:
    """Yield the rows of a ledger; every hundredth has a fault."""
    for at in range(count):
        due = "3月底" if at % 100 == 99 else f"2027年{at % 12 + 1}月{at % 28 + 1}日"
        number = numbers[at] if numbers else None
        yield (
            number,
            None if numbers else "1",
            f"第{at}项措施：修订办法并组织培训",
            "住建局",
            "邱小满",
            due,
            f"开展专项排查{at}次，逐项对账销号",
            "发改局、档案馆",
        )


def workbook(count: int, numbers: list[str] | None = None) -> bytes:
    """Return a ledger as a workbook."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("整改措施")
        sheet.write_row(0, 0, ["整改措施台账"])
        for row, cells in enumerate([HEAD, *rows_of(count, numbers)], start=1):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write_string(row, column, cell)
    return target.getvalue()


def prepare(folder: str) -> Any:
    """Set an empty installation up, with one round and one finding; return the story."""
    os.environ |= {"BIHUAN_HOME": folder, "DJANGO_SETTINGS_MODULE": "bihuan.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.people import build_small_area
    from tests.rooms.loop.ledger_in.rooms import story

    return story(build_small_area())


def clone(told: Any, count: int) -> list[str]:
    """Put many copies of a measure beside it, rows alone without chains: they are only read and compared."""
    from bihuan.loop.cases.models import Case

    model = told.fresh(told.measures[0])
    numbers = [f"{model.number}-{at}" for at in range(count)]
    for start in range(0, count, 5000):
        some: list[Case] = []
        for at in range(start, min(start + 5000, count)):
            one = Case.objects.get(area_id=model.area_id, pk=model.pk) if not some else _copy(some[0])
            one.pk, one.number, one.subject = None, numbers[at], f"第{at}项措施：修订办法并组织培训"
            some.append(one)
        Case.objects.bulk_create(some)
    return numbers


def _copy(case: Any) -> Any:
    from copy import copy

    return copy(case)


def measured(line: str, count: int) -> tuple[str, float, float, str]:
    """Measure one line: what, seconds, peak in MB, and what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        told = prepare(folder)
        return _measure(line, count, told)


def _measure(line: str, count: int, told: Any) -> tuple[str, float, float, str]:
    from bihuan.loop.ledger_in.files import EMPTY
    from bihuan.loop.ledger_in.template import cases_for, register_book
    from tests.rooms.loop.ledger_in.rooms import written

    assert EMPTY
    numbers = clone(told, count) if line in {"changed", "untouched"} else None
    if line == "untouched":
        data = written(register_book(told.round, cases_for(told.office, told.round, on=date(2026, 11, 20)), at=NOW))
    else:
        data = workbook(TAKEN if line == "taken" else count, numbers)
    before = _peak()
    if line == "calamine":
        import python_calamine

        began = time.process_time()
        book = python_calamine.load_workbook(io.BytesIO(data))
        cells = sum(len(row) for row in book.get_sheet_by_index(0).iter_rows())
        return ("calamine alone", time.process_time() - began, _peak() - before, f"{cells:,} cells")
    began = time.process_time()
    ledger = _judged(told, data)
    spent = time.process_time() - began
    counts = ", ".join(f"{count:,} {name}" for name, count in sorted(ledger.counts.items()))
    if line != "taken":
        return (f"ledger in, rows {line}", spent, _peak() - before, counts)
    from bihuan.loop.ledger_in.taking import take_rows

    began = time.process_time()
    done = take_rows(ledger, by=told.office, at=NOW)
    spent = time.process_time() - began
    return ("taking new cases", spent, _peak() - before, f"{done.counts['taken'] / spent:.0f} rows/s")


def _judged(told: Any, data: bytes) -> Any:
    """Bring a ledger in and do what its worker does, in one process."""
    from bihuan.loop.ledger_in.actions import bring_ledger, map_ledger, write_judgement
    from bihuan.loop.ledger_in.models import ImportState

    ledger = bring_ledger(top=told.round, name="台账.xlsx", data=data, form="register", by=told.office, at=NOW)
    if ledger.state == ImportState.MAPPING:
        chosen = [{"use": True} for _ in ledger.sheets]
        ledger = map_ledger(ledger=ledger, chosen=chosen, source="", by=told.office, at=NOW)
    if ledger.state == ImportState.JUDGING:
        write_judgement(ledger, by=told.office, at=NOW)
    return ledger


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(words: list[str]) -> int:
    """Measure every line and print the table."""
    count = int(words[0]) if words else ROWS
    print(f"{count:,} rows of {len(HEAD)} columns; {Path(sys.executable).name} {sys.version.split()[0]}")
    context = multiprocessing.get_context("spawn")
    for line in LINES:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            what, seconds, peak, said = pool.submit(measured, line, count).result()
        print(f"{what:28} {seconds:8.2f} s {peak:8.0f} MB   {said}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
