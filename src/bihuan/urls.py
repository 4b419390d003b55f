"""Where each door begins."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.account.urls")),
]
if find_spec("bihuan.web.urls"):
    urlpatterns.append(path("", include("bihuan.web.urls")))
