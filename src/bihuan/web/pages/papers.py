"""The documents of a round: all of them, a new one, and the words the office chose for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.writing.actions import write_document
from bihuan.loop.writing.queries import check_may_start, document_named
from bihuan.loop.writing.rules import is_office
from bihuan.loop.writing.settings import Settings
from bihuan.loop.writing.templates import Chosen, chosen_for
from bihuan.loop.writing.wording import set_words
from bihuan.packspec.document import Document
from bihuan.web.case.access import status_of
from bihuan.web.numbers import number_in
from bihuan.web.papers.access import of_round
from bihuan.web.papers.listing import papers_page
from bihuan.web.papers.starting import start_page, started
from bihuan.web.papers.words import typed_words, words_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_round
def papers(request: Request, round_: Case) -> HttpResponse:
    shown = papers_page(actor(request), round_, request.today)
    return page(request, "papers", {"place": "rounds", "head": shown.head, "page": shown})


@of_round
def write(request: Request, round_: Case, document: str) -> HttpResponse:
    who, declared = actor(request), document_named(round_, document)
    check_may_start(who, round_, declared, request.today)
    refused = None
    if request.method == "POST":
        try:
            begun = started(who, round_, declared, request.POST)
            if declared.letter:
                return redirect("letter_write", begun.case.pack, begun.case.number, declared.letter)
            writing = write_document(
                case=begun.case,
                document=document,
                asof=begun.asof,
                unit=begun.unit,
                asked=begun.asked,
                by=who,
                at=request.received_at,
            )
            return redirect("paper", writing.pk)
        except Refused as refusal:
            refused = refusal
    typed = request.POST if request.method == "POST" else request.GET
    shown = start_page(who, round_, declared, request.today, typed, refusal=refused)
    context = {"place": "rounds", "head": shown.head, "page": shown}
    return page(request, "paper_write", context, status=status_of(refused) if refused is not None else 200)


@of_round
def wording(request: Request, round_: Case, document: str) -> HttpResponse:
    """Show the words of a document, or keep, preview or take back those that were typed."""
    who, declared, refused = actor(request), document_named(round_, document), None
    if not is_office(who, round_, request.today):
        raise CaseNotFound(document)
    chosen = chosen_for(round_, document) if request.method != "POST" else _typed(request, declared, round_)
    if request.method == "POST" and "preview" not in request.POST:
        try:
            set_words(round_=round_, document=document, chosen=chosen, by=who, at=request.received_at)
            messages.success(request, _("The words are kept for this round."))
            return redirect("paper_words", round_.pack, round_.number, document)
        except Refused as refusal:
            refused = refusal
    shown = words_page(who, round_, declared, chosen, request.today, refusal=refused)
    context = {"place": "rounds", "head": shown.head, "page": shown}
    return page(request, "paper_words", context, status=status_of(refused) if refused is not None else 200)


def _typed(request: Request, document: Document, round_: Case) -> Chosen:
    version = number_in(request.POST.get("version"))
    texts, settings = ({}, Settings()) if "reset" in request.POST else typed_words(document, round_, request.POST)
    return Chosen(texts, settings, -1 if version is None else version)


urlpatterns = [
    path("rounds/<str:pack>/<str:number>/papers/", papers, name="papers"),
    path("rounds/<str:pack>/<str:number>/papers/<slug:document>/write/", write, name="paper_write"),
    path("rounds/<str:pack>/<str:number>/papers/<slug:document>/words/", wording, name="paper_words"),
]
