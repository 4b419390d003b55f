"""How the trail writes an outcome: everything but the name of a person, of which it holds a sealed digest."""

from __future__ import annotations

from typing import Any

from bihuan.loop.outcomes.models import Outcome
from bihuan.loop.trail.canonical import plain
from bihuan.loop.trail.digest import algorithm_of, chosen_algorithm, digest


def outcome_reference(row: Outcome) -> dict[str, Any]:
    """Return an outcome as `body["outcome"]` holds it."""
    return {
        "id": row.pk,
        "sort": str(row.sort),
        "group": row.group,
        "kind": row.kind,
        "persons": row.persons,
        "who": sealed(row.seal, row.who, row.who_unit) if row.who else None,
        "amount": None if row.amount is None else f"{row.amount:.2f}",
        "name": row.name,
        "document": row.document,
        "on": plain(row.on),
        "evidence": row.evidence_id,
    }


def sealed(seal: str, who: str, unit: str, *, like: str = "") -> str:
    """
    Return the digest of a person: the trail proves who it was to those who know, and tells nobody else.

    like: a digest whose method is used; the chosen one by default.
    """
    algorithm = algorithm_of(like) if like else chosen_algorithm()
    return digest(f"{seal}\n{who}\n{unit}".encode(), algorithm)
