"""Finding letters: one with the right to see it, the register, those that wait for somebody, and the rows figures are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category, DeskHolder
from bihuan.loop.cases.queries import own_and_upper_units, sees_whole_pack
from bihuan.loop.cases.walls import named_by_walls
from bihuan.loop.clocks.models import Stay
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.letters.addressees import stored_addressees
from bihuan.loop.letters.models import Letter, LetterFile, LetterReply, LetterState, LetterTo
from bihuan.loop.letters.rules import may_see
from bihuan.loop.lifecycle.waiting import meant_for
from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.queries import document_for, pack_with_documents
from bihuan.loop.writing.rules import is_office
from bihuan.packspec.document import Letter as Declared

_PLACES = ("receive", "reply", "issue", "answer")
_OUT = Q(issued_at__isnull=False, withdrawn_at__isnull=True)
STATES: dict[str, Q] = {
    LetterState.PREPARED: Q(issued_at__isnull=True, withdrawn_at__isnull=True),
    LetterState.ISSUED: _OUT & Q(closed_at__isnull=True, received_at__isnull=True, replied_at__isnull=True),
    LetterState.RECEIVED: _OUT & Q(closed_at__isnull=True, received_at__isnull=False, replied_at__isnull=True),
    LetterState.REPLIED: _OUT & Q(closed_at__isnull=True, replied_at__isnull=False),
    LetterState.CLOSED: _OUT & Q(closed_at__isnull=False),
    LetterState.WITHDRAWN: Q(withdrawn_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """
    What of the register is asked for; empty asks for all.

    round: id of the case at the root. letter: kind. state: of LetterState. unit: id of an addressee. late: receipt or reply overdue today, or
    given late. since, until: days of issue. words: in number, title, case or addressee.
    """

    pack: str = ""
    round: int | None = None
    letter: str = ""
    state: str = ""
    unit: int | None = None
    late: bool = False
    since: date | None = None
    until: date | None = None
    words: str = ""


def seen_by(actor: Actor) -> QuerySet[Letter]:
    """Return the letters that somebody may see: the office all of its packs and rounds, others what was issued as `rules.may_see` says."""
    rows = Letter.objects.filter(_in_sight(actor), area_id=actor.area_id)
    desks = DeskHolder.objects.filter(area_id=actor.area_id).filter(meant_for(actor))
    held = list(desks.values_list("pack", "case_id", "desk"))
    office = Q(pack__in={pack for pack, case, desk in held if case is None and desk == "office"})
    office |= Q(round_id__in={case for _, case, desk in held if case is not None and desk == "office"})
    if Permission.SEE_AREA in actor.permissions:
        return rows.filter(office | Q(issued_at__isnull=False))
    whole = Q(pack__in={pack for pack, case, _ in held if case is None})
    whole |= Q(round_id__in={case for _, case, _ in held if case is not None})
    mine = LetterTo.objects.filter(area_id=actor.area_id).filter(_to(actor)).values("letter_id")
    return rows.filter(office | (Q(issued_at__isnull=False) & (whole | Q(pk__in=mine))))


def _in_sight(actor: Actor) -> Q:
    """Return the condition that a letter is not about a case that a wall hides from the actor."""
    named = named_by_walls(actor, units=own_and_upper_units(actor))
    return Q(case__wall__isnull=True) | Q(case_id__in=named)


def register(actor: Actor, wanted: RegisterFilter, day: date) -> QuerySet[Letter]:
    """Return the register as somebody sees it, newest first, with everything a row shows."""
    rows = seen_by(actor)
    for name, value in (("pack", wanted.pack), ("round_id", wanted.round), ("letter", wanted.letter)):
        rows = rows.filter(**{name: value}) if value else rows
    if wanted.state in STATES:
        rows = rows.filter(STATES[wanted.state])
    if wanted.unit is not None:
        to = LetterTo.objects.filter(area_id=actor.area_id, unit_id=wanted.unit)
        rows = rows.filter(pk__in=to.values("letter_id"))
    if wanted.since is not None:
        rows = rows.filter(issued_on__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(issued_on__lte=wanted.until)
    if wanted.late:
        rows = rows.filter(late(day))
    if wanted.words:
        named = LetterTo.objects.filter(area_id=actor.area_id, name__icontains=wanted.words).values("letter_id")
        own = Q(number__icontains=wanted.words) | Q(title__icontains=wanted.words)
        about = Q(case__number__icontains=wanted.words) | Q(case__subject__icontains=wanted.words)
        rows = rows.filter(own | about | Q(pk__in=named))
    return rows.select_related("case", "round").order_by("-id")


def late(day: date) -> Q:
    """Return the condition that a receipt or a reply is overdue on a day, or came after its day."""
    unsigned = Q(received_on__isnull=True, closed_at__isnull=True, receipt_due_on__lt=day)
    receipt = Q(received_on__gt=F("receipt_due_on")) | unsigned
    reply = Q(first_replied_on__gt=F("reply_due_on")) | Q(first_replied_on__isnull=True, reply_due_on__lt=day)
    return Q(withdrawn_at__isnull=True) & (receipt | reply)


def _to(actor: Actor) -> Q:
    """Return the condition that a letter goes to the actor: by unit, or as its head."""
    heads = [post.unit_id for post in actor.posts if post.heads]
    return meant_for(actor) | Q(unit_id__in=heads)


def get_letter(actor: Actor, letter_id: int, day: date) -> Letter:
    """Return a letter the actor may see. Raises CaseNotFound, the same for missing and forbidden."""
    row = (
        Letter.objects.filter(area_id=actor.area_id, pk=letter_id)
        .select_related(
            "area",
            "case__parent",
            "round",
            "writing__round",
            "writing__case",
            "writing__unit",
            "writing__final_by",
            "escalated_from",
            "prepared_by",
            "issued_by",
            "received_by",
            "withdrawn_by",
        )
        .first()
    )
    if row is None:
        raise CaseNotFound(str(letter_id))
    if (
        row.case.wall is not None
        and not Letter.objects.filter(_in_sight(actor), area_id=row.area_id, pk=row.pk).exists()
    ):
        raise CaseNotFound(str(letter_id))
    office = is_office(actor, row.round, day)
    if not may_see(actor, row, stored_addressees(row), whole=sees_whole_pack(actor, row.pack), office=office):
        raise CaseNotFound(str(letter_id))
    return row


def letters_of_case(actor: Actor, case: Case) -> list[Letter]:
    """Return the letters about a case that the actor may see, newest first."""
    return list(seen_by(actor).filter(case_id=case.pk).order_by("-id"))


def letter_of_writing(writing: Writing) -> Letter | None:
    """Return the letter whose text a document is."""
    return Letter.objects.filter(area_id=writing.area_id, writing_id=writing.pk).first()


def names_of(letters: list[Letter]) -> dict[int, list[str]]:
    """Return the names of the addressees of letters, by id of the letter."""
    found: dict[int, list[str]] = {letter.pk: [] for letter in letters}
    if letters:
        rows = LetterTo.objects.filter(area_id=letters[0].area_id, letter_id__in=list(found)).order_by("id")
        for letter_id, name in rows.values_list("letter_id", "name"):
            found[letter_id].append(name)
    return found


def replies_of(letter: Letter) -> list[tuple[LetterReply, list[LetterFile]]]:
    """Return the replies to a letter with their files, oldest first."""
    replies = LetterReply.objects.filter(area_id=letter.area_id, letter_id=letter.pk).select_related(
        "by", "answered_by"
    )
    files: dict[int, list[LetterFile]] = {}
    for file in (
        LetterFile.objects.filter(area_id=letter.area_id, reply__letter_id=letter.pk)
        .select_related("file")
        .order_by("id")
    ):
        files.setdefault(file.reply_id, []).append(file)
    return [(reply, files.get(reply.pk, [])) for reply in replies.order_by("nth")]


def file_of_reply(letter: Letter, file_id: int) -> LetterFile:
    """Return a file that came with a reply to a letter. Raises CaseNotFound."""
    rows = LetterFile.objects.filter(area_id=letter.area_id, reply__letter_id=letter.pk, pk=file_id)
    found = rows.select_related("file", "reply").first()
    if found is None:
        raise CaseNotFound(str(file_id))
    return found


def to_sign_for(actor: Actor) -> QuerySet[Letter]:
    """Return the letters that wait for the actor's signature of receipt."""
    return (
        _running(actor)
        .filter(STATES[LetterState.ISSUED], receipt_due_on__isnull=False)
        .filter(_addressed(actor, _to(actor)))
    )


