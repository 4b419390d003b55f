"""Further rounds through the year: an audit, a local inspection, a supervision; entered by the office with findings and measures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bihuan.cli.demonstration.cast import PACK
from bihuan.cli.demonstration.sample import parted, tables
from bihuan.cli.simulation.desk import actor_named
from bihuan.cli.simulation.world import World
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case

SOURCES = ("audit", "patrol", "supervision", "other")
NAMES = {"audit": "专项审计", "patrol": "区委巡察", "supervision": "专项督察", "other": "专项检查"}
EVERY_WORKDAYS = 32
FINDINGS = (5, 9)


def new_round(world: World) -> None:
    """Enter a new round about four times a year."""
    if not world.chance(1 / EVERY_WORKDAYS):
        return
    source = world.rng.choice(SOURCES)
    office = actor_named(world, "lin.ruoxi")
    given = {
        "source": source,
        "inspector": f"{NAMES[source]}组",
        "feedback_on": world.day,
        "responsible": world.cast.units["leadership"],
        "leader": world.cast.people["lu.huaiyuan"],
    }
    subject = f"{world.day.year}年{world.day.month}月{NAMES[source]}"
    round_ = world.act("round opened", open_case, pack=PACK, kind="round", subject=subject, given=given, by=office)
    if round_ is None:
        return
    pool = [*tables("report")["finding"], *tables("audit")["finding"]]
    for facts in world.rng.sample(pool, world.rng.randint(*FINDINGS)):
        _finding(world, round_, facts)


def _finding(world: World, round_: Case, facts: dict[str, Any]) -> None:
    cast = world.cast
    due = world.day + timedelta(days=world.rng.choice((45, 60, 60, 90, 150)))
    given = {
        "responsible": cast.units[facts["unit"]],
        "lead": cast.units[facts["lead"]],
        "nature": world.rng.choice(("by_date", "by_date", "at_once", "standing")),
        "due": due,
    }
    office = actor_named(world, "lin.ruoxi")
    standard = ["措施逐条落实并有书面材料", "形成长效机制"]
    finding = world.act(
        "finding opened",
        open_case,
        pack=PACK,
        kind="finding",
        parent=round_,
        subject=facts["title"],
        given=given,
        standard=standard,
        by=office,
    )
    for text in facts.get("measures", [])[:3]:
        if finding is None or not isinstance(text, str):
            continue
        unit, words = parted(text, facts["unit"])
        measure = {
            "responsible": cast.units[unit],
            "nature": "by_date",
            "due": due - timedelta(days=world.rng.choice((0, 10, 20))),
        }
        world.act(
            "measure opened",
            open_case,
            pack=PACK,
            kind="measure",
            parent=finding,
            subject=words,
            given=measure,
            by=office,
        )
