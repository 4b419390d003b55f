"""A paper as the run of lines that every format writes, each with the part it plays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bihuan.documents.layout.cells import clean
from bihuan.documents.layout.numbering import depth, numbered
from bihuan.documents.layout.paper import Heading, Paper, Paragraph, Table
from bihuan.documents.layout.sheet import Sheet

Role = Literal[
    "copy_number", "secrecy", "urgency", "head", "number", "title", "addressee", "heading", "paragraph", "flush",
    "centred", "table", "attachment", "attachment_more", "signature", "date", "note", "copies", "printed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line or paragraph.

    number: what stands in front of a heading. right: what stands at the right end of the same line (签发人、印发日期).
    """

    role: Role
    text: str
    level: int = 0
    number: str = ""
    right: str = ""
    anchor: str = ""
    sheet: Sheet | None = None

    @property
    def whole(self) -> str:
        """The line as one text, number in front."""
        return self.number + "　".join(filter(None, (self.text, self.right)))


def lines_of(paper: Paper) -> list[Line]:
    """
    Return the lines of a paper in the order they are read.

    Source: GB/T 9704-2012, 7.2 版头, 7.3 主体, 7.4 版记.
    """
    return [*_top(paper), *_body(paper), *_end(paper)]


def _top(paper: Paper) -> Iterator[Line]:
    yield from _given(
        ("copy_number", paper.copy_number),
        ("secrecy", paper.secrecy),
        ("urgency", paper.urgency),
        ("head", paper.head),
    )
    signer = _one(paper.signer)
    if paper.number or signer:
        yield Line("number", _one(paper.number), right=f"签发人：{signer}" if signer else "")
    yield from _given(("title", paper.title))
    if addressee := _one(paper.addressee).rstrip("：:"):
        yield Line("addressee", f"{addressee}：")


def _given(*lines: tuple[Role, str]) -> Iterator[Line]:
    for role, text in lines:
        if one := _one(text):
            yield Line(role, one)


def _body(paper: Paper) -> Iterator[Line]:
    for number, part in numbered(paper.parts):
        match part:
            case Heading():
                yield Line("heading", _one(part.text), depth(part), number, anchor=part.anchor)
            case Paragraph():
                role: Role = "centred" if part.centred else "paragraph" if part.indent else "flush"
                texts = [text.strip() for text in clean(part.text).split("\n") if text.strip()]
                for place, text in enumerate(texts):
                    yield Line(role, text, anchor="" if place else part.anchor)
            case Table():
                yield Line("table", "", anchor=part.anchor, sheet=part.sheet)


def _end(paper: Paper) -> Iterator[Line]:
    names = [name for name in map(_one, paper.attachments) if name]
    for place, name in enumerate(names, 1):
        counted = f"{place}. {name}" if len(names) > 1 else name
        yield Line("attachment", f"附件：{counted}") if place == 1 else Line("attachment_more", counted)
    yield from _given(("signature", paper.signature))
    if paper.dated:
        yield Line("date", written_day(paper.dated))
    if note := _one(paper.note):
        yield Line("note", note if note.startswith("（") else f"（{note}）")
    if copies := _one(paper.copies).rstrip("。"):
        yield Line("copies", f"抄送：{copies}。")
    day = f"{written_day(paper.printed_on)}印发" if paper.printed_on else ""
    if paper.printed_by or day:
        yield Line("printed", _one(paper.printed_by), right=day)


def written_day(day: date) -> str:
    """
    Return a day as official documents write it: 2024年2月22日.

    Source: GB/T 9704-2012, 7.3.5.4: Arabic numerals, no zeros in front.
    """
    return f"{day.year}年{day.month}月{day.day}日"


def _one(text: str) -> str:
    """Return a text as one line."""
    return " ".join(clean(text).split("\n")).strip()
