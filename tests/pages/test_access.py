"""Every address and every role: who gets a page, and that missing and forbidden look the same. An address outside the table fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import FileResponse
from django.test import Client
from django.urls import reverse

from bihuan.accounts.actions import add_contact, add_enterprise
from bihuan.accounts.actions.delegations import give_delegation
from bihuan.accounts.models import Delegation, Person
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.disclosure.actions import begin_disclosure
from bihuan.loop.disclosure.models import Disclosure
from bihuan.loop.evidence.actions import NewEvidence, add_evidence
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.feedback.queries import files_of
from bihuan.loop.handover.actions import hand_over_post
from bihuan.loop.instructions.actions import give_instruction
from bihuan.loop.intake.actions import bring_in
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.jobs.models import Job
from bihuan.loop.ledger_in.actions import bring_ledger
from bihuan.loop.ledger_in.models import LedgerImport
from bihuan.loop.letters.actions import issue_letter
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs, version_in_use
from bihuan.loop.outcomes.actions import record_outcome
from bihuan.loop.outcomes.models import Outcome
from bihuan.loop.packs.actions import copy_pack
from bihuan.loop.rollup.actions import add_area_below
from bihuan.loop.rollup.rules import has_below
from bihuan.loop.writing.actions import write_document
from tests.pages import checks_stories
from tests.pages.addresses import ADDRESSES, OPEN_TO, TABLE
from tests.pages.meeting_stories import called, opened_series
from tests.pages.public_stories import open_line, send
from tests.pages.stories import clock
from tests.people import NOW, PASSWORD, TODAY, SmallArea, actor, browser_of
from tests.rooms.loop.grammar import branches


@pytest.fixture
def finding(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    round_ = open_case(pack="rectification", kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    case = open_case(
        pack="rectification", kind="finding", parent=round_, subject="兑现周期长", by=office, at=NOW, standard=["办结"]
    )
    handed = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    case = move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)
    record_outcome(
        case=case, sort="recovery", given={"kind": "collected", "amount": "3", "on": TODAY}, by=office, at=NOW
    )
    return add_evidence(case=case, brought=[NewEvidence("说明", statement="已经布置")], by=office, at=NOW)


@pytest.fixture
def draft(finding: Case, small_area: SmallArea) -> IntakeDraft:
    text = "关于巡察整改情况的通报\n一、关于“工地扬尘反复”问题的整改情况\n（一）开展排查。逐个工地检查。\n"
    return bring_in(name="通报.txt", data=text.encode(), by=actor(small_area.people.office), at=NOW)


@pytest.fixture
def job(small_area: SmallArea) -> Job:
    """A task the office started."""
    return Job.objects.create(
        area=small_area.area, kind="list", title="导出", started_by=small_area.people.office, asked_at=NOW
    )


def outcome_of(case: Case) -> Outcome:
    return Outcome.objects.get(area_id=case.area_id, case_id=case.pk)


def text_of(case: Case, small_area: SmallArea) -> Disclosure:
    """Return a text of the round that the office prepares for publication."""
    top = Case.objects.get(area_id=case.area_id, pk=case.parent_id or 0)
    passages = [{"anchor": "a", "kind": "paragraph", "text": "现予以公布。"}]
    by = actor(small_area.people.office)
    return begin_disclosure(round_=top, title="通报", asof=TODAY, passages=passages, by=by, at=NOW)


def ledger_of(case: Case, small_area: SmallArea) -> LedgerImport:
    """Return a ledger that the office brought in."""
    top, data = Case.objects.get(area_id=case.area_id, pk=case.parent_id or 0), "编号,整改要求\nX-1,限期\n".encode()
    by = actor(small_area.people.office)
    return bring_ledger(top=top, name="台账.csv", data=data, form="register", by=by, at=NOW)


def address(name: str, case: Case, draft: IntakeDraft, job: Job, small_area: SmallArea) -> str:
    evidence = Evidence.objects.get(area=case.area, case=case)
    values = {
        "pack": case.pack, "number": case.number, "kind": "measure", "state": "checking", "evidence": evidence.pk,
        "clock": "work", "move": "accept", "point": 1, "draft_id": draft.pk, "line_id": "n1", "year": 2026,
        "holder_id": 1, "person_id": small_area.people.clerk.pk, "post_id": 1, "unit_id": small_area.units.housing.pk,
        "list_id": "problems", "ledger": ledger_of(case, small_area).pk,
        "leaf": 1, "day": "2026-10-31", "uidb36": "1", "key": "x-y", "pack_id": "rectification", "job": job.pk,
        "hook": 1, "delivery": 1,
        "sort": "recovery", "outcome": outcome_of(case).pk,
        "document": "report", "format": "txt",
        "version": text_of(case, small_area).version,
        "act": "drop", "name": "public.txt", "code": small_area.area.code,
        "token": "abc", "token_id": 1, "ladder": "three_colour", "form": "xlsx", "figure": "completion", "rule": "two_yellow",
    }  # fmt: skip
    if name in {"case_chain", "round_list_set", "round_lists_order"} or TABLE[name] in {
        "round",
        "frozen",
        "ledgers",
        "ledger_import",
        "publishing",
        "round_setting",
    }:
        values["number"] = case.number.rsplit("-", 1)[0]
    if name in {"letter", "letter_act", "letter_file"}:
        values |= {"letter_id": letter_of(case, small_area), "file_id": 1}
    if name.startswith("portal_letter"):
        values |= {"letter_id": 1, "file_id": 1, "format": "pdf"}
    if name == "letter_write":
        values["letter"] = "reminder"
    if name in {"paper_words", "paper_write", "round_letters"}:
        values["number"] = case.number.rsplit("-", 1)[0]
    if name in {"paper", "paper_edit", "paper_act", "paper_anew", "paper_file"}:
        values["writing_id"] = paper_of(case, small_area)
    values |= found_for(name, case, small_area)
    if name == "round_finding":
        values["finding"] = case.number
    if name == "case_open_top":
        values["kind"] = "round"
    if name == "scorecard":
        values |= {"pack": "scorecards", "card": "overall"}
    wanted = ADDRESSES[name].pattern.converters or dict.fromkeys(
        re.findall(r"\?P<(\w+)>", str(ADDRESSES[name].pattern))
    )
    return reverse(name, kwargs={key: values[key] for key in wanted})


def found_for(name: str, case: Case, small_area: SmallArea) -> dict[str, Any]:
    """What stands in an address that is about something else than the case of the story, which is made for it."""
    values: dict[str, Any] = {}
    keeper = actor(small_area.people.administrator)
    if name in {"pack_edit", "pack_adopt"}:
        copy_pack(pack="rectification", by=keeper, at=NOW)
    if name == "pack_file":
        values |= {"version": version_in_use(small_area.area.pk, "rectification"), "what": "pack"}
    if name == "areas_hand":
        values["number"] = case.number.rsplit("-", 1)[0]
        if not has_below(small_area.area.pk):
            add_area_below(code="shanqu", name="山区县", by=keeper, at=NOW)
    if TABLE[name] in {"message", "feedback_office"}:
        case = message_of(small_area)
        values |= {"pack": case.pack, "number": case.number, "file_id": files_of(case)[0].pk}
    if name.startswith("instruction_"):
        by = actor(small_area.people.leader)
        given = give_instruction(case=case, text="抓紧办理。", due=TODAY, to=[small_area.units.housing], by=by, at=NOW)
        values |= {"instruction": given.pk, "line": given.addressees.get(area_id=case.area_id).pk}
    if TABLE[name] == "plan":
        plan, check = plan_of(case, small_area)
        values["number"] = check if name.startswith("case_") else plan
        values |= {"target": case.number, "avoidance": 1, "call": 1}
    if TABLE[name] == "deputy":
        values["delegation_id"] = deputy_of(small_area)
    if name == "hand_over":
        values["hand_over_id"] = handed_over(small_area)
    if TABLE[name] == "event":
        branches.released(small_area)
        event = branches.opened(small_area, "event", "对接会", responsible=small_area.units.housing)
        values |= {"pack": event.pack, "number": event.number}
    if TABLE[name] in {"meeting", "meeting_office"}:
        series = opened_series(small_area, NOW)
        meeting = called(small_area, series, date(2026, 11, 27), NOW)
        values["number"] = series.number if name in {"meeting_series", "meeting_call"} else meeting.number
    return values


def message_of(small_area: SmallArea) -> Case:
    """A message of the public with a file; the same words are taken once."""
    found = Case.objects.filter(area_id=small_area.area.pk, pack="feedback", kind="message").first()
    if found is not None:
        return found
    open_line(small_area, NOW)
    return send(small_area, at=NOW, files=(("现场.txt", "路面积水".encode()),)).case


def deputy_of(small_area: SmallArea) -> int:
    """The clerk stands in for the director today."""
    people, today = small_area.people, local_day(clock())
    found = Delegation.objects.filter(area_id=small_area.area.pk, person=people.director).first()
    if found is not None:
        return found.pk
    return give_delegation(
        person=people.director, to=people.clerk, from_on=today, to_on=today, reason="出差", today=today,
        by=actor(people.director), at=NOW,
    ).pk  # fmt: skip


def handed_over(small_area: SmallArea) -> int:
    """Somebody's work went over to a colleague."""
    people = small_area.people
    made, _ = hand_over_post(
        person=people.clerk_second, to=people.station_clerk, post=None, on=TODAY, reason="轮岗", by=actor(people.administrator), at=NOW,
    )  # fmt: skip
    return made.pk


