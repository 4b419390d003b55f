"""Everything is computed again: chains, what they say of the cases, and the bytes of the files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence import store
from bihuan.loop.seals.models import Seal
from bihuan.loop.seals.verification import broken_heads, broken_seals, notes_of_lost_areas
from bihuan.loop.trail import rows
from bihuan.loop.trail.agreement import CaseRows, check_agreement
from bihuan.loop.trail.digest import algorithm_of, digest_file
from bihuan.loop.trail.faults import Broken, Fault, FaultFound
from bihuan.loop.trail.replay import replay
from bihuan.loop.trail.rows import ByCase, Row

Progress = Callable[[int, int], None]
EVERY: Final = 500  # cases between two reports of progress


@dataclass
class Report:
    """
    What a verification read, and what is wrong.

    broken: the first thing wrong with each case, in the order of areas and cases; empty when all is well.
    """

    cases: int = 0
    events: int = 0
    files: int = 0
    seals: int = 0
    broken: list[Broken] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.broken


def verify(area_id: int | None = None, *, case: Case | None = None, progress: Progress | None = None) -> Report:
    """
    Compute again every digest, link, column, projection and seal, and read every file; return what was found.

    area_id: one area; all of them by default. case: one case alone, with its files.
    progress: is called with the numbers of cases and events read so far.

    Others may write meanwhile: what looks wrong is read once more under the lock of its case before it is reported.
    """
    report = Report()
    if case is not None:
        area_id = case.area_id
    areas = Area.objects.order_by("pk") if area_id is None else Area.objects.filter(pk=area_id)
    with rows.damaged_text_is_read():
        for area in areas:
            only = case.pk if case is not None else None
            _verify_area(area, report, only, progress)
            _verify_seals(area, report, only)
    if area_id is None:
        report.broken.extend(notes_of_lost_areas({area.pk for area in areas}))
    if progress is not None:
        progress(report.cases, report.events)
    return report


def _verify_area(area: Area, report: Report, only: int | None, progress: Progress | None) -> None:
    damaged = _damaged_files(area, report, only)
    blamed: set[str] = set()
    suspects: list[int] = []
    for case_id, read in _by_case(area.pk, only):
        report.cases += read.case is not None
        report.events += len(read.events)
        if _fault_of(area, case_id, read, damaged):
            suspects.append(case_id)
        if damaged:
            blamed |= {str(row[10]) for row in read.evidence} | {str(row[7]) for row in read.snapshots}
            blamed |= {str(one) for row in read.frozen for one in row[-2:]}
        if progress is not None and report.cases % EVERY == 0:
            progress(report.cases, report.events)
    # Only now, with no reading under way: on SQLite a connection that still reads sees no newer rows and cannot lock.
    found = (_read_again(area, case_id, damaged) for case_id in suspects)
    report.broken.extend(broken for broken in found if broken is not None)
    for digest, fault in damaged.items():
        if digest not in blamed:
            report.broken.append(Broken(area.code, "", 0, 0, "", fault, digest))


def _verify_seals(area: Area, report: Report, only: int | None) -> None:
    """Hold the seals against themselves and the chains against the seals; a case that is named already is not named again."""
    named = {broken.case_id for broken in report.broken if broken.area == area.code}
    if only is None:
        report.seals += Seal.objects.filter(area_id=area.pk).count()
        report.broken.extend(broken_seals(area.pk, area.code))
    for broken in broken_heads(area.pk, area.code, only):
        if broken.case_id not in named:
            named.add(broken.case_id)
            report.broken.append(broken)


def _by_case(area_id: int, only: int | None) -> Iterator[tuple[int, CaseRows]]:
    """Yield every case with all rows that belong to it, and events whose case is gone with no case row."""
    events = ByCase(rows.event_rows(area_id, only))
    others = [
        ByCase(read(area_id, only))
        for read in (
            rows.party_rows,
            rows.point_rows,
            rows.evidence_rows,
            rows.signature_rows,
            rows.extension_rows,
            rows.outcome_rows,
            rows.snapshot_rows,
            rows.omission_rows,
            rows.frozen_rows,
            rows.published_rows,
            rows.document_rows,
            rows.letter_rows,
            rows.letter_reply_rows,
            rows.warning_rows,
            rows.check_rows,
            rows.call_rows,
            rows.sample_rows,
        )
    ]
    for row in rows.case_rows(area_id, only):
        case_id = row[0]
        yield from _of_lost_cases(events, case_id)
        for other in others:
            while (stray := other.before(case_id)) is not None:
                other.take(stray)
        yield case_id, CaseRows(row, events.take(case_id), *(other.take(case_id) for other in others))
    yield from _of_lost_cases(events, None)


def _of_lost_cases(events: ByCase, until: int | None) -> Iterator[tuple[int, CaseRows]]:
    while (lost := events.before(until)) is not None:
        yield lost, CaseRows(None, events.take(lost))


def _fault_of(area: Area, case_id: int, read: CaseRows, damaged: Mapping[str, Fault]) -> Broken | None:
    number = _shown(read.case[1]) if read.case is not None else _number_in(read.events)
    try:
        told = replay(area.pk, read.events)
        check_agreement(read, told, damaged)
    except FaultFound as found:
        return Broken(area.code, number, case_id, found.seq, _shown(found.verb), found.fault, _shown(found.what))
    except (KeyError, TypeError, ValueError, AttributeError):
        # Its digest is right, but no action of ours wrote such a record.
        return Broken(area.code, number, case_id, len(read.events), "", Fault.RECORD)
    return None


def _read_again(area: Area, case_id: int, damaged: Mapping[str, Fault]) -> Broken | None:
    """Return what is wrong with a case while nobody can change it; None if somebody only did while it was read."""
    with transaction.atomic():
        list(Case.objects.select_for_update().filter(area_id=area.pk, pk=case_id).values_list("pk"))
        for _, read in _by_case(area.pk, case_id):
            return _fault_of(area, case_id, read, damaged)
    return None


def _shown(text: Any) -> str:
    """Return a text that can be printed: bytes that are no character any more become question marks."""
    return str(text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _number_in(events: list[Row]) -> str:
    try:
        return _shown(json.loads(events[0][5])["case"])
    except (ValueError, KeyError, TypeError, IndexError):
        return ""


def _damaged_files(area: Area, report: Report, only: int | None) -> dict[str, Fault]:
    damaged = {}
    for digest, size in rows.file_rows(area.pk, only):
        report.files += 1
        if fault := _file_fault(area.pk, str(digest), size):
            damaged[str(digest)] = fault
    return damaged


def _file_fault(area_id: int, digest: str, size: Any) -> Fault | None:
    try:
        with store.open_file(area_id, digest) as file:
            again = digest_file(file, algorithm_of(digest))
            length = file.tell()
    except (store.Missing, ValueError, OSError):
        return Fault.FILE_LOST
    return None if again == digest and length == size else Fault.FILE_CHANGED
