"""From files to packs: read all, check all, build all, or keep nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bihuan.packspec.build import build_pack
from bihuan.packspec.check import check_sources, check_texts
from bihuan.packspec.model import Pack
from bihuan.packspec.problems import PackErrors, Problem
from bihuan.packspec.resolve import resolve_source
from bihuan.packspec.sources import Source, read_source

SHIPPED = Path(__file__).parents[1] / "packs"


def read_folder(folder: Path) -> dict[str, str]:
    """Return the text of every pack file in a folder by its name; worked cases (`*.cases.toml`) are not packs."""
    files = sorted(path for path in folder.glob("*.toml") if not path.name.endswith(".cases.toml"))
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def load_folder(folder: Path = SHIPPED) -> dict[str, Pack]:
    """Return all packs of a folder by id. Raises PackErrors with everything that is wrong with any of them."""
    return load_texts(read_folder(folder))


def load_texts(texts: Mapping[str, str]) -> dict[str, Pack]:
    """
    Return all packs by id, each with its shared parts inside.

    texts: written packs by file name (`rectification.toml`) or id; they may name each other.
    Raises PackErrors.
    """
    return dict(_loaded(tuple((_named(name), text) for name, text in texts.items())))


@lru_cache(maxsize=8)
def _loaded(texts: tuple[tuple[str, str], ...]) -> dict[str, Pack]:
    """Return the packs of texts, read once a process: checking the packs of a county takes half a second."""
    named = dict(texts)
    if problems := check_texts(named):
        raise PackErrors(problems)
    sources = _sources(named)
    return {id_: build_pack(_resolved(source, sources)) for id_, source in sources.items()}


def _named(name: str) -> str:
    return name if name.endswith(".toml") else f"{name}.toml"


@lru_cache(maxsize=512)
def load_text(text: str) -> Pack:
    """
    Return the pack of one stored, self-contained text, as `Pack.text` and `resolve` give it.

    Links into other packs stay names. Raises PackErrors.
    """
    source = _self_contained(text)
    if isinstance(source, Problem):
        raise PackErrors((source,))
    if problems := check_sources((source,), alone=True):
        raise PackErrors(problems)
    return build_pack(source)


def resolve(pack_id: str, texts: Mapping[str, str]) -> str:
    """Return the self-contained text of one pack among `texts`. Raises PackErrors, KeyError if it is not among them."""
    return load_texts(texts)[pack_id].text


def _self_contained(text: str) -> Source | Problem:
    """Return a stored text as the file that its id names; it is parsed once, for all packs of an area are."""
    source = read_source("pack.toml", text)
    if isinstance(source, Problem):
        return source
    head = source.table.get("pack", {})
    id_ = str(head.get("id", "pack")) if isinstance(head, dict) else "pack"
    return replace(source, name=f"{id_}.toml")


def _sources(texts: Mapping[str, str]) -> dict[str, Source]:
    read = [read_source(name, text) for name, text in texts.items()]
    return {source.pack_id: source for source in read if not isinstance(source, Problem)}


def _resolved(source: Source, sources: Mapping[str, Source]) -> Source:
    text = resolve_source(source, sources)
    if text == source.text:
        return source
    again = read_source(source.name, text)
    assert isinstance(again, Source), again  # noqa: S101 # our own writing of what was just read
    return again
