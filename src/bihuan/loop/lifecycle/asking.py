"""What a form asks for one act on a case: each field, party or fact with its title, type, options and present value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.values import NATURES, PERSON_PARTIES, UNIT_PARTIES, title_of, words
from bihuan.loop.cases.walls import HIDDEN
from bihuan.loop.lifecycle.given import SEVERAL, is_required
from bihuan.loop.lifecycle.review import pledge_of
from bihuan.packspec.model import Field

FACT_TYPES = {"reason": "lines", "statement": "lines", "subject": "lines", "due": "date", "nature": "choice"}
BY_ID = ("unit", "person", "link")  # types whose values are ids of other rows

Names = Mapping[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class Member:
    """A unit, a person or a linked case that is filled in already."""

    id: int
    name: str
    outside: bool = False  # an enterprise where persons may stand too


@dataclass(frozen=True, slots=True)
class Ask:
    """
    One thing a form asks for.

    type: a type of pack fields; parties are of type unit, person or applicant.
    options: (id, title) of a choice. value: present value as text of an input. members: present units, people or cases. to: of a link the kinds
    it may lead to, as `pack.kind`. hint: how it is filled in, "" for nothing to say.
    """

    id: str
    title: str
    type: str
    required: bool
    many: bool = False
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    members: tuple[Member, ...] = ()
    to: tuple[str, ...] = ()
    hint: str = ""


def asked(
    file: CaseFile, asks: Iterable[str], names: Names | None = None, *, reader: Actor | None = None
) -> tuple[Ask, ...]:
    """
    Return how a form asks for fields, parties and facts, filled in with what the case holds.

    names: names of units, people and cases that fields point at, as `names_of` returns them; fetched if missing, for `reader`.
    """
    wanted = tuple(asks)
    if names is None:
        names = names_of(file, [name for name in wanted if name in file.kind.fields], reader=reader)
    return tuple(_ask(file, name, names) for name in wanted)


def _ask(file: CaseFile, name: str, names: Names) -> Ask:
    title, required = title_of(file.kind, name), is_required(file, name, {})
    field = file.kind.fields.get(name)
    if field is not None:
        return _ask_field(file, field, title, required, names)
    if name == "pledge":
        return Ask(name, gettext("Truth pledge"), "tick", True, value=next_pledge(file))
    if name in UNIT_PARTIES:
        members = tuple(Member(unit.pk, unit.name) for unit in file.units(name))
        return Ask(name, title, "unit", required, many=name in SEVERAL, members=members)
    if name == "applicant":
        return Ask(name, title, name, required, members=_applicants(file))
    if name in PERSON_PARTIES:
        return Ask(name, title, "person", required, many=name in SEVERAL, members=_people(file, name))
    options = tuple((key, words(text)) for key, text in NATURES.items()) if name == "nature" else ()
    value = getattr(file.case, name, "") if name != "reason" else ""
    return Ask(name, title, FACT_TYPES.get(name, "text"), required, options=options, value=_plain(value))


def next_pledge(file: CaseFile) -> str:
    """Return the truth pledge that goes with the next move into a review, empty for none."""
    states = (move.to for move in file.lifecycle.moves_from(file.case.state))
    return next((text for state in states if (text := pledge_of(file, state))), "")


def _applicants(file: CaseFile) -> tuple[Member, ...]:
    """Return who applies: an enterprise, or a person."""
    rows = [row for row in file.parties if row.party == "applicant"]
    return tuple(
        Member(row.unit_id or row.person_id or 0, str(row.unit or row.person), bool(row.unit_id)) for row in rows
    )


def _people(file: CaseFile, party: str) -> tuple[Member, ...]:
    single = getattr(file.case, party, None) if party in {"leader", "handler"} else None
    if single is not None:
        return (Member(single.pk, single.name),)
    rows = [row.person for row in file.parties if row.party == party and row.person is not None]
    return tuple(Member(person.pk, person.name) for person in rows)


def _ask_field(file: CaseFile, field: Field, title: str, required: bool, names: Names) -> Ask:
    # A personal value is never filled in again: left empty it stays as it is.
    hint = words(field.hint) if field.hint is not None else ""
    value = None if field.personal else file.case.fields.get(field.id, field.default)
    if field.type in BY_ID:
        ids = value if isinstance(value, list) else [value] if value is not None else []
        members = tuple(Member(int(pk), names.get((field.type, int(pk)), f"#{pk}")) for pk in ids)
        to = tuple(one if "." in one else f"{file.pack.id}.{one}" for one in field.to)
        return Ask(field.id, title, field.type, required, many=field.many, members=members, to=to, hint=hint)
    options: tuple[tuple[str, str], ...] = ()
    if field.type == "choice":
        options = tuple((key, words(text)) for key, text in file.pack.options.get(field.options or "", {}).items())
    if field.type == "yes_no":
        options = (("yes", gettext("yes")), ("no", gettext("no")))
        value = None if value is None else "yes" if value else "no"
    written = "\n".join(map(str, value)) if isinstance(value, list | tuple) else _plain(value)
    return Ask(field.id, title, field.type, required, many=field.many, options=options, value=written, hint=hint)


def _plain(value: Any) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)


def names_of(
    file: CaseFile, fields: Iterable[str], also: Iterable[tuple[str, int]] = (), *, reader: Actor | None = None
) -> dict[tuple[str, int], str]:
    """
    Return the names of all that these fields of a case point at, by (type, id); three queries at most.

    also: further (type, id) to name. reader: who reads them, as in `names_by_id`.
    """
    wanted: dict[str, set[int]] = {kind: set() for kind in BY_ID}
    for name in fields:
        declared, value = file.kind.fields[name], file.case.fields.get(name)
        if declared.type in BY_ID and value is not None:
            wanted[declared.type] |= {int(pk) for pk in (value if isinstance(value, list) else [value])}
    for kind, pk in also:
        wanted[kind].add(pk)
    return {
        (kind, pk): name
        for kind, ids in wanted.items()
        for pk, name in names_by_id(file.case.area_id, kind, ids, reader=reader).items()
    }


def names_by_id(area_id: int, kind: str, ids: Iterable[int], *, reader: Actor | None = None) -> dict[int, str]:
    """
    Return the names of units, people or cases of an area by id; ids of other areas and of nothing are left out.

    kind: unit, person or link. reader: who reads what a case is about, if they may see it; for everybody else a case is its number,
    which whoever linked to it knew. One query, none for no ids.
    """
    known = set(ids)
    if not known:
        return {}
    if kind == "unit":
        return {unit.pk: unit.name for unit in Unit.objects.filter(area_id=area_id, pk__in=known)}
    if kind == "person":
        return {person.pk: person.name for person in Person.objects.filter(area_id=area_id, pk__in=known)}
    cases = Case.objects.filter(area_id=area_id, pk__in=known)
    seen = set(visible_to(reader).filter(pk__in=known).values_list("pk", flat=True)) if reader is not None else set()
    return {case.pk: words(HIDDEN) if case.wall is not None else _linked(case, case.pk in seen) for case in cases}


def _linked(case: Case, seen: bool) -> str:
    return f"{case.number} {case.subject}" if seen else case.number
