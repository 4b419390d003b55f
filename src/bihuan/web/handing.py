"""The list of a hand-over in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.packspec.vocabulary import RELATIONS
from bihuan.web.language import say


class Listed(Protocol):
    """A line before the hand-over, or as it is kept."""

    @property
    def what(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def roles(self) -> Sequence[str]: ...
    @property
    def state(self) -> str: ...
    @property
    def due(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class LineRow:
    """One row of the printed list."""

    number: str
    title: str
    what: str
    state: str
    due: date | None
    why_not: str = ""
    open: bool = False


def line_rows(lines: Iterable[Listed]) -> list[LineRow]:
    """Return the rows of a list as the page and the print show them."""
    comma = pgettext("between things", ", ")
    return [
        LineRow(
            line.number,
            line.title,
            _("Desk (office)") if line.what == "desk" else comma.join(_role(role) for role in line.roles),
            line.state,
            line.due,
            getattr(line, "why_not", ""),
            not getattr(line, "went", True) and not getattr(line, "why_not", ""),
        )
        for line in lines
    ]


def _role(role: str) -> str:
    return say(RELATIONS[role]) if role in RELATIONS else role
