"""Do paths lead somewhere, and do conditions hold their values against something they can be?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.check.book import Book, Shelf, ancestors_of, joined
from bihuan.packspec.sources import Table
from bihuan.packspec.vocabulary import DATES_OF_RECORDS, FACT_VALUES, FACTS, RECORDS

_DATES: Final = frozenset({"due", "original_due", "opened", "finished", "closed", "asof"})
_NUMBERS: Final = frozenset(
    {"turn", "days_taken", "days_left", "days_late", "returns", "level", "score", "rank", "doubts"}
)
_ENTERED: Final = "entered."
_LABEL: Final = "label."
MONEY_UNITS: Final = ("元", "万元")  # fields are kept in 元; a figure may say 万元
A_DATE: Final = Text("日期的路径", "the path of a date")
A_NUMBER: Final = Text("数字的路径", "the path of a number")


@dataclass(frozen=True, slots=True)
class Scope:
    """From where a path is read: a case of `kind`, or only the figures of the pack if there is none."""

    shelf: Shelf
    book: Book
    kind: str | None

    @property
    def name(self) -> str:
        """Return the name of the kind in sentences."""
        return self.kind or self.book.id

    @property
    def table(self) -> Table:
        """Return the kind's own table; empty for records and for no kind."""
        return self.book.section("kind").get(self.kind or "", {})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What stands at the end of a path. `values`: all it can be, where that is known."""

    type: str  # a field type, or party, figure, label, state, fact
    scope: Scope  # of the kind that has it
    last: str  # the path without ancestors
    values: Collection[str] | None = None
    personal: bool = False


def meaning_of(scope: Scope, path: str) -> Meaning | None:
    """Return what a path means for a case of the scope's kind; None if it means nothing."""
    if scope.kind is not None and scope.kind in RECORDS and not scope.table:
        return _of_record(scope, path)
    if path in scope.book.section("figures"):
        return Meaning("figure", scope, path)
    return _of_case(scope, path) if scope.kind is not None else None


def _of_record(scope: Scope, path: str) -> Meaning | None:
    if path == "asof" or (path in DATES_OF_RECORDS and path in RECORDS[scope.kind or ""]):
        return Meaning("date", scope, path)
    return Meaning("text", scope, path) if path in RECORDS[scope.kind or ""] else None


def _of_case(scope: Scope, path: str) -> Meaning | None:
    kind = scope.table
    if path in FACTS:
        return _fact(scope, path)
    if path in kind.get("parties", {}):
        return Meaning("party", scope, path)
    if path in kind.get("fields", {}):
        return _field(scope, path, kind["fields"][path])
    return _longer(scope, path)


def check_path(scope: Scope, path: str, note: Book, at: str) -> Meaning | None:
    """Return what a path means, noting P14 or P15 at `at` in `note` if it means nothing."""
    meaning = meaning_of(scope, path)
    if meaning is None:
        head, entered, last = path.rpartition(_ENTERED)
        if entered and head in {"", *(f"{kind}." for kind in _ancestors(scope))}:
            note.add("P15", at, it=last, kind=scope.name)
        else:
            note.add("P14", at, it=path, kind=scope.name)
    return meaning


def check_typed(scope: Scope, path: str, note: Book, at: str, wanted: Text) -> None:
    """Check a path that must name a date or a number (P03); figures may be either."""
    meaning = check_path(scope, path, note, at)
    allowed = {"date", "figure"} if wanted is A_DATE else {"number", "money", "figure"}
    if meaning is not None and meaning.type not in allowed:
        note.add("P03", at, wanted=wanted)


def check_condition(
    scope: Scope,
    condition: Mapping[str, Any] | bool | None,
    note: Book,
    at: str,
    held: Sequence[Scope] = (),
) -> None:
    """
    Check the paths of a condition and every value they are held against (P14 P15 P16).

    held: from where the paths of bounds are read, if not from the same case.
    """
    if not isinstance(condition, Mapping):
        return
    for path, must in condition.items():
        here = f"{at}.{path}"
        meaning = check_path(scope, path, note, here)
        if isinstance(must, list) and meaning is not None:
            check_values(meaning, must, note, here)
        if isinstance(must, dict):
            for bound in must.values():
                if isinstance(bound, str):
                    for one in held or (scope,):
                        _check_units(meaning, check_path(one, bound, note, here), note, here)


def check_open(scope: Scope, condition: Mapping[str, Any] | bool | None, note: Book, at: str) -> None:
    """Note P53 for every path of a condition on rows that is personal; whether there is something may be asked."""
    for path, must in condition.items() if isinstance(condition, Mapping) else ():
        meaning = meaning_of(scope, path)
        if meaning is not None and meaning.personal and not (isinstance(must, dict) and set(must) == {"empty"}):
            note.add("P53", f"{at}.{path}", it=path)


def money_unit(meaning: Meaning) -> str:
    """Return 元 or 万元 for money and for figures that say so; empty for everything else."""
    if meaning.type == "money":
        return "元"
    if meaning.type != "figure":
        return ""
    unit = meaning.scope.book.section("figures")[meaning.last].get("unit", "")
    return unit if unit in MONEY_UNITS else ""


def _check_units(meaning: Meaning | None, bound: Meaning | None, note: Book, at: str) -> None:
    """Note P52 where an amount in one unit is held against an amount in another."""
    if meaning is None or bound is None:
        return
    unit, other = money_unit(meaning), money_unit(bound)
    if unit and other and unit != other:
        note.add("P52", at, it=meaning.last, unit=unit, other=other)


def check_values(meaning: Meaning, values: Collection[str], note: Book, at: str) -> None:
    """Note P15 or P16 for every value that the thing can never have."""
    if meaning.values is None:
        return
    for value in values:
        if value in meaning.values:
            continue
        if meaning.type == "state":
            note.add("P15", at, it=value, kind=meaning.scope.name)
        else:
            note.add("P16", at, it=value, known=joined(sorted(meaning.values)))


def _ancestors(scope: Scope) -> tuple[str, ...]:
    known = scope.kind is not None and scope.kind in scope.book.section("kind")
    return ancestors_of(scope.book, scope.kind) if known and scope.kind else ()


def _fact(scope: Scope, path: str) -> Meaning:
    if path == "state":
        return Meaning("state", scope, path, scope.shelf.states_of(scope.book, scope.kind or ""))
    type_ = "date" if path in _DATES else "number" if path in _NUMBERS else "fact"
    return Meaning(type_, scope, path, FACT_VALUES.get(path))


def _field(scope: Scope, path: str, field: Table) -> Meaning:
    type_ = field.get("type", "text")
    options = scope.book.section("options").get(field.get("options", "")) if type_ == "choice" else None
    return Meaning(type_, scope, path, options, personal=field.get("personal", False))


def _longer(scope: Scope, path: str) -> Meaning | None:
    head, _, rest = path.partition(".")
    if path.startswith(_ENTERED):
        states = scope.shelf.states_of(scope.book, scope.kind or "")
        return Meaning("date", scope, path) if rest in states else None
    if path.startswith(_LABEL):
        return Meaning("label", scope, path) if rest in scope.book.section("label") else None
    if rest and head in _ancestors(scope):
        return meaning_of(Scope(scope.shelf, scope.book, head), rest)
    return None
