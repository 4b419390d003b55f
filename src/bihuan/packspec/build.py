"""From a checked table to the model. Nothing is checked here: a table that the checker passed always builds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from bihuan.packspec.bilingual import Text
from bihuan.packspec.check.book import Book, agendas_of
from bihuan.packspec.document import Document, DocumentColumn, DocumentPart, Letter
from bihuan.packspec.model import (
    Board,
    Clause,
    Clock,
    Comparison,
    Condition,
    Extension,
    Field,
    Figure,
    Kind,
    Ladder,
    Length,
    Lifecycle,
    Move,
    Pack,
    Review,
    Rule,
    Rung,
    State,
    Step,
)
from bihuan.packspec.shown import Band, Label, LabelStep, ListSpec, Scorecard, Scored
from bihuan.packspec.sources import Source, Table
from bihuan.packspec.vocabulary import OPERATORS, UNITS_OF_TIME

SUBJECT = Text("事项", "Subject")
STATUS = Text("状态", "Status")  # of a label without a title
T = TypeVar("T")


def build_pack(source: Source) -> Pack:
    """Return the pack of a checked, self-contained source."""
    table, head = source.table, source.table["pack"]
    lists, agendas = table.get("list", {}), agendas_of(Book(source, source.table))
    return Pack(
        id=head["id"],
        version=head["version"],
        title=Text.parse(head["title"]),
        basis=tuple(head.get("basis", ())),
        desks=_texts(table.get("desks")),
        options={name: _texts(options) for name, options in table.get("options", {}).items()},
        kinds=_each(table.get("kind"), lambda id_, written: _kind(head["id"], id_, written)),
        lifecycles=_each(table.get("lifecycle"), build_lifecycle),
        ladders=_each(table.get("ladder"), _ladder),
        figures=_each(table.get("figures"), _figure),
        text=source.text,
        labels=_each(table.get("label"), _label),
        lists=_each({id_: one for id_, one in lists.items() if id_ not in agendas}, _list_shown),
        agendas=_each({id_: one for id_, one in lists.items() if id_ in agendas}, _list),
        documents=_each(table.get("document"), _document),
        letters=_each(table.get("letters"), _letter),
        rules=_each(table.get("rules"), _rule),
        boards=_each(table.get("boards"), _board),
        scorecards=_each(table.get("scorecard"), _scorecard),
    )


def build_lifecycle(id_: str, written: Table) -> Lifecycle:
    """Return the lifecycle of one checked table."""
    return Lifecycle(id_, _each(written.get("states"), _state), _each(written.get("moves"), _move))


def build_condition(written: Table) -> Condition:
    """Return the condition of one checked table."""
    return tuple(Clause(path, _must(value)) for path, value in written.items())


def build_lengths(written: Table) -> tuple[Length, ...]:
    """Return the spans of time that a clock or a step says."""
    return tuple(_length(unit, written[unit]) for unit in UNITS_OF_TIME if unit in written)


def _each(tables: Mapping[str, Table] | None, make: Callable[[str, Table], T]) -> dict[str, T]:
    return {id_: make(id_, written) for id_, written in (tables or {}).items()}


def _texts(written: Mapping[str, str] | None) -> dict[str, Text]:
    return {id_: Text.parse(title) for id_, title in (written or {}).items()}


def _must(value: Any) -> tuple[str, ...] | bool | Comparison:
    if isinstance(value, dict):
        return Comparison(**value)
    return value if isinstance(value, bool) else tuple(value)


def _when(written: Table, key: str = "when") -> Condition | None:
    return build_condition(written[key]) if key in written else None


def _length(unit: str, value: int | str) -> Length:
    return Length(unit, path=value) if isinstance(value, str) else Length(unit, amount=value)


def _kind(pack: str, id_: str, written: Table) -> Kind:
    parents = written.get("parent", ())
    return Kind(
        id=id_,
        title=Text.parse(written["title"]),
        subject=Text.parse(written["subject"]) if "subject" in written else SUBJECT,
        number=written["number"],
        lifecycle=written["lifecycle"],
        opened_by=tuple(written["opened_by"]),
        parties=_texts(written.get("parties")),
        fields=_each(written.get("fields"), lambda field, inside: _field(pack, field, inside)),
        evidence=_texts(written.get("evidence")),
        clocks=_each(written.get("clocks"), _clock),
        review=_each(written.get("review"), _review),
        parents=(parents,) if isinstance(parents, str) else tuple(parents),
        opened_when=_when(written, "opened_when"),
        uses=tuple(written.get("uses", ())),
        public=tuple(written.get("public", ())),
        one_for_each=written.get("one_for_each", ""),
        samples=written.get("samples", ""),
        walled=written.get("walled", False),
        repeats=written.get("repeats", ""),
        repeats_from=written.get("repeats_from", ""),
        days_before=written.get("days_before", 0),
        agenda=tuple(written.get("agenda", ())),
    )


def _field(pack: str, id_: str, written: Table) -> Field:
    required = written.get("required", False)
    default = written.get("default")
    return Field(
        id=id_,
        title=Text.parse(written["title"]),
        type=written.get("type", "text"),
        options=written.get("options"),
        to=tuple(kind if "." in kind else f"{pack}.{kind}" for kind in written.get("to", ())),
        many=written.get("many", False),
        same=written.get("same", False),
        required=required if isinstance(required, bool) else build_condition(required),
        default=tuple(default) if isinstance(default, list) else default,
        personal=written.get("personal", False),
        indexed=written.get("indexed", False),
        hint=Text.parse(written["hint"]) if "hint" in written else None,
    )


def _clock(id_: str, written: Table) -> Clock:
    extension = written.get("extension")
    return Clock(
        id=id_,
        title=Text.parse(written["title"]),
        runs_in=tuple(written["runs_in"]),
        length=build_lengths(written)[0],
        counted_from=written.get("counted_from"),
        each_time=written.get("each_time", False),
        ladder=written.get("ladder"),
        extension=_extension(extension) if extension is not None else None,
        basis=written.get("basis", ""),
    )


def _extension(written: Table) -> Extension:
    return Extension(
        by=tuple(written["by"]),
        decided_by=tuple(written["decided_by"]),
        asked_workdays_before=written.get("asked_workdays_before"),
        times=written.get("times"),
    )


def _review(_: str, written: Table) -> Review:
    return Review(tuple(_step(step) for step in written["steps"]), written.get("set_by"))


def _step(written: Table) -> Step:
    lengths = build_lengths(written)
    return Step(
        signed_by=tuple(written["signed_by"]),
        limit=lengths[0] if lengths else None,
        checks=tuple(Text.parse(check) for check in written.get("checks", ())),
        when=_when(written),
    )


def _state(id_: str, written: Table) -> State:
    return State(
        id=id_,
        title=Text.parse(written["title"]),
        category=written["category"],
        passes_to=written.get("passes_to"),
        returns_to=written.get("returns_to"),
        refuses_to=written.get("refuses_to"),
        when=_when(written),
        requires=tuple(written.get("requires", ())),
        letter=written.get("letter", ""),
    )


def _move(id_: str, written: Table) -> Move:
    return Move(
        id=id_,
        title=Text.parse(written["title"]),
        from_=tuple(written["from"]),
        to=written["to"],
        by=tuple(written["by"]),
        when=_when(written),
        requires=tuple(written.get("requires", ())),
        asks=tuple(written.get("asks", ())),
        evidence=tuple(written.get("evidence", ())),
        not_by=tuple(written.get("not_by", ())),
        after=written.get("after"),
        before=written.get("before"),
        also=dict(written["also"]) if "also" in written else None,
        sends=dict(written["sends"]) if "sends" in written else None,
    )


def _ladder(id_: str, written: Table) -> Ladder:
    rungs = tuple(build_rung(rung) for rung in written["steps"])
    return Ladder(id_, Text.parse(written["title"]), written["unit"], rungs)


def build_rung(written: Table) -> Rung:
    """Return one step of a ladder, of a pack or of an office's own."""
    return Rung(
        written["at"],
        written["colour"],
        Text.parse(written["word"]),
        tuple(written["tell"]),
        written.get("letter", ""),
        written.get("opens", ""),
    )


