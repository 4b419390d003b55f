"""Finding lines, messages and answers; looking a message up with its code; counting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Min, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import with_light
from bihuan.loop.clocks.models import ClockRun, Stay
from bihuan.loop.clocks.queries import run_of
from bihuan.loop.feedback.codes import fits
from bihuan.loop.feedback.guarding import check_may_look, note_wrong_code, who_is
from bihuan.loop.feedback.models import Message, MessageFile
from bihuan.loop.feedback.rules import PACK
from bihuan.loop.lifecycle.packs import pack_known, pack_of

UNANSWERED: Final = ("received", "handling", "checking")
ANSWERED: Final = ("answered", "settled")
COUNTED: Final = (*UNANSWERED, *ANSWERED, "declined")
TOLD: Final = ("answered", "settled", "declined")  # states in which the writer reads what was answered


def line_open(area_id: int) -> Case | None:
    """Return the line on which an area takes messages now: the newest that is open."""
    rows = Case.objects.filter(area_id=area_id, pack=PACK, kind="line", category=Category.OPEN)
    return rows.order_by("-id").first()


def lines_of(area_id: int) -> QuerySet[Case]:
    """Return the lines of an area, newest first."""
    return Case.objects.filter(area_id=area_id, pack=PACK, kind="line").order_by("-id")


def number_of(line: Case, name: str) -> int:
    """Return a number that a line sets, the pack's default where the line says nothing."""
    declared = pack_of(line.pack, line.pack_version).kinds["line"].fields[name]
    value: Any = line.fields.get(name, declared.default)
    return int(Decimal(str(value)))


def message_of(case: Case) -> Message | None:
    """Return what is kept beside the case of a message."""
    return Message.objects.filter(area_id=case.area_id, case_id=case.pk).select_related("disclosure").first()


def files_of(case: Case) -> list[MessageFile]:
    """Return the files that came with a message."""
    rows = MessageFile.objects.filter(area_id=case.area_id, case_id=case.pk)
    return list(rows.select_related("file").order_by("id"))


def same_words(message: Message) -> list[Case]:
    """Return other messages that say the same, newest first."""
    ids = Message.objects.filter(area_id=message.area_id, text=message.text).exclude(pk=message.pk).values("case_id")
    return list(Case.objects.filter(area_id=message.area_id, pk__in=ids).order_by("-id")[:10])


def look_up(*, area_id: int, number: str, code: str, address: str, at: datetime) -> Message | None:
    """
    Return the message with this number if the code is its own, None for both: a wrong number and a wrong code look the same.

    Raises TooOften after several wrong ones: guessing is slowed.
    """
    who, number = who_is(address, at), number.strip()
    check_may_look(area_id, number, who, at)
    found = (
        Message.objects.filter(area_id=area_id, case__area_id=area_id, case__pack=PACK, case__number=number)
        .select_related("case", "case__responsible")
        .first()
    )
    # The same work is done for a number that does not exist.
    if not fits(code, found.code if found is not None else "-") or found is None:
        note_wrong_code(area_id, number, who, at)
        return None
    return found


def days_late(file: CaseFile) -> int:
    """Return by how many days an answer that was not given yet is late, 0 for none."""
    if file.case.state not in UNANSWERED:
        return 0
    run = run_of(file.case, "answer")
    return max(0, (file.day - run.due_on).days) if run is not None else 0


@dataclass(frozen=True, slots=True)
class Published:
    """A published question and answer: nothing but the approved texts and when."""

    number: str
    about: str
    unit: str
    question: str
    answer: str
    on: date


