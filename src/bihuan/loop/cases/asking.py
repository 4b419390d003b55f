"""Conditions and values of the pack language, asked of rows: of cases, and of records that lie on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import (
    Case as Switch,
)
from django.db.models import (
    Count,
    DateField,
    DecimalField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Field,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.db.models.lookups import Contains, GreaterThanOrEqual, IsNull, LessThan, LessThanOrEqual

from bihuan.loop.cases.change import slot_of
from bihuan.loop.cases.models import CaseParty
from bihuan.loop.cases.periods import Period
from bihuan.loop.cases.records import Records, end_of
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.clocks.light import with_light
from bihuan.loop.clocks.models import Stay
from bihuan.packspec.model import Bound, Clause, Comparison, Condition, Pack

COLUMN_OF: Final = {"closed": "closed_on", "finished": "finished_on"}
COLUMNS: Final = frozenset(
    {
        "state",
        "category",
        "nature",
        "turn",
        "evidence_count",
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
SCORES: Final = frozenset({"score", "grade"})  # facts of a score sheet, kept with its fields
PARTIES_OF_ROWS: Final = frozenset({"assisting", "panel", "applicant"})  # they stand in rows of their own
DURATIONS: Final = frozenset({"days_taken", "days_left", "days_late"})
RETURNED: Final = "return"  # how a stay begins that a returned review leads to
MOST_DEPTH: Final = 6
MOST_DAYS: Final = 36_600
UP: Final = "parent__"
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
        found &= _clause_q(pack, kind, clause, day, "")
    return found


def record_q(records: Records, condition: Condition, day: date) -> Q:
    """Return a condition over records as a filter of their rows. Raises ValueError for a path that they have not."""
    found = Q()
    for clause in condition:
        column = records.column(clause.path)
        if isinstance(clause.must, Comparison):
            found &= _compared(F(column), clause.must, day, lambda bound: F(records.column(bound)))
        else:
            found &= _among(column, clause.must)
    return found


def dated_q(pack: Pack, kind: str, path: str, day: date, period: Period | None) -> Q:
    """Return the condition that the date at a path falls into a period as far as it is over; without a period, up to a day."""
    first, last = (period.first, min(period.last, day)) if period is not None else (None, day)
    if path == "opened":
        since = Q() if first is None else Q(opened_at__gte=datetime.combine(first, time(), LEGAL_ZONE))
        return since & Q(opened_at__lt=end_of(last))
    return _compared(value_of(pack, kind, path, day), Comparison(at_least=first, at_most=last), day, F)


def steps_up(pack: Pack, kind: str, above: str) -> tuple[int, ...]:
    """Return how many steps above a case of a kind one of another kind can stand, nearest first."""
    found, level = [], {kind}
    for depth in range(1, MOST_DEPTH + 1):
        level = {parent for one in level for parent in pack.kinds[one].parents if parent in pack.kinds}
        if above in level:
            found.append(depth)
    return tuple(found)


def ancestor_in(pack: Pack, kind: str, path: str) -> tuple[str, str]:
    """Return the kind above and the path there that a path names; two empty strings for one of the case itself."""
    head, _, rest = path.partition(".")
    return (head, rest) if rest and head in pack.kinds and steps_up(pack, kind, head) else ("", "")


def value_of(pack: Pack, kind: str, path: str, day: date | None = None, prefix: str = "") -> Any:
    """
    Return the value at a path of a case as the database computes it: numbers as decimals, days as a duration, dates as dates.

    day: the day at whose end it is looked; without one all that is known. prefix: from the rows to the case, as `parent__`.
    Raises ValueError for what rows cannot be asked for, or have several values of.
    """
    above, rest = ancestor_in(pack, kind, path)
    if above:
        ups = [f"{prefix}{UP * depth}" for depth in steps_up(pack, kind, above)]
        values = [When(**{f"{up}kind": above}, then=value_of(pack, above, rest, day, up)) for up in ups]
        return Switch(*values, default=None)
    if path.startswith("entered."):
        return _entered(path.partition(".")[2], day, prefix)
    if path in DURATIONS:
        return _duration(path, day, prefix)
    if path == "opened":
        return TruncDate(f"{prefix}opened_at", tzinfo=LEGAL_ZONE)
    if path == "score":
        return Cast(KeyTextTransform(path, f"{prefix}fields"), AMOUNT)
    if path == "returns":
        rows = _stays(day, prefix).filter(move=RETURNED).order_by().values("case_id").annotate(n=Count("pk"))
        return Coalesce(Subquery(rows.values("n")[:1]), Value(0))
    declared = pack.kinds[kind].fields.get(path)
    if declared is None:
        return F(f"{prefix}{_column(pack, kind, path)}")
    if slot := slot_of(pack.kinds[kind].fields, path):
        return F(f"{prefix}{slot}")
    text = KeyTextTransform(path, f"{prefix}fields")
    types: dict[str, Field[Any, Any]] = {"number": AMOUNT, "money": AMOUNT, "date": DateField()}
    return Cast(text, types[declared.type]) if declared.type in types and not declared.many else text


def _stays(day: date | None, prefix: str) -> Any:
    """Return the stays of a case in its present turn, up to the end of a day."""
    rows = Stay.objects.filter(
        area_id=OuterRef(f"{prefix}area_id"), case_id=OuterRef(f"{prefix}pk"), turn=OuterRef(f"{prefix}turn")
    )
    return rows if day is None else rows.filter(entered_at__lt=end_of(day))


def _entered(state: str, day: date | None, prefix: str) -> Any:
    rows = _stays(day, prefix).filter(state=state).order_by("id")
    return Subquery(rows.values(on=TruncDate("entered_at", tzinfo=LEGAL_ZONE))[:1])


def _duration(path: str, day: date | None, prefix: str) -> Any:
    if path == "days_taken":
        between = F(f"{prefix}closed_on") - TruncDate(f"{prefix}opened_at", tzinfo=LEGAL_ZONE)
    elif day is None:
        raise ValueError(f"rows are asked for {path} without a day")
    else:
        on = Value(day, output_field=DateField())
        between = F(f"{prefix}due") - on if path == "days_left" else on - F(f"{prefix}due")
    return ExpressionWrapper(between, output_field=DurationField())


def _clause_q(pack: Pack, kind: str, clause: Clause, day: date, prefix: str) -> Q:
    above, _ = ancestor_in(pack, kind, clause.path)
    compared = isinstance(clause.must, Comparison) and clause.must.empty is None
    if above and not compared:
        return _above_q(pack, kind, clause, day, prefix)
    if clause.path in {"late", "light"} and not compared:
        return _prefixed(_light_q(clause, day), prefix)
    if clause.path in PARTIES_OF_ROWS and clause.path in pack.kinds[kind].parties:
        return _party_q(clause, prefix)
    if isinstance(clause.must, Comparison):
        of = value_of(pack, kind, clause.path, day, prefix)
        must = _of_days(clause) if clause.path.rpartition(".")[2] in DURATIONS else clause.must
        return _compared(of, must, day, lambda bound: value_of(pack, kind, bound, day, prefix))
    declared = pack.kinds[kind].fields.get(clause.path)
    if declared is not None and declared.many and isinstance(clause.must, tuple):
        return _holds_one(KeyTextTransform(clause.path, f"{prefix}fields"), clause.must)
    return _among(f"{prefix}{_column(pack, kind, clause.path)}", clause.must)


def _above_q(pack: Pack, kind: str, clause: Clause, day: date, prefix: str) -> Q:
    """Return a line of a condition over the nearest case above that is of a kind; where there is none, nothing is known of it."""
    above, rest = ancestor_in(pack, kind, clause.path)
    found, nearer = Q(), Q()
    for depth in steps_up(pack, kind, above):
        up = f"{prefix}{UP * depth}"
        here = Q(**{f"{up}kind": above})
        found |= here & nearer & _clause_q(pack, above, replace(clause, path=rest), day, up)
        nearer &= ~here | Q(**{f"{up}kind__isnull": True})
    unknown = isinstance(clause.must, Comparison) and clause.must.empty is True
    return (found | nearer) if unknown else found


def _light_q(clause: Clause, day: date) -> Q:
    if clause.path == "late":
        late = with_light("late", day)
        return late if clause.must is True else ~late
    if not isinstance(clause.must, tuple):
        raise ValueError("a light is one of some colours")
    found = Q()
    for light in sorted({LIGHT_OF_COLOUR.get(one, one) for one in clause.must}):
        found |= with_light(light, day)
    return found


def _party_q(clause: Clause, prefix: str) -> Q:
    if not isinstance(clause.must, Comparison) or clause.must.empty is None:
        raise ValueError(f"rows cannot be asked who {clause.path} is, only whether somebody is")
    members = CaseParty.objects.filter(
        area_id=OuterRef(f"{prefix}area_id"), case_id=OuterRef(f"{prefix}pk"), party=clause.path
    )
    return Q(~Exists(members)) if clause.must.empty else Q(Exists(members))


def _prefixed(asked: Q, prefix: str) -> Q:
    """Return a condition on columns of a case as one on those of the case that stands behind a prefix."""
    if not prefix:
        return asked
    children: list[Any] = [
        _prefixed(child, prefix) if isinstance(child, Q) else (f"{prefix}{child[0]}", child[1])  # type: ignore[index]
        for child in asked.children
    ]
    return Q.create(children, connector=asked.connector, negated=asked.negated)


def _holds_one(text: Any, options: tuple[str, ...]) -> Q:
    """Return that a list of options holds one of these: an option is a word without quotes, so its text is looked for."""
    found = Q()
    for option in options:
        found |= Q(Contains(Cast(text, TextField()), f'"{option}"'))
    return found if options else Q(pk__in=[])


def _among(column: str, must: tuple[str, ...] | bool) -> Q:
    return Q(**{column: must}) if isinstance(must, bool) else Q(**{f"{column}__in": list(must)})


def _of_days(clause: Clause) -> Comparison:
    """Return a comparison of numbers of days as one of durations; what is due has not less than no days left."""
    must = clause.must
    if not isinstance(must, Comparison) or any(isinstance(one, str | date) for one in must.bounds):
        raise ValueError(f"rows can hold {clause.path} against numbers only")
    low, high, limit = (None if one is None else timedelta(days=float(one)) for one in must.bounds)  # type: ignore[arg-type]
    always = low is not None and low <= timedelta(0) and not clause.path.endswith("days_taken")
    least = timedelta(days=-MOST_DAYS) if always else low
    return replace(must, at_least=least, at_most=high, less_than=limit)  # type: ignore[arg-type]


def _compared(of: Any, must: Comparison, day: date, bound_of: Any) -> Q:
    if must.empty is not None:
        return Q(IsNull(of, must.empty))
    found = Q()
    for lookup, bound in zip((GreaterThanOrEqual, LessThanOrEqual, LessThan), must.bounds, strict=True):
        if bound is not None:
            found &= Q(lookup(of, _bound(of, bound, day, bound_of)))
    return found


def _bound(of: Any, bound: Bound, day: date, bound_of: Any) -> Any:
    if isinstance(bound, timedelta):
        return Value(bound, output_field=DurationField())
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
    if path in SCORES:
        return f"fields__{path}"
    if path in COLUMNS:
        return COLUMN_OF.get(path, path)
    raise ValueError(f"rows cannot be asked for {path}")
