"""Who may open the pages of import; for everybody else they do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponseBase

from bihuan.loop.errors import CaseNotFound
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import get_draft
from bihuan.loop.intake.rules import can_bring_in
from bihuan.web.request import Request, actor

P = ParamSpec("P")


def office_only(
    view: Callable[Concatenate[Request, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Answer as if the page did not exist to whoever may not import."""

    @wraps(view)
    def handle(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not can_bring_in(actor(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return handle


def of_draft(
    view: Callable[Concatenate[Request, IntakeDraft, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give a view the draft that its address names; what is missing and what is forbidden look the same."""

    @wraps(view)
    def fetch(request: Request, draft_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, get_draft(actor(request), draft_id), *args, **kwargs)
        except CaseNotFound as missing:
            raise Http404 from missing

    return fetch
