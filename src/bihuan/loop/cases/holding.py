"""Whether the value of a figure stands a comparison of the pack language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.packspec.model import Clause, Comparison


def holds_for(value: Decimal | None, clause: Clause) -> bool:
    """Return whether a figure stands the comparison of a clause; one without a value stands none but `empty`."""
    must = clause.must
    if not isinstance(must, Comparison):
        return False
    if must.empty is not None:
        return (value is None) is must.empty
    if value is None or any(isinstance(bound, str) for bound in must.bounds):
        return False
    low, high, limit = (None if bound is None else _as_number(bound) for bound in must.bounds)
    return (low is None or value >= low) and (high is None or value <= high) and (limit is None or value < limit)


def _as_number(bound: Any) -> Decimal:
    return Decimal(bound.toordinal()) if isinstance(bound, date) else Decimal(str(bound))
