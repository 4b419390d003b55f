"""The unified social credit code: 18 characters, the last of which proves the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.text.credit_code import SIGNS, check_sign_of, is_credit_code, tidy_credit_code

FIRST = st.text(alphabet=SIGNS, min_size=17, max_size=17)
# Worked out by hand from the weights of the standard.
KNOWN = "91350100M000100Y43"


def test_the_example_of_the_standard_is_valid() -> None:
    assert is_credit_code(KNOWN)


@given(FIRST)
def test_exactly_one_character_completes_a_code(first: str) -> None:
    assert [sign for sign in SIGNS if is_credit_code(first + sign)] == [check_sign_of(first)]


@given(FIRST, st.integers(0, 16), st.sampled_from(SIGNS))
def test_one_wrong_character_is_noticed(first: str, at: int, sign: str) -> None:
    changed = first[:at] + sign + first[at + 1 :]
    assert is_credit_code(changed + check_sign_of(first)) is (changed == first)


@given(FIRST, st.integers(0, 15))
def test_two_neighbours_in_the_wrong_order_are_noticed(first: str, at: int) -> None:
    changed = first[:at] + first[at + 1] + first[at] + first[at + 2 :]
    assert is_credit_code(changed + check_sign_of(first)) is (changed == first)


@pytest.mark.parametrize("wrong", ["", KNOWN[:-1], KNOWN + "0", KNOWN.replace("M", "I"), KNOWN.lower()])
def test_other_texts_are_no_codes(wrong: str) -> None:
    assert not is_credit_code(wrong)


def test_what_people_type_is_tidied() -> None:
    assert tidy_credit_code(" ９１350100-m0001 00y43 ") == KNOWN
