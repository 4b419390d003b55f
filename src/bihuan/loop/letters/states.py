"""The letter that a state asks for at every entry from another state."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words


def letter_of_arrival(file: CaseFile, came_from: str, at: datetime) -> None:
    """Write the letter of the state in which a case has just arrived, in the caller's transaction, where the state asks for one."""
    state = file.lifecycle.states[file.case.state]
    if not state.letter or came_from == state.id:
        return
    # Letters are told from the rows as they stand, and what tells rows moves cases too: only a state with a letter reads it.
    from bihuan.loop.letters.actions import letter_by_itself

    because = gettext("The case came to “%(state)s”.") % {"state": words(state.title)}
    letter_by_itself(case=file.case, letter=state.letter, by=by_itself(file.case.area_id), at=at, because=because)
