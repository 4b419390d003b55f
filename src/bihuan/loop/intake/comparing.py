"""A document that was brought in, held against another one or against the ledger of a round at a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.accounts.queries import Actor
from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.compare import Comparison, Document, compare_ledger, compare_plan, compare_previous
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import drafts_of
from bihuan.loop.writing.ledger import ledger_facts
from bihuan.loop.writing.queries import documents_of, pack_with_documents
from bihuan.loop.writing.rows import Wanted, rows_of

OFFERED = 50


def document_of(draft: IntakeDraft) -> Document:
    """Return a document that was brought in, read anew from its kept text."""
    return Document.read(SourceText(draft.name, "txt", tuple(_block(one) for one in draft.blocks)))


def _block(kept: Mapping[str, Any]) -> Block:
    return Block(
        number=kept["number"],
        text=kept["text"],
        kind=kept.get("kind") or "paragraph",
        page=kept.get("page"),
        level=kept.get("level"),
        cells=tuple(kept.get("cells") or ()),
        table=kept.get("table"),
    )


def offered_for(actor: Actor, draft: IntakeDraft) -> list[IntakeDraft]:
    """Return the documents that one may be held against, newest first, without their long texts."""
    others = drafts_of(actor).filter(dropped_at__isnull=True).exclude(pk=draft.pk)
    return list(others.defer("blocks", "lines")[:OFFERED])


def compare_drafts(draft: IntakeDraft, other: IntakeDraft) -> Comparison:
    """
    Return what differs between a document and an earlier one.

    Two reports are compared as this one and the last; anything else as a plan and the feedback it answers.
    """
    old, new = document_of(other), document_of(draft)
    if old.draft.genre == new.draft.genre == "report":
        return compare_previous(old, new)
    return compare_plan(old, new)


def compare_with_round(actor: Actor, draft: IntakeDraft, round_: Case, *, asof: date, today: date) -> Comparison:
    """
    Return what in a document does not agree with the rows of a round at the end of a day.

    Raises DayToCome; CaseNotFound where the round has no report to hold it against, or was not there on that day.
    """
    pack = pack_with_documents(round_)
    reports = [one for one in documents_of(pack, round_.kind) if one.layout == "report" and not one.unit]
    reports.sort(key=lambda one: not any(part.id == "progress" for part in one.parts))
    if not reports:
        raise CaseNotFound(round_.number)
    rows = rows_of(actor, Wanted(pack, reports[0], round_, asof), today)
    return compare_ledger(document_of(draft), ledger_facts(rows))
