"""What stands at a path of a case as it stood on a day, as the cell that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bihuan.documents.layout.sheet import Cell
from bihuan.loop.asof.counting import holds
from bihuan.loop.asof.names import Names
from bihuan.loop.asof.standing import CaseAt, Named
from bihuan.loop.cases.figures import as_date
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import COVERED, NATURES
from bihuan.loop.cases.walls import HIDDEN
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.lists.counting import over_nothing
from bihuan.loop.lists.words import LIGHTS, NONE, YES_NO
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Field, Figure, Kind, Pack
from bihuan.packspec.shown import Label, LabelStep
from bihuan.packspec.vocabulary import CATEGORIES

SINGLE: Final = frozenset({"responsible", "lead", "leader", "handler"})
ATTRIBUTE: Final = {"finished": "finished_on", "closed": "closed_on", "opened": "opened_on"}
LABEL: Final = "label"
ENTERED: Final = "entered"
LEFT: Final = frozenset({"days_left", "days_late"})
Read = Callable[[CaseAt], Cell]
Figures = Mapping[str, Mapping[int, Decimal | None]]  # figure → value by id of the case


class Reading:
    """
    Reads cells of cases at the end of one day, in one language.

    above: cases that paths such as `finding.subject` lead to, by id. names: what units and people in fields are called, asked
    for once and only where a column needs it. figures: the figures that columns show. ranks: places of score sheets, likewise.
    asof: the day, for columns that count from it.
    """

    def __init__(
        self,
        pack: Pack,
        area_id: int,
        *,
        language: str,
        above: Mapping[int, CaseAt] | None = None,
        names: Callable[[], Names] | None = None,
        figures: Figures | None = None,
        ranks: Callable[[], Mapping[int, int]] | None = None,
        asof: date | None = None,
    ) -> None:
        self._pack = pack
        self._asof = asof
        self._area_id = area_id
        self._language = language
        self._above = above or {}
        self._ask_names = names
        self._names: Names | None = None
        self._figures = figures or {}
        self._ask_ranks = ranks
        self._ranks: Mapping[int, int] | None = None
        self._numbers: dict[int, str] = {}  # of linked cases
        self._readers: dict[tuple[str, int, str], Read] = {}
        self._memo: dict[
            tuple[tuple[int, ...], str], Cell
        ] = {}  # by what stands above and path: brothers show the same

    def rows(self, cases: Iterable[CaseAt], paths: Sequence[str]) -> Iterator[tuple[CaseAt, tuple[Cell, ...]]]:
        """Yield each case with its cells; a chunk is in memory at a time."""
        by_kind: dict[tuple[str, int], list[Read]] = {}
        for case in self._met(cases, paths):
            readers = by_kind.get((case.kind, case.pack_version))
            if readers is None:
                readers = by_kind[case.kind, case.pack_version] = [self._reader(case, path) for path in paths]
            yield case, tuple([read(case) for read in readers])

    def step(self, case: CaseAt, label: Label) -> LabelStep | None:
        """Return the step of a label that a case gets, None where none fits."""
        return next((step for step in label.steps if holds(step.when, case, self._pack)), None)

    def ancestor(self, case: CaseAt, kind: str) -> CaseAt | None:
        """Return the nearest case above of a kind, None where there is none or it is not known."""
        for pk in reversed(case.ancestors):
            above = self._above.get(pk)
            if above is not None and above.kind == kind:
                return above
        return None

    def _reader(self, case: CaseAt, path: str) -> Read:
        key = (case.kind, case.pack_version, path)
        if key not in self._readers:
            pack = pack_of(case.pack, case.pack_version)
            self._readers[key] = self._made(pack, pack.kinds[case.kind], path)
        return self._readers[key]

    def _made(self, pack: Pack, kind: Kind, path: str) -> Read:
        head, _, rest = path.partition(".")
        if path in kind.fields:
            return self._of_field(kind.fields[path], pack)
        if path in kind.parties:
            return lambda case: "、".join([one.name for one in members(case, path)])
        if rest and head == LABEL:
            label = self._pack.labels[rest]
            return lambda case: self._text(step.word) if (step := self.step(case, label)) else ""
        if rest and head in pack.kinds:
            return lambda case: self._from_above(case, path)
        if path in self._figures:
            figure, values, nothing = self._pack.figures[path], self._figures[path], over_nothing(self._pack, path)
            return lambda case: figure_cell(figure, values.get(case.id, nothing))
        if head == ENTERED:
            return lambda case: case.beside.entered(case, rest) if case.beside is not None else None
        if path == "returns":
            return lambda case: case.beside.returns(case) if case.beside is not None else None
        if path in LEFT and self._asof is not None:
            return lambda case: _days(path, case, self._asof)
        return self._of_fact(pack, kind, path)

    def _from_above(self, case: CaseAt, path: str) -> Cell:
        key = (case.ancestors, path)
        if key not in self._memo:
            kind, _, rest = path.partition(".")
            above = self.ancestor(case, kind)
            self._memo[key] = None if above is None else self._reader(above, rest)(above)
        return self._memo[key]

    def _of_fact(self, pack: Pack, kind: Kind, path: str) -> Read:
        match path:
            case "state":
                states = kind.lifecycle_of(pack).states
                titles = {id_: self._text(state.title) for id_, state in states.items()}
                return lambda case: titles.get(case.state, case.state)
            case "category" | "nature" | "light":
                texts = {"category": CATEGORIES, "nature": NATURES, "light": LIGHTS}[path]
                said = {id_: self._text(text) for id_, text in texts.items()}
                return lambda case: said.get(getattr(case, path), "")
            case "late":
                return lambda case: self._text(YES_NO[case.light == "late"])
            case "score":
                return lambda case: None if (kept := case.fields.get(path)) is None else _number(kept)
            case "grade":
                grades = self._grades(pack, kind)
                return lambda case: grades.get(case.fields.get(path), "")
            case "rank":
                return lambda case: self._known_ranks().get(case.id)
        return lambda case: fact(case, path)

    def _of_field(self, field: Field, pack: Pack) -> Read:
        one = self._value_reader(field, pack)

        def read(case: CaseAt) -> Cell:
            value = case.fields.get(field.id, field.default)
            if isinstance(value, list | tuple):
                return "、".join(str(one(part)) for part in value)
            return None if value is None or value == "" else COVERED if field.personal else one(value)

        return read

    def _value_reader(self, field: Field, pack: Pack) -> Callable[[Any], Cell]:
        match field.type:
            case "number" | "money":
                return _number
            case "date":
                return lambda value: value if isinstance(value, date) else date.fromisoformat(value)
            case "choice":
                titles = {id_: self._text(title) for id_, title in pack.options[field.options or ""].items()}
                return lambda value: titles.get(value, str(value))
            case "yes_no":
                return lambda value: self._text(YES_NO[bool(value)])
            case "unit" | "enterprise":
                return lambda value: _named(self._known_names().unit(value))
            case "person":
                return lambda value: _named(self._known_names().person(value))
            case "link":
                return lambda value: self._numbers.get(value, f"#{value}")
        return str

    def _grades(self, pack: Pack, kind: Kind) -> Mapping[Any, str]:
        return {id_: self._text(title) for id_, title in pack.grades_of(kind.id).items()}

    def _known_ranks(self) -> Mapping[int, int]:
        if self._ranks is None:
            self._ranks = self._ask_ranks() if self._ask_ranks is not None else {}
        return self._ranks

    def _known_names(self) -> Names:
        if self._names is None:
            self._names = self._ask_names() if self._ask_names is not None else Names({}, {})
        return self._names

    def _met(self, cases: Iterable[CaseAt], paths: Sequence[str]) -> Iterator[CaseAt]:
        """Yield the cases again, with the numbers of the cases they link to fetched a chunk at a time."""
        links = [path for path in paths if self._is_link(path)]
        if not links:
            yield from cases
            return
        for chunk in in_chunks(cases, 500):
            wanted: set[int] = set()
            for case in chunk:
                for path in links:
                    wanted.update(self._linked(case, path))
            found = Case.objects.filter(area_id=self._area_id, pk__in=wanted - set(self._numbers))
            for pk, number, wall in found.values_list("pk", "number", "wall"):
                self._numbers[pk] = number if wall is None else self._text(HIDDEN)
            yield from chunk

    def _linked(self, case: CaseAt, path: str) -> list[int]:
        head, _, rest = path.partition(".")
        if rest:
            above = self.ancestor(case, head)
            return self._linked(above, rest) if above is not None else []
        value = case.fields.get(path)
        return value if isinstance(value, list) else [value] if value else []

    def _is_link(self, path: str) -> bool:
        last = path.rpartition(".")[2]
        return any(last in kind.fields and kind.fields[last].type == "link" for kind in self._pack.kinds.values())

    def _text(self, text: Text) -> str:
        return text.in_(self._language)


def members(case: CaseAt, party: str) -> tuple[Named, ...]:
    """Return who takes part in a case as a party."""
    if party in SINGLE:
        one: Named | None = getattr(case, party)
        return () if one is None else (one,)
    return case.parties.get(party, ())


def fact(case: CaseAt, name: str) -> Any:
    """Return a fact of a case, None where nothing is known."""
    if name == "late":
        return case.light == "late"
    if name == "days_taken":
        return (case.closed_on - case.opened_on).days if case.closed_on else None
    value = getattr(case, ATTRIBUTE.get(name, name), None)
    return None if value == "" else value


def figure_cell(figure: Figure, value: Decimal | None) -> Cell:
    """Return the value of a figure as a cell: a latest date as a date, everything else as `shown_figure` does."""
    if figure.operator == "latest" and value is not None:
        return as_date(value)
    return shown_figure(value, figure.unit)


def _days(path: str, case: CaseAt, asof: date | None) -> Cell:
    """Return how many days are left until the due date of a case, or it is late, on a day."""
    if case.due is None or asof is None:
        return None
    left = (case.due - asof).days
    return max(left if path == "days_left" else -left, 0)


def shown_figure(value: Decimal | None, unit: str) -> Cell:
    """Return a figure as a cell: “—” over nothing, a rate with one decimal, a whole number without any."""
    if value is None:
        return NONE
    if value == value.to_integral_value():
        return int(value)
    return value.quantize(Decimal("0.1") if unit in {"%", "天"} else Decimal("0.01"))


def in_chunks(cases: Iterable[CaseAt], size: int) -> Iterator[list[CaseAt]]:
    """Yield cases in lists of at most `size`."""
    chunk: list[CaseAt] = []
    for case in cases:
        chunk.append(case)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _number(value: Any) -> Cell:
    number = Decimal(str(value))
    return int(number) if number == number.to_integral_value() else number


def _named(named: Named | None) -> str:
    return named.name if named is not None else ""
