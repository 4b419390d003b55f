"""Every night the chains that grew come under a signed seal, and each seal continues the one before it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from bihuan.loop.cases.models import Case
from bihuan.loop.nightly.running import pass_night
from bihuan.loop.seals import key, sealing
from bihuan.loop.seals.models import Seal, SealedHead
from bihuan.loop.seals.queries import last_sealed, proof_of, seals_of
from bihuan.loop.seals.tree import climbed
from tests.rooms.loop.trail.chain import Chains, open_case, sign

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def seal(chains: Chains, days: int = 0) -> int:
    return sealing.seal(chains.area.pk, day=DAY + timedelta(days=days), at=AT + timedelta(days=days))


def records(chains: Chains) -> list[dict[str, Any]]:
    rows = Seal.objects.filter(area_id=chains.area.pk).order_by("number")
    return [json.loads(row.record) for row in rows]


def test_the_first_seal_covers_every_case_and_the_next_only_what_grew(chains: Chains) -> None:
    assert seal(chains) == 3
    case = Case.objects.get(area_id=chains.area.pk, pk=chains.cases[1].pk)
    sign(case, chains.by, "补充完善")
    assert seal(chains, 1) == 1

    heads = SealedHead.objects.filter(area_id=chains.area.pk, seal__number=2)
    assert [(row.case_id, row.seq, row.head) for row in heads] == [(case.pk, case.seq, case.head)]


def test_a_day_without_an_act_has_one_empty_seal(chains: Chains) -> None:
    seal(chains)

    assert [seal(chains), seal(chains, 1), seal(chains, 1)] == [0, 0, 0]
    assert [(told["number"], told["day"], told["cases"]) for told in records(chains)] == [
        (1, "2026-11-20", 3),
        (2, "2026-11-21", 0),
    ]


def test_what_grows_after_the_seal_of_a_day_gets_a_second_one(chains: Chains) -> None:
    seal(chains)
    open_case(chains.area, chains.by, "2026-4", "新增问题")

    assert seal(chains) == 1
    assert [told["day"] for told in records(chains)] == ["2026-11-20", "2026-11-20"]


def test_each_seal_names_the_one_before_and_is_signed(chains: Chains) -> None:
    seal(chains)
    seal(chains, 1)
    second, first = seals_of(chains.area.pk, limit=2)

    assert json.loads(first.record)["prev"] == ""
    assert json.loads(second.record)["prev"] == first.digest
    assert key.is_signed(second.record.encode(), second.signature, key.public())
    assert not key.is_signed(first.record.encode(), second.signature, key.public())


def test_more_cases_than_one_seal_takes_get_several_that_night(chains: Chains, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST", 2)
    held: list[bool] = []

    sealed = sealing.seal(chains.area.pk, day=DAY, at=AT, hold=lambda: held.append(True))

    assert sealed == 3
    assert [told["cases"] for told in records(chains)] == [2, 1]
    assert held == [True]


def test_the_night_seals_as_its_last_duty(chains: Chains) -> None:
    pass_night(chains.area.pk, DAY, now=lambda: AT)

    assert [told["cases"] for told in records(chains)] == [3]
    assert not Case.objects.filter(area_id=chains.area.pk, sealed_seq=0).exists()


def test_a_proof_leads_from_the_head_of_a_case_to_the_root(chains: Chains) -> None:
    assert proof_of(chains.case) is None
    seal(chains)
    proof = proof_of(chains.case)

    assert proof is not None
    told = json.loads(proof.head.seal.record)
    assert (proof.head.seq, proof.head.head) == (chains.case.seq, chains.case.head)
    assert climbed(proof.head.leaf, proof.steps, told["root"].partition(":")[0]) == told["root"]


def test_a_case_knows_up_to_where_it_was_sealed_last(chains: Chains) -> None:
    seal(chains)
    case = Case.objects.get(area_id=chains.area.pk, pk=chains.cases[1].pk)
    sealed_at = case.seq
    sign(case, chains.by, "补充完善")

    head = last_sealed(case)

    assert head is not None
    assert (head.seq, head.seal.day, case.seq) == (sealed_at, DAY, sealed_at + 1)


@pytest.mark.parametrize("table", ["loop_seal", "loop_sealedhead"])
@pytest.mark.parametrize(
    "act", ["UPDATE {} SET area_id = area_id WHERE area_id = %s", "DELETE FROM {} WHERE area_id = %s"]
)
def test_the_database_refuses_to_change_or_remove_a_seal(chains: Chains, table: str, act: str) -> None:
    seal(chains)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table), [chains.area.pk])
