"""Figures, periods and differences as people read them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bihuan.loop.cases.periods import Period
from bihuan.loop.scoring.queries import Indicator
from bihuan.packspec.model import Figure
from bihuan.web.round.figures import shown

QUARTERS = 3
RANK: Final = (
    "名次"  # unit of a figure that is a place among others: said as a place, and differences as places risen or fallen
)
HALVES = 6
TEN_THOUSAND: Final = Decimal(10_000)
YUAN: Final = {"元": Decimal(1), "万元": TEN_THOUSAND}
SHOWN_LEAST = Decimal("0.05")  # a smaller difference is shown as 0, which is neither better nor worse


def period_words(period: Period) -> str:
    """Return 2026年11月, 2026年第4季度, 2026年 …"""
    first = period.first
    match period.every:
        case "week":
            return _("week from %(day)s") % {"day": first.isoformat()}
        case "month":
            return date_format(first, "YEAR_MONTH_FORMAT")
        case "quarter":
            return _("quarter %(n)d of %(year)d") % {"n": (first.month - 1) // QUARTERS + 1, "year": first.year}
        case "half_year":
            half = _("first half of %(year)d") if first.month < HALVES else _("second half of %(year)d")
            return half % {"year": first.year}
    return pgettext("a year", "%(year)d") % {"year": first.year}


def with_unit(figure: Figure, value: Decimal | None) -> str:
    """Return a value with its unit; a dash alone."""
    text = shown(figure, value)
    if value is None or figure.unit in {"", "%"}:
        return text
    if figure.unit == RANK:
        return _("place %(n)s") % {"n": text}
    if (get_language() or "").startswith("zh"):
        if figure.unit == "元" and abs(value) >= TEN_THOUSAND:
            text, figure = shown(whole := replace(figure, unit="万元"), value / TEN_THOUSAND), whole
        return f"{text}万元" if figure.unit == "万元" else f"{text} {figure.unit}"
    if figure.unit in YUAN:
        return yuan(value * YUAN[figure.unit])
    return text  # Chinese counts with words that English has not


def yuan(value: Decimal) -> str:
    """Return money as English says it: 629,500 yuan."""
    return f"{value:,.2f} yuan".replace(".00 ", " ")


def signed(figure: Figure, difference: Decimal | None, change: Decimal | None) -> str:
    """Return +3 (+12.5%), or for a rate +1.5 points; a dash where nothing is known to hold it against."""
    if difference is None:
        return "—"
    if figure.unit == RANK:
        return places_moved(difference)
    number = f"{difference:+.1f}".removesuffix(".0")
    number = "0" if number in {"+0", "-0"} else number  # less than is shown
    if figure.unit == "%":
        return _("%(n)s points") % {"n": number}
    return number if change is None else _("%(n)s (%(change)s)") % {"n": number, "change": f"{change:+.1f}%"}


def places_moved(difference: Decimal) -> str:
    """Return by how many places a rank went up or down; a smaller number is a better place."""
    places = abs(int(difference))
    if places == 0:
        return pgettext("a rank", "unchanged")
    return (_("up %(n)d places") if difference < 0 else _("down %(n)d places")) % {"n": places}


def better(one: Indicator) -> str:
    """Return "better" or "worse" than in the period before, "" where neither can be said."""
    if one.difference is None or one.figure.better is None or abs(one.difference) < SHOWN_LEAST:
        return ""
    return "better" if (one.difference > 0) is (one.figure.better == "higher") else "worse"
