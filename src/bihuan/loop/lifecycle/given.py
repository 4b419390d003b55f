"""What a move's form brings: asked fields, parties and facts, read into a change or refused all at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import (
    FACTS,
    NATURES,
    PERSON_PARTIES,
    UNIT_PARTIES,
    BadValue,
    parse_date,
    parse_field,
    person_of,
    title_of,
    unit_of,
)
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.conditions import holds
from bihuan.packspec.model import Move

SEVERAL = ("assisting", "panel")


def asks_of(file: CaseFile, move: Move, *, reopens: bool) -> tuple[str, ...]:
    """Return what the form of a move asks; a reopening always asks for a reason."""
    return move.asks if not reopens or "reason" in move.asks else ("reason", *move.asks)


def is_required(file: CaseFile, ask: str, given: Mapping[str, Any]) -> bool:
    """Return whether something asked must be filled: facts and the responsible unit always, fields if the pack says so."""
    if ask in FACTS or ask == "responsible":
        return True
    field = file.kind.fields.get(ask)
    if field is None:
        return False
    return field.required if isinstance(field.required, bool) else holds(file, field.required, given)


def read_given(
    file: CaseFile, asks: tuple[str, ...], given: Mapping[str, Any], day: date
) -> tuple[Change, dict[str, str]]:
    """
    Return the change that the answers to `asks` make, and the answers that are no part of the case (`reason`).

    given: by field, party or fact id; what is not given keeps its value.
    Raises Refused with a sentence for every field that is wrong or missing, all at once.
    """
    change = Change()
    said: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for ask in asks:
        try:
            _read_one(file, ask, given, day=day, change=change, said=said)
        except BadValue as bad:
            wrong[ask] = str(bad)
            continue
        if _is_missing(file, ask, given, change, said):
            wrong[ask] = gettext("%(title)s is missing.") % {"title": title_of(file.kind, ask)}
    if wrong:
        raise Refused(_count_sentence(wrong), fields=wrong)
    return change, said


def _count_sentence(wrong: Mapping[str, str]) -> str:
    if len(wrong) == 1:
        return next(iter(wrong.values()))
    return gettext("%(count)s things are to be changed.") % {"count": len(wrong)}


def _read_one(
    file: CaseFile, ask: str, given: Mapping[str, Any], *, day: date, change: Change, said: dict[str, str]
) -> None:
    if ask not in given:
        return
    typed, area_id = given[ask], file.case.area_id
    empty = typed in (None, "", [])
    if ask == "reason":
        said["reason"] = str(typed or "").strip()
    elif ask in {"statement", "subject"}:
        change.values[ask] = str(typed or "").strip()
    elif ask == "due":
        if not empty:
            change.values["due"] = _due(file, parse_date(typed), day)
    elif ask == "nature":
        if not empty and str(typed) not in NATURES:
            raise BadValue(gettext("Choose one of the natures."))
        change.values["nature"] = str(typed or "")
    elif ask in file.kind.fields:
        change.fields[ask] = parse_field(file.kind.fields[ask], file.pack, area_id, typed)
    elif ask in SEVERAL:
        change.parties[ask] = _several(area_id, ask, typed)
    elif ask in UNIT_PARTIES:
        change.values[ask] = None if empty else _receiving(unit_of(area_id, typed))
    elif ask in PERSON_PARTIES:
        change.values[ask] = None if empty else person_of(area_id, typed)


def _due(file: CaseFile, due: date, day: date) -> date:
    if due < day:
        raise BadValue(gettext("The due date must not lie before today, %(day)s.") % {"day": day.isoformat()})
    return due


def _receiving(unit: Any) -> Any:
    if not unit.receives or unit.ended_on is not None:
        raise BadValue(gettext("“%(unit)s” cannot be handed cases.") % {"unit": unit.name})
    return unit


def _several(area_id: int, party: str, typed: Any) -> list[Any]:
    many = (
        typed
        if isinstance(typed, list | tuple)
        else [part for part in str(typed or "").replace("、", ",").split(",") if part.strip()]
    )
    find = unit_of if party in UNIT_PARTIES else person_of
    found = {find(area_id, one).pk: find(area_id, one) for one in many}
    return list(found.values())


def _is_missing(file: CaseFile, ask: str, given: Mapping[str, Any], change: Change, said: Mapping[str, str]) -> bool:
    if not is_required(file, ask, given):
        return False
    if ask == "reason":
        return not said.get("reason")
    if ask in file.kind.fields:
        return change.fields.get(ask, file.case.fields.get(ask)) in (None, "", [])
    if ask == "statement":  # said anew for every submission
        return not change.values.get("statement")
    current = change.values[ask] if ask in change.values else getattr(file.case, ask)
    return current in (None, "")
