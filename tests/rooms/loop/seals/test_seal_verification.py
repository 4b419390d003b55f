"""With seals nobody who owns the database writes a chain anew, lets a case vanish, or changes a seal, unnoticed."""

# ruff: noqa: S608 - the names of tables and columns are those of this file
from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks as Captured
from pytest_django import Settings

from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.store import area_folder
from bihuan.loop.seals import key, sealing
from bihuan.loop.seals.kept import NoSeal, line_of, note, noted, read_kept
from bihuan.loop.seals.models import Seal
from bihuan.loop.seals.queries import seals_of
from bihuan.loop.seals.verification import broken_heads, differing
from bihuan.loop.trail.digest import digest
from bihuan.loop.trail.faults import Fault
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.trail.verification import verify
from tests.rooms.loop.trail.chain import Chains, damage, open_case

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OF_A_CASE = (
    ("loop_caseparty", "case_id"),
    ("loop_standardpoint", "case_id"),
    ("loop_signature", "case_id"),
    ("loop_extensionrequest", "case_id"),
    ("loop_evidence", "case_id"),
    ("loop_case", "id"),
)
OTHER_KEY = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"


@pytest.fixture
def sealed(chains: Chains) -> Chains:
    """Three cases under a seal, and a second, empty one of the next day."""
    for days in range(2):
        sealing.seal(chains.area.pk, day=DAY + timedelta(days=days), at=AT + timedelta(days=days))
    return chains


def found(chains: Chains) -> list[tuple[Fault, str, str]]:
    return [(broken.fault, broken.case, broken.what) for broken in verify(chains.area.pk).broken]


def written_anew(case: Case, old: str, new: str) -> None:
    """Write the whole chain of a case anew, as somebody would who owns the database: every digest agrees again."""
    before = ""
    for event in Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("seq"):
        told = json.loads(event.record)
        record = event.record.replace(json.dumps(told["prev"]), json.dumps(before)).replace(old, new)
        before = digest(record.encode(), event.digest.partition(":")[0])
        values = (record, before, case.area_id, event.pk)
        damage("UPDATE loop_event SET record = %s, digest = %s WHERE area_id = %s AND id = %s", *values)
    damage(
        "UPDATE loop_case SET head = %s, subject = replace(subject, %s, %s) WHERE area_id = %s AND id = %s",
        before, old, new, case.area_id, case.pk,
    )  # fmt: skip


def test_a_sealed_trail_is_sound_and_its_seals_are_counted(sealed: Chains) -> None:
    report = verify(sealed.area.pk)

    assert report.sound
    assert (report.cases, report.seals) == (3, 2)


def test_a_chain_that_was_written_anew_agrees_with_itself_but_not_with_its_seal(sealed: Chains) -> None:
    written_anew(sealed.case, "淤堵", "畅通")

    assert found(sealed) == [(Fault.SEALED, "2026-1", "1 (2026-11-20)")]
    assert [broken.fault for broken in verify(case=sealed.case).broken] == [Fault.SEALED]


def test_without_a_seal_such_a_chain_would_pass(chains: Chains) -> None:
    written_anew(chains.case, "淤堵", "畅通")

    assert verify(chains.area.pk).sound


def test_a_case_that_vanished_with_all_its_rows_is_missed(sealed: Chains) -> None:
    case = sealed.cases[2]
    for table in ("loop_event", "loop_case"):
        column = "case_id" if table == "loop_event" else "id"
        damage(f"DELETE FROM {table} WHERE area_id = %s AND {column} = %s", case.area_id, case.pk)

    assert found(sealed) == [(Fault.SEALED_GONE, "", "1 (2026-11-20)")]


