"""Finding ledgers that were brought in, and what their columns may mean."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.ledger_in.mapping import Meanings
from bihuan.loop.ledger_in.models import ColumnMapping, LedgerImport, LedgerRow
from bihuan.loop.ledger_in.rules import is_office
from bihuan.loop.ledger_in.targets import kinds_below
from bihuan.loop.lifecycle.packs import pack_of


def meanings_of(top: Case, form: str) -> Meanings:
    """Return all that columns of a ledger can mean below a case."""
    pack = pack_of(top.pack, top.pack_version)
    kinds = tuple(kind for kind in kinds_below(pack, top.kind))
    meanings = Meanings(pack, kinds, form)
    return Meanings(pack, tuple(kind for kind in kinds if meanings.of(kind.id)), form)


def imports_of(actor: Actor, top: Case, *, on: date) -> QuerySet[LedgerImport]:
    """Return the ledgers brought in below a case, newest first: all of them for the office, the own ones for others."""
    rows = LedgerImport.objects.filter(area_id=top.area_id, top_id=top.pk).select_related("brought_by", "file")
    if not is_office(actor, top, on=on):
        rows = rows.filter(brought_by_id=actor.person_id)
    return rows.order_by("-id")


def get_import(actor: Actor, pack: str, number: str, import_id: int, *, on: date) -> LedgerImport:
    """Return a ledger the actor may see, with its top case. Raises CaseNotFound, the same for missing and forbidden."""
    top = get_case(actor, pack, number)
    found = imports_of(actor, top, on=on).filter(pk=import_id).first()
    if found is None:
        raise CaseNotFound(str(import_id))
    found.top = top
    return found


def rows_of(ledger: LedgerImport, *, does: str = "") -> QuerySet[LedgerRow]:
    """Return the kept rows of a ledger in their order; `does` chooses those that do one thing."""
    rows = LedgerRow.objects.filter(area_id=ledger.area_id, ledger_id=ledger.pk).order_by("place")
    return rows.filter(does=does) if does else rows


def remembered(area_id: int, pack: str, form: str) -> dict[str, dict[str, Any]]:
    """Return what was chosen for columns before, by signature; the newest of several sources with the same headings."""
    rows = ColumnMapping.objects.filter(area_id=area_id, pack=pack, form=form).order_by("at", "id")
    return {one.signature: {**one.meaning, "source": one.source} for one in rows}


def sources_of(area_id: int, pack: str, form: str) -> list[str]:
    """Return the names of the sources that are remembered."""
    rows = ColumnMapping.objects.filter(area_id=area_id, pack=pack, form=form)
    return sorted(set(rows.values_list("source", flat=True)))
