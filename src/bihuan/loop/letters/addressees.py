"""To whom a letter about a case goes, today."""

from __future__ import annotations

from bihuan.accounts.models import Person, Unit
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import Holder, holders
from bihuan.loop.letters.models import Letter, LetterTo
from bihuan.packspec.document import Letter as Declared


def addressees_of(file: CaseFile, declared: Declared) -> list[LetterTo]:
    """Return whom a letter would go to, each once, not stored yet."""
    area_id = file.case.area_id
    found = list(dict.fromkeys(holder for relation in declared.to for holder in holders(file, relation)))
    units = Unit.objects.filter(area_id=area_id).in_bulk([one.unit_id for one in found if one.unit_id])
    people = Person.objects.in_bulk([one.person_id for one in found if one.person_id])
    return [
        LetterTo(
            area_id=area_id,
            unit_id=one.unit_id,
            person_id=one.person_id,
            heads_only=one.heads_only,
            name=units[one.unit_id].name if one.unit_id else people[one.person_id or 0].name,
        )
        for one in found
    ]


def stored_addressees(letter: Letter) -> list[LetterTo]:
    """Return whom a letter goes to."""
    return list(LetterTo.objects.filter(area_id=letter.area_id, letter_id=letter.pk).order_by("id"))


def same_addressees(one: list[LetterTo], other: list[LetterTo]) -> bool:
    """Return whether two lists name the same units and people."""
    return {(to.unit_id, to.person_id) for to in one} == {(to.unit_id, to.person_id) for to in other}


def all_of(to: list[LetterTo]) -> list[Holder]:
    """Return the addressees as those who are told."""
    return [Holder(one.unit_id, one.person_id, one.heads_only) for one in to]


def heads_of(to: list[LetterTo]) -> list[Holder]:
    """Return the heads of the addressees as those who are told."""
    return [Holder(one.unit_id, one.person_id, heads_only=one.unit_id is not None) for one in to]
