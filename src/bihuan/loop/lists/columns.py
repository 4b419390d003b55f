"""The columns of a list as a sheet has them: titles, merged headers, units, widths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from bihuan.documents.layout.cells import shown
from bihuan.documents.layout.sheet import Cell, CellKind, SheetColumn
from bihuan.loop.cases.values import FACT_TITLES
from bihuan.loop.lists.queries import RoundColumn, RoundList
from bihuan.loop.lists.reading import figure_cell
from bihuan.loop.lists.words import BASIS, NONE, OVER, SAID, SCOPE, TOTAL, is_english
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Field, Figure, Kind, Pack
from bihuan.packspec.shown import ListSpec
from bihuan.packspec.vocabulary import FACTS
from bihuan.packspec.wording import condition_in_words, title_of_entering

DATES: Final = frozenset({"due", "original_due", "opened", "finished", "closed"})
NUMBERS: Final = frozenset({"turn", "days_taken", "evidence_count", "returns", "days_left", "days_late"})
WIDTHS: Final = {
    "number": 15, "subject": 42, "statement": 40, "state": 10, "category": 10, "nature": 10, "light": 9, "late": 8,
    "turn": 6, "days_taken": 9, "evidence_count": 9, "responsible": 20, "lead": 20, "assisting": 24, "leader": 10,
    "handler": 10, "panel": 20, "applicant": 24, "label": 16,
}  # fmt: skip
FIELD_WIDTHS: Final = {
    "lines": 36,
    "date": 12,
    "number": 10,
    "money": 16,
    "unit": 20,
    "enterprise": 24,
    "person": 10,
    "choice": 13,
    "yes_no": 8,
}
DATE_WIDTH, TEXT_WIDTH = 12, 16
WIDE_ENOUGH: Final = 30  # half-width characters: a column that can hold a sentence of totals
YUAN: Final = "元"
TEN_THOUSAND: Final = "万元"
ENGLISH_YUAN: Final = "yuan"
WAN: Final = Decimal(10_000)
MONEY: Final = {
    YUAN: Decimal(1),
    TEN_THOUSAND: WAN,
}  # in what amounts are kept, in yuan: fields in the first, figures in either
PORTRAIT, A4, A3 = 88, 165, 250  # half-width characters that fit on a page of A4 upright, of A4 across, of A3 across
WHOLE: Final = "WHOLE_"  # ids of figures have no capital letters
NARROW: Final = 12  # half-width characters: what a column keeps however many there are


def sheet_columns(pack: Pack, one: RoundList, language: str) -> tuple[SheetColumn, ...]:
    """Return the columns of a list of a round in order."""
    found = [_column(pack, one.spec, column, language) for column in one.columns]
    heads = [(column.bands, column.title) for column in found]
    # Two columns of one name side by side: that of the case above says whose it is.
    return tuple(
        replace(column, title=_of_whom(pack, pack.kinds[one.spec.of[0]], column, language))
        if heads.count((column.bands, column.title)) > 1
        else column
        for column in found
    )


def _of_whom(pack: Pack, kind: Kind, column: SheetColumn, language: str) -> str:
    head, _, rest = column.id.partition(".")
    if not rest or head not in pack.kinds:
        return column.title
    return (pack.kinds[head].title if rest == "subject" else column_title(pack, kind, column.id)).in_(language)


def fitted(columns: tuple[SheetColumn, ...]) -> tuple[SheetColumn, ...]:
    """Return columns of which a sheet of A3 holds all in letters that can be read: many columns make the wide ones narrower."""
    room = A3 - sum(min(column.width, NARROW) for column in columns)
    more = sum(max(column.width - NARROW, 0) for column in columns)
    if more <= max(room, 0):
        return columns
    share = max(room, 0) / more
    return tuple(
        replace(column, width=min(column.width, NARROW) + round(max(column.width - NARROW, 0) * share))
        for column in columns
    )


def column_title(pack: Pack, kind: Kind, path: str, *, of: bool = True) -> Text:
    """
    Return what a column is called.

    of: name the kind for a path of an ancestor, “反馈问题编号”; where a merged header says whose it is, the last word is enough.
    """
    head, _, rest = path.partition(".")
    if head == "label" and rest in pack.labels:
        return pack.labels[rest].title
    if head == "entered" and rest in (states := kind.lifecycle_of(pack).states):
        return title_of_entering(states[rest].title)
    if rest and head in pack.kinds:
        above = pack.kinds[head]
        title = column_title(pack, above, rest, of=of)
        if not of or rest == "subject":
            return title
        return Text(_joined(above.title.zh, title.zh), f"{above.title.in_('en')}: {title.in_('en')}")
    if path in kind.fields:
        return kind.fields[path].title
    if path in kind.parties:
        return kind.parties[path]
    if path == "subject":
        return kind.subject
    if path in pack.figures:
        return pack.figures[path].title
    if path == "closed" and not _is_struck_off(pack, kind):
        return FACTS[path]
    return FACT_TITLES.get(path) or FACTS.get(path, Text(path))


def _is_struck_off(pack: Pack, kind: Kind) -> bool:
    """Whether cases of a kind end by being struck off a list (销号); the day on which others end is 办结日期."""
    return any(
        "销号" in state.title.zh for state in kind.lifecycle_of(pack).states.values() if state.category == "closed"
    )


def _joined(above: str, title: str) -> str:
    """Return 责任清单 and 清单类别 as 责任清单类别."""
    return above + (title[2:] if len(title) > 2 and above.endswith(title[:2]) else title)


def _column(pack: Pack, spec: ListSpec, column: RoundColumn, language: str) -> SheetColumn:
    kind, path = pack.kinds[spec.of[0]], column.path
    # Several kinds in one list have several words for their subject: the general one is meant then.
    mixed = path == "subject" and len({pack.kinds[of].subject for of in spec.of}) > 1
    bands = tuple(band.title.in_(language) for band in spec.bands_over(path))
    usual = FACTS[path] if mixed else column_title(pack, kind, path, of=not bands)
    title = column.title or usual.in_(language)
    cell, width, unit = form_of(pack, kind, path)
    if unit in MONEY:
        title, unit = _in_unit(title, unit_of_money(spec, language)), ""
    return SheetColumn(path, title, cell, bands, unit, max(width, min(2 * len(title), 12)))


def unit_of_money(spec: ListSpec, language: str) -> str:
    """Return in what the amounts of a list are printed: yuan in English, 元 in Chinese, or 万元 where the list says so."""
    return ENGLISH_YUAN if is_english(language) else spec.money


def _in_unit(title: str, unit: str) -> str:
    """Return the title of a column of money with its unit; a pack writes 元 there, since that is what is typed."""
    bare = title
    for typed in MONEY:
        bare = bare.replace(f"（{typed}）", "").replace(f"({typed})", "")
    if unit == ENGLISH_YUAN:
        return bare if ENGLISH_YUAN in bare else f"{bare} ({unit})"
    return bare if unit in bare else f"{bare}（{unit}）"


def scaled(cell: Cell, factor: Decimal | None) -> Cell:
    """Return an amount times a factor; what is no number, or has no factor, stays."""
    return Decimal(cell) * factor if factor is not None and isinstance(cell, int | Decimal) else cell


def _printed(spec: ListSpec, language: str) -> Decimal:
    """Return how many yuan one of the unit is in which a list prints amounts."""
    return MONEY.get(unit_of_money(spec, language), MONEY[YUAN])


def factors_of(pack: Pack, spec: ListSpec, columns: tuple[SheetColumn, ...], language: str) -> dict[int, Decimal]:
    """Return by place what amounts are multiplied with, of the columns that are kept in another unit than the list prints."""
    printed, kind = _printed(spec, language), pack.kinds[spec.of[0]]
    kept = (
        (place, MONEY.get(form_of(pack, kind, one.id)[2])) for place, one in enumerate(columns) if one.kind == "money"
    )
    return {place: yuan / printed for place, yuan in kept if yuan is not None and yuan != printed}


def _end(pack: Pack, kind: Kind, path: str) -> tuple[str, Kind]:
    """Return the last part of a path, and the kind that has it."""
    head, _, rest = path.partition(".")
    return _end(pack, pack.kinds[head], rest) if rest and head in pack.kinds else (path, kind)


def _form(pack: Pack, kind: Kind, path: str) -> tuple[CellKind, int, str]:
    """Return the kind of cell, the width and the unit of what stands at a path of a kind."""
    if path in kind.fields:
        return _form_of_field(kind.fields[path])
    if path.startswith("entered."):
        return "date", DATE_WIDTH, ""
    if path in pack.figures:
        figure = pack.figures[path]
        if figure.operator == "latest":
            return "date", DATE_WIDTH, ""
        if figure.unit in MONEY:
            return "money", FIELD_WIDTHS["money"], figure.unit
        return ("percent", 10, "") if figure.unit == "%" else ("number", 11, figure.unit)
    if path in DATES:
        return "date", DATE_WIDTH, ""
    return ("number" if path in NUMBERS else "text"), WIDTHS.get(path.partition(".")[0], TEXT_WIDTH), ""


def _form_of_field(field: Field) -> tuple[CellKind, int, str]:
    width = FIELD_WIDTHS.get(field.type, TEXT_WIDTH)
    if field.many:
        return "text", width + 8, ""
    match field.type:
        case "money":
            return "money", width, YUAN
        case "number":
            return "number", width, ""
        case "date":
            return "date", width, ""
    return "text", width, ""


def totals_of(
    pack: Pack, spec: ListSpec, columns: tuple[SheetColumn, ...], values: dict[str, Decimal | None], language: str
) -> dict[str, Cell]:
    """
    Return the cells of the totals row by column.

    A figure that is itself a column, or the sum of one, stands below it; all others stand as a sentence in the widest column, and so
    does a sum over only some of the rows, for below a column stands what its rows add up to.
    """
    if not spec.totals or not columns:
        return {}
    found: dict[str, Cell] = {}
    said = []
    ids = {column.id for column in columns}
    for id_ in spec.totals:
        figure = pack.figures[id_]
        summed = summed_by(figure, spec)
        place = id_ if id_ in ids else summed if summed in ids else ""
        whole = values.get(f"{WHOLE}{summed}", values[id_]) if place == summed else values[id_]
        if place:
            found[place] = figure_cell(figure, _in_list(figure, whole, spec, language))
        if not place or whole != values[id_]:
            said.append(figure_said(figure, values[id_], language, spec))
    if columns[0].id not in found:
        found[columns[0].id] = TOTAL.in_(language)
    if said:
        room = [column for column in columns[1:] if column.kind == "text" and column.id not in found]
        widest = max(room, key=lambda column: column.width, default=columns[0])
        before = f"{found[widest.id]}{_colon(language)}" if found.get(widest.id) else ""
        found[widest.id] = before + ("; " if language.startswith("en") else "；").join(said)
    return found


def summed_by(figure: Figure, spec: ListSpec) -> str:
    """Return the column of a list whose values a figure adds up, "" for none; a sum in 万元 stands below no column in 元."""
    kind, _, path = figure.of[0].partition(".") if figure.operator == "sum" else ("", "", "")
    return path if kind in spec.of and (figure.unit != TEN_THOUSAND or spec.money == TEN_THOUSAND) else ""


def _in_list(figure: Figure, value: Decimal | None, spec: ListSpec, language: str) -> Decimal | None:
    """Return an amount in the unit of a list; what is no amount stays."""
    if value is None or figure.unit not in MONEY:
        return value
    return value * MONEY[figure.unit] / _printed(spec, language)


def with_whole_sums(pack: Pack, spec: ListSpec) -> Pack:
    """Return the pack with a figure, `WHOLE` and the column, for what all rows add up to where a total adds up only some of them."""
    whole = {
        f"{WHOLE}{column}": replace(figure, id=f"{WHOLE}{column}", where=(), dated=None)
        for figure in (pack.figures[id_] for id_ in spec.totals)
        if figure.where and (column := summed_by(figure, spec))
    }
    return replace(pack, figures={**pack.figures, **whole}) if whole else pack


def figure_said(figure: Figure, value: Decimal | None, language: str, spec: ListSpec) -> str:
    """Return a figure below a list as words: “应整改问题33个”, “整改完成率36.4%”, “—” for one that has no value."""
    if figure.unit in MONEY and (is_english(language) or spec.money == TEN_THOUSAND):
        value = _in_list(figure, value, spec, language)
        figure = replace(figure, unit=YUAN if is_english(language) else TEN_THOUSAND)
    title = figure.title.in_(language)
    for unit in (f"({figure.unit})", f"（{figure.unit}）"):
        title = title.replace(unit, "")
    cell = figure_cell(figure, value)
    if figure.operator == "latest" and value is not None:
        return f"{title}{_colon(language)}{shown(cell, 'date')}"
    number = NONE if cell == NONE else shown(cell, "money" if figure.unit == YUAN else "number")
    if language.startswith("en"):
        unit = {"%": "%", YUAN: f" {ENGLISH_YUAN}"}.get(figure.unit, "") if value is not None else ""
        return f"{title}: {number.removesuffix('.00') if unit else number}{unit}"
    return f"{title}{number}{figure.unit if value is not None else ''}"


def notes_of(pack: Pack, spec: ListSpec, language: str) -> tuple[str, ...]:
    """Return the lines below a list: which cases it holds, and how its figures are defined (口径)."""
    notes = []
    if spec.where:
        where = condition_in_words(pack, pack.kinds[spec.of[0]], spec.where)
        notes.append(SCOPE.format(what=where).in_(language))
    if said := [one for one in (_definition(pack, id_) for id_ in (*spec.totals, *spec.columns)) if one is not None]:
        unique = dict.fromkeys(said)
        what = Text("；".join(one.zh for one in unique), "; ".join(one.in_("en") for one in unique))
        notes.append(BASIS.format(what=what).in_(language))
    return tuple(notes)


def _definition(pack: Pack, id_: str) -> Text | None:
    figure = pack.figures.get(id_)
    if figure is None:
        return None
    if figure.operator == "rate":
        upper, lower = (pack.figures[part].title for part in figure.of)
        own = figure.basis
        formula = OVER.format(title=figure.title, upper=upper, lower=lower)
        return Text(SAID.format(title=figure.title, basis=own).zh, formula.en) if own else formula
    return SAID.format(title=figure.title, basis=Text(figure.basis)) if figure.basis else None


def form_of(pack: Pack, kind: Kind, path: str) -> tuple[CellKind, int, str]:
    """Return the kind of cell, the width and the unit of the column at a path."""
    last, owner = _end(pack, kind, path)
    return _form(pack, owner, last)


def paper_of(columns: Iterable[SheetColumn]) -> tuple[bool, Literal["A4", "A3"]]:
    """Return whether a list lies across the page, and on which paper it is printed."""
    width = sum(column.width for column in columns)
    return width > PORTRAIT, "A3" if width > A4 else "A4"


def _colon(language: str) -> str:
    return ": " if language.startswith("en") else "："
