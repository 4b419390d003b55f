"""What a document would read like, before or without keeping it."""

from __future__ import annotations

from datetime import date

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.writing.composing import compose, reworded
from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.passages import Passage
from bihuan.loop.writing.queries import document_of
from bihuan.loop.writing.rows import Rows, Wanted, rows_of
from bihuan.loop.writing.settings import Settings
from bihuan.loop.writing.templates import Chosen, chosen_for
from bihuan.packspec.document import Document


def preview_of(actor: Actor, wanted: Wanted, round_: Case, chosen: Chosen, today: date) -> list[Passage]:
    """Return what a document would read like with words that are not kept yet; nothing is written."""
    document = reworded(wanted.document, chosen.texts)
    return compose(rows_of(actor, _with(wanted, document, chosen.settings), today))


def rows_for(actor: Actor, writing: Writing, today: date) -> Rows:
    """Return the rows a document is told from, with the round's own words."""
    pack = pack_of(writing.pack, writing.pack_version)
    document = document_of(writing)
    chosen = chosen_for(writing.round, writing.document)
    wanted = Wanted(pack, document, writing.case, writing.asof, writing.unit, writing.asked)
    return rows_of(actor, _with(wanted, reworded(document, chosen.texts), chosen.settings), today)


def _with(wanted: Wanted, document: Document, settings: Settings) -> Wanted:
    return Wanted(wanted.pack, document, wanted.case, wanted.asof, wanted.unit, wanted.asked, settings)