def _label(id_: str, written: Table) -> Label:
    steps = tuple(
        LabelStep(build_condition(step["when"]), Text.parse(step["word"]), step.get("colour"))
        for step in written["steps"]
    )
    return Label(id_, Text.parse(written["title"]) if "title" in written else STATUS, steps)


def _list(id_: str, written: Table) -> ListSpec:
    return ListSpec(
        id=id_,
        title=Text.parse(written["title"]),
        of=tuple(written["of"]),
        columns=tuple(written.get("columns", ())),
        where=_when(written, "where") or (),
        bands=tuple(Band(Text.parse(band["title"]), tuple(band["columns"])) for band in written.get("bands", ())),
        group=written.get("group", ""),
        totals=tuple(written.get("totals", ())),
        public=written.get("public", False),
        down=written.get("down", ""),
        across=written.get("across", ""),
        cell=written.get("cell", ""),
        money=written.get("money", "元"),
    )


def _list_shown(id_: str, written: Table) -> ListSpec:
    """Return a list that is no agenda: its own kinds apart from those of other packs, whose rows are read in their own packs."""
    spec = _list(id_, written)
    own = tuple(kind for kind in spec.of if "." not in kind)
    return replace(spec, of=own, elsewhere=tuple(kind for kind in spec.of if "." in kind))


