"""Lists: tasks, findings, views, the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bihuan.web.shapes.figures import Bar
from bihuan.web.shapes.marks import Light, Nature, Stage, Unit
from bihuan.web.shapes.words import Link


@dataclass(frozen=True, slots=True)
class Task:
    """
    Something that waits for me: what to do, with which case, and the light of the clock that runs on me.

    go: the word on the button, the verb by default. id: an anchor that other parts of the page lead to. pack: of which system it is, and
    system, what that is called, where there are several. same: the same problem in other ledgers, with the state it has there.
    """

    verb: str
    title: str
    url: str
    light: Light
    number: str = ""
    source: str = ""
    go: str = ""
    id: str = ""
    pack: str = ""
    system: str = ""
    same: tuple[Link, ...] = ()


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
    wrap: bool = False  # long texts may break; all else stays on one line


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """
    One case of the ledger.

    cells: one per column after number and title, in their order: a mark, a unit, a date, a number, a text, or nothing.
    Cells of the columns `nature`, `stage`, `light`, `unit` keep a place on a phone, the others are left out there.
    key: value of the check box, the number by default. turn: the round; 2 and later are shown.
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
    """The table of cases: `number` and `title` are the heads of the first two columns, `columns` those after them."""

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
