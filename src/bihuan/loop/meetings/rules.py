"""Who keeps meetings: agenda, sign-in sheet, conclusions."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import blank_file, check_may_open
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.errors import NotAllowed, NotHere, PackNotFound, Refused
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.lifecycle.rules import relation_titles
from bihuan.loop.meetings.names import PACK, SERIES

OFFICE = "desk.office"
ATTENDANCE = "attendance"  # the capability of kinds that have a sign-in sheet
HOSTS = ("responsible", "lead", "handler")  # who keeps the sheet of what is no meeting, beside the office


def check_may_keep(file: CaseFile, actor: Actor) -> None:
    """Raise NotAllowed unless the actor keeps this meeting, series or event; NotHere when it is over."""
    hosts = () if file.case.pack == PACK else tuple(party for party in HOSTS if party in file.kind.parties)
    if not any(stands_as(actor, file, relation) for relation in (OFFICE, *hosts)):
        raise NotAllowed(gettext("Only %(who)s may do this.") % {"who": relation_titles(file, (OFFICE, *hosts))})
    if file.case.category == Category.CLOSED:
        raise NotHere(
            gettext("This meeting is settled or cancelled; reopen it first.")
            if file.case.pack == PACK
            else gettext("This case is closed; reopen it first.")
        )


def has_sheet(file: CaseFile) -> bool:
    """Return whether a sign-in sheet is kept of a case."""
    return ATTENDANCE in file.kind.uses


def may_open_series(actor: Actor, day: date) -> bool:
    """Return whether the actor may open a series of meetings."""
    try:
        pack = pack_in_use(actor.area_id, PACK)
        at = datetime.combine(day, time(12), LEGAL_ZONE)
        check_may_open(blank_file(pack.kinds[SERIES], pack, None, by=actor, at=at), None, actor)
    except (PackNotFound, Refused):
        return False
    return True


def may_keep(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor keeps this meeting or series now."""
    try:
        check_may_keep(file, actor)
    except Refused:
        return False
    return True
