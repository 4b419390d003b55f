"""
What every entry of a ledger does, judged whole before anything is written: by the same rules the actions ask when it is taken.

    judge = Judge(meanings, top, names, by=actor, at=at)
    for rows in judge.rows(entries): store_rows(area_id, ledger_id, rows)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.ledger_in.cells import CLEAR, Names
from bihuan.loop.ledger_in.comparing import attribute_of, comparable, present
from bihuan.loop.ledger_in.entries import Entry
from bihuan.loop.ledger_in.known import KnownCases, Since
from bihuan.loop.ledger_in.mapping import Meanings
from bihuan.loop.ledger_in.models import Does, Form
from bihuan.loop.ledger_in.placing import Found, Places
from bihuan.loop.ledger_in.storing import JudgedRow
from bihuan.loop.ledger_in.targets import ABOVE, DONE, NUMBER, STANDARD
from bihuan.loop.ledger_in.telling import Teller
from bihuan.loop.ledger_in.trying import Trial

CHUNK: Final = 1000
KEYS: Final = frozenset({NUMBER, ABOVE, DONE, STANDARD})
TITLE: Final = 60


class Judge:
    """Judges the entries of one ledger in their order and counts them; remembers what earlier rows were about."""

    def __init__(self, meanings: Meanings, top: Case, names: Names, *, by: Actor, at: datetime) -> None:
        self.meanings, self.top, self.names = meanings, top, names
        self.progress = meanings.form == Form.PROGRESS
        self.known = KnownCases(top, names, by)
        self.tell = Teller(meanings, names)
        self.places = Places(top, self.known, self.tell)
        self.trial = Trial(meanings, top, by=by, at=at)
        self.counts: Counter[str] = Counter()
        self._above: dict[int, set[str]] = {}
        self._refused_places: dict[int, int] = {}  # of new cases that will not be there for the rows under them

    def rows(self, entries: Iterable[Entry]) -> Iterator[list[JudgedRow]]:
        """Return the rows to keep, a chunk at a time; what changes nothing is only counted."""
        rest = iter(entries)
        while chunk := list(islice(rest, CHUNK)):
            yield self._chunk(chunk)

    def _chunk(self, entries: Sequence[Entry]) -> list[JudgedRow]:
        founds = self.places.find(entries)
        existing = {
            found.case
            for entry, found in zip(entries, founds, strict=True)
            if found.case is not None and not entry.untouched
        }
        cases = self.known.load(existing)
        parties = self.known.parties(existing)
        since = self.known.since(self._sent(entries, founds, cases))
        named = any(ABOVE in entry.values for entry in entries)
        self._above = self.known.called({case.parent_id for case in cases.values() if case.parent_id}) if named else {}
        rows = []
        for entry, found in zip(entries, founds, strict=True):
            self._judge(entry, found, cases, parties, since)
            row = self._kept(entry, found)
            if row is not None:
                rows.append(row)
        return rows

    def _sent(self, entries: Sequence[Entry], founds: Sequence[Found], cases: dict[int, Case]) -> dict[int, int]:
        """Return number of the last event when the row was sent, for the cases that went on since."""
        sent = {}
        for entry, found in zip(entries, founds, strict=True):
            case = cases.get(found.case or 0)
            if case is not None and entry.code is not None and entry.code.seq < case.seq:
                sent[case.pk] = entry.code.seq
        return sent

    # What a row does

    def _judge(
        self,
        entry: Entry,
        found: Found,
        cases: dict[int, Case],
        parties: dict[int, dict[str, list[int]]],
        since: dict[int, Since],
    ) -> None:
        if entry.untouched and found.case is not None and not entry.faults:
            found.does = Does.SAME
            return
        case = cases.get(found.case or 0)
        if case is not None:
            found.seq = case.seq
            self._check_above(entry, case)
            conflicts = self._compare(entry, found, case, parties.get(case.pk, {}), since.get(case.pk))
            if conflicts and not entry.faults:
                entry.faults.extend(conflicts)
                found.does = Does.CONFLICT
                return
        if not entry.faults:
            self._try(entry, found, case, parties)
        if entry.faults:
            found.does = Does.REFUSED
            if case is None:
                self._refused_places[entry.place] = entry.number
        else:
            found.does = Does.NEW if case is None else Does.CHANGE if found.changes else Does.SAME

    def _compare(
        self, entry: Entry, found: Found, case: Case, parties: dict[str, list[int]], since: Since | None
    ) -> list[tuple[str, str, str]]:
        """Collect what differs from the case; return where somebody else has changed the same thing since the row was sent."""
        targets, conflicts = self.tell.targets[entry.kind], []
        for attr, value in entry.values.items():
            if attr in KEYS:
                continue
            target = targets[attr]
            new, now = comparable(target, value), present(case, target, parties)
            if new == now:
                continue
            attribute = attribute_of(target)
            moved = since is not None and attribute in since.before
            if moved and since is not None and since.before[attribute] == new and attr != "statement":
                continue  # as it was sent: the row did not touch it, others did
            if self._is_locked(attr):
                if entry.code is not None:
                    self.tell.fault(
                        entry,
                        attr,
                        gettext("This column is kept by the office. Put back what stood there: %(now)s")
                        % {"now": str(now)[:60]},
                    )
                continue
            shown = self.tell.show(target, now), self.tell.show(target, new)
            if moved and since is not None:
                conflicts.append(
                    (
                        self.tell.title(entry, attr),
                        shown[1][:200],
                        gettext("%(who)s wrote “%(now)s” after this row was sent. Decide, and write it here.")
                        % {"who": since.who, "now": shown[0][:80]},
                    )
                )
            found.changes.append([self.tell.title(entry, attr), *shown])
            found.given[attr] = value
        return conflicts

    def _check_above(self, entry: Entry, case: Case) -> None:
        above = entry.values.get(ABOVE)
        if above is not None and str(above) not in self._above.get(case.parent_id or 0, {str(above)}):
            self.tell.fault(entry, ABOVE, gettext("A case is not moved under another one. Put back what stood there."))

    def _is_locked(self, attr: str) -> bool:
        return self.progress and attr in {"subject", "source_number"}

    def _try(self, entry: Entry, found: Found, case: Case | None, parties: dict[int, dict[str, list[int]]]) -> None:
        """Ask the rules of the action itself whether the row can be taken."""
        if case is None:
            if self.progress:
                self.tell.fault(entry, NUMBER, gettext("Write the number of the case that is reported on."))
                return
            self._try_new(entry, found)
            return
        if self.progress:
            self._check_done(entry, case)
        if entry.faults or not found.changes:
            return
        file = self.known.file_of(case, parties.get(case.pk, {}), self.trial.day)
        try:
            if self.progress:
                self.trial.report(file, found.given)
            else:
                self.trial.correction(file, found.given)
        except Refused as refusal:
            self._refused(entry, refusal)

    def _try_new(self, entry: Entry, found: Found) -> None:
        if found.above_place in self._refused_places:
            row = self._refused_places[found.above_place]
            self.tell.fault(entry, "", gettext("The row it stands under, row %(row)d, has faults.") % {"row": row})
            return
        kind = self.meanings.pack.kinds[entry.kind]
        if found.above is None and found.above_place is None:
            titles = "、".join(self.tell.kind(parent) for parent in kind.parents)
            self.tell.fault(entry, ABOVE, gettext("Say under which %(kinds)s it stands.") % {"kinds": titles})
            return
        found.given = {attr: value for attr, value in entry.values.items() if attr not in KEYS or attr == STANDARD}
        for attr, value in found.given.items():
            target = self.tell.target(entry, attr)
            found.changes.append([self.tell.title(entry, attr), "", self.tell.show(target, comparable(target, value))])
        try:
            self.trial.opening(kind, found.above, found.given)
        except Refused as refusal:
            self._refused(entry, refusal)

    def _check_done(self, entry: Entry, case: Case) -> None:
        done = entry.values.get(DONE)
        if done is None or case.category in {"review", "closed"}:
            return
        if done and "statement" not in entry.values:
            self.tell.fault(
                entry,
                "statement",
                gettext("Done needs its result: write what was done, with figures, documents or dates."),
            )
        if done and entry.values.get("undone_reason"):
            self.tell.fault(
                entry, "undone_reason", gettext("Done, and yet a reason why it is not: keep one of the two.")
            )

    def _refused(self, entry: Entry, refusal: Refused) -> None:
        if not refusal.fields:
            self.tell.fault(entry, "", refusal.sentence)
        for attr, sentence in refusal.fields.items():
            self.tell.fault(entry, attr, sentence)

    # What is kept of it

    def _kept(self, entry: Entry, found: Found) -> JudgedRow | None:
        self.counts[found.does] += 1
        if found.does == Does.SAME:
            return None
        subject = str(entry.values.get("subject", ""))[:TITLE]
        return JudgedRow(
            place=entry.place,
            sheet=entry.sheet[:100],
            number=entry.number,
            kind=entry.kind,
            does=found.does,
            title=f"{entry.values.get(NUMBER, '')} {subject}".strip(),
            case=found.case if found.does != Does.NEW else None,
            seq=found.seq,
            above=found.above_place,
            given={attr: kept_form(value) for attr, value in found.given.items()}
            | ({} if found.case or found.above is None else {ABOVE: found.above}),
            changes=found.changes,
            faults=[list(fault) for fault in entry.faults],
            cells=entry.cells,
        )


def kept_form(value: Any) -> Any:
    """Return a value as JSON keeps it until the row is taken; the actions read it as they read a form."""
    if value is CLEAR:
        return None
    if isinstance(value, list):
        return [one.pk for one in value]
    if hasattr(value, "pk"):
        return value.pk
    return value if isinstance(value, str | bool | int) else str(value)
