"""What becomes of a message: the writer votes or complains, the office publishes the answer or takes it down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.documents.checks import personal_data_in
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import holders
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotHere, Refused
from bihuan.loop.feedback.models import Message
from bihuan.loop.feedback.queries import ANSWERED, days_late, number_of
from bihuan.loop.feedback.rules import check_keeps_feedback
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.notices.telling import tell
from bihuan.loop.personal.models import PersonalValue
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

DAYS_BETWEEN_COMPLAINTS: Final = 7
VOTES: Final = ("excellent", "good", "fair", "poor", "bad")


@transaction.atomic
def vote(*, message: Message, choice: str, note: str, by: Actor, at: datetime) -> Case:
    """
    Give the writer's vote on an answer; once. The caller has asked for the look-up code; `by` is the public.

    choice: one of VOTES; its points are those of the line (优90、良75、一般60、较差45、差30 by default).
    Raises Refused.
    """
    if choice not in VOTES:
        raise Refused(gettext("Choose one."), fields={"vote": gettext("Choose one.")})
    line = _line(message)
    given = {
        "vote": choice,
        "vote_note": written(note)[:500],
        "vote_points": number_of(line, f"weight_{choice}"),
        "vote_full": number_of(line, "weight_excellent"),
    }
    return move_case(case=message.case, move="vote", given=given, by=by, at=at)


def _line(message: Message) -> Case:
    return Case.objects.get(area_id=message.area_id, pk=message.case.parent_id or 0)


@transaction.atomic
def complain(*, message: Message, by: Actor, at: datetime) -> Case:
    """
    Let the writer complain that the answer is late: the office and the head of the responsible unit are told.

    by: the public.

    Raises NotHere while the answer is not late, and within a week of the last complaint.
    """
    file = CaseFile(lock_case(message.case), local_day(at))
    row = Message.objects.select_for_update(of=("self",)).get(area_id=message.area_id, pk=message.pk)
    late = days_late(file)
    if not late:
        raise NotHere(gettext("The time limit for the answer has not passed yet."))
    if row.complained_on is not None and file.day < row.complained_on + timedelta(days=DAYS_BETWEEN_COMPLAINTS):
        raise NotHere(gettext("Your reminder has been passed on already."))
    Message.objects.filter(area_id=row.area_id, pk=row.pk).update(complained_on=file.day, complaints=row.complaints + 1)
    record(
        case=file.case,
        verb=Verb.FEEDBACK_COMPLAINED,
        by=by,
        at=at,
        body={"days_late": late, "times": row.complaints + 1},
    )
    to = [one for relation in ("desk.office", "responsible_head") for one in holders(file, relation)]
    tell(case=file.case, to=to, kind="feedback", at=at)
    return file.case


@transaction.atomic
def publish_answer(*, case: Case, question: str, answer: str, by: Actor, at: datetime) -> Message:
    """
    Publish what was said and what was answered, in words the office approves; personal data in them is refused.

    Raises Refused with a sentence for `question` or `answer`; NotAllowed; NotHere while nothing is answered.
    """
    file, row = _locked(case, by, at)
    if file.case.state not in ANSWERED:
        raise NotHere(gettext("Only what is answered can be published."))
    texts = {"question": written(question), "answer": written(answer)}
    wrong = {name: gettext("Write the text that everybody may read.") for name, text in texts.items() if not text}
    secret = [
        one.value for one in PersonalValue.objects.filter(area_id=case.area_id, case_id=case.pk) if len(one.value) > 1
    ]
    for name, text in texts.items():
        if any(one in text for one in secret):
            wrong[name] = gettext("The name of the writer or how to reach the writer stands in it; take it out.")
        elif found := personal_data_in(text):
            said = "、".join(dict.fromkeys(text[one.place.start : one.place.end] for one in found if one.place))
            wrong[name] = gettext("There is personal data in it: %(what)s. Cover it or take it out.") % {"what": said}
    if wrong:
        raise Refused(gettext("This cannot be published as it is; see the fields."), fields=wrong)
    Message.objects.filter(area_id=row.area_id, pk=row.pk).update(
        **texts, published_at=at, published_by_id=by.person_id, unpublished_at=None
    )
    record(case=file.case, verb=Verb.FEEDBACK_PUBLISHED, by=by, at=at, body=texts)
    return Message.objects.get(area_id=row.area_id, pk=row.pk)


@transaction.atomic
def unpublish_answer(*, case: Case, reason: str, by: Actor, at: datetime) -> Message:
    """Take a published answer down. Raises Refused, NotAllowed, NotHere."""
    file, row = _locked(case, by, at)
    if not row.is_published:
        raise NotHere(gettext("This answer is not published."))
    reason = written(reason)
    if not reason:
        raise Refused(gettext("Say the reason."), fields={"reason": gettext("Say the reason.")})
    Message.objects.filter(area_id=row.area_id, pk=row.pk).update(unpublished_at=at)
    record(case=file.case, verb=Verb.FEEDBACK_UNPUBLISHED, by=by, at=at, body={"reason": reason})
    return Message.objects.get(area_id=row.area_id, pk=row.pk)


def _locked(case: Case, by: Actor, at: datetime) -> tuple[CaseFile, Message]:
    file = CaseFile(lock_case(case), local_day(at))
    check_keeps_feedback(file, by)
    row = Message.objects.filter(area_id=case.area_id, case_id=case.pk).first()
    if row is None:
        raise NotHere(gettext("This is no message of the public."))
    return file, row
