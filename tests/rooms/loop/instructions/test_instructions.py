"""Leaders instruct, units sign for it and answer, late answers are counted apart, and the chain of the case tells it all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.accounts.actions.delegations import give_delegation
from bihuan.accounts.delegations import standing_in
from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.instructions.actions import (
    answer_instruction,
    close_instruction,
    give_instruction,
    receive_instruction,
    withdraw_instruction,
)
from bihuan.loop.instructions.models import Addressee, Instruction
from bihuan.loop.instructions.nightly import tell_of_late_answers
from bihuan.loop.instructions.queries import count_instructions, instructions_seen, light_of, week_to_read_again
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.models import Notice
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from tests.pages.stories import clock, paper, today, worked_on
from tests.people import SmallArea, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path: object, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def given(small: SmallArea, case: Case, *, days: int = 7, **more: object) -> Instruction:
    keys: dict[str, Any] = {"text": "请尽快办结，并报告进展。", "due": today() + timedelta(days=days), **more}
    return give_instruction(case=case, by=actor(small.people.leader), at=clock(), **keys)


def lines(row: Instruction) -> list[Addressee]:
    return list(Addressee.objects.filter(area_id=row.area_id, instruction_id=row.pk).order_by("id"))


def test_an_instruction_goes_to_the_responsible_unit_and_the_handler_unless_it_says_otherwise(
    small_area: SmallArea,
) -> None:
    case = worked_on(small_area)
    row = given(small_area, case)
    assert [(line.unit_id, line.person_id) for line in lines(row)] == [
        (small_area.units.housing.pk, None),
        (None, small_area.people.clerk.pk),
    ]
    told = Notice.objects.filter(area_id=case.area_id, case_id=case.pk, kind="instruction")
    assert told.count() == 2


def test_who_is_asked_sees_the_case_from_then_on(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    given(small_area, case, to=[small_area.units.archive])
    assert get_case(actor(small_area.people.stranger), case.pack, case.number).pk == case.pk


def test_received_answered_with_material_and_ended(small_area: SmallArea) -> None:
    people = small_area.people
    case = worked_on(small_area)
    row = given(small_area, case, to=[small_area.units.housing])
    (line,) = lines(row)
    receive_instruction(line=line, by=actor(people.clerk), at=clock())
    with pytest.raises(NotHere):
        receive_instruction(line=line, by=actor(people.director), at=clock())
    with pytest.raises(NotHere):
        close_instruction(instruction=row, opinion="", by=actor(people.leader), at=clock())
    brought = [paper("落实情况.pdf")]
    line = answer_instruction(
        line=line, answer="已召开专题会并落实。", brought=brought, by=actor(people.clerk), at=clock()
    )
    assert not line.late
    row = close_instruction(instruction=row, opinion="同意办结。", by=actor(people.leader), at=clock())
    assert row.closed_at is not None
    verbs = Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("seq").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("instruction")] == [
        "instruction_given",
        "instruction_received",
        "instruction_answered",
        "instruction_closed",
    ]
    with pytest.raises(NotHere):
        answer_instruction(line=line, answer="再补充", by=actor(people.clerk), at=clock())
    assert verify().broken == []


def test_only_leaders_instruct_and_the_office_writes_down_for_them(small_area: SmallArea) -> None:
    people = small_area.people
    case = worked_on(small_area)
    keys: dict[str, Any] = {"case": case, "text": "抓紧办理。", "due": today(), "at": clock()}
    for person in (people.clerk, people.director, people.office, people.observer, people.stranger):
        with pytest.raises(NotAllowed):
            give_instruction(by=actor(person), **keys)
    row = give_instruction(by=actor(people.office), giver=people.leader, **keys)
    assert (row.giver_id, row.entered_by_id) == (people.leader.pk, people.office.pk)
    give_instruction(by=actor(people.group_leader), **keys)
    with pytest.raises(NotAllowed):
        give_instruction(by=actor(people.office), giver=people.clerk, **keys)
    with pytest.raises(NotAllowed):
        give_instruction(by=actor(people.clerk), giver=people.leader, **keys)


def test_what_is_wrong_is_said_field_by_field(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    tomorrow = today() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        given(small_area, case, text=" ", due=today() - timedelta(days=1), given_on=tomorrow)
    assert set(refused.value.fields) == {"text", "due", "given_on"}


def test_only_whom_it_is_given_to_answers(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    (line,) = lines(given(small_area, case, to=[small_area.units.housing]))
    for person in (small_area.people.lead_clerk, small_area.people.office, small_area.people.leader):
        with pytest.raises(NotAllowed):
            answer_instruction(line=line, answer="代答", by=actor(person), at=clock())


def test_an_answer_after_the_date_is_late_and_counted_apart(small_area: SmallArea) -> None:
    people = small_area.people
    case = worked_on(small_area)
    row = given(small_area, case, days=0, to=[small_area.units.housing, people.clerk])
    unit, clerk = lines(row)
    answer_instruction(line=unit, answer="按时答复。", by=actor(people.director), at=clock())
    later = clock() + timedelta(days=3)
    day = today() + timedelta(days=3)
    seen = list(instructions_seen(actor(people.leader), which="given", day=day))
    assert light_of(seen[0], day) == "late"
    answer_instruction(line=clerk, answer="迟到的答复。", by=actor(people.clerk), at=later)
    counted = count_instructions(list(instructions_seen(actor(people.leader), day=day)), day)
    assert (counted.lines, counted.in_time, counted.answered_late, counted.late) == (2, 1, 1, 0)


def test_the_night_tells_of_a_late_answer_once_and_again_after_a_week(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    given(small_area, case, days=0, to=[small_area.units.housing])

    def night(days: int) -> int:
        at = clock() + timedelta(days=days)
        return tell_of_late_answers(Tonight(case.area_id, today() + timedelta(days=days), at, lambda: None))

    assert [night(0), night(1), night(1), night(2), night(8)] == [0, 1, 0, 0, 1]


def test_a_withdrawn_instruction_needs_a_reason_and_counts_no_more(small_area: SmallArea) -> None:
    people = small_area.people
    case = worked_on(small_area)
    row = given(small_area, case)
    with pytest.raises(Refused):
        withdraw_instruction(instruction=row, reason="", by=actor(people.leader), at=clock())
    with pytest.raises(NotAllowed):
        withdraw_instruction(instruction=row, reason="不再需要", by=actor(people.clerk), at=clock())
    withdraw_instruction(instruction=row, reason="事项已并入另一批示", by=actor(people.leader), at=clock())
    assert count_instructions(list(instructions_seen(actor(people.leader), day=today())), today()).given == 0


def test_the_registers_show_each_person_the_own_side(small_area: SmallArea) -> None:
    people = small_area.people
    case = worked_on(small_area)
    row = given(small_area, case, to=[small_area.units.housing])

    def shown(person: object, which: str, state: str = "") -> list[int]:
        rows = instructions_seen(actor(person), which=which, state=state, day=today())  # type: ignore[arg-type]
        return [one.pk for one in rows]

    assert shown(people.leader, "given") == [row.pk]
    assert shown(people.leader, "mine") == []
    assert shown(people.clerk, "mine") == [row.pk]
    assert shown(people.stranger, "all") == []
    assert shown(people.office, "all", "open") == [row.pk]
    assert shown(people.office, "all", "answered") == []


def test_the_register_of_the_week_reads_what_runs_what_came_and_what_ended(small_area: SmallArea) -> None:
    people = small_area.people
    case = worked_on(small_area)
    old = given(small_area, case, given_on=today() - timedelta(days=30), to=[small_area.units.housing])
    new = given(small_area, case, to=[small_area.units.housing])
    done = given(small_area, case, given_on=today() - timedelta(days=30), to=[small_area.units.housing])
    answer_instruction(line=lines(done)[0], answer="已办。", by=actor(people.clerk), at=clock())
    close_instruction(instruction=done, opinion="", by=actor(people.leader), at=clock())
    week = week_to_read_again(actor(people.leader), today())
    assert ([one.pk for one in week.given], [one.pk for one in week.ended], [one.pk for one in week.running]) == (
        [new.pk],
        [done.pk],
        [old.pk],
    )


def standing(person: Person, away: Person) -> Actor:
    """Who `person` is while standing in for `away` today."""
    kept = give_delegation(
        person=away, to=person, from_on=today(), to_on=today(), reason="出差", by=actor(away), at=clock(), today=today()
    )
    found = standing_in(person, delegation_id=kept.pk, on=today())
    assert found is not None
    return found


def test_what_a_stand_in_instructs_is_the_leaders_and_only_the_leader_ends_it(small_area: SmallArea) -> None:
    people, case = small_area.people, worked_on(small_area)
    deputy = standing(people.clerk, people.leader)
    row = give_instruction(
        case=case, text="抓紧办理。", due=today(), to=[small_area.units.housing], by=deputy, at=clock()
    )
    assert row.giver_id == people.leader.pk
    assert row.entered_by_id == people.clerk.pk
    (line,) = lines(row)
    answer_instruction(line=line, answer="已办", by=actor(people.clerk), at=clock())
    for by in (actor(people.clerk), deputy):  # the deputy answered it himself
        with pytest.raises(NotAllowed):
            close_instruction(instruction=row, opinion="同意", by=by, at=clock())
    assert close_instruction(instruction=row, opinion="同意", by=actor(people.leader), at=clock()).closed_at is not None
    assert verify(case=case).broken == []


def test_who_stands_in_for_somebody_answers_what_was_given_to_that_person(small_area: SmallArea) -> None:
    people, case = small_area.people, worked_on(small_area)
    (line,) = lines(given(small_area, case, to=[people.clerk]))
    deputy = standing(people.clerk_second, people.clerk)
    assert instructions_seen(deputy, which="mine", day=today()).exists()
    assert receive_instruction(line=line, by=deputy, at=clock()).received_by_id == people.clerk_second.pk
