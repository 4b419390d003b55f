"""How values are written in an official document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bihuan.packspec.vocabulary import NATURES

_DIGITS: Final = "零一二三四五六七八九"
INNER_MARKS: Final = str.maketrans("“”", "‘’")
ENDS: Final = frozenset("。！？；：…")
WAN: Final = Decimal(10_000)
LIGHTS: Final = {"late": "超期", "soon": "临期", "ok": "正常", "pause": "暂缓", "none": ""}


def day_in_words(day: date) -> str:
    """Return a date as documents write it: “2026年7月24日”."""
    return f"{day.year}年{day.month}月{day.day}日"


def numeral(number: int) -> str:
    """Return a number from 1 to 999 in Chinese: “十二”, “一百零五”."""
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return "十" + (_DIGITS[number % 10] if number % 10 else "")
    if number < 100:
        return _DIGITS[number // 10] + "十" + (_DIGITS[number % 10] if number % 10 else "")
    if number > 999:
        return str(number)
    hundreds, rest = divmod(number, 100)
    if not rest:
        return _DIGITS[hundreds] + "百"
    between = "零" if rest < 10 else "一" if rest < 20 else ""
    return f"{_DIGITS[hundreds]}百{between}{numeral(rest)}"


def plain_number(value: Decimal, most: int = 2) -> str:
    """Return a number with at most so many decimals, none where it is whole, no separators: documents print 7132, not 7,132."""
    rounded = value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_wan(yuan: Decimal) -> str:
    """Return an amount of yuan in 万元, exact to the fen: “7.132”."""
    return plain_number(yuan / WAN, 6)


def amount(yuan: Decimal) -> str:
    """Return an amount as documents say it: “7.132万元” from ten thousand yuan on, “5000元” below."""
    return f"{in_wan(yuan)}万元" if abs(yuan) >= WAN else f"{plain_number(yuan)}元"


def term(nature: str, due: date | None) -> str:
    """Return a time limit as it is written in plans: “立行立改”, “2026年12月20日前，并长期坚持”."""
    until = f"{day_in_words(due)}前" if due is not None else ""
    if nature == "at_once":
        return f"立行立改，{until}完成" if until else "立行立改"
    if nature == "standing":
        return f"{until}，并长期坚持" if until else "长期坚持"
    return f"{until}完成" if until else ""


def nature_word(nature: str) -> str:
    """Return the word of a nature, empty for none."""
    return NATURES[nature].zh if nature in NATURES else ""


def listed(names: Iterable[str]) -> str:
    """Return names beside one another."""
    return "、".join(name for name in names if name)


def sentence(text: str) -> str:
    """Return a text that ends like a sentence; empty stays empty."""
    text = text.strip()
    return text if not text or is_whole(text) else f"{text}。"


def one_run(text: str) -> str:
    """Return the lines of a field as one run of text, “甲；乙”: what stands behind a caption is one paragraph."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "；".join([*(line.rstrip("。；") for line in lines[:-1]), *lines[-1:]])


def within_marks(text: str) -> str:
    """
    Return a text as it stands inside “…”: its own marks become the inner ones.

    Source: GB/T 15834-2011, 引号: 外面一层用双引号，里面一层用单引号.
    """
    return text.translate(INNER_MARKS)


def is_whole(text: str) -> bool:
    """Return whether a text ends its sentence itself, be it inside a closing mark."""
    return text.rstrip("”’）")[-1:] in ENDS
