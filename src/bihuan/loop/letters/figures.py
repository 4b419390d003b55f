"""How letters were met, by unit: issued, signed for in time, replied to in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bihuan.loop.letters.models import Letter


@dataclass(slots=True)
class Met:
    """
    How the letters to one addressee were met.

    receipts, replies: how many were asked for and are settled or overdue, which is what the rate is taken of; *_in_time of these.
    open: letters still running. overdue: a receipt or a reply is missing and past its day.
    """

    name: str
    issued: int = 0
    receipts: int = 0
    received_in_time: int = 0
    replies: int = 0
    replied_in_time: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def receipt_rate(self) -> float | None:
        """Return the per cent of receipts in time, None where none was asked for."""
        return 100 * self.received_in_time / self.receipts if self.receipts else None

    @property
    def reply_rate(self) -> float | None:
        """Return the per cent of replies in time, None where none was asked for."""
        return 100 * self.replied_in_time / self.replies if self.replies else None


def met_by_addressee(letters: Iterable[Letter], names: dict[int, list[str]], day: date) -> tuple[Met, list[Met]]:
    """
    Return how letters were met: all together, and by addressee in the order of names; drafts and withdrawn letters do not count.

    names: of the addressees by id of the letter (`queries.names_of`). What is not due yet counts in neither rate.
    """
    total = Met("")
    found: dict[str, Met] = {}
    for letter in letters:
        if letter.issued_at is None or letter.withdrawn_at is not None:
            continue
        for one in (total, *(found.setdefault(name, Met(name)) for name in names.get(letter.pk, ()))):
            _count(one, letter, day)
    return total, sorted(found.values(), key=lambda one: (-one.issued, one.name))


def _count(met: Met, letter: Letter, day: date) -> None:
    met.issued += 1
    met.open += letter.closed_at is None
    # A letter that is settled without a receipt, as by the talk it summoned to, is not counted as late.
    came = letter.received_on is not None or letter.closed_at is None
    receipt = _in_time(letter.receipt_due_on, letter.received_on, day) if came else None
    reply = _in_time(letter.reply_due_on, letter.first_replied_on, day)
    met.receipts += receipt is not None
    met.received_in_time += receipt is True
    met.replies += reply is not None
    met.replied_in_time += reply is True
    missing = (receipt is False and letter.received_on is None) or (reply is False and letter.first_replied_on is None)
    met.overdue += missing and letter.closed_at is None


def _in_time(due: date | None, done: date | None, day: date) -> bool | None:
    if due is None or (done is None and due >= day):
        return None
    return done is not None and done <= due
