"""Packages that were signed rightly and say what nothing of ours could keep: a sentence, and nothing of them is taken."""

from __future__ import annotations

from typing import Any

import pytest

from bihuan.accounts.actions.areas import NewArea
from bihuan.loop.errors import Refused
from bihuan.loop.rollup.actions import hand_down
from bihuan.loop.rollup.exchange import take_package
from bihuan.loop.rollup.models import AreaFigure, FromAbove, Package
from bihuan.loop.rollup.package import SIGNATURE, Damaged, opened, sealed
from bihuan.loop.rollup.queries import comparison, key_of
from tests.people import NOW, SmallArea, actor, browser_of
from tests.rooms.loop.rollup.test_rollup import HEAD, _released, county, offline, opened_round

__all__ = ["_released", "county", "offline"]
FIGURE = {"day": "2026-11-20", "pack": "", "figure": "all.late", "title": "超期 | Late", "unit": "件", "better": "lower", "target": None,
          "value": "3", "colour": "red", "order": 1}  # fmt: skip
LINE: dict[str, Any] = {"uid": "u1", "number": "1", "pack": "rectification", "kind": "round", "subject": "x", "given": {}, "note": "", "due": None,
        "at": "2026-11-20T02:00:00+00:00"}  # fmt: skip
WRONG: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "no number": ({}, {"figures": [FIGURE | {"value": "NaN"}]}),
    "endless": ({}, {"figures": [FIGURE | {"value": "Infinity"}]}),
    "too large": ({}, {"figures": [FIGURE | {"value": "9" * 30}]}),
    "long title": ({}, {"figures": [FIGURE | {"title": "长" * 5000}]}),
    "long id": ({}, {"figures": [FIGURE | {"figure": "../" * 50}]}),
    "nul": ({}, {"figures": [FIGURE | {"title": "a\0b"}]}),
    "twice": ({}, {"figures": [FIGURE, FIGURE]}),
    "no day": ({}, {"figures": [FIGURE | {"day": "2026-13-40"}]}),
    "order": ({}, {"figures": [FIGURE | {"order": 10**12}]}),
    "a day to come": ({}, {"figures": [FIGURE | {"day": "2099-01-01"}]}),
    "no zone": ({"made_at": "2026-11-20T02:00:00"}, {"figures": [FIGURE]}),
    "beyond all days": ({"made_at": "9999-12-31T23:59:59-12:00"}, {"figures": [FIGURE]}),
    "before all days": ({}, {"handed_down": [LINE | {"at": "0001-01-01T00:00:00+14:00"}]}),
    "no object": ({}, {"figures": ["x"]}),
    "bad line": ({}, {"handed_down": [LINE | {"given": 7}]}),
    "bad due": ({}, {"handed_down": [LINE | {"due": "soon"}]}),
    "no instant": ({"made_at": "yesterday"}, {"figures": [FIGURE]}),
    "huge count": ({"number": 10**20}, {"figures": [FIGURE]}),
    "below one": ({"number": -1}, {"figures": [FIGURE]}),
    "no count": ({"number": True}, {"figures": [FIGURE]}),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_column_takes_is_refused_whole(wrong: str, small_area: SmallArea, offline: NewArea) -> None:
    key, (head, parts) = key_of(offline.area.pk), WRONG[wrong]
    assert key is not None
    figures = list(AreaFigure.objects.filter(area=offline.area).values())
    data = sealed({**HEAD, **head}, parts, private=key.private)
    with pytest.raises(Refused):
        take_package(data=data, by=actor(small_area.people.administrator), at=NOW)
    assert list(AreaFigure.objects.filter(area=offline.area).values()) == figures
    assert not Package.objects.filter(area=small_area.area, out=False).exists()
    assert not FromAbove.objects.filter(area=small_area.area).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"closed": "abc"},
        {"late": None},
        {"cases": [1]},
        {"closed": -1},
        {"closed_on": "<b>"},
        {"category": "x"},
        {"number": "9" * 61},
    ],
    ids=str,
)
def test_progress_that_no_page_could_show_is_refused(
    wrong: dict[str, Any], small_area: SmallArea, offline: NewArea
) -> None:
    office, key = actor(small_area.people.office), key_of(offline.area.pk)
    assert key is not None
    row = hand_down(case=opened_round(office), to=["yunhe"], by=office, at=NOW)[0]
    FromAbove.objects.filter(area=offline.area).delete()  # no network
    right = {"uid": row.uid, "number": "1", "category": "open", "cases": 3, "closed": 1, "late": 0, "closed_on": None}
    above = actor(small_area.people.administrator)
    with pytest.raises(Refused):
        take_package(data=sealed(HEAD, {"progress": [right | wrong]}, private=key.private), by=above, at=NOW)
    take_package(data=sealed(HEAD, {"progress": [right]}, private=key.private), by=above, at=NOW)
    page = browser_of(small_area.people.leader).get("/areas/handed/")
    assert "共3件，已办结1件" in page.content.decode()


def test_an_area_below_hands_nothing_down_to_the_one_above_whatever_it_calls_itself(
    small_area: SmallArea, offline: NewArea
) -> None:
    key, above = key_of(offline.area.pk), actor(small_area.people.administrator)
    assert key is not None
    head = {**HEAD, "from": {"code": "yunhe", "name": "上级巡察组"}}
    with pytest.raises(Refused, match="yunhe"):
        take_package(data=sealed(head, {"handed_down": [LINE]}, private=key.private), by=above, at=NOW)
    assert not FromAbove.objects.filter(area=small_area.area).exists()


def test_an_area_below_does_not_say_how_the_others_are_compared(small_area: SmallArea, offline: NewArea) -> None:
    key, above = key_of(offline.area.pk), actor(small_area.people.administrator)
    assert key is not None
    before = comparison(above).columns
    told = FIGURE | {"title": "办结 | Closed", "unit": "亿", "better": "higher", "order": 0}
    own = FIGURE | {"figure": "all.own", "title": "自评", "better": "higher", "order": 0}
    take_package(data=sealed(HEAD, {"figures": [told, own]}, private=key.private), by=above, at=NOW)
    after = comparison(above).columns
    late = next(column for column in before if column.id == "all.late")
    assert (after[0], after[-1].id) == (late, "all.own")


def test_a_right_package_of_the_same_hand_is_taken(small_area: SmallArea, offline: NewArea) -> None:
    key = key_of(offline.area.pk)
    assert key is not None
    data = sealed(HEAD, {"figures": [FIGURE]}, private=key.private)
    assert not take_package(data=data, by=actor(small_area.people.administrator), at=NOW).again


@pytest.mark.parametrize("front", [b"[" * 100_000, b"{" * 100_000, b"9" * 5000, b"null", b"\xff", b""])
def test_bytes_that_are_no_package_are_only_damaged(front: bytes) -> None:
    with pytest.raises(Damaged):
        opened(front + b"\n" + SIGNATURE + b"0" * 128 + b"\n")
