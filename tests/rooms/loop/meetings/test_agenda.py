"""The agenda of a meeting is made of what is at risk, what was left open, and what was put on by hand."""

from datetime import date, timedelta

import pytest

from bihuan.loop.cases.actions import comment_on, correct_case, open_case
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.meetings.actions import Conclusion, cancel_meeting, conclude_meeting
from bihuan.loop.meetings.agenda import add_item, bring_back_item, build_agenda, move_item, remove_item, settle_agenda
from bihuan.loop.meetings.models import AgendaItem
from bihuan.loop.meetings.queries import agenda_of, discussed
from bihuan.loop.notices.models import Notice
from bihuan.loop.trail.models import Event
from tests.pages.meeting_stories import called, decided, finding, held, opened_series
from tests.people import NOW, TODAY, SmallArea, actor

FRIDAY = date(2026, 11, 27)


def subjects(items: list[AgendaItem]) -> list[tuple[str, str]]:
    return [(item.why, item.about.subject if item.about is not None else item.subject) for item in items]


def office(small: SmallArea) -> dict[str, object]:
    return {"by": actor(small.people.office), "at": NOW}


def test_cases_near_their_due_date_come_on_the_agenda_by_the_number_of_days_of_the_series(
    small_area: SmallArea,
) -> None:
    series = opened_series(small_area, NOW, soon_days=5)
    meeting = called(small_area, series, FRIDAY, NOW)
    finding(small_area, TODAY + timedelta(days=5), "近的")
    finding(small_area, TODAY + timedelta(days=6), "远的")
    assert subjects(build_agenda(meeting=meeting, **office(small_area))) == [("near", "近的")]  # type: ignore[arg-type]


def test_overdue_cases_come_on_the_agenda_of_a_series_that_takes_them(small_area: SmallArea) -> None:
    series = opened_series(small_area, NOW, takes=["late"], late_days=3)
    meeting = called(small_area, series, FRIDAY, NOW)
    finding(small_area, TODAY)
    by = actor(small_area.people.office)
    assert build_agenda(meeting=meeting, by=by, at=NOW + timedelta(days=2)) == []
    assert subjects(build_agenda(meeting=meeting, by=by, at=NOW + timedelta(days=3))) == [
        ("late", "惠企政策兑现周期长")
    ]


def test_a_list_that_the_series_has_not_chosen_brings_nothing(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW, takes=["late"]), FRIDAY, NOW)
    finding(small_area, TODAY)
    assert build_agenda(meeting=meeting, **office(small_area)) == []  # type: ignore[arg-type]


def test_a_case_that_is_not_at_risk_any_more_leaves_the_agenda_and_what_was_put_on_by_hand_stays(
    small_area: SmallArea,
) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), FRIDAY, NOW)
    case = finding(small_area, TODAY + timedelta(days=3))
    add_item(meeting=meeting, subject="通报督查情况", **office(small_area))  # type: ignore[arg-type]
    assert len(build_agenda(meeting=meeting, **office(small_area))) == 2  # type: ignore[arg-type]
    correct_case(case=case, given={"due": TODAY + timedelta(days=90)}, reason="原期限有误", **office(small_area))  # type: ignore[arg-type]
    assert subjects(build_agenda(meeting=meeting, **office(small_area))) == [("by_hand", "通报督查情况")]  # type: ignore[arg-type]


def test_what_was_taken_off_by_hand_stays_off_until_it_is_brought_back(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), FRIDAY, NOW)
    finding(small_area, TODAY + timedelta(days=3))
    [item] = build_agenda(meeting=meeting, **office(small_area))  # type: ignore[arg-type]
    remove_item(meeting=meeting, item_id=item.pk, **office(small_area))  # type: ignore[arg-type]
    assert build_agenda(meeting=meeting, **office(small_area)) == []  # type: ignore[arg-type]
    bring_back_item(meeting=meeting, item_id=item.pk, **office(small_area))  # type: ignore[arg-type]
    assert [one.pk for one in agenda_of(meeting)] == [item.pk]


def test_an_open_decision_is_on_the_next_agenda_until_it_is_done(small_area: SmallArea) -> None:
    series = opened_series(small_area, NOW, takes=["late"])
    first = called(small_area, series, TODAY, NOW)
    item = decided(small_area, first, NOW, due=FRIDAY)
    held(small_area, first, TODAY, NOW)
    second = called(small_area, series, FRIDAY, NOW)
    [carried] = build_agenda(meeting=second, **office(small_area))  # type: ignore[arg-type]
    assert (carried.why, carried.about_id) == ("decided", item.decision_id)
    assert carried.carried_from_id == item.pk
    assert item.decision is not None
    move_case(case=item.decision, move="finish", given={"statement": "清查完毕"}, **office(small_area))  # type: ignore[arg-type]
    assert build_agenda(meeting=second, **office(small_area)) == []  # type: ignore[arg-type]


