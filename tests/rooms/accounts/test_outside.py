"""Enterprises are outside bodies: known by their credit code, found by whoever looks for one, and part of no list of units."""

from __future__ import annotations

import pytest

from bihuan.accounts.actions import add_contact, add_enterprise, give_post, rename_enterprise
from bihuan.accounts.directory import find_people, own_people, unit_chosen, unit_tree
from bihuan.accounts.errors import NotInArea, WrongInput
from bihuan.accounts.models import Area, Unit
from bihuan.accounts.queries import actor_of, find_enterprises, find_units, units_of
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.values import BadValue, applicant_of, enterprise_of, unit_of
from tests.people import NOW, PASSWORD, TODAY, People, Units, actor

CODE = "91350100M000100Y43"
NAME = "云湖精工机械有限公司"


@pytest.fixture
def firm(people: People) -> Unit:
    return add_enterprise(by=actor(people.administrator), at=NOW, name=NAME, credit_code="91350100-m000100y43")


def test_an_enterprise_stands_in_no_list_of_units(firm: Unit, area: Area) -> None:
    assert firm.credit_code == CODE
    assert firm not in units_of(area.pk)
    assert find_units(area.pk, "精工") == []
    assert NAME not in [line.name for line in unit_tree(area.pk, on=TODAY)]
    with pytest.raises(WrongInput):
        unit_chosen(area.pk, value=str(firm.pk), typed="云湖精工机械有限公司")
    with pytest.raises(BadValue):
        unit_of(area.pk, firm)


@pytest.mark.parametrize("typed", ["精工机械", "yhjg", "91350100m0", CODE])
def test_an_enterprise_is_found_among_enterprises(firm: Unit, area: Area, typed: str) -> None:
    assert find_enterprises(area.pk, typed) == [firm]


@pytest.mark.parametrize("wrong", ["", "91350100M000100Y44", "123"])
def test_a_wrong_code_is_refused_with_a_sentence(people: People, wrong: str) -> None:
    with pytest.raises(WrongInput) as refused:
        add_enterprise(by=actor(people.administrator), at=NOW, name=NAME, credit_code=wrong)
    assert list(refused.value.problems) == ["credit_code"]


def test_a_code_belongs_to_one_enterprise_of_an_area(firm: Unit, people: People) -> None:
    with pytest.raises(WrongInput) as refused:
        add_enterprise(by=actor(people.administrator), at=NOW, name="另一家公司", credit_code=CODE)
    assert list(refused.value.problems) == ["credit_code"]


def test_a_contact_acts_for_the_enterprise_alone(firm: Unit, people: People, area: Area) -> None:
    person = add_contact(
        unit=firm, by=actor(people.administrator), at=NOW, from_on=TODAY, username=CODE, name="白晓", password=PASSWORD
    )
    who = actor_of(person, on=TODAY)
    assert who.outside_unit == firm.pk
    assert who.permissions == {Permission.HEAD_UNIT}
    assert [post.unit_id for post in who.posts if post.heads] == [firm.pk]
    assert person not in own_people(area.pk)
    assert find_people(area.pk, "白晓", on=TODAY) == []


def test_nobody_mixes_posts_inside_and_outside(firm: Unit, people: People, units: Units) -> None:
    by = actor(people.administrator)
    with pytest.raises(WrongInput):
        give_post(person=people.postless, unit=firm, role="head", by=by, at=NOW, from_on=TODAY)
    with pytest.raises(WrongInput):
        give_post(person=people.postless, unit=units.archive, role="outside", by=by, at=NOW, from_on=TODAY)
    with pytest.raises(NotInArea):
        add_contact(unit=units.archive, by=by, at=NOW, from_on=TODAY, username="a.b", name="白晓", password=PASSWORD)


def test_a_renamed_enterprise_is_still_found_by_its_old_name(firm: Unit, people: People, area: Area) -> None:
    rename_enterprise(unit=firm, by=actor(people.administrator), at=NOW, name="云湖精工科技有限公司")
    assert [unit.name for unit in find_enterprises(area.pk, "精工机械")] == ["云湖精工科技有限公司"]


def test_an_applicant_is_an_enterprise_or_a_person(firm: Unit, people: People, area: Area) -> None:
    for typed in (firm, NAME, CODE.lower(), f"enterprise:{firm.pk}"):
        assert applicant_of(area.pk, typed) == firm
    assert applicant_of(area.pk, "qiu.xiaoman") == people.clerk
    assert applicant_of(area.pk, str(people.clerk.pk)) == people.clerk
    assert enterprise_of(area.pk, str(firm.pk)) == firm
    for wrong in ("enterprise:999999", "没有这家公司"):
        with pytest.raises(BadValue):
            applicant_of(area.pk, wrong)
