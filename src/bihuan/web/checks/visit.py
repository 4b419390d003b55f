"""The page on which a check is filled in on site: point by point, call-backs, photos. It works on a phone and without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.evidence.queries import evidence_of
from bihuan.loop.lifecycle.queries import offers_of
from bihuan.loop.sampling.checking import AGREES, VERDICTS, WAYS, call_backs, check_points, missing_in
from bihuan.loop.sampling.models import CallBack, CheckPoint
from bihuan.loop.sampling.rules import check_may_fill
from bihuan.loop.sampling.terms import target_id, whole
from bihuan.web.case.files import ACCEPTED, brought, files_chosen, thumbs_of
from bihuan.web.case.forms import refused
from bihuan.web.case.marks import case_url
from bihuan.web.case.page import Heading, crumbs_of, heading_of
from bihuan.web.checks.words import check_url, verdict_of
from bihuan.web.dates import full_day
from bihuan.web.shapes import Link, Say, Thumb

CALL = ("whom", "phone", "way", "on", "answer", "agrees")
TYPED_OF_CALL = ("whom", "phone", "answer", "agrees")  # what shows that somebody began to write a call-back
PICTURES = {"photo": "image/*"}


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point: its verdict as kept or as typed, and the note."""

    number: int
    text: str
    source: str
    verdict: str
    verdict_words: str
    note: str
    by: str
    error: str
    note_error: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call-back that was made."""

    whom: str
    phone: str
    way: str
    on: str
    answer: str
    agrees: str
    doubt: bool
    by: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place for files of one kind of evidence, with what lies there."""

    name: str
    label: str
    accept: str
    camera: bool
    thumbs: tuple[Thumb, ...]


@dataclass(frozen=True, slots=True)
class VisitPage:
    """The page of one check."""

    heading: Heading
    crumbs: tuple[Link, ...]
    target: Link | None
    target_facts: str
    points: tuple[PointRow, ...]
    judged: int
    verdicts: tuple[tuple[str, str], ...]
    calls: tuple[CallRow, ...]
    calls_words: str
    ways: tuple[tuple[str, str], ...]
    agrees: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    places: tuple[Place, ...]
    open: bool
    closed: str
    say: Say | None
    verdict: str
    statement: str
    missing: tuple[str, ...]
    moves: tuple[Link, ...]
    today: str


def visit_page(
    file: CaseFile, who: Actor, typed: QueryDict | None = None, refusal: Refused | None = None, *, files: bool = False
) -> VisitPage:
    """Return the page of a check; `typed` and `refusal` as the form came back, `files` whether files came with it."""
    case = file.case
    closed = _closed(file, who)
    target = _target(file)
    rows, calls, evidence = check_points(case), call_backs(case), evidence_of(case)
    errors = dict(refusal.fields) if refusal is not None else {}
    points = tuple(_point(row, typed, errors) for row in rows)
    return VisitPage(
        heading=heading_of(file),
        crumbs=crumbs_of(file, Link(_("On site"))),
        target=Link(f"{target.number}　{target.subject}", case_url(target)) if target is not None else None,
        target_facts=_facts(target),
        points=points,
        judged=sum(1 for row in rows if row.verdict),
        verdicts=tuple((id_, words(text)) for id_, text in VERDICTS.items()),
        calls=tuple(_call(file, one, open_=not closed) for one in calls),
        calls_words=_("%(made)d made, at least %(least)d asked for")
        % {"made": len(calls), "least": whole(file, "calls_least")},
        ways=tuple((id_, words(text)) for id_, text in WAYS.items()),
        agrees=tuple((id_, words(text)) for id_, text in AGREES.items()),
        typed={name: (typed.get(name, "") if typed is not None else "") for name in CALL},
        errors=errors,
        places=tuple(
            Place(
                f"evidence-{kind}",
                words(text),
                PICTURES.get(kind, ACCEPTED),
                kind in PICTURES,
                thumbs_of([row for row in evidence if row.kind == kind], case),
            )
            for kind, text in file.kind.evidence.items()
        ),
        open=not closed,
        closed=closed,
        say=refused(refusal, _("This was not kept"), files=files) if refusal is not None else None,
        verdict=verdict_of(case),
        statement=case.statement,
        missing=tuple(missing_in(file)) if not closed else (),
        moves=_moves(file, who),
        today=file.day.isoformat(),
    )


