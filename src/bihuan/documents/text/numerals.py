"""Chinese and Arabic numerals as whole numbers."""

from __future__ import annotations

_DIGITS = {
    **{glyph: value for value, glyph in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
HAN_NUMERAL = "[零〇一二三四五六七八九十百两]"


def whole_number(written: str) -> int | None:
    """
    Return the value of a numeral below 1000 (`12`, `十二`, `二十一`, `一百零三`), or of a string of digits (`二〇二四`).

    Returns None if it is no numeral.
    """
    if written.isascii():
        return int(written) if written.isdigit() else None
    if not written or any(glyph not in _DIGITS and glyph not in "十百" for glyph in written):
        return None
    if not set(written) & set("十百"):
        return int("".join(str(_DIGITS[glyph]) for glyph in written))
    total, digit = 0, 0
    for glyph in written:
        if glyph in "十百":
            total += (digit or 1) * (10 if glyph == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[glyph]
    return total + digit
