"""Three series of meetings: every week, every month, every quarter; what they heard, decided and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from bihuan.accounts.queries import Actor
from bihuan.cli.demonstration.cast import Cast
from bihuan.cli.demonstration.days import Days
from bihuan.cli.demonstration.stage import Scene, Walk
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.meetings.actions import Conclusion, Decision, call_meeting, conclude_meeting, hold_meeting
from bihuan.loop.meetings.agenda import add_item, build_agenda, settle_agenda
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.minutes import write_minutes
from bihuan.loop.meetings.models import AgendaItem
from bihuan.loop.meetings.names import MATTER, PACK, SERIES
from bihuan.loop.meetings.queries import agenda_of, sheet_of
from bihuan.loop.writing.actions import make_final

KEEPER: Final = "lin.ruoxi"
HEARD: Final = (
    "听取情况汇报，同意按计划推进",
    "听取情况汇报，要求倒排时间、逐周报送进展",
    "继续跟踪，下次会议再听取汇报",
)
TASKS: Final = (
    "对照完成标准逐项核验，补齐佐证材料",
    "会同有关单位实地核查，形成书面意见",
    "明确专人专责，按周报送进展",
    "梳理共性问题，提出长效管理办法",
)
MOST_CONCLUDED: Final = 4


@dataclass(frozen=True, slots=True)
class Series:
    """One series of the story. on: the days it met; next_on: its next day. others: which meetings somebody else chaired."""

    subject: str
    tier: str
    every: str
    chair: str
    members: tuple[str, ...]
    place: str
    clock: str
    on: tuple[date, ...]
    next_on: date
    notice: int
    rule: Mapping[str, Any]
    topic: str
    others: frozenset[int] = frozenset()


# The upper series first: the lower ones raise to them.
STORY: Final = (
    Series("整改工作领导小组会议", "group", "quarter", "lu.huaiyuan", ("wen.xiu", "shen.yan", "su.wenyin", "he.zhixing"),
           "党工委常委会议室", "9:00", (date(2026, 7, 31), date(2026, 10, 16)), date(2027, 1, 15), 10,
           {"takes": ["returned", "core"], "return_times": 1}, "审议整改进展情况，研究突出问题", frozenset({1})),
    Series("整改重点问题协调会", "coordination", "month", "tao.jingming", ("he.zhixing", "qiu.zhiyuan", "ming.che", "shen.yan"),
           "管委会五楼会议室", "14:30", (date(2026, 9, 28), date(2026, 10, 29)), date(2026, 11, 27), 7,
           {"takes": ["late", "returned", "hard"], "late_days": 15, "return_times": 1}, "协调推进超期和多次退回事项"),
    Series("整改工作周推进会", "push", "week", "he.zhixing", ("lin.ruoxi", "tong.an", "qiu.zhiyuan", "ming.che"),
           "整改办会议室", "15:00", (date(2026, 10, 23), date(2026, 10, 30), date(2026, 11, 6), date(2026, 11, 13), date(2026, 11, 20)),
           date(2026, 11, 27), 7, {"takes": ["near", "late"], "soon_days": 10, "late_days": 1}, "逐项过堂临期和超期事项", frozenset({2})),
)  # fmt: skip


def keep_meetings(cast: Cast, days: Days, by: Actor) -> None:
    """Give the desk of the meetings to the rectification office. by: the administrator."""
    at = days.at(STORY[0].on[0] - timedelta(days=14), 9 * 60)
    set_desk_holder(pack=PACK, desk="office", unit=cast.units["office"], by=by, at=at)


def meetings_walk(scene: Scene) -> Walk:
    """Hold all meetings of the three series in order of their days; the coming ones open by themselves."""
    yield scene.when(STORY[0].on[0] - timedelta(days=10))
    kept: dict[str, Case] = {}
    for series in STORY:
        kept[series.tier] = _open(scene, series, kept)
    meetings = sorted((on, series.tier, n) for series in STORY for n, on in enumerate(series.on))
    by_tier = {series.tier: series for series in STORY}
    for on, tier, n in meetings:
        yield scene.when(on - timedelta(days=3))
        meeting = _called(scene, kept[tier], by_tier[tier], on)
        yield scene.when(on)
        _prepare(scene, meeting)
        yield scene.when(on)
        _hold(scene, meeting, by_tier[tier], n, on)
        _finish_old(scene, kept[tier], meeting)


def _office(scene: Scene) -> Actor:
    return scene.cast.actor(KEEPER)


def _open(scene: Scene, series: Series, kept: Mapping[str, Case]) -> Case:
    people = scene.cast.people
    upper = {"push": "coordination", "coordination": "group"}.get(series.tier, "")
    given: dict[str, Any] = {
        "leader": people[series.chair],
        "panel": [people[name] for name in series.members],
        "assisting": [scene.cast.units["planning"]],
        "tier": series.tier,
        "every": series.every,
        "first_on": _weekday(scene.days.day(series.next_on)),
        "days_before": series.notice,
        "clock": series.clock,
        "place": series.place,
        **series.rule,
    }
    if upper in kept:
        given["raises_to"] = kept[upper]
    return open_case(pack=PACK, kind=SERIES, subject=series.subject, given=given, by=_office(scene), at=scene.at)


def _weekday(day: date) -> date:
    """Return the day, or the Friday before it: nobody calls a meeting on a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _called(scene: Scene, series: Case, told: Series, on: date) -> Case:
    day = scene.days.day(on)
    subject = f"{told.subject}（{day.month}月{day.day}日）"
    return call_meeting(
        series=series, on=day, subject=subject, given={"topic": told.topic}, by=_office(scene), at=scene.at
    )


