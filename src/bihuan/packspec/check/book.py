"""What a check writes to and reads from: the packs with only their well-formed parts, and the list of problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bihuan.packspec.bilingual import Text
from bihuan.packspec.problems import Problem
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

    def add(self, rule: str, key_path: str, sentence: Text) -> None:
        """Note one problem, once."""
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


@dataclass(frozen=True, slots=True)
class Shelf:
    """All packs that are checked together, by id. `alone` says that other packs cannot be looked up."""

    books: Mapping[str, Book]
    alone: bool = False

    def named(self, book: Book, section: str, name: str) -> tuple[Book, Table] | None:
        """Return what `name` or `pack.name` means in a section, with the pack that has it; None if nobody has it."""
        if name in book.section(section):
            return book, book.section(section)[name]
        pack, dot, id_ = name.partition(".")
        other = self.books.get(pack)
        if not dot or other is None or id_ not in other.section(section):
            return None
        return other, other.section(section)[id_]

    def users_of(self, owner: Book, lifecycle: str) -> Iterator[tuple[Book, str, Table]]:
        """Yield every kind, with its pack, that follows a lifecycle of `owner`."""
        for book in self.books.values():
            for id_, kind in book.section("kind").items():
                written = kind.get("lifecycle", "")
                own = book is owner and written == lifecycle
                if own or written == f"{owner.id}.{lifecycle}":
                    yield book, id_, kind

    def reference(self, book: Book, section: str, name: str, key_path: str, what: Text) -> tuple[Book, Table] | None:
        """Return what a name means, noting P12 (no such pack) or P13 (no such thing) when it means nothing."""
        if (found := self.named(book, section, name)) is not None:
            return found
        pack, dot, _ = name.partition(".")
        if dot and pack not in self.books:
            if not self.alone:
                book.add("P12", key_path, Text(f"没有业务包{pack}", f"there is no pack {pack}"))
            return None
        book.add("P13", key_path, what)
        return None


def joined(names: Iterable[str]) -> str:
    """Return names for the end of a sentence."""
    return ", ".join(names)
