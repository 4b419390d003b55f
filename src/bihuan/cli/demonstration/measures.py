"""The life of one measure: handed out, received, reported with evidence, returned or signed by the office."""

from __future__ import annotations

from datetime import date, timedelta

from bihuan.accounts.queries import Actor
from bihuan.cli.demonstration.cast import PACK
from bihuan.cli.demonstration.days import LAST, after
from bihuan.cli.demonstration.plan import MeasurePlan
from bihuan.cli.demonstration.stage import Scene, Walk
from bihuan.loop.cases.actions import comment_on, open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.actions import ask_extension, decide_extension
from bihuan.loop.evidence.actions import add_evidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.signing import sign_case

PROOF = "proof"


def measure_walk(scene: Scene, plan: MeasurePlan, finding: Case, *, extended: bool = False) -> Walk:
    """Walk a measure through its life; one that was not read from the document is opened by hand first."""
    if scene.case is None:
        yield scene.when(plan.handed)
        _open(scene, plan, finding)
    clerk = scene.cast.clerk(plan.unit, scene.rng)
    yield scene.when(plan.handed)
    _move(scene, "hand_out", scene.office(), handler=scene.cast.people[_username(scene, clerk)])
    if plan.fate == "pending":
        return
    accepted = after(plan.handed, scene.rng.choice((0, 1, 1, 2, 2, 3, 5)))
    yield scene.when(accepted)
    _move(scene, "accept", clerk)
    yield from _on_the_way(scene, plan, clerk, accepted)
    if extended:
        yield from _extension(scene, plan)
    if plan.returned:
        last = plan.reported or after(LAST, -4)
        yield from _returned(scene, plan, clerk, max(after(accepted, 1), after(last, -6)))
    if plan.reported is None:
        return
    yield scene.when(plan.reported)
    _report(scene, plan, clerk)
    if plan.fate == "closed" and plan.ends is not None:
        yield scene.when(plan.ends)
        _sign(scene)


def _open(scene: Scene, plan: MeasurePlan, finding: Case) -> None:
    given = {
        "responsible": scene.cast.units[plan.unit],
        "nature": plan.nature,
        "due": max(scene.days.day(plan.due), scene.at.date()),
    }
    scene.case = open_case(
        pack=PACK, kind="measure", parent=finding, subject=plan.text, given=given, by=scene.office(), at=scene.at
    )


def _username(scene: Scene, actor: Actor) -> str:
    return next(name for name, person in scene.cast.people.items() if person.pk == actor.person_id)


def _move(scene: Scene, move: str, by: Actor, **given: object) -> None:
    scene.case = move_case(case=scene.here, move=move, given=given, by=by, at=scene.at)


def _on_the_way(scene: Scene, plan: MeasurePlan, clerk: Actor, accepted: date) -> Walk:
    """Let some bring material early and the office ask how it goes, before the measure is reported."""
    until = plan.reported or LAST
    room = (until - accepted).days
    if room > 20 and scene.rng.random() < 0.35:
        yield scene.when(after(accepted + timedelta(days=scene.rng.randint(3, room - 14)), 1))
        scene.case = add_evidence(case=scene.here, brought=[scene.bring()], by=clerk, at=scene.at)
    if plan.reported is None and plan.due < LAST:
        yield scene.when(after(plan.due, 1))
        scene.case = comment_on(case=scene.here, text=scene.say("nudges"), by=scene.office(), at=scene.at)
    elif room > 40 and scene.rng.random() < 0.25:
        yield scene.when(after(until, -8))
        scene.case = comment_on(case=scene.here, text=scene.say("comments"), by=scene.office(), at=scene.at)


def _extension(scene: Scene, plan: MeasurePlan) -> Walk:
    head = scene.cast.head(plan.unit)
    yield scene.when(date(2026, 10, 20))
    later = scene.days.day(plan.due) + timedelta(days=30)
    ask_extension(
        case=scene.here, clock="work", asked_for=later, reason=scene.say("extension_reasons"), by=head, at=scene.at
    )
    yield scene.when(date(2026, 10, 22))
    scene.case = decide_extension(
        case=scene.here, granted=True, answer=scene.say("extension_granted"), by=scene.office(), at=scene.at
    )


def _returned(scene: Scene, plan: MeasurePlan, clerk: Actor, first: date) -> Walk:
    yield scene.when(first)
    _report(scene, plan, clerk)
    yield scene.when(after(first, 1))
    if scene.rng.random() < 0.15:
        _move(scene, "withdraw", clerk, reason=scene.say("withdraw_reasons"))
        return
    scene.case = sign_case(
        case=scene.here, verdict="return", opinion=scene.say("returns"), by=scene.office(), at=scene.at
    )


def _report(scene: Scene, plan: MeasurePlan, clerk: Actor) -> None:
    brought = [scene.bring(kind=PROOF, also=number) for number in range(scene.rng.choice((1, 1, 2)))]
    scene.case = move_case(
        case=scene.here,
        move="submit",
        given={"statement": scene.statement(plan.unit)},
        by=clerk,
        at=scene.at,
        evidence=brought,
    )


def _sign(scene: Scene) -> None:
    steps = (scene.here.review or {})["steps"]
    scene.case = sign_case(
        case=scene.here,
        verdict="pass",
        opinion=scene.say("passes"),
        checks=range(len(steps[0]["checks"])),
        by=scene.office(),
        at=scene.at,
    )
