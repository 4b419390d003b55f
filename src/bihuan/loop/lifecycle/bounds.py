"""
Figures that bound what may be spent or received: what changes a field later may not push one of them below nothing.

A condition such as `amount = { at_most = "project.left" }` is asked when a payment passes. Afterwards the amount, or the budget it was
held against, may still be corrected: then `project.left` is asked again, under the lock of that project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from bihuan.loop.cases.figures import figure_value, sources_of
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.conditions import show
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.packspec.model import Comparison, Condition, Pack

Bound = tuple[str, str]  # kind of the case that has it, figure


@dataclass(frozen=True, slots=True)
class Held:
    """A figure of a case, as it was before something is written; the row of the case is locked."""

    scope: Case
    figure: str
    before: Decimal | None


def hold_bounds(file: CaseFile, fields: Collection[str]) -> list[Held]:
    """Lock the cases whose bounds these fields of a case count in, from the case upwards, and return what they are now."""
    touched = [bound for bound in bounds_of(file.pack) if _counts(file.pack, bound[1], file.kind.id, fields)]
    kinds = {kind for kind, _ in touched}
    above = [case for case in reversed(file.ancestors) if case.kind in kinds]
    scopes = {case.kind: lock_case(case) for case in above}
    if file.kind.id in kinds:
        scopes[file.kind.id] = file.case
    return [
        Held(scopes[kind], figure, _value(file, scopes[kind], figure)) for kind, figure in touched if kind in scopes
    ]


def check_bounds(file: CaseFile, held: Collection[Held]) -> None:
    """Raise Refused where one of these figures has fallen below nothing; the caller's transaction takes everything back."""
    for one in held:
        after = _value(file, one.scope, one.figure)
        if after is not None and after < 0 and (one.before is None or after < one.before):
            sentence = gettext("Then %(title)s of %(number)s would be %(value)s, which is less than nothing.")
            title = words(file.pack.figures[one.figure].title)
            raise Refused(sentence % {"title": title, "number": one.scope.number, "value": show(after)})


def bounds_of(pack: Pack) -> list[Bound]:
    """Return the figures that conditions of a pack hold amounts against, each once."""
    found = dict[Bound, None]()
    for condition in _conditions(pack):
        for clause in condition or ():
            most = clause.must.at_most if isinstance(clause.must, Comparison) else None
            kind, _, figure = most.partition(".") if isinstance(most, str) else ("", "", "")
            if kind in pack.kinds and figure in pack.figures:
                found[kind, figure] = None
    return list(found)


def _conditions(pack: Pack) -> Iterator[Condition | None]:
    for kind in pack.kinds.values():
        yield kind.opened_when
        lifecycle = kind.lifecycle_of(pack)
        yield from (move.when for move in lifecycle.moves.values())
        yield from (state.when for state in lifecycle.states.values())


def _counts(pack: Pack, figure: str, kind: str, fields: Collection[str]) -> bool:
    """Return whether a figure, or one it is made of, looks at one of these fields of a kind."""
    for name in {figure, *sources_of(pack, figure)}:
        declared = pack.figures[name]
        of = [path for source, _, path in (one.partition(".") for one in declared.of) if source == kind]
        asked = [clause.path for clause in declared.where or ()] if of else []
        if {*of, *asked} & set(fields):
            return True
    return False


def _value(file: CaseFile, scope: Case, figure: str) -> Decimal | None:
    return figure_value(file.pack, figure, area_id=scope.area_id, day=file.day, scope=scope)
