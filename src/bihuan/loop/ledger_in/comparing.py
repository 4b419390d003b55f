"""A value of a ledger beside what a case holds: are they the same, how do people read them, how are they kept until they are taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from bihuan.accounts.models import Person, Unit
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import NATURES, show_money, words
from bihuan.loop.ledger_in.cells import CLEAR
from bihuan.loop.ledger_in.targets import Target
from bihuan.loop.trail.projection import FIELD, PARTY, REFERENCES
from bihuan.packspec.model import Pack

COLUMNS = ("subject", "statement", "due", "nature")


def attribute_of(target: Target) -> str:
    """Return how the trail calls what a target writes."""
    if target.attr in COLUMNS or target.attr in REFERENCES:
        return target.attr
    if target.holds in {"units", "people"} and target.attr in {"assisting", "panel", "applicant"}:
        return f"{PARTY}{target.attr}"
    return f"{FIELD}{target.attr}"


def present(case: Case, target: Target, parties: Mapping[str, list[int]]) -> Any:
    """
    Return what a case holds for a target, in the comparable form of `comparable`.

    parties: ids of the members of parties with several.
    """
    attribute = attribute_of(target)
    if attribute in REFERENCES:
        return getattr(case, f"{attribute}_id")
    if attribute.startswith(PARTY):
        return sorted(parties.get(target.attr, ())) or None
    value = case.fields.get(target.attr) if attribute.startswith(FIELD) else getattr(case, attribute)
    return value.isoformat() if isinstance(value, date) else None if value in ("", [], None) else value


def comparable(target: Target, value: Any) -> Any:
    """Return a value of a ledger in the form that cases and the trail keep, units and people as ids."""
    if value is CLEAR or value is None:
        return None
    if isinstance(value, list):
        return sorted(one.pk for one in value) if all(isinstance(one, Unit | Person) for one in value) else value
    if isinstance(value, Unit | Person):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        if target.holds == "money":
            return f"{value:.2f}"
        return int(value) if value == value.to_integral_value() else str(value.normalize())
    return value


def told_comparable(value: Any) -> Any:
    """Return a value of the trail in the same form: references as ids, nothing as None."""
    if isinstance(value, Mapping):
        return value.get("id")
    if isinstance(value, list):
        return sorted(told_comparable(one) for one in value) or None
    return None if value == "" else value


class Shower:
    """Shows values as people read them; knows units and people by id."""

    def __init__(self, pack: Pack, units: Mapping[int, str], people: Mapping[int, str]) -> None:
        self.pack, self.units, self.people = pack, units, people

    def show(self, target: Target, value: Any) -> str:
        """Return a comparable value as text, empty for nothing."""
        if value is None or value == "":
            return ""
        if isinstance(value, list):
            return "、".join(self.show(target, one) for one in value)
        match target.holds:
            case "unit" | "units":
                return self.units.get(value, f"#{value}")
            case "person" | "people":
                return self.people.get(value, f"#{value}")
            case "nature":
                return words(NATURES[value]) if value in NATURES else str(value)
            case "choice":
                return self._choice(target, str(value))
            case "money":
                return show_money(Decimal(value))
            case "yes_no":
                return gettext("yes") if value else gettext("no")
        return str(value)

    def _choice(self, target: Target, value: str) -> str:
        options = self.pack.options.get(self.pack.kinds[target.kind].fields[target.attr].options or "", {})
        return words(options[value]) if value in options else value
