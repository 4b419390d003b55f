"""Finding documents and their versions, and what can be written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor, units_of
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.lifecycle.packs import pack_known, pack_of
from bihuan.loop.writing.models import Writing, WritingState, WritingVersion
from bihuan.loop.writing.passages import Part, part_of
from bihuan.loop.writing.rules import is_office, may_read
from bihuan.packspec.document import Document
from bihuan.packspec.model import Pack


def pack_with_documents(case: Case) -> Pack:
    """Return the pack of a round as it was opened; where it had no documents then, the newest one."""
    pack = pack_of(case.pack, case.pack_version)
    return pack if pack.documents else pack_known(case.area_id, case.pack)


def document_for(pack: Pack, letter: str, kind: str) -> Document | None:
    """Return the document that is the text of a letter about cases of a kind."""
    return next((one for one in pack.documents.values() if one.letter == letter and kind in one.of), None)


def get_round(actor: Actor, pack: str, number: str) -> Case:
    """Return a round the actor may see. Raises CaseNotFound, for a case that stands under another one too."""
    case = get_case(actor, pack, number)
    if case.parent_id is not None or not documents_of(pack_with_documents(case), case.kind):
        raise CaseNotFound(number)
    return case


def documents_of(pack: Pack, kind: str) -> list[Document]:
    """Return the documents that can be written under a case of a kind: about it, or about the cases below it."""
    known = {kind, *(below for below in pack.kinds if kind in pack.ancestors(below))}
    return [document for document in pack.documents.values() if known.intersection(document.of)]


def document_of(writing: Writing) -> Document:
    """Return what a document is, as its pack says. Raises CaseNotFound where the pack has it no longer."""
    found = pack_of(writing.pack, writing.pack_version).documents.get(writing.document)
    if found is None:
        raise CaseNotFound(writing.document)
    return found


def writings_of(actor: Actor, round_: Case, day: date, *, document: str = "") -> list[Writing]:
    """Return the documents of a round that the actor may read, newest first."""
    rows = Writing.objects.filter(area_id=round_.area_id, round_id=round_.pk)
    rows = rows.filter(document=document) if document else rows
    office = is_office(actor, round_, day)
    return [
        row
        for row in rows.select_related("case", "unit", "made_by", "final_by").order_by("-id").defer("parts")
        if may_read(actor, row, office=office, letter=_is_letter(row))
    ]


def letters_about(actor: Actor, case: Case, *, office: bool) -> list[Writing]:
    """Return the documents about one case that the actor may read, newest first; most cases have none."""
    rows = Writing.objects.filter(area_id=case.area_id, case_id=case.pk).exclude(state=WritingState.AWAY)
    return [
        row
        for row in rows.select_related("case", "unit").order_by("-id").defer("parts")
        if may_read(actor, row, office=office, letter=_is_letter(row))
    ]


def get_writing(actor: Actor, writing_id: int, day: date) -> Writing:
    """Return a document the actor may read. Raises CaseNotFound, the same for missing and forbidden."""
    row = (
        Writing.objects.filter(area_id=actor.area_id, pk=writing_id)
        .select_related("area", "round", "case", "unit", "made_by", "final_by")
        .first()
    )
    if row is None:
        raise CaseNotFound(str(writing_id))
    if not may_read(actor, row, office=is_office(actor, row.round, day), letter=_is_letter(row)):
        raise CaseNotFound(str(writing_id))
    return row


def _is_letter(writing: Writing) -> bool:
    return bool(document_of(writing).letter)


def parts_of(writing: Writing) -> list[Part]:
    """Return the parts of a document as they stand."""
    return [part_of(written) for written in writing.parts]


def versions_of(writing: Writing) -> list[WritingVersion]:
    """Return the versions of a document, newest first, without their texts."""
    rows = WritingVersion.objects.filter(area_id=writing.area_id, writing_id=writing.pk)
    return list(rows.select_related("by").order_by("-version").defer("parts"))


def units_concerned(round_: Case) -> list[Unit]:
    """Return the units that are responsible for something in a round, in their order."""
    ids = Case.objects.filter(area_id=round_.area_id, root_id=round_.pk, responsible__isnull=False)
    wanted = set(ids.order_by().values_list("responsible_id", flat=True).distinct())
    return list(units_of(round_.area_id).filter(pk__in=wanted).order_by("order", "id"))


def has_writings(round_: Case, states: Sequence[str] = (WritingState.DRAFT, WritingState.FINAL)) -> bool:
    """Return whether anything was written for a round."""
    return Writing.objects.filter(area_id=round_.area_id, round_id=round_.pk, state__in=states).exists()


def document_named(round_: Case, document: str) -> Document:
    """Return a document of a round's pack. Raises CaseNotFound."""
    found = pack_with_documents(round_).documents.get(document)
    if found is None:
        raise CaseNotFound(document)
    return found


def check_may_start(actor: Actor, round_: Case, document: Document, day: date) -> None:
    """Raise CaseNotFound for whoever could write no such document: the page does not exist for them."""
    if is_office(actor, round_, day):
        return
    if not (document.unit and any(actor.heads_unit(unit.pk) for unit in units_concerned(round_))):
        raise CaseNotFound(document.id)
