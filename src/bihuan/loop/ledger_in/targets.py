"""What a column of a ledger can mean: the number of a case, its subject, a date, a party, a field of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bihuan.loop.cases.values import FACT_TITLES, PERSON_PARTIES, UNIT_PARTIES
from bihuan.loop.ledger_in.models import Form
from bihuan.loop.lifecycle.given import SEVERAL
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Kind, Lifecycle, Move, Pack

Holds = Literal[
    "key", "text", "lines", "date", "nature", "choice", "yes_no", "number", "money", "unit", "units", "person",
    "people", "link", "done", "code",
]  # fmt: skip
NUMBER, ABOVE, DONE, CODE, STANDARD = "number", "above", "done", "code", "standard"
TITLES: Final[dict[str, Text]] = {
    NUMBER: Text("编号", "Number"),
    ABOVE: Text("所属{above}", "Under {above}"),
    DONE: Text("是否完成", "Done"),
    CODE: Text("校验码", "Check code"),
    STANDARD: Text("整改完成标准", "Completion standard"),
}
PROGRESS: Final = Text("进展情况", "Progress")


@dataclass(frozen=True, slots=True)
class Target:
    """
    One meaning of a column.

    attr: number, above, done, code, standard (points of a new case, one a line), a fact, a party or a field of the kind.
    holds: how its cells are read.
    """

    kind: str
    attr: str
    title: Text
    holds: Holds

    @property
    def id(self) -> str:
        """What a mapping calls it."""
        return f"{self.kind}.{self.attr}"


def kinds_below(pack: Pack, top: str) -> list[Kind]:
    """Return the kinds whose cases stand somewhere below a case of kind `top`, parents first."""
    below = [kind for kind in pack.kinds.values() if top in pack.ancestors(kind.id)]
    return sorted(below, key=lambda kind: len(pack.ancestors(kind.id)))


def reporting_move(lifecycle: Lifecycle) -> Move | None:
    """Return the move by which progress is reported: it leads nowhere and asks what was done."""
    found = (move for move in lifecycle.moves.values() if move.to in move.from_ and "statement" in move.asks)
    return next(found, None)


def targets_of(pack: Pack, kind_id: str, form: str) -> tuple[Target, ...]:
    """Return what columns can mean for one kind of cases, in the order in which a template has them."""
    kind = pack.kinds[kind_id]
    number = Target(kind_id, NUMBER, TITLES[NUMBER], "key")
    if form == Form.PROGRESS:
        move = reporting_move(kind.lifecycle_of(pack))
        if move is None:
            return ()
        asked = [_of(pack, kind, name) for name in move.asks]
        keys = [number, *_above(pack, kind), *_source_number(pack, kind), _of(pack, kind, "subject")]
        return (*keys, Target(kind_id, DONE, TITLES[DONE], "done"), *asked, _code(kind_id))
    facts = ("subject", *kind.fields, *kind.parties, "nature", "due")
    asked = [_of(pack, kind, name) for name in dict.fromkeys(facts)]
    standard = [Target(kind_id, STANDARD, TITLES[STANDARD], "lines")] if "standard" in kind.uses else []
    return (number, *_above(pack, kind), *(one for one in asked if one.holds != "link"), *standard, _code(kind_id))


def _code(kind_id: str) -> Target:
    return Target(kind_id, CODE, TITLES[CODE], "code")


def _above(pack: Pack, kind: Kind) -> list[Target]:
    titles = [pack.kinds[parent].title for parent in kind.parents]
    if not titles or all(not pack.kinds[parent].parents for parent in kind.parents):
        return []  # directly under the top: nothing to choose
    title = Text("或".join(one.zh for one in titles), " or ".join(one.en.lower() for one in titles))
    return [Target(kind.id, ABOVE, TITLES[ABOVE].format(above=title), "key")]


def _source_number(pack: Pack, kind: Kind) -> list[Target]:
    return [_of(pack, kind, "source_number")] if "source_number" in kind.fields else []


def _of(pack: Pack, kind: Kind, name: str) -> Target:
    if name in kind.fields:
        field = kind.fields[name]
        many = {"unit": "units", "person": "people"}
        holds = many.get(field.type, field.type) if field.many else field.type
        return Target(kind.id, name, field.title, holds)  # type: ignore[arg-type]
    if name in UNIT_PARTIES:
        return Target(kind.id, name, kind.parties[name], "units" if name in SEVERAL else "unit")
    if name in PERSON_PARTIES:
        title = kind.parties.get(name, Text("经办人", "Handler"))
        return Target(kind.id, name, title, "people" if name in SEVERAL else "person")
    if name == "subject":
        return Target(kind.id, name, kind.subject, "lines")
    if name == "statement":
        return Target(kind.id, name, PROGRESS, "lines")
    return Target(kind.id, name, FACT_TITLES[name], "nature" if name == "nature" else "date")
