"""From the address of a meeting or a series to the case, for whoever may see it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponseBase

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import CaseNotFound, PackNotFound
from bihuan.loop.meetings.queries import get_meeting, get_series
from bihuan.web.request import Request, actor

P = ParamSpec("P")
View = Callable[Concatenate[Request, CaseFile, P], HttpResponseBase]


def of_meeting(view: View[P]) -> Callable[..., HttpResponseBase]:
    """Give a view the file of the meeting that its address names, on the day of the request."""
    return _of(view, get_meeting)


def of_series(view: View[P]) -> Callable[..., HttpResponseBase]:
    """Give a view the file of the series that its address names, on the day of the request."""
    return _of(view, get_series)


def _of(view: View[P], find: Callable[..., object]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def fetch(request: Request, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, CaseFile(find(actor(request), number), request.today), *args, **kwargs)  # type: ignore[arg-type] # a Case
        except (CaseNotFound, PackNotFound) as missing:
            raise Http404 from missing

    return fetch
