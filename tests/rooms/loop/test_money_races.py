"""Money when two people act at the same moment: never above what is agreed, never twice, and never by a correction afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest

from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.figures import figure_value
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import newest_pack, release_packs
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.trail.verification import verify
from tests.people import NOW, TODAY, SmallArea, actor, build_small_area
from tests.rooms.loop.test_races import at_once, won

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Purse:
    """An area where one project has agreed a reward of a million, with one milestone of six hundred thousand that is reached."""

    place: SmallArea
    project: Case
    milestone: Case

    def figure(self, name: str) -> Decimal:
        found = figure_value(newest_pack("projects"), name, area_id=self.place.area.pk, day=TODAY, scope=self.project)
        return found if found is not None else Decimal(0)

    def asked(self, amount: int) -> Case:
        """Return a payment that only the committee has still to sign."""
        people, units = self.place.people, self.place.units
        given = {"responsible": units.housing, "amount": amount, "payee": "星澜电子"}
        clerk = actor(people.clerk)
        case = open_case(
            pack="projects", kind="payment", subject="奖补", parent=fresh(self.milestone), given=given, by=clerk, at=NOW
        )
        move_case(case=case, move="ask", given={}, by=clerk, at=NOW)
        for person in (people.stranger, people.office):
            sign(fresh(case), person)
        return fresh(case)


def fresh(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


def sign(case: Case, person: object) -> Case:
    review = case.review or {}
    ticked = tuple(range(len(review["steps"][review["step"]].get("checks", ()))))
    return sign_case(case=case, verdict="pass", checks=ticked, by=actor(person), at=NOW)  # type: ignore[arg-type]


def paper(kind: str) -> tuple[NewEvidence, ...]:
    return (NewEvidence(f"{kind}.txt", statement="已附", kind=kind),)


@pytest.fixture
def purse() -> Iterator[Purse]:
    place = build_small_area()
    release_packs(at=NOW)
    people, units = place.people, place.units
    administrator = actor(people.administrator)
    desks = {
        "office": units.office, "review": units.planning, "finance": units.archive, "audit": units.discipline,
        "committee": units.group,
    }  # fmt: skip
    for pack in ("projects", "state-assets"):
        for desk, unit in (desks | {"legal": units.discipline}).items():
            if desk in newest_pack(pack).desks:
                set_desk_holder(pack=pack, desk=desk, unit=unit, heads_only=False, by=administrator, at=NOW)
    office = actor(people.office)
    given = {
        "responsible": units.housing, "investor": "星澜电子", "sector": "industry", "investment": 500_000_000, "reward": 1_000_000,
    }  # fmt: skip
    project = open_case(pack="projects", kind="project", subject="半导体基地", given=given, by=office, at=NOW)
    wanted = {"responsible": units.housing, "amount": 600_000}
    milestone = open_case(
        pack="projects", kind="milestone", subject="投资过半", parent=fresh(project), given=wanted, by=office, at=NOW
    )
    move_case(case=milestone, move="agree", given={"due": TODAY}, by=office, at=NOW)
    claimed = {"statement": "已到"}
    move_case(
        case=fresh(milestone), move="claim", given=claimed, by=actor(people.clerk), at=NOW, evidence=paper("proof")
    )
    sign(fresh(milestone), people.discipline)
    yield Purse(place, project, milestone)
    assert [str(broken) for broken in verify().broken] == []


def test_two_payments_that_pass_at_once_never_exceed_the_milestone(purse: Purse) -> None:
    one, other = purse.asked(400_000), purse.asked(300_000)
    leader = purse.place.people.group_leader
    found = at_once(lambda: sign(one, leader), lambda: sign(other, leader))
    assert len(won(found)) == 1
    assert purse.figure("reward_committed") in {Decimal(400_000), Decimal(300_000)}


def test_payments_that_fit_together_both_pass_at_once(purse: Purse) -> None:
    one, other = purse.asked(400_000), purse.asked(200_000)
    leader = purse.place.people.group_leader
    found = at_once(lambda: sign(one, leader), lambda: sign(other, leader))
    assert len(won(found)) == 2
    assert purse.figure("unpaid") == 0


def test_two_who_pay_at_once_pay_once(purse: Purse) -> None:
    case = sign(purse.asked(400_000), purse.place.people.group_leader)
    by = actor(purse.place.people.stranger)
    given = {"paid_on": TODAY}

    def pay() -> Case:
        return move_case(case=case, move="pay", given=given, by=by, at=NOW, evidence=paper("voucher"))

    assert len(won(at_once(pay, pay, pay))) == 1
    assert purse.figure("reward_committed") == 400_000


def test_milestones_agreed_at_once_never_promise_more_than_the_contract(purse: Purse) -> None:
    office = actor(purse.place.people.office)
    given = {"responsible": purse.place.units.housing, "amount": 300_000}
    drafts = [
        open_case(
            pack="projects",
            kind="milestone",
            subject="达产",
            parent=fresh(purse.project),
            given=given,
            by=office,
            at=NOW,
        )
        for _ in range(3)
    ]

    def agree(case: Case) -> Callable[[], Case]:
        return lambda: move_case(case=case, move="agree", given={"due": TODAY}, by=office, at=NOW)

    assert len(won(at_once(*(agree(case) for case in drafts)))) == 1
    assert purse.figure("unplanned") == 100_000


def test_a_correction_cannot_spend_what_the_review_would_have_refused(purse: Purse) -> None:
    case = sign(purse.asked(400_000), purse.place.people.group_leader)
    office = actor(purse.place.people.office)
    with pytest.raises(Refused) as more:
        correct_case(case=case, given={"amount": 700_000}, reason="录入有误", by=office, at=NOW)
    with pytest.raises(Refused) as less:
        correct_case(case=fresh(purse.milestone), given={"amount": 300_000}, reason="录入有误", by=office, at=NOW)
    with pytest.raises(Refused):
        correct_case(case=fresh(purse.project), given={"reward": 500_000}, reason="录入有误", by=office, at=NOW)
    assert "-100000" in more.value.sentence
    assert "-100000" in less.value.sentence
    assert purse.figure("reward_committed") == 400_000


def test_a_correction_that_fits_is_taken(purse: Purse) -> None:
    case = sign(purse.asked(400_000), purse.place.people.group_leader)
    correct_case(case=case, given={"amount": 500_000}, reason="录入有误", by=actor(purse.place.people.office), at=NOW)
    assert purse.figure("unpaid") == 100_000


def test_a_correction_and_a_payment_at_once_never_exceed_the_milestone(purse: Purse) -> None:
    first = sign(purse.asked(300_000), purse.place.people.group_leader)
    second = purse.asked(300_000)
    office, leader = actor(purse.place.people.office), purse.place.people.group_leader
    found = at_once(
        lambda: correct_case(case=first, given={"amount": 400_000}, reason="录入有误", by=office, at=NOW),
        lambda: sign(second, leader),
    )
    assert len(won(found)) == 1
    assert purse.figure("unpaid") >= 0


def test_receipts_confirmed_at_once_never_exceed_the_bill(purse: Purse) -> None:
    bill = _bill(purse, 60_000)
    one, other = _receipt(purse, bill, 40_000), _receipt(purse, bill, 40_000)
    finance = purse.place.people.stranger
    assert len(won(at_once(lambda: sign(one, finance), lambda: sign(other, finance)))) == 1
    pack = newest_pack("state-assets")
    assert figure_value(pack, "owed", area_id=bill.area_id, day=TODAY, scope=fresh(bill)) == 20_000


def test_a_seal_is_lent_to_one_of_two_who_are_let_have_it_at_once(purse: Purse) -> None:
    people, units = purse.place.people, purse.place.units
    seal = open_case(
        pack="state-assets",
        kind="seal",
        subject="公章",
        given={"responsible": units.office},
        by=actor(people.office),
        at=NOW,
    )
    loans = []
    for person in (people.clerk, people.director):
        given = {"responsible": units.housing, "handler": person, "papers": "合同", "escort": "童安"}
        loan = open_case(
            pack="state-assets",
            kind="loan",
            subject="签合同",
            parent=fresh(seal),
            given=given,
            by=actor(person),
            at=NOW,
        )
        loans.append(move_case(case=loan, move="ask", given={"due": TODAY}, by=actor(person), at=NOW))
    found = at_once(*(lambda loan=loan: sign(fresh(loan), people.office) for loan in loans))
    assert len(won(found)) == 1


def _bill(purse: Purse, rent: int) -> Case:
    people, units = purse.place.people, purse.place.units
    clerk = actor(people.clerk)
    given = {
        "responsible": units.housing, "tenant": "远岫餐饮", "place": "澜桥路", "way": "open", "rent": rent, "starts_on": TODAY,
        "ends_on": TODAY.replace(year=2028),
    }  # fmt: skip
    lease = open_case(pack="state-assets", kind="lease", subject="商铺", given=given, by=clerk, at=NOW)
    brought = (*paper("contract"), *paper("letting"))
    move_case(case=lease, move="submit", given={}, by=clerk, at=NOW, evidence=brought)
    sign(fresh(lease), people.office)
    due = {"responsible": units.housing, "tenant": "远岫餐饮", "rent": rent, "due": TODAY}
    return open_case(
        pack="state-assets", kind="bill", subject="一季度", parent=fresh(lease), given=due, by=clerk, at=NOW
    )


def _receipt(purse: Purse, bill: Case, amount: int) -> Case:
    clerk = actor(purse.place.people.clerk)
    given = {"responsible": purse.place.units.housing, "amount": amount, "received_on": TODAY}
    case = open_case(
        pack="state-assets", kind="receipt", subject="到账", parent=fresh(bill), given=given, by=clerk, at=NOW
    )
    return move_case(case=case, move="submit", given={}, by=clerk, at=NOW, evidence=paper("voucher"))
