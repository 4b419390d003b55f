"""
From cases to what is matched: the conditions that a policy says in its fields, the facts that a register says in its own.

A field of the policy that is called like one of the register with `_least`, `_most`, `_of`, `_all` or `_needed` behind it is a condition on
that field. So the pack alone says what is asked, and any pack may ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import show_field, words
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.matching.conditions import HOWS, Demand, Fact, How, Value
from bihuan.packspec.model import Field, Kind, Pack


def facts_of(case: Case | None) -> dict[str, Fact]:
    """Return what a case of a register says, by field; what is personal or empty is left out."""
    if case is None:
        return {}
    pack = pack_of(case.pack, case.pack_version)
    found = {}
    for id_, field in pack.kinds[case.kind].fields.items():
        value = None if field.personal else _value(field, case.fields.get(id_, field.default))
        if value is not None:
            found[id_] = Fact(value, show_field(field, pack, case.fields.get(id_, field.default)))
    return found


def demands_of(case: Case, register: Kind) -> tuple[Demand, ...]:
    """
    Return the conditions that a case says in its fields on the fields of a register, in the order of the pack.

    A condition left empty asks for nothing, and so does a yes or no that is not yes.
    """
    pack = pack_of(case.pack, case.pack_version)
    found = []
    for field, fact, how in conditions_in(pack.kinds[case.kind], register):
        kept = case.fields.get(field.id, field.default)
        value = _value(field, kept, chosen=how in {"of", "all"})
        if value is not None and not (how == "needed" and value is not True):
            said = show_field(field, pack, kept)
            found.append(Demand(fact.id, words(fact.title), how, value, said))
    return tuple(found)


def conditions_in(kind: Kind, register: Kind) -> tuple[tuple[Field, Field, How], ...]:
    """Return the fields of a kind that are conditions on fields of a register, each with that field and how they are held together."""
    found = []
    for field in kind.fields.values():
        fact, _, how = field.id.rpartition("_")
        if how in HOWS and fact in register.fields:
            found.append((field, register.fields[fact], how))
    return tuple(found)


def _value(field: Field, kept: Any, *, chosen: bool = False) -> Value | None:
    if kept is None or kept in ("", []):
        return None
    match field.type:
        case "number" | "money":
            return Decimal(str(kept))
        case "date":
            return date.fromisoformat(str(kept))
        case "yes_no":
            return bool(kept)
        case "choice":
            return frozenset(map(str, kept)) if isinstance(kept, list | tuple) else frozenset({str(kept)})
    return frozenset({str(kept)}) if chosen else None


def same_options(
    pack: Pack, register: Pack, kind: Kind, register_kind: Kind
) -> Mapping[str, tuple[set[str], set[str]]]:
    """Return where a condition offers other options than the field it is held against: nothing could ever be met there."""
    found = {}
    for field, fact, _how in conditions_in(kind, register_kind):
        if field.options and fact.options:
            mine, theirs = set(pack.options[field.options]), set(register.options[fact.options])
            if mine != theirs:
                found[field.id] = (mine, theirs)
    return found
