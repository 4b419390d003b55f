"""One spelling for every value: canonical JSON, the bytes a digest is computed over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def canonical(value: Mapping[str, Any]) -> str:
    """
    Return `value` as canonical JSON: keys sorted by code point, no blanks, characters as they are and not escaped.

    value: may hold dates (ISO), aware datetimes (ISO in UTC, ending in Z) and Decimals (as text, never an exponent).
    Text keeps its form: no Unicode normalisation, what was typed is what is proved.

    Raises ValueError for NaN, infinity, a datetime without zone, or text that is not Unicode (lone surrogates);
    TypeError for anything else that JSON does not know.
    """
    written = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=_plain
    )
    written.encode()  # A lone surrogate fails here, before anything is stored.
    return written


def instant(at: datetime) -> str:
    """
    Return an aware datetime as ISO text in UTC, always with microseconds: one spelling for one instant.

    Raises ValueError without a zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def plain(value: Any) -> Any:
    """Return `value` as JSON would give it back: what was written and what is compared have the same form."""
    return json.loads(canonical({"": value}))[""]


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is not a number")
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no form in the trail")
