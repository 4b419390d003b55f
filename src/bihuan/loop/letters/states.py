"""The letter that a state asks for: when a case is opened in it, and at every entry from another state but a return by a review."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.lifecycle.models import Signature

BECAUSE: Final = (
    "because"  # what a document asks under this name is filled in with the reason for which a case came to its state
)


def letter_of_arrival(file: CaseFile, came_from: str, at: datetime, *, reason: str = "") -> None:
    """
    Write the letter of the state in which a case has just arrived, in the caller's transaction, where the state asks for one.

    reason: why it was brought there, as whoever did it wrote. A document that asks for `because` says it, the opinions of a review
    that refused, or the move that the clock took.

    None where a review sends the case back to where it has stood before in this round: the letter is out already.
    """
    if came_from != file.case.state and not _is_sent_back(file):
        _write(file, at, reason=reason)


def letter_of_opening(file: CaseFile, at: datetime) -> None:
    """Write the letter of the first state for a case that was just opened, in the caller's transaction, where the state asks for one."""
    _write(file, at)


def _is_sent_back(file: CaseFile) -> bool:
    here = file.stays[-1]
    before = (stay.state == here.state and stay.turn == here.turn for stay in file.stays[:-1])
    return here.move == "return" and any(before)


def _write(file: CaseFile, at: datetime, *, reason: str = "") -> None:
    state = file.lifecycle.states[file.case.state]
    if not state.letter:
        return
    # Letters are told from the rows as they stand, and what tells rows moves cases too: only a state with a letter reads it.
    from bihuan.loop.letters.actions import letter_by_itself

    because = gettext("The case came to “%(state)s”.") % {"state": words(state.title)}
    letter_by_itself(
        case=file.case, letter=state.letter, by=by_itself(file.case.area_id), at=at, because=because,
        answers={BECAUSE: _because(file, reason)},
    )  # fmt: skip


def _because(file: CaseFile, reason: str) -> str:
    """Return why a case came to where it stands, as a clause without its full stop; empty where nobody wrote it."""
    here = file.stays[-1]
    move = file.lifecycle.moves.get(here.move)
    if reason or move is not None:
        by_clock = words(move.title) if move is not None and move.by == ("clock",) else ""
        return (reason or by_clock).rstrip("。；")
    rows = Signature.objects.filter(area_id=file.case.area_id, case_id=file.case.pk, turn=here.turn)
    last = rows.order_by("-pass_no").values_list("pass_no", flat=True).first() or 0
    said = rows.filter(pass_no=last).exclude(verdict="pass").order_by("at", "id").values_list("opinion", flat=True)
    return "；".join(dict.fromkeys(text.rstrip("。；") for text in said if text))
