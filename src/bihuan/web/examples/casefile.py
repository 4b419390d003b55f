"""What a case page shows."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bihuan.web import shapes as s
from bihuan.web.examples.marks import SOON

STEPS = (
    s.Step("发现", "done", "7月24日", "巡察反馈"),
    s.Step("交办", "done", "8月14日", "8月17日签收"),
    s.Step("整改", "done", "11月16日", "用 56 个工作日"),
    s.Step("佐证", "done", "11月17日", "5 份，已锁定"),
    s.Step("审核", "now", "正在审核", "林若溪 · 剩 2 日"),
    s.Step("销号", "todo", second="领导小组"),
    s.Step("回头看", "todo", second="销号后 3–6 个月"),
    s.Step("公开", "todo", second="随整改报告"),
)
LOOP = s.Loop("闭环进度：共八步，正在第五步审核", STEPS, "回头看发现反弹，就从“发现”开第 2 轮，本轮记录不改")

THUMBS = (
    s.Thumb("doc", "云湖新区惠企资金兑付管理办法", "PDF · 6 页 · 云经发〔2026〕58 号", "#"),
    s.Thumb("xls", "兑付台账 9–11 月", "XLSX · 126 行", "#"),
    s.Thumb("web", "进度查询页截图", "PNG", "#"),
    s.Thumb("pic", "企业回访记录（签字扫描件）", "JPG · 2.1 MB", "#"),
)
POINTS = (
    s.Point(
        1,
        "修订《惠企资金兑付管理办法》，写明从受理到拨付不超过 20 个工作日",
        "met",
        "9 月 11 日印发修订后的办法，第九条规定全流程 18 个工作日，另留 2 个工作日公示。",
        thumbs=THUMBS[:1],
        verdict="认定达到",
        who="林若溪",
        when="11月18日",
    ),
    s.Point(
        2,
        "兑付进度上网公示，企业可以自己查",
        "returned",
        "“一键兑”网页可以查询。",
        thumbs=THUMBS[2:3],
        verdict="退回补正",
        who="林若溪",
        when="11月18日",
    ),
    s.Point(
        3,
        "9 月以后受理的申请，全部在时限内兑付",
        "judge",
        "受理 126 笔，已兑付 126 笔，平均 14.2 个工作日。",
        thumbs=THUMBS[1:2],
        move=s.Link("认定…", "#"),
    ),
    s.Point(
        4,
        "随机回访 30 家企业，满意率不低于 90%",
        "doubt",
        "回访 30 家，满意 28 家，满意率 93.3%。",
        doubt="系统比对：回访名单中 2 家企业不在 126 笔兑付台账里。请核实后再认定。",
        thumbs=THUMBS[3:],
        move=s.Link("认定…", "#"),
    ),
)
MOVES = s.Moves(
    "您以“整改办审核人”的身份",
    (
        s.Move("认定第 4 点", "#", "认定后可以报领导小组销号。", main=True),
        s.Move("退回补正", "#", "要写明哪一点、缺什么；退回期间审核停止计时。", "arrow-back-up"),
        s.Move("安排实地核查", "#", "可电话、走访或调阅原件。", "user-search"),
    ),
    (
        s.ClosedMove("报领导小组销号", "完成标准还差第 4 点没有认定。"),
        s.ClosedMove("重启", "只用于已销号的事项。"),
    ),
)
MOVE_FORM = s.MoveForm(
    "申请延期",
    "#",
    "申请延期",
    "#",
    "申请由整改办答复；答复以前，原期限照常计算。",
    hidden=(("seen", "open"),),
)
CLOCK = s.Clock(
    date(2026, 11, 24),
    SOON,
    "审核时限：11 月 17 日报送，次日起 5 个工作日",
    "整改期限怎么算的",
    (
        s.ClockLine("整改期限", "11月20日　已于 11月17日 停表，提前 3 个工作日", total=True),
        s.ClockLine("起算", "8月17日签收，次日起"),
        s.ClockLine("时长", "60 个工作日 → 11月13日"),
        s.ClockLine("节假日", "扣中秋 9月25日、国庆 10月1—7日；9月20日、10月10日调休上班，计入"),
        s.ClockLine("暂停", "征求意见 5 个工作日 → 11月20日"),
        s.ClockLine("延期", "没有"),
    ),
    "依据：《市委第三巡察组反馈意见整改工作方案》第十二条",
    "2027 年放假安排未公布，期限按周末推算。",
)
FACTS = s.Facts(
    (
        s.Fact("牵头单位", (s.Link("经济发展局", "#"),)),
        s.Fact("会同单位", (s.Link("财政国资局"), s.Link("党政办公室"))),
        s.Fact("责任领导", (s.Link("韩立诚", note="经济发展局局长"),)),
        s.Fact("关联会议", ()),
    )
)
TRAIL = s.Trail(
    (
        s.TrailEntry(
            "完成标准第 3 点达到",
            datetime(2026, 11, 20, 7, 20, tzinfo=UTC),
            "林若溪 整改办",
            "认定",
            digest="8f3a91c2d0",
            is_move=True,
        ),
        s.TrailEntry(
            "补充佐证 1 份：进度查询页截图",
            datetime(2026, 11, 20, 3, 6, tzinfo=UTC),
            "陆闻舟 经济发展局",
            digest="51d07be4aa",
        ),
        s.TrailEntry(
            "第 3 点补正",
            datetime(2026, 11, 18, 9, 2, tzinfo=UTC),
            "林若溪 整改办",
            "退回",
            "截图看不出单笔进度，请附能按信用代码查到结果的页面。",
            "c6620f1d03",
            is_move=True,
        ),
        s.TrailEntry(
            "基本情况",
            datetime(2026, 8, 20, 1, 0, tzinfo=UTC),
            "林若溪 整改办",
            "更正",
            digest="77af20d811",
            changes=(s.Change("责任领导", "韩立成", "韩立诚"), s.Change("会同单位", "", "财政国资局")),
            is_move=True,
        ),
    ),
    "SM3",
    s.Link("还有 15 条", "#"),
)
CHAINS = (
    s.Chain(
        True,
        "链已验证",
        "23 条留痕、5 份佐证首尾相接，没有改动；最近封存 11 月 20 日 06:00",
        s.Link("离线验证文件", "#"),
    ),
    s.Chain(False, "链在第 17 条断开", "11-12 09:40 之后的记录不能采信，已通知管理员"),
)