def letter_of(case: Case, small_area: SmallArea) -> int:
    """A letter about the case that waits for its receipt."""
    return issue_letter(case=case, letter="supervision", by=actor(small_area.people.office), at=NOW).pk


def paper_of(case: Case, small_area: SmallArea) -> int:
    """A draft of the report of the round."""
    round_ = Case.objects.get(area=case.area, pk=case.root_id or 0)
    return write_document(case=round_, document="report", asof=TODAY, by=actor(small_area.people.office), at=NOW).pk


def plan_of(case: Case, small_area: SmallArea) -> tuple[str, str]:
    """An inspection that has drawn the finding, and its visit."""
    plan = checks_stories.begun(small_area, checks_stories.drawn(small_area, "inspection"))
    return plan.number, checks_stories.check_of(plan).number


# What people of enterprises need beside the portal; the first page leads them there.
OPEN_TO_ENTERPRISES = {
    "home",
    "notice_choices",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "language",
}


def contact_of(small_area: SmallArea) -> Person:
    """Somebody of an enterprise, who sees the portal and nothing inside."""
    by = actor(small_area.people.administrator)
    firm = add_enterprise(by=by, at=NOW, name="云湖精工机械有限公司", credit_code="91350100M000100Y43")
    return add_contact(
        unit=firm, by=by, at=NOW, from_on=local_day(clock()), username=firm.credit_code, name="白晓", password=PASSWORD
    )


