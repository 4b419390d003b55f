"""Addresses that leave the product: in mail, in the messages of robots and in calendars."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings

from bihuan.loop.cases.models import Case


def case_link(case: Case) -> str:
    """Return the address of a case's page, as people outside of the product reach it."""
    return f"{settings.BIHUAN_URL}/cases/{quote(case.pack)}/{quote(case.number, safe='~:@')}/"


def matter_link(case: Case) -> str:
    """Return the address of a case in the portal, where people of an enterprise see it."""
    return f"{settings.BIHUAN_URL}/portal/matters/{quote(case.pack)}/{quote(case.number, safe='~:@')}/"


def notices_link() -> str:
    """Return the address of one's messages."""
    return f"{settings.BIHUAN_URL}/notices/"


def portal_link(case: Case, kind: str) -> str:
    """Return where a message of this kind leads people of an enterprise."""
    if kind == "letter":
        return f"{settings.BIHUAN_URL}/portal/letters/"
    if kind == "policy":
        return f"{settings.BIHUAN_URL}/portal/policies/{quote(case.number, safe='~:@')}/"
    return matter_link(case)


def choices_link(*, outside: bool = False) -> str:
    """Return the address of the page on which people choose what reaches them, and how; `outside`: people of an enterprise."""
    return f"{settings.BIHUAN_URL}/portal/messages/choices/" if outside else f"{settings.BIHUAN_URL}/me/notices/"


def unsubscribe_link(token: str) -> str:
    """Return the address that turns one kind of mail off, without signing in."""
    return f"{settings.BIHUAN_URL}/unsubscribe/{token}/"


def check_link(token: str) -> str:
    """Return the address that says: this mail arrived."""
    return f"{settings.BIHUAN_URL}/me/notices/check/{token}/"


def calendar_link(token: str) -> str:
    """Return the secret address of a person's calendar."""
    return f"{settings.BIHUAN_URL}/calendar/{token}.ics"
