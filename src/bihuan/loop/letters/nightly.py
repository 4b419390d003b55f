"""Every night: letters nobody signed for or replied to in time are noted, people are told, and the next letter is prepared."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import holders
from bihuan.loop.letters.actions import change_letter, letter_by_itself, lock_letter
from bihuan.loop.letters.addressees import heads_of, stored_addressees
from bihuan.loop.letters.escalating import letters_after, next_of
from bihuan.loop.letters.models import Letter
from bihuan.loop.letters.queries import running_letters
from bihuan.loop.letters.saying import letter_named
from bihuan.loop.lifecycle.packs import packs_off
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.telling import tell
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.writing.rules import OFFICE

OFTEN: Final = 100
RECEIPT: Final = "receipt"
REPLY: Final = "reply"


def note_overdue_letters(tonight: Tonight) -> int:
    """
    Note every receipt and every reply that is overdue on this day, once, and return how many.

    The office and the heads of the addressees are told. Where a reply is overdue the usual next letter is prepared, in the way the round chose.
    Letters of closed cases are left alone, but for those that tell of the end.
    """
    did = 0
    for place, (pk, what) in enumerate(_overdue(tonight.area_id, tonight.day)):
        if place % OFTEN == 0:
            tonight.hold()
        did += _note(tonight.area_id, pk, what, tonight.day, tonight.at)
    return did


def _overdue(area_id: int, day: date) -> list[tuple[int, str]]:
    rows = running_letters(area_id).filter(issued_at__isnull=False).exclude(case__pack__in=packs_off(area_id))
    unsigned = rows.filter(_unsigned(day)).order_by("id").values_list("pk", flat=True)
    unanswered = rows.filter(_unanswered(day)).order_by("id").values_list("pk", flat=True)
    return [*((pk, RECEIPT) for pk in unsigned), *((pk, REPLY) for pk in unanswered)]


def _unsigned(day: date) -> Q:
    return Q(received_at__isnull=True, receipt_due_on__lt=day, receipt_overdue_on__isnull=True)


def _unanswered(day: date) -> Q:
    return Q(first_replied_on__isnull=True, reply_due_on__lt=day, reply_overdue_on__isnull=True)


@transaction.atomic
def _note(area_id: int, pk: int, what: str, day: date, at: datetime) -> int:
    case, row = lock_letter(Letter.objects.get(area_id=area_id, pk=pk))
    condition = _unsigned(day) if what == RECEIPT else _unanswered(day)
    running = Q(closed_at__isnull=True, withdrawn_at__isnull=True)
    if not Letter.objects.filter(condition & running, area_id=area_id, pk=pk).exists():
        return 0
    due = row.receipt_due_on if what == RECEIPT else row.reply_due_on
    change_letter(row, **{f"{what}_overdue_on": day})
    said = letter_named(row, overdue=what, due=due.isoformat() if due is not None else None, on=day.isoformat())
    record(case=case, verb=Verb.LETTER_OVERDUE, by=by_itself(area_id), at=at, body={"letter": said})
    file = CaseFile(case, day)
    to = stored_addressees(row)
    tell(case=case, to=[*holders(file, OFFICE), *heads_of(to)], kind="letter", at=at)
    if what == REPLY and next_of(row) is None and (following := letters_after(row)):
        because = gettext("%(number)s asked for a reply by %(day)s; none has come.") % {
            "number": row.number,
            "day": due.isoformat() if due is not None else "",
        }
        letter_by_itself(
            case=case, letter=following[0].id, by=by_itself(case.area_id), at=at, because=because,
            warning_id=row.warning_id, escalated_from=row,
        )  # fmt: skip
    return 1
