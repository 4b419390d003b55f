"""Tasks, findings, the ledger."""

from __future__ import annotations

from datetime import date

from bihuan.web import shapes as s
from bihuan.web.examples.marks import (
    AT_ONCE,
    BUILDING,
    BY_DATE,
    CLOSED,
    ECONOMY,
    FINANCE,
    LATE,
    NONE,
    OK,
    OPEN,
    PENDING,
    REVIEW,
    SOON,
    STANDING,
    TODAY,
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
