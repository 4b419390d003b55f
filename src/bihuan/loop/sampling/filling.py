"""Filling in a check: verdicts on its points, call-backs, material."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import BadValue, parse_date, written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.evidence.actions import NewEvidence, add_evidence
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.sampling.checking import AGREES, CHECK, WAYS, masked
from bihuan.loop.sampling.models import CallBack, CheckPoint, Verdict
from bihuan.loop.sampling.rules import check_may_fill
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

LENGTHS: Final = {"whom": 60, "phone": 40}


@transaction.atomic
def judge_points(*, case: Case, points: Mapping[int, tuple[str, str]], by: Actor, at: datetime) -> Case:
    """
    Judge points of a check.

    points: number → (verdict, note); a verdict that is not “true” needs a note. What is not given stays as it is; "" takes a verdict back.
    Raises Refused.
    """
    file = CaseFile(lock_case(case), local_day(at))
    check_may_fill(file, by)
    rows = {row.number: row for row in CheckPoint.objects.filter(area_id=case.area_id, case_id=case.pk)}
    wrong = _wrong_points(points, rows)
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    changes: dict[str, list[Any]] = {}
    for number, (verdict, typed) in points.items():
        row, note = rows[number], written(typed)
        for name, old, new in (("verdict", row.verdict, verdict), ("note", row.note, note)):
            if old != new:
                changes[f"{CHECK}{number}.{name}"] = [old, new]
        if (row.verdict, row.note) != (verdict, note):
            judged = (
                {"judged_by_id": by.person_id, "judged_at": at}
                if verdict
                else {"judged_by_id": None, "judged_at": None}
            )
            CheckPoint.objects.filter(area_id=case.area_id, pk=row.pk).update(verdict=verdict, note=note, **judged)
    if changes:
        record(case=file.case, verb=Verb.CHECK_JUDGED, by=by, at=at, body={"changes": changes})
    return file.case


@transaction.atomic
def fill_check(
    *,
    case: Case,
    points: Mapping[int, tuple[str, str]],
    call: Mapping[str, Any] | None = None,
    brought: Sequence[NewEvidence] = (),
    by: Actor,
    at: datetime,
) -> Case:
    """
    Keep what was found on site in one act: points, a call-back and material, or nothing of it.

    call: as `record_call_back` takes it, None where no call-back was made. Raises Refused with all that is wrong.
    """
    wrong: dict[str, str] = {}
    refusals: list[Refused] = []
    acts: tuple[Callable[[], object], ...] = (
        lambda: judge_points(case=case, points=points, by=by, at=at),
        lambda: record_call_back(case=case, given=call, by=by, at=at) if call is not None else None,
        lambda: add_evidence(case=case, brought=brought, by=by, at=at) if brought else None,
    )
    for act in acts:
        try:
            with transaction.atomic():
                act()
        except NotAllowed:
            raise
        except Refused as refusal:
            refusals.append(refusal)
            wrong |= refusal.fields
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)
    return case


def _wrong_points(points: Mapping[int, tuple[str, str]], rows: Mapping[int, CheckPoint]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for number, (verdict, note) in points.items():
        if number not in rows or verdict not in {"", *Verdict.values}:
            wrong[f"point-{number}"] = gettext("Choose a verdict.")
        elif verdict in {Verdict.PARTLY, Verdict.UNTRUE} and not written(note):
            wrong[f"note-{number}"] = gettext("Point %(number)d: say what is not true.") % {"number": number}
    return wrong


@transaction.atomic
def record_call_back(*, case: Case, given: Mapping[str, Any], by: Actor, at: datetime) -> CallBack:
    """
    Record a call-back of a check and return its row.

    given: `whom` (in what role somebody was asked), `phone` (masked before it is stored), `way`, `on` (not later than today), `answer`,
    `agrees` (yes, no, unclear).
    Raises Refused with a sentence for every field that is wrong.
    """
    file = CaseFile(lock_case(case), local_day(at))
    check_may_fill(file, by)
    columns = _call_columns(file, given)
    row = CallBack.objects.create(area_id=case.area_id, case=file.case, made_by_id=by.person_id, made_at=at, **columns)
    call = {
        "id": row.pk,
        **{name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()},
    }
    record(case=file.case, verb=Verb.CALL_BACK_MADE, by=by, at=at, body={"call": call})
    return row


def _call_columns(file: CaseFile, given: Mapping[str, Any]) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    texts = {name: written(given.get(name)) for name in ("whom", "phone", "answer")}
    for name, most in LENGTHS.items():
        if len(texts[name]) > most:
            wrong[name] = gettext("At most %(most)d characters.") % {"most": most}
    if not texts["whom"]:
        wrong["whom"] = gettext("Say in what role the person was asked; no name is needed.")
    if not texts["answer"]:
        wrong["answer"] = gettext("Write what was answered.")
    chosen = {name: written(given.get(name)) for name in ("way", "agrees")}
    for name, offered in (("way", WAYS), ("agrees", AGREES)):
        if chosen[name] not in offered:
            wrong[name] = gettext("Choose one.")
    on = file.day
    try:
        on = parse_date(given.get("on") or "")
        if on > file.day:
            wrong["on"] = gettext("This day has not come yet.")
    except BadValue as bad:
        wrong["on"] = str(bad)
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)
    return {**texts, **chosen, "phone": masked(texts["phone"]), "on": on}


@transaction.atomic
def withdraw_call_back(*, case: Case, call_id: int, reason: str, by: Actor, at: datetime) -> Case:
    """Take a call-back back: it stays in the trail and counts no longer. Raises Refused."""
    file = CaseFile(lock_case(case), local_day(at))
    check_may_fill(file, by)
    row = CallBack.objects.filter(area_id=case.area_id, case_id=case.pk, pk=call_id, withdrawn_at__isnull=True).first()
    if row is None:
        raise Refused(gettext("This record is not there any more."))
    reason = written(reason)
    if not reason:
        raise Refused(gettext("Say the reason."), fields={"reason": gettext("Say the reason.")})
    CallBack.objects.filter(area_id=case.area_id, pk=row.pk).update(withdrawn_at=at)
    body = {"call_withdrawn": row.pk, "whom": row.whom, "reason": reason}
    record(case=file.case, verb=Verb.CALL_BACK_WITHDRAWN, by=by, at=at, body=body)
    return file.case
