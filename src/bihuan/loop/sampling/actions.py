"""Drawing samples, putting another case into the place of one, and saying who keeps away from what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import open_for_each
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.sampling.drawing import METHOD, Lot, draw, read_frame
from bihuan.loop.sampling.frame import Narrow, proposed_narrow
from bihuan.loop.sampling.lots import lots_and_frame
from bihuan.loop.sampling.models import Avoidance, Drawn, Sample
from bihuan.loop.sampling.rules import check_may_draw, check_may_replace, check_office
from bihuan.loop.trail.canonical import canonical
from bihuan.loop.trail.digest import chosen_algorithm, digest
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

STRATA: Final = ("responsible", "risk")
DROP: Final = "drop"  # the move by which a check that nobody made is left out, in every pack that has one
SORTS: Final = ("kin", "conflict", "other")


@transaction.atomic
def draw_sample(
    *,
    case: Case,
    seed: int,
    size: int,
    strata: Sequence[str] = STRATA,
    narrow: Narrow | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Sample:
    """
    Draw the sample of a plan and return it; anybody can draw it again from the seed and the frame that are kept.

    seed: 0 to LARGEST_SEED, chosen before the draw. size: how many cases. strata: ids of `frame.strata_choices`, none for one lot.
    narrow: what narrows the frame; None for what the rounds settle. reason: asked for when a sample was drawn before.

    Raises Refused: for a size that cannot hold one case of every stratum, an empty frame, a plan whose checks have begun.
    """
    file = CaseFile(lock_case(case), local_day(at))
    check_may_draw(file, by)
    reason = _reason_again(file, reason)
    narrowed = narrow if narrow is not None else proposed_narrow(file)
    lots, frame = lots_and_frame(file, seed=seed, size=size, strata=strata, narrow=narrowed)
    _take_out_all(file, reason, by=by, at=at)
    row = Sample.objects.create(
        area_id=case.area_id,
        case=file.case,
        method=METHOD,
        seed=seed,
        size=size,
        strata=list(strata),
        narrowed=narrowed.written(),
        frame=frame,
        digest=frame_digest(frame),
        reason=reason,
        drawn_by_id=by.person_id,
        drawn_at=at,
    )
    drawn = [lot.member for lot in lots if lot.drawn]
    Drawn.objects.bulk_create(
        Drawn(area_id=case.area_id, sample=row, case=file.case, target_id=one.id, place=n, stratum=list(one.stratum))
        for n, one in enumerate(drawn, start=1)
    )
    body = {"sample": sample_reference(row, [one.number for one in drawn]), **({"reason": reason} if reason else {})}
    record(case=file.case, verb=Verb.SAMPLE_DRAWN, by=by, at=at, body=body)
    open_for_each(file, by=by, at=at)
    return row


def frame_digest(frame: Sequence[Any]) -> str:
    """Return the digest of a frame as it is kept."""
    return digest(canonical({"frame": list(frame)}).encode(), chosen_algorithm())


def sample_reference(row: Sample, drawn: Sequence[str]) -> dict[str, Any]:
    """Return how the trail tells a draw: everything that is needed to draw again, and what came out."""
    return {
        "id": row.pk,
        "method": row.method,
        "seed": row.seed,
        "size": row.size,
        "strata": list(row.strata),
        "narrowed": dict(row.narrowed),
        "frame": len(row.frame),
        "digest": row.digest,
        "drawn": list(drawn),
    }


def _reason_again(file: CaseFile, reason: str) -> str:
    reason = written(reason)
    again = Sample.objects.filter(area_id=file.case.area_id, case_id=file.case.pk).exists()
    if again and not reason:
        sentence = gettext("A sample was drawn already. Say why it is drawn again.")
        raise Refused(sentence, fields={"reason": sentence})
    return reason if again else ""


def _take_out_all(file: CaseFile, reason: str, *, by: Actor, at: datetime) -> None:
    standing = Drawn.objects.filter(area_id=file.case.area_id, case_id=file.case.pk, out_at__isnull=True)
    standing.update(out_at=at, out_by=by.person_id, reason=reason)


@transaction.atomic
def replace_drawn(*, case: Case, target: Case, reason: str, by: Actor, at: datetime) -> Drawn | None:
    """
    Take a case out of the sample of a plan and draw the next of its stratum; return the new row, None when its stratum is used up.

    The check of the case that is left out is closed with the reason, if nobody has reported it yet.
    Raises Refused: without a reason, for a case that was not drawn or is checked already.
    """
    file = CaseFile(lock_case(case), local_day(at))
    check_may_replace(file, by)
    reason = written(reason)
    if not reason:
        raise Refused(gettext("Say the reason."), fields={"reason": gettext("Say the reason.")})
    rows = Drawn.objects.filter(area_id=case.area_id, case_id=case.pk)
    old = rows.filter(target_id=target.pk, out_at__isnull=True).select_related("sample").first()
    if old is None:
        raise Refused(gettext("“%(number)s” is not in the sample.") % {"number": target.number})
    _leave_out_check(file, target, reason, by=by, at=at)
    Drawn.objects.filter(area_id=case.area_id, pk=old.pk).update(out_at=at, out_by=by.person_id, reason=reason)
    fresh = _next_of(old, set(rows.filter(sample_id=old.sample_id).values_list("target_id", flat=True)))
    new = None
    if fresh is not None:
        place = (rows.aggregate(last=Max("place"))["last"] or 0) + 1
        new = Drawn.objects.create(
            area_id=case.area_id,
            sample=old.sample,
            case=file.case,
            target_id=fresh.member.id,
            place=place,
            stratum=list(fresh.member.stratum),
        )
    numbers = {"sample": old.sample_id, "out": target.number, "in": fresh.member.number if fresh else None}
    record(case=file.case, verb=Verb.SAMPLE_REPLACED, by=by, at=at, body={"replaced": numbers, "reason": reason})
    open_for_each(file, by=by, at=at)
    return new


def _next_of(old: Drawn, known: set[int]) -> Lot | None:
    """Return the case of the same stratum with the next smallest number that was never in this sample."""
    sample = old.sample
    lots = draw(read_frame(sample.frame), seed=sample.seed, size=sample.size)
    stratum = tuple(map(str, old.stratum))
    return next((lot for lot in lots if lot.member.stratum == stratum and lot.member.id not in known), None)


def _leave_out_check(file: CaseFile, target: Case, reason: str, *, by: Actor, at: datetime) -> None:
    below = Case.objects.filter(area_id=file.case.area_id, parent_id=file.case.pk).exclude(category=Category.CLOSED)
    for check in below.order_by("id"):
        if target.pk not in check.fields.values():
            continue
        moves = CaseFile(check, file.day).lifecycle.moves_from(check.state)
        if not any(move.id == DROP for move in moves):
            raise Refused(
                gettext("The check of “%(number)s” is reported already; it stays.") % {"number": target.number}
            )
        move_case(case=check, move=DROP, given={"reason": reason}, by=by, at=at)


@transaction.atomic
def declare_avoidance(
    *,
    case: Case,
    person: Person,
    sort: str,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    target: Case | None = None,
    reason: str = "",
) -> Avoidance:
    """
    Declare on a plan that somebody keeps away from a unit or a case; every plan keeps to it until it is lifted.

    sort: kin, conflict or other. The person declares it, or the office for the person. Raises Refused.
    """
    file = CaseFile(lock_case(case), local_day(at))
    if by.person_id != person.pk:
        check_office(file, by)
    if sort not in SORTS or (unit is None) == (target is None) or person.area_id != case.area_id:
        raise Refused(gettext("Say who keeps away from which unit or case, and why."))
    row = Avoidance.objects.create(
        area_id=case.area_id,
        plan=file.case,
        person=person,
        unit=unit,
        target=target,
        sort=sort,
        reason=written(reason),
        declared_by_id=by.person_id,
        declared_at=at,
    )
    from_ = {"unit": unit.name} if unit is not None else {"case": target.number if target else ""}
    said = {"id": row.pk, "person": person.name, "sort": sort, **from_, "reason": row.reason}
    record(case=file.case, verb=Verb.AVOIDANCE_DECLARED, by=by, at=at, body={"avoidance": said})
    return row


@transaction.atomic
def lift_avoidance(*, case: Case, avoidance_id: int, reason: str, by: Actor, at: datetime) -> Case:
    """Lift a declaration, by the office, with a reason. Raises Refused."""
    file = CaseFile(lock_case(case), local_day(at))
    check_office(file, by)
    row = Avoidance.objects.filter(area_id=case.area_id, pk=avoidance_id, lifted_at__isnull=True)
    found = row.select_related("person").first()
    reason = written(reason)
    if found is None or not reason:
        raise Refused(gettext("Say the reason."), fields={"reason": gettext("Say the reason.")})
    row.update(lifted_at=at)
    body = {"avoidance_lifted": found.pk, "person": found.person.name, "reason": reason}
    record(case=file.case, verb=Verb.AVOIDANCE_LIFTED, by=by, at=at, body=body)
    return file.case
