"""The night of the instructions: whoever owes an answer that is late is told, and who waits for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import Holder
from bihuan.loop.instructions.models import Addressee
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.packs import packs_off
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.telling import tell

AGAIN_DAYS: Final = 7


def tell_of_late_answers(tonight: Tonight) -> int:
    """Tell of every answer that is late, on the first day and then once a week; return how many."""
    rows = (
        Addressee.objects.filter(
            Q(told_on__isnull=True) | Q(told_on__lte=tonight.day - timedelta(days=AGAIN_DAYS)),
            area_id=tonight.area_id,
            answered_at__isnull=True,
            instruction__area_id=tonight.area_id,
            instruction__closed_at__isnull=True,
            instruction__due__lt=tonight.day,
        )
        .exclude(instruction__case__pack__in=packs_off(tonight.area_id))
        .select_related("instruction", "instruction__case")
        .order_by("id")
    )
    done = 0
    for row in rows:
        if done % 200 == 0:
            tonight.hold()
        _tell(row, tonight)
        done += 1
    return done


@transaction.atomic
def _tell(row: Addressee, tonight: Tonight) -> None:
    file = CaseFile(lock_case(row.instruction.case), tonight.day)
    to = [Holder(unit_id=row.unit_id, person_id=row.person_id), Holder(person_id=row.instruction.giver_id)]
    tell(case=file.case, to=to, kind="instruction", at=tonight.at)
    Addressee.objects.filter(area_id=row.area_id, pk=row.pk).update(told_on=tonight.day)
