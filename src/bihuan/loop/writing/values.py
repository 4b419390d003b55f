"""What stands at a place of a text: figures, facts of a case, and the words of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bihuan.loop.asof.standing import CaseAt, Named
from bihuan.loop.scorecards.ranking import GRADE, SCORE
from bihuan.loop.writing.outcomes import outcome_value
from bihuan.loop.writing.rows import OUTCOME_WORDS, Rows
from bihuan.loop.writing.words import (
    LIGHTS,
    amount,
    day_in_words,
    listed,
    numeral,
    one_run,
    plain_number,
    sentence,
    term,
)
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Field, Pack
from bihuan.packspec.vocabulary import CASE_WORDS, CATEGORIES, DOCUMENT_WORDS, NATURES

TEN_THOUSAND: Final = "万元"  # to the hundred yuan, as reports say it: 62.95万元
TO_FILL: Final = "（待填：{}）"


@dataclass(frozen=True, slots=True)
class Value:
    """The text at a place; `empty` where it says nothing or nought, so that an optional sentence is left out."""

    text: str
    empty: bool


NOTHING: Final = Value("", True)


@dataclass(frozen=True, slots=True)
class Told:
    """The case a text speaks of, and its number among those told beside it."""

    case: CaseAt
    n: int = 1


def value_of(rows: Rows, path: str, told: Told) -> Value:
    """Return what stands at a path in a text about a case; `a|b`, `a+b` and `a?` as `packspec.template.Place` says."""
    if path.endswith("?"):
        return Value("", value_of(rows, path[:-1], told).empty)
    first, either, others = path.partition("|")
    if either:
        value = value_of(rows, first, told)
        return value_of(rows, others, told) if value.empty else value
    first, both, others = path.partition("+")
    if both:
        return _together(value_of(rows, first, told), value_of(rows, others, told))
    if path in rows.document.asks:
        return _asked(rows, path)
    # What a pack calls by a word of outcomes, 涉及人数 or 已追缴金额, is its own; the word speaks of what is recorded on cases.
    own = path in rows.pack.figures or path in rows.pack.kinds[told.case.kind].fields
    if path in OUTCOME_WORDS and not own:
        return Value(*outcome_value(rows.outcomes, path, rows.settings, rows.rules))
    if path in DOCUMENT_WORDS and not (own and path in OUTCOME_WORDS):
        return _text(_document_word(rows, path))
    if path in CASE_WORDS:
        return _CASE_VALUES[path](rows, told)
    if path in rows.pack.figures:
        return _figure(rows, path, told.case)
    head, _, rest = path.partition(".")
    if rest and (above := rows.above(told.case, head)) is not None:
        return value_of(rows, rest, replace(told, case=above))
    return _of_case(rows, path, told.case)


def _together(first: Value, rest: Value) -> Value:
    """Return a title and its text as one; a text that begins with its title says it once."""
    if first.empty or rest.empty or rest.text.startswith(first.text.rstrip("。；")):
        return first if rest.empty else rest
    return Value(f"{sentence(first.text)}{rest.text}", False)


def _text(text: str) -> Value:
    return Value(text, not text)


def _number(value: Decimal, text: str) -> Value:
    return Value(text, value == 0)


def _asked(rows: Rows, path: str) -> Value:
    given = rows.asked.get(path, "").strip()
    title = rows.document.asks[path].zh
    return Value(given, False) if given else Value(TO_FILL.format(title), True)


def _document_word(rows: Rows, path: str) -> str:
    return {
        "asof": day_in_words(rows.asof),
        "year": str(rows.asof.year),
        "area": rows.area,
        "office": rows.office,
        "unit": rows.unit.name if rows.unit is not None else "",
    }.get(path, "")


def _figure(rows: Rows, path: str, case: CaseAt) -> Value:
    value, unit = rows.figure(path, case), rows.pack.figures[path].unit
    if value is None:
        return NOTHING
    if unit == "%":
        return _number(value, f"{plain_number(value, 1)}%")
    if unit == "元":
        return _number(value, amount(value))
    if unit == TEN_THOUSAND:
        return _number(value, plain_number(value, 2))
    return _number(value, plain_number(value, 1))


def _of_case(rows: Rows, path: str, case: CaseAt) -> Value:
    fact = _FACTS.get(path)
    if fact is not None:
        return _text(fact(rows, case))
    if path.startswith("label."):
        return _text(rows.label(case, path.removeprefix("label.")))
    kind = rows.pack.kinds[case.kind]
    if path in kind.parties:
        return _text(listed(named.name for named in _members(case, path)))
    if path in kind.fields:
        return _field(rows, kind.fields[path], case.fields.get(path))
    return NOTHING


def _members(case: CaseAt, party: str) -> tuple[Named, ...]:
    named = getattr(case, party, None)
    return (named,) if isinstance(named, Named) else tuple(case.parties.get(party, ()))


def _field(rows: Rows, field: Field, kept: Any) -> Value:
    if kept in (None, "", []) or field.personal:
        return NOTHING
    if isinstance(kept, list):
        return _text(listed(_field(rows, field, one).text for one in kept))
    match field.type:
        case "date":
            return _text(day_in_words(date.fromisoformat(str(kept))))
        case "money":
            return _number(Decimal(str(kept)), amount(Decimal(str(kept))))
        case "number":
            return _number(Decimal(str(kept)), plain_number(Decimal(str(kept)), 4))
        case "choice":
            return _text(rows.pack.options[field.options or ""].get(str(kept), Text(str(kept))).zh)
        case "yes_no":
            return Value("是" if kept else "否", not kept)
        case "unit":
            return _text(rows.names.units.get(int(kept), ""))
        case "person":
            return _text(rows.names.people.get(int(kept), ""))
    return _text(one_run(str(kept)))


def _date(day: date | None) -> str:
    return day_in_words(day) if day is not None else ""


_FACTS: Final[Mapping[str, Callable[[Rows, CaseAt], str]]] = {
    "number": lambda _, case: case.number,
    "subject": lambda _, case: case.subject,
    "state": lambda rows, case: state_title(rows.pack, case),
    "category": lambda _, case: CATEGORIES[case.category].zh,
    "nature": lambda _, case: NATURES[case.nature].zh if case.nature else "",
    "light": lambda _, case: LIGHTS[case.light],
    "due": lambda _, case: _date(case.due),
    "original_due": lambda _, case: _date(case.original_due),
    "opened": lambda _, case: _date(case.opened_on),
    "finished": lambda _, case: _date(case.finished_on),
    "closed": lambda _, case: _date(case.closed_on),
    "late": lambda _, case: "超期" if case.light == "late" else "",
    "turn": lambda _, case: str(case.turn),
    "statement": lambda _, case: case.statement,
    "score": lambda _, case: str(case.fields.get(SCORE) or ""),
    "grade": lambda rows, case: _grade(rows.pack, case),
    "rank": lambda rows, case: str(rows.ranks.get(case.id, "")),
}


def _grade(pack: Pack, case: CaseAt) -> str:
    grade = pack.grades_of(case.kind).get(str(case.fields.get(GRADE)))
    return grade.zh if grade is not None else ""


def state_title(pack: Pack, case: CaseAt) -> str:
    """Return the title of the state a case is in."""
    state = pack.kinds[case.kind].lifecycle_of(pack).states.get(case.state)
    return state.title.zh if state is not None else case.state


def _status(rows: Rows, told: Told) -> Value:
    """Return the word of the first label of the pack that has one for the case, else that of its category."""
    for label in rows.pack.labels:
        if word := rows.label(told.case, label):
            return Value(word, False)
    return _text({"closed": "已完成"}.get(told.case.category, "正在整改"))


def _days(rows: Rows, told: Told, *, late: bool) -> Value:
    due = told.case.due
    if due is None:
        return NOTHING
    days = (rows.asof - due).days if late else (due - rows.asof).days
    return Value(str(days), False) if days > 0 else NOTHING


def _standard(rows: Rows, told: Told) -> Value:
    """Return the points of the completion standard as one run of text."""
    texts = [point.text.rstrip("。；") for point in told.case.points]
    return _text("；".join(texts))


_CASE_VALUES: Final[Mapping[str, Callable[[Rows, Told], Value]]] = {
    "n": lambda _, told: _text(str(told.n)),
    "nth": lambda _, told: _text(numeral(told.n)),
    "status": _status,
    "standard": _standard,
    "term": lambda _, told: _text(term(told.case.nature, told.case.due)),
    "days_left": lambda rows, told: _days(rows, told, late=False),
    "days_late": lambda rows, told: _days(rows, told, late=True),
    "light_word": lambda _, told: _text(LIGHTS[told.case.light]),
    "evidence_count": lambda _, told: _number(Decimal(told.case.evidence_count), str(told.case.evidence_count)),
    "round_title": lambda rows, _: _text(rows.top.subject),
}
