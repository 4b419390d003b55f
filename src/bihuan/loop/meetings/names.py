"""What the engine knows of the meetings pack: its kinds, and the fields and parties it fills in itself."""

from __future__ import annotations

from typing import Final

from bihuan.loop.meetings.models import Outcome, Presence, Why
from bihuan.packspec.bilingual import Text

PACK: Final = "meetings"
SERIES: Final = "series"
MEETING: Final = "meeting"
MATTER: Final = "matter"
CRITICISM: Final = "criticism"
HELD: Final = ("held", "settled")  # states of a meeting that took place

WHY: Final[dict[str, Text]] = {
    Why.DECIDED: Text("未办结的议定事项", "A decision not done yet"),
    Why.RAISED: Text("提级研究", "Raised by another meeting"),
    Why.AGAIN: Text("上次会议继续研究", "Carried over from the last meeting"),
    Why.BY_HAND: Text("人工列入", "Put on by hand"),
}
OUTCOMES: Final[dict[str, Text]] = {
    Outcome.NOTED: Text("听取汇报", "Noted"),
    Outcome.DECIDED: Text("形成议定事项", "Decided"),
    Outcome.AGAIN: Text("下次会议继续研究", "To be heard again"),
    Outcome.RAISED: Text("提级研究", "Raised"),
}
PRESENCES: Final[dict[str, Text]] = {
    Presence.PRESENT: Text("出席", "Present"),
    Presence.LEAVE: Text("请假", "On leave"),
    Presence.ABSENT: Text("缺席", "Absent"),
    Presence.SUBSTITUTE: Text("委托参会", "Represented"),
}
