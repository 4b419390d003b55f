"""Who prepares a text for publication, who decides what is left out, and who approves it: never one person alone."""

from __future__ import annotations

from itertools import chain

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.disclosure.models import Disclosure, Omission, Redaction
from bihuan.loop.errors import NotAllowed, NotHere

OFFICE = "desk.office"
APPROVERS = ("desk.leading_group",)
DECIDERS = ("desk.leading_group", "desk.discipline")


def check_may_prepare(file: CaseFile, actor: Actor) -> None:
    """Raise NotAllowed unless the actor sits in the office of the round."""
    if not stands_as(actor, file, OFFICE):
        raise NotAllowed(gettext("Only the office prepares what is published."))


def check_may_decide(file: CaseFile, actor: Actor, omission: Omission) -> None:
    """Raise NotAllowed unless the actor may decide on what is left out, and did not ask for it himself."""
    if not any(stands_as(actor, file, relation) for relation in DECIDERS):
        raise NotAllowed(gettext("The leading group or the discipline organ decides what is left out."))
    if actor.persons & {omission.asked_by_id, omission.asked_by_for}:
        raise NotAllowed(gettext("Whoever asks to leave something out does not decide on it."))


def check_may_approve(file: CaseFile, actor: Actor, disclosure: Disclosure) -> None:
    """Raise NotAllowed unless the actor speaks for the leading group, and did not prepare the text himself."""
    if not any(stands_as(actor, file, relation) for relation in APPROVERS):
        raise NotAllowed(gettext("The leading group approves what is published."))
    if actor.persons & preparers_of(disclosure):
        raise NotAllowed(gettext("Whoever prepared the text does not approve it."))


def preparers_of(disclosure: Disclosure) -> frozenset[int]:
    """
    Return the ids of all who prepared a text: who brought it, covered or uncovered words, or asked to leave something out.

    Whoever was stood in for in that prepared it too.
    """
    same = {"area_id": disclosure.area_id, "disclosure_id": disclosure.pk}
    covered = Redaction.objects.filter(**same).order_by().values_list("by_id", "by_for").distinct()
    asked = Omission.objects.filter(**same).order_by().values_list("asked_by_id", "asked_by_for").distinct()
    people = {disclosure.made_by_id, disclosure.made_by_for, *chain.from_iterable([*covered, *asked])}
    return frozenset(one for one in people if one is not None)


def check_open(disclosure: Disclosure) -> None:
    """Raise NotHere for a text that was frozen or dropped: it never changes again."""
    if disclosure.frozen_at is not None:
        raise NotHere(gettext("This text is approved and frozen. A correction is a new version."))
    if disclosure.dropped_at is not None:
        raise NotHere(gettext("This text was dropped."))


def check_frozen(disclosure: Disclosure) -> None:
    """Raise NotHere for a text that is not approved yet."""
    if disclosure.frozen_at is None:
        raise NotHere(gettext("The text is not approved yet; only an approved text is published."))


def roles_of(file: CaseFile, actor: Actor) -> frozenset[str]:
    """Return which parts the actor may play: "prepare", "decide", "approve"."""
    parts = {"prepare": (OFFICE,), "decide": DECIDERS, "approve": APPROVERS}
    return frozenset(part for part, relations in parts.items() if any(stands_as(actor, file, one) for one in relations))
