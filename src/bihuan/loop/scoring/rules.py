"""Who may enter numbers and choose rules, and who sees the figures of the whole area."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.periods import period_of
from bihuan.loop.cases.queries import holds_area_desk, sees_whole_pack
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.packspec.model import Pack


def check_is_office(by: Actor, pack: Pack) -> None:
    """Raise NotAllowed unless the actor is the office of the pack for the whole area."""
    if not holds_area_desk(by, pack.id, "office"):
        raise NotAllowed(gettext("Only %(who)s may do this.") % {"who": pack.desks["office"].in_("zh")})


def can_enter(by: Actor, pack: Pack) -> bool:
    """Return whether the actor may enter numbers by hand and choose rules."""
    return holds_area_desk(by, pack.id, "office")


def can_see_area(actor: Actor, pack: str) -> bool:
    """Return whether the figures of the whole area are shown to the actor; others see those of what they take part in."""
    return sees_whole_pack(actor, pack)


def check_period(pack: Pack, figure: str, first: date, today: date) -> None:
    """Raise Refused unless the figure is entered by hand and a period of it begins on `first`, which is not to come."""
    declared = pack.figures.get(figure)
    if declared is None or declared.operator != "entered" or declared.every is None:
        raise Refused(gettext("This figure is not entered by hand."))
    if period_of(declared.every, first).first != first:
        raise Refused(gettext("Choose the period."), fields={"first": gettext("Choose the period.")})
    if first > today:
        sentence = gettext("This period has not begun yet.")
        raise Refused(sentence, fields={"first": sentence})
