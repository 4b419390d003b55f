"""Keys by which programs act for a person: made and ended by the person alone, known here only as digests."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.accounts.audit import Verb, record
from bihuan.accounts.errors import NotAllowed, Refused, WrongInput
from bihuan.accounts.models import ApiToken, KeptAnswer
from bihuan.accounts.queries import Actor

PREFIX: Final = "bh_"  # so that a secret is recognised where it should not lie
MOST: Final = 20
LONGEST: Final = timedelta(days=366)
USED_AGAIN: Final = timedelta(hours=1)  # how exactly the last use is known: reading should not write each time
ANSWERS_KEPT: Final = timedelta(days=7)
LONGEST_KEY: Final = 80
NOT_YET: Final = 0  # the status of an answer that is still being worked out
LONGEST_NAME: Final = 60  # characters, as the column has them


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token with its secret, which nobody can be told a second time."""

    row: ApiToken
    secret: str


@transaction.atomic
def make_token(*, name: str, may_write: bool, ends_on: date, by: Actor, at: datetime, today: date) -> NewToken:
    """
    Make a token of the person who asks and return it with its secret.

    ends_on: its last day, a year ahead at most. Raises WrongInput; Refused for more than MOST; NotAllowed for outside bodies and deputies.
    """
    if by.outside_unit is not None or by.on_behalf is not None or not by.person_id:
        raise NotAllowed(_("Only people of the area make tokens, each for themselves."))
    name, problems = " ".join(name.split()), {}
    if not name or len(name) > LONGEST_NAME:
        problems["name"] = _("Say what the token is for, in up to 60 characters.")
    if not today <= ends_on <= today + LONGEST:
        problems["ends_on"] = _("The last day lies between today and a year from now.")
    if problems:
        raise WrongInput(problems)
    if tokens_of(by, today).count() >= MOST:
        raise Refused(_("You have %(n)d tokens; end one of them first.") % {"n": MOST})
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        area_id=by.area_id, person_id=by.person_id, name=name, digest=_digest(secret), hint=secret[-4:],
        may_write=may_write, made_at=at, ends_on=ends_on,
    )  # fmt: skip
    after = {"name": name, "may_write": may_write, "ends_on": ends_on.isoformat()}
    record(Verb.TOKEN_MADE, by=by, at=at, subject="token", subject_id=row.pk, name=name, after=after)
    return NewToken(row, secret)


@transaction.atomic
def end_token(*, token_id: int, by: Actor, at: datetime, today: date) -> None:
    """End a token of the person who asks at once. Raises Refused where there is none."""
    row = tokens_of(by, today).filter(pk=token_id).first()
    if row is None:
        raise Refused(_("There is no such token any more."))
    ApiToken.objects.filter(pk=row.pk).update(ended_at=at)
    record(Verb.TOKEN_ENDED, by=by, at=at, subject="token", subject_id=row.pk, name=row.name)


def tokens_of(actor: Actor, today: date) -> QuerySet[ApiToken]:
    """Return the tokens of a person that count on a day, newest first."""
    return ApiToken.objects.filter(
        area_id=actor.area_id, person_id=actor.person_id, ended_at__isnull=True, ends_on__gte=today
    )


def token_of(secret: str, at: datetime, today: date) -> ApiToken | None:
    """Return the token with this secret if it counts now, and note its use; None for any other."""
    if not secret.startswith(PREFIX):
        return None
    counting = Q(ended_at__isnull=True, ends_on__gte=today, person__is_active=True)
    row = ApiToken.objects.filter(counting, digest=_digest(secret)).select_related("person").first()
    if row is not None and (row.used_at is None or at - row.used_at > USED_AGAIN):
        ApiToken.objects.filter(pk=row.pk).update(used_at=at)
    return row


def take_key(*, token: ApiToken, key: str, asked: str, at: datetime) -> KeptAnswer:
    """
    Return the answer that is kept under a key, one without a status where the key is new, in the caller's transaction.

    A second request with the same key waits here until the first is done with. asked: digest of what is asked now. Raises Refused where
    the key was given to something else.
    """
    first = {"asked": asked, "status": NOT_YET, "body": "", "at": at}
    row, _is_new = KeptAnswer.objects.get_or_create(token=token, key=key, defaults=first)
    if row.asked != asked:
        raise Refused(_("This key was used for another request. Take a new one."))
    return row


def keep_answer(row: KeptAnswer, *, status: int, body: str) -> None:
    """Keep the answer to a key that was taken, in the caller's transaction."""
    KeptAnswer.objects.filter(pk=row.pk).update(status=status, body=body)


def give_key_back(row: KeptAnswer) -> None:
    """Let a key be taken again: what was asked with it was refused."""
    KeptAnswer.objects.filter(pk=row.pk).delete()


def forget_answers(token: ApiToken, at: datetime) -> None:
    """Forget the answers of a token that are older than a week."""
    KeptAnswer.objects.filter(token=token, at__lt=at - ANSWERS_KEPT).delete()


def _digest(secret: str) -> str:
    """Return the digest of a secret of 256 bits of chance, which needs no stretching."""
    return hashlib.sha256(secret.encode()).hexdigest()
