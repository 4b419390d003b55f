"""The indicators of packs as a workbook: what each is, was and should be, and the periods that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Final

from django.utils.translation import get_language

from bihuan.accounts.queries import Actor
from bihuan.documents.layout.sheet import Book, Cell, CellKind, Sheet, SheetColumn
from bihuan.documents.layout.xlsx import write_xlsx
from bihuan.loop.cases.values import words
from bihuan.loop.lists.words import asof_line
from bihuan.loop.scoring.period_names import period_name
from bihuan.loop.scoring.queries import Indicator, indicators_of
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Pack

NOW: Final = Text("指标", "Indicators")
PAST: Final = Text("历次数值", "Period by period")
SO_FAR: Final = Text("{period}（至今）", "{period} so far")
MET: Final = {True: Text("达到", "met"), False: Text("未达到", "not met"), None: Text("")}
_COLUMNS: Final[Mapping[str, tuple[Text, CellKind, int]]] = {
    "pack": (Text("业务", "System"), "text", 24),
    "figure": (Text("指标", "Indicator"), "text", 36),
    "unit": (Text("计量单位", "Counted in"), "text", 12),
    "period": (Text("时期", "Period"), "text", 12),
    "value": (Text("数值", "Value"), "number", 14),
    "target": (Text("目标", "Target"), "number", 12),
    "met": (Text("是否达到", "Met"), "text", 10),
    "before": (Text("上期", "Period before"), "number", 14),
    "difference": (Text("较上期增减", "On the period before"), "number", 14),
    "year": (Text("上年同期", "A year ago"), "number", 14),
    "year_difference": (Text("较上年同期增减", "On the year before"), "number", 16),
    "basis": (Text("口径和来源", "How it is counted"), "text", 48),
}
_KEPT: Final = ("pack", "figure", "unit", "period", "value")


def indicator_book(actor: Actor, packs: Sequence[Pack], day: date, today: date) -> bytes:
    """
    Return the workbook of the indicators of packs at the end of a day: one sheet for the day, one for the periods that are kept
    and the one that runs.

    Who does not see the whole area gets the figures of the cases they see, without a past. Raises DayToCome.
    """
    found = [(pack, one) for pack in packs for one in indicators_of(actor, pack, day, today)]
    book = Book((_sheet(NOW, _COLUMNS, _lines(found), day), _sheet(PAST, _KEPT, _past(found), day)))
    target = BytesIO()
    write_xlsx(book, target)
    return target.getvalue()


def _sheet(title: Text, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]], day: date) -> Sheet:
    language = get_language() or "zh"
    heads = tuple(
        SheetColumn(id_, _COLUMNS[id_][0].in_(language), kind=_COLUMNS[id_][1], width=_COLUMNS[id_][2])
        for id_ in columns
    )
    return Sheet(title.in_(language), title.in_(language), asof_line(day).in_(language), heads, list(rows))


def _lines(found: Iterable[tuple[Pack, Indicator]]) -> Iterator[tuple[Cell, ...]]:
    language = get_language() or "zh"
    for pack, one in found:
        figure = one.figure
        target = None if figure.target is None else Decimal(figure.target)
        yield (
            words(pack.title), words(figure.title), figure.unit, period_name(one.period), one.value, target,
            MET[one.meets].in_(language), one.before, one.difference, one.last_year, one.year_difference, figure.basis,
        )  # fmt: skip


def _past(found: Iterable[tuple[Pack, Indicator]]) -> Iterator[tuple[Cell, ...]]:
    language = get_language() or "zh"
    for pack, one in found:
        for then in one.past if one.whole else ():
            name = period_name(then.period)
            period = SO_FAR.format(period=name).in_(language) if then.running else name
            yield words(pack.title), words(one.figure.title), one.figure.unit, period, then.value
