"""The cases a ledger may speak of: found by number, by the number in the document, or by their exact words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models.fields.json import KeyTextTransform

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.values import UNIT_PARTIES, written
from bihuan.loop.ledger_in.cells import Names
from bihuan.loop.ledger_in.comparing import told_comparable
from bihuan.loop.trail.models import Event

SEVERAL_PARTIES = ("assisting", "panel", "applicant")
SEVERAL = -1
"""Stands for “more than one” where one case is wanted."""


@dataclass(slots=True)
class Since:
    """What happened to a case after a row was sent out: value of each changed attribute before, and who changed it last."""

    before: dict[str, Any] = field(default_factory=dict)
    who: str = ""
    at: str = ""


class KnownCases:
    """
    The cases below one top case.

    The indexes by source number and by words are made when the first row without a number asks for them.
    """

    def __init__(self, top: Case, names: Names, by: Actor) -> None:
        self.top, self.by = top, by
        self.units = {unit.pk: unit for found in names.units.values() for unit in found}
        self.people = {person.pk: person for found in names.people.values() for person in found}
        self.area_id = top.area_id
        self._rows = Case.objects.filter(area_id=top.area_id, root_id=top.root_id or top.pk)

    def by_number(self, kind: str, numbers: Iterable[str]) -> dict[str, int]:
        """Return the ids of cases by number; one query for each thousand."""
        wanted = sorted(set(numbers))
        found: dict[str, int] = {}
        for start in range(0, len(wanted), 1000):
            some = wanted[start : start + 1000]
            rows = Case.objects.filter(area_id=self.area_id, pack=self.top.pack, number__in=some)
            found.update(rows.filter(root_id=self.top.root_id, kind=kind).values_list("number", "pk"))
        return found

    def hidden(self, ids: set[int]) -> set[int]:
        """Return those of these cases that whoever brings the ledger may not see."""
        if not ids:
            return set()
        return ids - set(visible_to(self.by).filter(pk__in=ids).values_list("pk", flat=True))

    def where_is(self, number: str) -> Case | None:
        """Return a case of the pack by its number wherever it stands, if it may be seen, to say why it does not fit."""
        return visible_to(self.by).filter(pack=self.top.pack, number=number).first()

    def load(self, ids: Iterable[int]) -> dict[int, Case]:
        """Return cases by id, their units and people filled in from the names of the ledger rather than joined to every row."""
        found = {}
        for case in Case.objects.filter(area_id=self.area_id, pk__in=list(ids)):
            for name, known in (
                ("responsible", self.units),
                ("lead", self.units),
                ("leader", self.people),
                ("handler", self.people),
            ):
                pk = getattr(case, f"{name}_id")
                if pk is None or pk in known:
                    case._state.fields_cache[name] = None if pk is None else known[pk]
            found[case.pk] = case
        return found

    def called(self, ids: Iterable[int]) -> dict[int, set[str]]:
        """Return by what each of these cases may be named: its number, its number in the document, its words, and as a template names it."""
        rows = Case.objects.filter(area_id=self.area_id, pk__in=list(ids))
        return {
            pk: {number, str(fields.get("source_number") or number), written(subject), f"{number} {written(subject)}"}
            for pk, number, subject, fields in rows.values_list("pk", "number", "subject", "fields")
        }

    def parties(self, ids: Iterable[int]) -> dict[int, dict[str, list[int]]]:
        """Return the members of parties with several, by case and party."""
        found: dict[int, dict[str, list[int]]] = {}
        rows = CaseParty.objects.filter(area_id=self.area_id, case_id__in=list(ids)).exclude(party="below")
        for case_id, party, unit_id, person_id in rows.values_list("case_id", "party", "unit_id", "person_id"):
            found.setdefault(case_id, {}).setdefault(party, []).append(person_id if unit_id is None else unit_id)
        return found

    def file_of(self, case: Case, parties: Mapping[str, list[int]], day: date) -> CaseFile:
        """Return the file of a case whose parties were fetched already, so that no rule asks for them one by one."""
        file = CaseFile(case, day)
        file.__dict__["parties"] = [
            CaseParty(area_id=case.area_id, case_id=case.pk, party=party, unit=self.units[pk])
            if party in UNIT_PARTIES and pk in self.units
            else CaseParty(area_id=case.area_id, case_id=case.pk, party=party, person_id=pk)
            for party, ids in parties.items()
            if party in SEVERAL_PARTIES
            for pk in ids
        ]
        return file

    def since(self, sent: Mapping[int, int]) -> dict[int, Since]:
        """
        Return what happened to cases since their rows were sent.

        sent: number of the last event then, by case; only cases that went on are asked for.
        """
        found: dict[int, Since] = {}
        if not sent:
            return found
        rows = Event.objects.filter(area_id=self.area_id, case_id__in=list(sent), seq__gt=min(sent.values()))
        for case_id, seq, text in rows.order_by("case_id", "seq").values_list("case_id", "seq", "record"):
            if seq <= sent[case_id]:
                continue
            record = json.loads(text)
            one = found.setdefault(case_id, Since())
            one.who, one.at = record["by"]["name"], record["at"]
            for name, (old, _) in record["body"].get("changes", {}).items():
                one.before.setdefault(name, told_comparable(old))
        return found

    @cached_property
    def _index(self) -> dict[int, int]:
        # Only digests of the keys are kept: the words of a hundred thousand cases would be most of the memory.
        index: dict[int, int] = {}
        rows = self._rows.annotate(source_number=KeyTextTransform("source_number", "fields"))
        for pk, kind, parent, subject, number in rows.values_list(
            "pk", "kind", "parent_id", "subject", "source_number"
        ).iterator(5000):
            for sort, text in (("number", number), ("words", written(subject))):
                if text:
                    for above in (parent or 0, 0):
                        key = hash((kind, above, sort, str(text)))
                        index[key] = SEVERAL if index.get(key, pk) != pk else pk
        return index

    def named(self, kind: str, sort: str, text: str, above: int | None) -> int | None:
        """
        Return the id of the case with this source number (sort "number") or these exact words ("words"); SEVERAL where it is not one.

        above: id of the case it stands under, None where that is not known.
        """
        return self._index.get(hash((kind, above or 0, sort, text)))
