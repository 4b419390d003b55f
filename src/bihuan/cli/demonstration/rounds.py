"""The two rounds: the one that is read from its document, and last year's audit, entered by hand and finished."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.accounts.queries import Actor
from bihuan.cli.demonstration.cast import PACK, Cast
from bihuan.cli.demonstration.days import LAST, Days, after, chance
from bihuan.cli.demonstration.findings import finding_walk
from bihuan.cli.demonstration.measures import measure_walk
from bihuan.cli.demonstration.plan import FindingPlan, MeasurePlan
from bihuan.cli.demonstration.sample import HERE, SampleDates, day_words, docx_of, parted, report_docx, tables
from bihuan.cli.demonstration.stage import Scene, Walk
from bihuan.loop.cases.actions import correct_case, open_case, set_review_chain
from bihuan.loop.cases.models import Case
from bihuan.loop.intake.actions import bring_in, change_round, confirm_draft, edit_draft
from bihuan.loop.intake.lines import Line, Lines, changed, checked_all
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import pack_in_use

DOCUMENT = "云湖新区巡视整改进展情况通报.docx"
FOLLOW_UP = "营商环境专项检查反馈意见.docx"
BROUGHT, CONFIRMED = date(2026, 8, 3), date(2026, 8, 4)
EXTENDED_MEASURE = 6  # the finding one of whose open measures gets a later date
AUDITED = date(2025, 3, 17)
CAME_BACK = (
    "往来款项长期挂账未清理",
    "国有资产资金管理不够规范",
)  # what the audit found, and where the inspection found it again
AUDIT_CHAIN = (
    {"signed_by": ["desk.office"], "checks": ["审计意见逐条落实 | Every point of the audit is met"], "limit": None},
    {"signed_by": ["desk.leading_group"], "checks": [], "limit": {"unit": "workdays", "amount": 10}},
)


def sample_dates(days: Days) -> SampleDates:
    """Return the days that the round's document names."""
    told = (date(2026, 3, 2), date(2026, 5, 29), date(2026, 7, 24), date(2026, 7, 31))
    return SampleDates(*(days.printed(one) for one in told))


def read_round(cast: Cast, days: Days, plan: list[FindingPlan]) -> Case:
    """Bring the document in, check its draft finding by finding as the office does, and confirm it."""
    by = cast.actor("lin.ruoxi")
    draft = bring_in(name=DOCUMENT, data=report_docx(sample_dates(days)), by=by, at=days.at(BROUGHT, 9 * 60 + 5))
    facts = {
        "subject": f"{days.day(BROUGHT).year}年省委巡视",
        "responsible": cast.units["leadership"].pk,
        "leader": cast.people["lu.huaiyuan"].pk,
        "basis": "《中国共产党巡视工作条例》",
    }
    draft = change_round(draft=draft, given=facts, version=draft.version, by=by, at=days.at(BROUGHT, 9 * 60 + 30))
    for place, finding in enumerate(plan):
        edit = _edit_of(cast, days, finding, draft.lines["findings"][place])
        at = days.at(BROUGHT, 9 * 60 + 40 + place * 9)
        draft = edit_draft(draft=draft, edit=edit, version=draft.version, by=by, at=at)
    return confirm_draft(draft=draft, version=draft.version, by=by, at=days.at(CONFIRMED, 10 * 60))


def _edit_of(cast: Cast, days: Days, plan: FindingPlan, line: Line) -> Callable[[Lines], Lines]:
    values = {
        # The document quotes titles, so that their own quotation marks were changed in it.
        "title": plan.title,
        "unit": cast.units[plan.facts["unit"]].pk,
        "lead": cast.units[plan.facts["lead"]].pk,
        "nature": plan.nature,
        "due": days.iso(plan.due),
    }
    measures = [measure for measure in plan.measures if not measure.by_hand]

    def edit(lines: Lines) -> Lines:
        new = changed(lines, line["id"], values)
        for measure, read in zip(measures, line["measures"], strict=True):
            new = changed(new, read["id"], _of_measure(cast, days, measure))
        return checked_all(new, {line["id"], *(read["id"] for read in line["measures"])}, True)

    return edit


def _of_measure(cast: Cast, days: Days, measure: MeasurePlan) -> dict[str, Any]:
    return {"unit": cast.units[measure.unit].pk, "nature": measure.nature, "due": days.iso(measure.due)}


def walks_of(cast: Cast, days: Days, plan: list[FindingPlan], round_: Case, seed: int) -> list[Walk]:
    """Return the lives of all cases of a round that was read or entered, each with its own chance."""
    walks: list[Walk] = []
    findings = Case.objects.filter(area_id=cast.area.pk, parent=round_).order_by("order")
    for finding, case in zip(plan, findings, strict=True):
        sort = str(finding.facts.get("sort", "funds"))
        read = list(Case.objects.filter(area_id=cast.area.pk, parent=case).order_by("order"))
        walks.append(finding_walk(Scene(cast, days, chance(seed + finding.number), sort, case), finding))
        extended = next((m for m in finding.measures if _may_extend(finding, m)), None)
        for place, measure in enumerate(finding.measures):
            scene = Scene(cast, days, chance(seed + finding.number * 100 + place), sort)
            scene.case = read[place] if place < len(read) else None
            walks.append(measure_walk(scene, measure, case, extended=measure is extended))
    return walks


def _may_extend(finding: FindingPlan, measure: MeasurePlan) -> bool:
    return finding.number == EXTENDED_MEASURE and measure.fate == "open" and measure.due > LAST


