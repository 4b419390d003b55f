"""How letters go out: for the area, and for one round."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.models import Case
from bihuan.loop.errors import PackNotFound, Refused
from bihuan.loop.letters.rules import holds_office
from bihuan.loop.letters.settings import set_ways
from bihuan.loop.writing.rules import is_office
from bihuan.web.case.access import status_of
from bihuan.web.letters.ways import pack_for, ways_page
from bihuan.web.papers.access import of_round
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


def area(request: Request, pack: str) -> HttpResponse:
    if not holds_office(actor(request), pack):
        raise Http404
    try:
        return _ways(request, pack, None)
    except PackNotFound as missing:
        raise Http404 from missing


@of_round
def round_ways(request: Request, round_: Case) -> HttpResponse:
    if not is_office(actor(request), round_, request.today):
        raise Http404
    return _ways(request, round_.pack, round_)


def _ways(request: Request, pack: str, round_: Case | None) -> HttpResponse:
    who, refused = actor(request), None
    if request.method == "POST":
        declared = pack_for(who.area_id, pack, round_)
        chosen = {
            letter: request.POST[f"way-{letter}"] for letter in declared.letters if f"way-{letter}" in request.POST
        }
        try:
            set_ways(pack=declared, round_=round_, chosen=chosen, by=who, at=request.received_at)
            messages.success(request, _("The choice is kept."))
            return redirect(request.path)
        except Refused as refusal:
            refused = refusal
    shown = ways_page(who.area_id, pack, round_, refused.sentence if refused is not None else "")
    context = {"place": "letters", "head": shown.head, "page": shown}
    return page(request, "letter_ways", context, status=status_of(refused) if refused is not None else 200)


urlpatterns = [
    path("letters/ways/<slug:pack>/", area, name="letter_ways"),
    path("rounds/<str:pack>/<str:number>/letters/", round_ways, name="round_letters"),
]
