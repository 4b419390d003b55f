"""A letter on its way: prepared, issued, signed for, replied to, answered, escalated, withdrawn; and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest

from bihuan.accounts.actions.delegations import give_delegation
from bihuan.accounts.delegations import standing_in
from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound, NotAllowed, Refused
from bihuan.loop.letters.actions import issue_letter, issue_prepared, letter_by_itself, prepare_letter, withdraw_letter
from bihuan.loop.letters.answering import Brought, answer_reply, receive_letter, reply_to_letter
from bihuan.loop.letters.escalating import TalkGiven, escalate_letter, letters_after, next_of, record_talk
from bihuan.loop.letters.figures import met_by_addressee
from bihuan.loop.letters.models import Letter, LetterReply, LetterState, LetterTo, Talk
from bihuan.loop.letters.nightly import note_overdue_letters
from bihuan.loop.letters.queries import (
    RegisterFilter,
    count_waiting_letters,
    get_letter,
    names_of,
    register,
    sent_rows,
    to_issue,
    to_reply,
    to_sign_for,
)
from bihuan.loop.letters.settings import ISSUE, NOT, PREPARE, set_ways, ways_of
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import newest_pack, release_packs
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.models import Notice
from bihuan.loop.trail.verification import verify
from bihuan.loop.writing.actions import edit_writing
from bihuan.loop.writing.editing import reworded
from bihuan.loop.writing.models import WritingState
from bihuan.loop.writing.queries import parts_of
from tests.people import NOW, PACK, TODAY, SmallArea, actor

PDF = b"%PDF-1.4 reply"


@pytest.fixture
def case(small_area: SmallArea) -> Case:
    return handed_out(small_area)


def handed_out(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    round_ = open_case(pack=PACK, kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    found = open_case(
        pack=PACK, kind="finding", parent=round_, subject="兑现周期长", standard=["办结"], by=office, at=NOW
    )
    handed = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    return move_case(case=found, move="hand_out", given=handed, by=office, at=NOW)


def supervision(case: Case, small_area: SmallArea) -> Letter:
    return issue_letter(case=case, letter="supervision", by=actor(small_area.people.office), at=NOW)


def text_of(letter: Letter) -> str:
    return "\n".join(part.passage.text for part in parts_of(letter.writing) if not part.gone)


def night(case: Case, day: date) -> int:
    at = NOW + (day - TODAY)
    return note_overdue_letters(Tonight(case.area_id, day, at, lambda: None))


def test_an_issued_letter_has_its_number_its_dates_and_waits_for_its_unit(case: Case, small_area: SmallArea) -> None:
    letter = supervision(case, small_area)
    assert letter.number == "整改督办〔2026〕1号"
    assert (letter.issued_on, letter.receipt_due_on, letter.reply_due_on) == (
        TODAY,
        date(2026, 11, 25),
        date(2026, 12, 1),
    )
    assert "2026年12月1日前将办理情况书面报" in text_of(letter)
    assert names_of([letter]) == {letter.pk: ["住房和城乡建设局"]}
    assert list(to_sign_for(actor(small_area.people.clerk))) == [letter]
    assert list(to_sign_for(actor(small_area.people.stranger))) == []
    told = Notice.objects.filter(area_id=case.area_id, kind="letter").values_list("unit_id", flat=True)
    assert set(told) == {small_area.units.housing.pk}


def test_a_letter_is_signed_for_replied_to_returned_and_accepted(case: Case, small_area: SmallArea) -> None:
    people, letter = small_area.people, supervision(case, small_area)
    director, office = actor(people.director), actor(people.office)
    letter = receive_letter(letter=letter, by=actor(people.clerk), at=NOW)
    assert letter.state == LetterState.RECEIVED
    assert list(to_reply(director)) == [letter]
    assert list(to_reply(actor(people.clerk))) == []
    files = [Brought("办理情况.pdf", BytesIO(PDF))]
    reply_to_letter(letter=letter, text="已成立专班。", brought=files, by=director, at=NOW)
    letter = answer_reply(letter=letter, accepted=False, answer="没有写明完成时间。", by=office, at=NOW)
    assert letter.state == LetterState.RECEIVED
    reply_to_letter(letter=letter, text="专班12月10日前完成。", by=director, at=NOW)
    letter = answer_reply(letter=letter, accepted=True, answer="", by=office, at=NOW)
    assert letter.state == LetterState.CLOSED
    replies = LetterReply.objects.filter(area_id=case.area_id, letter=letter).order_by("nth")
    assert [(one.nth, one.accepted) for one in replies] == [(1, False), (2, True)]


def test_who_wrote_a_reply_does_not_accept_it_for_somebody_who_is_away(case: Case, small_area: SmallArea) -> None:
    people, letter = (
        small_area.people,
        receive_letter(letter=supervision(case, small_area), by=actor(small_area.people.clerk), at=NOW),
    )
    reply_to_letter(letter=letter, text="已成立专班。", by=actor(people.director), at=NOW)
    given = give_delegation(
        person=people.office, to=people.director, from_on=TODAY, to_on=TODAY, reason="出差", by=actor(people.office), at=NOW, today=TODAY
    )  # fmt: skip
    deputy = standing_in(people.director, delegation_id=given.pk, on=TODAY)
    assert deputy is not None
    with pytest.raises(NotAllowed):
        answer_reply(letter=letter, accepted=True, answer="", by=deputy, at=NOW)
    assert answer_reply(letter=letter, accepted=True, answer="", by=actor(people.office), at=NOW).closed_at == NOW


def test_what_must_not_be_is_refused_with_a_sentence(case: Case, small_area: SmallArea) -> None:
    people, letter = small_area.people, supervision(case, small_area)
    office, clerk, director = actor(people.office), actor(people.clerk), actor(people.director)
    acts: dict[str, Callable[[], object]] = {
        "only the office prepares": lambda: prepare_letter(case=case, letter="reminder", by=clerk, at=NOW),
        "only the addressee signs": lambda: receive_letter(letter=letter, by=office, at=NOW),
        "first sign, then reply": lambda: reply_to_letter(letter=letter, text="已办", by=director, at=NOW),
        "only the head replies": lambda: reply_to_letter(letter=letter, text="已办", by=clerk, at=NOW),
        "no reply is there": lambda: answer_reply(letter=letter, accepted=True, answer="", by=office, at=NOW),
        "a reason is needed": lambda: withdraw_letter(letter=letter, reason=" ", by=office, at=NOW),
        "only the office withdraws": lambda: withdraw_letter(letter=letter, reason="错发", by=director, at=NOW),
        "it is issued already": lambda: issue_prepared(letter=letter, by=office, at=NOW),
        "that is no letter": lambda: issue_letter(case=case, letter="praise", by=office, at=NOW),
        "a day that has passed": lambda: issue_letter(
            case=case, letter="supervision", by=office, at=NOW, reply_by=TODAY - timedelta(days=1)
        ),
        "workdays out of reason": lambda: issue_letter(
            case=case, letter="supervision", by=office, at=NOW, reply_workdays=0
        ),
        "it summons to no talk": lambda: record_talk(
            letter=letter, given=TalkGiven("2026-11-20", "室", "甲", "乙", "办"), by=office, at=NOW
        ),
    }
    for reason, act in acts.items():
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.sentence, reason
    assert Letter.objects.filter(area_id=case.area_id).count() == 1


def test_a_gap_keeps_a_letter_from_going_out_and_its_number_is_not_used(case: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    with pytest.raises(Refused) as refused:
        issue_letter(case=case, letter="warning", by=office, at=NOW)
    assert any("最后期限" in line for line in refused.value.missing)
    done = issue_letter(case=case, letter="warning", by=office, at=NOW, answers={"last_day": "2026年12月31日"})
    assert done.number == "整改告诫〔2026〕1号"


def test_a_prepared_letter_has_no_number_and_bears_the_day_on_which_it_is_issued(
    case: Case, small_area: SmallArea
) -> None:
    office, later = actor(small_area.people.office), NOW + timedelta(days=3)
    prepared = prepare_letter(case=case, letter="supervision", by=office, at=NOW)
    assert (prepared.state, prepared.number) == (LetterState.PREPARED, "")
    assert list(to_issue(office)) == [prepared]
    with pytest.raises(CaseNotFound):
        get_letter(actor(small_area.people.clerk), prepared.pk, TODAY)
    letter = issue_prepared(letter=prepared, by=office, at=later)
    assert (letter.issued_on, letter.reply_due_on) == (date(2026, 11, 23), date(2026, 12, 2))
    assert "2026年12月2日前" in text_of(letter)
    assert "2026年11月23日" in text_of(letter)


def test_hand_written_words_survive_until_the_issue_and_are_asked_about_when_the_facts_moved(
    case: Case, small_area: SmallArea
) -> None:
    office = actor(small_area.people.office)
    prepared = prepare_letter(case=case, letter="reminder", by=office, at=NOW)
    edit_writing(writing=prepared.writing, edit=reworded("facts/1", "请高度重视。"), version=1, by=office, at=NOW)
    with pytest.raises(Refused):
        issue_prepared(letter=prepared, by=office, at=NOW + timedelta(days=1))
    letter = issue_prepared(letter=prepared, by=office, at=NOW)
    assert "请高度重视。" in text_of(letter)


def test_a_prepared_letter_does_not_go_to_a_unit_the_case_has_left(case: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    prepared = prepare_letter(case=case, letter="supervision", by=office, at=NOW)
    move_case(case=case, move="decline", given={"reason": "非本单位职责"}, by=actor(small_area.people.clerk), at=NOW)
    handed = {"responsible": small_area.units.planning, "nature": "by_date", "due": date(2026, 12, 20)}
    move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)
    with pytest.raises(Refused):
        issue_prepared(letter=prepared, by=office, at=NOW)


def test_a_withdrawn_number_stays_and_is_never_used_again(case: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    first = withdraw_letter(letter=supervision(case, small_area), reason="误发", by=office, at=NOW)
    second = supervision(case, small_area)
    assert (first.number, first.state) == ("整改督办〔2026〕1号", LetterState.WITHDRAWN)
    assert second.number == "整改督办〔2026〕2号"
    seen = register(office, RegisterFilter(), TODAY)
    assert [one.number for one in seen] == [second.number, first.number]
    assert [row.letter_id for row in sent_rows(case.area_id)] == [second.pk]
    with pytest.raises(Refused):
        receive_letter(letter=first, by=actor(small_area.people.clerk), at=NOW)


def test_a_withdrawn_draft_is_put_away(case: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    prepared = prepare_letter(case=case, letter="supervision", by=office, at=NOW)
    gone = withdraw_letter(letter=prepared, reason="已电话督办", by=office, at=NOW)
    gone.writing.refresh_from_db(from_queryset=type(gone.writing).objects.filter(area_id=case.area_id))
    assert gone.writing.state == WritingState.AWAY
    assert list(to_issue(office)) == []


def test_a_reminder_asks_for_nothing_and_is_closed_when_it_is_out(case: Case, small_area: SmallArea) -> None:
    letter = issue_letter(case=case, letter="reminder", by=actor(small_area.people.office), at=NOW)
    assert letter.state == LetterState.CLOSED


def test_letters_by_themselves_go_out_are_prepared_or_left_out_as_the_round_chose(
    case: Case, small_area: SmallArea
) -> None:
    office, pack = actor(small_area.people.office), newest_pack(PACK)
    round_ = Case.objects.get(area_id=case.area_id, pk=case.root_id or 0)
    sent = letter_by_itself(case=case, letter="reminder", by=by_itself(case.area_id), at=NOW, because="临近期限")
    assert sent is not None
    assert (sent.state, sent.issued_by_id, sent.because) == (LetterState.CLOSED, None, "临近期限")
    drafted = letter_by_itself(case=case, letter="supervision", by=by_itself(case.area_id), at=NOW, warning_id=7)
    assert drafted is not None
    assert (drafted.state, drafted.warning_id) == (LetterState.PREPARED, 7)
    assert set_ways(pack=pack, round_=None, chosen={"supervision": ISSUE}, by=office, at=NOW) == 1
    assert set_ways(pack=pack, round_=round_, chosen={"reminder": NOT, "warning": ISSUE}, by=office, at=NOW) == 2
    assert letter_by_itself(case=case, letter="reminder", by=by_itself(case.area_id), at=NOW) is None
    by_now = letter_by_itself(case=case, letter="supervision", by=by_itself(case.area_id), at=NOW)
    assert by_now is not None
    assert by_now.number == "整改督办〔2026〕1号"
    gaps = letter_by_itself(case=case, letter="warning", by=by_itself(case.area_id), at=NOW)
    assert gaps is not None
    assert gaps.state == LetterState.PREPARED  # its last day is for a person to set
    assert {way.letter.id: way.how for way in ways_of(case.area_id, pack, round_)}["guidance"] == PREPARE


def test_only_the_office_chooses_how_letters_go_out(case: Case, small_area: SmallArea) -> None:
    with pytest.raises(NotAllowed):
        set_ways(
            pack=newest_pack(PACK), round_=None, chosen={"reminder": NOT}, by=actor(small_area.people.clerk), at=NOW
        )


def test_the_night_notes_what_is_overdue_once_and_prepares_the_next_letter(case: Case, small_area: SmallArea) -> None:
    letter = supervision(case, small_area)
    assert night(case, date(2026, 11, 25)) == 0
    assert night(case, date(2026, 11, 26)) == 1  # the receipt
    assert night(case, date(2026, 11, 26)) == 0
    receive_letter(letter=letter, by=actor(small_area.people.clerk), at=NOW + timedelta(days=6))
    assert night(case, date(2026, 12, 2)) == 1  # the reply
    assert night(case, date(2026, 12, 3)) == 0
    following = next_of(letter)
    assert following is not None
    assert (following.letter, following.state) == ("warning", LetterState.PREPARED)
    assert "整改督办〔2026〕1号" in following.because
    heads = Notice.objects.filter(area_id=case.area_id, kind="letter", heads_only=True)
    assert set(heads.values_list("unit_id", flat=True)) == {small_area.units.housing.pk}


def test_a_letter_leads_to_a_talk_and_the_talk_is_recorded(case: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    letter = issue_letter(case=case, letter="warning", by=office, at=NOW, answers={"last_day": "2026年12月31日"})
    assert [one.id for one in letters_after(letter)] == ["talk", "accountability"]
    answers = {"talk_on": "2026年11月24日上午9时", "place": "第二会议室", "host": "陆怀远"}
    summons = escalate_letter(letter=letter, to="talk", answers=answers, by=office, at=NOW)
    with pytest.raises(Refused):
        escalate_letter(letter=letter, by=office, at=NOW)
    summons = issue_prepared(letter=summons, by=office, at=NOW)
    assert summons.number == "整改约谈〔2026〕1号"
    receive_letter(letter=summons, by=actor(small_area.people.director), at=NOW)
    given = TalkGiven(
        "2026-11-20", "第二会议室", "陆怀远", "邱志远", "12月10日前完成整改。", "按期完成。", "2026-12-11"
    )
    talk = record_talk(letter=summons, given=given, by=office, at=NOW)
    assert talk.writing is not None
    assert "12月10日前完成整改" in "".join(part.passage.text for part in parts_of(talk.writing))
    assert get_letter(office, summons.pk, TODAY).state == LetterState.CLOSED
    with pytest.raises(Refused):
        withdraw_letter(letter=summons, reason="误发", by=office, at=NOW)


def test_a_talk_is_recorded_with_everything_that_belongs_to_it(case: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    answers = {"talk_on": "2026年11月24日上午9时", "place": "第二会议室", "host": "陆怀远"}
    summons = issue_letter(case=case, letter="talk", by=office, at=NOW, answers=answers)
    with pytest.raises(Refused) as refused:
        record_talk(letter=summons, given=TalkGiven("2026-11-21", "", "", "邱志远", "办", "", "x"), by=office, at=NOW)
    assert set(refused.value.fields) == {"held_on", "place", "by_names", "next_on"}
    assert not Talk.objects.filter(area_id=case.area_id).exists()


def test_how_letters_were_met_counts_only_what_was_due(case: Case, small_area: SmallArea) -> None:
    letter = supervision(case, small_area)
    receive_letter(letter=letter, by=actor(small_area.people.clerk), at=NOW)
    supervision(case, small_area)
    letters = list(register(actor(small_area.people.office), RegisterFilter(), TODAY))
    total, by_unit = met_by_addressee(letters, names_of(letters), date(2026, 11, 26))
    assert (total.issued, total.receipts, total.received_in_time, total.replies) == (2, 2, 1, 0)
    assert [(one.name, one.receipt_rate, one.reply_rate, one.overdue) for one in by_unit] == [
        ("住房和城乡建设局", 50.0, None, 1)
    ]


def test_the_clock_counts_what_waits_for_each(case: Case, small_area: SmallArea) -> None:
    people = small_area.people
    supervision(case, small_area)
    prepare_letter(case=case, letter="guidance", by=actor(people.office), at=NOW)
    waiting = {name: count_waiting_letters(actor(getattr(people, name))) for name in ("office", "clerk", "stranger")}
    assert waiting == {"office": 1, "clerk": 1, "stranger": 0}


@pytest.mark.parametrize(
    "change",
    [
        {"number": "整改督办〔2026〕9号"},
        {"because": "别的理由"},
        {"received_at": None, "received_by_id": None},
        {"receipt_due_on": date(2026, 12, 30)},
        {"turn": 2},
    ],
)
def test_verification_finds_a_letter_that_was_changed(
    case: Case, small_area: SmallArea, change: dict[str, object]
) -> None:
    letter = receive_letter(letter=supervision(case, small_area), by=actor(small_area.people.clerk), at=NOW)
    assert verify(case.area_id).sound
    rows = Letter.objects.filter(area_id=case.area_id, pk=letter.pk)
    before = rows.values(*change)[0]
    rows.update(**change)
    assert [one.fault.name for one in verify(case.area_id).broken] == ["LETTER"]
    rows.update(**before)


def test_verification_finds_another_addressee(case: Case, small_area: SmallArea) -> None:
    letter = supervision(case, small_area)
    rows = LetterTo.objects.filter(area_id=case.area_id, letter=letter)
    rows.update(name="档案馆")
    assert [one.fault.name for one in verify(case.area_id).broken] == ["LETTER"]
    rows.update(name="住房和城乡建设局")


def test_the_clock_itself_may_write_letters_and_nothing_else(case: Case) -> None:
    made = prepare_letter(case=case, letter="supervision", by=by_itself(case.area_id), at=NOW)
    assert (made.prepared_by_id, made.writing.made_by_id) == (None, None)
