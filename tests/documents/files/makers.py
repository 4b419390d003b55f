"""The same invented report written as files of every format."""

from __future__ import annotations

from html import escape
from io import BytesIO
from pathlib import Path

import docx
import typst
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

REPORT = (
    "中共临泉湖区商务局党组关于区委巡察整改进展情况的通报",
    "根据区委统一部署,2025年3月4日至5月20日,区委第三巡察组对区商务局党组开展了常规巡察。2025年6月18日,区委第三巡察组向区商务局"
    "党组反馈了巡察意见。按照巡察工作有关要求,现将巡察整改进展情况予以公布。",
    "一、整改组织情况",
    "(一)压实主体责任。局党组先后召开会议6次,研究制定整改措施42条,逐项明确牵头领导、责任科室和完成时限。一是统一思想认识。"
    "二是细化工作台账。三是定期调度通报。",
    "(二)强化督促检查。成立3个督导小组,对照台账开展实地核查。",
    "二、反馈问题整改落实情况",
    "(一)关于“市场保供预案更新不及时”问题的整改。",
    "1.修订《生活必需品市场供应应急预案》,组织重点商超开展演练2次,补充储备点5处,与18家企业续签保供协议。",
    "2.建立每季度更新机制,由运行科负责,2025年9月底前完成第一轮更新,并报区应急局备案。",
    "(二)关于“专项资金拨付缓慢”问题的整改。",
    "1.清理2023年度以来未拨付资金7笔,涉及金额236.5万元,已全部拨付到位,惠及企业31家;对其中2笔手续不全的,"
    "逐一补齐佐证材料后办理,"
    "并将办理结果书面告知企业,同时在局门户网站公示10个工作日,接受社会监督,未收到异议。",
    "2.制定《商务发展专项资金管理办法》,明确申报、评审、公示、拨付各环节时限。",
    "三、下一步工作打算",
    "区商务局党组将持续巩固整改成果,坚持常态长效,对尚未完成的1项任务紧盯不放。",
    "欢迎广大干部群众对巡察整改落实情况进行监督。联系电话:0500-7654321;"
    "邮政信箱:临泉湖区文昌路18号区商务局办公室;"
    "电子邮箱:swj@example.com。",
    "中共临泉湖区商务局党组",
    "2025年12月10日",
)

TABLE = (
    ("序号", "反馈问题", "整改措施", "状态"),
    ("1", "市场保供预案更新不及时", "修订预案并组织演练", "已完成"),
    ("2", "专项资金拨付缓慢", "清理未拨付资金7笔", "正在整改"),
)


def text(paragraphs: tuple[str, ...] = REPORT, encoding: str = "utf-8") -> bytes:
    """Return the report as a text of one line for each paragraph."""
    return "\n".join(paragraphs).encode(encoding)


def markdown(paragraphs: tuple[str, ...] = REPORT) -> bytes:
    """Return the report as Markdown with one heading and bold section lines."""
    body = [f"**{line}**" if line[1] == "、" else line for line in paragraphs[1:]]
    return "\n\n".join([f"# {paragraphs[0]}", *body]).encode()


def web_page(paragraphs: tuple[str, ...] = REPORT, charset: str = "utf-8") -> bytes:
    """Return the report as a page of a portal, with menu, script and footer."""
    body = "\n".join(f"<p style='text-indent:2em'>{escape(line, quote=False)}</p>" for line in paragraphs[1:])
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>门户</title>'
        f"<style>p{{margin:0}}</style></head><body>"
        f"<nav><a>首页</a></nav><script>var a=1;</script><h1>{paragraphs[0]}</h1><div>{body}</div></body></html>"
    )
    return page.encode("gb18030" if charset == "gb2312" else charset)


def rich_text(paragraphs: tuple[str, ...] = REPORT, *, behind: str = "", after: tuple[str, ...] = ()) -> bytes:
    """Return the report as rich text with bytes of code page 936. behind: rich text between it and `after`."""
    start, end = ("".join(f"\\pard {escaped(line)}\\par\n" for line in lines) for lines in (paragraphs, after))
    head = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}}\f0 "
    return f"{head}{start}{behind}{end}}}".encode("ascii")


