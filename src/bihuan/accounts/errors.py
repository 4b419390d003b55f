"""What may go wrong with units, people and posts; each error says it in a sentence for the reader."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """Something was not done. `sentence` says what, why, and what would help, in the reader's language."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refused):
    """The actor lacks the right. A page answers as if the thing did not exist."""


class NotInArea(Refused):
    """There is no such thing in the actor's area."""


class WrongInput(Refused):
    """What was typed cannot be taken. `problems`: field name to sentence, in the order of the form."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)
