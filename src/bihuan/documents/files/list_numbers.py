"""The numbers that word processors and browsers write in front of list paragraphs, as people see them."""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def written(number: int, form: str) -> str:
    """
    Return a number as the numbering form of a Word document (`w:numFmt`) shows it; decimal where the form is not known.

    Source: ISO/IEC 29500-1, 17.18.59 ST_NumberFormat.
    """
    if form in ("none", "bullet"):
        return ""
    return FORMS.get(form, str)(number) if number >= 0 else str(number)


def chinese(number: int) -> str:
    """Return a number from 0 to 9999 counted in Chinese: 十, 十二, 一百零五."""
    return _counted(number, DIGITS, "十百千", drop_leading_one=True)


def _counted(number: int, digits: str, units: str, *, drop_leading_one: bool = False) -> str:
    if not 0 < number < 10_000:
        return "".join(digits[int(digit)] for digit in str(number))
    zero = "零"
    text = ""
    figures = str(number)
    for position, figure in enumerate(figures):
        place = len(figures) - position - 1
        if figure != "0":
            text += digits[int(figure)] + (units[place - 1] if place else "")
        elif text and not text.endswith(zero):
            text += zero
    text = text.rstrip(zero)
    return text[1:] if drop_leading_one and 10 <= number < 20 else text


def _digits(number: int) -> str:
    return "".join(DIGITS[int(figure)] for figure in str(number))


def _counting(number: int) -> str:
    return chinese(number) if number < 100 else _digits(number)


def _legal(number: int) -> str:
    return _counted(number, LEGAL, "拾佰仟")


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _fullwidth(number: int) -> str:
    return "".join(chr(ord("０") + int(figure)) for figure in str(number))


def _enclosed(number: int) -> str:
    """Return ① … ㊿."""
    for first, last, sign in ((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(sign + number - first)
    return str(number)


def _signs(first: int, count: int, otherwise: str) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 1 <= number <= count else otherwise.format(number)


def _letters(number: int) -> str:
    """Return a … z, aa, bb … as Word counts them."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 2600 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 5000:
        return str(number)
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _circled_ideograph(number: int) -> str:
    return chr(0x3280 + number - 1) if 1 <= number <= 10 else chinese(number)


FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _fullwidth,
    "decimalFullWidth2": _fullwidth,
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _enclosed,
    "decimalEnclosedCircleChinese": _enclosed,
    "decimalEnclosedFullstop": _signs(0x2488, 20, "{}."),
    "decimalEnclosedParen": _signs(0x2474, 20, "({})"),
    "chineseCounting": _counting,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "japaneseCounting": chinese,
    "japaneseLegal": _legal,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": chinese,
    "taiwaneseDigital": _digits,
    "koreanDigital2": _digits,
    "ideographTraditional": _cycle(STEMS),
    "ideographZodiac": _cycle(BRANCHES),
    "ideographEnclosedCircle": _circled_ideograph,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": str,
}
