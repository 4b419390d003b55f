"""The rehearsal of an area's copy of a pack, by a worker."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.errors import OvertakenByOther, Refused
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.models import Job
from bihuan.loop.jobs.work import Result, Work
from bihuan.loop.lifecycle.models import PackDraft
from bihuan.loop.packs.actions import checked, next_own
from bihuan.loop.packs.files import check_cases
from bihuan.loop.packs.queries import draft_of
from bihuan.loop.packs.rules import check_may_manage_packs
from bihuan.loop.rehearsal.rehearsing import account, rehearse
from bihuan.packspec.load import load_text
from bihuan.packspec.written import uncovered


@transaction.atomic
def start_rehearsal(*, pack: str, seen: int, by: Actor, at: datetime) -> Job:
    """
    Leave it to a worker to tell the worked cases of a copy as it was saved, and return the job.

    seen: number of the save that was looked at.
    Raises NotAllowed; NotCorrect with everything that is wrong; Refused without worked cases that can be read; OvertakenByOther.
    """
    check_may_manage_packs(by)
    draft = draft_of(by.area_id, pack)
    if draft is None or draft.number != seen:
        raise OvertakenByOther(_("The copy was changed after you looked at it. Look at it again."))
    whole = _whole(draft)
    title = _("Worked cases of %(pack)s") % {"pack": load_text(whole).title.in_(get_language() or "")}
    return start_job(kind="rehearsal", given={"pack": pack, "save": draft.number}, by=by, at=at, title=title)


def rehearsal_job(work: Work) -> Result:
    """Tell the worked cases of a save. given: pack, save. Raises Refused with the lines that are not true: such a job is no success."""
    draft = draft_of(work.area_id, work.given["pack"], work.given["save"])
    if draft is None:
        raise Refused(_("The copy was adopted or thrown away meanwhile."))
    whole = _whole(draft)
    told = rehearse(whole, draft.cases, heard=work.progress)
    language = get_language() or ""
    said = [one.in_(language) for one in account(told, uncovered(load_text(whole), draft.cases))]
    if any(one.wrong is not None for one in told):
        raise Refused(said[0], missing=tuple(said[1:]))
    return Result("\n".join(said), url=f"/packs/{draft.pack}/edit/")


def _whole(draft: PackDraft) -> str:
    whole = checked(draft.pack, draft.text, next_own(draft.pack))
    if not draft.cases.strip():
        raise Refused(_("The copy has no worked cases."))
    check_cases(draft.pack, draft.cases)
    return whole
