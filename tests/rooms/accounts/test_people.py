"""People are entered with a one-time password, changed, and stopped from signing in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.test import RequestFactory, override_settings

from bihuan.accounts.actions import (
    activate,
    add_person,
    change_own_language,
    change_own_password,
    change_person,
    deactivate,
    give_post,
    set_password,
)
from bihuan.accounts.audit import changes_of
from bihuan.accounts.errors import NotAllowed, NotInArea, Refused, WrongInput
from bihuan.accounts.models import Area, OrganisationEvent, Person, Post
from bihuan.accounts.passwords import hash_of_generated
from bihuan.accounts.pinyin import typed_forms_of_person
from tests.people import NOW, PASSWORD, TODAY, People, Units, actor


def test_a_new_person_signs_in_with_the_password_shown_once(people: People) -> None:
    made = add_person(by=actor(people.administrator), at=NOW, username="wen.he", name="温和")
    person = Person.objects.get(username="wen.he")
    assert person.check_password(made.password)
    assert person.password_is_initial
    assert made.password not in str(list(OrganisationEvent.objects.values()))


def test_only_an_administrator_enters_people(people: People) -> None:
    for name, person in people.all().items():
        if name != "administrator":
            with pytest.raises(NotAllowed):
                add_person(by=actor(person), at=NOW, username="wen.he", name="温和")


def test_everything_wrong_with_a_person_is_said_at_once(people: People) -> None:
    with pytest.raises(WrongInput) as wrong:
        add_person(by=actor(people.administrator), at=NOW, username="温和", name="", email="wen", password="123")
    assert list(wrong.value.problems) == ["username", "name", "email", "password"]


@pytest.mark.parametrize("username", ["lin.ruoxi", "Lin.Ruoxi"])
def test_a_sign_in_name_belongs_to_one_person_in_any_case_of_letters(people: People, username: str) -> None:
    with pytest.raises(WrongInput) as wrong:
        add_person(by=actor(people.administrator), at=NOW, username=username, name="林若溪")
    assert list(wrong.value.problems) == ["username"]


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("单志明", "szm shanzhiming"),
        ("曾可", "zk zengke"),
        ("万俟安", "mqa moqian"),
        ("林若溪", "lrx linruoxi"),
        ("Anna Li", "anna li"),
    ],
)
def test_names_are_typed_as_they_are_spoken(name: str, forms: str) -> None:
    assert typed_forms_of_person(name, limit=200) == forms


def test_a_changed_person_is_on_record_with_what_was_before(people: People, area: Area) -> None:
    change_person(person=people.clerk, by=actor(people.administrator), at=NOW, name="邱满", phone="0571-0000")
    event = changes_of(area.pk, "person", people.clerk.pk)[0]
    assert event.before == {"name": "邱小满", "phone": ""}
    assert event.after == {"name": "邱满", "phone": "0571-0000"}


def test_an_administrator_gives_a_new_password_and_the_old_one_ends(people: People) -> None:
    password = set_password(person=people.clerk, by=actor(people.administrator), at=NOW)
    person = Person.objects.get(pk=people.clerk.pk)
    assert person.check_password(password)
    assert not person.check_password(PASSWORD)
    assert person.password_is_initial


def test_people_of_another_area_do_not_exist_here(people: People, outsider: Person) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: change_person(person=people.clerk, by=actor(outsider), at=NOW, name="别名"),
        lambda: set_password(person=people.clerk, by=actor(outsider), at=NOW),
        lambda: deactivate(person=people.clerk, by=actor(outsider), at=NOW),
        lambda: activate(person=people.clerk, by=actor(outsider), at=NOW),
    )
    for act in acts:
        with pytest.raises(NotInArea):
            act()


def test_whoever_leaves_cannot_sign_in_and_loses_all_posts(people: People) -> None:
    by = actor(people.administrator)
    deactivate(person=people.clerk, by=by, at=NOW)
    assert not Person.objects.get(pk=people.clerk.pk).is_active
    assert Post.objects.get(person=people.clerk).to_on == TODAY
    activate(person=people.clerk, by=by, at=NOW)
    assert Person.objects.get(pk=people.clerk.pk).is_active


def test_nobody_stops_himself_and_the_last_administrator_stays(people: People, units: Units) -> None:
    by = actor(people.administrator)
    with pytest.raises(Refused):
        deactivate(person=people.administrator, by=by, at=NOW)
    give_post(person=people.clerk, unit=units.office, role="administrator", by=by, at=NOW, from_on=TODAY)
    deactivate(person=people.administrator, by=actor(people.clerk), at=NOW)
    with pytest.raises(Refused):
        deactivate(person=people.clerk, by=by, at=NOW)


def test_people_choose_their_own_password_and_language_and_nobody_elses(people: People) -> None:
    by = actor(people.clerk)
    person = change_own_password(person=people.clerk, by=by, at=NOW, old=PASSWORD, new="rain-on-the-lake-9")
    assert person.check_password("rain-on-the-lake-9")
    assert change_own_language(person=people.clerk, by=by, at=NOW, language="en").language == "en"
    acts: tuple[Callable[[], object], ...] = (
        lambda: change_own_password(person=people.director, by=by, at=NOW, old=PASSWORD, new="rain-on-the-lake-9"),
        lambda: change_own_language(person=people.director, by=by, at=NOW, language="en"),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    ("old", "new", "wrong_field"),
    [("guess", "rain-on-the-lake-9", "old"), (PASSWORD, "12345678", "new"), (PASSWORD, PASSWORD, "new")],
)
def test_a_new_password_needs_the_old_one_and_must_be_good(
    people: People, old: str, new: str, wrong_field: str
) -> None:
    with pytest.raises(WrongInput) as wrong:
        change_own_password(person=people.clerk, by=actor(people.clerk), at=NOW, old=old, new=new)
    assert list(wrong.value.problems) == [wrong_field]


def test_a_language_that_does_not_exist_is_refused(people: People) -> None:
    with pytest.raises(WrongInput):
        change_own_language(person=people.clerk, by=actor(people.clerk), at=NOW, language="tlh")


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"])
def test_a_generated_password_is_stored_slow_after_the_first_sign_in(people: People) -> None:
    """5,000 people are imported at once; the slow hash comes when each signs in."""
    Person.objects.filter(pk=people.clerk.pk).update(password=hash_of_generated("abcd-efgh-jkmn"))
    assert Person.objects.get(pk=people.clerk.pk).check_password("abcd-efgh-jkmn")
    stored = Person.objects.get(pk=people.clerk.pk).password
    assert identify_hasher(stored).decode(stored)["iterations"] == PBKDF2PasswordHasher.iterations


def test_a_person_who_may_not_sign_in_is_not_let_in(people: People) -> None:
    deactivate(person=people.clerk, by=actor(people.administrator), at=NOW)
    assert authenticate(RequestFactory().post("/"), username="qiu.xiaoman", password=PASSWORD) is None
