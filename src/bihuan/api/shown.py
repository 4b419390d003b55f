"""What a room answers with as plain values: its records field by field, cases, units and people by what names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import Model

from bihuan.accounts.models import Area, Person, Unit
from bihuan.api.answers import number
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.packspec.bilingual import Text


def shown(value: Any) -> Any:
    """
    Return a value of a room as JSON can say it.

    A case behind a wall is named nowhere but at its own address. Raises TypeError for a row of a table: which columns of it leave the
    house is said with `picked`.
    """
    if value is None or (isinstance(value, str | bool | int | float) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date | datetime):
        return value
    if isinstance(value, Text):
        return words(value)
    if isinstance(value, Model):
        return _named(value)
    if is_dataclass(value):
        return {one.name: shown(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): shown(one) for key, one in value.items()}
    if isinstance(value, Iterable):
        return [shown(one) for one in value]
    raise TypeError(f"{type(value).__name__} is told by no answer")


def picked(row: Any, *names: str) -> dict[str, Any]:
    """Return these columns of a row."""
    return {name: shown(_column(row, name)) for name in names}


def _column(row: Any, name: str) -> Any:
    """Return one column; a case that was not fetched with the row is fetched with its area."""
    if not isinstance(row, Model) or name in row._state.fields_cache:
        return getattr(row, name)
    if row._meta.get_field(name).related_model is not Case:
        return getattr(row, name)
    facts = row.__dict__
    return Case.objects.filter(area_id=facts["area_id"], pk=facts[f"{name}_id"]).first()


def _named(row: Model) -> dict[str, Any]:
    match row:
        case Case(wall=None):
            return {"pack": row.pack, "kind": row.kind, "number": row.number, "subject": row.subject}
        case Case():
            return {"confidential": True}
        case Unit():
            return {"unit": row.pk, "name": row.name}
        case Person():
            return {"person": row.pk, "name": row.name}
        case Area():
            return {"area": row.code, "name": row.name}
    raise TypeError(f"which columns of {type(row).__name__} are told?")


def _key(key: Any) -> str:
    return key if isinstance(key, str) else ".".join(map(str, key)) if isinstance(key, tuple) else str(key)
