"""What differs between a document and another one, or the ledger, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.documents.compare import Comparison, Difference
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.intake.comparing import compare_drafts, compare_with_round, offered_for
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import get_draft, open_rounds
from bihuan.web.numbers import number_in
from bihuan.web.shapes import Head, Link, Say

LONG = 160


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference: what is said, the words of both sides with what differs marked, and where they stand."""

    sentence: str
    old: SafeString
    new: SafeString
    here: Link | None
    there: Link | None


@dataclass(frozen=True, slots=True)
class DifferenceGroup:
    """All differences of one severity."""

    severity: str
    title: str
    rows: tuple[DifferenceRow, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The page on which a document is held against another one or a round; both are offered by the value of their choice."""

    head: Head
    drafts: tuple[tuple[str, str], ...]
    rounds: tuple[tuple[str, str], ...]
    chosen: str
    day: date
    today: date
    groups: tuple[DifferenceGroup, ...]
    told: str
    say: Say | None


def compare_page(actor: Actor, draft: IntakeDraft, asked: QueryDict, day: date, today: date) -> ComparePage:
    """Return the page; nothing is compared before something is chosen. Raises CaseNotFound for what may not be seen."""
    rounds, chosen = open_rounds(actor), asked.get("with", "")
    found, other, say = None, None, None
    if chosen.startswith("draft."):
        other = get_draft(actor, number_in(chosen.removeprefix("draft.")) or 0)
        found = compare_drafts(draft, other)
    elif chosen.startswith("round."):
        wanted = number_in(chosen.removeprefix("round.")) or 0
        try:
            found = compare_with_round(actor, draft, _round(rounds, wanted), asof=day, today=today)
        except Refused as refusal:
            say = Say("no", _("Nothing was compared"), refusal.sentence)
    crumbs = (
        Link(_("Import"), reverse("intake")),
        Link(draft.name, reverse("intake_draft", args=[draft.pk])),
        Link(_("Compare")),
    )
    return ComparePage(
        head=Head(_("Compare"), crumbs=crumbs, facts=draft.name),
        drafts=tuple((f"draft.{one.pk}", one.name) for one in offered_for(actor, draft)),
        rounds=tuple((f"round.{one.pk}", f"{one.number} {one.subject}") for one in rounds),
        chosen=chosen,
        day=day,
        today=today,
        groups=_groups(found, draft, other) if found is not None else (),
        told=_told(found) if found is not None else "",
        say=say,
    )


def _round(rounds: list[Case], pk: int) -> Case:
    found = next((one for one in rounds if one.pk == pk), None)
    if found is None:
        raise CaseNotFound(str(pk))
    return found


def _told(found: Comparison) -> str:
    how = {
        "plan": _("Compared as a plan with the feedback it answers"),
        "previous": _("Compared as this report with the one before"),
        "ledger": _("Compared with the ledger"),
    }[found.compared_as]
    return _("%(how)s: %(matched)d problems in both, %(n)d differences.") % {
        "how": how,
        "matched": found.matched,
        "n": len(found.differences),
    }


def _groups(found: Comparison, draft: IntakeDraft, other: IntakeDraft | None) -> tuple[DifferenceGroup, ...]:
    titles = {"error": _("Does not agree"), "warning": _("Probably wrong"), "question": _("To be answered")}
    groups = (
        DifferenceGroup(
            severity,
            title,
            tuple(_row(one, draft, other) for one in found.differences if one.remark.severity == severity),
        )
        for severity, title in titles.items()
    )
    return tuple(group for group in groups if group.rows)


def _row(one: Difference, draft: IntakeDraft, other: IntakeDraft | None) -> DifferenceRow:
    old = [(span.old_start, span.old_end) for span in one.spans]
    new = [(span.new_start, span.new_end) for span in one.spans]
    return DifferenceRow(
        words(one.remark.sentence),
        marked(one.old, old),
        marked(one.new, new),
        _line(draft, one.remark.place.paragraph) if one.remark.place is not None else None,
        _line(other, one.before.paragraph) if other is not None and one.before is not None else None,
    )


def _line(draft: IntakeDraft, number: int) -> Link:
    return Link(_("line %(n)s") % {"n": number}, f"{reverse('intake_draft', args=[draft.pk])}#p{number}")


def marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    """Return a text with the stretches that differ marked; a text without any is cut where it is long."""
    if not spans:
        return format_html("{}", text if len(text) <= LONG else f"{text[:LONG]}…")
    parts: list[SafeString | str] = []
    place = 0
    for start, end in spans:
        parts += [text[place:start], format_html("<mark>{}</mark>", text[start:end]) if end > start else ""]
        place = end
    return format_html_join("", "{}", [(part,) for part in [*parts, text[place:]]])
