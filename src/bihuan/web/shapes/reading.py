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
    line: str = ""  # id of the line of the draft that was read from here


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One paragraph. `url` leads to the first line of the draft that was read from it, said by `told`."""

    number: int | None
    parts: tuple[Mark, ...]
    heading: bool = False
    id: str = ""
    url: str = ""
    told: str = ""


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
class DraftEditor:
    """
    Everything that can be changed about a line. Names of inputs end with the id of the line.

    text: the whole text where the title is only a part of it, else "". cuts: where it can be split, place and words.
    aspect, lead: of findings, None for other lines. error: sentences by input, without the id.
    """

    title: str
    text: str
    number: str
    nature: str
    natures: tuple[tuple[str, str], ...]
    due: str
    cuts: tuple[tuple[int, str], ...] = ()
    whole: str = ""
    aspect: str | None = None
    lead: Combo | None = None
    can_add: bool = False
    close: str = ""
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DraftLine:
    """
    A measure, or a finding, of a draft.

    post: address that takes what is changed in the row, which is a form of its own then; `version` goes with it.
    url: opens the row for editing. key: id of the line, the end of the names of its inputs. error: why it was not kept.
    """

    number: str
    text: str
    id: str = ""
    place: Link | None = None
    finding: bool = False
    url: str = ""
    checked_name: str = ""
    checked: bool = False
    unit: Combo | None = None
    unit_name: str = ""  # where the unit cannot be changed
    nature: Nature | None = None
    due: str = ""
    note: str = ""
    warnings: tuple[DraftWarning, ...] = ()
    on: bool = False
    kind: str = ""
    post: str = ""
    key: str = ""
    version: int = 0
    dropped: bool = False
    editor: DraftEditor | None = None
    error: str = ""
    reload: str = ""


@dataclass(frozen=True, slots=True)
class DraftFind:
    """A finding of a draft with the lines below it; it folds. `url` takes a new line below it, or all its lines as checked."""

    key: str
    number: str
    title: str
    note: str
    rows: tuple[DraftLine, ...]
    open: bool = True
    done: bool = False
    dropped: bool = False
    url: str = ""
    version: int = 0
