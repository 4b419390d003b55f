"""
The rows that a verification reads, straight and in the order of their cases.

What the two databases do differently stands here: SQLite keeps whatever bytes it is given, so a damaged date or a
damaged character must come back as text to be named, not stop the reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection
from django.db.models import Case as DjangoCase
from django.db.models import F, QuerySet, TextField, When
from django.db.models.functions import Cast

from bihuan.loop.asof.models import Snapshot
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.disclosure.models import Disclosure, Omission, Publication
from bihuan.loop.evidence.models import Evidence, StandardPoint, StoredFile
from bihuan.loop.letters.models import Letter, LetterFile, LetterReply, LetterTo
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.outcomes.models import Outcome
from bihuan.loop.sampling.models import CallBack, CheckPoint, Sample
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.projection import COLUMNS, REFERENCES
from bihuan.loop.warnings.models import Warning
from bihuan.loop.writing.models import Writing

CHUNK: Final = 2000
_AS_TEXT: Final = frozenset({"due", "original_due", "finished_on", "closed_on", "last_at", "opened_at", "fields"})
CASE_COLUMNS: Final = (
    "id", "number", "pack", "pack_version", "kind", "seq", "head", "last_verb", "last_at", "opener_id", "opened_at",
    "parent__number", "evidence_count",
    *COLUMNS, *(f"{name}_id" for name in REFERENCES), "fields",
)  # fmt: skip
Row = tuple[Any, ...]


@contextmanager
def damaged_text_is_read() -> Iterator[None]:
    """Let SQLite hand out text that is no UTF-8 any more, its bytes as escapes; PostgreSQL never stores any."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    connection.connection.text_factory = _read_damaged
    try:
        yield
    finally:
        connection.connection.text_factory = str


