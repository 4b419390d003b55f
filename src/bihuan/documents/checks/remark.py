"""What a check has to say about a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bihuan.documents.blocks import Place
from bihuan.packspec.bilingual import Text

Severity = Literal["error", "warning", "question"]
"""error: must not go out as it is; warning: probably wrong; question: a person should answer it, it may well be right."""


@dataclass(frozen=True, slots=True)
class Remark:
    """
    One thing a person should look at.

    check: stable id, which is also its entry in docs/reference/checks.md. also: other places it speaks of, such as the heading that
        the parts do not agree with. where: in words, where there is no text to point to (“第2节页边距”).
    """

    check: str
    severity: Severity
    sentence: Text
    place: Place | None = None
    also: tuple[Place, ...] = ()
    where: str = ""
