"""
The marks and rows that stand many times on a page, drawn by plain functions.

A ledger page has 50 rows of three marks each. Drawn as template includes they are most of the time of the page, so each
distinct mark is drawn once per language and kept.
"""

from __future__ import annotations

import math
from datetime import date
from functools import cache, lru_cache

from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from bihuan.web.shapes import Bar, Column, Ledger, LedgerRow, Light, Nature, Ring, Stage, Unit

LIGHT_WORDS = {
    "ok": gettext_lazy("On time"),
    "soon": gettext_lazy("Due soon"),
    "late": gettext_lazy("Overdue"),
    "pause": gettext_lazy("Paused"),
    "none": gettext_lazy("No deadline"),
}

# Places on a phone, where a row becomes a card.
CARD_PLACES = {"nature": "c-nature", "stage": "c-stage", "light": "c-light", "unit": "nowrap c-unit"}


@cache
def sprite() -> str:
    """Return the address of the file of symbols; it is fetched once and kept by the browser."""
    return static("vendor/icons.svg")


def symbol(name: str, css: str = "") -> SafeString:
    """Return an svg that uses one symbol of the sprite, hidden from screen readers: a word always stands beside it."""
    drawn_class = f' class="{css}"' if css else ""
    return mark_safe(f'<svg{drawn_class} aria-hidden="true"><use href="{sprite()}#{name}"/></svg>')  # noqa: S308 names are ours


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Return an icon of the sprite by its Tabler name."""
    return symbol(f"i-{name}", "icon")


@lru_cache(maxsize=512)
def stage(value: Stage) -> SafeString:
    """Return the progress mark: a bar of four cells, or two cells and the arrow of a return, and the word."""
    shape = "back" if value.back else str(value.cells)
    return format_html('<span class="stage stage--{}">{}{}</span>', shape, symbol(f"st-{shape}"), value.word)


def light(value: Light) -> SafeString:
    """Return the light: a shape, its word, and how many working days."""
    return _light(value, get_language() or "")


@lru_cache(maxsize=4096)
def _light(value: Light, language: str) -> SafeString:
    word = value.word or str(LIGHT_WORDS[value.kind])
    shape = "" if value.kind == "none" else symbol(f"l-{value.kind}")
    detail = format_html(" <small>{}</small>", value.detail) if value.detail else ""
    return format_html('<span class="light light--{}">{}{}{}</span>', value.kind, shape, word, detail)


@lru_cache(maxsize=256)
def nature(value: Nature) -> SafeString:
    """Return the nature: one character in a box, and the word."""
    return format_html(
        '<span class="nature"><i aria-hidden="true">{}</i><span class="w">{}</span></span>', value.char, value.word
    )


@lru_cache(maxsize=4096)
def unit(value: Unit) -> SafeString:
    """Return the short name of a unit, with its full name on hover."""
    title = format_html(' title="{}"', value.full) if value.full and value.full != value.name else ""
    note = format_html(' <small class="sub">{}</small>', value.note) if value.note else ""
    if value.url:
        return format_html('<a href="{}"{}>{}</a>{}', value.url, title, value.name, note)
    return format_html("<span{}>{}</span>{}", title, value.name, note)


def mark(value: Stage | Light | Nature | Unit) -> SafeString:
    """Return the drawing of any of the four marks."""
    match value:
        case Stage():
            return stage(value)
        case Light():
            return light(value)
        case Nature():
            return nature(value)
        case Unit():
            return unit(value)


def again(turn: int) -> SafeString:
    """Return the outlined tag of a second or later round, nothing for the first."""
    return (
        format_html('<span class="again">{}</span>', _("Round %(turn)d") % {"turn": turn}) if turn > 1 else SafeString()
    )


def bar(value: Bar) -> SafeString:
    """Return progress as four lengths in svg attributes, which need no style, no script, and print."""
    counts = (("c", value.closed), ("r", value.review), ("o", value.open), ("p", value.pending))
    whole = value.whole or sum(count for _css, count in counts)
    label = _("closed %(closed)d, under review %(review)d, open %(open)d, pending %(pending)d") % {
        "closed": value.closed,
        "review": value.review,
        "open": value.open,
        "pending": value.pending,
    }
    left, rects = 0.0, []
    for css, count in counts:
        width = 100 * count / whole if whole else 0.0
        if count:
            # The gap between two lengths; the outlined one is drawn inside its edge.
            inner = 'y="8%" height="84%"' if css == "p" else 'y="0" height="100%"'
            rects.append(f'<rect class="{css}" x="{left:.2f}%" width="{max(width - 0.5, 0.2):.2f}%" {inner}/>')
        left += width
    thin = " bar--thin" if value.thin else ""
    return mark_safe(f'<svg class="bar{thin}" role="img" aria-label="{escape(label)}">{"".join(rects)}</svg>')  # noqa: S308


@lru_cache(maxsize=64)
def _arc(step: int, of: int) -> str:
    """Return the path of one of `of` arcs on a circle of radius 26 around (32, 32), from the top, with a gap."""
    gap = 4.5
    turn = 360 / of
    ends = [math.radians(step * turn + gap), math.radians((step + 1) * turn - gap)]
    (x1, y1), (x2, y2) = ((32 + 26 * math.sin(angle), 32 - 26 * math.cos(angle)) for angle in ends)
    return f"M{x1:.2f} {y1:.2f}A26 26 0 0 1 {x2:.2f} {y2:.2f}"


def ring(value: Ring) -> SafeString:
    """Return the small ring of steps: done, now, to come, and the number of the step."""
    return _ring(value, get_language() or "")


@lru_cache(maxsize=64)
def _ring(value: Ring, language: str) -> SafeString:
    states = ["done" if at < value.now else "now" if at == value.now else "todo" for at in range(1, value.of + 1)]
    arcs = "".join(
        f'<path class="{state}" d="{_arc(at, value.of)}" fill="none" stroke-width="6"/>'
        for at, state in enumerate(states)
    )
    of = escape(ngettext("of %(of)d", "of %(of)d", value.of) % {"of": value.of})
    return mark_safe(  # noqa: S308
        f'<svg class="ring" width="64" height="64" viewBox="0 0 64 64" aria-hidden="true">{arcs}'
        f'<text x="32" y="35">{int(value.now)}</text><text class="of" x="32" y="46">{of}</text></svg>'
    )


# Rows of the ledger


def ledger_rows(value: Ledger) -> SafeString:
    """Return the body rows of the ledger."""
    choose = _("Choose %(number)s")
    parts = [_ledger_row(value, row, choose) for row in value.rows]
    return mark_safe("\n".join(parts))  # noqa: S308 every part is escaped below


def _ledger_row(ledger: Ledger, row: LedgerRow, choose: str) -> str:
    check = ""
    if ledger.pick:
        key = row.key or row.number
        on = " checked" if key in ledger.picked else ""
        words = escape(choose % {"number": row.number})
        check = (
            '<td role="cell" class="c-check"><input class="form-check-input" type="checkbox"'
            f' name="{escape(ledger.pick)}" value="{escape(key)}" aria-label="{words}"{on}></td>'
        )
    parent = f"<small>{escape(row.parent)}</small>" if row.parent else ""
    turn = f" {again(row.turn)}" if row.turn > 1 else ""
    cells = "".join(_cell(column, cell) for column, cell in zip(ledger.columns, row.cells, strict=True))
    return (
        f'<tr role="row">{check}<td role="cell" class="num c-no">{escape(row.number)}</td>'
        f'<th role="rowheader" scope="row" class="what"><a href="{escape(row.url)}">{escape(row.title)}</a>'
        f"{turn}{parent}</th>{cells}</tr>"
    )


def _cell(column: Column, value: Stage | Light | Nature | Unit | date | int | str | None) -> str:
    place = CARD_PLACES.get(column.id, "c-hide")
    group = " group" if column.group else ""
    if isinstance(value, Stage | Light | Nature | Unit):
        return f'<td role="cell" class="{place}{group}">{mark(value)}</td>'
    if isinstance(value, date):
        return f'<td role="cell" class="num {place}{group}">{value.isoformat()[:10]}</td>'
    if isinstance(value, int) or column.number:
        return f'<td role="cell" class="n {place}{group}">{escape("" if value is None else value)}</td>'
    line = "" if column.wrap or "nowrap" in place else " nowrap"
    return f'<td role="cell" class="{place}{group}{line}">{escape(value or "")}</td>'