def _read_damaged(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def case_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield the cases as CASE_COLUMNS says, dates and fields as text."""
    columns = [_text(name) if name in _AS_TEXT else F(name) for name in CASE_COLUMNS]
    rows = Case.objects.filter(area_id=area_id, **({} if case_id is None else {"pk": case_id})).order_by("pk")
    return rows.values_list(*columns).iterator(CHUNK)


def event_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield the events of all chains as `replay.EventRow`."""
    rows = _of_case(Event.objects.filter(area_id=area_id), case_id).order_by("case_id", "seq")
    return rows.values_list("case_id", "seq", "verb", "person_id", _text("at"), "record", "digest").iterator(CHUNK)


def party_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, party, and unit or person; `below` follows from the cases underneath and is left out."""
    rows = _of_case(CaseParty.objects.filter(area_id=area_id), case_id).exclude(party="below").order_by("case_id")
    return rows.values_list("case_id", "party", "unit_id", "person_id").iterator(CHUNK)


def point_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, number, text, answer, verdict and note of the points of all standards."""
    rows = _of_case(StandardPoint.objects.filter(area_id=area_id), case_id).order_by("case_id", "number")
    return rows.values_list("case_id", "number", "text", "answer", "verdict", "verdict_note").iterator(CHUNK)


def evidence_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, id, who added it when, when it was withdrawn, and the values of a reference: turn, kind, … size."""
    rows = _of_case(Evidence.objects.filter(area_id=area_id), case_id).order_by("case_id", "id")
    return rows.values_list(
        "case_id", "id", "added_by_id", _text("added_at"), _text("withdrawn_at"),
        "turn", "kind", "point__number", "name", "statement", "file__digest", "file__size",
    ).iterator(CHUNK)  # fmt: skip


def signature_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, turn, pass, state, step, relation, verdict, opinion, person and time of all signatures."""
    rows = _of_case(Signature.objects.filter(area_id=area_id), case_id).order_by("case_id", "id")
    return rows.values_list(
        "case_id", "turn", "pass_no", "state", "step", "relation", "verdict", "opinion", "person_id", _text("at")
    ).iterator(CHUNK)


def extension_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, turn, clock, day asked for, reason, who asked when, and the answer: granted, words, by whom, when."""
    rows = _of_case(ExtensionRequest.objects.filter(area_id=area_id), case_id).order_by("case_id", "id")
    return rows.values_list(
        "case_id", "turn", "clock", _text("asked_for"), "reason", "asked_by_id", _text("asked_at"),
        "granted", "answer", "decided_by_id", _text("decided_at"),
    ).iterator(CHUNK)  # fmt: skip


def outcome_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, id, who recorded it when, when it was taken back, seal, who, unit, and the other values of a reference."""
    rows = _of_case(Outcome.objects.filter(area_id=area_id), case_id).order_by("case_id", "id")
    return rows.values_list(
        "case_id", "id", "added_by_id", _text("added_at"), _text("withdrawn_at"), "seal", "who", "who_unit",
        "sort", "group", "kind", "persons", "amount", "name", "document", _text("on"), "evidence_id",
    ).iterator(CHUNK)  # fmt: skip


def snapshot_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield round, id, day, when and by whom it was made, whether by itself, number of cases, digest, size and figures (text)."""
    rows = Snapshot.objects.filter(area_id=area_id, **({} if case_id is None else {"round_id": case_id}))
    return (
        rows.order_by("round_id", "id")
        .values_list(
            "round_id", "id", _text("day"), _text("made_at"), "made_by_id", "automatic", "cases",
            "file__digest", "file__size", _text("figures"),
        )
        .iterator(CHUNK)
    )  # fmt: skip


def omission_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield round, id, who decided when, version of the text, ground, anchors, decision and answer, of what was decided."""
    rows = Omission.objects.filter(area_id=area_id, granted__isnull=False)
    rows = rows if case_id is None else rows.filter(disclosure__round_id=case_id)
    return rows.order_by("disclosure__round_id", "id").values_list(
        "disclosure__round_id", "id", "decided_by_id", _text("decided_at"),
        "disclosure__version", "ground", "anchors", "granted", "answer",
    ).iterator(CHUNK)  # fmt: skip


def frozen_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield round, id, who approved when, version, title, version replaced, and the digests of the two frozen texts."""
    rows = Disclosure.objects.filter(area_id=area_id, frozen_at__isnull=False)
    rows = rows if case_id is None else rows.filter(round_id=case_id)
    return rows.order_by("round_id", "id").values_list(
        "round_id", "id", "frozen_by_id", _text("frozen_at"),
        "version", "title", "replaces__version", "inner_file__digest", "public_file__digest",
    ).iterator(CHUNK)  # fmt: skip


def published_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield round, id, who published when, version, channel, where, until, and the digest of the published text."""
    rows = Publication.objects.filter(area_id=area_id)
    rows = rows if case_id is None else rows.filter(disclosure__round_id=case_id)
    text = DjangoCase(
        When(channel="public", then=F("disclosure__public_file__digest")), default=F("disclosure__inner_file__digest")
    )
    return rows.order_by("disclosure__round_id", "id").values_list(
        "disclosure__round_id", "id", "published_by_id", _text("published_at"),
        "disclosure__version", "channel", "where", _text("until"), text,
    ).iterator(CHUNK)  # fmt: skip


def document_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, id, who made it final when, kind of document, title, number, day, version, digest and parts (text) of final documents."""
    rows = _of_case(Writing.objects.filter(area_id=area_id, final_at__isnull=False), case_id).order_by("case_id", "id")
    return rows.values_list(
        "case_id", "id", "final_by_id", _text("final_at"),
        "document", "title", "number", _text("asof"), "version", "digest", _text("parts"),
    ).iterator(CHUNK)  # fmt: skip


def letter_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """
    Yield the letters as `letters.check_letters` compares them.

    Case, id, the values of a reference, names of the addressees, who did what when, when it was closed, the reason of a withdrawal, and the
    days on which receipt and reply were noted as overdue.
    """
    letters = Letter.objects.filter(area_id=area_id)
    names: dict[int, list[str]] = {}
    to = LetterTo.objects.filter(area_id=area_id)
    to = to if case_id is None else to.filter(letter__case_id=case_id)
    for letter_id, name in to.order_by("id").values_list("letter_id", "name").iterator(CHUNK):
        names.setdefault(letter_id, []).append(name)
    rows = _of_case(letters, case_id).order_by("case_id", "id").values_list(
        "case_id", "id", "letter", "turn", "title", "number", "because", "warning_id", "escalated_from_id",
        _text("receipt_due_on"), _text("reply_due_on"),
        "prepared_by_id", _text("prepared_at"), "issued_by_id", _text("issued_at"),
        "received_by_id", _text("received_at"), "replied_by_id", _text("replied_at"),
        "withdrawn_by_id", _text("withdrawn_at"),
        _text("closed_at"), "withdrawn_because", _text("receipt_overdue_on"), _text("reply_overdue_on"),
    )  # fmt: skip
    return ((*row[:11], names.get(row[1], []), *row[11:]) for row in rows.iterator(CHUNK))


def letter_reply_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, letter, number, text, who replied when, whether accepted, answer, who answered when."""
    rows = LetterReply.objects.filter(area_id=area_id)
    rows = rows if case_id is None else rows.filter(letter__case_id=case_id)
    return rows.order_by("letter__case_id", "letter_id", "nth").values_list(
        "letter__case_id", "letter_id", "nth", "text", "by_id", _text("at"), "accepted", "answer",
        "answered_by_id", _text("answered_at"),
    ).iterator(CHUNK)  # fmt: skip


def warning_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, event, turn, clock, step, colour, word, due date, day, day it was made up, day it was lifted and why."""
    rows = _of_case(Warning.objects.filter(area_id=area_id), case_id).order_by("case_id", "seq")
    return rows.values_list(
        "case_id", "seq", "turn", "clock", "at", "colour", "word", _text("due_on"), _text("on"), _text("made_up_on"),
        _text("lifted_on"), "lifted_because",
    ).iterator(CHUNK)  # fmt: skip


def check_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, number, text, verdict and note of the points of all checks."""
    rows = _of_case(CheckPoint.objects.filter(area_id=area_id), case_id).order_by("case_id", "number")
    return rows.values_list("case_id", "number", "text", "verdict", "note").iterator(CHUNK)


def call_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, id, when it was withdrawn, and what a call-back says."""
    rows = _of_case(CallBack.objects.filter(area_id=area_id), case_id).order_by("case_id", "pk")
    columns = ("case_id", "pk", _text("withdrawn_at"), "whom", "phone", "way", _text("on"), "answer", "agrees")
    return rows.values_list(*columns).iterator(CHUNK)


def sample_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield case, id, method, seed, size, digest and the frame as text of all draws."""
    rows = _of_case(Sample.objects.filter(area_id=area_id), case_id).order_by("case_id", "pk")
    return rows.values_list("case_id", "pk", "method", "seed", "size", "digest", _text("frame")).iterator(CHUNK)


def file_rows(area_id: int, case_id: int | None) -> Iterator[Row]:
    """Yield digest and size of the kept files; for one case those that its evidence, its snapshots and its approved texts refer to."""
    files = StoredFile.objects.filter(area_id=area_id)
    if case_id is not None:
        used = Evidence.objects.filter(area_id=area_id, case_id=case_id, file__isnull=False)
        frozen = Snapshot.objects.filter(area_id=area_id, round_id=case_id)
        texts = Disclosure.objects.filter(area_id=area_id, round_id=case_id, frozen_at__isnull=False)
        ids = [*used.values_list("file_id", flat=True), *frozen.values_list("file_id", flat=True)]
        ids += LetterFile.objects.filter(area_id=area_id, reply__letter__case_id=case_id).values_list(
            "file_id", flat=True
        )
        ids += [pk for pair in texts.values_list("inner_file_id", "public_file_id") for pk in pair]
        files = files.filter(pk__in=ids)
    return files.order_by("pk").values_list("digest", "size").iterator(CHUNK)


def _of_case(rows: QuerySet[Any], case_id: int | None) -> QuerySet[Any]:
    return rows if case_id is None else rows.filter(case_id=case_id)


def _text(name: str) -> Cast:
    return Cast(name, TextField())


class ByCase:
    """Rows that begin with the id of their case and come in its order, taken one case at a time."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    def take(self, case_id: int) -> list[Row]:
        """Return the rows of this case; rows of cases before it must have been taken."""
        taken = []
        while self._next is not None and self._next[0] == case_id:
            taken.append(self._next)
            self._next = next(self._rows, None)
        return taken

    def before(self, case_id: int | None) -> int | None:
        """Return the case of the next rows if it comes before this one, or if there is no further case."""
        if self._next is None:
            return None
        found: int = self._next[0]
        return found if case_id is None or found < case_id else None
