"""What the rows say, in the form in which a document is held against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bihuan.documents.compare import LedgerDisposition, LedgerFacts, LedgerFigure, LedgerFinding
from bihuan.loop.writing.rows import Rows
from bihuan.loop.writing.values import Told, value_of
from bihuan.packspec.bilingual import Text
from bihuan.packspec.document import DocumentPart
from bihuan.packspec.template import Optional, Place, Words, parse, paths_of, places_in

# What stands before the name of a figure and is no part of it.
_BEFORE: Final = re.compile(r"^.*?(?:分解为|反馈意见|反馈的|反馈|共计|累计|其中)+")
_RUN: Final = re.compile(r"[\u4e00-\u9fff]+$")
STATUS: Final = "status"


def ledger_facts(rows: Rows) -> LedgerFacts:
    """
    Return what the rows say at the day of a document: its problems, its figures by the words the document itself uses, its dispositions.

    A document that tells no problems one by one is held against its figures alone.
    """
    return LedgerFacts(rows.asof, tuple(_findings(rows)), tuple(_figures(rows)), tuple(_dispositions(rows)))


def _findings(rows: Rows) -> Iterator[LedgerFinding]:
    part = _told_one_by_one(rows)
    if part is None:
        return
    has_status = any(place.path == STATUS for place in places_in(part.text))
    inside = next(
        (one.each for one in rows.document.parts if part.each in rows.pack.kinds[one.each or part.each].parents), ""
    )
    for case in rows.below(rows.subject, part.each):
        if rows.holds(case, part.where):
            status = value_of(rows, STATUS, Told(case)).text if has_status else ""
            yield LedgerFinding("", case.subject, status, len(rows.below(case, inside)) if inside else None)


def _told_one_by_one(rows: Rows) -> DocumentPart | None:
    """Return the part that has a heading for each case right below the document's."""
    for part in rows.document.parts:
        if part.each and part.heading and rows.subject.kind in rows.pack.kinds[part.each].parents:
            return part
    return None


def _figures(rows: Rows) -> Iterator[LedgerFigure]:
    words: dict[str, set[str]] = {}
    for part in rows.document.parts:
        if not part.each:
            for path, word in _named(part.text):
                words.setdefault(path, set()).add(word)
    for path, named in words.items():
        if path in rows.pack.figures:
            figure, value = rows.pack.figures[path], rows.figure(path, rows.subject)
            if value is not None:
                yield LedgerFigure(path, figure.title, value, figure.unit, (figure.title.zh, *sorted(named)))
        elif path == "recovered" and rows.outcomes is not None:
            title = next(iter(sorted(named)), "")
            yield LedgerFigure(path, Text(title, title), rows.outcomes.money, "元", tuple(sorted(named)))


def _named(text: str) -> Iterator[tuple[str, str]]:
    """Yield each place with the words right before it: “反馈问题{fed_back}个” → fed_back, “问题”."""
    for line in parse(text)[0]:
        before = ""
        flat = [inside for piece in line for inside in (piece.pieces if isinstance(piece, Optional) else (piece,))]
        for piece in flat:
            if isinstance(piece, Words):
                before += piece.text
                continue
            if isinstance(piece, Place) and (run := _RUN.search(before)):
                word = _BEFORE.sub("", run[0])
                for path in paths_of(piece) if word else ():
                    yield path, word
            before = ""


def _dispositions(rows: Rows) -> Iterator[LedgerDisposition]:
    if rows.outcomes is None or not rows.outcomes.people.times:
        return
    for group, people in rows.outcomes.by_class.items():
        yield LedgerDisposition(group, "", people.persons, people.times)
    for group, kinds in rows.outcomes.dispositions.items():
        for kind, people in kinds.items():
            yield LedgerDisposition(group, kind, people.persons, people.times)
    everybody = rows.outcomes.people
    yield LedgerDisposition("other", "", everybody.persons, everybody.times)  # “共处理5人” names no class
