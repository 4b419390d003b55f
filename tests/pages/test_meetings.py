"""The pages of meetings: series, one meeting, its sign-in sheet, conclusions and calendar file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bihuan.loop.cases.models import Case
from bihuan.loop.meetings.agenda import add_item
from bihuan.loop.meetings.models import AgendaItem, Attendance
from bihuan.loop.meetings.queries import agenda_of, attendance_of
from bihuan.loop.writing.models import Writing
from tests.pages.meeting_stories import MINUTES, begun, called, decided, finding, held, opened_series, signed_in
from tests.pages.stories import clock, later, today
from tests.people import SmallArea, actor, browser_of


def series_of(small: SmallArea) -> Case:
    return opened_series(small, clock(), first_on=later(7))


def meeting_of(small: SmallArea, on: date | None = None) -> Case:
    return called(small, series_of(small), on or later(3), clock())


def text(small: SmallArea, address: str, who: str = "office") -> str:
    answer = browser_of(getattr(small.people, who)).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_without_a_series_the_page_says_what_one_is_and_lets_the_office_begin(small_area: SmallArea) -> None:
    begun(small_area, clock())
    page = text(small_area, reverse("meetings"))
    assert "尚未建立会议机制" in page
    assert reverse("case_open_top", args=["meetings", "series"]) in page
    assert reverse("case_open_top", args=["meetings", "series"]) not in text(small_area, reverse("meetings"), "leader")


def test_the_page_shows_series_with_their_standing_and_meetings_by_day(small_area: SmallArea) -> None:
    series = series_of(small_area)
    past = called(small_area, series, today(), clock())
    decided(small_area, past, clock(), due=later(5))
    held(small_area, past, today() - timedelta(days=1), clock(), leader="absent")
    called(small_area, series, later(3), clock())
    page = text(small_area, reverse("meetings"))
    assert "整改推进周例会" in page
    assert "0/1" in page
    assert "应主持人未主持" in page


def test_a_stranger_sees_no_meeting(small_area: SmallArea) -> None:
    meeting = meeting_of(small_area)
    assert "整改推进周例会" not in text(small_area, reverse("meetings"), "stranger")
    assert browser_of(small_area.people.stranger).get(reverse("meeting", args=[meeting.number])).status_code == 404


def test_the_office_calls_a_meeting_and_what_was_typed_survives_a_mistake(small_area: SmallArea) -> None:
    series = series_of(small_area)
    address = reverse("meeting_call", args=[series.number])
    browser = browser_of(small_area.people.office)
    wrong = browser.post(address, {"due": "2020-01-01", "subject": "加开会议", "place": "二楼", "clock": "9:30"})
    assert wrong.status_code == 422
    assert "加开会议" in wrong.content.decode()
    assert "二楼" in wrong.content.decode()
    answer = browser.post(address, {"due": later(2).isoformat(), "subject": "加开会议", "place": "二楼"})
    meeting = Case.objects.get(area_id=small_area.area.pk, kind="meeting")
    assert answer.headers["Location"] == reverse("meeting", args=[meeting.number])
    assert (meeting.subject, meeting.fields["place"]) == ("加开会议", "二楼")


def test_the_agenda_is_made_changed_and_set_on_the_page(small_area: SmallArea) -> None:
    meeting = meeting_of(small_area)
    case = finding(small_area, later(2))
    browser = browser_of(small_area.people.office)
    act = reverse("meeting_act", args=[meeting.number])
    browser.post(act, {"do": "add", "subject": "通报督查情况"})
    browser.post(act, {"do": "add", "subject": f"{case.number} "})
    items = agenda_of(meeting)
    assert [(item.subject, item.about_id) for item in items] == [("通报督查情况", None), ("", case.pk)]
    browser.post(act, {"do": "up", "item": items[1].pk})
    assert agenda_of(meeting)[0].about_id == case.pk
    browser.post(act, {"do": "remove", "item": items[0].pk})
    page = text(small_area, reverse("meeting", args=[meeting.number]))
    assert "惠企政策兑现周期长" in page
    assert "1项已移出议程" in page
    browser.post(act, {"do": "bring", "item": items[0].pk})
    browser.post(act, {"do": "settle"})
    assert "确定议程" in text(small_area, reverse("case_trail", args=["meetings", meeting.number]))


def test_a_refusal_on_the_page_keeps_what_was_typed(small_area: SmallArea) -> None:
    meeting = meeting_of(small_area)
    browser = browser_of(small_area.people.office)
    answer = browser.post(reverse("meeting_act", args=[meeting.number]), {"do": "add", "subject": "长" * 500})
    assert answer.status_code == 422
    assert "长" * 500 in answer.content.decode()


def test_the_sheet_is_filled_in_and_what_was_typed_survives_a_mistake(small_area: SmallArea) -> None:
    meeting, people = meeting_of(small_area), small_area.people
    address = reverse("meeting_attendance", args=[meeting.number])
    leader, director = f"p{people.leader.pk}", f"p{people.director.pk}"
    typed = {
        f"{leader}-presence": "leave", f"{leader}-excused_by": "管委会主任", f"{director}-presence": "substitute",
        "chaired": director, "guests": "何工\n",
    }  # fmt: skip
    browser = browser_of(people.office)
    wrong = browser.post(address, typed)
    assert wrong.status_code == 422
    assert "管委会主任" in wrong.content.decode()
    assert "何工" in wrong.content.decode()
    assert not Attendance.objects.filter(area_id=small_area.area.pk).exists()
    right = {**typed, f"{director}-presence": "present"}
    assert browser.post(address, right).status_code == 302
    assert [(row.presence, row.chaired) for row in attendance_of(meeting)] == [
        ("leave", False), ("present", True), ("present", False)
    ]  # fmt: skip
    assert "邱志远" in text(small_area, reverse("meeting_sheet", args=[meeting.number]))


def test_conclusions_become_decisions_and_mistakes_keep_what_was_typed(small_area: SmallArea) -> None:
    meeting = meeting_of(small_area)
    by = actor(small_area.people.office)
    item = add_item(meeting=meeting, subject="物业管理", by=by, at=clock())
    address = reverse("meeting_conclude", args=[meeting.number])
    browser = browser_of(small_area.people.office)
    typed = {f"{item.pk}-outcome": "decided", f"{item.pk}-conclusion": "原则同意", f"{item.pk}-subject": "开展清查"}
    wrong = browser.post(address, typed)
    assert wrong.status_code == 422
    assert "开展清查" in wrong.content.decode()
    right = {**typed, f"{item.pk}-unit_text": "住建局", f"{item.pk}-due": later(9).isoformat()}
    assert browser.post(address, right).status_code == 302
    found = AgendaItem.objects.select_related("decision").get(area_id=small_area.area.pk, pk=item.pk)
    assert found.decision is not None
    assert found.decision.responsible_id == small_area.units.housing.pk
    page = text(small_area, reverse("meeting", args=[meeting.number]))
    assert "开展清查" in page
    assert "形成议定事项" in page


def test_the_minutes_are_drafted_and_the_meeting_is_held_on_the_page(small_area: SmallArea) -> None:
    meeting = meeting_of(small_area)
    browser = browser_of(small_area.people.office)
    hold = reverse("meeting_hold", args=[meeting.number])
    refused = browser.post(hold, {"held_on": today().isoformat()})
    assert refused.status_code == 422
    assert "签到未填" in refused.content.decode()
    signed_in(small_area, meeting, clock())
    drafted = browser.post(reverse("meeting_minutes", args=[meeting.number]))
    writing = Writing.objects.get(area_id=small_area.area.pk)
    assert drafted.headers["Location"] == reverse("paper", args=[writing.pk])
    assert browser.get(drafted.headers["Location"]).status_code == 200
    held(small_area, meeting, today(), clock())
    page = text(small_area, reverse("meeting", args=[meeting.number]))
    assert "已召开" in page
    assert MINUTES.name in page


def test_a_series_shows_settings_members_who_missed_and_decisions(small_area: SmallArea) -> None:
    series = series_of(small_area)
    meeting = called(small_area, series, today(), clock())
    decided(small_area, meeting, clock(), due=later(5))
    held(small_area, meeting, today(), clock(), leader="absent")
    page = text(small_area, reverse("meeting_series", args=[series.number]))
    for words in ("每周", "临期事项", "陶景明", "督查室", "牵头开展一次清查", meeting.number):
        assert words in page
    assert "修改" in page
    assert "case_correct" not in text(small_area, reverse("meeting_series", args=[series.number]), "leader")


@pytest.mark.parametrize("name", ["meeting_ics", "meetings_ics"])
def test_a_meeting_goes_into_a_calendar(small_area: SmallArea, name: str) -> None:
    meeting = meeting_of(small_area)
    address = reverse(name, args=[meeting.number] if name == "meeting_ics" else [])
    answer = browser_of(small_area.people.director).get(address)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert f"DTSTART:{later(3):%Y%m%d}T070000Z" in lines
    assert "SUMMARY:整改推进周例会" in lines
    assert "LOCATION:管委会三楼会议室" in lines


def test_a_case_tells_in_its_trail_that_a_meeting_dealt_with_it(small_area: SmallArea) -> None:
    meeting, case = meeting_of(small_area), finding(small_area, later(9))
    decided(small_area, meeting, clock(), due=later(5), about=case)
    assert "会议研究" in text(small_area, reverse("case_trail", args=[case.pack, case.number]))
