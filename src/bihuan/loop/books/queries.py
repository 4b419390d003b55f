"""The books as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bihuan.loop.books.account import Account
from bihuan.loop.books.closings import closings
from bihuan.loop.books.figures import figures
from bihuan.loop.books.frozen import frozen
from bihuan.loop.books.nights import nights, stays
from bihuan.loop.books.post import letter_numbers, letters, mails, notices
from bihuan.loop.books.warned import overdue, warned
from bihuan.loop.trail.verification import verify
from bihuan.packspec.bilingual import Text


def balance(area_id: int, day: date) -> Iterator[Account]:
    """
    Return every account of an area, one after the other as each is worked out.

    day: the last local day on which something happened; nobody works in the area meanwhile.
    """
    yield trail(area_id)
    yield nights(area_id, day)
    yield stays(area_id)
    yield closings(area_id)
    yield warned(area_id, day)
    yield overdue(area_id, day)
    yield letters(area_id)
    yield letter_numbers(area_id)
    yield notices(area_id)
    yield mails(area_id)
    yield figures(area_id, day)
    yield frozen(area_id, day)


def trail(area_id: int) -> Account:
    """Return whether all chains are whole and agree with the rows and the files."""
    account = Account(
        "trail", Text("留痕链完好，与各表和文件一致", "the trail is whole and agrees with rows and files")
    )
    report = verify(area_id)
    account.looked_at = report.events
    account.broken = len(report.broken)
    account.wrong = [str(one) for one in report.broken[:20]]
    return account
