"""
The file of a snapshot: one JSON object, each case on a line of its own, spelled as the trail spells.

The bytes depend on what was true at the end of the day and on nothing else, not on who made it when: made again, it has the
same digest. Written and read line by line, so that its length does not matter.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import IO, Any, Final

from bihuan.loop.asof.counting import figures_at
from bihuan.loop.asof.standing import CaseAt, Named
from bihuan.loop.cases.figures import Where, recorded_values
from bihuan.loop.cases.models import Case
from bihuan.loop.trail.canonical import canonical
from bihuan.packspec.model import Pack

FORM: Final = "bihuan.snapshot/1"
Figures = dict[str, str | None]


def write_frozen(
    target: IO[bytes],
    cases: Iterable[CaseAt],
    *,
    round_: Case,
    pack: Pack,
    asof: date,
    tell: Callable[[int], None],
) -> tuple[int, Figures]:
    """
    Write the file of a snapshot and return how many cases it holds and its figures.

    cases: the round and all below it in tree order. tell: is called with the number of cases written so far.
    """
    head = {
        "form": FORM, "area": round_.area_id, "asof": asof, "pack": pack.id, "version": pack.version, "round": round_.number,
    }  # fmt: skip
    target.write(canonical(head).encode()[:-1] + b',"cases":[\n')
    written = 0
    behind = Case.objects.filter(area_id=round_.area_id, root_id=round_.pk, wall__isnull=False)
    hidden = frozenset(behind.values_list("pk", flat=True))  # figures count them, the file does not name them

    def passing() -> Iterator[CaseAt]:
        nonlocal written
        for case in cases:
            if case.id not in hidden:
                target.write((b"," if written else b"") + canonical(plain_case(case)).encode() + b"\n")
                written += 1
                tell(written)
            yield case

    recorded = recorded_values(pack, Where(round_.area_id, asof, scope=round_))
    figures = {name: spelled(value) for name, value in figures_at(pack, passing(), asof, recorded=recorded).items()}
    target.write(b'],"figures":' + canonical(figures).encode() + b"}\n")
    return written, figures


def cases_in(source: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the cases of a snapshot's file, one in memory at a time."""
    source.readline()
    for line in source:
        if line.startswith(b"]"):
            return
        yield json.loads(line.removeprefix(b","))


def spelled(value: Decimal | None) -> str | None:
    """Return a figure as a snapshot keeps it: at most six decimals, none at the end that say nothing."""
    if value is None:
        return None
    text = f"{round(value, 6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_case(case: CaseAt) -> Mapping[str, Any]:
    """Return a case as plain values: every attribute of `CaseAt`, units and people as id and name."""
    return {
        "id": case.id,
        "kind": case.kind,
        "number": case.number,
        "version": case.pack_version,
        "order": case.order,
        "parent": case.parent_id,
        "root": case.root_id,
        "ancestors": list(case.ancestors),
        "subject": case.subject,
        "state": case.state,
        "category": case.category,
        "turn": case.turn,
        "nature": case.nature,
        "due": case.due,
        "original_due": case.original_due,
        "finished_on": case.finished_on,
        "closed_on": case.closed_on,
        "opened_on": case.opened_on,
        "light": case.light,
        "statement": case.statement,
        "evidence_count": case.evidence_count,
        **{name: _named(getattr(case, name)) for name in ("responsible", "lead", "leader", "handler")},
        "parties": {party: [_named(one) for one in members] for party, members in case.parties.items()},
        "fields": dict(case.fields),
        "points": [
            {"number": one.number, "text": one.text, "answer": one.answer, "verdict": one.verdict}
            for one in case.points
        ],
    }


def _named(one: Named | None) -> dict[str, Any] | None:
    return None if one is None else {"id": one.id, "name": one.name}
