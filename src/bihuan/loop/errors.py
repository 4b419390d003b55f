"""Why something was not done, as sentences for the person who tried."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """
    A rule says no; nothing was changed.

    sentence: for the user, in the language active when it was raised.
    fields: field, party or fact id → what is wrong with what was typed there.
    missing: what a guard found missing, one line each.
    """

    def __init__(
        self, sentence: str, *, fields: Mapping[str, str] | None = None, missing: tuple[str, ...] = ()
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = dict(fields or {})
        self.missing = missing


class NotAllowed(Refused):
    """Who asks has no relation to the case that would allow it."""


class NotHere(Refused):
    """The case does not stand where the move begins."""


class OvertakenByOther(Refused):
    """Somebody else moved the case after this person opened the page."""


class CaseNotFound(LookupError):
    """There is no such case, or it is outside what the person may see: the same answer for both."""


class PackNotFound(LookupError):
    """The pack, or that version of it, was never released here."""
