"""Letters to an enterprise: seen, signed for and replied to by its contacts; a letter that tells of the end still waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor, actor_of
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, NotAllowed, Refused
from bihuan.loop.letters.actions import issue_letter
from bihuan.loop.letters.answering import answer_reply, receive_letter, reply_to_letter
from bihuan.loop.letters.models import Letter, LetterState
from bihuan.loop.letters.nightly import note_overdue_letters
from bihuan.loop.letters.queries import running_letters
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.models import Notice
from bihuan.loop.portal.letters import count_letters_to_do, letters_about, letters_to, letters_to_do, own_letter
from tests.pages import enterprise_stories
from tests.people import NOW, TODAY, SmallArea, actor

NAME, OTHER = "云湖精工机械有限公司", "云湖澄光电子有限公司"


def refused(small: SmallArea) -> tuple[Case, Letter, Person, Person]:
    """An application that was refused, its letter, the contact it went to, and the contact of another enterprise."""
    enterprise_stories.open_portal(small, NOW)
    policy = enterprise_stories.policy(small, NOW)
    _, person = enterprise_stories.enterprise(small, 0, NAME, NOW)
    _, other = enterprise_stories.enterprise(small, 1, OTHER, NOW)
    case = enterprise_stories.applied(small, policy, person, 500, NOW)
    move_case(case=case, move="accept", given={}, by=actor(small.people.clerk), at=NOW)
    case = enterprise_stories.sign(case, small.people.director, NOW, "refuse", "同一设备已享受上级补助")
    assert case.state == "refused"
    letter = Letter.objects.select_related("writing").get(area_id=case.area_id, case_id=case.pk)
    return case, letter, person, other


def submitted(small: SmallArea) -> tuple[Case, Actor]:
    """An application that is handed in, and who did it."""
    enterprise_stories.open_portal(small, NOW)
    policy = enterprise_stories.policy(small, NOW)
    _, person = enterprise_stories.enterprise(small, 0, NAME, NOW)
    return enterprise_stories.applied(small, policy, person, 500, NOW), actor_of(person, on=TODAY)


def test_the_letter_of_a_refusal_waits_for_the_enterprise_until_it_is_signed_for(small_area: SmallArea) -> None:
    case, letter, person, other = refused(small_area)
    who, stranger = actor_of(person, on=TODAY), actor_of(other, on=TODAY)
    assert letters_to_do(who) == [("receive", letter)]
    assert count_letters_to_do(who) == 1
    assert [one.pk for one in letters_about(who, case)] == [letter.pk]
    assert not list(letters_to(stranger))
    with pytest.raises(CaseNotFound):
        own_letter(stranger, letter.pk, TODAY)
    with pytest.raises(NotAllowed):
        receive_letter(letter=letter, by=stranger, at=NOW)
    signed = receive_letter(letter=own_letter(who, letter.pk, TODAY), by=who, at=NOW)
    assert signed.state == LetterState.CLOSED  # it asks for no reply
    assert not letters_to_do(who)
    with pytest.raises(Refused):
        receive_letter(letter=letter, by=who, at=NOW)


def test_a_letter_nobody_of_the_enterprise_signs_for_is_noted_and_told_as_with_units(small_area: SmallArea) -> None:
    case, letter, _, _ = refused(small_area)
    later = NOW + timedelta(days=20)
    told = Notice.objects.filter(area_id=case.area_id, kind="letter").count()
    assert note_overdue_letters(Tonight(case.area_id, local_day(later), later, lambda: None)) == 1
    now = Letter.objects.get(area_id=case.area_id, pk=letter.pk)
    assert now.receipt_overdue_on == local_day(later)
    firm = now.to.get(area_id=case.area_id).unit_id
    fresh = Notice.objects.filter(area_id=case.area_id, kind="letter")[told:]
    assert firm in {row.unit_id for row in fresh}
    assert note_overdue_letters(Tonight(case.area_id, local_day(later), later, lambda: None)) == 0  # once


def test_a_letter_from_before_the_end_asks_nothing_any_more(small_area: SmallArea) -> None:
    case, who = submitted(small_area)
    office, before = actor(small_area.people.office), NOW - timedelta(hours=1)
    earlier = issue_letter(case=case, letter="reminder", by=office, at=before)
    assert running_letters(case.area_id).filter(pk=earlier.pk).exists()
    move_case(case=case, move="withdraw", given={"reason": "改报其他政策"}, by=who, at=NOW)
    assert not running_letters(case.area_id).filter(pk=earlier.pk).exists()


def test_the_letter_of_a_refusal_says_why(small_area: SmallArea) -> None:
    _, letter, _, _ = refused(small_area)
    assert "理由：同一设备已享受上级补助。" in "".join(str(part) for part in letter.writing.parts)
    assert letter.number


def test_a_contact_answers_for_the_enterprise_where_a_letter_asks_for_a_reply(small_area: SmallArea) -> None:
    case, who = submitted(small_area)
    _, other = enterprise_stories.enterprise(small_area, 1, OTHER, NOW)
    office = actor(small_area.people.office)
    letter = issue_letter(
        case=case, letter="refusal", answers={"because": "材料不全"}, reply_workdays=5, by=office, at=NOW
    )
    receive_letter(letter=letter, by=who, at=NOW)
    assert [what for what, _ in letters_to_do(who)] == ["reply"]
    with pytest.raises(NotAllowed):
        reply_to_letter(letter=letter, text="说明", by=actor_of(other, on=TODAY), at=NOW)
    reply_to_letter(letter=letter, text="设备不同，附发票", by=who, at=NOW)
    assert not letters_to_do(who)
    answer_reply(letter=letter, accepted=False, answer="请附发票原件", by=office, at=NOW)
    assert [what for what, _ in letters_to_do(who)] == ["reply"]


def test_an_enterprise_hears_of_every_step_that_others_take_in_its_matter(small_area: SmallArea) -> None:
    enterprise_stories.open_portal(small_area, NOW)
    policy = enterprise_stories.policy(small_area, NOW)
    firm, person = enterprise_stories.enterprise(small_area, 0, NAME, NOW)
    case = enterprise_stories.applied(small_area, policy, person, 500, NOW)
    own = Notice.objects.filter(area_id=case.area_id, case_id=case.pk, unit_id=firm.pk)
    assert not own.exists()  # its own steps are no news to it
    move_case(case=case, move="accept", given={}, by=actor(small_area.people.clerk), at=NOW)
    assert [row.kind for row in own] == ["change"]
