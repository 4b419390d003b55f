"""Choose the language of the pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bihuan.accounts.actions.people import change_own_language
from bihuan.web.language import YEAR
from bihuan.web.request import Request, actor


@login_not_required
@require_POST
def choose(request: Request) -> HttpResponse:
    """Keep the choice in a cookie, and with the person, so that it holds on the next machine too."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", httponly=True)
        if request.user.is_authenticated:
            change_own_language(person=request.user, by=actor(request), at=request.received_at, language=chosen)
    return response


urlpatterns = [path("language/", choose, name="language")]
