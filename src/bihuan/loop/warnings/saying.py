"""A warning as one sentence: what, which clock, which date explains it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language, gettext, ngettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.waking import REVIEW
from bihuan.loop.warnings.models import Warning
from bihuan.loop.warnings.words import LIFTED


def clock_title(file: CaseFile, clock: str) -> str:
    """Return how a clock of a case is called; the limit of a level of review by the number of the level."""
    declared = file.kind.clocks.get(clock)
    if declared is not None:
        return words(declared.title)
    if clock.startswith(REVIEW):
        return gettext("limit of review level %(level)s") % {"level": clock.rpartition(".")[2]}
    return clock


def told_names(row: Warning) -> list[str]:
    """Return who was told, as they were called then; of a unit whose head alone was told that says so."""
    heads = gettext("head of %(unit)s")
    return [heads % {"unit": one["name"]} if one.get("heads") else str(one["name"]) for one in row.told]


def lifted_words(row: Warning) -> str:
    """Return why a warning was lifted, empty while it stands."""
    return words(LIFTED[row.lifted_because]) if row.lifted_because in LIFTED else row.lifted_because


def _written(day: date) -> str:
    chinese = (get_language() or "zh").startswith("zh")
    return f"{day.year}年{day.month}月{day.day}日" if chinese else day.isoformat()


def sentence_of(row: Warning, file: CaseFile) -> str:
    """Return why the warning was given: the clock, its due date, and how far from it the day of the warning lies."""
    title, due = clock_title(file, row.clock), _written(row.due_on)
    declared = file.kind.clocks.get(row.clock)
    if declared is not None and declared.length.unit == "hours":
        return (
            gettext("The hours of %(clock)s are over.") % {"clock": title}
            if row.at > 0
            else gettext("The hours of %(clock)s are running.") % {"clock": title}
        )
    days = abs((row.due_on - row.on).days)
    if row.on == row.due_on:
        return gettext("%(clock)s ends on this day, %(due)s.") % {"clock": title, "due": due}
    said = ngettext(
        "%(clock)s ends on %(due)s, %(days)s day from then.",
        "%(clock)s ends on %(due)s, %(days)s days from then.",
        days,
    )
    if row.on > row.due_on:
        said = ngettext(
            "%(clock)s ended on %(due)s, %(days)s day before.",
            "%(clock)s ended on %(due)s, %(days)s days before.",
            days,
        )
    return said % {"clock": title, "due": due, "days": days}
