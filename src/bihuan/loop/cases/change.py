"""From new values of a case to the change the trail keeps and the columns the database keeps."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.personal.sealing import Sealed, sealed, write_personal
from bihuan.loop.trail.projection import FIELD, PARTY, REFERENCES, Changes, changes_of, references

SLOTS = {"text": "text", "lines": "text", "choice": "text", "number": "number", "money": "number", "date": "date"}


@dataclass
class Change:
    """
    New values of one case, collected by an action before it writes.

    values: columns and references by attribute (units and people as objects).
    fields: values of pack fields in the form of `cases.values`.
    parties: units or people of parties with several members.
    personal: values of fields that the pack calls personal; `fields` holds only their sealed digest.
    """

    values: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    parties: dict[str, list[Any]] = field(default_factory=dict)
    personal: dict[str, Sealed | None] = field(default_factory=dict)
    extra_changes: Changes = field(default_factory=dict)  # of rows beside the case, as its points
    turned_from: int | None = None  # the round before, when this change begins the next

    def seal(self, name: str, value: str | None) -> None:
        """Set a personal field: its words go to a table of their own."""
        kept = sealed(value) if value is not None else None
        self.personal[name] = kept
        self.fields[name] = kept.token if kept is not None else None

    def changes(self, file: CaseFile) -> Changes:
        """Return what differs from the case as it is, in the form of the trail."""
        new = {**self.values, **{f"{FIELD}{name}": value for name, value in self.fields.items()}}
        found = changes_of(file.case, new)
        found |= self.extra_changes
        if self.turned_from is not None:
            found["turn"] = [self.turned_from, file.case.turn]
        for party, members in self.parties.items():
            old = references([row.unit or row.person for row in file.parties if row.party == party])  # type: ignore[misc]
            now = references(members)
            if old != now:
                found[f"{PARTY}{party}"] = [old, now]
        return found

    def known(self) -> dict[str, Any]:
        """Return what the change says, by the path that conditions use."""
        return {**self.values, **self.fields, **self.parties}

    def columns(self, file: CaseFile) -> dict[str, Any]:
        """Return the columns to write."""
        columns = {
            f"{name}_id" if name in REFERENCES else name: _pk(value) if name in REFERENCES else value
            for name, value in self.values.items()
        }
        if self.fields:
            columns["fields"] = {
                name: value for name, value in {**file.case.fields, **self.fields}.items() if value is not None
            }
            columns.update(slot_columns(file, columns["fields"]))
        return columns

    def write_parties(self, file: CaseFile) -> None:
        """Write the rows beside the case: personal values, changed parties; let every case above know who takes part below."""
        write_personal(file.case, self.personal)
        rows = dict(self.parties)
        rows.update(
            {name: [value] if value is not None else [] for name, value in self.values.items() if name in REFERENCES}
        )
        if not rows:
            return
        case = file.case
        left = [row for row in file.parties if row.party in rows]
        CaseParty.objects.filter(area_id=case.area_id, case_id=case.pk, party__in=rows).delete()
        CaseParty.objects.bulk_create(
            [
                CaseParty(area_id=case.area_id, case_id=case.pk, party=party, **_who(member))
                for party, members in rows.items()
                for member in members
            ]
        )
        tell_above(case.area_id, case.ancestors, [member for members in rows.values() for member in members])
        forget_above(case, left)
        file.__dict__.pop("parties", None)


def file_after(file: CaseFile, change: Change) -> CaseFile:
    """Return the file of the case as the change will leave it, to ask conditions and chains of; nothing is written."""
    case = copy(file.case)
    for name, value in {**change.columns(file), **change.values}.items():
        setattr(case, name, value)
    after = CaseFile(case, file.day)
    kept = [row for row in file.parties if row.party not in change.parties]
    new = [
        CaseParty(area_id=case.area_id, case_id=case.pk, party=party, **_who(member))
        for party, members in change.parties.items()
        for member in members
    ]
    after.__dict__.update(ancestors=file.ancestors, stays=file.stays, desks=file.desks, parties=[*kept, *new])
    return after


def tell_above(area_id: int, ancestors: list[int], members: list[Any]) -> None:
    """Mark units and people as taking part below, in every case above, so that they see the way up."""
    CaseParty.objects.bulk_create(
        [
            CaseParty(area_id=area_id, case_id=above, party="below", **_who(member))
            for above in ancestors
            for member in members
        ],
        ignore_conflicts=True,
    )


def forget_above(case: Case, left: list[CaseParty]) -> None:
    """Take the mark of the way up from units and people who no longer take part in anything below a case above."""
    for above in case.ancestors if left else ():
        under = Q(case__root_id=above) if above == case.root_id else Q(case__parent_id=above)
        if above != case.root_id:
            under |= Q(case__parent__parent_id=above) | Q(case__parent__parent__parent_id=above)
        taking_part = (
            CaseParty.objects.filter(under, area_id=case.area_id).exclude(party="below").exclude(case_id=above)
        )
        still = set(taking_part.values_list("unit_id", "person_id").distinct())
        for row in left:
            if (row.unit_id, row.person_id) not in still:
                who = Q(unit=row.unit_id) if row.unit_id is not None else Q(person=row.person_id)
                CaseParty.objects.filter(who, area_id=case.area_id, case_id=above, party="below").delete()


def _who(member: Any) -> dict[str, Any]:
    return {"unit": member} if member._meta.model_name == "unit" else {"person": member}


def _pk(value: Any) -> Any:
    return None if value is None else value.pk


def slot_columns(file: CaseFile, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the typed slot columns of the indexed fields, in the order the kind declares them, and the case that is the same."""
    columns: dict[str, Any] = {"same_id": fields.get(file.kind.same)} if file.kind.same else {}
    used = {"text": 0, "number": 0, "date": 0}
    for declared in file.kind.fields.values():
        if declared.indexed and declared.type in SLOTS:
            slot = SLOTS[declared.type]
            used[slot] += 1
            value = fields.get(declared.id)
            columns[f"{slot}_{used[slot]}"] = _slot_value(slot, value)
    return columns


def _slot_value(slot: str, value: Any) -> Any:
    if value is None or slot == "date":
        return value
    return Decimal(str(value)) if slot == "number" else str(value)[:200]


def slot_of(file_kind_fields: Mapping[str, Any], name: str) -> str | None:
    """Return the slot column that holds an indexed field, None for a field that is not indexed."""
    used = {"text": 0, "number": 0, "date": 0}
    for declared in file_kind_fields.values():
        if declared.indexed and declared.type in SLOTS:
            slot = SLOTS[declared.type]
            used[slot] += 1
            if declared.id == name:
                return f"{slot}_{used[slot]}"
    return None