def test_events_cut_off_at_the_end_are_missed(sealed: Chains) -> None:
    case = sealed.case
    last = Event.objects.get(area_id=case.area_id, case_id=case.pk, seq=case.seq - 1)
    damage("DELETE FROM loop_event WHERE area_id = %s AND case_id = %s AND seq = %s", case.area_id, case.pk, case.seq)
    values = (last.seq, last.digest, case.area_id, case.pk)
    damage("UPDATE loop_case SET seq = %s, head = %s WHERE area_id = %s AND id = %s", *values)

    assert (Fault.SEALED_GONE, "2026-1", "1 (2026-11-20)") in [
        (broken.fault, broken.case, broken.what) for broken in broken_heads(case.area_id, "yunhu")
    ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE loop_seal SET record = replace(record, '2026-11-20', '2026-11-19') WHERE area_id = %s AND number = 1",
        "UPDATE loop_seal SET day = '2026-11-19' WHERE area_id = %s AND number = 1",
        "UPDATE loop_seal SET cases = 2 WHERE area_id = %s AND number = 1",
        "UPDATE loop_seal SET signature = substr(signature, 65) || substr(signature, 1, 64) WHERE area_id = %s AND number = 1",
        "UPDATE loop_seal SET signature = 'none' WHERE area_id = %s AND number = 1",
        "UPDATE loop_seal SET record = '[]' WHERE area_id = %s AND number = 1",
        "UPDATE loop_sealedhead SET head = 'sha256:00' WHERE area_id = %s AND seq = 8",
        "DELETE FROM loop_sealedhead WHERE area_id = %s AND seq = 8",
    ],
)
def test_whatever_is_changed_in_a_seal_is_found(sealed: Chains, change: str) -> None:
    damage(change, sealed.area.pk)

    assert (Fault.SEAL, "", "1") in found(sealed)


def test_a_seal_taken_out_of_the_row_is_found(sealed: Chains) -> None:
    sealing.seal(sealed.area.pk, day=DAY + timedelta(days=2), at=AT + timedelta(days=2))
    damage("DELETE FROM loop_seal WHERE area_id = %s AND number = 2", sealed.area.pk)

    assert (Fault.SEAL, "", "3") in found(sealed)


def test_a_case_passed_off_as_sealed_is_found(sealed: Chains) -> None:
    case = open_case(sealed.area, sealed.by, "2026-4", "新增问题")
    Case.objects.filter(area_id=sealed.area.pk, pk=case.pk).update(sealed_seq=1)

    assert found(sealed) == [(Fault.SEALED_SEQ, "2026-4", "")]


def test_a_seal_of_another_key_is_believed_only_where_the_settings_name_it(sealed: Chains, settings: Settings) -> None:
    old = key.public().removeprefix(key.METHOD)
    settings.BIHUAN_SEAL_KEY = OTHER_KEY
    sealing.seal(sealed.area.pk, day=DAY + timedelta(days=2), at=AT + timedelta(days=2))

    assert found(sealed) == [(Fault.SEAL_KEY, "", "1"), (Fault.SEAL_KEY, "", "2")]
    settings.BIHUAN_SEAL_KEYS = [old]
    assert found(sealed) == []


def sealed_anew(chains: Chains) -> None:
    """Write a chain and all the seals anew, as somebody would who owns the database and waits for the next night to sign."""
    written_anew(chains.case, "淤堵", "畅通")
    for table in ("loop_sealedhead", "loop_seal"):
        damage(f"DELETE FROM {table} WHERE area_id = %s", chains.area.pk)
    Case.objects.filter(area_id=chains.area.pk).update(sealed_seq=0)
    sealing.seal(chains.area.pk, day=DAY, at=AT)


