"""Acceptance on site (现场验收): a level is passed only by who was there, with the day, the place, the people and a photo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import BadValue, parse_date, written
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence, attach
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.lifecycle.review import is_on_site


def looked_at_on_site(
    file: CaseFile,
    verdict: str,
    site: Mapping[str, str] | None,
    photos: Sequence[NewEvidence],
    *,
    by: Actor,
    at: datetime,
) -> dict[str, Any] | None:
    """
    Keep the photos of a visit inside the caller's transaction and return what the signature says of it; None for a level without one.

    A return may come without a visit: it may be seen on paper that nothing was done.
    Raises Refused with a sentence for each of on, place, who and photos.
    """
    if not is_on_site(file):
        return None
    given = {name: written((site or {}).get(name, "")) for name in ("on", "place", "who")}
    if verdict != "pass" and not any(given.values()) and not photos:
        return None
    on = _check(file, given, photos)
    listed = attach(file, photos, by=by, at=at)
    if not _pictures(file, listed):
        sentence = gettext("Bring at least one photo taken on site.")
        raise Refused(sentence, fields={"photos": sentence})
    return {**given, "on": on.isoformat(), "photos": listed}


def _check(file: CaseFile, given: Mapping[str, str], photos: Sequence[NewEvidence]) -> date:
    wrong: dict[str, str] = {}
    on = file.day
    try:
        on = parse_date(given["on"]) if given["on"] else on
        if not given["on"]:
            wrong["on"] = gettext("Say on which day it was accepted on site.")
        elif on > file.day:
            wrong["on"] = gettext("The day on site must not lie ahead.")
    except BadValue as bad:
        wrong["on"] = str(bad)
    if not given["place"]:
        wrong["place"] = gettext("Say where it was accepted.")
    if not given["who"]:
        wrong["who"] = gettext("Say who was there.")
    if not photos:
        wrong["photos"] = gettext("Bring at least one photo taken on site.")
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    return on


def _pictures(file: CaseFile, listed: Sequence[Mapping[str, Any]]) -> bool:
    rows = Evidence.objects.filter(area_id=file.case.area_id, pk__in=[one["id"] for one in listed])
    return rows.filter(file__media_type__startswith="image/").exists()
