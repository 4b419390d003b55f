"""Drafts that are open, and what a person still has to look at in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import get_language, gettext

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor, units_of
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.values import words
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.evidence.models import StoredFile
from bihuan.loop.intake.lines import Line, Lines, every_line, kept_lines
from bihuan.loop.intake.models import IntakeDraft, IntakeVersion
from bihuan.loop.intake.rules import PACK, can_bring_in
from bihuan.loop.lifecycle.packs import pack_known

ROUNDS_OFFERED = 50
DRAFTS_LISTED = 100


def drafts_of(actor: Actor) -> QuerySet[IntakeDraft]:
    """Return the documents brought into the area, newest first; none for who may not import."""
    drafts = (
        IntakeDraft.objects.filter(area_id=actor.area_id).select_related("brought_by", "round", "file").order_by("-id")
    )
    return drafts if can_bring_in(actor) else drafts.none()


def drafts_listed(actor: Actor) -> QuerySet[IntakeDraft]:
    """Return the newest drafts for a list: with `genre`, without their long texts."""
    return drafts_of(actor).defer("blocks", "read").annotate(genre=KT("read__genre"))[:DRAFTS_LISTED]


def get_draft(actor: Actor, pk: int) -> IntakeDraft:
    """Return one draft the actor may see. Raises CaseNotFound, the same for missing and forbidden."""
    draft = drafts_of(actor).filter(pk=pk).first()
    if draft is None:
        raise CaseNotFound(str(pk))
    return draft


def duplicates_of(area_id: int, file: StoredFile) -> QuerySet[IntakeDraft]:
    """Return drafts of the same bytes that were not put away."""
    return IntakeDraft.objects.filter(area_id=area_id, file=file, dropped_at__isnull=True).order_by("-id")


def open_rounds(actor: Actor) -> list[Case]:
    """Return the rounds a draft can be taken into: all that the actor sees and that are not closed, newest first."""
    rounds = visible_to(actor).filter(pack=PACK, kind="round").exclude(category=Category.CLOSED)
    return list(rounds.order_by("-id")[:ROUNDS_OFFERED])


def unit_names(units: Iterable[Unit]) -> list[tuple[str, int]]:
    """Return all names of some units with their ids, longest first, so that a part of a name never hides the whole."""
    names: list[tuple[str, int]] = []
    for unit in units:
        names += [
            (name, unit.pk) for name in (unit.name, unit.short_name, *unit.former_names.splitlines()) if len(name) > 1
        ]
    return sorted(names, key=lambda pair: -len(pair[0]))


def unit_suggester(area_id: int) -> Callable[[str], int | None]:
    """Return a function that finds the one receiving unit a text names; two different ones are no answer."""
    names = unit_names(units_of(area_id).filter(receives=True, ended_on__isnull=True))

    def suggest(text: str) -> int | None:
        found: set[int] = set()
        rest = text
        for name, pk in names:
            if name in rest:
                found.add(pk)
                rest = rest.replace(name, "\0")
        return found.pop() if len(found) == 1 else None

    return suggest


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """Something in a draft that a person should look at; `line` is the line it stands at, None for the whole document."""

    rule: str
    sentence: str
    line: str | None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class DraftRemark:
    """
    What a check remarks on the text of a draft. severity: "error", "warning" or "question".

    words: what stands there, personal data masked; paragraph None where it concerns the whole text; also: paragraphs it speaks of too.
    """

    check: str
    severity: str
    sentence: str
    words: str
    paragraph: int | None
    also: tuple[int, ...] = ()


def remarks_on(draft: IntakeDraft) -> list[DraftRemark]:
    """Return what the checks remarked when the document was brought in, in reading order and in the language in use."""
    key = "sentence_en" if (get_language() or "").startswith("en") else "sentence"
    found = []
    for one in draft.read.get("remarks", ()):
        place = one["place"]
        also = {other["paragraph"] for other in one["also"]} - ({place["paragraph"]} if place else set())
        found.append(
            DraftRemark(
                one["check"],
                one["severity"],
                one[key] or one["sentence"],
                one["words"],
                place["paragraph"] if place else None,
                tuple(sorted(also)),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class DraftCounts:
    """What a draft holds now, without what was dropped; `lines` is all that will become cases."""

    findings: int
    instances: int
    measures: int
    lines: int
    checked: int
    without_unit: int


def counts_of(lines: Lines) -> DraftCounts:
    """Return the counts of a working copy."""
    kept = list(kept_lines(lines))
    measures = [line for line, kind in kept if kind == "measure"]
    return DraftCounts(
        findings=sum(kind == "finding" for _, kind in kept),
        instances=sum(kind == "instance" for _, kind in kept),
        measures=len(measures),
        lines=len(kept),
        checked=sum(line["checked"] for line, _ in kept),
        without_unit=sum(not line["unit"] for line, kind in kept if kind == "finding"),
    )


def to_look_at(draft: IntakeDraft, day: date) -> list[ToLookAt]:
    """Return the reader's warnings, each at the line it concerns, and what the working copy itself shows."""
    return [
        *_from_reader(draft.read, draft.lines),
        *_from_round(draft.area_id, draft.lines["round"]),
        *_from_lines(draft, day),
    ]


