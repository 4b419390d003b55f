"""Programs write letters and documents, publish, bring documents and ledgers in: the same rules and effects as on the pages."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.disclosure.models import Disclosure
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.ledger_in.models import LedgerImport
from bihuan.loop.letters.models import Letter
from bihuan.loop.letters.settings import ways_of
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.writing.models import Writing
from tests.api.test_api import Program, moved
from tests.pages import stories
from tests.pages.intake_papers import REPORT
from tests.pages.test_disclosure import PHONE, notice, round_
from tests.people import TODAY, SmallArea

__all__ = ["notice", "round_"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _often(settings: Settings) -> None:
    settings.BIHUAN_API_PER_MINUTE = 100_000


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def top_of(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.root_id or case.pk)


def test_a_letter_is_prepared_issued_answered_and_judged(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    office, director = Program(small_area.people.office), Program(small_area.people.director)
    made = office.post(
        f"/cases/{case.pack}/{case.number}/letters/supervision", {"because": "逾期未报", "reply_workdays": 5}
    )
    assert made.status_code == 201, made.content
    path = f"/letters/{made.json()['id']}"
    assert director.get(path).status_code == 404  # nobody is told of what is only prepared
    assert office.post(f"{path}/issue").json()["state"] == "issued"
    assert director.post(f"{path}/receive").status_code == 200
    assert (
        director.post(
            f"{path}/reply", {"text": "已部署整改。", "evidence": [{"name": "表.txt", "data": coded("台账")}]}
        ).status_code
        == 200
    )
    file = office.get(path).json()["replies"][0]["files"][0]["id"]
    assert b"".join(office.get(f"{path}/files/{file}").streaming_content) == "台账".encode()
    unsaid = office.post(f"{path}/answer", {"accepted": False, "answer": ""})
    assert unsaid.status_code == 422
    assert office.post(f"{path}/answer", {"accepted": True}).json()["state"] == "closed"
    assert Letter.objects.get(area_id=case.area_id, pk=made.json()["id"]).closed_at is not None
    assert office.get("/letters/register.xlsx").content[:2] == b"PK"


def test_a_letter_is_withdrawn_with_a_reason_by_the_office_alone(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    office, clerk = Program(small_area.people.office), Program(small_area.people.clerk)
    body: dict[str, Any] = {"because": "逾期未报"}
    assert clerk.post(f"/cases/{case.pack}/{case.number}/letters/supervision", body).status_code == 404
    first = office.post(f"/cases/{case.pack}/{case.number}/letters/supervision", body, Idempotency_Key="k").json()
    again = office.post(f"/cases/{case.pack}/{case.number}/letters/supervision", body, Idempotency_Key="k").json()
    assert first == again
    assert Letter.objects.filter(area_id=case.area_id).count() == 1
    path = f"/letters/{first['id']}"
    assert office.post(f"{path}/withdraw", {"reason": ""}).status_code == 422
    assert office.post(f"{path}/withdraw", {"reason": "重复拟发"}).json()["state"] == "withdrawn"


def test_how_letters_go_out_is_chosen_by_the_office(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    top, office = top_of(case), Program(small_area.people.office)
    path = f"/rounds/{top.pack}/{top.number}/letter-ways"
    assert office.send("PUT", path, {"ways": {"supervision": "perhaps"}}).status_code == 422
    assert office.send("PUT", path, {"ways": {"supervision": "not"}}).status_code == 200
    pack = pack_in_use(case.area_id, case.pack)
    assert {one.letter.id: one.chosen for one in ways_of(case.area_id, pack, top)}["supervision"] == "not"
    assert Program(small_area.people.clerk).get(path).status_code == 404
    assert office.get(f"/settings/letters/{case.pack}").status_code == 200


def test_a_document_is_written_changed_taken_back_and_made_final(round_: Case, small_area: SmallArea) -> None:
    office = Program(small_area.people.office)
    path = f"/rounds/{round_.pack}/{round_.number}/documents"
    asked = {"telephone": "0512-00001170", "post_box": "12号信箱", "email": "zhenggai@yunhu.example"}
    made = office.post(f"{path}/notice", {"asof": TODAY.isoformat(), "asked": asked})
    assert made.status_code == 201, made.content
    at, version, parts = f"/documents/{made.json()['id']}", made.json()["version"], made.json()["parts"]
    part = next(one for one in parts if one["kind"] not in {"title"} and one["text"])
    changed = office.post(
        f"{at}/edit", {"version": version, "part": part["anchor"], "do": "text", "text": "改写\n一段。"}
    )
    assert changed.status_code == 200, changed.content
    assert "改写一段。" in {one["text"] for one in changed.json()["parts"]}
    old = office.post(f"{at}/edit", {"version": version, "part": part["anchor"], "do": "remove"})
    assert old.status_code == 409
    assert office.post(f"{at}/undo", {"version": changed.json()["version"]}).status_code == 200
    now = office.get(at).json()
    assert "改写一段。" not in {one["text"] for one in now["parts"]}
    final = office.post(f"{at}/final", {"version": now["version"]})
    assert (final.status_code, final.json()["state"]) == (200, "final"), final.content
    assert Writing.objects.get(area_id=round_.area_id, pk=made.json()["id"]).digest == final.json()["digest"]
    assert office.get(f"{at}/file.docx").content[:2] == b"PK"
    assert office.get(f"{at}/file.exe").status_code == 404
    assert [one["id"] for one in office.get(path).json()["rows"]] == [made.json()["id"]]


def test_who_may_not_write_finds_no_document_to_change(round_: Case, notice: Writing, small_area: SmallArea) -> None:
    leader, clerk = Program(small_area.people.leader), Program(small_area.people.clerk)
    assert leader.get(f"/documents/{notice.pk}").status_code == 200
    assert leader.post(f"/documents/{notice.pk}/anew", {"version": 1, "asof": TODAY.isoformat()}).status_code == 404
    assert (
        clerk.post(f"/rounds/{round_.pack}/{round_.number}/documents/notice", {"asof": TODAY.isoformat()}).status_code
        == 404
    )
    assert clerk.get(f"/rounds/{round_.pack}/{round_.number}/documents/notice/words").status_code == 404


def test_the_words_of_a_document_are_kept_and_a_fault_in_them_is_named(round_: Case, small_area: SmallArea) -> None:
    office = Program(small_area.people.office)
    path = f"/rounds/{round_.pack}/{round_.number}/documents/notice/words"
    told = office.get(path).json()
    key = told["pack"][0]["key"]
    wrong = office.send("PUT", path, {"version": told["version"], "texts": {key: "{没有"}})
    assert wrong.status_code == 422
    assert office.get(path).json()["texts"] == {}
    kept = office.send("PUT", path, {"version": told["version"], "texts": {key: "关于整改进展情况的公告"}})
    assert kept.json()["texts"] == {key: "关于整改进展情况的公告"}


def test_a_text_is_published_after_somebody_else_approved_it(
    round_: Case, notice: Writing, small_area: SmallArea
) -> None:
    people, path = small_area.people, f"/rounds/{round_.pack}/{round_.number}/publication"
    office, group = Program(people.office), Program(people.group_leader)
    made = office.post(path, {"document": notice.pk})
    assert made.status_code == 201, made.content
    assert PHONE not in str(made.json()["copies"]["public"])
    at = f"{path}/{made.json()['version']}"
    assert office.post(f"{at}/approve", {"seen": made.json()["seen"]}).status_code == 403
    wrong = office.post(f"{at}/covers", {"anchor": "nowhere", "words": "x", "reason": ""})
    assert wrong.status_code == 422
    stale = group.post(f"{at}/approve", {"seen": "another"})
    assert stale.status_code == 409
    approved = group.post(f"{at}/approve", {"seen": group.get(at).json()["seen"]})
    assert approved.status_code == 200, approved.content
    published = office.post(f"{at}/publications", {"channel": "public", "where": "管委会网站"})
    assert published.status_code == 200, published.content
    row = published.json()["publications"][0]
    proof = {"name": "截图.png", "data": base64.b64encode(b"\x89PNG\r\n\x1a\n0").decode()}
    assert office.post(f"{at}/publications/{row['id']}/proof", proof).json()["publications"][0]["proved"]
    assert office.get(f"{at}/public.docx").content[:2] == b"PK"
    assert Program(people.clerk).get(path).status_code == 404
    assert office.send("DELETE", at).status_code == 409
    assert Disclosure.objects.get(area_id=round_.area_id).frozen_at is not None


def test_a_document_is_brought_in_looked_at_and_made_cases_of(small_area: SmallArea) -> None:
    stories.opened_round(small_area)
    office = Program(small_area.people.office)
    made = office.post("/intake", {"name": "C:\\来文\\通报\r\nX-Evil: 1.txt", "data": coded(REPORT)})
    assert made.status_code == 201, made.content
    file = office.get(f"/intake/{made.json()['draft']}/file")
    assert (file.status_code, file.has_header("X-Evil")) == (200, False)
    assert b"".join(file.streaming_content).decode() == REPORT
    draft, version = made.json()["draft"], made.json()["version"]
    again = office.post("/intake", {"name": "通报.txt", "data": coded(REPORT)})
    assert again.status_code == 422  # the same bytes once
    line = made.json()["lines"]["findings"][0]["id"]
    edited = office.post(
        f"/intake/{draft}/lines/{line}", {"version": version, "values": {"title": "另一个标题", "checked": True}}
    )
    assert edited.status_code == 200, edited.content
    assert edited.json()["lines"]["findings"][0]["title"] == "另一个标题"
    assert office.post(f"/intake/{draft}/lines/{line}", {"version": version, "values": {}}).status_code == 409
    undone = office.post(f"/intake/{draft}/lines", {"version": edited.json()["version"], "do": "undo"})
    assert undone.json()["lines"]["findings"][0]["title"] != "另一个标题"
    wrong = office.post(
        f"/intake/{draft}/lines", {"version": undone.json()["version"], "do": "assign", "written": "住建局"}
    )
    assert list(wrong.json()["error"]["fields"]) == ["unit"]
    given = {
        "subject": "市委巡察",
        "inspector": "市委第三巡察组",
        "feedback_on": date(2026, 7, 24).isoformat(),
        "responsible": small_area.units.administration.pk,
    }
    facts = office.send("PUT", f"/intake/{draft}/round", {"version": undone.json()["version"], "given": given})
    assert facts.status_code == 200, facts.content
    done = office.send("PUT", f"/intake/{draft}/confirmed", {"version": facts.json()["version"]})
    assert done.status_code == 200, done.content
    row = IntakeDraft.objects.select_related("round").get(area_id=small_area.area.pk)
    assert row.round is not None
    assert row.round.number == done.json()["round"]["number"]
    assert Program(small_area.people.clerk).get(f"/intake/{draft}").status_code == 404


def test_a_template_goes_out_and_the_filled_ledger_comes_back(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    top, office = top_of(case), Program(small_area.people.office)
    path = f"/rounds/{top.pack}/{top.number}/ledgers"
    template = office.post(f"{path}-template", {"form": "register"}).json()
    assert base64.b64decode(template["data"])[:2] == b"PK"
    made = office.post(path, {"name": "台账.xlsx", "data": template["data"]}, Idempotency_Key="ledger")
    assert made.status_code == 201, made.content
    office.post(path, {"name": "台账.xlsx", "data": template["data"]}, Idempotency_Key="ledger")
    row = LedgerImport.objects.get(area_id=case.area_id)
    told = office.get(f"{path}/{row.pk}").json()
    assert (told["state"], told["rows"]) == ("judged", [])  # as it came out, so nothing is to be done
    assert office.post(f"{path}/{row.pk}/drop").json()["state"] == "dropped"
    assert office.post(f"{path}/{row.pk}/take").status_code in {409, 422}
    assert office.post(path, {"name": "坏.xlsx", "data": coded("不是表格")}).status_code == 422
    assert Program(small_area.people.stranger).get(path).status_code == 404


def test_many_cases_are_corrected_together_and_each_says_whether_it_was_done(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    body = {"pack": case.pack, "numbers": [case.number, "none"], "given": {"nature": "standing"}, "reason": "统一口径"}
    clerk = Program(small_area.people.clerk).post("/cases-together", body)
    assert clerk.json()["rows"][0]["refused"]
    done = Program(small_area.people.office).post("/cases-together", body)
    assert (done.json()["rows"][0]["refused"], done.json()["unknown"]) == ("", ["none"]), done.content
    assert moved(case).nature == "standing"


def test_a_view_is_kept_and_removed_by_whom_it_belongs_to(small_area: SmallArea) -> None:
    stories.opened_round(small_area)
    office, clerk = Program(small_area.people.office), Program(small_area.people.clerk)
    made = office.post("/views", {"name": "逾期", "query": "light=late", "shared": True}).json()
    assert office.post("/views", {"name": "", "query": ""}).status_code == 422
    assert [one["name"] for one in clerk.get("/views").json()["rows"]] == ["逾期"]
    assert clerk.send("DELETE", f"/views/{made['id']}").status_code == 404
    assert office.send("DELETE", f"/views/{made['id']}").status_code == 204
    assert office.get("/views").json()["rows"] == []
