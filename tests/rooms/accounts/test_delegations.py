"""Standing in for somebody who is away: given, counted by the day, ended by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.accounts.actions.delegations import end_delegation, give_delegation
from bihuan.accounts.delegations import delegations_to, standing_in
from bihuan.accounts.errors import NotAllowed, WrongInput
from bihuan.accounts.models import Delegation, OrganisationEvent, Person
from bihuan.accounts.queries import Actor
from tests.people import NOW, TODAY, SmallArea, actor

WEEK = timedelta(days=7)


def lend(
    small: SmallArea, person: Person, to: Person, *, by: Actor | None = None, first: date = TODAY, **more: Any
) -> Delegation:
    given: dict[str, Any] = {"from_on": first, "to_on": first + WEEK, "reason": "休假", **more}
    return give_delegation(person=person, to=to, by=by or actor(person), at=NOW, today=TODAY, **given)


def test_who_stands_in_acts_with_the_posts_of_who_is_away_under_the_own_name(small_area: SmallArea) -> None:
    people = small_area.people
    made = lend(small_area, people.director, people.clerk)
    who = standing_in(people.clerk, delegation_id=made.pk, on=TODAY)
    assert who is not None
    assert (who.person_id, who.stands_for, who.name) == (people.clerk.pk, people.director.pk, people.clerk.name)
    assert who.heads_unit(small_area.units.housing.pk)
    assert who.persons == {people.clerk.pk, people.director.pk}


def test_a_delegation_counts_from_its_first_day_to_its_last_and_then_no_more(small_area: SmallArea) -> None:
    people = small_area.people
    made = lend(small_area, people.director, people.clerk, first=TODAY + WEEK)
    counts = [
        standing_in(people.clerk, delegation_id=made.pk, on=TODAY + timedelta(days=days)) is not None
        for days in (6, 7, 14, 15)
    ]
    assert counts == [False, True, True, False]
    assert [one.pk for one in delegations_to(people.clerk.pk, small_area.area.pk, TODAY + WEEK)] == [made.pk]


def test_nobody_acts_by_a_delegation_given_to_somebody_else(small_area: SmallArea) -> None:
    people = small_area.people
    made = lend(small_area, people.director, people.clerk)
    assert standing_in(people.clerk_second, delegation_id=made.pk, on=TODAY) is None


def test_whoever_stands_in_does_not_hand_it_on(small_area: SmallArea) -> None:
    people = small_area.people
    made = lend(small_area, people.director, people.clerk)
    who = standing_in(people.clerk, delegation_id=made.pk, on=TODAY)
    assert who is not None
    with pytest.raises(NotAllowed):
        lend(small_area, people.director, people.clerk_second, by=who, first=TODAY + 2 * WEEK)


def test_keeping_the_organisation_is_never_handed_on(small_area: SmallArea) -> None:
    people = small_area.people
    made = lend(small_area, people.administrator, people.clerk)
    assert standing_in(people.clerk, delegation_id=made.pk, on=TODAY) is None


def test_two_do_not_stand_in_for_the_same_post_at_once(small_area: SmallArea) -> None:
    people = small_area.people
    lend(small_area, people.director, people.clerk)
    with pytest.raises(WrongInput) as wrong:
        lend(small_area, people.director, people.clerk_second, first=TODAY + WEEK)
    assert "from_on" in wrong.value.problems
    lend(small_area, people.director, people.clerk_second, first=TODAY + WEEK + timedelta(days=1))


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("to_on", {"to_on": TODAY - timedelta(days=1)}),
        ("reason", {"reason": " "}),
        ("posts", {"posts": [999999]}),
    ],
)
def test_a_delegation_that_cannot_be_is_refused_by_its_field(
    small_area: SmallArea, field: str, given: dict[str, Any]
) -> None:
    people = small_area.people
    with pytest.raises(WrongInput) as wrong:
        lend(small_area, people.director, people.clerk, **given)
    assert field in wrong.value.problems


def test_nobody_stands_in_for_oneself_and_a_stranger_arranges_nothing(small_area: SmallArea) -> None:
    people = small_area.people
    with pytest.raises(WrongInput):
        lend(small_area, people.director, people.director)
    with pytest.raises(NotAllowed):
        lend(small_area, people.director, people.clerk, by=actor(people.stranger))


def test_an_administrator_arranges_it_and_either_side_ends_it_at_once(small_area: SmallArea) -> None:
    people = small_area.people
    made = lend(small_area, people.director, people.clerk, by=actor(people.administrator))
    end_delegation(delegation=made, by=actor(people.clerk), at=NOW, today=TODAY)
    assert standing_in(people.clerk, delegation_id=made.pk, on=TODAY) is None
    with pytest.raises(WrongInput):
        end_delegation(delegation=made, by=actor(people.director), at=NOW, today=TODAY)
    verbs = (
        OrganisationEvent.objects.filter(subject_id=people.director.pk).order_by("-id").values_list("verb", flat=True)
    )
    assert list(verbs[:2]) == ["delegation_ended", "delegation_given"]
