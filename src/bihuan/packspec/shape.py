"""What a table of the pack language is: its keys, and what may stand behind each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bihuan.packspec.bilingual import Text

# What may stand behind a key. `inside` names the shape of a table, of each member of a map, or of each item of a list.
WHATS: Final[Mapping[str, Text]] = {
    "text": Text("“中文 | English”", "“中文 | English”"),
    "string": Text("一个字符串", "a string"),
    "strings": Text("字符串的列表", "a list of strings"),
    "string_or_strings": Text("一个字符串或字符串的列表", "a string or a list of strings"),
    "texts": Text("“中文 | English”的列表", "a list of “中文 | English”"),
    "titles": Text("表：标识 = “中文 | English”", "a table: id = “中文 | English”"),
    "title_tables": Text("表中之表：标识 = “中文 | English”", "a table of tables: id = “中文 | English”"),
    "names": Text("表：字符串 = 字符串", "a table: string = string"),
    "points": Text("表：标识 = 数字", "a table: id = number"),
    "pairs": Text("成对数字的列表", "a list of pairs of numbers"),
    "whole": Text("整数", "a whole number"),
    "number": Text("数字", "a number"),
    "length": Text("整数或路径", "a whole number or a path"),
    "yes_no": Text("true或false", "true or false"),
    "condition": Text("条件", "a condition"),
    "yes_no_or_condition": Text("true、false或条件", "true, false or a condition"),
    "value": Text("与字段类型相符的值", "a value of its type"),
    "table": Text("一个表", "a table"),
    "map": Text("表：标识 = 表", "a table of tables"),
    "list": Text("表的列表", "a list of tables"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: what may stand there, whether it must, and what it means."""

    what: str
    meaning: str
    inside: str = ""
    must: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One table of the language. `a` is its name in sentences: “a move may say …”."""

    a: str
    keys: Mapping[str, Key]


def must(what: str, meaning: str, inside: str = "") -> Key:
    """Return a key that must be there."""
    return Key(what, meaning, inside, must=True)
