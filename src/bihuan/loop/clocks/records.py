"""Extensions as records that figures count."""

from __future__ import annotations

from datetime import date

from django.db.models import BooleanField, Case, DateField, F, Value, When
from django.db.models.functions import TruncDate

from bihuan.loop.cases.records import Records, end_of
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.clocks.models import ExtensionRequest


def extensions(area_id: int, day: date) -> Records:
    """Return the applications for more time that were made up to a day, with the answers that were given by then; `on` is the day of the answer."""
    end = end_of(day)
    answered = When(decided_at__lt=end, then=TruncDate("decided_at", tzinfo=LEGAL_ZONE))
    rows = ExtensionRequest.objects.filter(area_id=area_id, asked_at__lt=end).annotate(
        granted_then=Case(
            When(decided_at__lt=end, then=F("granted")), default=Value(None), output_field=BooleanField(null=True)
        ),
        answered_on=Case(answered, default=Value(None), output_field=DateField(null=True)),
        asked_on=TruncDate("asked_at", tzinfo=LEGAL_ZONE),
    )
    columns = {"clock": "clock", "granted": "granted_then", "asked": "asked_on", "on": "answered_on"}
    return Records(rows, columns, day_of="asked_on")
