"""What the language has and this version does not run yet. A later version deletes lines from these tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from bihuan.packspec.check.book import Book, Shelf, agendas_of, ancestors_of
from bihuan.packspec.check.counted import kinds_of_figure
from bihuan.packspec.language import SHAPES
from bihuan.packspec.sources import Table
from bihuan.packspec.vocabulary import DATES_OF_RECORDS, OPERATORS_ON_CASES, OPERATORS_ON_FIGURES, RECORDS

# Keys by the table they stand in (names of packspec.language.SHAPES).
NOT_RUN_YET: Final[Mapping[str, Collection[str]]] = {}
# Words of closed sets by the table and key where they stand.
WORDS_NOT_RUN_YET: Final[Mapping[tuple[str, str], Collection[str]]] = {}
FACTS_NOT_RUN_YET: Final = frozenset[str]()
# Rows answer for the fields of their kind and of the kinds above it, for `entered.<state>`, and for these; not for figures.
ROWS_CAN_BE_ASKED: Final = frozenset(
    {
        "state",
        "category",
        "nature",
        "turn",
        "late",
        "light",
        "due",
        "original_due",
        "opened",
        "closed",
        "finished",
        "responsible",
        "lead",
        "leader",
        "handler",
        "days_taken",
        "days_left",
        "days_late",
        "returns",
        "evidence_count",
        "score",
        "grade",
    }
)
PARTIES_OF_ROWS: Final = frozenset({"assisting", "panel", "applicant"})  # asked whether somebody is there, and counted
# An agenda looks at cases of any pack, today.
AGENDA_CAN_ASK: Final = frozenset(
    {"state", "category", "nature", "turn", "late", "light", "due", "days_left", "days_late", "returns"}
)
# Lists and labels look at a case as it stood at the end of a day: what is no standing fact of it cannot be shown.
CANNOT_BE_SHOWN: Final = frozenset({"level", "reason", "sample", "asof", *FACTS_NOT_RUN_YET})
_AMOUNTS: Final = frozenset({"days_taken", "turn", "returns", "evidence_count", "score"})
_NAMES: Final = frozenset(
    {"responsible", "lead", "leader", "handler", "nature", "state", "category", "turn", "grade", *PARTIES_OF_ROWS}
)
_DATES: Final = frozenset({"due", "original_due", "opened", "finished", "closed"})
VALUES_CAN_BE_TAKEN: Final[Mapping[str, Collection[str]]] = {
    "count": _NAMES | _DATES,
    "sum": _AMOUNTS,
    "mean": _AMOUNTS,
    "distinct": _NAMES,
    "latest": _DATES,
}
DATES_CAN_BE_HELD: Final = _DATES | {"asof"}
_ENTERED: Final = "entered."


def check_running(shelf: Shelf, book: Book) -> None:
    """Note P50 for every key and word of the pack that this version would not obey."""
    _walk(book, "file", book.table, "")
    for id_, figure in book.section("figures").items():
        _check_figure(book, figure, f"figures.{id_}")
    for id_, rule in book.section("rules").items():
        own = {path: must for path, must in rule.get("where", {}).items() if path not in book.section("figures")}
        if rule.get("of") in book.section("kind"):
            _check_asked(book, own, rule["of"], f"rules.{id_}.where")
    for id_, kind in book.section("kind").items():
        _check_alone(book, kind, f"kind.{id_}")
        _check_same(book, kind, f"kind.{id_}.fields")
        if any("." in of for of in book.section("list").get(kind.get("samples", ""), {}).get("of", ())):
            book.add("P50", f"kind.{id_}.samples", it=kind["samples"])
    agendas = agendas_of(book)
    for id_, list_ in book.section("list").items():
        if id_ in agendas:
            _check_agenda(book, list_, f"list.{id_}")
        else:
            _check_list(book, list_, f"list.{id_}")
            _check_several(shelf, book, list_, f"list.{id_}")
    for id_, label in book.section("label").items():
        for place, step in enumerate(label.get("steps", ())):
            _check_label(book, step.get("when", {}), f"label.{id_}.steps[{place}].when")


def _check_alone(book: Book, kind: Table, at: str) -> None:
    """Note P50 for a kind under no other that opens one case for each of something the night does not know."""
    each = kind.get("one_for_each")
    if "parent" not in kind and each is not None and (each != "unit" or "repeats" not in kind):
        book.add("P50", f"{at}.one_for_each", it=each)


def _check_same(book: Book, kind: Table, at: str) -> None:
    """Note P50 for what cannot say that two cases are the same problem: no link, one of several values, a second one."""
    fields = {id_: field for id_, field in kind.get("fields", {}).items() if field.get("same")}
    for place, (id_, field) in enumerate(fields.items()):
        if place or field.get("type") != "link" or field.get("many") or field.get("personal"):
            book.add("P50", f"{at}.{id_}.same", it="same")


def _check_label(book: Book, condition: Table, at: str) -> None:
    """Note P50 for what a label asks and no kind of the pack can answer; a label knows no day of its own."""
    for asked, must in condition.items():
        bounds = [one for one in must.values() if isinstance(one, str)] if isinstance(must, dict) else []
        known = any(_asked(book, kind, asked, must) for kind in book.section("kind"))
        if not known or asked.startswith("days_") or "asof" in bounds:
            book.add("P50", f"{at}.{asked}", it=asked)


def _check_figure(book: Book, figure: Table, at: str) -> None:
    """Note P50 for what a figure asks of its rows and they cannot answer."""
    operator = next((operator for operator in OPERATORS_ON_CASES if operator in figure), None)
    written = figure.get(operator or "", ())
    for source in (written,) if isinstance(written, str) else written:
        kind, _, path = source.partition(".")
        if kind in RECORDS and kind not in book.section("kind"):
            _check_records(book, figure.get("where", {}), kind, f"{at}.where")
            continue
        if path and not _taken(book, operator or "", kind, path):
            book.add("P50", f"{at}.{operator}", it=path)
        if "dated" in figure and not _taken(book, "latest", kind, figure["dated"]):
            book.add("P50", f"{at}.dated", it=figure["dated"])
        _check_asked(book, figure.get("where", {}), kind, f"{at}.where")


def _check_records(book: Book, condition: Table, record: str, at: str) -> None:
    """Note P50 for what records cannot be asked."""
    for asked, must in condition.items():
        bounds = [one for one in must.values() if isinstance(one, str)] if isinstance(must, dict) else []
        dates = {"asof", *(DATES_OF_RECORDS & RECORDS[record])}
        if asked not in RECORDS[record] or any(one not in dates or asked not in dates for one in bounds):
            book.add("P50", f"{at}.{asked}", it=asked)


def _check_asked(book: Book, condition: Table, kind: str, at: str) -> None:
    """Note P50 for every line of a condition that the rows of a kind cannot be asked."""
    for asked, must in condition.items():
        if not _can_be_asked(book, kind, asked, must):
            book.add("P50", f"{at}.{asked}", it=asked)


def _can_be_asked(book: Book, kind: str, asked: str, must: Any) -> bool:
    """Return whether the rows of a kind can be asked for a line of a condition and what it is held against."""
    bounds = [one for one in must.values() if isinstance(one, str)] if isinstance(must, dict) else []
    fine = all(one == "asof" or _asked(book, kind, one, {}) for one in bounds)
    lasting = asked.rpartition(".")[2].startswith("days_") and bool(bounds)
    return fine and not lasting and _asked(book, kind, asked, must)


def _asked(book: Book, kind: str, path: str, must: Any) -> bool:
    """Return whether rows of a kind can be asked for a path."""
    _, fields, last = _end(book, kind, path)
    if last in PARTIES_OF_ROWS:
        return isinstance(must, dict) and "empty" in must
    return last in fields or last in ROWS_CAN_BE_ASKED or last.startswith(_ENTERED)


def _taken(book: Book, operator: str, kind: str, path: str) -> bool:
    """Return whether rows of a kind hold the values at a path: several in one row only of their own."""
    own, fields, last = _end(book, kind, path)
    if last in fields:
        return own == kind or not fields[last].get("many", False)
    if last in PARTIES_OF_ROWS and own != kind:
        return False
    dates = last.startswith(_ENTERED) and operator in {"count", "latest"}
    return dates or last in VALUES_CAN_BE_TAKEN.get(operator, ())


def _end(book: Book, kind: str, path: str) -> tuple[str, Mapping[str, Table], str]:
    """Return the kind at whose cases a path ends, its fields, and the last part of the path."""
    head, _, rest = path.partition(".")
    if rest and kind in book.section("kind") and head in ancestors_of(book, kind):
        return _end(book, head, rest)
    return kind, book.section("kind").get(kind, {}).get("fields", {}), path


def _check_list(book: Book, list_: Table, at: str) -> None:
    """Note P50 for conditions that rows cannot be asked, for columns that no past day knows."""
    kinds = book.section("kind")
    for kind in list_.get("of", ()):
        if kind in kinds:
            _check_asked(book, list_.get("where", {}), kind, f"{at}.where")
    for path in list_.get("columns", ()):
        _check_standing(book, path, f"{at}.columns", figures=True)
    for key in ("down", "across", "group"):
        if key in list_:
            _check_standing(book, list_[key], f"{at}.{key}", figures=False)
    if "cell" in list_:
        _check_standing(book, list_["cell"], f"{at}.cell", figures=True)
        if list_["cell"] in book.section("figures") and not kinds_of_figure(book, list_["cell"]) <= set(kinds):
            book.add("P50", f"{at}.cell", it=list_["cell"])


def _check_several(shelf: Shelf, book: Book, list_: Table, at: str) -> None:
    """Note P50 for what a list over kinds of other packs cannot be: all of others, a grid, counted below, published."""
    others = [kind for kind in list_.get("of", ()) if kind not in book.section("kind")]
    if others and len(others) == len(list_["of"]):
        book.add("P50", f"{at}.of", it=others[0])
    for key in ("down", "totals", "public") if others else ():
        if list_.get(key):
            book.add("P50", f"{at}.{key}", it=key)
    found_kinds = [found for kind in others if (found := shelf.find(book, "kind", kind)) is not None]
    for found in found_kinds:
        for asked, must in list_.get("where", {}).items():
            if not _can_be_asked(found[0], found[1], asked, must):
                book.add("P50", f"{at}.where.{asked}", it=asked)


def _check_agenda(book: Book, list_: Table, at: str) -> None:
    """Note P50 for what an agenda cannot ask of a case, and for what only other lists have."""
    for asked in list_.get("where", {}):
        if asked not in AGENDA_CAN_ASK:
            book.add("P50", f"{at}.where.{asked}", it=asked)
    for key in ("group", "totals", "bands"):
        if key in list_:
            book.add("P50", f"{at}.{key}", it=key)


def _check_standing(book: Book, path: str, at: str, *, figures: bool) -> None:
    """Note P50 for a path that is not known of a case at the end of a past day."""
    last = path.rpartition(".")[2]
    figure = last in book.section("figures") and (not figures or _by_hand(book, last))
    if last in CANNOT_BE_SHOWN or figure:
        book.add("P50", at, it=path)


def _by_hand(book: Book, figure: str) -> bool:
    """Return whether a figure is entered by hand, or made of one that is: of single rows it is not known."""
    made_of, waiting = set[str](), [figure]
    while waiting:
        one = waiting.pop()
        if one not in made_of:
            made_of.add(one)
            written = book.section("figures").get(one, {})
            waiting += [below for operator in OPERATORS_ON_FIGURES for below in written.get(operator, ())]
    return any("entered" in book.section("figures").get(one, {}) for one in made_of)


def _walk(book: Book, shape: str, table: Table, path: str) -> None:
    for name, value in table.items():
        at = f"{path}.{name}" if path else name
        if name in NOT_RUN_YET.get(shape, ()):
            book.add("P50", at, it=name)
            continue
        _check_words(book, shape, name, value, at)
        key = SHAPES[shape].keys[name]
        if key.what == "condition" or (key.what == "yes_no_or_condition" and isinstance(value, dict)):
            _check_facts(book, value, at)
        elif key.what == "table":
            _walk(book, key.inside, value, at)
        elif key.what == "map":
            for id_, inside in value.items():
                _walk(book, key.inside, inside, f"{at}.{id_}")
        elif key.what == "list":
            for place, inside in enumerate(value):
                _walk(book, key.inside, inside, f"{at}[{place}]")


def _check_words(book: Book, shape: str, name: str, value: Any, at: str) -> None:
    not_yet = WORDS_NOT_RUN_YET.get((shape, name), ())
    if not not_yet:
        return
    for word in (value,) if isinstance(value, str) else value:
        if word.partition(".")[0] in not_yet:
            book.add("P50", at, it=word)


def _check_facts(book: Book, condition: Table, at: str) -> None:
    for path in condition:
        if path.rpartition(".")[2] in FACTS_NOT_RUN_YET:
            book.add("P50", f"{at}.{path}", it=path)
