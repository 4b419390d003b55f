"""Lists: those of a round, with the names, columns and order that it gave them; and those of a whole pack, as the pack says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import pack_known, pack_of, packs_in_use
from bihuan.loop.lists.counting import kinds_of
from bihuan.loop.lists.errors import ListNotFound
from bihuan.loop.lists.models import ListSetting
from bihuan.packspec.model import Field, Kind, Pack
from bihuan.packspec.shown import ListSpec
from bihuan.packspec.vocabulary import FACTS as FACTS_OF_CASES

# The facts a list may show, in the order in which they are offered.
FACTS = (
    "number", "subject", "state", "category", "nature", "light", "late", "due", "original_due", "opened", "finished",
    "closed", "days_taken", "turn", "statement", "evidence_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoundColumn:
    """One column of a list of a round; title: "" for the pack's own."""

    path: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class RoundList:
    """
    One list of a round (清单).

    name: the round's own, "" for the pack's. is_set: the round changed something of it.
    """

    spec: ListSpec
    name: str
    columns: tuple[RoundColumn, ...]
    shown: bool
    is_set: bool

    @property
    def id(self) -> str:
        """The id of the list in its pack."""
        return self.spec.id

    def title(self, language: str) -> str:
        """Return what the list is called; a name the round gave counts in every language."""
        return self.name or self.spec.title.in_(language)


@dataclass(frozen=True, slots=True)
class WholePack:
    """All cases of a pack in an area: what a list is over where it is not a round's. subject: name of the pack."""

    area_id: int
    pack: str
    subject: str


Over: TypeAlias = Case | WholePack  # what a list is over


def whole_pack(area_id: int, pack: Pack, language: str = "zh-hans") -> WholePack:
    """Return all cases of a pack in an area as what its lists are over."""
    return WholePack(area_id, pack.id, pack.title.in_(language))


def pack_of_lists(round_: Over) -> Pack:
    """Return the pack whose lists a round has: that of its own version, or the newest where that version knew no lists yet."""
    if isinstance(round_, WholePack):
        return pack_known(round_.area_id, round_.pack)
    own = pack_of(round_.pack, round_.pack_version)
    return own if own.lists else pack_known(round_.area_id, round_.pack)


def lists_of(round_: Over, *, hidden: bool = False) -> tuple[RoundList, ...]:
    """
    Return the lists of a round in its order, those of a whole pack in the order of the pack.

    hidden: also those the round switched off.
    """
    settings: dict[str, ListSetting] = {}
    if isinstance(round_, Case):
        rows = ListSetting.objects.filter(area_id=round_.area_id, case_id=round_.pk)
        settings = {row.list_id: row for row in rows}
    specs = list(pack_of_lists(round_).lists.values())
    order = {spec.id: place for place, spec in enumerate(specs, start=1)}
    places = {id_: settings[id_].place or place if id_ in settings else place for id_, place in order.items()}
    specs.sort(key=lambda spec: (places[spec.id], order[spec.id]))
    found = (_round_list(spec, settings.get(spec.id)) for spec in specs)
    return tuple(one for one in found if one.shown or hidden)


def list_of(round_: Over, list_id: str) -> RoundList:
    """Return one list of a round, also one that is switched off. Raises ListNotFound."""
    for one in lists_of(round_, hidden=True):
        if one.id == list_id:
            return one
    raise ListNotFound(list_id)


def parts_elsewhere(over: Over, one: RoundList) -> Iterator[tuple[Pack, RoundList]]:
    """
    Yield each other pack that a list over a whole pack shows cases of, with the list narrowed to its kinds.

    A pack that is off, a kind that the area's own version has no longer, or one that cannot be asked the condition any more, has no part in it.
    """
    if isinstance(over, Case) or not one.spec.elsewhere:
        return
    in_use = {pack.id: pack for pack in packs_in_use(over.area_id)}
    for id_ in dict.fromkeys(kind.partition(".")[0] for kind in one.spec.elsewhere):
        named = [kind.partition(".")[2] for kind in one.spec.elsewhere if kind.startswith(f"{id_}.")]
        pack = in_use.get(id_)
        kinds = tuple(
            kind for kind in named if pack is not None and kind in pack.kinds and _answers(pack, kind, one.spec)
        )
        if pack is not None and kinds:
            yield pack, replace(one, spec=replace(one.spec, of=kinds, elsewhere=()))


def _answers(pack: Pack, kind: str, spec: ListSpec) -> bool:
    paths = {clause.path for clause in spec.where}
    return all(
        path.partition(".")[2]
        or path in FACTS_OF_CASES
        or path in pack.kinds[kind].fields
        or path in pack.kinds[kind].parties
        for path in paths
    )


def _round_list(spec: ListSpec, row: ListSetting | None) -> RoundList:
    own = tuple(RoundColumn(one["path"], one.get("title", "")) for one in row.columns) if row is not None else ()
    columns = own or tuple(RoundColumn(path) for path in spec.columns)
    return RoundList(spec, row.name if row else "", columns, row.shown if row else True, row is not None)


def paths_offered(pack: Pack, spec: ListSpec) -> tuple[str, ...]:
    """
    Return the paths that may be columns of a list: those of the pack first, then all others its cases have.

    Of a list that may be published only what the whitelist of the pack names.
    """
    kinds = [pack.kinds[of] for of in spec.of]
    found = dict.fromkeys(spec.columns)
    for path in _paths(pack, kinds[0]):
        if all(path in set(_paths(pack, kind)) for kind in kinds[1:]):
            found[path] = None
    if spec.public:
        return tuple(
            path for path in found if path in spec.columns or all(_may_be_public(pack, one, path) for one in kinds)
        )
    return tuple(found)


def _paths(pack: Pack, kind: Kind) -> Iterator[str]:
    yield from _own_paths(kind)
    yield from (f"label.{label}" for label in pack.labels if f"label.{label}" in kind.public)
    below = {child for child in pack.kinds if kind.id in pack.ancestors(child)}
    for figure in pack.figures:
        counted = kinds_of(pack, [figure])
        if counted and below.issuperset(counted):
            yield figure
    for above in pack.ancestors(kind.id):
        yield from (f"{above}.{path}" for path in _own_paths(pack.kinds[above]))


def _own_paths(kind: Kind) -> Iterator[str]:
    yield from FACTS
    yield from kind.parties
    yield from (name for name, field in kind.fields.items() if not field.personal)


def _may_be_public(pack: Pack, kind: Kind, path: str) -> bool:
    head, _, rest = path.partition(".")
    if path in pack.figures or path in kind.public:
        return True
    return head in pack.kinds and _may_be_public(pack, pack.kinds[head], rest)


def field_at(pack: Pack, kind: Kind, path: str) -> Field | None:
    """Return the field a path leads to, None where it leads to something else."""
    head, _, rest = path.partition(".")
    if rest and head in pack.kinds:
        return field_at(pack, pack.kinds[head], rest)
    return kind.fields.get(path)
