"""What is answered: cases, figures and letters as plain values, with the words that people read beside the ids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import PERSON_PARTIES, UNIT_PARTIES, words
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.letters.models import Letter
from bihuan.loop.lifecycle.asking import Ask
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.loop.lifecycle.queries import Closed, Offer
from bihuan.loop.trail.history import Happening


def row_of(case: Case, day: date) -> dict[str, Any]:
    """Return a case as a row of a ledger."""
    return {
        "pack": case.pack,
        "kind": case.kind,
        "number": case.number,
        "subject": case.subject,
        "state": case.state,
        "category": case.category,
        "turn": case.turn,
        "nature": case.nature,
        "responsible": _named(case.responsible),
        "lead": _named(case.lead),
        "due": case.due,
        "original_due": case.original_due,
        "finished_on": case.finished_on,
        "closed_on": case.closed_on,
        "light": light_kind(case, day),
        "standing": standing_of(case),
        "changed_at": case.last_at,
    }


def case_of(file: CaseFile, day: date, points: Iterable[StandardPoint], evidence: Iterable[Evidence]) -> dict[str, Any]:
    """Return a case whole. Personal values are never in it: who may see them looks at the page, which writes that down."""
    case = file.case
    personal = [field.id for field in file.kind.fields.values() if field.personal]
    return {
        **row_of(case, day),
        "state_title": words(file.state.title),
        "parent": file.ancestors[-1].number if file.ancestors else None,
        "parties": {party: _party(file, party) for party in file.kind.parties},
        "fields": {name: value for name, value in case.fields.items() if name not in personal},
        "personal": personal,
        "statement": case.statement,
        "opened_at": case.opened_at,
        "points": [
            {"number": one.number, "text": one.text, "answer": one.answer, "verdict": one.verdict} for one in points
        ],
        "evidence": [_evidence(one) for one in evidence],
        "pack_version": case.pack_version,
    }


def offer_of(offer: Offer) -> dict[str, Any]:
    """Return an act that is open now, with what its form asks."""
    return {
        "act": offer.act,
        "id": offer.id,
        "title": offer.title,
        "as": offer.relation,
        "leads_to": offer.leads_to,
        "asks": [ask_of(ask) for ask in offer.asks],
        "evidence": [{"kind": need.kind, "title": need.title, "on_file": len(need.on_file)} for need in offer.needs],
    }


def ask_of(ask: Ask) -> dict[str, Any]:
    """Return one thing a form asks."""
    options = [{"id": id_, "title": title} for id_, title in ask.options]
    return {
        "id": ask.id, "title": ask.title, "type": ask.type, "required": ask.required, "many": ask.many, "options": options,
    }  # fmt: skip


def closed_of(closed: Closed) -> dict[str, Any]:
    """Return an act that is closed now, and why."""
    return {
        "act": closed.act, "id": closed.id, "title": closed.title, "reason": closed.reason, "missing": list(closed.missing),
    }  # fmt: skip


def event_of(event: Happening) -> dict[str, Any]:
    """Return one event of the trail."""
    changes = [{"id": one.attribute, "title": one.title, "old": one.old, "new": one.new} for one in event.differences]
    return {
        "seq": event.seq, "verb": event.verb.value, "at": event.at, "who": event.who, "unit": event.unit,
        "digest": event.digest, "changes": changes,
    }  # fmt: skip


def letter_of(letter: Letter) -> dict[str, Any]:
    """Return a letter as the register shows it."""
    return {
        "id": letter.pk,
        "number": letter.number,
        "letter": letter.letter,
        "title": letter.title,
        "case": {"pack": letter.case.pack, "number": letter.case.number, "subject": letter.case.subject},
        "state": letter.state,
        "issued_on": letter.issued_on,
        "receipt_due_on": letter.receipt_due_on,
        "reply_due_on": letter.reply_due_on,
        "received_on": letter.received_on,
        "closed_at": letter.closed_at,
    }


def number(value: Decimal | None) -> str | None:
    """Return a number as decimal text without zeros at the end: money is never a float."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Any) -> Any:
    """Return a cell of a list as JSON can say it."""
    if isinstance(value, Decimal):
        return number(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "kind": one.kind,
        "statement": one.statement,
        "turn": one.turn,
        "added_at": one.added_at,
        "digest": one.file.digest if one.file is not None else None,
    }


def _party(file: CaseFile, party: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if party in UNIT_PARTIES:
        found += [{"unit": unit.pk, "name": unit.name} for unit in file.units(party)]
    single = {"leader": file.case.leader, "handler": file.case.handler}.get(party)
    if single is not None:
        return [{"person": single.pk, "name": single.name}]
    if party in PERSON_PARTIES:
        rows = [row for row in file.parties if row.party == party]
        found += [{"person": row.person.pk, "name": row.person.name} for row in rows if row.person is not None]
        found += [{"unit": row.unit.pk, "name": row.unit.name} for row in rows if row.unit is not None]
    return found


def _named(unit: Any) -> dict[str, Any] | None:
    return {"unit": unit.pk, "name": unit.name} if unit is not None else None
