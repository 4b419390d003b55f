"""Past days of a round and what is frozen of it: taking, opening, comparing and fetching snapshots."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.loop.asof.jobs import freeze
from bihuan.loop.asof.snapshots import get_snapshot, open_snapshot
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.evidence.store import Missing
from bihuan.web.case.access import status_of
from bihuan.web.lists.asked import round_of
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.round.snapshots import compare_page, read_day, snapshot_list, snapshot_page
from bihuan.web.shapes import Say


@require_http_methods(["GET", "HEAD", "POST"])
def snapshots(request: Request, pack: str, number: str) -> HttpResponse:
    who = actor(request)
    round_ = round_of(who, pack, number)
    if request.method != "POST":
        shown = snapshot_list(who, round_, request.today)
        return page(request, "round_snapshots", {"place": "rounds", "shown": shown})
    typed, url = request.POST.get("day", "").strip(), reverse("round_snapshots", args=[pack, number])
    try:
        job, taken = freeze(round_=round_, day=typed, by=who, at=request.received_at, url=url)
    except Refused as refusal:
        wrong = Say("no", _("Nothing was frozen"), refusal.sentence)
        shown = snapshot_list(who, round_, request.today, typed=typed, wrong=wrong)
        return page(request, "round_snapshots", {"place": "rounds", "shown": shown}, status=status_of(refusal))
    if job is not None:
        return redirect("job", job.pk)
    messages.success(request, ngettext("%(n)d snapshot taken.", "%(n)d snapshots taken.", taken) % {"n": taken})
    return redirect(url)


@require_GET
def snapshot(request: Request, pack: str, number: str, day: str) -> HttpResponse:
    who = actor(request)
    try:
        shown = snapshot_page(who, round_of(who, pack, number), read_day(day))
    except CaseNotFound as missing:
        raise Http404 from missing
    return page(request, "round_snapshot", {"place": "rounds", "shown": shown})


@require_GET
def file(request: Request, pack: str, number: str, day: str) -> FileResponse:
    who = actor(request)
    try:
        found = get_snapshot(who, round_of(who, pack, number), read_day(day))
        stream = open_snapshot(found)
    except (CaseNotFound, Missing) as missing:
        raise Http404 from missing
    name = f"{number}-{found.day.isoformat()}.json"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=found.file.media_type)


@require_GET
def compare(request: Request, pack: str, number: str) -> HttpResponse:
    who = actor(request)
    round_ = round_of(who, pack, number)
    try:
        days = read_day(request.GET.get("first")), read_day(request.GET.get("second"))
        shown = compare_page(who, round_, days)
    except (CaseNotFound, Missing) as missing:
        raise Http404 from missing
    return page(request, "round_compare", {"place": "rounds", "shown": shown})


urlpatterns = [
    path("rounds/<str:pack>/<str:number>/snapshots/", snapshots, name="round_snapshots"),
    path("rounds/<str:pack>/<str:number>/snapshots/compare/", compare, name="round_compare"),
    path("rounds/<str:pack>/<str:number>/snapshots/<str:day>/", snapshot, name="round_snapshot"),
    path("rounds/<str:pack>/<str:number>/snapshots/<str:day>/file/", file, name="round_snapshot_file"),
]