def _closed(file: CaseFile, who: Actor) -> str:
    try:
        check_may_fill(file, who)
    except Refused as refusal:
        return " ".join((refusal.sentence, *refusal.missing))
    return ""


def _target(file: CaseFile) -> Case | None:
    pk = target_id(file)
    if pk is None:
        return None
    return Case.objects.filter(area_id=file.case.area_id, pk=pk).select_related("responsible").first()


def _facts(target: Case | None) -> str:
    if target is None:
        return ""
    parts = [str(target.responsible) if target.responsible is not None else ""]
    if target.closed_on is not None:
        parts.append(_("struck off on %(day)s") % {"day": full_day(target.closed_on)})
    return " · ".join(part for part in parts if part)


def _point(row: CheckPoint, typed: QueryDict | None, errors: Mapping[str, str]) -> PointRow:
    verdict, note = row.verdict, row.note
    if typed is not None:
        verdict, note = typed.get(f"point-{row.number}", ""), typed.get(f"note-{row.number}", "")
    source = (
        _("point %(n)d of the completion standard") % {"n": row.of_point}
        if row.source == "standard" and row.of_point is not None
        else _("point of the plan")
    )
    return PointRow(
        row.number,
        row.text,
        source,
        verdict,
        words(VERDICTS[verdict]) if verdict in VERDICTS else "",
        note,
        row.judged_by.name if row.judged_by is not None else "",
        errors.get(f"point-{row.number}", ""),
        errors.get(f"note-{row.number}", ""),
    )


def _call(file: CaseFile, one: CallBack, *, open_: bool) -> CallRow:
    return CallRow(
        one.whom,
        one.phone,
        words(WAYS[one.way]),
        full_day(one.on),
        one.answer,
        words(AGREES[one.agrees]),
        one.agrees == "no",
        one.made_by.name,
        check_url(file.case, "case_check_call", call=one.pk) if open_ else "",
    )


def _moves(file: CaseFile, who: Actor) -> tuple[Link, ...]:
    """Return the moves that the reader may take now, each leading to its page."""
    offered = offers_of(file, who)
    return tuple(
        Link(one.title, case_url(file.case, "case_move", move=one.id), note=one.leads_to)
        for one in offered.open
        if one.act == "move"
    )


def points_typed(file: CaseFile, typed: QueryDict) -> dict[int, tuple[str, str]]:
    """Return the verdicts and notes that came with the form, by number."""
    return {
        row.number: (typed.get(f"point-{row.number}", ""), typed.get(f"note-{row.number}", ""))
        for row in check_points(file.case)
        if f"point-{row.number}" in typed or f"note-{row.number}" in typed
    }


def call_typed(typed: QueryDict) -> dict[str, str] | None:
    """Return the call-back that came with the form; None where nobody began to write one."""
    if not any(typed.get(name, "").strip() for name in TYPED_OF_CALL):
        return None
    return {name: typed.get(name, "") for name in CALL}


def files_typed(file: CaseFile, files: MultiValueDict[str, UploadedFile[bytes]]) -> list[NewEvidence]:
    """Return the files that came with the form as new evidence of their kinds."""
    return [new for kind in file.kind.evidence for new in brought(files, f"evidence-{kind}", kind=kind)]


def had_files(files: MultiValueDict[str, UploadedFile[bytes]]) -> bool:
    """Return whether files came with the form."""
    return files_chosen(files)
