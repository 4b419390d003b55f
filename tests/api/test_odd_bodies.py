"""Every operation that changes something is sent bodies of the right shape with odd values: never an error of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.trail.verification import verify
from tests.api.test_api import BASE, Program
from tests.pages import stories
from tests.people import SmallArea

pytestmark = pytest.mark.django_db
ODD: dict[str, dict[str, Any]] = {
    "empty": {"string": "", "integer": 0, "number": 0, "boolean": False, "date": "2026-11-20", "array": []},
    "largest": {"string": "长" * 3000, "integer": 2**63 - 1, "number": 1e308, "boolean": True, "date": "9999-12-31"},
    "first": {"string": "a\x00b\u2028<b>", "integer": 1, "number": -1.5, "boolean": True, "date": "0001-01-01"},
    "negative": {"string": "-1", "integer": -1, "number": -1, "boolean": False, "date": "1949-10-01"},
}


@pytest.fixture(autouse=True)
def _often(settings: Settings, tmp_path: Path) -> None:
    settings.BIHUAN_API_PER_MINUTE = 100_000
    settings.BIHUAN_HOME = tmp_path


def body_of(schema: dict[str, Any], known: dict[str, Any], odd: dict[str, Any]) -> Any:
    """Return a value of a described shape made of odd parts."""
    if "$ref" in schema:
        return body_of(known[schema["$ref"].rpartition("/")[2]], known, odd)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    for together in ("anyOf", "allOf"):
        if together in schema:
            return body_of(schema[together][0], known, odd)
    match schema.get("type"):
        case "object":
            if "properties" in schema:
                return {name: body_of(one, known, odd) for name, one in schema["properties"].items()}
            inner = schema.get("additionalProperties")
            return {"1": body_of(inner, known, odd)} if isinstance(inner, dict) else {}
        case "array":
            return odd.get("array", [body_of(schema.get("items", {}), known, odd)])
        case "string":
            return odd["date"] if schema.get("format") == "date" else odd["string"]
    return odd.get(str(schema.get("type")), odd["string"])


def changing(client: Client) -> Iterator[tuple[str, str, dict[str, Any] | None, dict[str, Any]]]:
    """Yield every operation that changes something: method, address, the shape of its body, and all shapes."""
    described = client.get(f"{BASE}/openapi.json").json()
    known = described["components"]["schemas"]
    for path, acts in sorted(described["paths"].items()):
        for method, act in acts.items():
            if method != "get":
                content = act.get("requestBody", {}).get("content", {}).get("application/json", {})
                yield method.upper(), path.removeprefix(BASE), content.get("schema"), known


def put_in(path: str, case: Case, small: SmallArea) -> str:
    places = {
        "pack": case.pack, "number": case.number, "unit": str(small.units.housing.pk), "year": "2031", "kind": "finding",
        "person": str(small.people.clerk.pk), "ladder": "near_due", "move": "submit", "step": "up", "letter": "1",
    }  # fmt: skip
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        name = path[start + 1 : end]
        path = path[:start] + places.get(name, "1") + path[end + 1 :]
    return path


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("who", ["office", "administrator"])
def test_no_odd_body_is_an_error_of_ours(who: str, odd: str, small_area: SmallArea, client: Client) -> None:
    case = stories.worked_on(small_area)
    top = Case.objects.get(area_id=case.area_id, pk=case.root_id or case.pk)
    for method, path, schema, known in changing(client):
        if path.endswith(("/leave", "/{do}")) and "people" in path:
            continue  # whoever left takes no part any more
        program = Program(getattr(small_area.people, who))
        about = top if path.startswith("/rounds") else case
        body = body_of(schema, known, ODD[odd]) if schema is not None else {}
        answer = program.client.generic(
            method, f"{BASE}{put_in(path, about, small_area)}", json.dumps(body), content_type="application/json",
            headers=program._with({}),
        )  # fmt: skip
        assert answer.status_code < 500, f"{method} {path} {body}"
        type(program.row).objects.filter(pk=program.row.pk).delete()
    assert [str(broken) for broken in verify().broken] == []
