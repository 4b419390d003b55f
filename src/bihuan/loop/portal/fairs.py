"""Fairs in the portal: those to come, the enterprise's own part in them, and signing up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import blank_file, open_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import Stay
from bihuan.loop.errors import CaseNotFound, NotHere, Refused
from bihuan.loop.lifecycle.asking import Ask, asked
from bihuan.loop.lifecycle.conditions import failing
from bihuan.loop.lifecycle.given import read_given
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.packs import is_off, pack_known, pack_of
from bihuan.loop.portal.queries import is_confirmed, register_of
from bihuan.loop.portal.rules import check_enterprise, check_lengths, own_cases
from bihuan.packspec.model import Move, Pack

FAIRS: Final = "fairs"
SIGN_UP: Final = "sign_up"  # the clock that says in which states of a fair enterprises sign up
CHANGE: Final = "change"  # the move whose questions and conditions a sign-up has to meet as well


def fairs_to_come(area_id: int) -> list[Case]:
    """Return the fairs that are announced and not held yet, the soonest first; none while the area does not use the pack."""
    if is_off(area_id, FAIRS):
        return []
    states = _sign_up_states(pack_known(area_id, FAIRS))
    rows = Case.objects.filter(area_id=area_id, pack=FAIRS, kind="fair", state__in=states).select_related("responsible")
    return sorted(rows, key=lambda case: (str(case.fields.get("begins_on") or ""), case.pk))


def fair_of(area_id: int, number: str) -> Case:
    """Return a fair that is or was announced. Raises CaseNotFound for any other."""
    rows = Case.objects.filter(area_id=area_id, pack=FAIRS, kind="fair", number=number)
    case = rows.exclude(category=Category.DRAFT).select_related("responsible").first()
    if case is None or is_off(area_id, FAIRS) or not _was_announced(case):
        raise CaseNotFound(number)
    return case


def _was_announced(fair: Case) -> bool:
    """Return whether enterprises could ever sign up: what was given up in planning was never public."""
    states = _sign_up_states(pack_of(fair.pack, fair.pack_version))
    return Stay.objects.filter(area_id=fair.area_id, case_id=fair.pk, state__in=states).exists()


def _sign_up_states(pack: Pack) -> tuple[str, ...]:
    """Return in which states of a fair enterprises sign up; an area's own copy of the pack may have none."""
    kind = pack.kinds.get("fair")
    return tuple(kind.clocks[SIGN_UP].runs_in) if kind is not None and SIGN_UP in kind.clocks else ()


def parts_in_fairs(actor: Actor) -> dict[int, Case]:
    """Return how the actor's enterprise takes part in fairs: its newest case of each, by id of the fair."""
    rows = (
        own_cases(actor).filter(pack=FAIRS, kind="participant").select_related("parent", "responsible").order_by("id")
    )
    return {case.parent_id: case for case in rows if case.parent_id is not None}


def part_in(actor: Actor, fair: Case) -> Case | None:
    """Return the case by which the actor's enterprise takes part in a fair, None while it has not signed up."""
    rows = own_cases(actor).filter(pack=FAIRS, kind="participant", parent_id=fair.pk)
    return rows.select_related("parent", "responsible").order_by("-id").first()


def is_announced(fair: Case) -> bool:
    """Return whether a fair is still to come and takes, or took, sign-ups."""
    return fair.state in _sign_up_states(pack_of(fair.pack, fair.pack_version))


def is_open_for_sign_up(fair: Case, day: date) -> bool:
    """Return whether enterprises may sign up for a fair on a day: also where the night has not looked at it yet."""
    asks = CHANGE in _moves(fair)  # an area's own copy of the pack may do without
    return asks and is_announced(fair) and day.isoformat() <= str(fair.fields.get("sign_up_by") or "")


def sign_up_asks(fair: Case, *, by: Actor, at: datetime) -> tuple[Ask, ...]:
    """Return what signing up for a fair asks."""
    file, move = _blank(fair, by, at)
    return asked(file, move.asks)


def _blank(fair: Case, by: Actor, at: datetime) -> tuple[CaseFile, Move]:
    move = _moves(fair).get(CHANGE)
    if move is None:
        raise CaseNotFound(CHANGE)
    pack = pack_of(fair.pack, fair.pack_version)
    return blank_file(pack.kinds["participant"], pack, fair, by=by, at=at), move


def _moves(fair: Case) -> Mapping[str, Move]:
    pack = pack_of(fair.pack, fair.pack_version)
    kind = pack.kinds.get("participant")
    return kind.lifecycle_of(pack).moves if kind is not None else {}


@transaction.atomic
def sign_up(*, fair: Case, given: Mapping[str, Any], by: Actor, at: datetime) -> Case:
    """
    Sign the actor's enterprise up for a fair, or return the case by which it takes part already.

    given: answers to `sign_up_asks`. Raises Refused with a sentence for each that is wrong; NotHere once sign-up is over.
    """
    unit = Unit.objects.get(area_id=by.area_id, pk=check_enterprise(by))
    fair = lock_case(fair)  # two browsers that sign up at once make one case
    own = part_in(by, fair)
    if own is not None:
        return own
    if not is_confirmed(register_of(by)):
        raise NotHere(gettext("The registration of your enterprise has not been confirmed yet."))
    day = local_day(at)
    if not is_open_for_sign_up(fair, day):
        raise NotHere(gettext("Sign-up for this fair is over. For urgent cases please call the organiser."))
    check_lengths(given)
    blank, move = _blank(fair, by, at)
    read_given(blank, move.asks, given, day)
    answers = {name: given.get(name) for name in move.asks}
    also = {"responsible": fair.responsible} if fair.responsible is not None else {}
    case = open_case(pack=FAIRS, kind="participant", subject=unit.name, parent=fair, given=answers | also, by=by, at=at)
    if wrong := failing(CaseFile(case, day), move.when):
        raise Refused(gettext("You cannot sign up like this."), missing=tuple(wrong))
    return case
