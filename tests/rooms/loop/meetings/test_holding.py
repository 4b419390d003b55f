"""A meeting is called, signed in to, concluded, put into minutes and held."""

import json
from datetime import date, timedelta

import pytest

from bihuan.loop.cases.models import Case
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.meetings.actions import Conclusion, Decision, call_meeting, conclude_meeting, hold_meeting, put_off
from bihuan.loop.meetings.agenda import add_item
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.minutes import minutes_of, write_minutes
from bihuan.loop.meetings.models import Attendance
from bihuan.loop.meetings.queries import (
    attendance_of,
    meetings_between,
    meetings_of,
    missed_chairing,
    sheet_of,
    standing_of_series,
)
from bihuan.loop.notices.models import Notice
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from bihuan.loop.writing.actions import make_final
from bihuan.loop.writing.queries import parts_of
from tests.pages.meeting_stories import MINUTES, called, decided, finding, held, opened_series, signed_in
from tests.people import NOW, TODAY, SmallArea, actor

FRIDAY = date(2026, 11, 27)


def fresh(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


def test_who_takes_part_is_invited_when_a_meeting_is_called_and_told_when_it_is_put_off(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), FRIDAY, NOW)
    assert (meeting.due, meeting.fields["place"], meeting.leader_id) == (
        FRIDAY,
        "管委会三楼会议室",
        small_area.people.leader.pk,
    )
    invited = Notice.objects.filter(area_id=meeting.area_id, case_id=meeting.pk, kind="meeting")
    assert small_area.people.lead_director.pk in set(invited.values_list("person_id", flat=True))
    before = invited.count()
    later = FRIDAY + timedelta(days=3)
    moved = put_off(meeting=meeting, on=later, reason="与全市会议冲突", by=actor(small_area.people.office), at=NOW)
    assert moved.due == later
    assert invited.count() > before


def test_only_the_office_calls_a_meeting_and_it_has_a_day(small_area: SmallArea) -> None:
    series = opened_series(small_area, NOW)
    with pytest.raises(NotAllowed):
        call_meeting(series=series, on=FRIDAY, by=actor(small_area.people.director), at=NOW)
    with pytest.raises(Refused) as refused:
        call_meeting(series=series, on="", by=actor(small_area.people.office), at=NOW)
    assert "due" in refused.value.fields


def test_the_sheet_lists_who_must_chair_first_then_members_units_and_guests(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), FRIDAY, NOW)
    assert [(line.name, line.must_chair) for line in sheet_of(meeting)] == [
        ("陶景明", True),
        ("邱志远", False),
        ("韩立诚", False),
        ("督查室", False),
    ]
    key = f"p{small_area.people.leader.pk}"
    by = actor(small_area.people.office)
    fill_attendance(meeting=meeting, marks={key: Mark("present")}, guests=["何工 ", "何工"], chaired=key, by=by, at=NOW)
    assert [(row.presence, row.chaired, row.guest) for row in attendance_of(meeting)] == [
        ("present", True, ""),
        ("present", False, "何工"),
    ]
    assert [line.name for line in sheet_of(meeting)][-1] == "何工"


def test_a_sheet_that_contradicts_itself_is_refused_line_by_line_and_nothing_is_kept(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), FRIDAY, NOW)
    leader, director = f"p{small_area.people.leader.pk}", f"p{small_area.people.director.pk}"
    with pytest.raises(Refused) as refused:
        fill_attendance(
            meeting=meeting,
            marks={leader: Mark("absent"), director: Mark("substitute")},
            chaired=leader,
            by=actor(small_area.people.office),
            at=NOW,
        )
    assert set(refused.value.fields) == {f"{director}.stand_in", "chaired"}
    assert not Attendance.objects.filter(area_id=meeting.area_id).exists()


def test_a_decision_becomes_a_case_with_owner_and_day_and_the_case_it_is_about_knows(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), TODAY, NOW)
    case = finding(small_area, FRIDAY)
    item = decided(small_area, meeting, NOW, due=FRIDAY, about=case)
    matter = item.decision
    assert matter is not None
    assert (matter.parent_id, matter.responsible_id, matter.due) == (meeting.pk, small_area.units.housing.pk, FRIDAY)
    assert (matter.handler_id, matter.fields["about"]) == (small_area.people.clerk.pk, case.pk)
    event = Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("-seq")[0]
    said = json.loads(event.record)["body"]["meeting"]
    assert (event.verb, said["number"], said["decision"]) == ("discussed", meeting.number, matter.number)
    told = Notice.objects.filter(area_id=case.area_id, case_id=matter.pk, kind="meeting")
    assert small_area.people.clerk.pk in set(told.values_list("person_id", flat=True))
    assert item.stood["state"]
    assert verify(small_area.area.pk).sound


def test_conclusions_are_kept_all_or_none_and_every_mistake_is_named(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), TODAY, NOW)
    by = actor(small_area.people.office)
    first = add_item(meeting=meeting, subject="一", by=by, at=NOW)
    second = add_item(meeting=meeting, subject="二", by=by, at=NOW)
    with pytest.raises(Refused) as refused:
        conclude_meeting(
            meeting=meeting,
            conclusions={
                first.pk: Conclusion("noted", "已听取"),
                second.pk: Conclusion("decided", "", Decision("清查", unit="", due="")),
            },
            by=by,
            at=NOW,
        )
    assert set(refused.value.fields) == {f"{second.pk}.responsible", f"{second.pk}.due"}
    decision = Decision("清查", unit=small_area.units.housing, due=TODAY - timedelta(days=1))
    conclusions = {first.pk: Conclusion("noted", "已听取"), second.pk: Conclusion("decided", "", decision)}
    with pytest.raises(Refused) as refused:
        conclude_meeting(meeting=meeting, conclusions=conclusions, by=by, at=NOW)
    assert set(refused.value.fields) == {f"{second.pk}.due"}
    assert not Case.objects.filter(area_id=meeting.area_id, kind="matter").exists()


