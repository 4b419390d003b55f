"""Recording and taking back outcomes of a case."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import BadValue, parse_date, parse_number, written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.outcomes.models import Outcome, Sort
from bihuan.loop.outcomes.reference import outcome_reference
from bihuan.loop.outcomes.rules import check_may_record, check_may_withdraw
from bihuan.loop.outcomes.vocabulary import INSTRUMENTS, RECOVERIES, kinds_of
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

MOST_PERSONS: Final = 100_000
LENGTHS: Final = {"who": 60, "who_unit": 120, "name": 300, "document": 80}


@transaction.atomic
def record_outcome(*, case: Case, sort: str, given: Mapping[str, Any], by: Actor, at: datetime) -> Outcome:
    """
    Record one outcome of a case and return its row.

    given: `on` (a date, not later than today) and, for a disposition, `group` and `kind`, `who` and `who_unit` or else `persons`;
        for a recovery `kind` and `amount` in yuan; for an instrument `kind` and `name`; besides `document`, and `evidence`: the id of
        material of this case that proves it.
    Raises Refused, with a sentence for every field that is wrong.
    """
    file = CaseFile(lock_case(case), local_day(at))
    chosen = Sort(sort)
    check_may_record(file, by, chosen)
    columns = _columns(file, chosen, given)
    row = Outcome.objects.create(
        area_id=case.area_id, case=file.case, sort=chosen, added_by_id=by.person_id, added_at=at, **columns
    )
    record(case=file.case, verb=Verb.OUTCOME_RECORDED, by=by, at=at, body={"outcome": outcome_reference(row)})
    return row


@transaction.atomic
def withdraw_outcome(*, case: Case, outcome_id: int, reason: str, by: Actor, at: datetime) -> Case:
    """Take an outcome back: it stays in the trail and counts no longer. Raises Refused."""
    file = CaseFile(lock_case(case), local_day(at))
    row = Outcome.objects.filter(
        area_id=case.area_id, case_id=case.pk, pk=outcome_id, withdrawn_at__isnull=True
    ).first()
    if row is None:
        raise Refused(gettext("This record is not there any more."))
    check_may_withdraw(file, by, row)
    reason = written(reason)
    if not reason:
        raise Refused(gettext("Say the reason."), fields={"reason": gettext("Say the reason.")})
    Outcome.objects.filter(area_id=case.area_id, pk=row.pk).update(withdrawn_at=at)
    body = {"outcome_withdrawn": row.pk, "sort": row.sort, "reason": reason}
    record(case=file.case, verb=Verb.OUTCOME_WITHDRAWN, by=by, at=at, body=body)
    return file.case


def _columns(file: CaseFile, sort: Sort, given: Mapping[str, Any]) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    texts = {name: written(given.get(name) or "") for name in LENGTHS}
    for name, most in LENGTHS.items():
        if len(texts[name]) > most:
            wrong[name] = gettext("At most %(most)d characters.") % {"most": most}
    columns: dict[str, Any] = {"document": texts["document"], "name": texts["name"], "on": _day(file, given, wrong)}
    columns["evidence_id"] = _evidence(file, given, wrong)
    match sort:
        case Sort.DISPOSITION:
            columns |= _disposition(given, texts, wrong)
        case Sort.RECOVERY:
            columns |= {"kind": _one_of(RECOVERIES, "kind", given, wrong), "amount": _amount(given, wrong)}
        case Sort.INSTRUMENT:
            columns["kind"] = _one_of(INSTRUMENTS, "kind", given, wrong)
            if not texts["name"]:
                wrong["name"] = gettext("Write the title of the rule.")
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)
    return columns


def _disposition(given: Mapping[str, Any], texts: Mapping[str, str], wrong: dict[str, str]) -> dict[str, Any]:
    group = written(given.get("group") or "")
    kinds = kinds_of(group)
    if not kinds:
        wrong["group"] = gettext("Choose a class.")
    kind = _one_of(kinds, "kind", given, wrong) if kinds else ""
    persons = 1
    if not texts["who"]:
        try:
            number = parse_number(given.get("persons") or "")
            persons = int(number) if Decimal(str(number)) == int(Decimal(str(number))) else 0
        except BadValue:
            persons = 0
        if not 1 <= persons <= MOST_PERSONS:
            wrong["persons"] = gettext("Write a name, or how many people it concerns.")
    seal = secrets.token_hex(16) if texts["who"] else ""
    return {
        "group": group,
        "kind": kind,
        "persons": persons,
        "who": texts["who"],
        "who_unit": texts["who_unit"],
        "seal": seal,
    }


def _one_of(offered: Mapping[str, Any], name: str, given: Mapping[str, Any], wrong: dict[str, str]) -> str:
    chosen = written(given.get(name) or "")
    if chosen not in offered:
        wrong[name] = gettext("Choose one.")
    return chosen


def _day(file: CaseFile, given: Mapping[str, Any], wrong: dict[str, str]) -> date:
    try:
        day = parse_date(given.get("on") or "")
    except BadValue as bad:
        wrong["on"] = str(bad)
        return file.day
    if day > file.day:
        wrong["on"] = gettext("This day has not come yet.")
    return day


def _amount(given: Mapping[str, Any], wrong: dict[str, str]) -> Decimal:
    try:
        amount = Decimal(str(parse_number(given.get("amount") or "", money=True)))
    except BadValue as bad:
        wrong["amount"] = str(bad)
        return Decimal(1)
    if amount <= 0:
        wrong["amount"] = gettext("Write an amount above zero, in yuan.")
    return amount


def _evidence(file: CaseFile, given: Mapping[str, Any], wrong: dict[str, str]) -> int | None:
    asked = written(given.get("evidence") or "")
    if not asked:
        return None
    found = Evidence.objects.filter(
        area_id=file.case.area_id,
        case_id=file.case.pk,
        withdrawn_at__isnull=True,
        pk=int(asked) if asked.isdigit() else 0,
    ).first()
    if found is None:
        wrong["evidence"] = gettext("Choose material of this case.")
        return None
    return found.pk
