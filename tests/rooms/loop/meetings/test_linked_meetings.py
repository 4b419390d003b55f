"""The three linked meetings: which of them hears a matter of an enterprise follows from where it stands."""

from __future__ import annotations

from datetime import date

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.meetings.agenda import build_agenda
from tests.pages.meeting_stories import called, opened_series
from tests.people import NOW, TODAY, SmallArea, actor

FRIDAY = date(2026, 11, 27)


def test_a_hard_matter_leaves_the_push_meeting_for_coordination(small_area: SmallArea) -> None:
    people, units = small_area.people, small_area.units
    office = actor(people.office)
    push = called(small_area, opened_series(small_area, NOW, takes=["firms_push"]), FRIDAY, NOW)
    hard = called(small_area, opened_series(small_area, NOW, takes=["firms_hard"]), FRIDAY, NOW)
    by = actor(people.administrator)
    set_desk_holder(pack="linked-meetings", desk="office", unit=units.office, heads_only=False, by=by, at=NOW)
    given = {"enterprise": "星澜电子", "sort": "land", "source": "visit", "raised_on": TODAY}
    matter = open_case(pack="linked-meetings", kind="matter", subject="二期用地", given=given, by=office, at=NOW)
    move_case(case=matter, move="push", given={"responsible": units.housing}, by=office, at=NOW)

    def heard(meeting: Case) -> list[str]:
        items = build_agenda(meeting=meeting, by=office, at=NOW)
        return [item.about.subject for item in items if item.about is not None]

    assert (heard(push), heard(hard)) == (["二期用地"], [])
    director = actor(people.director)
    fresh = Case.objects.get(area_id=matter.area_id, pk=matter.pk)
    move_case(case=fresh, move="raise", given={"tried": "涉及规划调整"}, by=director, at=NOW)
    assert (heard(push), heard(hard)) == ([], ["二期用地"])