def _document(id_: str, written: Table) -> Document:
    of, parts = written["of"], written["parts"]
    return Document(
        id=id_,
        title=Text.parse(written["title"]),
        of=(of,) if isinstance(of, str) else tuple(of),
        layout=written["layout"],
        parts=tuple(_part(place, part) for place, part in enumerate(parts, start=1)),
        public=written.get("public", False),
        unit=written.get("for") == "unit",
        letter=written.get("letter", ""),
        number=written.get("number", ""),
        asks=_texts(written.get("asks")),
        frame=dict(written.get("frame", {})),
    )


def _part(place: int, written: Table) -> DocumentPart:
    columns = (DocumentColumn(one["title"], one["text"], one.get("width", 12)) for one in written.get("columns", ()))
    return DocumentPart(
        id=written.get("id", f"part_{place}"),
        heading=written.get("heading", ""),
        level=written.get("level", 1),
        text=written.get("text", ""),
        each=written.get("each", ""),
        where=_when(written, "where") or (),
        group=written.get("group", ""),
        rest=written.get("rest", ""),
        columns=tuple(columns),
        empty=written.get("empty", ""),
    )


def _letter(id_: str, written: Table) -> Letter:
    return Letter(
        id=id_,
        title=Text.parse(written["title"]),
        number=written["number"],
        to=tuple(written["to"]),
        receipt_workdays=written.get("receipt_workdays"),
        reply_workdays=written.get("reply_workdays"),
        then=tuple(written.get("then", ())),
        by_itself=written.get("by_itself", False),
        talk=written.get("talk", ""),
    )


def _figure(id_: str, written: Table) -> Figure:
    operator = next(operator for operator in OPERATORS if operator in written)
    of = written[operator]
    return Figure(
        id=id_,
        title=Text.parse(written["title"]),
        operator=operator,
        of=(of,) if isinstance(of, str) else () if isinstance(of, bool) else tuple(of),
        where=_when(written, "where") or (),
        dated=written.get("dated"),
        every=written.get("every"),
        target=written.get("target"),
        better=written.get("better"),
        unit=written.get("unit", ""),
        basis=written.get("basis", ""),
    )


def _rule(id_: str, written: Table) -> Rule:
    return Rule(
        id=id_,
        title=Text.parse(written["title"]),
        of=written["of"],
        where=build_condition(written["where"]),
        every=written["every"],
        colour=written["colour"],
        word=Text.parse(written["word"]),
        tell=tuple(written["tell"]),
        letter=written.get("letter"),
        opens=written.get("opens"),
        within=written.get("within", ""),
    )


def _board(id_: str, written: Table) -> Board:
    return Board(
        id_, Text.parse(written["title"]), written["figure"], written["every"], written["red"], written["yellow"]
    )


def _scorecard(id_: str, written: Table) -> Scorecard:
    return Scorecard(
        id=id_,
        title=Text.parse(written["title"]),
        kind=written["kind"],
        full=written["full"],
        items=_each(written["items"], _scored),
        grades={grade: Decimal(str(least)) for grade, least in written.get("grades", {}).items()},
        options=written.get("options", ""),
        counted_from=written.get("counted_from", ""),
        counted_to=written.get("counted_to", ""),
        when=_when(written) or (),
    )


def _scored(id_: str, written: Table) -> Scored:
    return Scored(
        id=id_,
        title=Text.parse(written["title"]),
        points=written["points"],
        way=written["way"],
        figure=written.get("figure", ""),
        each=Decimal(str(written.get("each", 1))),
        steps=tuple((Decimal(str(least)), Decimal(str(points))) for least, points in written.get("steps", ())),
        group=Text.parse(written["group"]) if "group" in written else None,
        basis=written.get("basis", ""),
    )
