"""Two people at the same moment: real threads with connections of their own, on the database the test runs on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection

from bihuan.accounts.models import Person
from bihuan.loop.cases.actions import comment_on, open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.models import Stay
from bihuan.loop.errors import NotAllowed, NotHere, OvertakenByOther, Refused
from bihuan.loop.evidence.actions import NewEvidence, add_evidence, answer_point
from bihuan.loop.evidence.models import Evidence, StoredFile
from bihuan.loop.handover import actions as handing
from bihuan.loop.handover.models import HandOverLine
from bihuan.loop.intake import lines
from bihuan.loop.intake.actions import bring_in, confirm_draft, edit_draft
from bihuan.loop.letters.actions import issue_letter
from bihuan.loop.letters.answering import receive_letter
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.trail.verification import verify
from tests.pages import enterprise_stories
from tests.people import NOW, TODAY, SmallArea, actor, build_small_area

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.4 race"


@pytest.fixture
def place() -> Iterator[SmallArea]:
    """The small area, committed, so that every thread sees it."""
    small_area = build_small_area()
    release_packs(at=NOW)
    yield small_area
    assert [str(broken) for broken in verify().broken] == []


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all acts at the same moment, each in a thread of its own, and return what each gave or raised."""
    found: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            found[number] = act()
        except Exception as error:  # whatever it is, the test looks at it
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def won(found: list[object]) -> list[object]:
    """Return what was done; everything else must have been refused with a sentence."""
    errors = [one for one in found if isinstance(one, Exception)]
    assert all(isinstance(error, Refused) and error.sentence for error in errors), errors
    return [one for one in found if not isinstance(one, Exception)]


def paper(name: str, **about: object) -> NewEvidence:
    return NewEvidence(name=name, stream=BytesIO(PDF + name.encode()), **about)  # type: ignore[arg-type]


def finding(place: SmallArea) -> Case:
    """Return a finding at work, its points proved."""
    people, units = place.people, place.units
    office = actor(people.office)
    given = {"inspector": "巡察组", "feedback_on": date(2026, 11, 2), "responsible": units.administration}
    round_ = open_case(pack="rectification", kind="round", subject="轮次", given=given, by=office, at=NOW)
    case = open_case(
        pack="rectification", kind="finding", parent=round_, subject="问题", standard=["点"], by=office, at=NOW
    )
    handed = {"responsible": units.housing, "nature": "by_date", "due": date(2027, 1, 20)}
    move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)
    move_case(case=case, move="accept", given={}, by=actor(people.clerk), at=NOW)
    return answer_point(
        case=case, number=1, answer="已办", brought=[paper("1.pdf", point=1)], by=actor(people.clerk), at=NOW
    )


def submit(case: Case, place: SmallArea) -> Case:
    brought = [paper("承诺.pdf", kind="pledge"), paper("签字.pdf", kind="second_signature")]
    by = actor(place.people.director)
    return move_case(case=case, move="submit", given={"statement": "完成"}, by=by, at=NOW, evidence=brought)


def test_two_of_the_office_pass_the_same_level_once(place: SmallArea) -> None:
    case = submit(finding(place), place)
    page = standing_of(case)

    def sign(person: str) -> Callable[[], Case]:
        by = actor(getattr(place.people, person))
        return lambda: sign_case(
            case=case, verdict="pass", checks=(0, 1, 2), points={1: "met"}, by=by, at=NOW, standing=page
        )

    found = at_once(sign("office"), sign("office_second"), sign("office_head"))
    assert len(won(found)) == 1
    assert {type(one) for one in found if isinstance(one, Exception)} == {OvertakenByOther}
    assert Signature.objects.filter(area=place.area, case=case).count() == 1


