"""What can be wrong about a list."""

from __future__ import annotations


class ListNotFound(LookupError):
    """The round has no such list."""
