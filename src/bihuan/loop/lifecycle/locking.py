"""The row lock under which every rule is asked, and the token by which a person proves what page was open."""

from __future__ import annotations

import json

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.errors import CaseNotFound, NotHere, OvertakenByOther
from bihuan.loop.lifecycle.packs import packs_off
from bihuan.loop.trail.models import Event


def standing_of(case: Case) -> str:
    """Return the token of where a case stands: round, state, pass and step. A form carries it and the lock compares it."""
    review = case.review or {}
    return f"{case.turn}.{case.state}.{review.get('pass', 0)}.{review.get('step', 0)}"


def lock_case(case: Case, standing: str | None = None, *, off_too: bool = False) -> Case:
    """
    Return the case as it is now, its row locked until the transaction ends.

    standing: the token of the page the person acted on; None for acts that do not depend on it.
    off_too: also where the area turned the system off; what is written then is nothing of the case itself.
    Raises OvertakenByOther, CaseNotFound; NotHere where the area turned its system off.
    """
    locked = (
        Case.objects.select_for_update(of=("self",))
        .filter(area_id=case.area_id, pk=case.pk)
        .annotate(off=Exists(packs_off(case.area_id).filter(pack=OuterRef("pack"))))
        .select_related("responsible", "lead", "leader", "handler")
        .first()
    )
    if locked is None:
        raise CaseNotFound(case.number)
    if locked.off and not off_too:
        raise NotHere(switched_off())
    if standing is not None and standing != standing_of(locked):
        raise OvertakenByOther(_overtaken(locked))
    return locked


def switched_off() -> str:
    """Return the sentence on a case of a system that the area turned off."""
    return gettext(
        "This system is switched off in your area. Its cases can be read, and go on when it is switched on again."
    )


def _overtaken(case: Case) -> str:

    event = Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("-seq").first()
    who = json.loads(event.record)["by"]["name"] if event else ""
    time = case.last_at.astimezone(LEGAL_ZONE).strftime("%H:%M")
    return gettext(
        "%(who)s changed this case at %(time)s, after you opened the page. What you did was not recorded; what you typed is kept."
    ) % {
        "who": who,
        "time": time,
    }
