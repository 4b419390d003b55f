"""
Chinese, Arabic and mixed numerals as exact numbers.

Own code and not the library cn2an: it is sixty lines, exact (Decimal, no float on the way), knows 廿, 卅, 半, 〇 and mixed writing
(`1万2千`), and answers None to what is no numeral, where cn2an raises or, in its lax mode, guesses.
"""

from __future__ import annotations

import re
from decimal import Decimal

HAN_NUMERAL = "[零〇一二三四五六七八九十百两]"
NUMERAL_GLYPHS = "零〇○一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億兩貳參陸"
_DIGITS = "零一二三四五六七八九"
_PLAIN = str.maketrans(
    "０１２３４５６７８９．〇○壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟萬億两兩",
    "0123456789.零零一二二二三三三四五六六七八九十百千万亿二二",
)
_ARABIC = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?", re.ASCII)
_D = r"\d+(?:\.\d+)?|[一二三四五六七八九]"
_SECTION = re.compile(
    rf"零*(?:(?P<k>{_D})千)?(?:零*(?P<h>{_D})百)?(?:零*(?:(?P<t>{_D})?十|(?P<tens>[廿卅卌])))?(?:(?P<zero>零)*(?P<d>{_D}))?",
    re.ASCII,
)
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_VAGUE = re.compile(r"(?:[数几]+|若干)[十百千万亿]*|上[十百千万亿]+|[百千万亿]+")
_WAN, _YI = 10**4, 10**8


def number(written: str) -> Decimal | None:
    """
    Return the exact value of a numeral, None if it is none.

    written: `二十一`, `廿一`, `壹万贰仟叁佰`, `二〇二三`, `1万2千`, `3.5亿`, `1，369.5`, `五点二`, `半`, in wide digits too.
    A last digit behind a scale is of the next lower one, as people say it: `两千三` is 2300, `一万二` is 12000.
    """
    text = written.translate(_PLAIN)
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", "").replace("，", ""))
    if text == "半":
        return Decimal("0.5")
    whole, point, fraction = text.partition("点")
    if point:
        left, digits = number(whole), _digit_string(fraction)
        return None if left is None or digits is None else left + Decimal(f"0.{digits}")
    strung = _digit_string(text)
    return _scaled(text) if strung is None else Decimal(strung)


def is_vague(written: str) -> bool:
    """Return whether words stand where a number should (`数十`, `几百`, `若干`, `上千`)."""
    return _VAGUE.fullmatch(written) is not None


def whole_number(written: str) -> int | None:
    """Return the value of a numeral that is a whole number, None if it is no numeral or has a fraction."""
    if written.isascii():
        return int(written) if written.isdigit() else None
    value = number(written)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _digit_string(text: str) -> str | None:
    """The digits of `二零二四`, None if a scale or anything else stands among them."""
    if not text or any(glyph not in _DIGITS for glyph in text):
        return None
    return "".join(str(_DIGITS.index(glyph)) for glyph in text)


def _scaled(text: str) -> Decimal | None:
    """The value of a numeral with 亿 and 万: what stands before a scale times it, and what stands behind."""
    for glyph, scale in (("亿", _YI), ("万", _WAN)):
        before, found, behind = text.rpartition(glyph)
        if found:
            count, rest = _scaled(before), _behind(behind, scale)
            return None if not count or rest is None or glyph in before else count * scale + rest
    return _section(text)


def _behind(text: str, scale: int) -> Decimal | None:
    if not text:
        return Decimal(0)
    if len(text) == 1 and text in _DIGITS:
        return Decimal(_DIGITS.index(text) * scale // 10)
    value = _scaled(text)
    return value if value is not None and value < scale else None


def _section(text: str) -> Decimal | None:
    """The value of a numeral below ten thousand."""
    match = _SECTION.fullmatch(text) if text else None
    if match is None:
        return None
    total = _value(match["k"]) * 1000 + _value(match["h"]) * 100
    if match["tens"]:
        total += _TENS[match["tens"]]
    elif "十" in text:
        total += (_value(match["t"]) or 1) * 10
    last = _value(match["d"])
    if last and text[-2:-1] in {"百", "千"} and not match["d"].isascii():
        last *= 10 if text[-2] == "百" else 100
    return total + last


def _value(digit: str | None) -> Decimal:
    if not digit:
        return Decimal(0)
    return Decimal(digit) if digit[0].isascii() else Decimal(_DIGITS.index(digit))
