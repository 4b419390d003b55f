"""The page of all lists of a round, and the page of one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.documents.layout.cells import shown
from bihuan.documents.layout.header import depth_of, header_cells
from bihuan.documents.layout.sheet import Cell, SheetColumn
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.lists.files import units_taking_part
from bihuan.loop.lists.listing import Listing, Row, counts_of, listing_of
from bihuan.loop.lists.queries import Over, RoundList, lists_of
from bihuan.loop.lists.rules import can_set_lists
from bihuan.web.lists.asked import Asked, page_language
from bihuan.web.places import system_url
from bihuan.web.shapes import Asof, Empty, Head, Light, LightKind, Link, Pager

PAGE_ROWS = 200
MIDDLE, WIDE = 16, 30  # half-width characters: from here on a column holds sentences
LIGHTS: tuple[LightKind, ...] = ("late", "soon", "ok", "pause")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list of the overview. first, last: nothing is above it, below it; count None: switched off."""

    id: str
    title: str
    count: int | None
    url: str
    file_url: str
    set_url: str
    public: bool
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class ListsPage:
    """All lists of a round at a day, for all units or one. off: the lists switched off, for the office alone."""

    head: Head
    rows: tuple[ListRow, ...]
    off: tuple[ListRow, ...]
    units: tuple[tuple[int, str], ...]
    asked: Asked
    all_url: str
    order_url: str
    is_office: bool


@dataclass(frozen=True, slots=True)
class HeaderShown:
    """One cell of the head of a table."""

    text: str
    rows: int
    columns: int
    number: bool
    is_band: bool


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell of a row. tight: never broken over lines; rows: over how many rows it reaches; url: where it leads; light: drawn with its mark."""

    text: str
    number: bool = False
    wide: bool = False
    mid: bool = False
    tight: bool = False
    url: str = ""
    rows: int = 1
    light: Light | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """One list on the screen. walled: it is of cases behind walls alone, and leaves the screen in no way; behind: ids of those that may be."""

    head: Head
    title: str
    caption: str
    head_rows: tuple[tuple[HeaderShown, ...], ...]
    rows: tuple[tuple[CellShown, ...], ...]
    totals: tuple[CellShown, ...]
    notes: tuple[str, ...]
    pager: Pager | None
    empty: Empty | None
    units: tuple[tuple[int, str], ...]
    asked: Asked
    file_url: str
    others: tuple[Link, ...]
    walled: bool
    behind: tuple[int, ...]


def lists_page(actor: Actor, round_: Case, asked: Asked) -> ListsPage:
    """Return the overview of a round's lists as this person sees them."""
    is_office = can_set_lists(actor, CaseFile(round_, asked.today))
    lists = lists_of(round_, hidden=is_office)
    on = [one for one in lists if one.shown]
    seen, days = visible_to(actor), {"asof": asked.asof, "today": asked.today}
    counts = counts_of(actor, round_, on, **days, unit=asked.unit, among=seen)
    rows = tuple(
        _list_row(round_, one, asked, counts[one.id], first=place == 0, last=place == len(on) - 1)
        for place, one in enumerate(on)
    )
    units = units_taking_part(actor, round_, **days, among=seen)
    return ListsPage(
        head=_lists_head(round_, asked),
        rows=rows,
        off=tuple(_list_row(round_, one, asked, None) for one in lists if not one.shown),
        units=tuple(units.items()),
        asked=asked,
        all_url=_url("round_lists_file", round_),
        order_url=_url("round_lists_order", round_),
        is_office=is_office,
    )


