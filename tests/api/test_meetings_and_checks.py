"""Programs at meetings, look-backs and score sheets: the same rules, the same effects as on the pages."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.meetings.models import AgendaItem, Attendance
from bihuan.loop.meetings.queries import is_held
from bihuan.loop.sampling.models import CallBack, CheckPoint
from bihuan.loop.sampling.queries import sample_of
from tests.api.test_api import Program, moved
from tests.pages import checks_stories, meeting_stories, stories
from tests.people import SmallArea

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _often(settings: Settings) -> None:
    settings.BIHUAN_API_PER_MINUTE = 100_000


def called(office: Program, series: Case, **given: Any) -> str:
    answer = office.post(f"/meetings/series/{series.number}", {"on": stories.today().isoformat(), **given})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["number"])


def test_a_meeting_goes_from_its_call_to_its_minutes(small_area: SmallArea) -> None:
    people, units = small_area.people, small_area.units
    series = meeting_stories.opened_series(small_area, stories.clock())
    finding = meeting_stories.finding(small_area, stories.later(20))
    office = Program(people.office)
    path = f"/meetings/{called(office, series)}"
    agenda = office.post(f"{path}/agenda", {"subject": finding.number}).json()["agenda"]
    assert agenda[-1]["about"]["number"] == finding.number
    office.post(f"{path}/agenda", {"subject": "通报上周进展"})
    item = office.get(path).json()["agenda"][-1]["item"]
    assert office.post(f"{path}/agenda/{item}/up").json()["agenda"][-1]["item"] != item
    assert office.post(f"{path}/agenda/settle").status_code == 200
    sheet = {one["key"] for one in office.get(path).json()["sheet"]}
    assert f"p{people.leader.pk}" in sheet
    marks = {key: {"presence": "present"} for key in sheet}
    kept = office.send("PUT", f"{path}/attendance", {"marks": marks, "chaired": f"p{people.leader.pk}"})
    assert kept.status_code == 200, kept.content
    assert Attendance.objects.filter(area_id=series.area_id, chaired=True, person=people.leader).exists()
    due = stories.later(9).isoformat()
    body = {
        "items": {str(item): {"outcome": "decided", "subject": "本周内补齐台账", "unit": units.housing.pk, "due": due}}
    }
    done = office.post(f"{path}/conclusions", body)
    assert done.status_code == 200, done.content
    row = AgendaItem.objects.get(area_id=series.area_id, pk=item)
    assert row.outcome == "decided"
    assert row.decision_id is not None
    minutes = office.post(f"{path}/minutes").json()
    assert office.get(f"/documents/{minutes['document']}").json()["title"] == minutes["title"]
    held = office.post(
        f"{path}/hold",
        {"held_on": stories.today().isoformat(), "evidence": [{"name": "纪要.txt", "statement": "已印发"}]},
    )
    assert held.status_code == 200, held.content
    assert is_held(Case.objects.get(area_id=series.area_id, number=held.json()["number"], kind="meeting"))
    assert office.get(f"/meetings/series/{series.number}").json()["standing_of_series"]["held"] == 1


def test_who_does_not_keep_a_meeting_changes_nothing_of_it_and_strangers_find_none(small_area: SmallArea) -> None:
    series = meeting_stories.opened_series(small_area, stories.clock())
    number = called(Program(small_area.people.office), series)
    director, stranger = Program(small_area.people.director), Program(small_area.people.stranger)
    assert director.get(f"/meetings/{number}").status_code == 200
    refused = director.post(f"/meetings/{number}/agenda", {"subject": "另议"})
    assert refused.status_code in {403, 404}
    assert stranger.get(f"/meetings/{number}").status_code == 404
    assert stranger.post(f"/meetings/series/{series.number}", {"on": "2026-12-01"}).status_code == 404
    assert not AgendaItem.objects.filter(area_id=series.area_id, subject="另议").exists()


def test_a_sheet_of_wrong_lines_and_no_conclusion_are_refused_with_the_sentence_of_the_page(
    small_area: SmallArea,
) -> None:
    series = meeting_stories.opened_series(small_area, stories.clock())
    office = Program(small_area.people.office)
    number = called(office, series)
    empty = office.post(f"/meetings/{number}/conclusions", {"items": {}})
    assert (empty.status_code, empty.json()["error"]["sentence"]) == (422, "请至少为一项议程选择处理结果。")
    wrong = office.send("PUT", f"/meetings/{number}/attendance", {"marks": {"p1": {"presence": "asleep"}}})
    assert wrong.status_code == 422
    assert not Attendance.objects.filter(area_id=series.area_id).exists()


def test_a_meeting_is_called_once_with_one_key(small_area: SmallArea) -> None:
    series = meeting_stories.opened_series(small_area, stories.clock())
    office, body = Program(small_area.people.office), {"on": stories.later(3).isoformat()}
    first = office.post(f"/meetings/series/{series.number}", body, Idempotency_Key="call")
    again = office.post(f"/meetings/series/{series.number}", body, Idempotency_Key="call")
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert Case.objects.filter(area_id=series.area_id, kind="meeting").count() == 1


def test_the_own_meetings_are_a_calendar(small_area: SmallArea) -> None:
    series = meeting_stories.opened_series(small_area, stories.clock())
    called(Program(small_area.people.office), series)
    assert "BEGIN:VEVENT" in Program(small_area.people.director).get("/meetings/mine.ics").content.decode()


def test_a_look_back_is_drawn_checked_and_called_back(small_area: SmallArea) -> None:
    closed = stories.struck_off(small_area)
    plan = checks_stories.planned(small_area)
    office, path = Program(small_area.people.office), f"/checks/{plan.pack}/{plan.number}"
    too_many = office.post(f"{path}/draw", {"seed": 7, "size": 0})
    assert too_many.status_code == 422
    drawn = office.post(f"{path}/draw", {"seed": 7, "size": 1, "strata": []})
    assert drawn.status_code == 200, drawn.content
    assert drawn.json()["drawn"][0]["case"]["number"] == closed.number
    sample = sample_of(plan)
    assert sample is not None
    assert drawn.json()["sample"]["digest"] == sample.digest
    assert closed.number in office.get(f"{path}/frame.csv").content.decode()
    checks_stories.begun(small_area, moved(plan))
    check = checks_stories.check_of(plan)
    observer, at = Program(small_area.people.observer), f"/cases/{check.pack}/{check.number}/check"
    points = {str(one["number"]): {"verdict": "true", "note": "一致"} for one in observer.get(at).json()["points"]}
    call = {
        "whom": "企业",
        "phone": "13812345678",
        "way": "phone",
        "on": stories.today().isoformat(),
        "answer": "已到账",
        "agrees": "yes",
    }
    found = observer.post(at, {"points": points, "call": call})
    assert found.status_code == 200, found.content
    assert {one.verdict for one in CheckPoint.objects.filter(area_id=check.area_id, case_id=check.pk)} == {"true"}
    row = CallBack.objects.get(area_id=check.area_id, case_id=check.pk)
    assert "13812345678" not in found.content.decode()
    taken = observer.post(f"{at}/calls/{row.pk}/withdraw", {"reason": "记错了"})
    assert taken.json()["calls"] == []


def test_who_may_not_draw_or_check_is_refused_and_nothing_is_kept(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    plan = checks_stories.begun(small_area, checks_stories.drawn(small_area))
    check = checks_stories.check_of(plan)
    clerk = Program(small_area.people.clerk)
    for path, body in (
        (f"/checks/{plan.pack}/{plan.number}/draw", {"seed": 1, "size": 1}),
        (f"/cases/{check.pack}/{check.number}/check", {"points": {"1": {"verdict": "true"}}}),
    ):
        assert clerk.post(path, body).status_code in {403, 404, 409}, path
    assert not CheckPoint.objects.filter(area_id=check.area_id, case_id=check.pk).exclude(verdict="").exists()
    assert clerk.get(f"/checks/{plan.pack}/{check.number}").status_code == 404  # a check is no plan


def test_avoidance_is_declared_and_lifted(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    plan = checks_stories.planned(small_area)
    office, path = Program(small_area.people.office), f"/checks/{plan.pack}/{plan.number}/avoid"
    body = {"person": small_area.people.observer.pk, "sort": "kin", "reason": "配偶在该单位"}
    neither = office.post(path, body)
    assert (neither.status_code, list(neither.json()["error"]["fields"])) == (422, ["unit"])
    made = office.post(path, {**body, "unit": small_area.units.housing.pk})
    assert made.status_code == 200, made.content
    row = made.json()["avoidances"][0]
    assert row["unit"]["unit"] == small_area.units.housing.pk
    assert office.post(f"{path}/{row['id']}/lift", {"reason": "已调离"}).json()["avoidances"] == []
    assert office.post(path, {**body, "unit": 10**15}).status_code == 422


def test_the_plans_are_listed_and_rates_only_for_who_sees_all(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    plan = checks_stories.planned(small_area)
    told = Program(small_area.people.leader).get("/checks").json()
    assert [one["number"] for one in told["plans"]] == [plan.number]
    assert told["rates"] is not None
    assert Program(small_area.people.clerk).get("/checks").json()["rates"] is None
