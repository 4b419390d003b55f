"""Why a message of the public was not taken, beside the ordinary refusals."""

from __future__ import annotations

from bihuan.loop.errors import Refused


class Doubtful(Refused):
    """The message may come from a machine; the writer is asked to work out a small sum in words, and what was written is kept."""


class TooOften(Refused):
    """Somebody wrote or asked too often in a short time."""
