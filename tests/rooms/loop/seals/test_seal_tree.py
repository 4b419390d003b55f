"""The tree of a seal is that of RFC 9162: every leaf leads to the root, and no other leaf does."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.loop.seals.tree import climbed, path, root

METHODS = st.sampled_from(["sha256", "sm3"])


def leaves_of(size: int) -> list[bytes]:
    return [f"{number}".encode() for number in range(size)]


def by_the_standard(leaves: list[bytes]) -> bytes:
    """Compute the root as RFC 9162 §2.1.1 writes it: split at the largest power of two below the number of leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + by_the_standard(leaves[:split]) + by_the_standard(leaves[split:])).digest()


@given(st.integers(0, 70))
def test_the_root_is_that_of_the_standard(size: int) -> None:
    leaves = leaves_of(size)
    assert root(leaves, "sha256") == f"sha256:{by_the_standard(leaves).hex()}"


@given(st.integers(1, 40), METHODS, st.data())
def test_every_leaf_leads_to_the_root_and_another_one_does_not(size: int, method: str, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    place = data.draw(st.integers(0, size - 1))
    steps = path(leaves, place, method)

    assert climbed(leaves[place], steps, method) == root(leaves, method)
    assert climbed(b"another", steps, method) != root(leaves, method)
    assert len(steps) <= (size - 1).bit_length()


@given(st.integers(2, 40), st.data())
def test_leaves_in_another_order_have_another_root(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    place = data.draw(st.integers(0, size - 2))
    swapped = [*leaves[:place], leaves[place + 1], leaves[place], *leaves[place + 2 :]]

    assert root(swapped, "sha256") != root(leaves, "sha256")


@pytest.mark.parametrize("place", [-1, 3])
def test_a_place_without_a_leaf_has_no_path(place: int) -> None:
    with pytest.raises(IndexError):
        path([b"a", b"b", b"c"], place, "sha256")
