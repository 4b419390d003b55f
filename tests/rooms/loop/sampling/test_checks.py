"""From the draw to the second rectification list: who keeps away, what is kept, what an untrue close does."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.accounts.actions import end_post, give_post
from bihuan.accounts.actions.delegations import give_delegation
from bihuan.accounts.delegations import standing_in
from bihuan.accounts.models import Post
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.letters.models import Letter
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.models import Notice
from bihuan.loop.sampling.actions import declare_avoidance, draw_sample, lift_avoidance, replace_drawn
from bihuan.loop.sampling.avoiding import conflicts_between
from bihuan.loop.sampling.drawing import draw, read_frame
from bihuan.loop.sampling.filling import judge_points
from bihuan.loop.sampling.frame import Narrow
from bihuan.loop.sampling.models import Avoidance, CallBack, CheckPoint, Drawn, LookbackReminder, Sample
from bihuan.loop.sampling.planning import remind, windows_of
from bihuan.loop.sampling.queries import rates_by_unit, second_list
from bihuan.loop.trail.faults import Fault
from bihuan.loop.trail.verification import verify
from tests.pages import checks_stories as told
from tests.pages import stories
from tests.pages.stories import clock
from tests.people import SmallArea, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def grounds(small: SmallArea, person: str, case: Case) -> list[str]:
    who = getattr(small.people, person)
    day = local_day(clock())
    found = conflicts_between(area_id=small.area.pk, people=[who.pk], targets=[case], day=day, years=3)
    return [one.ground for one in found]


def test_a_recorded_draw_can_be_drawn_again_from_what_is_kept(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    plan = told.drawn(small_area)
    row = Sample.objects.get(area=small_area.area, case=plan)
    again = [lot.member.id for lot in draw(read_frame(row.frame), seed=row.seed, size=row.size) if lot.drawn]
    assert again == list(Drawn.objects.filter(area=small_area.area, sample=row).values_list("target_id", flat=True))
    assert verify(small_area.area.pk).sound


def test_drawing_again_needs_a_reason_and_ends_when_the_checks_have_begun(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    plan, by = told.drawn(small_area), actor(small_area.people.office)
    with pytest.raises(Refused, match=r"drawn already|抽取过"):
        draw_sample(case=plan, seed=8, size=1, strata=(), narrow=Narrow(), by=by, at=clock())
    draw_sample(case=plan, seed=8, size=1, strata=(), narrow=Narrow(), reason="误填种子", by=by, at=clock())
    assert Drawn.objects.filter(area=small_area.area, case=plan, out_at__isnull=True).count() == 1
    plan = told.begun(small_area, plan)
    with pytest.raises(Refused):
        draw_sample(case=plan, seed=9, size=1, strata=(), narrow=Narrow(), reason="再抽", by=by, at=clock())


def test_those_who_work_there_who_signed_and_who_lead_keep_away(small_area: SmallArea) -> None:
    case = stories.struck_off(small_area)
    assert grounds(small_area, "observer", case) == []
    assert len(grounds(small_area, "clerk", case)) == 2  # works there and handled it
    assert grounds(small_area, "station_clerk", case) != []
    assert grounds(small_area, "discipline", case) != []  # signed
    assert grounds(small_area, "office_second", case) == []
    assert grounds(small_area, "leader", case) == []


def test_who_left_the_unit_keeps_away_for_the_years_of_the_plan(small_area: SmallArea) -> None:
    case, people = stories.struck_off(small_area), small_area.people
    by, day = actor(people.administrator), local_day(clock())
    give_post(
        person=people.stranger,
        unit=small_area.units.housing,
        role="member",
        by=by,
        at=clock(),
        from_on=date(2015, 1, 5),
    )
    post = Post.objects.get(area=small_area.area, person=people.stranger, unit=small_area.units.housing)
    end_post(post=post, by=by, at=clock(), on=day - timedelta(days=400))
    assert grounds(small_area, "stranger", case) != []
    Post.objects.filter(pk=post.pk).update(to_on=day - timedelta(days=365 * 4))
    assert grounds(small_area, "stranger", case) == []


def test_a_declaration_holds_until_the_office_lifts_it(small_area: SmallArea) -> None:
    case, people = stories.struck_off(small_area), small_area.people
    plan, office = told.drawn(small_area), actor(people.office)
    given: dict[str, Any] = {"person": people.observer, "sort": "kin", "unit": small_area.units.housing, "at": clock()}
    with pytest.raises(NotAllowed):
        declare_avoidance(case=plan, by=actor(people.clerk), **given)
    row = declare_avoidance(case=plan, by=actor(people.observer), **given)
    assert len(grounds(small_area, "observer", case)) == 1
    with pytest.raises(Refused):
        told.begun(small_area, plan)
    lift_avoidance(case=plan, avoidance_id=row.pk, reason="误报", by=office, at=clock())
    assert told.begun(small_area, plan).state == "checking"


def test_an_untrue_close_reopens_its_case_with_ground_letter_and_due_in_one_act(small_area: SmallArea) -> None:
    finding = stories.struck_off(small_area)
    check = told.check_of(told.begun(small_area, told.drawn(small_area)))
    told.reported(small_area, told.filled(small_area, check))
    told.refuted(small_area, Case.objects.get(area=small_area.area, pk=check.pk))
    finding = Case.objects.get(area=small_area.area, pk=finding.pk)
    assert (finding.state, finding.turn) == ("handed_out", 2)
    assert check.number in finding.fields["relapse"]
    ground = Evidence.objects.get(area=small_area.area, case=finding, kind="ground", turn=2)
    assert check.number in ground.statement
    assert [one.letter for one in Letter.objects.filter(area=small_area.area, case=finding)] == ["reopening"]
    second = second_list(small_area.area.pk, local_day(clock()))
    assert [(one.target.pk, one.confirmed_by) for one in second] == [(finding.pk, small_area.people.office.name)]
    rates = rates_by_unit(small_area.area.pk, local_day(clock()))
    assert [(str(one.unit), one.rate) for one in rates] == [("住建局", Decimal(100))]
    assert verify(small_area.area.pk).sound


def test_who_reported_a_check_does_not_confirm_it(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    check = told.check_of(told.begun(small_area, told.drawn(small_area)))
    told.filled(small_area, check)
    check = told.reported(small_area, check)
    with pytest.raises(NotAllowed):
        move_case(
            case=check,
            move="refute",
            given={"reason": "属实", "due": stories.later(30)},
            by=actor(small_area.people.observer),
            at=clock(),
        )


def test_who_keeps_away_does_not_check_through_a_stand_in_and_no_stand_in_checks_the_own_unit(
    small_area: SmallArea,
) -> None:
    stories.struck_off(small_area)
    people, today = small_area.people, local_day(clock())
    check = told.check_of(told.begun(small_area, told.drawn(small_area)))
    given = give_delegation(
        person=people.observer, to=people.stranger, from_on=today, to_on=today, reason="出差", by=actor(people.observer), at=clock(), today=today
    )  # fmt: skip
    deputy = standing_in(people.stranger, delegation_id=given.pk, on=today)
    assert deputy is not None
    point = {1: ("true", "")}
    judge_points(case=check, points=point, by=deputy, at=clock())
    for kept_away in (people.observer, people.stranger):
        row = declare_avoidance(
            case=told.planned(small_area), person=kept_away, sort="kin", unit=small_area.units.housing, by=actor(people.office), at=clock()
        )  # fmt: skip
        with pytest.raises(NotAllowed):
            judge_points(case=check, points={1: ("", "")}, by=deputy, at=clock())
        Avoidance.objects.filter(area_id=check.area_id, pk=row.pk).update(lifted_at=clock())


def test_a_replaced_case_leaves_its_check_and_its_reason(small_area: SmallArea) -> None:
    finding = stories.struck_off(small_area)
    plan, by = told.begun(small_area, told.drawn(small_area)), actor(small_area.people.office)
    assert replace_drawn(case=plan, target=finding, reason="单位撤并", by=by, at=clock()) is None
    assert told.check_of(plan).state == "dropped"
    assert Drawn.objects.get(area=small_area.area, case=plan).reason == "单位撤并"


def test_a_telephone_number_is_never_stored_whole(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    told.filled(small_area, told.check_of(told.begun(small_area, told.drawn(small_area))))
    assert {call.phone for call in CallBack.objects.filter(area=small_area.area)} == {"138******78"}


def test_the_night_tells_the_office_once_when_a_window_opens_without_a_plan(small_area: SmallArea) -> None:
    finding = stories.struck_off(small_area)
    round_ = Case.objects.get(area=small_area.area, pk=finding.root_id or 0)
    window = windows_of(round_)[0]
    night = Tonight(small_area.area.pk, window.opens, clock(), lambda: None)
    assert remind(Tonight(small_area.area.pk, window.opens - timedelta(days=1), clock(), lambda: None)) == 0
    assert (remind(night), remind(night)) == (1, 0)
    assert LookbackReminder.objects.get(area=small_area.area).what == "opens"
    assert Notice.objects.filter(area=small_area.area, kind="check").exists()


def test_a_plan_that_names_the_round_is_reminder_enough(small_area: SmallArea) -> None:
    finding = stories.struck_off(small_area)
    round_ = Case.objects.get(area=small_area.area, pk=finding.root_id or 0)
    told.planned(small_area, rounds=[round_.number])
    window = windows_of(round_)[0]
    assert remind(Tonight(small_area.area.pk, window.opens, clock(), lambda: None)) == 0


def test_a_changed_verdict_call_back_or_frame_is_found_out(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    plan = told.begun(small_area, told.drawn(small_area))
    check = told.filled(small_area, told.check_of(plan))
    points = CheckPoint.objects.filter(area=small_area.area, case=check, number=1)
    calls = CallBack.objects.filter(area=small_area.area, case=check)
    samples = Sample.objects.filter(area=small_area.area, case=plan)
    frame = samples.get().frame
    for rows, wrong, right, case, fault in (
        (points, {"verdict": "true"}, {"verdict": "untrue"}, check, Fault.CHECKED),
        (calls, {"agrees": "yes"}, {"agrees": "no"}, check, Fault.CHECKED),
        (samples, {"frame": [[1, "x", []]]}, {"frame": frame}, plan, Fault.SAMPLE),
    ):
        rows.update(**wrong)
        assert [one.fault for one in verify(case=case).broken] == [fault]
        rows.update(**right)
        assert verify(case=case).sound
