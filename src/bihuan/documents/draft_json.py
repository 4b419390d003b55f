"""A draft as the JSON form `bihuan.draft/1`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.documents.blocks import Place
from bihuan.documents.draft import FORMAT, Draft, DraftFinding, DraftItem, DraftMeasure, Total, Warning_
from bihuan.documents.facts.collected import Facts
from bihuan.documents.facts.dated import DatedWord
from bihuan.documents.facts.dispositions import DispositionMention
from bihuan.documents.facts.instruments import InstrumentMention
from bihuan.documents.facts.quantity import Quantity


def draft_json(draft: Draft) -> dict[str, Any]:
    """
    Return a draft as plain values for `json.dumps`.

    Dates are ISO strings, values are numbers, a title the text does not give is None; `message` of a warning has both languages.
    """
    return {
        "format": FORMAT,
        "genre": draft.genre,
        "title": draft.title,
        "issuer": draft.issuer,
        "inspector": draft.inspector,
        "inspected_from": _day(draft.inspected_from),
        "inspected_to": _day(draft.inspected_to),
        "feedback_on": _day(draft.feedback_on),
        "published_on": _day(draft.published_on),
        "findings": [_finding(finding) for finding in draft.findings],
        "totals": [_total(total) for total in draft.totals],
        "contacts": dict(draft.contacts),
        "warnings": [_warning(warning) for warning in draft.warnings],
        "facts": facts_json(draft.facts),
    }


def facts_json(facts: Facts) -> dict[str, Any]:
    """Return facts as plain values, as they stand under "facts" in the form."""
    return {
        "quantities": [_quantity(one) for one in facts.quantities],
        "dates": [_dated(one) for one in facts.dates],
        "dispositions": [_disposition(one) for one in facts.dispositions],
        "instruments": [_instrument(one) for one in facts.instruments],
        "bodies": [
            {"name": one.name, "role": one.role, "label": one.label, "place": _place(one.place)} for one in facts.bodies
        ],
    }


def _quantity(one: Quantity) -> dict[str, Any]:
    return {
        "value": _number(one.value),
        "unit": one.unit,
        "kind": one.kind,
        "what": one.what or None,
        "approx": one.approx,
        "bound": one.bound or None,
        "direction": one.direction or None,
        "change": one.change or None,
        "against": one.against or None,
        "period": [_day(day) for day in one.period] if one.period else None,
        "as_of": _day(one.as_of),
        "yuan": _number(one.yuan),
        "place": _place(one.place),
    }


def _dated(one: DatedWord) -> dict[str, Any]:
    return {
        "written": one.written,
        "kind": one.kind,
        "first": _day(one.first),
        "last": _day(one.last),
        "standing": one.standing,
        "at_once": one.at_once,
        "within": list(one.within) if one.within else None,
        "doubt": one.doubt or None,
        "place": _place(one.place),
    }


def _disposition(one: DispositionMention) -> dict[str, Any]:
    return {
        "class": one.cls or None,
        "kind": one.kind or None,
        "persons": one.persons,
        "person_times": one.person_times,
        "name": one.name,
        "place": _place(one.place),
        "part_of": _place(one.part_of),
    }


def _instrument(one: InstrumentMention) -> dict[str, Any]:
    return {
        "title": one.title or None,
        "number": one.number or None,
        "date": _day(one.date),
        "made": one.made,
        "place": _place(one.place),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _place(place: Place | None) -> dict[str, int] | None:
    return {"paragraph": place.paragraph, "start": place.start, "end": place.end} if place else None


def _finding(finding: DraftFinding) -> dict[str, Any]:
    return {
        "number": finding.number,
        "title": finding.title or None,
        "aspect": finding.aspect,
        "status": finding.status,
        "items": [_item(item) for item in finding.items],
        "measures": [_measure(measure) for measure in finding.measures],
        "place": _place(finding.place),
    }


def _item(item: DraftItem) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title or None,
        "status": item.status,
        "measures": [_measure(measure) for measure in item.measures],
        "place": _place(item.place),
    }


def _measure(measure: DraftMeasure) -> dict[str, Any]:
    return {
        "number": measure.number,
        "title": measure.title or None,
        "text": measure.text,
        "place": _place(measure.place),
    }


def _total(total: Total) -> dict[str, Any]:
    parts = [{"name": part.name, "value": _number(part.value), "unit": part.unit} for part in total.parts]
    return {
        "name": total.name,
        "value": _number(total.value),
        "unit": total.unit,
        "parts": parts,
        "place": _place(total.place),
    }


def _warning(warning: Warning_) -> dict[str, Any]:
    return {
        "rule": warning.rule,
        "message": str(warning.message),
        "message_en": warning.message.en,
        "place": _place(warning.place),
    }
