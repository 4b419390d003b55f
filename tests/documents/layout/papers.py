"""Papers and sheets for the tests of what is written: invented ones, and random ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

from hypothesis import strategies as st

from bihuan.documents.files.page import clean
from bihuan.documents.layout.docx import write_docx
from bihuan.documents.layout.lines import lines_of
from bihuan.documents.layout.paper import Heading, Paper, Paragraph, Part, Table
from bihuan.documents.layout.sheet import Sheet, SheetColumn
from bihuan.documents.layout.titles import title_lines
from bihuan.documents.layout.txt import sheet_lines

DAY = date(2024, 2, 22)
SENTENCE = "区委第三巡察组对云湖新区党工委开展了常规巡察，反馈了4个方面35个问题，党工委逐条逐项研究制定整改措施。"

COLUMNS = (
    SheetColumn("n", "序号", "number", width=6),
    SheetColumn("problem", "问题", bands=("责任清单",), width=30),
    SheetColumn("amount", "问题金额", "money", bands=("责任清单", "金额"), unit="万元", width=12),
    SheetColumn("due", "整改时限", "date", width=12),
    SheetColumn("state", "状态", width=10, fill=True, choices=("已完成", "正在整改，未到时限")),
)
ROWS = (
    (1, "学习贯彻不够深入", Decimal("7.132"), date(2024, 6, 30), "已完成"),
    (2, "=1+1", None, None, ""),
    (3, "河道保洁机制不健全", Decimal("1369.5"), date(2024, 12, 31), "正在整改，未到时限"),
)


def sheet(**changes: object) -> Sheet:
    """Return a small ledger, changed as said."""
    given = {
        "name": "问题清单", "title": "云湖新区问题清单", "asof": "截至2024年02月22日", "columns": COLUMNS, "rows": ROWS,
        "totals": {"amount": Decimal("1376.632")}, "notes": ("注：金额按决算口径。",),
    }  # fmt: skip
    return Sheet(**(given | changes))  # type: ignore[arg-type]


PARTS: tuple[Part, ...] = (
    Paragraph(SENTENCE),
    Heading(1, "整改工作组织情况"),
    Heading(2, "压实主体责任", "finding:1"),
    Paragraph(SENTENCE, "finding:1"),
    Heading(2, "强化督促检查"),
    Heading(3, "建立台账"),
    Heading(4, "按月更新"),
    Heading(1, "存在的问题"),
    Heading(2, "个别问题进展缓慢"),
    Table(sheet()),
    Paragraph(SENTENCE),
)
FULL = Paper(
    "report",
    "云湖新区党工委关于区委第三巡察组巡察反馈问题整改进展情况的报告",
    PARTS,
    head="云湖新区党工委文件",
    number="云新发〔2024〕12号",
    signer="林若溪",
    copy_number="000001",
    urgency="特急",
    addressee="区委巡察工作领导小组",
    attachments=("问题清单", "任务清单"),
    signature="云湖新区党工委整改工作领导小组办公室",
    dated=DAY,
    note="联系人：韩立成",
    copies="区纪委监委，区委组织部",
    printed_by="云湖新区党工委办公室",
    printed_on=date(2024, 2, 23),
)


def word(paper: Paper) -> bytes:
    """Return a paper as a Word file."""
    target = BytesIO()
    write_docx(paper, target)
    return target.getvalue()


def bare(text: str) -> str:
    """Return a text without the spaces that formats set differently."""
    return "".join(clean(text).split())


def paragraphs(paper: Paper, *, title_broken: bool = False) -> list[str]:
    """Return what a reader must find, paragraph by paragraph. title_broken: in the lines the title breaks into."""
    found: list[str] = []
    for line in lines_of(paper):
        if line.sheet is not None:
            found += sheet_lines(line.sheet)
        elif line.role == "title" and title_broken:
            found += title_lines(line.text)
        else:
            found.append(line.whole)
    return [text for text in map(bare, found) if text]


SIGNS = (
    "一二三四五六七八九十百零整改问题清单责任措施云湖新区党工委，。、；：？《》“”（）〔〕·—…％0123456789.,-%()ABCxyz &<>\"'#*|_=+@\\$`~^{}[]/"
    "堃镕龘ＡＢ①②℃℡±×÷\t\u00a0\u3000"
)
ODD = "\x00\x0b\x1f\x7f\u200b\u2028\ufeff\ufffe\n\r"
line_text = st.text(st.sampled_from(SIGNS), max_size=60)
odd_text = st.text(st.sampled_from(SIGNS + ODD), max_size=120)
long_text = st.builds(
    lambda text, times: text * times, st.text(st.sampled_from(SIGNS), min_size=1, max_size=40), st.integers(20, 60)
)
parts = st.one_of(
    st.builds(Heading, st.integers(1, 4), line_text, numbered=st.booleans()),
    st.builds(Paragraph, st.one_of(odd_text, odd_text, long_text), indent=st.booleans(), centred=st.booleans()),
    st.builds(Table, st.builds(sheet, title=line_text, notes=st.lists(line_text, max_size=2).map(tuple))),
)
maybe_day = st.none() | st.dates(date(1950, 1, 1), date(2099, 12, 31))
papers = st.builds(
    Paper,
    st.sampled_from(("report", "letter", "notice", "minutes")),
    line_text,
    st.lists(parts, max_size=14).map(tuple),
    head=line_text, number=line_text, signer=line_text, copy_number=line_text, secrecy=line_text, urgency=line_text,
    addressee=line_text, attachments=st.lists(line_text, max_size=3).map(tuple), signature=line_text, dated=maybe_day,
    note=line_text, copies=line_text, printed_by=line_text, printed_on=maybe_day,
)  # fmt: skip
