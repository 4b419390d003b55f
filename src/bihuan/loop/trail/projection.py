"""
What a case looks like to its trail: the attributes that `changes` may name, and the form their values have there.

Units and people are written {"id": …, "name": …}, so that history reads without any other table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bihuan.accounts.models import Person, Unit
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.trail.canonical import plain

COLUMNS: Final = (
    "subject", "state", "category", "turn", "nature", "due", "original_due", "finished_on", "closed_on", "statement",
)  # fmt: skip
REFERENCES: Final = ("responsible", "lead", "leader", "handler")
FIELD: Final = "fields."
PARTY: Final = "party."
POINT: Final = "point."

Changes = dict[str, list[Any]]


def reference(who: Unit | Person | None) -> dict[str, Any] | None:
    """Return a unit or person as the trail writes it, None for nobody; an outside body says so, for it may stand where people do."""
    if who is None:
        return None
    outside = {"outside": who.outside} if isinstance(who, Unit) and who.outside else {}
    return {"id": who.pk, "name": who.name, **outside}


def references(them: Iterable[Unit | Person]) -> list[dict[str, Any] | None]:
    """Return several units or people as the trail writes them, in the order of their ids."""
    return [reference(who) for who in sorted(them, key=lambda who: who.pk)]


def evidence_reference(evidence: Evidence) -> dict[str, Any]:
    """Return a piece of evidence as `body["evidence"]` lists it; the digest ties the file's bytes into the chain."""
    return {
        "id": evidence.pk,
        "turn": evidence.turn,
        "kind": evidence.kind,
        "point": evidence.point.number if evidence.point else None,
        "name": evidence.name,
        "statement": evidence.statement,
        "file": evidence.file.digest if evidence.file else None,
        "size": evidence.file.size if evidence.file else None,
    }


def value_of(case: Case, attribute: str) -> Any:
    """
    Return an attribute of a case in the form of the trail.

    attribute: one of COLUMNS or REFERENCES, or `fields.<id>`. A reference whose unit is not loaded yet asks for it.
    Raises KeyError for any other: parties and points are rows of their own and known to who changes them.
    """
    if attribute in COLUMNS:
        return plain(getattr(case, attribute))
    if attribute in REFERENCES:
        return reference(getattr(case, attribute))
    if attribute.startswith(FIELD):
        return plain(case.fields.get(attribute.removeprefix(FIELD)))
    raise KeyError(attribute)


def changes_of(case: Case, new: Mapping[str, Any]) -> Changes:
    """
    Return {attribute: [old, new]} for those of the `new` values that differ from the case as it is.

    new: plain values by attribute; units and people as objects.
    """
    changes: Changes = {}
    for attribute, value in new.items():
        old = value_of(case, attribute)
        written = reference(value) if attribute in REFERENCES else plain(value)
        if old != written:
            changes[attribute] = [old, written]
    return changes
