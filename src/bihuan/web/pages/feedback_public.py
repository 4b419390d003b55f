"""What the public says, without sign-in: the form, how a message stands, published answers, a code and a poster."""

from __future__ import annotations

from typing import IO, cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.accounts.models import Area
from bihuan.accounts.queries import the_public
from bihuan.documents.layout.qr import qr_svg
from bihuan.loop.errors import Refused
from bihuan.loop.feedback.actions import complain, vote
from bihuan.loop.feedback.errors import TooOften
from bihuan.loop.feedback.models import Message
from bihuan.loop.feedback.queries import line_open, look_up, published_answers
from bihuan.loop.feedback.receiving import Sending, send_message
from bihuan.web.feedback.public import (
    HIDDEN,
    address_of,
    form_context,
    given_of,
    line_shown,
    standing_of,
    vote_words,
)
from bihuan.web.parts import page
from bihuan.web.request import Request


def _area(code: str) -> Area:
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise Http404
    return area


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def form(request: Request, code: str) -> HttpResponse:
    area = _area(code)
    if request.method != "POST":
        return page(request, "feedback_form", form_context(request, area))
    typed = request.POST
    sending = Sending(
        mark=typed.get("mark", ""),
        hidden=typed.get(HIDDEN, ""),
        sum_mark=typed.get("sum_mark", ""),
        sum_answer=typed.get("sum", ""),
        address=address_of(request),
    )
    files = [(one.name or "", cast(IO[bytes], one.file)) for one in request.FILES.getlist("files")]
    try:
        receipt = send_message(
            area_id=area.pk, given=given_of(typed), files=files, sending=sending, at=request.received_at
        )
    except Refused as refusal:
        status = 429 if isinstance(refusal, TooOften) else 422
        return page(request, "feedback_form", form_context(request, area, refusal), status=status)
    line = line_open(area.pk)
    shown = {"area": area, "receipt": receipt, "line": line_shown(line) if line is not None else None}
    return page(request, "feedback_receipt", shown, status=201)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def look(request: Request, code: str) -> HttpResponse:
    """Let a writer look a message up with number and code, vote on the answer, or complain that it is late."""
    area, typed = _area(code), request.POST
    shown = {"area": area, "number": typed.get("number", ""), "votes": vote_words()}
    if request.method != "POST":
        return page(request, "feedback_look", {**shown, "number": request.GET.get("number", "")})
    keys = {"number": typed.get("number", ""), "code": typed.get("code", "")}
    try:
        message = look_up(area_id=area.pk, **keys, address=address_of(request), at=request.received_at)
    except TooOften as refusal:
        return page(request, "feedback_look", {**shown, "refused": refusal.sentence}, status=429)
    if message is None:
        said = _("Number and code do not match. Please look at them once more.")
        return page(request, "feedback_look", {**shown, "refused": said}, status=404)
    try:
        done, refused = _act(request, message), ""
    except Refused as refusal:
        done, refused = "", refusal.sentence
    message.case.refresh_from_db(from_queryset=type(message.case).objects.filter(area_id=area.pk))
    message.refresh_from_db(from_queryset=Message.objects.filter(area_id=area.pk).select_related("case"))
    standing = standing_of(message, request.today)
    shown |= {"code": keys["code"], "standing": standing, "done": done, "refused": refused}
    return page(request, "feedback_look", shown, status=422 if refused else 200)


def _act(request: Request, message: Message) -> str:
    """Do what the writer asks for on the page of a message, and return it in words."""
    by = the_public(message.area_id)
    match request.POST.get("act", ""):
        case "vote":
            choice, note = request.POST.get("vote", ""), request.POST.get("note", "")
            vote(message=message, choice=choice, note=note, by=by, at=request.received_at)
            return _("Thank you. Your vote is recorded.")
        case "complain":
            complain(message=message, by=by, at=request.received_at)
            return _("Your reminder was passed on to the office and to the unit.")
    return ""


@login_not_required
@require_GET
def answers(request: Request, code: str) -> HttpResponse:
    area = _area(code)
    return page(request, "feedback_answers", {"area": area, "rows": published_answers(area.pk)})


def _form_url(request: Request, code: str) -> str:
    about = request.GET.get("about", "")
    query = f"?about={about}" if about.isalnum() and about.isascii() else ""
    return request.build_absolute_uri(reverse("feedback_form", args=[code]) + query)


@login_not_required
@require_GET
def qr(request: Request, code: str) -> HttpResponse:
    """Answer with a QR code that leads to the form, about one publication where the address names it."""
    _area(code)
    svg = qr_svg(_form_url(request, code), title=_("QR code of the feedback form"))
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@login_not_required
@require_GET
def poster(request: Request, code: str) -> HttpResponse:
    """Show a sheet to print and hang up: the code, and how to reach the office."""
    area = _area(code)
    line = line_open(area.pk)
    shown = {"area": area, "line": line_shown(line) if line is not None else None, "url": _form_url(request, code)}
    return page(request, "feedback_poster", {**shown, "query": request.GET.urlencode()})


urlpatterns = [
    path("public/<slug:code>/feedback/", form, name="feedback_form"),
    path("public/<slug:code>/feedback/look/", look, name="feedback_look"),
    path("public/<slug:code>/feedback/answers/", answers, name="feedback_answers"),
    path("public/<slug:code>/feedback/qr.svg", qr, name="feedback_qr"),
    path("public/<slug:code>/feedback/poster/", poster, name="feedback_poster"),
]
