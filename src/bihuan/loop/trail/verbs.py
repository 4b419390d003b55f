"""What can happen to a case, as the trail names it. The web has one presenter for each."""

from __future__ import annotations

from enum import StrEnum


class Verb(StrEnum):
    """
    One thing that happened (留痕的动作). Released names never change their meaning.

    What a verb's body holds beside `changes` stands behind it; docs/reference/trail.md is the full table.
    """

    OPENED = "opened"  # {"parent": number or null, "source": intake id or null}
    MOVED = "moved"  # {"move": id, "reason", "statement", "also": [case numbers]}
    SIGNED = "signed"  # {"state", "pass", "step", "relation", "verdict", "opinion"}
    CORRECTED = "corrected"  # {"reason"}: a written fact was wrong
    ASSIGNED = "assigned"  # parties, lead, leader or handler were set
    STANDARD_SET = "standard_set"  # changes of `point.<n>.text`
    POINT_ANSWERED = "point_answered"  # changes of `point.<n>.answer`
    POINT_JUDGED = "point_judged"  # changes of `point.<n>.verdict` and `point.<n>.verdict_note`
    EVIDENCE_ADDED = "evidence_added"  # {"evidence": [reference]}
    EVIDENCE_WITHDRAWN = "evidence_withdrawn"  # {"withdrawn": [id], "reason"}
    EXTENSION_ASKED = "extension_asked"  # {"clock", "asked_for", "reason"}
    EXTENSION_DECIDED = "extension_decided"  # {"clock", "asked_for", "granted", "answer"}
    CHAIN_SET = "chain_set"  # {"state", "steps"}: the levels of a review
    DESKS_SET = "desks_set"  # {"desk", "holders": [old, new]}
    COMMENTED = "commented"  # {"text"}
    VERSION_MOVED = "version_moved"  # {"from", "to"}: the case goes on under another version of its pack
