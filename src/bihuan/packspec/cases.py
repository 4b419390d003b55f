"""
Worked cases: stories that a pack must be able to tell, beside it in `<id>.cases.toml`.

Each line of a story is one act and what is expected of it. The lines are run by the loop; here they are only read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from bihuan.packspec.bilingual import Text
from bihuan.packspec.sources import Table, parsed

Given: TypeAlias = str | int | Decimal | bool | date | tuple[str, ...]
VERDICTS: Final = ("pass", "return", "refuse")  # taken in a review state, declared by no pack
ACTS: Final = (
    "opens",
    "takes",
    "standard",
    "proves",
    "attends",
    "tick",
    "draws",
    "finds",
    "judges",
    "calls",
    "scores",
    "adjusts",
)
_EXPECTED: Final = ("state", "turn", "due", "light", "figures", "warnings", "score", "grade", "rank", "refused")
_KEYS: Final = {"on", "by", "of", "as", "under", "gives", "evidence", *ACTS, *_EXPECTED}


class CasesError(ValueError):
    """A file of worked cases says something that no story can say; the text names the story and the line."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One person of the stories: whose unit or enterprise (by name), whether its head, and which desks; `public`: nobody in particular."""

    id: str
    unit: str | None = None
    head: bool = False
    desks: tuple[str, ...] = ()
    public: bool = False
    enterprise: str | None = None


@dataclass(frozen=True, slots=True)
class Opens:
    """Open a case of `kind`, under the case known as `under`; from then on it is known as the line's `of`."""

    kind: str
    under: str | None
    gives: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Takes:
    """Take a move of the pack, or one of VERDICTS, with answers and kinds of evidence that are filed first."""

    move: str
    gives: Mapping[str, Given]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetsStandard:
    """Set the points of the completion standard."""

    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proves:
    """File a proof for points of the standard."""

    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attends:
    """Keep the sign-in sheet of a meeting: these people of the story were there, and the first of them chaired."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """Let the clock do on that day what is due."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Do nothing; only look at what is expected."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Draw a sample of so many cases, all of them in one lot."""

    size: int


@dataclass(frozen=True, slots=True)
class Finds:
    """Know a case of `kind` that opened by itself under the case known as `under`; from then on it is known as the line's `of`."""

    kind: str
    under: str


@dataclass(frozen=True, slots=True)
class Judges:
    """Judge points of a check: text of the point → true, partly or untrue."""

    points: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Calls:
    """Record call-backs of a check, one for each answer: yes, no or unclear."""

    agrees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Score items of a sheet: item → points, "" for none, "left_out" for one that does not count. The unit's own before it is locked."""

    items: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Adjusts:
    """Change scores of a sheet after the appeal known as `appeal` was upheld: item → points."""

    items: Mapping[str, Given]
    appeal: str


Act: TypeAlias = (
    Opens | Takes | SetsStandard | Proves | Attends | Ticks | Looks | Draws | Finds | Judges | Calls | Scores | Adjusts
)


@dataclass(frozen=True, slots=True)
class Expected:
    """
    What holds after the act; what is None or empty is not looked at.

    due: due date by clock. light: colour. figures: value by figure, over all cases of the story.
    warnings: the steps of its ladder that warnings of a clock stand for, by clock.
    score, grade, rank: of a score sheet.
    refused: the beginning of the sentence that the person reads; True if any refusal will do. Nothing else changes then.
    """

    state: str | None = None
    turn: int | None = None
    due: Mapping[str, date] | None = None
    light: str | None = None
    figures: Mapping[str, int | Decimal] | None = None
    warnings: Mapping[str, Sequence[int]] | None = None
    score: int | Decimal | None = None
    grade: str | None = None
    rank: int | None = None
    refused: str | bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story: on this day this person does this to the case known as `of`."""

    on: date
    by: str | None
    of: str
    act: Act
    expected: Expected


@dataclass(frozen=True, slots=True)
class Story:
    """One worked case, told from its first line to its last."""

    title: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class WorkedCases:
    """All stories of a pack and the people in them."""

    pack: str
    people: Mapping[str, Actor]
    stories: tuple[Story, ...]


def read_cases(text: str) -> WorkedCases:
    """Return the stories of one file. Raises CasesError naming the first line that cannot be told."""
    try:
        table = parsed(text)
        people = {id_: _actor(id_, written) for id_, written in table.get("people", {}).items()}
        stories = tuple(_story(written, people) for written in table["case"])
        return WorkedCases(table["pack"], people, stories)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CasesError(str(error)) from error
    except KeyError as error:
        raise CasesError(f"{error} is missing") from error


def _actor(id_: str, written: Table) -> Actor:
    return Actor(
        id_,
        written.get("unit"),
        written.get("head", False),
        tuple(written.get("desks", ())),
        written.get("public", False),
        written.get("enterprise"),
    )


def _story(written: Table, people: Mapping[str, Actor]) -> Story:
    title = Text.parse(written["title"])
    known: set[str] = set()
    lines = []
    for number, step in enumerate(written["steps"], start=1):
        where = f"{title.zh}, line {number}"
        line = _line(step, where)
        if line.by is not None and line.by not in people:
            raise CasesError(f"{where}: nobody is called {line.by}")
        if isinstance(line.act, Opens | Finds):
            if line.act.under is not None and line.act.under not in known:
                raise CasesError(f"{where}: no case is known as {line.act.under}")
            known.add(line.of)
        elif line.of not in known:
            raise CasesError(f"{where}: no case is known as {line.of}")
        lines.append(line)
    return Story(title, tuple(lines))


def _line(step: Table, where: str) -> Line:
    if unknown := set(step) - _KEYS:
        raise CasesError(f"{where}: unknown {', '.join(sorted(unknown))}; known: {', '.join(sorted(_KEYS))}")
    acts = [act for act in ACTS if act in step]
    if len(acts) > 1:
        raise CasesError(f"{where}: one line, one act, not {' and '.join(acts)}")
    if not isinstance(step.get("on"), date):
        raise CasesError(f"{where}: says no day")
    act = _act(acts[0] if acts else "", step)
    if not isinstance(act, Ticks | Looks | Finds) and "by" not in step:
        raise CasesError(f"{where}: says nobody who does it")
    of = step.get("as") if isinstance(act, Opens | Finds) else step.get("of")
    if of is None:
        raise CasesError(f"{where}: says no case")
    return Line(step["on"], step.get("by"), of, act, _expected(step))


_NAMING: Final[Mapping[str, Callable[[tuple[str, ...]], Act]]] = {
    "standard": SetsStandard,
    "proves": Proves,
    "attends": Attends,
}


def _act(act: str, step: Table) -> Act:
    match act:
        case "opens":
            return Opens(step["opens"], step.get("under"), _given(step))
        case "takes":
            return Takes(step["takes"], _given(step), tuple(step.get("evidence", ())))
        case "standard" | "proves" | "attends":
            return _NAMING[act](tuple(step[act]))
        case "tick":
            return Ticks()
        case "draws":
            return Draws(step["draws"])
        case "finds":
            return Finds(step["finds"], step["under"])
        case "judges":
            return Judges(dict(step["judges"]))
        case "calls":
            return Calls(tuple(step["calls"]))
        case "scores" | "adjusts":
            items = dict(step[act])
            return Scores(items) if act == "scores" else Adjusts(items, step["under"])
    return Looks()


def _given(step: Table) -> dict[str, Given]:
    given: dict[str, Any] = step.get("gives", {})
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _expected(step: Table) -> Expected:
    return Expected(**{name: step[name] for name in _EXPECTED if name in step})
