"""The record of organisation changes: one row a change, written in the transaction that changes it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from bihuan.accounts.models import OrganisationEvent
from bihuan.accounts.queries import Actor


class Verb(StrEnum):
    """What can happen to an organisation; each has its words in `web`."""

    AREA_SET_UP = "area_set_up"
    AREA_CHANGED = "area_changed"
    SET_UP_FINISHED = "set_up_finished"
    UNIT_ADDED = "unit_added"
    UNIT_CHANGED = "unit_changed"
    UNIT_ENDED = "unit_ended"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PASSWORD_SET = "password_set"  # noqa: S105
    PERSON_DEACTIVATED = "person_deactivated"
    PERSON_ACTIVATED = "person_activated"
    POST_GIVEN = "post_given"
    POST_ENDED = "post_ended"
    POST_WITHDRAWN = "post_withdrawn"
    DESK_SET = "desk_set"
    DESK_REMOVED = "desk_removed"
    CALENDAR_SET = "calendar_set"
    CALENDAR_REMOVED = "calendar_removed"
    FIGURE_ENTERED = "figure_entered"
    RULE_CHOSEN = "rule_chosen"
    HOOK_SET = "hook_set"
    HOOK_REMOVED = "hook_removed"
    DELEGATION_GIVEN = "delegation_given"
    DELEGATION_ENDED = "delegation_ended"
    POST_HANDED_OVER = "post_handed_over"
    LADDER_SET = "ladder_set"
    LADDER_RESET = "ladder_reset"
    EXTENSIONS_SET = "extensions_set"
    PACK_SWITCHED = "pack_switched"
    PACK_VERSION_CHOSEN = "pack_version_chosen"
    PACK_ADOPTED = "pack_adopted"
    PACK_MOVED = "pack_moved"
    AREA_BELOW_ADDED = "area_below_added"
    AREA_LET_GO = "area_let_go"
    SUPERIOR_NAMED = "superior_named"
    KEY_MADE = "key_made"
    KEY_TRUSTED = "key_trusted"
    KEY_FORGOTTEN = "key_forgotten"
    TOKEN_MADE = "token_made"  # noqa: S105
    TOKEN_ENDED = "token_ended"  # noqa: S105


def event(
    verb: Verb,
    *,
    by: Actor,
    at: datetime,
    subject: str,
    subject_id: int,
    name: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> OrganisationEvent:
    """
    Return one change of the organisation, to be stored inside the transaction of the change.

    subject: area, unit, person, post, desk, calendar, ladder or extensions. before, after: only the values that differ.
    """
    return OrganisationEvent(
        area_id=by.area_id,
        verb=verb,
        person_id=by.person_id,
        person_name=(f"{by.name}（代{by.on_behalf.name}）" if by.on_behalf else by.name)[:60],
        at=at,
        subject=subject,
        subject_id=subject_id,
        subject_name=name[:200],
        before=before or {},
        after=after or {},
    )


def record(verb: Verb, **facts: Any) -> None:
    """Write down one change of the organisation; the arguments are those of `event`."""
    event(verb, **facts).save(force_insert=True)


def changes_of(area_id: int, subject: str, subject_id: int) -> QuerySet[OrganisationEvent]:
    """Return what happened to one unit, person, post or desk, latest first."""
    return OrganisationEvent.objects.filter(area_id=area_id, subject=subject, subject_id=subject_id).order_by("-id")


def changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both sides reduced to the values that differ."""
    keys = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in keys}, {key: after[key] for key in keys}
