"""What keeps an event from being written."""

from __future__ import annotations


class Overtaken(Exception):
    """
    Somebody else changed the case between reading and writing it; nothing of this write was kept.

    The door shows the case as it is now and asks to try again.
    """

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} was changed by somebody else meanwhile")
        self.number = number
