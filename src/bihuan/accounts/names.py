"""What a name, a sign-in name and a code may look like, and the sentence when it does not."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

CODE = re.compile(r"[a-z][a-z0-9-]{1,48}")
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,59}")


def tidy(text: str) -> str:
    """Return the text without blanks around it and with single blanks inside; full-width blanks count as blanks."""
    return " ".join(text.split())


def problem_of_name(name: str, longest: int) -> str:
    """Return the sentence that says why `name` cannot be taken, empty if it can."""
    if not name:
        return _("Write a name.")
    if len(name) > longest:
        return _("At most %(longest)d characters, now %(length)d.") % {"longest": longest, "length": len(name)}
    if not name.isprintable():
        return _("The name holds characters that cannot be shown. Type it again.")
    return ""


def problem_of_length(text: str, longest: int) -> str:
    """Return the sentence that says that an optional text is too long, empty if it is not."""
    return problem_of_name(text, longest) if text else ""


def problem_of_code(code: str) -> str:
    """Return the sentence that says why `code` cannot be the code of an area."""
    if CODE.fullmatch(code):
        return ""
    return _("Two to 49 small letters, digits and hyphens, a letter first, for example yunhu.")


def problem_of_username(username: str) -> str:
    """Return the sentence that says why `username` cannot be a sign-in name."""
    if USERNAME.fullmatch(username):
        return ""
    return _("Two to 60 letters, digits, dots, hyphens and underscores, for example zhang.wei or 13800000000.")
