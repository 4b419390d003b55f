"""Moving running cases to another version of their pack, a tree at a time, each case with its event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.audit import Verb as Change
from bihuan.accounts.audit import record as record_change
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.change import slot_columns
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.search import index_case
from bihuan.loop.cases.values import words
from bihuan.loop.cases.walls import wall_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import Stay
from bihuan.loop.errors import NotHere, Refused
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.models import Job
from bihuan.loop.jobs.work import Result, Work
from bihuan.loop.lifecycle.arriving import refresh, start_waiting
from bihuan.loop.lifecycle.packs import is_off, pack_of, version_in_use
from bihuan.loop.lifecycle.review import CHAIN_FIELD, PLEDGE_FIELD
from bihuan.loop.packs.impact import impact_of, mapped_fields, to_move
from bihuan.loop.packs.rules import check_may_manage_packs
from bihuan.loop.personal.models import PersonalValue
from bihuan.loop.trail.projection import FIELD
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.lifting import lift_fallen
from bihuan.packspec.model import Pack
from bihuan.packspec.upgrade import KindPlan, plans_between


def start_moving(*, pack: str, by: Actor, at: datetime) -> Job:
    """
    Leave it to a worker to move all running cases of a pack to the version in use, and return the job.

    Raises NotAllowed, PackNotFound; Refused where a state has no target.
    """
    check_may_manage_packs(by)
    target = pack_of(pack, version_in_use(by.area_id, pack))
    _check(by.area_id, target, at)
    title = _("Cases of %(pack)s to version %(version)d") % {"pack": words(target.title), "version": target.version}
    return start_job(kind="pack_move", given={"pack": pack, "version": target.version}, by=by, at=at, title=title)


def move_job(work: Work) -> Result:
    """Move running cases to another version. given: pack, version."""
    moved = move_running(
        pack=work.given["pack"], version=work.given["version"], by=work.by, at=work.at, progress=work.progress
    )
    return Result(ngettext("%(n)d case moved.", "%(n)d cases moved.", moved) % {"n": moved})


def move_running(
    *, pack: str, version: int, by: Actor, at: datetime, progress: Callable[[int, int], None] | None = None
) -> int:
    """
    Move the running cases of a pack to a version, and return how many; a tree is one transaction, and trees that are there are left alone.

    So what was broken off goes on where it stopped. Raises NotAllowed, PackNotFound; Refused where a state has no target.
    """
    check_may_manage_packs(by)
    target = pack_of(pack, version)
    _check(by.area_id, target, at)
    roots = list(to_move(by.area_id, target).order_by().values_list("root_id", flat=True).distinct())
    moved = 0
    for place, root in enumerate(sorted(pk for pk in roots if pk is not None)):
        if progress is not None:
            progress(place, len(roots))
        moved += _move_tree(by.area_id, root, target, by, at)
    record_change(
        Change.PACK_MOVED, by=by, at=at, subject="pack", subject_id=0, name=pack,
        before={}, after={"version": version, "cases": moved},
    )  # fmt: skip
    return moved


def _check(area_id: int, target: Pack, at: datetime) -> None:
    if is_off(area_id, target.id):
        raise NotHere(_("Switch the system on first."))
    if stops := impact_of(area_id, target, local_day(at), dates=False).stops:
        raise Refused(_("Running cases would have nowhere to go."), missing=tuple(words(one) for one in stops))


@transaction.atomic
def _move_tree(area_id: int, root: int, target: Pack, by: Actor, at: datetime) -> int:
    rows = Case.objects.select_for_update(of=("self",)).filter(area_id=area_id, pack=target.id, root_id=root)
    # The newest first: a case is locked before those above it, as every move does.
    cases = list(rows.select_related("responsible", "lead", "leader", "handler").order_by("-id"))
    waiting = [case for case in cases if case.pack_version != target.version]
    plans = {
        version: plans_between(pack_of(target.id, version), target) for version in {one.pack_version for one in waiting}
    }
    # Those above first: clocks and relations of a case ask the fields of those above it.
    for case in reversed(waiting):
        _move_one(case, plans[case.pack_version], target, by, at)
    return len(waiting)


def _move_one(case: Case, plans: dict[str, KindPlan], target: Pack, by: Actor, at: datetime) -> None:
    plan, version = plans[case.kind], case.pack_version
    fields = _chains(mapped_fields(case.fields, plan), plans)
    changes = {
        f"{FIELD}{name}": [case.fields.get(name), fields.get(name)]
        for name in sorted({*case.fields, *fields})
        if case.fields.get(name) != fields.get(name)
    }
    state = plan.states[case.state]
    if state != case.state:
        changes["state"] = [case.state, state]
    for old, new in plan.states.items():
        if old != new:
            Stay.objects.filter(area_id=case.area_id, case_id=case.pk, state=old).update(state=f"{new}~")
    _rename_personal(case, plan)
    # A state may take the name of another: all are marked first, then all are named.
    _unmark(case)
    case.pack_version, case.state, case.fields = target.version, state, fields
    parent = Case.objects.filter(area_id=case.area_id, pk=case.parent_id).first() if case.parent_id else None
    file = CaseFile(case, local_day(at))
    columns = {
        "pack_version": target.version, "state": state, "fields": fields,
        "wall": wall_of(file.kind, target, parent), **slot_columns(file, fields),
    }  # fmt: skip
    since = file.stays[-1].entered_at if file.stays else at
    dial = refresh(file, at)
    body = {"from": version, "to": target.version, **({"changes": changes} if changes else {})}
    record(case=case, verb=Verb.VERSION_MOVED, by=by, at=at, body=body, set={**columns, **dial})
    lift_fallen(file, because="version", at=at)
    start_waiting(file, since)
    index_case(case)


def _unmark(case: Case) -> None:
    for stay in Stay.objects.filter(area_id=case.area_id, case_id=case.pk, state__endswith="~"):
        Stay.objects.filter(area_id=case.area_id, pk=stay.pk).update(state=stay.state.rstrip("~"))


def _rename_personal(case: Case, plan: KindPlan) -> None:
    for old, new in plan.fields.items():
        if old != new:
            PersonalValue.objects.filter(area_id=case.area_id, case_id=case.pk, field=old).update(field=new)


def _chains(fields: dict[str, object], plans: dict[str, KindPlan]) -> dict[str, object]:
    """Return the values with the review chains that an office set kept under the names of the new states."""
    renamed = {
        form.format(kind=plan.kind, state=old): form.format(kind=plan.kind, state=new)
        for plan in plans.values()
        for old, new in plan.states.items()
        for form in (CHAIN_FIELD, PLEDGE_FIELD)
        if old != new
    }
    return {renamed.get(name, name): value for name, value in fields.items()}
