"""The form from which a letter about a case is written: what its text asks, by when a reply is due and why then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import BadValue, parse_date, words
from bihuan.loop.clocks.calendar import add_workdays
from bihuan.loop.errors import Refused
from bihuan.loop.letters.actions import MOST_WORKDAYS, REPLY_BY
from bihuan.loop.letters.addressees import addressees_of
from bihuan.loop.letters.models import Letter
from bihuan.loop.letters.queries import get_letter
from bihuan.loop.writing.queries import document_for, pack_with_documents
from bihuan.packspec.document import Letter as Declared
from bihuan.web.case.page import crumbs_of
from bihuan.web.letters.marks import due_explained
from bihuan.web.numbers import number_in
from bihuan.web.papers.starting import LONG, AskedRow
from bihuan.web.shapes import Head, Link


@dataclass(frozen=True, slots=True)
class WritePage:
    """The form. to: names of the addressees; reply: why the reply is due when it is; asks_reply: the pack asks for one."""

    head: Head
    to: str
    rows: tuple[AskedRow, ...]
    because: str
    because_error: str
    asks_reply: bool
    workdays: str
    reply_by: str
    reply: str
    workdays_error: str
    reply_by_error: str
    follows: Link | None
    back: str
    refused: str = ""
    missing: tuple[str, ...] = ()


def earlier_of(actor: Actor, file: CaseFile, typed: Mapping[str, str]) -> Letter | None:
    """Return the letter that the new one follows, None where the address names none of this case."""
    pk = number_in(typed.get("from"))
    if pk is None:
        return None
    found = get_letter(actor, pk, file.day)
    return found if found.case_id == file.case.pk else None


def write_page(
    actor: Actor, file: CaseFile, declared: Declared, typed: Mapping[str, str], refusal: Refused | None = None
) -> WritePage:
    """Return the form, filled with what was typed."""
    wrong = refusal.fields if refusal is not None else {}
    round_ = file.ancestors[0] if file.ancestors else file.case
    document = document_for(pack_with_documents(round_), declared.id, file.case.kind)
    asks = document.asks if document is not None else {}
    rows = tuple(
        AskedRow(f"ask-{name}", words(title), typed.get(f"ask-{name}", ""), lines=name in LONG)
        for name, title in asks.items()
        if name != REPLY_BY
    )
    earlier = earlier_of(actor, file, typed)
    workdays = typed.get("reply_workdays", str(declared.reply_workdays or ""))
    title = words(declared.title)
    return WritePage(
        head=Head(title, crumbs=crumbs_of(file, Link(title)), facts=f"{file.case.number} {file.case.subject}"),
        to="、".join(one.name for one in addressees_of(file, declared)),
        rows=rows,
        because=typed.get("because", _because(earlier, file.day)),
        because_error=wrong.get("because", ""),
        asks_reply=declared.reply_workdays is not None or REPLY_BY in asks,
        workdays=workdays,
        reply_by=typed.get("reply_by", ""),
        reply=_reply_words(file, workdays, typed.get("reply_by", "")),
        workdays_error=wrong.get("reply_workdays", ""),
        reply_by_error=wrong.get("reply_by", ""),
        follows=Link(earlier.number, reverse("letter", args=[earlier.pk])) if earlier is not None else None,
        back=reverse("case", args=[file.case.pack, file.case.number]),
        refused=refusal.sentence if refusal is not None else "",
        missing=refusal.missing if refusal is not None else (),
    )


def _because(earlier: Letter | None, day: date) -> str:
    if earlier is None:
        return ""
    if earlier.reply_due_on is not None and earlier.first_replied_on is None and earlier.reply_due_on < day:
        return _("%(number)s asked for a reply by %(day)s; none has come.") % {
            "number": earlier.number,
            "day": earlier.reply_due_on.isoformat(),
        }
    return ""


def _reply_words(file: CaseFile, workdays: str, reply_by: str) -> str:
    """Return why the reply would be due on which day if the letter were issued today."""
    try:
        if reply_by:
            return due_explained(file.day, parse_date(reply_by), file.calendar)
    except BadValue:
        return ""
    number = number_in(workdays)
    if number is None or not 0 < number <= MOST_WORKDAYS:
        return ""
    due = add_workdays(file.day, number, calendar=file.calendar, gaps="weekends").on
    return due_explained(file.day, due, file.calendar)


def written_of(declared: Declared, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed as arguments of `prepare_letter`. Raises Refused with a sentence for each wrong field."""
    wrong: dict[str, str] = {}
    by_day, workdays = None, None
    if typed.get("reply_by"):
        try:
            by_day = parse_date(typed["reply_by"])
        except BadValue as bad:
            wrong["reply_by"] = str(bad)
    elif typed.get("reply_workdays"):
        workdays = number_in(typed["reply_workdays"])
        if workdays is None:
            wrong["reply_workdays"] = _("Write a number of working days.")
    if wrong:
        raise Refused(_("Some of what you typed cannot be used; see the fields."), fields=wrong)
    answers = {name.removeprefix("ask-"): value for name, value in typed.items() if name.startswith("ask-") and value}
    return {
        "letter": declared.id,
        "because": typed.get("because", ""),
        "answers": answers,
        "reply_by": by_day,
        "reply_workdays": workdays,
    }
