"""
Messages of a mail: one body as plain text and as simple HTML, in the look of the pages.

    letter = Letter("林若溪，您好：", "有1个事项等您办理。", (Part("待办事项", (Item("YH-1 兑现周期长", "https://…", ("期限 2026-12-20",)),)),))
    plain_of(letter), html_of(letter)

Mail programs know neither style sheets nor scripts, so each element has its style with it; nothing is fetched from anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

INK: Final = "#1c2430"
GREY: Final = "#49566c"
LINE: Final = "#d9dee6"
BLUE: Final = "#0b4f9e"
LATE: Final = "#b3261e"
FONT: Final = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"


@dataclass(frozen=True, slots=True)
class Item:
    """One case in a mail. lines: what is said of it; late: the last line is a warning."""

    title: str
    url: str
    lines: tuple[str, ...] = ()
    quote: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Some items under a heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says. foot: lines in small type, each a text and an address (empty for none)."""

    greeting: str
    opening: str
    parts: tuple[Part, ...] = ()
    foot: tuple[tuple[str, str], ...] = ()
    sender: str = ""
    language: str = "zh-Hans"
    button: tuple[str, str] | None = None


def plain_of(letter: Letter) -> str:
    """Return the mail as plain text, a case a paragraph."""
    lines = [letter.greeting, "", letter.opening, ""]
    for part in letter.parts:
        lines += [f"【{part.heading}】" if letter.language.startswith("zh") else f"{part.heading}", ""]
        for item in part.items:
            lines += [item.title, *(f"  {line}" for line in item.lines)]
            lines += [f"  “{item.quote}”"] if item.quote else []
            lines += [f"  {item.url}", ""]
    if letter.button:
        lines += [f"{letter.button[0]}", letter.button[1], ""]
    lines += ["--", letter.sender] if letter.sender else ["--"]
    lines += [f"{text} {url}".strip() for text, url in letter.foot]
    return "\n".join(lines) + "\n"


def html_of(letter: Letter) -> str:
    """Return the mail as HTML."""
    parts = "".join(_part(part) for part in letter.parts)
    foot = "".join(
        f'<p style="margin:4px 0;font-size:12px;color:{GREY}">{_foot(text, url)}</p>' for text, url in letter.foot
    )
    button = _button(*letter.button) if letter.button else ""
    return (
        f'<!DOCTYPE html><html lang="{escape(letter.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"></head>'
        f'<body style="margin:0;padding:24px 12px;background:#f4f6f9;color:{INK};font:15px/1.7 {FONT}">'
        '<div style="max-width:620px;margin:0 auto;background:#ffffff;border:1px solid '
        f'{LINE};border-top:3px solid {BLUE};padding:24px 28px">'
        f'<p style="margin:0 0 8px">{escape(letter.greeting)}</p><p style="margin:0 0 16px">{escape(letter.opening)}</p>'
        f"{parts}{button}"
        f'<div style="border-top:1px solid {LINE};margin-top:24px;padding-top:12px">'
        f'<p style="margin:0 0 4px;font-size:13px;color:{GREY}">{escape(letter.sender)}</p>{foot}</div>'
        "</div></body></html>\n"
    )


def _part(part: Part) -> str:
    items = "".join(_item(item) for item in part.items)
    heading = f'<h2 style="margin:20px 0 0;font-size:14px;font-weight:600;color:{GREY}">{escape(part.heading)}</h2>'
    return f"{heading}{items}"


def _item(item: Item) -> str:
    last = len(item.lines) - 1
    lines = "".join(
        f'<div style="font-size:13px;color:{LATE if item.late and place == last else GREY}">{escape(line)}</div>'
        for place, line in enumerate(item.lines)
    )
    quote = ""
    if item.quote:
        quote = (
            f'<blockquote style="margin:6px 0 0;padding:0 0 0 10px;border-left:2px solid {LINE};font-size:13px">'
            f"{escape(item.quote)}</blockquote>"
        )
    return (
        f'<div style="border-top:1px solid {LINE};padding:10px 0;margin-top:8px">'
        f'<a href="{escape(item.url)}" style="color:{BLUE};font-weight:600;text-decoration:none">{escape(item.title)}</a>'
        f"{lines}{quote}</div>"
    )


def _button(words: str, url: str) -> str:
    return (
        f'<p style="margin:20px 0 0"><a href="{escape(url)}" style="display:inline-block;background:{BLUE};color:#ffffff;'
        f'padding:8px 18px;text-decoration:none">{escape(words)}</a></p>'
    )


def _foot(text: str, url: str) -> str:
    return f'<a href="{escape(url)}" style="color:{GREY}">{escape(text)}</a>' if url else escape(text)
