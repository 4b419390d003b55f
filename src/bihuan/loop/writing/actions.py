"""Writing documents, changing them, writing them anew at another day, and making them final."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, NumberSeries
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, OvertakenByOther, Refused
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.writing.checking import open_ends
from bihuan.loop.writing.editing import Edit
from bihuan.loop.writing.merging import merged
from bihuan.loop.writing.models import Writing, WritingState, WritingVersion
from bihuan.loop.writing.passages import Part, Passage, fresh
from bihuan.loop.writing.preparing import preview_of
from bihuan.loop.writing.queries import document_of, pack_with_documents, parts_of
from bihuan.loop.writing.rows import Wanted
from bihuan.loop.writing.rules import check_may_write
from bihuan.loop.writing.sealing import seal_of
from bihuan.loop.writing.templates import chosen_for
from bihuan.packspec.document import Document

LONGEST_ANSWER: Final = 2000


@transaction.atomic
def write_document(
    *,
    case: Case,
    document: str,
    asof: date,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    asked: Mapping[str, str] | None = None,
) -> Writing:
    """
    Write a document from the rows as a draft and return it.

    case: what it is about: the round, or for a letter a case below it. asof: the day whose rows it tells.
    unit: for a document that is written for one unit. asked: answers by name of `Document.asks`; what is left open stays a gap in the text.

    Raises NotAllowed; Refused for a document that is not about such a case; DayToCome.
    """
    declared = pack_with_documents(_round_of(case)).documents.get(document)
    if declared is not None and declared.letter:
        raise Refused(gettext("This is a letter: prepare it, so that its number, receipt and reply are kept."))
    return draft_of(case=case, document=document, asof=asof, by=by, at=at, unit=unit, asked=asked)


def draft_of(
    *,
    case: Case,
    document: str,
    asof: date,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    asked: Mapping[str, str] | None = None,
) -> Writing:
    """Write the draft of any document, a letter too, inside the caller's transaction; arguments and errors are those of `write_document`."""
    round_ = _round_of(case)
    pack = pack_with_documents(round_)
    declared = pack.documents.get(document)
    if declared is None or case.kind not in declared.of:
        raise Refused(gettext("This document is not written about such a case."))
    if declared.unit and unit is None:
        raise Refused(gettext("Choose the unit."), fields={"unit": gettext("Choose the unit.")})
    check_may_write(by, declared, round_, unit, local_day(at))
    answers = _answers(declared, asked or {})
    wanted = Wanted(pack, declared, case, asof, unit if declared.unit else None, answers)
    passages = _told(by, wanted, round_, local_day(at))
    writing = Writing.objects.create(
        area_id=case.area_id,
        round=round_,
        case=case,
        pack=pack.id,
        pack_version=pack.version,
        document=document,
        unit=wanted.unit,
        asof=asof,
        title=_title(passages, declared),
        asked=answers,
        parts=[part.to_json() for part in fresh(passages)],
        made_by_id=by.person_id or None,
        made_at=at,
        changed_at=at,
    )
    _keep(writing, "made", None, by=by, at=at)
    return writing


def _told(actor: Actor, wanted: Wanted, round_: Case, today: date) -> list[Passage]:
    return preview_of(actor, wanted, round_, chosen_for(round_, wanted.document.id), today)


def _round_of(case: Case) -> Case:
    if case.root_id in {None, case.pk}:
        return case
    return Case.objects.select_related("responsible").get(area_id=case.area_id, pk=case.root_id)


def _answers(document: Document, asked: Mapping[str, str]) -> dict[str, str]:
    return {name: written(asked.get(name) or "")[:LONGEST_ANSWER] for name in document.asks if asked.get(name)}


def _title(passages: list[Passage], document: Document) -> str:
    return next((one.text for one in passages if one.kind == "title"), document.title.zh)[:400]


