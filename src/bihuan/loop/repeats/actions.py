"""Opening the case of the next period, some days before its day."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from bihuan.accounts.queries import Actor, by_itself
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.periods import period_of
from bihuan.loop.cases.relations import holders
from bihuan.loop.cases.values import as_comparable
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.facts import value_at
from bihuan.loop.lifecycle.packs import pack_of, packs_off
from bihuan.loop.lifecycle.unfolding import handed_down
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.telling import tell
from bihuan.loop.repeats.alone import open_alone
from bihuan.loop.repeats.models import Repeated
from bihuan.loop.repeats.periods import first_from, period_id, period_in_words
from bihuan.packspec.model import Kind
from bihuan.packspec.vocabulary import PERIODS

log = logging.getLogger("bihuan.repeats")
EVERY = 200  # parents between two looks at the hold of the night


def open_repeats(tonight: Tonight) -> int:
    """Open the case of the coming period under every open parent whose kind repeats; those that have it already are left alone."""
    opened, by = 0, by_itself(tonight.area_id)
    for n, (parent, kind) in enumerate(_parents(tonight.area_id)):
        if n % EVERY == EVERY - 1:
            tonight.hold()
        try:
            opened += open_next(parent=parent, kind=kind.id, day=tonight.day, by=by, at=tonight.at) is not None
        except Refused as refusal:  # one that cannot be opened keeps no other from being opened
            refused = (*refusal.fields.values(), *refusal.missing)
            log.warning("%s under %s was not opened: %s %s", kind.id, parent.number, refusal.sentence, refused)
    return opened + open_alone(tonight)


def _parents(area_id: int) -> Iterator[tuple[Case, Kind]]:
    open_ones = Case.objects.filter(area_id=area_id, category=Category.OPEN).exclude(pack__in=packs_off(area_id))
    for pack_id, version in open_ones.order_by().values_list("pack", "pack_version").distinct():
        pack = pack_of(pack_id, version)
        for kind in pack.kinds.values():
            if not kind.repeats or "clock" not in kind.opened_by:
                continue
            rows = open_ones.filter(pack=pack_id, pack_version=version, kind__in=kind.parents)
            yield from ((parent, kind) for parent in rows.order_by("id"))


@transaction.atomic
def open_next(*, parent: Case, kind: str, day: date, by: Actor, at: datetime) -> Case | None:
    """
    Open the case of the next period under a parent and return it; None where it is too early, or is there already.

    day: the local day on which it is looked; at: the instant of the opening.
    """
    declared = pack_of(parent.pack, parent.pack_version).kinds[kind]
    above = CaseFile(parent, day)
    every = _every(above, declared.repeats)
    start = _start(above, declared)
    if not every or start is None:
        return None
    on = first_from(start, every, day)
    period = period_id(on, every)
    if on - timedelta(days=_before(above, declared)) > day:
        return None
    if Repeated.objects.filter(area_id=parent.area_id, parent_id=parent.pk, kind=kind, period=period).exists():
        return None
    # On a night that is made up the day may have passed: what lies behind today is no due date any more.
    ends = on if declared.repeats_from else period_of(every, on).last
    given: dict[str, Any] = {**taken_over(above, declared), "due": max(ends, local_day(at))}
    case = open_case(
        pack=parent.pack,
        kind=kind,
        subject=f"{parent.subject}（{period_in_words(on, every)}）",
        parent=parent,
        given=given,
        source={"period": period},
        by=by,
        at=at,
    )
    Repeated.objects.create(area_id=parent.area_id, parent=parent, kind=kind, period=period, on=on, case=case)
    tell_invited(case, declared, at)
    return case


def taken_over(above: CaseFile, kind: Kind) -> dict[str, Any]:
    """Return what a case takes over from the one above: parties and fields that both declare, as they stand there."""
    given: dict[str, Any] = {}
    for field in kind.fields.values():
        declared = above.kind.fields.get(field.id)
        if declared is not None and declared.type == field.type and above.case.fields.get(field.id) is not None:
            given[field.id] = above.case.fields[field.id]
    return given | handed_down(above, kind, ())


def tell_invited(case: Case, kind: Kind, at: datetime) -> int:
    """Tell everybody who takes part in a case that was just opened for them, and return how many were told."""
    file = CaseFile(case, local_day(at))
    to = [holder for party in kind.parties for holder in holders(file, party)]
    return tell(case=case, to=to, kind="meeting" if "attendance" in kind.uses else "waits", at=at)


def _every(above: CaseFile, repeats: str) -> str:
    if repeats in PERIODS:
        return repeats
    value = _read(above, repeats)
    return str(value) if value in PERIODS else ""


def _start(above: CaseFile, kind: Kind) -> date | None:
    """Return the day from which periods are counted; without one the first of the year in which the parent was opened."""
    if not kind.repeats_from:
        return date(above.case.opened_at.year, 1, 1)
    value = as_comparable(_read(above, kind.repeats_from))
    return value if isinstance(value, date) else None


def _before(above: CaseFile, kind: Kind) -> int:
    if isinstance(kind.days_before, int):
        return kind.days_before
    value = as_comparable(_read(above, kind.days_before))
    return max(int(value), 0) if isinstance(value, int | Decimal) else 0


def _read(above: CaseFile, path: str) -> Any:
    """Return the value at a path of the child, read from the case that will stand above it."""
    head, _, rest = path.partition(".")
    return value_at(above, rest if head == above.case.kind else path)
