"""Frozen ends of months: made once, never changed, found out when they are, and what history keeps saying."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest

from bihuan.accounts.queries import Actor
from bihuan.loop.asof.actions import take_due_snapshots, take_snapshot
from bihuan.loop.asof.frozen import cases_in, plain_case, write_frozen
from bihuan.loop.asof.models import Snapshot
from bihuan.loop.asof.months import month_end
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.asof.snapshots import (
    compare_snapshots,
    due_snapshots,
    get_snapshot,
    is_untouched,
    open_snapshot,
    snapshots_of,
)
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, NotAllowed, Refused
from bihuan.loop.evidence import store
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.trail.canonical import canonical
from bihuan.loop.trail.digest import algorithm_of, digest
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from tests.pages import board_stories, stories
from tests.people import PACK, SmallArea, actor

FIRST = month_end(local_day(stories.clock()))  # stories happen today
SECOND = month_end(FIRST + timedelta(days=1))
LATER = datetime(SECOND.year, SECOND.month, SECOND.day, 2, tzinfo=UTC) + timedelta(days=10)


@pytest.fixture
def board(small_area: SmallArea) -> board_stories.Board:
    return board_stories.board(small_area)


@pytest.fixture
def office(small_area: SmallArea) -> Actor:
    return actor(small_area.people.office, on=local_day(LATER))


def reopened(board: board_stories.Board, by: Actor, at: datetime) -> None:
    due = local_day(at) + timedelta(days=20)
    move_case(case=board.done, move="reopen", given={"reason": "问题反弹", "due": due}, by=by, at=at)


def the_cases(round_: Case, by: Actor, day: date) -> list[str]:
    kinds = list(newest_pack(PACK).kinds)
    found = cases_at(by, pack=PACK, kinds=kinds, asof=day, today=local_day(LATER) + timedelta(days=90), root=round_)
    return [canonical(plain_case(case)) for case in found]


def test_every_end_of_month_since_the_round_was_opened_is_due_once(board: board_stories.Board, office: Actor) -> None:
    taken = take_due_snapshots(area_id=office.area_id, at=LATER, by=office, round=board.round)
    assert [one.day for one in taken] == [FIRST, SECOND]
    assert due_snapshots(office.area_id, local_day(LATER)) == []
    assert take_due_snapshots(area_id=office.area_id, at=LATER, by=office) == []


def test_a_snapshot_taken_by_itself_says_so(board: board_stories.Board, office: Actor) -> None:
    take_due_snapshots(area_id=office.area_id, at=LATER)
    snapshot = get_snapshot(office, board.round, FIRST)
    assert (snapshot.automatic, snapshot.made_by) == (True, None)
    told = json.loads(Event.objects.filter(area=office.area_id, case_id=board.round.pk).order_by("-seq")[0].record)
    assert (told["verb"], told["by"]["id"], told["body"]["snapshot"]["day"]) == (
        "snapshot_taken",
        0,
        SECOND.isoformat(),
    )


def test_a_snapshot_is_what_the_day_says_whatever_happens_later(board: board_stories.Board, office: Actor) -> None:
    snapshot = take_snapshot(round=board.round, asof=SECOND, by=office, at=LATER)
    reopened(board, office, LATER + timedelta(days=1))
    with open_snapshot(snapshot) as file:
        whole = json.load(file)
    assert [canonical(case) for case in whole["cases"]] == the_cases(board.round, office, SECOND)
    assert whole["figures"] == snapshot.figures
    assert snapshot.figures["measures_done"] == "1"


def test_a_day_written_down_again_has_the_same_bytes(
    board: board_stories.Board, office: Actor, small_area: SmallArea
) -> None:
    snapshot = take_snapshot(round=board.round, asof=FIRST, by=office, at=LATER)
    reopened(board, office, LATER + timedelta(days=1))
    pack, leader = newest_pack(PACK), actor(small_area.people.leader)
    again, today = BytesIO(), local_day(LATER) + timedelta(days=40)
    cases = cases_at(leader, pack=PACK, kinds=list(pack.kinds), asof=FIRST, today=today, root=board.round)
    write_frozen(again, cases, round_=board.round, pack=pack, asof=FIRST, tell=lambda _: None)
    assert digest(again.getvalue(), algorithm_of(snapshot.file.digest)) == snapshot.file.digest


@pytest.mark.parametrize("days", [0, 1])
def test_a_day_that_is_not_over_is_not_frozen(board: board_stories.Board, office: Actor, days: int) -> None:
    with pytest.raises(Refused):
        take_snapshot(round=board.round, asof=local_day(LATER) + timedelta(days=days), by=office, at=LATER)


def test_a_day_before_the_round_or_frozen_already_is_refused(board: board_stories.Board, office: Actor) -> None:
    with pytest.raises(Refused):
        take_snapshot(round=board.round, asof=date(2026, 1, 31), by=office, at=LATER)
    take_snapshot(round=board.round, asof=FIRST, by=office, at=LATER)
    with pytest.raises(Refused):
        take_snapshot(round=board.round, asof=FIRST, by=office, at=LATER)
    assert snapshots_of(board.round).count() == 1


def test_only_the_office_freezes_and_who_sees_part_of_a_round_opens_no_snapshot(
    board: board_stories.Board, office: Actor, small_area: SmallArea
) -> None:
    clerk = actor(small_area.people.clerk, on=local_day(LATER))
    with pytest.raises(NotAllowed):
        take_snapshot(round=board.round, asof=FIRST, by=clerk, at=LATER)
    take_snapshot(round=board.round, asof=FIRST, by=office, at=LATER)
    with pytest.raises(CaseNotFound):
        get_snapshot(clerk, board.round, FIRST)
    assert get_snapshot(actor(small_area.people.observer), board.round, FIRST)


def test_a_damaged_snapshot_is_found(board: board_stories.Board, office: Actor) -> None:
    snapshot = take_snapshot(round=board.round, asof=FIRST, by=office, at=LATER)
    assert verify().sound
    assert is_untouched(snapshot)
    place = store.path_of(office.area_id, snapshot.file.digest)
    place.write_bytes(place.read_bytes() + b" ")
    assert not is_untouched(snapshot)
    for broken in (verify().broken, verify(case=board.round).broken):
        assert [(one.case, one.fault.name, one.what) for one in broken] == [
            (board.round.number, "FILE_CHANGED", FIRST.isoformat())
        ]
    place.write_bytes(place.read_bytes()[:-1])
    assert verify().sound


@pytest.mark.parametrize("change", [{"cases": 1}, {"figures": {}}, {"day": FIRST - timedelta(days=1)}])
def test_a_changed_row_is_found(board: board_stories.Board, office: Actor, change: dict[str, object]) -> None:
    snapshot = take_snapshot(round=board.round, asof=FIRST, by=office, at=LATER)
    row = Snapshot.objects.filter(area=office.area_id, pk=snapshot.pk)
    before = {name: getattr(snapshot, name) for name in change}
    row.update(**change)
    assert [broken.fault.name for broken in verify().broken] == ["SNAPSHOT"]
    row.update(**before)


def test_two_snapshots_tell_what_moved(board: board_stories.Board, office: Actor) -> None:
    first = take_snapshot(round=board.round, asof=SECOND, by=office, at=LATER)
    reopened(board, office, LATER + timedelta(days=1))
    much_later = LATER + timedelta(days=40)
    second = take_snapshot(round=board.round, asof=local_day(much_later) - timedelta(days=1), by=office, at=much_later)
    found = compare_snapshots(first, second)
    moved = {one.number: (one.before, one.after, one.turn_after) for one in found.cases}
    assert moved[board.done.number] == ("done", "handed_out", 2)
    assert {name: (before, after) for name, before, after in found.figures}["measures_done"] == (Decimal(1), Decimal(0))
    assert compare_snapshots(first, first) == type(found)((), (), 0)
    with open_snapshot(first) as file:
        assert sum(1 for _ in cases_in(file)) == first.cases
