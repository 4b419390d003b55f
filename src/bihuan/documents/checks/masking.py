"""Personal data made unreadable, sign for sign, so that the places of everything else stay true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from bihuan.documents.checks.remark import Remark

STAR = "*"


def masked(text: str, remarks: Iterable[Remark], *, paragraph: int = 1) -> str:
    """
    Return a text with the personal data that remarks point to masked; as long as it was.

        masked("电话13812345678", personal_data_in("电话13812345678")) → "电话138****5678"

    remarks: any; only those on personal data with a place in `paragraph`, the number of the block the text is of, are heeded.
    """
    for remark in remarks:
        way, place = WAYS.get(remark.check), remark.place
        if way is None or place is None or place.paragraph != paragraph:
            continue
        text = text[: place.start] + way(text[place.start : place.end]) + text[place.end :]
    return text


def _keeping(first: int, last: int) -> Callable[[str], str]:
    """Return a mask that keeps some letters and digits at both ends, and all blanks and dashes."""

    def mask(said: str) -> str:
        signs = [at for at, glyph in enumerate(said) if glyph.isalnum()]
        hidden = set(signs[first : max(len(signs) - last, first)])
        return "".join(STAR if at in hidden else glyph for at, glyph in enumerate(said))

    return mask


def _mobile(said: str) -> str:
    """Keep three digits in front and four behind, whatever country code stands before them."""
    prefix = re.match(r"(?:[+＋]?(?:86|８６)[ -]?)(?=\D*1)", said)
    at = prefix.end() if prefix and sum(glyph.isdigit() for glyph in said) > 11 else 0
    return said[:at] + _keeping(3, 4)(said[at:])


def _email(said: str) -> str:
    name, sign, domain = re.split(r"([@＠])", said, maxsplit=1)
    return name[:1] + STAR * (len(name) - 1) + sign + domain


def _address(said: str) -> str:
    """Keep the road or the estate, hide every number behind it."""
    number = re.search(r"[\d０-９]|[一二三四五六七八九十]{1,3}(?=号|栋|幢|弄|组|单元|室)", said)
    at = number.start() if number else 0
    return said[:at] + re.sub(r"[^\s，。；、号楼栋幢弄组单元室]", STAR, said[at:])


def _name(said: str) -> str:
    return said[:1] + "某" * (len(said) - 1)


WAYS: Mapping[str, Callable[[str], str]] = {
    "identity_number": _keeping(6, 4),
    "mobile_number": _mobile,
    "bank_card": _keeping(4, 4),
    "email_address": _email,
    "home_address": _address,
    "petitioner": _name,
    "plate_number": _keeping(2, 1),
    "passport_number": _keeping(1, 2),
}
PERSONAL = frozenset(WAYS)
