"""Looking at notices, and choosing what reaches oneself, how and when."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.errors import Refused
from bihuan.loop.jobs.bell import NOTICES, ring
from bihuan.loop.notices.kinds import KINDS, usual_way
from bihuan.loop.notices.models import Delivery, NoticeChoice, NoticeSeen, NoticeSetting, Way

CHECKS_A_DAY: Final = 5


@transaction.atomic
def see_notices(*, up_to: int, by: Actor, at: datetime) -> None:
    """Remember up to which notice somebody has looked; never backwards."""
    seen, made = NoticeSeen.objects.get_or_create(area_id=by.area_id, person_id=by.person_id, defaults={"up_to": up_to})
    if not made:
        NoticeSeen.objects.filter(area_id=by.area_id, pk=seen.pk, up_to__lt=up_to).update(up_to=up_to)


def _keep(by: Actor, **values: object) -> None:
    NoticeSetting.objects.get_or_create(area_id=by.area_id, person_id=by.person_id)
    NoticeSetting.objects.filter(area_id=by.area_id, person_id=by.person_id).update(**values)


@transaction.atomic
def choose_ways(*, ways: Mapping[str, str], by: Actor, at: datetime) -> None:
    """
    Keep how kinds of notices reach the actor by mail; what waits already goes by it too.

    ways: kind → once, digest or never; kinds that are not named stay as they are. Raises Refused for what there is not.
    """
    wrong = {kind: gettext("Choose one of the ways.") for kind, way in ways.items() if way not in Way.values}
    if wrong or not set(ways) <= set(KINDS):
        raise Refused(gettext("Choose one of the ways."), fields=wrong)
    for kind, way in ways.items():
        NoticeChoice.objects.filter(area_id=by.area_id, person_id=by.person_id, kind=kind).delete()
        # The usual is not kept, so that it may be another one some day for all who never cared.
        if way != usual_way(kind):
            NoticeChoice.objects.create(area_id=by.area_id, person_id=by.person_id, kind=kind, way=way)


@transaction.atomic
def choose_hours(*, quiet_from: int, quiet_until: int, digest_hour: int, by: Actor, at: datetime) -> None:
    """Keep when mail may reach the actor: whole hours of Beijing time; equal quiet hours are none. Raises Refused."""
    hours = {"quiet_from": quiet_from, "quiet_until": quiet_until, "digest_hour": digest_hour}
    wrong = {name: gettext("Enter an hour from 0 to 23.") for name, hour in hours.items() if not 0 <= hour <= 23}
    if wrong:
        raise Refused(gettext("Enter an hour from 0 to 23."), fields=wrong)
    _keep(by, **hours)


@transaction.atomic
def ask_address(*, email: str, by: Actor, at: datetime) -> None:
    """
    Send a mail to an address of the actor's that asks whether it arrives; only its answer makes it the address that is used.

    Raises Refused for what is no address, without mail, and after too many of them in a day.
    """
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        sentence = gettext("This is no mail address.")
        raise Refused(sentence, fields={"email": sentence}) from None
    if not settings.BIHUAN_SMTP_HOST:
        raise Refused(gettext("This installation sends no mail."))
    lately = Delivery.objects.filter(
        area_id=by.area_id, person_id=by.person_id, notice__isnull=True, made_at__gt=at - timedelta(days=1)
    )
    if lately.count() >= CHECKS_A_DAY:
        raise Refused(gettext("You asked %(n)d times since yesterday; wait until tomorrow.") % {"n": CHECKS_A_DAY})
    _keep(by, asked=email)
    Delivery.objects.create(
        area_id=by.area_id, person_id=by.person_id, kind="address", made_at=at, due_at=at, next_try_at=at
    )
    ring(NOTICES)


@transaction.atomic
def renew_calendar(*, by: Actor, at: datetime) -> None:
    """Give the actor's calendar a new secret address; the old one shows nothing any more."""
    _keep(by, calendar_key=secrets.token_urlsafe(18))


@transaction.atomic
def end_calendar(*, by: Actor, at: datetime) -> None:
    """Take the address of the actor's calendar back."""
    NoticeSetting.objects.filter(area_id=by.area_id, person_id=by.person_id).update(calendar_key="")


@transaction.atomic
def choose(*, ways: Mapping[str, str], hours: Mapping[str, int], by: Actor, at: datetime) -> None:
    """Keep ways and hours together, or neither; see `choose_ways` and `choose_hours`."""
    choose_hours(**hours, by=by, at=at)
    choose_ways(ways=ways, by=by, at=at)
