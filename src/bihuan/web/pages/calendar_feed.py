"""A person's calendar at a secret address, for calendar programs: they cannot sign in, and come back every hour."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.urls import path
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from bihuan.loop.notices.queries import calendar_file
from bihuan.loop.notices.tokens import WrongToken
from bihuan.web.request import Request

KEPT = "private, max-age=900"  # a program that asks more often need not come to us


@login_not_required
@require_safe
def feed(request: Request, token: str) -> HttpResponse:
    try:
        found = calendar_file(token, at=request.received_at)
    except WrongToken:
        raise Http404 from None
    tag = quote_etag(found.tag)
    headers = {"ETag": tag, "Cache-Control": KEPT}
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(found.data, content_type="text/calendar; charset=utf-8", headers=headers)


urlpatterns = [path("calendar/<str:token>.ics", feed, name="calendar_feed")]