@transaction.atomic
def write_anew(
    *, writing: Writing, asof: date, version: int, by: Actor, at: datetime, asked: Mapping[str, str] | None = None
) -> Writing:
    """
    Write a draft anew from the rows of a day and return it; what was written by hand survives (`writing.merging`).

    asked: new answers; None keeps the old ones. Raises NotAllowed, Refused for a final one, OvertakenByOther, DayToCome.
    """
    locked = _lock(writing, version, by, at)
    pack, document = pack_of(locked.pack, locked.pack_version), document_of(locked)
    answers = locked.asked if asked is None else _answers(document, asked)
    wanted = Wanted(pack, document, locked.case, asof, locked.unit, answers)
    parts = merged(parts_of(locked), _told(by, wanted, locked.round, local_day(at)))
    return _change(locked, parts, "anew", by=by, at=at, asof=asof, asked=answers)


@transaction.atomic
def edit_writing(*, writing: Writing, edit: Edit, version: int, by: Actor, at: datetime) -> Writing:
    """
    Apply one edit of `writing.editing` to a draft and return it; the version before is kept.

    Raises NotAllowed, Refused for a final one or an edit that is not possible, OvertakenByOther.
    """
    locked = _lock(writing, version, by, at)
    parts = parts_of(locked)
    changed = edit(parts)
    return locked if changed == parts else _change(locked, changed, "edited", by=by, at=at)


@transaction.atomic
def take_back(*, writing: Writing, version: int, by: Actor, at: datetime) -> Writing:
    """Take the last change of a draft back, again and again up to the first version. Raises Refused when there is nothing to take back."""
    locked = _lock(writing, version, by, at)
    versions = WritingVersion.objects.filter(area_id=locked.area_id, writing_id=locked.pk)
    now = versions.get(version=locked.version)
    if now.came_from is None:
        raise Refused(gettext("There is nothing to take back."))
    before = versions.get(version=now.came_from)
    return _bring(locked, before, "taken_back", before.came_from, by=by, at=at)


@transaction.atomic
def bring_back(*, writing: Writing, kept: int, version: int, by: Actor, at: datetime) -> Writing:
    """Make an earlier version of a draft the text again; the one that stands now is kept too. kept: its number."""
    locked = _lock(writing, version, by, at)
    before = WritingVersion.objects.filter(area_id=locked.area_id, writing_id=locked.pk, version=kept).first()
    if before is None:
        raise Refused(gettext("There is no such version."))
    return _bring(locked, before, "brought_back", locked.version, by=by, at=at)


def _bring(
    writing: Writing, before: WritingVersion, did: str, came_from: int | None, *, by: Actor, at: datetime
) -> Writing:
    writing.parts, writing.asof, writing.asked = before.parts, before.asof, before.asked
    return _store(writing, did, came_from, by=by, at=at)


def _change(
    writing: Writing,
    parts: list[Part],
    did: str,
    *,
    by: Actor,
    at: datetime,
    asof: date | None = None,
    asked: Mapping[str, str] | None = None,
) -> Writing:
    writing.parts = [part.to_json() for part in parts]
    writing.asof = asof or writing.asof
    writing.asked = dict(writing.asked if asked is None else asked)
    return _store(writing, did, writing.version, by=by, at=at)


def _store(writing: Writing, did: str, came_from: int | None, *, by: Actor, at: datetime) -> Writing:
    writing.version, writing.changed_at = writing.version + 1, at
    told = [part.passage for part in parts_of(writing) if not part.gone]
    writing.title = _title(told, document_of(writing))
    Writing.objects.filter(area_id=writing.area_id, pk=writing.pk).update(
        parts=writing.parts,
        asof=writing.asof,
        asked=writing.asked,
        title=writing.title,
        version=writing.version,
        changed_at=at,
    )
    _keep(writing, did, came_from, by=by, at=at)
    return writing


def _keep(writing: Writing, did: str, came_from: int | None, *, by: Actor, at: datetime) -> None:
    WritingVersion.objects.create(
        area_id=writing.area_id,
        writing=writing,
        version=writing.version,
        came_from=came_from,
        did=did,
        asof=writing.asof,
        asked=writing.asked,
        parts=writing.parts,
        by_id=by.person_id or None,
        at=at,
    )


