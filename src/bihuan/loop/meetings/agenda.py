"""Making the agenda: what is at risk, what earlier meetings left open, what was put on by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.relations import Holder, holders
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, NotHere, Refused
from bihuan.loop.lifecycle.facts import value_at
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.meetings.models import AgendaItem, MeetingPaper, Outcome, Why
from bihuan.loop.meetings.names import MATTER, MEETING, PACK
from bihuan.loop.meetings.queries import agenda_of, meetings_of_series, series_ids
from bihuan.loop.meetings.risk import cases_at_risk
from bihuan.loop.meetings.rules import check_may_keep
from bihuan.loop.notices.telling import tell
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.writing.models import Writing

LONGEST = 400


@dataclass(frozen=True, slots=True)
class _Wanted:
    about: Case | None
    subject: str
    why: str
    carried_from: AgendaItem | None = None


@transaction.atomic
def build_agenda(*, meeting: Case, by: Actor, at: datetime) -> list[AgendaItem]:
    """
    Make the agenda of a meeting anew and return its items: open decisions first, then what was raised or carried over, then cases at risk.

    What was put on by hand stays, what was taken off by hand stays off, and what is not at risk any more goes.
    Raises NotAllowed; NotHere once the meeting has begun to conclude.
    """
    file = _open_meeting(meeting, by, at)
    items = AgendaItem.objects.filter(area_id=meeting.area_id, meeting_id=meeting.pk)
    kept = list(items)
    if any(item.outcome for item in kept):
        raise NotHere(gettext("The meeting has recorded conclusions; its agenda is not made anew any more."))
    wanted = list(_wanted(file))
    cases = {one.about.pk for one in wanted if one.about is not None}
    carried = {one.carried_from.pk for one in wanted if one.carried_from is not None}
    gone = [
        item.pk
        for item in kept
        if item.why != Why.BY_HAND and item.about_id not in cases and item.carried_from_id not in carried
    ]
    items.filter(pk__in=gone).delete()
    there = {item.about_id for item in kept if item.about_id is not None and item.pk not in gone}
    told = {item.carried_from_id for item in kept if item.carried_from_id is not None and item.pk not in gone}
    place = max([item.order for item in kept if item.pk not in gone], default=0)
    for one in wanted:
        known = one.about is not None and one.about.pk in there
        if known or (one.about is None and one.carried_from is not None and one.carried_from.pk in told):
            continue
        place += 1
        AgendaItem.objects.create(
            area_id=meeting.area_id,
            meeting=file.case,
            about=one.about,
            subject=one.subject,
            order=place,
            why=one.why,
            carried_from=one.carried_from,
            added_by_id=by.person_id or None,
            added_at=at,
        )
        if one.about is not None:
            there.add(one.about.pk)
    return agenda_of(meeting)


def _wanted(file: CaseFile) -> Iterator[_Wanted]:
    yield from _open_decisions(file)
    yield from _carried(file)
    for id_ in lists_of(file):
        yield from (_Wanted(case, "", id_) for case in cases_at_risk(file, file.pack.agendas[id_]))


def lists_of(file: CaseFile) -> list[str]:
    """Return the ids of the lists that make the agenda of a meeting, as its series has chosen them."""
    found: list[str] = []
    for entry in file.kind.agenda:
        chosen = value_at(file, entry) if "." in entry else entry
        found += [chosen] if isinstance(chosen, str) else list(chosen or ())
    return [id_ for id_ in dict.fromkeys(found) if id_ in file.pack.agendas]


def _earlier(file: CaseFile) -> list[Case]:
    """Return the other meetings of the series that this one counts for, oldest first."""
    series = Case.objects.filter(area_id=file.case.area_id, pk__in=series_ids(file.case))
    found = {one.pk: one for case in series for one in meetings_of_series(case) if one.pk != file.case.pk}
    return [found[pk] for pk in sorted(found)]


def _open_decisions(file: CaseFile) -> Iterator[_Wanted]:
    meetings = [meeting.pk for meeting in _earlier(file)]
    rows = Case.objects.filter(area_id=file.case.area_id, parent_id__in=meetings, kind=MATTER)
    open_ones = rows.exclude(category=Category.CLOSED).order_by("parent_id", "order", "id")
    items = AgendaItem.objects.filter(area_id=file.case.area_id, decision_id__in=open_ones.values("pk"))
    made = {item.decision_id: item for item in items.order_by("id")}
    for case in open_ones.select_related("responsible"):
        yield _Wanted(case, "", Why.DECIDED, made.get(case.pk))


def _carried(file: CaseFile) -> Iterator[_Wanted]:
    """Yield what earlier meetings of the series want to hear again, and what others raised to it, unless some meeting took it up."""
    area_id, own = file.case.area_id, series_ids(file.case)
    again = AgendaItem.objects.filter(
        area_id=area_id, meeting_id__in=[one.pk for one in _earlier(file)], outcome=Outcome.AGAIN
    )
    raising = Case.objects.filter(area_id=area_id, pack=PACK, kind="series", fields__has_key="raises_to")
    from_ = [series.pk for series in raising if series.fields.get("raises_to") in own]
    raised = AgendaItem.objects.filter(area_id=area_id, meeting__parent_id__in=from_, outcome=Outcome.RAISED)
    for rows, why in ((raised, Why.RAISED), (again, Why.AGAIN)):
        items = list(rows.select_related("about", "about__responsible").order_by("concluded_at", "id"))
        taken = _taken_up(file, items)
        for item in items:
            closed = item.about is not None and item.about.category == Category.CLOSED
            if item.pk not in taken and not closed:
                yield _Wanted(item.about, item.subject, why, item)


def _taken_up(file: CaseFile, items: Sequence[AgendaItem]) -> set[int | None]:
    """Return which items went on to another meeting that was not cancelled."""
    rows = AgendaItem.objects.filter(
        area_id=file.case.area_id, carried_from_id__in=[item.pk for item in items], removed_at__isnull=True
    )
    return set(
        rows.exclude(meeting_id=file.case.pk)
        .exclude(meeting__state="cancelled")
        .values_list("carried_from_id", flat=True)
    )


@transaction.atomic
def add_item(*, meeting: Case, by: Actor, at: datetime, about: Case | None = None, subject: str = "") -> AgendaItem:
    """Put a case or a subject on the agenda by hand; a case that was taken off comes back. Raises Refused."""
    file = _open_meeting(meeting, by, at)
    subject = written(subject)
    if about is None and not subject:
        sentence = gettext("Choose a case, or write what the item is about.")
        raise Refused(sentence, fields={"subject": sentence})
    if about is not None and about.wall is not None:
        raise Refused(gettext("A confidential case goes on no agenda."))
    if len(subject) > LONGEST:
        raise Refused(
            gettext("At most %(most)d characters.") % {"most": LONGEST},
            fields={"subject": gettext("At most %(most)d characters.") % {"most": LONGEST}},
        )
    items = AgendaItem.objects.filter(area_id=meeting.area_id, meeting_id=meeting.pk)
    place = (items.aggregate(last=Max("order"))["last"] or 0) + 1
    if about is not None:
        known = items.filter(about_id=about.pk).first()
        if known is not None:
            items.filter(pk=known.pk).update(removed_at=None, why=Why.BY_HAND if known.removed_at else known.why)
            known.refresh_from_db(from_queryset=items)
            return known
    return AgendaItem.objects.create(
        area_id=meeting.area_id,
        meeting=file.case,
        about=about,
        subject="" if about is not None else subject,
        order=place,
        why=Why.BY_HAND,
        added_by_id=by.person_id or None,
        added_at=at,
    )


@transaction.atomic
def remove_item(*, meeting: Case, item_id: int, by: Actor, at: datetime) -> AgendaItem:
    """Take an item off the agenda; it can be brought back. Raises Refused for one that was concluded."""
    _open_meeting(meeting, by, at)
    item = item_of(meeting, item_id)
    if item.outcome:
        raise Refused(gettext("The meeting has concluded this item already."))
    AgendaItem.objects.filter(area_id=meeting.area_id, pk=item.pk).update(removed_at=at)
    return item


@transaction.atomic
def bring_back_item(*, meeting: Case, item_id: int, by: Actor, at: datetime) -> AgendaItem:
    """Bring an item back that was taken off the agenda."""
    _open_meeting(meeting, by, at)
    item = item_of(meeting, item_id, removed=True)
    AgendaItem.objects.filter(area_id=meeting.area_id, pk=item.pk).update(removed_at=None)
    return item


@transaction.atomic
def move_item(*, meeting: Case, item_id: int, up: bool, by: Actor, at: datetime) -> list[AgendaItem]:
    """Move an item one place up or down and return the agenda."""
    _open_meeting(meeting, by, at)
    items = agenda_of(meeting)
    place = next((n for n, item in enumerate(items) if item.pk == item_id), None)
    if place is None:
        raise CaseNotFound(str(item_id))
    other = place - 1 if up else place + 1
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    for n, item in enumerate(items, start=1):
        if item.order != n:
            AgendaItem.objects.filter(area_id=meeting.area_id, pk=item.pk).update(order=n)
            item.order = n
    return items


@transaction.atomic
def settle_agenda(*, meeting: Case, by: Actor, at: datetime) -> Case:
    """Set the agenda as it stands: the trail keeps it, and everybody who takes part is told. Raises Refused for an empty one."""
    file = _open_meeting(meeting, by, at)
    items = agenda_of(meeting)
    if not items:
        raise Refused(gettext("The agenda is empty."))
    said = [
        {
            "id": item.pk,
            "order": n,
            "about": item.about.number if item.about is not None else "",
            "subject": item.subject,
            "why": item.why,
        }
        for n, item in enumerate(items, start=1)
    ]
    record(case=file.case, verb=Verb.AGENDA_SET, by=by, at=at, body={"agenda": said})
    tell(case=file.case, to=[*taking_part(file), *_reporting(items, file)], kind="meeting", at=at)
    return file.case


def taking_part(file: CaseFile) -> list[Holder]:
    """Return who takes part in a meeting."""
    return [holder for party in file.kind.parties for holder in holders(file, party)]


def _reporting(items: Sequence[AgendaItem], file: CaseFile) -> list[Holder]:
    """Return the units whose cases stand on the agenda: they report."""
    return [Holder(item.about.responsible_id) for item in items if item.about is not None and item.about.responsible_id]


@transaction.atomic
def add_paper(*, meeting: Case, writing: Writing, by: Actor, at: datetime) -> MeetingPaper:
    """Lay a document before a meeting, once. The caller has made sure that the actor may read it."""
    file = _open_meeting(meeting, by, at)
    paper, _ = MeetingPaper.objects.get_or_create(
        area_id=meeting.area_id,
        meeting=file.case,
        writing=writing,
        defaults={"added_by_id": by.person_id, "added_at": at},
    )
    return paper


@transaction.atomic
def remove_paper(*, meeting: Case, paper_id: int, by: Actor, at: datetime) -> None:
    """Take a document away from a meeting; the document itself stays."""
    _open_meeting(meeting, by, at)
    MeetingPaper.objects.filter(area_id=meeting.area_id, meeting_id=meeting.pk, pk=paper_id).delete()


def item_of(meeting: Case, item_id: int, *, removed: bool = False) -> AgendaItem:
    """Return one item of a meeting. Raises CaseNotFound."""
    rows = AgendaItem.objects.filter(area_id=meeting.area_id, meeting_id=meeting.pk, removed_at__isnull=not removed)
    item = rows.filter(pk=item_id).first()
    if item is None:
        raise CaseNotFound(str(item_id))
    return item


def _open_meeting(meeting: Case, by: Actor, at: datetime) -> CaseFile:
    file = CaseFile(lock_case(meeting), local_day(at))
    if file.case.kind != MEETING:
        raise CaseNotFound(meeting.number)
    check_may_keep(file, by)
    return file
