"""Bringing and withdrawing evidence; setting and answering the completion standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.evidence import store
from bihuan.loop.evidence.models import Evidence, StandardPoint, StoredFile
from bihuan.loop.evidence.rules import check_may_bring, check_may_set_standard, check_may_withdraw
from bihuan.loop.evidence.types import check_upload
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.trail.projection import evidence_reference
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """
    Material somebody brings: a file, a statement, or both.

    kind: evidence id of the pack, or empty for material that proves a point; point: number of that point.
    """

    name: str
    stream: IO[bytes] | None = None
    statement: str = ""
    kind: str = ""
    point: int | None = None
    stored: StoredFile | None = None  # a file the area keeps already, instead of `stream`


def store_file(
    area_id: int, name: str, stream: IO[bytes], at: datetime, *, media_type: str | None = None
) -> StoredFile:
    """
    Keep a file of an area under its digest and return its row.

    media_type: of a file whose content was examined already; None asks `evidence.types`, which raises Refused for what is not kept.
    """
    media_type = media_type or check_upload(name, stream)
    digest, size = store.put(area_id, stream)
    row, _ = StoredFile.objects.get_or_create(
        area_id=area_id, digest=digest, defaults={"size": size, "media_type": media_type, "stored_at": at}
    )
    return row


def attach(file: CaseFile, brought: Sequence[NewEvidence], *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Keep evidence of a case inside the caller's transaction and return how the trail lists it. The caller writes the event."""
    case = file.case
    points = (
        {point.number: point for point in StandardPoint.objects.filter(area_id=case.area_id, case_id=case.pk)}
        if any(new.point is not None for new in brought)
        else {}
    )
    listed = []
    for new in brought:
        if new.kind and new.kind not in file.kind.evidence:
            raise Refused(gettext("This case has no evidence of the kind “%(kind)s”.") % {"kind": new.kind})
        if new.point is not None and new.point not in points:
            raise Refused(gettext("The completion standard has no point %(number)s.") % {"number": new.point})
        statement = written(new.statement)
        if new.stream is None and new.stored is None and not statement:
            raise Refused(gettext("Bring a file or write a statement."))
        row = Evidence.objects.create(
            area_id=case.area_id,
            case=case,
            turn=case.turn,
            kind=new.kind,
            point=points.get(new.point) if new.point is not None else None,
            name=plain_name(new.name) or gettext("Statement"),
            statement=statement,
            file=store_file(case.area_id, new.name, new.stream, at) if new.stream is not None else new.stored,
            added_by_id=by.person_id,
            added_at=at,
        )
        listed.append(evidence_reference(row))
    if listed:
        Case.objects.filter(area_id=case.area_id, pk=case.pk).update(evidence_count=F("evidence_count") + len(listed))
        case.evidence_count += len(listed)
    return listed


def plain_name(name: str) -> str:
    """Return the name of a file without the folders of the machine it came from, its ending kept when it is cut."""
    last = written(name).replace("\\", "/").rpartition("/")[2].strip().replace("\n", " ")
    if len(last) <= NAME_LIMIT:
        return last
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 10:
        return last[:NAME_LIMIT]
    return f"{stem[: NAME_LIMIT - len(ending) - 1]}.{ending}"


@transaction.atomic
def add_evidence(*, case: Case, brought: Sequence[NewEvidence], by: Actor, at: datetime) -> Case:
    """
    Bring evidence for a case that is being worked on.

    Raises Refused if the person does not take part, the case stands where nothing is brought, or a file may not be kept.
    """
    file = CaseFile(lock_case(case), local_day(at))
    check_may_bring(file, by)
    if not brought:
        raise Refused(gettext("Bring a file or write a statement."))
    listed = attach(file, brought, by=by, at=at)
    record(case=file.case, verb=Verb.EVIDENCE_ADDED, by=by, at=at, body={"evidence": listed})
    return file.case


@transaction.atomic
def withdraw_evidence(*, case: Case, evidence_id: int, reason: str, by: Actor, at: datetime) -> Case:
    """Withdraw a piece of evidence of this round: it stays in the trail and no longer proves anything. Raises Refused."""
    file = CaseFile(lock_case(case), local_day(at))
    row = Evidence.objects.filter(
        area_id=case.area_id, case_id=case.pk, pk=evidence_id, withdrawn_at__isnull=True
    ).first()
    if row is None:
        raise Refused(gettext("This material is not on file any more."))
    check_may_withdraw(file, by, row)
    reason = written(reason)
    if not reason:
        raise Refused(gettext("Say the reason."), fields={"reason": gettext("Say the reason.")})
    Evidence.objects.filter(area_id=case.area_id, pk=row.pk).update(withdrawn_at=at)
    changes: dict[str, list[Any]] = {}
    if row.point_id is not None:
        changes = judge_anew(StandardPoint.objects.get(area_id=case.area_id, pk=row.point_id))
    record(
        case=file.case,
        verb=Verb.EVIDENCE_WITHDRAWN,
        by=by,
        at=at,
        body={
            "withdrawn": [row.pk],
            "name": row.name,
            "reason": reason,
            **({"changes": changes} if changes else {}),
        },
        set={"evidence_count": max(0, file.case.evidence_count - 1)},
    )
    return file.case


