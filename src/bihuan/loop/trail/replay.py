"""One chain read from its beginning: is it whole, and what does it say the case is? No database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from bihuan.loop.trail.digest import METHODS
from bihuan.loop.trail.faults import Fault, FaultFound
from bihuan.loop.trail.letters import LetterTold, learn_letter
from bihuan.loop.trail.projection import POINT
from bihuan.loop.trail.verbs import Verb

# case_id, seq, verb, person_id, at (as text), record, digest
EventRow = tuple[int, int, str, int, str, str, str]
# A reopened case answers its standard anew.
_ANSWERS: Final = (".answer", ".verdict", ".verdict_note")


@dataclass(slots=True)
class Extension:
    """An extension that was asked for: the event that asked, its body, the round, and the event that decided, if any."""

    asked_in: int
    asked: Mapping[str, Any]
    turn: int
    decided_in: int = 0
    decided: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Told:
    """
    What a chain says of its case.

    values: attribute → (value, number of the event that said so last).
    evidence, outcomes: id → (reference, event); withdrawn, outcomes_gone: id → event. signed: (event, its body, turn) of each signature.
    omissions, frozen, published, issued: id → (what was said of it, event).
    snapshots: (what was said of it, event) of each.
    warned: what was said of each warning, by its event; lifted: (what was said when it was lifted, event) by the event that warned.
    extensions: in the order in which they were asked for.
    acts: verb, person and instant of every event in order. first, last: the first and last record.
    """

    seq: int = 0
    head: str = ""
    values: dict[str, tuple[Any, int]] = field(default_factory=dict)
    evidence: dict[int, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    withdrawn: dict[int, int] = field(default_factory=dict)
    outcomes: dict[int, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    outcomes_gone: dict[int, int] = field(default_factory=dict)
    omissions: dict[int, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    frozen: dict[int, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    published: dict[int, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    issued: dict[int, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    letters: dict[int, LetterTold] = field(default_factory=dict)
    snapshots: list[tuple[Mapping[str, Any], int]] = field(default_factory=list)
    calls: dict[int, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    calls_gone: dict[int, int] = field(default_factory=dict)
    samples: dict[int, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    warned: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    lifted: dict[int, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    signed: list[tuple[int, Mapping[str, Any], int]] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    acts: list[tuple[str, int, str]] = field(default_factory=list)
    first: Mapping[str, Any] = field(default_factory=dict)
    last: Mapping[str, Any] = field(default_factory=dict)

    def value(self, attribute: str) -> Any:
        """Return what an attribute is, None if the chain never said."""
        return self.values.get(attribute, (None, 0))[0]

    def said_in(self, attribute: str) -> int:
        """Return the number of the event that last spoke of an attribute, the last event if none did."""
        return self.values.get(attribute, (None, self.seq))[1]

    def verb_of(self, seq: int) -> str:
        """Return the verb of an event."""
        return self.acts[seq - 1][0] if seq else ""

    def is_by(self, seq: int, person_id: object, at: object) -> bool:
        """Return whether an event was the act of this person at this instant (text of a column)."""
        _, by, instant = self.acts[seq - 1]
        return person_id == by and same_instant(at, instant)

    def at_instant(self, seq: int, at: object) -> bool:
        """Return whether an event happened at this instant (text of a column)."""
        return same_instant(at, self.acts[seq - 1][2])


def replay(area_id: int, events: Iterable[EventRow]) -> Told:
    """
    Return what a whole chain says.

    events: the rows of one case in the order of `seq`.
    Raises FaultFound at the first event that is wrong.
    """
    told = Told()
    for event in events:
        _follow(told, area_id, event)
    return told


def _follow(told: Told, area_id: int, event: EventRow) -> None:
    case_id, seq, verb, person_id, at, written, digest = event
    method = METHODS.get(digest.partition(":")[0])
    # Text that is no Unicode any more comes with escapes from the database; they give the damaged bytes back.
    if method is None or digest.partition(":")[2] != method(written.encode("utf-8", "surrogateescape")).hexdigest():
        raise FaultFound(Fault.DIGEST, seq=seq, verb=verb)
    try:
        record = json.loads(written)
        if seq != told.seq + 1:
            raise FaultFound(Fault.ORDER, seq=seq, verb=verb)
        if record["prev"] != told.head:
            raise FaultFound(Fault.LINK, seq=seq, verb=verb)
        if (
            record["seq"] != seq
            or record["verb"] != verb
            or record["case_id"] != case_id
            or record["area"] != area_id
            or record["by"]["id"] != person_id
            or not same_instant(at, record["at"])
        ):
            raise FaultFound(Fault.COLUMN, _differing(event, record, area_id), seq=seq, verb=verb)
        told.seq, told.head, told.last = seq, digest, record
        told.first = told.first or record
        told.acts.append((verb, person_id, record["at"]))
        learn(told, record["body"], record)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise FaultFound(Fault.RECORD, seq=seq, verb=verb) from None


def learn(told: Told, body: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """Take in what one event says, believing it; `told.seq` is its number already."""
    seq, values = told.seq, told.values
    changes = body.get("changes")
    if changes:
        if "turn" in changes:
            for attribute in [name for name in values if name.startswith(POINT) and name.endswith(_ANSWERS)]:
                del values[attribute]
        for attribute, change in changes.items():
            values[attribute] = (change[1], seq)
    for evidence in body.get("evidence", ()):
        told.evidence[evidence["id"]] = (evidence, seq)
    for evidence_id in body.get("withdrawn", ()):
        told.withdrawn[evidence_id] = seq
    _learn_records(told, body)
    verb, turn = record["verb"], told.value("turn") or 1
    if "letter" in body:
        learn_letter(told.letters, body, verb, seq)
    if verb == Verb.SIGNED:
        told.signed.append((seq, body, turn))
    elif verb == Verb.EXTENSION_ASKED:
        told.extensions.append(Extension(seq, body, turn))
    elif verb == Verb.EXTENSION_DECIDED:
        waiting = [one for one in told.extensions if not one.decided_in and one.asked["clock"] == body["clock"]]
        waiting[0].decided_in, waiting[0].decided = seq, body


def _learn_records(told: Told, body: Mapping[str, Any]) -> None:
    """Take in what an event says of rows beside the case."""
    seq = told.seq
    if "outcome" in body:
        told.outcomes[body["outcome"]["id"]] = (body["outcome"], seq)
    for name, known in (("omission", told.omissions), ("frozen", told.frozen), ("published", told.published)):
        if name in body:
            known[body[name]["id"]] = (body[name], seq)
    if "writing" in body and "digest" in body:
        told.issued[body["writing"]] = (body, seq)
    if "snapshot" in body:
        told.snapshots.append((body["snapshot"], seq))
    if "outcome_withdrawn" in body:
        told.outcomes_gone[body["outcome_withdrawn"]] = seq
    for name, known in (("call", told.calls), ("sample", told.samples)):
        if name in body:
            known[body[name]["id"]] = (body[name], seq)
    if "call_withdrawn" in body:
        told.calls_gone[body["call_withdrawn"]] = seq
    if "warning" in body:
        told.warned[seq] = body["warning"]
    for one in body.get("lifted", ()):
        told.lifted[one["seq"]] = (body, seq)


def _differing(event: EventRow, record: Mapping[str, Any], area_id: int) -> str:
    case_id, seq, verb, person_id, *_ = event
    pairs = {
        "seq": (seq, record["seq"]),
        "verb": (verb, record["verb"]),
        "case_id": (case_id, record["case_id"]),
        "area": (area_id, record["area"]),
        "person_id": (person_id, record["by"]["id"]),
    }
    return next((name for name, (column, said) in pairs.items() if column != said), "at")


def same_instant(stored: object, written: str) -> bool:
    """
    Return whether a column and a record name the same instant.

    stored: the column as text, as the database writes it; without a zone it is UTC. written: ISO text ending in Z.
    """
    if not isinstance(stored, str):
        return False
    if stored == f"{written[:10]} {written[11:-1]}":
        return True
    try:
        parsed = datetime.fromisoformat(stored)
    except ValueError:
        return False
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return aware == datetime.fromisoformat(written)
