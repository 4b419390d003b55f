"""From the parts of a document and the rows to its passages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.scorecards.ranking import by_rank
from bihuan.loop.writing.passages import CELL, FRAME_KINDS, Passage
from bihuan.loop.writing.rows import Rows
from bihuan.loop.writing.values import Told, value_of
from bihuan.loop.writing.words import day_in_words, is_whole, listed, within_marks
from bihuan.packspec.document import Document, DocumentPart
from bihuan.packspec.template import Piece, Place, Words, parse, places_in

DESK: Final = "desk."
SAYS_SOMETHING: Final = re.compile(
    r"[^\W_]"
)  # a line of nothing but punctuation is what optional sentences left behind
SPAN_FROM: Final = re.compile(r"(\d{4}年)\d{1,2}月\d{1,2}日至$")
SPAN_TO: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_UNITS: Final = {"responsible_head": "responsible", "lead_head": "lead", "superior": "responsible"}


def compose(rows: Rows) -> list[Passage]:
    """Return the whole document: the frame, then its parts in order; texts with a fault are passed over."""
    return [*_frame(rows), *_Composer(rows).passages()]


def fill(rows: Rows, text: str, told: Told) -> list[tuple[str, str]]:
    """
    Return the paragraphs a text becomes, each with the place it came from: “2”, or “2.1”, “2.2” for a value of several lines.

    A line that comes out empty is left out.
    """
    found: list[tuple[str, str]] = []
    for number, pieces in enumerate(parse(text)[0], start=1):
        filled = _joined(_filled(rows, piece, told) for piece in pieces)
        lines = [line.strip() for line in filled.splitlines() if SAYS_SOMETHING.search(line)]
        places = [f"{number}"] if len(lines) == 1 else [f"{number}.{place}" for place in range(1, len(lines) + 1)]
        found += zip(places, lines, strict=True)
    return found


def one_line(rows: Rows, text: str, told: Told) -> str:
    """Return a text filled in as one line."""
    return "".join(line for _, line in fill(rows, text, told))


def _filled(rows: Rows, piece: Piece, told: Told) -> str:
    if isinstance(piece, Words):
        return piece.text
    if isinstance(piece, Place):
        return value_of(rows, piece.path, told).text
    values = [value_of(rows, inside.path, told) for inside in piece.pieces if isinstance(inside, Place)]
    if any(value.empty for value in values):
        return ""
    return _joined(_filled(rows, inside, told) for inside in piece.pieces)


def _joined(texts: Iterable[str]) -> str:
    """
    Join texts; the full stop of a template is dropped behind a value that ends its sentence itself.

    Marks inside marks become the inner ones, and “2026年3月2日至5月29日” says its year once.
    """
    found = ""
    for text in texts:
        next_ = _fitted(text, found)
        found += next_[1:] if next_.startswith("。") and is_whole(found) else next_
    return found


def _fitted(text: str, before: str) -> str:
    """Return a text as it reads behind what stands before it."""
    opens, closes = text.find("“"), text.find("”")
    is_inside = before.count("“") > before.count("”")
    if (
        opens >= 0 and is_inside and not 0 <= closes < opens
    ):  # a text that closes the outer marks first stands outside them
        return within_marks(text)
    if (span := SPAN_FROM.search(before)) and SPAN_TO.fullmatch(text):
        return text.removeprefix(span[1])
    return text


def _frame(rows: Rows) -> Iterator[Passage]:
    told = Told(rows.subject)
    texts = dict(rows.document.frame)
    if rows.document.letter and "addressee" not in texts:
        texts["addressee"] = addressees(rows)
    for kind in FRAME_KINDS:
        text = day_in_words(rows.asof) if kind == "dated" else one_line(rows, texts.get(kind, ""), told)
        if kind == "title" and not text:
            text = rows.document.title.zh
        if text:
            yield Passage(f"frame/{kind}", kind, text)


def addressees(rows: Rows) -> str:
    """Return to whom a letter goes: units, people and offices by name; a head is addressed through the unit."""
    names = []
    for relation in rows.pack.letters[rows.document.letter].to:
        if relation.startswith(DESK):
            names.append(rows.desks.get(relation.removeprefix(DESK), ""))
            continue
        path = _UNITS.get(relation, relation)
        if path in rows.pack.kinds[rows.subject.kind].parties:
            names.append(value_of(rows, path, Told(rows.subject)).text)
    return listed(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Node:
    """A repeated part with the parts that are repeated inside it."""

    part: DocumentPart
    inside: tuple[Node, ...] = ()


def nested(document: Document, parents: Mapping[str, tuple[str, ...]]) -> list[Node]:
    """Return the parts of a document as a tree: a repeated part holds the parts of kinds below it that follow it at once."""

    def take(at: int, kind: str) -> tuple[list[Node], int]:
        found: list[Node] = []
        while at < len(parts):
            part = parts[at]
            if kind and kind not in parents.get(part.each, ()):
                break
            at += 1
            inside: list[Node] = []
            if part.each:
                inside, at = take(at, part.each)
            found.append(Node(part, tuple(inside)))
        return found, at

    parts = document.parts
    return take(0, "")[0]


class _Composer:
    """Walks the parts of one document."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def passages(self) -> Iterator[Passage]:
        parents = {id_: kind.parents for id_, kind in self.rows.pack.kinds.items()}
        for node in nested(self.rows.document, parents):
            yield from self.node(node, self.rows.subject, "")

    def node(self, node: Node, case: CaseAt, above: str, lift: int = 0) -> Iterator[Passage]:
        part = node.part
        if not part.each:
            yield from self._told(part, Told(case), part.id, lift=lift)
            return
        cases = [one for one in self._cases(part, case) if self.rows.holds(one, part.where)]
        if part.columns:
            ranked = any(place.path == "rank" for one in part.columns for place in places_in(one.text))
            yield from self._table(part, by_rank(cases, self.rows.ranks) if ranked else cases, above)
        elif part.group:
            yield from self._grouped(node, cases, above, lift)
        else:
            yield from self._each(node, cases, above, lift)
        if not cases and part.empty:
            for place, text in fill(self.rows, part.empty, Told(case)):
                yield Passage(f"{above}{part.id}/empty/{place}", "paragraph", text, case=case.id)

    def _cases(self, part: DocumentPart, case: CaseAt) -> list[CaseAt]:
        """Return the cases a part tells: of a nested part those right below, else all below the document's case, however deep."""
        direct = case.id != self.rows.subject.id and case.kind in self.rows.pack.kinds[part.each].parents
        found = self.rows.below(case, part.each)
        return [one for one in found if one.parent_id == case.id] if direct else found

    def _each(self, node: Node, cases: list[CaseAt], above: str, lift: int, first: int = 1) -> Iterator[Passage]:
        for n, case in enumerate(cases, start=first):
            anchor = f"{above}{node.part.id}/{case.kind}:{case.id}"
            yield from self._told(node.part, Told(case, n), anchor, lift=lift)
            for inner in node.inside:
                yield from self.node(inner, case, f"{anchor}/", lift)

    def _grouped(self, node: Node, cases: list[CaseAt], above: str, lift: int) -> Iterator[Passage]:
        groups: dict[str, list[CaseAt]] = {}
        for case in cases:
            groups.setdefault(value_of(self.rows, node.part.group, Told(case)).text, []).append(case)
        if set(groups) <= {""}:  # nobody said to what they belong: one level less
            yield from self._each(node, cases, above, lift)
            return
        if "" in groups:
            groups[""] = groups.pop("")
        for name, members in groups.items():
            heading = name or node.part.rest or "其他方面"
            # An anchor stays in a published text whose heading may be covered: it holds no letter of the name.
            mark = hashlib.blake2b(name.encode(), digest_size=6).hexdigest()
            anchor = f"{above}{node.part.id}/group:{mark}"
            yield Passage(anchor, "heading", heading, level=min(node.part.level + lift, 4))
            yield from self._each(node, members, above, lift + 1)

    def _told(self, part: DocumentPart, told: Told, anchor: str, *, lift: int) -> Iterator[Passage]:
        case = told.case.id if part.each else None
        lines = fill(self.rows, part.text, told)
        if part.text and not lines and not part.each:
            return  # nothing to say: no heading over nothing
        if heading := one_line(self.rows, part.heading, told):
            yield Passage(f"{anchor}/heading", "heading", heading, level=min(part.level + lift, 4), case=case)
        for place, text in lines:
            yield Passage(f"{anchor}/{place}", "paragraph", text, case=case)

    def _table(self, part: DocumentPart, cases: list[CaseAt], above: str) -> Iterator[Passage]:
        anchor = f"{above}{part.id}"
        if part.heading:
            text = one_line(self.rows, part.heading, Told(self.rows.subject))
            yield Passage(f"{anchor}/heading", "heading", text, level=part.level)
        if not cases:
            return
        titles = CELL.join(column.title for column in part.columns)
        yield Passage(f"{anchor}/columns", "columns", titles, widths=tuple(column.width for column in part.columns))
        for n, case in enumerate(cases, start=1):
            cells = [_cell(self.rows, column.text, Told(case, n)) for column in part.columns]
            yield Passage(f"{anchor}/{case.kind}:{case.id}", "row", CELL.join(cells), case=case.id)


def _cell(rows: Rows, text: str, told: Told) -> str:
    return "\n".join(line.replace(CELL, " ") for _, line in fill(rows, text, told))


def reworded(document: Document, texts: Mapping[str, str]) -> Document:
    """
    Return a document with the office's own words for some of its texts.

    texts: by key of `templates.texts_of`: “frame.title”, “overview.heading”, “overview.text”, “list.empty”.
    """
    frame = {kind: texts.get(f"frame.{kind}", text) for kind, text in document.frame.items()}
    parts = tuple(
        replace(
            part,
            heading=texts.get(f"{part.id}.heading", part.heading),
            text=texts.get(f"{part.id}.text", part.text),
            empty=texts.get(f"{part.id}.empty", part.empty),
        )
        for part in document.parts
    )
    return replace(document, frame=frame, parts=parts)
