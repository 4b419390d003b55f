"""The sentences about people dealt with, money returned and rules made."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bihuan.loop.outcomes.queries import OutcomeTotals, People
from bihuan.loop.outcomes.vocabulary import CLASSES, RECOVERIES
from bihuan.loop.writing.settings import Settings
from bihuan.loop.writing.words import in_wan

MOST_TITLES: Final = 12
SHARED: Final = "同一人受到多种处理的，分别计入各类"


def outcome_value(
    totals: OutcomeTotals | None, word: str, settings: Settings, titles: Sequence[str] = ()
) -> tuple[str, bool]:
    """Return the text of one of the words of outcomes, and whether it says nothing or nought."""
    if totals is None:
        return "", True
    match word:
        case "persons":
            return str(totals.people.persons), not totals.people.persons
        case "person_times":
            return str(totals.people.times), not totals.people.times
        case "recovered":
            return in_wan(totals.money), not totals.money
        case "instruments":
            return str(_made(totals)), not _made(totals)
        case "dispositions":
            text = dispositions_in_words(totals, settings)
            return text, not text
        case "recoveries":
            text = _recoveries(totals)
            return text, not text
    text = titles_in_words(titles)
    return text, not text


def _made(totals: OutcomeTotals) -> int:
    """Return how many rules were made or revised; those repealed are told apart."""
    return totals.instruments.get("made", 0) + totals.instruments.get("revised", 0)


def dispositions_in_words(totals: OutcomeTotals, settings: Settings) -> str:
    """
    Return “党纪处分3人（警告2人、严重警告1人），政务处分0人”; with person-times where somebody was dealt with more than once.

    Where classes share people it says so, since their numbers then add up to more than all of them.
    Classes without anybody are named only where the setting asks for noughts, kinds without anybody never.
    """
    order = [*(one for one in settings.order if one in CLASSES), *(one for one in CLASSES if one not in settings.order)]
    parts = []
    for group in order:
        people = totals.by_class.get(group, People())
        if not people.times and not (settings.zeros and group != "transfer"):
            continue
        title, kinds = CLASSES[group]
        by_kind = [
            f"{kinds[kind].zh}{_people(one)}"
            for kind, one in totals.dispositions.get(group, {}).items()
            if one.times and kind in kinds
        ]
        if group in {"transfer", "first_form"} and by_kind:
            parts += by_kind
        else:
            inside = f"（{'、'.join(by_kind)}）" if len(by_kind) > 1 else f"（{by_kind[0]}）" if by_kind else ""
            parts.append(f"{_called(group, title.zh)}{_people(people)}{inside}")
    told = "，".join(parts)
    apart = sum(people.persons for people in totals.by_class.values())
    return f"{told}（{SHARED}）" if told and apart > totals.people.persons else told


def _called(group: str, title: str) -> str:
    return "运用第一种形态处理" if group == "first_form" else title


def _people(people: People) -> str:
    return f"{people.persons}人" if people.persons == people.times else f"{people.persons}人{people.times}人次"


def _recoveries(totals: OutcomeTotals) -> str:
    return "，".join(
        f"{RECOVERIES[kind].zh}{in_wan(amount)}万元"
        for kind, amount in totals.recoveries.items()
        if amount != Decimal(0)
    )


def titles_in_words(titles: Sequence[str]) -> str:
    """Return titles of rules beside one another, each in its marks; the first of many."""
    marked = [title if title.startswith("《") else f"《{title}》" for title in titles[:MOST_TITLES]]
    return "".join(marked) + ("等" if len(titles) > MOST_TITLES else "")
