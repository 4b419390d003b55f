"""What a move's form brings: asked fields, parties and facts, read into a change or refused all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.same import head_of
from bihuan.loop.cases.values import (
    FACTS,
    NATURES,
    PERSON_PARTIES,
    UNIT_PARTIES,
    BadValue,
    applicant_of,
    parse_date,
    parse_field,
    person_of,
    title_of,
    unit_of,
    written,
)
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.conditions import holds
from bihuan.loop.lifecycle.review import pledge_of
from bihuan.packspec.model import Field, Move

SEVERAL = ("assisting", "panel")
MOST_YEARS = 50  # further ahead a due date is a slip of the pen


def asks_of(file: CaseFile, move: Move, *, reopens: bool) -> tuple[str, ...]:
    """Return what the form of a move asks; a reopening always asks for a reason."""
    asks = move.asks if not reopens or "reason" in move.asks else ("reason", *move.asks)
    return (*asks, "pledge") if _pledges(file, move) else asks


def _pledges(file: CaseFile, move: Move) -> bool:
    """Return whether whoever takes this move hands work in for a review whose round asks for a truth pledge."""
    return file.state.category != "review" and bool(pledge_of(file, move.to))


def is_required(file: CaseFile, ask: str, given: Mapping[str, Any]) -> bool:
    """
    Return whether something asked must be filled: facts and the responsible unit always, fields if the pack says so.

    given: values as they are kept (`Change.known`), never as they were typed.
    """
    if ask in FACTS or ask in {"responsible", "pledge"}:
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
    change, said, wrong = read_answers(file, asks, given, day)
    for ask in asks:
        # Asked after all is read: what must be filled may hang on another answer of the same form.
        if ask not in wrong and _is_missing(file, ask, change, said):
            wrong[ask] = missing_sentence(file, ask)
    refuse_wrong(wrong)
    return change, said


def read_answers(
    file: CaseFile, asks: Iterable[str], given: Mapping[str, Any], day: date
) -> tuple[Change, dict[str, str], dict[str, str]]:
    """Return what `read_given` does and what is wrong with which answer; what is missing is not looked at."""
    change = Change()
    said: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for ask in asks:
        try:
            _read_one(file, ask, given, day=day, change=change, said=said)
        except BadValue as bad:
            wrong[ask] = str(bad)
    return change, said, wrong


def missing_sentence(file: CaseFile, ask: str) -> str:
    """Return the sentence for something that must be filled and is not."""
    if ask == "pledge":
        return gettext("Sign the truth pledge.")
    return gettext("%(title)s is missing.") % {"title": title_of(file.kind, ask)}


def refuse_wrong(wrong: Mapping[str, str]) -> None:
    """Raise Refused with all that is wrong, if anything is."""
    if wrong:
        one = next(iter(wrong.values()))
        many = gettext("%(count)s things are to be changed.") % {"count": len(wrong)}
        raise Refused(one if len(wrong) == 1 else many, fields=wrong)


def _read_one(
    file: CaseFile, ask: str, given: Mapping[str, Any], *, day: date, change: Change, said: dict[str, str]
) -> None:
    if ask not in given:
        return
    typed, area_id = given[ask], file.case.area_id
    empty = typed is None or (isinstance(typed, str | list) and not typed)
    if ask in {"reason", "pledge"}:
        said[ask] = written(typed) if ask == "reason" else "yes" if typed in {"yes", True} else ""
    elif ask in {"statement", "subject"}:
        change.values[ask] = written(typed)
    elif ask == "due":
        if not empty:
            change.values["due"] = _due(file, parse_date(typed), day)
    elif ask == "nature":
        if not empty and str(typed) not in NATURES:
            raise BadValue(gettext("Choose one of the natures."))
        change.values["nature"] = str(typed or "")
    elif ask in file.kind.fields:
        _read_field(file, file.kind.fields[ask], typed, change)
    elif ask in SEVERAL:
        change.parties[ask] = _several(file, ask, typed)
    elif ask == "applicant":
        change.parties[ask] = [] if empty else [applicant_of(area_id, typed)]
    elif ask in UNIT_PARTIES:
        change.values[ask] = None if empty else _named(file, unit_of(area_id, typed))
    elif ask in PERSON_PARTIES:
        change.values[ask] = None if empty else person_of(area_id, typed)


def _read_field(file: CaseFile, field: Field, typed: Any, change: Change) -> None:
    value = parse_field(field, file.pack, file.case.area_id, typed)
    value = head_of(file, value) if field.same else value
    if field.personal:
        change.seal(field.id, None if value is None else str(value))
    else:
        change.fields[field.id] = value


def _due(file: CaseFile, due: date, day: date) -> date:
    if due < day:
        raise BadValue(gettext("The due date must not lie before today, %(day)s.") % {"day": day.isoformat()})
    if due.year > day.year + MOST_YEARS:
        raise BadValue(gettext("The due date must not lie more than %(years)s years ahead.") % {"years": MOST_YEARS})
    return due


def _named(file: CaseFile, unit: Any) -> Any:
    """Return a unit that may be named as a party: one that checks others is handed nothing, so an office may do it."""
    checks = bool(file.kind.samples) or "checks" in file.kind.uses
    return unit if checks and unit.ended_on is None else _receiving(unit)


def _receiving(unit: Any) -> Any:
    if not unit.receives or unit.ended_on is not None:
        raise BadValue(gettext("“%(unit)s” cannot be handed cases.") % {"unit": unit.name})
    return unit


def _several(file: CaseFile, party: str, typed: Any) -> list[Any]:
    """Return the members of a party. Who is one already may stay, also where a unit could not be named anew."""
    area_id = file.case.area_id
    many = (
        typed
        if isinstance(typed, list | tuple)
        else [part for part in str(typed or "").replace("、", ",").split(",") if part.strip()]
    )
    if party not in UNIT_PARTIES:
        return list({(person := person_of(area_id, one)).pk: person for one in many}.values())
    units = {(unit := unit_of(area_id, one)).pk: unit for one in many}
    known = {unit.pk for unit in file.units(party)} if file.case.pk else set()
    return [unit if unit.pk in known else _receiving(unit) for unit in units.values()]


def _is_missing(file: CaseFile, ask: str, change: Change, said: Mapping[str, str]) -> bool:
    if not is_required(file, ask, change.known()):
        return False
    if ask in {"reason", "pledge"}:
        return not said.get(ask)
    if ask in file.kind.fields:
        return change.fields.get(ask, file.case.fields.get(ask)) in (None, "", [])
    if ask == "statement":  # said anew for every submission
        return not change.values.get("statement")
    current = change.values[ask] if ask in change.values else getattr(file.case, ask)
    return current in (None, "")
