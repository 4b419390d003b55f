"""The units of the area as a tree, found as one types."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.directory import unit_tree
from bihuan.web.organisation import managers_only, tabs
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link


@managers_only
def units(request: Request) -> HttpResponse:
    typed, ended = request.GET.get("q", ""), "ended" in request.GET
    lines = unit_tree(actor(request).area_id, on=request.today, typed=typed, ended=ended)
    context = {
        "place": "organisation",
        "head": Head(
            _("Units"),
            facts=ngettext("%(count)d unit", "%(count)d units", len(lines)) % {"count": len(lines)},
            main=Link(_("Add a unit"), reverse("unit_new"), "plus"),
        ),
        "tabs": tabs("units"),
        "lines": lines,
        "typed": typed,
        "ended": ended,
    }
    return page(request, "units", context)


urlpatterns = [path("units/", units, name="organisation")]
