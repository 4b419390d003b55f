"""One's own page: who one is here, language and password."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.accounts.directory import posts_of
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head


def me(request: Request) -> HttpResponse:
    context = {
        "head": Head(actor(request).name, facts=_("Your own page; facts and posts are kept by the administrator.")),
        "person": request.user,
        "posts": posts_of(request.user, on=request.today),
        "languages": settings.LANGUAGES,
    }
    return page(request, "me", context)


urlpatterns = [path("me/", me, name="me")]
