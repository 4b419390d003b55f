"""The texts of a round, and the documents from which one can be made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.disclosure.models import Disclosure
from bihuan.loop.disclosure.queries import disclosures_of, publications_of, texts_to_publish
from bihuan.loop.disclosure.rules import roles_of
from bihuan.loop.writing.models import Writing
from bihuan.web.case.page import board_url
from bihuan.web.dates import full_day
from bihuan.web.disclosure.bench import channel_word, disclosure_url
from bihuan.web.shapes import Empty, Head, Link


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text of a round."""

    version: int
    title: str
    url: str
    state: str
    facts: str
    frozen: bool


@dataclass(frozen=True, slots=True)
class Texts:
    """The page of all texts of a round. sources: final documents to begin from; corrected: approved texts that may be corrected."""

    head: Head
    rows: tuple[TextRow, ...]
    sources: tuple[tuple[int, str], ...]
    corrected: tuple[tuple[int, str], ...]
    prepares: bool
    empty: Empty


def texts_of(round_: Case, actor: Actor, day: date) -> Texts:
    """Return the page of the texts of a round."""
    prepares = "prepare" in roles_of(CaseFile(round_, day), actor)
    texts = disclosures_of(round_)
    title = _("Publication")
    return Texts(
        head=Head(
            title,
            crumbs=(
                Link(_("Rectification overview"), reverse("rounds")),
                Link(round_.subject, board_url(round_)),
                Link(title),
            ),
            facts=_("What is published is approved by another than who prepared it, and never changes afterwards."),
        ),
        rows=tuple(_row(one) for one in texts),
        sources=tuple((one.pk, _source_words(one)) for one in texts_to_publish(actor, round_, day)) if prepares else (),
        corrected=tuple((one.version, f"{one.version} {one.title}") for one in texts if one.frozen_at is not None),
        prepares=prepares,
        empty=Empty(
            _("Nothing is on its way to the public yet"),
            _("Write the public notice under Documents, make it final, and bring it here."),
        ),
    )


def _source_words(writing: Writing) -> str:
    return f"{writing.title}（{full_day(writing.asof)}）"


def _row(one: Disclosure) -> TextRow:
    published = publications_of(one) if one.frozen_at is not None else []
    if published:
        between = pgettext("between things", ", ")
        state = _("published: %(where)s") % {"where": between.join(channel_word(row.channel) for row in published)}
    elif one.frozen_at is not None:
        state = _("approved, not published yet")
    else:
        state = _("being prepared")
    facts = _("%(who)s, figures as of %(day)s") % {"who": one.made_by.name, "day": full_day(one.asof)}
    if one.replaces is not None:
        facts += _("; corrects version %(n)d: %(why)s") % {"n": one.replaces.version, "why": one.correction}
    return TextRow(one.version, one.title, disclosure_url(one), state, facts, one.frozen_at is not None)
