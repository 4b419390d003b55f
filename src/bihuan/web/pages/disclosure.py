"""The publication workbench of a round: texts are checked, covered, approved by another, frozen, published and proved."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.disclosure.actions import begin_disclosure
from bihuan.loop.disclosure.models import Channel, Disclosure
from bihuan.loop.disclosure.queries import get_disclosure, paper_for, round_to_publish, text_to_publish, title_of
from bihuan.loop.errors import CaseNotFound, PackNotFound, Refused
from bihuan.loop.writing.files import FORMATS
from bihuan.loop.writing.queries import parts_of
from bihuan.web.case.access import status_of
from bihuan.web.case.forms import refused
from bihuan.web.disclosure.acts import ACTS
from bihuan.web.disclosure.bench import bench_of, disclosure_url
from bihuan.web.disclosure.listing import texts_of
from bihuan.web.numbers import number_in
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Say


def _round(request: Request, pack: str, number: str) -> Case:
    """Return a round for one who plays a part in publishing; the page of what is missing for others."""
    try:
        return round_to_publish(actor(request), pack, number, request.today)
    except (CaseNotFound, PackNotFound) as missing:
        raise Http404 from missing


def _text(request: Request, pack: str, number: str, version: int) -> Disclosure:
    _round(request, pack, number)
    try:
        return get_disclosure(actor(request), pack, number, version)
    except CaseNotFound as missing:
        raise Http404 from missing


def texts(request: Request, pack: str, number: str) -> HttpResponse:
    """List the texts of a round, or begin one from a final document."""
    round_ = _round(request, pack, number)
    if request.method != "POST":
        return _listed(request, round_)
    try:
        made = _begun(request, round_)
    except CaseNotFound as missing:
        raise Http404 from missing
    except Refused as refusal:
        return _listed(request, round_, refused(refusal, _("The text was not begun")), status_of(refusal))
    messages.success(request, _("The text is here. Personal data found in it is covered already."))
    return redirect(disclosure_url(made))


def _listed(request: Request, round_: Case, say: Say | None = None, status: int = 200) -> HttpResponse:
    shown = texts_of(round_, actor(request), request.today)
    context = {"place": "rounds", "head": shown.head, "page": shown, "say": say, "typed": request.POST}
    return page(request, "disclosures", context, status=status)


def _begun(request: Request, round_: Case) -> Disclosure:
    who, typed = actor(request), request.POST
    writing = text_to_publish(who, round_, request.today, number_in(typed.get("writing")) or 0)
    version = number_in(typed.get("replaces"))
    replaces = get_disclosure(who, round_.pack, round_.number, version) if version else None
    return begin_disclosure(
        round_=round_,
        title=writing.title,
        asof=writing.asof,
        passages=[part.passage.to_json() for part in parts_of(writing) if not part.gone],
        writing=writing.pk,
        replaces=replaces,
        correction=typed.get("correction", ""),
        by=who,
        at=request.received_at,
    )


def _bench(request: Request, disclosure: Disclosure, say: Say | None = None, status: int = 200) -> HttpResponse:
    file = CaseFile(disclosure.round, request.today)
    at, channel = request.GET.get("at", "") or request.POST.get("anchor", ""), request.GET.get("copy", "")
    shown = bench_of(disclosure, actor(request), file, channel=channel, at=at)
    context = {"place": "rounds", "head": shown.head, "bench": shown, "say": say, "typed": request.POST}
    return page(request, "disclosure", context, status=status)


@require_GET
def bench(request: Request, pack: str, number: str, version: int) -> HttpResponse:
    return _bench(request, _text(request, pack, number, version))


@require_POST
def act(request: Request, pack: str, number: str, version: int, act: str) -> HttpResponse:
    """Do one act of the workbench and come back to it."""
    disclosure = _text(request, pack, number, version)
    if act not in ACTS:
        raise Http404
    try:
        messages.success(request, ACTS[act](disclosure, request))
    except Refused as refusal:
        disclosure = _text(request, pack, number, version)
        return _bench(request, disclosure, refused(refusal, _("This was not done")), status_of(refusal))
    return redirect("disclosures", pack, number) if act == "drop" else redirect(disclosure_url(disclosure))


@require_GET
def file(request: Request, pack: str, number: str, version: int, name: str) -> HttpResponse:
    """Answer with one copy as a file; its name says which copy and which form."""
    disclosure = _text(request, pack, number, version)
    copy, _dot, form = name.partition(".")
    if copy not in Channel.values or form not in FORMATS:
        raise Http404
    paper = paper_for(disclosure, Channel(copy))
    make, media_type = FORMATS[form]
    title = title_of(disclosure, Channel(copy)) or _("Publication")
    try:
        return attached(make(paper), f"{title}.{form}", media_type)
    except Refused as refusal:
        return _bench(request, disclosure, refused(refusal, _("This was not done")), status_of(refusal))


urlpatterns = [
    path("rounds/<str:pack>/<str:number>/disclosure/", texts, name="disclosures"),
    path("rounds/<str:pack>/<str:number>/disclosure/<int:version>/", bench, name="disclosure"),
    path("rounds/<str:pack>/<str:number>/disclosure/<int:version>/do/<slug:act>/", act, name="disclosure_act"),
    path("rounds/<str:pack>/<str:number>/disclosure/<int:version>/file/<str:name>", file, name="disclosure_file"),
]
