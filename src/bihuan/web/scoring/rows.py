"""The page of the rows behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import Period, period_of
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.values import words
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.outcomes.vocabulary import CLASSES, INSTRUMENTS, RECOVERIES
from bihuan.loop.scoring.behind import SHOWN, Line, asked_for, behind
from bihuan.packspec.model import Figure, Pack
from bihuan.packspec.vocabulary import COLOURS
from bihuan.web.numbers import number_in
from bihuan.web.places import rows_url
from bihuan.web.request import Request
from bihuan.web.round.figures import shown
from bihuan.web.scoring.words import period_words, with_unit
from bihuan.web.shapes import Asof, Head, Link

MOST_YEARS = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is drawn."""

    number: str
    url: str
    subject: str
    unit: str
    day: date | None
    sort: str
    value: str
    many: int


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A figure with its rows; parts: what it is made of, with addresses of their rows; cases: ids of those that the rows speak of."""

    head: Head
    value: str
    formula: str
    count: int
    rows: tuple[Row, ...]
    parts: tuple[tuple[str, str, str], ...]
    more: int
    hidden: int
    amounts: bool
    sorts: bool
    persons: bool
    cases: tuple[int, ...]


def rows_page(request: Request, who: Actor, pack_id: str, figure: str, day: date) -> RowsPage:
    """Return the rows behind a figure under the conditions of the address. Raises Http404, PackNotFound."""
    pack = pack_in_use(who.area_id, pack_id)
    if figure not in pack.figures:
        raise Http404
    declared, root, unit = pack.figures[figure], _root(request, who), _unit(request, who)
    period = _period(request, declared)
    asked = asked_for(
        who, day=day, today=request.today, root=root, unit=unit.pk if unit is not None else None, period=period
    )
    found = behind(who, pack, figure, asked)
    facts = [
        str(one) for one in (root.subject if root else "", unit or "", period_words(period) if period else "") if one
    ]
    given = {"root": root.pk if root else None, "unit": unit.pk if unit else None, "first": request.GET.get("first")}
    given["asof"] = day.isoformat() if day != request.today else None
    return RowsPage(
        Head(
            words(declared.title),
            crumbs=(Link(_("Indicators"), reverse("indicators")), Link(words(declared.title))),
            facts=" · ".join(facts),
            asof=Asof(day),
            moves=(Link(_("Print"), "#print", "printer"),),
        ),
        with_unit(declared, found.value),
        declared.basis,
        found.rows,
        tuple(_row(pack, declared, line) for line in found.shown),
        tuple(
            (words(part.title), with_unit(part, value), rows_url(pack.id, part.id, **given))
            for part, value in found.parts
        ),
        max(0, found.rows - found.hidden - SHOWN) if len(found.shown) == SHOWN else 0,
        found.hidden,
        any(line.value is not None for line in found.shown),
        any(line.sort for line in found.shown),
        any(line.many > 1 for line in found.shown),
        tuple({line.case for line in found.shown}),
    )


def count_words(count: int) -> str:
    """Return how many rows there are."""
    return ngettext("%(n)d row", "%(n)d rows", count) % {"n": count}


def _row(pack: Pack, figure: Figure, line: Line) -> Row:
    url = reverse("case", kwargs={"pack": pack.id, "number": line.number})
    value = (
        shown(figure, line.value)
        if line.value is not None and not line.sort
        else f"{line.value:,.2f}"
        if line.value
        else ""
    )
    return Row(line.number, url, line.subject, line.unit, line.on, _sort(pack, line.sort), value, line.many)


def _sort(pack: Pack, sort: str) -> str:
    """Return the words of what a record is."""
    head, _dot, rest = sort.partition(".")
    if rest and head in CLASSES:
        title, kinds = CLASSES[head]
        return f"{words(title)} · {words(kinds[rest]) if rest in kinds else rest}"
    known = {**RECOVERIES, **INSTRUMENTS, **COLOURS}
    if sort in known:
        return words(known[sort])
    if sort in pack.letters:
        return words(pack.letters[sort].title)
    clocks = {clock.id: clock.title for kind in pack.kinds.values() for clock in kind.clocks.values()}
    return words(clocks[sort]) if sort in clocks else sort


def _root(request: Request, who: Actor) -> Case | None:
    wanted = number_in(request.GET.get("root"))
    if wanted is None:
        return None
    found = visible_to(who).filter(pk=wanted).first()
    if found is None:
        raise Http404
    return found


def _unit(request: Request, who: Actor) -> Unit | None:
    wanted = number_in(request.GET.get("unit"))
    return None if wanted is None else Unit.objects.filter(area_id=who.area_id, pk=wanted).first()


def _period(request: Request, figure: Figure) -> Period | None:
    try:
        first = date.fromisoformat(request.GET.get("first", ""))
    except ValueError:
        return None
    # A typed address may name a year that has no neighbours.
    near = abs(first.year - request.today.year) <= MOST_YEARS
    return period_of(figure.every or "month", first) if near else None
