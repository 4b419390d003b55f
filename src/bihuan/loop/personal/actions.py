"""Looking at personal data: an act, since the trail says who did."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.personal.models import PersonalValue
from bihuan.loop.personal.rules import check_may_see_personal
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb


@transaction.atomic
def see_personal(*, case: Case, by: Actor, at: datetime) -> dict[str, str]:
    """
    Return the personal data of a case by field id, and write into its trail that it was looked at.

    Raises NotAllowed for whoever does not handle the case.
    """
    file = CaseFile(lock_case(case), local_day(at))
    check_may_see_personal(file, by)
    rows = PersonalValue.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("id")
    found = {row.field: row.value for row in rows if row.field in file.kind.fields}
    if found:
        record(case=file.case, verb=Verb.PERSONAL_SEEN, by=by, at=at, body={"seen": sorted(found)})
    return found
