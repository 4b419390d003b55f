"""What the form of a new case asks, and whether somebody may open one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.own_party import own_party_of
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.cases.values import words
from bihuan.loop.errors import PackNotFound
from bihuan.loop.lifecycle.asking import Ask, asked
from bihuan.loop.lifecycle.conditions import failing, known_beforehand
from bihuan.loop.lifecycle.packs import pack_of, version_in_use
from bihuan.loop.lifecycle.rules import relation_titles
from bihuan.packspec.model import Kind


@dataclass(frozen=True, slots=True)
class OpeningSheet:
    """
    The form of a new case.

    reason: why it cannot be opened, empty when it can. has_standard: whether it also takes a completion standard.
    """

    kind: str
    title: str
    asks: tuple[Ask, ...]
    has_standard: bool
    reason: str


def opening_sheet(
    *, pack: str, kind: str, parent: CaseFile | None, actor: Actor, at: datetime, day: date
) -> OpeningSheet:
    """
    Return what opening a case of a kind asks: its subject, the fields that no move asks for, and its parties, as the case above has them.

    parent: the file of the case it will stand under, None for kinds that stand under no other.
    Raises PackNotFound for a kind that does not exist there.
    """
    version = parent.case.pack_version if parent is not None else version_in_use(actor.area_id, pack)
    declared = pack_of(pack, version).kinds.get(kind)
    fits = declared is not None and (parent.kind.id in declared.parents if parent else not declared.parents)
    if declared is None or not fits:
        raise PackNotFound(f"{pack} {kind}")
    blank = Case(
        area_id=actor.area_id,
        pack=pack,
        pack_version=version,
        kind=kind,
        parent=parent.case if parent is not None else None,
        ancestors=parent.case.path() if parent is not None else [],
        opener_id=actor.person_id,
        opened_at=at,
        last_at=at,
    )
    file = CaseFile(blank, day)
    # A case that is not stored has no rows beside it.
    file.__dict__["parties"] = []
    above = _from_above(parent, declared) if parent is not None else {}
    until = declared.due_at_opening(file.pack)
    due = ["due"] if until is not None else []
    names = ["subject", *(field.id for field in declared.asked_at_opening(file.pack)), *due, *_parties(file)]
    asks = tuple(replace(ask, required=True) if ask.id == "subject" else ask for ask in asked(file, names))
    if until is not None:
        asks = tuple(replace(ask, title=words(until.title)) if ask.id == "due" else ask for ask in asks)
    filled = tuple(
        replace(ask, value=above[ask.id].value, members=above[ask.id].members) if ask.id in above else ask
        for ask in asks
    )
    optional = tuple(replace(ask, required=False) if ask.id in declared.parties else ask for ask in filled)
    return OpeningSheet(
        kind, words(declared.title), optional, "standard" in declared.uses, _reason(file, parent or file, actor)
    )


def _from_above(parent: CaseFile, kind: Kind) -> dict[str, Ask]:
    """
    Return what the form begins with because the case above says it already: parties and required fields that both call the same.

    Whoever opens the case sees and may change it; a personal value is never filled in.
    """
    wanted = [party for party, title in kind.parties.items() if parent.kind.parties.get(party) == title]
    for field in kind.fields.values():
        known = parent.kind.fields.get(field.id)
        if known is not None and field.required and (field.title, field.type) == (known.title, known.type):
            wanted.append(field.id)
    return {ask.id: ask for ask in asked(parent, wanted) if ask.value or ask.members}


def _parties(file: CaseFile) -> list[str]:
    """Return the parties in the order of the pack; a move may ask for them again."""
    return list(file.kind.parties)


def _reason(file: CaseFile, above: CaseFile, actor: Actor) -> str:
    allowed = [relation for relation in file.kind.opened_by if relation != "clock"]
    if not any(stands_as(actor, above, relation) for relation in allowed) and not own_party_of(file, above, actor):
        return gettext("Only %(who)s may open this.") % {"who": relation_titles(above, allowed)}
    if above is not file and above.case.category in {Category.CLOSED, Category.REVIEW}:
        sentence = gettext("The case above, %(number)s, is closed or under review. Reopen or return it first.")
        return sentence % {"number": above.case.number}
    wrong = failing(file, known_beforehand(file.kind))
    return wrong[0] if wrong else ""
