"""The register of extensions: asked, granted, refused, days gained, by unit; to look at, print and take out."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bihuan.loop.clocks.queries import ExtensionRow, extension_counts
from bihuan.loop.clocks.register import OUTCOMES, extensions_book, outcome_words, visible_extensions
from bihuan.loop.lists.files import FORMS, file_name, write_book
from bihuan.web.parts import attached, page
from bihuan.web.relations import Choice
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link

SHOWN = 500


@login_required
def register(request: Request) -> HttpResponse:
    asked = _asked(request)
    rows = visible_extensions(actor(request), day=request.today, **asked)
    query = urlencode({name: request.GET[name] for name in ("first", "last", "outcome") if request.GET.get(name)})
    files = tuple(
        Link(words, f"{reverse('extensions_file', args=[form])}?{query}", "download")
        for form, words in (("xlsx", _("Excel file")), ("docx", _("Word file")))
    )
    context = {
        "place": "extensions",
        "head": Head(
            _("Register of extensions"),
            facts=_("Applications to move a due date, counted apart from what is late."),
            moves=files,
        ),
        "rows": [(row, outcome_words(row), reverse("case", args=[row.pack, row.number])) for row in rows[:SHOWN]],
        "more": max(len(rows) - SHOWN, 0),
        "counts": extension_counts(rows),
        "outcomes": _outcomes(asked["outcome"]),
        **asked,
    }
    return page(request, "extensions", context)


def _outcomes(chosen: str) -> list[Choice]:
    titles = {"waiting": _("not answered yet"), "granted": _("granted"), "refused": _("not granted")}
    return [Choice("", _("all"), not chosen), *(Choice(one, titles[one], one == chosen) for one in OUTCOMES)]


def _asked(request: Request) -> dict[str, Any]:
    outcome = request.GET.get("outcome", "")
    return {
        "first": _day(request.GET.get("first", "")),
        "last": _day(request.GET.get("last", "")),
        "outcome": outcome if outcome in OUTCOMES else "",
    }


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


@login_required
def file(request: Request, form: str) -> HttpResponse:
    form = form if form in FORMS else "xlsx"
    rows: list[ExtensionRow] = visible_extensions(actor(request), day=request.today, **_asked(request))
    buffer = BytesIO()
    write_book(extensions_book(rows, extension_counts(rows), day=request.today), form, buffer)
    return attached(buffer.getvalue(), file_name(_("Register of extensions"), request.today, form), FORMS[form])


urlpatterns = [
    path("extensions/", register, name="extensions"),
    path("extensions/file/<slug:form>/", file, name="extensions_file"),
]
