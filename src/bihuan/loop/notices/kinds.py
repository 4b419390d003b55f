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
    "change": Text("关注事项有变化", "A watched case changed"),
}