def test_all_seals_made_anew_differ_from_the_notes_beside_the_database(
    sealed: Chains, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sealing.seal(sealed.area.pk, day=DAY + timedelta(days=2), at=AT + timedelta(days=2))
    assert [one.number for one in read_kept(noted(sealed.area.pk))] == [1, 2, 3]
    assert verify(sealed.area.pk).sound

    with django_capture_on_commit_callbacks(execute=True):
        sealed_anew(sealed)

    assert found(sealed) == [(Fault.SEAL_ELSEWHERE, "", str(number)) for number in (1, 2, 3)]


def test_notes_that_could_not_be_written_are_written_by_the_next_night(
    sealed: Chains, settings: Settings, tmp_path: Path, django_capture_on_commit_callbacks: Captured
) -> None:
    settings.BIHUAN_HOME = tmp_path / "in-the-way"
    settings.BIHUAN_HOME.write_text("")
    with django_capture_on_commit_callbacks(execute=True):
        sealing.seal(sealed.area.pk, day=DAY + timedelta(days=2), at=AT + timedelta(days=2))

    settings.BIHUAN_HOME = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        sealing.seal(sealed.area.pk, day=DAY + timedelta(days=3), at=AT + timedelta(days=3))

    assert [one.number for one in read_kept(noted(sealed.area.pk))] == [1, 2, 3, 4]


def test_an_area_that_was_renamed_still_has_its_notes(sealed: Chains) -> None:
    note(sealed.area.pk)
    sealed_anew(sealed)
    Area.objects.filter(pk=sealed.area.pk).update(code="elsewhere")

    assert found(sealed) == [(Fault.SEAL_ELSEWHERE, "", number) for number in ("1", "2")]


def test_an_area_that_is_gone_is_named_by_its_notes(sealed: Chains) -> None:
    note(sealed.area.pk)
    lost = area_folder(sealed.area.pk + 1)
    lost.mkdir(parents=True)
    (lost / "seals.jsonl").write_text(noted(sealed.area.pk), encoding="utf-8")

    gone = [(one.area, one.fault, one.what) for one in verify().broken]
    assert gone == [("yunhu", Fault.SEAL_ELSEWHERE, number) for number in ("1", "2")]
    assert verify(sealed.area.pk).sound


def test_a_sealed_case_does_not_vanish_behind_a_withdrawal_that_was_made_up(sealed: Chains) -> None:
    case = sealed.case
    assert case.category != "draft"
    record(case=case, verb=Verb.MOVED, by=sealed.by, at=AT, body={"changes": {"category": [case.category, "draft"]}})
    record(case=case, verb=Verb.WITHDRAWN, by=sealed.by, at=AT, body={"reason": "误登"})
    for table, column in OF_A_CASE:
        damage(f"DELETE FROM {table} WHERE area_id = %s AND {column} = %s", case.area_id, case.pk)

    assert (Fault.NO_CASE, "2026-1") in [(fault, number) for fault, number, _what in found(sealed)]


def test_a_damaged_line_of_the_notes_is_named(sealed: Chains) -> None:
    note(sealed.area.pk)
    file = area_folder(sealed.area.pk) / "seals.jsonl"
    file.write_text(f"{file.read_text()}half a li")

    assert found(sealed) == [(Fault.SEAL_NOTES, "", "3")]


def test_without_notes_all_seals_made_anew_still_differ_from_a_file_kept_elsewhere(sealed: Chains) -> None:
    kept = read_kept("\n".join(json.dumps(line_of(seal)) for seal in seals_of(sealed.area.pk, limit=9)))
    assert list(differing(sealed.area.pk, "yunhu", kept)) == []

    sealed_anew(sealed)

    assert verify(sealed.area.pk).sound
    assert [broken.what for broken in differing(sealed.area.pk, "yunhu", kept)] == ["2", "1"]
    assert list(differing(sealed.area.pk, "elsewhere", kept)) == []


@pytest.mark.parametrize("line", ["", "{}", "[1]", '{"record": "1"}', '{"record": "{\\"code\\": 1}"}'])
def test_a_file_that_is_none_of_seals_is_refused_with_its_line(sealed: Chains, line: str) -> None:
    good = json.dumps(line_of(Seal.objects.filter(area_id=sealed.area.pk)[0]))

    with pytest.raises(NoSeal) as refused:
        read_kept(f"{good}\n{line}\n{good}")

    assert refused.value.line == 2
