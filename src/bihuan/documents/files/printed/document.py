"""From the pages of a printed document to its blocks; a scan is said to be one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.documents.blocks import Block
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.page import Page
from bihuan.documents.files.printed.furniture import without_furniture
from bihuan.documents.files.printed.lines import PageText
from bihuan.documents.files.printed.paragraphs import add_paragraphs
from bihuan.documents.files.refusals import refuse

FEW = 8
STRANGE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


def blocks_of(documents: Sequence[list[PageText]], limits: Limits) -> tuple[Block, ...]:
    """
    Return the paragraphs and rows of one or more documents that lie in one file, each with running lines of its own.

    Raises Unreadable if there is no text to be had: "scan", "no_text", "no_letters".
    """
    check_text([page for pages in documents for page in pages])
    page = Page(limits)
    for pages in documents:
        add_paragraphs(without_furniture(pages), page)
    return page.blocks()


def check_text(pages: Sequence[PageText]) -> None:
    """Refuse scans and texts without letters; a few scanned pages at the end of a text are let through."""
    written = ["".join(line.text for line in page.lines) for page in pages]
    # Scanning programs print their name or a page number on every page: a handful of letters is no text.
    bare = [page for page, text in zip(pages, written, strict=True) if len(text) < FEW and not page.tables]
    scanned = [page for page in bare if page.pictures]
    if scanned and len(bare) * 2 > len(pages):
        raise refuse("scan", place=f"第{scanned[0].number}页", pages=len(pages), scanned=len(scanned))
    text = "".join(written)
    if not text.strip() and not any(page.tables for page in pages):
        raise refuse("no_text", pages=len(pages))
    if len(STRANGE.findall(text)) * 3 > len(text):
        raise refuse("no_letters")
