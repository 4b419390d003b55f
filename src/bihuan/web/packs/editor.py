"""The editor of an area's copy of a pack: what was typed, what is wrong with it, and the picture of the last text that was right."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bihuan.loop.lifecycle.models import PackDraft
from bihuan.loop.packs.queries import drafts_of, release_of
from bihuan.packspec.model import Pack
from bihuan.packspec.problems import Problem
from bihuan.packspec.written import Reading, read_written, uncovered
from bihuan.web.packs.managing import Drawn, drawings
from bihuan.web.shapes import Head, Link

LOOKED_BACK = 20  # saves that are searched for the last one that was right
MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: line, key path, sentence, rule; what stands in that line."""

    line: int
    key_path: str
    sentence: str
    rule: str
    stands: str


@dataclass(frozen=True, slots=True)
class EditorPage:
    """
    The page of the editor.

    faults: all of them; more: how many beyond those shown. lines: the text line by line, to look a number up without a script.
    saves: the last saves as (number, who, when, address).
    """

    head: Head
    pack_id: str
    text: str
    cases: str
    seen: int
    right: bool
    faults: tuple[Fault, ...]
    more: int
    lines: tuple[str, ...]
    pictures: tuple[Drawn, ...]
    picture_of_earlier: bool
    uncovered: tuple[str, ...]
    has_cases: bool
    saves: tuple[tuple[int, str, object, str], ...]
    saved: bool
    refused: str = ""


def editor_page(area_id: int, draft: PackDraft, *, text: str, cases: str, seen: int, refused: str = "") -> EditorPage:
    """Return the editor with a text as it was typed; `draft` is the newest save."""
    reading = read_written(draft.pack, text)
    earlier = reading.pack or _last_right(area_id, draft)
    language = get_language() or ""
    lines = tuple(text.splitlines())
    own = reverse("pack_manage", args=[draft.pack]) if draft.based_on is not None else ""
    crumbs = (Link(_("Packs"), reverse("packs")), Link(_title(earlier, draft), own), Link(_("Edit the copy")))
    return EditorPage(
        Head(_("Edit the copy of %(pack)s") % {"pack": _title(earlier, draft)}, crumbs=crumbs, facts=_facts(reading)),
        draft.pack,
        text,
        cases,
        seen,
        reading.pack is not None,
        tuple(_fault(one, lines, language) for one in reading.problems[:MOST_FAULTS]),
        max(0, len(reading.problems) - MOST_FAULTS),
        lines if reading.problems else (),
        drawings(earlier),
        reading.pack is None and earlier is not None,
        uncovered(reading.pack, cases) if reading.pack is not None else (),
        bool(cases.strip()),
        _saves(area_id, draft),
        (draft.text, draft.cases) == (text, cases),
        refused,
    )


def _title(pack: Pack | None, draft: PackDraft) -> str:
    return pack.title.in_(get_language() or "") if pack is not None else draft.pack


def _facts(reading: Reading) -> str:
    return _("nothing is wrong") if reading.pack is not None else _("cannot be adopted yet")


def _fault(one: Problem, lines: tuple[str, ...], language: str) -> Fault:
    stands = lines[one.line - 1].strip() if 0 < one.line <= len(lines) else ""
    return Fault(one.line, one.key_path, one.sentence.in_(language), one.rule, stands[:160])


def _last_right(area_id: int, draft: PackDraft) -> Pack | None:
    """Return the pack of the newest save that was right, else the version that was copied."""
    for text in drafts_of(area_id, draft.pack).values_list("text", flat=True)[:LOOKED_BACK]:
        if (found := read_written(draft.pack, text).pack) is not None:
            return found
    if draft.based_on is None:
        return None
    return read_written(draft.pack, release_of(area_id, draft.pack, draft.based_on).text).pack


def _saves(area_id: int, draft: PackDraft) -> tuple[tuple[int, str, object, str], ...]:
    address = reverse("pack_edit", args=[draft.pack])
    return tuple(
        (one.number, one.by.name, one.at, f"{address}?save={one.number}")
        for one in drafts_of(area_id, draft.pack)[:LOOKED_BACK]
    )