def _from_round(area_id: int, facts: Mapping[str, Any]) -> list[ToLookAt]:
    """Return what a new round cannot be opened without and the document did not say."""
    fields = pack_known(area_id, PACK).kinds["round"].fields.values()
    missing = [
        words(one.title) for one in fields if one.required is True and one.default is None and not facts.get(one.id)
    ]
    if not (facts.get("subject") or "").strip():
        missing.insert(0, gettext("Name of the round"))
    sentence = gettext("The document does not say: %(facts)s. A new round needs it.")
    return [ToLookAt("round_incomplete", sentence % {"facts": "、".join(missing)}, None)] if missing else []


def _from_reader(read: Mapping[str, Any], lines: Lines) -> list[ToLookAt]:
    places = [(line["place"], line["id"]) for line in every_line(lines) if line.get("place")]
    found = []
    for warning in read.get("warnings", ()):
        place = warning.get("place")
        line = _line_at(places, place) if place else None
        found.append(ToLookAt(warning["rule"], _said(warning), line, place["paragraph"] if place else None))
    return found


def _said(warning: Mapping[str, Any]) -> str:
    english = (get_language() or "").startswith("en")
    return str((english and warning.get("message_en")) or warning["message"])


def _line_at(places: list[tuple[dict[str, int], str]], place: Mapping[str, int]) -> str | None:
    inside = [
        (p["end"] - p["start"], line)
        for p, line in places
        if p["paragraph"] == place["paragraph"] and p["start"] <= place["start"] < max(p["end"], 1)
    ]
    return min(inside)[1] if inside else None


def _from_lines(draft: IntakeDraft, day: date) -> list[ToLookAt]:
    found: list[ToLookAt] = []
    receiving = dict(Unit.objects.filter(area_id=draft.area_id).values_list("pk", "receives"))
    titles: dict[tuple[str, str], Line] = {}
    for line, kind in kept_lines(draft.lines):
        known = titles.setdefault((kind, line["title"]), line)
        if known is not line and kind == "finding":
            found.append(ToLookAt("same_title", gettext("Another finding has the same words."), line["id"]))
        if line["due"] and line["due"] < day.isoformat():
            found.append(ToLookAt("due_passed", gettext("The due date lies before today."), line["id"]))
        if line["unit"] and not receiving.get(line["unit"], False):
            found.append(ToLookAt("unit_receives_not", gettext("This unit cannot be handed cases."), line["id"]))
        if kind == "finding" and not line["measures"] and not line["items"]:
            found.append(ToLookAt("no_measure", gettext("No measure was found for this finding."), line["id"]))
    return found


def can_undo(draft: IntakeDraft) -> bool:
    """Return whether there is an edit that can be taken back."""
    return IntakeVersion.objects.filter(area_id=draft.area_id, draft=draft).exists()
