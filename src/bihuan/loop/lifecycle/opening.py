"""What the form of a new case asks, and whether somebody may open one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import blank_file
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
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


def opening_sheet(*, pack: str, kind: str, parent: CaseFile | None, actor: Actor, at: datetime) -> OpeningSheet:
    """
    Return what opening a case of a kind asks: its subject, the fields that no move asks for, and its parties, as the case above has them.

    parent: the file of the case it will stand under, None for kinds that stand under no other.
    Raises PackNotFound for a kind that does not exist there.
    """
    version = parent.case.pack_version if parent is not None else version_in_use(actor.area_id, pack)
    whole = pack_of(pack, version)
    declared = whole.kinds.get(kind)
    fits = declared is not None and (parent.kind.id in declared.parents if parent else not declared.parents)
    if declared is None or not fits:
        raise PackNotFound(f"{pack} {kind}")
    file = blank_file(declared, whole, parent.case if parent is not None else None, by=actor, at=at)
    # A case that is not stored has no rows beside it.
    file.__dict__["parties"] = []
    return OpeningSheet(
        kind,
        words(declared.title),
        _asks(file, parent),
        "standard" in declared.uses,
        _reason(file, parent or file, actor),
    )


def _asks(file: CaseFile, parent: CaseFile | None) -> tuple[Ask, ...]:
    fields = [field.id for field in file.kind.asked_at_opening(file.pack)]
    until = file.kind.due_at_opening(file.pack)
    due = [] if until is None else ["due"]
    titles = {} if until is None else {"due": words(until.title)}
    above = _from_above(parent, file.kind) if parent is not None else {}
    return tuple(
        replace(
            ask,
            title=titles.get(ask.id, ask.title),
            # A party may stay empty: a move may ask for it again.
            required=ask.id not in file.kind.parties and (ask.required or ask.id == "subject"),
            value=above[ask.id].value if ask.id in above else ask.value,
            members=above[ask.id].members if ask.id in above else ask.members,
        )
        for ask in asked(file, ["subject", *fields, *due, *file.kind.parties])
    )


def _from_above(parent: CaseFile, kind: Kind) -> dict[str, Ask]:
    """
    Return what the form begins with because the case above says it already: parties and required fields that both call the same.

    Whoever opens the case sees and may change it; a personal value is never filled in. What opens by itself takes over more, by id
    alone: `repeats.actions.taken_over`.
    """
    wanted = [party for party, title in kind.parties.items() if parent.kind.parties.get(party) == title]
    for field in kind.fields.values():
        known = parent.kind.fields.get(field.id)
        if known is not None and field.required and (field.title, field.type) == (known.title, known.type):
            wanted.append(field.id)
    return {ask.id: ask for ask in asked(parent, wanted) if ask.value or ask.members}


def _reason(file: CaseFile, above: CaseFile, actor: Actor) -> str:
    allowed = [relation for relation in file.kind.opened_by if relation != "clock"]
    if not any(stands_as(actor, above, relation) for relation in allowed) and not own_party_of(file, above, actor):
        return gettext("Only %(who)s may open this.") % {"who": relation_titles(above, allowed)}
    if above is not file and above.case.category in {Category.CLOSED, Category.REVIEW}:
        sentence = gettext("The case above, %(number)s, is closed or under review. Reopen or return it first.")
        return sentence % {"number": above.case.number}
    wrong = failing(file, known_beforehand(file.kind))
    return wrong[0] if wrong else ""
