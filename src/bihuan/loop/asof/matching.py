"""The filter of a ledger, asked of a case as it stood: the same rules that `cases.ledger.filtered` asks of rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import units_below
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.change import slot_of
from bihuan.loop.cases.ledger import LedgerFilter
from bihuan.loop.cases.search import tokens
from bihuan.loop.lifecycle.packs import pack_of


@dataclass(frozen=True, slots=True)
class Matching:
    """A filter with the units below the ones it names; they are those of today's tree."""

    wanted: LedgerFilter
    units: frozenset[int]
    leads: frozenset[int]
    phrases: tuple[tuple[str, ...], ...]

    def fits(self, case: CaseAt) -> bool:
        """Return whether the filter lets a case through."""
        wanted = self.wanted
        return (
            case.kind == wanted.kind
            and _among(case.state, wanted.states)
            and _among(case.category, wanted.categories)
            and _among(case.nature, wanted.natures)
            and _among(case.light, wanted.lights)
            and (not wanted.units or (case.responsible is not None and case.responsible.id in self.units))
            and (not wanted.leads or (case.lead is not None and case.lead.id in self.leads))
            and (wanted.root is None or case.root_id == wanted.root)
            and (wanted.parent is None or case.parent_id == wanted.parent)
            and (wanted.leader is None or (case.leader is not None and case.leader.id == wanted.leader))
            and (wanted.turn_from is None or case.turn >= wanted.turn_from)
            and _between(case.due, wanted.due_from, wanted.due_to)
            and _between(case.closed_on, wanted.closed_from, wanted.closed_to)
            and all(_slot(case, slot) in options for slot, options in wanted.fields.items())
            and self._contains(case)
        )

    def _contains(self, case: CaseAt) -> bool:
        if not self.wanted.typed.strip():
            return True
        if not self.phrases or not all(self.phrases):
            return False
        text = f" {' '.join(tokens(f'{case.number} {case.subject} {case.statement}'))} "
        # A number or Latin word that is still being typed matches its beginning, as the search index has it.
        return all(f" {' '.join(words)}{'' if words[-1].isascii() else ' '}" in text for words in self.phrases)


def matching(area_id: int, wanted: LedgerFilter) -> Matching:
    """Return a filter ready to be asked of cases."""
    return Matching(
        wanted,
        units_of(area_id, wanted.units),
        units_of(area_id, wanted.leads),
        tuple(tuple(tokens(word)) for word in wanted.typed.split()),
    )


def units_of(area_id: int, ids: Collection[int]) -> frozenset[int]:
    """Return the ids of these units and of all below them."""
    if not ids:
        return frozenset()
    paths = tuple(Unit.objects.filter(area_id=area_id, pk__in=list(ids)).values_list("path", flat=True))
    return frozenset(units_below(area_id, paths))


def _among(value: str, wanted: Collection[str]) -> bool:
    return not wanted or value in wanted


def _between(value: Any, first: Any, last: Any) -> bool:
    if first is None and last is None:
        return True
    return value is not None and (first is None or value >= first) and (last is None or value <= last)


def _slot(case: CaseAt, slot: str) -> str | None:
    name = _field_in(case.pack, case.pack_version, case.kind, slot)
    value = None if name is None else case.fields.get(name)
    return None if value is None else str(value)[:200]


@lru_cache(maxsize=512)
def _field_in(pack: str, version: int, kind: str, slot: str) -> str | None:
    fields = pack_of(pack, version).kinds[kind].fields
    return next((name for name in fields if slot_of(fields, name) == slot), None)
