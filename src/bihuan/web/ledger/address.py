"""The address of a ledger page says everything it shows; a link restores the view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.http import QueryDict

from bihuan.loop.cases.change import slot_of
from bihuan.loop.cases.ledger import LIGHTS, SIZES, LedgerFilter
from bihuan.loop.cases.models import Category, Nature
from bihuan.loop.clocks.light import LightKind
from bihuan.packspec.model import Kind, Pack
from bihuan.web.numbers import number_in
from bihuan.web.places import LEDGER_PACK

SIZE = 50
PAGE_KEYS = ("after", "before")
NAMES = (
    "pack", "kind", "state", "category", "light", "nature", "unit", "lead", "root", "parent", "leader", "turn",
    "due_from", "due_to", "closed_from", "closed_to", "q",
)  # fmt: skip


@dataclass
class Address:
    """
    The query of a ledger page, read leniently: what cannot be read is left out, never an error.

    pack, kind: what is listed. wanted: the filter. sort, size, columns, key, backwards: how it is shown.
    """

    query: QueryDict
    pack: Pack
    kind: Kind
    wanted: LedgerFilter = field(init=False)

    def __post_init__(self) -> None:
        self.wanted = self._wanted()

    @property
    def start(self) -> str:
        """The query of all rows of the kind, without conditions."""
        return self.of_kind(self.kind)

    def of_kind(self, kind: Kind) -> str:
        """Return the query of all rows of a kind of this pack."""
        own = "" if self.pack.id == LEDGER_PACK else f"pack={self.pack.id}&"
        return f"?{own}kind={kind.id}"

    @property
    def sort(self) -> str:
        """Id of the sort, with “-” for the other direction."""
        return self.query.get("sort") or "urgency"

    @property
    def size(self) -> int:
        """Rows a page."""
        size = number_in(self.query.get("size"))
        return size if size in SIZES else SIZE

    @property
    def key(self) -> str:
        """The key of the row the page begins after, or ends before."""
        return self.query.get("after") or self.query.get("before") or ""

    @property
    def backwards(self) -> bool:
        """Whether the page ends before the key."""
        return "before" in self.query and "after" not in self.query

    @property
    def columns(self) -> tuple[str, ...]:
        """Ids of the chosen columns, empty for the usual ones."""
        return tuple(self.query.getlist("col"))

    def _wanted(self) -> LedgerFilter:
        many, one = self.query.getlist, self.query.get
        states = self.kind.lifecycle_of(self.pack).states
        return LedgerFilter(
            pack=self.pack.id,
            kind=self.kind.id,
            states=_known(many("state"), states),
            categories=_known(many("category"), Category.values),
            lights=cast(tuple[LightKind, ...], _known(many("light"), LIGHTS)),
            natures=_known(many("nature"), Nature.values),
            units=_numbers(many("unit")),
            leads=_numbers(many("lead")),
            root=number_in(one("root")),
            parent=number_in(one("parent")),
            leader=number_in(one("leader")),
            turn_from=number_in(one("turn")),
            due_from=_date(one("due_from")),
            due_to=_date(one("due_to")),
            closed_from=_date(one("closed_from")),
            closed_to=_date(one("closed_to")),
            typed=one("q", "")[:100],
            fields=self._fields(),
        )

    def _fields(self) -> dict[str, tuple[str, ...]]:
        """Indexed choices of the kind that the address names as `f.<field>`, by slot column."""
        found = {}
        for name, declared in self.kind.fields.items():
            slot = slot_of(self.kind.fields, name)
            values = self.query.getlist(f"f.{name}")
            if slot and values and declared.type in {"choice", "text"}:
                found[slot] = tuple(values)
        return found

    def url(self, **changes: object) -> str:
        """Return the address with other values: None leaves a key out; the page keys go unless they are given."""
        query = self.query.copy()
        for key in PAGE_KEYS:
            query.pop(key, None)
        for key, value in changes.items():
            query.pop(key, None)
            if isinstance(value, list | tuple):
                query.setlist(key, [str(one) for one in value])
            elif value is not None:
                query[key] = str(value)
        return f"?{query.urlencode()}"

    def without(self, name: str, value: object) -> str:
        """Return the address with one of several values of a key taken away."""
        return self.url(**{name: [one for one in self.query.getlist(name) if one != str(value)]})

    def toggled(self, name: str, value: object) -> str:
        """Return the address with a value of a key added, or taken away if it is there."""
        if str(value) in self.query.getlist(name):
            return self.without(name, value)
        return self.url(**{name: [*self.query.getlist(name), str(value)]})

    def has(self, name: str, value: object) -> bool:
        """Return whether the address asks for a value."""
        return str(value) in self.query.getlist(name)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The query as hidden inputs of a form that adds to it; what has an input of its own there is left to that."""
        own = {*PAGE_KEYS, "q", "due_from", "due_to"}
        return [(name, value) for name, values in self.query.lists() for value in values if name not in own]

    @property
    def pairs_without_columns(self) -> list[tuple[str, str]]:
        """The query as hidden inputs of the form that chooses columns."""
        return [
            (name, value) for name, values in self.query.lists() for value in values if name not in {*PAGE_KEYS, "col"}
        ]

    @property
    def view_query(self) -> str:
        """The query without the page: what a saved view keeps."""
        query = self.query.copy()
        for key in PAGE_KEYS:
            query.pop(key, None)
        return query.urlencode()


def _known(values: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    allowed = set(known)
    return tuple(value for value in values if value in allowed)


def _numbers(values: Iterable[str]) -> tuple[int, ...]:
    found = (number_in(value) for value in values)
    return tuple(number for number in found if number is not None)


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
