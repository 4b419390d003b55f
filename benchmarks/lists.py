"""
How long the full ledger of one round takes from the database to a workbook, beside the bare library with the same cells.

    python -m benchmarks.lists [ROWS] [tasks | xlsx | bare | docx | past | count]

The round is made once under BIHUAN_HOME/bench (SQLite): findings with 33 measures each, texts of the usual length. The list of tasks has
twelve columns, as in the budget; the full ledger has twenty. Times are those of the processor on one core;
memory is the peak of the process that writes, without what is mapped of the database file.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.places import ROOT, bench_home

if TYPE_CHECKING:
    from bihuan.accounts.queries import Actor
    from bihuan.loop.cases.models import Case

ROWS: Final = 100_000
BELOW: Final = 33  # measures of a finding
TODAY: Final = date(2026, 11, 20)
NOW: Final = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PROBLEM = "第{n}项工作推进缓慢，底数不清、责任不明，制度执行不到位，长期没有实质进展"
MEASURE = "完善第{n}项工作台账，明确责任人和完成时限"
CONTENT = "召开专题会议研究具体办法，修订工作规则，明确议事清单，组织业务培训，逐项核对历史资料并公示结果。"
STATEMENT = "已召开专题会议5次，修订《工作规则》，组织业务培训8期，覆盖320人次，清退不合规支出3.6万元。"
PASSWORD: Final = "yunhu-2026-bench"  # noqa: S105 - of an area that is only measured
LISTS: Final = ("tasks", "ledger")
WHAT: Final = ("tasks", "xlsx", "bare", "docx", "count", "past")
SAID: Final = {"tasks": "xlsx of 12 columns", "xlsx": "xlsx of 20 columns"}


def home_of(rows: int) -> Path:
    """Return the folder of the area with so many measures in one round."""
    return bench_home() / f"lists-{rows}"


def make(rows: int) -> None:
    """Make the area: one round, its findings and measures, two units, one person who sees everything."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from bihuan.accounts.actions import FirstAdministrator, add_person, add_unit, give_post, set_up_area
    from bihuan.accounts.queries import actor_of
    from bihuan.loop.cases.models import Case
    from bihuan.loop.lifecycle.packs import release_packs

    first = FirstAdministrator("xu.yifan", "徐一帆", "党政办公室", PASSWORD)
    made = set_up_area(name="云湖新区", code="yunhu", administrator=first, at=NOW)
    by = actor_of(made.administrator, on=TODAY)
    units = [add_unit(by=by, at=NOW, name=name) for name in ("住房和城乡建设局", "发展和改革局")]
    leader = add_person(by=by, at=NOW, name="陶景明", username="tao.jingming", password=PASSWORD).person
    give_post(person=leader, unit=units[0], role="leader", by=by, at=NOW, from_on=date(2025, 1, 2))
    release_packs(at=NOW)
    opened: dict[str, object] = {
        "area": made.area, "pack": "rectification", "pack_version": 2, "opener_id": leader.pk, "opened_at": NOW, "last_at": NOW,
    }  # fmt: skip
    round_ = Case(
        **opened, kind="round", number="2026-01", subject="2026年市委巡察", state="rectifying", category="open"
    )
    round_.save()
    Case.objects.filter(area=made.area, pk=round_.pk).update(root_id=round_.pk)
    findings = [
        Case(
            **opened, kind="finding", number=f"2026-01-{n:04}", subject=PROBLEM.format(n=n), parent=round_, root=round_, order=n,
            ancestors=[round_.pk], state="working", category="open", nature="by_date", responsible=units[0], lead=units[1],
            leader=leader, due=TODAY + timedelta(days=60), fields={"aspect": "履职尽责", "requirement": "逐条落实，建立长效机制"},
        )
        for n in range(1, rows // BELOW + 2)
    ]  # fmt: skip
    above = Case.objects.bulk_create(findings, batch_size=500)

    def measures() -> Iterator[Case]:
        for n in range(rows):
            finding = above[n // BELOW]
            closed = n % 3 == 0
            yield Case(
                **opened, kind="measure", number=f"{finding.number}-{n % BELOW + 1:02}", subject=MEASURE.format(n=n), parent=finding,
                root=round_, order=n % BELOW + 1, ancestors=[round_.pk, finding.pk], state="done" if closed else "working",
                category="closed" if closed else "open", nature="by_date", responsible=units[n % 2], handler=leader,
                due=TODAY + timedelta(days=n % 90), runs_until=None if closed else TODAY + timedelta(days=n % 90 - 10),
                finished_on=TODAY if closed else None, closed_on=TODAY if closed else None, statement=STATEMENT,
                evidence_count=n % 4, fields={"content": CONTENT},
            )  # fmt: skip

    for number, part in enumerate(parts(measures(), 2000)):
        Case.objects.bulk_create(part)
        print(f"\r{(number + 1) * 2000} of {rows}", end="", flush=True)
    print()
    (home_of(rows) / "complete").touch()


def parts(cases: Iterator[Case], size: int) -> Iterator[list[Case]]:
    """Yield lists of at most `size` cases."""
    part: list[Case] = []
    for case in cases:
        part.append(case)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def asked() -> tuple[Actor, Case]:
    """Return who asks, and the round."""
    from bihuan.accounts.models import Person
    from bihuan.accounts.queries import actor_of
    from bihuan.loop.cases.models import Case

    by = actor_of(Person.objects.get(username="tao.jingming"), on=TODAY)
    return by, Case.objects.get(area_id=by.area_id, number="2026-01")


def tasks(folder: Path) -> None:
    """Write the list of tasks, which has twelve columns, as the product does."""
    xlsx(folder, list_id="tasks")


def xlsx(folder: Path, form: str = "xlsx", list_id: str = "ledger") -> None:
    """Write the full ledger, which has twenty columns, as the product does."""
    from bihuan.loop.lists.files import Wanted, prepare

    by, round_ = asked()
    prepare(by, round_, Wanted(round_.pk, (list_id,), TODAY, form), today=TODAY).write(folder / f"list.{form}")


def docx(folder: Path) -> None:
    """Write the full ledger as a Word file."""
    xlsx(folder, "docx")


def past(folder: Path) -> None:
    """Write the full ledger of a day that is over: every case is read back from its trail."""
    from bihuan.loop.lists.files import Wanted, prepare

    by, round_ = asked()
    wanted = Wanted(round_.pk, ("ledger",), TODAY)
    prepare(by, round_, wanted, today=TODAY + timedelta(days=1)).write(folder / "list.xlsx")


def count(folder: Path) -> None:
    """Count the rows of every list, as the overview does."""
    from bihuan.loop.lists.listing import counts_of
    from bihuan.loop.lists.queries import lists_of

    by, round_ = asked()
    counts_of(by, round_, lists_of(round_), asof=TODAY, today=TODAY)


def bare(folder: Path) -> None:
    """Write the same cells with xlsxwriter alone; reading them from the database is not counted."""
    import xlsxwriter

    from bihuan.loop.lists.listing import sheet_of

    by, round_ = asked()
    for list_id in LISTS:
        rows = list(sheet_of(by, round_, list_id, asof=TODAY, today=TODAY).rows)
        began = time.process_time()
        workbook = xlsxwriter.Workbook(str(folder / f"{list_id}.xlsx"), {"constant_memory": True})
        sheet, day = workbook.add_worksheet(), workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write(number, place, cell, day if isinstance(cell, date) else None)
        workbook.close()
        took = time.process_time() - began
        print(f"xlsxwriter alone, {len(rows[0])} columns, {len(rows)} rows: {took:.1f} s", flush=True)


def measure(what: str, rows: int) -> None:
    """Do one thing and print how long it took and how much memory there was at most."""
    does: dict[str, Callable[[Path], None]] = {
        "tasks": tasks,
        "xlsx": xlsx,
        "docx": docx,
        "bare": bare,
        "count": count,
        "past": past,
    }
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        does[what](Path(folder))
        took = time.process_time() - began
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    # SQLite maps the database file; its pages belong to the file and are no memory of the process.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - mapped()
    if what != "bare":
        print(
            f"{SAID.get(what, what)}, {rows} rows: {took:.1f} s, {peak:.0f} MB at most, file of {size / 1e6:.1f} MB",
            flush=True,
        )


def mapped() -> float:
    """Return how many MB of files are mapped into the process, 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssFile"))


def main(words: list[str]) -> int:
    """Make the area where it is missing, then measure each in a process of its own."""
    rows = next((int(word) for word in words if word.isdigit()), ROWS)
    chosen = [word for word in words if word in WHAT] or list(WHAT)
    home = home_of(rows)
    home.mkdir(parents=True, exist_ok=True)
    variables = {
        **os.environ,
        "BIHUAN_HOME": str(home),
        "BIHUAN_DEMO": "",
        "BIHUAN_DEBUG": "",
        "BIHUAN_BENCH_STEP": "1",
    }
    variables.pop("DATABASE_URL", None)
    variables["DJANGO_SETTINGS_MODULE"] = "bihuan.settings"
    steps = [*([] if (home / "complete").exists() else ["make"]), *chosen]
    for step in steps:
        script = (
            "import sys, django; django.setup(); from benchmarks import lists; from pathlib import Path; "
            f"lists.home_of = lambda rows: Path({str(home)!r}); "
            f"lists.make({rows}) if {step!r} == 'make' else lists.measure({step!r}, {rows})"
        )
        subprocess.run([sys.executable, "-c", script], env=variables, cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
