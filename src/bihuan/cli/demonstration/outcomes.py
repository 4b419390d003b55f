"""What the demonstration's round led to: people dealt with, money returned, rules made; each recorded by whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bihuan.cli.demonstration.cast import Cast
from bihuan.cli.demonstration.days import Days
from bihuan.cli.demonstration.sample import tables
from bihuan.cli.demonstration.stage import Scene, Walk
from bihuan.loop.cases.models import Case
from bihuan.loop.outcomes.actions import record_outcome

RULES_FROM, RULES_TO = date(2026, 8, 20), date(2026, 11, 13)


def outcomes_walk(scene: Scene, round_: Case) -> Walk:
    """Record the outcomes in the order of their days: dispositions by the discipline organ, the rest by the office."""
    for row in sorted(_rows(scene), key=lambda row: row["on"]):
        yield scene.when(row["on"])
        by = scene.cast.actor("shen.yan") if row["sort"] == "disposition" else scene.office()
        case = _case(scene.cast, round_, row["finding"])
        record_outcome(case=case, sort=row["sort"], given=_given(row, scene.cast, scene.days), by=by, at=scene.at)


def _rows(scene: Scene) -> Iterator[dict[str, Any]]:
    listed = tables("outcomes")
    for sort in ("disposition", "recovery"):
        for row in listed[sort]:
            yield {**row, "sort": sort}
    span = (RULES_TO - RULES_FROM).days
    for kind, by_finding in listed["instruments"].items():
        for place, titles in by_finding.items():
            for number, title in enumerate(titles):
                on = date.fromordinal(RULES_FROM.toordinal() + (int(place) * 7 + number * 3) % span)
                yield {"sort": "instrument", "finding": int(place), "kind": kind, "name": f"《{title}》", "on": on}


def _given(row: Mapping[str, Any], cast: Cast, days: Days) -> dict[str, Any]:
    given = {name: row[name] for name in ("who", "persons", "amount", "name") if name in row}
    given["on"] = days.day(row["on"])
    given["group"], _dot, given["kind"] = row["kind"].rpartition(".")
    if "unit" in row:
        given["who_unit"] = cast.units[row["unit"]].name
    return given


def _case(cast: Cast, round_: Case, place: int) -> Case:
    if place == 0:
        return Case.objects.get(area_id=cast.area.pk, pk=round_.pk)
    return Case.objects.get(area_id=cast.area.pk, parent=round_, kind="finding", order=place)