def test_a_decision_is_made_once_however_often_the_form_is_sent(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), TODAY, NOW)
    item = decided(small_area, meeting, NOW, due=FRIDAY)
    by = actor(small_area.people.office)
    again = Conclusion("decided", "同意，抓紧办", Decision("另一件", unit=small_area.units.housing, due=FRIDAY))
    conclude_meeting(meeting=meeting, conclusions={item.pk: again}, by=by, at=NOW)
    assert Case.objects.filter(area_id=meeting.area_id, kind="matter").count() == 1
    with pytest.raises(Refused):
        conclude_meeting(meeting=meeting, conclusions={item.pk: Conclusion("noted", "不再办理")}, by=by, at=NOW)


def test_a_meeting_is_held_with_a_sheet_and_minutes_and_the_sheet_says_who_chaired(small_area: SmallArea) -> None:
    series = opened_series(small_area, NOW)
    meeting = called(small_area, series, TODAY, NOW)
    by = actor(small_area.people.office)
    with pytest.raises(Refused, match=r"Attendance|签到"):
        hold_meeting(meeting=meeting, held_on=TODAY, by=by, at=NOW, evidence=[MINUTES])
    signed_in(small_area, meeting, NOW, leader="leave")
    with pytest.raises(Refused):
        hold_meeting(meeting=meeting, held_on=TODAY, by=by, at=NOW)
    done = hold_meeting(meeting=meeting, held_on=TODAY, by=by, at=NOW, evidence=[MINUTES])
    assert (done.state, done.fields["chair"]) == ("held", "other")
    assert [one.pk for one in missed_chairing(series, TODAY, TODAY)] == [meeting.pk]


def test_final_minutes_are_enough_and_tell_what_was_heard_decided_and_who_was_there(small_area: SmallArea) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), TODAY, NOW)
    signed_in(small_area, meeting, NOW)
    decided(small_area, meeting, NOW, due=FRIDAY)
    by = actor(small_area.people.office)
    draft = write_minutes(meeting=fresh(meeting), by=by, at=NOW)
    text = "\n".join(part.passage.text for part in parts_of(draft))
    assert "陶景明在管委会三楼会议室主持召开整改推进周例会" in text
    assert "关于“物业管理议题”。原则同意。" in text
    assert "牵头开展一次清查。由住房和城乡建设局负责，2026年11月27日前完成。" in text
    assert "韩立诚（韩冰代）" in text
    with pytest.raises(Refused):
        hold_meeting(meeting=fresh(meeting), held_on=TODAY, by=by, at=NOW)
    make_final(writing=draft, version=draft.version, by=by, at=NOW)
    assert hold_meeting(meeting=fresh(meeting), held_on=TODAY, by=by, at=NOW).state == "held"
    found = minutes_of(meeting)
    assert found is not None
    assert found.number


def test_a_series_counts_its_meetings_chairs_absences_and_decisions(small_area: SmallArea) -> None:
    series = opened_series(small_area, NOW)
    first = called(small_area, series, TODAY, NOW)
    decided(small_area, first, NOW, due=FRIDAY)
    held(small_area, fresh(first), TODAY, NOW, leader="absent")
    called(small_area, series, FRIDAY, NOW)
    stands = standing_of_series(series, FRIDAY + timedelta(days=1))
    assert (stands.held, stands.called, len(stands.not_chaired)) == (1, 1, 1)
    assert (stands.decided, stands.done, stands.overdue) == (1, 0, 1)
    assert [(one.name, one.times, one.of) for one in stands.missed] == [("陶景明", 1, 1)]
    assert (stands.last_on, stands.next_on) == (TODAY, FRIDAY)


def test_a_meeting_held_for_two_series_counts_in_both(small_area: SmallArea) -> None:
    weekly = opened_series(small_area, NOW)
    other = opened_series(small_area, NOW, "领导小组会议", tier="group")
    meeting = called(small_area, weekly, TODAY, NOW, held_for=[other])
    held(small_area, meeting, TODAY, NOW)
    assert standing_of_series(weekly, TODAY).held == 1
    assert standing_of_series(other, TODAY).held == 1


def test_people_find_the_meetings_they_are_invited_to_in_their_calendar_and_nobody_else_does(
    small_area: SmallArea,
) -> None:
    meeting = called(small_area, opened_series(small_area, NOW), FRIDAY, NOW)
    people = small_area.people
    for person in (people.leader, people.director, people.observer):
        assert [one.number for one in meetings_of(actor(person), TODAY, FRIDAY)] == [meeting.number]
    assert meetings_of(actor(people.stranger), TODAY, FRIDAY) == []
    assert meetings_of(actor(people.leader), TODAY, TODAY) == []
    assert [one.pk for one in meetings_between(actor(people.director), TODAY, FRIDAY)] == [meeting.pk]
    assert meetings_between(actor(people.stranger), TODAY, FRIDAY) == []