def test_what_a_meeting_raises_stands_on_the_agenda_of_the_series_it_raises_to(small_area: SmallArea) -> None:
    upper = opened_series(small_area, NOW, "整改协调会", tier="coordination", takes=["hard"])
    lower = open_case(
        pack="meetings",
        kind="series",
        subject="周例会",
        given={"tier": "push", "raises_to": upper, "takes": ["late"]},
        by=actor(small_area.people.office),
        at=NOW,
    )
    meeting = called(small_area, lower, TODAY, NOW)
    item = add_item(meeting=meeting, about=finding(small_area, FRIDAY), **office(small_area))  # type: ignore[arg-type]
    conclude_meeting(meeting=meeting, conclusions={item.pk: Conclusion("raised", "请协调会研究")}, **office(small_area))  # type: ignore[arg-type]
    above = called(small_area, upper, FRIDAY, NOW)
    assert [(one.why, one.carried_from_id) for one in build_agenda(meeting=above, **office(small_area))] == [  # type: ignore[arg-type]
        ("raised", item.pk)
    ]
    another = called(small_area, upper, FRIDAY, NOW)
    assert build_agenda(meeting=another, **office(small_area)) == []  # type: ignore[arg-type]
    cancel_meeting(meeting=above, reason="并入下次会议", **office(small_area))  # type: ignore[arg-type]
    assert len(build_agenda(meeting=another, **office(small_area))) == 1  # type: ignore[arg-type]


def test_minutes_that_serve_several_series_bring_back_the_decisions_of_each(small_area: SmallArea) -> None:
    weekly = opened_series(small_area, NOW, takes=["late"])
    group = open_case(
        pack="meetings",
        kind="series",
        subject="领导小组会议",
        given={"tier": "group", "takes": ["late"]},
        by=actor(small_area.people.office),
        at=NOW,
    )
    both = called(small_area, weekly, TODAY, NOW, held_for=[group])
    item = decided(small_area, both, NOW, due=FRIDAY)
    meeting = called(small_area, group, FRIDAY, NOW)
    assert [one.about_id for one in build_agenda(meeting=meeting, **office(small_area))] == [item.decision_id]  # type: ignore[arg-type]


def test_items_change_places(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), FRIDAY, NOW)
    for subject in ("一", "二", "三"):
        add_item(meeting=meeting, subject=subject, **office(small_area))  # type: ignore[arg-type]
    third = agenda_of(meeting)[2]
    move_item(meeting=meeting, item_id=third.pk, up=True, **office(small_area))  # type: ignore[arg-type]
    assert [item.subject for item in agenda_of(meeting)] == ["一", "三", "二"]


def test_a_set_agenda_is_in_the_trail_and_everybody_who_takes_part_is_told(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), FRIDAY, NOW)
    with pytest.raises(Refused):
        settle_agenda(meeting=meeting, **office(small_area))  # type: ignore[arg-type]
    add_item(meeting=meeting, subject="通报督查情况", **office(small_area))  # type: ignore[arg-type]
    settle_agenda(meeting=meeting, **office(small_area))  # type: ignore[arg-type]
    event = Event.objects.filter(area_id=meeting.area_id, case_id=meeting.pk).order_by("-seq")[0]
    assert event.verb == "agenda_set"
    told = Notice.objects.filter(area_id=meeting.area_id, case_id=meeting.pk, seq=event.seq)
    assert set(told.values_list("kind", flat=True)) == {"meeting"}
    people, units = small_area.people, small_area.units
    assert set(told.values_list("person_id", flat=True)) >= {people.leader.pk, people.director.pk}
    assert units.inspection.pk in set(told.values_list("unit_id", flat=True))


def test_only_the_office_keeps_an_agenda_and_only_of_an_open_meeting(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), FRIDAY, NOW)
    with pytest.raises(NotAllowed):
        build_agenda(meeting=meeting, by=actor(small_area.people.director), at=NOW)
    cancel_meeting(meeting=meeting, reason="并入", **office(small_area))  # type: ignore[arg-type]
    with pytest.raises(NotHere):
        add_item(meeting=meeting, subject="补议", **office(small_area))  # type: ignore[arg-type]


def test_an_agenda_is_not_made_anew_once_something_was_concluded(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), TODAY, NOW)
    decided(small_area, meeting, NOW, due=FRIDAY)
    with pytest.raises(NotHere):
        build_agenda(meeting=meeting, **office(small_area))  # type: ignore[arg-type]


def test_a_case_tells_which_meetings_dealt_with_it(small_area: SmallArea) -> None:
    series = opened_series(small_area, NOW)
    case = finding(small_area, FRIDAY)
    comment_on(case=case, text="请列入会议", **office(small_area))  # type: ignore[arg-type]
    meeting = called(small_area, series, TODAY, NOW)
    decided(small_area, meeting, NOW, due=FRIDAY, about=case)
    assert [(item.meeting.number, item.outcome) for item in discussed(case)] == [(meeting.number, "decided")]
