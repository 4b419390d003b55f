"""Packs that an office writes itself: read against the shared parts, given a number, and told apart from another text."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bihuan.packspec.bilingual import Text
from bihuan.packspec.cases import CasesError, read_cases
from bihuan.packspec.check import check_texts
from bihuan.packspec.check.shape import is_pack_id
from bihuan.packspec.coverage import coverage_of
from bihuan.packspec.load import SHIPPED, load_text, read_folder
from bihuan.packspec.model import Pack
from bihuan.packspec.problems import PackErrors, Problem
from bihuan.packspec.resolve import resolve_source
from bihuan.packspec.sources import Source, parsed, read_source

HEAD = re.compile(r"^\[pack\][^\n]*$", re.M)
NEXT_TABLE = re.compile(r"^\[", re.M)
VERSION = re.compile(r"^version\s*=\s*\d+", re.M)
UNNUMBERED = Text("[pack]中应有一行 version = 数字", "[pack] needs a line version = number")


@dataclass(frozen=True, slots=True)
class Reading:
    """
    A text as it was read: the pack where nothing is wrong, else all that is wrong with it, from the top to the end.

    whole: the text with the shared parts inside.
    """

    pack: Pack | None
    problems: tuple[Problem, ...]
    whole: str = ""


@lru_cache(maxsize=64)
def read_written(pack_id: str, text: str) -> Reading:
    """
    Return what a text says as the pack of this id; shared lifecycles and ladders are those that are shipped.

    Links into other packs stay names, as an installation need not have them.
    """
    name, shared = f"{pack_id}.toml", shared_texts()
    found = tuple(one for one in check_texts({**shared, name: text}, alone=True) if one.file == name)
    if found:
        return Reading(None, found)
    read = {file: read_source(file, written) for file, written in {**shared, name: text}.items()}
    sources = {source.pack_id: source for source in read.values() if isinstance(source, Source)}
    whole = resolve_source(sources[pack_id], sources)
    try:
        return Reading(load_text(whole), (), whole)
    except PackErrors as errors:
        return Reading(None, errors.problems)


@lru_cache(maxsize=1)
def shared_texts() -> dict[str, str]:
    """Return the shipped files that hold shared parts alone, by name."""
    texts = read_folder(SHIPPED)
    return {name: text for name, text in texts.items() if not tomllib.loads(text).get("kind")}


def id_in(text: str) -> str:
    """Return the id that a text gives itself, empty where it gives none that may be one."""
    try:
        head = parsed(text).get("pack", {})
    except (ValueError, RecursionError):
        return ""
    id_ = head.get("id", "") if isinstance(head, dict) else ""
    return id_ if isinstance(id_, str) and is_pack_id(id_) else ""


def numbered(text: str, version: int) -> str:
    """Return the text with this version in its head. Raises PackErrors where the head has no line for it."""
    head = HEAD.search(text)
    after = NEXT_TABLE.search(text, head.end()) if head else None
    end = after.start() if after else len(text)
    line = VERSION.search(text, head.end(), end) if head else None
    if line is None:
        raise PackErrors([Problem("P00", "", "pack.version", UNNUMBERED)])
    return f"{text[: line.start()]}version = {version}{text[line.end() :]}"


def uncovered(pack: Pack, cases: str) -> tuple[str, ...]:
    """Return what the worked cases of a pack do not touch, or the one sentence why they cannot be read; nothing where there are none."""
    if not cases.strip():
        return ()
    try:
        read = read_cases(cases)
        return coverage_of(pack, read).missing if read.pack == pack.id else (f"pack = {read.pack} ≠ {pack.id}",)
    except CasesError as error:
        return (str(error),)
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        return (f"{type(error).__name__}: {error}",)


def shipped_cases(pack_id: str, folder: Path = SHIPPED) -> str:
    """Return the worked cases that lie beside a pack in a folder, empty without."""
    path = folder / f"{pack_id}.cases.toml"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a comparison. sort: same, old, new, or gap for lines left out. Numbers are 0 where the side has no such line."""

    sort: str
    text: str
    old: int = 0
    new: int = 0


def differences(old: str, new: str, *, around: int = 3) -> tuple[DiffLine, ...]:
    """Return how one text becomes another, line by line, with some equal lines around each change."""
    before, after = old.splitlines(), new.splitlines()
    found: list[DiffLine] = []
    for place, group in enumerate(difflib.SequenceMatcher(None, before, after).get_grouped_opcodes(around)):
        if place or group[0][1]:
            found.append(DiffLine("gap", ""))
        for tag, first, last, start, end in group:
            if tag == "equal":
                found += [DiffLine("same", before[n], n + 1, start + n - first + 1) for n in range(first, last)]
                continue
            found += [DiffLine("old", before[n], n + 1) for n in range(first, last)]
            found += [DiffLine("new", after[n], 0, n + 1) for n in range(start, end)]
    return tuple(found)