def list_page(actor: Actor, round_: Over, list_id: str, asked: Asked, number: int) -> ListPage:
    """
    Return one list of a round or of a whole pack as this person sees it; number: of the page, from 1.

    Raises ListNotFound.
    """
    language, seen, days = page_language(), visible_to(actor), {"asof": asked.asof, "today": asked.today}
    listing = listing_of(actor, round_, list_id, **days, unit=asked.unit, language=language, among=seen)
    first = (min(number, -(-listing.count // PAGE_ROWS) or 1) - 1) * PAGE_ROWS
    units = units_taking_part(actor, round_, **days, among=seen)
    is_office = isinstance(round_, Case) and can_set_lists(actor, CaseFile(round_, asked.today))
    found = list(listing.rows(first, PAGE_ROWS)) if listing.count else []
    return ListPage(
        head=_list_head(round_, listing, asked, is_office=is_office),
        title=listing.title,
        caption=listing.asof_line,
        head_rows=_head_rows(listing.columns),
        rows=tuple(_rows(found, listing)),
        totals=tuple(_totals(listing)),
        notes=listing.notes,
        pager=_pager(round_, listing, asked, first) if listing.count > PAGE_ROWS else None,
        empty=_empty(round_, listing, asked) if not listing.count else None,
        units=tuple(units.items()),
        asked=asked,
        file_url=_url("round_list_file", round_, list_id),
        others=tuple(
            Link(
                one.title(language),
                asked.url(_url("round_list", round_, one.id)),
                current=one.id == list_id,
            )
            for one in lists_of(round_)
        ),
        walled=listing.is_walled,
        behind=tuple(case.id for case, _cells in found if case is not None and case.pack in listing.walled_packs),
    )


def _lists_head(round_: Case, asked: Asked) -> Head:
    crumbs = (
        Link(_("Rectification overview"), reverse("rounds")),
        Link(round_.subject, _url("round", round_)),
        Link(_("Lists")),
    )
    facts = _("Every list is made from the same rows as the board, at the same day.")
    moves = (Link(_("Print"), "#print", "printer"),)
    return Head(_("Lists of the round"), crumbs=crumbs, facts=facts, asof=Asof(asked.asof, "#asof"), moves=moves)


def _list_head(round_: Over, listing: Listing, asked: Asked, *, is_office: bool) -> Head:
    if isinstance(round_, Case):
        crumbs = (
            Link(_("Rectification overview"), reverse("rounds")),
            Link(round_.subject, _url("round", round_)),
            Link(_("Lists"), asked.url(_url("round_lists", round_))),
        )
    else:
        crumbs = (
            Link(_("Systems"), reverse("systems")),
            Link(round_.subject, system_url(round_.pack)),
            Link(_("Lists")),
        )
    moves = [] if listing.is_walled else [Link(_("Print"), "#print", "printer")]
    if is_office and isinstance(round_, Case) and listing.grid is None:
        moves.append(Link(_("Name and columns"), _url("round_list_set", round_, listing.of.id), "columns"))
    facts = ngettext("%(n)d row", "%(n)d rows", listing.count) % {"n": listing.count}
    if asked.unit is not None:
        facts = _("%(rows)s of %(unit)s") % {"rows": facts, "unit": asked.unit.name}
    if listing.is_walled:
        facts = " · ".join((facts, _("These cases are confidential: only those you take part in are listed.")))
    return Head(
        listing.of.title(page_language()),
        crumbs=crumbs,
        facts=facts,
        asof=Asof(asked.asof, "#asof"),
        moves=tuple(moves),
    )


def _list_row(
    round_: Case, one: RoundList, asked: Asked, count: int | None, *, first: bool = False, last: bool = False
) -> ListRow:
    return ListRow(
        one.id,
        one.title(page_language()),
        count,
        asked.url(_url("round_list", round_, one.id)),
        _url("round_list_file", round_, one.id),
        _url("round_list_set", round_, one.id),
        one.spec.public,
        first,
        last,
    )


def _head_rows(columns: tuple[SheetColumn, ...]) -> tuple[tuple[HeaderShown, ...], ...]:
    cells = header_cells(columns)
    return tuple(
        tuple(
            HeaderShown(
                cell.text, cell.rows, cell.columns, cell.title and _is_number(columns[cell.column]), not cell.title
            )
            for cell in cells
            if cell.row == row
        )
        for row in range(depth_of(columns))
    )


def _rows(found: list[Row], listing: Listing) -> Iterator[tuple[CellShown, ...]]:
    """Yield rows; what repeats the case above in the next row is one cell over all of them."""
    columns = listing.columns
    merged = _merged(listing)
    link = _link_column(columns)
    ids = [column.id for column in columns]
    group = ids.index(listing.group) if listing.group else -1
    # What has no group stands alone; nothing is not a group.
    if listing.grid is not None:
        for _none, cells in found:
            yield tuple(_cell(columns[at], cell, "", 1, first=at == 0) for at, cell in enumerate(cells))
        return
    told = [(case, cells) for case, cells in found if case is not None]
    runs = groupby(told, key=lambda row: (row[1][group] or row[0].id) if group >= 0 else row[0].id)
    for _key, run in runs:
        rows = list(run)
        for place, (case, cells) in enumerate(rows):
            url = _case_url(case.pack, case.number)
            yield tuple(
                _cell(columns[at], cell, url if at == link else "", len(rows) if at in merged else 1, first=at == 0)
                if columns[at].id != "light" or case.light not in LIGHTS
                else CellShown(str(cell), light=Light(case.light), first=at == 0)
                for at, cell in enumerate(cells)
                if place == 0 or at not in merged
            )


def _merged(listing: Listing) -> frozenset[int]:
    """Return the columns drawn once for a group: the one it is grouped by, and all others of the same case above."""
    if not listing.group:
        return frozenset()
    above = listing.group.rpartition(".")[0]
    same = {column.id for column in listing.columns if above and column.id.rpartition(".")[0] == above} | {
        listing.group
    }
    return frozenset(at for at, column in enumerate(listing.columns) if column.id in same)


def _cell(column: SheetColumn, cell: Cell, url: str, rows: int, *, first: bool) -> CellShown:
    number = _is_number(column) and not isinstance(cell, str)
    tight = column.kind == "date" or column.id.rpartition(".")[2] == "number"
    wide, mid = column.width >= WIDE, MIDDLE <= column.width < WIDE
    return CellShown(shown(cell, column.kind), number, wide, mid, tight, url, rows, first=first)


def _totals(listing: Listing) -> Iterator[CellShown]:
    for at, column in enumerate(listing.columns if listing.totals else ()):
        yield _cell(column, listing.totals.get(column.id), "", 1, first=at == 0)


def _is_number(column: SheetColumn) -> bool:
    return column.kind in {"number", "money", "percent"}


def _link_column(columns: Iterable[SheetColumn]) -> int:
    """Return the column by which a row leads to its case: its number, else its subject, else the first one."""
    ids = [column.id for column in columns]
    return next((ids.index(id_) for id_ in ("number", "subject") if id_ in ids), 0)


def _pager(round_: Over, listing: Listing, asked: Asked, first: int) -> Pager:
    page = first // PAGE_ROWS + 1
    address = _url("round_list", round_, listing.of.id)
    last = min(first + PAGE_ROWS, listing.count)
    words = _("rows %(first)d to %(last)d of %(all)d; the totals are those of all rows") % {
        "first": first + 1,
        "last": last,
        "all": listing.count,
    }
    before = asked.url(address, page=page - 1) if page > 1 else ""
    return Pager(words, (), before, asked.url(address, page=page + 1) if last < listing.count else "")


def _empty(round_: Over, listing: Listing, asked: Asked) -> Empty:
    if listing.is_walled:
        return Empty(
            _("No confidential case that you take part in"), _("Figures count the others; nobody else sees them.")
        )
    if asked.unit is not None:
        action = Link(_("All units"), _day_url(_url("round_list", round_, listing.of.id), asked.asof, asked.today))
        return Empty(_("This unit has no row in this list"), _("Choose another unit, or look at all of them."), action)
    return Empty(_("No row on this day"), _("The list fills itself as soon as a case fits it; nobody has to enter it."))


def _day_url(address: str, asof: date, today: date) -> str:
    return address if asof == today else f"{address}?asof={asof.isoformat()}"


def _url(name: str, round_: Over, list_id: str = "") -> str:
    if not isinstance(round_, Case):
        return reverse(name.replace("round", "system"), kwargs={"pack": round_.pack, "list_id": list_id})
    more = {"list_id": list_id} if list_id else {}
    return reverse(name, kwargs={"pack": round_.pack, "number": round_.number, **more})


def _case_url(pack: str, number: str) -> str:
    return f"{reverse('case', kwargs={'pack': 'PACK', 'number': 'NUMBER'})}".replace("PACK", quote(pack)).replace(
        "NUMBER", quote(number, safe="~:@")
    )
