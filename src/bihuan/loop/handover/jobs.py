"""The long hand-over, for a worker."""

from __future__ import annotations

from django.utils.translation import ngettext

from bihuan.loop.handover.actions import carry_over
from bihuan.loop.handover.models import HandOver
from bihuan.loop.jobs.work import Result, Work


def hand_over_job(work: Work) -> Result:
    """Carry over what has not gone over yet."""
    made = HandOver.objects.select_related("person", "to").get(area_id=work.area_id, pk=work.given["id"])
    gone = carry_over(hand_over=made, by=work.by, at=work.at, progress=work.progress)
    said = ngettext("%(n)d line went over.", "%(n)d lines went over.", gone) % {"n": gone}
    return Result(said, url=f"/hand-overs/{made.pk}/")
