"""Figures: single ones, lengths, charts, counts of an axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bihuan.web.shapes.marks import Light, Nature, Stage


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
    values: tuple[int | float | None, ...]
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
    today_word: str = ""  # what the mark is called where it is no today


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
