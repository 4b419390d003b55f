"""A sheet of what is no meeting of a series: who keeps it, who is on it, and what figures count from it."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.accounts.actions import add_enterprise
from bihuan.loop.cases.figures import figure_values
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import period_of
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.queries import sheet_of
from bihuan.loop.scoring.behind import asked_for, behind
from bihuan.packspec.model import Pack
from tests.people import NOW, TODAY, SmallArea, actor, browser_of
from tests.rooms.loop.grammar.branches import PACK, moved, opened, released

FIRM = "云湖精工有限公司"


@pytest.fixture
def pack(small_area: SmallArea) -> Pack:
    return released(small_area)


@pytest.fixture
def event(small_area: SmallArea, pack: Pack) -> Case:
    units, people = small_area.units, small_area.people
    add_enterprise(by=actor(people.administrator), at=NOW, name=FIRM, credit_code="91350100M000100Y43")
    return opened(
        small_area, "event", "人才对接会", responsible=units.housing, panel=[people.clerk, people.director],
        invited=[units.archive, units.planning], held_on=TODAY,
    )  # fmt: skip


def fill(small: SmallArea, event: Case) -> None:
    marks = {line.key: Mark("present") for line in sheet_of(event)}
    marks[f"p{small.people.director.pk}"] = Mark("absent")
    by = actor(small.people.clerk)
    fill_attendance(meeting=event, marks=marks, chaired="", guests=[FIRM, "方先生"], by=by, at=NOW)


def test_people_units_of_fields_and_named_guests_stand_on_the_sheet(small_area: SmallArea, event: Case) -> None:
    assert [line.name for line in sheet_of(event)] == ["邱小满", "邱志远", "档案馆", "发展和改革局"]
    fill(small_area, event)
    assert [line.name for line in sheet_of(event)][-2:] == [FIRM, "方先生"]


def test_the_host_keeps_it_and_it_is_held_only_with_a_sheet(small_area: SmallArea, event: Case) -> None:
    with pytest.raises(NotAllowed):
        fill_attendance(meeting=event, marks={}, chaired="", by=actor(small_area.people.stranger), at=NOW)
    with pytest.raises(Refused):
        moved(small_area, event, "hold")
    fill(small_area, event)
    assert moved(small_area, event, "hold").state == "held"


def test_figures_count_people_units_and_enterprises(small_area: SmallArea, pack: Pack, event: Case) -> None:
    fill(small_area, event)
    values = figure_values(pack, area_id=event.area_id, day=TODAY)
    assert [values[name] for name in ("came", "came_people", "came_units", "came_firms")] == [5, 2, 2, 1]
    before = period_of("month", date(2026, 10, 1))
    assert figure_values(pack, area_id=event.area_id, day=TODAY, period=before)["came_firms"] == 0
    by = actor(small_area.people.office)
    assert behind(by, pack, "came", asked_for(by, day=TODAY, today=TODAY)).rows == 5


def test_the_page_of_the_case_leads_to_the_sheet(small_area: SmallArea, event: Case) -> None:
    browser = browser_of(small_area.people.clerk)
    url = f"/cases/{PACK}/{event.number}/attendance/"
    assert url in browser.get(f"/cases/{PACK}/{event.number}/").content.decode()
    assert "邱志远" in browser.get(url).content.decode()
    typed = {f"p{small_area.people.clerk.pk}-presence": "present", "guests": FIRM}
    assert browser.post(url, typed).status_code == 302
    assert FIRM in browser.get(url).content.decode()
    assert browser_of(small_area.people.stranger).get(url).status_code == 404
