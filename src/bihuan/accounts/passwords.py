"""Passwords that the system makes up, and the rules for those that people choose."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from bihuan.accounts.models import Person

# Without 0, O, 1, l, I: the password is read from paper or over the telephone.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
ROUNDS = 1_000


def one_time_password() -> str:
    """Return a new password of twelve characters in three groups, 60 bits of chance."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(3))


def hash_of_generated(password: str) -> str:
    """
    Return the stored form of a generated password.

    The slow hash protects what people invent. These 60 bits need no stretching, and 5,000 imported people would take
    half an hour; the first sign-in replaces it by the slow one.
    """
    hasher = get_hasher("default")
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), iterations=ROUNDS)
    return make_password(password)


def problem_of_password(password: str, person: Person) -> str:
    """Return the sentences that say why this password cannot be chosen, empty if it can."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