def _lock(writing: Writing, version: int | None, by: Actor, at: datetime, *, away: bool = False) -> Writing:
    locked = (
        Writing.objects.select_for_update(of=("self",))
        .select_related("round", "case", "unit")
        .filter(area_id=writing.area_id, pk=writing.pk)
        .first()
    )
    if locked is None:
        raise CaseNotFound(str(writing.pk))
    check_may_write(by, document_of(locked), locked.round, locked.unit, local_day(at))
    if locked.state == WritingState.FINAL:
        raise Refused(gettext("This document is final; it does not change any more."))
    if locked.state == WritingState.AWAY and not away:
        raise Refused(gettext("This document was put away. Take it up again first."))
    if version is not None and version != locked.version:
        raise OvertakenByOther(
            gettext("Somebody else changed this document after you opened the page. Your change was not recorded.")
        )
    return locked


@transaction.atomic
def put_away(*, writing: Writing, by: Actor, at: datetime) -> None:
    """Put a draft away; it can be taken up again."""
    locked = _lock(writing, None, by, at, away=True)
    Writing.objects.filter(area_id=locked.area_id, pk=locked.pk).update(state=WritingState.AWAY, changed_at=at)


@transaction.atomic
def take_up(*, writing: Writing, by: Actor, at: datetime) -> None:
    """Take up a draft that was put away."""
    locked = _lock(writing, None, by, at, away=True)
    Writing.objects.filter(area_id=locked.area_id, pk=locked.pk).update(state=WritingState.DRAFT, changed_at=at)


@transaction.atomic
def make_final(*, writing: Writing, version: int, by: Actor, at: datetime) -> Writing:
    """
    Make a draft final: it gets its number and never changes again; the case it is about keeps the fingerprint in its trail.

    Raises Refused naming what is still open: gaps to fill, questions between two texts.
    """
    case = lock_case(Case.objects.get(area_id=writing.area_id, pk=writing.case_id))
    if document_of(writing).letter:
        raise Refused(gettext("A letter is issued from its own page, where its receipt and reply are kept."))
    final, body = seal_writing(writing=writing, version=version, by=by, at=at)
    record(case=case, verb=Verb.DOCUMENT_ISSUED, by=by, at=at, body=body)
    return final


def seal_writing(
    *, writing: Writing, version: int | None, by: Actor, at: datetime
) -> tuple[Writing, dict[str, str | int]]:
    """
    Number and seal a draft inside the caller's transaction; return it with what the event of the case says of it.

    The caller holds the lock of the case and writes the event. version: None where the caller has just read it. Raises Refused.
    """
    locked = _lock(writing, version, by, at)
    missing = open_ends(parts_of(locked))
    if missing:
        raise Refused(gettext("The document is not finished yet."), missing=missing)
    document = document_of(locked)
    number = _next_number(locked, document, local_day(at).year)
    seal = seal_of(locked.parts, number=number, asof=locked.asof.isoformat())
    Writing.objects.filter(area_id=locked.area_id, pk=locked.pk).update(
        state=WritingState.FINAL,
        number=number,
        digest=seal,
        final_by_id=by.person_id or None,
        final_at=at,
        changed_at=at,
    )
    body: dict[str, str | int] = {
        "document": locked.document, "writing": locked.pk, "title": locked.title, "number": number,
        "asof": locked.asof.isoformat(), "version": locked.version, "digest": seal,
    }  # fmt: skip
    locked.refresh_from_db(from_queryset=Writing.objects.filter(area_id=locked.area_id))
    return locked, body


def _next_number(writing: Writing, document: Document, year: int) -> str:
    pack = pack_of(writing.pack, writing.pack_version)
    pattern = pack.letters[document.letter].number if document.letter else document.number
    if not pattern:
        return ""
    filled = pattern.replace("{year}", str(year))
    series, _ = NumberSeries.objects.select_for_update().get_or_create(
        area_id=writing.area_id, key=f"writing.{pack.id}.{filled}"[:120]
    )
    NumberSeries.objects.filter(area_id=writing.area_id, pk=series.pk).update(last=series.last + 1)
    return _numbered(filled, series.last + 1)


def _numbered(pattern: str, seq: int) -> str:
    head, _, rest = pattern.partition("{seq")
    width, _, tail = rest.partition("}")
    return f"{head}{str(seq).zfill(int(width.lstrip(':') or 1))}{tail}" if rest else pattern
