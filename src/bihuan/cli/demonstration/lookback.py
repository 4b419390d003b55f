"""A look-back at last year's audit, which finds one close untrue, and an inspection of the running round, half done."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.cli.demonstration.cast import PACK
from bihuan.cli.demonstration.days import after, chance
from bihuan.cli.demonstration.findings import rectify_again
from bihuan.cli.demonstration.plan import FindingPlan
from bihuan.cli.demonstration.stage import Scene, Walk
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.sampling.actions import draw_sample
from bihuan.loop.sampling.checking import check_points
from bihuan.loop.sampling.filling import fill_check
from bihuan.loop.sampling.frame import Narrow

CHECKER, KEEPER, CONFIRMS = "gu.qing", "lin.ruoxi", "he.zhixing"
LOOKED_BACK, INSPECTED = date(2026, 2, 2), date(2026, 10, 26)
SEEDS = {"lookback": 20260202, "inspection": 20261026}
UNTRUE, PARTLY, SOLID = "untrue", "partly", "solid"
POINT_OF = {UNTRUE: "untrue", PARTLY: "partly", SOLID: "true"}
CONFIRMED_BY = {UNTRUE: "refute", PARTLY: "find_partly", SOLID: "confirm"}
SAID = {
    UNTRUE: "台账所列材料与现场不符，已报完成的事项没有落实到位",
    PARTLY: "主要措施已经落实，尚有个别环节需要完善",
    SOLID: "现场情况与台账一致，整改到位",
}
NOTES = {UNTRUE: "现场未见台账所列成果", PARTLY: "尚有个别环节没有完成", SOLID: "与台账一致"}


def lookback_walk(scene: Scene, audit: Case, plans: Sequence[FindingPlan]) -> Walk:
    """Look back at an audit three months after it ended: three findings by lot, one of them rectified once more."""
    plan, checks = yield from _begun(scene, audit, "lookback", "上年度审计整改回头看", LOOKED_BACK)
    day = after(LOOKED_BACK, 6)
    for check, verdict in zip(checks, (UNTRUE, SOLID, PARTLY), strict=False):
        yield scene.when(day)
        _fill(scene, check, verdict)
        yield scene.when(after(day, 1))
        _confirm(scene, check, verdict, due=scene.days.day(date(2026, 4, 30)))
        day = after(day, 3)
    yield scene.when(after(day, 2))
    report = scene.bring(kind="report", name="回头看情况报告.pdf")
    said = {"statement": "抽查3个问题，1个不实已重启整改，1个部分属实已督促完善"}
    _move(scene, plan, "conclude", KEEPER, given=said, brought=[report])
    target = Case.objects.get(area_id=plan.area_id, pk=checks[0].fields["target"])
    again = Scene(scene.cast, scene.days, chance(SEEDS["lookback"]), scene.sort, target, scene.at)
    yield from rectify_again(again, plans[target.order - 1], date(2026, 3, 9), date(2026, 4, 13))
    yield scene.when(date(2026, 5, 6))
    report = scene.bring(kind="report", name="二次整改情况报告.pdf")
    _move(scene, _fresh(audit), "report", KEEPER, brought=[report])
    yield scene.when(date(2026, 5, 8))
    proof = scene.bring(kind="proof", name="二次整改结果公开截图.png")
    _move(scene, _fresh(audit), "finish", "lu.huaiyuan", brought=[proof])


def inspection_walk(scene: Scene, round_: Case) -> Walk:
    """Inspect the running round: three findings by lot, two confirmed, one still to be visited."""
    _plan, checks = yield from _begun(scene, round_, "inspection", "巡视整改中期督查", INSPECTED)
    day = after(INSPECTED, 5)
    for check, verdict in zip(checks, (SOLID, PARTLY), strict=False):
        yield scene.when(day)
        _fill(scene, check, verdict)
        yield scene.when(after(day, 1))
        _confirm(scene, check, verdict, due=None)
        day = after(day, 3)


def _begun(
    scene: Scene, round_: Case, kind: str, name: str, on: date
) -> Generator[datetime, None, tuple[Case, list[Case]]]:
    """Open a plan, draw three cases and send the team; return the plan and its checks."""
    cast = scene.cast
    yield scene.when(on)
    by = cast.actor(KEEPER)
    given = {
        "rounds": [round_.number],
        "basis": "《整改督查和回头看工作方案》",
        "check_list": "干部群众是否认可整改结果",
    }
    plan = open_case(pack=PACK, kind=kind, subject=name, given=given, by=by, at=scene.at)
    yield scene.when(after(on, 1))
    draw_sample(case=plan, seed=SEEDS[kind], size=3, strata=(), narrow=Narrow(), by=by, at=scene.at)
    yield scene.when(after(on, 2))
    named: dict[str, Any] = {
        "responsible": cast.units["inspection"].pk,
        "panel": [cast.people[CHECKER].pk],
        "due": scene.days.day(on + timedelta(days=45)),
    }
    brought = [scene.bring(kind="plan", name="检查方案.docx")]
    plan = _move(scene, plan, "start", KEEPER, given=named, brought=brought)
    return plan, list(Case.objects.filter(area_id=plan.area_id, parent=plan).order_by("id"))


def _fill(scene: Scene, check: Case, verdict: str) -> None:
    points = {
        point.number: (POINT_OF[verdict] if point.number == 1 else "true", NOTES[verdict] if point.number == 1 else "")
        for point in check_points(check)
    }
    agrees = "no" if verdict == UNTRUE else "yes"
    day = scene.at.date()
    for whom, phone in (("办事群众", "13900001234"), ("受益企业经办人", "13700005678")):
        call = {"whom": whom, "phone": phone, "way": "phone", "on": day, "answer": NOTES[verdict], "agrees": agrees}
        photo = [scene.bring(kind="photo", name="现场照片.png")] if whom == "办事群众" else []
        by = scene.cast.actor(CHECKER)
        fill_check(case=check, points=points, call=call, brought=photo, by=by, at=scene.at)
    given = {"verdict": verdict, "statement": SAID[verdict]}
    _move(scene, _fresh(check), "report", CHECKER, given=given)


def _confirm(scene: Scene, check: Case, verdict: str, *, due: date | None) -> None:
    given = {"reason": "经复核，核查结论属实", "due": due} if verdict == UNTRUE else {}
    _move(scene, _fresh(check), CONFIRMED_BY[verdict], CONFIRMS, given=given)


def _move(
    scene: Scene,
    case: Case,
    move: str,
    who: str,
    *,
    given: Mapping[str, Any] | None = None,
    brought: Sequence[NewEvidence] = (),
) -> Case:
    by = scene.cast.actor(who)
    return move_case(case=case, move=move, given=given or {}, by=by, at=scene.at, evidence=brought)


def _fresh(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)