@transaction.atomic
def set_standard(*, case: Case, points: Sequence[str], by: Actor, at: datetime) -> Case:
    """
    Set the points of the completion standard; frozen once the case is handed out.

    points: one text each, in order; empty ones are left out.
    Raises Refused.
    """
    file = CaseFile(lock_case(case), local_day(at))
    check_may_set_standard(file, by)
    texts = [text for point in points if (text := written(point))]
    if not texts:
        raise Refused(gettext("Write at least one point."), fields={"points": gettext("Write at least one point.")})
    changes = write_points(file.case, texts)
    if changes:
        record(case=file.case, verb=Verb.STANDARD_SET, by=by, at=at, body={"changes": changes})
    return file.case


def write_points(case: Case, texts: Sequence[str]) -> dict[str, list[Any]]:
    """Write the points of a standard inside the caller's transaction and return the changes for the trail."""
    old = {point.number: point for point in StandardPoint.objects.filter(area_id=case.area_id, case_id=case.pk)}
    changes: dict[str, list[Any]] = {}
    for number, text in enumerate(texts, start=1):
        point = old.pop(number, None)
        if point is None:
            changes[f"point.{number}.text"] = [None, text]
            StandardPoint.objects.create(area_id=case.area_id, case=case, number=number, text=text)
        elif point.text != text:
            changes[f"point.{number}.text"] = [point.text, text]
            StandardPoint.objects.filter(area_id=case.area_id, pk=point.pk).update(text=text)
    _remove_points(case, old)
    return changes | {f"point.{number}.text": [point.text, None] for number, point in old.items()}


def _remove_points(case: Case, gone: dict[int, StandardPoint]) -> None:
    """Remove points of the standard. Raises Refused for one that material was brought for: the trail still names it."""
    pks = [point.pk for point in gone.values()]
    if not pks:
        return
    proved = Evidence.objects.filter(area_id=case.area_id, case_id=case.pk, point_id__in=pks).values_list(
        "point__number", flat=True
    )
    for number in proved[:1]:
        raise Refused(gettext("Material was brought for point %(number)s; it stays.") % {"number": number})
    # Nothing refers to them, and looking for what does would ask for evidence without naming its area.
    rows = StandardPoint.objects.filter(area_id=case.area_id, pk__in=pks)
    rows._raw_delete(rows.db)


@transaction.atomic
def answer_point(
    *, case: Case, number: int, answer: str, by: Actor, at: datetime, brought: Sequence[NewEvidence] = ()
) -> Case:
    """Answer one point of the standard, with the evidence that proves it. Raises Refused."""
    file = CaseFile(lock_case(case), local_day(at))
    check_may_bring(file, by)
    point = StandardPoint.objects.filter(area_id=case.area_id, case_id=case.pk, number=number).first()
    if point is None:
        raise Refused(gettext("The completion standard has no point %(number)s.") % {"number": number})
    listed = attach(file, brought, by=by, at=at)
    answer = written(answer)
    if answer == point.answer and not listed and point.verdict != "returned":
        raise Refused(gettext("Write an answer or bring material for this point."))
    changes = judge_anew(point)
    if answer != point.answer:
        changes[f"point.{number}.answer"] = [point.answer, answer]
        StandardPoint.objects.filter(area_id=case.area_id, pk=point.pk).update(answer=answer)
    body = {"point": number, **({"changes": changes} if changes else {}), **({"evidence": listed} if listed else {})}
    record(case=file.case, verb=Verb.POINT_ANSWERED, by=by, at=at, body=body)
    return file.case


def judge_anew(point: StandardPoint) -> dict[str, list[Any]]:
    """Take the verdict from a point whose answer or material changes: what nobody has looked at is not accepted."""
    if not point.verdict:
        return {}
    StandardPoint.objects.filter(area_id=point.area_id, pk=point.pk).update(
        verdict="", verdict_by=None, verdict_at=None
    )
    return {f"point.{point.number}.verdict": [point.verdict, ""]}


def reset_points(case: Case) -> dict[str, list[Any]]:
    """Empty answers and verdicts at the beginning of a new round and return the changes for the trail; the texts stay."""
    changes: dict[str, list[Any]] = {}
    for point in StandardPoint.objects.filter(area_id=case.area_id, case_id=case.pk):
        for name in ("answer", "verdict", "verdict_note"):
            if getattr(point, name):
                changes[f"point.{point.number}.{name}"] = [getattr(point, name), ""]
    StandardPoint.objects.filter(area_id=case.area_id, case_id=case.pk).update(
        answer="", verdict="", verdict_note="", verdict_by=None, verdict_at=None
    )
    return changes
