"""Who may look at the personal data of a case."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed, Refused

HANDLES: Final = ("desk.office", "handler", "responsible_head")


def check_may_see_personal(file: CaseFile, actor: Actor) -> None:
    """Raise NotAllowed unless the actor handles the case: the office, the handler, the head of the responsible unit."""
    if not any(stands_as(actor, file, relation) for relation in HANDLES):
        raise NotAllowed(gettext("Personal data is seen only by the office and by those who handle this case."))


def may_see_personal(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor may look at the personal data of a case."""
    try:
        check_may_see_personal(file, actor)
    except Refused:
        return False
    return True
