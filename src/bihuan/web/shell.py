"""What stands around every page: where one can go, how much waits there, and who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.counting import Statement, count_each
from bihuan.loop.instructions.waiting import lines_waiting
from bihuan.loop.intake.rules import can_bring_in
from bihuan.loop.intake.waiting import open_drafts
from bihuan.loop.letters.queries import letters_waiting
from bihuan.loop.lifecycle.packs import packs_off
from bihuan.loop.lifecycle.waiting import unseen_counted, waiting_counted
from bihuan.loop.notices.outbox import troubled
from bihuan.loop.rollup.models import FromAbove
from bihuan.loop.rollup.queries import sees_from_above
from bihuan.loop.rollup.rules import can_see_below
from bihuan.loop.warnings.queries import count_standing, standing_in_area
from bihuan.web.language import language_of
from bihuan.web.places import place_url
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Place

# Group, then the places in it: name of the address, which is also the id of the place; icon, words.
GROUPS = (
    (
        "",
        (
            ("home", "home", _("Desk")),
            ("systems", "sitemap", _("Systems")),
            ("cockpit", "chart-bar", _("Leader's page")),
        ),
    ),
    (
        pgettext_lazy("menu", "Handling"),
        (
            ("rounds", "layout-dashboard", _("Rectification overview")),
            ("ledger", "table", _("Ledger")),
            ("intake", "file-import", _("Import")),
        ),
    ),
    (
        pgettext_lazy("menu", "Supervision"),
        (
            ("warnings", "alert-triangle", _("Warnings")),
            ("letters", "mail", _("Letters")),
            ("instructions", "gavel", _("Instructions")),
            ("extensions", "clock-pause", _("Extensions")),
        ),
    ),
    (
        pgettext_lazy("menu", "Meetings and inspections"),
        (("meetings", "calendar-event", _("Meetings")), ("checks", "checks", _("Inspections and look-backs"))),
    ),
    (
        pgettext_lazy("menu", "The public and statistics"),
        (
            ("feedback", "message", _("Public feedback")),
            ("indicators", "target", _("Indicators")),
            ("boards", "flag", _("Red and yellow boards")),
            ("areas", "sitemap", _("Areas below")),
            ("areas_above", "sitemap", _("From above")),
        ),
    ),
    (
        pgettext_lazy("menu", "Settings"),
        (
            ("area_ladders", "settings", _("Warnings and extensions")),
            ("organisation", "users", _("Units and people")),
            ("outbox", "send", _("Outbox")),
            ("packs", "list-details", _("Packs")),
            ("seals", "shield-check", _("Seals of the trail")),
        ),
    ),
)
ADMINISTRATOR_ONLY = {"organisation", "outbox", "seals"}
OFFICE_ONLY = {"intake"}
# Places that belong to one pack alone go when an area turns it off.
PLACES_OF: Final = {
    "rectification": {"rounds", "intake", "cockpit"},
    "meetings": {"meetings"},
    "feedback": {"feedback"},
}
RED: Final = "red"


@dataclass(frozen=True, slots=True)
class Shell:
    """The shell of a signed-in page. unseen: how many notices were not looked at yet, at most 100: from there it reads 99+."""

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
    manages = Permission.MANAGE_ORGANISATION in who.permissions
    counts = place_counts(who, imports=imports, manages=manages)
    closed = (set() if manages else ADMINISTRATOR_ONLY) | (set() if imports else OFFICE_ONLY)
    closed |= set() if manages or imports else {"area_ladders"}
    closed |= set() if counts.pop("below") and can_see_below(who) else {"areas"}
    closed |= set() if counts.pop("above") and sees_from_above(who) else {"areas_above"}
    closed |= {place for pack, places in PLACES_OF.items() if counts.pop(f"off:{pack}", 0) for place in places}
    if not imports and Permission.SEE_AREA not in who.permissions:
        closed |= {"checks"}
    area = str(request.user.area) if request.user.area_id else ""
    return Shell(
        area=area,
        person=who.name,
        post=who.unit_name,
        initial=who.name[:1],
        places=tuple(_places(closed, counts)),
        search=place_url("search"),
        me=place_url("me"),
        notices=place_url("notices"),
        unseen=counts["notices"],
        acting=who.on_behalf.name if who.on_behalf else "",
    )


def _places(closed: set[str], counts: dict[str, int]) -> Iterator[Place]:
    """Yield the places that are not closed to somebody; the first of each group opens it."""
    for group, places in GROUPS:
        title = str(group)
        for place, icon, words in places:
            if place not in closed and (url := place_url(place)):
                yield Place(place, str(words), url, icon, counts.get(place), title)
                title = ""


def place_counts(who: Actor, *, imports: bool, manages: bool) -> dict[str, int]:
    """
    Return how much waits at each place, by place id: cases, letters and instructions for the person, red warnings, drafts to check,
    deliveries in trouble, notices not looked at. Every page pays.

    imports: whether the person may import; nobody else has drafts to check. manages: whether the person looks after deliveries.
    """
    asked: dict[str, QuerySet[Any, Any] | Statement] = {
        "home": waiting_counted(who),
        "notices": unseen_counted(who),
        "letters": letters_waiting(who),
        "instructions": lines_waiting(who).order_by(),
        "warnings": standing_in_area(who.area_id, RED),
    }
    asked |= {
        "below": Area.objects.filter(parent_id=who.area_id)[:1],
        "above": FromAbove.objects.filter(area_id=who.area_id)[:1],
    }
    asked |= {f"off:{pack}": packs_off(who.area_id).filter(pack=pack) for pack in PLACES_OF}
    asked |= {"intake": open_drafts(who.area_id)} if imports else {}
    asked |= {"outbox": troubled(who.area_id)} if manages else {}
    counts = dict(zip(asked, count_each(*asked.values()), strict=True))
    if counts["warnings"]:  # which of them somebody may see costs more, and is asked only where there is one
        counts["warnings"] = count_standing(who, RED)
    always = {"home", "notices", "below", "above"}
    return {place: number for place, number in counts.items() if number or place in always}