def to_reply(actor: Actor) -> QuerySet[Letter]:
    """Return the letters that wait for the actor's reply, as head of the unit or as the person they went to."""
    heads = [post.unit_id for post in actor.posts if post.heads]
    means = Q(unit_id__in=heads) | Q(person_id=actor.stands_for)
    unsigned = Q(received_at__isnull=True, receipt_due_on__isnull=False)
    rows = _running(actor).filter(_OUT, replied_at__isnull=True, reply_due_on__isnull=False).exclude(unsigned)
    return rows.filter(_addressed(actor, means))


def to_issue(actor: Actor) -> QuerySet[Letter]:
    """Return the prepared letters that wait for the office to issue them."""
    return _running(actor).filter(STATES[LetterState.PREPARED]).filter(_of_office(actor))


def to_answer(actor: Actor) -> QuerySet[Letter]:
    """Return the letters whose reply waits for the office's answer."""
    return _running(actor).filter(STATES[LetterState.REPLIED]).filter(_of_office(actor))


def count_waiting_letters(actor: Actor) -> int:
    """Return how many letters wait for the actor, in one query."""
    return letters_waiting(actor).count()


def waiting_letters(actor: Actor, limit: int) -> list[tuple[str, Letter]]:
    """Return the letters that wait for the actor, each with what for: `receive`, `reply`, `issue`, `answer`; two queries, one where none waits."""
    found = sorted(letters_waiting(actor)[: limit * len(_PLACES)])
    if not found:
        return []
    rows = Letter.objects.filter(area_id=actor.area_id, pk__in={pk for _, pk in found}).select_related("case")
    letters = {row.pk: row for row in rows}
    return [(_PLACES[place], letters[pk]) for place, pk in found if pk in letters][:limit]


