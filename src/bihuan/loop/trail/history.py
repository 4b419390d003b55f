"""The trail as people read it: events newest first, with what changed in titles and readable values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import NATURES, label_of, show_field, title_of, words
from bihuan.loop.lifecycle.asking import BY_ID, names_of
from bihuan.loop.sampling.checking import CHECK
from bihuan.loop.sampling.checking import VERDICTS as CHECKED
from bihuan.loop.scorecards.telling import PREFIX as SCORES
from bihuan.loop.scorecards.telling import score_title, score_value
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.projection import FIELD, PARTY, POINT
from bihuan.loop.trail.verbs import Verb

# What a reader knows already from the event itself or from another line of it.
SILENT = frozenset({"category", "original_due", "opener", "turn"})
CHAIN = ("chain.", "pledge.")  # settings of a round that an event of their own tells of


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed, its title and both values as people read them; empty for nothing."""

    attribute: str
    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Happening:
    """
    One event of a case.

    who, unit: as they were called then. body: what the verb brings with it; `digest` is whole, with its method.
    """

    seq: int
    verb: Verb
    at: datetime
    who: str
    unit: str
    body: Mapping[str, Any]
    digest: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Some events of a case, newest first; `before` continues with the older ones, 0 where there are none."""

    events: tuple[Happening, ...]
    total: int
    before: int


def history(file: CaseFile, *, limit: int, before: int = 0) -> History:
    """
    Return the newest `limit` events of a case, or those older than the event with number `before`.

    One query for the events, and at most three for the names that fields point at.
    """
    rows = Event.objects.filter(area_id=file.case.area_id, case_id=file.case.pk)
    if before:
        rows = rows.filter(seq__lt=before)
    found = list(rows.order_by("-seq")[:limit])
    records = [(event, json.loads(event.record)) for event in found]
    names = names_of(file, (), _pointed_at(file, (record["body"] for _, record in records)))
    events = tuple(_happening(file, event, record, names) for event, record in records)
    last = found[-1].seq if found else 0
    return History(events, file.case.seq, last if last > 1 else 0)


def happenings(pairs: Iterable[tuple[Case, int]], day: date) -> dict[tuple[int, int], Happening]:
    """
    Return one event of each of several cases of one area, by (id of the case, number of the event); one query.

    For lists of what changed: values that point at units, people and cases have no names here.
    """
    files = {(case.pk, seq): CaseFile(case, day) for case, seq in pairs}
    if not files:
        return {}
    condition = Q()
    for pk, seq in files:
        condition |= Q(case_id=pk, seq=seq)
    area_id = next(iter(files.values())).case.area_id
    rows = Event.objects.filter(area_id=area_id).filter(condition)
    return {
        (row.case_id, row.seq): _happening(files[row.case_id, row.seq], row, json.loads(row.record), {}) for row in rows
    }


def who_acted(by: Mapping[str, Any]) -> str:
    """Return who acted as people read it: the name, and for whom somebody stood in."""
    if "for" not in by:
        return str(by["name"])
    return gettext("%(who)s for %(away)s") % {"who": by["name"], "away": by["for"]["name"]}


def _happening(
    file: CaseFile, event: Event, record: Mapping[str, Any], names: Mapping[tuple[str, int], str]
) -> Happening:
    body, by = record["body"], record["by"]
    changes: Mapping[str, list[Any]] = body.get("changes", {})
    differences = tuple(
        Difference(name, _title(file, name), _value(file, name, old, names), _value(file, name, new, names))
        for name, (old, new) in changes.items()
        if name not in SILENT and not name.removeprefix(FIELD).startswith(CHAIN)
    )
    return Happening(event.seq, Verb(event.verb), event.at, who_acted(by), by["unit"], body, event.digest, differences)


def _pointed_at(file: CaseFile, bodies: Iterable[Mapping[str, Any]]) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for body in bodies:
        for name, values in body.get("changes", {}).items():
            field = file.kind.fields.get(name.removeprefix(FIELD)) if name.startswith(FIELD) else None
            if field is not None and field.type in BY_ID:
                for value in values:
                    found |= {(field.type, int(one)) for one in (value if isinstance(value, list) else [value]) if one}
    return found


def _title(file: CaseFile, attribute: str) -> str:
    if attribute.startswith(POINT):
        number, _, part = attribute.removeprefix(POINT).partition(".")
        titles = {
            "text": gettext("Point %(number)s of the standard"),
            "answer": gettext("Answer to point %(number)s"),
            "verdict": gettext("Verdict on point %(number)s"),
            "verdict_note": gettext("Remark on point %(number)s"),
        }
        return titles[part] % {"number": number} if part in titles else attribute
    if attribute.startswith(CHECK):
        number, _, part = attribute.removeprefix(CHECK).partition(".")
        titles = {
            "text": gettext("Point %(number)s of the check list"),
            "verdict": gettext("Verdict on point %(number)s"),
            "note": gettext("Remark on point %(number)s"),
        }
        return titles[part] % {"number": number} if part in titles else attribute
    if attribute.startswith(SCORES):
        return score_title(file, attribute)
    if attribute == "finished_on":
        return title_of(file.kind, "finished")
    if attribute == "closed_on":
        return title_of(file.kind, "closed")
    field = file.kind.fields.get(attribute.removeprefix(FIELD)) if attribute.startswith(FIELD) else None
    return (
        label_of(field) if field is not None else title_of(file.kind, attribute.removeprefix(FIELD).removeprefix(PARTY))
    )


def _value(file: CaseFile, attribute: str, value: Any, names: Mapping[tuple[str, int], str]) -> str:
    if value in (None, "", []):
        return ""
    if attribute.startswith(SCORES) or attribute == f"{FIELD}grade":
        return score_value(file, attribute, value)
    if isinstance(value, dict):
        return str(value.get("name", ""))
    if attribute.startswith(FIELD):
        field = file.kind.fields.get(attribute.removeprefix(FIELD))
        return show_field(field, file.pack, value, names) if field is not None else str(value)
    if isinstance(value, list):
        return "、".join(_value(file, attribute, one, names) for one in value)
    if attribute == "state":
        state = file.lifecycle.states.get(str(value))
        return words(state.title) if state is not None else str(value)
    if attribute == "nature" and value in NATURES:
        return words(NATURES[value])
    if attribute.startswith(CHECK) and value in CHECKED:
        return words(CHECKED[str(value)])
    if attribute.endswith(".verdict"):
        return verdict_word(str(value))
    return str(value)


def verdict_word(verdict: str) -> str:
    """Return a verdict on a point or of a review as people read it."""
    verdicts = {
        "met": gettext("met"),
        "returned": gettext("returned for repair"),
        "pass": gettext("passed"),
        "return": gettext("returned for repair"),
        "refuse": gettext("refused"),
    }
    return verdicts.get(verdict, verdict)
