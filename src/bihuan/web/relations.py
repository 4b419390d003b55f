"""Relations and desks as choices of a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import pgettext

from bihuan.packspec.model import Pack
from bihuan.packspec.vocabulary import DESK_PREFIX, RELATIONS
from bihuan.web.language import say

TOLD = (
    "handler", "responsible", "responsible_head", "lead", "lead_head", "assisting", "leader", "superior", "panel", "opener",
)  # fmt: skip
DECIDING = ("lead", "lead_head", "leader", "superior")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen."""

    value: str
    title: str
    chosen: bool


def told_choices(pack: Pack, chosen: Iterable[str]) -> tuple[Choice, ...]:
    """Return who may be told of something: parties and the desks of the pack, those chosen marked."""
    return _choices(pack, TOLD, chosen)


def deciding_choices(pack: Pack, chosen: Iterable[str]) -> tuple[Choice, ...]:
    """Return who may decide on something: lead unit, leader, superior and the desks of the pack."""
    return _choices(pack, DECIDING, chosen)


def _choices(pack: Pack, relations: Iterable[str], chosen: Iterable[str]) -> tuple[Choice, ...]:
    kept = set(chosen)
    named = {name: say(RELATIONS[name]) for name in relations}
    named |= {f"{DESK_PREFIX}{desk}": say(title) for desk, title in pack.desks.items()}
    return tuple(Choice(value, title, value in kept) for value, title in named.items())


def told_words(pack: Pack, relations: Iterable[str]) -> str:
    """Return relations and desks one after another."""
    comma = pgettext("between things", ", ")
    return comma.join(
        say(pack.desks[name.removeprefix(DESK_PREFIX)])
        if name.startswith(DESK_PREFIX) and name.removeprefix(DESK_PREFIX) in pack.desks
        else say(RELATIONS[name])
        if name in RELATIONS
        else name
        for name in relations
    )
