"""Rich text as a run of groups, control words, bytes and letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["open", "close", "word", "byte", "text"]
TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)
SIGNS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}


class Token(NamedTuple):
    """One token. word: of a control word or letters of text; number: of a control word, else None; for a byte its value."""

    kind: Kind
    word: str = ""
    number: int | None = None


def tokens(data: str) -> Iterator[Token]:
    """Yield the tokens of rich text whose bytes were read as Latin-1; what fits nothing is passed over."""
    at = 0
    while match := TOKEN.search(data, at):
        at = match.end()
        if match["text"] is not None:
            yield Token("text", match["text"])
        elif match["word"] is not None:
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin":
                at += max(number or 0, 0)  # raw bytes of a picture
            else:
                yield Token("word", match["word"], number)
        elif match["byte"] is not None:
            yield Token("byte", number=int(match["byte"], 16))
        elif match["brace"] is not None:
            yield Token("open" if match["brace"] == "{" else "close")
        else:
            yield from _sign(match["sign"])


def _sign(sign: str) -> Iterator[Token]:
    if sign in "\r\n":
        yield Token("word", "par")
    elif sign == "\t":
        yield Token("word", "tab")
    elif sign == "*":
        yield Token("word", "*")
    elif sign in SIGNS:
        yield Token("text", SIGNS[sign]) if sign != "~" else Token("word", "~")
