"""What is drawn on one page: letters at their places, straight lines, and whether there are pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from bihuan.documents.files.limits import Limits
from bihuan.documents.files.ofd.places import Box, Matrix, box_of, matrix_of, number, steps_of
from bihuan.documents.files.printed.letters import Letter, natural_width
from bihuan.documents.files.printed.rulings import Ruling
from bihuan.documents.files.refusals import refuse

POINTS = 72 / 25.4  # in a millimetre
# How many numbers follow the letters of a path. Source: GB/T 33190-2016, 9.2.
OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
TOKEN = re.compile(r"[SMLQBAC]|-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
STRAIGHT = 0.3  # millimetres a straight line may lean
USUAL_SIZE = 5.64  # millimetres of a letter of 三号 (16 pt)
MOST_TOKENS = 20_000


@dataclass(slots=True)
class Drawing:
    """The letters and lines of a page in points from the lower left corner, while they are collected."""

    area: Box
    limits: Limits
    letters: list[Letter] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    pictures: bool = False
    runs: int = 0

    def add(self, content: etree._Element) -> None:
        """Add all layers of a page or template."""
        for layer in content.iterfind("{*}Content/{*}Layer"):
            self._objects(layer)

    def _objects(self, parent: etree._Element) -> None:
        for element in parent:
            if not isinstance(element.tag, str) or element.get("Visible", "").lower() == "false":
                continue
            match etree.QName(element).localname:
                case "TextObject":
                    self._text(element)
                case "PathObject":
                    self._path(element)
                case "ImageObject" | "CompositeObject" | "Video":
                    self.pictures = True
                case "PageBlock" | "Block":
                    self._objects(element)

    def _text(self, element: etree._Element) -> None:
        placed = _placing(element)
        if placed.slanted:
            return
        # At least one writer gives the size in small letters.
        size = number(element.get("Size") or element.get("size"), USUAL_SIZE) or USUAL_SIZE
        scale = number(element.get("HScale"), 1.0) or 1.0
        x = y = 0.0
        for code in element.iterfind("{*}TextCode"):
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            self._letters(code, placed, (x, y), (size, scale))

    def _letters(
        self, code: etree._Element, placed: Matrix, start: tuple[float, float], sizes: tuple[float, float]
    ) -> None:
        """Add the letters of one run. start: of the first letter; sizes: height and how far letters are stretched."""
        text = _written(code)
        if len(self.letters) + len(text) > self.limits.page_characters:
            raise refuse("too_large_text", blocks=self.limits.blocks, characters=self.limits.page_characters)
        self.runs += 1
        across, down = steps_of(code.get("DeltaX"), len(text)), steps_of(code.get("DeltaY"), len(text))
        size, scale = sizes
        high = max(size * placed.height * POINTS, 1.0)
        stretched = size * scale * placed.width * POINTS
        x, y = start
        for at, character in enumerate(text):
            width = natural_width(character)
            left, foot = placed.at(x, y)
            left, foot = left - self.area.x, foot - self.area.y
            # What stands beside the page nobody sees.
            if -1 <= left <= self.area.width + 1 and -1 <= foot <= self.area.height + size * placed.height:
                place = left * POINTS, (self.area.height - foot) * POINTS
                self.letters.append(Letter(character, *place, max(width * stretched, 0.1), high, self.runs))
            if at < len(across):
                x += across[at]
            elif not down:
                # Programs that give no steps, or too few, leave the rest to the widths of the font.
                x += width * size * scale
            y += down[at] if at < len(down) else 0.0

    def _path(self, element: etree._Element) -> None:
        data = element.find("{*}AbbreviatedData")
        if data is None or len(self.rulings) > self.limits.page_lines:
            return
        placed = _placing(element)
        for first, last in _segments(data.text or ""):
            (x0, y0), (x1, y1) = placed.at(*first), placed.at(*last)
            if min(abs(x1 - x0), abs(y1 - y0)) <= STRAIGHT:
                self.rulings.append(self._ruling(x0, y0, x1, y1))

    def _ruling(self, x0: float, y0: float, x1: float, y1: float) -> Ruling:
        left, right = sorted((x0 - self.area.x, x1 - self.area.x))
        upper, lower = sorted((y0 - self.area.y, y1 - self.area.y))
        high = self.area.height
        return Ruling(left * POINTS, (high - lower) * POINTS, right * POINTS, (high - upper) * POINTS)


def _placing(element: etree._Element) -> Matrix:
    """Return the way from the numbers of an object to the page: its own matrix, then the corner of its boundary."""
    boundary = box_of(element.get("Boundary")) or Box(0, 0, 0, 0)
    return Matrix(e=boundary.x, f=boundary.y).after(matrix_of(element.get("CTM")))


def _written(code: etree._Element) -> str:
    """Return the letters of a run; line breaks of a pretty printer are none."""
    text = code.text or ""
    return text.strip("\r\n\t ") if "\n" in text else text


def _segments(data: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the straight lines of a path, those that close it too."""
    tokens = TOKEN.findall(data)[:MOST_TOKENS]
    start = here = (0.0, 0.0)
    at = 0
    while at < len(tokens):
        command = tokens[at]
        count = OPERANDS.get(command, 0)
        values = [number(token) for token in tokens[at + 1 : at + 1 + count]]
        at += 1 + count
        if len(values) < count:
            return
        if command in ("S", "M"):
            start = here = (values[0], values[1])
        elif command == "L":
            there = (values[0], values[1])
            yield here, there
            here = there
        elif command == "C":
            yield here, start
            here = start
        elif count:
            here = (values[-2], values[-1])
