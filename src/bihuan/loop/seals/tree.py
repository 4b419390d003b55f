"""
The Merkle tree of RFC 9162 §2.1, over the methods of the trail's digests.

Leaves begin with a byte 0, nodes with a byte 1, so that no node passes for a leaf. A node without a neighbour rises as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bihuan.loop.trail.digest import hasher

Step = tuple[str, str]
"""The side of a neighbour, `left` or `right`, and its hash in hexadecimal."""


def root(leaves: Iterable[bytes], algorithm: str) -> str:
    """Return the root over leaves in their order, method in front; of no leaves the hash of nothing."""
    level = [_hash(b"\0" + leaf, algorithm) for leaf in leaves]
    if not level:
        return f"{algorithm}:{_hash(b'', algorithm).hex()}"
    while len(level) > 1:
        level = _above(level, algorithm)
    return f"{algorithm}:{level[0].hex()}"


def path(leaves: Sequence[bytes], place: int, algorithm: str) -> list[Step]:
    """Return the neighbours on the way from the leaf at `place` (from 0) up to the root. Raises IndexError where there is no such leaf."""
    level = [_hash(b"\0" + leaf, algorithm) for leaf in leaves]
    if not 0 <= place < len(level):
        raise IndexError(place)
    steps: list[Step] = []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            steps.append(("left" if beside < place else "right", level[beside].hex()))
        level, place = _above(level, algorithm), place // 2
    return steps


def climbed(leaf: bytes, steps: Iterable[Step], algorithm: str) -> str:
    """Return the root that a leaf gives with its neighbours. Raises ValueError for a hash that is no hexadecimal."""
    here = _hash(b"\0" + leaf, algorithm)
    for side, written in steps:
        beside = bytes.fromhex(written)
        here = _hash(b"\1" + (beside + here if side == "left" else here + beside), algorithm)
    return f"{algorithm}:{here.hex()}"


def _above(level: list[bytes], algorithm: str) -> list[bytes]:
    pairs = [_hash(b"\1" + left + right, algorithm) for left, right in zip(level[::2], level[1::2], strict=False)]
    return pairs + level[len(pairs) * 2 :]


def _hash(data: bytes, algorithm: str) -> bytes:
    return bytes.fromhex(hasher(algorithm, data).hexdigest())
