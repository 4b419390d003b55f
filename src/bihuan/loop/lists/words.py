"""The words that lists add to what packs say, in both languages: a sheet is written in the language that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from bihuan.packspec.bilingual import Text

NONE: Final = "—"
SYSTEM_TITLE: Final = Text("系统", "System")
TOTAL: Final = Text("合计", "Total")
YES_NO: Final[Mapping[bool, Text]] = {True: Text("是", "Yes"), False: Text("否", "No")}
LIGHTS: Final[Mapping[str, Text]] = {
    "late": Text("超期", "Overdue"),
    "soon": Text("临期", "Due soon"),
    "ok": Text("正常", "On time"),
    "pause": Text("暂停计时", "Paused"),
    "none": Text("", ""),
}
SCOPE: Final = Text("范围：{what}。", "Rows: {what}.")
BASIS: Final = Text("口径：{what}。", "Definitions: {what}.")
OVER: Final = Text("{title}＝{upper}÷{lower}", "{title}: {upper} ÷ {lower}")
SAID: Final = Text("{title}＝{basis}", "{title}: {basis}")
LATE: Final = Text("亮灯按截至日期计算", "lights are computed for the day the list stands for")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def asof_line(day: date) -> Text:
    """Return the line under the title of a list: “截至2024年2月22日”."""
    return Text(f"截至{day.year}年{day.month}月{day.day}日", f"As of {day.day} {MONTHS[day.month - 1]} {day.year}")


def titled(subject: str, name: str, unit: str, language: str) -> str:
    """Return the title of a list: the round, the name of the list, and the unit it was taken out for."""
    if language.startswith("en"):
        title = f"{name}: {subject}"
        return f"{title} ({unit})" if unit else title
    title = name if name.startswith(subject) else f"{subject}{name}"
    return f"{title}（{unit}）" if unit else title


def is_english(language: str) -> bool:
    """Return whether a language tag means English; everything else is Chinese."""
    return language.startswith("en")
