"""What stands around every page: where one can go, how much waits there, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import Permission
from bihuan.loop.intake.rules import can_bring_in
from bihuan.loop.intake.waiting import count_drafts_to_check
from bihuan.loop.letters.queries import count_waiting_letters
from bihuan.loop.lifecycle.waiting import count_waiting, unseen_notices
from bihuan.loop.notices.outbox import count_troubled
from bihuan.loop.warnings.queries import count_standing
from bihuan.web.language import language_of
from bihuan.web.places import place_url
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Place

# name of the address, which is also the id of the place; icon, words, group
PLACES = (
    ("home", "home", _("Desk"), ""),
    ("cockpit", "chart-bar", _("Leader's page"), ""),
    ("rounds", "layout-dashboard", _("Rectification overview"), _("Inspection rectification")),
    ("ledger", "table", _("Ledger"), ""),
    ("warnings", "alert-triangle", _("Warnings"), ""),
    ("letters", "mail", _("Letters"), ""),
    ("indicators", "target", _("Indicators"), ""),
    ("checks", "checks", _("Inspections and look-backs"), ""),
    ("intake", "file-import", _("Import"), ""),
    ("instructions", "gavel", _("Instructions"), ""),
    ("feedback", "message", _("Public feedback"), ""),
    ("meetings", "calendar-event", _("Meetings"), ""),
    ("packs", "list-details", _("Packs"), _("Other systems")),
    ("organisation", "users", _("Units and people"), ""),
    ("outbox", "send", _("Outbox"), ""),
)
ADMINISTRATOR_ONLY = {"organisation", "outbox"}
OFFICE_ONLY = {"intake"}


@dataclass(frozen=True, slots=True)
class Shell:
    """The shell of a signed-in page. unseen: how many notices were not looked at yet, at most 99."""

    area: str
    person: str
    post: str
    initial: str
    places: tuple[Place, ...]
    search: str
    me: str
    notices: str
    unseen: int
    acting: str = ""  # for whom the person acts, who is away
    deputies: int = 0  # for how many others the person may act today


def shell_context(request: HttpRequest) -> dict[str, object]:
    """Give templates `shell`, worked out only when the page draws it: parts of a page and errors never ask for it."""
    asked = cast(Request, request)
    return {"shell": SimpleLazyObject(lambda: shell_of(asked)), "language": get_language() or language_of(request)}


def shell_of(request: Request) -> Shell:
    """Return the shell for the person who asks."""
    who = actor(request)
    imports = can_bring_in(who)
    counts = place_counts(who, imports)
    manages = Permission.MANAGE_ORGANISATION in who.permissions
    if manages and (troubled := count_troubled(who.area_id)):
        counts["outbox"] = troubled
    places = tuple(
        Place(place, str(words), url, icon, counts.get(place), str(group))
        for place, icon, words, group in PLACES
        if (url := place_url(place))
        and (manages or place not in ADMINISTRATOR_ONLY)
        and (imports or place not in OFFICE_ONLY)
        and (imports or Permission.SEE_AREA in who.permissions or place != "checks")
    )
    area = str(request.user.area) if request.user.area_id else ""
    return Shell(
        area=area,
        person=who.name,
        post=who.unit_name,
        initial=who.name[:1],
        places=places,
        search=place_url("search"),
        me=place_url("me"),
        notices=place_url("notices"),
        unseen=unseen_notices(who) if place_url("notices") else 0,
        acting=who.on_behalf.name if who.on_behalf else "",
    )


def place_counts(who: Actor, imports: bool) -> dict[str, int]:
    """
    Return how much waits at each place, by place id: cases and letters that wait for the person, red warnings, drafts to check. Every page pays.

    imports: whether the person may import; nobody else has drafts to check.
    """
    counts = {"home": count_waiting(who)}
    if red := count_standing(who, "red"):
        counts["warnings"] = red
    if letters := count_waiting_letters(who):
        counts["letters"] = letters
    drafts = count_drafts_to_check(who.area_id) if imports else 0
    return counts | {"intake": drafts} if drafts else counts
