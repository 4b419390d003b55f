"""The head of a page, conditions, figures."""

from __future__ import annotations

from datetime import date

from bihuan.web import shapes as s

HEAD = s.Head(
    title="整改措施台账",
    crumbs=(s.Link("2026 年市委巡察", "#"), s.Link("台账")),
    facts="市委第三巡察组 7 月 24 日反馈；集中整改期到 2027 年 1 月 24 日。",
    asof=s.Asof(date(2026, 11, 20), "#"),
    moves=(s.Link("导出", "#", "download"), s.Link("打印", "#", "printer")),
    main=s.Link("导入反馈意见", "#", "file-import"),
)

CHIPS = (
    s.Chip("全部单位", url="#"),
    s.Chip("牵头单位", "经济发展局", remove="#", kind="on"),
    s.Chip("加条件", url="#", kind="add"),
)

STATS = (
    s.Stat("整改措施", "164", "#", note="立 58 · 限 74 · 长 32"),
    s.Stat("已销号", "96", "#", unit="58.5%", note="本周 +10"),
    s.Stat("超期", "5", "#", note="4 个单位", light=s.Light("late")),
    s.Stat("临期", "12", "#", note="7 个工作日内到期", light=s.Light("soon")),
    s.Stat("组织处理", "0", "#", unit="人", note="0 也列出"),
)

CHART = s.Chart(
    id="weeks",
    label="截至 11 月 20 日：计划应完成 118 条，已报完成 119 条，已销号 96 条，共 164 条",
    corner="截至",
    columns=("8-14", "8-28", "9-11", "9-25", "10-09", "10-23", "11-06", "11-20", "12-04", "12-18", "1-01", "1-15"),
    series=(
        s.Series("计划应完成", (0, 12, 27, 45, 54, 75, 99, 118, 131, 143, 154, 160), "plan"),
        s.Series("已报完成", (0, 9, 22, 40, 50, 71, 97, 119, None, None, None, None), "done"),
        s.Series("已销号", (0, 5, 14, 27, 36, 52, 74, 96, None, None, None, None), "closed"),
    ),
    today="11-20",
    total=164,
    total_words="共 164 条",
)
