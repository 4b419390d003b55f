"""What programs that are astray or mean harm may send: always an answer in JSON, never an error of ours, nothing half done."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.models import Evidence
from tests.api.test_api import BASE, Program
from tests.pages import stories
from tests.people import SmallArea

MB = 1024 * 1024


def sent(program: Program, path: str, body: str | bytes, *, method: str = "post", **headers: str) -> Any:
    """What is answered to a body as it is, in JSON or not."""
    program.client.raise_request_exception = False
    call = getattr(program.client, method)
    return call(f"{BASE}{path}", body, content_type="application/json", headers=program._with(headers))


def address_of(case: Case) -> str:
    return f"/cases/{case.pack}/{case.number}"


@pytest.fixture
def case(small_area: SmallArea, settings: Settings) -> Case:
    settings.BIHUAN_API_PER_MINUTE = 100_000
    return stories.worked_on(small_area)


@pytest.mark.parametrize(
    "body",
    ["{", "[" * 100_000, "[" * 900 + "]" * 900, '{"text":' + "9" * 5000 + "}", b'{"text":"\xff\xfe"}', "text=1", "[1]", ""],
)  # fmt: skip
def test_what_is_no_json_is_refused_in_json(body: str | bytes, case: Case, small_area: SmallArea) -> None:
    answer = sent(Program(small_area.people.clerk), f"{address_of(case)}/comments", body)
    assert answer.status_code in {400, 422}
    assert answer.json()["error"]["sentence"]


@pytest.mark.parametrize("text", ["a\\u0000b", "a\\ud800b"])
def test_characters_that_no_database_keeps_are_left_out(text: str, case: Case, small_area: SmallArea) -> None:
    clerk = Program(small_area.people.clerk)
    for headers in ({}, {"Idempotency_Key": "odd"}):
        answer = sent(clerk, f"{address_of(case)}/comments", f'{{"text":"{text}"}}', **headers)
        assert answer.status_code == 200, answer.content


@pytest.mark.parametrize("value", [{"a": 1}, [[1]], float("nan"), float("inf"), [{"a": 1}]])
def test_a_value_of_no_shape_that_a_form_has_is_refused(value: Any, case: Case, small_area: SmallArea) -> None:
    office, path = Program(small_area.people.office), address_of(case)
    for address, body in (
        (f"{path}/correct", {"reason": "核对", "given": {"subject": value}}),
        (f"{path}/moves/accept", {"given": {"handler": value}}),
        ("/cases/rectification", {"kind": "measure", "subject": "x", "parent": case.number, "given": {"lead": value}}),
    ):
        assert sent(office, address, json.dumps(body)).status_code == 422, address
    assert Case.objects.get(area_id=case.area_id, pk=case.pk).subject == case.subject


@pytest.mark.parametrize("value", [None, True, -1, 1.5, "", "x", [], [1, None], "9999-99-99", "a\0b", 10**25, "\ud800"])
def test_a_value_of_another_type_is_a_sentence(value: Any, case: Case, small_area: SmallArea) -> None:
    office, path = Program(small_area.people.office), address_of(case)
    measure = {"kind": "measure", "subject": "核查台账", "parent": case.number}
    for name in ("subject", "responsible", "due", "nature", "lead", "handler", "unknown"):
        for address, body in (
            (f"{path}/correct", {"reason": "核对", "given": {name: value}}),
            (f"{path}/moves/submit", {"given": {name: value}}),
            ("/cases/rectification", {**measure, "given": {"responsible": small_area.units.housing.pk, name: value}}),
        ):
            answer = sent(office, address, json.dumps(body))
            assert answer.status_code < 500, (address, name)
            assert "application/json" in answer.headers["Content-Type"]


def test_a_case_is_opened_under_another(case: Case, small_area: SmallArea) -> None:
    body = {
        "kind": "measure", "subject": "建立台账", "parent": case.number,
        "given": {"responsible": small_area.units.housing.pk},
    }  # fmt: skip
    answer = Program(small_area.people.office).post("/cases/rectification", body)
    assert answer.status_code == 201, answer.content
    assert answer.json()["parent"] == case.number


@pytest.mark.parametrize(
    "query",
    ["unit=" + "9" * 30, "parent=" + "9" * 30, "parent=-1", "size=0", "size=x", "sort=--due", "sort=pk", "after=%00", "after=" + "9" * 3000,
     "due_from=0001-01-01", "due_to=9999-12-31", "q=%25%27%22)(*", "q=AND+OR+NOT", "q=%22", "state=%00", "light=x"],
)  # fmt: skip
def test_odd_conditions_of_a_ledger_are_no_error(query: str, case: Case, small_area: SmallArea) -> None:
    office = Program(small_area.people.office)
    office.client.raise_request_exception = False
    answer = office.get(f"/cases?pack=rectification&kind=finding&{query}")
    assert answer.status_code in {200, 422}, answer.status_code


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_from_which_no_period_can_be_counted_is_a_sentence(day: str, case: Case, small_area: SmallArea) -> None:
    given = {"inspector": "市委第三巡察组", "feedback_on": day}
    body = {"kind": "round", "subject": "专项检查", "given": given}
    answer = Program(small_area.people.office).post("/cases/rectification", body)
    assert (answer.status_code, *answer.json()["error"]["fields"]) == (422, "feedback_on")


@pytest.mark.parametrize("day", ["0001-01-01", "1900-02-28", "9999-12-31"])
def test_a_day_before_or_after_all_days_is_no_error(day: str, case: Case, small_area: SmallArea) -> None:
    office = Program(small_area.people.office)
    office.client.raise_request_exception = False
    for what in ("indicators", "lists/problems", "lists/problems/file"):
        assert office.get(f"/systems/rectification/{what}?asof={day}").status_code == 200, what


def test_every_answer_is_json_also_where_nothing_is(case: Case, small_area: SmallArea) -> None:
    office, nobody = Program(small_area.people.office), Client()
    for path in ("/", "/nothing", "/me/", "/letters/99999999999999999999999", "/systems/%2e%2e/figures", "/docs"):
        answer = office.get(path)
        assert answer.status_code == 404, path
        assert answer.json()["error"]["sentence"]
        assert nobody.get(f"{BASE}{path}").status_code == 401, path
    for method in ("put", "delete", "patch", "options"):
        answer = getattr(office.client, method)(f"{BASE}/me", headers=office._with({}))
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
        assert answer.json()["error"]["sentence"]


def test_only_the_head_of_an_answer_may_be_asked_for(case: Case, small_area: SmallArea) -> None:
    office = Program(small_area.people.office)
    head, whole = office.client.head(f"{BASE}/me", headers=office._with({})), office.get("/me")
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])


def test_a_file_up_to_the_measure_comes_in_and_a_larger_one_does_not(case: Case, small_area: SmallArea) -> None:
    director, path = Program(small_area.people.director), f"{address_of(case)}/points/1"

    def brought(size: int) -> str:
        data = base64.b64encode(b"%PDF-1.4 ".ljust(size, b"x")).decode()
        return json.dumps({"answer": "已办", "evidence": [{"name": "图.pdf", "data": data, "point": 1}]})

    assert sent(director, path, brought(20 * MB + 1)).status_code == 422
    assert sent(director, path, brought(22 * MB)).status_code == 413
    assert not Evidence.objects.filter(area_id=case.area_id, case_id=case.pk, name="图.pdf").exists()
    taken = sent(director, path, brought(19 * MB), Idempotency_Key="large")
    assert taken.status_code == 200, taken.content[:300]
    again = sent(director, path, brought(19 * MB), Idempotency_Key="large")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Evidence.objects.filter(area_id=case.area_id, case_id=case.pk, name="图.pdf").count() == 1


def test_a_form_of_a_browser_is_no_request_of_a_program(case: Case, small_area: SmallArea) -> None:
    clerk = Program(small_area.people.clerk)
    for headers in ({}, {"Idempotency-Key": "form"}):
        answer = clerk.client.post(f"{BASE}{address_of(case)}/comments", {"text": "x"}, headers=clerk._with(headers))
        assert (answer.status_code, "sentence" in answer.json()["error"]) == (415, True)
