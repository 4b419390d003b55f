"""The people of the area, found as one types."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.directory import count_people, people_page
from bihuan.web.numbers import number_in
from bihuan.web.organisation import managers_only, tabs
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link, Pager


@managers_only
def people(request: Request) -> HttpResponse:
    area_id = actor(request).area_id
    typed, gone, after = request.GET.get("q", ""), "gone" in request.GET, number_in(request.GET.get("after")) or 0
    lines, more = people_page(area_id, on=request.today, typed=typed, gone=gone, after=after)
    count = count_people(area_id)
    context = {
        "place": "organisation",
        "head": Head(
            _("People"),
            facts=ngettext("%(count)d person may sign in", "%(count)d people may sign in", count) % {"count": count},
            main=Link(_("Enter a person"), reverse("person_new"), "plus"),
        ),
        "tabs": tabs("people"),
        "lines": lines,
        "typed": typed,
        "gone": gone,
        "pager": _pager(typed, gone, after, more, len(lines)),
    }
    return page(request, "people", context)


def _pager(typed: str, gone: bool, after: int, more: int, shown: int) -> Pager | None:
    if not after and not more:
        return None
    asked = {"q": typed} | ({"gone": "1"} if gone else {})
    address = reverse("people")
    return Pager(
        shown=ngettext("%(count)d shown", "%(count)d shown", shown) % {"count": shown},
        previous=f"{address}?{urlencode(asked)}" if after else "",
        next=f"{address}?{urlencode(asked | {'after': more})}" if more else "",
    )


urlpatterns = [path("people/", people, name="people")]
