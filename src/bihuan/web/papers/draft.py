"""A document on its page: as it will look, with the marks of what was written by hand and what should be looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import BY_ITSELF, Actor
from bihuan.documents.layout.numbering import number_of
from bihuan.documents.layout.titles import title_lines
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.letters.queries import letter_of_writing
from bihuan.loop.writing.checking import Noted, open_ends, remarks_on
from bihuan.loop.writing.ledger import ledger_facts
from bihuan.loop.writing.models import Writing, WritingState, WritingVersion
from bihuan.loop.writing.passages import BEFORE, CELL, Part
from bihuan.loop.writing.preparing import rows_for
from bihuan.loop.writing.queries import document_of, parts_of, versions_of
from bihuan.loop.writing.rules import may_write
from bihuan.web.case.marks import case_url
from bihuan.web.dates import full_day
from bihuan.web.papers.listing import round_crumbs, state_word
from bihuan.web.shapes import Head, Link

LAST: tuple[str, ...] = ("signature", "dated", "copies", "note")
MOST_VERSIONS = 12
KEPT = 60  # seconds


@dataclass(frozen=True, slots=True)
class Note:
    """A remark: what to look at, the words it speaks of, where it stands."""

    sentence: str
    severity: str
    word: str
    quote: str = ""
    url: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of the document as the page draws it. tag: of the element; look: its classes; number: in front of a heading; lines: of a title."""

    anchor: str
    id: str
    kind: str
    look: str
    text: str
    number: str = ""
    lines: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    by_hand: bool = False
    added: bool = False
    gone: bool = False
    offered: str | None = None
    orphan: bool = False
    open: bool = False
    adding: bool = False
    base: str = ""
    case_url: str = ""
    notes: tuple[Note, ...] = ()
    rows: int = 3
    error: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version; now: it is the text that stands."""

    number: int
    did: str
    by: str
    at: datetime
    asof: date
    now: bool


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Everything the page of a document draws. may: whether this person may change it now. headed: the
    issuing authority stands on top, with the number below it."""

    head: Head
    id: int
    version: int
    state: str
    state_word: str
    may: bool
    may_write: bool
    number: str
    headed: bool
    layout: str
    before: tuple[PartView, ...]
    body: tuple[tuple[PartView, ...], ...]
    after: tuple[PartView, ...]
    notes: tuple[Note, ...]
    open_ends: tuple[str, ...]
    hand: int
    gone: tuple[PartView, ...]
    versions: tuple[VersionRow, ...]
    older: int
    asof: date
    can_undo: bool
    digest: str
    final_by: str
    final_at: datetime | None
    anew_url: str
    words_url: str
    letter_url: str
    refused: str = ""
    missing: tuple[str, ...] = ()


def part_id(anchor: str) -> str:
    """Return the id of a part's element, which addresses lead to."""
    return "part-" + re.sub(r"[^0-9a-zA-Z]+", "-", anchor.encode("punycode").decode("ascii")).strip("-")


def paper_page(
    actor: Actor,
    writing: Writing,
    day: date,
    *,
    opened: str = "",
    adding: str = "",
    refused: str = "",
    missing: tuple[str, ...] = (),
    typed: Mapping[str, str] | None = None,
) -> PaperPage:
    """Return a document as this person sees it. opened, adding: anchor of the part that is being edited, or behind which one is added."""
    document, parts = document_of(writing), parts_of(writing)
    allowed = may_write(actor, document, writing.round, writing.unit, day)
    draft = writing.state == WritingState.DRAFT
    noted = _noted(actor, writing, parts, day) if allowed and draft else []
    drawing = _Drawing(
        writing, parts, noted, opened=opened if draft else "", adding=adding if draft else "", typed=typed or {}
    )
    views = drawing.views()
    versions = versions_of(writing) if allowed else []
    return PaperPage(
        head=_head(writing, words(document.title)),
        id=writing.pk,
        version=writing.version,
        state=writing.state,
        state_word=state_word(writing),
        may=allowed and draft,
        may_write=allowed,
        number=writing.number,
        headed=any(view.kind == "head" and not view.gone for view in views),
        layout=document.layout,
        before=tuple(view for view in views if view.kind in BEFORE),
        body=_runs([view for view in views if view.kind not in (*BEFORE, *LAST)]),
        after=tuple(view for view in views if view.kind in LAST),
        notes=tuple(drawing.note(one) for one in noted),
        open_ends=open_ends(parts) if allowed and draft else (),
        hand=sum(part.by_hand and not part.gone for part in parts),
        gone=tuple(view for view in views if view.gone),
        versions=tuple(_version(one, writing) for one in versions[:MOST_VERSIONS]),
        older=max(0, len(versions) - MOST_VERSIONS),
        asof=writing.asof,
        can_undo=allowed and draft and any(one.version == writing.version and one.came_from for one in versions),
        digest=writing.digest,
        final_by=writing.final_by.name if writing.final_by is not None else BY_ITSELF,
        final_at=writing.final_at,
        anew_url=reverse("paper_anew", args=[writing.pk]),
        words_url=reverse("paper_words", args=[writing.round.pack, writing.round.number, writing.document]),
        letter_url=_letter_url(writing) if document.letter else "",
        refused=refused,
        missing=missing,
    )


def _letter_url(writing: Writing) -> str:
    letter = letter_of_writing(writing)
    return reverse("letter", args=[letter.pk]) if letter is not None else ""


