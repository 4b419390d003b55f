"""How the pages of meetings say levels, periods, reasons and outcomes."""

from __future__ import annotations

from typing import Any

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.meetings.names import OUTCOMES, PRESENCES, WHY
from bihuan.packspec.model import Pack


def choice(pack: Pack, options: str, value: Any) -> str:
    """Return the title of a choice of the pack, empty for none."""
    text = pack.options.get(options, {}).get(str(value or ""))
    return words(text) if text is not None else ""


def choices(pack: Pack, options: str, values: Any) -> list[str]:
    """Return the titles of several choices."""
    chosen = values if isinstance(values, list | tuple) else [values]
    return [said for value in chosen if (said := choice(pack, options, value))]


def tier_of(file: CaseFile) -> str:
    """Return the level of a series."""
    return choice(file.pack, "tier", file.case.fields.get("tier"))


def why_words(pack: Pack, why: str) -> str:
    """Return why an item is on the agenda: the list that brought it, or one of the reasons of the engine."""
    if why in pack.agendas:
        return words(pack.agendas[why].title)
    return words(WHY[why]) if why in WHY else why


def outcome_words(outcome: str) -> str:
    """Return what a meeting did with an item."""
    return words(OUTCOMES[outcome]) if outcome in OUTCOMES else ""


def presence_words(presence: str) -> str:
    """Return what became of somebody who was invited."""
    return words(PRESENCES[presence]) if presence in PRESENCES else ""


def time_and_place(meeting: Case) -> str:
    """Return the time of day and the place of a meeting on one line."""
    return "　".join(str(meeting.fields[name]) for name in ("clock", "place") if meeting.fields.get(name))
