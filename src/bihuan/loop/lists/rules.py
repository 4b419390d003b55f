"""Who may name the lists of a round and choose their columns."""

from __future__ import annotations

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed
from bihuan.loop.lifecycle.rules import relation_titles

OFFICE = "desk.office"


def can_set_lists(actor: Actor, file: CaseFile) -> bool:
    """Return whether the actor keeps the ledger of this round."""
    return stands_as(actor, file, OFFICE)


def check_may_set_lists(actor: Actor, file: CaseFile) -> None:
    """Raise NotAllowed with a sentence unless the actor keeps the ledger of this round."""
    if not can_set_lists(actor, file):
        raise NotAllowed(
            gettext("Only %(who)s may set the lists of a round.") % {"who": relation_titles(file, [OFFICE])}
        )
