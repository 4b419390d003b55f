"""Red and yellow boards, and the rules that warn by number."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.loop.errors import PackNotFound, Refused
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.scoring.actions import choose_rule
from bihuan.web.parts import page
from bihuan.web.places import LEDGER_PACK
from bihuan.web.request import Request, actor
from bihuan.web.scoring.boards import boards_page, first_of


@require_GET
def boards(request: Request) -> HttpResponse:
    wanted, first = request.GET.get("pack") or LEDGER_PACK, first_of(request.GET.get("first", ""))
    try:
        shown = boards_page(actor(request), wanted, first)
    except PackNotFound as missing:
        raise Http404 from missing
    return page(request, "boards", {"place": "boards", "shown": shown})


@require_POST
def choose(request: Request, pack: str, rule: str) -> HttpResponse:
    in_use, basis = request.POST.get("in_use") == "1", request.POST.get("basis", "")
    try:
        choose_rule(
            pack=pack_in_use(actor(request).area_id, pack),
            rule=rule,
            in_use=in_use,
            basis=basis,
            by=actor(request),
            at=request.received_at,
        )
        messages.success(request, _("The rule is in use.") if in_use else _("The rule is no longer in use."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    except PackNotFound as missing:
        raise Http404 from missing
    return redirect(f"{reverse('boards')}?{urlencode({'pack': pack})}")


urlpatterns = [
    path("boards/", boards, name="boards"),
    path("boards/<str:pack>/rules/<str:rule>/", choose, name="rule_choose"),
]
