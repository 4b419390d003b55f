"""The written text of packs: parsed, with the line of every key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from bihuan.packspec.bilingual import Text
from bihuan.packspec.problems import Problem
from bihuan.packspec.sentences import SENTENCES

Table: TypeAlias = dict[str, Any]

_HEADER = re.compile(r"^\[\[?\s*([^\[\]]+?)\s*\]?\]")
_KEY = re.compile(r"""^((?:[A-Za-z0-9_-]+|"[^"]*")(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"))*)\s*=""")
_END = Text("文件末尾", "the end of the file")
_PART = r"""(?:(?<![A-Za-z0-9_-])[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?:{_PART}[ \t]*+\.[ \t]*+){{32}}")
_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a pack. `name` is `<id>.toml`; `lines` maps a key path to its line."""

    name: str
    text: str
    table: Table
    lines: Mapping[str, int]

    @property
    def pack_id(self) -> str:
        """Return the id that the name of the file says."""
        return self.name.removesuffix(".toml")

    def line_of(self, key_path: str) -> int:
        """Return the line of `key_path`, or of the nearest table around it; 0 if the file does not have it."""
        while key_path:
            if key_path in self.lines:
                return self.lines[key_path]
            key_path = key_path[: max(key_path.rfind("."), key_path.rfind("["), 0)]
        return 0


def parsed(text: str) -> Table:
    """
    Return what a text of TOML says, numbers with a point as decimals.

    Raises ValueError, with the place, where it is none, and RecursionError for brackets of thousands deep. A key of many parts is refused
    unread: reading it takes memory by the square of them, and a key of a hundred thousand took all that a server has.
    """
    if (key := _LONG_KEY.search(text)) is not None:
        line, column = text.count("\n", 0, key.start()) + 1, key.start() - text.rfind("\n", 0, key.start())
        raise tomllib.TOMLDecodeError(f"Key of too many parts (at line {line}, column {column})")
    return tomllib.loads(text, parse_float=Decimal)


def read_source(name: str, text: str) -> Source | Problem:
    """Return the parsed text, or the one problem that kept it from being parsed."""
    try:
        table = parsed(text)
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, and brackets of thousands deep
        return _syntax_problem(name, str(error))
    return Source(name, text, table, _lines(text))


def _syntax_problem(name: str, message: str) -> Problem:
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else 0
    where = Text(f"第{place[1]}行第{place[2]}列", f"line {place[1]}, column {place[2]}") if place and line else _END
    what = message[: place.start()].strip() if place else message
    return Problem("P00", name, "", SENTENCES["P00"].format(where=where, what=what), line)


def _lines(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    header = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _HEADER.match(line):
            header = _plain(match[1])
            found.setdefault(header, number)
        elif match := _KEY.match(line):
            found.setdefault(f"{header}.{_plain(match[1])}" if header else _plain(match[1]), number)
    return found


def _plain(path: str) -> str:
    return re.sub(r"\s*\.\s*", ".", path).replace('"', "")
