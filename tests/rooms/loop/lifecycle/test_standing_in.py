"""Four eyes across delegations: nobody approves the own work or signs twice, whoever acts for whom."""

from __future__ import annotations

import json
import random

import pytest

from bihuan.accounts.actions.delegations import give_delegation
from bihuan.accounts.delegations import standing_in
from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.trail.models import Event
from tests.pages.stories import answered, clock, paper, reviewed
from tests.people import SmallArea, actor

ALL = [0, 1, 2]
POINTS = {1: "met", 2: "met"}


def standing(person: Person, away: Person) -> Actor:
    """Who `person` is while standing in for `away` today."""
    today = local_day(clock())
    given = give_delegation(
        person=away, to=person, from_on=today, to_on=today, reason="出差", by=actor(away), at=clock(), today=today
    )
    found = standing_in(person, delegation_id=given.pk, on=today)
    assert found is not None
    return found


def passed(case: Case, by: Actor) -> Case:
    return sign_case(case=case, verdict="pass", checks=ALL, points=POINTS, by=by, at=clock())


def test_the_trail_says_for_whom_somebody_acted(small_area: SmallArea) -> None:
    people = small_area.people
    case = reviewed(small_area)
    passed(case, standing(people.stranger, people.lead_director))
    event = Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("-seq").first()
    assert event is not None
    by = json.loads(event.record)["by"]
    assert (by["name"], by["for"]["name"]) == (people.stranger.name, people.lead_director.name)
    signature = Signature.objects.get(area_id=case.area_id, case_id=case.pk)
    assert (signature.person_id, signature.person_for) == (people.stranger.pk, people.lead_director.pk)


def test_who_submitted_does_not_sign_in_the_place_of_the_reviewer(small_area: SmallArea) -> None:
    people = small_area.people
    with pytest.raises(NotAllowed):
        passed(reviewed(small_area), standing(people.director, people.lead_director))


def test_the_work_of_who_is_away_is_not_approved_by_who_stands_in(small_area: SmallArea) -> None:
    people = small_area.people
    brought = [paper("承诺书.pdf", kind="pledge"), paper("签字.pdf", kind="second_signature")]
    case = move_case(
        case=answered(small_area),
        move="submit",
        given={"statement": "两点都已达到"},
        by=standing(people.lead_director, people.director),
        at=clock(),
        evidence=brought,
    )
    with pytest.raises(NotAllowed):
        passed(case, actor(people.lead_director))


def test_nobody_signs_a_second_level_for_somebody_else(small_area: SmallArea) -> None:
    people = small_area.people
    case = passed(reviewed(small_area), actor(people.lead_director))
    with pytest.raises(NotAllowed):
        passed(case, standing(people.lead_director, people.office))


def test_who_was_stood_in_for_has_signed(small_area: SmallArea) -> None:
    people = small_area.people
    case = passed(reviewed(small_area), standing(people.stranger, people.lead_director))
    with pytest.raises(NotAllowed):
        passed(case, standing(people.lead_director, people.office))


@pytest.mark.parametrize("seed", range(4))
def test_in_any_web_of_delegations_everybody_counts_once_in_a_pass(small_area: SmallArea, seed: int) -> None:
    draw, people = random.Random(seed), small_area.people
    case = reviewed(small_area)
    signers = [
        people.lead_director, people.office, people.office_second, people.discipline, people.organisation,
        people.group_leader, people.director,
    ]  # fmt: skip
    actors = [actor(person) for person in signers]
    for away in draw.sample(signers, 5):
        actors.append(standing(draw.choice([one for one in signers if one != away]), away))
    for _attempt in range(40):
        try:
            case = passed(case, draw.choice(actors))
        except Refused:
            continue
        if case.category == "closed":
            break
    signed = Signature.objects.filter(area_id=case.area_id, case_id=case.pk)
    used = [pk for one in signed for pk in {one.person_id, one.person_for} - {None}]
    assert len(used) == len(set(used))
    assert people.director.pk not in used
    assert signed.exists()
