"""Sign-in sheets as records that figures count: who came to what."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import BooleanField, Case, DateField, F, Q, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate

from bihuan.loop.cases.records import Alike, Records, end_of
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.meetings.models import Attendance, Presence

HELD_ON: Final = "held_on"  # the field of a kind that says when it took place


def attendance(area_id: int, day: date) -> Records:
    """
    Return the lines of all sign-in sheets of what took place up to a day, as they are kept now.

    present: who came, or sent somebody. on: the field `held_on` of the case, else its due date, else the day on which it was opened.
    A guest by name is a person of his own; a unit is an enterprise where it is an outside body.
    """
    held = Cast(KeyTextTransform(HELD_ON, "meeting__fields"), DateField())
    rows = Attendance.objects.filter(area_id=area_id, meeting__opened_at__lt=end_of(day)).annotate(
        on=Coalesce(held, F("meeting__due"), TruncDate("meeting__opened_at", tzinfo=LEGAL_ZONE)),
        present=Case(
            When(presence__in=[Presence.PRESENT, Presence.SUBSTITUTE], then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
        own_unit=Case(When(unit__outside="", then=F("unit_id")), default=None),
        enterprise=Case(When(~Q(unit__outside="") & Q(unit__isnull=False), then=F("unit_id")), default=None),
    )
    columns = {
        "person": "person_id",
        "unit": "own_unit",
        "enterprise": "enterprise",
        "present": "present",
        "on": "on",
    }
    person = Alike(F("person_id"), Q(person__isnull=True) & ~Q(guest=""))
    return Records(rows.filter(on__lte=day).order_by(), columns, alike={"person": person}, case="meeting")
