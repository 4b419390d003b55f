"""Whatever is changed behind the back of the actions is found, and the first broken event is named."""

# ruff: noqa: S608 - the names of tables and columns are those of this file
from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bihuan.accounts.models import Area
from bihuan.loop.evidence import store
from bihuan.loop.evidence.models import StoredFile
from bihuan.loop.trail.canonical import canonical
from bihuan.loop.trail.digest import digest
from bihuan.loop.trail.faults import Broken, Fault
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from tests.rooms.loop.trail.chain import Chains, damage

FIXTURE_STAYS = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=60
)


@contextmanager
def undone() -> Iterator[None]:
    """Take back every change of the database at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def only_broken(area: Area) -> Broken:
    broken = verify(area.pk).broken
    assert len(broken) == 1, broken
    return broken[0]


def test_a_sound_trail_is_counted_and_nothing_is_broken(chains: Chains) -> None:
    report = verify()

    assert report.sound
    assert (report.cases, report.events, report.files) == (3, 12, 2)


def test_one_case_is_verified_alone(chains: Chains) -> None:
    damage("UPDATE loop_case SET state = 'closed_by_hand' WHERE area_id = %s AND number = '2026-2'", chains.area.pk)

    report = verify(case=chains.cases[0])

    assert (report.cases, report.events, report.files, report.broken) == (1, 8, 2, [])
    assert verify(case=chains.cases[1]).broken[0].case == "2026-2"


TEXT = "{0} || 'x'"
NUMBER = "{0} + 1"
COLUMNS: dict[str, dict[str, str]] = {
    "loop_event": {"seq": "{0} + 100", "person_id": NUMBER, "verb": TEXT, "digest": TEXT, "record": TEXT},
    "loop_case": {
        "number": TEXT, "pack": TEXT, "pack_version": NUMBER, "kind": TEXT, "seq": NUMBER, "head": TEXT,
        "last_verb": TEXT, "opener_id": NUMBER, "subject": TEXT, "state": TEXT, "category": "'review'",
        "turn": NUMBER, "nature": "'standing'", "statement": TEXT, "due": "'2026-08-01'",
        "original_due": "'2026-08-01'", "finished_on": "'2026-08-01'", "last_at": "'2026-08-01 00:00:00'",
        "opened_at": "'2026-08-01 00:00:00'", "responsible_id": "coalesce({0}, 0) + 1", "lead_id": "1",
        "leader_id": "1",
        "parent_id": "id - 1",
        "evidence_count": NUMBER, "handler_id": "1", "fields": """'{{"source": "群众来信"}}'""",
    },
    "loop_caseparty": {"party": "'panel'", "unit_id": "{0} + 10"},
    "loop_standardpoint": {"number": NUMBER, "text": TEXT, "answer": TEXT, "verdict": TEXT, "verdict_note": TEXT},
    "loop_evidence": {
        "turn": NUMBER, "kind": TEXT, "point_id": "NULL", "name": TEXT, "statement": TEXT, "file_id": "NULL",
        "added_by_id": NUMBER, "added_at": "'2026-08-01 00:00:00'", "withdrawn_at": "'2026-08-01 00:00:00'",
    },
    "loop_signature": {
        "turn": NUMBER, "pass_no": NUMBER, "state": TEXT, "step": NUMBER, "relation": TEXT, "verdict": "'pass'",
        "opinion": TEXT, "person_id": NUMBER, "at": "'2026-08-01 00:00:00'",
    },
    "loop_extensionrequest": {
        "turn": NUMBER,
        "clock": TEXT,
        "asked_for": "'2026-08-01'",
        "reason": TEXT,
        "asked_by_id": NUMBER,
        "asked_at": "'2026-08-01 00:00:00'",
        "granted": "NOT granted",
        "answer": TEXT,
        "decided_by_id": NUMBER,
        "decided_at": "'2026-08-01 00:00:00'",
    },
    "loop_storedfile": {"size": NUMBER, "digest": TEXT},
}  # fmt: skip
CHANGES = [(table, column, value) for table, columns in COLUMNS.items() for column, value in columns.items()]


@pytest.mark.parametrize(
    ("table", "column", "value"), CHANGES, ids=[f"{table}.{column}" for table, column, _ in CHANGES]
)
def test_a_changed_column_is_found(chains: Chains, table: str, column: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table} WHERE area_id = %s", [chains.area.pk])
        row = cursor.fetchone()[0]

    with undone():
        damage(
            f"UPDATE {table} SET {column} = {value.format(column)} WHERE area_id = %s AND id = %s", chains.area.pk, row
        )
        assert len(verify().broken) == 1

    assert verify().sound


@pytest.mark.parametrize(
    "table",
    ["loop_event", "loop_caseparty", "loop_standardpoint", "loop_evidence", "loop_signature", "loop_extensionrequest"],
)
def test_a_removed_row_is_found(chains: Chains, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE area_id = %s", [chains.area.pk])
        rows = [row[0] for row in cursor.fetchall()]

    for row in rows:
        with undone():
            damage("UPDATE loop_evidence SET point_id = NULL WHERE area_id = %s", -1)
            damage(f"DELETE FROM {table} WHERE area_id = %s AND id = %s", chains.area.pk, row)
            assert not verify().sound


@FIXTURE_STAYS
@given(data=st.data())
def test_any_changed_bit_of_any_record_is_found_at_its_event(chains: Chains, data: st.DataObject) -> None:
    event = data.draw(st.sampled_from(list(Event.objects.filter(area=chains.area).order_by("case_id", "seq"))))
    written = bytearray(event.record.encode())
    written[data.draw(st.integers(0, len(written) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    case = next(case for case in chains.cases if case.pk == event.case_id)

    with undone():
        if connection.vendor == "sqlite":
            damage(
                "UPDATE loop_event SET record = CAST(%s AS TEXT) WHERE area_id = %s AND id = %s",
                bytes(written), chains.area.pk, event.pk,
            )  # fmt: skip
        else:  # PostgreSQL stores no text that is not UTF-8, and no zero byte
            text = written.decode(errors="ignore")
            assume(text.encode() == written and "\0" not in text)
            damage("UPDATE loop_event SET record = %s WHERE area_id = %s AND id = %s", text, chains.area.pk, event.pk)
        found = only_broken(chains.area)

    assert (found.case, found.seq, found.verb, found.fault) == (case.number, event.seq, event.verb, Fault.DIGEST)


@FIXTURE_STAYS
@given(data=st.data())
def test_a_record_rewritten_with_its_digest_is_found(chains: Chains, data: st.DataObject) -> None:
    events = list(Event.objects.filter(area=chains.area, case_id=chains.case.pk).order_by("seq"))
    place = data.draw(st.integers(0, len(events) - 1))
    record: dict[str, Any] = json.loads(events[place].record)
    record["body"] = data.draw(st.dictionaries(st.text("abc"), st.integers()))
    text = canonical(record)
    assume(text != events[place].record)

    with undone():
        damage(
            "UPDATE loop_event SET record = %s, digest = %s WHERE area_id = %s AND id = %s",
            text, digest(text.encode(), "sha256"), chains.area.pk, events[place].pk,
        )  # fmt: skip
        found = only_broken(chains.area)

    if place == len(events) - 1:  # the last one decides an extension; without a word of it, it cannot be read
        assert (found.seq, found.fault) == (place + 1, Fault.RECORD)
    else:
        assert (found.seq, found.fault) == (place + 2, Fault.LINK)


def test_a_last_record_rewritten_with_its_digest_is_not_the_head_of_its_case(chains: Chains) -> None:
    last = Event.objects.filter(area=chains.area, case_id=chains.case.pk).latest("seq")
    text = last.record.replace("汛期", "雨季")
    again = digest(text.encode(), "sha256")
    damage(
        "UPDATE loop_event SET record = %s, digest = %s WHERE area_id = %s AND id = %s",
        text, again, chains.area.pk, last.pk,
    )  # fmt: skip

    found = only_broken(chains.area)

    assert (found.seq, found.fault, found.what) == (8, Fault.HEAD, "head")


def test_a_chain_rewritten_whole_still_has_to_agree_with_the_rows(chains: Chains) -> None:
    previous = ""
    for event in Event.objects.filter(area=chains.area, case_id=chains.case.pk).order_by("seq"):
        record = json.loads(event.record) | {"prev": previous}
        if "changes" in record["body"] and "due" in record["body"]["changes"]:
            record["body"]["changes"]["due"][1] = "2027-01-01"
        text = canonical(record)
        previous = digest(text.encode(), "sha256")
        damage(
            "UPDATE loop_event SET record = %s, digest = %s WHERE area_id = %s AND id = %s",
            text, previous, chains.area.pk, event.pk,
        )  # fmt: skip
    damage("UPDATE loop_case SET head = %s WHERE area_id = %s AND id = %s", previous, chains.area.pk, chains.case.pk)

    found = only_broken(chains.area)

    assert (found.fault, found.what, found.seq, found.verb) == (Fault.CASE, "due", 8, "extension_decided")


def test_of_several_damages_the_first_event_of_each_case_is_named(chains: Chains) -> None:
    for case, seqs in ((chains.cases[0], (6, 3, 7)), (chains.cases[1], (2,))):
        for seq in seqs:
            damage(
                "UPDATE loop_event SET record = 'x' WHERE area_id = %s AND case_id = %s AND seq = %s",
                chains.area.pk, case.pk, seq,
            )  # fmt: skip

    assert [(broken.case, broken.seq, broken.verb) for broken in verify().broken] == [
        ("2026-1", 3, "evidence_added"),
        ("2026-2", 2, "moved"),
    ]


def test_an_event_that_vanished_is_found_where_the_chain_breaks_off(chains: Chains) -> None:
    damage("DELETE FROM loop_event WHERE area_id = %s AND case_id = %s AND seq = 4", chains.area.pk, chains.case.pk)

    found = only_broken(chains.area)

    assert (found.case, found.seq, found.fault) == ("2026-1", 5, Fault.ORDER)


def test_the_last_event_of_a_chain_is_missed(chains: Chains) -> None:
    damage("DELETE FROM loop_event WHERE area_id = %s AND case_id = %s AND seq = 8", chains.area.pk, chains.case.pk)

    found = only_broken(chains.area)

    assert (found.case, found.seq, found.fault, found.what) == ("2026-1", 7, Fault.HEAD, "seq")


def test_a_case_without_events_and_events_without_a_case_are_found(chains: Chains) -> None:
    second, third = chains.cases[1:]
    damage("DELETE FROM loop_event WHERE area_id = %s AND case_id = %s", chains.area.pk, second.pk)
    damage("DELETE FROM loop_case WHERE area_id = %s AND id = %s", chains.area.pk, third.pk)

    found = [(broken.case, broken.seq, broken.fault) for broken in verify().broken]

    assert found == [("2026-2", 0, Fault.NO_EVENTS), ("2026-3", 1, Fault.NO_CASE)]


@pytest.mark.parametrize("column", ["last_at", "opened_at", "due", "subject", "number", "state"])
def test_bytes_that_are_no_date_and_no_text_any_more_are_named_and_do_not_stop_the_reading(
    chains: Chains, column: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL stores no such bytes")
    damage(
        f"UPDATE loop_case SET {column} = CAST(%s AS TEXT) WHERE area_id = %s AND id = %s",
        b"2026-1\xff-99", chains.area.pk, chains.case.pk,
    )  # fmt: skip

    found = only_broken(chains.area)

    assert found.case_id == chains.case.pk
    assert str(found).encode().decode().count("2026-1") == 1


def test_a_file_whose_bytes_changed_is_named_with_the_event_that_brought_it(chains: Chains) -> None:
    file = _file_of(chains, "照片.txt")
    path = store.path_of(chains.area.pk, file)
    path.write_bytes(path.read_bytes().replace(b"photo", b"phoTo"))

    found = only_broken(chains.area)

    assert (found.case, found.seq, found.fault, found.what) == ("2026-1", 4, Fault.FILE_CHANGED, "照片.txt")


def test_a_file_that_is_gone_is_named_in_every_case_that_needs_it(chains: Chains) -> None:
    store.path_of(chains.area.pk, _file_of(chains, "纪要.txt")).unlink()

    broken = verify().broken

    assert [(found.case, found.seq, found.fault) for found in broken] == [
        ("2026-1", 3, Fault.FILE_LOST),
        ("2026-2", 3, Fault.FILE_LOST),
    ]


def test_a_damaged_file_of_no_case_is_named_too(chains: Chains, tmp_path: Path) -> None:
    empty = digest(b"", "sha256")
    at = chains.case.opened_at
    StoredFile.objects.create(area=chains.area, digest=empty, size=0, media_type="text/plain", stored_at=at)

    found = only_broken(chains.area)

    assert (found.case, found.fault, found.what) == ("", Fault.FILE_LOST, empty)


def test_the_sentence_names_case_and_event_in_the_language_of_the_reader(chains: Chains) -> None:
    damage("UPDATE loop_case SET due = '2027-01-01' WHERE area_id = %s AND number = '2026-1'", chains.area.pk)
    found = only_broken(chains.area)

    with translation.override("en"):
        assert str(found) == "case 2026-1, event 8 (extension answered): “due” of the case is not what the trail says"
    with translation.override("zh-hans"):
        assert str(found) == "事项 2026-1 第 8 条留痕（答复延期）：事项的“due”与留痕所记不一致"


def test_progress_ends_with_all_cases_and_events(chains: Chains) -> None:
    seen: list[tuple[int, int]] = []

    verify(progress=lambda cases, events: seen.append((cases, events)))

    assert seen[-1] == (3, 12)


def _file_of(chains: Chains, name: str) -> str:
    events = Event.objects.filter(area=chains.area, case_id=chains.case.pk, verb="evidence_added").order_by("seq")
    listed = [evidence for event in events for evidence in json.loads(event.record)["body"]["evidence"]]
    return next(str(evidence["file"]) for evidence in listed if evidence["name"] == name)
