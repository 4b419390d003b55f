"""A program that asks twice at the same moment: real threads with connections of their own, on the database the test runs on."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.accounts.models import KeptAnswer
from bihuan.api.limits import left_for
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from tests.api.test_api import BASE, Program
from tests.pages import stories
from tests.people import NOW, SmallArea, build_small_area
from tests.rooms.loop.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(settings: Settings) -> Iterator[SmallArea]:
    """The small area, committed, so that every thread sees it."""
    settings.BIHUAN_API_PER_MINUTE = 100_000
    small_area = build_small_area()
    release_packs(at=NOW)
    yield small_area
    assert [str(broken) for broken in verify().broken] == []


def posting(program: Program, path: str, body: Any, key: str) -> Callable[[], tuple[int, str, dict[str, Any]]]:
    """Return an act that sends a request with a key and tells status, whether it was answered before, and the answer."""
    headers = program._with({"Idempotency_Key": key})

    def act() -> tuple[int, str, dict[str, Any]]:
        answer = Client().post(f"{BASE}{path}", json.dumps(body), content_type="application/json", headers=headers)
        return answer.status_code, answer.headers.get("Idempotency-Replayed", ""), answer.json()

    return act


def answers(found: list[object]) -> list[tuple[int, str, dict[str, Any]]]:
    told = []
    for one in found:
        assert isinstance(one, tuple), one
        told.append(one)
    return told


def test_the_same_key_at_the_same_moment_acts_once_and_both_get_the_answer(place: SmallArea) -> None:
    case = stories.worked_on(place)
    clerk, path = Program(place.people.clerk), f"/cases/{case.pack}/{case.number}/comments"
    for turn in range(5):
        act = posting(clerk, path, {"text": f"第{turn}次"}, f"race-{turn}")
        found = answers(at_once(act, act, act))
        assert [status for status, _replayed, _body in found] == [200, 200, 200], found
        assert sorted(replayed for _status, replayed, _body in found) == ["", "true", "true"]
        assert found[0][2] == found[1][2] == found[2][2]
    said = Event.objects.filter(area_id=case.area_id, case_id=case.pk, verb="commented")
    assert said.count() == 5
    assert KeptAnswer.objects.count() == 5


def test_a_move_that_is_asked_for_twice_at_the_same_moment_is_no_refusal(place: SmallArea) -> None:
    case = stories.handed_out(place)
    clerk = Program(place.people.clerk)
    act = posting(clerk, f"/cases/{case.pack}/{case.number}/moves/accept", {}, "accept")
    found = answers(at_once(act, act))
    assert [status for status, _replayed, _body in found] == [200, 200], found
    assert sorted(replayed for _status, replayed, _body in found) == ["", "true"]


def test_a_case_is_opened_once_however_often_it_is_asked_for(place: SmallArea) -> None:
    case = stories.worked_on(place)
    body = {
        "kind": "measure",
        "subject": "建立台账",
        "parent": case.number,
        "given": {"responsible": place.units.housing.pk},
    }
    act = posting(Program(place.people.office), "/cases/rectification", body, "open")
    found = answers(at_once(act, act, act, act))
    assert [status for status, _replayed, _body in found] == [201] * 4, found
    assert len({body["number"] for _status, _replayed, body in found}) == 1
    assert Case.objects.filter(area_id=case.area_id, parent_id=case.pk, subject="建立台账").count() == 1


def test_a_refusal_keeps_no_key_also_where_two_ask(place: SmallArea) -> None:
    case = stories.worked_on(place)
    clerk, path = Program(place.people.clerk), f"/cases/{case.pack}/{case.number}/comments"
    act = posting(clerk, path, {"text": " "}, "empty")
    assert [status for status, _replayed, _body in answers(at_once(act, act))] == [422, 422]
    assert not KeptAnswer.objects.exists()
    assert posting(clerk, path, {"text": "好了"}, "empty")()[0] == 200


def test_one_key_for_two_requests_at_the_same_moment_does_one_of_them(place: SmallArea) -> None:
    case = stories.worked_on(place)
    clerk, path = Program(place.people.clerk), f"/cases/{case.pack}/{case.number}/comments"
    acts = (posting(clerk, path, {"text": text}, "one") for text in ("甲", "乙"))
    assert sorted(status for status, _replayed, _body in answers(at_once(*acts))) == [200, 422]


def test_other_keys_do_not_wait_and_all_act(place: SmallArea) -> None:
    case = stories.worked_on(place)
    director, path = Program(place.people.director), f"/cases/{case.pack}/{case.number}/evidence"
    acts = [
        posting(
            director,
            path,
            [{"name": f"{n}.pdf", "data": base64.b64encode(b"%PDF-1.4 " + str(n).encode()).decode()}],
            f"k{n}",
        )
        for n in range(4)
    ]
    found = answers(at_once(*acts))
    assert {status for status, _replayed, _body in found} == {200}, found
    assert (
        Evidence.objects.filter(area_id=case.area_id, case_id=case.pk, name__in=[f"{n}.pdf" for n in range(4)]).count()
        == 4
    )


def test_every_request_is_counted_also_those_of_the_same_moment(
    place: SmallArea, settings: Settings, tmp_path: Any
) -> None:
    shared = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    settings.CACHES = settings.CACHES | {"shared": shared}
    settings.BIHUAN_API_PER_MINUTE = 1000
    found = at_once(*(lambda: [left_for(7, NOW)[0] for _turn in range(20)] for _thread in range(6)))
    left = [one for each in found if isinstance(each, list) for one in each]
    assert sorted(left) == list(range(880, 1000))
