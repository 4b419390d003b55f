"""
Drawing a sample that anybody can draw again: no database, no clock.

Method “hamilton-1”:
1. The frame is put into the order of the cases' ids.
2. `random.Random(seed)` gives each case in that order one number by `random()`, which Python promises to keep the same for ever.
3. The size is divided among the strata in proportion to how many cases they hold (largest remainder, after Hamilton); a stratum
   whose share is below one gets one, and the others divide what is left. Equal remainders go to the stratum that comes first by name.
4. Of each stratum the cases with the smallest numbers are drawn. The next smallest of the same stratum takes the place of a case that
   has to be left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

METHOD: Final = "hamilton-1"
LARGEST_SEED: Final = 2**31 - 1
Stratum = tuple[str, ...]


class TooSmall(ValueError):
    """A sample of this size cannot hold one case of every stratum; `least` would do."""

    def __init__(self, least: int) -> None:
        super().__init__(f"at least {least}")
        self.least = least


@dataclass(frozen=True, slots=True)
class Member:
    """One case that could be drawn. stratum: one word for each thing the frame is divided by."""

    id: int
    number: str
    stratum: Stratum


@dataclass(frozen=True, slots=True)
class Lot:
    """A member with the number it got, and whether it is drawn."""

    member: Member
    ticket: float
    drawn: bool


def size_of_share(frame: int, share: int) -> int:
    """Return how many cases `share` per cent of a frame are, rounded up, at least one of a frame that is not empty."""
    return min(frame, max(1, -(-frame * share // 100))) if frame else 0


def allocate(counts: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """
    Return how many cases are drawn of each stratum: in proportion, at least one each, `size` together.

    counts: cases in each stratum, none empty. Raises TooSmall; ValueError for more than there are.
    """
    if size > sum(counts.values()):
        raise ValueError(f"{size} of {sum(counts.values())}")
    if size < len(counts):
        raise TooSmall(len(counts))
    seats: dict[Stratum, int] = {}
    left, rest = dict(sorted(counts.items())), size
    while True:
        total = sum(left.values())
        small = [key for key, count in left.items() if count * rest < total]
        if not small:
            break
        for key in small:
            seats[key] = 1
            del left[key]
        rest = size - len(seats)
    shares = {key: Fraction(count * rest, total) for key, count in left.items()}
    seats |= {key: int(share) for key, share in shares.items()}
    missing = size - sum(seats.values())
    by_remainder = sorted(shares, key=lambda key: (-(shares[key] - int(shares[key])), key))
    for key in by_remainder[:missing]:
        seats[key] += 1
    return seats


def draw(frame: Iterable[Member], *, seed: int, size: int) -> list[Lot]:
    """
    Return every member of a frame with its lot, stratum by stratum, smallest number first.

    Raises TooSmall, ValueError as `allocate` does.
    """
    members = sorted(frame, key=lambda member: member.id)
    chance = random.Random(seed)  # noqa: S311 - drawn by a recorded seed so that it can be repeated, not to keep a secret
    tickets = {member.id: chance.random() for member in members}
    strata: dict[Stratum, list[Member]] = {}
    for member in members:
        strata.setdefault(member.stratum, []).append(member)
    seats = allocate({key: len(inside) for key, inside in strata.items()}, size)
    found: list[Lot] = []
    for key in sorted(strata):
        ordered = sorted(strata[key], key=lambda member: (tickets[member.id], member.id))
        found += [Lot(member, tickets[member.id], place < seats[key]) for place, member in enumerate(ordered)]
    return found


def written_frame(frame: Iterable[Member]) -> list[list[object]]:
    """Return a frame as it is kept and digested: in the order of ids."""
    return [[one.id, one.number, list(one.stratum)] for one in sorted(frame, key=lambda member: member.id)]


def read_frame(written: Sequence[Sequence[object]]) -> list[Member]:
    """Return the frame that was kept."""
    return [Member(int(str(id_)), str(number), tuple(map(str, stratum))) for id_, number, stratum in written]  # type: ignore[call-overload]
