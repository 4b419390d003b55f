"""A pack as the engine reads it: frozen data, ids in the order of the file, nothing left to look up elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from bihuan.packspec.bilingual import Text
from bihuan.packspec.document import Document, Letter
from bihuan.packspec.shown import Label, ListSpec, Scorecard

Bound: TypeAlias = str | int | Decimal | date  # a string is a path, everything else is the value itself
Default: TypeAlias = str | int | Decimal | bool | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a value is held against; the words that are None are not asked. Two of them say “between”. less_than: of dates, before."""

    at_least: Bound | None = None
    at_most: Bound | None = None
    less_than: Bound | None = None
    empty: bool | None = None

    @property
    def bounds(self) -> tuple[Bound | None, Bound | None, Bound | None]:
        """Return what it must be at least, at most and less than."""
        return (self.at_least, self.at_most, self.less_than)


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of a condition: the value at `path` is one of these options, is so, or stands the comparison."""

    path: str
    must: tuple[str, ...] | bool | Comparison


Condition: TypeAlias = tuple[Clause, ...]  # all must hold; the empty condition holds always


@dataclass(frozen=True, slots=True)
class Length:
    """How long something lasts: `amount` units, or as many as the field at `path` says; for `until` its day."""

    unit: str  # hours, workdays, days, months, month_end, quarter_end, year_end, until
    amount: int | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is written down about a case."""

    id: str
    title: Text
    type: str = "text"
    options: str | None = None  # id in Pack.options, for a choice
    to: tuple[str, ...] = ()  # full names `pack.kind`, for a link
    many: bool = False
    same: bool = False
    required: bool | Condition = False
    default: Default = None
    personal: bool = False
    indexed: bool = False
    hint: Text | None = None  # how it is filled in


