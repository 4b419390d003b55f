"""From an address to the round or document it names; what is missing and what is forbidden look the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponseBase

from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound, PackNotFound
from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.queries import document_of, get_round, get_writing
from bihuan.loop.writing.rules import may_write
from bihuan.web.request import Request, actor

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]


def of_round(view: Callable[Concatenate[Request, Case, P], HttpResponseBase]) -> View:
    """Give a view the round that its address names."""

    @wraps(view)
    def fetch(request: Request, pack: str, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, get_round(actor(request), pack, number), *args, **kwargs)
        except (CaseNotFound, PackNotFound) as missing:
            raise Http404 from missing

    return fetch


def of_writing(view: Callable[Concatenate[Request, Writing, P], HttpResponseBase]) -> View:
    """Give a view the document that its address names."""

    @wraps(view)
    def fetch(request: Request, writing_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, get_writing(actor(request), writing_id, request.today), *args, **kwargs)
        except CaseNotFound as missing:
            raise Http404 from missing

    return fetch


def for_writers(view: Callable[Concatenate[Request, Writing, P], HttpResponseBase]) -> View:
    """Give a view the document that its address names, and hide it from whoever may read but not write it."""

    @of_writing
    def check(request: Request, writing: Writing, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_write(actor(request), document_of(writing), writing.round, writing.unit, request.today):
            raise Http404
        return view(request, writing, *args, **kwargs)

    return wraps(view)(check)
