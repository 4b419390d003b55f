"""The public feedback as the office and the units work on it: inbox, entering, personal data, publishing."""

from __future__ import annotations

from typing import IO, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.errors import CaseNotFound, PackNotFound, Refused
from bihuan.loop.evidence import store
from bihuan.loop.feedback.actions import publish_answer, unpublish_answer
from bihuan.loop.feedback.queries import files_of, line_open
from bihuan.loop.feedback.receiving import enter_message
from bihuan.loop.feedback.rules import may_open_files
from bihuan.loop.personal.actions import see_personal
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.files import FILE_POLICY
from bihuan.web.case.marks import case_url
from bihuan.web.case.page import crumbs_of, heading_of
from bihuan.web.case.plain import asked_date
from bihuan.web.feedback.office import enter_page, inbox_page, publish_page, refuse, unpublish_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Link


@require_GET
def inbox(request: Request) -> HttpResponse:
    if request.user.area is None:
        raise Http404
    try:
        shown = inbox_page(actor(request), request.user.area, request.GET, request.today)
    except PackNotFound as missing:
        raise Http404 from missing
    return page(request, "feedback", {"place": "feedback", "head": shown.head, "page": shown})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enter(request: Request) -> HttpResponse:
    """Let the office enter what came by telephone, letter, visit or mail."""
    who = actor(request)
    try:
        shown = enter_page(who, request.today, request.POST if request.method == "POST" else None)
    except (CaseNotFound, PackNotFound) as missing:
        raise Http404 from missing
    line = line_open(who.area_id)
    if request.method != "POST" or line is None:
        return page(request, "feedback_enter", {"place": "feedback", "act": shown})
    files = [(one.name or "", cast(IO[bytes], one.file)) for one in request.FILES.getlist("files")]
    given = {name: str(value) for name, value in shown.form.given().items()}
    try:
        on = asked_date(shown.form, "received_on")
        receipt = enter_message(line=line, given=given, received_on=on, files=files, by=who, at=request.received_at)
    except Refused as refusal:
        refuse(shown, refusal, _("The message was not entered"))
        return page(request, "feedback_enter", {"place": "feedback", "act": shown}, status=status_of(refusal))
    context = {"place": "feedback", "receipt": receipt, "url": case_url(receipt.case)}
    return page(request, "feedback_entered", context, status=201)


@never_cache
@require_POST
@of_case
def personal(request: Request, file: CaseFile) -> HttpResponse:
    """Show the personal data of a case to somebody who handles it; the trail says so."""
    try:
        found = see_personal(case=file.case, by=actor(request), at=request.received_at)
    except Refused as refusal:
        raise Http404 from refusal
    rows = [(words(file.kind.fields[name].title), value) for name, value in found.items()]
    crumbs = crumbs_of(file, Link(_("Personal data")))
    context = {"place": "ledger", "heading": heading_of(file), "crumbs": crumbs, "rows": rows}
    return page(request, "case_personal", context)


@of_case
def publish(request: Request, file: CaseFile) -> HttpResponse:
    who, typed = actor(request), request.POST if request.method == "POST" else None
    shown = publish_page(file, who, typed)
    if typed is None:
        return page(
            request, "message_publish", {"place": "feedback", "act": shown}, status=409 if shown.closed else 200
        )
    try:
        publish_answer(case=file.case, **shown.form.given(), by=who, at=request.received_at)
    except Refused as refusal:
        refuse(shown, refusal, _("The answer was not published"))
        return page(request, "message_publish", {"place": "feedback", "act": shown}, status=status_of(refusal))
    messages.success(request, _("The answer is published."))
    return redirect(case_url(file.case))


@of_case
def unpublish(request: Request, file: CaseFile) -> HttpResponse:
    who, typed = actor(request), request.POST if request.method == "POST" else None
    shown = unpublish_page(file, who, typed)
    if typed is None:
        return page(
            request, "message_publish", {"place": "feedback", "act": shown}, status=409 if shown.closed else 200
        )
    try:
        unpublish_answer(case=file.case, **shown.form.given(), by=who, at=request.received_at)
    except Refused as refusal:
        refuse(shown, refusal, _("The answer stays published"))
        return page(request, "message_publish", {"place": "feedback", "act": shown}, status=status_of(refusal))
    messages.success(request, _("The answer is not published any more."))
    return redirect(case_url(file.case))


@require_GET
@of_case
def attachment(request: Request, file: CaseFile, file_id: int) -> HttpResponseBase:
    """Answer with a file that came with a message, always as a download: it came from anybody."""
    files = files_of(file.case) if may_open_files(file, actor(request)) else []
    row = next((one for one in files if one.pk == file_id), None)
    if row is None:
        raise Http404
    try:
        stream = store.open_file(row.area_id, row.file.digest)
    except store.Missing as missing:
        raise Http404 from missing
    response = FileResponse(stream, as_attachment=True, filename=row.name, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


urlpatterns = [
    path("feedback/", inbox, name="feedback"),
    path("feedback/enter/", enter, name="feedback_enter"),
    path("cases/<str:pack>/<str:number>/personal/", personal, name="case_personal"),
    path("cases/<str:pack>/<str:number>/publish/", publish, name="message_publish"),
    path("cases/<str:pack>/<str:number>/unpublish/", unpublish, name="message_unpublish"),
    path("cases/<str:pack>/<str:number>/attachments/<int:file_id>/", attachment, name="message_file"),
]
