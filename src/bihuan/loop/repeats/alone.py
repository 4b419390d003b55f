"""Cases of a period that stand under no other: one for the area, or one for each unit that is given cases (年度考核表)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.periods import Period, period_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.packs import packs_in_use
from bihuan.loop.lifecycle.unfolding import UNIT
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.repeats.models import Repeated
from bihuan.loop.repeats.periods import period_id, period_in_words
from bihuan.packspec.model import Kind, Pack
from bihuan.packspec.vocabulary import PERIODS

log = logging.getLogger("bihuan.repeats")


def open_alone(tonight: Tonight) -> int:
    """Open the cases of the period, of every kind that repeats and stands under no other; what is there already is left alone."""
    opened = 0
    for pack in packs_in_use(tonight.area_id):
        for kind in pack.kinds.values():
            if kind.repeats in PERIODS and not kind.parents and "clock" in kind.opened_by:
                tonight.hold()
                opened += _open_kind(tonight, pack, kind)
    return opened


def _open_kind(tonight: Tonight, pack: Pack, kind: Kind) -> int:
    before = kind.days_before if isinstance(kind.days_before, int) else 0
    period = period_of(kind.repeats, tonight.day + timedelta(days=before))
    id_ = period_id(period.first, kind.repeats)
    had = set(
        Repeated.objects.filter(
            area_id=tonight.area_id, pack=pack.id, kind=kind.id, period=id_, parent__isnull=True
        ).values_list("unit_id", flat=True)
    )
    units: Iterable[Unit | None] = (
        units_given_cases(tonight.area_id, tonight.day) if kind.one_for_each == UNIT else [None]
    )
    missing = [unit for unit in units if (None if unit is None else unit.pk) not in had]
    return sum(_open_one(tonight, pack, kind, unit, period) for unit in missing)


def units_given_cases(area_id: int, day: date) -> list[Unit]:
    """Return the own units that may be handed cases, as the organisation says, in its order, without those that ended."""
    units = Unit.objects.filter(area_id=area_id, outside="", receives=True).order_by("order", "pk")
    return [unit for unit in units if unit.ended_on is None or unit.ended_on > day]


def _open_one(tonight: Tonight, pack: Pack, kind: Kind, unit: Unit | None, period: Period) -> bool:
    """Open one case; what refuses it is named in the log and stops no other. The next night tries again."""
    words = period_in_words(period.first, kind.repeats)
    subject = f"{unit.name if unit is not None else ''}{kind.title.zh}（{words}）"
    # On a night that is made up the period may be over: what lies behind today is no due date any more.
    given: dict[str, Any] = {"due": max(period.last, local_day(tonight.at))}
    given |= {"responsible": unit} if unit is not None and "responsible" in kind.parties else {}
    id_ = period_id(period.first, kind.repeats)
    try:
        with transaction.atomic():
            case = open_case(
                pack=pack.id,
                kind=kind.id,
                subject=subject,
                given=given,
                source={"period": id_},
                by=by_itself(tonight.area_id),
                at=tonight.at,
            )
            Repeated.objects.create(
                area_id=tonight.area_id, pack=pack.id, kind=kind.id, unit=unit, period=id_, on=period.first, case=case
            )
    except Refused as refusal:
        log.warning("area %s: %s %s was not opened: %s", tonight.area_id, kind.id, id_, refusal.sentence)
        return False
    return True
