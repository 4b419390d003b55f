"""What facts are looked for in: every line, and every cell of a table row for itself, with titles and slogans covered."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bihuan.documents.blocks import Block, Place, SourceText
from bihuan.documents.outline.lines import Line, lines_of
from bihuan.documents.text.flat import flatten

COVER = "\u3000"  # in place of each covered character; no canonical text has one
_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_SLOGAN = re.compile(
    r"[“‘](?=[^“”‘’]{0,6}[一二两三四五六七八九十])(?![^“”‘’]*\d)[^“”‘’，。；]{1,10}[”’]"
    r"|两个(?:维护|确立|责任|毫不动摇|结合|务必|覆盖|健康)|四个(?:意识|自信|全面|合格|服务|最严|伟大|不摘)"
    r"|三个(?:区分开来|务必|代表|转变|清单|一批)|五个(?:一|必须|统筹|到位)|[三四]个一批|八项规定|六项纪律|五大发展理念"
    r"|[一二两三四五六]张(?:责任|工作)?清单|[一二两三四]本账|[三四](?:种形态|个革命)|第[一二三四]种形态|五位一体|三位一体|四位一体"
    r"|一(?:企一策|户一策|村一策|人一策|项一策|事一策|案一策|人一档|户一档|事一议|事一销号|个一|站式|件事|条龙|对一|把手|岗双责)"
    r"|三(?:重一大|会一课|严三实|公经费)|两学一做|四议两公开|十四五|十三五|十五五"
)
_STOP = re.compile(r"[。！？]")
_CELL = re.compile(r"[^\t]+")
_PIPED = re.compile(r"[^|]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    One line or cell. text: canonical; covered: the same with titles in 《》 and slogans blanked out, for figures and dates to be read in.

    column: 0-based column of a cell, None for a line; ends: where sentences end.
    """

    line: Line
    text: str
    covered: str
    ends: tuple[int, ...]
    column: int | None = None

    def place(self, start: int, end: int) -> Place:
        """Return the place of canonical characters start..end."""
        return self.line.place(start, end)

    def sentence(self, at: int) -> int:
        """Return the number of the sentence a character stands in, from 0."""
        return bisect_right(self.ends, at)

    def bounds(self, at: int) -> tuple[int, int]:
        """Return where the sentence around a character begins and ends."""
        number = self.sentence(at)
        start = self.ends[number - 1] + 1 if number else 0
        return start, self.ends[number] if number < len(self.ends) else len(self.text)


def stretches_of(given: SourceText | Sequence[Block] | Sequence[Line]) -> list[Stretch]:
    """Return the stretches of a source, of blocks, or of lines already made, in reading order."""
    if not isinstance(given, SourceText):
        lines = [one for one in given if isinstance(one, Line)]
        blocks = tuple(one for one in given if isinstance(one, Block))
        return list(_stretches(lines or lines_of(SourceText("", "txt", blocks))))
    return list(_stretches(lines_of(given)))


def _stretches(lines: Sequence[Line]) -> Iterator[Stretch]:
    for line in lines:
        if not line.cells:
            yield _stretch(line)
            continue
        pattern = _CELL if "\t" in line.flat.source else _PIPED
        for column, cell in enumerate(pattern.finditer(line.flat.source)):
            flat = flatten(cell[0])
            if flat.text:
                yield _stretch(Line(line.block, line.start + cell.start(), flat, None, (), line.table), column)


def _stretch(line: Line, column: int | None = None) -> Stretch:
    text = line.text
    covered = _TITLE.sub(_blank, text) if "《" in text else text
    covered = _SLOGAN.sub(_blank, covered)
    return Stretch(line, text, covered, tuple(stop.start() for stop in _STOP.finditer(text)), column)


def _blank(match: re.Match[str]) -> str:
    return COVER * (match.end() - match.start())
