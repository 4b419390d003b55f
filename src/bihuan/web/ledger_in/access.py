"""Who may open the pages of ledgers; for everybody else they do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponseBase

from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.ledger_in.models import LedgerImport
from bihuan.loop.ledger_in.queries import get_import
from bihuan.loop.ledger_in.rules import forms_for
from bihuan.web.request import Request, actor

P = ParamSpec("P")


def of_round(
    view: Callable[Concatenate[Request, Case, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give a view the top case its address names, if the actor may bring ledgers there; missing and forbidden look the same."""

    @wraps(view)
    def fetch(request: Request, pack: str, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            top = get_case(actor(request), pack, number)
        except CaseNotFound as missing:
            raise Http404 from missing
        if top.parent_id is not None or not forms_for(actor(request), top, on=request.today):
            raise Http404
        return view(request, top, *args, **kwargs)

    return fetch


def of_import(
    view: Callable[Concatenate[Request, LedgerImport, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give a view the ledger its address names."""

    @wraps(view)
    def fetch(
        request: Request, pack: str, number: str, ledger: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        try:
            found = get_import(actor(request), pack, number, ledger, on=request.today)
        except CaseNotFound as missing:
            raise Http404 from missing
        return view(request, found, *args, **kwargs)

    return fetch
