"""What people do by a link of a mail without signing in: the signed part of the address says who they are and what they may do with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.accounts.actions import change_own_email
from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor, actor_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.notices.actions import choose_ways
from bihuan.loop.notices.kinds import KINDS, usual_way
from bihuan.loop.notices.models import NoticeChoice, NoticeSetting, Way
from bihuan.loop.notices.tokens import CHECK, CHECK_DAYS, DIGEST, UNSUBSCRIBE, WrongToken, read


@transaction.atomic
def turn_off(*, token: str, at: datetime) -> Person:
    """
    Turn off the kind of mail that a signed address names, and return whose it was; doing it twice does nothing more.

    Raises WrongToken.
    """
    named = read(UNSUBSCRIBE, token)
    person = Person.objects.filter(pk=named.person_id, area_id=named.area_id).first()
    if person is None or (named.what != DIGEST and named.what not in KINDS):
        raise WrongToken(token)
    by = actor_of(person, on=local_day(at), area=named.area_id)
    choose_ways(ways=dict.fromkeys(_named_kinds(named.what, by), Way.NEVER.value), by=by, at=at)
    return person


def _named_kinds(what: str, by: Actor) -> list[str]:
    if what != DIGEST:
        return [what]
    rows = NoticeChoice.objects.filter(area_id=by.area_id, person_id=by.person_id).values_list("kind", "way")
    chosen = dict(rows)
    return [kind for kind in KINDS if (chosen.get(kind) or usual_way(kind)) == Way.DIGEST]


@transaction.atomic
def confirm_address(*, token: str, at: datetime) -> Person:
    """Use from now on the address that a signed address names, and return whose it is. Raises WrongToken."""
    named = read(CHECK, token, days=CHECK_DAYS)
    own = NoticeSetting.objects.filter(area_id=named.area_id, person_id=named.person_id, asked=named.what)
    person = Person.objects.filter(pk=named.person_id, area_id=named.area_id, is_active=True).first()
    # Who asked for another address meanwhile means that one.
    if person is None or not own.update(checked=named.what):
        raise WrongToken(token)
    by = actor_of(person, on=local_day(at), area=named.area_id)
    return change_own_email(person=person, by=by, at=at, email=named.what)