def letters_waiting(actor: Actor) -> QuerySet[Letter, tuple[int, int]]:
    """Return what waits for the actor as (place in `_PLACES`, id of the letter), in no order."""
    parts = [
        rows.order_by().select_related(None).values_list(Value(place), "pk")
        for place, rows in enumerate((to_sign_for(actor), to_reply(actor), to_issue(actor), to_answer(actor)))
    ]
    return parts[0].union(*parts[1:], all=True)


def running_letters(area_id: int) -> QuerySet[Letter]:
    """
    Return the letters of an area that still ask for something.

    Letters of a closed case are left alone, but for those that tell of its end: they were written when it was closed, or later.
    """
    rows = Letter.objects.filter(area_id=area_id, closed_at__isnull=True, withdrawn_at__isnull=True)
    told = Coalesce(OuterRef("issued_at"), OuterRef("prepared_at"))
    ends = Stay.objects.filter(area_id=area_id, case_id=OuterRef("case_id"), left_at__isnull=True, entered_at__lte=told)
    return rows.filter(~Q(case__category=Category.CLOSED) | Exists(ends))


def _running(actor: Actor) -> QuerySet[Letter]:
    return running_letters(actor.area_id).select_related("case", "round").order_by("id")


def _addressed(actor: Actor, means: Q) -> Exists:
    return Exists(LetterTo.objects.filter(means, area_id=actor.area_id, letter_id=OuterRef("pk")))


def _of_office(actor: Actor) -> Exists:
    desks = DeskHolder.objects.filter(meant_for(actor), area_id=actor.area_id, desk="office", pack=OuterRef("pack"))
    return Exists(desks.filter(Q(case__isnull=True) | Q(case_id=OuterRef("round_id"))))


def sent_rows(
    area_id: int, *, pack: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[LetterTo]:
    """
    Return the record `sent` of figures: one row for each addressee of each letter that was issued and not withdrawn.

    Every row has, as annotations, `letter_kind` (id in [letters]), `on` (day of issue), `receipt` (day it was signed for, or None),
    `case_of` (id of the case), `root_of` (id of the round), and the columns `unit` and `person` of the addressee (`to`).
    since, until: days of issue, both included.
    """
    rows = LetterTo.objects.filter(area_id=area_id, letter__issued_at__isnull=False, letter__withdrawn_at__isnull=True)
    rows = rows.filter(letter__pack=pack) if pack else rows
    rows = rows.filter(letter__issued_on__gte=since) if since is not None else rows
    rows = rows.filter(letter__issued_on__lte=until) if until is not None else rows
    return rows.annotate(
        letter_kind=F("letter__letter"),
        on=F("letter__issued_on"),
        receipt=F("letter__received_on"),
        case_of=F("letter__case_id"),
        root_of=F("letter__round_id"),
    ).order_by("id")


def check_writable(actor: Actor, file: CaseFile, letter: str) -> Declared:
    """Return the letter that is to be written. Raises CaseNotFound for whoever could not write it, and where there is no such letter."""
    round_ = file.ancestors[0] if file.ancestors else file.case
    pack = pack_with_documents(round_)
    if letter not in pack.letters or document_for(pack, letter, file.case.kind) is None:
        raise CaseNotFound(letter)
    if not is_office(actor, round_, file.day):
        raise CaseNotFound(letter)
    return pack.letters[letter]
