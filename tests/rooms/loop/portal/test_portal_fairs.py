"""Fairs in the portal: an enterprise signs up once, within the rules of the pack, until sign-up closes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor, actor_of
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, NotAllowed, NotHere, Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.packs.actions import switch_pack
from bihuan.loop.portal.fairs import FAIRS, fair_of, fairs_to_come, part_in, parts_in_fairs, sign_up, sign_up_asks
from bihuan.loop.portal.registering import register
from tests.pages import enterprise_stories
from tests.people import NOW, TODAY, SmallArea, actor
from tests.rooms.loop.portal.test_portal import FORM, sending

GIVEN: dict[str, Any] = {
    "products": "数控机床",
    "stands": "2",
    "people": "3",
    "contact": "林一",
    "phone": "0512-00000000",
}


@pytest.fixture
def who(small_area: SmallArea) -> Actor:
    """Somebody of an enterprise on the register."""
    enterprise_stories.open_portal(small_area, NOW)
    return actor_of(enterprise_stories.enterprise(small_area, 0, "云湖精工机械有限公司", NOW)[1], on=TODAY)


@pytest.fixture
def fair(who: Actor, small_area: SmallArea) -> Case:
    return enterprise_stories.fair(small_area, NOW)


def test_an_enterprise_signs_up_once_and_the_organiser_confirms_it(
    fair: Case, who: Actor, small_area: SmallArea
) -> None:
    assert [ask.id for ask in sign_up_asks(fair, by=who, at=NOW)] == [
        "products",
        "stands",
        "people",
        "contact",
        "phone",
    ]
    case = sign_up(fair=fair, given=GIVEN, by=who, at=NOW)
    assert (case.state, case.responsible_id) == ("signed_up", fair.responsible_id)
    assert sign_up(fair=fair, given=GIVEN, by=who, at=NOW).pk == case.pk  # two windows, one case
    assert parts_in_fairs(who) == {fair.pk: case}
    assert "林一" not in str(case.fields)  # personal values are kept apart
    case = move_case(case=case, move="confirm", given={"stands": 1}, by=actor(small_area.people.clerk), at=NOW)
    assert case.state == "confirmed"
    case = move_case(case=case, move="change", given={**GIVEN, "stands": "3"}, by=who, at=NOW)
    assert (case.state, case.fields["stands"]) == ("signed_up", 3)


@pytest.mark.parametrize(
    ("field", "value"),
    [("products", ""), ("stands", "9"), ("stands", "0"), ("stands", "许多"), ("people", ""), ("people", "-1")],
)
def test_what_the_pack_does_not_allow_signs_nobody_up(fair: Case, who: Actor, field: str, value: str) -> None:
    with pytest.raises(Refused):
        sign_up(fair=fair, given={**GIVEN, field: value}, by=who, at=NOW)
    assert part_in(who, fair) is None


def test_sign_up_and_its_changes_end_on_the_last_day(fair: Case, who: Actor, small_area: SmallArea) -> None:
    over = NOW + timedelta(days=8)
    late = actor_of(Person.objects.get(pk=who.person_id), on=local_day(over))
    with pytest.raises(NotHere):
        sign_up(fair=fair, given=GIVEN, by=late, at=over)
    case = sign_up(fair=fair, given=GIVEN, by=who, at=NOW)
    for move, given in (("change", GIVEN), ("cancel", {"reason": "档期冲突"})):
        with pytest.raises(Refused):
            move_case(case=case, move=move, given=given, by=late, at=over)
    case = move_case(case=case, move="cancel", given={"reason": "档期冲突"}, by=who, at=NOW)
    assert case.state == "cancelled"
    with pytest.raises(Refused):
        move_case(case=case, move="again", given={**GIVEN, "reason": "可以参加"}, by=late, at=over)
    assert (
        move_case(case=case, move="again", given={**GIVEN, "reason": "可以参加"}, by=who, at=NOW).state == "signed_up"
    )


def test_who_is_not_confirmed_or_no_enterprise_signs_nobody_up(fair: Case, who: Actor, small_area: SmallArea) -> None:
    with pytest.raises(NotAllowed):
        sign_up(fair=fair, given=GIVEN, by=actor(small_area.people.clerk), at=NOW)
    given, mark = {**FORM, "name": "云湖和泽医药有限公司"}, sending(small_area)
    waiting = register(area_id=small_area.area.pk, given=given, sending=mark, at=NOW).person
    with pytest.raises(NotHere):
        sign_up(fair=fair, given=GIVEN, by=actor_of(waiting, on=TODAY), at=NOW)


def test_a_fair_that_is_only_planned_or_of_a_pack_that_is_off_is_not_there(
    fair: Case, who: Actor, small_area: SmallArea
) -> None:
    planned = enterprise_stories.fair(small_area, NOW, announced=False)
    with pytest.raises(CaseNotFound):
        fair_of(fair.area_id, planned.number)
    assert fairs_to_come(fair.area_id) == [fair]
    switch_pack(pack=FAIRS, on=False, by=actor(small_area.people.administrator), at=NOW)
    assert fairs_to_come(fair.area_id) == []
    with pytest.raises(CaseNotFound):
        fair_of(fair.area_id, fair.number)
