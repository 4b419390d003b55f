"""The ledger as it is filtered on the screen, as a sheet: exactly these rows, these columns, this order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy

from bihuan.accounts.queries import Actor
from bihuan.documents.layout.sheet import Cell, CellKind, Sheet, SheetColumn
from bihuan.loop.asof.names import names_of_area
from bihuan.loop.asof.rows import Row, in_chunks, parties_of, standing
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.ledger import LedgerFilter, filtered, order_of
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.lists.columns import fitted, form_of, paper_of
from bihuan.loop.lists.reading import Reading
from bihuan.loop.lists.words import asof_line
from bihuan.packspec.model import Pack

# What the columns of the ledger page are called in a pack; those that are no path of a pack have a way of their own.
PATHS: Final = {"stage": "state", "work_due": "due", "evidence": "evidence_count"}
FIELD: Final = "f."


@dataclass(frozen=True, slots=True)
class LedgerWanted:
    """What of a ledger is to be written. columns: (id, title) as the page shows them, after number and subject. sort: id of the page's sort."""

    wanted: LedgerFilter
    columns: tuple[tuple[str, str], ...]
    sort: str
    title: str
    number_title: str
    subject_title: str
    language: str = "zh-hans"


def ledger_rows(actor: Actor, asked: LedgerWanted, today: date) -> QuerySet[Case]:
    """Return the rows of a filtered ledger in the order of the page."""
    order = [_nulls(column) for column in order_of(asked.sort)]
    return outside_walls(filtered(actor, asked.wanted, today)).order_by(*order)


def ledger_sheet(actor: Actor, asked: LedgerWanted, *, today: date) -> Sheet:
    """Return a filtered ledger as a sheet; its rows are read once, a chunk in memory at a time."""
    pack = pack_in_use(actor.area_id, asked.wanted.pack)
    columns = fitted(tuple(_columns(pack, asked)))
    landscape, paper = paper_of(columns)
    return Sheet(
        name=asked.title,
        title=asked.title,
        asof=asof_line(today).in_(asked.language),
        columns=columns,
        rows=_cells(actor, pack, asked, today),
        landscape=landscape,
        paper=paper,
    )


def _columns(pack: Pack, asked: LedgerWanted) -> Iterator[SheetColumn]:
    kind = pack.kinds[asked.wanted.kind]
    for id_, title in (("number", asked.number_title), ("subject", asked.subject_title), *asked.columns):
        cell: CellKind = "date"
        width, unit = 12, ""
        if id_ != "last":
            cell, width, unit = form_of(pack, kind, _path(id_))
        yield SheetColumn(
            id_, title, cell, (), "" if unit and unit in title else unit, max(width, min(2 * len(title), 12))
        )


def _cells(actor: Actor, pack: Pack, asked: LedgerWanted, today: date) -> Iterator[tuple[Cell, ...]]:
    names = names_of_area(actor.area_id)
    reading = Reading(pack, actor.area_id, language=asked.language, names=lambda: names)
    ids = ("number", "subject", *(id_ for id_, _ in asked.columns))
    own = {place: OWN[id_] for place, id_ in enumerate(ids) if id_ in OWN}
    paths = [_path(id_) if id_ not in OWN else "number" for id_ in ids]
    for chunk in in_chunks(ledger_rows(actor, asked, today), actor.area_id):
        parties = parties_of(actor.area_id, [row.pk for row in chunk])
        cases: list[CaseAt] = [
            standing(row, light_kind(row, today), names, parties.get(row.pk, {}), ()) for row in chunk
        ]
        for row, (_, cells) in zip(chunk, reading.rows(cases, paths), strict=True):
            yield tuple(own[place](row) if place in own else cell for place, cell in enumerate(cells)) if own else cells


def _last(row: Row) -> Cell:
    return local_day(row.last_at)


def _running(row: Row) -> Cell:
    return row.runs_until or row.due


# The page's 期限 is the end of the clock that runs now.
OWN: Final[dict[str, Callable[[Row], Cell]]] = {"last": _last, "due": _running}


def _path(id_: str) -> str:
    return id_.removeprefix(FIELD) if id_.startswith(FIELD) else PATHS.get(id_, id_)


def _nulls(column: str) -> str | OrderBy:
    if column.removeprefix("-") != "due":
        return column
    return F("due").desc(nulls_first=True) if column.startswith("-") else F("due").asc(nulls_last=True)


def ledger_for_job(asked: LedgerWanted, form: str) -> dict[str, Any]:
    """Return what is to be written as the plain JSON of a job."""
    wanted = {name: value for name, value in asdict(asked.wanted).items() if value not in (None, "", (), {})}
    days = {name: value.isoformat() for name, value in wanted.items() if isinstance(value, date)}
    return {**asdict(asked), "wanted": {**wanted, **days}, "form": form}


def ledger_of_job(given: Mapping[str, Any]) -> tuple[LedgerWanted, str]:
    """Return what `ledger_for_job` wrote, and the form."""
    plain = dict(given)
    form = str(plain.pop("form"))
    wanted = {name: _read(name, value) for name, value in plain.pop("wanted").items()}
    columns = tuple((str(id_), str(title)) for id_, title in plain.pop("columns"))
    return LedgerWanted(wanted=LedgerFilter(**wanted), columns=columns, **plain), form


def _read(name: str, value: Any) -> Any:
    if name.endswith(("_from", "_to")) and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, dict):
        return {key: tuple(one) for key, one in value.items()}
    return tuple(value) if isinstance(value, list) else value
