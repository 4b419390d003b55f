"""Handing a post over: one list, one act, a line in the trail of every case it touches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.accounts import audit
from bihuan.accounts.actions.posts import end_post, give_post
from bihuan.accounts.errors import NotInArea, WrongInput
from bihuan.accounts.models import Person, Post
from bihuan.accounts.names import problem_of_length, tidy
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import check_may_manage_organisation
from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category, DeskHolder
from bihuan.loop.cases.relations import Holder
from bihuan.loop.cases.search import index_case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.handover.listing import ROLES, Line, carrier, what_goes_over
from bihuan.loop.handover.models import HandOver, HandOverLine
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.models import Job
from bihuan.loop.lifecycle.afresh import wait_afresh
from bihuan.loop.lifecycle.arriving import refresh, start_waiting
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.notices.telling import tell
from bihuan.loop.trail.projection import reference
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

AT_ONCE: Final = 1000  # lines that go over while somebody waits; more are a job, which can be killed and goes on
CHUNK: Final = 100
Progress = Callable[[int, int], None]


def hand_over_post(
    *, person: Person, to: Person, post: Post | None, on: date, reason: str, by: Actor, at: datetime
) -> tuple[HandOver, Job | None]:
    """
    Hand a post, and all that stands in its holder's name, over to somebody else; return the list, and the job where it is long.

    post: ends on `on`, and `to` holds the same from that day on; None hands over the work alone. Everything goes over in one transaction up to
    AT_ONCE lines; beyond that the list is written at once and a job carries it, line by line, from where it was left.
    Raises NotAllowed, NotInArea; WrongInput for to, post, on or reason.
    """
    check_may_manage_organisation(by)
    with transaction.atomic():
        _check(by, person, to, post)
        _check_said(on, tidy(reason), local_day(at))
        preview = what_goes_over(person=person, post=post, on=on)
        made = HandOver.objects.create(
            area_id=by.area_id,
            person=person,
            to=to,
            post=post.pk if post else None,
            post_name=f"{post.unit.name} {post.title}".strip() if post else "",
            on=on,
            reason=tidy(reason),
            by_id=by.person_id,
            at=at,
        )
        HandOverLine.objects.bulk_create([_kept(made, line) for line in preview.lines])
        if post is not None:
            _pass_post(post, to, on, by=by, at=at)
        _tell_audit(made, len(preview.lines), by=by, at=at)
        if len(preview.lines) > AT_ONCE:
            title = _("Hand-over of %(who)s to %(to)s") % {"who": person.name, "to": to.name}
            return made, start_job(kind="hand_over", given={"id": made.pk}, by=by, at=at, title=title)
        carry_over(hand_over=made, by=by, at=at)
    return made, None


def _kept(made: HandOver, line: Line) -> HandOverLine:
    return HandOverLine(
        area_id=made.area_id,
        hand_over=made,
        what=line.what,
        subject_id=line.subject_id,
        number=line.number,
        title=line.title,
        roles=list(line.roles),
        state=line.state,
        due=line.due,
    )


def _check(by: Actor, person: Person, to: Person, post: Post | None) -> None:
    if person.area_id != by.area_id or to.area_id != by.area_id or (post is not None and post.area_id != by.area_id):
        raise NotInArea(_("This does not exist in your area."))
    wrong = {}
    if to.pk == person.pk:
        wrong["to"] = _("Choose somebody else to take it over.")
    elif not to.is_active:
        wrong["to"] = _("%(person)s may not sign in any more.") % {"person": to.name}
    if post is not None and post.person_id != person.pk:
        wrong["post"] = _("Choose one of the posts of %(person)s.") % {"person": person.name}
    if wrong:
        raise WrongInput(wrong)


def _check_said(on: date, reason: str, today: date) -> None:
    wrong = {}
    if on > today:
        wrong["on"] = _("Work is handed over on its day; the day must not lie ahead.")
    if not reason:
        wrong["reason"] = _("Say the reason.")
    elif problem := problem_of_length(reason, 200):
        wrong["reason"] = problem
    if wrong:
        raise WrongInput(wrong)


def _pass_post(post: Post, to: Person, on: date, *, by: Actor, at: datetime) -> None:
    """Give the same post to the successor, who may hold it already, and end the old one: in this order an area keeps its administrator."""
    held = Post.objects.filter(area_id=post.area_id, person=to, unit=post.unit, role=post.role, from_on__lte=on)
    if not held.filter(Q(to_on__isnull=True) | Q(to_on__gte=on)).exists():
        give_post(person=to, unit=post.unit, role=post.role, title=post.title, from_on=on, by=by, at=at)
    end_post(post=post, by=by, at=at, on=on)


def _tell_audit(made: HandOver, count: int, *, by: Actor, at: datetime) -> None:
    audit.record(
        audit.Verb.POST_HANDED_OVER,
        by=by,
        at=at,
        subject="person",
        subject_id=made.person_id,
        name=made.person.name,
        after={"to": made.to.name, "unit": made.post_name, "lines": count, "reason": made.reason},
    )


def carry_over(*, hand_over: HandOver, by: Actor, at: datetime, progress: Progress | None = None) -> int:
    """
    Carry the lines that have not gone over yet and return how many did; a killed job goes on where it was.

    A line that cannot go over says why and stops no other.
    """
    rows = HandOverLine.objects.filter(area_id=hand_over.area_id, hand_over=hand_over)
    total, gone = rows.count(), 0
    # The newest first: a case is locked before those above it, as every move does. Whoever carries too finds nothing left to do.
    waiting = rows.filter(went=False, why_not="").order_by("-subject_id", "id")
    while True:
        with transaction.atomic():
            lines = list(waiting.select_for_update()[:CHUNK])
            for line in lines:
                why_not = _carry(hand_over, line, by=by, at=at)
                rows.filter(pk=line.pk).update(went=not why_not, why_not=why_not)
                gone += not why_not
        if not lines:
            break
        if progress is not None:
            progress(total - rows.filter(went=False, why_not="").count(), total)
    HandOver.objects.filter(area_id=hand_over.area_id, pk=hand_over.pk, done_at__isnull=True).update(done_at=at)
    return gone


def _carry(made: HandOver, line: HandOverLine, *, by: Actor, at: datetime) -> str:
    """Carry one line and return why it did not go over, empty when it did."""
    if line.what == "case":
        return _carry_case(made, line, by=by, at=at)
    if line.what == "desk":
        return _carry_desk(made, line, by=by, at=at)
    kept = Line(line.what, line.subject_id, line.title, line.number, tuple(line.roles), line.state, line.due)
    return carrier(line.what).carry(kept, made.person, made.to, by, at)


def _carry_case(made: HandOver, line: HandOverLine, *, by: Actor, at: datetime) -> str:
    case = Case.objects.filter(area_id=made.area_id, pk=line.subject_id).first()
    if case is None:
        return _("The case was withdrawn.")
    try:
        file = CaseFile(lock_case(case), local_day(at))
    except Refused as refusal:
        return refusal.sentence
    if file.case.category == Category.CLOSED:
        return _("The case was closed meanwhile.")
    change = _change(file, made)
    if not change.values and not change.parties:
        return _("Somebody else was named meanwhile.")
    body = {
        "from": reference(made.person),
        "to": reference(made.to),
        "roles": [role for role in ROLES if role in change.values or role in change.parties],
        "hand_over": made.pk,
        "reason": made.reason,
        "changes": change.changes(file),
    }
    columns = change.columns(file)
    change.write_parties(file)
    for name, value in {**columns, **change.values}.items():
        setattr(file.case, name, value)
    record(case=file.case, verb=Verb.HANDED_OVER, by=by, at=at, body=body, set={**columns, **refresh(file, at)})
    start_waiting(file, at)
    index_case(file.case)
    tell(case=file.case, to=[Holder(person_id=made.to_id)], kind="waits", at=at)
    return ""


def _change(file: CaseFile, made: HandOver) -> Change:
    """Return the change that puts the successor wherever the person stands; who stands there already is not named twice."""
    change = Change()
    for role in ("leader", "handler"):
        if getattr(file.case, f"{role}_id") == made.person_id:
            change.values[role] = made.to
    panel = [row.person for row in file.parties if row.party == "panel" and row.person is not None]
    if any(member.pk == made.person_id for member in panel):
        kept = [member for member in panel if member.pk not in {made.person_id, made.to_id}]
        units = [row.unit for row in file.parties if row.party == "panel" and row.unit is not None]
        change.parties["panel"] = [*kept, *units, made.to]
    return change


def _carry_desk(made: HandOver, line: HandOverLine, *, by: Actor, at: datetime) -> str:
    row = DeskHolder.objects.filter(area_id=made.area_id, pk=line.subject_id, person_id=made.person_id).first()
    if row is None:
        return _("The desk was given to somebody else meanwhile.")
    same = DeskHolder.objects.filter(
        area_id=made.area_id, pack=row.pack, desk=row.desk, case=row.case, person_id=made.to_id
    )
    facts = {"holder": made.person.name}
    if same.exists():
        DeskHolder.objects.filter(area_id=made.area_id, pk=row.pk).delete()
    else:
        DeskHolder.objects.filter(area_id=made.area_id, pk=row.pk).update(person_id=made.to_id)
    audit.record(
        audit.Verb.DESK_SET,
        by=by,
        at=at,
        subject="desk",
        subject_id=row.pk,
        name=f"{row.pack}.{row.desk}",
        before=facts,
        after={"holder": made.to.name},
    )
    wait_afresh(area_id=made.area_id, pack=row.pack, desk=row.desk, case_id=row.case_id, at=at)
    return ""
