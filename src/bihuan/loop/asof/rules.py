"""Who may freeze a round and who sees what is frozen, and which days there are."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import sees_whole_pack
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.lifecycle.rules import relation_titles


def check_may_freeze(round_: Case, by: Actor, day: date) -> None:
    """Raise NotAllowed unless this is the office, or the clock itself."""
    file = CaseFile(round_, day)
    if by.person_id and not stands_as(by, file, "desk.office"):
        raise NotAllowed(gettext("Only %(who)s may do this.") % {"who": relation_titles(file, ["desk.office"])})


def can_freeze(round_: Case, actor: Actor, day: date) -> bool:
    """Return whether the actor may freeze this round."""
    try:
        check_may_freeze(round_, actor, day)
    except NotAllowed:
        return False
    return True


def can_see_frozen(actor: Actor, pack: str) -> bool:
    """Return whether the actor may open snapshots: they hold every case of a round, so only who sees all of them."""
    return sees_whole_pack(actor, pack)


def check_day_is_over(round_: Case, asof: date, today: date) -> None:
    """Raise Refused for a day that is not over: more may still happen on it; and for one before the round was opened."""
    sentence = ""
    if asof >= today:
        sentence = gettext("%(day)s is not over yet. It can be frozen from the next day on.") % {
            "day": asof.isoformat()
        }
    elif asof < local_day(round_.opened_at):
        sentence = gettext("The round was opened on %(day)s. There is nothing before.") % {
            "day": local_day(round_.opened_at).isoformat()
        }
    if sentence:
        raise Refused(sentence, fields={"asof": sentence})
