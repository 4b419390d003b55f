"""White space of a web page as a reader sees it, with the traces of Chinese lines wrapped in the source removed."""

from __future__ import annotations

import re

WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014·"
# A source line wrapped beside an ideograph stands for nothing; a browser shows a gap there that its author never meant.
WRAPPED_AFTER = re.compile(rf"(?<=[{WIDE}])[ \t]*[\r\n]+[ \t\r\n]*")
WRAPPED_BEFORE = re.compile(rf"[ \t]*[\r\n]+[ \t\r\n]*(?=[{WIDE}])")
RUN = re.compile(r"[ \t\r\n\f]+")
DATE_GAP = re.compile(r"(?<=[0-9年月日])[\u00a0 ]*\u00a0[\u00a0 ]*(?=[0-9年月日])")


def joined(text: str) -> str:
    """Return the text of one paragraph with its white space as shown, and no hard space inside a date."""
    if "\n" in text or "\r" in text:
        text = WRAPPED_BEFORE.sub("", WRAPPED_AFTER.sub("", text))
    if "\u00a0" in text:
        text = DATE_GAP.sub("", text)
    return RUN.sub(" ", text).strip(" \u00a0")
