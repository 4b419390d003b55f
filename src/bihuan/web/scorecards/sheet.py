"""The page of one score sheet: the items with figure, self-score, score and material, and the form for whoever may score now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.evidence.queries import evidence_of
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.loop.scorecards.actions import Said
from bihuan.loop.scorecards.queries import Sheet, SheetItem, sheet_before, sheet_of
from bihuan.loop.scorecards.queries import kept_rows as rows_of
from bihuan.loop.scorecards.rules import can, check_may_adjust, check_may_score, check_may_score_itself, upheld_appeals
from bihuan.packspec.vocabulary import SCORING_WAYS
from bihuan.web.case.files import ACCEPTED, brought, files_chosen, thumbs_of
from bihuan.web.case.forms import refused
from bihuan.web.case.page import Heading, crumbs_of, heading_of
from bihuan.web.dates import full_day
from bihuan.web.places import rows_url
from bihuan.web.round.figures import shown
from bihuan.web.scorecards.shown import before_words, grade_words, place_words, points
from bihuan.web.shapes import Link, Say, Thumb

OWN, OFFICE, APPEAL = "own", "office", "appeal"  # who fills in the form


@dataclass(frozen=True, slots=True)
class ItemRow:
    """
    One item. group: heading over it, empty where it stands with its neighbours. value: of the figure, with the rows behind it.

    typed, note: what the form holds. fills: whether the form asks for this item.
    """

    id: str
    group: str
    title: str
    basis: str
    points: int
    way: str
    figure: str
    value: str
    url: str
    self_score: str
    self_note: str
    score: str
    reason: str
    before: str
    last: str
    counts: bool
    thumbs: tuple[Thumb, ...]
    fills: bool
    typed: str
    note: str
    left_out: bool
    error: str
    note_error: str
    file_error: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The page of one sheet. form: "own", "office", "appeal" or empty; appeals: (number, words, chosen)."""

    heading: Heading
    crumbs: tuple[Link, ...]
    title: str
    facts: str
    total: str
    full: int
    grade: str
    place: str
    before: str
    left_out: str
    rows: tuple[ItemRow, ...]
    form: str
    closed: str
    standing: str
    appeals: tuple[tuple[str, str, bool], ...]
    appeal_error: str
    accept: str
    say: Say | None


def sheet_page(
    file: CaseFile, who: Actor, typed: QueryDict | None = None, refusal: Refused | None = None, *, files: bool = False
) -> SheetPage:
    """Return the page of a sheet; `typed` and `refusal` as the form came back, `files` whether files came with it."""
    sheet, form = sheet_of(file), form_of(file, who)
    errors = dict(refusal.fields) if refusal is not None else {}
    earlier = sheet_before(file)
    last = {item: row.score for item, row in rows_of(earlier).items()} if earlier is not None else {}
    evidence = {row.pk: row for row in evidence_of(file.case)}
    rows, group = [], ""
    for one in sheet.items:
        heading = words(one.item.group) if one.item.group is not None else ""
        was = points(last[one.item.id]) if one.item.id in last else ""
        row = _row(file, sheet, one, form=form, typed=typed, errors=errors, evidence=evidence, last=was)
        rows.append(row if heading != group else _without_group(row))
        group = heading
    out = pgettext("between things", ", ").join(words(one.item.title) for one in sheet.left_out)
    return SheetPage(
        heading=heading_of(file),
        crumbs=crumbs_of(file, Link(_("Score sheet"))),
        title=words(sheet.card.title),
        facts=_facts(sheet),
        total=points(sheet.score),
        full=sheet.card.full,
        grade=grade_words(file.pack, sheet.card, sheet.grade),
        place=place_words(file, sheet.card),
        before=before_words(file, sheet.score),
        left_out=out,
        rows=tuple(rows),
        form=form,
        closed="" if form else _closed(sheet),
        standing=standing_of(file.case),
        appeals=tuple(_appeals(file, typed)) if form == APPEAL else (),
        appeal_error=errors.get("appeal", ""),
        accept=ACCEPTED,
        say=refused(refusal, _("This was not kept"), files=files) if refusal is not None else None,
    )


def form_of(file: CaseFile, who: Actor) -> str:
    """Return which form the reader may fill in now, empty for none."""
    for form, check in ((OWN, check_may_score_itself), (OFFICE, check_may_score), (APPEAL, check_may_adjust)):
        if can(check, file, who):
            return form
    return ""


