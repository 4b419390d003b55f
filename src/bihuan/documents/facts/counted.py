"""What a figure counts: the noun behind its unit, or the one before it."""

from __future__ import annotations

import re

from bihuan.documents.facts.figure_words import (
    AGAINST,
    CHANGE,
    CLAUSE,
    LEADING,
    LEADING_DEED,
    NOUN_AFTER,
    NOUN_STOP,
    TRAILING,
)
from bihuan.documents.facts.stretches import COVER, Stretch

_DONE_TO = re.compile(
    r"(?:同志|干部|党员)?(?:进行|给予|予以|受到|作出)了?(?P<noun>[\u4e00-\u9fff]{2,8}?)(?=[，。；、（]|$)"
)
_MOVED_TO = re.compile(r"(?:提高|提升|增加|扩大|压缩|压减|缩短|降低|减少|精简)([^，。；：\d]{1,8})[至到]$")
_QUOTED = re.compile(r"“([^“”]{2,12})”$")
_ASIDE = re.compile(r"（[^（）]{1,6}）$")
_LAST_NUMBER = re.compile(
    r"^.*(?:年底前|月底前|\d日前|负责|牵头)|^.*\d余?(?:年(?:全年|度|以来)?|万元|亿元|%|[个名项条人家处件份次起场元]次?)"
)


def what_of(stretch: Stretch, start: int, end: int, kind: str) -> str:
    """Return the noun a figure counts: behind its unit, or else before it, "" where neither says."""
    text = stretch.covered
    if kind not in {"percent", "points", "money", "duration"}:
        done = _DONE_TO.match(text, end) if kind in {"persons", "person_times"} else None
        behind = done or NOUN_AFTER.match(text, end)
        if behind and len(behind["noun"].strip("“”")) > 1 and (done or not re.match(NOUN_STOP, behind["noun"])):
            return behind["noun"].strip("“”")
    return _noun_before(stretch, start, kind)


def _noun_before(stretch: Stretch, start: int, kind: str) -> str:
    before = stretch.covered[max(0, start - 32) : start]
    quoted = _QUOTED.search(stretch.text[max(0, start - 16) : start])
    if quoted:
        return quoted[1]
    clause = CLAUSE.split(_ASIDE.sub("", before))[-1].rpartition(COVER)[2]
    clause = AGAINST.sub("", CHANGE.sub("", _MOVED_TO.sub(r"\1", TRAILING.sub("", clause))))
    clause = _LAST_NUMBER.sub("", clause)
    while True:
        shorter = TRAILING.sub("", LEADING.sub("", clause))
        shorter = LEADING_DEED.sub("", shorter) if kind in {"count", "measure"} else shorter
        if shorter == clause:
            return clause[-14:]
        clause = shorter
