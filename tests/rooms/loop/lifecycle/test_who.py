"""Who acts and who sees: sections and stations, two posts, posts that ended, units that moved, desks of one round."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest

from bihuan.accounts.actions import add_person, add_unit, change_unit, give_post
from bihuan.accounts.models import Person, Unit
from bihuan.loop.cases.actions import correct_case, open_case, set_review_chain
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.clocks.actions import ask_extension, decide_extension
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.evidence.actions import NewEvidence, add_evidence, answer_point
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.lifecycle.waiting import waiting_for
from tests.people import NOW, PASSWORD, PAST, SmallArea, actor

PDF = b"%PDF-1.4 who"
HANDED = {"nature": "by_date", "due": date(2027, 1, 20)}


def round_of(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    given = {"inspector": "巡察组", "feedback_on": date(2026, 11, 2), "responsible": small_area.units.administration}
    office = actor(small_area.people.office)
    return open_case(pack="rectification", kind="round", subject="轮次", given=given, by=office, at=NOW)


def finding_under(round_: Case, small_area: SmallArea, **given: object) -> Case:
    office = actor(small_area.people.office)
    case = open_case(
        pack="rectification", kind="finding", parent=round_, subject="问题", standard=["点"], by=office, at=NOW
    )
    handed = {"responsible": small_area.units.housing, **HANDED, **given}
    return move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)


def worked(case: Case, small_area: SmallArea) -> Case:
    clerk = actor(small_area.people.clerk)
    case = move_case(case=case, move="accept", given={}, by=clerk, at=NOW)
    return answer_point(case=case, number=1, answer="已办", brought=[paper("1.pdf", point=1)], by=clerk, at=NOW)


def submitted(case: Case, small_area: SmallArea) -> Case:
    brought = [paper("承诺.pdf", kind="pledge"), paper("签字.pdf", kind="second_signature")]
    director = actor(small_area.people.director)
    return move_case(case=case, move="submit", given={"statement": "完成"}, by=director, at=NOW, evidence=brought)


def paper(name: str, **about: object) -> NewEvidence:
    return NewEvidence(name=name, stream=BytesIO(PDF + name.encode()), **about)  # type: ignore[arg-type]


def sees(person: Person, case: Case) -> bool:
    return visible_to(actor(person)).filter(pk=case.pk).exists()


def section_of(small_area: SmallArea, above: Unit) -> Person:
    """Return somebody of a new section of a unit: a part that is handed no cases itself."""
    by = actor(small_area.people.administrator)
    section = add_unit(by=by, at=NOW, name="办公室（内设）", parent=above, receives=False)
    person = add_person(by=by, at=NOW, name="尤嘉", username="you.jia", password=PASSWORD).person
    give_post(person=person, unit=section, role="member", by=by, at=NOW, from_on=PAST)
    return person


def test_who_works_in_a_section_sees_and_acts_for_the_bureau(small_area: SmallArea) -> None:
    person = section_of(small_area, small_area.units.housing)
    case = finding_under(round_of(small_area), small_area)
    assert sees(person, case)
    assert [row.case_id for row in waiting_for(actor(person))] == [case.pk]
    assert move_case(case=case, move="accept", given={}, by=actor(person), at=NOW).state == "working"


def test_who_works_in_a_station_neither_sees_nor_acts_for_the_bureau(small_area: SmallArea) -> None:
    person = small_area.people.station_clerk
    case = finding_under(round_of(small_area), small_area)
    assert not sees(person, case)
    assert waiting_for(actor(person)) == []
    with pytest.raises(NotAllowed):
        move_case(case=case, move="accept", given={}, by=actor(person), at=NOW)


def test_the_bureau_sees_what_its_station_was_handed(small_area: SmallArea) -> None:
    round_ = round_of(small_area)
    case = finding_under(round_, small_area, responsible=small_area.units.station)
    other = finding_under(round_, small_area, responsible=small_area.units.planning)
    assert sees(small_area.people.clerk, case)
    assert sees(small_area.people.clerk, round_)
    assert not sees(small_area.people.clerk, other)


def test_assisting_units_and_handlers_see_the_case_and_the_way_up_until_they_are_taken_out(
    small_area: SmallArea,
) -> None:
    round_, people, units = round_of(small_area), small_area.people, small_area.units
    case = finding_under(round_, small_area, assisting=[units.archive])
    sibling = finding_under(round_, small_area)
    assert (sees(people.stranger, case), sees(people.stranger, round_)) == (True, True)
    assert not sees(people.stranger, sibling)
    correct_case(case=case, given={"assisting": []}, reason="误填", by=actor(people.office), at=NOW)
    assert (sees(people.stranger, case), sees(people.stranger, round_)) == (False, False)
    move_case(case=case, move="accept", given={"handler": people.postless}, by=actor(people.clerk), at=NOW)
    assert (sees(people.postless, case), sees(people.postless, round_)) == (True, True)


def test_a_post_that_ended_yesterday_gives_nothing_and_two_posts_give_both(small_area: SmallArea) -> None:
    people, by = small_area.people, actor(small_area.people.administrator)
    case = finding_under(round_of(small_area), small_area, lead=small_area.units.planning)
    give_post(person=people.postless, unit=small_area.units.housing, role="member", by=by, at=NOW, from_on=PAST)
    give_post(person=people.postless, unit=small_area.units.archive, role="head", by=by, at=NOW, from_on=PAST)
    assert sees(people.postless, case)
    before = actor(people.clerk, on=PAST - timedelta(days=1))
    with pytest.raises(NotAllowed):
        move_case(case=case, move="accept", given={}, by=before, at=NOW)
    assert move_case(case=case, move="accept", given={}, by=actor(people.postless), at=NOW).state == "working"


def test_a_unit_that_moves_in_the_tree_keeps_its_cases(small_area: SmallArea) -> None:
    case = finding_under(round_of(small_area), small_area)
    by = actor(small_area.people.administrator)
    change_unit(unit=small_area.units.housing, parent=small_area.units.planning, by=by, at=NOW)
    assert sees(small_area.people.clerk, case)
    assert sees(small_area.people.lead_clerk, case)
    assert move_case(case=case, move="accept", given={}, by=actor(small_area.people.clerk), at=NOW).state == "working"


def test_a_round_with_its_own_leading_group_is_signed_by_it_alone(small_area: SmallArea) -> None:
    round_, people, units = round_of(small_area), small_area.people, small_area.units
    by = actor(people.administrator)
    set_desk_holder(pack="rectification", desk="leading_group", unit=units.archive, case=round_, by=by, at=NOW)
    office = actor(people.office)
    chain = [{"signed_by": ["lead_head"]}, {"signed_by": ["desk.leading_group"]}]
    set_review_chain(case=round_, kind="finding", state="checking", steps=chain, by=office, at=NOW)
    case = submitted(worked(finding_under(round_, small_area), small_area), small_area)
    # Nobody leads this finding: the level of the lead unit drops out.
    assert [step["signed_by"] for step in (case.review or {})["steps"]] == [["desk.leading_group"]]
    assert sees(people.stranger, case)
    with pytest.raises(NotAllowed):
        sign_case(case=case, verdict="pass", points={1: "met"}, by=actor(people.group_leader), at=NOW)
    case = sign_case(case=case, verdict="pass", points={1: "met"}, by=actor(people.stranger), at=NOW)
    assert case.state == "struck_off"


def test_a_chain_set_while_a_pass_runs_begins_with_the_next(small_area: SmallArea) -> None:
    round_, office = round_of(small_area), actor(small_area.people.office)
    case = submitted(worked(finding_under(round_, small_area), small_area), small_area)
    steps = [{"signed_by": ["desk.office"]}]
    set_review_chain(case=round_, kind="finding", state="checking", steps=steps, by=office, at=NOW)
    assert len((Case.objects.get(area=case.area_id, pk=case.pk).review or {})["steps"]) == 3
    case = move_case(
        case=case, move="withdraw", given={"reason": "补材料"}, by=actor(small_area.people.director), at=NOW
    )
    case = submitted(case, small_area)
    assert ((case.review or {})["pass"], len((case.review or {})["steps"])) == (2, 1)


@pytest.mark.parametrize("signer", ["desk.nobody", "nonsense", "panel", "clock", "anyone"])
def test_a_chain_names_only_who_can_sign(small_area: SmallArea, signer: str) -> None:
    round_ = round_of(small_area)
    with pytest.raises(Refused):
        set_review_chain(
            case=round_, kind="finding", state="checking", steps=[{"signed_by": [signer]}],
            by=actor(small_area.people.office), at=NOW,
        )  # fmt: skip


def test_a_level_that_must_still_sign_is_not_corrected_away(small_area: SmallArea) -> None:
    round_, office = round_of(small_area), actor(small_area.people.office)
    case = finding_under(round_, small_area, lead=small_area.units.planning)
    case = submitted(worked(case, small_area), small_area)
    for lead in (None, small_area.units.housing):
        with pytest.raises(Refused):
            correct_case(case=case, given={"lead": lead}, reason="误填", by=office, at=NOW)
    assert correct_case(case=case, given={"lead": small_area.units.archive}, reason="误填", by=office, at=NOW).lead_id


def test_the_original_due_date_is_that_of_the_hand_out_and_of_each_round(small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    round_ = round_of(small_area)
    case = open_case(
        pack="rectification", kind="finding", parent=round_, subject="问题", standard=["点"],
        given={"due": date(2026, 12, 1)}, by=office, at=NOW,
    )  # fmt: skip
    handed = {"responsible": small_area.units.housing, **HANDED}
    case = move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)
    assert case.original_due == date(2027, 1, 20)
    case = correct_case(case=case, given={"due": date(2027, 1, 25)}, reason="笔误", by=office, at=NOW)
    assert case.original_due == date(2027, 1, 20)


def test_a_request_nobody_answered_ends_with_its_round(small_area: SmallArea) -> None:
    round_, people = round_of(small_area), small_area.people
    office, director = actor(people.office), actor(people.director)
    steps = [{"signed_by": ["desk.office"]}]
    set_review_chain(case=round_, kind="finding", state="checking", steps=steps, by=office, at=NOW)
    case = worked(finding_under(round_, small_area), small_area)
    ask_extension(case=case, clock="work", asked_for=date(2027, 2, 20), reason="涉及面广", by=director, at=NOW)
    case = submitted(case, small_area)
    case = sign_case(case=case, verdict="pass", points={1: "met"}, by=office, at=NOW)
    with pytest.raises(Refused):
        decide_extension(case=case, granted=True, answer="", by=office, at=NOW)
    again = {"reason": "反弹", "due": date(2027, 3, 1)}
    case = move_case(
        case=case, move="reopen", given=again, by=office, at=NOW, evidence=[paper("据.pdf", kind="ground")]
    )
    assert (case.due, case.original_due) == (date(2027, 3, 1), date(2027, 3, 1))
    assert [row.granted for row in ExtensionRequest.objects.filter(area=small_area.area)] == [False]
    case = move_case(case=case, move="accept", given={}, by=actor(people.clerk), at=NOW)
    ask_extension(case=case, clock="work", asked_for=date(2027, 4, 1), reason="涉及面广", by=director, at=NOW)
    assert decide_extension(case=case, granted=True, answer="", by=office, at=NOW).due == date(2027, 4, 1)


def test_an_extension_never_brings_the_due_date_forward(small_area: SmallArea) -> None:
    office, director = actor(small_area.people.office), actor(small_area.people.director)
    case = worked(finding_under(round_of(small_area), small_area), small_area)
    ask_extension(case=case, clock="work", asked_for=date(2027, 2, 1), reason="涉及面广", by=director, at=NOW)
    case = move_case(case=case, move="suspend", given={"reason": "诉讼"}, by=office, at=NOW)
    case = move_case(case=case, move="resume", given={"due": date(2027, 5, 1)}, by=office, at=NOW)
    with pytest.raises(Refused):
        decide_extension(case=case, granted=True, answer="", by=office, at=NOW)
    assert decide_extension(case=case, granted=False, answer="已另定", by=office, at=NOW).due == date(2027, 5, 1)


def test_an_answer_that_changes_is_looked_at_again(small_area: SmallArea) -> None:
    case = finding_under(round_of(small_area), small_area, lead=small_area.units.planning)
    case = submitted(worked(case, small_area), small_area)
    case = sign_case(
        case=case,
        verdict="return",
        opinion="补照片",
        points={1: "met"},
        by=actor(small_area.people.lead_director),
        at=NOW,
    )
    case = answer_point(case=case, number=1, answer="另一种说法", by=actor(small_area.people.clerk), at=NOW)
    assert StandardPoint.objects.get(area=small_area.area, case=case).verdict == ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.pdf", b""),
        ("假.pdf", b"MZ\x00"),
        ("图.png", b"%PDF-1.4"),
        ("程序.exe", b"MZ\x00"),
        ("无", b"text"),
        ("", b"x"),
    ],
)
def test_files_that_are_not_kept_leave_nothing(small_area: SmallArea, name: str, data: bytes) -> None:
    case = finding_under(round_of(small_area), small_area)
    with pytest.raises(Refused):
        add_evidence(
            case=case, brought=[paper("好.pdf"), NewEvidence(name=name, stream=BytesIO(data))],
            by=actor(small_area.people.clerk), at=NOW,
        )  # fmt: skip
    assert not Evidence.objects.filter(area=small_area.area).exists()
    assert Case.objects.get(area=small_area.area, pk=case.pk).evidence_count == 0


def test_a_file_brings_its_name_and_not_its_folders(small_area: SmallArea) -> None:
    case = finding_under(round_of(small_area), small_area)
    names = ["../../etc/照片.pdf", "C:\\Users\\照片.pdf", "长" * 400 + ".pdf", "照\x00片.pdf"]
    case = add_evidence(case=case, brought=[paper(name) for name in names], by=actor(small_area.people.clerk), at=NOW)
    kept = list(Evidence.objects.filter(area=small_area.area).order_by("id").values_list("name", flat=True))
    assert kept == ["照片.pdf", "照片.pdf", "长" * 196 + ".pdf", "照片.pdf"]
    assert case.evidence_count == 4


@pytest.mark.parametrize("typed", ["²", "9" * 40, "\x00", "-1", "没有", "１２"])
def test_what_names_no_unit_is_said_so(small_area: SmallArea, typed: str) -> None:
    round_ = round_of(small_area)
    with pytest.raises(Refused) as refused:
        finding_under(round_, small_area, responsible=typed)
    assert "responsible" in refused.value.fields


@pytest.mark.parametrize("typed", ["9999-12-31", "2026-02-30", "明天", "2026-11-19"])
def test_a_due_date_that_cannot_be_is_named(small_area: SmallArea, typed: str) -> None:
    round_ = round_of(small_area)
    with pytest.raises(Refused) as refused:
        finding_under(round_, small_area, due=typed)
    assert set(refused.value.fields) == {"due"}


def test_a_unit_of_another_area_is_no_unit(small_area: SmallArea, outsider: Person) -> None:
    foreign = Unit.objects.filter(area=outsider.area).first()
    round_ = round_of(small_area)
    with pytest.raises(Refused):
        finding_under(round_, small_area, responsible=foreign)
