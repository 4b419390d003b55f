"""The round's plan as the files it would arrive in: a Word file, and the same words as plain text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HERE = Path(__file__).parent
NUMERALS = "一二三四五六七八九十"
SEPARATOR = "｜"
TITLE = "中共云湖新区工作委员会关于巡视整改进展情况的通报"
ISSUER = "中共云湖新区工作委员会"
INSPECTOR = "省委第九巡视组"
CONTACT = (
    "欢迎广大干部群众对巡视整改落实情况进行监督。如有意见建议，请及时向我们反映。"
    "联系电话：0999-2026724；邮政信箱：云湖新区管理委员会整改办；通信地址：云湖新区环湖大道18号3号楼206室；电子邮箱：zgb@yunhu.example。"
)
OUTLOOK = "下一步，云湖新区党工委将坚持目标不变、力度不减，按月调度、逐项销号，把整改成果转化为治理效能。"


@dataclass(frozen=True, slots=True)
class SampleDates:
    """The days that the document names."""

    inspected_from: date
    inspected_to: date
    feedback_on: date
    published_on: date


def tables(name: str) -> dict[str, Any]:
    """Return one of the TOML files of this folder."""
    return dict(_tables(name))


@cache
def _tables(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def parted(text: str, unit: str) -> tuple[str, str]:
    """Return the unit and the words of an entry such as `housing｜完成验收`; without a key the given unit does it."""
    key, separator, words = text.partition(SEPARATOR)
    return (key, words) if separator else (unit, text)


def written(number: int) -> str:
    """Return a number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    ahead = "" if not tens else ("十" if tens == 1 else f"{NUMERALS[tens - 1]}十")
    return ahead + (NUMERALS[ones - 1] if ones else "")


def day_words(day: date) -> str:
    """Return a date as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def report_lines(dates: SampleDates) -> list[str]:
    """Return the document, one paragraph an entry, the title first."""
    lines = [TITLE, *_opening(dates)]
    for number, finding in enumerate(tables("report")["finding"], 1):
        lines.append(f"{written(number)}、关于“{quoted(finding['title'])}”问题的整改情况")
        texts = [parted(text, finding["unit"])[1] for text in finding["measures"]]
        lines += texts if len(texts) == 1 else [f"（{written(place)}）{text}" for place, text in enumerate(texts, 1)]
    return [*lines, OUTLOOK, CONTACT, ISSUER, day_words(dates.published_on)]


def quoted(title: str) -> str:
    """Return a title as it stands inside quotation marks."""
    return title.replace("“", "‘").replace("”", "’")


def _opening(dates: SampleDates) -> list[str]:
    since, to = day_words(dates.inspected_from), day_words(dates.inspected_to)
    return [
        f"根据省委统一安排，{since}至{to}，{INSPECTOR}对云湖新区党工委开展了常规巡视。"
        f"{day_words(dates.feedback_on)}，{INSPECTOR}向云湖新区党工委反馈了巡视意见。现将巡视整改进展情况通报如下。",
        "云湖新区党工委把抓好整改作为检验政治担当的重要标尺，第一时间召开会议传达学习，成立由主要负责人任组长的整改工作领导小组，"
        "研究制定164条整改举措，逐条明确责任单位和完成期限，建立交办销号、调度会商、跟踪核查、难题攻坚、清单管理五项机制，改一项、验一项、销一项。",
        "在边巡边改过程中，给予党纪处分5人（留党察看1人，严重警告1人，警告3人）；政务处分4人（撤职1人，记大过2人，记过1人）；"
        "诫勉4人，教育提醒45人；建立完善制度30项；清退款项78.52万元。",
    ]


def report_text(dates: SampleDates) -> bytes:
    """Return the document as a text file."""
    return "\n".join([*report_lines(dates), ""]).encode("utf-8")


def report_docx(dates: SampleDates) -> bytes:
    """Return the document as a Word file."""
    title, *lines = report_lines(dates)
    return docx_of(title, lines)


def docx_of(title: str, lines: list[str]) -> bytes:
    """Return a Word file with a title and paragraphs."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.opc.pkgwriter import PackageWriter
    from docx.shared import Pt

    document = Document()
    document.core_properties.author = document.core_properties.comments = ""
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.bold, run.font.size = True, Pt(18)
    for line in lines:
        document.add_paragraph(line)
    written_to = BytesIO()
    package = document.part.package
    PackageWriter.write(written_to, package.rels, package.parts)  # type: ignore[no-untyped-call]
    return without_times(written_to.getvalue())


def without_times(package: bytes) -> bytes:
    """Return a zip package without the instants at which it was packed: the same words give the same bytes."""
    packed = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()
