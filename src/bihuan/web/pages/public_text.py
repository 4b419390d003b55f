"""What an area published, for everybody: no sign-in, nothing but the frozen texts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.accounts.models import Area
from bihuan.documents.layout.html import html_fragment
from bihuan.loop.disclosure.models import Channel, Disclosure
from bihuan.loop.disclosure.queries import PublicText, paper_for, public_text, published_texts, title_of
from bihuan.loop.errors import Refused
from bihuan.loop.writing.files import FORMATS
from bihuan.web.dates import full_day
from bihuan.web.parts import attached, page
from bihuan.web.request import Request


def _found(code: str, token: str) -> PublicText:
    found = public_text(code, token)
    if found is None:
        raise Http404
    return found


@login_not_required
@require_GET
def listing(request: Request, code: str) -> HttpResponse:
    area = Area.objects.filter(code=code).first()
    rows = list(published_texts(area, request.today)) if area is not None else []
    if area is None:
        raise Http404
    shown = [(one, reverse("public_text", args=[code, one.disclosure.token]), _title(one.disclosure)) for one in rows]
    return page(request, "public_texts", {"area": area, "rows": shown})


@login_not_required
@require_GET
def text(request: Request, code: str, token: str) -> HttpResponse:
    found = _found(code, token)
    newer = reverse("public_text", args=[code, found.newer.token]) if found.newer is not None else ""
    context = {
        "code": code,
        "facts": facts_of(found),
        "found": found,
        "title": _title(found.disclosure),
        "newer": newer,
        "body": html_fragment(paper_for(found.disclosure, Channel.PUBLIC)),
    }
    return page(request, "public_text", context)


def _title(disclosure: Disclosure) -> str:
    """Return the title as it was frozen: what is covered in it is covered everywhere."""
    return title_of(disclosure, Channel.PUBLIC) or _("Publication")


def facts_of(found: PublicText) -> str:
    """Return when a text was published and until when the notice period runs."""
    said = _("Published on %(day)s") % {"day": full_day(found.publication.published_at)}
    if found.publication.until is not None:
        said += _("; notice period until %(day)s") % {"day": full_day(found.publication.until)}
    return said


@login_not_required
@require_GET
def file(request: Request, code: str, token: str) -> HttpResponse:
    found = _found(code, token)
    paper, name = paper_for(found.disclosure, Channel.PUBLIC), _title(found.disclosure)
    for form in ("pdf", "docx"):
        make, media_type = FORMATS[form]
        try:
            return attached(make(paper), f"{name}.{form}", media_type)
        except Refused:  # no font for a PDF on this machine: the Word file needs none
            continue
    raise Http404


urlpatterns = [
    path("public/<slug:code>/", listing, name="public_texts"),
    path("public/<slug:code>/<slug:token>/", text, name="public_text"),
    path("public/<slug:code>/<slug:token>/text.pdf", file, name="public_text_file"),
]
