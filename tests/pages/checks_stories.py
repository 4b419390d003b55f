"""Look-backs and inspections brought to where a page is looked at, by the real actions of the people who take them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.sampling.actions import draw_sample
from bihuan.loop.sampling.checking import check_points
from bihuan.loop.sampling.filling import judge_points, record_call_back
from bihuan.loop.sampling.frame import Narrow
from tests.pages.stories import clock, later, paper, today
from tests.people import PACK, SmallArea, actor

CALL: dict[str, Any] = {"whom": "申请兑付的企业", "phone": "13812345678", "way": "phone", "answer": "未收到款项"}


def planned(small: SmallArea, kind: str = "lookback", **given: Any) -> Case:
    """A plan that has drawn nothing yet."""
    by = actor(small.people.office)
    return open_case(pack=PACK, kind=kind, subject="2026年整改抽查", given=given, by=by, at=clock())


def drawn(small: SmallArea, kind: str = "lookback", size: int = 1, **given: Any) -> Case:
    """A plan that has drawn from all there is."""
    plan = planned(small, kind, **given)
    draw_sample(case=plan, seed=7, size=size, strata=(), narrow=Narrow(), by=actor(small.people.office), at=clock())
    return plan


def begun(small: SmallArea, plan: Case) -> Case:
    """A plan whose checks are open; the supervisor of the area checks."""
    given = {"responsible": small.units.inspection, "panel": [small.people.observer], "due": later(30)}
    brought = [paper("方案.pdf", kind="plan")]
    by = actor(small.people.office)
    return move_case(case=plan, move="start", given=given, evidence=brought, by=by, at=clock())


def check_of(plan: Case) -> Case:
    """The first check below a plan."""
    found = Case.objects.filter(area=plan.area_id, parent=plan.pk).order_by("id").first()
    assert found is not None
    return found


def filled(small: SmallArea, check: Case, verdict: str = "untrue", calls: int = 2) -> Case:
    """A check whose points are all judged alike and whose call-backs are made."""
    by = actor(small.people.observer)
    points = {point.number: (verdict, "现场与台账不符") for point in check_points(check)}
    judge_points(case=check, points=points, by=by, at=clock())
    agrees = "yes" if verdict == "true" else "no"
    for _ in range(calls):
        given = {**CALL, "agrees": agrees, "on": today() - timedelta(days=1)}
        record_call_back(case=check, given=given, by=by, at=clock())
    return Case.objects.get(area=check.area_id, pk=check.pk)


def reported(small: SmallArea, check: Case, verdict: str = "untrue") -> Case:
    """A check whose verdict waits for the confirmation of another person."""
    given = {"verdict": verdict, "statement": "核查情况与台账不符"}
    return move_case(case=check, move="report", given=given, by=actor(small.people.observer), at=clock())


def refuted(small: SmallArea, check: Case) -> Case:
    """A check that the office confirmed as untrue, which reopened its case."""
    given = {"reason": "经复核属实", "due": later(60)}
    return move_case(case=check, move="refute", given=given, by=actor(small.people.office), at=clock())
