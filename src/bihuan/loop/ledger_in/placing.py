"""Which case a row is about: known by its number, by the number in the document under its parent, or by its exact words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from bihuan.loop.cases.models import Case
from bihuan.loop.ledger_in.entries import IDENTITY, Entry
from bihuan.loop.ledger_in.known import SEVERAL, KnownCases
from bihuan.loop.ledger_in.targets import ABOVE, NUMBER
from bihuan.loop.ledger_in.telling import Teller


@dataclass(slots=True)
class Found:
    """Where an entry belongs: an existing case, or a new one under a case or under the row of another new one."""

    case: int | None = None
    above: int | None = None
    above_place: int | None = None
    does: str = ""
    changes: list[list[str]] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)
    seq: int = 0


class Places:
    """Finds the cases of the entries of one ledger; remembers what earlier rows were about, so that nothing stands there twice."""

    def __init__(self, top: Case, known: KnownCases, tell: Teller) -> None:
        self.top, self.known, self.tell, self.meanings = top, known, tell, tell.meanings
        self.place = 0
        self._seen: dict[object, int] = {}

    def find(self, entries: Sequence[Entry]) -> list[Found]:
        """Return where each entry belongs, in their order; what does not fit becomes a fault of the entry."""
        numbers: dict[str, dict[str, int]] = {}
        for kind in self.tell.targets:
            wanted = [str(entry.values[NUMBER]) for entry in entries if entry.kind == kind and NUMBER in entry.values]
            wanted += [str(one.values[ABOVE]) for one in entries if ABOVE in one.values]
            numbers[kind] = self.known.by_number(kind, wanted) if wanted else {}
        founds = []
        for entry in entries:
            self.place += 1
            entry.place = self.place
            entry.found = self._find_one(entry, numbers)
            founds.append(entry.found)
        self._hide(entries, founds)
        return founds

    def _hide(self, entries: Sequence[Entry], founds: Sequence[Found]) -> None:
        """A case that the person may not see is not there: neither what it says nor that it exists is told."""
        pairs = [pair for pair in zip(entries, founds, strict=True) if not pair[0].untouched]
        hidden = self.known.hidden({found.case for _, found in pairs if found.case is not None})
        for entry, found in pairs:
            if found.case in hidden:
                found.case = None
                said = next((entry.values[name] for name in IDENTITY if name in entry.values), "")
                self.tell.fault(entry, NUMBER, self._why_unknown(str(said)[:40]))

    def _find_one(self, entry: Entry, numbers: dict[str, dict[str, int]]) -> Found:
        found = Found()
        number = entry.values.get(NUMBER)
        if number is not None:
            found.case = numbers[entry.kind].get(str(number))
            if found.case is None:
                self.tell.fault(entry, NUMBER, self._why_unknown(str(number)))
        else:
            self._find_above(entry, found, numbers)
            if found.above_place is None:
                self._find_by_words(entry, found)
        self._check_twice(entry, found)
        return found

    def _find_above(self, entry: Entry, found: Found, numbers: dict[str, dict[str, int]]) -> None:
        kind = self.meanings.pack.kinds[entry.kind]
        if entry.parent is not None:
            above = entry.parent.found
            found.above = above.case
            if above.case is None:
                found.above_place = entry.parent.place
        elif ABOVE in entry.values:
            text = str(entry.values[ABOVE])
            for parent in kind.parents:
                one = numbers.get(parent, {}).get(text)
                one = self.known.named(parent, "number", text, None) if one is None else one
                one = self.known.named(parent, "words", text, None) if one is None else one
                if one is None and (place := self._seen.get((parent, None, "number", text))) is not None:
                    found.above_place = place
                    return
                if one == SEVERAL:
                    self.tell.fault(
                        entry, ABOVE, gettext("“%(text)s” fits several cases. Write the whole number.") % {"text": text}
                    )
                    return
                if one is not None:
                    found.above = one
                    return
            self.tell.fault(
                entry,
                ABOVE,
                gettext("Nothing here has the number “%(text)s”. Write the number as the ledger has it.")
                % {"text": text},
            )
        elif self.top.kind in kind.parents:
            found.above = self.top.pk

    def _find_by_words(self, entry: Entry, found: Found) -> None:
        for sort, attr in (("number", "source_number"), ("words", "subject")):
            text = entry.values.get(attr)
            if text is None:
                continue
            one = self.known.named(entry.kind, sort, str(text), found.above)
            if one == SEVERAL:
                self.tell.fault(
                    entry,
                    attr,
                    gettext("“%(text)s” fits several cases. Write the number of the one that is meant.")
                    % {"text": str(text)[:40]},
                )
            elif one is not None:
                found.case = one
            if one is not None:
                return

    def _why_unknown(self, number: str) -> str:
        other = self.known.where_is(number)
        if other is None or other.root_id != self.top.root_id:
            return gettext("“%(number)s” is not in this round. Leave the number empty for something new.") % {
                "number": number
            }
        title = self.tell.kind(other.kind)
        return gettext("“%(number)s” is a %(kind)s and does not belong in this table.") % {
            "number": number,
            "kind": title,
        }

    def _check_twice(self, entry: Entry, found: Found) -> None:
        keys: list[object] = [("case", found.case)] if found.case is not None else []
        if found.case is None:
            above = found.above if found.above_place is None else -found.above_place
            for sort, attr in (("number", "source_number"), ("words", "subject")):
                if attr in entry.values:
                    keys.append((entry.kind, above, sort, str(entry.values[attr])))
            keys = keys[:1]
            if "source_number" in entry.values:
                self._seen.setdefault((entry.kind, None, "number", str(entry.values["source_number"])), entry.place)
        for key in keys:
            first = self._seen.setdefault(key, entry.number)
            if first != entry.number:
                self.tell.fault(
                    entry,
                    "",
                    gettext("The same one stands in row %(row)d already. Keep one of the two.") % {"row": first},
                )
