"""What the trail says of letters: the body of each event, and the reference of a letter that verification compares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.loop.letters.models import Letter, LetterReply


def letter_reference(letter: Letter, to: list[str], **more: Any) -> dict[str, Any]:
    """Return how the trail names a whole letter, when it is prepared and when it is issued."""
    return {
        "id": letter.pk,
        "kind": letter.letter,
        "title": letter.title,
        "number": letter.number,
        "to": to,
        "turn": letter.turn,
        "warning": letter.warning_id,
        "because": letter.because,
        "from": letter.escalated_from_id,
        "receipt_due": _day(letter.receipt_due_on),
        "reply_due": _day(letter.reply_due_on),
        **more,
    }


def letter_named(letter: Letter, **more: Any) -> dict[str, Any]:
    """Return how the trail names a letter that it has spoken of before."""
    return {"id": letter.pk, "title": letter.title, "number": letter.number, **more}


def reply_said(reply: LetterReply, files: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return how the trail tells a reply."""
    return {"nth": reply.nth, "text": reply.text, "files": files}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
