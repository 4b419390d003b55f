"""What becomes of the cases of one version of a pack under another: which state each comes to, which values stay."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Field, Kind, Pack

NO_KIND: Final = Text("新版本没有此类事项", "The new version has no such kind")
NO_STATE: Final = Text(
    "新版本没有这一状态，请在[[upgrade]]中写明去向",
    "The new version has no such state; say in [[upgrade]] where it goes",
)
OTHER_SORT: Final = Text(
    "状态类别由“{old}”变为“{new}”，在办事项不能这样转",
    "Its category would change from {old} to {new}; running cases cannot",
)
OTHER_TYPE: Final = Text(
    "字段“{field}”的类型变了，已填的值放不进去", "Field {field} has another type; what was filled in does not fit"
)
OTHER_ORDER: Final = Text(
    "带索引的字段只能加在末尾，“{kind}”的次序变了",
    "Indexed fields may only be added at the end; those of {kind} have another order",
)
OTHER_PARENT: Final = Text("“{kind}”的上级类型变了", "{kind} stands under other kinds")


@dataclass(frozen=True, slots=True)
class KindPlan:
    """
    What becomes of cases of one kind.

    states: old state → new state. stuck: old state → why it has no target. fields: old field → new field; vanish: fields without a place.
    narrowed: new field → options that it lost. stops: what stops the kind whatever its cases are.
    """

    kind: str
    title: Text
    states: Mapping[str, str]
    stuck: Mapping[str, Text]
    fields: Mapping[str, str]
    vanish: tuple[str, ...]
    narrowed: Mapping[str, frozenset[str]]
    stops: tuple[Text, ...]


def plans_between(old: Pack, new: Pack) -> dict[str, KindPlan]:
    """Return what becomes of cases of each kind of `old` under `new`; what `[[upgrade]]` does not name goes on under its own id."""
    said = _said(old, new)
    return {kind.id: _plan(old, new, kind, said) for kind in old.kinds.values()}


def _said(old: Pack, new: Pack) -> Mapping[str, Any]:
    written = tomllib.loads(new.text).get("upgrade", ())
    return next((one for one in written if one["from"] == old.version), {})


def _plan(old: Pack, new: Pack, kind: Kind, said: Mapping[str, Any]) -> KindPlan:
    target = new.kinds.get(kind.id)
    lifecycle = kind.lifecycle_of(old)
    if target is None:
        return KindPlan(kind.id, kind.title, {}, dict.fromkeys(lifecycle.states, NO_KIND), {}, (), {}, ())
    states, stuck = {}, {}
    named = said.get("states", {})
    there = target.lifecycle_of(new)
    for id_, state in lifecycle.states.items():
        goes = named.get(f"{target.lifecycle}.{id_}", named.get(f"{kind.lifecycle}.{id_}", id_))
        if goes not in there.states:
            stuck[id_] = NO_STATE
        elif there.states[goes].category != state.category:
            stuck[id_] = OTHER_SORT.format(old=state.category, new=there.states[goes].category)
        else:
            states[id_] = goes
    renamed = {id_: said.get("fields", {}).get(f"{kind.id}.{id_}", id_) for id_ in kind.fields}
    fields = {id_: goes for id_, goes in renamed.items() if goes in target.fields}
    return KindPlan(
        kind.id,
        kind.title,
        states,
        stuck,
        fields,
        tuple(id_ for id_ in kind.fields if id_ not in fields),
        dict(_narrowed(old, new, kind, target, fields)),
        tuple(_stops(kind, target, fields)),
    )


def _stops(kind: Kind, target: Kind, fields: Mapping[str, str]) -> Iterator[Text]:
    for id_, goes in fields.items():
        if _form(kind.fields[id_]) != _form(target.fields[goes]):
            yield OTHER_TYPE.format(field=kind.fields[id_].title.zh)
    slots = [fields.get(field.id) for field in kind.fields.values() if field.indexed]
    there = [field.id for field in target.fields.values() if field.indexed]
    if slots != there[: len(slots)]:
        yield OTHER_ORDER.format(kind=kind.title.zh)
    if set(kind.parents) - set(target.parents) or bool(kind.parents) != bool(target.parents):
        yield OTHER_PARENT.format(kind=kind.title.zh)


def _form(field: Field) -> tuple[str, bool, bool]:
    """Return in what form values of a field lie; personal ones lie sealed beside the case."""
    return field.type, field.many, field.personal


def _narrowed(
    old: Pack, new: Pack, kind: Kind, target: Kind, fields: Mapping[str, str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for id_, goes in fields.items():
        before, after = kind.fields[id_].options, target.fields[goes].options
        lost = set(old.options.get(before or "", {})) - set(new.options.get(after or "", {}))
        if lost:
            yield goes, frozenset(lost)


def changed_parts(old: Pack, new: Pack) -> dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """Return by part (lists, documents, letters, figures, ladders, rules, desks) the ids that are gone, new, and changed."""
    found = {}
    for part in ("lists", "documents", "letters", "figures", "ladders", "rules", "desks"):
        before: Mapping[str, object] = getattr(old, part)
        after: Mapping[str, object] = getattr(new, part)
        gone = tuple(id_ for id_ in before if id_ not in after)
        fresh = tuple(id_ for id_ in after if id_ not in before)
        other = tuple(id_ for id_ in before if id_ in after and before[id_] != after[id_])
        if gone or fresh or other:
            found[part] = (gone, fresh, other)
    return found
