"""
What a person's calendar shows: each subject of the loop gives its own entries.

A subject adds one line to FEEDS; its function takes the person and the day and returns entries in a stable order, for what
the person may see on that day. UIDs come from `uid_of`, so that an entry keeps its place when its date moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib import import_module
from typing import Final

from django.conf import settings

from bihuan.accounts.queries import Actor
from bihuan.documents.layout.ical import Entry

Feed = Callable[[Actor, date], Iterable[Entry]]

FEEDS: Final[dict[str, str]] = {
    "due": "bihuan.loop.notices.due_dates:due_entries",
    "meetings": "bihuan.loop.meetings.calendar_file:meeting_entries",
}
"""Each value is `module:function`."""


def entries_for(actor: Actor, day: date) -> Iterator[Entry]:
    """Return everything that the calendar of a person shows, subject by subject."""
    for value in FEEDS.values():
        module, _, name = value.partition(":")
        feed: Feed = getattr(import_module(module), name)
        yield from feed(actor, day)


def uid_of(area_id: int, subject: str, *parts: object) -> str:
    """Return the name of an entry that is the same for ever, in this installation and in no other."""
    return "-".join(["bihuan", str(area_id), subject, *map(str, parts)]) + f"@{settings.BIHUAN_URL.partition('//')[2]}"
