"""
Where states and arrows of a lifecycle stand.

The main path lies in one row, the other states in a second row below. An arrow between neighbours is straight. Every
other runs through a channel (above, between, below the rows) on a lane of its own, shorter ones nearer to the boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bihuan.packspec.draw.ways import Way
from bihuan.packspec.model import Lifecycle

BOX_HEIGHT: Final = 56
LANE: Final = 30
EDGE: Final = 24
LINE: Final = 16
TITLE_SIZE, LABEL_SIZE, SMALL_SIZE = 15, 13, 11.5

Point = tuple[float, float]


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is: a Chinese character takes a square, a Latin letter a little more than half."""
    return sum(size if ord(char) > 0x2E7F or char in "“”…—·" else size * 0.56 for char in text)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a state stands: its column, and row 0 (main path) or 1."""

    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Route:
    """One drawn arrow: its corners, and the point where its label has its middle, start or end (`anchor`)."""

    way: Way
    points: tuple[Point, ...]
    label: Point
    anchor: str
    straight: bool


@dataclass(slots=True)
class Layout:
    """The finished picture: boxes by state as (x, y) of their corner, arrows, and the size of everything."""

    box_width: float
    box_height: float
    boxes: dict[str, Point] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    width: float = 0
    height: float = 0


def main_path(lifecycle: Lifecycle) -> tuple[str, ...]:
    """Return the states that a case passes when everything goes the first way, from the start on."""
    order = list(lifecycle.states)
    path = [lifecycle.start.id]
    while True:
        state = lifecycle.states[path[-1]]
        ways = [state.passes_to] if state.passes_to else [move.to for move in lifecycle.moves_from(state.id)]
        ahead = [to for to in ways if order.index(to) > order.index(state.id)]
        if state.category == "closed" or not ahead:
            return tuple(path)
        path.append(ahead[0])


def cells_of(lifecycle: Lifecycle, ways: Iterable[Way]) -> dict[str, Cell]:
    """Return the cell of every state: the main path in a row, every other below the last state that leads to it."""
    path = main_path(lifecycle)
    cells = {state: Cell(column, 0) for column, state in enumerate(path)}
    all_ways = tuple(ways)
    for state in lifecycle.states:
        if state in cells:
            continue
        before = [cells[way.from_].column for way in all_ways if way.to == state and way.from_ in cells]
        taken = {cell.column for cell in cells.values() if cell.row == 1}
        wanted = max(before, default=0)
        free = (column for column in range(wanted, wanted + len(lifecycle.states) + 1) if column not in taken)
        cells[state] = Cell(next(free), 1)
    return cells


def lay_out(lifecycle: Lifecycle, ways: tuple[Way, ...], inside: Mapping[str, tuple[str, ...]]) -> Layout:
    """
    Return where everything stands.

    inside: the small lines in the box of each state below its title.
    """
    return _Drawing(lifecycle, ways, inside).draw()


class _Drawing:
    def __init__(self, lifecycle: Lifecycle, ways: tuple[Way, ...], inside: Mapping[str, tuple[str, ...]]) -> None:
        self.ways = ways
        self.cells = cells_of(lifecycle, ways)
        self.columns = max(cell.column for cell in self.cells.values()) + 1
        self.rows = max(cell.row for cell in self.cells.values()) + 1
        self.box_height = BOX_HEIGHT + LINE * max(len(lines) - 1 for lines in inside.values())
        widths = [width_of(line, SMALL_SIZE) for lines in inside.values() for line in lines[1:]]
        widths += [width_of(lines[0], TITLE_SIZE) for lines in inside.values()]
        self.layout = Layout(max(96.0, *widths) + 28, self.box_height)
        self.channel_of = {way: self._channel(way) for way in ways}
        self.gap = max([72.0, *(_label_width(way, stacked=True) + 40 for way in ways if self._level(way))])

    def draw(self) -> Layout:
        lanes = {channel: self._lanes(channel) for channel in ("above", "between", "below")}
        depth = {channel: (max(found.values(), default=-1) + 1) * LANE for channel, found in lanes.items()}
        top = EDGE + depth["above"] + (LINE if lanes["above"] else 0)
        between = max(depth["between"] + 3 * LINE, 64.0) if self.rows > 1 else 0
        for state, cell in self.cells.items():
            y = top + cell.row * (self.box_height + between)
            self.layout.boxes[state] = (EDGE + cell.column * (self.layout.box_width + self.gap), y)
        for way in self.ways:
            channel = self.channel_of[way]
            if channel == "straight":
                self._straight(way)
            else:
                self._lane_route(way, channel, lanes[channel][way], top, between)
        self.layout.width = EDGE * 2 + self.columns * self.layout.box_width + (self.columns - 1) * self.gap
        under = depth["below"] + LINE if lanes["below"] else 0
        self.layout.height = top + self.rows * self.box_height + between * (self.rows - 1) + under + EDGE
        self._widen()
        return self.layout

    def _level(self, way: Way) -> bool:
        """Say whether an arrow runs straight from a box to its neighbour in the same row."""
        here, there = self.cells[way.from_], self.cells[way.to]
        return self.channel_of[way] == "straight" and here.row == there.row

    def _channel(self, way: Way) -> str:
        here, there = self.cells[way.from_], self.cells[way.to]
        if here.row != there.row:
            return "straight" if here.column == there.column else "between"
        first = next(other for other in self.ways if (other.from_, other.to) == (way.from_, way.to))
        if there.column == here.column + 1 and way.sort != "again" and way is first:
            return "straight"
        return "above" if here.row == 0 else "below"

    def _span(self, way: Way) -> tuple[int, int]:
        columns = sorted((self.cells[way.from_].column, self.cells[way.to].column))
        return columns[0], columns[1]

    def _lanes(self, channel: str) -> dict[Way, int]:
        """Return the lane of each arrow in a channel: the lowest where it meets no other, shorter ones first."""
        mine = [way for way in self.ways if self.channel_of[way] == channel]
        mine.sort(key=lambda way: (self._span(way)[1] - self._span(way)[0], self._span(way)))
        lanes: dict[Way, int] = {}
        for way in mine:
            start, end = self._span(way)
            meets = {
                lane for other, lane in lanes.items() if self._span(other)[0] <= end and start <= self._span(other)[1]
            }
            lanes[way] = next(lane for lane in range(len(mine) + 1) if lane not in meets)
        return lanes

    def _port(self, way: Way, state: str, *, leaving: bool) -> float:
        """Return the x where an arrow meets a box; longer arrows stand in the middle, so that none cross there."""
        group, column = self._group(way), self.cells[state].column
        ends = []
        for number, other in enumerate(self.ways):
            if self._group(other) != group:
                continue
            if self._upright(other):
                if self._span(other)[0] == column:
                    ends.append((self._place(other, column), number, False))
                continue
            for at, out in ((other.from_, True), (other.to, False)):
                if self.cells[at].column == column and (group == "between" or at == state):
                    ends.append((self._place(other, column), number, out))
        ends.sort(key=lambda end: (end[0], end[1], not end[2]))
        mine = (self._place(way, column), self.ways.index(way), leaving and not self._upright(way))
        x = EDGE + column * (self.layout.box_width + self.gap)
        return x + self.layout.box_width * (ends.index(mine) + 1) / (len(ends) + 1)

    def _group(self, way: Way) -> str:
        return "between" if self._upright(way) else self.channel_of[way]

    def _upright(self, way: Way) -> bool:
        return self.channel_of[way] == "straight" and not self._level(way)

    def _place(self, way: Way, column: int) -> tuple[int, int]:
        """Return where among the ports of a box an arrow stands: its own loop, leftward, upright, rightward."""
        start, end = self._span(way)
        if way.from_ == way.to:
            return (-1, 0)  # its label reaches to the left, where no other arrow of this box stands
        if start == end:
            return (1, -1 if self._down(way) else 1)
        return (0, end - start) if column == end else (2, start - end)

    def _down(self, way: Way) -> bool:
        return self.cells[way.to].row > self.cells[way.from_].row

    def _straight(self, way: Way) -> None:
        here, there = self.cells[way.from_], self.cells[way.to]
        x, y = self.layout.boxes[way.from_]
        if here.row == there.row:
            middle = y + self.box_height / 2
            left = x + self.layout.box_width
            points = ((left, middle), (left + self.gap, middle))
            self.layout.routes.append(Route(way, points, (left + self.gap / 2 - 3, middle), "middle", straight=True))
            return
        across = self._port(way, way.from_, leaving=True)
        below = self.box_height if self._down(way) else 0
        start, end = y + below, self.layout.boxes[way.to][1] + self.box_height - below
        beside, anchor = (across - 8, "end") if self._down(way) else (across + 8, "start")
        crowded = any(channel == "between" for channel in self.channel_of.values())
        high = min(start, end) + LINE if crowded else (start + end) / 2 + 4
        self.layout.routes.append(Route(way, ((across, start), (across, end)), (beside, high), anchor, straight=False))

    def _lane_route(self, way: Way, channel: str, lane: int, top: float, between: float) -> None:
        out, into = self._port(way, way.from_, leaving=True), self._port(way, way.to, leaving=False)
        from_y, to_y = self._side(way.from_, channel), self._side(way.to, channel)
        second = top + self.box_height + between
        y = {
            "above": top - LINE - lane * LANE - 2,
            "between": top + self.box_height + LINE * 3 - 4 + lane * LANE,
            "below": second + self.box_height + LINE + lane * LANE,
        }[channel]
        if way.from_ == way.to:
            out, into = min(out, into), max(out, into)
        points = ((out, from_y), (out, y), (into, y), (into, to_y))
        label, anchor = ((out + into) / 2, "middle") if way.from_ != way.to else (into, "end")
        self.layout.routes.append(Route(way, points, (label, y - 6), anchor, straight=False))

    def _side(self, state: str, channel: str) -> float:
        y = self.layout.boxes[state][1]
        upper = channel == "above" or (channel == "between" and self.cells[state].row == 1)
        return y if upper else y + self.box_height

    def _widen(self) -> None:
        """Make room for labels that reach over the edges."""
        left, right = 0.0, self.layout.width
        for route in self.layout.routes:
            reach = _label_width(route.way, stacked=route.straight)
            start = route.label[0] - {"middle": reach / 2, "end": reach, "start": 0}[route.anchor]
            left, right = min(left, start - 8), max(right, start + reach + 8)
        self.layout.width = right - left
        if left < 0:
            self._shift(-left)

    def _shift(self, by: float) -> None:
        self.layout.boxes = {state: (x + by, y) for state, (x, y) in self.layout.boxes.items()}
        self.layout.routes = [
            Route(
                route.way,
                tuple((x + by, y) for x, y in route.points),
                (route.label[0] + by, route.label[1]),
                route.anchor,
                route.straight,
            )
            for route in self.layout.routes
        ]


def _label_width(way: Way, *, stacked: bool) -> float:
    """Return the width of an arrow's label: move above who on a straight arrow, one behind the other elsewhere."""
    widths = []
    for label in way.labels:
        title, who = width_of(label.title, LABEL_SIZE), width_of(label.who, SMALL_SIZE)
        widths.append(max(title, who) if stacked else title + (who + 10 if who else 0))
    return max(widths)
