"""What an office chooses about the sentences of a round's documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Noughts and order.

    zeros: classes of dispositions without anybody are printed too (“0人”). order: ids of classes in the order of the sentence; those
    not named follow.
    """

    zeros: bool = False
    order: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as the database keeps it."""
        return {"zeros": self.zeros, "order": list(self.order)}


def settings_of(kept: Mapping[str, Any]) -> Settings:
    """Return settings from what the database keeps."""
    return Settings(bool(kept.get("zeros", False)), tuple(kept.get("order", ())))
