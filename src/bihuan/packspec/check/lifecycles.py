"""States and moves: does the table close, and can every kind that follows it give what it asks?"""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.packspec.bilingual import Text
from bihuan.packspec.check.book import Book, Shelf, parents_of
from bihuan.packspec.check.paths import Scope, check_condition
from bihuan.packspec.check.people import check_relations
from bihuan.packspec.sentences import A_CLOCK, A_LETTER, A_MOVE, A_PARENT, A_STATE
from bihuan.packspec.sources import Table
from bihuan.packspec.vocabulary import CATEGORIES, FACTS_ASKED, GUARDS

EXITS = ("passes_to", "returns_to", "refuses_to")
A_CATEGORY = Text("阶段", "category")
A_GUARD = Text("前置检查", "guard")


def check_lifecycles(shelf: Shelf, book: Book) -> None:
    """Check every lifecycle of a pack by itself, and once more for each kind that follows it."""
    for id_, lifecycle in book.section("lifecycle").items():
        _check_states(book, f"lifecycle.{id_}", lifecycle)
        _check_moves(book, f"lifecycle.{id_}", lifecycle)
        _check_ways(book, f"lifecycle.{id_}", lifecycle)
        for user, kind in shelf.users_of(book, id_):
            _Use(shelf, book, f"lifecycle.{id_}", user, kind).check(lifecycle)


def _check_states(book: Book, at: str, lifecycle: Table) -> None:
    states: Mapping[str, Table] = lifecycle.get("states", {})
    if not states:
        book.add("P23", at)
    for id_, state in states.items():
        here = f"{at}.states.{id_}"
        book.check_member(f"{here}.category", state.get("category"), CATEGORIES, A_CATEGORY)
        for guard in state.get("requires", ()):
            book.check_member(f"{here}.requires", guard, GUARDS, A_GUARD)
        for exit_ in EXITS:
            book.check_known(f"{here}.{exit_}", state.get(exit_), states, A_STATE)
        book.check_known(f"{here}.letter", state.get("letter"), book.section("letters"), A_LETTER)
        if state.get("category") == "review":
            for exit_ in EXITS[:2]:
                if exit_ not in state:
                    book.add("P20", here, it=exit_)
        else:
            for key in (*EXITS, "when", "requires"):
                if key in state:
                    book.add("P21", f"{here}.{key}", it=key)


def _check_moves(book: Book, at: str, lifecycle: Table) -> None:
    states: Mapping[str, Table] = lifecycle.get("states", {})
    moves: Mapping[str, Table] = lifecycle.get("moves", {})
    for id_, move in moves.items():
        here = f"{at}.moves.{id_}"
        for state in move.get("from", ()):
            book.check_known(f"{here}.from", state, states, A_STATE)
        book.check_known(f"{here}.to", move.get("to"), states, A_STATE)
        for guard in move.get("requires", ()):
            book.check_member(f"{here}.requires", guard, GUARDS, A_GUARD)
        for other in move.get("not_by", ()):
            book.check_known(f"{here}.not_by", other, moves, A_MOVE)
        if "clock" in move.get("by", ()) and "after" not in move:
            book.add("P22", here)
        check_relations(move.get("by", ()), desks=None, parties=None, kind="", note=book, at=f"{here}.by")


def _check_ways(book: Book, at: str, lifecycle: Table) -> None:
    """Note every state that no way leads to (P24), or from which none leads to a closed one (P25)."""
    states: Mapping[str, Table] = lifecycle.get("states", {})
    ways: dict[str, set[str]] = {state: set() for state in states}
    for id_, state in states.items():
        ways[id_].update(state[exit_] for exit_ in EXITS if state.get(exit_) in states)
    for move in lifecycle.get("moves", {}).values():
        for from_ in move.get("from", ()):
            if from_ in states and move.get("to") in states:
                ways[from_].add(move["to"])
    start = next(iter(states), None)
    reached = _closure(ways, {start} if start else set())
    for id_, state in states.items():
        if id_ not in reached:
            book.add("P24", f"{at}.states.{id_}", start=start)
        ends = any(states[end].get("category") == "closed" for end in _closure(ways, {id_}))
        if not ends and state.get("category") != "closed":
            book.add("P25", f"{at}.states.{id_}")


def _closure(ways: Mapping[str, set[str]], start: set[str]) -> set[str]:
    reached, waiting = set(start), list(start)
    while waiting:
        fresh = ways[waiting.pop()] - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached


class _Use:
    """One lifecycle as one kind follows it. What a shared lifecycle lacks is noted where the kind names it."""

    def __init__(self, shelf: Shelf, owner: Book, at: str, user: Book, kind: str) -> None:
        self.shelf = shelf
        self.shared = owner is not user
        self.at = at
        self.book = user
        self.kind = kind
        self.table = user.section("kind")[kind]
        self.scope = Scope(shelf, user, kind)

    def check(self, lifecycle: Table) -> None:
        for id_, state in lifecycle.get("states", {}).items():
            check_condition(self.scope, state.get("when"), self.book, self._place(f"states.{id_}.when"))
        for id_, move in lifecycle.get("moves", {}).items():
            self._check_move(f"moves.{id_}", move)

    def _place(self, inside: str) -> str:
        return f"kind.{self.kind}.lifecycle" if self.shared else f"{self.at}.{inside}"

    def _check_move(self, at: str, move: Table) -> None:
        parties = self.table.get("parties", {})
        check_relations(
            move.get("by", ()),
            desks=self.book.desks(),
            parties=parties,
            kind=self.kind,
            note=self.book,
            at=self._place(f"{at}.by"),
        )
        check_condition(self.scope, move.get("when"), self.book, self._place(f"{at}.when"))
        for ask in move.get("asks", ()):
            if ask not in FACTS_ASKED and ask not in parties and ask not in self.table.get("fields", {}):
                self.book.add("P14", self._place(f"{at}.asks"), it=ask, kind=self.kind)
        for evidence in move.get("evidence", ()):
            if evidence not in self.table.get("evidence", {}):
                self.book.add("P33", self._place(f"{at}.evidence"), it=evidence, kind=self.kind)
        for key in ("after", "before"):
            clocks = self.table.get("clocks", {})
            self.book.check_known(self._place(f"{at}.{key}"), move.get(key), clocks, A_CLOCK)
        for other, taken in move.get("also", {}).items():
            self._check_also(self._place(f"{at}.also"), other, taken)

        for other, letter in move.get("sends", {}).items():
            here = self._place(f"{at}.sends")
            self._others(here, other)
            self.book.check_known(here, letter, self.book.section("letters"), A_LETTER)

    def _check_also(self, at: str, other: str, taken: str) -> None:
        for book, kind in self._others(at, other):
            if taken not in self.shelf.moves_of(book, kind):
                self.book.add("P13", at, it=taken, a=A_MOVE)

    def _others(self, at: str, other: str) -> list[tuple[Book, str]]:
        """Return the kinds of the other case, noting P13 or P14 where there is none."""
        if other == "parent":
            kinds = [(self.book, parent) for parent in parents_of(self.book, self.kind)]
            if not kinds:
                self.book.add("P13", at, it=other, a=A_PARENT)
            return kinds
        field = self.table.get("fields", {}).get(other, {})
        if field.get("type") != "link":
            self.book.add("P14", at, it=other, kind=self.kind)
        found = [self.shelf.find(self.book, "kind", kind) for kind in field.get("to", ())]
        return [kind for kind in found if kind is not None]
