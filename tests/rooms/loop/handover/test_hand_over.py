"""A post goes to somebody else, with all that stands in its holder's name."""

from __future__ import annotations

import json

import pytest

from bihuan.accounts.actions import give_post
from bihuan.accounts.errors import NotAllowed, WrongInput
from bihuan.accounts.models import Person, Post
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case, CaseParty, DeskHolder
from bihuan.loop.clocks.days import local_day
from bihuan.loop.handover import actions
from bihuan.loop.handover.listing import what_goes_over
from bihuan.loop.handover.models import HandOver, HandOverLine
from bihuan.loop.instructions.actions import answer_instruction, close_instruction, give_instruction
from bihuan.loop.jobs.models import JobState
from bihuan.loop.jobs.worker import work_off
from bihuan.loop.lifecycle.models import Waiting
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from tests.pages.stories import clock, struck_off, worked_on
from tests.people import PACK, SmallArea, actor


def hand(small: SmallArea, person: Person, to: Person, post: Post | None) -> HandOver:
    made, _job = actions.hand_over_post(
        person=person,
        to=to,
        post=post,
        on=local_day(clock()),
        reason="岗位调整",
        by=actor(small.people.administrator),
        at=clock(),
    )
    return made


def post_of(person: Person) -> Post:
    return Post.objects.get(area=person.area, person=person)


def test_cases_desks_and_the_post_go_over_and_the_trail_says_so(small_area: SmallArea) -> None:
    people, case = small_area.people, worked_on(small_area)
    set_desk_holder(pack=PACK, desk="organisation", person=people.clerk, by=actor(people.administrator), at=clock())
    made = hand(small_area, people.clerk, people.stranger, post_of(people.clerk))
    case = Case.objects.get(area_id=case.area_id, pk=case.pk)
    assert case.handler_id == people.stranger.pk
    assert set(
        CaseParty.objects.filter(area_id=case.area_id, case_id=case.pk, party="handler").values_list(
            "person", flat=True
        )
    ) == {people.stranger.pk}
    assert (
        DeskHolder.objects.get(area_id=case.area_id, desk="organisation", unit__isnull=True).person == people.stranger
    )
    event = Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("-seq").first()
    assert event is not None
    body = json.loads(event.record)["body"]
    assert (event.verb, body["from"]["name"], body["to"]["name"]) == (
        "handed_over",
        people.clerk.name,
        people.stranger.name,
    )
    assert HandOver.objects.get(area_id=case.area_id).done_at is not None
    assert {line.what for line in made.lines.filter(area_id=case.area_id, went=True)} == {"case", "desk"}
    today = local_day(clock())
    assert actor(people.stranger, on=today).works_in(small_area.units.housing.path)
    assert post_of(people.clerk).to_on == today
    assert not Waiting.objects.filter(area_id=case.area_id, person=people.clerk).exists()


def test_the_preview_lists_what_then_goes_over_and_changes_nothing(small_area: SmallArea) -> None:
    people, case = small_area.people, worked_on(small_area)
    preview = what_goes_over(person=people.clerk, post=post_of(people.clerk), on=local_day(clock()))
    assert [(line.what, line.number, line.roles) for line in preview.lines] == [("case", case.number, ("handler",))]
    assert Case.objects.get(area_id=case.area_id, pk=case.pk).handler_id == people.clerk.pk


def test_what_belongs_to_another_post_stays(small_area: SmallArea) -> None:
    people, case = small_area.people, worked_on(small_area)
    other = give_post(
        person=people.clerk,
        unit=small_area.units.archive,
        role="member",
        from_on=local_day(clock()),
        by=actor(people.administrator),
        at=clock(),
    )
    preview = what_goes_over(person=people.clerk, post=other, on=local_day(clock()))
    assert (preview.lines, preview.stays) == ((), 1)
    hand(small_area, people.clerk, people.stranger, other)
    assert Case.objects.get(area_id=case.area_id, pk=case.pk).handler_id == people.clerk.pk


def test_closed_cases_stay_with_who_closed_them(small_area: SmallArea) -> None:
    people, case = small_area.people, struck_off(small_area)
    made = hand(small_area, people.clerk, people.stranger, post_of(people.clerk))
    assert not made.lines.filter(area_id=case.area_id, what="case").exists()
    assert Case.objects.get(area_id=case.area_id, pk=case.pk).handler_id == people.clerk.pk


def test_only_an_administrator_hands_over_and_to_somebody_else(small_area: SmallArea) -> None:
    people, day = small_area.people, local_day(clock())
    with pytest.raises(NotAllowed):
        actions.hand_over_post(
            person=people.clerk, to=people.stranger, post=None, on=day, reason="x", by=actor(people.clerk), at=clock()
        )
    with pytest.raises(WrongInput) as wrong:
        hand(small_area, people.clerk, people.clerk, None)
    assert "to" in wrong.value.problems


def test_a_refused_hand_over_leaves_nothing_behind(small_area: SmallArea) -> None:
    people = small_area.people
    worked_on(small_area)
    with pytest.raises(WrongInput):
        hand(small_area, people.clerk, people.stranger, post_of(people.director))
    assert not HandOver.objects.filter(area_id=small_area.area.pk).exists()
    assert post_of(people.clerk).to_on is None


def test_a_long_list_goes_over_by_a_job_that_goes_on_where_it_was(
    small_area: SmallArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, case = small_area.people, worked_on(small_area)
    monkeypatch.setattr(actions, "AT_ONCE", 0)
    made, job = actions.hand_over_post(
        person=people.clerk,
        to=people.stranger,
        post=post_of(people.clerk),
        on=local_day(clock()),
        reason="岗位调整",
        by=actor(people.administrator),
        at=clock(),
    )
    assert job is not None
    assert Case.objects.get(area_id=case.area_id, pk=case.pk).handler_id == people.clerk.pk
    work_off(now=clock)
    job.refresh_from_db(from_queryset=type(job).objects.filter(area_id=case.area_id))
    assert job.state == JobState.DONE
    assert Case.objects.get(area_id=case.area_id, pk=case.pk).handler_id == people.stranger.pk
    before = Event.objects.filter(area_id=case.area_id, case_id=case.pk).count()
    assert actions.carry_over(hand_over=made, by=actor(people.administrator), at=clock()) == 0
    assert Event.objects.filter(area_id=case.area_id, case_id=case.pk).count() == before
    assert HandOverLine.objects.filter(area_id=case.area_id, went=True).count() == 1


def test_an_instruction_to_who_leaves_is_answered_by_the_successor(small_area: SmallArea) -> None:
    people, case = small_area.people, worked_on(small_area)
    row = give_instruction(
        case=case, text="抓紧办理。", due=local_day(clock()), to=[people.clerk], by=actor(people.leader), at=clock()
    )
    made = hand(small_area, people.clerk, people.stranger, post_of(people.clerk))
    assert set(HandOverLine.objects.filter(area_id=case.area_id, hand_over=made).values_list("what", "went")) == {
        ("case", True),
        ("instruction", True),
    }
    (line,) = row.addressees.filter(area_id=case.area_id)
    answer_instruction(line=line, answer="已办", by=actor(people.stranger), at=clock())
    assert close_instruction(instruction=row, opinion="同意", by=actor(people.leader), at=clock()).closed_at is not None
    assert verify(case=case).broken == []
