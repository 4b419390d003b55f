"""
Invented values for every component: the area 云湖新区, 33 findings, 164 measures, as of 2026-11-20.

The names are data, so they stay Chinese in both languages, as names do in a real area.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from bihuan.web import shapes as s

PENDING = s.Stage(1, "待签收")
OPEN = s.Stage(2, "整改中")
BACK = s.Stage(2, "退回补正", back=True)
REVIEW = s.Stage(3, "审核中")
CLOSED = s.Stage(4, "已销号")
STAGES = (PENDING, OPEN, BACK, REVIEW, CLOSED)

LATE = s.Light("late", detail="3 个工作日")
SOON = s.Light("soon", detail="剩 2 个工作日")
TODAY = s.Light("soon", detail="今天")
OK = s.Light("ok", detail="剩 15 个工作日")
PAUSED = s.Light("pause", detail="8 日起")
NONE = s.Light("none")
LIGHTS = (OK, SOON, TODAY, LATE, PAUSED, NONE)

AT_ONCE = s.Nature("at_once", "立", "立行立改")
BY_DATE = s.Nature("by_date", "限", "限期整改")
STANDING = s.Nature("standing", "长", "长期坚持")

ECONOMY = s.Unit("经济发展局", full="云湖新区经济发展局", url="#")
FINANCE = s.Unit("财政国资局", url="#")
BUILDING = s.Unit("建设交通局", url="#")

CHOICES = (
    s.Choice("7", "财政国资局", "caizheng · 已牵头 19 条"),
    s.Choice("8", "云湖财政结算中心", "财政国资局下属"),
    s.Choice("9", "市财政局", reason="上级单位，不能交办"),
)

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

TASKS = (
    s.TaskGroup(
        "1 件，请先办",
        (
            s.Task(
                "答复延期",
                "对 3 起未批先建依法查处",
                "#",
                s.Light("late", detail="2 个工作日"),
                "22-05",
                "建设交通局申请延至 12 月 18 日 · 措施超期 10 个工作日",
                "答复",
            ),
        ),
        s.Light("late"),
    ),
    s.TaskGroup(
        "7 个工作日内，2 件",
        (
            s.Task(
                "审核",
                "兑付时限压减至 20 个工作日并公示",
                "#",
                SOON,
                "07-03",
                "经济发展局 陆闻舟 11 月 17 日报送 · 5 份佐证",
            ),
            s.Task(
                "核对草稿",
                "《经济责任审计报告》读出 9 个问题、31 条措施",
                "#",
                TODAY,
                source="11 月 18 日导入",
                go="核对",
            ),
        ),
        s.Light("soon"),
    ),
    s.TaskGroup(
        "不急的 1 件（7 个工作日以后到期）",
        (s.Task("审核", "新建两所小学选址公示", "#", OK, "16-04", "社会事业局 11 月 20 日报送"),),
        folded=True,
    ),
)

DUE = s.DueStrip(
    tuple(
        s.DueDay(date(2026, month, day), count, "#", today=day == 20)
        for month, day, count in (
            (11, 20, 1),
            (11, 23, 2),
            (11, 24, 2),
            (11, 25, 0),
            (11, 26, 1),
            (11, 27, 1),
            (11, 30, 1),
            (12, 1, 2),
            (12, 2, 1),
            (12, 3, 2),
            (12, 4, 4),
        )
    ),
    "只列工作日。全区 164 条措施，截至今天 5 条超期。",
)

WATCHED = (
    s.Watch("安置房交付滞后", "#", "问题 10", OPEN, SOON, note="今天 08:40 建设交通局上传竣工验收预审意见"),
    s.Watch("湖湾巡护机制", "#", "11-07", CLOSED, NONE, unit="生态环境局"),
)

MEASURES = (
    s.MeasureRow("08-01", "建立项目准入联合评审制度", "#", BY_DATE, CLOSED, NONE, date(2026, 9, 28)),
    s.MeasureRow("08-03", "对 6 个风险项目实行“一项目一方案”", "#", BY_DATE, OPEN, LATE, date(2026, 11, 13)),
    s.MeasureRow("08-05", "签约后 5 日内明确包保领导和专员", "#", STANDING, OPEN, OK),
)
FINDS = (
    s.Find("01", "学习贯彻上级决策部署不够深入", "#", "党政办公室", CLOSED, s.Bar(5, 0, 0, 0, thin=True)),
    s.Find(
        "08",
        "招商项目“三未”问题突出，落地质量不高",
        "#",
        "经济发展局",
        OPEN,
        s.Bar(1, 1, 2, 1, thin=True),
        (s.Light("late", detail="1"), s.Light("soon", detail="1")),
        MEASURES,
        open=True,
    ),
)

VIEWS = s.Views(
    (
        s.Link("全部", "#", count=164),
        s.Link("等我审核", "#", count=7),
        s.Link("经济口未销号优先", "#", count=57, current=True),
        s.Link("超期与临期", "#", count=17),
    ),
    s.Link("存为视图", "#"),
)

SUMS = (
    s.Sum(
        "进度",
        (
            s.SumEntry(PENDING, 2, "#"),
            s.SumEntry(OPEN, 19, "#", current=True),
            s.SumEntry(REVIEW, 9, "#"),
            s.SumEntry(CLOSED, 27, "#"),
        ),
    ),
    s.Sum(
        "亮灯",
        (
            s.SumEntry(s.Light("late"), 4, "#"),
            s.SumEntry(s.Light("soon"), 6, "#"),
            s.SumEntry(s.Light("ok"), 19, "#"),
            s.SumEntry(s.Light("pause"), 0, "#"),
        ),
    ),
    s.Sum("性质", (s.SumEntry(AT_ONCE, 13, "#"), s.SumEntry(BY_DATE, 33, "#"), s.SumEntry(STANDING, 11, "#"))),
)


def _row(number: str, title: str, parent: str, *cells: object, turn: int = 1) -> s.LedgerRow:
    return s.LedgerRow(number, title, "#", cells, parent=parent, turn=turn)  # type: ignore[arg-type]


LEDGER = s.Ledger(
    caption="整改措施台账，共 57 条，本页第 1 至 4 条，截至 2026 年 11 月 20 日",
    number=s.Column("number", "编号", "#"),
    title=s.Column("title", "整改措施"),
    columns=(
        s.Column("unit", "牵头单位"),
        s.Column("leader", "责任领导"),
        s.Column("nature", "性质", group=True),
        s.Column("stage", "进度"),
        s.Column("light", "亮灯", "#", "ascending"),
        s.Column("due", "期限", "#"),
        s.Column("evidence", "佐证", number=True, group=True),
        s.Column("last", "最近动作"),
    ),
    rows=(
        _row(
            "22-05",
            "对 3 起未批先建依法查处",
            "问题 22　工程招投标与变更签证管理不规范",
            BUILDING,
            "邱志远",
            AT_ONCE,
            OPEN,
            LATE,
            date(2026, 11, 6),
            4,
            "11-18 申请延期",
        ),
        _row(
            "07-03",
            "兑付时限压减至 20 个工作日并公示",
            "问题 07　惠企政策兑现周期长，企业知晓率低",
            ECONOMY,
            "韩立诚",
            BY_DATE,
            REVIEW,
            SOON,
            date(2026, 11, 24),
            5,
            "11-20 认定要点",
        ),
        _row(
            "08-05",
            "签约后 5 日内明确包保领导和专员",
            "问题 08　招商项目“三未”问题突出，落地质量不高",
            ECONOMY,
            "韩立诚",
            STANDING,
            PENDING,
            OK,
            None,
            0,
            "",
        ),
        _row(
            "23-02",
            "追缴拖欠租金，逐户建立催缴记录",
            "问题 23　国有资产出租管理粗放，租金拖欠较多",
            FINANCE,
            "苏文茵",
            BY_DATE,
            CLOSED,
            NONE,
            date(2026, 9, 28),
            2,
            "09-24 销号",
            turn=2,
        ),
    ),
    pick="case",
    picked=frozenset({"22-05"}),
)

BULK = s.Bulk(
    (
        s.BulkAction("letter", "发督办函", "mail-forward"),
        s.BulkAction("export", "导出所选"),
        s.BulkAction("close", "批量销号", reason="销号要逐条认定完成标准，不能批量。"),
    )
)
PAGER = s.Pager(
    "第 51–57 条，共 57 条", (s.Link("25", "#"), s.Link("50", "#", current=True), s.Link("100", "#")), previous="#"
)

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

SOURCE = s.Source(
    "原文",
    (
        s.SourceLine(None, (s.Mark("（七）关于“惠企政策兑现周期长，企业知晓率低”的问题"),), heading=True),
        s.SourceLine(
            312,
            (
                s.Mark("一是梳理现行惠企政策，编制申报指南", "m"),
                s.Mark("。由"),
                s.Mark("经发局", "u"),
                s.Mark("牵头，"),
                s.Mark("立行立改", "d"),
                s.Mark("。"),
            ),
        ),
        s.SourceLine(
            314,
            (
                s.Mark("三是压减兑付时限，并在网上公示", "on"),
                s.Mark("。由"),
                s.Mark("财政部门", "warn"),
                s.Mark("落实，"),
                s.Mark("60 个工作日内", "d"),
                s.Mark("完成。"),
            ),
        ),
    ),
    "第 11–12 页，共 38 页",
)
DRAFT = (
    s.DraftLine("07", "惠企政策兑现周期长，企业知晓率低", finding=True, note="5 条 · 1 处要核对"),
    s.DraftLine(
        "07-01",
        "梳理现行惠企政策，编制申报指南",
        place=s.Link("312 行", "#"),
        checked_name="checked-1",
        checked=True,
        unit=s.Combo("unit-1", "07-01 牵头单位", "/gallery/choices/", "7", "经济发展局", quiet=True),
        nature=AT_ONCE,
        due="2026-09-11",
    ),
    s.DraftLine(
        "07-03",
        "压减兑付时限，并在网上公示",
        place=s.Link("314 行", "#"),
        checked_name="checked-3",
        unit=s.Combo("unit-3", "07-03 牵头单位", "/gallery/choices/", "", "财政部门", quiet=True),
        nature=BY_DATE,
        due="60 个工作日",
        warnings=(s.DraftWarning("“财政部门”对应 2 个单位，请选一个。", (s.Link("归到财政国资局", "#"),)),),
        on=True,
    ),
)

COMBO = s.Combo(
    "unit", "牵头单位", "/gallery/choices/", hint="单位名、简称或拼音首字母；例如“财政”", placeholder="输入单位名或拼音"
)
COMBO_WRONG = s.Combo("unit_wrong", "会同单位", "/gallery/choices/", text="投促中心", error="单位库里没有“投促中心”。")
UPLOADS = (
    s.Upload("files", "佐证材料", "PDF、Word、Excel、图片。", ".pdf,.docx,.xlsx,.png,.jpg", url="/gallery/files/"),
    s.Upload("document", "反馈意见", multiple=False, max_mb=20, error="文件是空的，没有读出内容。"),
)

COLOURS = (
    ("ink", "墨", "#211e1b"),
    ("ink-2", "", "#544e48"),
    ("ink-3", "", "#6b645d"),
    ("edge", "控件边", "#8c847a"),
    ("line", "线", "#e6e2dc"),
    ("wash", "底", "#f7f5f2"),
    ("seal", "印红", "#9a1b1f"),
    ("go-4", "已销号", "#2c4253"),
    ("go-3", "审核中", "#6b8496"),
    ("go-2", "整改中", "#b4c3ce"),
    ("ok", "正常", "#1a7445"),
    ("soon", "临期", "#a14a00"),
    ("late", "超期", "#c4211b"),
    ("focus", "焦点", "#1a56c4"),
)


def everything() -> dict[str, object]:
    """Return every example by the name under which the gallery's template finds it."""
    return {
        "colours": COLOURS,
        "stages": STAGES,
        "lights": LIGHTS,
        "natures": (AT_ONCE, BY_DATE, STANDING),
        "units": (ECONOMY, s.Unit("投促中心", note="2024 年撤销")),
        "rings": tuple(s.Ring(now) for now in range(1, 9)),
        "bars": (s.Bar(10, 3, 7, 1), s.Bar(4, 1, 2, 1, whole=21), s.Bar(0, 0, 0, 0)),
        "head": HEAD,
        "chips": CHIPS,
        "asof": s.Asof(date(2026, 11, 20)),
        "stats": STATS,
        "chart": CHART,
        "tasks": TASKS,
        "due": DUE,
        "watched": WATCHED,
        "finds": FINDS,
        "views": VIEWS,
        "sums": SUMS,
        "ledger": LEDGER,
        "bulk": BULK,
        "pager": PAGER,
        "loop": LOOP,
        "points": POINTS,
        "thumbs": THUMBS,
        "moves": MOVES,
        "clock": CLOCK,
        "facts": FACTS,
        "trail": TRAIL,
        "chains": CHAINS,
        "says": SAYS,
        "empties": EMPTIES,
        "source": SOURCE,
        "draft": DRAFT,
        "combo": COMBO,
        "combo_wrong": COMBO_WRONG,
        "uploads": UPLOADS,
    }
