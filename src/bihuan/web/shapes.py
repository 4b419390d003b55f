"""
What pages hand to their templates: small frozen values, already in the reader's language.

A template can show them and cannot start a query with them. `{% show shape %}` draws every one of them with the component of
the same name in `templates/components/`; the four marks of a row have their own tags (`{% stage %}`, `{% light %}`,
`{% nature %}`, `{% unit %}`), which remember what they drew. The gallery at /gallery/ shows each in all its states.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

LightKind = Literal["ok", "soon", "late", "pause", "none"]
SayKind = Literal["plain", "warn", "no", "yes"]
ThumbKind = Literal["doc", "xls", "web", "pic"]
MarkKind = Literal["", "m", "u", "d", "warn", "on"]
PointState = Literal["met", "judge", "doubt", "returned"]
StepState = Literal["done", "now", "todo"]


# The marks of the three axes


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a case is: 1 pending, 2 open, 3 under review, 4 closed cells; `back` draws the arrow of a return."""

    cells: int
    word: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Light:
    """How close the running clock is; an empty `word` stands for the usual word of the kind."""

    kind: LightKind
    word: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Nature:
    """What kind of promise it is: one character in a box and the word."""

    id: str
    char: str
    word: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as rows name it; `full` is shown on hover when it differs, `note` says for example that it was dissolved."""

    name: str
    full: str = ""
    url: str = ""
    note: str = ""


# Words that lead somewhere


@dataclass(frozen=True, slots=True)
class Link:
    """A word and where it leads; without `url` plain text. `count` None prints nothing, 0 prints 0."""

    label: str
    url: str = ""
    icon: str = ""
    count: int | None = None
    current: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the side navigation; `group` opens a titled group before it."""

    id: str
    label: str
    url: str
    icon: str
    count: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter condition: `remove` is the address without it. kind `add` is dashed and opens the choice of conditions."""

    label: str
    value: str = ""
    url: str = ""
    remove: str = ""
    kind: Literal["plain", "on", "add"] = "plain"


@dataclass(frozen=True, slots=True)
class Asof:
    """The date all figures of the page stand at; `url` opens the choice of another date."""

    day: date
    url: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page: crumbs, title, one sentence of facts, 截至, and moves at the right."""

    title: str
    crumbs: tuple[Link, ...] = ()
    facts: str = ""
    asof: Asof | None = None
    moves: tuple[Link, ...] = ()
    main: Link | None = None


# Figures


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure that leads to the rows it counts; with `light` its name is that light and its colour follows."""

    name: str
    figure: str
    url: str = ""
    unit: str = ""
    note: str = ""
    light: Light | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """Progress as four lengths. `whole` is what the full width stands for; 0 means the sum of the four."""

    closed: int
    review: int
    open: int
    pending: int
    whole: int = 0
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One row of a chart's table. role decides the line: plan dashed, done middle, closed strong."""

    name: str
    values: tuple[int | None, ...]
    role: Literal["plan", "done", "closed", "bar"] = "done"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table twin: the browser draws the first from the second. `today` is one of `columns` or empty."""

    id: str
    label: str
    corner: str
    columns: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Literal["lines", "bars"] = "lines"
    today: str = ""
    total: int | None = None
    total_words: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """One axis with its counts over the filtered rows; each entry is a filter."""

    name: str
    entries: tuple[SumEntry, ...]


@dataclass(frozen=True, slots=True)
class SumEntry:
    mark: Stage | Light | Nature
    count: int
    url: str
    current: bool = False


# Lists


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for me: verb, number and title, where it came from, the light of the clock that runs on me."""

    verb: str
    title: str
    url: str
    light: Light
    number: str = ""
    source: str = ""
    go: str = ""


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks of one urgency; `folded` holds them behind a line."""

    words: str
    tasks: tuple[Task, ...]
    light: Light | None = None
    folded: bool = False


@dataclass(frozen=True, slots=True)
class DueDay:
    day: date
    count: int
    url: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class DueStrip:
    """How many fall due on each of the next working days."""

    days: tuple[DueDay, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """A case I watch, with its last change."""

    title: str
    url: str
    number: str = ""
    stage: Stage | None = None
    light: Light | None = None
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure inside an unfolded finding."""

    number: str
    title: str
    url: str
    nature: Nature
    stage: Stage
    light: Light
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Find:
    """A finding that folds out. Without `rows` but with `rows_url` its measures are fetched when it is opened."""

    number: str
    title: str
    url: str
    unit: str
    stage: Stage
    bar: Bar
    lights: tuple[Light, ...] = ()
    rows: tuple[MeasureRow, ...] = ()
    rows_url: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Views:
    """Saved views as tabs; `save` leads to storing the present one."""

    views: tuple[Link, ...]
    save: Link | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the ledger; without `sort_url` it cannot be sorted; `group` draws a rule at its left."""

    id: str
    title: str
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    number: bool = False
    group: bool = False


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """
    One case of the ledger. `cells` answers every column but the check box, `number` and `title`, in the order of the columns:
    a mark, a unit, a date, a number or a text. Where a column id is one of nature, stage, light, unit its cell has its own place on a phone.
    """

    number: str
    title: str
    url: str
    cells: tuple[Stage | Light | Nature | Unit | date | int | str | None, ...]
    key: str = ""
    parent: str = ""
    turn: int = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """The table of cases. `columns` are those after number and title; the titles of these two are `number` and `title`."""

    caption: str
    number: Column
    title: Column
    columns: tuple[Column, ...]
    rows: tuple[LedgerRow, ...]
    pick: str = ""  # name of the check boxes; empty draws none
    picked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BulkAction:
    """A button over the chosen rows; with `reason` it is closed and says why."""

    id: str
    label: str
    icon: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Bulk:
    """The bar over chosen rows. It is shown when a row is chosen, or when `always` (after a refusal)."""

    actions: tuple[BulkAction, ...]
    name: str = "do"
    always: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Keyset paging: what is shown, page sizes, previous and next (empty: there is none)."""

    shown: str
    sizes: tuple[Link, ...] = ()
    previous: str = ""
    next: str = ""


