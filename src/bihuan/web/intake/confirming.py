"""What will happen when a draft is confirmed: every case that will exist, and what still should be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.intake.lines import every_line, find_line
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import DraftCounts, counts_of, open_rounds, to_look_at
from bihuan.web.intake.words import created_words
from bihuan.web.shapes import Head, Link, Say


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding that will be created. points: how many points its standard gets. unit: "" while it is not assigned."""

    number: str
    title: str
    url: str
    unit: str
    measures: int
    points: int


@dataclass
class ConfirmPage:
    """The page before the cases exist. into: number of the round that was chosen, "" for a new one."""

    draft: IntakeDraft
    head: Head
    counts: DraftCounts
    created: str
    new_round: str
    rounds: list[Case]
    into: str
    findings: list[FindingRow]
    look: Say | None
    without_unit: str
    refusal: Say | None = None


def confirm_page(
    who: Actor, draft: IntakeDraft, day: date, *, into: str = "", refusal: Refused | None = None
) -> ConfirmPage:
    """Return what the confirmation shows. refusal: why nothing was created, with links to the lines it names."""
    url = reverse("intake_draft", args=[draft.pk])
    counts = counts_of(draft.lines)
    without = counts.without_unit
    sentence = ngettext(
        "%(n)d finding has no unit yet; it can be assigned later.",
        "%(n)d findings have no unit yet; they can be assigned later.",
        without,
    )
    crumbs = (Link(_("Import"), reverse("intake")), Link(draft.name, url), Link(_("Confirm")))
    return ConfirmPage(
        draft=draft,
        head=Head(_("Confirm the draft"), crumbs=crumbs, facts=_("All of it is created, or nothing.")),
        counts=counts,
        created=created_words(counts),
        new_round=draft.lines["round"].get("subject") or "",
        rounds=open_rounds(who),
        into=into,
        findings=_findings(draft, url),
        look=_look(draft, day, url),
        without_unit=sentence % {"n": without} if without else "",
        refusal=_refusal(draft, refusal, url) if refusal is not None else None,
    )


def _findings(draft: IntakeDraft, url: str) -> list[FindingRow]:
    names = dict(Unit.objects.filter(area_id=draft.area_id).values_list("pk", "name"))
    rows: list[FindingRow] = []
    for finding in draft.lines["findings"]:
        if finding["dropped"]:
            continue
        measures = sum(not one["dropped"] for one in finding["measures"])
        items = [one for one in finding["items"] if not one["dropped"]]
        below = sum(not one["dropped"] for item in items for one in item["measures"])
        rows.append(
            FindingRow(
                number=f"{len(rows) + 1:02d}",
                title=finding["title"],
                url=f"{url}?line={finding['id']}#line-{finding['id']}",
                unit=names.get(finding["unit"], ""),
                measures=measures + below,
                points=measures + len(items) or 1,
            )
        )
    return rows


def _look(draft: IntakeDraft, day: date, url: str) -> Say | None:
    doubts = to_look_at(draft, day)
    checked = {line["id"] for line in _lines(draft) if line["checked"]}
    doubts = [one for one in doubts if one.line not in checked]
    if not doubts:
        return None
    items = tuple(
        Link(_titled(draft, one.line, one.sentence), f"{url}?line={one.line}#line-{one.line}" if one.line else url)
        for one in doubts[:20]
    )
    title = ngettext("%(n)d place to look at", "%(n)d places to look at", len(doubts)) % {"n": len(doubts)}
    more = len(doubts) - len(items)
    text = _("and %(n)d more") % {"n": more} if more else ""
    return Say("warn", title, text, items, wide=True)


def _lines(draft: IntakeDraft) -> list[dict[str, object]]:
    return list(every_line(draft.lines))


def _titled(draft: IntakeDraft, line_id: str | None, sentence: str) -> str:
    if line_id is None:
        return sentence
    return f"“{find_line(draft.lines, line_id)['title'][:30]}”{pgettext('after a title', ': ')}{sentence}"


def _refusal(draft: IntakeDraft, refusal: Refused, url: str) -> Say:
    known = {line["id"] for line in _lines(draft)}
    items = [
        Link(_titled(draft, name, sentence), f"{url}?line={name}#line-{name}")
        if name in known
        else Link(sentence, f"{url}#round")
        for name, sentence in refusal.fields.items()
    ]
    items += [Link(line) for line in refusal.missing]
    text = "" if any(name in known for name in refusal.fields) else refusal.sentence
    return Say("no", _("Nothing was created"), text, tuple(items), wide=True)
