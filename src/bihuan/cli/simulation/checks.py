"""Look-backs and tracking inspections: planned every few months, drawn with a seed, checked, and now and then found untrue."""

from __future__ import annotations

from datetime import timedelta

from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor, actor_of
from bihuan.cli.demonstration.cast import PACK
from bihuan.cli.simulation.desk import actor_named, take
from bihuan.cli.simulation.world import World
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case, CaseParty, Category
from bihuan.loop.lifecycle.queries import Offer, offers
from bihuan.loop.sampling.actions import draw_sample
from bihuan.loop.sampling.avoiding import conflicts_between
from bihuan.loop.sampling.filling import judge_points, record_call_back
from bihuan.loop.sampling.models import CheckPoint, Drawn, Verdict

EVERY_WORKDAYS, CHECKED, UNTRUE, PARTLY = 55, 0.25, 0.12, 0.15
DAYS = 30
CANDIDATES = ("ji.nanxing", "ye.zhiqiu", "yuan.langyue", "gu.qing", "yu.tinglan", "jian.shu")
TEAM, SIZE, YEARS_AWAY = 3, 5, 3


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


def _team(world: World, plan: Case) -> list[Person]:
    """Return who may check everything that was drawn: the office asks whom the rules of avoidance leave."""
    ids = Drawn.objects.filter(area_id=world.area_id, case_id=plan.pk, out_at__isnull=True).values("target_id")
    rows = Case.objects.filter(area_id=world.area_id, pk__in=ids).select_related("responsible", "lead").order_by("pk")
    targets = list(rows)
    people = [world.cast.people[name] for name in CANDIDATES]
    free = [
        one
        for one in people
        if not conflicts_between(
            area_id=world.area_id, people=[one.pk], targets=targets, day=world.day, years=YEARS_AWAY
        )
    ]
    return free[:TEAM]


def _plan(world: World, office: Actor) -> None:
    kind = world.rng.choice(("lookback", "lookback", "inspection"))
    given = {
        "responsible": world.cast.units["discipline"],
        "due": world.day + timedelta(days=DAYS),
        "calls_least": 1,
    }
    subject = "回头看" if kind == "lookback" else "专项督查"
    plan = world.act(
        f"{kind} planned",
        open_case,
        pack=PACK,
        kind=kind,
        subject=f"{world.day:%Y年%m月}{subject}",
        given=given,
        by=office,
    )
    if plan is None:
        return
    seed = world.rng.randint(1, 999_999)
    drawn = world.act("sample drawn", draw_sample, case=plan, seed=seed, size=SIZE, strata=("risk",), by=office)
    team = _team(world, plan) if drawn is not None else []
    if team:
        _take(world, office, _again(plan), "start", leader=team[0], panel=team)
    else:
        _take(world, office, _again(plan), "cancel")


def _check(world: World, case: Case) -> None:
    members = CaseParty.objects.filter(area_id=world.area_id, case_id=case.parent_id or 0, party="panel").order_by(
        "person_id"
    )
    people = [row.person for row in members.select_related("person") if row.person is not None]
    actor = actor_of(world.rng.choice(people), on=world.day)
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
    world.act("points judged", judge_points, case=case, points=judged, by=actor)
    world.act("call-back made", record_call_back, case=_again(case), given=call, by=actor)
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
