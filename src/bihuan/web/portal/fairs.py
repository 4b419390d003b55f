"""Fairs as an enterprise reads them: when and where, until when to sign up, and how its own part stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import bare, words
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.portal.fairs import (
    fairs_to_come,
    is_announced,
    is_open_for_sign_up,
    part_in,
    parts_in_fairs,
    sign_up_asks,
)
from bihuan.loop.portal.queries import is_confirmed, register_of
from bihuan.web.case.forms import AskForm, refused
from bihuan.web.portal.matters import MatterRow, row_of
from bihuan.web.portal.policies import shown
from bihuan.web.shapes import Say


@dataclass(frozen=True, slots=True)
class FairCard:
    """A fair in a list. ends: last day to sign up; is_open: one may sign up now; own: how the enterprise takes part, if it does."""

    number: str
    subject: str
    url: str
    sort: str
    place: str
    days: str
    ends: str
    is_open: bool
    own: MatterRow | None


@dataclass(frozen=True, slots=True)
class FairPage:
    """Everything about one fair. closed: why nobody signs up any more, empty while one may."""

    card: FairCard
    state: str
    facts: tuple[tuple[str, str], ...]
    note: str
    closed: str
    join: str


@dataclass(frozen=True, slots=True)
class SignUpPage:
    """The form to sign up for a fair."""

    card: FairCard
    form: AskForm
    say: Say | None


def fair_cards(who: Actor | None, area_id: int, day: date) -> list[FairCard]:
    """Return the fairs to come: those for which one may sign up first, then by the day they begin."""
    own = parts_in_fairs(who) if who is not None else {}
    cards = [card_of_fair(fair, own.get(fair.pk), who, day) for fair in fairs_to_come(area_id)]
    return sorted(cards, key=lambda card: not card.is_open)


def own_parts(who: Actor, day: date) -> list[MatterRow]:
    """Return in which fairs an enterprise takes or took part, newest first."""
    return [row_of(case, who, day) for case in reversed(parts_in_fairs(who).values())]


def card_of_fair(fair: Case, own: Case | None, who: Actor | None, day: date) -> FairCard:
    """Return a fair for a list."""
    begins, ends = shown(fair, "begins_on"), shown(fair, "ends_on")
    return FairCard(
        number=fair.number,
        subject=fair.subject,
        url=reverse("portal_fair", args=[fair.number]),
        sort=shown(fair, "sort"),
        place=shown(fair, "place"),
        days=begins if begins == ends else _("%(from)s to %(to)s") % {"from": begins, "to": ends},
        ends=shown(fair, "sign_up_by"),
        is_open=is_open_for_sign_up(fair, day),
        own=row_of(own, who, day) if own is not None and who is not None else None,
    )


def fair_page(fair: Case, who: Actor | None, day: date) -> FairPage:
    """Return the page of a fair."""
    own = part_in(who, fair) if who is not None else None
    card = card_of_fair(fair, own, who, day)
    pack = pack_of(fair.pack, fair.pack_version)
    state = words(pack.kinds["fair"].lifecycle_of(pack).states[fair.state].title)
    facts = (
        (pgettext("fair", "When"), card.days),
        (pgettext("fair", "Where"), card.place),
        (_("Sign up by"), card.ends),
        (_("Stands for one enterprise at most"), shown(fair, "stands_at_most") if "stands_at_most" in fair_fields(fair) else ""),
        (_("Organised by"), fair.responsible.name if fair.responsible is not None else ""),
    )  # fmt: skip
    return FairPage(
        card=card,
        state=state,
        facts=tuple((title, value) for title, value in facts if value),
        note=shown(fair, "note") if "note" in fair_fields(fair) else "",
        closed="" if card.is_open else closed_words(fair, state),
        join=_join(fair, card, who),
    )


def fair_fields(fair: Case) -> set[str]:
    """Return what a fair may say by its version of the pack."""
    return set(pack_of(fair.pack, fair.pack_version).kinds["fair"].fields)


def closed_words(fair: Case, state: str) -> str:
    """Return why nobody signs up for a fair any more; `state`: where it stands, in words."""
    return _("Sign-up is over.") if is_announced(fair) else _("Now: %(state)s") % {"state": state}


def _join(fair: Case, card: FairCard, who: Actor | None) -> str:
    """Return the address of the form to sign up, empty where this reader cannot."""
    if who is None or not card.is_open or card.own is not None or not is_confirmed(register_of(who)):
        return ""
    return reverse("portal_fair_join", args=[fair.number])


def sign_up_page(
    fair: Case, who: Actor, at: datetime, typed: QueryDict | None = None, refusal: Refused | None = None
) -> SignUpPage:
    """Return the form to sign up for a fair, after a refusal with what was typed."""
    form = AskForm(who.area_id, sign_up_asks(fair, by=who, at=at), typed)
    say = None
    if refusal is not None:
        form.refuse(refusal)
        labels = {ask.id: bare(ask.title) for ask in form.asks}
        say = refused(refusal, _("Your enterprise is not signed up yet"), labels=labels)
    return SignUpPage(card_of_fair(fair, None, who, local_day(at)), form, say)
