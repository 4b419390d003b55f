"""A draft beside its source, and the fields of forms; the colours."""

from __future__ import annotations

from bihuan.web import shapes as s
from bihuan.web.examples.marks import AT_ONCE, BY_DATE

CHOICES = (
    s.Choice("7", "财政国资局", "caizheng · 已牵头 19 条"),
    s.Choice("8", "云湖财政结算中心", "财政国资局下属"),
    s.Choice("9", "市财政局", reason="上级单位，不能交办"),
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
    s.Upload("document", "反馈意见", multiple=False, max_mb=1, error="文件是空的，没有读出内容。"),
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
