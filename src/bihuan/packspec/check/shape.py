"""Has every table only known keys with the right kind of value? What has not is noted, and left out of later checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.check.book import Book, joined
from bihuan.packspec.language import SHAPES
from bihuan.packspec.shape import WHATS, Key, Shape
from bihuan.packspec.sources import Source, Table
from bihuan.packspec.vocabulary import COMPARATORS

_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_PACK_ID: Final = re.compile(r"[a-z][a-z0-9_-]*")
_SHARED: Final = re.compile(r"[a-z][a-z0-9_-]*\.[a-z][a-z0-9_]*")  # a shared part inside a resolved text
_ITEMS: Final = frozenset({"strings", "texts"})
_OMITTED: Final = object()


def check_shape(source: Source) -> Book:
    """Return the pack with its well-formed parts, and everything that is wrong with the rest."""
    book = Book(source, {})
    book.table.update(_Shaper(book).table(SHAPES["file"], source.table, ""))
    return book


class _Shaper:
    """Walks one file; every method returns the well-formed part of what it is given, or _OMITTED."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def table(self, shape: Shape, written: Table, path: str) -> Table:
        clean: Table = {}
        for name, value in written.items():
            here = f"{path}.{name}" if path else name
            key = shape.keys.get(name)
            if key is None:
                self._unknown(shape, name, here)
                continue
            kept = self.value(key, value, here)
            if kept is not _OMITTED:
                clean[name] = kept
        for name, key in shape.keys.items():
            if key.must and name not in written:
                self.book.add("P05", path, it=name)
        return clean

    def value(self, key: Key, value: Any, path: str) -> Any:
        """Return the well-formed part of what stands behind one key."""
        inside = self._inside(key)
        walk: Mapping[str, Callable[[Any, str], Any]] = {
            "table": inside,
            "map": lambda value, path: self._map(value, path, inside),
            "list": lambda value, path: self._list(value, path, inside),
            "titles": lambda value, path: self._map(value, path, self._text),
            "title_tables": lambda value, path: self._map(value, path, lambda one, at: self._map(one, at, self._text)),
            "text": self._text,
            "texts": lambda value, path: self._list(value, path, self._text),
            "condition": self._condition,
        }
        if key.what == "yes_no_or_condition":
            return self._condition(value, path) if isinstance(value, dict) else self._plain("yes_no", value, path)
        return walk[key.what](value, path) if key.what in walk else self._plain(key.what, value, path)

    def _unknown(self, shape: Shape, name: str, path: str) -> None:
        self.book.add("P02", path, it=name, a=shape.a, known=joined(shape.keys))

    def _is(self, wanted: type, value: Any, path: str) -> bool:
        if isinstance(value, wanted):
            return True
        self.book.add("P01", path)
        return False

    def _inside(self, key: Key) -> Callable[[Any, str], Any]:
        def table(value: Any, path: str) -> Any:
            return self.table(SHAPES[key.inside], value, path) if self._is(dict, value, path) else _OMITTED

        return table

    def _map(self, value: Any, path: str, each: Callable[[Any, str], Any]) -> Any:
        if not self._is(dict, value, path):
            return _OMITTED
        clean = {}
        for id_, inside in value.items():
            here = f"{path}.{id_}"
            self._id(id_, here, shared=path in {"lifecycle", "ladder"})
            kept = each(inside, here)
            if kept is not _OMITTED:
                clean[id_] = kept
        return clean

    def _id(self, id_: str, path: str, *, shared: bool) -> None:
        if _ID.fullmatch(id_) or (shared and _SHARED.fullmatch(id_)):
            return
        self.book.add("P17", path)

    def _list(self, value: Any, path: str, each: Callable[[Any, str], Any]) -> Any:
        if not isinstance(value, list):
            return self._wrong(path, "list")
        kept = [each(inside, f"{path}[{place}]") for place, inside in enumerate(value)]
        return [inside for inside in kept if inside is not _OMITTED]

    def _text(self, value: Any, path: str) -> Any:
        if isinstance(value, str):
            try:
                Text.parse(value)
            except ValueError:
                pass
            else:
                return value
        self.book.add("P04", path, it=repr(value))
        return _OMITTED

    def _plain(self, what: str, value: Any, path: str) -> Any:
        return value if _PLAIN[what](value) else self._wrong(path, what)

    def _wrong(self, path: str, what: str) -> object:
        self.book.add("P03", path, wanted=WHATS[what])
        return _OMITTED

    def _condition(self, value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self._wrong(path, "condition")
        clean = {}
        for name, must in value.items():
            kept = self._clause(must, f"{path}.{name}")
            if kept is not _OMITTED:
                clean[name] = kept
        return clean

    def _clause(self, must: Any, path: str) -> Any:
        if isinstance(must, bool) or _PLAIN["strings"](must):
            return must
        if not isinstance(must, dict):
            self.book.add("P07", path)
            return _OMITTED
        if not must or not all(word in COMPARATORS and _bound(word, bound) for word, bound in must.items()):
            self.book.add("P06", path, known=joined(COMPARATORS))
            return _OMITTED
        return must


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return _whole(value) or isinstance(value, Decimal)


def _bound(word: str, value: Any) -> bool:
    if word == "empty":
        return isinstance(value, bool)
    return _number(value) or isinstance(value, str) or (isinstance(value, date) and not isinstance(value, datetime))


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_number(item) for item in value)


_PLAIN: Final[Mapping[str, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "strings": _strings,
    "string_or_strings": lambda value: isinstance(value, str) or _strings(value),
    "names": lambda value: isinstance(value, dict) and all(isinstance(item, str) for item in value.values()),
    "points": lambda value: isinstance(value, dict) and all(_number(item) for item in value.values()),
    "pairs": lambda value: isinstance(value, list) and all(_pair(item) for item in value),
    "whole": _whole,
    "number": _number,
    "length": lambda value: _whole(value) or isinstance(value, str),
    "yes_no": lambda value: isinstance(value, bool),
    "value": lambda _: True,
}


def is_pack_id(id_: str) -> bool:
    """Return whether `id_` can be the id of a pack, which may hold a hyphen."""
    return _PACK_ID.fullmatch(id_) is not None
