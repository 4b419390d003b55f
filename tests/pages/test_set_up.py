"""The first start: area and administrator, units, desks; afterwards it no longer exists."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import Area, Person, Post, Unit
from bihuan.loop.cases.desks import holders_of_desks
from bihuan.loop.lifecycle.packs import release_packs
from tests.people import NOW, PACK, PASSWORD, People, browser_of

FORM = {
    "area_name": "云湖新区",
    "code": "yunhu",
    "name": "徐一帆",
    "unit_name": "党政办公室",
    "username": "xu.yifan",
    "password": PASSWORD,
    "again": PASSWORD,
}


def test_the_whole_set_up(db: None) -> None:
    release_packs(at=NOW)
    browser = Client()
    assert browser.get(reverse("set_up")).status_code == 200
    assert browser.post(reverse("set_up"), FORM).url == reverse("set_up_units")  # type: ignore[attr-defined]
    browser.post(reverse("set_up_units"), {"units": "整改工作领导小组办公室\n住房和城乡建设局\n  质监站"})
    assert Unit.objects.get(name="质监站").parent == Unit.objects.get(name="住房和城乡建设局")
    office = Unit.objects.get(name="整改工作领导小组办公室")
    form = {"pack": PACK, "desk": "office", f"holder_{PACK}_office": f"unit:{office.pk}", "next": "set-up"}
    assert browser.post(reverse("desk_name"), form).url.startswith(reverse("set_up_desks"))  # type: ignore[attr-defined]
    area = Area.objects.get()
    assert [holder.name for holder in holders_of_desks(area.pk, PACK)["office"]] == [office.name]
    assert browser.post(reverse("set_up_finish")).status_code == 302
    for name in ("set_up", "set_up_units", "set_up_desks"):
        assert browser.get(reverse(name)).status_code == 404


def test_a_fresh_installation_leads_to_it(db: None) -> None:
    asked_to_sign_in = {"next": "/"}
    assert Client().get(reverse("account_login"), asked_to_sign_in).url == reverse("set_up")  # type: ignore[attr-defined]


def test_an_installation_in_use_asks_to_sign_in(people: People) -> None:
    assert Client().get(reverse("account_login"), {"next": "/"}).status_code == 200


def test_it_is_taken_up_where_it_stopped(db: None) -> None:
    Client().post(reverse("set_up"), FORM)
    again = browser_of(Person.objects.get(username="xu.yifan"))
    assert again.get(reverse("set_up")).url == reverse("set_up_units")  # type: ignore[attr-defined]
    assert again.get(reverse("set_up_units")).status_code == 200


def test_once_somebody_administers_it_is_closed_for_all_others(db: None) -> None:
    Client().post(reverse("set_up"), FORM)
    stranger = Client()
    assert stranger.get(reverse("set_up")).status_code == 404
    assert stranger.post(reverse("set_up"), {**FORM, "code": "other", "username": "other"}).status_code == 404
    assert Person.objects.count() == 1


def test_it_stays_closed_when_the_administrator_has_left(people: People) -> None:
    Person.objects.filter(pk=people.administrator.pk).update(is_active=False)
    Post.objects.filter(person=people.administrator).update(to_on="2025-12-31", from_on="2025-01-01")
    assert Client().get(reverse("set_up")).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("area_name", ""),
        ("code", "云湖"),
        ("username", "徐一帆"),
        ("password", "12345678"),
        ("again", "something-else"),
        ("unit_name", "长" * 101),
    ],
)
def test_a_wrong_answer_stores_nothing_and_keeps_the_others(db: None, field: str, value: str) -> None:
    again = {"again": value} if field == "password" else {}
    answer = Client().post(reverse("set_up"), {**FORM, **again, field: value})
    assert answer.status_code == 400
    assert f'aria-describedby="id_{field}' in answer.text or f'href="#id_{field}"' in answer.text
    assert PASSWORD not in answer.text
    assert not Area.objects.exists()
    assert not Person.objects.exists()


def test_other_people_of_the_area_do_not_see_the_set_up(people: People) -> None:
    for who, person in people.all().items():
        expected = 200 if who == "administrator" else 404
        assert browser_of(person).get(reverse("set_up_units")).status_code == expected, who
