"""The door for programs: the same rules as the pages, with tokens, limits, tags, and acts that happen once."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from bihuan.accounts.actions.people import deactivate
from bihuan.accounts.models import ApiToken, Person
from bihuan.accounts.tokens import end_token, make_token
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from tests.pages import stories
from tests.people import SmallArea, actor, browser_of

BASE = "/api/v1"


class Program:
    """A program with a token of a person."""

    def __init__(self, person: Person, *, may_write: bool = True) -> None:
        at = stories.clock()
        ends_on = local_day(at) + timedelta(days=30)
        made = make_token(
            name="汇聚",
            may_write=may_write,
            ends_on=ends_on,
            by=actor(person, on=local_day(at)),
            at=at,
            today=local_day(at),
        )
        self.row, self.secret, self.client = made.row, made.secret, Client()

    def get(self, path: str, **headers: str) -> Any:  # what the client of tests answers has no public type
        return self.client.get(f"{BASE}{path}", headers=self._with(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        data = json.dumps({} if body is None else body)
        return self.client.post(f"{BASE}{path}", data, content_type="application/json", headers=self._with(headers))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request of any method and return the answer."""
        data = json.dumps({} if body is None else body)
        return self.client.generic(
            method, f"{BASE}{path}", data, content_type="application/json", headers=self._with(headers)
        )

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.secret}",
            **{name.replace("_", "-"): one for name, one in headers.items()},
        }


def addresses() -> list[str]:
    """Every address of the API, with something in each place."""
    found = []
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace == "api":
            for pattern in resolver.url_patterns:
                assert isinstance(pattern, URLPattern)
                route = str(pattern.pattern)
                for place, value in (("<int:", "1"), ("<", "x")):
                    while place in route:
                        start = route.index(place)
                        route = route[:start] + value + route[route.index(">", start) + 1 :]
                if pattern.name not in {"openapi-json", "api-root"}:
                    found.append(f"{BASE}/{route}")
    return found


