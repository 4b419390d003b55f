"""Do the register of letters and its replies say what the chains of their cases say? No database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bihuan.loop.trail.faults import Fault, FaultFound
from bihuan.loop.trail.rows import Row
from bihuan.loop.trail.verbs import Verb

if TYPE_CHECKING:
    from bihuan.loop.trail.replay import Told

# In the order of `rows.letter_rows`, behind case and id.
_SAID: Final = ("kind", "turn", "title", "number", "because", "warning", "from", "receipt_due", "reply_due")
_ACTS: Final = (Verb.LETTER_PREPARED, Verb.LETTER_ISSUED, "received", "replied", Verb.LETTER_WITHDRAWN)


@dataclass(slots=True)
class LetterTold:
    """
    What a chain says of one letter.

    said: the reference, as it was told last. acts: number of the event of each act that stands. closed_in: the event that closed it.
    replies: by number, the event of the reply, its text, and the event and body of its answer.
    """

    said: dict[str, Any] = field(default_factory=dict)
    acts: dict[str, int] = field(default_factory=dict)
    closed_in: int = 0
    withdrawn_because: str = ""
    overdue: dict[str, str] = field(default_factory=dict)
    replies: dict[int, list[Any]] = field(default_factory=dict)
    last: int = 0


def learn_letter(known: dict[int, LetterTold], body: Mapping[str, Any], verb: str, seq: int) -> None:
    """Take in what one event says of a letter."""
    said = body.get("letter")
    if not isinstance(said, Mapping) or "id" not in said:
        return
    one = known.setdefault(said["id"], LetterTold())
    one.last = seq
    if verb in {Verb.LETTER_PREPARED, Verb.LETTER_ISSUED}:
        one.said |= said
        one.acts[verb] = seq
        asks_nothing = said["receipt_due"] is None and said["reply_due"] is None and not said.get("talk")
        one.closed_in = seq if verb == Verb.LETTER_ISSUED and asks_nothing else 0
    elif verb == Verb.LETTER_RECEIVED:
        one.acts["received"] = seq
        one.closed_in = seq if said.get("closes") else one.closed_in
    elif verb == Verb.LETTER_REPLIED:
        _learn_reply(one, body["reply"], seq, signs=bool(said.get("signs")))
    elif verb == Verb.LETTER_ANSWERED:
        one.replies[body["answer"]["nth"]][2:] = [seq, body["answer"]]
        if body["answer"]["accepted"]:
            one.closed_in = seq
        else:
            del one.acts["replied"]
    elif verb == Verb.TALKED:
        one.closed_in = seq
    elif verb == Verb.LETTER_OVERDUE:
        one.overdue[said["overdue"]] = said["on"]
    elif verb == Verb.LETTER_WITHDRAWN:
        one.acts[verb], one.withdrawn_because = seq, body["reason"]


def _learn_reply(one: LetterTold, reply: Mapping[str, Any], seq: int, *, signs: bool) -> None:
    one.acts["replied"] = seq
    if signs:
        one.acts["received"] = seq
    one.replies[reply["nth"]] = [seq, reply["text"], 0, {}]


def check_letters(letters: list[Row], replies: list[Row], told: Told) -> None:
    """
    Compare letters and replies, as `rows.letter_rows` and `rows.letter_reply_rows` read them, with the chain of their case.

    told: `replay.Told`. Raises FaultFound.
    """
    stored = {row[1]: row for row in letters}
    answers: dict[int, list[Row]] = {}
    for reply in replies:
        answers.setdefault(reply[1], []).append(reply)
    for pk, one in told.letters.items():
        row = stored.pop(pk, None)
        if row is None or not (_same(row, one, told) and _same_replies(answers.pop(pk, []), one, told)):
            what = f"{one.said.get('number', '')} {one.said.get('title', '')}".strip()
            raise FaultFound(Fault.LETTER, what, seq=one.last, verb=told.verb_of(one.last))
    for left in stored.values():
        raise FaultFound(Fault.LETTER, str(left[4]), seq=told.seq, verb=told.verb_of(told.seq))


def _same(row: Row, one: LetterTold, told: Told) -> bool:
    if list(row[2:11]) != [one.said.get(name) for name in _SAID]:
        return False
    if (json.loads(row[11]) if isinstance(row[11], str) else list(row[11])) != one.said.get("to"):
        return False
    for place, act in enumerate(_ACTS):
        if act == Verb.LETTER_PREPARED and act not in one.acts:
            continue  # issued in one step: that event tells it
        if not _is_act(told, one.acts.get(act, 0), row[12 + 2 * place], row[13 + 2 * place]):
            return False
    closed, because, receipt, reply = row[22:26]
    if (closed is None) != (one.closed_in == 0) or because != one.withdrawn_because:
        return False
    if one.closed_in and not told.at_instant(one.closed_in, closed):
        return False
    return (receipt, reply) == (one.overdue.get("receipt"), one.overdue.get("reply"))


def _is_act(told: Any, seq: int, person: object, at: object) -> bool:
    if not seq:
        return person is None and at is None
    return bool(told.is_by(seq, person or 0, at))


def _same_replies(rows: list[Row], one: LetterTold, told: Told) -> bool:
    if len(rows) != len(one.replies):
        return False
    for row in rows:
        seq, text, answered_in, answer = one.replies.get(row[2], [0, "", 0, {}])
        said = (answer.get("accepted"), answer.get("answer", ""))
        if not seq or row[3] != text or (row[6], row[7]) != said or not told.is_by(seq, row[4], row[5]):
            return False
        if not _is_act(told, answered_in, row[8], row[9]):
            return False
    return True
