"""From the address of a case to the case, for whoever may see it; what is missing and what is forbidden look the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.viewing import look_at
from bihuan.loop.errors import CaseNotFound, NotAllowed, NotHere, OvertakenByOther, PackNotFound, Refused
from bihuan.web.acting_for import delegation_that_sees
from bihuan.web.request import Request, actor

P = ParamSpec("P")
_PARTS: Final = {
    "case": "page",
    "case_trail": "trail",
    "case_evidence_one": "attachment",
    "case_evidence_file": "attachment",
    "case_evidence_page": "attachment",
}


def of_case(
    view: Callable[Concatenate[Request, CaseFile, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give a view the file of the case that its address names, on the day of the request."""

    @wraps(view)
    def fetch(request: Request, pack: str, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            file = CaseFile(looked_at(request, pack, number), request.today)
            return view(request, file, *args, **kwargs)
        except (CaseNotFound, PackNotFound) as missing:
            if isinstance(missing, CaseNotFound) and (by := delegation_that_sees(request, pack, number)) is not None:
                return redirect(f"{reverse('delegations')}?{urlencode({'for': str(by), 'next': request.path})}")
            raise Http404 from missing

    return fetch


def looked_at(request: Request, pack: str, number: str) -> Case:
    """Return the case that an address names; of one behind a wall the look is written down. Raises CaseNotFound."""
    found = request.resolver_match
    what = _PARTS.get((found.url_name or "") if found is not None else "", "")
    return look_at(pack=pack, number=number, by=actor(request), at=request.received_at, what=what or "other")


def status_of(refusal: Refused) -> int:
    """Return the HTTP status of a refusal: 403 who, 409 where the case stands, 422 what was typed or is missing."""
    if isinstance(refusal, NotAllowed):
        return 403
    return 409 if isinstance(refusal, NotHere | OvertakenByOther) else 422
