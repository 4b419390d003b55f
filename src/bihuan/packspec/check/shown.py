"""What is shown: lists, labels, documents, scorecards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.check.book import Book, Shelf, agendas_of, ancestors_of
from bihuan.packspec.check.counted import A_COLOUR, kinds_of_figure
from bihuan.packspec.check.documents import check_document
from bihuan.packspec.check.paths import A_DATE, Scope, check_condition, check_open, check_path, check_typed
from bihuan.packspec.sentences import A_FIGURE, A_KIND
from bihuan.packspec.sources import Table
from bihuan.packspec.vocabulary import COLOURS, SCORING_WAYS, UNITS_OF_MONEY

OPTIONS: Final = Text("选项", "options")
AN_OPTION: Final = Text("选项", "option")
_GRID: Final = ("down", "across", "cell")
DEEPEST_BANDS: Final = 2  # merged headers above a column
A_MONEY: Final = Text("金额单位", "unit of money")


def check_shown(shelf: Shelf, book: Book) -> None:
    """Check lists, labels, documents and scorecards of a pack."""
    for id_, list_ in book.section("list").items():
        _check_list(shelf, book, list_, f"list.{id_}", agendas_of(book).get(id_, ()))
    for id_, label in book.section("label").items():
        _check_label(shelf, book, id_, label)
    for id_, document in book.section("document").items():
        _check_document(shelf, book, document, f"document.{id_}")
    for id_, scorecard in book.section("scorecard").items():
        _check_scorecard(shelf, book, scorecard, f"scorecard.{id_}")


def _check_list(shelf: Shelf, book: Book, list_: Table, at: str, meetings: Sequence[str] = ()) -> None:
    """Check one list. meetings: kinds on whose agenda it stands: what its cases are held against is read from the meeting."""
    grid = [key for key in _GRID if key in list_]
    if ("columns" in list_) == bool(grid) or (grid and len(grid) != len(_GRID)):
        book.add("P40", at)
    found = [shelf.refer(book, "kind", kind, f"{at}.of", A_KIND) for kind in list_.get("of", ())]
    for scope in (Scope(shelf, *kind) for kind in found if kind is not None):
        held = [Scope(shelf, book, kind) for kind in meetings] or [scope]
        check_condition(scope, list_.get("where"), book, f"{at}.where", held=held)
        check_open(scope, list_.get("where"), book, f"{at}.where")
        for key, path in _paths(list_):
            _check_shown_path(scope, path, book, f"{at}.{key}", public=list_.get("public", False))
    _check_totals(book, list_, at)
    book.check_member(f"{at}.money", list_.get("money"), UNITS_OF_MONEY, A_MONEY)
    columns = list_.get("columns", [])
    for place, band in enumerate(list_.get("bands", ())):
        if not _neighbours(columns, band.get("columns", [])):
            book.add("P44", f"{at}.bands[{place}]")
        elif not _well_laid(list_["bands"], set(band["columns"])):
            book.add("P46", f"{at}.bands[{place}]")


def _well_laid(bands: Sequence[Table], columns: set[str]) -> bool:
    """Return whether a band overlaps others only by lying wholly inside one or holding them, at most two deep."""
    others = [set(other.get("columns", ())) for other in bands]
    inside = [other for other in others if columns < other]
    crossed = [other for other in others if other & columns and not other <= columns and not columns < other]
    return len(inside) < DEEPEST_BANDS and not crossed and others.count(columns) == 1


def _check_totals(book: Book, list_: Table, at: str) -> None:
    """Note P13 for figures that are not there, P47 for those that could only ever be nothing under this list."""
    kinds = book.section("kind")
    of = {kind for kind in list_.get("of", ()) if kind in kinds}
    for figure in list_.get("totals", ()):
        book.check_known(f"{at}.totals", figure, book.section("figures"), A_FIGURE)
        counted = {kind for kind in kinds_of_figure(book, figure) if kind in kinds}
        if of and counted and not any(kind in of or of & set(ancestors_of(book, kind)) for kind in counted):
            book.add("P47", f"{at}.totals", it=figure)


def _paths(list_: Table) -> Iterable[tuple[str, str]]:
    yield from (("columns", path) for path in list_.get("columns", ()))
    yield from ((key, list_[key]) for key in (*_GRID, "group") if key in list_)


def _neighbours(columns: list[str], band: list[str]) -> bool:
    if not band or band[0] not in columns:
        return False
    start = columns.index(band[0])
    return columns[start : start + len(band)] == band


def _check_shown_path(scope: Scope, path: str, book: Book, at: str, *, public: bool) -> None:
    meaning = check_path(scope, path, book, at)
    if meaning is None or not public or meaning.type == "figure":
        return
    if meaning.last not in meaning.scope.table.get("public", ()) and path not in scope.table.get("public", ()):
        book.add("P39", at, it=path, kind=meaning.scope.name)


def _check_label(shelf: Shelf, book: Book, id_: str, label: Table) -> None:
    """Check the conditions of a label for every kind that shows it."""
    path = f"label.{id_}"
    kinds = book.section("kind")
    users = [kind for kind, table in kinds.items() if path in table.get("public", ())]
    for list_ in book.section("list").values():
        for column in (*list_.get("columns", ()), list_.get("group", "")):
            above, _, last = column.rpartition(path)
            if last == "" and above.endswith(".") and above[:-1].rpartition(".")[2] in kinds:
                users.append(above[:-1].rpartition(".")[2])
            elif column == path:
                users.extend(kind for kind in list_.get("of", ()) if kind in kinds)
    for place, step in enumerate(label.get("steps", ())):
        at = f"{path}.steps[{place}]"
        book.check_member(f"{at}.colour", step.get("colour"), COLOURS, A_COLOUR)
        for kind in dict.fromkeys(users):
            check_condition(Scope(shelf, book, kind), step.get("when"), book, f"{at}.when")


def _check_document(shelf: Shelf, book: Book, document: Table, at: str) -> None:
    check_document(shelf, book, document, at, partial(_check_shown_path, public=True))


def _check_scorecard(shelf: Shelf, book: Book, scorecard: Table, at: str) -> None:
    book.check_known(f"{at}.kind", scorecard.get("kind"), book.section("kind"), A_KIND)
    items: dict[str, Table] = scorecard.get("items", {})
    total = sum(item.get("points", 0) for item in items.values())
    if "full" in scorecard and total != scorecard["full"]:
        book.add("P41", at, sum=total, full=scorecard["full"])
    if scorecard.get("kind") in book.section("kind"):
        check_condition(Scope(shelf, book, scorecard["kind"]), scorecard.get("when"), book, f"{at}.when")
        for key in ("counted_from", "counted_to"):
            if key in scorecard:
                check_typed(Scope(shelf, book, scorecard["kind"]), scorecard[key], book, f"{at}.{key}", A_DATE)
    book.check_known(f"{at}.options", scorecard.get("options"), book.section("options"), OPTIONS)
    called = book.section("options").get(scorecard.get("options", ""), {})
    for grade in scorecard.get("grades", {}) if "options" in scorecard else ():
        book.check_known(f"{at}.grades.{grade}", grade, called, AN_OPTION)
    for id_, item in items.items():
        _check_scored(shelf, book, item, f"{at}.items.{id_}")


def _check_scored(shelf: Shelf, book: Book, item: Table, at: str) -> None:
    book.check_member(f"{at}.way", item.get("way"), SCORING_WAYS, Text("评分方式", "way of scoring"))
    figure = item.get("figure")
    elsewhere = shelf.alone and "." in (figure or "") and (figure or "").partition(".")[0] not in shelf.books
    if figure is not None and not elsewhere:
        shelf.refer(book, "figures", figure, f"{at}.figure", A_FIGURE)
    if (item.get("way") == "hand") == ("figure" in item):
        book.add("P42", at)
