"""Rounds made of plain values, so that a document can be written from them without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from bihuan.loop.asof.standing import CaseAt, Named, PointAt
from bihuan.loop.lifecycle.packs import SHIPPED
from bihuan.loop.outcomes.queries import OutcomeTotals
from bihuan.loop.writing.rows import Rows, concerning
from bihuan.loop.writing.settings import Settings
from bihuan.packspec.load import load_folder
from bihuan.packspec.model import Pack

ASOF = date(2026, 11, 20)
STATES = {"draft": "draft", "open": "working", "review": "checking", "closed": "struck_off"}


@cache
def shipped() -> Pack:
    return load_folder(SHIPPED)["rectification"]


@dataclass(frozen=True)
class M:
    """A measure."""

    subject: str
    content: str = ""
    statement: str = ""
    category: str = "open"
    unit: Named | None = None


@dataclass(frozen=True)
class F:
    """A finding with its measures; instances are findings below it."""

    subject: str
    aspect: str = ""
    measures: Sequence[M] = ()
    statement: str = ""
    category: str = "open"
    nature: str = "by_date"
    unit: Named | None = None
    instances: Sequence[F] = ()
    fields: tuple[tuple[str, Any], ...] = ()


class _Builder:
    def __init__(self) -> None:
        self.cases: list[CaseAt] = []

    def add(self, kind: str, subject: str, above: tuple[int, ...], **more: Any) -> CaseAt:
        number = len(self.cases) + 1
        category = more.pop("category", "open")
        states = shipped().kinds[kind].lifecycle_of(shipped()).states
        state = next(id_ for id_, state in states.items() if state.category == category)
        case = CaseAt(
            id=number, pack="rectification", pack_version=3, kind=kind, number=f"2026-{number}", order=number,
            parent_id=above[-1] if above else None, root_id=above[0] if above else number, ancestors=above,
            subject=subject, state=state, category=category, turn=1, nature=more.pop("nature", ""),
            due=date(2026, 12, 20), original_due=date(2026, 12, 20), finished_on=None,
            closed_on=ASOF if category == "closed" else None, opened_on=date(2026, 7, 24),
            light=more.pop("light", "ok"), statement=more.pop("statement", ""), evidence_count=0,
            points=(PointAt(1, "制度印发"),) if kind == "finding" else (), **more,
        )  # fmt: skip
        self.cases.append(case)
        return case

    def finding(self, found: F, above: tuple[int, ...], kind: str = "finding") -> None:
        fields = dict(found.fields) | ({"aspect": found.aspect} if found.aspect else {})
        case = self.add(
            kind, found.subject, above, category=found.category, statement=found.statement, nature=found.nature,
            responsible=found.unit, fields=fields,
        )  # fmt: skip
        path = (*above, case.id)
        for measure in found.measures:
            content = {"content": measure.content} if measure.content else {}
            self.add(
                "measure", measure.subject, path, category=measure.category, statement=measure.statement,
                responsible=measure.unit or found.unit, fields=content,
            )  # fmt: skip
        for instance in found.instances:
            self.finding(instance, path, "instance")


def rows_with(
    findings: Sequence[F],
    document: str = "report",
    *,
    outcomes: OutcomeTotals | None = None,
    asked: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    unit: Named | None = None,
    about: str = "round",
    rules: tuple[str, ...] = (),
) -> Rows:
    """Return the rows of a round with these findings, for a document; `about` is the kind of the first case it is told of."""
    built = _Builder()
    fields = {"inspector": "市委第三巡察组", "source": "patrol", "feedback_on": "2026-07-24"}
    top = built.add("round", "2026年市委巡察", (), fields=fields, responsible=Named(90, "云湖新区党工委"))
    for found in findings:
        built.finding(found, (top.id,))
    cases = tuple(built.cases)
    return Rows(
        pack=shipped(),
        document=shipped().documents[document],
        asof=ASOF,
        top=top,
        subject=next(case for case in cases if case.kind == about),
        cases=cases if unit is None else concerning(cases, frozenset({unit.id})),
        area="云湖新区",
        office="整改工作领导小组办公室",
        unit=unit,
        desks={"office": "整改工作领导小组办公室", "discipline": "纪检监察工作委员会"},
        outcomes=outcomes,
        rules=rules,
        asked=asked or {},
        settings=settings or Settings(),
    )


NO_MONEY = Decimal(0)
