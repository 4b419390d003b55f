"""The chosen rows of a ledger, and what an act on them asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.lifecycle.asking import Ask, asked
from bihuan.web.ledger.page import address_of

MOST = 500
ACTS = ("hand_out", "edit")


@dataclass(frozen=True, slots=True)
class Chosen:
    """
    Rows somebody chose, in the order of their numbers.

    answered: whether the form of the act was filled in already. back: query of the ledger they were chosen in.
    """

    act: str
    title: str
    cases: list[Case]
    answered: bool
    back: str


def chosen_cases(actor: Actor, posted: QueryDict) -> Chosen:
    """Return the rows named in a posted form that the actor may see."""
    back = posted.get("back", "")
    act = posted.get("do", "") if posted.get("do") in ACTS else ""
    address = address_of(QueryDict(back), actor.area_id)
    rows = visible_to(actor).filter(pack=address.pack.id, number__in=posted.getlist("case")[:MOST])
    cases = list(rows.select_related("responsible", "lead", "leader", "handler", "parent").order_by("number"))
    return Chosen(act, _title(act, cases), cases if act else [], "answered" in posted, back)


def _title(act: str, cases: list[Case]) -> str:
    if act == "hand_out" and cases:
        return _("Hand out together")
    return _("Change values together")


def asks_for(chosen: Chosen, day: date) -> tuple[Ask, ...]:
    """Return what the act asks; nothing has to be filled in: an empty answer keeps what each row has."""
    file = CaseFile(chosen.cases[0], day)
    if chosen.act == "hand_out":
        moves = file.lifecycle.moves
        asks = moves["hand_out"].asks if "hand_out" in moves else ()
    else:
        parties = tuple(party for party in ("responsible", "lead", "leader", "handler") if party in file.kind.parties)
        asks = (*parties, "nature", "due", "reason")
    return tuple(_optional(ask) for ask in asked(file, asks))


def _optional(ask: Ask) -> Ask:
    return Ask(ask.id, ask.title, ask.type, required=False, many=ask.many, options=ask.options)
