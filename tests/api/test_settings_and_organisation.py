"""Programs of administrators and offices: settings, people, systems, areas; the same rules as on the pages."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.accounts.actions import FirstAdministrator, set_up_area
from bihuan.accounts.actions.areas import NewArea
from bihuan.accounts.models import Delegation, Person, Post, Unit
from bihuan.loop.cases.desks import holders_of_desks, set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.setting import ladder_of_setting
from bihuan.loop.clocks.years import own_days
from bihuan.loop.handover.models import HandOver
from bihuan.loop.lifecycle.packs import is_off, pack_in_use, release_packs, version_in_use
from bihuan.loop.rollup.actions import name_superior
from tests.api.test_api import Program
from tests.pages import stories
from tests.people import NOW, PACK, PASSWORD, SmallArea, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _often(settings: Settings, tmp_path: Path) -> None:
    settings.BIHUAN_API_PER_MINUTE = 100_000
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def admin(small_area: SmallArea) -> Program:
    release_packs(at=NOW)
    return Program(small_area.people.administrator)


def test_units_are_added_changed_and_ended_by_administrators_alone(admin: Program, small_area: SmallArea) -> None:
    above = small_area.units.housing.pk
    body = {"name": "燃气事务中心", "parent": above, "former_names": ["燃气办"]}
    made = admin.post("/organisation/units", body, Idempotency_Key="unit")
    again = admin.post("/organisation/units", body, Idempotency_Key="unit")
    assert (made.status_code, made.json()) == (201, again.json()), made.content
    unit = made.json()["unit"]
    assert Unit.objects.filter(area_id=small_area.area.pk, name="燃气事务中心").count() == 1
    assert made.json()["parent"] == {"unit": above, "name": small_area.units.housing.name}
    assert admin.send("PATCH", f"/organisation/units/{unit}", {"short_name": "燃气中心"}).json()["former_names"] == [
        "燃气办"
    ]
    wrong = admin.send("PATCH", f"/organisation/units/{above}", {"parent": unit})
    assert wrong.status_code == 422  # a unit below itself
    assert admin.post(f"/organisation/units/{unit}/end").json()["ended_on"] is not None
    assert admin.post("/organisation/units", {"name": ""}).json()["error"]["fields"].keys() == {"name"}
    clerk = Program(small_area.people.clerk)
    assert clerk.post("/organisation/units", {"name": "另一个"}).status_code == 404
    assert clerk.get("/organisation/people").status_code == 404


def test_a_person_is_entered_with_a_post_and_leaves(admin: Program, small_area: SmallArea) -> None:
    body = {"username": "ren.yuan", "name": "任远", "password": PASSWORD}
    weak = admin.post("/organisation/people", {**body, "password": "1"})
    assert weak.status_code == 422
    made = admin.post("/organisation/people", body)
    assert made.status_code == 201, made.content
    assert PASSWORD not in made.content.decode()
    person = Person.objects.get(username="ren.yuan")
    assert person.check_password(PASSWORD)
    path = f"/organisation/people/{person.pk}"
    post = {"unit": small_area.units.housing.pk, "role": "member", "from_on": "2026-11-01"}
    given = admin.post(f"{path}/posts", post)
    assert given.status_code == 201, given.content
    assert given.json()["posts"][0]["role"]
    row = Post.objects.get(person=person)
    assert admin.post(f"{path}/posts/{row.pk}/end?on=2026-11-30").status_code == 200
    assert admin.send("PATCH", path, {"phone": "0512-00001"}).json()["phone"] == "0512-00001"
    assert admin.post(f"{path}/leave").json()["is_active"] is False
    assert admin.post(f"{path}/return").json()["is_active"] is True
    assert admin.get("/organisation/people?q=任远").json()["rows"][0]["name"] == "任远"


def test_people_of_another_area_are_not_there(admin: Program, small_area: SmallArea, outsider: Person) -> None:
    for method, path in (("GET", ""), ("PATCH", ""), ("POST", "/leave"), ("GET", "/hand-over")):
        assert admin.send(method, f"/organisation/people/{outsider.pk}{path}", {}).status_code == 404, path
    outsider.refresh_from_db()
    assert outsider.is_active


def test_standing_in_is_given_for_oneself_and_ended(small_area: SmallArea, admin: Program) -> None:
    people = small_area.people
    director, clerk = Program(people.director), Program(people.clerk)
    day = stories.today()
    body = {"to": people.clerk.pk, "from_on": day.isoformat(), "to_on": stories.later(5).isoformat(), "reason": "出差"}
    made = director.post("/standing-in", body)
    assert made.status_code == 201, made.content
    assert [one["id"] for one in clerk.get("/standing-in").json()["rows"]] == [made.json()["id"]]
    assert director.post("/standing-in", {**body, "to": people.director.pk}).status_code == 422
    assert clerk.post(f"/organisation/people/{people.director.pk}/standing-in", body).status_code == 404
    stranger = Program(people.stranger)
    assert stranger.post(f"/standing-in/{made.json()['id']}/end").status_code in {403, 404}
    assert director.post(f"/standing-in/{made.json()['id']}/end").status_code == 204
    assert Delegation.objects.get(pk=made.json()["id"]).ended_on == day
    assert admin.get("/standing-in?all=true").json()["rows"]
    assert clerk.get("/standing-in?all=true").status_code == 404


def test_work_is_handed_over_with_the_post(admin: Program, small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    people = small_area.people
    path = f"/organisation/people/{people.clerk.pk}/hand-over"
    assert [one["number"] for one in admin.get(path).json()["lines"]] == [case.number]
    body = {"to": people.clerk_second.pk, "on": stories.today().isoformat(), "reason": "轮岗"}
    assert admin.post(path, {**body, "to": people.clerk.pk}).status_code == 422
    made = admin.post(path, body, Idempotency_Key="over")
    assert made.status_code == 201, made.content
    admin.post(path, body, Idempotency_Key="over")
    assert HandOver.objects.filter(area_id=case.area_id).count() == 1
    assert Case.objects.get(area_id=case.area_id, pk=case.pk).handler_id == people.clerk_second.pk
    assert admin.get(f"/hand-overs/{made.json()['id']}").json()["lines"][0]["went"] is True
    assert Program(people.stranger).get(f"/hand-overs/{made.json()['id']}").status_code == 404


def test_desks_are_named_and_taken(admin: Program, small_area: SmallArea) -> None:
    made = admin.post(f"/settings/desks/{PACK}/office", {"unit": small_area.units.archive.pk})
    assert made.status_code == 201, made.content
    assert len(holders_of_desks(small_area.area.pk, PACK)["office"]) == 2
    assert admin.send("DELETE", f"/settings/desk-holders/{made.json()['holder']}").status_code == 204
    assert len(holders_of_desks(small_area.area.pk, PACK)["office"]) == 1
    assert admin.post(f"/settings/desks/{PACK}/office", {}).status_code == 422
    several = admin.post("/settings/offices", {"packs": ["hazards", "estates"], "unit": small_area.units.office.pk})
    assert len(several.json()["holders"]) == 2
    assert Program(small_area.people.office).get("/settings/desks").status_code == 404


def test_a_round_gets_a_ladder_of_its_own_and_gives_it_back(small_area: SmallArea) -> None:
    round_ = stories.opened_round(small_area)
    program, path = Program(small_area.people.office), f"/cases/{round_.pack}/{round_.number}/settings"
    told = program.get(f"{path}/warnings").json()["rows"][0]["ladders"][0]
    pack = pack_in_use(round_.area_id, round_.pack)
    body: dict[str, Any] = {"title": "从严提醒", "unit": told["unit"], "basis": "整改办〔2026〕3号", "steps": [
        {"at": -7, "colour": "yellow", "word": "临期", "tell": ["responsible"]},
        {"at": 1, "colour": "red", "word": "逾期", "tell": ["responsible_head"]},
    ]}  # fmt: skip
    looked = program.send("PUT", f"{path}/warnings/{told['id']}", {**body, "look": True})
    assert looked.status_code == 200, looked.content
    assert ladder_of_setting(round_.area_id, pack, told["id"], round_)[1] is None
    wrong = program.send(
        "PUT", f"{path}/warnings/{told['id']}", {**body, "steps": [{"at": 1, "colour": "mauve", "word": ""}]}
    )
    assert (wrong.status_code, bool(wrong.json()["error"]["fields"])) == (422, True)
    assert program.send("PUT", f"{path}/warnings/{told['id']}", body).json()["ladder"]["own"] is True
    assert program.send("DELETE", f"{path}/warnings/{told['id']}").json()["ladder"]["own"] is False
    rule = program.send("PUT", f"{path}/extensions", {"times": 1, "basis": "整改办〔2026〕3号"})
    assert rule.json()["own"]["times"] == 1, rule.content
    clerk = Program(small_area.people.clerk)
    assert clerk.get(f"{path}/warnings").status_code == 404
    assert clerk.send("PUT", f"{path}/extensions", {"times": 9}).status_code == 404


def test_levels_of_review_are_set_by_the_office(small_area: SmallArea) -> None:
    round_ = stories.opened_round(small_area)
    path = f"/cases/{round_.pack}/{round_.number}/settings/levels/finding/checking"
    steps = [{"signed_by": ["desk.office"]}, {"signed_by": ["desk.leading_group"]}]
    program = Program(small_area.people.office)
    assert program.send("PUT", path, {"steps": [{"signed_by": ["nobody"]}]}).status_code == 422
    done = program.send("PUT", path, {"steps": steps})
    assert done.status_code == 204, done.content
    assert Program(small_area.people.clerk).send("PUT", path, {"steps": []}).status_code in {403, 404}


def test_working_days_are_looked_at_entered_and_forgotten(admin: Program, small_area: SmallArea) -> None:
    body = {"days": [{"day": "2031-01-01", "worked": False, "name": "元旦"}], "reason": "国办通知"}
    assert "moved" in admin.send("PUT", "/settings/calendar/2031", {**body, "look": True}).json()
    assert own_days(small_area.area.pk, 2031) == []
    assert admin.send("PUT", "/settings/calendar/2030", body).status_code == 422  # a day of another year
    assert admin.send("PUT", "/settings/calendar/2031", body).status_code == 200
    assert [one.day for one in own_days(small_area.area.pk, 2031)] == [date(2031, 1, 1)]
    assert admin.send("DELETE", "/settings/calendar/2031").status_code == 200
    assert admin.send("DELETE", "/settings/calendar/2031").status_code == 404
    assert Program(small_area.people.clerk).get("/settings/calendar").status_code == 404


def test_a_system_is_turned_off_copied_checked_and_adopted(admin: Program, small_area: SmallArea) -> None:
    area_id = small_area.area.pk
    assert admin.send("PUT", "/packs/hazards/use", {"on": False}).json()["in_use"] is False
    assert is_off(area_id, "hazards")
    assert admin.get("/systems/hazards").status_code == 404
    admin.send("PUT", "/packs/hazards/use", {"on": True})
    copy = admin.post("/packs/hazards/copy")
    assert copy.status_code == 201, copy.content
    text, seen = copy.json()["text"], copy.json()["save"]
    broken = admin.send(
        "PUT", "/packs/hazards/copy", {"text": text + "\n[kind.x]\nnonsense = 1\n", "seen": seen, "check": True}
    )
    assert broken.json()["problems"]
    assert admin.get("/packs/hazards/copy").json()["save"] == seen
    saved = admin.send(
        "PUT", "/packs/hazards/copy", {"text": text + "\n# 本区自用\n", "cases": copy.json()["cases"], "seen": seen}
    )
    assert (saved.json()["problems"], saved.json()["save"]) == ([], seen + 1), saved.content
    old = admin.send("PUT", "/packs/hazards/copy", {"text": text, "seen": seen})
    assert old.status_code == 409
    assert admin.get("/packs/hazards/copy/impact").json()["cases"] == 0
    assert admin.post("/packs/hazards/copy/rehearsal", {"seen": seen}).status_code == 409
    told = admin.post("/packs/hazards/copy/rehearsal", {"seen": seen + 1})
    assert told.status_code == 202
    assert told.json()["state"] == "waiting"
    before = version_in_use(area_id, "hazards")
    assert admin.get(f"/packs/hazards/differences?old={before}").json()["lines"]
    adopted = admin.post("/packs/hazards/copy/adopt", {"seen": seen + 1})
    assert adopted.status_code == 200, adopted.content
    assert version_in_use(area_id, "hazards") == adopted.json()["version"] > 1000
    file = admin.get(f"/packs/hazards/versions/{adopted.json()['version']}/pack").content.decode()
    assert "# 本区自用" in file
    assert admin.send("PUT", "/packs/hazards/version", {"version": before}).json()["version"] == before
    brought = admin.post("/packs/import", {"text": file})
    assert brought.status_code == 201, brought.content
    assert admin.send("DELETE", "/packs/hazards/copy").status_code == 204
    assert admin.post("/packs/hazards/move").status_code in {202, 409, 422}
    clerk = Program(small_area.people.clerk)
    for method, path in (("GET", "/packs"), ("POST", "/packs/hazards/copy"), ("PUT", "/packs/hazards/use")):
        assert clerk.send(method, path, {"on": False}).status_code == 404, path
    assert not is_off(area_id, "hazards")


@pytest.fixture
def county(small_area: SmallArea, admin: Program) -> NewArea:
    """A county below the area, in the same installation."""
    first = FirstAdministrator(username="jiang.yi", name="江一", unit_name="县整改办", password=PASSWORD)
    made = set_up_area(
        name="云河县", code="yunhe", administrator=first, at=NOW, by=actor(small_area.people.administrator)
    )
    by = actor(made.administrator)
    set_desk_holder(pack=PACK, desk="office", unit=made.administrator.posts.get().unit, heads_only=False, by=by, at=NOW)
    name_superior(code="yunhu", by=by, at=NOW)
    return made


def test_an_inspection_goes_down_and_is_taken_over(county: NewArea, admin: Program, small_area: SmallArea) -> None:
    round_ = stories.opened_round(small_area)
    program, below = Program(small_area.people.office), Program(county.administrator)
    path = f"/cases/{round_.pack}/{round_.number}/hand-down"
    assert program.post(path, {"to": []}).status_code == 422
    done = program.post(path, {"to": ["yunhe"], "note": "请于月底前反馈"})
    assert (done.status_code, done.json()) == (201, {"to": ["yunhe"]}), done.content
    assert Program(small_area.people.clerk).post(path, {"to": ["yunhe"]}).status_code == 404
    line = below.get("/areas/above").json()["rows"][0]["line"]
    case = below.post(f"/areas/above/{line}/take", Idempotency_Key="take")
    assert case.status_code == 201, case.content
    assert below.post(f"/areas/above/{line}/take", Idempotency_Key="take").json() == case.json()
    assert Case.objects.filter(area_id=county.area.pk, kind="round").count() == 1
    assert admin.post("/areas/exchange/count").json()["areas"] == 2
    assert "yunhe" in {one["area"]["area"] for one in admin.get("/areas").json()["areas"]}
    assert admin.get("/areas/of/yunhe").json()["figures"]
    assert admin.get("/areas/handed").json()["rows"][0]["to"]["area"] == "yunhe"
    assert below.get("/areas/of/yunhu").status_code == 404


def test_an_area_below_is_let_go(county: NewArea, admin: Program) -> None:
    assert Program(county.administrator).send("DELETE", "/areas/exchange/below/yunhu").status_code == 422
    assert admin.send("DELETE", "/areas/exchange/below/yunhe").status_code == 204
    assert admin.get("/areas").json()["areas"] == []
    assert admin.get("/areas/of/yunhe").status_code == 404


def test_packages_travel_only_between_areas_that_believe_each_other(
    county: NewArea, admin: Program, small_area: SmallArea
) -> None:
    below = Program(county.administrator)
    assert below.post("/areas/exchange/out", {"to": "yunhu"}).status_code == 422  # no key yet
    key = below.post("/areas/exchange/key").json()
    below.post("/areas/exchange/count")
    out = below.post("/areas/exchange/out", {"to": "yunhu"}, Idempotency_Key="out").json()
    assert below.post("/areas/exchange/out", {"to": "yunhu"}, Idempotency_Key="out").json() == out
    assert admin.post("/areas/exchange/in", {"data": out["data"]}).status_code == 422  # nobody believes the key
    trusted = admin.post("/areas/exchange/trusted", {"code": "yunhe", "public": key["public"]})
    assert trusted.json()["fingerprint"] == key["fingerprint"]
    assert admin.post("/areas/exchange/in", {"data": out["data"]}).json()["again"] is False
    assert admin.post("/areas/exchange/in", {"data": out["data"]}).json()["again"] is True
    damaged = base64.b64encode(base64.b64decode(out["data"])[:-1] + b"x").decode()
    assert admin.post("/areas/exchange/in", {"data": damaged}).status_code == 422
    assert admin.send("DELETE", f"/areas/exchange/trusted/{trusted.json()['id']}").status_code == 204
    assert Program(small_area.people.clerk).get("/areas/exchange").status_code == 404
