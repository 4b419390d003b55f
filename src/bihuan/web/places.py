"""Addresses of places that may not exist in this build, and addresses of the ledger that show what a figure counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from bihuan.loop.cases.models import Category
from bihuan.packspec.model import Comparison, Condition, Figure, Pack

LEDGER_PACK = "rectification"
LIGHTS = frozenset({"late", "soon", "ok", "pause", "none"})  # what the ledger may be asked for
LIVE = (Category.DRAFT.value, Category.OPEN.value, Category.REVIEW.value)


@cache
def place_url(name: str) -> str:
    """Return the address of a page by its name, empty where there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def system_url(pack: str) -> str:
    """Return the address of the board of a pack."""
    return reverse("system", kwargs={"pack": pack})


def ledger_url(kind: str, *, pack: str = LEDGER_PACK, **conditions: object) -> str:
    """Return the address of the ledger of a kind under conditions; a condition may have several values."""
    query = QueryDict(mutable=True)
    if pack != LEDGER_PACK:
        query["pack"] = pack
    query["kind"] = kind
    for name, value in conditions.items():
        if isinstance(value, Iterable) and not isinstance(value, str):
            query.setlist(name, [str(one) for one in value])
        elif value not in (None, ""):
            query[name] = str(value)
    return f"{reverse('ledger')}?{query.urlencode()}"


def figure_url(pack: Pack, figure: Figure, *, root: int | None = None) -> str:
    """Return the address of the rows that a figure is taken from: in the ledger, or where it cannot be asked for them on a page of their own."""
    kind = figure.of[0].partition(".")[0] if figure.of else ""
    in_ledger = figure.operator in {"count", "sum", "mean"} and kind in pack.kinds and not figure.dated
    # What stands behind a wall is counted for everybody; the ledger would show fewer rows than the number says.
    conditions = _asked(figure.where) if in_ledger and not pack.kinds[kind].walled else None
    if conditions is None:
        return rows_url(pack.id, figure.id, root=root)
    return ledger_url(kind, pack=pack.id, root=root, **conditions)


def rows_url(pack: str, figure: str, **conditions: object) -> str:
    """Return the address of the rows behind a figure. conditions: root, unit, asof, first (day of the period) where they matter."""
    query = QueryDict(mutable=True)
    for name, value in conditions.items():
        if value not in (None, ""):
            query[name] = str(value)
    address = reverse("figure_rows", kwargs={"pack": pack, "figure": figure})
    return f"{address}?{query.urlencode()}" if query else address


def _asked(where: Condition) -> Mapping[str, object] | None:
    found: dict[str, object] = {}
    for clause in where:
        if clause.path == "light" and not LIGHTS.issuperset(clause.must if isinstance(clause.must, tuple) else (None,)):
            return None  # a colour of a ladder; the ledger asks for lights
        if clause.path in {"category", "nature", "state", "light"} and isinstance(clause.must, tuple):
            found[clause.path] = clause.must
        elif clause.path == "late" and clause.must is True:
            found["light"] = "late"
        elif clause.path == "turn" and isinstance(clause.must, Comparison) and clause.must.bounds[1:] == (None, None):
            found["turn"] = clause.must.at_least
        else:
            return None
    return found
