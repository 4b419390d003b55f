"""Opening a case as a party of it: an enterprise or a person applies, a unit registers what it is responsible for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import ENTERPRISE_PREFIX
from bihuan.loop.errors import NotAllowed

OWN: Final = ("applicant", "responsible")


def own_party_of(file: CaseFile, above: CaseFile, by: Actor) -> str:
    """
    Return the party that somebody becomes by opening a blank case, empty where nothing lets them.

    A party that the case above has means the relation to that case, not the new one's.
    """
    if not by.person_id:
        return ""
    kind = file.kind
    inherited = above.kind.parties if above is not file else {}
    for party in OWN:
        own = party in kind.opened_by and party in kind.parties and party not in inherited
        if own and (party == "applicant" or (by.posts and by.outside_unit is None)):
            return party
    return ""


def with_own_party(party: str, given: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """Return what is given, with the opener filled in as the party where nobody is named."""
    if not party or given.get(party):
        return dict(given)
    if party == "applicant":
        own = by.outside_unit
        return {**given, party: f"{ENTERPRISE_PREFIX}{own}" if own is not None else str(by.stands_for)}
    return {**given, party: str(by.posts[0].acts_for[-1])}


def check_own_party(party: str, change: Change, by: Actor) -> None:
    """Raise NotAllowed when a case is opened for somebody else by whoever may open it only for themselves."""
    if not party:
        return
    if party == "applicant":
        named = [(who._meta.model_name, who.pk) for who in change.parties.get(party, [])]
        own = ("unit", by.outside_unit) if by.outside_unit is not None else ("person", by.stands_for)
        fits = named == [own]
    else:
        unit = change.values.get(party)
        fits = unit is not None and any(unit.pk in post.acts_for for post in by.posts)
    if not fits:
        raise NotAllowed(gettext("This can only be opened for oneself."))
