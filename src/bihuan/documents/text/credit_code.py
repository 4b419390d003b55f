"""The unified social credit code of legal persons and other organisations (统一社会信用代码), with its check character."""

from __future__ import annotations

from typing import Final

# Without I, O, S, V and Z, which are read as digits.
SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH: Final = 18
_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


def tidy_credit_code(typed: str) -> str:
    """Return a code as it is kept: without blanks and hyphens, in capitals, full-width signs made plain."""
    plain = (chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in typed)
    return "".join(one for one in plain if not one.isspace() and one != "-").upper()


def check_sign_of(first: str) -> str:
    """
    Return the eighteenth character for the first seventeen.

    Raises ValueError for anything but seventeen characters of the standard's set.
    Source: GB 32100-2015, 5.5 and annex A (ISO 7064, modulus 31, weights 3^(i-1)).
    """
    if len(first) != LENGTH - 1 or any(one not in SIGNS for one in first):
        raise ValueError(first)
    total = sum(SIGNS.index(one) * weight for one, weight in zip(first, _WEIGHTS, strict=True))
    return SIGNS[-total % 31]


def is_credit_code(code: str) -> bool:
    """Return whether a tidied code has 18 characters of the set and the right check character."""
    if len(code) != LENGTH or any(one not in SIGNS for one in code):
        return False
    return check_sign_of(code[:-1]) == code[-1]
