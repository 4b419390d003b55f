"""What a check writes to and reads from: the packs with only their well-formed parts, and the list of problems."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bihuan.packspec.bilingual import Text
from bihuan.packspec.problems import Problem
from bihuan.packspec.sentences import A_LIFECYCLE, SENTENCES
from bihuan.packspec.sources import Source, Table


@dataclass(frozen=True, slots=True)
class Book:
    """One pack under check. `table` holds only what has the right shape, so later checks need no doubts."""

    source: Source
    table: Table
    problems: list[Problem] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return the id under which other packs know it."""
        return self.source.pack_id

    def add(self, rule: str, key_path: str, **values: object) -> None:
        """Note one problem, once. The values fill the places of the rule's sentence."""
        sentence = SENTENCES[rule].format(**values)
        problem = Problem(rule, self.source.name, key_path, sentence, self.source.line_of(key_path))
        if problem not in self.problems:
            self.problems.append(problem)

    def section(self, name: str) -> dict[str, Table]:
        """Return a section of tables by id; empty if the pack has none."""
        tables: dict[str, Table] = self.table.get(name, {})
        return tables

    def desks(self) -> Mapping[str, str]:
        """Return the desks of the pack."""
        desks: Mapping[str, str] = self.table.get("desks", {})
        return desks

    def check_member(self, key_path: str, it: str | None, known: Collection[str], a: Text) -> None:
        """Note P08 if a word that is written does not belong to its closed set."""
        if it is not None and it not in known:
            self.add("P08", key_path, it=it, a=a, known=joined(known))

    def check_known(self, key_path: str, it: str | None, known: Collection[str], a: Text) -> None:
        """Note P13 if a name that is written is not among those this pack declares."""
        if it is not None and it not in known:
            self.add("P13", key_path, it=it, a=a)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All packs that are checked together, by id. `alone` says that other packs cannot be looked up."""

    books: Mapping[str, Book]
    alone: bool = False

    def find(self, book: Book, section: str, name: str) -> tuple[Book, str] | None:
        """Return which pack and which id a name or `pack.name` means in a section; None if nobody has it."""
        if name in book.section(section):
            return book, name
        pack, dot, id_ = name.partition(".")
        other = self.books.get(pack)
        return (other, id_) if dot and other is not None and id_ in other.section(section) else None

    def refer(self, book: Book, section: str, name: str, key_path: str, a: Text) -> tuple[Book, str] | None:
        """Return what `find` does, noting P12 (no such pack) or P13 (no such thing) if a name means nothing."""
        if (found := self.find(book, section, name)) is not None:
            return found
        pack, dot, _ = name.partition(".")
        if dot and pack not in self.books:
            if not self.alone:
                book.add("P12", key_path, it=pack)
        else:
            book.add("P13", key_path, it=name, a=a)
        return None

    def lifecycle_of(self, book: Book, kind: str) -> tuple[Book, str, Table] | None:
        """Return the lifecycle of a kind with the pack that holds it; None where there is none."""
        found = self.find(book, "lifecycle", book.section("kind")[kind].get("lifecycle", ""))
        return (*found, found[0].section("lifecycle")[found[1]]) if found else None

    def states_of(self, book: Book, kind: str) -> Mapping[str, Table]:
        """Return the states that a kind's cases pass; empty where the lifecycle is missing."""
        found = self.lifecycle_of(book, kind)
        states: Mapping[str, Table] = found[2].get("states", {}) if found else {}
        return states

    def moves_of(self, book: Book, kind: str) -> Mapping[str, Table]:
        """Return the moves of a kind's lifecycle; empty where the lifecycle is missing."""
        found = self.lifecycle_of(book, kind)
        moves: Mapping[str, Table] = found[2].get("moves", {}) if found else {}
        return moves

    def users_of(self, owner: Book, lifecycle: str) -> Iterator[tuple[Book, str]]:
        """Yield every kind, with its pack, that follows a lifecycle of `owner`."""
        for book in self.books.values():
            for kind in book.section("kind"):
                found = self.lifecycle_of(book, kind)
                if found and found[0] is owner and found[1] == lifecycle:
                    yield book, kind

    def check_lifecycle_name(self, book: Book, kind: str) -> None:
        """Note P12 or P13 if the kind names a lifecycle that nobody has."""
        if (name := book.section("kind")[kind].get("lifecycle")) is not None:
            self.refer(book, "lifecycle", name, f"kind.{kind}.lifecycle", A_LIFECYCLE)


def parents_of(book: Book, kind: str) -> tuple[str, ...]:
    """Return the kinds that a kind names above it, those that exist."""
    written = book.section("kind")[kind].get("parent", ())
    named = (written,) if isinstance(written, str) else tuple(written)
    return tuple(parent for parent in named if parent in book.section("kind"))


def ancestors_of(book: Book, kind: str) -> tuple[str, ...]:
    """Return all kinds above a kind, nearest first."""
    found: list[str] = []
    waiting = list(parents_of(book, kind))
    while waiting:
        above = waiting.pop(0)
        if above not in found:
            found.append(above)
            waiting.extend(parents_of(book, above))
    return tuple(found)


def agendas_of(book: Book) -> dict[str, tuple[str, ...]]:
    """Return the lists that make agendas with the kinds on whose agenda they stand; those lists show nothing by themselves."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, table in book.section("kind").items():
        for entry in table.get("agenda", ()):
            for list_ in agenda_lists(book, entry):
                found[list_] = (*found.get(list_, ()), kind)
    return found


def agenda_lists(book: Book, entry: str) -> tuple[str, ...]:
    """Return the lists that one entry of an agenda means: the list, or those that a choice of an ancestor offers."""
    if "." not in entry:
        return (entry,)
    kind, _, field = entry.partition(".")
    declared = book.section("kind").get(kind, {}).get("fields", {}).get(field, {})
    return tuple(book.section("options").get(declared.get("options", ""), {}))


def joined(names: Iterable[str]) -> str:
    """Return names for the end of a sentence."""
    return ", ".join(names)
