"""From a file to a draft, from a draft to cases. Nothing is a case before somebody confirms it; the file itself is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, gettext

from bihuan.accounts.queries import Actor
from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.checks import check_document
from bihuan.documents.checks.remark_json import remarks_json
from bihuan.documents.draft_json import draft_json
from bihuan.documents.errors import Unreadable
from bihuan.documents.files.apart import read_apart
from bihuan.documents.files.limits import DEFAULT
from bihuan.documents.reading import read_draft
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import BadValue, parse_field
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, OvertakenByOther, Refused
from bihuan.loop.evidence.actions import NewEvidence, add_evidence, plain_name, store_file
from bihuan.loop.intake.errors import BroughtBefore
from bihuan.loop.intake.lines import Line, Lines, lines_from, round_changed
from bihuan.loop.intake.models import IntakeDraft, IntakeVersion
from bihuan.loop.intake.queries import duplicates_of, unit_suggester
from bihuan.loop.intake.rules import PACK, check_may_bring_in
from bihuan.loop.lifecycle.packs import pack_in_use

KEPT_VERSIONS = 50
LIMITS = replace(
    DEFAULT, rows=3_000
)  # what is read and checked within two seconds; more is a ledger, which a worker takes
OTHER = "application/octet-stream"
MEDIA_TYPES = {
    "txt": "text/plain",
    "md": "text/plain",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "csv": "text/csv",
}


def bring_in(*, name: str, data: bytes, by: Actor, at: datetime) -> IntakeDraft:
    """
    Read a document and keep file and draft; no case exists yet.

    Raises Refused with the reader's own sentence for a file that cannot be read, BroughtBefore for one whose draft exists.
    """
    check_may_bring_in(by)
    try:
        source = read_apart(data, name, limits=LIMITS)
    except Unreadable as unreadable:
        sentence = unreadable.sentence.in_(get_language() or "zh")
        raise Refused(f"{sentence}{_where(unreadable.place)}") from unreadable
    # Reading may take seconds; nothing is locked meanwhile.
    with transaction.atomic():
        return _keep(name, data, source, by=by, at=at)


def _where(place: str | None) -> str:
    return gettext(" (at: %(place)s)") % {"place": place} if place else ""


def _keep(name: str, data: bytes, source: SourceText, *, by: Actor, at: datetime) -> IntakeDraft:
    file = store_file(by.area_id, name, BytesIO(data), at, media_type=MEDIA_TYPES.get(source.format, OTHER))
    known = duplicates_of(by.area_id, file).first()
    if known is not None:
        raise BroughtBefore(known.pk, known.name, local_day(known.brought_at))
    read = _read(source)
    return IntakeDraft.objects.create(
        area_id=by.area_id,
        file=file,
        name=plain_name(name),
        brought_by_id=by.person_id,
        brought_at=at,
        changed_at=at,
        blocks=[_block(block) for block in source.blocks],
        read=read,
        lines=lines_from(read, unit_suggester(by.area_id)),
    )


def _read(source: SourceText) -> dict[str, Any]:
    """What the reader made of a text, with what the checks remark on it; the layout of what others sent is theirs."""
    made = read_draft(source)
    return draft_json(made) | {"remarks": remarks_json(check_document(source, made), source)}


def _block(block: Block) -> dict[str, Any]:
    written: dict[str, Any] = {"number": block.number, "text": block.text, "kind": block.kind}
    if block.page is not None:
        written["page"] = block.page
    if block.level is not None:
        written["level"] = block.level
    if block.cells:
        written["cells"] = list(block.cells)
    return written


@transaction.atomic
def edit_draft(
    *, draft: IntakeDraft, edit: Callable[[Lines], Lines], version: int, by: Actor, at: datetime
) -> IntakeDraft:
    """
    Apply one edit of `intake.lines` to a draft and return it; what was before can be brought back.

    version: of the working copy the person saw. Raises OvertakenByOther, Refused.
    """
    check_may_bring_in(by)
    locked = lock_draft(draft, version)
    new = edit(locked.lines)
    if new == locked.lines:
        return locked
    IntakeVersion.objects.create(area_id=locked.area_id, draft=locked, version=locked.version, lines=locked.lines)
    IntakeVersion.objects.filter(
        area_id=locked.area_id, draft=locked, version__lte=locked.version - KEPT_VERSIONS
    ).delete()
    return _write(locked, new, at)


@transaction.atomic
def change_round(*, draft: IntakeDraft, given: Mapping[str, Any], version: int, by: Actor, at: datetime) -> IntakeDraft:
    """
    Change what the draft says about the round it will open.

    given: typed values by field id, `subject`, and `responsible` (id of a unit or None).
    Raises Refused with a sentence for every value that cannot be kept, OvertakenByOther.
    """
    pack = pack_in_use(by.area_id, PACK)
    fields, values, wrong = pack.kinds["round"].fields, {}, {}
    for name, typed in given.items():
        try:
            values[name] = parse_field(fields[name], pack, by.area_id, typed) if name in fields else typed
        except BadValue as bad:
            wrong[name] = str(bad)
    if wrong:
        raise Refused(gettext("Some of the facts of the round cannot be kept."), fields=wrong)
    return edit_draft(draft=draft, edit=lambda lines: round_changed(lines, values), version=version, by=by, at=at)


@transaction.atomic
def undo_edit(*, draft: IntakeDraft, version: int, by: Actor, at: datetime) -> IntakeDraft:
    """Take the last edit of a draft back. Raises Refused when there is none."""
    check_may_bring_in(by)
    locked = lock_draft(draft, version)
    last = IntakeVersion.objects.filter(area_id=locked.area_id, draft=locked).order_by("-version").first()
    if last is None:
        raise Refused(gettext("There is nothing to take back."))
    IntakeVersion.objects.filter(area_id=locked.area_id, pk=last.pk).delete()
    return _write(locked, last.lines, at)


def _write(draft: IntakeDraft, lines: Lines, at: datetime) -> IntakeDraft:
    draft.lines, draft.version, draft.changed_at = lines, draft.version + 1, at
    IntakeDraft.objects.filter(area_id=draft.area_id, pk=draft.pk).update(
        lines=lines, version=draft.version, changed_at=at
    )
    return draft


def lock_draft(draft: IntakeDraft, version: int | None) -> IntakeDraft:
    """Return the draft with its row locked. Raises CaseNotFound, Refused when it is done with, OvertakenByOther."""
    locked = (
        IntakeDraft.objects.select_for_update(of=("self",))
        .select_related("file")
        .filter(area_id=draft.area_id, pk=draft.pk)
        .first()
    )
    if locked is None:
        raise CaseNotFound(draft.name)
    if locked.confirmed_at or locked.dropped_at:
        raise Refused(gettext("This draft is done with; it does not change any more."))
    if version is not None and version != locked.version:
        raise OvertakenByOther(
            gettext("Somebody else changed this draft after you opened the page. Your change was not recorded.")
        )
    return locked


@transaction.atomic
def drop_draft(*, draft: IntakeDraft, by: Actor, at: datetime) -> None:
    """Put a draft away without making cases of it; the file stays, and the draft can be taken up again."""
    check_may_bring_in(by)
    locked = lock_draft(draft, None)
    IntakeDraft.objects.filter(area_id=locked.area_id, pk=locked.pk).update(dropped_at=at)


@transaction.atomic
def resume_draft(*, draft: IntakeDraft, by: Actor, at: datetime) -> None:
    """Take up a draft that was put away."""
    check_may_bring_in(by)
    IntakeDraft.objects.filter(area_id=draft.area_id, pk=draft.pk, confirmed_at__isnull=True).update(
        dropped_at=None, changed_at=at
    )


@transaction.atomic
def confirm_draft(*, draft: IntakeDraft, version: int, by: Actor, at: datetime, into: Case | None = None) -> Case:
    """
    Make cases of a draft, all or none, and return the round they stand under.

    into: a round that exists already; without it the round is opened from the draft's own facts.
    Every case keeps the place it was read from; the file is evidence of the round.
    Raises Refused naming the line that cannot become a case.
    """
    check_may_bring_in(by)
    locked = lock_draft(draft, version)
    kept = [finding for finding in locked.lines["findings"] if not finding["dropped"]]
    if not kept:
        raise Refused(gettext("The draft has no findings. Add one, or put the draft away."))
    round_ = into if into is not None else _open_round(locked, by=by, at=at)
    for finding in kept:
        _open_finding(locked, round_, finding, by=by, at=at)
    paper = NewEvidence(name=locked.name, stored=locked.file, statement=gettext("The imported document"))
    round_ = add_evidence(case=round_, brought=[paper], by=by, at=at)
    IntakeDraft.objects.filter(area_id=locked.area_id, pk=locked.pk).update(confirmed_at=at, round=round_)
    IntakeVersion.objects.filter(area_id=locked.area_id, draft=locked).delete()
    return round_


def _open_round(draft: IntakeDraft, *, by: Actor, at: datetime) -> Case:
    facts = draft.lines["round"]
    given = {name: value for name, value in facts.items() if name != "subject" and value not in (None, "")}
    return open_case(
        pack=PACK,
        kind="round",
        subject=facts.get("subject") or "",
        given=given,
        by=by,
        at=at,
        source=_source(draft, None),
    )


def _open_finding(draft: IntakeDraft, round_: Case, line: Line, *, by: Actor, at: datetime) -> None:
    measures = [measure for measure in line["measures"] if not measure["dropped"]]
    items = [item for item in line["items"] if not item["dropped"]]
    standard = [measure["title"] for measure in measures] + [item["title"] for item in items]
    given = _given(line) | {"aspect": line.get("aspect") or None, "lead": line.get("lead")}
    finding = _open(draft, "finding", round_, line, given, by=by, at=at, standard=standard or [line["title"]])
    for measure in measures:
        _open(draft, "measure", finding, measure, _measure(measure, line), by=by, at=at)
    for item in items:
        instance = _open(
            draft, "instance", finding, item, _given(item) | {"responsible": item["unit"] or line["unit"]}, by=by, at=at
        )
        for measure in item["measures"]:
            if not measure["dropped"]:
                _open(draft, "measure", instance, measure, _measure(measure, line), by=by, at=at)


def _open(
    draft: IntakeDraft,
    kind: str,
    parent: Case,
    line: Line,
    given: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    standard: list[str] | None = None,
) -> Case:
    try:
        return open_case(
            pack=PACK,
            kind=kind,
            parent=parent,
            subject=line["title"],
            given=given,
            by=by,
            at=at,
            standard=standard or (),
            source=_source(draft, line),
        )
    except Refused as refusal:
        where = gettext("“%(title)s”: %(why)s") % {"title": line["title"][:40], "why": refusal.sentence}
        raise Refused(where, fields={line["id"]: refusal.sentence}) from refusal


def _given(line: Line) -> dict[str, Any]:
    return {
        "responsible": line["unit"],
        "nature": line["nature"] or None,
        "due": line["due"],
        "source_number": line["number"],
    }


def _measure(line: Line, finding: Line) -> dict[str, Any]:
    given = _given(line) | {"content": line["text"] if line["text"] != line["title"] else None}
    return given | {
        "responsible": line["unit"] or finding["unit"],
        "nature": line["nature"] or finding["nature"] or None,
        "due": line["due"] or finding["due"],
    }


def _source(draft: IntakeDraft, line: Line | None) -> dict[str, Any]:
    place = {"place": line["place"]} if line and line.get("place") else {}
    return {"draft": draft.pk, "file": draft.file.digest, "name": draft.name, **place}