def escaped(text: str) -> str:
    """Return text as rich text, every letter beyond ASCII as bytes of code page 936."""
    return "".join("\\par " if letter == "\n" else letter if letter.isascii() else _bytes(letter) for letter in text)


def _bytes(letter: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in letter.encode("gb18030"))


def made(name: str) -> bytes:
    """Return a file that another program saved; see made/README.md."""
    return (Path(__file__).parent / "made" / name).read_bytes()


def saved(document: docx.document.Document) -> bytes:
    """Return the bytes of a Word document."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def word(paragraphs: tuple[str, ...] = REPORT) -> bytes:
    """Return the report as a Word document with typed numbers."""
    document = docx.Document()
    document.add_heading(paragraphs[0], 0)
    for line in paragraphs[1:]:
        document.add_paragraph(line)
    return saved(document)


def word_in_frame(paragraphs: tuple[str, ...] = REPORT) -> bytes:
    """Return the report as a Word document whose whole text stands in a table of one cell."""
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = paragraphs[0]
    for line in paragraphs[1:]:
        cell.add_paragraph(line)
    return saved(document)


def add_numbering(document: docx.document.Document, num: int, *levels: tuple[str, str], extra: str = "") -> None:
    """Add a list definition with the id `num`; levels are (form, text); extra: XML for the `w:num` element."""
    body = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{900 + num}">{body}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{num}"><w:abstractNumId w:val="{900 + num}"/>{extra}</w:num>')
    )


def number(paragraph: Paragraph, num: int, depth: int = 0) -> Paragraph:
    """Make a paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr()
    element = OxmlElement("w:numPr")
    for name, figure in (("w:ilvl", depth), ("w:numId", num)):
        part = OxmlElement(name)
        part.set(qn("w:val"), str(figure))
        element.append(part)
    properties.append(element)
    return paragraph


def word_numbered(paragraphs: tuple[str, ...] = REPORT) -> bytes:
    """Return the report as a Word document in which Word itself counts 一、 (一) 1."""
    document = docx.Document()
    add_numbering(
        document, 77, ("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "(%2)"), ("decimal", "%3.")
    )
    document.add_paragraph(paragraphs[0], style="Title")
    for line in paragraphs[1:]:
        depth, rest = unnumbered(line)
        paragraph = document.add_paragraph(rest)
        if depth is not None:
            number(paragraph, 77, depth)
    return saved(document)


def unnumbered(line: str) -> tuple[int | None, str]:
    """Return the depth of a numbered line of the report and its words without the number."""
    if line[1] == "、":
        return 0, line[2:]
    if line[0] == "(":
        return 1, line[3:]
    if line[0].isdigit() and line[1] == ".":
        return 2, line[2:]
    return None, line


GOVERNMENT_PAGE = """
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, inside: 28mm, outside: 26mm),
  footer: context { let n = counter(page).get().first(); align(if calc.odd(n) { right } else { left })[— #n —] })
#set text(font: ("Noto Serif CJK SC",), size: 16pt, lang: "zh", region: "cn")
#set par(leading: 13pt, spacing: 13pt, justify: true, first-line-indent: (amount: 2em, all: true))
"""


def typed(words: str) -> str:
    """Return words as a typst string, in which nothing is markup."""
    return "#" + '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pdf(paragraphs: tuple[str, ...] = REPORT, *, after: str = "", times: int = 1) -> bytes:
    """Return the report as a PDF in the layout of GB/T 9704; after: typst source that follows."""
    title = f"#align(center, par(first-line-indent: 0em, text(size: 22pt, {typed(paragraphs[0])[1:]})))"
    body = "\n\n".join(typed(line) for line in paragraphs[1:] * times)
    return typst_pdf(f"{GOVERNMENT_PAGE}\n{title}\n\n{body}\n\n{after}")


def typst_pdf(source: str) -> bytes:
    """Return a PDF of typst source."""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made
