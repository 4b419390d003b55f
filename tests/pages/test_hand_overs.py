"""Handing a post over: looked at, confirmed, printed."""

from __future__ import annotations

from django.urls import reverse

from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.handover.models import HandOver
from tests.pages.stories import clock, worked_on
from tests.people import SmallArea, actor, browser_of


def test_nothing_goes_over_before_it_is_confirmed_and_then_all_of_it_does(small_area: SmallArea) -> None:
    people, case = small_area.people, worked_on(small_area)
    browser = browser_of(people.administrator)
    url = reverse("hand_over_new", args=[people.clerk.pk])
    assert case.number in browser.get(url).text
    post = actor(people.clerk, on=local_day(clock()))
    assert post.posts
    held = people.clerk.posts.get(area=small_area.area).pk
    typed = {"to_text": people.stranger.name, "post": held, "on": local_day(clock()), "reason": "岗位调整"}
    browser.post(url, {**typed, "do": "look"})
    assert Case.objects.get(area_id=case.area_id, pk=case.pk).handler_id == people.clerk.pk
    done = browser.post(url, {**typed, "do": "confirm"}, follow=True)
    assert "移交人（签字）" in done.text
    assert case.number in done.text
    assert Case.objects.get(area_id=case.area_id, pk=case.pk).handler_id == people.stranger.pk
    assert browser.get(reverse("hand_overs")).status_code == 200


def test_both_sides_see_their_list_and_nobody_else_does(small_area: SmallArea) -> None:
    people = small_area.people
    worked_on(small_area)
    url = reverse("hand_over_new", args=[people.clerk.pk])
    typed = {"to_text": people.stranger.name, "on": local_day(clock()), "reason": "岗位调整", "do": "confirm"}
    browser_of(people.administrator).post(url, typed)
    shown = reverse("hand_over", args=[HandOver.objects.get(area=small_area.area).pk])
    answers = [browser_of(person).get(shown).status_code for person in (people.clerk, people.stranger, people.director)]
    assert answers == [200, 200, 404]


def test_a_hand_over_without_a_reason_is_refused_beside_the_field(small_area: SmallArea) -> None:
    people = small_area.people
    url = reverse("hand_over_new", args=[people.clerk.pk])
    typed = {"to_text": people.stranger.name, "on": local_day(clock()), "reason": "", "do": "confirm"}
    assert browser_of(people.administrator).post(url, typed).status_code == 400
    assert not HandOver.objects.filter(area=small_area.area).exists()
