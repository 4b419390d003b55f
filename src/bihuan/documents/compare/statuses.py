"""How far a status word says a problem is."""

from __future__ import annotations

import re
from typing import Literal

Progress = Literal["done", "partly", "open"]

_OPEN = re.compile(r"未|正在|整改中|推进|持续整改|进行中|尚|待|滞后|逾期|申请延期")
_PARTLY = re.compile(r"基本|部分|阶段性|大部分")
_DONE = re.compile(r"完成|已整改|到位|办结|销号|解决")
_RANK = {"open": 0, "partly": 1, "done": 2}


def progress_of(status: str | None) -> Progress | None:
    """Return how far a status is (`已完成，长期坚持` is done), None where the words do not say."""
    if not status:
        return None
    if _PARTLY.search(status):
        return "partly"
    if _OPEN.search(status) and not re.search(r"已(?:完成|整改|办结|销号)|^完成", status):
        return "open"
    return "done" if _DONE.search(status) else None


def went_back(before: str | None, now: str | None) -> bool:
    """Return whether a status says less than the one before."""
    first, second = progress_of(before), progress_of(now)
    return first is not None and second is not None and _RANK[second] < _RANK[first]
