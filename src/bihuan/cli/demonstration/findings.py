"""The life of one finding: handed out with its standard, worked on, and struck off through all levels of review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from bihuan.accounts.queries import Actor
from bihuan.cli.demonstration import plan as plans
from bihuan.cli.demonstration.days import LAST, after
from bihuan.cli.demonstration.plan import FindingPlan
from bihuan.cli.demonstration.stage import Scene, Walk
from bihuan.loop.cases.actions import comment_on, correct_case
from bihuan.loop.cases.models import Category
from bihuan.loop.clocks.actions import ask_extension, decide_extension
from bihuan.loop.evidence.actions import NewEvidence, answer_point, withdraw_evidence
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.signing import sign_case

EXTENDED = {22: True, 24: False}
CORRECTED: dict[int, dict[str, Any]] = {
    6: {"leader": "song.qinghe"},
    15: {"requirement": "隐患清零并验收归档\n会商制度连续运行一个季度"},
    24: {"amount": "28107400"},
}
PROGRESS_EVERY = 26
WITHDRAWN_MATERIAL = 8
JOINT = ("desk.discipline", "desk.organisation")


def finding_walk(scene: Scene, plan: FindingPlan) -> Walk:
    """Walk a finding from its hand-out to where the story leaves it."""
    yield scene.when(after(plan.handed, -1))
    _complete_facts(scene, plan)
    yield scene.when(plan.handed)
    yield from _hand_out(scene, plan)
    until = plan.asks_on or LAST
    yield from _work(scene, plan, until)
    if plan.asks_on is not None:
        yield from _strike_off(scene, plan, plan.asks_on)
    if plan.number in plans.REOPENED:
        yield from _reopen(scene, plan, plans.REOPENED[plan.number])


def _complete_facts(scene: Scene, plan: FindingPlan) -> None:
    facts: dict[str, Any] = {
        "sort": plan.facts.get("sort", "funds"),
        "requirement": "逐条落实整改措施，建立长效机制",
        "basis": "《中国共产党巡视工作条例》" if plan.number < 100 else "《中华人民共和国审计法》",
    }
    if "amount" in plan.facts:
        facts["amount"] = plan.facts["amount"]
    scene.case = correct_case(case=scene.here, given=facts, reason="", by=scene.cast.actor("lin.ruoxi"), at=scene.at)


def _move(scene: Scene, move: str, by: Actor, brought: Iterable[NewEvidence] = (), **given: object) -> None:
    scene.case = move_case(case=scene.here, move=move, given=given, by=by, at=scene.at, evidence=tuple(brought))


def _hand_out(scene: Scene, plan: FindingPlan) -> Walk:
    cast, unit = scene.cast, str(plan.facts["unit"])
    given: dict[str, Any] = {
        "lead": cast.units[plan.facts["lead"]],
        "nature": plan.nature,
        "due": scene.days.day(plan.due),
        "assisting": [cast.units[key] for key in sorted({m.unit for m in plan.measures} - {unit, plan.facts["lead"]})],
    }
    if "leader" in plan.facts:
        given["leader"] = cast.people[plan.facts["leader"]]
    first = "social" if plan.number == plans.DECLINED else unit
    _move(scene, "hand_out", cast.actor("lin.ruoxi"), responsible=cast.units[first], **given)
    if first != unit:
        yield scene.when(after(plan.handed, 1))
        _move(scene, "decline", cast.head(first), reason=scene.say("decline_reasons"))
        yield scene.when(after(plan.handed, 2))
        _move(scene, "hand_out", cast.actor("lin.ruoxi"), responsible=cast.units[unit], **given)
    clerk = cast.clerk(unit, scene.rng)
    yield scene.when(after(plan.handed, 2 + scene.rng.choice((0, 0, 1, 3))))
    _move(scene, "accept", clerk, handler=clerk.person_id)


def _work(scene: Scene, plan: FindingPlan, until: date) -> Walk:
    """Report progress month by month, with what else happens to this finding in between."""
    extra = sorted(_turns(scene, plan), key=lambda turn: turn[0])
    day = after(plan.handed + timedelta(days=PROGRESS_EVERY + plan.number % 7), 1)
    while day < min(until, LAST) - timedelta(days=9):
        while extra and extra[0][0] < day:
            yield from extra.pop(0)[1]
        if _worked_on(scene):
            yield scene.when(day)
            _progress(scene, plan)
        day = after(day + timedelta(days=PROGRESS_EVERY), 1)
    for _, turn in extra:
        yield from turn
    if scene.rng.random() < 0.4 and _worked_on(scene):
        yield scene.when(after(until, -5))
        scene.case = comment_on(case=scene.here, text=scene.say("comments"), by=scene.office(), at=scene.at)


def _worked_on(scene: Scene) -> bool:
    """Return whether the finding is neither with somebody for review nor put off."""
    return scene.here.category == Category.OPEN and not scene.here.paused


def _progress(scene: Scene, plan: FindingPlan) -> None:
    clerk = scene.cast.clerk(str(plan.facts["unit"]), scene.rng)
    given: dict[str, Any] = {"statement": scene.say("progress"), "next_step": scene.say("next_step")}
    if scene.rng.random() < 0.3:
        given["undone_reason"] = scene.say("undone")
    _move(scene, "progress", clerk, **given)


def _turns(scene: Scene, plan: FindingPlan) -> Iterable[tuple[date, Walk]]:
    if plan.number in EXTENDED:
        yield date(2026, 10, 13), _extension(scene, plan, granted=EXTENDED[plan.number])
    if plan.number == plans.SUSPENDED:
        yield date(2026, 10, 14), _suspended(scene, date(2026, 10, 14), None, plan)
    if plan.number == plans.PAUSED_FOR_A_WHILE:
        yield date(2026, 9, 15), _suspended(scene, date(2026, 9, 15), date(2026, 10, 12), plan)
    if plan.number in CORRECTED:
        yield date(2026, 9, 21), _corrected(scene, CORRECTED[plan.number])
    if plan.number == WITHDRAWN_MATERIAL:
        yield date(2026, 10, 16), _material_withdrawn(scene, plan)


def _extension(scene: Scene, plan: FindingPlan, *, granted: bool) -> Walk:
    head, later = scene.cast.head(str(plan.facts["unit"])), scene.days.day(plan.due) + timedelta(days=45)
    yield scene.when(date(2026, 10, 13))
    reason = scene.say("extension_reasons")
    ask_extension(case=scene.here, clock="work", asked_for=later, reason=reason, by=head, at=scene.at)
    yield scene.when(date(2026, 10, 15))
    answer = scene.say("extension_granted" if granted else "extension_refused")
    by = scene.cast.actor("he.zhixing")
    scene.case = decide_extension(case=scene.here, granted=granted, answer=answer, by=by, at=scene.at)


def _suspended(scene: Scene, since: date, to: date | None, plan: FindingPlan) -> Walk:
    yield scene.when(since)
    _move(scene, "suspend", scene.cast.actor("he.zhixing"), reason=scene.say("suspend_reasons"))
    if to is not None:
        yield scene.when(to)
        _move(scene, "resume", scene.cast.actor("he.zhixing"), due=scene.days.day(plan.due))


def _corrected(scene: Scene, given: dict[str, Any]) -> Walk:
    yield scene.when(date(2026, 9, 21))
    by, reason = scene.cast.actor("tong.an"), scene.say("correct_reasons")
    scene.case = correct_case(case=scene.here, given=given, reason=reason, by=by, at=scene.at)


def _material_withdrawn(scene: Scene, plan: FindingPlan) -> Walk:
    clerk = scene.cast.clerk(str(plan.facts["unit"]), scene.rng)
    yield scene.when(date(2026, 10, 16))
    scene.case = answer_point(
        case=scene.here, number=1, answer=scene.say("answers"), brought=[scene.bring(point=1)], by=clerk, at=scene.at
    )
    yield scene.when(date(2026, 10, 19))
    row = Evidence.objects.filter(area_id=scene.cast.area.pk, case_id=scene.here.pk).order_by("id")[0]
    scene.case = withdraw_evidence(
        case=scene.here, evidence_id=row.pk, reason=scene.say("withdraw_reasons"), by=clerk, at=scene.at
    )


def _strike_off(scene: Scene, plan: FindingPlan, asks_on: date) -> Walk:
    """Ask to strike off and pass the levels; some withdraw once, some are returned once by the office."""
    yield from _answer_points(scene, plan, asks_on, range(1, _points(scene) + 1))
    yield scene.when(asks_on)
    _ask(scene, plan)
    day = asks_on
    if plan.number == 28:
        yield scene.when(after(day, 1))
        _move(scene, "withdraw", scene.cast.head(str(plan.facts["unit"])), reason=scene.say("withdraw_reasons"))
        day = after(day, 2)
        yield scene.when(day)
        _ask(scene, plan)
    if plan.number in plans.RETURNED_ONCE:
        yield from _sign_all(scene, after(day, 1), most=1 if _has_lead(scene) else 0)
        yield scene.when(after(day, 3))
        _return(scene)
        yield from _answer_points(scene, plan, after(day, 7), [_points(scene)])
        day = after(day, 8)
        yield scene.when(day)
        _ask(scene, plan)
    yield from _sign_all(scene, after(day, 1), most=plans.SIGNED.get(plan.number, 9))


def _points(scene: Scene) -> int:
    return StandardPoint.objects.filter(area_id=scene.cast.area.pk, case_id=scene.here.pk).count()


def _has_lead(scene: Scene) -> bool:
    return "lead_head" in (scene.here.review or {})["steps"][0]["signed_by"]


def _answer_points(scene: Scene, plan: FindingPlan, before: date, numbers: Iterable[int]) -> Walk:
    clerk = scene.cast.clerk(str(plan.facts["unit"]), scene.rng)
    for number in numbers:
        yield scene.when(after(before, -1))
        brought = [scene.bring(point=number, also=number)]
        scene.case = answer_point(
            case=scene.here,
            number=number,
            answer=f"{scene.say('answers')}{scene.work()}",
            brought=brought,
            by=clerk,
            at=scene.at,
        )


def _ask(scene: Scene, plan: FindingPlan) -> None:
    unit = str(plan.facts["unit"])
    brought = [
        scene.bring(kind="pledge", name="真实性承诺书.pdf"),
        scene.bring(kind="second_signature", name="分管领导签字页.pdf"),
    ]
    _move(scene, "submit", scene.cast.head(unit), brought, statement=scene.statement(unit, "finding_done"))


def _return(scene: Scene) -> None:
    last = _points(scene)
    points = dict.fromkeys(range(1, last), "met") | {last: "returned"}
    scene.case = sign_case(
        case=scene.here,
        verdict="return",
        opinion=scene.say("returns_point", point=last),
        points=points,
        by=scene.cast.actor("tong.an"),
        at=scene.at,
    )


def _sign_all(scene: Scene, first: date, *, most: int) -> Walk:
    """Sign level by level, at most so many signatures; nobody signs twice, nor what they handed in."""
    review = scene.here.review or {}
    signed, day = {int(review["submitted_by"])}, first
    relations = [(relation, step) for step in review["steps"] for relation in step["signed_by"]]
    for relation, step in relations[:most]:
        free = [one for one in scene.cast.signers(relation, scene.here.lead_id) if one.person_id not in signed]
        by = scene.rng.choice(free)
        signed.add(by.person_id)
        yield scene.when(day)
        pool = {"lead_head": "lead_passes", "desk.leading_group": "group_passes"}.get(relation, "passes")
        scene.case = sign_case(
            case=scene.here,
            verdict="pass",
            opinion=scene.say("joint_passes" if relation in JOINT else pool),
            checks=range(len(step["checks"])),
            points=dict.fromkeys(range(1, _points(scene) + 1), "met"),
            by=by,
            at=scene.at,
        )
        day = after(day, scene.rng.choice((1, 1, 2)))


def rectify_again(scene: Scene, plan: FindingPlan, accepted: date, asks_on: date) -> Walk:
    """Walk a finding that was reopened to its second strike-off."""
    clerk = scene.cast.clerk(str(plan.facts["unit"]), scene.rng)
    yield scene.when(accepted)
    _move(scene, "accept", clerk, handler=clerk.person_id)
    yield from _answer_points(scene, plan, asks_on, range(1, _points(scene) + 1))
    yield scene.when(asks_on)
    _ask(scene, plan)
    yield from _sign_all(scene, after(asks_on, 1), most=9)


def _reopen(scene: Scene, plan: FindingPlan, on: date) -> Walk:
    yield scene.when(on)
    ground = scene.bring(kind="ground", name="“回头看”核查记录.pdf")
    due = scene.days.day(date(2027, 1, 15))
    reason = scene.say("reopen_reasons")
    _move(scene, "reopen", scene.cast.actor("he.zhixing"), [ground], reason=reason, due=due)
    if on < date(2026, 11, 12):
        clerk = scene.cast.clerk(str(plan.facts["unit"]), scene.rng)
        yield scene.when(after(on, 2))
        _move(scene, "accept", clerk, handler=clerk.person_id)
        yield scene.when(after(on, 7))
        _progress(scene, plan)
