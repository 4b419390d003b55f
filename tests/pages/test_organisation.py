"""Every page about units and people, for every kind of person: an administrator may, for all others it does not exist."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from bihuan.accounts.models import Person
from tests.people import People, Units, browser_of

PAGES = (
    ("organisation", ()),
    ("unit_new", ()),
    ("unit", ("unit",)),
    ("unit_change", ("unit",)),
    ("people", ()),
    ("person_new", ()),
    ("person", ("person",)),
    ("person_change", ("person",)),
    ("desks", ()),
    ("calendar", ()),
    ("organisation_import", ()),
    ("organisation_import_template", ()),
)
POSTS = (
    ("unit_end", ("unit",)),
    ("person_post", ("person",)),
    ("person_password", ("person",)),
    ("person_leave", ("person",)),
    ("person_return", ("person",)),
    ("desk_name", ()),
    ("organisation_import_take", ()),
    ("organisation_import_refused", ()),
    ("organisation_import_passwords", ()),
)


def address(name: str, needs: tuple[str, ...], units: Units, people: People) -> str:
    ids = {"unit": units.housing.pk, "person": people.clerk.pk}
    return reverse(name, args=[ids[need] for need in needs])


@pytest.mark.parametrize(("name", "needs"), PAGES, ids=[name for name, _needs in PAGES])
def test_an_administrator_opens_the_page_and_nobody_else_does(
    name: str, needs: tuple[str, ...], units: Units, people: People
) -> None:
    url = address(name, needs, units, people)
    for who, person in people.all().items():
        status = browser_of(person).get(url).status_code
        assert status == (200 if who == "administrator" else 404), who
    assert browser_of(None).get(url).status_code == 302


@pytest.mark.parametrize(("name", "needs"), POSTS, ids=[name for name, _needs in POSTS])
def test_nobody_else_changes_anything(name: str, needs: tuple[str, ...], units: Units, people: People) -> None:
    url = address(name, needs, units, people)
    for who, person in people.all().items():
        if who != "administrator":
            assert browser_of(person).post(url).status_code == 404, who


def test_missing_and_forbidden_look_the_same(units: Units, people: People, outsider: Person) -> None:
    missing = browser_of(people.administrator).get(reverse("unit", args=[999999]))
    foreign = browser_of(outsider).get(reverse("unit", args=[units.housing.pk]))
    forbidden = browser_of(people.clerk).get(reverse("unit", args=[units.housing.pk]))
    assert [answer.status_code for answer in (missing, foreign, forbidden)] == [404, 404, 404]
    pages = {
        re.sub(r"X-CSRFToken[^}]*|csrfmiddlewaretoken[^>]*", "", answer.text)
        for answer in (missing, foreign, forbidden)
    }
    assert len({re.sub(r"/units/\d+/", "", page) for page in pages}) == 1


def test_the_pages_speak_english_to_whoever_wants_it(people: People) -> None:
    browser = browser_of(people.administrator)
    assert "单位" in browser.get(reverse("organisation")).text
    browser.cookies["django_language"] = "en"
    assert "Add a unit" in browser.get(reverse("organisation")).text
