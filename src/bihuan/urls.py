"""Where each door begins, and what is answered when none of them opens."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("bihuan.api.urls")),
    path("", include("bihuan.web.urls")),
]

handler400 = "bihuan.web.pages.errors.bad_request"
# Missing and forbidden look the same, so that nobody learns from an answer what exists.
handler403 = "bihuan.web.pages.errors.missing"
handler404 = "bihuan.web.pages.errors.missing"
handler500 = "bihuan.web.pages.errors.failed"
