"""Posts run from one day to another, and rights follow them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.accounts.actions import deactivate, end_post, end_unit, give_post
from bihuan.accounts.audit import changes_of
from bihuan.accounts.errors import NotAllowed, NotInArea, Refused, WrongInput
from bihuan.accounts.models import Area, Person, Post
from bihuan.accounts.roles import ROLES
from tests.people import NOW, TODAY, People, Units, actor

TOMORROW = TODAY + timedelta(days=1)


def test_a_post_counts_from_its_first_to_its_last_day(people: People, units: Units) -> None:
    give_post(
        person=people.postless, unit=units.archive, role="head", by=actor(people.administrator), at=NOW,
        from_on=TODAY, to_on=TOMORROW, title="馆长",
    )  # fmt: skip
    heads = [actor(people.postless, on=TODAY + timedelta(days=n)).heads_unit(units.archive.pk) for n in (-1, 0, 1, 2)]
    assert heads == [False, True, True, False]


def test_only_an_administrator_gives_and_ends_posts(people: People, units: Units) -> None:
    post = Post.objects.get(person=people.clerk)
    for name, person in people.all().items():
        if name != "administrator":
            with pytest.raises(NotAllowed):
                give_post(person=person, unit=units.office, role="head", by=actor(person), at=NOW, from_on=TODAY)
            with pytest.raises(NotAllowed):
                end_post(post=post, by=actor(person), at=NOW, on=TODAY)


def test_the_same_post_is_not_given_twice_for_one_day(people: People, units: Units) -> None:
    by = actor(people.administrator)
    with pytest.raises(WrongInput) as wrong:
        give_post(person=people.clerk, unit=units.housing, role="member", by=by, at=NOW, from_on=TODAY)
    assert list(wrong.value.problems) == ["from_on"]
    end_post(post=Post.objects.get(person=people.clerk), by=by, at=NOW, on=TODAY)
    with pytest.raises(WrongInput):
        give_post(person=people.clerk, unit=units.housing, role="member", by=by, at=NOW, from_on=TODAY)
    give_post(person=people.clerk, unit=units.housing, role="member", by=by, at=NOW, from_on=TOMORROW)


def test_a_post_before_the_present_one_may_be_entered_later(people: People, units: Units) -> None:
    give_post(
        person=people.clerk, unit=units.housing, role="member", by=actor(people.administrator), at=NOW,
        from_on=date(2020, 1, 1), to_on=date(2020, 12, 31),
    )  # fmt: skip
    assert Post.objects.filter(person=people.clerk).count() == 2


def test_everything_wrong_with_a_post_is_said_at_once(people: People, units: Units) -> None:
    by = actor(people.administrator)
    deactivate(person=people.stranger, by=by, at=NOW)
    end_unit(unit=units.archive, by=by, at=NOW, on=TODAY)
    units.archive.refresh_from_db()
    people.stranger.refresh_from_db()
    with pytest.raises(WrongInput) as wrong:
        give_post(
            person=people.stranger, unit=units.archive, role="king", by=by, at=NOW,
            from_on=TODAY, to_on=date(2020, 1, 1), title="长" * 61,
        )  # fmt: skip
    assert list(wrong.value.problems) == ["person", "unit", "role", "title", "to_on"]


def test_an_ended_post_stays_on_record_and_is_not_ended_again(people: People, area: Area) -> None:
    by, post = actor(people.administrator), Post.objects.get(person=people.clerk)
    end_post(post=post, by=by, at=NOW, on=TODAY)
    assert changes_of(area.pk, "person", people.clerk.pk)[0].after == {"to_on": "2026-11-20"}
    with pytest.raises(WrongInput):
        end_post(post=post, by=by, at=NOW, on=TOMORROW)


def test_a_post_that_has_not_begun_is_withdrawn(people: People, units: Units, area: Area) -> None:
    by = actor(people.administrator)
    post = give_post(person=people.postless, unit=units.archive, role="member", by=by, at=NOW, from_on=TOMORROW)
    end_post(post=post, by=by, at=NOW, on=TODAY)
    assert not Post.objects.filter(person=people.postless).exists()
    event = changes_of(area.pk, "person", people.postless.pk)[0]
    assert (event.verb, event.before["unit"]) == ("post_withdrawn", "档案馆")


def test_the_last_administrator_keeps_the_post(people: People, units: Units) -> None:
    by, post = actor(people.administrator), Post.objects.get(person=people.administrator)
    with pytest.raises(Refused):
        end_post(post=post, by=by, at=NOW, on=TODAY)
    give_post(person=people.clerk, unit=units.office, role="administrator", by=by, at=NOW, from_on=TODAY, to_on=TODAY)
    with pytest.raises(Refused):
        end_post(post=post, by=by, at=NOW, on=TODAY)
    give_post(person=people.clerk, unit=units.office, role="administrator", by=by, at=NOW, from_on=TOMORROW)
    with pytest.raises(Refused):
        end_post(post=post, by=by, at=NOW, on=TODAY)
    end_post(post=post, by=by, at=NOW, on=TOMORROW)


def test_posts_do_not_cross_areas(people: People, units: Units, outsider: Person) -> None:
    for act in (
        lambda: give_post(person=outsider, unit=units.office, role="member", by=actor(outsider), at=NOW, from_on=TODAY),
        lambda: end_post(post=Post.objects.get(person=people.clerk), by=actor(outsider), at=NOW, on=TODAY),
    ):
        with pytest.raises(NotInArea):
            act()


def test_every_role_tells_the_grantor_what_it_allows_in_both_languages() -> None:
    for role in ROLES.values():
        assert role.description.zh
        assert role.description.en
