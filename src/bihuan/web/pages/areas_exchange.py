"""Packages between areas without network: keys and their fingerprints, out and in; the superior area, and areas below that work elsewhere."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from bihuan.accounts.models import Area
from bihuan.loop.errors import Refused
from bihuan.loop.rollup.actions import (
    add_area_below,
    count_now,
    forget_key,
    let_area_go,
    make_key,
    name_superior,
    trust_key,
)
from bihuan.loop.rollup.exchange import UnknownKey, take_package, write_package
from bihuan.loop.rollup.package import MOST_BYTES, fingerprint
from bihuan.loop.rollup.queries import areas_below, is_here, key_of, packages, trusted
from bihuan.loop.seals.witness import witnessed
from bihuan.web.areas.page import tabs
from bihuan.web.numbers import number_in
from bihuan.web.organisation import managers_only
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Upload


@managers_only
def exchange(request: Request) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    try:
        said = _act(request)
    except UnknownKey as unknown:
        return _page(request, refused=unknown, code=unknown.code, public=unknown.public)
    except Refused as refusal:
        return _page(request, refused=refusal, code=request.POST.get("code", ""), public=request.POST.get("public", ""))
    messages.success(request, said)
    return redirect("areas_exchange")


def _act(request: Request) -> str:
    """Do what a form of the page asks, and return what is said. Raises Refused."""
    by, at, typed = actor(request), request.received_at, request.POST
    match typed.get("do", ""):
        case "key":
            make_key(by=by, at=at)
            return _("The key is made. Tell its fingerprint to the other area.")
        case "trust":
            trust_key(code=typed.get("code", ""), public=typed.get("public", ""), by=by, at=at)
            return _("Packages signed with this key are taken from now on.")
        case "forget":
            forget_key(key_id=number_in(typed.get("key")) or 0, by=by, at=at)
            return _("The key is believed no more.")
        case "take":
            return _take(request)
    return _stand(request)


def _stand(request: Request) -> str:
    """Do what a form asks about where areas stand, and return what is said. Raises Refused."""
    by, at, typed = actor(request), request.received_at, request.POST
    match typed.get("do", ""):
        case "superior":
            above = name_superior(code=typed.get("superior", ""), by=by, at=at)
            under = _("Your area stands under %(area)s.") % {"area": above}
            return under if above else _("Your area stands under none.")
        case "below":
            added = add_area_below(code=typed.get("code", ""), name=typed.get("name", ""), by=by, at=at)
            return _("%(area)s is written down.") % {"area": added}
        case "go":
            gone = let_area_go(code=typed.get("code", ""), by=by, at=at)
            return _("%(area)s stands below your area no longer.") % {"area": gone}
        case "count":
            return _("The figures of %(n)d areas were counted.") % {"n": count_now(by=by, at=at)}
    return _("Nothing was done.")


def _take(request: Request) -> str:
    file = request.FILES.get("package")
    if file is None:
        raise Refused(_("Choose a file first."))
    data = file.read(MOST_BYTES + 1)
    taken = take_package(data=data, by=actor(request), at=request.received_at)
    if taken.again:
        return _("Package %(number)d was taken already; nothing changed.") % {"number": taken.package.number}
    if taken.changed:
        numbers = pgettext("between things", ", ").join(str(number) for number in taken.changed)
        sentence = _("The seals %(numbers)s of %(code)s are not those it sent before: its trail was made anew.")
        messages.error(request, sentence % {"numbers": numbers, "code": taken.package.other})
    return _("Package %(number)d of %(code)s is taken.") % {"number": taken.package.number, "code": taken.package.other}


@managers_only
@require_POST
def out(request: Request) -> HttpResponse:
    """Answer with a signed package."""
    try:
        written = write_package(to=request.POST.get("to", ""), by=actor(request), at=request.received_at)
    except Refused as refusal:
        return _page(request, refused=refusal)
    return attached(written.data, written.name, "application/octet-stream")


def _page(request: Request, *, refused: Refused | None = None, code: str = "", public: str = "") -> HttpResponse:
    who = actor(request)
    own = Area.objects.select_related("parent").get(pk=who.area_id)
    key = key_of(own.pk)
    below = areas_below(own.pk)
    context: dict[str, Any] = {
        "place": "areas",
        "head": Head(_("Packages and keys"), facts=_("for areas without a network between them")),
        "tabs": tabs(who, "areas_exchange", manages=True),
        "own": own,
        "key": key,
        "print": fingerprint(key.public) if key else "",
        "trusted": [(one, fingerprint(one.public)) for one in trusted(own.pk)],
        "packages": packages(own.pk),
        "witnessed": witnessed(own.pk),
        "below": [(one, is_here(one.pk)) for one in below],
        "to": own.parent.code if own.parent else below[0].code if below else "",
        "refused": refused,
        "code": code,
        "public": public,
        "unknown": fingerprint(public) if isinstance(refused, UnknownKey) else "",
        "upload": Upload("package", _("Package of another area"), accept=".bihuan", max_mb=20, multiple=False),
    }
    return page(request, "areas_exchange", context, status=422 if refused else 200)


urlpatterns = [
    path("areas/packages/", exchange, name="areas_exchange"),
    path("areas/packages/out/", out, name="areas_out"),
]
