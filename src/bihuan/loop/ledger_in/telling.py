"""Titles and sentences of one ledger: every fault is said beside its column, with what stands there."""

from __future__ import annotations

from bihuan.loop.cases.values import title_of, words
from bihuan.loop.ledger_in.cells import Names
from bihuan.loop.ledger_in.comparing import Shower, comparable
from bihuan.loop.ledger_in.entries import Entry
from bihuan.loop.ledger_in.mapping import Meanings
from bihuan.loop.ledger_in.targets import Target

SHOWN = 200  # characters of a value in a fault


class Teller:
    """Knows the targets of every kind and how their values are shown."""

    def __init__(self, meanings: Meanings, names: Names) -> None:
        self.meanings = meanings
        self.targets = {kind.id: {one.attr: one for one in meanings.of(kind.id)} for kind in meanings.kinds}
        units = {unit.pk: unit.name for found in names.units.values() for unit in found}
        people = {person.pk: person.name for found in names.people.values() for person in found}
        self._titles: dict[tuple[str, str], str] = {}
        self._shower = Shower(meanings.pack, units, people)

    def target(self, entry: Entry, attr: str) -> Target:
        """Return what a column of the entry's kind means."""
        return self.targets[entry.kind][attr]

    def show(self, target: Target, value: object) -> str:
        """Return a comparable value as people read it."""
        return self._shower.show(target, value)

    def title(self, entry: Entry, attr: str) -> str:
        """Return the title of a column, in the active language."""
        key = (entry.kind, attr)
        if key not in self._titles:
            target = self.targets[entry.kind].get(attr)
            kind = self.meanings.pack.kinds[entry.kind]
            self._titles[key] = words(target.title) if target is not None else title_of(kind, attr)
        return self._titles[key]

    def kind(self, kind: str) -> str:
        """Return what a kind is called, in the active language."""
        return words(self.meanings.pack.kinds[kind].title)

    def fault(self, entry: Entry, attr: str, sentence: str) -> None:
        """Add a fault to an entry; `attr` is empty for the whole row."""
        target = self.targets[entry.kind].get(attr)
        value = entry.values.get(attr)
        text = "" if value is None or target is None else self.show(target, comparable(target, value))
        entry.faults.append((self.title(entry, attr) if attr else "", text[:SHOWN], sentence))
