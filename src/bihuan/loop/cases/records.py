"""
Records that lie on cases and are counted like kinds: each subject tells its own here.

A source is `module:function`; the function takes an area and a day and returns the rows as they stood at the end of that day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any, Final

from django.db.models import Q, QuerySet

from bihuan.loop.clocks.days import LEGAL_ZONE

SOURCES: Final[dict[str, str]] = {
    "disposition": "bihuan.loop.outcomes.records:dispositions",
    "recovery": "bihuan.loop.outcomes.records:recoveries",
    "instrument": "bihuan.loop.outcomes.records:instruments",
    "extension": "bihuan.loop.clocks.records:extensions",
    "warned": "bihuan.loop.warnings.records:warned",
    "sent": "bihuan.loop.letters.records:sent",
    "attendance": "bihuan.loop.meetings.records:attendance",
}
CASE_OF: Final[Mapping[str, str]] = {"attendance": "meeting"}  # how rows call their case, where it is not `case`


@dataclass(frozen=True, slots=True)
class Alike:
    """What makes two rows the same in a `distinct`; rows of which `unknown` holds count for themselves."""

    by: Any
    unknown: Q


@dataclass(frozen=True, slots=True)
class Records:
    """
    The rows of one record at the end of a day.

    rows: of a model with `area`, `case` and `case_id`. columns: path of the pack language → name of a column or annotation.
    weight: the column that says of how many a row speaks, "" for one. alike: paths whose values are not simply compared.
    day_of: the column of the date by which rows are shown. case: what rows call the case on which they lie.
    """

    rows: QuerySet[Any]
    columns: Mapping[str, str]
    weight: str = ""
    alike: Mapping[str, Alike] = field(default_factory=dict)
    day_of: str = "on"
    case: str = "case"

    def column(self, path: str) -> str:
        """Return the column of a path. Raises ValueError for one that this record has not."""
        if path in {"kind", "case"}:
            return f"{self.case}__kind" if path == "kind" else f"{self.case}_id"
        if path not in self.columns:
            raise ValueError(f"records cannot be asked for {path}")
        return self.columns[path]


def is_record(name: str) -> bool:
    """Return whether rows of this name are kept by this version."""
    return name in SOURCES


def records_case(name: str) -> str:
    """Return what the rows of a record call the case on which they lie."""
    return CASE_OF.get(name, "case")


def records_at(name: str, *, area_id: int, day: date) -> Records:
    """Return the rows of a record as they stood at the end of a day. Raises ValueError where nobody keeps them."""
    if name not in SOURCES:
        raise ValueError(f"nobody keeps records of {name}")
    module, _, function = SOURCES[name].partition(":")
    source: Callable[[int, date], Records] = getattr(import_module(module), function)
    return source(area_id, day)


def end_of(day: date) -> datetime:
    """Return the instant with which a legal day is over."""
    return datetime.combine(day + timedelta(days=1), time(), LEGAL_ZONE)
