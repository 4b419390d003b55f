"""What a pack shows and scores: scorecards, labels, lists and grids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from bihuan.packspec.bilingual import Text

if TYPE_CHECKING:
    from bihuan.packspec.model import Condition


@dataclass(frozen=True, slots=True)
class Scored:
    """
    One item of a scorecard.

    way: share, steps, deduct, add or hand. figure: id, or `pack.id`; empty for hand. each: points for each one added or deducted.
    steps: (from, points). basis: the rule in words.
    """

    id: str
    title: Text
    points: int
    way: str
    figure: str = ""
    each: Decimal = Decimal(1)
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    group: Text | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """
    A sheet out of `full` points: the cases of `kind` are the sheets, those of them for which `when` holds.

    grades: id → least score. options: key in Pack.options that says what grades are called. counted_from, counted_to: paths of the first
    and the last day that count, empty for the calendar year in which a sheet was opened.
    """

    id: str
    title: Text
    kind: str
    full: int
    items: Mapping[str, Scored]
    grades: Mapping[str, Decimal] = field(default_factory=dict)
    options: str = ""
    counted_from: str = ""
    counted_to: str = ""
    when: Condition = ()


@dataclass(frozen=True, slots=True)
class LabelStep:
    """One word of a label and the cases that get it; the empty condition takes all that are left."""

    when: Condition
    word: Text
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Words for the public: the first step that holds. A case that none fits has no word."""

    id: str
    title: Text
    steps: tuple[LabelStep, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A merged header over neighbouring columns; one band may stand inside another."""

    title: Text
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListSpec:
    """
    A list: which cases, which paths as columns, what is counted below it.

    of: kinds of this pack; elsewhere: kinds of others, as `pack.kind`, whose rows stand below its own. columns: paths. group: path
    by which rows stand together, "" for none. totals: figures over the rows and what lies below them. public: may be shown outside;
    every column is in the public line of its kind. money: the unit in which its amounts are printed in Chinese, 元 or 万元.
    down, across, cell: of a grid the paths of its rows, of its columns, and of what stands where they meet; it has no columns of its own.
    """

    id: str
    title: Text
    of: tuple[str, ...]
    columns: tuple[str, ...]
    where: Condition = ()
    bands: tuple[Band, ...] = ()
    group: str = ""
    totals: tuple[str, ...] = ()
    public: bool = False
    down: str = ""
    across: str = ""
    cell: str = ""
    elsewhere: tuple[str, ...] = ()
    money: str = "元"

    @property
    def is_grid(self) -> bool:
        """Whether rows and columns are values of paths."""
        return bool(self.down)

    def bands_over(self, column: str) -> tuple[Band, ...]:
        """Return the bands above a column, outermost first."""
        return tuple(
            sorted((band for band in self.bands if column in band.columns), key=lambda band: -len(band.columns))
        )
