"""The arrows of a lifecycle: declared moves and exits of review states, those between the same two together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Kind, Lifecycle, Pack
from bihuan.packspec.vocabulary import DESK_PREFIX, RELATIONS

EXITS: Final = {
    "passes_to": Text("审核通过", "Passed"),
    "returns_to": Text("审核退回", "Returned"),
    "refuses_to": Text("不予通过", "Refused"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """What is written at an arrow: the move, and who takes it."""

    title: str
    who: str


@dataclass(frozen=True, slots=True)
class Way:
    """One arrow. sort: move, exit (of a review), clock, or again (a new turn begins)."""

    from_: str
    to: str
    sort: str
    labels: tuple[Label, ...]


def title_of(relation: str, pack: Pack, kind: Kind, language: str) -> str:
    """Return what a relation or desk is called in a kind of a pack."""
    if relation.startswith(DESK_PREFIX):
        return pack.desks[relation.removeprefix(DESK_PREFIX)].in_(language)
    if relation in kind.parties:
        return kind.parties[relation].in_(language)
    return RELATIONS[relation].in_(language)


def titles_of(relations: Iterable[str], pack: Pack, kind: Kind, language: str, joint: str = "") -> str:
    """Return the titles of several relations, for people."""
    mark = joint or ("、" if language.startswith("zh") else ", ")
    return mark.join(title_of(relation, pack, kind, language) for relation in relations)


def ways_of(pack: Pack, kind: Kind, language: str) -> tuple[Way, ...]:
    """Return the arrows of a kind's lifecycle in the order of its file."""
    lifecycle = kind.lifecycle_of(pack)
    found: dict[tuple[str, str, str], list[Label]] = {}
    for move in lifecycle.moves.values():
        label = Label(move.title.in_(language), titles_of(move.by, pack, kind, language))
        for from_ in move.from_:
            found.setdefault((from_, move.to, _sort(lifecycle, from_, move.to, move.by)), []).append(label)
    for state in lifecycle.states.values():
        for exit_, title in EXITS.items():
            if (to := getattr(state, exit_)) is not None:
                label = Label(title.in_(language), "")
                found.setdefault((state.id, to, "exit"), []).append(label)
    return tuple(Way(from_, to, sort, tuple(labels)) for (from_, to, sort), labels in found.items())


def _sort(lifecycle: Lifecycle, from_: str, to: str, by: tuple[str, ...]) -> str:
    if lifecycle.states[from_].category == "closed" and lifecycle.states[to].category != "closed":
        return "again"
    return "clock" if by == ("clock",) else "move"
