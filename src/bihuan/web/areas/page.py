"""Areas compared, one area with its figures, what was handed down and what came from above, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.values import words
from bihuan.loop.lifecycle.packs import packs_known
from bihuan.loop.rollup.models import AreaFigure, FromAbove
from bihuan.loop.rollup.queries import Cell, Column, Comparison, Handed, areas_below, comparison, figures_of
from bihuan.loop.rollup.rules import can_see_below, has_below
from bihuan.packspec.bilingual import Text
from bihuan.web.case.marks import case_url
from bihuan.web.shapes import Head, Light, Link

LIGHTS = {"red": "late", "yellow": "soon", "green": "ok"}
OVER_ALL = "all."  # begins the id of what is counted the same way in every system
FIRST = 8  # columns of a system that a screen shows beside each other


@dataclass(frozen=True, slots=True)
class CellShown:
    """A value as people read it, with its light and its place."""

    value: str
    light: Light | None
    rank: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """One area of the comparison."""

    name: str
    url: str
    day: str
    old: bool
    cells: tuple[CellShown, ...]


@dataclass(frozen=True, slots=True)
class AreasPage:
    """The comparison. packs: the systems to choose from, each whether it is chosen."""

    head: Head
    packs: tuple[tuple[Link, bool], ...]
    columns: tuple[tuple[str, str, bool], ...]
    lines: tuple[LineShown, ...]
    sorted_by: str
    tabs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class HandedShown:
    """A case that was handed to an area, and how far it is."""

    subject: str
    url: str
    area: str
    due: str
    note: str
    progress: str
    light: Light | None


def tabs(actor: Actor, current: str, *, manages: bool) -> tuple[Link, ...]:
    """Return the pages about other areas that somebody may open."""
    found = []
    if can_see_below(actor) and has_below(actor.area_id):
        found.append(("areas", _("Areas below")))
        found.append(("areas_handed", _("Handed down")))
    found.append(("areas_above", _("From above")))
    if manages:
        found.append(("areas_exchange", _("Packages and keys")))
    return tuple(Link(title, reverse(name), current=name == current) for name, title in found)


def shown(value: Decimal | None, unit: str) -> str:
    """Return a value as people read it; a dash where there is none."""
    if value is None:
        return "—"
    number = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.1f}"
    return f"{number}%" if unit == "%" else number


def title_of(written: str) -> str:
    """Return a title that is stored in both languages in the reader's."""
    return words(Text.parse(written))


def areas_page(actor: Actor, pack: str, sort: str, today: date, *, manages: bool) -> AreasPage:
    """Return the areas directly below compared by the figures of a system, sorted by one of them."""
    found = comparison(actor, pack)
    columns = found.columns[:FIRST]
    place = next((n for n, column in enumerate(columns) if column.id == sort), None)
    lines = (
        sorted(found.lines, key=lambda line: _order(line.cells, columns, place)) if place is not None else found.lines
    )
    query = f"?pack={pack}&sort=" if pack else "?sort="
    return AreasPage(
        Head(_("Areas below"), facts=ngettext("%(n)d area", "%(n)d areas", len(found.lines)) % {"n": len(found.lines)}),
        _packs(actor, found, pack),
        tuple((_column(column), f"{query}{column.id}", column.id == sort) for column in columns),
        tuple(
            LineShown(
                line.area.name,
                reverse("area", args=[line.area.code]),
                line.day.isoformat() if line.day else "",
                line.day is not None and line.day < today,
                tuple(_cell(cell, column) for cell, column in zip(line.cells, columns, strict=False)),
            )
            for line in lines
        ),
        sort if place is not None else "",
        tabs(actor, "areas", manages=manages),
    )


def _order(cells: Sequence[Cell], columns: Sequence[Column], place: int | None) -> tuple[bool, Decimal]:
    cell = cells[place] if place is not None and place < len(cells) else None
    if cell is None or cell.value is None or place is None:
        return True, Decimal(0)
    return False, cell.value if columns[place].better == "lower" else -cell.value


