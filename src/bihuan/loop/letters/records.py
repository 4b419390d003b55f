"""Letters as records that figures count."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, DateField, F, OuterRef, Q, Subquery, Value, When

from bihuan.loop.cases.records import Records, end_of
from bihuan.loop.letters.models import Letter, LetterTo


def sent(area_id: int, day: date) -> Records:
    """
    Return the letters that were issued up to a day and not withdrawn by then; `due` and `receipt` are of the receipt, `to` is the first unit.

    A receipt that was given later is not known yet.
    """
    end = end_of(day)
    standing = Q(issued_at__lt=end) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end))
    to = LetterTo.objects.filter(area_id=area_id, letter_id=OuterRef("pk"), unit__isnull=False).order_by("id")
    received = When(received_at__lt=end, then=F("received_on"))
    rows = Letter.objects.filter(standing, area_id=area_id).annotate(
        receipt_then=Case(received, default=Value(None), output_field=DateField(null=True)),
        to_unit=Subquery(to.values("unit_id")[:1]),
    )
    columns = {
        "letter": "letter",
        "to": "to_unit",
        "on": "issued_on",
        "due": "receipt_due_on",
        "receipt": "receipt_then",
    }
    return Records(rows.order_by(), columns, day_of="issued_on")
