"""What a person chose, and a person's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor, actor_of
from bihuan.documents.layout.ical import write_calendar
from bihuan.loop.clocks.days import local_day
from bihuan.loop.notices.choices import Wishes, wishes_of
from bihuan.loop.notices.feeds import entries_for
from bihuan.loop.notices.links import calendar_link
from bihuan.loop.notices.models import NoticeSetting
from bihuan.loop.notices.tokens import CALENDAR, WrongToken, read, sign


def mail_is_sent() -> bool:
    """Return whether this installation sends mail at all."""
    return bool(settings.BIHUAN_SMTP_HOST)


def own_wishes(actor: Actor) -> Wishes:
    """Return what the actor chose."""
    return wishes_of(actor.area_id, [actor.person_id])[actor.person_id]


def calendar_address(actor: Actor) -> str:
    """Return the secret address of the actor's calendar, empty where there is none."""
    key = own_wishes(actor).setting.calendar_key
    return calendar_link(sign(CALENDAR, actor.area_id, actor.person_id, key)) if key else ""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A person's calendar. tag: changes exactly when the bytes do."""

    data: bytes
    tag: str


def calendar_file(token: str, *, at: datetime) -> CalendarFile:
    """
    Return the calendar that a secret address names, as it is now, in the language of the person.

    Raises WrongToken for an address that was taken back, and for somebody who may not sign in any more.
    """
    named = read(CALENDAR, token)
    own = NoticeSetting.objects.filter(area_id=named.area_id, person_id=named.person_id, calendar_key=named.what)
    person = Person.objects.filter(pk=named.person_id, area_id=named.area_id, is_active=True).first()
    if person is None or not named.what or not own.exists():
        raise WrongToken(token)
    day = local_day(at)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        entries = entries_for(actor_of(person, on=day, area=named.area_id), day)
        data = write_calendar(entries, name=gettext("Bihuan: %(name)s") % {"name": person.name})
    return CalendarFile(data, sha256(data).hexdigest()[:32])
