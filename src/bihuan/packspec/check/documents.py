"""Documents: do their places lead somewhere, are their sentences whole, may the public read what a public one shows?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.check.book import Book, Shelf
from bihuan.packspec.check.paths import Scope, check_condition, check_path
from bihuan.packspec.sentences import A_KIND, A_LETTER
from bihuan.packspec.sources import Table
from bihuan.packspec.template import parse, paths_of, places_in
from bihuan.packspec.vocabulary import CASE_WORDS, DOCUMENT_WORDS, FRAME, LAYOUTS

A_LAYOUT: Final = Text("版式", "layout")
A_FRAME: Final = Text("文稿要素", "word of a frame")
A_WRITTEN_FOR: Final = Text("行文对象", "for")
DEEPEST_HEADING: Final = 4
# What a whole document may say that holds no secret of a case.
OPEN_WORDS: Final = frozenset({*DOCUMENT_WORDS, "n", "nth", "status", "round_title"})
_CheckPath = Callable[[Scope, str, Book, str], None]


def check_document(shelf: Shelf, book: Book, document: Table, at: str, check_public: _CheckPath) -> None:
    """Note what is wrong with one document. check_public: notes P39 for a path that may not be shown outside."""
    book.check_member(f"{at}.layout", document.get("layout"), LAYOUTS, A_LAYOUT)
    book.check_member(f"{at}.for", document.get("for"), ("unit",), A_WRITTEN_FOR)
    book.check_known(f"{at}.letter", document.get("letter"), book.section("letters"), A_LETTER)
    kinds = kinds_of(document)
    for kind in kinds:
        book.check_known(f"{at}.of", kind, book.section("kind"), A_KIND)
    for word in document.get("frame", {}):
        book.check_member(f"{at}.frame", word, FRAME, A_FRAME)
    checker = _Places(shelf, book, document, check_public)
    for word, text in document.get("frame", {}).items():
        checker.check(text, kinds, f"{at}.frame.{word}")
    names: list[str] = []
    for place, part in enumerate(document.get("parts", ())):
        here = f"{at}.parts[{place}]"
        names.append(part.get("id", f"part_{place + 1}"))
        if not 1 <= part.get("level", 1) <= DEEPEST_HEADING:
            book.add("P49", here)
        _check_part(checker, part, kinds, here)
    if len(set(names)) != len(names):
        book.add("P49", f"{at}.parts")


def kinds_of(document: Table) -> tuple[str, ...]:
    """Return the kinds a document is about."""
    of = document.get("of", ())
    return (of,) if isinstance(of, str) else tuple(of)


def _check_part(checker: _Places, part: Table, kinds: tuple[str, ...], at: str) -> None:
    book = checker.book
    told = kinds
    if "each" in part:
        book.check_known(f"{at}.each", part["each"], book.section("kind"), A_KIND)
        told = (part["each"],)
    for kind in told:
        if kind in book.section("kind"):
            scope = Scope(checker.shelf, book, kind)
            check_condition(scope, part.get("where"), book, f"{at}.where")
            if "group" in part:
                check_path(scope, part["group"], book, f"{at}.group")
    for key in ("heading", "text"):
        checker.check(part.get(key, ""), told, f"{at}.{key}", repeated="each" in part)
    for place, column in enumerate(part.get("columns", ())):
        checker.check(column.get("text", ""), told, f"{at}.columns[{place}].text", repeated="each" in part)


class _Places:
    """Checks the places of the texts of one document."""

    def __init__(self, shelf: Shelf, book: Book, document: Table, check_public: _CheckPath) -> None:
        self.shelf = shelf
        self.book = book
        self.public = document.get("public", False)
        self.asks: Mapping[str, str] = document.get("asks", {})
        self.is_letter = bool(document.get("letter"))
        self.check_public = check_public

    def check(self, text: str, kinds: tuple[str, ...], at: str, *, repeated: bool = False) -> None:
        """Note P48 for faults of writing, P14 for places that mean nothing, P39 for what a public text may not show."""
        for fault in parse(text)[1]:
            self.book.add("P48", at, line=fault.line, column=fault.column, why=fault.sentence)
        for path in dict.fromkeys(self._paths(text)):
            if path in self._words(repeated=repeated):
                if self.public and path not in OPEN_WORDS and path not in self.asks:
                    self.book.add("P39", at, it=path, kind=kinds[0] if kinds else self.book.id)
                continue
            for kind in kinds:
                if kind in self.book.section("kind"):
                    self._check(path, kind, at)

    def _paths(self, text: str) -> Iterator[str]:
        for place in places_in(text):
            yield from paths_of(place)

    def _words(self, *, repeated: bool) -> set[str]:
        return {*DOCUMENT_WORDS, *self.asks, *(CASE_WORDS if repeated or self.is_letter else ())}

    def _check(self, path: str, kind: str, at: str) -> None:
        scope = Scope(self.shelf, self.book, kind)
        if self.public:
            self.check_public(scope, path, self.book, at)
        else:
            check_path(scope, path, self.book, at)
