"""The released packs with their running cases, and one of them whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.figures import figure_values
from bihuan.loop.cases.queries import counted_for, running_by_kind, running_by_version
from bihuan.loop.cases.values import words
from bihuan.loop.errors import PackNotFound
from bihuan.loop.packs.queries import PackState, pack_state, pack_states
from bihuan.loop.packs.rules import can_manage_packs
from bihuan.web.packs.managing import version_words
from bihuan.web.packs.manual import Section, sections_of
from bihuan.web.places import LIVE, ledger_url
from bihuan.web.round.figures import FigureRow, figure_rows
from bihuan.web.shapes import Asof, Head, Link


@dataclass(frozen=True, slots=True)
class Version:
    """A released version of a pack and how many visible cases run under it."""

    words: str
    released: datetime
    running: int


@dataclass(frozen=True, slots=True)
class PackRow:
    """One pack: its kinds with their running cases, its versions; for administrators whether it is in use, and what to look at."""

    id: str
    title: str
    url: str
    kinds: tuple[Link, ...]
    versions: tuple[Version, ...]
    in_use: bool
    manage: str
    note: str


@dataclass(frozen=True, slots=True)
class PackPage:
    """One pack whole: its manual, the figures with their present values."""

    head: Head
    row: PackRow
    sections: tuple[Section, ...]


def pack_rows(actor: Actor) -> tuple[PackRow, ...]:
    """Return every pack in use with the cases that run under it, as far as the actor may see them; for administrators also what is off."""
    seen = counted_for(actor)
    kinds, versions = running_by_kind(seen), running_by_version(seen)
    states = (state for state in pack_states(actor.area_id) if state.in_use or can_manage_packs(actor))
    return tuple(_row(state, kinds, versions) for state in states)


def _row(state: PackState, kinds: dict[tuple[str, str], int], versions: dict[tuple[str, int], int]) -> PackRow:
    pack = state.pack
    counts = {one.number: versions.get((pack.id, one.number), 0) for one in state.versions}
    return PackRow(
        id=pack.id,
        title=words(pack.title),
        url=reverse("pack", kwargs={"pack_id": pack.id}),
        kinds=tuple(
            Link(
                words(kind.title),
                ledger_url(kind.id, pack=pack.id, category=LIVE) if kinds.get((pack.id, kind.id)) else "",
                count=kinds.get((pack.id, kind.id), 0),
            )
            for kind in pack.kinds.values()
        ),
        versions=tuple(
            Version(version_words(one.number, own=one.own), one.released_at, counts[one.number])
            for one in state.versions
            if counts[one.number] or one.number == state.version
        ),
        in_use=state.in_use,
        manage=reverse("pack_manage", args=[pack.id]),
        note=_note(state),
    )


def _note(state: PackState) -> str:
    """Return what an administrator should look at, empty where there is nothing."""
    notes = []
    if state.drafted:
        notes.append(_("a copy is being edited"))
    if state.newer:
        notes.append(_("version %(version)d is shipped") % {"version": state.newer})
    if state.empty_desks and state.in_use:
        desks = ngettext("%(n)d desk without a holder", "%(n)d desks without a holder", len(state.empty_desks))
        notes.append(desks % {"n": len(state.empty_desks)})
    return pgettext("between things", ", ").join(notes)


def packs_head(rows: tuple[PackRow, ...], *, manages: bool) -> Head:
    """Return the head of the list of packs."""
    used = sum(row.in_use for row in rows)
    facts = ngettext("%(n)d pack in use", "%(n)d packs in use", used) % {"n": used}
    moves = (Link(_("Import a pack"), reverse("pack_import"), "upload"),) if manages else ()
    return Head(_("Packs"), facts=facts, moves=moves)


def pack_page(actor: Actor, pack_id: str, day: date) -> PackPage:
    """Return a pack as the area uses it. Raises PackNotFound; what is off is there for administrators alone."""
    state, seen = pack_state(actor.area_id, pack_id), counted_for(actor)
    manages, pack = can_manage_packs(actor), state.pack
    if not state.in_use and not manages:
        raise PackNotFound(pack_id)
    row = _row(state, running_by_kind(seen), running_by_version(seen))
    values = figure_values(pack, area_id=actor.area_id, day=day, among=seen)
    facts = version_words(state.version, own=state.own)
    moves = (Link(_("Manage"), row.manage, "settings"),) if manages else ()
    crumbs = (Link(_("Packs"), reverse("packs")), Link(pack.id))
    return PackPage(
        Head(
            row.title, crumbs=crumbs, facts=facts, asof=Asof(day), moves=(*moves, Link(_("Print"), "#print", "printer"))
        ),
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
