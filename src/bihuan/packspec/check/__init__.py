"""Is a pack right? All problems of all packs at once, each with a stable rule id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bihuan.packspec.check.book import Book, Shelf
from bihuan.packspec.check.counted import check_counted
from bihuan.packspec.check.heads import check_head, check_upgrades
from bihuan.packspec.check.kinds import check_kinds
from bihuan.packspec.check.lifecycles import check_lifecycles
from bihuan.packspec.check.running import check_running
from bihuan.packspec.check.shape import check_shape
from bihuan.packspec.check.shown import check_shown
from bihuan.packspec.problems import Problem
from bihuan.packspec.sources import Source, read_source


def check_texts(texts: Mapping[str, str], *, running: bool = True, alone: bool = False) -> tuple[Problem, ...]:
    """
    Return everything that is wrong with the packs, file by file, from the top of each file to its end.

    texts: written packs by file name (`rectification.toml`); they may name each other.
    running: also refuse, by name, what this version does not run yet (P50).
    alone: the packs were taken from a store, so links into packs that are not here are not looked up.
    """
    return check_sources((read_source(name, text) for name, text in texts.items()), running=running, alone=alone)


def check_sources(
    sources: Iterable[Source | Problem], *, running: bool = True, alone: bool = False
) -> tuple[Problem, ...]:
    """Return the same of packs that were read already: `read_source` is half of the work."""
    problems: list[Problem] = []
    books: dict[str, Book] = {}
    for source in sources:
        if isinstance(source, Problem):
            problems.append(source)
        else:
            books[source.pack_id] = check_shape(source)
    shelf = Shelf(books, alone)
    for book in books.values():
        _check_book(shelf, book, running=running)
    for book in books.values():  # a shared part notes what is missing in the pack that uses it, so sort at the end
        problems += sorted(book.problems, key=lambda problem: problem.line)
    return tuple(problems)


def _check_book(shelf: Shelf, book: Book, *, running: bool) -> None:
    check_head(book)
    check_kinds(shelf, book)
    check_lifecycles(shelf, book)
    check_counted(shelf, book)
    check_shown(shelf, book)
    check_upgrades(book)
    if running:
        check_running(shelf, book)
