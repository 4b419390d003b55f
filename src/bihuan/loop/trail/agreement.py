"""Do the rows of a case say what its chain says? No database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from bihuan.loop.trail.checked import check_checks
from bihuan.loop.trail.disclosures import check_disclosures
from bihuan.loop.trail.documents import check_documents
from bihuan.loop.trail.faults import Fault, FaultFound
from bihuan.loop.trail.letters import check_letters
from bihuan.loop.trail.outcomes import check_outcomes
from bihuan.loop.trail.projection import COLUMNS, FIELD, PARTY, POINT, REFERENCES
from bihuan.loop.trail.replay import Told, same_instant
from bihuan.loop.trail.rows import CASE_COLUMNS, Row
from bihuan.loop.trail.snapshots import check_snapshots
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.trail.warned import check_warnings

_REFERENCE_KEYS: Final = ("turn", "kind", "point", "name", "statement", "file", "size")
_POINT_PARTS: Final = ("text", "answer", "verdict", "verdict_note")
_PLACE: Final = {name: place for place, name in enumerate(CASE_COLUMNS)}
_COMPARED: Final = tuple((name, _PLACE[name], 1 if name == "turn" else "") for name in COLUMNS)
_REFERRED: Final = tuple((name, _PLACE[f"{name}_id"]) for name in REFERENCES)


@dataclass(slots=True)
class CaseRows:
    """All rows of one case as `trail.rows` reads them; `case` is None when only events are left of it."""

    case: Row | None
    events: list[Any]
    parties: list[Row] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)
    signatures: list[Row] = field(default_factory=list)
    extensions: list[Row] = field(default_factory=list)
    outcomes: list[Row] = field(default_factory=list)
    snapshots: list[Row] = field(default_factory=list)
    omissions: list[Row] = field(default_factory=list)
    frozen: list[Row] = field(default_factory=list)
    published: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    letters: list[Row] = field(default_factory=list)
    letter_replies: list[Row] = field(default_factory=list)
    warnings: list[Row] = field(default_factory=list)
    checks: list[Row] = field(default_factory=list)
    calls: list[Row] = field(default_factory=list)
    samples: list[Row] = field(default_factory=list)


def check_agreement(read: CaseRows, told: Told, damaged: Mapping[str, Fault]) -> None:
    """
    Compare the rows of a case with what its chain says.

    damaged: files whose bytes are wrong, by digest.
    Raises FaultFound at the first difference, with the event that says otherwise.
    """
    withdrawn = told.seq > 0 and told.verb_of(told.seq) == Verb.WITHDRAWN
    if read.case is None:
        # Only a draft to which nothing happened may be withdrawn; whatever else has no row has vanished.
        always_draft = (told.value("category"), told.said_in("category")) == ("draft", 1)
        if withdrawn and always_draft and not (told.evidence or told.outcomes or told.signed):
            return
        raise FaultFound(Fault.NO_CASE, seq=1, verb=told.verb_of(1))
    if withdrawn:
        raise FaultFound(Fault.HEAD, "withdrawn", seq=told.seq, verb=told.verb_of(told.seq))
    if told.seq == 0:
        raise FaultFound(Fault.NO_EVENTS)
    _check_head(read.case, told)
    _check_columns(read.case, told)
    _check_parties(read.parties, told)
    _check_points(read.points, told)
    _check_signatures(read.signatures, told)
    _check_extensions(read.extensions, told)
    _check_evidence(read.evidence, told, damaged)
    check_outcomes(read.outcomes, told)
    check_documents(read.documents, told)
    check_letters(read.letters, read.letter_replies, told)
    check_warnings(read.warnings, told)
    check_checks(read.checks, read.calls, read.samples, told)
    check_snapshots(read.snapshots, told, damaged)
    check_disclosures(read.omissions, read.frozen, read.published, told, damaged)


def _check_head(case: Row, told: Told) -> None:
    last, first = told.last, told.first
    pairs = (
        ("seq", told.seq),
        ("head", told.head),
        ("last_verb", last["verb"]),
        ("number", last["case"]),
        ("pack", last["pack"]),
        ("pack_version", last["version"]),
        ("kind", last["kind"]),
    )
    for name, said in pairs:
        if case[_PLACE[name]] != said:
            raise FaultFound(Fault.HEAD, name, seq=told.seq, verb=told.verb_of(told.seq))
    if not same_instant(case[_PLACE["last_at"]], last["at"]):
        raise FaultFound(Fault.HEAD, "last_at", seq=told.seq, verb=told.verb_of(told.seq))
    if case[_PLACE["opener_id"]] != first["by"]["id"]:
        raise FaultFound(Fault.CASE, "opener", seq=1, verb=told.verb_of(1))
    if not same_instant(case[_PLACE["opened_at"]], first["at"]):
        raise FaultFound(Fault.CASE, "opened_at", seq=1, verb=told.verb_of(1))
    if case[_PLACE["parent__number"]] != first["body"].get("parent"):
        raise FaultFound(Fault.CASE, "parent", seq=1, verb=told.verb_of(1))


def _check_columns(case: Row, told: Told) -> None:
    for name, place, nothing in _COMPARED:
        stored, said = case[place], told.value(name)
        if (nothing if stored is None else stored) != (nothing if said is None else said):
            raise _differs(Fault.CASE, name, told, name)
    for name, place in _REFERRED:
        said = told.value(name)
        if case[place] != (None if said is None else said["id"]):
            raise _differs(Fault.CASE, name, told, name)
    if case[_PLACE["evidence_count"]] != len(told.evidence) - len(told.withdrawn):
        raise FaultFound(Fault.CASE, "evidence_count", seq=told.seq, verb=told.verb_of(told.seq))
    _check_fields(case[_PLACE["fields"]], told)


def _check_fields(stored: str, told: Told) -> None:
    try:
        fields = json.loads(stored)
    except (ValueError, TypeError):
        fields = None
    if not isinstance(fields, dict):
        raise FaultFound(Fault.CASE, "fields", seq=told.seq, verb=told.verb_of(told.seq))
    names = {name.removeprefix(FIELD) for name in told.values if name.startswith(FIELD)} | fields.keys()
    for name in sorted(names):
        if fields.get(name) != told.value(FIELD + name):
            raise _differs(Fault.CASE, name, told, FIELD + name)


def _check_parties(parties: list[Row], told: Told) -> None:
    stored: dict[str, list[int]] = {}
    for _, party, unit_id, person_id in parties:
        stored.setdefault(party, []).append(unit_id if person_id is None else person_id)
    said: dict[str, list[int]] = {}
    for attribute in told.values:
        value = told.value(attribute)
        if attribute in REFERENCES and value is not None:
            said[attribute] = [value["id"]]
        elif attribute.startswith(PARTY) and value:
            said[attribute.removeprefix(PARTY)] = [member["id"] for member in value]
    for party in sorted(stored.keys() | said.keys()):
        if sorted(stored.get(party, ())) != sorted(said.get(party, ())):
            raise _differs(Fault.PARTY, party, told, party if party in REFERENCES else PARTY + party)


def _check_points(points: list[Row], told: Told) -> None:
    stored = {
        f"{POINT}{row[1]}.{part}": value for row in points for part, value in zip(_POINT_PARTS, row[2:], strict=True)
    }
    said = {name for name in told.values if name.startswith(POINT)}
    for name in sorted(stored.keys() | said):
        if (stored.get(name) or "") != (told.value(name) or ""):
            raise _differs(Fault.POINT, name.removeprefix(POINT), told, name)


def _check_signatures(signatures: list[Row], told: Told) -> None:
    stored = {(row[1], row[2], row[4], row[5]): row for row in signatures}
    for seq, body, turn in told.signed:
        row = stored.pop((turn, body["pass"], body["step"] - 1, body["relation"]), None)
        said = (body["state"], body["verdict"], body["opinion"])
        if row is None or (row[3], row[6], row[7]) != said or not told.is_by(seq, row[8], row[9]):
            raise FaultFound(Fault.SIGNATURE, str(body["relation"]), seq=seq, verb=told.verb_of(seq))
    for row in stored.values():
        raise FaultFound(Fault.SIGNATURE, str(row[5]), seq=told.seq, verb=told.verb_of(told.seq))


def _check_extensions(extensions: list[Row], told: Told) -> None:
    for row, said in zip_longest(extensions, told.extensions):
        if said is None:
            raise FaultFound(Fault.EXTENSION, str(row[2]), seq=told.seq, verb=told.verb_of(told.seq))
        asked, decided = said.asked, said.decided
        words = (said.turn, asked["clock"], asked["asked_for"], asked["reason"])
        if row is None or row[1:5] != words or not told.is_by(said.asked_in, row[5], row[6]):
            raise FaultFound(Fault.EXTENSION, asked["clock"], seq=said.asked_in, verb=told.verb_of(said.asked_in))
        answer = (decided["granted"], decided["answer"]) if said.decided_in else (None, "")
        decided_by = told.is_by(said.decided_in, row[9], row[10]) if said.decided_in else row[9:11] == (None, None)
        if row[7:9] != answer or not decided_by:
            seq = said.decided_in or said.asked_in
            raise FaultFound(Fault.EXTENSION, asked["clock"], seq=seq, verb=told.verb_of(seq))


def _check_evidence(evidence: list[Row], told: Told, damaged: Mapping[str, Fault]) -> None:
    stored = {row[1]: row for row in evidence}
    for pk, (reference, seq) in told.evidence.items():
        row = stored.pop(pk, None)
        name = str(reference.get("name", pk))
        said = tuple(reference.get(key) for key in _REFERENCE_KEYS)
        if row is None or row[5:] != said or not told.is_by(seq, row[2], row[3]):
            raise FaultFound(Fault.EVIDENCE, name, seq=seq, verb=told.verb_of(seq))
        gone = told.withdrawn.get(pk)
        if not (row[4] is None if gone is None else same_instant(row[4], told.acts[gone - 1][2])):
            raise FaultFound(Fault.EVIDENCE, name, seq=gone or seq, verb=told.verb_of(gone or seq))
        if reference.get("file") in damaged:
            raise FaultFound(damaged[reference["file"]], name, seq=seq, verb=told.verb_of(seq))
    for row in stored.values():
        raise FaultFound(Fault.EVIDENCE, str(row[8]), seq=told.seq, verb=told.verb_of(told.seq))


def _differs(fault: Fault, what: str, told: Told, attribute: str) -> FaultFound:
    seq = told.said_in(attribute)
    return FaultFound(fault, what, seq=seq, verb=told.verb_of(seq))
