"""The text a draft was read from: numbered, with the places of its lines, units, dates and doubts marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.models import Unit
from bihuan.documents.text.dates import dates_in
from bihuan.loop.cases.values import NATURES
from bihuan.loop.intake.lines import Lines, every_line
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import unit_names
from bihuan.web.shapes import Mark, MarkKind, Source, SourceLine

SHOWN_BLOCKS = 2000
HEADING_LENGTH = 90
RANKS: dict[MarkKind, int] = {"m": 1, "d": 2, "u": 3, "warn": 4}
NATURE_WORDS = re.compile("|".join(text.zh for text in NATURES.values()))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of one block that are marked, and the line of the draft they belong to."""

    start: int
    end: int
    kind: MarkKind
    line: str = ""


def source_of(draft: IntakeDraft, units: Iterable[Unit]) -> Source:
    """Return the source text of a draft; very long texts end after SHOWN_BLOCKS lines, the file has the rest."""
    findings = {line["id"] for line in draft.lines["findings"]}
    lines = _by_block(draft.lines)
    doubts = _doubts(draft.read)
    names = _names(units)
    shown = []
    for block in draft.blocks[:SHOWN_BLOCKS]:
        own = lines.get(block["number"], [])
        stretches = [*own, *doubts.get(block["number"], []), *_words(block["text"], names)]
        heading = block["kind"] == "heading" or any(one.line in findings for one in own)
        shown.append(_line(block, stretches, own, heading=heading and len(block["text"]) <= HEADING_LENGTH))
    return Source(_("Source text"), tuple(shown), note=_note(draft))


def _note(draft: IntakeDraft) -> str:
    count = len(draft.blocks)
    pages = max((block.get("page") or 0 for block in draft.blocks), default=0)
    parts = [ngettext("%(n)d line", "%(n)d lines", count) % {"n": count}]
    if pages:
        parts.insert(0, ngettext("%(n)d page", "%(n)d pages", pages) % {"n": pages})
    if count > SHOWN_BLOCKS:
        parts.append(_("the first %(n)d are shown") % {"n": SHOWN_BLOCKS})
    return " · ".join(parts)


def _by_block(lines: Lines) -> dict[int, list[Stretch]]:
    found: dict[int, list[Stretch]] = {}
    for line in every_line(lines):
        place = line.get("place")
        if place and not line["dropped"]:
            found.setdefault(place["paragraph"], []).append(Stretch(place["start"], place["end"], "m", line["id"]))
    return found


def _doubts(read: Mapping[str, Any]) -> dict[int, list[Stretch]]:
    found: dict[int, list[Stretch]] = {}
    for doubt in (*read.get("warnings", ()), *read.get("remarks", ())):
        place = doubt.get("place")
        if place:
            found.setdefault(place["paragraph"], []).append(Stretch(place["start"], place["end"], "warn"))
    return found


def _names(units: Iterable[Unit]) -> re.Pattern[str] | None:
    names = [re.escape(name) for name, _pk in unit_names(units)]
    return re.compile("|".join(names)) if names else None


def _words(text: str, names: re.Pattern[str] | None) -> list[Stretch]:
    found = [Stretch(one.start, one.end, "d") for one in dates_in(text)]
    found += [Stretch(*match.span(), "d") for match in NATURE_WORDS.finditer(text)]
    if names is not None:
        found += [Stretch(*match.span(), "u") for match in names.finditer(text)]
    return found


def _line(
    block: Mapping[str, Any], stretches: Sequence[Stretch], own: Sequence[Stretch], *, heading: bool
) -> SourceLine:
    text = block["text"].replace("\t", "　")
    first = min(own, key=lambda one: one.start).line if own else ""
    return SourceLine(
        block["number"],
        tuple(_parts(text, stretches, heading=heading)),
        heading=heading,
        id=f"p{block['number']}",
        url=f"#line-{first}" if first else "",
        told=_("Line %(n)s: go to the draft") % {"n": block["number"]} if first else "",
    )


def _parts(text: str, stretches: Sequence[Stretch], *, heading: bool) -> Iterable[Mark]:
    """Cut a text where marks begin and end; where several lie on each other the highest rank shows."""
    edges = {0, len(text)} | {min(edge, len(text)) for one in stretches for edge in (one.start, one.end)}
    places = sorted(edges)
    for start, end in pairwise(places):
        over = [one for one in stretches if one.start <= start and end <= one.end]
        top = max(over, key=lambda one: RANKS[one.kind], default=None)
        line = next((one.line for one in over if one.line), "")
        kind: MarkKind = top.kind if top is not None and not (heading and top.kind == "m") else ""
        yield Mark(text[start:end], kind or ("m" if line else ""), line=line)