# The case


@dataclass(frozen=True, slots=True)
class Ring:
    """Where the case is on the eight steps, small."""

    now: int
    of: int = 8


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    state: StepState
    first: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """The eight steps; `back` says what opens the next round."""

    label: str
    steps: tuple[Step, ...]
    back: str = ""


@dataclass(frozen=True, slots=True)
class Thumb:
    """A file of evidence. `picture` is the address of its first page as an image, if there is one."""

    kind: ThumbKind
    name: str
    meta: str
    url: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the completion standard, what was answered to it, and what was decided."""

    number: int
    standard: str
    state: PointState
    answer: str = ""
    doubt: str = ""
    thumbs: tuple[Thumb, ...] = ()
    verdict: str = ""
    who: str = ""
    when: str = ""
    move: Link | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A move I may make now: it opens its own page (`url`), where what it asks for is filled in."""

    label: str
    url: str
    note: str = ""
    icon: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class ClosedMove:
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moves:
    """What I may do with this case, as whom, and what I may not do and why."""

    as_whom: str
    open: tuple[Move, ...]
    closed: tuple[ClosedMove, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockLine:
    name: str
    text: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """The running due date with its light, then the sum that leads to it."""

    due: date | None
    light: Light
    note: str = ""
    label: str = ""
    lines: tuple[ClockLine, ...] = ()
    basis: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A field before and after, as the trail shows it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One event: `verb` is bold when it is a move; `at` is aware and shown in the legal time of the area."""

    what: str
    at: datetime
    who: str
    verb: str = ""
    quote: str = ""
    digest: str = ""
    is_move: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    entries: tuple[TrailEntry, ...]
    algorithm: str = ""
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether the chain of the case holds, what was checked, and where the offline file is."""

    ok: bool
    title: str
    text: str
    export: Link | None = None


# Sentences


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence of the system: what did not happen, why, and the way out."""

    kind: SayKind
    title: str
    text: str = ""
    items: tuple[Link, ...] = ()
    action: Link | None = None
    wide: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """What is absent, when it will come, one button; chips say what a smaller filter would find."""

    title: str
    text: str
    action: Link | None = None
    main: bool = False
    chips: tuple[Chip, ...] = ()


# Reading documents


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source text. m measure, u unit, d date or nature, warn to check, on being looked at."""

    text: str
    kind: MarkKind = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    number: int | None
    parts: tuple[Mark, ...]
    heading: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The text a draft was read from, with line numbers."""

    label: str
    lines: tuple[SourceLine, ...]
    note: str = ""
    key: bool = True


@dataclass(frozen=True, slots=True)
class DraftWarning:
    text: str
    repairs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A measure (or, with `finding`, a finding) of a draft. `checked_name` and the combo belong to the form around it."""

    number: str
    text: str
    id: str = ""
    place: Link | None = None
    finding: bool = False
    url: str = ""
    checked_name: str = ""
    checked: bool = False
    unit: Combo | None = None
    nature: Nature | None = None
    due: str = ""
    note: str = ""
    warnings: tuple[DraftWarning, ...] = ()
    on: bool = False


# Forms


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of a combo's list, as the search address returns it. With `reason` it cannot be chosen and says why."""

    value: str
    label: str
    note: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Combo:
    """
    Search as you type. `search` answers `?q=` with components/combo_list.html; without JavaScript the typed text is sent as
    `<name>_text` and the page resolves it or asks.
    """

    name: str
    label: str
    search: str
    value: str = ""
    text: str = ""
    hint: str = ""
    error: str = ""
    placeholder: str = ""
    required: bool = False
    quiet: bool = False  # label only for screen readers, as in rows


@dataclass(frozen=True, slots=True)
class Upload:
    """A place for files: chosen or dropped; `url` receives each file with progress, without it the form carries them."""

    name: str
    label: str
    hint: str = ""
    accept: str = ""
    max_mb: int = 100
    multiple: bool = True
    url: str = ""
    error: str = ""
