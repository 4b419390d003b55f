"""Asking the rules of the actions without writing: would this report, this correction, this new case be taken?"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import blank_file, corrected_change, opening_change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.ledger_in.cells import CLEAR
from bihuan.loop.ledger_in.mapping import Meanings
from bihuan.loop.ledger_in.targets import STANDARD, reporting_move
from bihuan.loop.lifecycle.given import read_given
from bihuan.loop.lifecycle.rules import check_starts_here, relation_titles
from bihuan.packspec.model import Kind


class Trial:
    """Tries rows of one ledger; what is the same for all of them is asked once."""

    def __init__(self, meanings: Meanings, top: Case, *, by: Actor, at: datetime) -> None:
        self.meanings, self.top, self.by, self.at = meanings, top, by, at
        self.day = local_day(at)
        self.moves = {kind.id: reporting_move(kind.lifecycle_of(meanings.pack)) for kind in meanings.kinds}
        self._closed: dict[int, str] = {}
        self._blank: dict[str, CaseFile] = {}  # one for each kind: a trial only looks

    def report(self, file: CaseFile, given: Mapping[str, Any]) -> None:
        """Raise Refused with every sentence that reporting progress of a case would raise."""
        move = self.moves[file.case.kind]
        if move is None:
            raise Refused(gettext("No progress is reported on this kind."))
        # The title and the rule of the case's own version count; the kinds of this ledger are those of the newest.
        move = file.lifecycle.moves.get(move.id, move)
        check_starts_here(file, move)
        if not any(stands_as(self.by, file, relation) for relation in move.by):
            raise NotAllowed(gettext("Only %(who)s may do this.") % {"who": relation_titles(file, move.by)})
        read_given(file, move.asks, plain(given), self.day)

    def correction(self, file: CaseFile, given: Mapping[str, Any]) -> None:
        """Raise Refused with every sentence that correcting a case would raise."""
        if file.case.category == Category.CLOSED:
            raise Refused(gettext("It is closed and is not changed any more. Reopen it first if it has to be."))
        corrected_change(file, plain(given))

    def opening(self, kind: Kind, above: int | None, given: Mapping[str, Any]) -> None:
        """Raise Refused with every sentence that opening a case would raise. above: id of the case it stands under, if there is one yet."""
        if above is not None and (why := self._why_closed(above)):
            raise Refused(why)
        if kind.id not in self._blank:
            file = blank_file(kind, self.meanings.pack, None, by=self.by, at=self.at)
            file.__dict__.update(parties=[], ancestors=[])
            self._blank[kind.id] = file
        values = plain(given)
        values.pop(STANDARD, None)
        opening_change(self._blank[kind.id], str(values.pop("subject", "")), values)

    def _why_closed(self, above: int) -> str:
        if above not in self._closed:
            case = Case.objects.filter(area_id=self.top.area_id, pk=above).first()
            closed = case is not None and case.category in {Category.CLOSED, Category.REVIEW}
            sentence = gettext("The case above, %(number)s, is closed or under review. Reopen or return it first.")
            self._closed[above] = sentence % {"number": case.number} if closed and case is not None else ""
        return self._closed[above]


def plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of a ledger as the actions take them."""
    return {
        name: None if value is CLEAR else copy(value) if isinstance(value, list) else value
        for name, value in given.items()
    }
