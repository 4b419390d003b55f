"""What stands around every page: where one can go, how much waits there, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import Permission
from bihuan.web.language import language_of
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Place

# id, url name, icon, words, group
PLACES = (
    ("home", "home", "home", _("Desk"), ""),
    ("rounds", "rounds", "layout-dashboard", _("Rectification overview"), _("Inspection rectification")),
    ("ledger", "ledger", "table", _("Ledger"), ""),
    ("intake", "intake", "file-import", _("Import"), ""),
    ("packs", "packs", "list-details", _("Packs"), _("Other systems")),
    ("organisation", "organisation", "users", _("Units and people"), ""),
)
ADMINISTRATOR_ONLY = {"organisation"}


@dataclass(frozen=True, slots=True)
class Shell:
    """The shell of a signed-in page. `search` is empty until there is a ledger to search in."""

    area: str
    person: str
    post: str
    initial: str
    places: tuple[Place, ...]
    search: str
    language: str
    path: str


def shell_context(request: HttpRequest) -> dict[str, object]:
    """Give templates `shell`, worked out only when the page draws it: parts of a page and errors never ask for it."""
    return {"shell": SimpleLazyObject(lambda: shell_of(request)), "language": get_language() or language_of(request)}  # type: ignore[arg-type]


def shell_of(request: Request) -> Shell:
    """Return the shell for the person who asks."""
    who = actor(request)
    counts = place_counts(who, request.today)
    places = tuple(
        Place(id, str(words), url, icon, counts.get(id), str(group))
        for id, name, icon, words, group in PLACES
        if (url := _address(name))
        and (id not in ADMINISTRATOR_ONLY or Permission.MANAGE_ORGANISATION in who.permissions)
    )
    area = str(request.user.area) if request.user.area_id else ""
    return Shell(
        area=area,
        person=who.name,
        post=who.unit_name,
        initial=who.name[:1],
        places=places,
        search=_address("ledger"),
        language=get_language() or "",
        path=request.get_full_path(),
    )


def place_counts(who: Actor, today: date) -> dict[str, int]:
    """Return how much waits at each place, by place id; one query, because every page pays for it."""
    return {}


@cache
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
