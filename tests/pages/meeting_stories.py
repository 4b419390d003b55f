"""A series of meetings brought to where a test looks at it, by the real actions of the office."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.meetings.actions import Conclusion, Decision, call_meeting, conclude_meeting, hold_meeting
from bihuan.loop.meetings.agenda import add_item
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.models import AgendaItem
from tests.people import NOW, PACK, TODAY, SmallArea, actor

MINUTES = NewEvidence("纪要.txt", statement="已印发", kind="minutes")


def begun(small: SmallArea, at: datetime) -> None:
    """The packs are released, and the office keeps the meetings too."""
    release_packs(at=at)
    by = actor(small.people.administrator)
    set_desk_holder(pack="meetings", desk="office", unit=small.units.office, heads_only=False, by=by, at=at)


def opened_series(small: SmallArea, at: datetime, subject: str = "整改推进周例会", **given: Any) -> Case:
    """A weekly series: the leader must chair, the director and the head of the lead unit are members, the lead unit attends."""
    begun(small, at)
    people, units = small.people, small.units
    usual = {
        "responsible": units.office,
        "leader": people.leader,
        "panel": [people.director, people.lead_director],
        "assisting": [units.inspection],
        "tier": "push",
        "every": "week",
        "first_on": date(2026, 11, 27),
        "clock": "15:00",
        "place": "管委会三楼会议室",
    }
    by = actor(people.office)
    return open_case(pack="meetings", kind="series", subject=subject, given={**usual, **given}, by=by, at=at)


def finding(small: SmallArea, due: date, subject: str = "惠企政策兑现周期长") -> Case:
    """A finding that is being worked on by the housing bureau."""
    by = actor(small.people.office)
    round_ = Case.objects.filter(area_id=small.area.pk, kind="round").first() or open_case(
        pack=PACK,
        kind="round",
        subject="市委巡察",
        given={"inspector": "第三巡察组", "feedback_on": date(2026, 7, 24), "responsible": small.units.administration},
        by=by,
        at=NOW,
    )
    case = open_case(pack=PACK, kind="finding", parent=round_, subject=subject, standard=["办法印发"], by=by, at=NOW)
    given = {"responsible": small.units.housing, "nature": "by_date", "due": max(due, TODAY)}
    case = move_case(case=case, move="hand_out", given=given, by=by, at=NOW)
    return move_case(case=case, move="accept", given={}, by=actor(small.people.clerk), at=NOW)


def called(small: SmallArea, series: Case, on: date, at: datetime, **given: Any) -> Case:
    return call_meeting(series=series, on=on, by=actor(small.people.office), at=at, given=given)


def signed_in(small: SmallArea, meeting: Case, at: datetime, *, leader: str = "present") -> None:
    """Everybody is there; the leader chairs if present, else the director."""
    people = small.people
    marks = {
        f"p{people.leader.pk}": Mark(leader, excused_by="陶景明" if leader == "leave" else ""),
        f"p{people.director.pk}": Mark("present"),
        f"p{people.lead_director.pk}": Mark("substitute", stand_in="韩冰"),
        f"u{small.units.inspection.pk}": Mark("present"),
    }
    chaired = people.leader if leader == "present" else people.director
    fill_attendance(meeting=meeting, marks=marks, chaired=f"p{chaired.pk}", by=actor(people.office), at=at)


def decided(
    small: SmallArea,
    meeting: Case,
    at: datetime,
    *,
    due: date,
    about: Case | None = None,
    subject: str = "物业管理议题",
) -> AgendaItem:
    """One item is put on by hand and decided: the housing bureau has to do it."""
    by = actor(small.people.office)
    item = add_item(meeting=meeting, about=about, subject=subject, by=by, at=at)
    decision = Decision("牵头开展一次清查", unit=small.units.housing, handler=small.people.clerk, due=due)
    done = conclude_meeting(
        meeting=meeting, conclusions={item.pk: Conclusion("decided", "原则同意", decision)}, by=by, at=at
    )
    return next(one for one in done if one.pk == item.pk)


def held(small: SmallArea, meeting: Case, on: date, at: datetime, *, leader: str = "present") -> Case:
    signed_in(small, meeting, at, leader=leader)
    return hold_meeting(meeting=meeting, held_on=on, by=actor(small.people.office), at=at, evidence=[MINUTES])
