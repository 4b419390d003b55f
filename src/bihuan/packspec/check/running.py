"""What the language has and this version does not run yet. A later version deletes lines from these tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from bihuan.packspec.check.book import Book, agendas_of
from bihuan.packspec.check.counted import kinds_of_figure
from bihuan.packspec.language import SHAPES
from bihuan.packspec.sources import Table
from bihuan.packspec.vocabulary import DATES_OF_RECORDS, OPERATORS_ON_CASES, OPERATORS_ON_FIGURES, RECORDS

# Keys by the table they stand in (names of packspec.language.SHAPES).
NOT_RUN_YET: Final[Mapping[str, Collection[str]]] = {
    "file": ("scorecard", "upgrade"),
    "kind": ("walled",),
    "field": ("same",),
    "clock": ("hours",),
    "step": ("hours",),
    "list": ("down", "across", "cell"),
}
# Words of closed sets by the table and key where they stand.
WORDS_NOT_RUN_YET: Final[Mapping[tuple[str, str], Collection[str]]] = {
    ("document", "layout"): ("ledger",),
    ("move", "requires"): ("documents_agree", "scores_filled"),
    ("state", "requires"): ("documents_agree", "scores_filled"),
}
FACTS_NOT_RUN_YET: Final = frozenset({"score", "grade", "rank"})
# A figure asks rows of one table: it can look at the kind's own fields and at these; not at ancestors, stays or figures.
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
        "closed",
        "finished",
        "responsible",
        "lead",
    }
)
# An agenda looks at cases of any pack, today.
AGENDA_CAN_ASK: Final = frozenset(
    {"state", "category", "nature", "turn", "late", "light", "due", "days_left", "days_late", "returns"}
)
# Lists and labels look at a case as it stood at the end of a day: what is no standing fact of it cannot be shown.
CANNOT_BE_SHOWN: Final = frozenset(
    {"level", "reason", "sample", "asof", "days_left", "days_late", "returns", *FACTS_NOT_RUN_YET}
)
VALUES_CAN_BE_TAKEN: Final[Mapping[str, Collection[str]]] = {
    "sum": frozenset({"days_taken"}),
    "mean": frozenset({"days_taken"}),
    "distinct": frozenset({"responsible", "lead", "leader", "handler", "nature", "state"}),
    "latest": frozenset({"due", "original_due", "opened", "finished", "closed"}),
}
DATES_CAN_BE_HELD: Final = frozenset({"due", "original_due", "finished", "closed", "asof"})
RECORDS_NOT_RUN_YET: Final = frozenset({"attendance"})


def check_running(book: Book) -> None:
    """Note P50 for every key and word of the pack that this version would not obey."""
    _walk(book, "file", book.table, "")
    for id_, figure in book.section("figures").items():
        _check_figure(book, figure, f"figures.{id_}")
    agendas = agendas_of(book)
    for id_, list_ in book.section("list").items():
        if id_ in agendas:
            _check_agenda(book, list_, f"list.{id_}")
        else:
            _check_list(book, list_, f"list.{id_}")
    fields = {field for kind in book.section("kind").values() for field in kind.get("fields", {})}
    for id_, label in book.section("label").items():
        for place, step in enumerate(label.get("steps", ())):
            at = f"label.{id_}.steps[{place}].when"
            _check_asked(book, step.get("when", {}), fields, at, held=DATES_CAN_BE_HELD - {"asof"})


def _check_figure(book: Book, figure: Table, at: str) -> None:
    """Note P50 for what a figure asks of its rows and they cannot answer."""
    operator = next((operator for operator in OPERATORS_ON_CASES if operator in figure), None)
    written = figure.get(operator or "", ())
    for source in (written,) if isinstance(written, str) else written:
        kind, _, path = source.partition(".")
        if kind in RECORDS and kind not in book.section("kind"):
            if kind in RECORDS_NOT_RUN_YET:
                book.add("P50", f"{at}.{operator}", it=kind)
            _check_asked(book, figure.get("where", {}), {}, f"{at}.where", also=RECORDS[kind])
            continue
        fields = book.section("kind").get(kind, {}).get("fields", {})
        _check_taken(book, operator or "", path, fields, f"{at}.{operator}")
        if "dated" in figure:
            _check_taken(book, "latest", figure["dated"], fields, f"{at}.dated")
        _check_asked(book, figure.get("where", {}), fields, f"{at}.where")


def _check_taken(book: Book, operator: str, path: str, fields: Mapping[str, Table], at: str) -> None:
    """Note P50 for a value that rows do not hold, or not one by one."""
    if not path or path in VALUES_CAN_BE_TAKEN.get(operator, ()):
        return
    if path not in fields or fields[path].get("many", False):
        book.add("P50", at, it=path)


def _check_asked(
    book: Book,
    condition: Table,
    fields: Collection[str],
    at: str,
    *,
    also: Collection[str] = ROWS_CAN_BE_ASKED,
    held: Collection[str] = DATES_CAN_BE_HELD,
) -> None:
    """
    Note P50 for every line of a condition that rows cannot be asked.

    also: what they can be asked beside their fields. held: dates that a value may be held against.
    """
    for asked, must in condition.items():
        bounds = [one for one in must.values() if isinstance(one, str)] if isinstance(must, dict) else []
        dates = {*held, *(DATES_OF_RECORDS & set(also))}
        known = asked in fields or asked in also
        if not known or any(one not in dates or asked not in {*dates, *fields} for one in bounds):
            book.add("P50", f"{at}.{asked}", it=asked)


def _check_list(book: Book, list_: Table, at: str) -> None:
    """Note P50 for kinds of other packs, for conditions that rows cannot be asked, for columns that no past day knows."""
    kinds = book.section("kind")
    for kind in list_.get("of", ()):
        if kind not in kinds:
            book.add("P50", f"{at}.of", it=kind)
        fields = kinds.get(kind, {}).get("fields", {})
        _check_asked(book, list_.get("where", {}), fields, f"{at}.where")
    for path in list_.get("columns", ()):
        _check_standing(book, path, f"{at}.columns", figures=True)
    if "group" in list_:
        _check_standing(book, list_["group"], f"{at}.group", figures=False)


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
    *above, last = path.split(".")
    figure = last in book.section("figures") and (bool(above) or not figures or _beside_cases(book, last))
    if last in CANNOT_BE_SHOWN or "entered" in above or figure:
        book.add("P50", at, it=path)


def _beside_cases(book: Book, figure: str) -> bool:
    """Return whether a figure is taken from records, or entered by hand: of single rows it is not known."""
    made_of, waiting = set[str](), [figure]
    while waiting:
        one = waiting.pop()
        if one not in made_of:
            made_of.add(one)
            written = book.section("figures").get(one, {})
            waiting += [below for operator in OPERATORS_ON_FIGURES for below in written.get(operator, ())]
    by_hand = any("entered" in book.section("figures").get(one, {}) for one in made_of)
    return by_hand or not kinds_of_figure(book, figure) <= set(book.section("kind"))


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
