"""The facts of a draft as a person reads them on a terminal: the ones that matter, a few of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bihuan.cli.terminal.columns import columns, shortened
from bihuan.documents.blocks import Place
from bihuan.documents.facts.collected import Facts
from bihuan.documents.facts.dispositions import CLASSES, DispositionMention
from bihuan.documents.facts.instruments import InstrumentMention
from bihuan.documents.facts.quantity import Quantity
from bihuan.packspec.bilingual import Text

MOST = 8
FACTS = Text(
    "文中事实（数字 {quantities}，日期 {dates}，处理处分 {dispositions}，文件 {instruments}，责任单位 {bodies}；--json 给出全部）",
    "Facts ({quantities} figures, {dates} dates, {dispositions} dispositions, {instruments} documents, {bodies} bodies; --json gives all)",
)
DISPOSITIONS = Text("处理处分", "Dispositions")
MONEY = Text("资金", "Money")
RATES = Text("比率与名次", "Rates and ranks")
INSTRUMENTS = Text("制度文件", "Documents made, revised or repealed")
DEADLINES = Text("期限", "Deadlines")
BODIES = Text("责任单位", "Responsible")
LINE = Text("第 {line} 段", "line {line}")
MORE = Text("另有 {count} 处", "{count} more")
LOST = Text("数字缺失", "digits lost")
UNTOLD = Text("未推定", "left open")
MADE = {
    "made": Text("制定", "made"),
    "revised": Text("修订", "revised"),
    "repealed": Text("废止", "repealed"),
}
PERSONS = Text("{count} 人", "{count} persons")
TIMES = Text("{count} 人次", "{count} person-times")
STANDING = Text("长期坚持", "standing")
Row = tuple[Place, str, str]


def fact_lines(facts: Facts, *, language: str, most: int) -> Iterator[str]:
    """Return the lines that show the facts of a document, `most` columns wide; none where it states none."""
    if not facts:
        return
    counts = {
        name: len(getattr(facts, name)) for name in ("quantities", "dates", "dispositions", "instruments", "bodies")
    }
    yield ""
    yield FACTS.format(**counts).in_(language)
    rates = [one for one in facts.quantities if one.kind in {"percent", "points", "rank"}]
    money = [one for one in facts.quantities if one.kind == "money"]
    sections: tuple[tuple[Text, list[Row]], ...] = (
        (DISPOSITIONS, _dispositions(facts.dispositions, language)),
        (MONEY, [_figure(one, language) for one in money]),
        (RATES, [_figure(one, language) for one in rates]),
        (INSTRUMENTS, [_instrument(one, language) for one in facts.instruments if one.made]),
        (DEADLINES, _deadlines(facts, language)),
        (BODIES, [(one.place, one.label, one.name) for one in facts.bodies]),
    )
    for title, rows in sections:
        yield from _section(title, rows, language, most)


def _section(title: Text, rows: Sequence[Row], language: str, most: int) -> Iterator[str]:
    if not rows:
        return
    yield f"  {title.in_(language)}"
    shown = [
        ("  ", LINE.format(line=place.paragraph).in_(language), shortened(value, 24), name)
        for place, name, value in rows[:MOST]
    ]
    yield from columns(shown, most=most, stretch=3)
    if len(rows) > MOST:
        yield f"    {MORE.format(count=len(rows) - MOST).in_(language)}"


def _figure(one: Quantity, language: str) -> Row:
    value = LOST.in_(language) if one.lost else f"{one.value:,f} {one.unit}" if one.value is not None else one.unit
    arrow = {"up": "↑ ", "down": "↓ "}.get(one.direction, "") if one.change == "by" else ""
    top = "≤ " if one.kind == "rank" and one.bound == "at_most" else ""
    return one.place, one.what, f"{arrow}{top}{value}".strip()


def _dispositions(mentions: Sequence[DispositionMention], language: str) -> list[Row]:
    """One row a total, its parts behind it."""
    rows = []
    for one in mentions:
        if one.part_of is not None:
            continue
        parts = [_disposition(part, language) for part in mentions if part.part_of == one.place]
        place, name, value = _disposition(one, language)
        told = ", ".join(f"{part.rpartition(' · ')[2]} {count}" for _, part, count in parts)
        rows.append((place, f"{name} ({told})" if told else name, value))
    return rows


def _disposition(one: DispositionMention, language: str) -> Row:
    title = CLASSES[one.cls].title.in_(language) if one.cls else "?"
    kind = CLASSES[one.cls].kinds[one.kind].in_(language) if one.cls and one.kind else ""
    name = f"{title} · {kind}" if kind else title if one.cls else one.name
    if one.persons is None and one.person_times is None:
        return one.place, name, LOST.in_(language)
    told = TIMES.format(count=one.person_times) if one.persons is None else PERSONS.format(count=one.persons)
    return one.place, name, told.in_(language)


def _instrument(one: InstrumentMention, language: str) -> Row:
    return (
        one.place,
        f"《{one.title}》{one.number}" if one.title else one.number,
        MADE[one.made or "made"].in_(language),
    )


def _deadlines(facts: Facts, language: str) -> list[Row]:
    rows = []
    for word in facts.dates:
        if word.kind not in {"deadline", "within", "at_once"}:
            continue
        due = word.due.isoformat() if word.due else UNTOLD.in_(language) if word.kind == "deadline" else "—"
        rows.append((word.place, word.written, f"{due} {STANDING.in_(language)}" if word.standing else due))
    return rows