def _column(column: Column) -> str:
    title = title_of(column.title)
    return f"{title} ({column.unit})" if column.unit and column.unit != "%" else title


def _cell(cell: Cell, column: Column) -> CellShown:
    light = _light(cell.colour, column.id)
    rank = _("place %(n)d") % {"n": cell.rank} if cell.rank else ""
    return CellShown(shown(cell.value, column.unit), light, rank)


def _light(colour: str, figure: str) -> Light | None:
    """Return the light of a figure: of what is late or close to it as of cases, of any other whether its target is met."""
    if colour not in LIGHTS:
        return None
    word = "" if figure.startswith(OVER_ALL) else _("not met yet") if colour == "red" else _("met")
    return Light(LIGHTS[colour], word)  # type: ignore[arg-type]


def _packs(actor: Actor, found: Comparison, chosen: str) -> tuple[tuple[Link, bool], ...]:
    known = packs_known(actor.area_id)
    rows = [(Link(_("All systems"), reverse("areas")), not chosen)]
    for id_ in found.packs:
        title = words(known[id_].title) if id_ in known else id_
        rows.append((Link(title, f"{reverse('areas')}?pack={id_}"), id_ == chosen))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class AreaPage:
    """One area: its figures by system, the areas below it."""

    head: Head
    groups: tuple[tuple[str, tuple[tuple[str, CellShown, str], ...]], ...]
    below: tuple[Link, ...]


def area_page(actor: Actor, area: Area, pack: str = "") -> AreaPage:
    """Return the newest figures of an area, by system. pack: only of this one."""
    day, rows = figures_of(actor, area)
    known = packs_known(actor.area_id)
    groups: dict[str, list[tuple[str, CellShown, str]]] = {}
    for row in rows:
        if not pack or row.pack == pack:
            title = words(known[row.pack].title) if row.pack in known else row.pack or _("All systems")
            groups.setdefault(title, []).append((title_of(row.title), _figure(row), _target(row)))
    facts = _("figures as of %(day)s") % {"day": day.isoformat()} if day else _("no figures yet")
    crumbs = (Link(_("Areas below"), reverse("areas")), Link(area.name))
    below = tuple(Link(one.name, reverse("area", args=[one.code])) for one in areas_below(area.pk))
    return AreaPage(
        Head(area.name, crumbs=crumbs, facts=facts),
        tuple((name, tuple(lines)) for name, lines in groups.items()),
        below,
    )


def _figure(row: AreaFigure) -> CellShown:
    light = _light(row.colour, row.figure)
    return CellShown(shown(row.value, row.unit), light, "")


def _target(row: AreaFigure) -> str:
    return shown(row.target, row.unit) if row.target is not None else ""


def handed_rows(found: Sequence[Handed]) -> tuple[HandedShown, ...]:
    """Return what was handed down in words: how many cases lie below, how many are closed and overdue."""
    return tuple(_handed(one) for one in found)


def _handed(one: Handed) -> HandedShown:
    row, said = one.row, one.progress
    due = row.due.isoformat() if row.due else ""
    if said is None:
        return HandedShown(
            row.case.subject, case_url(row.case), row.to.name, due, row.note, _("not taken over yet"), None
        )
    words_ = _("%(closed)d of %(cases)d closed, %(late)d overdue") % {
        name: int(said[name]) for name in ("closed", "cases", "late")
    }
    if said.get("closed_on"):
        words_ = _("closed on %(day)s") % {"day": said["closed_on"]}
    light = Light("late") if said["late"] and not said.get("closed_on") else Light("ok")
    return HandedShown(row.case.subject, case_url(row.case), row.to.name, due, row.note, words_, light)


def above_rows(rows: Sequence[FromAbove]) -> tuple[tuple[FromAbove, str], ...]:
    """Return what came from above, each with the address of the own case, empty before it was taken over."""
    return tuple((row, case_url(row.case) if row.case is not None else "") for row in rows)
