"""Which cases are score sheets, and of which card."""

from __future__ import annotations

from django.utils.translation import gettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.packspec.shown import Scorecard


def card_of(file: CaseFile) -> Scorecard | None:
    """Return the scorecard whose sheet a case is, None for all others."""
    return next((card for card in file.pack.scorecards_of(file.case.kind) if _is_of(file, card)), None)


def _is_of(file: CaseFile, card: Scorecard) -> bool:
    """Return whether a sheet is of a card: the options that the card names are chosen on it, or on a case above it."""
    for clause in card.when:
        head, dot, rest = clause.path.rpartition(".")
        case = file.ancestor(head) if dot else file.case
        chosen = case.fields.get(rest) if case is not None else None
        if isinstance(clause.must, tuple) and chosen not in clause.must:
            return False
    return True


def needed_card(file: CaseFile) -> Scorecard:
    """Return the scorecard whose sheet a case is. Raises Refused for a case of another kind."""
    card = card_of(file)
    if card is None:
        raise Refused(gettext("A case of this kind is no score sheet."))
    return card
