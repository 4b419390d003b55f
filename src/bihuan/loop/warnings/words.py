"""Why a warning is lifted, in words."""

from __future__ import annotations

from typing import Final

from bihuan.packspec.bilingual import Text

LIFTED: Final[dict[str, Text]] = {
    "extension": Text("期限已批准延期", "the due date was extended"),
    "correction": Text("期限已更正", "the due date was corrected"),
    "calendar": Text("工作日历已调整，期限随之变动", "the calendar of working days changed, and the due date with it"),
    "above": Text("上级事项的期限设定已调整", "the case above sets another due date"),
    "below": Text("下级事项有新情况，期限随之变动", "what happened below sets another due date"),
    "version": Text("事项转入新版业务包", "the case went over to another version of its pack"),
    "ladder": Text("预警阶梯已调整", "the ladder of warnings was changed"),
    "move": Text("办理中重新确定了期限", "a new due date was set on the way"),
    "done": Text("所限事项已办", "what the time was for is done"),
    "taken_back": Text("已退回重新交办", "the case was taken back before it was done"),
    "closed": Text("事项已办结", "the case is closed"),
}