def round_walk(scene: Scene) -> Walk:
    """Adopt the plan and report after two months, as the rules of inspections ask."""
    yield scene.when(date(2026, 8, 10))
    _move(scene, "adopt_plan", "plan", "整改方案（印发稿）.docx", scene.cast.actor("lin.ruoxi"))
    yield scene.when(date(2026, 9, 22))
    _move(scene, "report", "report", "整改进展情况报告.pdf", scene.cast.actor("tong.an"))


def _move(scene: Scene, move: str, kind: str, name: str, by: Actor) -> None:
    paper = scene.bring(kind=kind, name=name)
    scene.case = move_case(case=scene.here, move=move, given={}, by=by, at=scene.at, evidence=[paper])


def came_back_walk(scene: Scene) -> Walk:
    """
    Link what the audit had found to the finding of the inspection in which it came back.

    The one that is worked on now speaks for both: the link leads from the finding that was struck off to it.
    """
    yield scene.when(date(2026, 8, 6))
    findings = Case.objects.filter(area_id=scene.cast.area.pk, pack=PACK, kind="finding")
    earlier, again = (findings.get(subject=title) for title in CAME_BACK)
    reason = "巡视再次指出上年度审计已指出的欠缴租金挂账问题，两本台账按同一问题衔接"
    by = scene.cast.actor("lin.ruoxi")
    correct_case(case=earlier, given={"same_as": again.number}, reason=reason, by=by, at=scene.at)


def follow_up_walk(scene: Scene) -> Walk:
    """Leave a second document half checked: the round it belongs to does not exist yet."""
    yield scene.when(date(2026, 11, 19))
    by, days = scene.cast.actor("tong.an"), scene.days
    told = (date(2026, 10, 12), date(2026, 10, 30), date(2026, 11, 18), date(2026, 11, 18))
    words = dict(zip(("from", "to", "feedback", "signed"), (day_words(days.day(one)) for one in told), strict=True))
    title, *lines = (HERE / "follow_up.txt").read_text(encoding="utf-8").format(**words).splitlines()
    draft = bring_in(name=FOLLOW_UP, data=docx_of(title, lines), by=by, at=scene.at)
    yield scene.when(LAST)
    _check_half(draft, scene.cast, by, scene.at)


def _check_half(draft: IntakeDraft, cast: Cast, by: Actor, at: datetime) -> None:
    for line, unit in zip(draft.lines["findings"], ("approval", "approval", "enforcement"), strict=False):
        values = {"unit": cast.units[unit].pk, "checked": True}
        draft = edit_draft(draft=draft, edit=_one(line["id"], values), version=draft.version, by=by, at=at)
        at += timedelta(minutes=4)


def _one(line_id: str, values: dict[str, Any]) -> Callable[[Lines], Lines]:
    return lambda lines: changed(lines, line_id, values)


def enter_audit(cast: Cast, days: Days) -> tuple[Case, list[FindingPlan]]:
    """Enter last year's audit by hand: the round with a shorter review chain, its findings and what is to become of them."""
    listed, by = tables("audit"), cast.actor("lin.ruoxi")
    given = {
        "source": "audit",
        "inspector": listed["inspector"],
        "feedback_on": days.day(date(2025, 3, 7)),
        "responsible": cast.units["leadership"],
        "leader": cast.people["lu.huaiyuan"],
    }
    at = days.at(date(2025, 3, 11), 9 * 60)
    round_ = open_case(pack=PACK, kind="round", subject=listed["subject"], given=given, by=by, at=at)
    at += timedelta(minutes=12)
    reviewed = next(iter(pack_in_use(by.area_id, PACK).kinds["finding"].review))
    round_ = set_review_chain(case=round_, kind="finding", state=reviewed, steps=AUDIT_CHAIN, by=by, at=at)
    plans = [_audit_plan(number, facts) for number, facts in enumerate(listed["finding"], 101)]
    for place, plan in enumerate(plans):
        open_finding(cast, days, round_, plan, at + timedelta(minutes=10 * (place + 1)))
    return round_, plans


def open_finding(cast: Cast, days: Days, round_: Case, plan: FindingPlan, at: datetime) -> Case:
    """Enter one finding of a round by hand, what its measures say being its standard, and return it."""
    given = {
        "responsible": cast.units[plan.facts["unit"]],
        "lead": cast.units[plan.facts["lead"]],
        "nature": plan.nature,
        "due": days.day(plan.due),
        "aspect": plan.facts["aspect"],
    }
    return open_case(
        pack=PACK,
        kind="finding",
        parent=round_,
        subject=plan.title,
        given=given,
        standard=[measure.text for measure in plan.measures],
        by=cast.actor("lin.ruoxi"),
        at=at,
    )


def _audit_plan(number: int, facts: dict[str, Any]) -> FindingPlan:
    asks, due = after(date(2025, 5, 12), (number - 101) * 14), date(2025, 9, 30)
    plan = FindingPlan(number, facts["title"], {**facts, "nature": "by_date", "aspect": "预算执行"}, AUDITED, due, asks)
    for place, text in enumerate(facts["measures"]):
        unit, words = parted(text, facts["unit"])
        ends = after(asks, -3 - place)
        plan.measures.append(
            MeasurePlan(words, unit, True, "closed", "by_date", due, after(AUDITED, 1), after(ends, -2), ends)
        )
    return plan


def audit_walk(scene: Scene) -> Walk:
    """Take last year's round to its end."""
    for day, move, kind, name, who in (
        (date(2025, 3, 14), "adopt_plan", "plan", "审计整改方案.docx", "lin.ruoxi"),
        (date(2025, 9, 16), "report", "report", "审计整改情况报告.pdf", "lin.ruoxi"),
        (date(2025, 10, 28), "finish", "proof", "整改结果公开截图.png", "lu.huaiyuan"),
    ):
        yield scene.when(day)
        _move(scene, move, kind, name, scene.cast.actor(who))
