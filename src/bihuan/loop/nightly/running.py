"""
Passing the nights: every day gets its own, in order; those that were missed are made up.

A night is a row that one process holds at a time. A process that is killed loses its hold, and the next one goes on with the first duty that is
not written down yet.
A duty that fails keeps no other waiting: it is tried again until the day is over; then the next night begins, and the books name what is missing.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import translation

from bihuan.accounts.models import Area
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.nightly.duties import DUTIES, Tonight, duty
from bihuan.loop.nightly.models import Night

Clock = Callable[[], datetime]

HOLD: Final = timedelta(minutes=5)
ONE_DAY: Final = timedelta(days=1)
log = logging.getLogger("bihuan.nightly")


class Lost(Exception):
    """Another process took the night over."""


def pass_nights(*, now: Clock, stop: Callable[[], bool] = lambda: False) -> int:
    """Pass every night that is due, in every area, and return how many duties' acts were done; missed nights are made up in order."""
    did = 0
    for area_id in Area.objects.order_by("pk").values_list("pk", flat=True):
        for day in nights_due(area_id, local_day(now())):
            if stop():
                return did
            done = _passed(area_id, day, now)
            if done is None:
                break  # the nights after it wait
            did += done
    return did


def _passed(area_id: int, day: date, now: Clock) -> int | None:
    """Pass one night; None where somebody else has it, and where it failed: it is tried again when its hold is over."""
    try:
        return pass_night(area_id, day, now=now)
    except Lost:
        return None
    except Exception:
        log.error("area %s: the night of %s failed\n%s", area_id, day, traceback.format_exc())
        return None


def nights_due(area_id: int, today: date) -> list[date]:
    """Return the days up to today whose night is not over, in order; an area without any begins today."""
    nights = Night.objects.filter(area_id=area_id)
    last = nights.filter(ended_at__isnull=False).order_by("-day").values_list("day", flat=True).first()
    first = (
        last + ONE_DAY if last is not None else (nights.order_by("day").values_list("day", flat=True).first() or today)
    )
    return [first + timedelta(days=n) for n in range((today - first).days + 1)]


def pass_night(area_id: int, day: date, *, now: Clock) -> int | None:
    """Do the duties of one night and return how many acts that were; None when another process has it, it is over, or a duty is to be tried again."""
    night = _take(area_id, day, now())
    if night is None:
        return None
    tonight = Tonight(area_id, day, now(), lambda: _hold(night, now()))
    failed = False
    with translation.override("zh-hans"):
        for id_ in DUTIES:
            if id_ in night.did:
                continue
            tonight.hold()
            did = _tried(id_, tonight)
            if did is None:
                failed = True
                continue
            night.did[id_] = did
            Night.objects.filter(area_id=area_id, pk=night.pk).update(did=night.did)
    if failed and day >= local_day(now()):
        return None
    Night.objects.filter(area_id=area_id, pk=night.pk).update(ended_at=now())
    return sum(int(done) for done in night.did.values())


def _tried(id_: str, tonight: Tonight) -> int | None:
    """Do one duty; None where it failed in a way nobody foresaw. Where the database cannot be had the whole night waits."""
    try:
        return _do(id_, tonight)
    except (Lost, OperationalError, InterfaceError):
        raise
    except Exception:
        log.error("area %s: %s of %s failed\n%s", tonight.area_id, id_, tonight.day, traceback.format_exc())
        return None


def _do(id_: str, tonight: Tonight) -> int:
    try:
        return duty(id_)(tonight)
    except Refused as refusal:
        log.warning("area %s, %s, %s: %s", tonight.area_id, tonight.day, id_, refusal.sentence)
        return 0


def _take(area_id: int, day: date, at: datetime) -> Night | None:
    try:
        with transaction.atomic():
            return Night.objects.create(area_id=area_id, day=day, began_at=at, held_until=at + HOLD)
    except IntegrityError:
        night = Night.objects.filter(area_id=area_id, day=day).first()
    if night is None or night.ended_at is not None or night.held_until > at:
        return None
    same = Night.objects.filter(area_id=area_id, pk=night.pk, held_until=night.held_until)
    if not same.update(held_until=at + HOLD):
        return None
    night.held_until = at + HOLD
    return night


def _hold(night: Night, at: datetime) -> None:
    mine = Night.objects.filter(area_id=night.area_id, pk=night.pk, held_until=night.held_until, ended_at__isnull=True)
    until = max(at + HOLD, night.held_until)
    if not mine.update(held_until=until):
        raise Lost(str(night))
    night.held_until = until