def moved(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


@pytest.mark.django_db
def test_no_address_answers_without_a_token_that_counts(small_area: SmallArea) -> None:
    signed_in, nobody = browser_of(small_area.people.office), Client()
    assert len(addresses()) > 30
    for address in addresses():
        for method in ("get", "post"):
            for client in (signed_in, nobody):  # a session is no token: nothing here can be forged across sites
                assert getattr(client, method)(address).status_code == 401, address
            answer = getattr(nobody, method)(address, headers={"Authorization": "Bearer bh_wrong"})
            assert answer.status_code == 401, address


@pytest.mark.django_db
def test_a_token_ends_with_its_day_by_hand_and_with_its_person(small_area: SmallArea) -> None:
    program, at = Program(small_area.people.clerk), stories.clock()
    assert program.get("/me").json()["name"] == small_area.people.clerk.name
    ApiToken.objects.filter(pk=program.row.pk).update(ends_on=local_day(at) - timedelta(days=1))
    assert program.get("/me").status_code == 401
    second = Program(small_area.people.clerk)
    end_token(token_id=second.row.pk, by=actor(small_area.people.clerk, on=local_day(at)), at=at, today=local_day(at))
    assert second.get("/me").status_code == 401
    third = Program(small_area.people.clerk)
    deactivate(person=small_area.people.clerk, by=actor(small_area.people.administrator), at=at)
    assert third.get("/me").status_code == 401


@pytest.mark.django_db
def test_the_secret_is_kept_nowhere(small_area: SmallArea) -> None:
    program = Program(small_area.people.clerk)
    row = ApiToken.objects.get(pk=program.row.pk)
    assert program.secret not in {str(getattr(row, field.attname)) for field in row._meta.concrete_fields}


@pytest.mark.django_db
def test_a_reading_token_changes_nothing(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    program = Program(small_area.people.clerk, may_write=False)
    answer = program.post(f"/cases/rectification/{case.number}/moves/accept", {"given": {}})
    assert answer.status_code == 403
    assert moved(case).state == case.state


@pytest.mark.django_db
def test_what_is_missing_and_what_is_forbidden_get_the_same_answer(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    stranger = Program(small_area.people.stranger)
    hidden, missing = stranger.get(f"/cases/rectification/{case.number}"), stranger.get("/cases/rectification/9999-99")
    assert (hidden.status_code, hidden.content) == (404, missing.content)


@pytest.mark.django_db
def test_a_case_goes_its_way_with_evidence_and_the_trail_names_the_person(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    clerk = Program(small_area.people.clerk)
    acts = clerk.get(f"/cases/rectification/{case.number}/acts").json()
    assert "accept" in {one["id"] for one in acts["open"]}
    answer = clerk.post(
        f"/cases/rectification/{case.number}/moves/accept", {"given": {"handler": small_area.people.clerk.pk}}
    )
    assert answer.status_code == 200, answer.content
    data = base64.b64encode(b"%PDF-1.4 proof").decode()
    body = {"answer": "已办", "evidence": [{"name": "第1点.pdf", "data": data, "point": 1}]}
    answer = clerk.post(f"/cases/rectification/{case.number}/points/1", body)
    assert answer.status_code == 200, answer.content
    piece = answer.json()["evidence"][0]
    file = clerk.get(f"/cases/rectification/{case.number}/evidence/{piece['id']}/file")
    assert b"".join(file.streaming_content) == b"%PDF-1.4 proof"
    for close in file._resource_closers:  # closing the whole answer would close the database of the test
        close()
    trail = clerk.get(f"/cases/rectification/{case.number}/trail").json()
    assert trail["events"][0]["who"] == small_area.people.clerk.name
    assert [str(broken) for broken in verify().broken] == []


@pytest.mark.django_db
def test_a_refusal_says_what_a_page_would_say(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    clerk = Program(small_area.people.clerk)
    closed = {one["id"]: one for one in clerk.get(f"/cases/rectification/{case.number}/acts").json()["closed"]}
    path, given = f"/cases/rectification/{case.number}/moves/submit", {"given": {"statement": "已完成"}}
    answer = clerk.post(path, given)
    assert answer.status_code == 403  # only the head asks for closing
    assert answer.json()["error"]["sentence"] == closed["submit"]["reason"]
    english = clerk.post(path, given, Accept_Language="en")
    assert english.json()["error"]["sentence"] != closed["submit"]["reason"]
    director = Program(small_area.people.director)
    empty = director.post(path, {"given": {}})
    assert empty.status_code == 422
    assert set(empty.json()["error"]["fields"]) == {"statement"}


@pytest.mark.django_db
def test_the_same_key_acts_once_and_another_request_under_it_is_refused(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    clerk, path = Program(small_area.people.clerk), f"/cases/rectification/{case.number}/comments"
    first = clerk.post(path, {"text": "已联系"}, Idempotency_Key="a-1")
    again = clerk.post(path, {"text": "已联系"}, Idempotency_Key="a-1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    other = clerk.post(path, {"text": "别的话"}, Idempotency_Key="a-1")
    assert other.status_code == 422
    said = Event.objects.filter(area_id=case.area_id, case_id=case.pk, verb="commented").count()
    assert said == 1


@pytest.mark.django_db
def test_a_key_of_what_was_refused_may_be_tried_again(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    clerk, path = Program(small_area.people.clerk), f"/cases/rectification/{case.number}/comments"
    assert clerk.post(path, {"text": "  "}, Idempotency_Key="b-1").status_code == 422
    assert clerk.post(path, {"text": "已联系"}, Idempotency_Key="b-1").status_code == 200


@pytest.mark.django_db
def test_an_act_on_a_case_that_has_gone_on_is_refused(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    clerk, path = Program(small_area.people.clerk), f"/cases/rectification/{case.number}"
    seen = clerk.get(path).json()["standing"]
    body = {"given": {"handler": small_area.people.clerk.pk}, "standing": seen}
    assert clerk.post(f"{path}/moves/accept", body).status_code == 200
    again = clerk.post(f"{path}/moves/accept", body)
    assert again.status_code == 409
    assert small_area.people.clerk.name in again.json()["error"]["sentence"]


@pytest.mark.django_db
def test_what_has_not_changed_is_not_sent_again(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    clerk, path = Program(small_area.people.clerk), f"/cases/rectification/{case.number}"
    tag = clerk.get(path).headers["ETag"]
    same = clerk.get(path, If_None_Match=tag)
    assert (same.status_code, same.content) == (304, b"")
    clerk.post(f"{path}/comments", {"text": "已联系"})
    assert clerk.get(path, If_None_Match=tag).status_code == 200


@pytest.mark.django_db
def test_too_many_requests_in_a_minute_are_held_back(small_area: SmallArea, settings: Settings) -> None:
    settings.BIHUAN_API_PER_MINUTE = 3
    clerk = Program(small_area.people.clerk)
    answers = [clerk.get("/me") for _ in range(8)]
    held = [one for one in answers if one.status_code == 429]
    assert held, "nothing was held back"
    assert all(1 <= int(one.headers["Retry-After"]) <= 60 for one in held)


@pytest.mark.django_db
def test_the_ledger_is_walked_page_by_page_and_bounded(small_area: SmallArea) -> None:
    first = stories.handed_out(small_area)
    for n in range(4):
        open_case(
            pack="rectification", kind="measure", parent=first, subject=f"措施{n}",
            given={"responsible": small_area.units.housing}, by=actor(small_area.people.office), at=stories.clock(),
        )  # fmt: skip
    office, found, after = Program(small_area.people.office), [], ""
    for _ in range(3):
        page = office.get(f"/cases?pack=rectification&kind=measure&sort=number&size=2&after={after}").json()
        found += [row["number"] for row in page["rows"]]
        after = page["after"]
        if not after:
            break
    assert found == sorted(set(found))
    assert len(found) == 4
    assert office.get("/cases?pack=rectification&kind=measure&size=100000").status_code == 422
    assert office.get("/cases?pack=rectification&kind=nothing").status_code == 404


@pytest.mark.django_db
def test_systems_figures_lists_and_indicators_are_those_of_the_pages(small_area: SmallArea) -> None:
    stories.handed_out(small_area)
    office = Program(small_area.people.office)
    systems = {row["pack"]: row for row in office.get("/systems").json()["rows"]}
    assert systems["rectification"]["live"] == 2
    assert office.get("/systems/rectification/figures").json()["values"]["findings"] == "1"
    assert {kind["id"] for kind in office.get("/systems/rectification").json()["kinds"]} >= {"round", "finding"}
    listed = office.get("/systems/rectification/lists/problems").json()
    assert listed["count"] == len(listed["rows"]) == 1
    sheet = office.get("/systems/rectification/lists/problems/file?form=xlsx")
    assert sheet.content[:2] == b"PK"
    assert office.get("/systems/rectification/indicators").status_code == 200


@pytest.mark.django_db
def test_files_that_are_not_base64_leave_nothing_behind(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    clerk = Program(small_area.people.clerk)
    answer = clerk.post(f"/cases/rectification/{case.number}/evidence", [{"name": "坏.pdf", "data": "不是编码"}])
    assert answer.status_code == 422
    assert not Evidence.objects.filter(area_id=case.area_id, case_id=case.pk).exists()


@pytest.mark.django_db
def test_the_description_names_every_address_and_needs_no_token(client: Client) -> None:
    described = client.get(f"{BASE}/openapi.json").json()
    assert len(described["paths"]) >= 28
    assert described["components"]["securitySchemes"]
    for path in described["paths"].values():
        for operation in path.values():
            assert operation["summary"]


@pytest.mark.django_db
def test_instructions_and_outcomes_go_their_way_too(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    path = f"/cases/rectification/{case.number}"
    leader, clerk = Program(small_area.people.leader), Program(small_area.people.clerk)
    due = (stories.today() + timedelta(days=10)).isoformat()
    body = {"text": "抓紧办理。", "due": due, "to": [small_area.units.housing.pk]}
    given = leader.post(f"{path}/instructions", body)
    assert given.status_code == 201, given.content
    line = given.json()["lines"][0]["line"]
    answered = clerk.post(f"{path}/instructions/lines/{line}/answer", {"answer": "已部署。"})
    assert answered.json()["lines"][0]["answer"] == "已部署。"
    today = stories.today().isoformat()
    wrong = clerk.post(f"{path}/outcomes", {"sort": "instrument", "given": {"on": today}})
    assert (wrong.status_code, "name" in wrong.json()["error"]["fields"]) == (422, True)
    made = clerk.post(
        f"{path}/outcomes", {"sort": "instrument", "given": {"on": today, "kind": "made", "name": "《兑付办法》"}}
    )
    assert made.status_code == 201, made.content
    assert [row["name"] for row in clerk.get(f"{path}/outcomes").json()["rows"]] == ["《兑付办法》"]
    assert clerk.get("/search?q=惠企").json()["groups"][0]["rows"][0]["number"] == case.number
