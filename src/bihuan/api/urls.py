"""The addresses of this door, all below /api/v1/; its description is /api/v1/openapi.json."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from bihuan import __version__
from bihuan.accounts.errors import NotAllowed as NotAllowedByAccounts
from bihuan.accounts.errors import NotInArea, WrongInput
from bihuan.accounts.errors import Refused as RefusedByAccounts
from bihuan.api import (
    area,
    areas,
    beside,
    cases,
    checks,
    feedback,
    intake,
    jobs,
    ledgers,
    letters,
    meetings,
    notices,
    organisation,
    packs,
    papers,
    publication,
    registers,
    rounds,
    scores,
    settings,
)
from bihuan.api.entering import entered, nothing_here, problem
from bihuan.loop.errors import CaseNotFound, NotAllowed, NotHere, OvertakenByOther, PackNotFound, Refused
from bihuan.loop.evidence.store import Missing
from bihuan.loop.lists.errors import ListNotFound

OPENAPI = "openapi-json"


class Bearer(HttpBearer):
    """A token of a person, made on the page of one's own settings; `entering` has looked at it already."""

    def authenticate(self, request: HttpRequest, token: str) -> bool:  # noqa: ARG002
        return hasattr(request, "known_actor")


api = NinjaAPI(
    title="Bihuan 闭环", version=__version__, urls_namespace="api", auth=Bearer(), docs_url=None,
    openapi_url="openapi.json",
    description="Everything a page does, over the same queries and actions. Times are in UTC, days are those of Asia/Shanghai, "
    "money is decimal text in yuan.",
)  # fmt: skip
api.add_router("/cases", cases.router)
SUBJECTS = (
    area, beside, meetings, checks, letters, papers, publication, rounds, registers, scores, ledgers, intake, feedback, notices, jobs,
    settings, organisation, packs, areas,
)  # fmt: skip
for subject in SUBJECTS:
    api.add_router("", subject.router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer with the sentence a page would show: 403 who, 409 where the case stands, 422 what was sent or is missing."""
    status = 403 if isinstance(refusal, NotAllowed) else 409 if isinstance(refusal, NotHere | OvertakenByOther) else 422
    return problem(status, refusal.sentence, fields=refusal.fields, missing=list(refusal.missing))


@api.exception_handler(RefusedByAccounts)
def refused_by_accounts(request: HttpRequest, refusal: RefusedByAccounts) -> HttpResponse:
    """Answer with the sentence a page would show: 404 what is not in the area, 403 who, 422 what was sent, field by field."""
    status = 404 if isinstance(refusal, NotInArea) else 403 if isinstance(refusal, NotAllowedByAccounts) else 422
    return problem(status, refusal.sentence, fields=refusal.problems if isinstance(refusal, WrongInput) else {})


def missing(request: HttpRequest, error: LookupError | type[LookupError]) -> HttpResponse:
    """Answer the same for what is not there and for what may not be seen."""
    return problem(404, _("There is nothing here, or nothing that you may see."))


for absent in (CaseNotFound, PackNotFound, ListNotFound, Missing):
    api.add_exception_handler(absent, missing)


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say which part of what was sent cannot be read; an address that names nothing possible is one that does not exist."""
    if any(one["loc"][0] == "path" for one in error.errors):
        return missing(request, LookupError())
    fields = {".".join(str(part) for part in one["loc"][1:]): str(one["msg"]) for one in error.errors}
    return problem(422, _("What was sent cannot be read; see the description at /api/v1/openapi.json."), fields=fields)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say that what was sent is no JSON."""
    return problem(error.status_code, _("What was sent cannot be read; see the description at /api/v1/openapi.json."))


def _patterns() -> list[URLPattern]:
    found = []
    for pattern in api.urls[0]:
        if not isinstance(pattern, URLPattern) or pattern.callback is None:
            raise TypeError(f"{pattern} is no address")
        if pattern.name == "api-root":
            continue
        is_open = pattern.name == OPENAPI
        view = login_not_required(pattern.callback) if is_open else entered(pattern.callback)
        found.append(path(str(pattern.pattern), view, name=pattern.name))
    return [*found, path("", entered(nothing_here), name="api-root"), path("<path:address>", entered(nothing_here))]


app_name = "api"
urlpatterns = _patterns()
