"""Digests that name their method: `sm3:…` (GB/T 32905-2016) or `sha256:…` (FIPS 180-4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import IO, Final, Protocol

from django.conf import settings

from bihuan.loop.trail.sm3 import SM3

BLOCK: Final = 1 << 20


class Hash(Protocol):
    """What is needed of a hash object."""

    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


def _sm3() -> Callable[[bytes], Hash]:
    """Return SM3 of this Python's OpenSSL if it is there and right, our own otherwise."""
    # Some builds list algorithms that they then refuse, so it is asked to prove itself.
    try:
        if hashlib.new("sm3", b"abc").hexdigest() == SM3(b"abc").hexdigest():
            return lambda data: hashlib.new("sm3", data)
    except ValueError:
        pass
    return SM3


METHODS: Final[dict[str, Callable[[bytes], Hash]]] = {"sm3": _sm3(), "sha256": hashlib.sha256}


def chosen_algorithm() -> str:
    """Return the method in which this installation writes new digests; old ones keep theirs."""
    return str(settings.BIHUAN_DIGEST)


def digest(data: bytes, algorithm: str) -> str:
    """
    Return the digest of `data` with its method in front.

    algorithm: sm3 or sha256.
    Raises ValueError for any other.
    Source: GB/T 32905-2016; FIPS 180-4.
    """
    return f"{algorithm}:{hasher(algorithm, data).hexdigest()}"


def digest_file(stream: IO[bytes], algorithm: str) -> str:
    """Return the digest of everything that is left in `stream`, a block at a time."""
    hashed = hasher(algorithm)
    while block := stream.read(BLOCK):
        hashed.update(block)
    return f"{algorithm}:{hashed.hexdigest()}"


def algorithm_of(written: str) -> str:
    """Return the method that a digest names; raise ValueError for one that is not known."""
    algorithm = written.partition(":")[0]
    hasher(algorithm)
    return algorithm


def hasher(algorithm: str, data: bytes = b"") -> Hash:
    """Return a hash object that has taken in `data`; raise ValueError for a method that is not known."""
    try:
        return METHODS[algorithm](data)
    except KeyError:
        raise ValueError(f"{algorithm!r} is no digest of the trail") from None
