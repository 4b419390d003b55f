"""Numerals of every style are read to their exact value, and nothing else is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.text.numerals import is_vague, number, whole_number

LOWER = "零一二三四五六七八九"
UPPER = "零壹贰叁肆伍陆柒捌玖"
LARGEST = 10**12
VALUES = st.one_of(
    st.integers(0, 120), st.integers(0, LARGEST), st.integers(0, 12).map(lambda power: 10**power),
    st.builds(lambda digit, power, rest: min(digit * 10**power + rest, LARGEST), st.integers(1, 9), st.integers(1, 11), st.integers(0, 99)),
)  # fmt: skip


def section(value: int, digits: str, scales: str) -> str:
    """Write a number below ten thousand."""
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + ("" if place == 0 else scales[3 - place])
        zero = digit == 0
    return text


def in_han(value: int, digits: str = LOWER, scales: str = "千百十万亿") -> str:
    """Write a number as a clerk does, 一百零五, 十二, 两 not used."""
    if value == 0:
        return "零"
    text = ""
    for scale, glyph in ((10**8, scales[4]), (10**4, scales[3]), (1, "")):
        part, value = divmod(value, scale)
        if part >= 10**4:  # 一万亿
            text += in_han(part, digits, scales) + glyph
        elif part:
            gap = text and (part < 1000 or text.endswith("零"))
            text += ("零" if gap else "") + section(part, digits, scales) + glyph
    return text


@given(VALUES)
def test_every_number_written_out_is_read_back(value: int) -> None:
    assert number(in_han(value)) == value


@given(VALUES)
def test_every_number_in_the_digits_of_cheques_is_read_back(value: int) -> None:
    assert number(in_han(value, UPPER, "仟佰拾万亿")) == value
    assert number(in_han(value, UPPER, "仟佰拾萬億")) == value


@given(VALUES)
def test_ten_to_nineteen_may_drop_their_one(value: int) -> None:
    written = in_han(value)
    assert number(written.removeprefix("一") if written.startswith("一十") else written) == value


@given(VALUES)
def test_every_number_in_arabic_digits_is_read_back_however_grouped(value: int) -> None:
    wide = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert {number(str(value)), number(f"{value:,}"), number(f"{value:,}".replace(",", "，")), number(wide)} == {value}


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(1, 99))
def test_arabic_digits_mix_with_scales(wan: int, rest: int, cents: int) -> None:
    assert number(f"{wan + 1}.{cents:02}亿") == (wan + 1) * 10**8 + cents * 10**6
    if rest:
        assert number(f"{wan + 1}万{rest}") == (wan + 1) * 10**4 + rest


@given(st.lists(st.sampled_from("0123456789"), min_size=2, max_size=8))
def test_strings_of_digits_are_read_digit_by_digit(digits: list[str]) -> None:
    written = "".join((LOWER[int(digit)]) for digit in digits).replace("零", "〇")
    assert number(written) == int("".join(digits))


@given(st.text("零〇一二两三十百千万亿点半廿0123456789.，数几", max_size=12))
def test_any_string_of_such_characters_is_a_number_or_none(written: str) -> None:
    value = number(written)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("written", "value"),
    [("廿一", 21), ("卅", 30), ("两千三百", 2300), ("两千三", 2300), ("一万二", 12000), ("1万2千", 12000), ("3亿5千万", 350_000_000),
     ("十", 10), ("一百十一", 111), ("壹佰圆", None), ("二○二三", 2023), ("五十二点八", Decimal("52.8")), ("半", Decimal("0.5")),
     ("3.5亿", 350_000_000), ("二百五", 250), ("兩萬", 20000)],
)  # fmt: skip
def test_other_ways_of_writing(written: str, value: Decimal | int | None) -> None:
    assert number(written) == value


@pytest.mark.parametrize(
    "written", ["", "十百", "一百一百", "万", "百万", "三三十", "1,23", "1.2.3", "点五", "个", "二十亿亿亿零"]
)
def test_what_is_no_numeral_gives_none(written: str) -> None:
    assert number(written) is None


def test_numbers_kept_vague_are_no_numbers() -> None:
    assert [is_vague(word) for word in ("数十", "几百", "若干", "上千", "百万", "十", "三十")] == [True] * 5 + [
        False
    ] * 2
    assert (number("数十"), whole_number("五点二"), whole_number("12")) == (None, None, 12)
