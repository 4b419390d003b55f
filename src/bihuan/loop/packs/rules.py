"""Who looks after the packs of an area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import can_manage_organisation
from bihuan.loop.errors import NotAllowed
from bihuan.packspec.model import Pack

# Pages of their own are built on these packs: the import, the meetings, the public line, the portal of enterprises.
BUILT_UPON: Final = frozenset(
    {"enterprise-needs", "enterprises", "fairs", "feedback", "meetings", "policy-money", "rectification"}
)


def can_manage_packs(actor: Actor) -> bool:
    """Return whether the actor decides which packs the area uses."""
    return can_manage_organisation(actor)


def check_may_manage_packs(actor: Actor) -> None:
    """Raise NotAllowed unless the actor is an administrator of the area."""
    if not can_manage_packs(actor):
        raise NotAllowed(_("Only an administrator of the area decides which systems it uses."))


def names_gone(shipped: Pack, own: Pack) -> tuple[str, ...]:
    """
    Return what an area's copy of such a pack has lost of the shipped one and its pages ask for by name, as `kind.name`.

    Kinds, parties, clocks, states and moves; nothing for any other pack. Fields may go, titles and limits may change.
    """
    if shipped.id not in BUILT_UPON:
        return ()
    kept = set(_names(own))
    return tuple(name for name in _names(shipped) if name not in kept)


def _names(pack: Pack) -> Iterator[str]:
    for kind in pack.kinds.values():
        lifecycle = kind.lifecycle_of(pack)
        yield kind.id
        for names in (kind.parties, kind.clocks, lifecycle.states, lifecycle.moves):
            yield from (f"{kind.id}.{name}" for name in names)
