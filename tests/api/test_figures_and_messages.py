"""Programs that read and enter figures, keep scores, follow rounds, read messages and answer the public; the same rules as on the pages."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.accounts.models import KeptAnswer
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.feedback.models import Message
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.models import Job
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.notices.models import Hook
from bihuan.loop.notices.queries import calendar_address, own_wishes
from bihuan.loop.scorecards.queries import sheet_of
from bihuan.loop.scoring.models import FigureEntry
from tests.api.test_api import Program
from tests.pages import stories
from tests.pages.public_stories import answered, open_line, send
from tests.people import NOW, SmallArea, actor
from tests.rooms.loop.scorecards.test_sheets import fresh, office, sheets

__all__ = ["office", "sheets"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _often(settings: Settings, tmp_path: Path) -> None:
    settings.BIHUAN_API_PER_MINUTE = 100_000
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def admin(small_area: SmallArea) -> Program:
    release_packs(at=NOW)
    return Program(small_area.people.administrator)


def test_scores_are_kept_by_whom_they_are_asked_of(office: object, sheets: list[Case], small_area: SmallArea) -> None:
    sheet, leader = sheets[0], Program(small_area.people.director)
    path = f"/cases/{sheet.pack}/{sheet.number}/scores"
    items = leader.get(path).json()["items"]
    by_hand = next(one["item"] for one in items if one["score"] is None)
    too_many = leader.post(f"{path}/own", {"scores": {by_hand: {"score": "1000"}}})
    assert too_many.status_code == 422, too_many.content
    kept = leader.post(f"{path}/own", {"scores": {by_hand: {"score": "1", "note": "自评"}}})
    assert kept.status_code == 200, kept.content
    row = next(one.row for one in sheet_of(fresh(sheet)).items if one.item.id == by_hand)
    assert (str(row.self_score), row.self_note) == ("1.00", "自评")
    assert leader.post(path, {"scores": {by_hand: {"score": "1"}}}).status_code in {403, 409}
    assert Program(small_area.people.stranger).get(path).status_code == 404
    assert leader.get("/systems/scorecards/scorecards/safety").status_code == 200
    assert leader.get("/systems/scorecards/scorecards/none").status_code == 404


def test_numbers_are_looked_at_entered_and_drilled_into(admin: Program, small_area: SmallArea) -> None:
    pack = "key-indicators"
    by = actor(small_area.people.administrator)
    set_desk_holder(pack=pack, desk="office", unit=small_area.units.office, heads_only=False, by=by, at=NOW)
    program, path = Program(small_area.people.office), f"/systems/{pack}/indicators"
    table = "指标,所属时期,单位,数值,数据来源,更正理由\n综合保税区绩效评估名次,2026年,,23,海关评估,"
    body = {"name": "指标.csv", "data": base64.b64encode(table.encode()).decode()}
    assert [one["does"] for one in program.post(path, body).json()["rows"]] == ["add"]
    assert not FigureEntry.objects.filter(area_id=small_area.area.pk).exists()
    taken = program.post(path, {**body, "take": True})
    assert taken.status_code == 200, taken.content
    entry = FigureEntry.objects.get(area_id=small_area.area.pk)
    shown = program.get(f"{path}/{entry.figure}").json()
    assert shown["entries"][0]["value"] == "23"
    assert program.get(f"/systems/{pack}/figures/{entry.figure}").status_code == 200
    assert program.get(f"/systems/{pack}/indicators-template.xlsx").content[:2] == b"PK"
    assert program.get(f"/systems/{pack}/boards").status_code == 200
    assert Program(small_area.people.clerk).post(path, {**body, "take": True}).status_code == 404


def test_rounds_their_lists_snapshots_and_registers_are_those_of_the_pages(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    program, clerk = Program(small_area.people.office), Program(small_area.people.clerk)
    top = Case.objects.get(area_id=case.area_id, pk=case.root_id or case.pk)
    path = f"/rounds/{top.pack}/{top.number}"
    assert [one["number"] for one in program.get("/rounds").json()["rows"]] == [top.number]
    assert program.get(path).json()["findings"][0]["finding"]["number"] == case.number
    assert program.get(f"{path}/findings/{case.number}/measures").json()["rows"] == []
    name = program.get(f"{path}/lists").json()["rows"][0]
    assert program.get(f"{path}/lists/{name['id']}").json()["count"] >= 0
    columns = [{"path": one["path"]} for one in name["columns"]][:2]
    done = program.send("PUT", f"{path}/lists/{name['id']}", {"name": "领导用表", "columns": columns})
    assert (done.json()["name"], len(done.json()["columns"])) == ("领导用表", len(columns)), done.content
    assert clerk.send("PUT", f"{path}/lists/{name['id']}", {"name": "x", "columns": columns}).status_code == 404
    assert program.send("PUT", f"{path}/lists/{name['id']}", {"reset": True}).json()["name"] == name["name"]
    assert program.post(f"{path}/lists/{name['id']}/down").status_code == 204
    job = program.post(f"{path}/files", {"form": "xlsx", "by_unit": True})
    assert job.status_code == 202, job.content
    assert program.get(f"/jobs/{job.json()['job']}").json()["kind"] == "list"
    assert program.post(f"{path}/snapshots", {"day": "2099-01-01"}).status_code in {409, 422}
    for one in ("/outcomes", "/reconcile", "/snapshots", "/major"):
        assert program.get(f"{path}{one}").status_code == 200, one
    for one in (
        "/extensions",
        "/extensions/register.xlsx",
        "/instructions",
        "/instructions/week",
        "/warnings/register.xlsx",
    ):
        assert program.get(one).status_code == 200, one
    trail = program.get(f"/cases/{case.pack}/{case.number}/trail/file")
    assert b"".join(trail.streaming_content)[:2] == b"PK"


def test_jobs_are_seen_and_taken_back_by_whom_they_belong_to(small_area: SmallArea) -> None:
    by = actor(small_area.people.office)
    job = start_job(kind="list", given={}, by=by, at=stories.clock(), title="台账")
    program, other = Program(small_area.people.office), Program(small_area.people.office_second)
    assert other.get(f"/jobs/{job.pk}").status_code == 404
    assert other.post(f"/jobs/{job.pk}/cancel").status_code == 404
    assert program.get(f"/jobs/{job.pk}/file").status_code == 404
    assert program.post(f"/jobs/{job.pk}/cancel").json()["state"] == "cancelled"
    assert Job.objects.get(area_id=by.area_id, pk=job.pk).state == "cancelled"


def test_messages_are_read_and_chosen_each_for_oneself(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    clerk = Program(small_area.people.clerk)
    told = clerk.get("/notices").json()
    assert told["rows"][0]["case"]["number"] == case.number
    assert clerk.post("/notices/seen", {"up_to": told["newest"]}).status_code == 204
    assert clerk.get("/notices?fresh=true").json()["rows"] == []
    chosen = clerk.send("PUT", "/notices/choices", {"ways": {"waits": "never"}, "quiet_from": 20})
    assert chosen.json()["ways"]["waits"] == "never", chosen.content
    assert own_wishes(actor(small_area.people.clerk)).setting.quiet_from == 20
    assert clerk.send("PUT", "/notices/choices", {"ways": {"waits": "hourly"}}).status_code == 422
    assert clerk.send("PUT", "/notices/address", {"email": "no address"}).status_code == 422
    assert clerk.post("/notices/calendar").status_code == 200
    assert clerk.get("/notices/calendar").json()["address"] == calendar_address(actor(small_area.people.clerk))
    assert clerk.send("DELETE", "/notices/calendar").status_code == 204
    assert clerk.get("/notices/calendar").json()["address"] is None


def test_hooks_are_kept_by_administrators_and_never_shown_again(
    admin: Program, small_area: SmallArea, settings: Settings
) -> None:
    settings.BIHUAN_HOOK_HOSTS = ("hooks.example",)
    body = {
        "name": "督办群",
        "style": "generic",
        "url": "https://hooks.example/a?key=geheim",
        "secret": "s3cret",
        "kinds": ["warning"],
    }
    made = admin.post("/hooks", body)
    assert made.status_code == 201, made.content
    elsewhere = admin.post("/hooks", {**body, "name": "另一群", "url": "https://elsewhere.example/"})
    assert (elsewhere.status_code, list(elsewhere.json()["error"]["fields"])) == (422, ["url"])
    assert "geheim" not in made.content.decode()
    assert "s3cret" not in made.content.decode()
    hook = made.json()["id"]
    assert (
        admin.send("PUT", f"/hooks/{hook}", {**body, "url": "", "secret": "", "is_active": False}).json()["is_active"]
        is False
    )
    assert Hook.objects.get(area_id=small_area.area.pk, pk=hook).secret == "s3cret"
    assert Program(small_area.people.clerk).get("/hooks").status_code == 404
    assert admin.send("DELETE", f"/hooks/{hook}").status_code == 204
    assert admin.get("/hooks").json()["rows"] == []
    assert admin.get("/outbox").status_code == 200
    assert admin.post("/outbox/1/again").status_code == 404


def test_what_the_public_wrote_is_published_by_the_office_and_taken_down(small_area: SmallArea) -> None:
    open_line(small_area)
    message = answered(small_area, send(small_area))
    program, clerk = Program(small_area.people.office), Program(small_area.people.stranger)
    path = f"/feedback/{message.number}"
    body = {"question": "路灯不亮", "answer": "已修复"}
    assert clerk.post(f"{path}/publish", body).status_code in {403, 404}
    assert program.post(f"{path}/publish", {"question": "请拨打13812345678", "answer": "已修复"}).status_code == 422
    done = program.post(f"{path}/publish", body)
    assert (done.status_code, done.json()["question"]) == (200, "路灯不亮"), done.content
    assert program.post(f"{path}/unpublish", {"reason": "核实有误"}).status_code == 200
    row = Message.objects.get(area_id=small_area.area.pk, case_id=message.pk)
    assert row.unpublished_at is not None
    assert program.get("/feedback").json()["count"] == 1


def test_a_call_is_entered_once_and_only_by_the_office(small_area: SmallArea) -> None:
    open_line(small_area)
    program = Program(small_area.people.office)
    body = {
        "channel": "telephone",
        "content": "路灯不亮三天了",
        "received_on": stories.today().isoformat(),
        "writer": "王某",
    }
    made = program.post("/feedback", body, Idempotency_Key="call")
    assert made.status_code == 201, made.content
    code = made.json()["code"]
    assert program.post("/feedback", body, Idempotency_Key="call").json() == made.json() | {"code": None}
    assert code not in KeptAnswer.objects.get(key="call").body
    assert "王某" not in program.get(f"/feedback/{made.json()['number']}").content.decode()
    assert Case.objects.filter(area_id=small_area.area.pk, kind="message").count() == 1
    assert program.post("/feedback", {**body, "channel": "smoke"}).status_code == 422
    assert Program(small_area.people.clerk).post("/feedback", body).status_code == 404