def _noted(actor: Actor, writing: Writing, parts: list[Part], day: date) -> list[Noted]:
    """Return the remarks on a draft; kept for a minute, for a long report takes half a second and is opened at every edit."""
    key = f"noted.{writing.pk}.{writing.version}.{writing.changed_at.timestamp()}.{day.isoformat()}"
    found: list[Noted] | None = cache.get(key)
    if found is None:
        document = document_of(writing)
        tells_round = writing.case_id == writing.round_id and document.layout != "minutes"
        ledger = ledger_facts(rows_for(actor, writing, day)) if tells_round else None
        found = remarks_on(parts, layout=document.layout, number=writing.number, ledger=ledger)
        cache.set(key, found, KEPT)
    return found


def _head(writing: Writing, kind: str) -> Head:
    facts = [kind]
    if writing.unit is not None:
        facts.append(str(writing.unit))
    if writing.case_id != writing.round_id:
        facts.append(f"{writing.case.number} {writing.case.subject}")
    facts += [_("as of %(day)s") % {"day": full_day(writing.asof)}, writing.number]
    return Head(
        writing.title,
        crumbs=(*round_crumbs(writing.round), Link(kind)),
        facts=" · ".join(fact for fact in facts if fact),
    )


def _version(one: WritingVersion, writing: Writing) -> VersionRow:
    return VersionRow(
        one.version,
        did_words(one.did),
        one.by.name if one.by is not None else BY_ITSELF,
        one.at,
        one.asof,
        one.version == writing.version,
    )


def did_words(did: str) -> str:
    """Return what made a version, in words."""
    return {
        "made": _("Written from the ledger"),
        "edited": _("Changed by hand"),
        "anew": _("Written anew"),
        "taken_back": _("Change taken back"),
        "brought_back": _("Earlier version brought back"),
    }.get(did, did)


def _runs(views: list[PartView]) -> tuple[tuple[PartView, ...], ...]:
    """Return the parts of the body in runs: the rows of one table stand together, everything else alone."""
    runs: list[list[PartView]] = []
    for view in views:
        if view.kind == "row" and runs and runs[-1][0].kind == "columns":
            runs[-1].append(view)
        else:
            runs.append([view])
    return tuple(tuple(run) for run in runs)


class _Drawing:
    """Turns parts into what the page draws."""

    def __init__(
        self,
        writing: Writing,
        parts: list[Part],
        noted: list[Noted],
        *,
        opened: str,
        adding: str,
        typed: Mapping[str, str],
    ) -> None:
        self.writing = writing
        self.parts = parts
        self.opened, self.adding, self.typed = opened, adding, typed
        self.by_anchor: dict[str, list[Noted]] = {}
        for one in noted:
            self.by_anchor.setdefault(one.anchor, []).append(one)
        ids = {part.passage.case for part in parts if part.passage.case is not None}
        self.cases = {case.pk: case for case in Case.objects.filter(area_id=writing.area_id, pk__in=ids)}
        self.titles: tuple[str, ...] = ()
        self.counts = [0, 0, 0, 0]

    def views(self) -> list[PartView]:
        return [self._view(part) for part in self.parts]

    def note(self, one: Noted) -> Note:
        """Return a remark with the address of its part."""
        return Note(
            words(one.sentence), one.severity, severity_word(one.severity), one.quote[:60],
            f"#{part_id(one.anchor)}" if one.anchor else "", one.check,
        )  # fmt: skip

    def _view(self, part: Part) -> PartView:
        passage = part.passage
        if passage.kind == "columns":
            self.titles = tuple(passage.text.split(CELL))
        case = self.cases.get(passage.case or 0)
        text = self.typed.get("text", passage.text) if self.opened == part.anchor else passage.text
        return PartView(
            anchor=part.anchor,
            id=part_id(part.anchor),
            kind=passage.kind,
            look=_look(part),
            text=text,
            number=self._number(part),
            lines=title_lines(passage.text) if passage.kind == "title" else (),
            cells=tuple(passage.text.split(CELL)) if passage.kind in {"row", "columns"} else (),
            titles=self.titles,
            by_hand=part.by_hand,
            added=part.added,
            gone=part.gone,
            offered=part.offered,
            orphan=part.orphan,
            open=self.opened == part.anchor,
            adding=self.adding == part.anchor,
            base=part.base or "",
            case_url=case_url(case) if case is not None and passage.kind in {"heading", "row"} else "",
            notes=tuple(self.note(one) for one in self.by_anchor.get(part.anchor, ())),
            rows=min(16, 2 + len(text) // 44 + text.count("\n")),
        )

    def _number(self, part: Part) -> str:
        if part.passage.kind != "heading" or part.gone:
            return ""
        level = min(max(part.passage.level, 1), 4)
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        return number_of(level, self.counts[level - 1])


def _look(part: Part) -> str:
    kind, level = part.passage.kind, part.passage.level
    look = f"paper-heading paper-level-{level}" if kind == "heading" else f"paper-{kind}"
    return look + (" is-hand" if part.by_hand else "") + (" is-asked" if part.open_question else "")


def severity_word(severity: str) -> str:
    """Return how serious a remark is, in words."""
    return {"error": _("must be mended"), "warning": _("probably wrong"), "question": _("to be checked")}[severity]
