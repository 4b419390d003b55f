"""The released packs with their running cases, and one of them whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.figures import figure_values
from bihuan.loop.cases.queries import counted_for, running_by_kind, running_by_version
from bihuan.loop.cases.values import words
from bihuan.loop.lifecycle.packs import pack_known, packs_known, versions_of
from bihuan.packspec.model import Pack
from bihuan.web.packs.manual import Section, sections_of
from bihuan.web.places import LIVE, ledger_url
from bihuan.web.round.figures import FigureRow, figure_rows
from bihuan.web.shapes import Asof, Head, Link


@dataclass(frozen=True, slots=True)
class Version:
    """A released version of a pack and how many visible cases run under it."""

    number: int
    released: datetime
    running: int


@dataclass(frozen=True, slots=True)
class PackRow:
    """One pack: its newest version, its kinds with their running cases, all its versions."""

    id: str
    title: str
    url: str
    version: int
    kinds: tuple[Link, ...]
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class PackPage:
    """One pack whole: its manual, the figures with their present values."""

    head: Head
    row: PackRow
    sections: tuple[Section, ...]


def pack_rows(actor: Actor) -> tuple[PackRow, ...]:
    """Return every released pack with the cases that run under it, as far as the actor may see them."""
    seen = counted_for(actor)
    kinds, versions = running_by_kind(seen), running_by_version(seen)
    return tuple(_row(actor.area_id, pack, kinds, versions) for pack in packs_known(actor.area_id).values())


def _row(area_id: int, pack: Pack, kinds: dict[tuple[str, str], int], versions: dict[tuple[str, int], int]) -> PackRow:
    return PackRow(
        id=pack.id,
        title=words(pack.title),
        url=reverse("pack", kwargs={"pack_id": pack.id}),
        version=pack.version,
        kinds=tuple(
            Link(
                words(kind.title),
                ledger_url(kind.id, pack=pack.id, category=LIVE) if kinds.get((pack.id, kind.id)) else "",
                count=kinds.get((pack.id, kind.id), 0),
            )
            for kind in pack.kinds.values()
        ),
        versions=tuple(
            Version(number, released, versions.get((pack.id, number), 0))
            for number, released in versions_of(area_id, pack.id)
        ),
    )


def packs_head(rows: tuple[PackRow, ...]) -> Head:
    """Return the head of the list of packs."""
    facts = ngettext("%(n)d pack released", "%(n)d packs released", len(rows)) % {"n": len(rows)}
    return Head(_("Packs"), facts=facts)


def pack_page(actor: Actor, pack_id: str, day: date) -> PackPage:
    """Return the newest release of a pack. Raises PackNotFound."""
    pack, seen = pack_known(actor.area_id, pack_id), counted_for(actor)
    row = _row(actor.area_id, pack, running_by_kind(seen), running_by_version(seen))
    values = figure_values(pack, area_id=actor.area_id, day=day, among=seen)
    facts = _("version %(version)d") % {"version": pack.version}
    crumbs = (Link(_("Packs"), reverse("packs")), Link(pack.id))
    return PackPage(
        Head(row.title, crumbs=crumbs, facts=facts, asof=Asof(day), moves=(Link(_("Print"), "#print", "printer"),)),
        row,
        _with_values(sections_of(pack, get_language() or "zh-hans"), figure_rows(pack, None, values)),
    )


def _with_values(sections: tuple[Section, ...], figures: tuple[FigureRow, ...]) -> tuple[Section, ...]:
    """Put the present values beside the figures of the manual, which lists them last and in the order of the pack."""
    last = sections[-1]
    table = next((part for part in last.parts if part.sort == "table"), None)
    if table is None or len(table.rows) != len(figures) + 1:
        return sections
    head, *body = table.rows
    cells = (
        format_html('<a href="{}">{}</a>', one.url, one.value) if one.url else format_html("{}", one.value)
        for one in figures
    )
    title = format_html("{}", _("Now"))
    rows = ((head[0], title, *head[1:]), *((row[0], cell, *row[1:]) for row, cell in zip(body, cells, strict=True)))
    parts = tuple(replace(part, rows=rows) if part is table else part for part in last.parts)
    return (*sections[:-1], replace(last, parts=parts))
