"""What the nightly sweep does to one case: steps, telling, lifting, the light that is held."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bihuan.accounts.queries import Actor
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.actions import ask_extension, decide_extension
from bihuan.loop.clocks.light import light_kind, with_light
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.models import Notice
from bihuan.loop.trail.faults import Fault
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from bihuan.loop.warnings import sweeping
from bihuan.loop.warnings.models import Warning
from bihuan.loop.warnings.queries import standing_warnings, warnings_of
from bihuan.loop.warnings.sweeping import warn_tonight
from tests.people import NOW, PACK, TODAY, SmallArea, actor

DUE = TODAY + timedelta(days=60)
LIGHTS = ("ok", "soon", "late", "pause", "none")


def at(day: date) -> datetime:
    """Ten in the morning of a day."""
    return datetime.combine(day, time(2), UTC)


def night(small: SmallArea, day: date, *, on: date | None = None) -> int:
    """Pass the night of a day, on that day or later."""
    return warn_tonight(Tonight(small.area.pk, day, at(on or day), lambda: None))


def nights(small: SmallArea, first: date, last: date) -> int:
    return sum(night(small, first + timedelta(days=n)) for n in range((last - first).days + 1))


@pytest.fixture
def office(small_area: SmallArea) -> Actor:
    return actor(small_area.people.office)


@pytest.fixture
def measure(small_area: SmallArea, office: Actor) -> Case:
    """A measure under way since today, due in sixty days."""
    return measures(small_area, office, 1)[0]


def measures(small: SmallArea, by: Actor, count: int) -> list[Case]:
    release_packs(at=NOW)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 11, 2), "responsible": small.units.administration}
    round_ = open_case(pack=PACK, kind="round", subject="2026年巡察", given=given, by=by, at=NOW)
    finding = open_case(pack=PACK, kind="finding", parent=round_, subject="兑现慢", standard=["办法"], by=by, at=NOW)
    found = []
    for number in range(count):
        case = open_case(pack=PACK, kind="measure", parent=finding, subject=f"修订办法{number}", by=by, at=NOW)
        handed = {"responsible": small.units.housing, "handler": small.people.clerk, "nature": "by_date", "due": DUE}
        case = move_case(case=case, move="hand_out", given=handed, by=by, at=NOW)
        found.append(move_case(case=case, move="accept", given={}, by=actor(small.people.clerk), at=NOW))
    return found


def fresh(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


def submit(case: Case, small: SmallArea, day: date) -> Case:
    proof = (NewEvidence("证明.txt", statement="已附", kind="proof"),)
    given = {"statement": "已完成"}
    return move_case(case=case, move="submit", given=given, by=actor(small.people.clerk), at=at(day), evidence=proof)


def steps(case: Case) -> list[tuple[str, int, date]]:
    return [(row.clock, row.at, row.on) for row in reversed(warnings_of(case))]


def test_every_step_of_the_ladder_is_warned_of_once_on_its_day(small_area: SmallArea, measure: Case) -> None:
    nights(small_area, TODAY + timedelta(days=1), DUE + timedelta(days=9))
    rows = [row for row in reversed(warnings_of(measure)) if row.clock == "work"]
    days = [(row.at, (row.on - DUE).days) for row in rows]
    assert days == [(at_, at_) for at_, _ in days]
    assert [row.at for row in rows] == sorted({row.at for row in rows})
    assert rows[-1].at >= 1
    assert rows[-1].said == "超期"
    assert {row.made_up_on for row in rows} == {None}
    events = Event.objects.filter(area_id=measure.area_id, case_id=measure.pk, verb="warned").order_by("seq")
    assert [event.seq for event in events] == [row.seq for row in rows]
    body = json.loads(events[0].record)
    assert body["by"]["name"] == "系统自动"
    assert body["body"]["warning"]["due_on"] == DUE.isoformat()
    assert body["body"]["told"] == rows[0].told


def test_those_a_step_names_are_told(small_area: SmallArea, measure: Case) -> None:
    nights(small_area, TODAY + timedelta(days=1), DUE - timedelta(days=20))
    [row] = warnings_of(measure)
    assert {one["name"] for one in row.told} == {"邱小满", "住建局"}
    told = Notice.objects.filter(area_id=measure.area_id, kind="warning", case_id=measure.pk, seq=row.seq)
    assert {(one.unit_id, one.person_id) for one in told} == {
        (small_area.units.housing.pk, None),
        (None, small_area.people.clerk.pk),
    }


def test_missed_nights_warn_of_each_step_on_its_own_day(small_area: SmallArea, measure: Case) -> None:
    on = DUE + timedelta(days=2)
    missed = TODAY
    while missed < on:
        missed += timedelta(days=1)
        night(small_area, missed, on=on)
    rows = [row for row in reversed(warnings_of(measure)) if row.clock == "work"]
    assert [row.on for row in rows] == [DUE + timedelta(days=row.at) for row in rows]
    assert {row.made_up_on for row in rows} == {on}


def test_a_night_touches_only_cases_that_wake(small_area: SmallArea, measure: Case) -> None:
    night(small_area, DUE - timedelta(days=21))
    assert fresh(measure).wakes_on == DUE - timedelta(days=20)
    assert fresh(measure).seq == measure.seq
    assert night(small_area, DUE - timedelta(days=20)) == 1
    assert night(small_area, DUE - timedelta(days=20)) == 0
    assert fresh(measure).seq == measure.seq + 1


def test_what_was_late_already_when_the_date_was_set_is_warned_of_once(small_area: SmallArea, office: Actor) -> None:
    [case] = measures(small_area, office, 1)
    soon = TODAY + timedelta(days=5)
    correct_case(case=case, given={"due": soon}, reason="笔误", by=office, at=NOW)
    night(small_area, TODAY + timedelta(days=1))
    work = [step for step in steps(case) if step[0] == "work"]
    assert work == [("work", -10, TODAY + timedelta(days=1))]  # and not the reminder twenty days before


def test_an_extension_lifts_the_warnings_of_the_old_date_and_the_new_one_is_warned_of_again(
    small_area: SmallArea, measure: Case, office: Actor
) -> None:
    day = DUE - timedelta(days=18)
    nights(small_area, TODAY + timedelta(days=1), day)
    [old] = [row for row in warnings_of(measure) if row.clock == "work"]
    later, head = DUE + timedelta(days=30), actor(small_area.people.director, on=day)
    ask_extension(case=fresh(measure), clock="work", asked_for=later, reason="涉及面广", by=head, at=at(day))
    decide_extension(case=fresh(measure), granted=True, answer="同意", by=office, at=at(day))
    old = Warning.objects.get(area_id=measure.area_id, pk=old.pk)
    assert (old.lifted_on, old.lifted_because) == (day, "extension")
    lifted = Event.objects.get(area_id=measure.area_id, case_id=measure.pk, verb="warning_lifted")
    assert json.loads(lifted.record)["body"]["lifted"][0]["seq"] == old.seq
    assert not standing_warnings(office).filter(case_id=measure.pk, clock="work").exists()
    nights(small_area, day + timedelta(days=1), later - timedelta(days=20))
    assert steps(measure)[-1] == ("work", -20, later - timedelta(days=20))


def test_an_act_after_a_missed_night_comes_after_its_warning(
    small_area: SmallArea, measure: Case, office: Actor
) -> None:
    day = DUE - timedelta(days=15)
    correct_case(case=measure, given={"due": DUE + timedelta(days=60)}, reason="笔误", by=office, at=at(day))
    [row] = [row for row in warnings_of(measure) if row.clock == "work"]
    assert (row.at, row.on, row.made_up_on) == (-20, DUE - timedelta(days=20), day)
    assert row.lifted_because == "correction"
    verbs = Event.objects.filter(area_id=measure.area_id, case_id=measure.pk).order_by("seq")
    assert [event.verb for event in verbs][-3:] == ["warned", "corrected", "warning_lifted"]


def test_the_light_drops_only_when_the_work_is_accepted(small_area: SmallArea, measure: Case, office: Actor) -> None:
    day = DUE + timedelta(days=3)
    nights(small_area, TODAY + timedelta(days=1), day)
    case = submit(fresh(measure), small_area, day)
    assert case.category == "review"
    assert case.held == "late"
    assert light_kind(fresh(case), day) == "late"
    said = _lights(case, day)
    assert said == ["late"]
    assert [row.stands for row in warnings_of(case) if row.at == 1] == [True]
    returned = sign_case(case=case, verdict="return", opinion="不齐", by=office, at=at(day))
    assert (returned.held, light_kind(returned, day)) == ("", "late")
    again = submit(fresh(returned), small_area, day)
    closed = sign_case(case=again, verdict="pass", checks=(0, 1), by=office, at=at(day + timedelta(days=1)))
    assert closed.category == "closed"
    assert (closed.held, light_kind(closed, day)) == ("", "none")
    assert {row.lifted_because for row in warnings_of(closed)} == {"closed"}
    told = cases_at(office, pack=PACK, kinds=("measure",), asof=day, today=day + timedelta(days=1))
    assert [one.light for one in told] == said


def _lights(case: Case, day: date) -> list[str]:
    return [
        one for one in LIGHTS if Case.objects.filter(with_light(one, day), area_id=case.area_id, pk=case.pk).exists()
    ]


def test_work_handed_in_in_time_holds_no_light(small_area: SmallArea, measure: Case) -> None:
    case = submit(fresh(measure), small_area, TODAY + timedelta(days=2))
    assert case.held == ""
    assert _lights(case, TODAY + timedelta(days=2)) == [light_kind(case, TODAY + timedelta(days=2))]


def test_a_review_that_takes_too_long_warns_those_who_sign(small_area: SmallArea, measure: Case) -> None:
    day = TODAY + timedelta(days=1)
    case = submit(fresh(measure), small_area, day)
    nights(small_area, day, day + timedelta(days=20))
    rows = [row for row in reversed(warnings_of(case)) if row.clock.startswith("review.")]
    assert [row.at for row in rows] == [-2, 1]
    assert {one["name"] for row in rows for one in row.told} == {"整改办"}
    assert rows[1].due_on == fresh(case).runs_until


def test_a_sweep_that_is_broken_off_goes_on_and_repeats_nothing(
    small_area: SmallArea, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = measures(small_area, office, 7)
    monkeypatch.setattr(sweeping, "BATCH", 2)
    day, held = DUE - timedelta(days=20), 0

    def hold() -> None:
        nonlocal held
        held += 1
        if held == 3:
            raise RuntimeError("the process was killed")

    with pytest.raises(RuntimeError):
        warn_tonight(Tonight(small_area.area.pk, day, at(day), hold))
    before = Warning.objects.filter(area_id=small_area.area.pk, clock="work").count()
    assert 0 < before < len(cases)
    night(small_area, day)
    assert [len(warnings_of(case)) for case in cases] == [1] * len(cases)
    told = Notice.objects.filter(area_id=small_area.area.pk, kind="warning", case_id__in=[case.pk for case in cases])
    assert told.count() == 2 * len(cases)


@pytest.mark.parametrize("damage", [{"colour": "blue"}, {"on": TODAY}, {"lifted_on": TODAY, "lifted_because": "done"}])
def test_a_warning_that_was_changed_in_the_table_is_found(
    small_area: SmallArea, measure: Case, damage: dict[str, object]
) -> None:
    nights(small_area, TODAY + timedelta(days=1), DUE - timedelta(days=20))
    rows = Warning.objects.filter(area_id=measure.area_id, case_id=measure.pk)
    said = rows.values(*damage).get()
    rows.update(**damage)
    assert [broken.fault for broken in verify(case=measure).broken] == [Fault.WARNING]
    rows.update(**said)
