"""What a meeting lacks before it can be said to have been held."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.meetings.models import Attendance, Presence
from bihuan.loop.writing.models import Writing, WritingState

MINUTES: Final = "minutes"  # the kind of evidence, and the layout of documents


def attendance_missing(file: CaseFile) -> list[str]:
    """Return a line when nobody signed in, and one when somebody has to chair and nobody is marked as having done so."""
    rows = list(Attendance.objects.filter(area_id=file.case.area_id, meeting_id=file.case.pk))
    if not any(row.presence in {Presence.PRESENT, Presence.SUBSTITUTE} for row in rows):
        return [gettext("Nobody has signed in yet.")]
    if "leader" not in file.kind.parties:
        return []
    return [] if any(row.chaired for row in rows) else [gettext("Mark on the sign-in sheet who chaired.")]


def minutes_missing(file: CaseFile) -> list[str]:
    """Return a line when there are neither final minutes of the case nor a file of them."""
    case = file.case
    files = Evidence.objects.filter(area_id=case.area_id, case_id=case.pk, kind=MINUTES, withdrawn_at__isnull=True)
    if files.exists():
        return []
    layouts = {id_ for id_, document in file.pack.documents.items() if document.layout == MINUTES}
    final = Writing.objects.filter(
        area_id=case.area_id, case_id=case.pk, document__in=layouts, state=WritingState.FINAL
    )
    return [] if final.exists() else [gettext("Make the minutes final, or bring the signed ones as a file.")]
