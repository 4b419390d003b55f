"""What must hold after every act, computed in a second, simpler way than the engine does."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import holders
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.lifecycle.arriving import expected_of
from bihuan.loop.lifecycle.packs import newest_pack

# What the light shows hangs on the calendar and on fields of the cases above as well.
DIAL = {"runs_clock", "runs_until", "soon_on", "urgency", "paused", "held", "wakes_on"}

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def check(before: Rows, now: Rows, area_id: int, day: date, *, several: bool = False) -> None:
    """Raise AssertionError naming what does not hold between two snapshots; `several`: more than one act lies between."""
    old = {row["id"]: row for row in before["Case"]}
    seen = {row["id"] for row in before["Event"]}
    new_events = [event for event in now["Event"] if event["id"] not in seen]
    for row in now["Case"]:
        events = [event for event in new_events if event["case_id"] == row["id"]]
        _only_events_change(old.get(row["id"]), row, events)
        if row["id"] in old and not several:
            _edges(old[row["id"]], row, events)
        _nothing_below_closed(old.get(row["id"]), row, {one["id"]: one for one in now["Case"]})
        _proved(row, events, now)
        _original_due(old.get(row["id"]), row)
        _waiting(row, now, area_id, day)
        _clocks(row, now, area_id)
    _four_eyes(now)
    numbers = [row["number"] for row in now["Case"]]
    assert len(numbers) == len(set(numbers)), "a number was used twice"
    assert {row["id"]: row["number"] for row in before["Case"]}.items() <= {
        row["id"]: row["number"] for row in now["Case"]
    }.items(), "a case vanished or changed its number"


def said(event: Row) -> Row:
    """Return the body of an event."""
    body: Row = json.loads(event["record"])["body"]
    return body


def _only_events_change(old: Row | None, row: Row, events: list[Row]) -> None:
    """No row of a case changes without an event, but for what stands beside it."""
    if old is not None and not events:
        kept = {name: value for name, value in row.items() if name not in DIAL}
        assert kept == {name: old[name] for name in kept}, f"{row['number']} changed without an event"
    assert row["seq"] == (old["seq"] if old else 0) + len(events), f"{row['number']} lost an event"


def _edges(old: Row, row: Row, events: list[Row]) -> None:
    if old["state"] == row["state"] and old["turn"] == row["turn"]:
        return
    pack = newest_pack("rectification")
    kind = pack.kinds[row["kind"]]
    lifecycle = kind.lifecycle_of(pack)
    acts = [event for event in events if event["verb"] in {"moved", "signed"}]
    assert len(acts) == 1, f"{row['number']} went from {old['state']} to {row['state']} by {len(acts)} acts"
    body = said(acts[0])
    if acts[0]["verb"] == "moved":
        move = lifecycle.moves[body["move"]]
        assert old["state"] in move.from_, f"{move.id} began in {old['state']}"
        assert row["state"] == move.to, f"{move.id} led to {row['state']}"
    else:
        state = lifecycle.states[old["state"]]
        assert row["state"] in {state.passes_to, state.returns_to, state.refuses_to}
    if old["category"] == "closed":
        assert row["turn"] == old["turn"] + 1, "closed was left without a new round"
        assert body.get("reason"), "reopened without a reason"
    else:
        assert row["turn"] == old["turn"], "a round began without a reopening"


def _nothing_below_closed(old: Row | None, row: Row, cases: dict[int, Row]) -> None:
    opens = old is None or row["turn"] != old["turn"]
    if opens and row["parent_id"]:
        assert cases[row["parent_id"]]["category"] not in {"closed", "review"}, (
            f"{row['number']} opened under a closed case"
        )


def _proved(row: Row, events: list[Row], now: Rows) -> None:
    """What was submitted is proved by evidence of this round."""
    for event in events:
        body = said(event)
        if body.get("move") != "submit":
            continue
        pack = newest_pack("rectification")
        move = pack.kinds[row["kind"]].lifecycle_of(pack).moves["submit"]
        valid = [
            one
            for one in now["Evidence"]
            if one["case_id"] == row["id"] and one["turn"] == row["turn"] and not one["withdrawn_at"]
        ]
        assert set(move.evidence) <= {one["kind"] for one in valid}
        if "points_proved" in move.requires:
            points = {one["id"] for one in now["StandardPoint"] if one["case_id"] == row["id"]}
            assert points <= {one["point_id"] for one in valid}
        below = [one for one in now["Case"] if one["parent_id"] == row["id"]]
        assert all(one["category"] == "closed" for one in below), "submitted over an open case"


def _original_due(old: Row | None, row: Row) -> None:
    handed = (
        old is not None and old["category"] != "draft" and row["category"] != "draft" and old["turn"] == row["turn"]
    )
    if handed and old is not None and old["original_due"] is not None:
        assert row["original_due"] == old["original_due"], "the original due date changed"


def _four_eyes(now: Rows) -> None:
    submitted: dict[tuple[int, int], int] = {}
    passes: dict[tuple[int, int], set[int]] = {}
    merged: set[tuple[int, int]] = set()
    for event in now["Event"]:
        body, case = said(event), event["case_id"]
        if event["verb"] == "moved" and body["move"] == "submit":
            number = max([one for key, one in submitted if key == case], default=0) + 1
            submitted[case, number] = event["person_id"]
        if event["verb"] == "signed":
            key = (case, body["pass"])
            assert event["person_id"] != submitted[key], "who submitted signed"
            assert event["person_id"] not in passes.setdefault(key, set()), "somebody signed twice in a pass"
            passes[key].add(event["person_id"])
            if body.get("merged") or "merged" in body:
                assert key not in merged, "opinions were merged twice"
                merged.add(key)


def _waiting(row: Row, now: Rows, area_id: int, day: date) -> None:
    file = CaseFile(Case.objects.get(area_id=area_id, pk=row["id"]), day)
    expected = expected_of(file)
    wanted = {
        (holder.unit_id, holder.person_id, holder.heads_only)
        for relation, _ in expected
        for holder in holders(file, relation)
    }
    kept = [
        (one["unit_id"], one["person_id"], one["heads_only"]) for one in now["Waiting"] if one["case_id"] == row["id"]
    ]
    assert sorted(map(str, wanted)) == sorted(map(str, kept)), f"{row['number']} waits for others than its rows say"
    if row["category"] in {"open", "review"}:
        assert expected, f"{row['number']} waits for nobody in {row['state']}"


def _clocks(row: Row, now: Rows, area_id: int) -> None:
    """Compute every clock again, day by day."""
    pack = newest_pack("rectification")
    kind = pack.kinds[row["kind"]]
    running: dict[str, date] = {}
    stays = [one for one in now["Stay"] if one["case_id"] == row["id"] and one["turn"] == row["turn"]]
    root = next(one for one in now["Case"] if one["id"] == row["root_id"])
    if row["category"] != "closed":
        for clock in kind.clocks.values():
            if row["state"] in clock.runs_in and (due := _due(clock, row, root, stays, area_id)) is not None:
                running[clock.id] = due
        running |= _review_limit(row, stays, area_id)
    kept = {
        one["clock"]: one["due_on"]
        for one in now["ClockRun"]
        if one["case_id"] == row["id"] and one["turn"] == row["turn"] and one["running"]
    }
    assert kept == running, f"{row['number']}: clocks say {kept}, days say {running}"
    assert row["runs_until"] == min(running.values(), default=None)


def _due(clock: Any, row: Row, root: Row, stays: list[Row], area_id: int) -> date | None:
    if clock.length.unit == "until":
        due: date | None = row["due"]
        return due
    amount = root["fields"].get(clock.length.path.rpartition(".")[2])
    if amount is None:
        return None
    if clock.counted_from:
        start = date.fromisoformat(root["fields"][clock.counted_from])
    else:
        first = len(stays) - 1
        while first and stays[first - 1]["state"] in clock.runs_in:
            first -= 1
        start = local_day(stays[first]["entered_at"])
    return _later(start, clock.length.unit, int(amount), area_id)


def _review_limit(row: Row, stays: list[Row], area_id: int) -> dict[str, date]:
    if row["category"] != "review":
        return {}
    step = row["review"]["step"]
    limit = row["review"]["steps"][step].get("limit")
    if not limit:
        return {}
    first = len(stays) - 1
    while first and stays[first - 1]["state"] == row["state"] and stays[first - 1]["step"] == step:
        first -= 1
    start = local_day(stays[first]["entered_at"])
    return {f"review.{row['state']}.{step + 1}": _later(start, limit["unit"], limit["amount"], area_id)}


def _later(start: date, unit: str, amount: int, area_id: int) -> date:
    calendar = calendar_of(area_id)
    if unit == "months":
        months = start.month - 1 + amount
        year, month = start.year + months // 12, months % 12 + 1
        day = start.day
        while True:
            try:
                return date(year, month, day)
            except ValueError:
                day -= 1
    end = start
    while amount > 0:
        end += timedelta(days=1)
        amount -= unit == "days" or calendar.is_worked_or_weekday(end)
    return end
