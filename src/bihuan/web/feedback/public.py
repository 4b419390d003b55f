"""The public pages of the feedback: the form, the receipt, how a message stands, published answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bihuan.accounts.models import Area
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.queries import run_of
from bihuan.loop.disclosure.models import Channel
from bihuan.loop.disclosure.queries import published_texts, title_of
from bihuan.loop.errors import Refused
from bihuan.loop.feedback.actions import DAYS_BETWEEN_COMPLAINTS, VOTES
from bihuan.loop.feedback.errors import Doubtful
from bihuan.loop.feedback.guarding import fresh_form, fresh_sum
from bihuan.loop.feedback.models import Message
from bihuan.loop.feedback.queries import COUNTED, TOLD, days_late, line_open, number_of
from bihuan.loop.feedback.receiving import LENGTHS
from bihuan.loop.feedback.rules import MOST_FILES, MOST_MB, MOST_SIGNS, TAKEN
from bihuan.web.request import Request

HIDDEN = "website"  # people do not see this field; machines fill it in


class FeedbackForm(forms.Form):
    """What the public writes; only `content` must be filled in."""

    about = forms.ChoiceField(label=lazy("Which publication it is about"), required=False)
    content = forms.CharField(
        label=lazy("What you want to say"),
        widget=forms.Textarea({"rows": 7, "maxlength": str(MOST_SIGNS)}),
        help_text=lazy("When, where, what happened, and what you ask for. At most 3000 characters."),
    )
    place = forms.CharField(
        label=lazy("Where it happened"), required=False, widget=forms.TextInput({"maxlength": str(LENGTHS["place"])})
    )
    writer = forms.CharField(
        label=lazy("Your name"),
        required=False,
        widget=forms.TextInput({"autocomplete": "name", "maxlength": str(LENGTHS["writer"])}),
    )
    contact = forms.CharField(
        label=lazy("How to reach you"),
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "maxlength": str(LENGTHS["contact"])}),
        help_text=lazy("Telephone or e-mail, in case something has to be asked."),
    )


@dataclass(frozen=True, slots=True)
class LineShown:
    """How to reach the office: title, words, and the facts that the line gives."""

    title: str
    note: str
    facts: tuple[tuple[str, str], ...]
    answer_days: int


def line_shown(line: Case) -> LineShown:
    """Return a line as the public reads it."""
    file, facts = line.fields, []
    for name, title in (
        ("telephone", _("Telephone")),
        ("hours", _("Hours")),
        ("post_box", _("Post address")),
        ("email", _("E-mail")),
    ):
        if file.get(name):
            facts.append((title, str(file[name])))
    return LineShown(line.subject, str(file.get("public_note") or ""), tuple(facts), number_of(line, "answer_days"))


def form_context(request: Request, area: Area, refusal: Refused | None = None) -> dict[str, Any]:
    """Return what the page with the form draws; after a refusal everything as it was typed, files excepted."""
    line, typed = line_open(area.pk), request.POST if refusal is not None else None
    form = FeedbackForm(typed, initial={"about": request.GET.get("about", "")}, use_required_attribute=False)
    notices = [
        (one.disclosure.token, title_of(one.disclosure, Channel.PUBLIC) or _("Publication"))
        for one in published_texts(area, request.today)[:30]
    ]
    form.fields["about"].choices = [("", _("None in particular")), *notices]  # type: ignore[attr-defined]
    if not notices:
        del form.fields["about"]
    context: dict[str, Any] = {
        "area": area,
        "line": line_shown(line) if line is not None else None,
        "form": form,
        "mark": fresh_form(area.pk, request.received_at),
        "hidden": HIDDEN,
        "most_files": MOST_FILES,
        "most_mb": MOST_MB,
        "accept": ",".join(TAKEN),
        "taken": " ".join(TAKEN),
    }
    return context | (_refused(form, refusal, typed or QueryDict(), context["mark"]) if refusal is not None else {})


def _refused(form: FeedbackForm, refusal: Refused, typed: QueryDict, mark: str) -> dict[str, Any]:
    form.is_valid()
    form.errors.clear()
    for name, sentence in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, sentence)
    said: dict[str, Any] = {
        "refused": refusal.sentence,
        "files_error": refusal.fields.get("files", ""),
        # The form keeps its mark: how long it was open is counted from when it was first drawn.
        "mark": typed.get("mark", mark) if isinstance(refusal, Doubtful) else mark,
    }
    if isinstance(refusal, Doubtful):
        question, sum_mark = fresh_sum()
        said |= {"question": question, "sum_mark": sum_mark, "sum_error": refusal.fields.get("sum", "")}
    return said


def given_of(typed: QueryDict) -> dict[str, str]:
    """Return what was written, as the room reads it."""
    return {name: typed.get(name, "") for name in LENGTHS}


def address_of(request: Request) -> str:
    """Return the network address a request came from: what our own proxy says where there is one, else the connection's."""
    if settings.SECURE_PROXY_SSL_HEADER is not None and (forwarded := request.META.get("HTTP_X_FORWARDED_FOR")):
        return str(forwarded).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a message stands, as its writer may know it. late: by how many days the answer is late."""

    number: str
    words: str
    received_on: str
    due: date | None
    about: str
    content: str
    answer: str
    unit: str
    vote: str
    may_vote: bool
    late: int
    may_complain: bool
    complained_on: date | None


def words_of(state: str) -> str:
    """Return a state in words for the writer, who need not know the steps inside the office."""
    return {
        "received": _("Received, to be handed to a unit"),
        "handling": _("Being handled"),
        "checking": _("Being handled"),
        "answered": _("Answered"),
        "settled": _("Answered"),
        "declined": _("Not taken up"),
        "merged": _("Handled together with another message"),
        "spam": _("Not taken up"),
    }.get(state, _("Being handled"))


def vote_words() -> tuple[tuple[str, str], ...]:
    """Return the choices of a vote, best first."""
    said = (_("Excellent"), _("Good"), _("Fair"), _("Poor"), _("Bad"))
    return tuple(zip(VOTES, said, strict=True))


def standing_of(message: Message, today: date) -> Standing:
    """Return how a message stands on a day."""
    case = message.case
    file, run = CaseFile(case, today), run_of(case, "answer")
    late, asked = days_late(file), message.complained_on
    choice = str(case.fields.get("vote") or "")
    return Standing(
        number=case.number,
        words=words_of(case.state),
        received_on=str(case.fields.get("received_on") or ""),
        due=run.due_on if run is not None and case.state in COUNTED else None,
        about=str(case.fields.get("about") or ""),
        content=str(case.fields.get("content") or ""),
        answer=case.statement if case.state in TOLD else "",
        unit=case.responsible.name if case.responsible is not None and case.state in TOLD else "",
        vote=dict(vote_words()).get(choice, "") if case.category == Category.CLOSED else "",
        may_vote=case.state in file.lifecycle.moves["vote"].from_ and not _vote_is_over(file),
        late=late,
        may_complain=bool(late) and (asked is None or (today - asked).days >= DAYS_BETWEEN_COMPLAINTS),
        complained_on=asked,
    )


def _vote_is_over(file: CaseFile) -> bool:
    run = run_of(file.case, "rating")
    return run is not None and file.day > run.due_on
