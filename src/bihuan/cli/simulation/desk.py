"""What people do on a working day with the cases that wait for them: the same list that their start page shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor, actor_of
from bihuan.cli.simulation.forms import filled
from bihuan.cli.simulation.world import World
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.actions import ask_extension, decide_extension
from bihuan.loop.clocks.waiting import extensions_to_answer
from bihuan.loop.evidence.actions import answer_point, set_standard
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.queries import Offer, offers
from bihuan.loop.lifecycle.review import checks_of
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.lifecycle.waiting import waiting_for, waiting_rows

MOST_A_DAY = 12  # cases that one person gets through on a day
RETURNED = 0.12
ELSEWHERE = frozenset(
    {"line", "series", "meeting", "lookback", "inspection", "recheck", "visit"}
)  # habits of their own
REPORTED = {"matter": 0.2}  # how likely progress is reported on a day, by kind; elsewhere it is rare
RARE = {"decline": 0.03, "withdraw": 0.01, "suspend": 0.002, "refuse": 0.0, "reopen": 0.0}


def work_through(world: World, actor: Actor) -> None:
    """Let somebody do what waits for them, as much of it as their habit is."""
    share = world.diligence(actor)
    for row in waiting_for(actor)[:MOST_A_DAY]:
        if world.chance(share):
            take_up(world, actor, _fresh(row.case))
    for request in extensions_to_answer(actor, world.day):
        if world.chance(share):
            granted = world.chance(0.6)
            answer = world.say("extension_granted" if granted else "extension_refused")
            world.act(
                "extension decided", decide_extension, case=request.case, granted=granted, answer=answer, by=actor
            )


def hand_out(world: World, actor: Actor) -> None:
    """Let the office hand out what is still a draft."""
    ids = sorted(set(waiting_rows(actor, to_hand_out=True).values_list("case_id", flat=True)))
    for pk in ids[:40]:
        case = Case.objects.get(area_id=world.area_id, pk=pk)
        _set_standard(world, actor, case)
        take_up(world, actor, _fresh(case))


def take_up(world: World, actor: Actor, case: Case) -> None:
    """Do the next thing with a case that waits for somebody."""
    if case.kind in ELSEWHERE:
        return
    if case.category == Category.REVIEW:
        sign(world, actor, case)
    elif case.category == Category.OPEN and case.due is not None and not _ready(world, case):
        _report_or_ask(world, actor, case)
    else:
        move_on(world, actor, case)


def sign(world: World, actor: Actor, case: Case) -> None:
    """Sign the running level: mostly a pass, now and then a return with its reason."""
    offered = offers(case, actor, world.day)
    passes, returns = offered.may("sign", "pass"), offered.may("sign", "return")
    if not passes and not returns:
        return
    points = {point.number: "met" for point in _points(case)}
    if passes and not (returns and world.chance(RETURNED)):
        ticked = range(len(checks_of(CaseFile(case, world.day))))
        opinion = world.say("passes", case)
        world.act(
            "passed", sign_case, case=case, verdict="pass", opinion=opinion, checks=ticked, points=points, by=actor
        )
        return
    if points:
        points[max(points)] = "returned"
    opinion = world.say("returns", case)
    world.act("returned", sign_case, case=case, verdict="return", opinion=opinion, points=points, by=actor)


def move_on(world: World, actor: Actor, case: Case) -> None:
    """Take the first move that is open to somebody; a rare one now and then."""
    _prove(world, actor, case)
    offered = [one for one in offers(_fresh(case), actor, world.day).open if one.act == "move"]
    usual = [one for one in offered if one.id not in RARE and not _stays(case, one)]
    rare = [one for one in offered if one.id in RARE and world.chance(RARE[one.id])]
    for offer in (rare or usual)[:1]:
        take(world, actor, _fresh(case), offer)


def take(world: World, actor: Actor, case: Case, offer: Offer, **given: Any) -> None:
    """Take a move with everything its form asks for."""
    answers = {**filled(world, case, offer.asks), **given}
    brought = [world.bring(case, kind=need.kind) for need in offer.needs if not need.on_file]
    world.act(f"{case.kind}.{offer.id}", move_case, case=case, move=offer.id, given=answers, by=actor, evidence=brought)


def _stays(case: Case, offer: Offer) -> bool:
    """Return whether a move leaves the case where it stands: a report of progress."""
    move = CaseFile(case, case.last_at.date()).lifecycle.moves[offer.id]
    return move.to == case.state


def _worked_on(case: Case) -> bool:
    """Return whether a case stands where its progress is reported."""
    moves = CaseFile(case, case.last_at.date()).lifecycle.moves_from(case.state)
    return any(move.to == case.state for move in moves)


def _ready(world: World, case: Case) -> bool:
    """Return whether somebody gets a case done today: the nearer its date, the likelier; a received case is taken in at once."""
    if not _worked_on(case) or case.due is None:
        return True
    left = (case.due - world.day).days
    return world.chance(0.35 if left < 0 else 0.3 if left < 12 else 0.06 if left < 40 else 0.01)


def _report_or_ask(world: World, actor: Actor, case: Case) -> None:
    """Report progress now and then; shortly before the date some ask for more time."""
    if case.due is None:
        return
    left = (case.due - world.day).days
    if 8 <= left <= 25 and world.chance(0.05):
        offer = offers(case, actor, world.day).find("ask_extension", "work")
        if isinstance(offer, Offer):
            until = case.due + timedelta(days=world.rng.choice((15, 30, 45)))
            reason = world.say("extension_reasons")
            world.act(
                "extension asked", ask_extension, case=case, clock="work", asked_for=until, reason=reason, by=actor
            )
            return
    if world.chance(REPORTED.get(case.kind, 0.02)):
        for offer in offers(case, actor, world.day).open:
            if offer.act == "move" and _stays(case, offer):
                take(world, actor, case, offer)


def _points(case: Case) -> list[StandardPoint]:
    return list(StandardPoint.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("number"))


def _set_standard(world: World, actor: Actor, case: Case) -> None:
    if offers(case, actor, world.day).may("standard") and not _points(case):
        texts = [f"完成{case.subject[:20]}并形成材料", "建立长效机制并印发执行"]
        world.act("standard set", set_standard, case=case, points=texts, by=actor)


def _prove(world: World, actor: Actor, case: Case) -> None:
    """Answer the points of the standard that have no evidence in this round yet."""
    if case.category != Category.OPEN or not _worked_on(case):
        return
    if Case.objects.filter(area_id=case.area_id, parent_id=case.pk).exclude(category=Category.CLOSED).exists():
        return
    proved = set(
        Evidence.objects.filter(
            area_id=case.area_id, case_id=case.pk, turn=case.turn, withdrawn_at__isnull=True
        ).values_list("point_id", flat=True)
    )
    for point in _points(case):
        if point.pk not in proved:
            now, number = _fresh(case), point.number
            text, brought = world.work(), [world.bring(case, point=number)]
            world.act("point proved", answer_point, case=now, number=number, answer=text, brought=brought, by=actor)


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("responsible", "lead").get(area_id=case.area_id, pk=case.pk)


def actor_named(world: World, username: str) -> Actor:
    """Return somebody by sign-in name as they are today."""
    person: Person = world.cast.people[username]
    return actor_of(person, on=world.day)
