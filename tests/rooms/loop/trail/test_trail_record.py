"""Events are written one after another, by one writer at a time, and never changed."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from bihuan.loop.cases.models import Case
from bihuan.loop.trail.append_only import missing_refusals
from bihuan.loop.trail.canonical import canonical
from bihuan.loop.trail.digest import digest
from bihuan.loop.trail.errors import Overtaken
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.trail.verification import verify
from tests.rooms.loop.trail.chain import Chains, build_chains

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def events_of(case: Case) -> list[Event]:
    return list(Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("seq"))


def test_an_event_names_its_place_its_actor_and_the_event_before_it(chains: Chains) -> None:
    before = chains.case.head

    event = record(case=chains.case, verb=Verb.COMMENTED, by=chains.by, at=AT, body={"text": "完"})

    assert json.loads(event.record) == {
        "v": 1,
        "area": chains.area.pk,
        "pack": "rectification",
        "version": 1,
        "kind": "finding",
        "case": "2026-1",
        "case_id": chains.case.pk,
        "seq": 9,
        "verb": "commented",
        "by": {"id": chains.by.person_id, "name": "林若溪", "unit": ""},
        "at": "2026-11-20T02:00:00.000000Z",
        "body": {"text": "完"},
        "prev": before,
    }
    assert event.record == canonical(json.loads(event.record))
    assert event.digest == digest(event.record.encode(), event.digest.partition(":")[0])


def test_the_case_row_follows_its_chain_in_memory_and_in_the_database(chains: Chains) -> None:
    record(case=chains.case, verb=Verb.CORRECTED, by=chains.by, at=AT, body={}, set={"statement": "已整改"})

    stored = Case.objects.get(area=chains.area, pk=chains.case.pk)
    last = events_of(stored)[-1]
    for case in (chains.case, stored):
        assert (case.seq, case.head, case.last_verb, case.last_at) == (9, last.digest, "corrected", AT)
        assert case.statement == "已整改"


def test_a_chain_counts_without_gap_and_each_event_continues_the_one_before(chains: Chains) -> None:
    for case in chains.cases:
        events = events_of(case)
        assert [event.seq for event in events] == list(range(1, case.seq + 1))
        assert [json.loads(event.record)["prev"] for event in events] == ["", *(event.digest for event in events)][:-1]
        assert case.head == events[-1].digest


def test_who_read_the_case_before_another_wrote_is_overtaken_and_nothing_is_written(chains: Chains) -> None:
    stale = Case.objects.get(area=chains.area, pk=chains.case.pk)
    record(case=chains.case, verb=Verb.COMMENTED, by=chains.by, at=AT, body={"text": "先"})

    with pytest.raises(Overtaken, match="2026-1"), transaction.atomic():
        record(case=stale, verb=Verb.COMMENTED, by=chains.by, at=AT, body={"text": "后"}, set={"statement": "后"})

    assert [json.loads(event.record)["body"] for event in events_of(stale)][8:] == [{"text": "先"}]
    assert Case.objects.get(area=chains.area, pk=stale.pk).statement == ""


@pytest.fixture
def lasting(transactional_db: None) -> Chains:
    return build_chains()


def test_of_writers_who_race_one_wins_and_the_others_are_overtaken(lasting: Chains) -> None:
    ready = threading.Barrier(4)
    outcomes: list[str] = []

    def write(number: int) -> None:
        case = Case.objects.get(area=lasting.area, pk=lasting.case.pk)
        ready.wait()
        try:
            with transaction.atomic():
                record(case=case, verb=Verb.COMMENTED, by=lasting.by, at=AT, body={"text": str(number)})
            outcomes.append("written")
        except Overtaken:
            outcomes.append("overtaken")
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(outcomes) == ["overtaken", "overtaken", "overtaken", "written"]
    assert len(events_of(lasting.case)) == 9
    assert verify(lasting.area.pk).sound


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE loop_event SET record = '{}' WHERE area_id = %s",
        "UPDATE loop_event SET digest = digest WHERE area_id = %s",
        "DELETE FROM loop_event WHERE area_id = %s",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_event(chains: Chains, sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [chains.area.pk])

    assert verify(chains.area.pk).events == 8 + 3 + 1


def test_no_event_is_replaced_by_inserting_over_it(chains: Chains) -> None:
    columns = "area_id, case_id, seq, verb, person_id, at, record, digest"
    replace = {
        "sqlite": f"INSERT OR REPLACE INTO loop_event (id, {columns}) SELECT id, {columns}",
        "postgresql": f"INSERT INTO loop_event (id, {columns}) SELECT id, {columns}",
    }[connection.vendor]
    source = " FROM loop_event WHERE area_id = %s"
    over = " ON CONFLICT (id) DO UPDATE SET record = '{}'" if connection.vendor == "postgresql" else ""

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace + source + over, [chains.area.pk])


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has TRUNCATE")
def test_the_table_of_events_is_not_truncated(chains: Chains) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE loop_event")


def test_every_refusal_stands_after_the_migrations(db: None) -> None:
    assert missing_refusals(connection) == []
