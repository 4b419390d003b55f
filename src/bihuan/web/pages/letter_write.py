"""Write a letter about a case: prepare it for a second look, or issue it at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.letters.actions import prepare_letter
from bihuan.loop.letters.escalating import escalate_letter
from bihuan.loop.letters.queries import check_writable
from bihuan.web.case.access import of_case, status_of
from bihuan.web.letters.writing import earlier_of, write_page, written_of
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def write(request: Request, file: CaseFile, letter: str) -> HttpResponse:
    """Show the form; count the day of the reply anew, or prepare the letter and show it."""
    who, at, refused = actor(request), request.received_at, None
    declared = check_writable(who, file, letter)
    typed = request.POST.dict() if request.method == "POST" else request.GET.dict()
    if request.method == "POST" and "count" not in typed:
        try:
            given, earlier = written_of(declared, typed), earlier_of(who, file, typed)
            if earlier is not None:
                made = escalate_letter(letter=earlier, to=given.pop("letter"), by=who, at=at, **given)
            else:
                made = prepare_letter(case=file.case, by=who, at=at, **given)
            messages.success(request, _("The letter is prepared. Look at its text, then issue it."))
            return redirect("letter", made.pk)
        except Refused as refusal:
            refused = refusal
    shown = write_page(who, file, declared, typed, refused)
    context = {"place": "letters", "head": shown.head, "page": shown, "came_from": typed.get("from", "")}
    return page(request, "letter_write", context, status=status_of(refused) if refused is not None else 200)


urlpatterns = [path("letters/write/<str:pack>/<str:number>/<slug:letter>/", write, name="letter_write")]
