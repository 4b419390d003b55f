"""Two areas below: they take an inspection over, drive hazards out, and are seen from above as numbers only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.cli.demonstration.cast import ADMINISTRATOR, Cast, build_area
from bihuan.cli.demonstration.days import Days, after, chance
from bihuan.cli.demonstration.findings import finding_walk
from bihuan.cli.demonstration.plan import FindingPlan, MeasurePlan
from bihuan.cli.demonstration.rounds import open_finding, round_walk
from bihuan.cli.demonstration.sample import tables
from bihuan.cli.demonstration.stage import Scene, Walk
from bihuan.cli.demonstration.systems import hazards
from bihuan.cli.demonstration.systems.town import Town
from bihuan.loop.rollup.actions import hand_down, name_superior, take_over
from bihuan.loop.rollup.queries import from_above

BEGINS = date(2026, 2, 25)  # the first night that passes in the areas below is the one after it
HANDED_DOWN = date(2026, 8, 12)
REPORTS = date(2026, 12, 18)
FIRST = 201  # their findings are numbered apart, since numbers decide what else happens to a finding
SEED = 7_000


@dataclass(frozen=True, slots=True)
class Below:
    """An area below: what below.toml lists for it, and who acts in it."""

    listed: Mapping[str, Any]
    cast: Cast


def areas_below(above: Cast, days: Days, *, at: datetime, posts_from: date) -> list[Below]:
    """Set the areas below up under the area of the demonstration and return them; each names its superior itself."""
    made = []
    for listed in tables("below")["area"]:
        cast = build_area(at=at, posts_from=posts_from, listed=listed, above=above.actor(ADMINISTRATOR))
        name_superior(code=above.area.code, by=cast.actor(ADMINISTRATOR), at=at + timedelta(hours=1))
        Town(cast, days).give_desks(hazards.PACK, hazards.DESKS)
        made.append(Below(listed, cast))
    return made


def handed_walk(scene: Scene, below: Sequence[Below]) -> Walk:
    """Hand the inspection down: what was found above is looked for, and put right, in the areas below."""
    yield scene.when(HANDED_DOWN)
    hand_down(
        case=scene.here,
        to=[area.cast.area.code for area in below],
        note="对照反馈问题举一反三、自查自改，自查发现的问题列入台账，按月更新进展。",
        due=scene.days.day(REPORTS),
        by=scene.cast.actor("he.zhixing"),
        at=scene.at,
    )


def walks_below(area: Below, days: Days) -> Iterator[Walk]:
    """Yield the drive against hazards, the inspection that came from above, and the findings of the area's own search."""
    yield from hazards.drive_walks(Town(area.cast, days), area.listed["sweeps"])
    plans = [_plan(FIRST + place, facts) for place, facts in enumerate(area.listed["findings"])]
    scenes = [Scene(area.cast, days, chance(SEED + plan.number), str(plan.facts["sort"])) for plan in plans]
    yield _taken_over(Scene(area.cast, days, chance(SEED), "duty"), plans, scenes)
    for plan, scene in zip(plans, scenes, strict=True):
        yield finding_walk(scene, plan)


def _taken_over(scene: Scene, plans: Sequence[FindingPlan], scenes: Sequence[Scene]) -> Walk:
    """Take over what came from above as a round of one's own, and enter what the search found."""
    yield scene.when(after(HANDED_DOWN, 1))
    cast = scene.cast
    office = cast.actor("lin.ruoxi")
    scene.case = take_over(line_id=from_above(office)[0].pk, by=office, at=scene.at)
    for place, (plan, entered) in enumerate(zip(plans, scenes, strict=True), 1):
        at = scene.at + timedelta(minutes=9 * place)
        entered.case = open_finding(cast, scene.days, scene.case, plan, at)
    yield from round_walk(scene)


def _plan(number: int, facts: Sequence[Any]) -> FindingPlan:
    title, sort, unit, lead, nature, handed, due, asks_on, standard = facts
    given = {"sort": sort, "unit": unit, "lead": lead, "nature": nature, "aspect": "举一反三自查"}
    plan = FindingPlan(number, title, given, handed, due, asks_on or None)
    plan.measures = [MeasurePlan(text, unit, by_hand=True) for text in standard]
    return plan
