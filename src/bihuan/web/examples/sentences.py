"""What the system says."""

from __future__ import annotations

from bihuan.web import shapes as s

SAYS = (
    s.Say("plain", "这条措施正在等领导小组决定"),
    s.Say("warn", "2027 年放假安排未公布", "期限按周末推算。"),
    s.Say(
        "no",
        "没有销号：完成标准第 4 点还没有认定",
        "请先认定第 4 点，或者退回补正。您填的意见已经留着。",
        action=s.Link("去认定第 4 点", "#"),
    ),
    s.Say(
        "no",
        "有 2 处要改",
        items=(s.Link("延期到的日期：要晚于原期限 2026-11-20", "#"), s.Link("理由：至少写 20 个字，现在 6 个字", "#")),
    ),
    s.Say("yes", "已销号，编号 07-03", "第 1 轮闭环结束。回头看抽查时间：2027 年 2 月至 5 月。"),
)
EMPTIES = (
    s.Empty("没有等您办的事", "轮到您审核、签收或答复时，会出现在这里，同时发消息。", s.Link("看我关注的", "#")),
    s.Empty(
        "没有符合条件的措施",
        "三个条件一起没有结果。",
        chips=(s.Chip("去掉“亮灯：超期”", "4 条", "#"), s.Chip("清除全部条件", url="#")),
    ),
    s.Empty(
        "还没有巡察轮次",
        "导入反馈意见，系统会读出问题和措施，请您核对后建立。",
        s.Link("导入反馈意见", "#", "file-import"),
        main=True,
    ),
)
