"""Cases that open by themselves below another: one for each member of a sample, of a party, of a field, or for each unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from bihuan.accounts.models import Person, Unit
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.cases.values import PERSON_PARTIES, UNIT_PARTIES
from bihuan.loop.lifecycle.facts import value_at
from bihuan.loop.sampling.rows import sample_ids
from bihuan.packspec.model import Kind

UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Member:
    """
    One member that gets a case of its own.

    name: the field or party of the new case that holds it; value: what it holds there, as `open_case` reads it; subject: of the new case.
    """

    name: str
    value: Any
    subject: str


def first_open(file: CaseFile) -> str | None:
    """Return the first open state of a lifecycle: where children open by themselves."""
    return next((id_ for id_, state in file.lifecycle.states.items() if state.category == "open"), None)


def kinds_for_each(file: CaseFile) -> list[Kind]:
    """Return the kinds below that open one case for each member of something."""
    return [kind for kind in file.pack.children(file.kind.id) if kind.one_for_each]


def members_of(file: CaseFile, kind: Kind) -> list[Member]:
    """Return the members of a case for which a kind below it has none yet: who has one, closed or not, gets no other."""
    found = _members(file, kind)
    if not found:
        return []
    below = Case.objects.filter(area_id=file.case.area_id, parent_id=file.case.pk, kind=kind.id)
    name = found[0].name
    known = {_held(case, name) for case in below} if name != "applicant" else _applicants(file.case.area_id, below)
    return [member for member in found if _key(member.value) not in known]


def _applicants(area_id: int, cases: QuerySet[Case]) -> set[str]:
    rows = CaseParty.objects.filter(area_id=area_id, party="applicant", case_id__in=cases.values("pk"))
    return {str(pk) for row in rows.values_list("unit_id", "person_id") for pk in row if pk is not None}


def _members(file: CaseFile, kind: Kind) -> list[Member]:
    area_id, path = file.case.area_id, kind.one_for_each.partition(".")[2]
    if kind.one_for_each == UNIT:
        rows = CaseParty.objects.filter(area_id=area_id, case_id=file.case.pk, unit__isnull=False).select_related(
            "unit"
        )
        return [Member("responsible", unit, unit.name) for unit in dict.fromkeys(row.unit for row in rows) if unit]
    if path == "sample":
        field = _link_for_sample(file, kind)
        cases = Case.objects.filter(area_id=area_id).in_bulk(sample_ids(file.case))
        return [Member(field, cases[pk], cases[pk].subject) for pk in sample_ids(file.case)] if field else []
    if path in UNIT_PARTIES:
        return [Member("responsible", unit, unit.name) for unit in file.units(path)]
    if path in PERSON_PARTIES:
        people = [row.person for row in file.parties if row.party == path and row.person is not None]
        return [Member("handler", person, person.name) for person in people]
    return _of_field(file, kind, path)


def _of_field(file: CaseFile, kind: Kind, path: str) -> list[Member]:
    """
    Return the values of a field of the case above, for the first field of the new case that is made alike.

    Enterprises become the applicant of the new case where it has one: then it is theirs in the portal.
    """
    declared, value = file.kind.fields.get(path), value_at(file, path)
    if declared is None or value in (None, ""):
        return []
    if declared.type == "enterprise" and "applicant" in kind.parties:
        ids = value if isinstance(value, list | tuple) else [value]
        units = Unit.objects.filter(area_id=file.case.area_id, pk__in=ids).order_by("id")
        return [Member("applicant", unit, unit.name) for unit in units]
    alike = next(
        (
            one.id
            for one in kind.fields.values()
            if one.type == declared.type and one.options == declared.options and one.to == declared.to
        ),
        None,
    )
    values = value if isinstance(value, list | tuple) else [value]
    if alike is None:
        return _as_party(file.case.area_id, kind, declared.type, values)
    titles = file.pack.options.get(declared.options or "", {})
    subject = file.case.subject
    return [Member(alike, one, f"{titles[one].zh}：{subject}" if one in titles else subject) for one in values]


def _as_party(area_id: int, kind: Kind, type_: str, ids: Iterable[int]) -> list[Member]:
    """Return units and people of a field as the party of the new case that takes them, where it has no field made alike."""
    if type_ in {"unit", "enterprise"} and "responsible" in kind.parties:
        units = Unit.objects.filter(area_id=area_id, pk__in=list(ids)).order_by("order", "id")
        return [Member("responsible", unit, unit.name) for unit in units]
    if type_ == "person" and "handler" in kind.parties:
        people = Person.objects.filter(area_id=area_id, pk__in=list(ids)).order_by("id")
        return [Member("handler", person, person.name) for person in people]
    return []


def _link_for_sample(file: CaseFile, kind: Kind) -> str:
    of = {f"{file.pack.id}.{one}" for one in file.pack.lists[file.kind.samples].of} if file.kind.samples else set()
    return next((one.id for one in kind.fields.values() if one.type == "link" and of & set(one.to)), "")


def handed_down(file: CaseFile, kind: Kind, taken: Iterable[str]) -> dict[str, Any]:
    """Return the parties that a case below takes over from the one above, save those that its member fills."""
    given: dict[str, Any] = {}
    for party in kind.parties:
        if party in taken or party not in file.kind.parties:
            continue
        if party in UNIT_PARTIES:
            members: list[Any] = file.units(party)
        else:
            members = [row.person for row in file.parties if row.party == party and row.person is not None]
        if members:
            given[party] = members if party in {"assisting", "panel"} else members[0]
    return given


def also_filled(kind: Kind, member: Member) -> dict[str, Any]:
    """Return what a new case further says of its member: the unit responsible for a drawn case, in its first field of a unit."""
    unit = member.value.responsible if isinstance(member.value, Case) else None
    field = next((one.id for one in kind.fields.values() if one.type == "unit"), None)
    return {field: unit} if unit is not None and field is not None else {}


def _held(case: Case, name: str) -> Any:
    if name == "applicant":
        return str(CaseParty.objects.get(area_id=case.area_id, case_id=case.pk, party=name).unit_id)
    value = getattr(case, f"{name}_id", None) if name in {"responsible", "handler"} else case.fields.get(name)
    return str(value)


def _key(value: Any) -> str:
    return str(value.pk if hasattr(value, "pk") else value)