def _prepare(scene: Scene, meeting: Case) -> None:
    by = _office(scene)
    build_agenda(meeting=meeting, by=by, at=scene.at)
    add_item(meeting=meeting, subject="通报上阶段整改工作情况", by=by, at=scene.at)
    settle_agenda(meeting=meeting, by=by, at=scene.at)


def _hold(scene: Scene, meeting: Case, told: Series, n: int, on: date) -> None:
    """Sign in, conclude, write the minutes and make them final, and say that it was held."""
    by, at = _office(scene), scene.at
    missing = n in told.others
    marks = {line.key: Mark("present") for line in sheet_of(meeting)}
    people = scene.cast.people
    leader, deputy = (f"p{people[name].pk}" for name in (told.chair, told.members[0]))
    if missing:
        marks[leader] = Mark("leave", excused_by="党政办公室")
    last = f"p{people[told.members[-1]].pk}"
    if scene.rng.random() < 0.5:
        marks[last] = Mark("substitute", stand_in="科室负责人")
    fill_attendance(meeting=meeting, marks=marks, chaired=deputy if missing else leader, by=by, at=at)
    conclude_meeting(meeting=meeting, conclusions=_conclusions(scene, meeting, on), by=by, at=at)
    minutes = write_minutes(meeting=_fresh(meeting), by=by, at=at)
    make_final(writing=minutes, version=minutes.version, by=by, at=at)
    hold_meeting(meeting=_fresh(meeting), held_on=scene.days.day(on), by=by, at=at)


def _conclusions(scene: Scene, meeting: Case, on: date) -> dict[int, Conclusion]:
    """Conclude the first items of the agenda: one or two are decided, one may be raised, the rest is heard."""
    found: dict[int, Conclusion] = {}
    decided = 0
    for item in agenda_of(meeting):
        if len(found) >= MOST_CONCLUDED and item.about is not None:
            continue
        if item.about is not None and item.about.responsible_id and item.about.kind != MATTER and decided < 2:
            decided += 1
            found[item.pk] = _decided(scene, item, on)
        else:
            found[item.pk] = Conclusion("noted", scene.rng.choice(HEARD))
    return found


def _decided(scene: Scene, item: AgendaItem, on: date) -> Conclusion:
    due = scene.days.day(on) + timedelta(days=scene.rng.randint(7, 21))
    task = scene.rng.choice(TASKS)
    unit = item.about.responsible if item.about is not None else None
    return Conclusion("decided", f"原则同意，{task}", Decision(task, unit=unit, due=due))


def _finish_old(scene: Scene, series: Case, meeting: Case) -> None:
    """Finish most of the decisions of earlier meetings of the series."""
    rows = Case.objects.filter(area_id=series.area_id, kind=MATTER, root_id=series.pk, category=Category.OPEN)
    for case in rows.exclude(parent_id=meeting.pk).order_by("id"):
        if scene.rng.random() < 0.7:
            given = {"statement": "已按会议要求办结，情况已报整改办"}
            move_case(case=case, move="finish", given=given, by=_office(scene), at=scene.at)


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("leader").get(area_id=case.area_id, pk=case.pk)
