"""Keeping the figures of an area, so that the area above reads numbers and never a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Q

from bihuan.accounts.models import Area
from bihuan.loop.cases.figures import figure_values
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.light import with_light
from bihuan.loop.lifecycle.packs import packs_in_use, packs_known
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.rollup.models import AreaFigure, Package
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Figure, Pack

# What is counted the same way in every system. A rate is one of hundred.
OVERALL: Final[dict[str, Text]] = {
    "running": Text("在办", "Running"),
    "late": Text("超期", "Overdue"),
    "soon": Text("临期", "Due soon"),
    "closed": Text("办结", "Closed"),
    "late_rate": Text("超期率", "Rate overdue"),
    "closed_rate": Text("办结率", "Rate closed"),
}
RATES: Final = frozenset({"late_rate", "closed_rate"})
BETTER: Final = {"late": "lower", "soon": "lower", "late_rate": "lower", "closed_rate": "higher"}
MOST: Final = Decimal(10) ** 19
PLACES: Final = Decimal("0.0001")


def keep_tonight(tonight: Tonight) -> int:
    """Keep the figures of an area that somebody above looks at, here or by package, and return how many; none where nobody does."""
    area = Area.objects.get(pk=tonight.area_id)
    sends = Package.objects.filter(area_id=area.pk, out=True).exists()
    if area.parent_id is None and not sends:
        return 0
    tonight.hold()
    return keep_figures(area_id=area.pk, day=tonight.day)


@transaction.atomic
def keep_figures(*, area_id: int, day: date) -> int:
    """
    Count all figures of an area on a day and keep them in place of those of the same day; return how many.

    Of earlier days the ends of months stay, for the course over the year. What stands behind walls is counted like all else.
    """
    rows = list(rows_of(area_id, day))
    old = AreaFigure.objects.filter(area_id=area_id)
    days = old.order_by().values_list("day", flat=True).distinct()
    passing = [one for one in days if (one + timedelta(days=1)).day != 1 and one < day]
    old.filter(Q(day=day) | Q(day__in=passing)).delete()
    AreaFigure.objects.bulk_create([AreaFigure(area_id=area_id, day=day, **row) for row in rows], batch_size=500)
    return len(rows)


def rows_of(area_id: int, day: date) -> Iterator[dict[str, Any]]:
    """Yield the figures of an area as plain rows: over all systems, then of each system in use."""
    packs = packs_in_use(area_id)
    counts = _counts(area_id, day)
    whole = {name: sum(one[name] for one in counts.values()) for name in ("running", "late", "soon", "closed")}
    yield from _overall("", whole)
    for pack in packs:
        own = counts.get(pack.id)
        if own is None:
            continue  # nothing was ever opened there: a row of zeros for each figure tells nobody anything
        yield from _overall(pack.id, own)
        yield from _of_pack(pack, area_id, day)


def described(area_id: int, pack: str) -> dict[str, tuple[str, str, str]]:
    """
    Return what an area itself calls the figures of a pack, "" for what is counted over all: title, unit and which side is better, by id.

    In the order in which they are kept; of a pack that the area does not have only what is counted in every system.
    """
    if not pack:
        units = {name: "%" if name in RATES else "" for name in OVERALL}
        return {f"all.{name}": (_written(title), units[name], BETTER.get(name, "")) for name, title in OVERALL.items()}
    overall = described(area_id, "")
    known = packs_known(area_id).get(pack)
    figures = known.figures.values() if known is not None else ()
    return overall | {one.id: (_written(one.title), one.unit, one.better or "") for one in figures}


def _counts(area_id: int, day: date) -> dict[str, dict[str, int]]:
    """Return by pack how many cases are on their way, overdue, due soon and closed; drafts are not counted. One query."""
    rows = Case.objects.filter(area_id=area_id).exclude(category=Category.DRAFT).order_by()
    live = ~Q(category=Category.CLOSED)
    found = rows.values("pack").annotate(
        running=Count("pk", filter=live),
        late=Count("pk", filter=live & with_light("late", day)),
        soon=Count("pk", filter=live & with_light("soon", day)),
        closed=Count("pk", filter=Q(category=Category.CLOSED)),
    )
    names = ("running", "late", "soon", "closed")
    return {
        pack: dict(zip(names, counts, strict=True))
        for pack, *counts in found.values_list("pack", *names).order_by("pack")
    }


def _overall(pack: str, counts: dict[str, int]) -> Iterator[dict[str, Any]]:
    total = counts["running"] + counts["closed"]
    values: dict[str, Decimal | None] = {name: Decimal(counts[name]) for name in ("running", "late", "soon", "closed")}
    values["late_rate"] = _rate(counts["late"], counts["running"])
    values["closed_rate"] = _rate(counts["closed"], total)
    colours = {"late": "red" if counts["late"] else "green", "soon": "yellow" if counts["soon"] else ""}
    for order, (name, title) in enumerate(OVERALL.items()):
        yield {
            "pack": pack, "figure": f"all.{name}", "title": _written(title), "unit": "%" if name in RATES else "",
            "better": BETTER.get(name, ""), "target": None, "value": values[name],
            "colour": colours.get(name, ""), "order": order,
        }  # fmt: skip


def _rate(part: int, whole: int) -> Decimal | None:
    return (Decimal(100) * part / whole).quantize(PLACES) if whole else None


def _of_pack(pack: Pack, area_id: int, day: date) -> Iterator[dict[str, Any]]:
    values = figure_values(pack, area_id=area_id, day=day)
    for order, (name, figure) in enumerate(pack.figures.items(), start=len(OVERALL)):
        value = values.get(name)
        if figure.operator == "latest" or (value is not None and abs(value) >= MOST):
            continue  # a date is no number to compare, and a number that does not fit is none
        target = figure.target if isinstance(figure.target, (int, Decimal)) else None
        yield {
            "pack": pack.id, "figure": name, "title": _written(figure.title), "unit": figure.unit, "better": figure.better or "",
            "target": Decimal(target) if target is not None else None,
            "value": value.quantize(PLACES) if value is not None else None,
            "colour": _colour(figure, value, target), "order": order,
        }  # fmt: skip


def _colour(figure: Figure, value: Decimal | None, target: int | Decimal | None) -> str:
    """Return the light of a figure with a target that lies in the pack: met or not."""
    if value is None or target is None or figure.better not in {"higher", "lower"}:
        return ""
    met = value >= target if figure.better == "higher" else value <= target
    return "green" if met else "red"


def _written(title: Text) -> str:
    return f"{title.zh} | {title.en}" if title.en else title.zh
