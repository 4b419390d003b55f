"""The figures in the text of a report beside those of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.outcomes.reconciling import EVERYBODY, WAN, Line, Offered, reconcile, texts_offered
from bihuan.loop.outcomes.vocabulary import CLASSES
from bihuan.web.shapes import Asof, Empty, Head, Link


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the text beside the rows. agrees: None where it cannot be said."""

    name: str
    group: str
    said: str
    known: str
    agrees: bool | None
    quote: str


@dataclass(frozen=True, slots=True)
class ReconcilePage:
    """A report held against the rows; without a text only the choice."""

    head: Head
    offered: tuple[tuple[Offered, bool], ...]
    day: str
    today: str
    zeros: bool
    rows: tuple[Row, ...] | None
    verdict: str
    outcomes: str
    empty: Empty | None
    said_other_day: str


def reconcile_page(
    who: Actor, round_: Case, text: str, asof: date, today: date, *, given: bool, zeros: bool = False
) -> ReconcilePage:
    """Return the page. given: whether the address names a day. Raises CaseNotFound."""
    offered, address = texts_offered(who, round_, today), {"pack": round_.pack, "number": round_.number}
    found = reconcile(who, round_, text, asof=asof if given else None, today=today, zeros=zeros) if text else None
    day = found.asof if found is not None else asof
    crumbs = (
        Link(_("Rectification overview"), reverse("rounds")),
        Link(round_.number, reverse("round", kwargs=address)),
        Link(_("Report against rows")),
    )
    moves = (Link(_("Print"), "#print", "printer"),) if found is not None else ()
    other = found is not None and found.said_asof is not None and found.said_asof != found.asof
    return ReconcilePage(
        Head(_("Report against rows"), crumbs=crumbs, facts=round_.subject, asof=Asof(day), moves=moves),
        tuple((one, one.key == text) for one in offered),
        day.isoformat(),
        today.isoformat(),
        zeros,
        tuple(_row(line) for line in found.lines) if found is not None else None,
        _verdict(found.different) if found is not None else "",
        reverse("round_outcomes", kwargs=address),
        None if offered else _no_text(),
        found.said_asof.isoformat() if other and found is not None and found.said_asof is not None else "",
    )


def _no_text() -> Empty:
    return Empty(
        _("No report yet."), _("Write a progress report of this round, or import one, and hold it against the rows.")
    )


def _verdict(different: int) -> str:
    if not different:
        return _("Every figure that can be compared agrees.")
    return ngettext("%(n)d figure differs.", "%(n)d figures differ.", different) % {"n": different}


def _row(line: Line) -> Row:
    everybody = line.group == EVERYBODY and not line.kind
    group = words(CLASSES[line.group][0]) if line.group in CLASSES and not everybody else ""
    name = line.name
    if line.group in CLASSES and line.kind in CLASSES[line.group][1]:
        name = words(CLASSES[line.group][1][line.kind])
    elif line.group in CLASSES and not line.kind:
        name = _("in all")
    return Row(name, group, _number(line, line.said), _number(line, line.known), line.agrees, line.quote)


def _number(line: Line, value: Decimal | None) -> str:
    if value is None:
        return "—"
    if line.sort == "money":
        return _("%(n)s (10,000 yuan)") % {"n": f"{value / WAN:.4f}".rstrip("0").rstrip(".")}
    if line.sort == "rules":
        return ngettext("%(n)d rule", "%(n)d rules", int(value)) % {"n": int(value)}
    if line.times:
        return ngettext("%(n)d person-time", "%(n)d person-times", int(value)) % {"n": int(value)}
    return ngettext("%(n)d person", "%(n)d persons", int(value)) % {"n": int(value)}
