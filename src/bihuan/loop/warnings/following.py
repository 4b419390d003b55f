"""What follows from a warning besides the telling: a letter, a case that is opened; and the moves that the clock takes."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db import transaction

from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.waking import clock_moves, due_move_on
from bihuan.loop.errors import Refused
from bihuan.loop.letters.actions import letter_by_itself
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.opening_itself import open_for_case
from bihuan.loop.trail.errors import Overtaken
from bihuan.loop.warnings.giving import Due
from bihuan.loop.warnings.models import Warning
from bihuan.loop.warnings.saying import sentence_of

log = logging.getLogger("bihuan.warnings")


def follow_warning(due: Due, row: Warning, *, at: datetime) -> None:
    """
    Do what the step of a ladder asks for besides telling, in the caller's transaction.

    What is refused, as a letter that has nobody to go to, is kept with the warning as its trouble and refuses nothing else.
    """
    if due.rung.letter:
        because = sentence_of(row, due.file)
        with transaction.atomic():
            letter_by_itself(
                case=due.file.case, letter=due.rung.letter, by=by_itself(due.file.case.area_id), at=at,
                because=because, warning_id=row.pk,
            )  # fmt: skip
    if due.rung.opens:
        _open(due, row, at)


def _open(due: Due, row: Warning, at: datetime) -> None:
    case = due.file.case
    earlier = Warning.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn, opened_id__isnull=False)
    opened = [pk for pk in earlier.values_list("opened_id", flat=True) if pk]
    if Case.objects.filter(area_id=case.area_id, pk__in=opened, kind=due.rung.opens).exists():
        return
    same = Warning.objects.filter(area_id=case.area_id, pk=row.pk)
    try:
        with transaction.atomic():
            found = open_for_case(due.file, due.rung.opens, word=due.rung.word.zh, at=at)
    except Refused as refusal:
        log.warning("case %s: %s was not opened: %s", case.number, due.rung.opens, refusal.sentence)
        same.update(trouble=refusal.sentence)
        return
    if found is not None:
        same.update(opened_id=found.pk)


def take_clock_moves(file: CaseFile, day: date, *, at: datetime) -> Case | None:
    """
    Take the first move of a case whose clock has run out before `day`, and return the case as it is then; None where none is taken.

    A move that is refused, because its condition does not hold yet, is tried again in the next night.
    """
    known = {run.clock: run for run in file.clock_runs}
    for move in clock_moves(file):
        on = due_move_on(move, known)
        if on is None or on > day:
            continue
        try:
            with transaction.atomic():
                return move_case(case=file.case, move=move.id, given={}, by=by_itself(file.case.area_id), at=at)
        except (Refused, Overtaken) as refusal:
            log.warning("case %s: %s was not taken: %s", file.case.number, move.id, refusal)
    return None
