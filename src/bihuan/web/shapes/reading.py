"""Reading documents, and the fields of forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bihuan.web.shapes.marks import Nature
from bihuan.web.shapes.words import Link

MarkKind = Literal["", "m", "u", "d", "warn", "on"]


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
    Search as you type: `search` answers `?q=` with components/combo_list.html.

    The form gets `<name>` (value of the choice) and `<name>_text` (what was typed); without JavaScript only the
    text, which the page resolves or asks about.
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
    """A place for files, chosen or dropped. `url` receives each with progress; without it the form carries them."""

    name: str
    label: str
    hint: str = ""
    accept: str = ""
    max_mb: int = 100
    multiple: bool = True
    url: str = ""
    error: str = ""


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
    """A measure, or a finding, of a draft. Check box (`checked_name`) and combo belong to the form around it."""

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
