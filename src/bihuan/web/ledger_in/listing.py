"""The page of a round's ledgers: templates to take, a place for the file, what was brought before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.ledger_in.models import Does, Form, ImportState, LedgerImport
from bihuan.loop.ledger_in.queries import imports_of
from bihuan.loop.ledger_in.rules import forms_for
from bihuan.loop.ledger_in.template import units_with_cases
from bihuan.web.shapes import Head, Link, Upload

MOST_MB = 60
SHOWN = 50
STATE_WORDS = {
    ImportState.MAPPING: lambda: _("columns to look at"),
    ImportState.JUDGING: lambda: _("being checked"),
    ImportState.JUDGED: lambda: _("to be taken"),
    ImportState.TAKING: lambda: _("being taken"),
    ImportState.TAKEN: lambda: _("taken"),
    ImportState.UNDOING: lambda: _("being taken back"),
    ImportState.UNDONE: lambda: _("taken back"),
    ImportState.DROPPED: lambda: _("put away"),
}


@dataclass(frozen=True, slots=True)
class BroughtRow:
    """One ledger brought earlier."""

    name: str
    url: str
    state: str
    who: str
    at: datetime
    counts: str
    form: str


def round_url(top: Case, name: str, **more: Any) -> str:
    """Return an address below a round."""
    return reverse(name, kwargs={"pack": top.pack, "number": top.number, **more})


def import_url(ledger: LedgerImport, name: str = "ledger_import") -> str:
    """Return an address of one ledger."""
    return round_url(ledger.top, name, ledger=ledger.pk)


def head_of(top: Case, title: str, facts: str = "", *, last: str = "") -> Head:
    """Return the head of a page of ledgers; last: the page below the list, if it is one."""
    crumbs = [
        Link(_("Rectification overview"), reverse("rounds")),
        Link(top.subject, round_url(top, "round")),
        Link(_("Ledgers in and out"), round_url(top, "ledgers") if last else ""),
    ]
    return Head(title, crumbs=(*crumbs, *([Link(last)] if last else [])), facts=facts)


def counts_words(counts: dict[str, int]) -> str:
    """Return what the rows of a ledger do as one phrase; nothing for what none does."""
    words = {
        Does.NEW: pgettext("rows", "%(n)d new"),
        Does.CHANGE: _("%(n)d changed"),
        Does.SAME: _("%(n)d as they are"),
        Does.CONFLICT: _("%(n)d in conflict"),
        Does.REFUSED: _("%(n)d with faults"),
    }
    return _(", ").join(text % {"n": counts[does]} for does, text in words.items() if counts.get(does))


def listing(actor: Actor, top: Case, on: date, *, refused: str = "") -> dict[str, Any]:
    """Return what the page of a round's ledgers shows."""
    forms = forms_for(actor, top, on=on)
    office = Form.REGISTER in forms
    rows = imports_of(actor, top, on=on)[:SHOWN]
    return {
        "place": "rounds",
        "head": head_of(top, _("Ledgers in and out"), _("Nothing is written before you have seen what each row does.")),
        "office": office,
        "units": units_with_cases(top) if office else [],
        "template_url": round_url(top, "ledger_template"),
        "forms": [(form, form_words(form)) for form in forms],
        "upload": Upload(
            "ledger",
            _("Ledger"),
            hint=_("xlsx, xls, ods or csv; a table in a Word document as well."),
            accept=".xlsx,.xls,.ods,.csv,.docx,.doc,.wps",
            max_mb=MOST_MB,
            multiple=False,
        ),
        "refused": refused,
        "rows": [row_of(one, top) for one in rows],
    }


def form_words(form: str) -> str:
    """Return what a form of ledgers is for."""
    return _("Progress of own cases") if form == Form.PROGRESS else _("Register and correct cases")


def row_of(ledger: LedgerImport, top: Case) -> BroughtRow:
    """Return a ledger as the list shows it."""
    ledger.top = top
    return BroughtRow(
        ledger.name,
        import_url(ledger),
        STATE_WORDS[ImportState(ledger.state)](),
        ledger.brought_by.name,
        ledger.brought_at,
        counts_words(ledger.counts),
        form_words(ledger.form),
    )
