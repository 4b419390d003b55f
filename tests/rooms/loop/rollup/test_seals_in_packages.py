"""The area above keeps the seals that packages bring; who makes a history anew below is found out above."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from bihuan.accounts.actions.areas import NewArea
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.rollup.exchange import Taken, take_package, write_package
from bihuan.loop.rollup.models import Package
from bihuan.loop.rollup.package import sealed
from bihuan.loop.rollup.queries import key_of
from bihuan.loop.seals import sealing
from bihuan.loop.seals.models import SealSeen
from bihuan.loop.seals.witness import Witnessed, seals_to_send, witnessed
from tests.people import NOW, SmallArea, actor, browser_of
from tests.rooms.loop.rollup.test_rollup import HEAD, _released, county, offline, opened_round
from tests.rooms.loop.trail.chain import damage

__all__ = ["_released", "county", "offline"]
DAY = date(2026, 11, 20)


def sent(small: SmallArea, below: NewArea) -> Taken:
    data = write_package(to="yunhu", by=actor(below.administrator), at=NOW).data
    return take_package(data=data, by=actor(small.people.administrator), at=NOW)


def seal(below: NewArea, days: int) -> None:
    sealing.seal(below.area.pk, day=DAY + timedelta(days=days), at=NOW + timedelta(days=days))


def test_each_package_brings_the_newest_seals_and_they_are_kept_once(small_area: SmallArea, offline: NewArea) -> None:
    opened_round(actor(offline.administrator))
    seal(offline, 0)
    assert sent(small_area, offline).changed == ()
    seal(offline, 1)
    assert sent(small_area, offline).changed == ()

    assert witnessed(small_area.area.pk) == [Witnessed("yunhe", 2, DAY + timedelta(days=1), 0)]
    assert SealSeen.objects.filter(area_id=small_area.area.pk).count() == 2


def test_a_history_that_was_made_anew_is_found_out_by_its_seals(small_area: SmallArea, offline: NewArea) -> None:
    opened_round(actor(offline.administrator))
    seal(offline, 0)
    sent(small_area, offline)
    for table in ("loop_sealedhead", "loop_seal"):
        damage(f"DELETE FROM {table} WHERE area_id = %s", offline.area.pk)  # noqa: S608 - our own names
    Case.objects.filter(area_id=offline.area.pk).update(sealed_seq=0)
    opened_round(actor(offline.administrator), "此后添加")
    seal(offline, 0)

    assert sent(small_area, offline).changed == (1,)
    assert [one.changed for one in witnessed(small_area.area.pk)] == [1]
    page = browser_of(small_area.people.administrator).get("/areas/packages/").text
    assert "有 1 次封存与此前收存的不同" in page


@pytest.mark.parametrize(
    "act",
    ["UPDATE loop_sealseen SET area_id = area_id WHERE area_id = %s", "DELETE FROM loop_sealseen WHERE area_id = %s"],
)
def test_the_database_refuses_to_change_or_remove_what_is_kept_of_an_area_below(
    small_area: SmallArea, offline: NewArea, act: str
) -> None:
    seal(offline, 0)
    sent(small_area, offline)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act, [small_area.area.pk])


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest": "sha256:00"},
        {"digest": "md5:00"},
        {"signature": "00" * 64},
        {"record": "{}"},
        {"record": "[" * 5000},
        {"record": "[" * 1990},
        {"record": 7},
        {"number": 0},
        {"number": True},
        {"code": "elsewhere"},
        {"day": "someday"},
    ],
)
def test_what_is_no_seal_of_the_sender_is_refused_with_the_whole_package(
    small_area: SmallArea, offline: NewArea, wrong: dict[str, Any]
) -> None:
    seal(offline, 0)
    (line,) = seals_to_send(offline.area.pk)
    record = {**json.loads(line["record"]), **{name: value for name, value in wrong.items() if name not in line}}
    changed = {**line, "record": json.dumps(record), **{name: value for name, value in wrong.items() if name in line}}
    key = key_of(offline.area.pk)
    assert key is not None

    with pytest.raises(Refused):
        take_package(
            data=sealed(HEAD, {"seals": [changed]}, private=key.private),
            by=actor(small_area.people.administrator),
            at=NOW,
        )

    assert not SealSeen.objects.filter(area_id=small_area.area.pk).exists()
    assert not Package.objects.filter(area_id=small_area.area.pk, out=False).exists()
