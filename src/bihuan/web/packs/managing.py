"""What an administrator of the area sees of one pack: on or off, versions, the copy that is edited, what a version would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from bihuan.loop.cases.values import words
from bihuan.loop.packs.impact import Impact
from bihuan.loop.packs.queries import PackState
from bihuan.packspec.bilingual import Text
from bihuan.packspec.draw import draw_kind
from bihuan.packspec.model import Pack
from bihuan.web.shapes import Head, Link

PARTS = {
    "lists": Text("清单", "Lists"),
    "documents": Text("文稿", "Documents"),
    "letters": Text("督办文书", "Letters"),
    "figures": Text("指标", "Figures"),
    "ladders": Text("预警", "Warnings"),
    "rules": Text("规则", "Rules"),
    "desks": Text("席位", "Desks"),
}


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version: what it is, how many cases run under it, where its files and its differences are."""

    number: int
    at: datetime
    sort: str
    running: int
    in_use: bool
    file: str
    cases_file: str
    differences: str


@dataclass(frozen=True, slots=True)
class StateLine:
    """So many cases of a kind go from one state to another, or cannot."""

    kind: str
    old: str
    new: str
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class ImpactShown:
    """What a version would do to running cases, in words."""

    cases: int
    rows: tuple[StateLine, ...]
    stops: tuple[str, ...]
    vanishing: tuple[str, ...]
    due: tuple[tuple[str, str, str, str, str], ...]
    due_said: str
    parts: tuple[tuple[str, str, str, str], ...]
    desks: tuple[str, ...]


def titled(state: PackState) -> str:
    """Return the title of a pack."""
    return words(state.pack.title)


def crumbs(state: PackState, *more: Link) -> tuple[Link, ...]:
    """Return the way from the list of packs to a page of one pack."""
    own = reverse("pack_manage", args=[state.pack.id])
    return (Link(_("Packs"), reverse("packs")), Link(titled(state), own), *more)


def head_of(state: PackState) -> Head:
    """Return the head of the page on which a pack is managed."""
    used = version_words(state.version, own=state.own)
    facts = used if state.in_use else _("switched off")
    moves = (Link(_("The manual of this pack"), reverse("pack", args=[state.pack.id]), "file-text"),)
    return Head(titled(state), crumbs=(*crumbs(state)[:1], Link(state.pack.id)), facts=facts, moves=moves)


def version_words(number: int, *, own: bool) -> str:
    """Return a version as people call it; an area's own counts from 1."""
    if own:
        return _("own version %(number)d") % {"number": number - 1000}
    return _("version %(version)d") % {"version": number}


def version_rows(state: PackState) -> tuple[VersionRow, ...]:
    """Return every version that the area may use, the newest first."""
    used = state.version
    return tuple(
        VersionRow(
            one.number,
            one.released_at,
            version_words(one.number, own=one.own),
            state.running.get(one.number, 0),
            one.number == used,
            reverse("pack_file", args=[state.pack.id, one.number, "pack"]),
            reverse("pack_file", args=[state.pack.id, one.number, "cases"]),
            f"{reverse('pack_differences', args=[state.pack.id])}?old={one.number}&new={used}"
            if one.number != used
            else "",
        )
        for one in state.versions
    )


def impact_shown(impact: Impact, empty_desks: tuple[Text, ...]) -> ImpactShown:
    """Return an impact in the reader's language."""
    return ImpactShown(
        impact.cases,
        tuple(
            StateLine(
                words(row.kind),
                words(row.old),
                words(row.new) if row.new else "",
                row.count,
                words(row.why) if row.why else "",
            )
            for row in impact.rows
        ),
        tuple(words(stop) for stop in impact.stops),
        tuple(
            ngettext(
                "%(kind)s “%(field)s”: %(n)d case has a value",
                "%(kind)s “%(field)s”: %(n)d cases have a value",
                one.count,
            )
            % {"kind": words(one.kind), "field": words(one.field), "n": one.count}
            for one in impact.vanishing
        ),
        tuple(
            (
                one.number,
                one.subject,
                words(one.clock),
                one.old.isoformat() if one.old else "—",
                one.new.isoformat() if one.new else "—",
            )
            for one in impact.due_moved
        ),
        _due_said(impact),
        tuple(_parts(impact)),
        tuple(words(desk) for desk in empty_desks),
    )


def _due_said(impact: Impact) -> str:
    if not impact.due_looked:
        return ""
    said = ngettext("%(n)d due date would move", "%(n)d due dates would move", impact.due_count) % {
        "n": impact.due_count
    }
    looked = ngettext(
        "%(n)d case looked at, the most urgent first", "%(n)d cases looked at, the most urgent first", impact.due_looked
    )
    return f"{said}{pgettext('between sentences', '; ')}{looked % {'n': impact.due_looked}}"


def _parts(impact: Impact) -> Iterator[tuple[str, str, str, str]]:
    comma = pgettext("between things", ", ")
    for part, (gone, fresh, other) in impact.parts.items():
        yield words(PARTS[part]), comma.join(fresh) or "—", comma.join(other) or "—", comma.join(gone) or "—"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The picture of one kind."""

    title: str
    picture: str


def drawings(pack: Pack | None) -> tuple[Drawn, ...]:
    """Return the pictures of a pack's lifecycles, each lifecycle once."""
    if pack is None:
        return ()
    kinds: Mapping[str, str] = {kind.lifecycle: kind.id for kind in reversed(list(pack.kinds.values()))}
    return tuple(
        Drawn(words(kind.title), draw_kind(pack, kind, get_language() or "zh-hans"))
        for kind in pack.kinds.values()
        if kind.id in kinds.values()
    )
