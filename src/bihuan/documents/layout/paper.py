"""
An official document as plain values, before any file format.

The layout follows GB/T 9704-2012 《党政机关公文格式》; names of the parts are its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bihuan.documents.layout.sheet import Sheet

Layout = Literal["report", "letter", "notice", "minutes", "ledger"]


@dataclass(frozen=True, slots=True)
class Heading:
    """
    A heading of level 1 to 4, numbered 一、 （一） 1. （1） by whoever writes the file; `text` has no number of its own.

    anchor: what this part was made from (“finding:12”), stable from one generation to the next; empty where nothing refers to it.
    """

    level: int
    text: str
    anchor: str = ""
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text; indent: two characters, as all but the addressee have."""

    text: str
    anchor: str = ""
    indent: bool = True
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table within the text."""

    sheet: Sheet
    anchor: str = ""


Part = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """
    One document. Empty text: the part is not there.

    head: 发文机关标志 in red over the red rule (“云湖新区整改工作领导小组办公室文件”); number: 发文字号; signer: 签发人.
    copy_number, secrecy, urgency: 份号、密级和保密期限、紧急程度. addressee: 主送机关, without the colon.
    attachments: names, in order. signature, dated: 发文机关署名、成文日期. note: 附注. copies: 抄送; printed_by, printed_on: 印发机关、印发日期.
    """

    layout: Layout
    title: str
    parts: tuple[Part, ...]
    head: str = ""
    number: str = ""
    signer: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    signature: str = ""
    dated: date | None = None
    note: str = ""
    copies: str = ""
    printed_by: str = ""
    printed_on: date | None = None
