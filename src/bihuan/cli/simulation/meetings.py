"""Meetings of the simulation: two series that the nights call, held with a sign-in sheet, conclusions and minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bihuan.accounts.queries import Actor
from bihuan.cli.simulation.desk import actor_named
from bihuan.cli.simulation.world import World
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.meetings.actions import Conclusion, Decision, conclude_meeting, hold_meeting
from bihuan.loop.meetings.agenda import build_agenda
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.models import AgendaItem, Outcome, Presence
from bihuan.loop.meetings.names import MATTER, MEETING, PACK, SERIES
from bihuan.loop.meetings.queries import is_called, sheet_of

SERIES_HELD: Final = (
    ("整改工作周调度会", {"tier": "push", "every": "week", "takes": ["near", "late", "returned"]}),
    ("领导小组月度会议", {"tier": "group", "every": "month", "takes": ["late", "returned", "hard"]}),
)
PRESENT, LEAVE, MOST_ITEMS, DECIDED = 0.85, 0.5, 8, 0.5
FINISHED = 0.12


def begin_series(world: World) -> None:
    """Name who keeps the meetings and begin both series."""
    administrator, office = actor_named(world, "xu.yifan"), actor_named(world, "lin.ruoxi")
    unit = world.cast.units["office"]
    world.act("desk named", set_desk_holder, pack=PACK, desk="office", unit=unit, by=administrator)
    panel = [world.cast.people[name] for name in ("lin.ruoxi", "shen.yan", "su.wenyin", "tao.jingming")]
    for subject, given in SERIES_HELD:
        values = {
            **given,
            "first_on": world.day + timedelta(days=7),
            "responsible": world.cast.units["administration"],
            "leader": world.cast.people["lu.huaiyuan"],
            "panel": panel,
        }
        world.act("series begun", open_case, pack=PACK, kind=SERIES, subject=subject, given=values, by=office)


def hold_meetings(world: World) -> None:
    """Hold the meetings whose day has come, and end what they decided once it is reported."""
    office = actor_named(world, "lin.ruoxi")
    due = Case.objects.filter(
        area_id=world.area_id, pack=PACK, kind=MEETING, category=Category.OPEN, due__lte=world.day
    )
    for meeting in filter(is_called, due.order_by("pk")):
        _hold(world, office, meeting)
    matters = Case.objects.filter(area_id=world.area_id, pack=PACK, kind=MATTER, category=Category.OPEN).exclude(
        statement=""
    )
    for matter in matters.order_by("pk"):
        if world.chance(FINISHED):
            said = world.say("done", matter)
            world.act("decision done", move_case, case=matter, move="finish", given={"statement": said}, by=office)


def _hold(world: World, office: Actor, meeting: Case) -> None:
    items = world.act("agenda built", build_agenda, meeting=meeting, by=office) or []
    marks, chaired = _sheet(world, meeting)
    world.act("sheet filled", fill_attendance, meeting=_again(meeting), marks=marks, chaired=chaired, by=office)
    conclusions = {item.pk: _conclusion(world, item) for item in items[:MOST_ITEMS]}
    if conclusions:
        world.act("meeting concluded", conclude_meeting, meeting=_again(meeting), conclusions=conclusions, by=office)
    minutes = world.bring(meeting, kind="minutes", name="会议纪要.pdf")
    world.act("meeting held", hold_meeting, meeting=_again(meeting), held_on=world.day, evidence=[minutes], by=office)


def _sheet(world: World, meeting: Case) -> tuple[dict[str, Mark], str]:
    marks: dict[str, Mark] = {}
    chaired = ""
    for line in sheet_of(meeting):
        if world.chance(PRESENT):
            marks[line.key] = Mark(Presence.PRESENT)
            chaired = line.key if line.must_chair else chaired or line.key
        elif world.chance(LEAVE):
            marks[line.key] = Mark(Presence.LEAVE, excused_by="贺知行")
        else:
            marks[line.key] = Mark(Presence.ABSENT)
    return marks, chaired


def _conclusion(world: World, item: AgendaItem) -> Conclusion:
    if item.about is None or item.about.kind == MATTER or not world.chance(DECIDED):
        return Conclusion(world.rng.choice((Outcome.NOTED, Outcome.AGAIN)), "责任单位加快推进，下次会议报告进展。")
    unit = item.about.responsible
    decision = Decision(
        subject=f"加快推进“{item.about.subject[:30]}”",
        unit=unit.pk if unit is not None else world.cast.units["office"].pk,
        due=world.day + timedelta(days=world.rng.choice((7, 10, 14, 21))),
    )
    return Conclusion(Outcome.DECIDED, "明确专人、倒排时间。", decision)


def _again(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)
