"""A ledger comes in: kept, its columns mapped, every row judged; nothing is written about any case before somebody takes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any, Final

from django.db import transaction
from django.utils.translation import get_language, gettext

from bihuan.accounts.queries import Actor
from bihuan.documents.files.worksheets import Worksheet
from bihuan.documents.layout.mark import Mark
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.evidence.actions import plain_name, store_file
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.ledger_in.cells import Names
from bihuan.loop.ledger_in.entries import SheetReader
from bihuan.loop.ledger_in.judging import Judge
from bihuan.loop.ledger_in.mapping import Meanings, Plan, guessed, meaning_of, propose, with_head
from bihuan.loop.ledger_in.models import ColumnMapping, Form, ImportState, LedgerImport, LedgerRow
from bihuan.loop.ledger_in.queries import meanings_of, remembered
from bihuan.loop.ledger_in.reading import bytes_of, mark_in, read_ledger, suggested_source
from bihuan.loop.ledger_in.rules import check_may_bring_ledger, forms_for
from bihuan.loop.ledger_in.storing import store_rows

MOST_ROWS: Final = 300_000
AT_ONCE: Final = 2_000  # rows that are judged while the person waits
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES: Final = {
    "xlsx": SPREADSHEET,
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
}
MARK: Final = "bihuan.ledger/1"
Progress = Callable[[int, int], None]


def bring_ledger(*, top: Case, name: str, data: bytes, form: str, by: Actor, at: datetime) -> LedgerImport:
    """
    Keep a ledger and map its columns; a template of ours, and headings known from before, are judged at once.

    top: the case under which its rows stand. form: what it is for, empty to be told by its mark or by who brings it.
    Returns the import: state `mapping` waits for a person, `judging` for a worker, `judged` has its preview.
    Raises Refused with the reader's sentence, NotAllowed.
    """
    sheets, mark = read_ledger(data, name), mark_in(data)
    said = _said(mark)
    form = str(said.get("form") or form or (forms_for(by, top, on=local_day(at)) or [Form.PROGRESS])[0])
    check_may_bring_ledger(by, top, form, on=local_day(at))
    _check_mark(said, top)
    _check_size(sheets)
    meanings = meanings_of(top, form)
    ours = mark.sheets if mark is not None and said else ()
    kinds = {sheet.name: str(one["kind"]) for sheet, one in zip(ours, said.get("sheets", ()), strict=False)}
    known = remembered(by.area_id, top.pack, form)
    plans = propose(sheets, mark if said else None, meanings, known, kinds)
    if not any(plan["use"] for plan in plans):
        raise Refused(
            gettext(
                "No table with a head was found in “%(name)s”. The titles of the columns must stand in one to three rows above the data."
            )
            % {"name": name}
        )
    with transaction.atomic():
        ledger = _keep(top, name, data, {"form": form, "sheets": plans, "mark": said}, by=by, at=at)
        ledger.source = next((known[one["signature"]]["source"] for one in plans if one["signature"] in known), "")
        return judge_ledger(ledger=ledger, by=by, at=at) if _is_certain(plans) else ledger


def _said(mark: Mark | None) -> dict[str, Any]:
    try:
        said = json.loads(mark.text) if mark is not None else {}
    except ValueError:
        return {}
    return said if isinstance(said, dict) and said.get("is") == MARK else {}


def _check_mark(said: Mapping[str, Any], top: Case) -> None:
    if said and (said.get("area"), said.get("pack"), said.get("top")) != (top.area_id, top.pack, top.number):
        raise Refused(
            gettext("This template was made for %(title)s (%(number)s). Bring it in there.")
            % {"title": said.get("title", ""), "number": said.get("top", "")}
        )


def _check_size(sheets: Sequence[Worksheet]) -> None:
    if sum(sheet.height for sheet in sheets) > MOST_ROWS:
        raise Refused(gettext("The ledger has more than %(most)d rows. Divide it.") % {"most": MOST_ROWS})


def _keep(top: Case, name: str, data: bytes, read: Mapping[str, Any], *, by: Actor, at: datetime) -> LedgerImport:
    kind = name.rpartition(".")[2].lower()
    file = store_file(by.area_id, name, BytesIO(data), at, media_type=MEDIA_TYPES.get(kind, "application/octet-stream"))
    return LedgerImport.objects.create(
        area_id=by.area_id,
        top=top,
        file=file,
        name=plain_name(name),
        **read,
        brought_by_id=by.person_id,
        brought_at=at,
    )


def _is_certain(plans: Sequence[Plan]) -> bool:
    """Return whether nobody has to look: every sheet that is used is ours or was mapped by a person before."""
    used = [plan for plan in plans if plan["use"]]
    return all(one["why"] in {"template", "remembered"} for plan in used for one in plan["columns"])


@transaction.atomic
def map_ledger(
    *, ledger: LedgerImport, chosen: Sequence[Mapping[str, Any]], source: str, by: Actor, at: datetime
) -> LedgerImport:
    """
    Set what the columns mean, remember it for this source, and judge the rows.

    chosen: one for each sheet, {"use", "kind", "first", "last" (0-based rows), "columns": {at: target id}}. Where the head or the kind
    of a sheet changed, its columns are guessed anew and wait to be looked at: the import stays in state `mapping` then.
    Raises Refused when a target is used twice in a sheet, or nothing is left by which a row is known.
    """
    locked = lock_import(ledger, ImportState.MAPPING, ImportState.JUDGED)
    check_may_bring_ledger(by, ledger.top, locked.form, on=local_day(at))
    meanings = meanings_of(ledger.top, locked.form)
    read = cache(lambda: read_ledger(bytes_of(locked), locked.name))
    plans = [
        _chosen(lambda place=place: read()[place], plan, one, meanings)  # type: ignore[misc]
        for place, (plan, one) in enumerate(zip(locked.sheets, chosen, strict=True))
    ]
    if not any(plan["use"] for plan in plans):
        raise Refused(gettext("No table is left to take. Choose at least one."))
    source = source.strip()[:60] or suggested_source(locked.name)
    locked.sheets, locked.source, locked.top, locked.state = plans, source, ledger.top, ImportState.MAPPING
    changed = ("first", "last", "kind")
    if any(new[name] != old[name] for new, old in zip(plans, ledger.sheets, strict=True) for name in changed):
        LedgerImport.objects.filter(area_id=locked.area_id, pk=locked.pk).update(
            sheets=plans, source=source, state=locked.state
        )
        return locked
    for plan in plans:
        if plan["signature"]:
            _remember(ledger.top.pack, locked.form, source, plan, by=by, at=at)
    LedgerImport.objects.filter(area_id=locked.area_id, pk=locked.pk).update(sheets=plans, source=source)
    return judge_ledger(ledger=locked, by=by, at=at)


def _remember(pack: str, form: str, source: str, plan: Plan, *, by: Actor, at: datetime) -> None:
    """Keep what the columns of a source mean; what was chosen last counts."""
    key = {"area_id": by.area_id, "pack": pack, "form": form, "signature": plan["signature"], "source": source}
    said = {"meaning": meaning_of(plan), "by_id": by.person_id, "at": at}
    if not ColumnMapping.objects.filter(**key).update(**said):
        ColumnMapping.objects.create(**key, **said)


def _chosen(sheet: Callable[[], Worksheet], plan: Plan, one: Mapping[str, Any], meanings: Meanings) -> Plan:
    """A head or a kind that was changed asks the headings anew; what was chosen for columns counts only for the head it was seen with."""
    kind = str(one.get("kind") or plan["kind"])
    if kind not in {known.id for known in meanings.kinds}:
        raise Refused(gettext("Choose what the rows are."))
    first, last = int(one.get("first", plan["first"])), int(one.get("last", plan["last"]))
    if (first, last) != (plan["first"], plan["last"]):
        plan = with_head(sheet(), first, last, kind, meanings)
    elif kind != plan["kind"]:
        plan = guessed(plan | {"kind": kind}, meanings)
    else:
        known, columns = meanings.by_id(), dict(one.get("columns", {}))
        plan = plan | {
            "columns": [
                column | {"to": to if (to := columns.get(column["at"], column["to"])) in known else "", "why": "chosen"}
                for column in plan["columns"]
            ]
        }
    plan = plan | {"use": bool(one.get("use", plan["use"])) and bool(plan["columns"])}
    if plan["use"]:
        _check_plan(plan, meanings)
    return plan


def _check_plan(plan: Plan, meanings: Meanings) -> None:
    used = [one["to"] for one in plan["columns"] if one["to"]]
    twice = {to for to in used if used.count(to) > 1}
    names = meanings.by_id()
    if twice:
        titles = "、".join(names[to].title.in_(get_language() or "zh") for to in sorted(twice))
        raise Refused(
            gettext("Two columns of “%(sheet)s” mean %(titles)s. Leave one out.")
            % {"sheet": plan["sheet"], "titles": titles}
        )
    keys = {names[to].attr for to in used}
    if not keys & {"number", "source_number", "subject"}:
        raise Refused(
            gettext(
                "No column of “%(sheet)s” says which case a row is about: number, number in the document, or words."
            )
            % {"sheet": plan["sheet"]}
        )


@transaction.atomic
def judge_ledger(*, ledger: LedgerImport, by: Actor, at: datetime) -> LedgerImport:
    """Judge the rows of a mapped ledger: at once where they are few, else by a worker (state `judging`, `job` says which)."""
    ledger.state, ledger.job = ImportState.JUDGING, None
    if sum(plan["rows"] for plan in ledger.sheets if plan["use"]) > AT_ONCE:
        title = gettext("Checking the ledger “%(name)s”") % {"name": ledger.name}
        ledger.job = start_job(kind="ledger_judge", given={"ledger": ledger.pk}, by=by, at=at, title=title).pk
    LedgerImport.objects.filter(area_id=ledger.area_id, pk=ledger.pk).update(
        state=ledger.state, job=ledger.job, source=ledger.source
    )
    if ledger.job is None:
        write_judgement(ledger, by=by, at=at)
    return ledger


def write_judgement(ledger: LedgerImport, *, by: Actor, at: datetime, tell: Progress | None = None) -> None:
    """Judge all rows and keep what they do; what an earlier judgement kept is replaced. Called by `judge_ledger` and its job."""
    meanings = meanings_of(ledger.top, ledger.form)
    names = Names.of(ledger.area_id)
    judge = Judge(meanings, ledger.top, names, by=by, at=at)
    LedgerRow.objects.filter(area_id=ledger.area_id, ledger_id=ledger.pk).delete()
    by_name = {sheet.name: sheet for sheet in read_ledger(bytes_of(ledger), ledger.name)}
    order = [kind.id for kind in meanings.kinds]
    plans = sorted((plan for plan in ledger.sheets if plan["use"]), key=lambda plan: order.index(plan["kind"]))
    total = sum(by_name[plan["sheet"]].height for plan in plans)
    for plan in plans:
        reader = SheetReader(by_name[plan["sheet"]], plan, meanings, names)
        for rows in judge.rows(reader.entries()):
            store_rows(ledger.area_id, ledger.pk, rows)
            if tell is not None:
                tell(judge.places.place, total)
    ledger.counts, ledger.state, ledger.judged_at = dict(judge.counts), ImportState.JUDGED, at
    # Somebody may have put it away meanwhile: then it stays away.
    LedgerImport.objects.filter(area_id=ledger.area_id, pk=ledger.pk, state=ImportState.JUDGING).update(
        counts=ledger.counts, state=ledger.state, judged_at=at
    )


def lock_import(ledger: LedgerImport, *states: str) -> LedgerImport:
    """Return the import with its row locked. Raises CaseNotFound; Refused when it does not stand where the act begins."""
    rows = LedgerImport.objects.select_for_update(of=("self",)).select_related("file")
    locked = rows.filter(area_id=ledger.area_id, pk=ledger.pk).first()
    if locked is None:
        raise CaseNotFound(ledger.name)
    if locked.state not in states:
        raise Refused(gettext("This ledger does not stand there any more. Load the page again."))
    return locked


@transaction.atomic
def drop_ledger(*, ledger: LedgerImport, by: Actor, at: datetime) -> None:
    """Put a ledger away without taking anything of it; the file stays."""
    locked = lock_import(ledger, ImportState.MAPPING, ImportState.JUDGED, ImportState.JUDGING)
    check_may_bring_ledger(by, ledger.top, locked.form, on=local_day(at))
    LedgerImport.objects.filter(area_id=locked.area_id, pk=locked.pk).update(state=ImportState.DROPPED)
