"""The list of documents that were brought in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.accounts.queries import Actor
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import counts_of, drafts_listed
from bihuan.web.intake.words import created_words, round_url
from bihuan.web.shapes import Empty, Head, Link, Upload

ACCEPTED = ".docx,.doc,.wps,.rtf,.pdf,.ofd,.xlsx,.xls,.et,.csv,.txt,.md,.html,.htm"
MOST_MB = 64
# Not said of reports: every other kind is worth a word before somebody makes cases of it.
GENRES = {
    "feedback": gettext_lazy("Feedback: findings without measures"),
    "plan": gettext_lazy("A plan: its measures are intended, not done"),
    "news": gettext_lazy("A news item, not the document itself"),
    "form": gettext_lazy("A blank form"),
    "other": gettext_lazy("Does not look like a rectification report"),
}


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One document of the list. pile: open, confirmed or away."""

    pk: int
    name: str
    url: str
    who: str
    at: Any
    counts: str
    checked: int
    lines: int
    percent: int
    pile: str
    genre: str
    round: Link | None


def row_of(draft: IntakeDraft, round_url: str) -> DraftRow:
    """Return a draft as a row. round_url: where its round is looked at, once there is one."""
    counts = counts_of(draft.lines)
    pile = "confirmed" if draft.confirmed_at else "away" if draft.dropped_at else "open"
    genre = getattr(draft, "genre", None) or "report"
    return DraftRow(
        pk=draft.pk,
        name=draft.name,
        url=reverse("intake_draft", args=[draft.pk]),
        who=draft.brought_by.name,
        at=draft.brought_at,
        counts=created_words(counts),
        checked=counts.checked,
        lines=counts.lines,
        percent=round(100 * counts.checked / counts.lines) if counts.lines else 0,
        pile=pile,
        genre=str(GENRES.get(genre, "")),
        round=Link(f"{draft.round.number} {draft.round.subject}", round_url) if draft.round else None,
    )


def listing(who: Actor, results: tuple[Any, ...] = ()) -> dict[str, Any]:
    """Return the context of the list. results: what became of the files of the form that was just sent."""
    rows = [row_of(draft, round_url(draft.round) if draft.round else "") for draft in drafts_listed(who)]
    return {
        "place": "intake",
        "head": Head(_("Import"), facts=_("A document becomes a draft. Nothing is created before you confirm it.")),
        "upload": upload(),
        "results": results,
        "open_rows": [row for row in rows if row.pile == "open"],
        "confirmed_rows": [row for row in rows if row.pile == "confirmed"],
        "away_rows": [row for row in rows if row.pile == "away"],
        "empty": Empty(
            _("No document was imported yet"),
            _(
                "Bring a feedback, a plan or a published report. Findings and measures are read from it; you check them beside the text."
            ),
        ),
    }


def upload() -> Upload:
    """Return the place for documents; each is sent on its own, with progress."""
    return Upload(
        "documents",
        _("Documents"),
        _("Word or WPS, PDF or OFD with text, Excel, csv, txt, md or web pages."),
        ACCEPTED,
        MOST_MB,
        url=reverse("intake"),
    )
