"""A pack in one text: its own lines, and behind them the shared lifecycles and ladders that it names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.packspec.sources import Source, Table

_NOTE = "\n# Shared parts, as they were when this text was made.\n"


def shared_names(table: Table) -> tuple[tuple[str, str], ...]:
    """Return the (section, full name) of every shared lifecycle and ladder that a pack names, in order, each once."""
    found: dict[tuple[str, str], None] = {}
    kinds = [kind for kind in table.get("kind", {}).values() if isinstance(kind, dict)]
    for kind in kinds:
        found[("lifecycle", str(kind.get("lifecycle", "")))] = None
    for kind in kinds:
        for clock in kind.get("clocks", {}).values():
            found[("ladder", str(clock.get("ladder", "")))] = None
    return tuple((section, name) for section, name in found if "." in name)


def resolve_source(source: Source, sources: Mapping[str, Source]) -> str:
    """
    Return the self-contained text of a pack; a pack that names nothing shared keeps its text to the byte.

    sources: all packs by id. Shared parts that the text already holds are left as they are, so resolving twice changes
    nothing, and a change of the shared pack touches no stored text.
    """
    parts = []
    for section, name in shared_names(source.table):
        if name in source.table.get(section, {}):
            continue
        pack, _, id_ = name.partition(".")
        written = sources[pack].table[section][id_]
        parts.append(_lifecycle(name, written) if section == "lifecycle" else _ladder(name, written))
    return source.text.rstrip("\n") + "\n" + _NOTE + "\n".join(parts) if parts else source.text


def _lifecycle(name: str, written: Table) -> str:
    blocks = []
    for section in ("states", "moves"):
        lines = [f"{id_} = {to_toml(entry)}" for id_, entry in written.get(section, {}).items()]
        blocks.append("\n".join([f'[lifecycle."{name}".{section}]', *lines]))
    return "\n".join(blocks) + "\n"


def _ladder(name: str, written: Table) -> str:
    lines = [f"{key} = {to_toml(value)}" for key, value in written.items()]
    return "\n".join([f'[ladder."{name}"]', *lines]) + "\n"


def to_toml(value: Any) -> str:
    """Return one value as TOML on one line. Raises TypeError for what TOML cannot say."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)  # TOML's basic strings escape as JSON does
        case int() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case list():
            return "[" + ", ".join(to_toml(item) for item in value) + "]"
        case dict():
            inside = ", ".join(f"{_bare(key)} = {to_toml(item)}" for key, item in value.items())
            return f"{{ {inside} }}" if inside else "{}"
    raise TypeError(f"TOML has no way to write {value!r}")


def _bare(key: str) -> str:
    plain = key.replace("_", "").replace("-", "")
    return key if plain.isascii() and plain.isalnum() else json.dumps(key, ensure_ascii=False)