def published_answers(area_id: int, *, limit: int = 100) -> list[Published]:
    """Return what the office published of messages and answers, newest first."""
    rows = (
        Message.objects.filter(area_id=area_id, published_at__isnull=False, unpublished_at__isnull=True)
        .select_related("case", "case__responsible")
        .order_by("-published_at", "-id")[:limit]
    )
    return [
        Published(
            row.case.number,
            str(row.case.fields.get("about") or ""),
            row.case.responsible.name if row.case.responsible else "",
            row.question,
            row.answer,
            local_day(row.published_at or row.case.last_at),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an inbox is filtered by. light: late, soon or "". unit: of the responsible unit."""

    state: str = ""
    channel: str = ""
    light: str = ""
    unit: int | None = None
    words: str = ""


def inbox(actor: Actor, asked: Asked, day: date) -> QuerySet[Case]:
    """Return the messages the actor may see, those due first; spam only when it is asked for."""
    rows = visible_to(actor).filter(pack=PACK, kind="message").select_related("responsible", "handler")
    rows = rows.filter(state=asked.state) if asked.state else rows.exclude(state=_spam(actor.area_id))
    if asked.channel:
        rows = rows.filter(fields__channel=asked.channel)
    if asked.light:
        rows = rows.filter(with_light(asked.light, day))
    if asked.unit:
        rows = rows.filter(responsible_id=asked.unit)
    if asked.words:
        rows = rows.filter(subject__icontains=asked.words) | rows.filter(number=asked.words)
    return rows.order_by("urgency", "-id")


def _spam(area_id: int) -> str:
    """Return the state into which the office puts what is no message."""
    pack = pack_known(area_id, PACK)
    return pack.kinds["message"].lifecycle_of(pack).moves["spam"].to


@dataclass(frozen=True, slots=True)
class Figures:
    """
    What a period brought: messages received in it, and what became of them by the end of `asof`.

    due: whose time limit has passed or that are answered; in_time: answered on or before the due date.
    votes: by choice. satisfaction: per cent of the full points, None without votes.
    """

    asof: date
    received: int = 0
    answered: int = 0
    due: int = 0
    in_time: int = 0
    late_now: int = 0
    complaints: int = 0
    published: int = 0
    votes: dict[str, int] = field(default_factory=dict)
    satisfaction: Decimal | None = None
    by_channel: dict[str, int] = field(default_factory=dict)

    @property
    def in_time_rate(self) -> Decimal | None:
        """Per cent of those that had to be answered; None where nothing had to be."""
        return _per_cent(Decimal(self.in_time), Decimal(self.due))


def feedback_figures(rows: QuerySet[Case], *, since: date, asof: date) -> Figures:
    """
    Return the figures of messages received from `since` to `asof`.

    rows: messages somebody may see. Source of the satisfaction: Σ points ÷ (votes × full points), points as the line set them.
    """
    cases = [case for case in rows.filter(state__in=COUNTED).order_by("id") if since <= _received(case) <= asof]
    ids = [case.pk for case in cases]
    area = cases[0].area_id if cases else 0
    answered, due = _answered_on(area, ids), _due_on(area, ids)
    beside = list(Message.objects.filter(area_id=area, case_id__in=ids))
    to_answer = [pk for pk in ids if pk in answered or (pk in due and due[pk] < asof)]
    points, full = _points(cases)
    return Figures(
        asof=asof,
        received=len(cases),
        answered=sum(1 for pk in ids if pk in answered),
        due=len(to_answer),
        in_time=sum(1 for pk in to_answer if pk in answered and (pk not in due or answered[pk] <= due[pk])),
        late_now=sum(1 for pk in ids if pk not in answered and pk in due and due[pk] < asof),
        complaints=sum(1 for one in beside if one.complaints),
        published=sum(1 for one in beside if one.is_published),
        votes=_count(str(case.fields["vote"]) for case in cases if case.fields.get("vote")),
        satisfaction=_per_cent(points, full),
        by_channel=_count(str(case.fields.get("channel") or "web") for case in cases),
    )


def _received(case: Case) -> date:
    return date.fromisoformat(str(case.fields["received_on"]))


def _answered_on(area_id: int, ids: list[int]) -> dict[int, date]:
    stays = Stay.objects.filter(area_id=area_id, case_id__in=ids, state__in=("answered", "declined"))
    first = stays.values_list("case_id").annotate(first=Min("entered_at")).order_by()
    return {pk: local_day(at) for pk, at in first}


def _due_on(area_id: int, ids: list[int]) -> dict[int, date]:
    runs = ClockRun.objects.filter(area_id=area_id, case_id__in=ids, clock="answer", turn=1)
    return dict(runs.values_list("case_id", "due_on"))


def _points(cases: list[Case]) -> tuple[Decimal, Decimal]:
    voted = [case.fields for case in cases if case.fields.get("vote_full")]
    return (
        sum((Decimal(str(one.get("vote_points") or 0)) for one in voted), Decimal(0)),
        sum((Decimal(str(one["vote_full"])) for one in voted), Decimal(0)),
    )


def _count(values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found


def _per_cent(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part * 100 / whole).quantize(Decimal("0.1")) if whole else None


def forget_addresses(area_id: int, at: datetime, *, days: int) -> int:
    """Empty the hashed addresses of messages older than some days and return how many."""
    old = Message.objects.filter(area_id=area_id, case__area_id=area_id, case__opened_at__lt=at - timedelta(days=days))
    ids = list(old.exclude(who="").values_list("pk", flat=True)[:5000])
    return Message.objects.filter(area_id=area_id, pk__in=ids).update(who="")
