"""Meetings of the Party working committee: who must chair them, who came, and the warning when the first secretary kept away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case
from bihuan.loop.meetings.actions import Conclusion, Decision, call_meeting, conclude_meeting, hold_meeting
from bihuan.loop.meetings.agenda import add_item, settle_agenda
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.minutes import write_minutes
from bihuan.loop.meetings.queries import agenda_of, sheet_of
from bihuan.loop.writing.actions import make_final

PACK: Final = "meetings"
DESKS: Final = {"office": "administration"}
ROWS: Final = {
    "B6": Shown(
        figures={"meetings": 7, "not_chaired": 3, "decisions": 7, "called": 1},
        lists=("held", "decisions"),
        documents=("minutes",),
        warned=("absent", "work"),
    )
}
OFFICE: Final = "yu.tinglan"
CHAIR, DEPUTY = "lu.huaiyuan", "tao.jingming"
MEMBERS: Final = (DEPUTY, "ji.yunshen", "rong.zhi", "song.qinghe", "bai.zhou", "shen.yan")
# day, whether the first secretary chaired, what was decided, who does it
HELD: Final = (
    (date(2026, 7, 3), False, "研究上半年经济运行工作", "economy"),
    (date(2026, 7, 10), True, "审议老旧小区改造年度计划", "housing"),
    (date(2026, 7, 17), True, "听取防汛防台工作汇报", "emergency"),
    (date(2026, 7, 24), False, "研究干部教育培训工作", "organisation"),
    (date(2026, 9, 4), False, "部署三季度重点项目攻坚", "investment"),
    (date(2026, 10, 16), True, "研究全面从严治党工作", "discipline"),
    (date(2026, 11, 13), True, "审议2027年政府投资计划", "planning"),
)


def walks(town: Town) -> Iterable[Walk]:
    """Yield the series, its meetings in order, and the one that is called."""
    yield _story(town)


def _story(town: Town) -> Walk:
    yield town.at(date(2026, 6, 22), 560)
    at = town.at(date(2026, 6, 22), 560)
    series = town.open(
        PACK, "series", "新区党工委会议", by=OFFICE, at=at, responsible=town.unit("administration"), leader=town.person(CHAIR),
        panel=[town.person(one) for one in MEMBERS], tier="committee", place="党工委会议室", clock="9:00",
    )  # fmt: skip
    town.use_rule(PACK, "absent", basis="党工委会议由书记召集并主持，不得长期由他人代为主持", by=OFFICE, at=at)
    for on, chaired, matter, unit in HELD:
        yield town.at(after(on, -3), 600)
        day = town.days.day(on)
        meeting = call_meeting(
            series=town.fresh(series), on=day, subject=f"新区党工委会议（{day.month}月{day.day}日）", given={"topic": matter},
            by=town.by(OFFICE), at=town.at(after(on, -3), 600),
        )  # fmt: skip
        add_item(meeting=meeting, subject=matter, by=town.by(OFFICE), at=town.at(after(on, -3), 610))
        settle_agenda(meeting=meeting, by=town.by(OFFICE), at=town.at(after(on, -3), 620))
        yield town.at(on, 1020)
        _hold(town, meeting, on, chaired=chaired, matter=matter, unit=unit)
        _finish_old(town, series, meeting, on)
    yield town.at(date(2026, 11, 18), 600)
    call_meeting(
        series=town.fresh(series), on=town.days.day(date(2026, 11, 26)), subject="新区党工委会议（11月下旬）",
        given={"topic": "研究年底冲刺工作"}, by=town.by(OFFICE), at=town.at(date(2026, 11, 18), 600),
    )  # fmt: skip


def _hold(town: Town, meeting: Case, on: date, *, chaired: bool, matter: str, unit: str) -> None:
    """Sign in, conclude, make the minutes final, and say that it was held; where the secretary is away the deputy chairs."""
    by, at = town.by(OFFICE), town.at(on, 1020)
    marks = {line.key: Mark("present") for line in sheet_of(meeting)}
    leader, deputy = (f"p{town.person(name).pk}" for name in (CHAIR, DEPUTY))
    if not chaired:
        marks[leader] = Mark("leave", excused_by="党政办公室", note="参加上级会议")
    fill_attendance(meeting=meeting, marks=marks, chaired=leader if chaired else deputy, by=by, at=at)
    due = town.days.day(after(on, 15)) if on < date(2026, 11, 1) else town.days.day(date(2026, 12, 11))
    decided = Decision(f"落实会议关于“{matter}”的要求", unit=town.unit(unit), due=due)
    conclusions = {
        item.pk: Conclusion("decided", f"原则同意，由{town.unit(unit).name}抓好落实", decided)
        for item in agenda_of(meeting)
    }
    conclude_meeting(meeting=meeting, conclusions=conclusions, by=by, at=at)
    minutes = write_minutes(meeting=town.fresh(meeting), by=by, at=at)
    make_final(writing=minutes, version=minutes.version, by=by, at=at)
    hold_meeting(
        meeting=Case.objects.select_related("leader").get(area_id=meeting.area_id, pk=meeting.pk),
        held_on=town.days.day(on),
        by=by,
        at=at,
    )


def _finish_old(town: Town, series: Case, meeting: Case, on: date) -> None:
    """Finish what earlier meetings decided, all but the oldest: it stays overdue until the end."""
    rows = Case.objects.filter(area_id=series.area_id, kind="matter", root_id=series.pk, category="open").order_by("id")
    for case in rows.exclude(parent_id=meeting.pk)[1:]:
        town.move(case, "finish", by=OFFICE, at=town.at(on, 1030), statement="已按会议要求办结。")
