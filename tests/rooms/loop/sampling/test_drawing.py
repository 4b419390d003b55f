"""A draw can be made again by anybody: same seed same sample, every stratum, sizes that add up, whatever the order of the frame."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.loop.sampling.drawing import Member, TooSmall, allocate, draw, read_frame, size_of_share, written_frame

DRAWN = ["2026-01-10", "2026-01-9", "2026-01-6", "2026-01-5"]
COUNTS = st.dictionaries(st.tuples(st.sampled_from("甲乙丙丁戊己庚辛")), st.integers(1, 60), min_size=1, max_size=8)


def frame_of(counts: dict[tuple[str], int]) -> list[Member]:
    words = [stratum for stratum, count in counts.items() for _ in range(count)]
    return [Member(number * 7, f"2026-01-{number}", stratum) for number, stratum in enumerate(words, start=1)]


@given(counts=COUNTS, seed=st.integers(0, 2**31 - 1), share=st.integers(0, 100))
def test_every_stratum_is_drawn_from_and_the_sizes_add_up(counts: dict[tuple[str], int], seed: int, share: int) -> None:
    total = sum(counts.values())
    size = min(total, max(len(counts), size_of_share(total, share)))
    lots = draw(frame_of(counts), seed=seed, size=size)
    drawn = [lot.member for lot in lots if lot.drawn]
    assert len(lots) == total
    assert len(drawn) == len({member.id for member in drawn}) == size
    assert {member.stratum for member in drawn} == set(counts)


@given(counts=COUNTS, seed=st.integers(0, 2**31 - 1), shuffled=st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_whatever_the_order_of_the_frame(
    counts: dict[tuple[str], int], seed: int, shuffled: random.Random
) -> None:
    frame = frame_of(counts)
    mixed = list(frame)
    shuffled.shuffle(mixed)
    size = len(counts)
    assert draw(mixed, seed=seed, size=size) == draw(frame, seed=seed, size=size)
    assert draw(read_frame(written_frame(mixed)), seed=seed, size=size) == draw(frame, seed=seed, size=size)


@given(counts=COUNTS, data=st.data())
def test_no_stratum_gives_a_whole_case_more_or_less_than_its_share_unless_that_is_below_one(
    counts: dict[tuple[str, ...], int], data: st.DataObject
) -> None:
    total = sum(counts.values())
    size = data.draw(st.integers(len(counts), total))
    seats = allocate(counts, size)
    assert sum(seats.values()) == size
    assert all(1 <= seats[stratum] <= count for stratum, count in counts.items())
    if all(size * count >= total for count in counts.values()):
        assert all(abs(seats[stratum] - size * count / total) < 1 for stratum, count in counts.items())


def test_a_sample_smaller_than_its_strata_says_how_many_would_do() -> None:
    with pytest.raises(TooSmall) as raised:
        allocate({("甲",): 5, ("乙",): 5, ("丙",): 1}, 2)
    assert raised.value.least == 3


def test_a_draw_of_long_ago_comes_out_the_same_today() -> None:
    lots = draw(frame_of({("甲",): 6, ("乙",): 3, ("丙",): 1}), seed=20261120, size=4)
    assert [lot.member.number for lot in lots if lot.drawn] == DRAWN


def test_another_seed_draws_other_cases() -> None:
    frame = frame_of({("甲",): 40})
    seen = {tuple(lot.member.id for lot in draw(frame, seed=seed, size=5) if lot.drawn) for seed in range(20)}
    assert len(seen) > 15
