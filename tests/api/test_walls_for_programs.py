"""What stands behind a wall is in no answer to a program, except to whom it names, and then each look is in its trail."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.loop.packs.actions import switch_pack
from bihuan.loop.trail.models import Event
from tests.api.test_api import BASE, Program
from tests.pages.test_walls import NOT_NAMED, Walled, read, walled
from tests.people import NOW, SmallArea, actor

__all__ = ["walled"]
pytestmark = pytest.mark.django_db


def paths(walled: Walled) -> list[str]:
    found = ["/me", "/waiting", "/warnings", "/letters", "/systems", "/systems/clues", "/systems/clues/figures",
             "/systems/clues/indicators", "/cases?pack=clues&kind=clue", "/cases?pack=clues&kind=clue&q=暗巷",
             f"/cases?pack=clues&kind=clue&parent={walled.organ.pk}"]  # fmt: skip
    for name in ("handling", "organs", "zero"):
        found += [f"/systems/clues/lists/{name}", f"/systems/clues/lists/{name}/file?form=xlsx"]
    for case in (walled.clue, walled.organ, walled.year):
        one = f"/cases/clues/{case.number}"
        found += [one, f"{one}/acts", f"{one}/children", f"{one}/trail", f"{one}/evidence/{walled.evidence.pk}/file"]
    return found


@pytest.mark.parametrize("who", NOT_NAMED)
def test_no_answer_tells_a_program_of_somebody_who_is_not_named(
    who: str, walled: Walled, small_area: SmallArea, settings: Settings
) -> None:
    settings.BIHUAN_API_PER_MINUTE = 10_000
    program = Program(getattr(small_area.people, who))
    hidden = f"/cases/clues/{walled.clue.number}"
    acts: tuple[tuple[str, Any], ...] = (("/comments", {"text": "x"}), ("/correct", {"given": {"subject": "x"}, "reason": "x"}),
            ("/moves/propose", {}), ("/evidence", [{"name": "x", "statement": "x"}]), ("/sign", {"verdict": "pass"}))  # fmt: skip
    answers = [(path, program.get(path)) for path in paths(walled)]
    answers += [(path, program.post(f"{hidden}{path}", body)) for path, body in acts]
    for path, answer in answers:
        said = read(answer)
        said += json.dumps(json.loads(said), ensure_ascii=False) if said.startswith("{") else ""
        for secret in walled.secrets:
            assert secret not in said, f"{who} {path} says {secret}"
    for path, _body in acts:
        assert dict(answers)[path].status_code == 404
    assert not Event.objects.filter(area_id=walled.clue.area_id, case_id=walled.clue.pk, verb="viewed").exists()


def test_lists_and_files_leave_it_out_also_for_whom_it_names(walled: Walled, small_area: SmallArea) -> None:
    program = Program(small_area.people.discipline)
    for path in paths(walled):
        if not path.startswith(f"/cases/clues/{walled.clue.number}"):
            said = read(program.get(path))
            said += json.dumps(json.loads(said), ensure_ascii=False) if said.startswith("{") else ""
            assert not [secret for secret in walled.secrets if secret in said], path


def test_each_look_of_a_program_is_an_event(walled: Walled, small_area: SmallArea) -> None:
    program = Program(small_area.people.clerk)
    assert program.get(f"/cases/clues/{walled.clue.number}").status_code == 200
    seen = Event.objects.filter(area_id=walled.clue.area_id, case_id=walled.clue.pk, verb="viewed")
    assert seen.count() == 1


def test_a_look_stays_in_the_trail_when_the_act_is_refused(walled: Walled, small_area: SmallArea) -> None:
    program = Program(small_area.people.clerk)
    answer = program.post(f"/cases/clues/{walled.clue.number}/comments", {"text": " "}, Idempotency_Key="k")
    assert answer.status_code == 422
    assert Event.objects.filter(area_id=walled.clue.area_id, case_id=walled.clue.pk, verb="viewed").exists()


def test_a_system_that_is_off_takes_nothing_from_programs(walled: Walled, small_area: SmallArea) -> None:
    switch_pack(pack="clues", on=False, by=actor(small_area.people.administrator), at=NOW)
    program, year = Program(small_area.people.discipline), f"/cases/clues/{walled.year.number}"
    for path in (
        "/systems/clues",
        "/systems/clues/figures",
        "/systems/clues/lists/handling",
        "/cases?pack=clues&kind=clue",
    ):
        assert program.get(path).status_code == 404, path
    assert program.get(year).status_code == 200  # what was done can be read
    for path, body in (
        ("/comments", {"text": "x"}),
        ("/moves/close", {}),
        ("/correct", {"given": {"subject": "x"}, "reason": "x"}),
    ):
        assert program.post(f"{year}{path}", body).status_code in {403, 409, 422}, path
    assert program.post("/cases/clues", {"kind": "year", "subject": "2027年度", "given": {}}).status_code == 404


def reading(client: Client) -> list[str]:
    """Every address of the description that is read, below /api/v1."""
    described = client.get(f"{BASE}/openapi.json").json()["paths"]
    return sorted(path.removeprefix(BASE) for path, acts in described.items() if "get" in acts)


def led_to(path: str, walled: Walled) -> str:
    """The address with the case behind the wall in it, and something in every other place."""
    number = walled.clue.number
    for place, value in (("{pack}", "clues"), ("{number}", number), ("{what}", "cases"), ("{list_id}", "handling")):
        path = path.replace(place, value)
    for place, value in (("{figure}", "clues"), ("{day}", "2026-11-01"), ("{finding}", number), ("{form}", "xlsx")):
        path = path.replace(place, value)
    while "{" in path:
        path = path[: path.index("{")] + "1" + path[path.index("}") + 1 :]
    return f"{path}?q=暗巷&to=clues.clue&which=all&draft=1&old=1&on=2026-11-20"


@pytest.mark.parametrize("who", NOT_NAMED)
def test_no_address_that_is_read_tells_of_it(
    who: str, walled: Walled, small_area: SmallArea, settings: Settings, client: Client
) -> None:
    settings.BIHUAN_API_PER_MINUTE = 10_000
    program = Program(getattr(small_area.people, who))
    for path in reading(client):
        said = read(program.get(led_to(path, walled)))
        said += json.dumps(json.loads(said), ensure_ascii=False) if said.startswith("{") else ""
        assert not [secret for secret in walled.secrets if secret in said], f"{who} {path}"
    assert not Event.objects.filter(area_id=walled.clue.area_id, case_id=walled.clue.pk, verb="viewed").exists()


def test_what_is_not_about_one_case_leaves_it_out_also_for_whom_it_names(
    walled: Walled, small_area: SmallArea, settings: Settings, client: Client
) -> None:
    settings.BIHUAN_API_PER_MINUTE = 10_000
    program = Program(small_area.people.discipline)
    for path in reading(client):
        if "{number}" not in path:
            said = read(program.get(led_to(path, walled)))
            said += json.dumps(json.loads(said), ensure_ascii=False) if said.startswith("{") else ""
            assert not [secret for secret in walled.secrets if secret in said], path
