"""The kinds of notices: what a message may be about. People choose for each how it reaches them."""

from __future__ import annotations

from typing import Final

from bihuan.packspec.bilingual import Text

KINDS: Final[dict[str, Text]] = {
    "waits": Text("待办事项", "A case waits for you"),
    "warning": Text("预警", "A warning"),
    "letter": Text("督办文书", "A letter"),
    "extension": Text("延期申请和答复", "Extensions"),
    "meeting": Text("会议", "Meetings"),
    "check": Text("督查和回头看", "Inspections and look-backs"),
    "instruction": Text("批示指示", "Instructions"),
    "feedback": Text("群众反馈", "Public feedback"),
    "policy": Text("惠企政策", "Policies for enterprises"),
    "change": Text("关注事项有变化", "A watched case changed"),
}

# Where one act means somebody in several ways, the message is of the kind that comes first here.
FIRST: Final = (
    "letter",
    "instruction",
    "warning",
    "meeting",
    "check",
    "extension",
    "feedback",
    "policy",
    "waits",
    "change",
)

# By mail until somebody chooses: what cannot wait goes out at once, daily work once a day. Fifty cases are handed out in
# one act, and fifty mails in a minute teach people to read none.
DIGESTED: Final = frozenset({"waits", "feedback", "policy", "change"})


def usual_way(kind: str) -> str:
    """Return how a kind reaches by mail whoever chose nothing: "once" or "digest"."""
    return "digest" if kind in DIGESTED else "once"


def rank(kind: str) -> int:
    """Return the place of a kind among several that tell of one act; smaller comes first."""
    return FIRST.index(kind) if kind in FIRST else len(FIRST)
