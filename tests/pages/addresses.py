"""Every address of the pages and to whom it is open; a new page gets its place in this table."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# What a page is open to. "public": without signing in; "signed_in": everybody who signed in; "administrator"; "office":
# who holds the office's desk; "frozen": who sees a round whole; "case": who sees the case; "job": who started it;
# "set_up": the administrator while the set-up is not finished.
OPEN_TO = {
    "public": (
        "account_login account_logout account_signup account_inactive account_email account_email_verification_sent account_reset_password "
        "account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done language sign_in_as "
        "notice_unsubscribe notice_check calendar_feed public_texts public_text public_text_file "
        "feedback_form feedback_look feedback_answers feedback_qr feedback_poster "
        "portal portal_register portal_policies portal_policy portal_results portal_object portal_fairs portal_fair"
    ),
    "signed_in": (
        "meetings meetings_ics "
        "feedback instructions instructions_file instructions_week "
        "letters letters_file "
        "notice_choices notice_address notice_calendar "
        "delegations acting_stop extensions extensions_file "
        "cockpit indicators indicators_all indicators_file indicator boards figure_rows rule_choose "
        "systems system system_list system_list_file scorecard tokens token_end "
        "seals seals_file home areas_above areas_take checks ledger ledger_act ledger_file ledger_views rounds packs pack notices search me "
        "account_change_password account_reauthenticate jobs warnings warnings_file "
        "find_units find_people find_enterprises find_applicants find_holders find_cases case_open_top gallery gallery_choices gallery_files"
    ),
    "administrator": (
        "outbox outbox_act hooks hook_new hook hook_remove "
        "deputies person_delegations hand_overs hand_over_new "
        "calendar calendar_remove desks desk_name desk_offices desk_remove organisation organisation_import organisation_import_take "
        "organisation_import_refused organisation_import_passwords organisation_import_template people person person_new person_change "
        "person_post person_post_end person_password person_leave person_return unit unit_new unit_change unit_end "
        "pack_manage pack_move pack_differences pack_file pack_import pack_edit pack_adopt areas_exchange areas_out"
    ),
    "areas": "areas area areas_handed",
    "areas_hand": "areas_hand",
    "office": (
        "letter_ways round_letters letter_write "
        "round_list_set round_lists_order paper_words paper_write paper paper_edit paper_act paper_anew paper_file "
        "indicators_import indicators_import_take indicators_template "
        "intake intake_away intake_again intake_confirm intake_compare intake_draft intake_lines intake_line intake_round intake_file"
    ),
    "enterprise": (
        "portal_matters portal_matter portal_move portal_file portal_apply portal_need portal_messages portal_enterprise "
        "portal_letters portal_letter portal_letter_act portal_letter_text portal_letter_file portal_fair_join portal_choices portal_address"
    ),
    "case": (
        "policy_enterprises "
        "letter letter_act letter_file "
        "case case_chain case_comment case_correct case_evidence case_evidence_one case_evidence_file case_evidence_page "
        "case_outcome_new case_outcome_withdraw instruction_receive "
        "case_extension case_extension_answer "
        "case_move case_open case_point case_scores case_sign case_standard case_trail case_trail_file case_watch"
    ),
    "message": "case_personal message_publish message_unpublish message_file",
    "feedback_office": "feedback_enter",
    "instruction_new": "instruction_new instruction_close instruction_withdraw",
    "instruction_line": "instruction_answer",
    "plan": "check_plan check_frame check_replace check_avoid check_avoid_lift case_check case_check_call",
    "publishing": "disclosures disclosure disclosure_act disclosure_file",
    "frozen": "round_compare round_snapshot round_snapshot_file",
    "round": "round_reconcile pushes papers round round_snapshots round_outcomes round_finding "
    "round_lists round_lists_file round_list round_list_file",
    "ledgers": "ledgers ledger_template",
    "ledger_import": "ledger_import ledger_map ledger_take ledger_undo ledger_drop ledger_resume ledger_refused",
    "job": "job job_file job_cancel",
    "round_setting": "round_ladders round_ladder round_extension_rule",
    "area_setting": "area_ladders area_ladder area_extension_rule",
    "deputy": "acting delegation_end",
    "hand_over": "hand_over",
    "meeting": "meeting_series meeting meeting_act meeting_minutes meeting_hold meeting_sheet meeting_ics",
    "event": "case_attendance case_attendance_paper",
    "meeting_office": "meeting_call meeting_attendance meeting_conclude",
    "set_up": "set_up set_up_units set_up_desks set_up_finish",
}
TABLE = {name: kind for kind, names in OPEN_TO.items() for name in names.split()}


def named(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "api":  # the door for programs knows tokens only: tests/api walks it
                yield from named(pattern.url_patterns)
        else:
            yield str(pattern.name), pattern


ADDRESSES = dict(named(get_resolver().url_patterns))
