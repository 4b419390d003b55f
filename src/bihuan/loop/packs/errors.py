"""Why a pack was not taken."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language, ngettext

from bihuan.loop.errors import Refused
from bihuan.packspec.problems import Problem


class NotCorrect(Refused):
    """A text is no pack; `problems` holds everything that is wrong with it, nothing was stored."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = len(problems)
        sentence = ngettext("%(n)d thing is wrong with the pack.", "%(n)d things are wrong with the pack.", count)
        lines = tuple(problem.in_(get_language() or "") for problem in problems)
        super().__init__(sentence % {"n": count}, missing=lines)
        self.problems = tuple(problems)
