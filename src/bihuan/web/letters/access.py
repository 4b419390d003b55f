"""From an address to the letter it names; what is missing and what is forbidden look the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponseBase

from bihuan.loop.errors import CaseNotFound
from bihuan.loop.letters.models import Letter
from bihuan.loop.letters.queries import get_letter
from bihuan.web.request import Request, actor

P = ParamSpec("P")


def of_letter(view: Callable[Concatenate[Request, Letter, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view the letter that its address names."""

    @wraps(view)
    def fetch(request: Request, letter_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, get_letter(actor(request), letter_id, request.today), *args, **kwargs)
        except CaseNotFound as missing:
            raise Http404 from missing

    return fetch