def scores_typed(
    file: CaseFile, typed: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]] | None = None
) -> dict[str, Said]:
    """Return what the form says of the items it asked for."""
    found: dict[str, Said] = {}
    for one in sheet_of(file).items:
        id_ = one.item.id
        if f"score-{id_}" not in typed and f"left-{id_}" not in typed:
            continue
        new = brought(files, f"evidence-{id_}", kind=_kind_of_evidence(file)) if files is not None else ()
        found[id_] = Said(
            typed.get(f"score-{id_}", ""), typed.get(f"note-{id_}", ""), f"left-{id_}" not in typed, tuple(new)
        )
    return found


def adjusted_typed(file: CaseFile, typed: QueryDict) -> list[tuple[str, str, str]]:
    """Return the items whose score the form changes after an appeal: item, score, reason."""
    return [
        (one.item.id, score, typed.get(f"note-{one.item.id}", ""))
        for one in sheet_of(file).items
        if (score := typed.get(f"score-{one.item.id}", "").strip()) and score != points(one.score)
    ]


def appeal_typed(file: CaseFile, typed: QueryDict) -> Case | None:
    """Return the appeal that was chosen."""
    return next((one for one in upheld_appeals(file) if one.number == typed.get("appeal")), None)


def had_files(files: MultiValueDict[str, UploadedFile[bytes]]) -> bool:
    """Return whether files came with the form."""
    return files_chosen(files)


def _kind_of_evidence(file: CaseFile) -> str:
    return next(iter(file.kind.evidence), "")


def _row(
    file: CaseFile,
    sheet: Sheet,
    one: SheetItem,
    *,
    form: str,
    typed: QueryDict | None,
    errors: Mapping[str, str],
    evidence: Mapping[int, Evidence],
    last: str,
) -> ItemRow:
    item, row, id_ = one.item, one.row, one.item.id
    by_hand = item.way == "hand"
    kept_score = {OWN: row.self_score, OFFICE: row.score, APPEAL: one.score}.get(form)
    kept_note = {OWN: row.self_note, OFFICE: row.note, APPEAL: ""}.get(form, "")
    return ItemRow(
        id=id_,
        group=words(item.group) if item.group is not None else "",
        title=words(item.title),
        basis=item.basis,
        points=item.points,
        way=words(SCORING_WAYS[item.way]),
        figure=words(one.figure.title) if one.figure is not None else "",
        value=shown(one.figure, one.value) if one.figure is not None else "",
        url=_rows(file, sheet, one),
        self_score=points(row.self_score) if row.self_score is not None else "",
        self_note=row.self_note,
        score=points(one.score),
        reason=row.note,
        before=points(row.before) if row.before is not None else "",
        last=last,
        counts=one.counts,
        thumbs=thumbs_of([evidence[pk] for pk in row.evidence if pk in evidence], file.case),
        fills=form in {OWN, APPEAL} or (form == OFFICE and by_hand),
        typed=typed.get(f"score-{id_}", "") if typed is not None else _plain(points(kept_score)),
        note=typed.get(f"note-{id_}", "") if typed is not None else kept_note,
        left_out=f"left-{id_}" in typed if typed is not None else not row.counts,
        error=errors.get(f"score-{id_}", ""),
        note_error=errors.get(f"note-{id_}", ""),
        file_error=errors.get(f"evidence-{id_}", ""),
    )


def _plain(text: str) -> str:
    return "" if text == "—" else text


def _without_group(row: ItemRow) -> ItemRow:
    return replace(row, group="")


def _rows(file: CaseFile, sheet: Sheet, one: SheetItem) -> str:
    """Return the address of the rows behind a figure, for the unit of the sheet."""
    if one.figure is None or one.owner is None or one.figure.operator == "entered" or one.value is None:
        return ""
    return rows_url(
        one.owner.id, one.figure.id, unit=file.case.responsible_id, asof=min(sheet.day, file.day).isoformat()
    )


def _facts(sheet: Sheet) -> str:
    told = {"first": full_day(sheet.period.first), "last": full_day(sheet.period.last), "day": full_day(sheet.day)}
    if sheet.locked:
        return _("%(first)s to %(last)s · figures locked on %(day)s") % told
    return (
        _("%(first)s to %(last)s · figures of %(day)s, locked when the sheet is submitted or its time is over") % told
    )


def _closed(sheet: Sheet) -> str:
    if sheet.case.category == "closed":
        return _("The sheet is settled; the scores stand.")
    return _("You can read this sheet; others fill it in.")


def _appeals(file: CaseFile, typed: QueryDict | None) -> list[tuple[str, str, bool]]:
    chosen = typed.get("appeal", "") if typed is not None else ""
    found = upheld_appeals(file)
    return [(one.number, f"{one.number} {one.subject}", one.number == chosen or len(found) == 1) for one in found]
