"""How much of a pack its worked cases touch, and what they must touch and do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bihuan.packspec.cases import Finds, Line, Opens, Story, Takes, Ticks, WorkedCases
from bihuan.packspec.model import Kind, Move, Pack
from bihuan.packspec.vocabulary import GUARDS

VERDICT_OF_EXIT = {"passes_to": "pass", "returns_to": "return", "refuses_to": "refuse"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    What a pack has, item by item, and which of it some line touches.

    Items are words such as `finding: move submit`, `finding: checking, return from the last step`,
    `finding: submit refused by points_proved`, `finding: clock work`.
    """

    items: tuple[str, ...]
    touched: frozenset[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what no line touches, in the order of the pack."""
        return tuple(item for item in self.items if item not in self.touched)

    @property
    def share(self) -> float:
        """Return the touched share of all items, from 0 to 1."""
        return len(set(self.items) & self.touched) / len(self.items) if self.items else 1.0


def coverage_of(pack: Pack, cases: WorkedCases) -> Coverage:
    """
    Return what the worked cases of a pack touch: moves, exits, guards, conditions, clocks.

    The stories are followed on paper, from what their lines say; whether they are true the loop finds out by running them.
    """
    touched: set[str] = set()
    for story in cases.stories:
        touched |= _Follower(pack).follow(story)
    return Coverage(tuple(_items(pack)), frozenset(touched))


def _items(pack: Pack) -> Iterator[str]:
    for kind in pack.kinds.values():
        yield f"{kind.id}: opened"
        if kind.opened_when:
            yield f"{kind.id}: opening refused by its condition"
        yield from _move_items(pack, kind)
        yield from _state_items(pack, kind)
        yield from (f"{kind.id}: clock {clock}" for clock in kind.clocks)
    if any(kind.clocks for kind in pack.kinds.values()):
        yield "a clock run out"


def _move_items(pack: Pack, kind: Kind) -> Iterator[str]:
    for move in kind.lifecycle_of(pack).moves.values():
        yield f"{kind.id}: move {move.id}"
        for guard in move.requires:
            if guard != "children_closed" or pack.children(kind.id):
                yield f"{kind.id}: {move.id} refused by {guard}"
        if move.when:
            yield f"{kind.id}: {move.id} refused by its condition"


def _state_items(pack: Pack, kind: Kind) -> Iterator[str]:
    lifecycle = kind.lifecycle_of(pack)
    for state in lifecycle.states.values():
        for exit_, verdict in VERDICT_OF_EXIT.items():
            if getattr(state, exit_) is not None:
                last = " from the last step" if verdict == "return" else ""
                yield f"{kind.id}: {state.id}, {verdict}{last}"
        yield from (f"{kind.id}: {state.id} held by {guard}" for guard in state.requires)
        if state.when:
            yield f"{kind.id}: {state.id} held by its condition"


@dataclass(slots=True)
class _Place:
    kind: Kind
    state: str
    under: str | None
    signed: int = 0

    def moved(self, state: str | None) -> _Place:
        return _Place(self.kind, state or self.state, self.under)


@dataclass(slots=True)
class _Follower:
    pack: Pack
    places: dict[str, _Place] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def follow(self, story: Story) -> set[str]:
        for line in story.lines:
            if isinstance(line.act, Opens):
                self._open(line, line.act)
            elif isinstance(line.act, Finds):
                kind = self.pack.kinds[line.act.kind]
                self.touched.add(f"{kind.id}: opened")
                self.places[line.of] = _Place(kind, kind.lifecycle_of(self.pack).start.id, line.act.under)
            elif isinstance(line.act, Takes):
                self._take(line, line.act)
            elif isinstance(line.act, Ticks):
                self.touched.add("a clock run out")
                self._tick(line)
            self._look(line)
        return self.touched

    def _open(self, line: Line, act: Opens) -> None:
        kind = self.pack.kinds[act.kind]
        if line.expected.refused:
            self.touched.add(f"{kind.id}: opening refused by its condition")
            return
        self.touched.add(f"{kind.id}: opened")
        self.places[line.of] = _Place(kind, kind.lifecycle_of(self.pack).start.id, act.under)

    def _take(self, line: Line, act: Takes) -> None:
        place = self.places[line.of]
        lifecycle = place.kind.lifecycle_of(self.pack)
        move = lifecycle.moves.get(act.move)
        if move is None:
            self._verdict(line, act.move, place)
        elif line.expected.refused:
            refused = [guard for guard in move.requires if _says(line, guard)]
            self.touched.update(f"{place.kind.id}: {move.id} refused by {guard}" for guard in refused)
            if move.when and not refused:
                self.touched.add(f"{place.kind.id}: {move.id} refused by its condition")
        else:
            self._move(line.of, move)

    def _move(self, case: str, move: Move) -> None:
        place = self.places[case]
        self.touched.add(f"{place.kind.id}: move {move.id}")
        if move.after:
            self.touched.add("a clock run out")
        self.places[case] = place.moved(move.to)
        if place.under is None or "parent" not in (move.also or {}):
            return
        above = self.places[place.under]
        other = above.kind.lifecycle_of(self.pack).moves[(move.also or {})["parent"]]
        if above.state in other.from_:
            self._move(place.under, other)

    def _tick(self, line: Line) -> None:
        """Take the move that the clock takes to where the line says the case stands afterwards."""
        place = self.places[line.of]
        moves = place.kind.lifecycle_of(self.pack).moves_from(place.state)
        taken = next((move for move in moves if "clock" in move.by and move.to == line.expected.state), None)
        if taken is not None:
            self._move(line.of, taken)

    def _verdict(self, line: Line, verdict: str, place: _Place) -> None:
        state = place.kind.lifecycle_of(self.pack).states[place.state]
        name = f"{place.kind.id}: {state.id}"
        if line.expected.refused:
            held = [guard for guard in state.requires if _says(line, guard)]
            self.touched.update(f"{name} held by {guard}" for guard in held)
            if state.when and not held and verdict == "pass":
                self.touched.add(f"{name} held by its condition")
            return
        if verdict == "pass":
            place.signed += 1
            if line.expected.state == state.passes_to:
                self.touched.add(f"{name}, pass")
                self.places[line.of] = place.moved(state.passes_to)
            return
        if verdict == "refuse":
            self.touched.add(f"{name}, refuse")
        elif place.signed >= _before_last(place):
            self.touched.add(f"{name}, return from the last step")
        to = state.returns_to if verdict == "return" else state.refuses_to
        self.places[line.of] = place.moved(to)

    def _look(self, line: Line) -> None:
        place = self.places.get(line.of)
        if place is not None:
            self.touched.update(f"{place.kind.id}: clock {clock}" for clock in line.expected.due or {})


def _before_last(place: _Place) -> int:
    """Return how many signatures stand before the last step; steps that exist only for some cases do not count."""
    review = place.kind.review.get(place.state)
    steps = review.steps[:-1] if review else ()
    return sum(len(step.signed_by) for step in steps if step.when is None)


def _says(line: Line, guard: str) -> bool:
    said = line.expected.refused
    return isinstance(said, str) and bool(said) and GUARDS[guard].zh.startswith(said.rstrip("。"))