def test_two_close_the_last_level_at_once_and_it_closes_once(place: SmallArea) -> None:
    case = finding(place)
    office = actor(place.people.office)
    measure = open_case(
        pack="rectification", kind="measure", parent=case, subject="措施", given={"responsible": place.units.housing},
        by=office, at=NOW,
    )  # fmt: skip
    move_case(case=measure, move="hand_out", given={"nature": "by_date", "due": date(2027, 1, 1)}, by=office, at=NOW)
    move_case(case=measure, move="accept", given={}, by=actor(place.people.clerk), at=NOW)
    move_case(
        case=measure, move="submit", given={"statement": "完成"}, by=actor(place.people.clerk), at=NOW,
        evidence=[paper("x.pdf", kind="proof")],
    )  # fmt: skip
    found = at_once(
        *(
            lambda person=person: sign_case(case=measure, verdict="pass", checks=(0, 1), by=actor(person), at=NOW)
            for person in (place.people.office, place.people.office_second)
        )
    )
    assert len(won(found)) == 1
    assert [type(one) for one in found if isinstance(one, Exception)] == [NotHere]
    assert Case.objects.get(area=place.area, pk=measure.pk).state == "done"


def test_two_who_open_cases_at_once_get_two_numbers(place: SmallArea) -> None:
    case = finding(place)
    office = [actor(person) for person in (place.people.office, place.people.office_second)]
    given = {"inspector": "巡察组", "feedback_on": date(2026, 11, 2)}

    def measure(by: object) -> Callable[[], Case]:
        return lambda: open_case(pack="rectification", kind="measure", parent=case, subject="措施", by=by, at=NOW)  # type: ignore[arg-type]

    def round_(by: object) -> Callable[[], Case]:
        return lambda: open_case(pack="rectification", kind="round", subject="另一轮", given=given, by=by, at=NOW)  # type: ignore[arg-type]

    found = at_once(*(act(by) for by in office for act in (measure, measure, round_)))
    assert len(won(found)) == 6
    numbers = list(Case.objects.filter(area=place.area).values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 8


def test_one_who_submits_twice_submits_once(place: SmallArea) -> None:
    case = finding(place)
    found = at_once(lambda: submit(case, place), lambda: submit(case, place))
    assert len(won(found)) == 1
    # What came with the refused one is not kept.
    assert Evidence.objects.filter(area=place.area, case=case, turn=1, point__isnull=True).count() == 2


def test_evidence_comes_before_the_submission_or_not_at_all(place: SmallArea) -> None:
    case = finding(place)
    late = [paper(f"补充{number}.pdf") for number in range(3)]
    found = at_once(
        lambda: submit(case, place),
        *(lambda new=new: add_evidence(case=case, brought=[new], by=actor(place.people.clerk), at=NOW) for new in late),
    )
    kept = len(won(found)) - 1
    now = Case.objects.get(area=place.area, pk=case.pk)
    assert now.state == "checking"
    assert now.evidence_count == 3 + kept == Evidence.objects.filter(area=place.area, case=case).count()


def test_the_same_file_brought_twice_at_once_is_kept_once(place: SmallArea) -> None:
    case = finding(place)
    found = at_once(
        *(
            lambda: add_evidence(case=case, brought=[paper("同一份.pdf")], by=actor(place.people.clerk), at=NOW)
            for _ in range(4)
        )
    )
    assert len(won(found)) == 4
    assert StoredFile.objects.filter(area=place.area).count() == 2


def test_a_measure_reopens_or_its_finding_is_submitted_but_not_both(place: SmallArea) -> None:
    case = finding(place)
    office = actor(place.people.office)
    measure = open_case(
        pack="rectification", kind="measure", parent=case, subject="措施", given={"responsible": place.units.housing},
        by=office, at=NOW,
    )  # fmt: skip
    handed = {"nature": "by_date", "due": date(2027, 1, 1)}
    move_case(case=measure, move="hand_out", given=handed, by=office, at=NOW)
    move_case(case=measure, move="accept", given={}, by=actor(place.people.clerk), at=NOW)
    move_case(
        case=measure, move="submit", given={"statement": "完成"}, by=actor(place.people.clerk), at=NOW,
        evidence=[paper("x.pdf", kind="proof")],
    )  # fmt: skip
    sign_case(case=measure, verdict="pass", checks=(0, 1), by=office, at=NOW)
    again = {"reason": "反弹", "due": date(2027, 2, 1)}
    found = at_once(
        lambda: submit(case, place), lambda: move_case(case=measure, move="reopen", given=again, by=office, at=NOW)
    )
    assert len(won(found)) == 1
    rows = {row.pk: row.category for row in Case.objects.filter(area=place.area)}
    assert (rows[case.pk], rows[measure.pk]) in {("review", "closed"), ("open", "open")}


def test_many_notes_at_once_make_one_whole_chain(place: SmallArea) -> None:
    case = finding(place)
    before = Case.objects.get(area=place.area, pk=case.pk).seq
    # The clocks of the machines differ: later in the chain may be earlier by the clock.
    found = at_once(
        *(
            lambda at=NOW - timedelta(seconds=number): comment_on(
                case=case, text="收到", by=actor(place.people.clerk), at=at
            )
            for number in range(8)
        )
    )
    assert len(won(found)) == 8
    assert Case.objects.get(area=place.area, pk=case.pk).seq == before + 8


def test_a_machine_whose_clock_is_behind_may_move_a_case(place: SmallArea) -> None:
    case = finding(place)
    early = NOW - timedelta(seconds=5)
    given = {"statement": "推进", "next_step": "继续"}
    move_case(case=case, move="progress", given=given, by=actor(place.people.clerk), at=early)
    stays = Stay.objects.filter(area=place.area, case=case)
    assert all(stay.left_at is None or stay.left_at >= stay.entered_at for stay in stays)


REPORT = """关于巡察整改情况的通报
一、关于“惠企政策兑现周期长”问题的整改情况
（一）压缩办理时限。住建局牵头修订办法。
"""


def test_two_confirm_a_draft_and_its_cases_exist_once(place: SmallArea) -> None:
    draft = bring_in(name="通报.txt", data=REPORT.encode(), by=actor(place.people.office), at=NOW)
    facts = {"subject": "轮次", "inspector": "巡察组", "feedback_on": "2026-11-02", "source": "patrol"}
    draft = edit_draft(
        draft=draft, edit=lambda old: lines.round_changed(old, facts), version=0, by=actor(place.people.office), at=NOW
    )
    found = at_once(
        *(
            lambda person=person: confirm_draft(draft=draft, version=1, by=actor(person), at=NOW)
            for person in (place.people.office, place.people.office_second)
        )
    )
    assert len(won(found)) == 1
    assert Case.objects.filter(area=place.area, kind="round").count() == 1


def test_two_edit_a_draft_and_one_is_told(place: SmallArea) -> None:
    draft = bring_in(name="通报.txt", data=REPORT.encode(), by=actor(place.people.office), at=NOW)
    line = draft.lines["findings"][0]["id"]
    found = at_once(
        *(
            lambda title=title: edit_draft(
                draft=draft,
                edit=lambda old: lines.changed(old, line, {"title": title}),
                version=0,
                by=actor(place.people.office),
                at=NOW,
            )
            for title in ("甲", "乙")
        )
    )
    assert len(won(found)) == 1
    assert [type(one) for one in found if isinstance(one, Exception)] == [OvertakenByOther]


def test_two_who_bring_the_same_report_make_one_draft(place: SmallArea) -> None:
    found = at_once(
        *(
            lambda person=person: bring_in(name="通报.txt", data=REPORT.encode(), by=actor(person), at=NOW)
            for person in (place.people.office, place.people.office_second)
        )
    )
    assert len(won(found)) == 1


def test_who_may_not_is_told_so_while_others_write(place: SmallArea) -> None:
    case = finding(place)
    found = at_once(
        lambda: comment_on(case=case, text="收到", by=actor(place.people.clerk), at=NOW),
        lambda: add_evidence(case=case, brought=[paper("y.pdf")], by=actor(place.people.stranger), at=NOW),
    )
    assert [type(one) for one in found if isinstance(one, Exception)] == [NotAllowed]


def test_letters_issued_at_once_have_numbers_without_a_gap(place: SmallArea) -> None:
    case, office = finding(place), actor(place.people.office)
    found = at_once(*[lambda: issue_letter(case=case, letter="supervision", by=office, at=NOW) for _ in range(4)])
    assert sorted(letter.number for letter in won(found)) == [f"整改督办〔2026〕{n}号" for n in range(1, 5)]  # type: ignore[attr-defined]


def test_a_letter_is_signed_for_once(place: SmallArea) -> None:
    letter = issue_letter(case=finding(place), letter="supervision", by=actor(place.people.office), at=NOW)
    people = place.people
    clerks = [actor(one) for one in (people.clerk, people.clerk_second, people.director)]
    found = at_once(*[lambda by=by: receive_letter(letter=letter, by=by, at=NOW) for by in clerks])
    assert len(won(found)) == 1


def test_two_who_carry_a_long_hand_over_say_of_no_line_that_it_stayed(
    place: SmallArea, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = place.people
    case = finding(place)
    given = {"handler": people.clerk}
    for number in range(3):
        measure = open_case(
            pack="rectification", kind="measure", parent=case, subject=f"措施{number}", given={"responsible": place.units.housing, **given},
            by=actor(people.office), at=NOW,
        )  # fmt: skip
        assert measure.handler_id == people.clerk.pk
    monkeypatch.setattr(handing, "AT_ONCE", 0)
    by = actor(people.administrator)
    made, job = handing.hand_over_post(
        person=people.clerk, to=people.clerk_second, post=None, on=TODAY, reason="轮岗", by=by, at=NOW
    )
    assert job is not None
    carried = won(at_once(*[lambda: handing.carry_over(hand_over=made, by=by, at=NOW)] * 3))
    kept = HandOverLine.objects.filter(area_id=place.area.pk, hand_over=made)
    assert sum(int(str(one)) for one in carried) == kept.count() > 2
    assert {(line.went, line.why_not) for line in kept} == {(True, "")}


def test_two_applications_never_overspend_a_budget(place: SmallArea) -> None:
    enterprise_stories.open_portal(place, NOW)
    policy = enterprise_stories.policy(place, NOW, budget=1000, each_at_most=800)
    waiting = []
    for number, name in enumerate(("云湖精工机械有限公司", "云湖澄光电子有限公司")):
        _, person = enterprise_stories.enterprise(place, number, name, NOW)
        case = enterprise_stories.applied(place, policy, person, 700, NOW)
        waiting.append(enterprise_stories.reviewed(place, case, NOW, last=False))
    signers = (place.people.lead_clerk, place.people.lead_director)

    def last(case: Case, person: Person) -> Callable[[], Case]:
        return lambda: enterprise_stories.sign(case, person, NOW)

    found = at_once(*(last(case, person) for case, person in zip(waiting, signers, strict=True)))
    assert len(won(found)) == 1
    states = Case.objects.filter(area=place.area, pack="policy-money", kind="application").values_list(
        "state", flat=True
    )
    assert sorted(states) == ["noticed", "reviewing"]


def test_an_application_is_paid_once(place: SmallArea) -> None:
    enterprise_stories.open_portal(place, NOW)
    policy = enterprise_stories.policy(place, NOW)
    _, person = enterprise_stories.enterprise(place, 0, "云湖精工机械有限公司", NOW)
    case = enterprise_stories.reviewed(place, enterprise_stories.applied(place, policy, person, 700, NOW), NOW)
    later = NOW + timedelta(days=14)
    case = move_case(case=case, move="end_notice", given={}, by=actor(place.people.office), at=later)

    def pay(person: Person) -> Callable[[], Case]:
        given = {"paid_on": (TODAY + timedelta(days=14)).isoformat()}
        return lambda: move_case(
            case=case, move="pay", given=given, by=actor(person), at=later, evidence=[paper("凭证.pdf", kind="voucher")]
        )

    found = at_once(pay(place.people.lead_clerk), pay(place.people.lead_director))
    assert len(won(found)) == 1
    assert Stay.objects.filter(area=place.area, case=case, state="paid").count() == 1