def test_every_address_is_in_the_table() -> None:
    assert set(ADDRESSES) - set(TABLE) == set()


# Roles of the small area; the enterprise and somebody who has not signed in come to them.
EVERYBODY = ("nobody", "office", "clerk", "stranger", "leader", "administrator", "enterprise")
ALLOWED = {
    "public": {"nobody", "office", "clerk", "stranger", "leader", "administrator"},
    "signed_in": {"office", "clerk", "stranger", "leader", "administrator"},
    "administrator": {"administrator"},
    "office": {"office"},
    "case": {"office", "clerk", "leader"},
    "frozen": {"office", "leader"},
    "round": {"office", "clerk", "leader"},
    "ledgers": {"office", "clerk"},
    "ledger_import": {"office"},
    "publishing": {"office"},
    "message": {"office"},
    "feedback_office": {"office"},
    "instruction_new": {"office", "leader"},
    "instruction_line": {"clerk"},
    "plan": {"office", "leader"},
    "job": {"office"},
    "set_up": {"administrator"},
    "round_setting": {"office"},
    "area_setting": {"office", "administrator"},
    "deputy": {"clerk"},
    "hand_over": {"administrator"},
    "meeting": {"office", "leader"},
    "event": {"office", "clerk", "leader"},
    "meeting_office": {"office"},
    "areas": {"leader", "administrator"},
    "areas_hand": {"office"},
    "enterprise": set[str](),
}
NARROWER = {"delegation_end": {"clerk", "administrator"}, "case_attendance": {"office", "clerk"}}


def allowed(name: str) -> set[str]:
    """Return to whom an address is open."""
    portal = TABLE[name] in {"public", "enterprise"} or name in OPEN_TO_ENTERPRISES
    return NARROWER.get(name, ALLOWED[TABLE[name]]) | ({"enterprise"} if portal else set())


@pytest.mark.parametrize("kind", sorted(OPEN_TO))
def test_an_address_answers_only_whom_it_is_open_to(
    kind: str, finding: Case, draft: IntakeDraft, job: Job, small_area: SmallArea
) -> None:
    contact = contact_of(small_area)
    who = {"nobody": None, "enterprise": contact} | small_area.people.all()
    names = sorted(name for name in ADDRESSES if TABLE.get(name) == kind)
    wrong: list[str] = []
    for name in names:
        with transaction.atomic():  # what one address changes is undone before the next is asked
            url = address(name, finding, draft, job, small_area)
            for role in EVERYBODY:
                wrong += refused_wrongly(browser_of(who[role]), url, role, open_to=allowed(name))
            transaction.set_rollback(True)
        cache.clear()
    assert names
    assert not wrong, "\n".join(wrong)


def refused_wrongly(client: Client, url: str, role: str, *, open_to: set[str]) -> Iterator[str]:
    """Ask for an address and send to it; return what an answer should not have been."""
    for answer in (client.get(url), client.post(url)):
        if isinstance(answer, FileResponse):
            for close in answer._resource_closers:  # closing the whole answer would close the database of the test
                close()
        status = answer.status_code
        fine = status < 500
        if role not in open_to:
            fine = status in {404, 405}
        if role == "nobody" and role not in open_to and status == 302:
            fine = "/accounts/login/" in answer.headers["Location"]
        if not fine:
            yield f"{role} {answer.request['REQUEST_METHOD']} {url} → {status}"


def test_missing_and_forbidden_cases_give_the_same_page(finding: Case, small_area: SmallArea) -> None:
    stranger = browser_of(small_area.people.stranger)
    forbidden = page_of(stranger, f"/cases/rectification/{finding.number}/")
    missing = page_of(stranger, "/cases/rectification/2026-99-99/")
    assert forbidden == missing


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 404
    # The address itself and the token of a form are all that may differ.
    text = answer.content.decode().replace(url, "")
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]*', "", text)
