"""Conditions of packs, asked of one case: what does not hold, as a sentence made from titles and values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import NATURES, as_comparable, title_of, words
from bihuan.loop.lifecycle.facts import value_at
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.packspec.model import Clause, Comparison, Condition, Kind


def failing(file: CaseFile, condition: Condition | None, given: Mapping[str, Any] | None = None) -> list[str]:
    """Return one sentence for each line of a condition that does not hold; empty when all hold."""
    sentences = (_ask(file, clause, given) for clause in condition or ())
    return [sentence for sentence in sentences if sentence]


def holds(file: CaseFile, condition: Condition | None, given: Mapping[str, Any] | None = None) -> bool:
    """Return whether every line of a condition holds."""
    return not failing(file, condition, given)


def known_beforehand(kind: Kind) -> Condition:
    """Return the lines of what must hold at opening that can be asked before the form of a new case is filled in."""
    return tuple(clause for clause in kind.opened_when or () if not _paths(clause) & {*kind.fields, *kind.parties})


def _paths(clause: Clause) -> set[str]:
    bounds = clause.must.bounds if isinstance(clause.must, Comparison) else ()
    return {clause.path, *(bound for bound in bounds if isinstance(bound, str))}


def ancestors_read(condition: Condition | None, file: CaseFile) -> set[str]:
    """Return the kinds above the case that a condition looks at: their rows are locked before it is asked."""
    above = set(file.pack.ancestors(file.case.kind))
    paths = [clause.path for clause in condition or ()]
    paths += [
        bound
        for clause in condition or ()
        if isinstance(clause.must, Comparison)
        for bound in clause.must.bounds
        if isinstance(bound, str)
    ]
    return {path.partition(".")[0] for path in paths} & above


def lock_ancestors(file: CaseFile, condition: Condition | None, *, parent: bool = False) -> None:
    """
    Lock the rows above that a condition reads before it is asked: otherwise two pass the same budget.

    parent: lock the case directly above as well. Always from the case upwards, so that no two lock crosswise.
    """
    kinds = ancestors_read(condition, file)
    above = [case for case in file.ancestors if case.kind in kinds or (parent and case.pk == file.case.parent_id)]
    locked = {case.pk: lock_case(case) for case in reversed(above)}
    if locked:
        file.__dict__["ancestors"] = [locked.get(case.pk, case) for case in file.ancestors]


def _ask(file: CaseFile, clause: Clause, given: Mapping[str, Any] | None) -> str:
    value = value_at(file, clause.path, given)
    title = _title(file, clause.path)
    if isinstance(clause.must, bool):
        return "" if bool(value) is clause.must else gettext("%(title)s is not as it must be.") % {"title": title}
    if isinstance(clause.must, tuple):
        values = value if isinstance(value, list) else [value]
        if any(str(one) in clause.must for one in values):
            return ""
        wanted = "、".join(_option(file, clause.path, option) for option in clause.must)
        return gettext("%(title)s must be %(wanted)s.") % {"title": title, "wanted": wanted}
    return _compare(file, title, value, clause.must, given)


def _compare(file: CaseFile, title: str, value: Any, must: Comparison, given: Mapping[str, Any] | None) -> str:
    if must.empty is not None:
        is_empty = value in (None, "", [])
        if is_empty == must.empty:
            return ""
        return (
            gettext("%(title)s must be empty.") % {"title": title}
            if must.empty
            else gettext("%(title)s is missing.") % {"title": title}
        )
    actual = as_comparable(value)
    least, most, limit = (_bound(file, bound, given) for bound in must.bounds)
    # What must be at most an amount that nobody knows cannot pass.
    for path, bound in zip(must.bounds, (least, most, limit), strict=True):
        if isinstance(path, str) and bound is None:
            return gettext("%(title)s is missing.") % {"title": _title(file, path)}
    if actual is None or any(
        bound is not None and not isinstance(actual, type(bound)) for bound in (least, most, limit)
    ):
        return gettext("%(title)s is missing.") % {"title": title}
    of_days = isinstance(actual, date)
    if least is not None and actual < least:
        earlier = gettext("%(title)s is %(value)s and must not be before %(bound)s.")
        less = gettext("%(title)s is %(value)s and must be at least %(bound)s.")
        return (earlier if of_days else less) % {"title": title, "value": show(actual), "bound": show(least)}
    if most is not None and actual > most:
        later = gettext("%(title)s is %(value)s and must not be after %(bound)s.")
        more = gettext("%(title)s is %(value)s and must be at most %(bound)s.")
        return (later if of_days else more) % {"title": title, "value": show(actual), "bound": show(most)}
    if limit is not None and actual >= limit:
        late = gettext("%(title)s is %(value)s and must be before %(bound)s.")
        much = gettext("%(title)s is %(value)s and must be less than %(bound)s.")
        return (late if of_days else much) % {"title": title, "value": show(actual), "bound": show(limit)}
    return ""


def _bound(file: CaseFile, bound: Any, given: Mapping[str, Any] | None) -> Any:
    return as_comparable(value_at(file, bound, given) if isinstance(bound, str) else bound)


def show(value: Any) -> str:
    """Return a compared value as text, without zeros at the end."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _title(file: CaseFile, path: str) -> str:
    head, _, rest = path.partition(".")
    if rest and head in file.pack.kinds:
        figure = file.pack.figures.get(rest)
        return words(figure.title) if figure is not None else title_of(file.pack.kinds[head], rest)
    if path in file.pack.figures:
        return words(file.pack.figures[path].title)
    return title_of(file.kind, path)


def _option(file: CaseFile, path: str, option: str) -> str:
    head, _, rest = path.partition(".")
    kind = file.pack.kinds.get(head, file.kind) if rest else file.kind
    name = rest or path
    field = kind.fields.get(name)
    if field is not None and field.options:
        return words(file.pack.options[field.options][option])
    if name == "state":
        states = file.pack.lifecycles[kind.lifecycle].states
        return words(states[option].title) if option in states else option
    return words(NATURES[option]) if name == "nature" and option in NATURES else option
