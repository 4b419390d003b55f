"""Looking at notices."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.accounts.queries import Actor
from bihuan.loop.notices.models import NoticeSeen


@transaction.atomic
def see_notices(*, up_to: int, by: Actor, at: datetime) -> None:
    """Remember up to which notice somebody has looked; never backwards."""
    seen, made = NoticeSeen.objects.get_or_create(area_id=by.area_id, person_id=by.person_id, defaults={"up_to": up_to})
    if not made:
        NoticeSeen.objects.filter(area_id=by.area_id, pk=seen.pk, up_to__lt=up_to).update(up_to=up_to)
