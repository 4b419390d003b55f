"""Signed addresses that work without signing in: turning mail off, saying that a mail arrived, and a person's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core import signing

UNSUBSCRIBE: Final = "bihuan.notices.unsubscribe"
CHECK: Final = "bihuan.notices.check"
CALENDAR: Final = "bihuan.notices.calendar"
CHECK_DAYS: Final = 7
DIGEST: Final = "*"  # in the place of a kind: everything that comes once a day


@dataclass(frozen=True, slots=True)
class Named:
    """What a signed address names: an area, a person, and a kind, an address or a key."""

    area_id: int
    person_id: int
    what: str


class WrongToken(LookupError):
    """Nobody here signed this, or its time is over."""


def sign(salt: str, area_id: int, person_id: int, what: str) -> str:
    """Return the signed part of an address."""
    return signing.dumps([area_id, person_id, what], salt=salt)


def read(salt: str, token: str, *, days: int | None = None) -> Named:
    """
    Return what a signed part names.

    days: how long it holds, for ever by default: whoever kept a mail for years may still turn it off.
    Raises WrongToken.
    """
    try:
        area_id, person_id, what = signing.loads(token, salt=salt, max_age=days * 86400 if days else None)
    except (signing.BadSignature, ValueError, TypeError):
        raise WrongToken(token) from None
    return Named(int(area_id), int(person_id), str(what))
