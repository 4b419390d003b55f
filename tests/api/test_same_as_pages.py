"""Everything a page does a program can do too: each address of the pages has its operation, or a reason why it is for people alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.api.test_api import BASE, Program
from tests.pages.addresses import ADDRESSES
from tests.people import SmallArea

# What only people do, each with the reason.
PAGES_ALONE = {
    "Signing in and passwords are between a person and the pages; a program has a token, which a person makes and ends.": (
        "account_login account_logout account_signup account_inactive account_email account_email_verification_sent account_reset_password "
        "account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done account_change_password "
        "account_reauthenticate sign_in_as tokens token_end person_password organisation_import organisation_import_take "
        "organisation_import_refused organisation_import_passwords organisation_import_template"
    ),
    "A token acts as its person; whoever stands in does so signed in.": "acting acting_stop",
    "The language is asked for with each request.": "language",
    "The first steps of an area are taken once, by hand.": "set_up set_up_units set_up_desks set_up_finish",
    "Open to everybody without a token, or opened from a mail or a calendar.": (
        "notice_unsubscribe notice_check calendar_feed public_texts public_text public_text_file "
        "feedback_form feedback_look feedback_answers feedback_qr feedback_poster"
    ),
    "Personal values are looked at one by one, on a page that writes the look down.": "case_personal",
    "Paper to print and to sign by hand.": "meeting_sheet case_attendance_paper",
    "Pictures of pages of a file; a program takes the file.": "case_evidence_page",
    "The examples from which pages are built.": "gallery gallery_choices gallery_files",
}

# The operations that do what a page does.
OPERATIONS = {
    "acts": {
        "home": "GET /waiting, GET /me",
        "search": "GET /search",
        "me": "GET /me",
        "find_units": "GET /find/{what}",
        "find_people": "GET /find/{what}",
        "find_enterprises": "GET /find/{what}",
        "find_applicants": "GET /find/{what}",
        "find_holders": "GET /find/{what}",
        "find_cases": "GET /find/{what}",
        "systems": "GET /systems",
        "system": "GET /systems/{pack}, GET /systems/{pack}/figures",
        "system_list": "GET /systems/{pack}/lists/{list_id}",
        "system_list_file": "GET /systems/{pack}/lists/{list_id}/file",
    },
    "cases": {
        "case": "GET /cases/{pack}/{number}, GET /cases/{pack}/{number}/acts, DELETE /cases/{pack}/{number}",
        "case_move": "POST /cases/{pack}/{number}/moves/{move}",
        "case_open": "POST /cases/{pack}",
        "case_open_top": "POST /cases/{pack}",
        "case_point": "POST /cases/{pack}/{number}/points/{point}",
        "case_sign": "POST /cases/{pack}/{number}/sign",
        "case_standard": "PUT /cases/{pack}/{number}/standard",
        "case_comment": "POST /cases/{pack}/{number}/comments",
        "case_correct": "POST /cases/{pack}/{number}/correct",
        "case_watch": "PUT /cases/{pack}/{number}/watch, DELETE /cases/{pack}/{number}/watch",
        "case_chain": "PUT /cases/{pack}/{number}/settings/levels/{kind}/{state}",
        "case_trail": "GET /cases/{pack}/{number}/trail",
        "case_trail_file": "GET /cases/{pack}/{number}/trail/file",
        "case_evidence": "POST /cases/{pack}/{number}/evidence",
        "case_evidence_one": "GET /cases/{pack}/{number}, DELETE /cases/{pack}/{number}/evidence/{evidence}",
        "case_evidence_file": "GET /cases/{pack}/{number}/evidence/{evidence}/file",
        "case_extension": "POST /cases/{pack}/{number}/extensions",
        "case_extension_answer": "POST /cases/{pack}/{number}/extensions/answer",
        "case_outcome_new": "POST /cases/{pack}/{number}/outcomes",
        "case_outcome_withdraw": "DELETE /cases/{pack}/{number}/outcomes/{outcome}",
        "instruction_new": "POST /cases/{pack}/{number}/instructions",
        "instruction_receive": "POST /cases/{pack}/{number}/instructions/lines/{line}/receive",
        "instruction_answer": "POST /cases/{pack}/{number}/instructions/lines/{line}/answer",
        "instruction_close": "POST /cases/{pack}/{number}/instructions/{instruction}/close",
        "instruction_withdraw": "POST /cases/{pack}/{number}/instructions/{instruction}/withdraw",
        "case_scores": "GET /cases/{pack}/{number}/scores, POST /cases/{pack}/{number}/scores, "
        "POST /cases/{pack}/{number}/scores/own, POST /cases/{pack}/{number}/scores/adjust",
        "case_attendance": "GET /cases/{pack}/{number}/attendance, PUT /cases/{pack}/{number}/attendance",
        "case_check": "GET /cases/{pack}/{number}/check, POST /cases/{pack}/{number}/check",
        "case_check_call": "POST /cases/{pack}/{number}/check/calls/{call}/withdraw",
        "policy_enterprises": "GET /cases/{pack}/{number}/enterprises, POST /cases/{pack}/{number}/enterprises/tell",
        "areas_hand": "POST /cases/{pack}/{number}/hand-down",
    },
    "ledger": {
        "ledger": "GET /cases",
        "ledger_act": "POST /cases-together",
        "ledger_file": "GET /cases",  # the same rows as data
        "ledger_views": "GET /views, POST /views, DELETE /views/{view}",
        "ledgers": "GET /rounds/{pack}/{number}/ledgers, POST /rounds/{pack}/{number}/ledgers",
        "ledger_template": "POST /rounds/{pack}/{number}/ledgers-template",
        "ledger_import": "GET /rounds/{pack}/{number}/ledgers/{ledger}",
        "ledger_map": "PUT /rounds/{pack}/{number}/ledgers/{ledger}/columns",
        "ledger_take": "POST /rounds/{pack}/{number}/ledgers/{ledger}/{do}",
        "ledger_undo": "POST /rounds/{pack}/{number}/ledgers/{ledger}/{do}",
        "ledger_drop": "POST /rounds/{pack}/{number}/ledgers/{ledger}/{do}",
        "ledger_resume": "POST /rounds/{pack}/{number}/ledgers/{ledger}/{do}",
        "ledger_refused": "GET /rounds/{pack}/{number}/ledgers/{ledger}/refused.xlsx",
    },
    "meetings": {
        "meetings": "GET /meetings",
        "meetings_ics": "GET /meetings/mine.ics",
        "meeting_series": "GET /meetings/series/{number}",
        "meeting_call": "POST /meetings/series/{number}",
        "meeting": "GET /meetings/{number}",
        "meeting_ics": "GET /meetings/{number}/meeting.ics",
        "meeting_act": "POST /meetings/{number}/agenda, POST /meetings/{number}/agenda/build, POST /meetings/{number}/agenda/settle, "
        "DELETE /meetings/{number}/agenda/{item}, POST /meetings/{number}/agenda/{item}/{do}, POST /meetings/{number}/papers, "
        "DELETE /meetings/{number}/papers/{paper}",
        "meeting_minutes": "POST /meetings/{number}/minutes",
        "meeting_hold": "POST /meetings/{number}/hold",
        "meeting_attendance": "PUT /meetings/{number}/attendance",
        "meeting_conclude": "POST /meetings/{number}/conclusions",
    },
    "checks": {
        "checks": "GET /checks",
        "check_plan": "GET /checks/{pack}/{number}, POST /checks/{pack}/{number}/draw",
        "check_frame": "GET /checks/{pack}/{number}/frame.csv",
        "check_replace": "POST /checks/{pack}/{number}/drawn/{target}/replace",
        "check_avoid": "POST /checks/{pack}/{number}/avoid",
        "check_avoid_lift": "POST /checks/{pack}/{number}/avoid/{avoidance}/lift",
    },
    "letters": {
        "letters": "GET /letters",
        "letters_file": "GET /letters/register.xlsx",
        "letter": "GET /letters/{letter}",
        "letter_act": "POST /letters/{letter}/receive, POST /letters/{letter}/reply, POST /letters/{letter}/issue, "
        "POST /letters/{letter}/answer, POST /letters/{letter}/withdraw, POST /letters/{letter}/talk",
        "letter_file": "GET /letters/{letter}/files/{file}",
        "letter_write": "POST /cases/{pack}/{number}/letters/{letter}",
        "letter_ways": "GET /settings/letters/{pack}, PUT /settings/letters/{pack}",
        "round_letters": "GET /rounds/{pack}/{number}/letter-ways, PUT /rounds/{pack}/{number}/letter-ways",
    },
    "documents": {
        "papers": "GET /rounds/{pack}/{number}/documents",
        "paper_write": "POST /rounds/{pack}/{number}/documents/{document}",
        "paper_words": "GET /rounds/{pack}/{number}/documents/{document}/words, PUT /rounds/{pack}/{number}/documents/{document}/words",
        "paper": "GET /documents/{writing}",
        "paper_edit": "POST /documents/{writing}/edit",
        "paper_act": "POST /documents/{writing}/{do}",
        "paper_anew": "POST /documents/{writing}/anew",
        "paper_file": "GET /documents/{writing}/file.{form}",
        "disclosures": "GET /rounds/{pack}/{number}/publication, POST /rounds/{pack}/{number}/publication",
        "disclosure": "GET /rounds/{pack}/{number}/publication/{version}",
        "disclosure_act": "POST /rounds/{pack}/{number}/publication/{version}/covers, "
        "POST /rounds/{pack}/{number}/publication/{version}/covers/{cover}/uncover, "
        "POST /rounds/{pack}/{number}/publication/{version}/covers/{cover}/cover, "
        "POST /rounds/{pack}/{number}/publication/{version}/omissions, "
        "POST /rounds/{pack}/{number}/publication/{version}/omissions/{omission}, "
        "POST /rounds/{pack}/{number}/publication/{version}/approve, DELETE /rounds/{pack}/{number}/publication/{version}, "
        "POST /rounds/{pack}/{number}/publication/{version}/publications, "
        "POST /rounds/{pack}/{number}/publication/{version}/publications/{publication}/proof",
        "disclosure_file": "GET /rounds/{pack}/{number}/publication/{version}/{channel}.{form}",
        "intake": "GET /intake, POST /intake",
        "intake_draft": "GET /intake/{draft}",
        "intake_file": "GET /intake/{draft}/file",
        "intake_line": "POST /intake/{draft}/lines/{line}",
        "intake_lines": "POST /intake/{draft}/lines",
        "intake_round": "PUT /intake/{draft}/round",
        "intake_away": "POST /intake/{draft}/{do}",
        "intake_again": "POST /intake/{draft}/{do}",
        "intake_confirm": "PUT /intake/{draft}/confirmed",
        "intake_compare": "GET /intake/{draft}/compare",
    },
    "rounds": {
        "rounds": "GET /rounds",
        "round": "GET /rounds/{pack}/{number}",
        "round_finding": "GET /rounds/{pack}/{number}/findings/{finding}/measures",
        "round_lists": "GET /rounds/{pack}/{number}/lists",
        "round_list": "GET /rounds/{pack}/{number}/lists/{list_id}",
        "round_list_file": "GET /rounds/{pack}/{number}/lists/{list_id}/file, POST /rounds/{pack}/{number}/files",
        "round_lists_file": "POST /rounds/{pack}/{number}/files",
        "round_list_set": "PUT /rounds/{pack}/{number}/lists/{list_id}",
        "round_lists_order": "POST /rounds/{pack}/{number}/lists/{list_id}/{step}",
        "round_snapshots": "GET /rounds/{pack}/{number}/snapshots, POST /rounds/{pack}/{number}/snapshots",
        "round_snapshot": "GET /rounds/{pack}/{number}/snapshots/{day}",
        "round_snapshot_file": "GET /rounds/{pack}/{number}/snapshots/{day}/file",
        "round_compare": "GET /rounds/{pack}/{number}/snapshots/compare",
        "round_outcomes": "GET /rounds/{pack}/{number}/outcomes",
        "round_reconcile": "GET /rounds/{pack}/{number}/reconcile",
        "pushes": "GET /rounds/{pack}/{number}/major",
    },
    "registers": {
        "extensions": "GET /extensions",
        "extensions_file": "GET /extensions/register.{form}",
        "instructions": "GET /instructions",
        "instructions_file": "GET /instructions",  # the same rows as data
        "instructions_week": "GET /instructions/week",
        "warnings": "GET /warnings",
        "seals": "GET /seals",
        "seals_file": "GET /seals/file",
        "warnings_file": "GET /warnings/register.xlsx",
    },
    "figures": {
        "cockpit": "GET /systems/{pack}/figures",  # the figures it chooses among
        "indicators": "GET /systems/{pack}/indicators",
        "indicators_all": "GET /systems/{pack}/indicators",
        "indicators_file": "GET /systems/{pack}/indicators",
        "indicator": "GET /systems/{pack}/indicators/{figure}, POST /systems/{pack}/figures/{figure}",
        "indicators_import": "POST /systems/{pack}/indicators",
        "indicators_import_take": "POST /systems/{pack}/indicators",
        "indicators_template": "GET /systems/{pack}/indicators-template.xlsx",
        "figure_rows": "GET /systems/{pack}/figures/{figure}",
        "boards": "GET /systems/{pack}/boards",
        "rule_choose": "PUT /systems/{pack}/rules/{rule}",
        "scorecard": "GET /systems/{pack}/scorecards/{card}",
    },
    "the public": {
        "feedback": "GET /feedback",
        "feedback_enter": "POST /feedback",
        "message_publish": "POST /feedback/{number}/publish",
        "message_unpublish": "POST /feedback/{number}/unpublish",
        "message_file": "GET /feedback/{number}, GET /feedback/{number}/files/{file}",
    },
    "messages": {
        "notices": "GET /notices, POST /notices/seen",
        "notice_choices": "GET /notices/choices, PUT /notices/choices",
        "notice_address": "PUT /notices/address",
        "notice_calendar": "GET /notices/calendar, POST /notices/calendar, DELETE /notices/calendar",
        "outbox": "GET /outbox",
        "outbox_act": "POST /outbox/{delivery}/{do}",
        "hooks": "GET /hooks",
        "hook_new": "POST /hooks",
        "hook": "PUT /hooks/{hook}",
        "hook_remove": "DELETE /hooks/{hook}",
        "jobs": "GET /jobs",
        "job": "GET /jobs/{job}",
        "job_file": "GET /jobs/{job}/file",
        "job_cancel": "POST /jobs/{job}/cancel",
    },
    "settings": {
        "area_ladders": "GET /settings/warnings",
        "area_ladder": "PUT /settings/warnings/{pack}/{ladder}, DELETE /settings/warnings/{pack}/{ladder}",
        "round_ladders": "GET /cases/{pack}/{number}/settings/warnings",
        "round_ladder": "PUT /cases/{pack}/{number}/settings/warnings/{ladder}, DELETE /cases/{pack}/{number}/settings/warnings/{ladder}",
        "area_extension_rule": "GET /settings/extensions/{pack}, PUT /settings/extensions/{pack}",
        "round_extension_rule": "GET /cases/{pack}/{number}/settings/extensions, PUT /cases/{pack}/{number}/settings/extensions",
        "calendar": "GET /settings/calendar, PUT /settings/calendar/{year}",
        "calendar_remove": "DELETE /settings/calendar/{year}",
        "desks": "GET /settings/desks",
        "desk_name": "POST /settings/desks/{pack}/{desk}",
        "desk_offices": "POST /settings/offices",
        "desk_remove": "DELETE /settings/desk-holders/{holder}",
    },
    "organisation": {
        "organisation": "GET /organisation/units",
        "unit_new": "POST /organisation/units",
        "unit": "GET /organisation/units/{unit}",
        "unit_change": "PATCH /organisation/units/{unit}",
        "unit_end": "POST /organisation/units/{unit}/end",
        "people": "GET /organisation/people",
        "person_new": "POST /organisation/people",
        "person": "GET /organisation/people/{person}",
        "person_change": "PATCH /organisation/people/{person}",
        "person_post": "POST /organisation/people/{person}/posts",
        "person_post_end": "POST /organisation/people/{person}/posts/{post}/end",
        "person_leave": "POST /organisation/people/{person}/{do}",
        "person_return": "POST /organisation/people/{person}/{do}",
        "delegations": "GET /standing-in, POST /standing-in",
        "deputies": "GET /standing-in",
        "person_delegations": "POST /organisation/people/{person}/standing-in",
        "delegation_end": "POST /standing-in/{delegation}/end",
        "hand_over_new": "GET /organisation/people/{person}/hand-over, POST /organisation/people/{person}/hand-over",
        "hand_overs": "GET /hand-overs",
        "hand_over": "GET /hand-overs/{hand_over}",
    },
    "packs and areas": {
        "packs": "GET /packs",
        "pack": "GET /systems/{pack}",
        "pack_manage": "GET /packs/{pack}, PUT /packs/{pack}/use, PUT /packs/{pack}/version, POST /packs/{pack}/copy, DELETE /packs/{pack}/copy",
        "pack_edit": "GET /packs/{pack}/copy, PUT /packs/{pack}/copy, POST /packs/{pack}/copy/rehearsal",
        "pack_adopt": "GET /packs/{pack}/copy/impact, POST /packs/{pack}/copy/adopt",
        "pack_import": "POST /packs/import",
        "pack_file": "GET /packs/{pack}/versions/{version}/{what}",
        "pack_differences": "GET /packs/{pack}/differences",
        "pack_move": "GET /packs/{pack}/move, POST /packs/{pack}/move",
        "areas": "GET /areas",
        "area": "GET /areas/of/{code}",
        "areas_handed": "GET /areas/handed",
        "areas_above": "GET /areas/above",
        "areas_take": "POST /areas/above/{line}/take",
        "areas_exchange": "GET /areas/exchange, POST /areas/exchange/key, POST /areas/exchange/trusted, "
        "DELETE /areas/exchange/trusted/{key}, PUT /areas/exchange/superior, POST /areas/exchange/below, "
        "DELETE /areas/exchange/below/{code}, POST /areas/exchange/count, "
        "POST /areas/exchange/in",
        "areas_out": "POST /areas/exchange/out",
    },
}
DONE_BY = {name: did.split(", ") for group in OPERATIONS.values() for name, did in group.items()}
# Enterprises have no tokens: their portal is for people alone.
PORTAL = {name for name in ADDRESSES if name == "portal" or name.startswith("portal_")}
ALONE = PORTAL | {name for names in PAGES_ALONE.values() for name in names.split()}


@pytest.fixture
def described(client: Client, db: None) -> set[str]:
    """Every operation of the description, as `GET /me`."""
    paths = client.get(f"{BASE}/openapi.json").json()["paths"]
    return {f"{method.upper()} {path.removeprefix(BASE)}" for path, acts in paths.items() for method in acts}


def test_every_page_has_its_operation_or_a_reason() -> None:
    assert set(ADDRESSES) - set(DONE_BY) - ALONE == set()


def test_nothing_is_named_that_is_no_page_and_nothing_twice() -> None:
    assert (set(DONE_BY) | ALONE) - set(ADDRESSES) == set()
    assert set(DONE_BY) & ALONE == set()


def test_every_operation_that_is_named_is_in_the_description(described: set[str]) -> None:
    assert {one for did in DONE_BY.values() for one in did} - described == set()


def filled(path: str) -> str:
    """Return an address with something in each place."""
    while "{" in path:
        start = path.index("{")
        name = path[start + 1 : path.index("}", start)]
        numbers = {
            "letter",
            "job",
            "draft",
            "writing",
            "person",
            "unit",
            "version",
            "year",
            "ledger",
            "hook",
            "delivery",
            "hand_over",
        }
        value = "1" if name in numbers else "2026-11-01" if name == "day" else "x"
        path = path[:start] + value + path[path.index("}", start) + 1 :]
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["stranger", "administrator"])
def test_every_operation_is_reached_and_none_falls_over(
    who: str, described: set[str], small_area: SmallArea, settings: Settings
) -> None:
    settings.BIHUAN_API_PER_MINUTE = 100_000
    program = Program(getattr(small_area.people, who))
    for one in sorted(described):
        method, path = one.split(" ")
        answer: Any = program.client.generic(
            method, f"{BASE}{filled(path)}", b"{}", content_type="application/json", headers=program._with({})
        )
        assert answer.status_code != 405, f"{one} is hidden by another address"
        assert answer.status_code < 500, one
