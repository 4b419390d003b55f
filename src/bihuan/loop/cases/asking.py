"""Conditions and values of the pack language, asked of rows: of cases, and of records that lie on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.db.models import DateField, DecimalField, DurationField, ExpressionWrapper, F, Field, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncDate
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from bihuan.loop.cases.change import slot_of
from bihuan.loop.cases.periods import Period
from bihuan.loop.cases.records import Records, end_of
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.clocks.light import with_light
from bihuan.packspec.model import Bound, Clause, Comparison, Condition, Pack

COLUMN_OF: Final = {"closed": "closed_on", "finished": "finished_on"}
COLUMNS: Final = frozenset(
    {
        "state",
        "category",
        "nature",
        "turn",
        "due",
        "original_due",
        "closed",
        "finished",
        "responsible",
        "lead",
        "leader",
        "handler",
    }
)
# A colour of the pack language as a light that rows can be asked for: what the colour is called stands in the ladder.
LIGHT_OF_COLOUR: Final[Mapping[str, str]] = {
    "green": "ok",
    "blue": "soon",
    "yellow": "soon",
    "orange": "soon",
    "red": "late",
}
AMOUNT: Final = DecimalField(max_digits=24, decimal_places=4)


def condition_q(pack: Pack, kind: str, condition: Condition | None, day: date) -> Q:
    """Return a condition over the cases of a kind as a filter of rows. Raises ValueError for a path that rows cannot be asked for."""
    found = Q()
    for clause in condition or ():
        found &= _clause_q(pack, kind, clause, day)
    return found


def record_q(records: Records, condition: Condition, day: date) -> Q:
    """Return a condition over records as a filter of their rows. Raises ValueError for a path that they have not."""
    found = Q()
    for clause in condition:
        column = records.column(clause.path)
        if isinstance(clause.must, Comparison):
            found &= _compared(F(column), column, clause.must, day, lambda bound: F(records.column(bound)))
        else:
            found &= _among(column, clause.must)
    return found


def dated_q(pack: Pack, kind: str, path: str, day: date, period: Period | None) -> Q:
    """Return the condition that the date at a path falls into a period as far as it is over; without a period, up to a day."""
    first, last = (period.first, min(period.last, day)) if period is not None else (None, day)
    if path == "opened":
        since = Q() if first is None else Q(opened_at__gte=datetime.combine(first, time(), LEGAL_ZONE))
        return since & Q(opened_at__lt=end_of(last))
    column, of = _column(pack, kind, path), value_of(pack, kind, path)
    return _compared(of, column, Comparison(at_least=first, at_most=last), day, F)


def value_of(pack: Pack, kind: str, path: str) -> Any:
    """Return the value at a path of a case as the database computes it: numbers as decimals, days as a duration, dates as dates."""
    if path == "days_taken":
        return ExpressionWrapper(
            F("closed_on") - TruncDate("opened_at", tzinfo=LEGAL_ZONE), output_field=DurationField()
        )
    if path == "opened":
        return TruncDate("opened_at", tzinfo=LEGAL_ZONE)
    declared = pack.kinds[kind].fields.get(path)
    if declared is None:
        return F(_column(pack, kind, path))
    if slot := slot_of(pack.kinds[kind].fields, path):
        return F(slot)
    text = KeyTextTransform(path, "fields")
    types: dict[str, Field[Any, Any]] = {"number": AMOUNT, "money": AMOUNT, "date": DateField()}
    return Cast(text, types[declared.type]) if declared.type in types else text


def _clause_q(pack: Pack, kind: str, clause: Clause, day: date) -> Q:
    if clause.path == "late":
        late = with_light("late", day)
        return late if clause.must is True else ~late
    if clause.path == "light" and isinstance(clause.must, tuple):
        found = Q()
        for light in sorted({LIGHT_OF_COLOUR.get(one, one) for one in clause.must}):
            found |= with_light(light, day)
        return found
    column = _column(pack, kind, clause.path)
    if isinstance(clause.must, Comparison):
        of = value_of(pack, kind, clause.path)
        return _compared(of, column, clause.must, day, lambda bound: value_of(pack, kind, bound))
    return _among(column, clause.must)


def _among(column: str, must: tuple[str, ...] | bool) -> Q:
    return Q(**{column: must}) if isinstance(must, bool) else Q(**{f"{column}__in": list(must)})


def _compared(of: Any, column: str, must: Comparison, day: date, bound_of: Any) -> Q:
    if must.empty is not None:
        empty = Q(**{f"{column}__isnull": True})
        return empty if must.empty else ~empty
    found = Q()
    for lookup, bound in ((GreaterThanOrEqual, must.at_least), (LessThanOrEqual, must.at_most)):
        if bound is not None:
            found &= Q(lookup(of, _bound(of, bound, day, bound_of)))
    return found


def _bound(of: Any, bound: Bound, day: date, bound_of: Any) -> Any:
    if isinstance(bound, str) and bound != "asof":
        return bound_of(bound)
    value = day if isinstance(bound, str) else bound
    if isinstance(of, KeyTextTransform):
        return Value(str(value))
    return Value(value, output_field=DateField()) if isinstance(value, date) else Value(_number(value))


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _column(pack: Pack, kind: str, path: str) -> str:
    declared = pack.kinds[kind]
    if path in declared.fields:
        return slot_of(declared.fields, path) or f"fields__{path}"
    if path in COLUMNS:
        return COLUMN_OF.get(path, path)
    raise ValueError(f"rows cannot be asked for {path}")
