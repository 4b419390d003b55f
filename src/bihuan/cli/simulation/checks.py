"""Look-backs and tracking inspections: planned every few months, drawn with a seed, checked, and now and then found untrue."""

from __future__ import annotations

from datetime import timedelta

from bihuan.accounts.queries import Actor
from bihuan.cli.demonstration.cast import PACK
from bihuan.cli.simulation.desk import actor_named, take
from bihuan.cli.simulation.world import World
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.lifecycle.queries import Offer, offers
from bihuan.loop.sampling.actions import draw_sample
from bihuan.loop.sampling.filling import judge_points, record_call_back
from bihuan.loop.sampling.models import CheckPoint, Verdict

EVERY_WORKDAYS, CHECKED, UNTRUE, PARTLY = 55, 0.25, 0.12, 0.15
DAYS = 30
TEAM = ("xie.ce", "gu.qing", "shen.yan")
SIZE = 5


def check_what_is_closed(world: World) -> None:
    """Plan checks, make them, and conclude them."""
    office = actor_named(world, "lin.ruoxi")
    if world.chance(1 / EVERY_WORKDAYS):
        _plan(world, office)
    for case in _open(world, ("recheck", "visit"), "working"):
        if world.chance(CHECKED):
            _check(world, case)
    for case in _open(world, ("recheck", "visit"), "found"):
        _confirm(world, actor_named(world, "tong.an"), case)
    for case in _open(world, ("lookback", "inspection"), "checking"):
        if not Case.objects.filter(area_id=world.area_id, parent_id=case.pk).exclude(category=Category.CLOSED).exists():
            _take(world, office, case, "conclude")


def _open(world: World, kinds: tuple[str, ...], state: str) -> list[Case]:
    rows = Case.objects.filter(area_id=world.area_id, pack=PACK, kind__in=kinds, state=state).order_by("pk")
    return list(rows.select_related("responsible", "lead"))


def _team(world: World) -> list[str]:
    return [name for name in TEAM if name in world.cast.people]


def _plan(world: World, office: Actor) -> None:
    kind = world.rng.choice(("lookback", "lookback", "inspection"))
    people = [world.cast.people[name] for name in _team(world)]
    given = {
        "responsible": world.cast.units["discipline"],
        "leader": people[0],
        "panel": people,
        "due": world.day + timedelta(days=DAYS),
        "calls_least": 1,
    }
    subject = "回头看" if kind == "lookback" else "专项督查"
    plan = world.act(
        f"{kind} planned",
        lambda at: open_case(
            pack=PACK, kind=kind, subject=f"{world.day:%Y年%m月}{subject}", given=given, by=office, at=at
        ),
    )
    if plan is None:
        return
    seed = world.rng.randint(1, 999_999)
    drawn = world.act(
        "sample drawn", lambda at: draw_sample(case=plan, seed=seed, size=SIZE, strata=("risk",), by=office, at=at)
    )
    if drawn is None:
        _take(world, office, _again(plan), "cancel")
    else:
        _take(world, office, _again(plan), "start")


def _check(world: World, case: Case) -> None:
    name = world.rng.choice(_team(world))
    actor = actor_named(world, name)
    untrue, partly = world.chance(UNTRUE), world.chance(PARTLY)
    verdict = Verdict.UNTRUE if untrue else Verdict.PARTLY if partly else Verdict.TRUE
    points = list(CheckPoint.objects.filter(area_id=world.area_id, case_id=case.pk).order_by("number"))
    judged = {point.number: (str(Verdict.TRUE), "") for point in points}
    if points and verdict != Verdict.TRUE:
        judged[points[-1].number] = (str(verdict), "现场情况与台账记载不一致")
    call = {
        "whom": "服务对象",
        "phone": "13900000000",
        "way": "phone",
        "on": world.day.isoformat(),
        "answer": "情况属实" if verdict == Verdict.TRUE else "尚未见到整改成效",
        "agrees": "yes" if verdict == Verdict.TRUE else "no",
    }
    world.act("points judged", lambda at: judge_points(case=case, points=judged, by=actor, at=at))
    world.act("call-back made", lambda at: record_call_back(case=_again(case), given=call, by=actor, at=at))
    said = "untrue" if untrue else "partly" if partly else "solid"
    _take(world, actor, _again(case), "report", verdict=said)


def _confirm(world: World, office: Actor, case: Case) -> None:
    verdict = case.fields.get("verdict")
    move = {"solid": "confirm", "partly": "find_partly"}.get(str(verdict), "refute")
    due = world.day + timedelta(days=45)
    more = {"due": due} if move == "refute" else {}
    _take(world, office, case, move, **more)


def _take(world: World, actor: Actor, case: Case, move: str, **given: object) -> None:
    offer = offers(case, actor, world.day).find("move", move)
    if isinstance(offer, Offer):
        take(world, actor, case, offer, **given)
    else:
        world.refused[f"{case.kind}.{move}: {getattr(offer, 'reason', 'not offered')}"] += 1


def _again(case: Case) -> Case:
    return Case.objects.select_related("responsible", "lead").get(area_id=case.area_id, pk=case.pk)
