"""The register of warnings: who was warned of what, why, and whether it still stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import BadValue, parse_date, words
from bihuan.loop.warnings.models import Warning
from bihuan.loop.warnings.queries import (
    COLOURS,
    WarningsWanted,
    standing_by_colour,
    warned_rounds,
    warned_units,
    warnings_seen,
)
from bihuan.loop.warnings.saying import lifted_words, sentence_of, told_names
from bihuan.packspec.vocabulary import COLOURS as COLOUR_WORDS
from bihuan.web.case.marks import case_url, unit_of
from bihuan.web.dates import full_day
from bihuan.web.numbers import number_in
from bihuan.web.shapes import Empty, Head, Light, Link, Pager, Unit
from bihuan.web.shapes.marks import LightKind

ROWS: Final = 50
KINDS: Final[Mapping[str, LightKind]] = {"red": "late", "orange": "soon", "yellow": "soon", "green": "ok", "blue": "ok"}


@dataclass(frozen=True, slots=True)
class WarningRow:
    """One warning. why: the date that explains it; told: by name; fate: whether it stands, else when and why it was lifted."""

    on: date
    light: Light
    number: str
    subject: str
    url: str
    unit: Unit
    why: str
    told: str
    made_up: str
    trouble: str
    opened: str
    stands: bool
    fate: str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the register: its name in the address, its label, what may be chosen."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register."""

    head: Head
    filters: tuple[Filter, ...]
    first: str
    last: str
    rows: tuple[WarningRow, ...]
    pager: Pager | None
    empty: Empty | None
    file: str


def wanted_of(query: Mapping[str, str]) -> WarningsWanted:
    """Return what an address asks for; what it says wrongly is not asked."""
    standing = query.get("standing", "standing")
    return WarningsWanted(
        colour=query["colour"] if query.get("colour") in COLOURS else "",
        unit_id=number_in(query.get("unit")),
        round_id=number_in(query.get("round")),
        standing="standing" if standing == "standing" else "lifted" if standing == "lifted" else "",
        first=_day(query.get("first", "")),
        last=_day(query.get("last", "")),
    )


def register_page(actor: Actor, query: Mapping[str, str], today: date) -> RegisterPage:
    """Return the register as an address asks for it; what stands by default."""
    wanted = wanted_of(query)
    rows = warnings_seen(actor, wanted)
    before = _place(query.get("before", ""))
    if before is not None:
        on, pk = before
        rows = rows.filter(Q(on__lt=on) | Q(on=on, pk__lt=pk))
    found = list(rows[: ROWS + 1])
    shown = found[:ROWS]
    more = shown[-1] if len(found) > ROWS else None
    opened = _opened(actor, shown)
    return RegisterPage(
        head=_head(actor),
        filters=_filters(actor, wanted),
        first=wanted.first.isoformat() if wanted.first else "",
        last=wanted.last.isoformat() if wanted.last else "",
        rows=tuple(_row(row, today, opened) for row in shown),
        pager=_pager(query, before is not None, more, len(shown)),
        empty=None if shown else _nothing(query, wanted),
        file=f"{reverse('warnings_file')}?{urlencode(_asked(query))}" if shown else "",
    )


def _head(actor: Actor) -> Head:
    comma = pgettext("between things", ", ")
    standing = [f"{words(COLOUR_WORDS[colour])} {count}" for colour, count in standing_by_colour(actor).items()]
    facts = _("Standing: %(counts)s") % {"counts": comma.join(standing)} if standing else ""
    return Head(_("Warnings"), facts=facts)


def _filters(actor: Actor, wanted: WarningsWanted) -> tuple[Filter, ...]:
    standing = {"standing": _("Not lifted"), "lifted": _("Lifted"), "all": _("All")}
    colours = {"": _("All colours"), **{colour: words(COLOUR_WORDS[colour]) for colour in reversed(COLOURS)}}
    units = {"": _("All units"), **{str(unit.pk): str(unit) for unit in warned_units(actor)}}
    rounds = {"": _("All rounds"), **{str(case.pk): f"{case.number} {case.subject}" for case in warned_rounds(actor)}}
    return (
        _filter("standing", _("Status"), standing, wanted.standing or "all"),
        _filter("colour", _("Colour"), colours, wanted.colour),
        _filter("unit", _("Responsible unit"), units, str(wanted.unit_id or "")),
        _filter("round", _("Round"), rounds, str(wanted.round_id or "")),
    )


def _filter(name: str, label: str, choices: Mapping[str, str], chosen: str) -> Filter:
    return Filter(name, label, tuple(Option(value, text, value == chosen) for value, text in choices.items()))


def _row(row: Warning, today: date, opened: Mapping[int, Case]) -> WarningRow:
    shown = warning_row(row, CaseFile(row.case, today))
    child = opened.get(row.opened_id or 0)
    return replace(shown, opened=child.number) if child is not None else shown


def warning_row(row: Warning, file: CaseFile) -> WarningRow:
    """Return one warning as the register and the page of its case show it."""
    case = file.case
    fate = _("Not lifted")
    if row.lifted_on is not None:
        fate = _("Lifted on %(day)s: %(why)s") % {"day": full_day(row.lifted_on), "why": lifted_words(row)}
    return WarningRow(
        on=row.on,
        light=Light(KINDS.get(row.colour, "none"), row.said),
        number=case.number,
        subject=case.subject,
        url=case_url(case),
        unit=unit_of(case.responsible),
        why=sentence_of(row, file),
        told=pgettext("between things", ", ").join(told_names(row)) or _("nobody is named"),
        made_up=_("made up on %(day)s") % {"day": full_day(row.made_up_on)} if row.made_up_on else "",
        trouble=row.trouble,
        opened="",
        stands=row.stands,
        fate=fate,
    )


def _opened(actor: Actor, rows: list[Warning]) -> dict[int, Case]:
    ids = [row.opened_id for row in rows if row.opened_id]
    return {case.pk: case for case in Case.objects.filter(area_id=actor.area_id, pk__in=ids)} if ids else {}


def _pager(query: Mapping[str, str], later: bool, more: Warning | None, count: int) -> Pager | None:
    if not later and more is None:
        return None
    here = reverse("warnings")
    asked = _asked(query)
    following = f"{here}?{urlencode({**asked, 'before': f'{more.on.isoformat()}.{more.pk}'})}" if more else ""
    said = ngettext("%(n)d warning on this page", "%(n)d warnings on this page", count) % {"n": count}
    return Pager(said, previous=f"{here}?{urlencode(asked)}" if later else "", next=following)


def _nothing(query: Mapping[str, str], wanted: WarningsWanted) -> Empty:
    if _asked(query):
        move = Link(_("Show all that stand"), reverse("warnings"))
        return Empty(_("No warning fits"), _("Nothing in the register is as you chose."), move)
    return Empty(
        _("No warning stands"),
        _("When a time limit comes to a step of its warnings, the night writes it here and tells those concerned."),
    )


def _asked(query: Mapping[str, str]) -> dict[str, str]:
    names = ("standing", "colour", "unit", "round", "first", "last")
    return {name: query[name] for name in names if query.get(name)}


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except BadValue:
        return None


def _place(text: str) -> tuple[date, int] | None:
    day, _dot, pk = text.partition(".")
    on, number = _day(day), number_in(pk)
    return (on, number) if on is not None and number is not None else None
