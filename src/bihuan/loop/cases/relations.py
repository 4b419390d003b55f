"""How a person stands to a case: the closed set of relations, asked of facts, never of a list of names."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile

DESK = "desk."
ASSISTING = "assisting."  # and the id of a unit: that one of several assisting units


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a relation means: a unit (all who work there, or its head alone) or a person."""

    unit_id: int | None = None
    person_id: int | None = None
    heads_only: bool = False


def holders(file: CaseFile, relation: str) -> list[Holder]:
    """Return whom `relation` means for this case; empty when the party is not filled."""
    case = file.case
    if relation.startswith(DESK):
        return [Holder(row.unit_id, row.person_id, row.heads_only) for row in file.desk(relation.removeprefix(DESK))]
    if relation.startswith(ASSISTING):
        return [Holder(unit.pk) for unit in file.units("assisting") if relation == f"{ASSISTING}{unit.pk}"]
    match relation:
        case "responsible" | "lead" | "assisting":
            return [Holder(unit.pk) for unit in file.units(relation)]
        case "responsible_head" | "lead_head":
            return [Holder(unit.pk, heads_only=True) for unit in file.units(relation.removesuffix("_head"))]
        case "superior":
            return [Holder(unit.parent_id, heads_only=True) for unit in file.units("responsible") if unit.parent_id]
        case "leader":
            return [Holder(person_id=case.leader_id)] if case.leader_id else []
        case "handler":
            return [Holder(person_id=case.handler_id)] if case.handler_id else []
        case "opener":
            return [Holder(person_id=case.opener_id)] if case.opener_id else []
        case "panel" | "applicant":
            return [Holder(person_id=person) for person in file.persons(relation)] + [
                Holder(unit.pk) for unit in file.units(relation)
            ]
    return []


def stands_as(actor: Actor, file: CaseFile, relation: str) -> bool:
    """Return whether the actor stands in `relation` to the case."""
    if relation == "public":
        return actor.is_public
    if not actor.person_id:
        return False
    if relation == "anyone":
        return True
    return any(_is(actor, holder, file) for holder in holders(file, relation))


def _is(actor: Actor, holder: Holder, file: CaseFile) -> bool:
    if holder.person_id is not None:
        return actor.stands_for == holder.person_id
    if holder.heads_only:
        return actor.heads_unit(holder.unit_id)
    return any(holder.unit_id in post.acts_for for post in actor.posts)


def relations_of(actor: Actor, file: CaseFile) -> frozenset[str]:
    """Return every relation in which the actor stands to the case."""
    named = {
        "responsible",
        "responsible_head",
        "lead",
        "lead_head",
        "assisting",
        "leader",
        "handler",
        "panel",
        "opener",
        "superior",
        "applicant",
    }
    named |= {f"{DESK}{desk}" for desk in file.pack.desks}
    return frozenset(relation for relation in named if stands_as(actor, file, relation))


def unit_label(unit: Unit | None) -> dict[str, object] | None:
    """Return how a unit is written into the trail."""
    return None if unit is None else {"id": unit.pk, "name": unit.name}
