"""
The nightly sweep: it looks only at cases for which something is due by itself, so its cost follows the cases that change.

Each batch is one transaction: a sweep that is killed has done whole batches and goes on with the others, and no case is done twice
because a case that was done wakes on a later day. Cases for which more follows than a warning, as a letter, go one by one.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q

from bihuan.loop.cases.file import CaseFile, nearest_desks
from bihuan.loop.cases.models import Case, CaseParty, DeskHolder
from bihuan.loop.clocks.ladders import own_ladders
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.clocks.waking import clock_moves
from bihuan.loop.lifecycle.packs import packs_off
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.warnings.following import follow_warning, take_clock_moves
from bihuan.loop.warnings.giving import Due, give_warnings, go_to_sleep, read_again, warnings_due

log = logging.getLogger("bihuan.warnings")
BATCH: Final = 200
MOST_MOVES: Final = (
    20  # of one case in one night; a lifecycle whose clocks move in a circle must not hold the night for ever
)


def warn_tonight(tonight: Tonight) -> int:
    """Give the warnings and take the moves that are due on the day of this night, and return how many that was."""
    done, last = 0, (date.min, 0)
    while found := _waking(tonight, after=last):
        tonight.hold()
        some, heavy = _batch(tonight, [pk for _, pk in found])
        done += some
        for pk in heavy:
            tonight.hold()
            done += do_one(tonight, pk)
        last = found[-1]
    return done


def _waking(tonight: Tonight, *, after: tuple[date, int]) -> list[tuple[date, int]]:
    """Return the next cases that wake, read off their index in its order: in that of their ids a night without any would read them all."""
    on, pk = after
    rows = Case.objects.filter(area_id=tonight.area_id, wakes_on__gte=on, wakes_on__lte=tonight.day)
    rows = rows.exclude(pack__in=packs_off(tonight.area_id))
    rows = rows.filter(Q(wakes_on__gt=on) | Q(wakes_on=on, pk__gt=pk)).order_by("wakes_on", "pk")
    return [(day, pk) for day, pk in rows.values_list("wakes_on", "pk")[:BATCH] if day is not None]


@transaction.atomic
def _batch(tonight: Tonight, ids: Sequence[int]) -> tuple[int, list[int]]:
    """Give the warnings of these cases; return how many, and the cases for which more is to be done."""
    files = _files(tonight, ids)
    dues: list[Due] = []
    light: list[CaseFile] = []
    heavy: list[int] = []
    for file in files:
        due = warnings_due(file, tonight.day)
        if clock_moves(file) or any(one.heavy for one in due):
            heavy.append(file.case.pk)
            continue
        light.append(file)
        dues += due
    given = give_warnings(dues, day=tonight.day, at=tonight.at)
    warned = {due.file.case.pk for due in dues}
    for file in light:
        if file.case.pk not in warned:
            go_to_sleep(file, tonight.day)
    return len(given), sorted(heavy)


def do_one(tonight: Tonight, pk: int) -> int:
    """Do one case; what nobody foresaw is named in the log and stops no other case. It still wakes, and the next night tries again."""
    try:
        return _one(tonight, pk)
    except Exception:
        log.error("area %s, case %s: %s", tonight.area_id, pk, traceback.format_exc())
        return 0


@transaction.atomic
def _one(tonight: Tonight, pk: int) -> int:
    """Give the warnings of one case with all that follows from them, then take the moves of the clock."""
    done = 0
    for file in _files(tonight, [pk]):
        for due in warnings_due(file, tonight.day):
            [row] = give_warnings([due], day=tonight.day, at=tonight.at)
            follow_warning(due, row, at=tonight.at)
            read_again(file.case)
            done += 1
        go_to_sleep(file, tonight.day)
        done += _moves(file, tonight)
    return done


def _moves(file: CaseFile, tonight: Tonight) -> int:
    for taken in range(MOST_MOVES):
        moved = take_clock_moves(file, tonight.day, at=tonight.at)
        if moved is None:
            return taken
        file = _prepared(tonight, [moved])[0]
    return MOST_MOVES


def _files(tonight: Tonight, ids: Sequence[int]) -> list[CaseFile]:
    """Lock the cases that still wake, the newest first as every move does, and return their files with all that warnings ask."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("responsible", "lead")
    rows = rows.filter(area_id=tonight.area_id, pk__in=ids, wakes_on__lte=tonight.day)
    rows = rows.exclude(pack__in=packs_off(tonight.area_id))
    return _prepared(tonight, list(rows.order_by("-pk")))


def _prepared(tonight: Tonight, cases: Iterable[Case]) -> list[CaseFile]:
    files = {case.pk: CaseFile(case, tonight.day) for case in cases}
    area_id = tonight.area_id
    calendar, ladders = calendar_of(area_id), own_ladders(area_id)
    desks = list(DeskHolder.objects.filter(area_id=area_id).select_related("unit").order_by("id"))
    parties: dict[int, list[CaseParty]] = {}
    taking_part = CaseParty.objects.filter(area_id=area_id, case_id__in=files).exclude(party="below")
    for row in taking_part.select_related("unit", "person").order_by("id"):
        parties.setdefault(row.case_id, []).append(row)
    for run in ClockRun.objects.filter(area_id=area_id, case_id__in=files).order_by("id"):
        if run.turn == files[run.case_id].case.turn:
            files[run.case_id].clock_runs.append(run)
    for pk, file in files.items():
        found = nearest_desks(file.case, desks)
        file.__dict__.update(calendar=calendar, own_ladders=ladders, desks=found, parties=parties.get(pk, []))
    return list(files.values())
