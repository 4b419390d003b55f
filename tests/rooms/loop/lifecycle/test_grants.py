"""What other systems need of the language, run with a pack of the tests: budgets, refusals, two reviews, moves by time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bihuan.accounts.models import Person
from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.lifecycle.signing import Verdict, sign_case
from tests.people import NOW, SmallArea, actor, build_small_area
from tests.rooms.loop.test_races import at_once, won

PACKS = Path(__file__).parent.parent / "packs"


class Place:
    """The small area with the desks of the grants pack, and one policy that runs."""

    def __init__(self, small_area: SmallArea, *, budget: str = "1000") -> None:
        self.people, self.units, self.area = small_area.people, small_area.units, small_area.area
        release_packs(PACKS, at=NOW)
        administrator = actor(self.people.administrator)
        for desk, unit in (("office", self.units.office), ("finance", self.units.planning)):
            set_desk_holder(pack="grants", desk=desk, unit=unit, by=administrator, at=NOW)
        self.policy = open_case(
            pack="grants", kind="policy", subject="政策", given={"budget": budget}, by=actor(self.people.office), at=NOW
        )

    def start(self) -> None:
        self.move(self.policy, "start", self.people.office)

    def move(self, case: Case, move: str, by: Person, *, at: datetime = NOW, **given: Any) -> Case:
        return move_case(case=case, move=move, given=given, by=actor(by), at=at)

    def application(self) -> Case:
        given = {"responsible": self.units.housing}
        by = actor(self.people.clerk)
        return open_case(
            pack="grants", kind="application", parent=self.policy, subject="申请", given=given, by=by, at=NOW
        )

    def submitted(self, amount: str = "400", **given: Any) -> Case:
        return self.move(
            self.application(), "submit", self.people.clerk, **{"amount": amount, "ways": ["plain"], **given}
        )

    def sign(self, case: Case, by: Person, verdict: Verdict = "pass", *, at: datetime = NOW) -> Case:
        return sign_case(case=case, verdict=verdict, opinion="意见", by=actor(by), at=at)

    def noticed(self, **given: Any) -> Case:
        case = self.sign(self.submitted(**given), self.people.office)
        return self.sign(case, self.people.lead_director)

    def due(self, case: Case, clock: str) -> date:
        return ClockRun.objects.get(area=self.area, case=case, turn=case.turn, clock=clock).due_on


@pytest.fixture
def place(small_area: SmallArea) -> Place:
    place = Place(small_area)
    place.start()
    return place


def test_an_application_opens_only_while_the_policy_runs(small_area: SmallArea) -> None:
    place = Place(small_area)
    with pytest.raises(Refused):
        place.application()
    place.start()
    assert place.application().state == "filled"


def test_the_last_signature_looks_at_what_is_left_of_the_budget(place: Place) -> None:
    first, second = place.submitted("400"), place.submitted("400.01")
    third = place.submitted("200")
    for case in (first, second, third):
        place.sign(case, place.people.office)
    assert place.sign(first, place.people.lead_director).state == "noticed"
    assert place.sign(second, place.people.lead_director).state == "noticed"
    with pytest.raises(Refused, match="200"):
        place.sign(third, place.people.lead_director)
    assert Case.objects.get(area=place.area, pk=third.pk).state == "weighing"


@pytest.mark.django_db(transaction=True)
def test_two_signatures_at_once_do_not_spend_the_same_money() -> None:
    place = Place(build_small_area())
    place.start()
    cases = [place.sign(place.submitted("499"), place.people.office) for _ in range(3)]
    found = at_once(*(lambda case=case: place.sign(case, place.people.lead_director) for case in cases))
    assert len(won(found)) == 2


def test_a_step_exists_for_large_sums_that_the_form_itself_brings(place: Place) -> None:
    assert len((place.submitted("499.99").review or {})["steps"]) == 1
    assert len((place.submitted("500").review or {})["steps"]) == 2


def test_a_joint_step_keeps_its_limit_when_the_first_has_signed(place: Place) -> None:
    case = place.sign(place.submitted("600"), place.people.office)
    assert place.due(case, "review.checking.2") == date(2026, 11, 27)
    case = place.sign(case, place.people.office_second, at=NOW + timedelta(days=3))
    assert place.due(case, "review.checking.2") == date(2026, 11, 27)
    assert place.sign(case, place.people.lead_director, at=NOW + timedelta(days=4)).state == "weighing"


def test_a_limit_of_months_stands_in_a_field_of_the_policy(place: Place) -> None:
    office = actor(place.people.office)
    correct_case(case=place.policy, given={"check_months": "3"}, reason="调整", by=office, at=NOW)
    assert place.due(place.submitted(), "review.checking.1") == date(2027, 2, 20)
    for wrong in ("2.5", "-1", "100000000"):
        with pytest.raises(Refused) as refused:
            correct_case(case=place.policy, given={"check_months": wrong}, reason="调整", by=office, at=NOW)
        assert "check_months" in refused.value.fields


def test_who_submitted_signs_neither_the_first_review_nor_the_next(place: Place) -> None:
    by = actor(place.people.administrator)
    for desk in ("office", "finance"):
        set_desk_holder(pack="grants", desk=desk, unit=place.units.housing, by=by, at=NOW)
    case = place.submitted()
    with pytest.raises(NotAllowed):
        place.sign(case, place.people.clerk)
    case = place.sign(case, place.people.office)
    assert case.state == "weighing"
    with pytest.raises(NotAllowed):
        place.sign(case, place.people.clerk)
    assert place.sign(case, place.people.clerk_second).state == "noticed"
    assert case.finished_on == date(2026, 11, 20)


def test_a_refusal_closes_and_who_applied_begins_again(place: Place) -> None:
    case = place.sign(place.submitted(), place.people.office, "refuse")
    assert (case.state, case.category, case.closed_on) == ("refused", "closed", date(2026, 11, 20))
    with pytest.raises(Refused):
        place.move(case, "again", place.people.clerk)
    case = place.move(case, "again", place.people.clerk, reason="补充材料")
    assert (case.state, case.turn, case.closed_on) == ("filled", 2, None)


def test_a_review_without_refusal_cannot_be_refused(place: Place) -> None:
    case = place.sign(place.submitted(), place.people.office)
    with pytest.raises(NotHere):
        place.sign(case, place.people.lead_director, "refuse")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount": "四百"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"amount": "1e30"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"ways": []}, "ways"),
        ({"ways": ["plain", "other"]}, "ways"),
        ({"ways": ["plain", "special"]}, "special"),
        ({"ways": ["special"], "special": " \x00 "}, "special"),
        ({"twin": "没有的编号"}, "twin"),
    ],
)
def test_what_is_typed_wrong_is_named_and_nothing_is_kept(place: Place, given: dict[str, Any], field: str) -> None:
    case = place.application()
    with pytest.raises(Refused) as refused:
        place.move(case, "submit", place.people.clerk, **{"amount": "100", "ways": ["plain"], **given})
    assert set(refused.value.fields) == {field}
    assert Case.objects.get(area=place.area, pk=case.pk).fields == case.fields


def test_what_a_condition_asks_for_is_filled_in_the_same_form(place: Place) -> None:
    case = place.submitted(ways=["special", "joint"], special="遇灾\x00\r\n停产")
    assert case.fields["special"] == "遇灾\n停产"
    assert case.fields["ways"] == ["special", "joint"]


def test_objections_come_until_the_clock_ends_and_payment_after_it(place: Place) -> None:
    case = place.noticed()
    last = NOW + timedelta(days=5)
    with pytest.raises(NotHere):
        place.move(case, "pay", place.people.lead_director, at=last)
    with pytest.raises(NotHere):
        place.move(case, "object", place.people.office, at=last + timedelta(days=1), reason="异议")
    assert place.move(case, "pay", place.people.lead_clerk, at=last + timedelta(days=1)).state == "paid"
    other = place.noticed()
    assert place.move(other, "object", place.people.office, at=last, reason="异议").state == "filled"


def test_who_noted_does_not_pay(place: Place) -> None:
    case = place.noticed()
    place.move(case, "note", place.people.lead_clerk)
    # Noting something is no new entry: the clock goes on.
    assert place.due(case, "objection") == date(2026, 11, 25)
    later = NOW + timedelta(days=9)
    with pytest.raises(NotAllowed):
        place.move(case, "pay", place.people.lead_clerk, at=later)
    assert place.move(case, "pay", place.people.lead_director, at=later).state == "paid"


def test_the_twin_follows_and_two_that_point_at_each_other_stop(place: Place) -> None:
    first = place.application()
    second = place.submitted(twin=first.number)
    first = place.move(first, "submit", place.people.clerk, amount="100", ways=["plain"], twin=second.number)
    for case in (first, second):
        place.sign(case, place.people.office, "return")
    dropped = place.move(first, "drop", place.people.office, reason="重复申请")
    assert dropped.state == "refused"
    assert Case.objects.get(area=place.area, pk=second.pk).state == "refused"


def test_a_clock_of_months_gives_back_the_days_it_stood(place: Place) -> None:
    case = place.application()
    assert place.due(case, "fill") == date(2026, 12, 20)
    at = NOW + timedelta(days=5)
    case = place.move(case, "submit", place.people.clerk, at=at, amount="100", ways=["plain"])
    case = place.sign(case, place.people.office, "return", at=at + timedelta(days=6))
    assert place.due(case, "fill") == date(2026, 12, 26)


def test_two_kinds_with_the_same_pattern_never_share_a_number(place: Place) -> None:
    office = actor(place.people.office)
    objection = open_case(pack="grants", kind="objection", parent=place.policy, subject="异议", by=office, at=NOW)
    numbers = {place.application().number, objection.number, place.application().number}
    assert len(numbers) == 3


def test_a_parent_of_another_pack_is_no_parent(place: Place) -> None:
    release_packs(at=NOW)
    with pytest.raises(Refused):
        open_case(
            pack="rectification",
            kind="finding",
            parent=place.policy,
            subject="x",
            by=actor(place.people.office),
            at=NOW,
        )
