"""Standing in for somebody: arranged on a page, acted by from a page, said everywhere meanwhile."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from bihuan.accounts.models import Delegation
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.models import Signature
from tests.pages.stories import address, clock, reviewed, send
from tests.people import SmallArea, browser_of


def arranged(small: SmallArea) -> Delegation:
    """The lead unit's director lets somebody of the archive stand in, on the own page."""
    today = local_day(clock())
    typed = {
        "to_text": small.people.stranger.name,
        "from_on": today,
        "to_on": today + timedelta(days=3),
        "reason": "休假",
    }
    answer = browser_of(small.people.lead_director).post(reverse("delegations"), typed, follow=True)
    assert "叶知秋" in answer.text
    return Delegation.objects.get(area=small.area)


def test_a_link_to_a_case_leads_who_stands_in_to_acting_and_then_to_the_case(small_area: SmallArea) -> None:
    case = reviewed(small_area)
    found = arranged(small_area)
    browser = browser_of(small_area.people.stranger)
    offered = browser.get(address(case), follow=True)
    assert "代韩立诚办理" in offered.text
    begun = browser.post(reverse("acting", args=[found.pk]), {"next": address(case)}, follow=True)
    assert case.subject in begun.text
    assert "您正在代韩立诚办理" in begun.text
    send(browser, address(case, "case_sign"), verdict="pass", checks=["0", "1"], **{"point-1": "met", "point-2": "met"})
    assert Signature.objects.get(area_id=case.area_id).person_for == small_area.people.lead_director.pk
    trail = browser.get(address(case, "case_trail")).text
    assert "叶知秋代韩立诚" in trail


def test_acting_ends_with_a_button_and_with_the_delegation(small_area: SmallArea) -> None:
    case, found = reviewed(small_area), arranged(small_area)
    browser = browser_of(small_area.people.stranger)
    browser.post(reverse("acting", args=[found.pk]))
    assert browser.get(address(case)).status_code == 200
    browser.post(reverse("acting_stop"))
    assert browser.get(address(case)).status_code == 302
    browser.post(reverse("acting", args=[found.pk]))
    browser_of(small_area.people.lead_director).post(reverse("delegation_end", args=[found.pk]))
    assert browser.get(address(case)).status_code == 404
    assert "您正在代" not in browser.get(reverse("home")).text


def test_a_person_who_cannot_be_found_is_said_beside_the_field(small_area: SmallArea) -> None:
    today = local_day(clock())
    typed = {"to_text": "无此人", "from_on": today, "to_on": today, "reason": "休假"}
    answer = browser_of(small_area.people.director).post(reverse("delegations"), typed)
    assert answer.status_code == 400
    assert not Delegation.objects.exists()


def test_an_administrator_sees_who_stands_in_and_arranges_it_for_others(small_area: SmallArea) -> None:
    people, today = small_area.people, local_day(clock())
    browser = browser_of(people.administrator)
    typed = {"to_text": people.clerk.name, "from_on": today, "to_on": today, "reason": "出差"}
    url = reverse("person_delegations", args=[people.director.pk])
    assert browser.post(url, typed).status_code == 302
    listed = browser.get(reverse("deputies")).text
    assert people.director.name in listed
    assert people.clerk.name in listed
