"""Time limits as people write them: “2025年底前，并长期坚持” is a date and a nature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.documents.facts.dated import deadline_of


@dataclass(frozen=True, slots=True)
class Term:
    """What a written time limit means: the last day, None where it names none; the nature, empty where it says nothing of it."""

    due: date | None
    nature: str


def term_of(written: str) -> Term:
    """
    Return what a written time limit says of date and nature; a date that is not said in full is never guessed.

    “2026年底前，并长期坚持” is 2026-12-31 and standing, “立行立改，长期坚持” is standing from now on, “2026年6月底前” is by its date.
    """
    found = deadline_of(written.strip()) if written.strip() else None
    if found is None:
        return Term(None, "")
    due = found.last if found.kind == "deadline" and not found.doubt else None
    nature = "standing" if found.standing else "at_once" if found.at_once else "by_date" if due is not None else ""
    return Term(due, nature)


def written_term(due: date | None, nature: str) -> str:
    """Return a date and a nature as official texts write them, in Chinese: “2026年底前，并长期坚持”, “立行立改”."""
    if due is None:
        return {"standing": "长期坚持", "at_once": "立行立改"}.get(nature, "")
    if (due.month, due.day) == (12, 31):
        before = f"{due.year}年底前"
    elif nature == "at_once":
        before = f"立行立改，{due.year}年{due.month}月{due.day}日前"
    else:
        before = f"{due.year}年{due.month}月{due.day}日前"
    return f"{before}，并长期坚持" if nature == "standing" else before
