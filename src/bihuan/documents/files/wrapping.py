"""Lines that a page or an editor wrapped: when the next one begins a paragraph, and how two are glued."""

from __future__ import annotations

import re

WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u2014·]")
NUMBER = r"(?:[一二三四五六七八九十百]{1,5}|\d{1,3}|[０-９]{1,3})"
STARTS = re.compile(
    rf"\s*(?:第{NUMBER}[章节条部分]|{NUMBER}、|\d{{1,2}}[.．](?!\d)|[(（]{NUMBER}[)）]|{NUMBER}[)）]|[①-⑳⑴-⒇⒈-⒛]|[一二三四五六七八九十]{{1,3}}是|"
    r"附件[:：\d]|责任单位|整改措施[:：]|整改情况[:：]|整改落实情况[:：]|整改状态[:：])"
)
STOPS = re.compile(r"[。！？；：]\s*$")
ENDS = re.compile(r"[。！？；：:;!?…”』」)）]\s*$")


def begins_paragraph(line: str, *, after: str) -> bool:
    """Return whether a line at the left edge begins a paragraph, seen from its words and those of the line before."""
    return bool((STARTS.match(line) and ENDS.search(after)) or STOPS.search(after))


def glue(first: str, second: str) -> str:
    """Return two lines of one paragraph as one: a space only where it parted two words of Latin letters."""
    if not first or not second:
        return first + second
    left, right = first[-1], second[0]
    if WIDE.match(left) or WIDE.match(right) or (left.isdigit() and right.isdigit()):
        return first.rstrip() + second.lstrip()
    if left in "-/(（" or right in ")）,.，。;；":
        return first + second
    return f"{first.rstrip()} {second.lstrip()}"