@dataclass(frozen=True, slots=True)
class Extension:
    """Who may ask to move a due date, who decides, how early, and how often in one turn (None: no limit)."""

    by: tuple[str, ...]
    decided_by: tuple[str, ...]
    asked_workdays_before: int | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A stopwatch that runs in some states and stands still in all others."""

    id: str
    title: Text
    runs_in: tuple[str, ...]
    length: Length
    counted_from: str | None = None  # path to a date; None: the entry into the first of its states
    each_time: bool = False
    ladder: str | None = None  # key in Pack.ladders
    extension: Extension | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a review: every one of `signed_by` signs."""

    signed_by: tuple[str, ...]
    limit: Length | None = None
    checks: tuple[Text, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The chain of one review state: one to five steps in order, or the own chain of an ancestor of kind `set_by`."""

    steps: tuple[Step, ...]
    set_by: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """
    Where a case can stand. The exits, `when` and `requires` belong to review states only.

    letter: id of the letter that is written at every entry from another state.
    """

    id: str
    title: Text
    category: str  # draft, open, review, closed
    passes_to: str | None = None
    returns_to: str | None = None
    refuses_to: str | None = None
    when: Condition | None = None
    requires: tuple[str, ...] = ()
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One declared way from state to state."""

    id: str
    title: Text
    from_: tuple[str, ...]
    to: str
    by: tuple[str, ...]  # any one of them
    when: Condition | None = None
    requires: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    after: str | None = None  # id of a clock
    before: str | None = None  # id of a clock
    also: Mapping[str, str] | None = None  # `parent` or a link field -> move of the other case
    sends: Mapping[str, str] | None = None  # `parent` or a link field -> letter that goes out on the other case


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The table of states and moves. A case starts in the first state."""

    id: str  # its key in Pack.lifecycles: `rectify`, or `common.task` for a shared one
    states: Mapping[str, State]
    moves: Mapping[str, Move]

    @property
    def start(self) -> State:
        """Return the state in which a case begins."""
        return next(iter(self.states.values()))

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """Return the moves out of `state` in order; the first says whom the case waits for."""
        return tuple(move for move in self.moves.values() if state in move.from_)

    def awaits_receipt(self, state: str) -> bool:
        """Return whether `state` lies between hand-out and receipt: entered from a draft, left first into another open state."""
        if state not in self.states or self.states[state].category != "open":
            return False
        entered = any(
            move.to == state and any(self.states[one].category == "draft" for one in move.from_)
            for move in self.moves.values()
        )
        out = self.moves_from(state)
        return entered and bool(out) and out[0].to != state and self.states[out[0].to].category == "open"

    def reopens(self, move: Move) -> bool:
        """Return whether `move` leads out of a closed state into one that is not closed: turn n+1 begins."""
        leaves = any(self.states[state].category == "closed" for state in move.from_)
        return leaves and self.states[move.to].category != "closed"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a case is in its pack."""

    id: str
    title: Text
    subject: Text
    number: str  # `{parent}-{seq:2}`
    lifecycle: str  # key in Pack.lifecycles
    opened_by: tuple[str, ...]  # relations to the parent, desks, own parties for applicant and responsible
    parties: Mapping[str, Text]
    fields: Mapping[str, Field]
    evidence: Mapping[str, Text]
    clocks: Mapping[str, Clock]
    review: Mapping[str, Review]  # keyed by review state
    parents: tuple[str, ...] = ()
    opened_when: Condition | None = None
    uses: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    one_for_each: str = ""  # `parent_kind.path`, or `unit`: one child is opened for each
    repeats: str = ""  # a period, or the path to a choice of periods: one child in each
    repeats_from: str = ""  # path to the date from which periods are counted
    days_before: int | str = 0  # how long before its day the child is opened, or the path to a number
    agenda: tuple[str, ...] = ()  # keys in Pack.agendas, or paths to choices of them
    samples: str = ""  # key in Pack.lists: what the office draws from
    walled: bool = False  # only those whom its parties, desks and moves name see its cases

    def lifecycle_of(self, pack: Pack) -> Lifecycle:
        """Return the lifecycle of this kind in its `pack`."""
        return pack.lifecycles[self.lifecycle]

    @property
    def same(self) -> str:
        """The field that says of which case a case is the same problem, "" without one."""
        return next((field.id for field in self.fields.values() if field.same), "")

    def counted_once(self, pack: str) -> bool:
        """Return whether a case that is the same as another is always one of this kind, so that figures of the area count both as one."""
        return bool(self.same) and {self.id, f"{pack}.{self.id}"}.issuperset(self.fields[self.same].to)

    def asked_at_opening(self, pack: Pack) -> tuple[Field, ...]:
        """Return the fields of the opening form: those that no move asks for."""
        asked = {ask for move in self.lifecycle_of(pack).moves.values() for ask in move.asks}
        return tuple(field for field in self.fields.values() if field.id not in asked)

    def due_at_opening(self, pack: Pack) -> Clock | None:
        """Return the clock for whose sake opening asks for the due date: it runs from then on, or no move before the end asks for the date."""
        lifecycle = self.lifecycle_of(pack)
        going = {id_ for id_, state in lifecycle.states.items() if state.category != "closed"}
        later = any("due" in move.asks and going & {*move.from_} for move in lifecycle.moves.values())
        until = (clock for clock in self.clocks.values() if (clock.length.unit, clock.length.path) == ("until", "due"))
        return next((clock for clock in until if lifecycle.start.id in clock.runs_in or not later), None)


@dataclass(frozen=True, slots=True)
class Rung:
    """
    One step of a ladder: colour and word from day `at` on (-20: before the due date, 1: first day late).

    letter: key of the letter it makes, opens: kind it opens once in a turn; empty for none.
    """

    at: int
    colour: str
    word: Text
    tell: tuple[str, ...]
    letter: str = ""
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Warnings in the order of time."""

    id: str  # its key in Pack.ladders
    title: Text
    unit: str  # days, workdays
    steps: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A number with one definition, whose scope comes from where it stands.

    of: a kind or a record for `count`; `kind.path` for `sum`, `mean`, `distinct`, one or more of them for `latest`; figures
        for the other operators. dated: path of the date that puts a row into a period; every: the period of an indicator.
    """

    id: str
    title: Text
    operator: str
    of: tuple[str, ...]
    where: Condition = ()
    dated: str | None = None
    every: str | None = None
    target: int | Decimal | None = None
    better: str | None = None
    unit: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """
    An early warning by number, asked at the end of every period.

    of: a kind, `unit` or `area`. where: conditions on the case, and on figures in its scope. letter, opens: keys of letters and kinds.
    within: the longer period from whose first day on dated figures count, "" for that of `every`.
    """

    id: str
    title: Text
    of: str
    where: Condition
    every: str
    colour: str
    word: Text
    tell: tuple[str, ...]
    letter: str | None = None
    opens: str | None = None
    within: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Units ranked by a figure at the end of every period: the first `red` and the last `yellow` are named."""

    id: str
    title: Text
    figure: str
    every: str
    red: int
    yellow: int


@dataclass(frozen=True, slots=True)
class Pack:
    """One system as data, with every shared part it refers to inside."""

    id: str
    version: int
    title: Text
    basis: tuple[str, ...]
    desks: Mapping[str, Text]
    options: Mapping[str, Mapping[str, Text]]
    kinds: Mapping[str, Kind]
    lifecycles: Mapping[str, Lifecycle]
    ladders: Mapping[str, Ladder]
    figures: Mapping[str, Figure]
    text: str  # self-contained TOML: `load_text(pack.text) == pack`
    labels: Mapping[str, Label] = field(default_factory=dict)
    lists: Mapping[str, ListSpec] = field(default_factory=dict)
    agendas: Mapping[str, ListSpec] = field(default_factory=dict)  # lists that make agendas, of kinds of any pack
    documents: Mapping[str, Document] = field(default_factory=dict)
    letters: Mapping[str, Letter] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    boards: Mapping[str, Board] = field(default_factory=dict)
    scorecards: Mapping[str, Scorecard] = field(default_factory=dict)

    def scorecards_of(self, kind: str) -> tuple[Scorecard, ...]:
        """Return the scorecards whose sheets are cases of `kind`."""
        return tuple(card for card in self.scorecards.values() if card.kind == kind)

    def grades_of(self, kind: str) -> dict[str, Text]:
        """Return what the grades of the sheets of `kind` are called."""
        return {
            id_: text for card in self.scorecards_of(kind) for id_, text in self.options.get(card.options, {}).items()
        }

    @property
    def roots(self) -> tuple[Kind, ...]:
        """Return the kinds that stand under no other."""
        return tuple(kind for kind in self.kinds.values() if not kind.parents)

    def children(self, kind: str) -> tuple[Kind, ...]:
        """Return the kinds whose cases may stand under a case of `kind`."""
        return tuple(child for child in self.kinds.values() if kind in child.parents)

    def ancestors(self, kind: str) -> tuple[str, ...]:
        """Return the ids of all kinds above `kind`, nearest first, without itself."""
        found: list[str] = []
        waiting = list(self.kinds[kind].parents)
        while waiting:
            above = waiting.pop(0)
            if above not in found and above != kind:
                found.append(above)
                waiting.extend(self.kinds[above].parents)
        return tuple(found)

    def digest(self) -> str:
        """Return the fingerprint of the text, with the name of its method in front: `sha256:…`."""
        return "sha256:" + hashlib.sha256(self.text.encode()).hexdigest()
