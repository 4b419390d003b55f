"""Look-up codes: what a writer keeps to ask for the answer without an account."""

from __future__ import annotations

import secrets
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

# No letter looks like another or like a digit: codes are read out on the telephone.
ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
SIGNS: Final = 12
GROUP: Final = 4


def fresh_code() -> str:
    """Return a new look-up code, in groups to read it out: K7PD-2MXW-9RAE."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
    return "-".join(signs[at : at + GROUP] for at in range(0, SIGNS, GROUP))


def kept(code: str) -> str:
    """Return a code as it is stored; blanks, dashes and case do not matter."""
    plain = "".join(one for one in code.upper() if one.isalnum())
    return salted_hmac("bihuan.feedback.code", plain, algorithm="sha256").hexdigest()


def fits(code: str, stored: str) -> bool:
    """Return whether a code is the stored one."""
    return constant_time_compare(kept(code), stored)
