"""Clocks counted from a figure, and what ladders and rules open by themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.loop.cases.actions import correct_case
from bihuan.loop.cases.models import Case
from bihuan.loop.letters.models import Letter, LetterTo
from bihuan.loop.lifecycle.packs import newest_pack, packs_in_use
from bihuan.loop.scoring.actions import choose_rule
from bihuan.loop.scoring.firing import warn_by_number
from bihuan.loop.scoring.models import Firing
from bihuan.loop.warnings.queries import warnings_of
from tests.people import NOW, TODAY, SmallArea, actor
from tests.rooms.loop.grammar.branches import PACK, moved, opened, released
from tests.rooms.loop.warnings.test_warnings import at, fresh, nights


@pytest.fixture
def branch(small_area: SmallArea) -> Case:
    released(small_area)
    admitted = date(2026, 10, 1)
    return opened(
        small_area, "branch", "云山村支部", responsible=small_area.units.housing, admitted_on=admitted, size=12
    )


def test_a_clock_is_counted_from_the_latest_of_its_own_date_and_of_those_below(
    small_area: SmallArea, branch: Case
) -> None:
    assert fresh(branch).runs_until == date(2026, 11, 30)
    child = opened(small_area, "admission", "甲", branch, responsible=small_area.units.housing)
    moved(small_area, child, "check", days=1)
    moved(small_area, child, "take", days=2, taken_on=date(2026, 11, 22), fee="10")
    assert fresh(branch).runs_until == date(2027, 1, 21)
    by = actor(small_area.people.office)
    correct_case(case=fresh(child), given={"taken_on": date(2026, 11, 20)}, reason="写错", by=by, at=NOW)
    assert fresh(branch).runs_until == date(2027, 1, 19)
    correct_case(case=fresh(branch), given={"admitted_on": date(2026, 12, 1)}, reason="补登", by=by, at=NOW)
    assert fresh(branch).runs_until == date(2027, 1, 30)


def test_a_warning_falls_when_something_below_sets_another_date(small_area: SmallArea, branch: Case) -> None:
    nights(small_area, TODAY + timedelta(days=1), date(2026, 11, 25))
    [warning] = warnings_of(branch)
    assert (warning.colour, warning.lifted_on) == ("yellow", None)
    child = opened(small_area, "admission", "甲", branch, responsible=small_area.units.housing)
    moved(small_area, child, "check", days=6)
    moved(small_area, child, "take", days=6, taken_on=date(2026, 11, 26), fee="10")
    [warning] = warnings_of(branch)
    assert warning.lifted_because == "below"


def test_the_ladder_of_a_register_opens_a_case_below_it(small_area: SmallArea, branch: Case) -> None:
    nights(small_area, TODAY + timedelta(days=1), date(2026, 12, 1))
    [reminder] = Case.objects.filter(area_id=branch.area_id, kind="reminder")
    assert (reminder.parent_id, reminder.subject) == (branch.pk, "超期未发展：云山村支部")


def in_use(small_area: SmallArea, rule: str) -> None:
    by = actor(small_area.people.office)
    choose_rule(pack=newest_pack(PACK), rule=rule, in_use=True, basis="工作安排", by=by, at=NOW)


def ask(small_area: SmallArea, day: date) -> int:
    return warn_by_number(
        packs_in_use(small_area.area.pk), area_id=small_area.area.pk, day=day, at=at(day), hold=lambda: None
    )


def test_a_rule_about_units_opens_a_case_of_the_unit_and_writes_to_it(small_area: SmallArea, branch: Case) -> None:
    in_use(small_area, "none")
    assert ask(small_area, date(2026, 12, 1)) == 1
    [visit] = Case.objects.filter(area_id=branch.area_id, kind="visit")
    assert (visit.responsible_id, visit.subject) == (small_area.units.housing.pk, "支部集中：住房和城乡建设局")
    [letter] = Letter.objects.filter(area_id=branch.area_id)
    assert letter.case_id == visit.pk
    to = LetterTo.objects.filter(area_id=branch.area_id, letter_id=letter.pk)
    assert list(to.values_list("unit_id", flat=True)) == [small_area.units.housing.pk]
    assert ask(small_area, date(2027, 1, 1)) == 1
    assert Firing.objects.filter(area_id=branch.area_id, unit=small_area.units.housing).count() == 2
    assert Case.objects.filter(area_id=branch.area_id, kind="visit").count() == 1  # the first is not over


def test_a_rule_about_a_kind_opens_a_case_that_stands_alone_and_links_back(small_area: SmallArea, branch: Case) -> None:
    in_use(small_area, "big")
    opened(small_area, "admission", "甲", branch, responsible=small_area.units.housing)
    opened(small_area, "branch", "小支部", responsible=small_area.units.housing, size=3)
    assert ask(small_area, date(2026, 12, 1)) == 1
    [visit] = Case.objects.filter(area_id=branch.area_id, kind="visit")
    assert (visit.parent_id, visit.fields["about"], visit.responsible_id) == (
        None, branch.pk, small_area.units.housing.pk,
    )  # fmt: skip


def test_a_rule_counts_from_the_first_day_of_a_longer_period_and_says_the_same_once_in_it(
    small_area: SmallArea, branch: Case
) -> None:
    in_use(small_area, "often")
    for name, day in (("甲", date(2026, 9, 10)), ("乙", date(2026, 11, 25))):
        taken = opened(small_area, "admission", name, branch, responsible=small_area.units.housing)
        moved(small_area, taken, "check", days=1)
        moved(small_area, taken, "take", days=2, taken_on=day, fee="1")
    assert (
        ask(small_area, date(2026, 12, 1)) == 1
    )  # one in September, one in November: two in the year, the limit of this branch
    assert Firing.objects.get(area_id=branch.area_id).values == {"taken_in": "2"}
    assert ask(small_area, date(2027, 1, 1)) == 0
    assert ask(small_area, date(2027, 2, 1)) == 0


def test_a_limit_that_a_case_sets_for_itself_holds_for_its_rule(small_area: SmallArea) -> None:
    released(small_area)
    in_use(small_area, "often")
    for title, most in (("甲支部", 1), ("乙支部", 2)):
        own = opened(small_area, "branch", title, responsible=small_area.units.housing, most=most)
        taken = opened(small_area, "admission", title, own, responsible=small_area.units.housing)
        moved(small_area, taken, "check", days=1)
        moved(small_area, taken, "take", days=2, taken_on=date(2026, 11, 25), fee="1")
    assert ask(small_area, date(2026, 12, 1)) == 1
