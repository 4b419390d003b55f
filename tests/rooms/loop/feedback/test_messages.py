"""What the public writes is taken, answered, voted on and published; who wrote it stays apart from everything else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.accounts.queries import the_public
from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.feedback.actions import complain, publish_answer, unpublish_answer, vote
from bihuan.loop.feedback.queries import feedback_figures, look_up, published_answers
from bihuan.loop.feedback.receiving import enter_message
from bihuan.loop.notices.models import Notice
from bihuan.loop.personal.actions import see_personal
from bihuan.loop.personal.models import PersonalValue
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from tests.pages.public_stories import CONTACT, SAID, WRITER, answered, message, open_line, send
from tests.people import SmallArea, actor

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _home(tmp_path: object, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def test_a_message_becomes_a_case_with_a_limit_and_waits_for_the_office(small_area: SmallArea) -> None:
    open_line(small_area, MONDAY, answer_days=10)
    receipt = send(small_area, at=MONDAY)
    case = Case.objects.get(area_id=small_area.area.pk, pk=receipt.case.pk)
    assert (case.state, case.fields["channel"], case.runs_until) == ("received", "web", date(2026, 11, 4))
    told = Notice.objects.filter(area_id=case.area_id, case_id=case.pk, unit_id=small_area.units.office.pk)
    assert told.exists()
    assert verify().broken == []


def test_nobody_takes_messages_where_no_line_is_open(small_area: SmallArea) -> None:
    with pytest.raises(Refused, match="目前"):
        send(small_area)


def test_the_writer_is_nowhere_but_in_the_table_for_personal_data(small_area: SmallArea) -> None:
    open_line(small_area)
    case = send(small_area).case
    stored = Case.objects.get(area_id=case.area_id, pk=case.pk)
    chain = "".join(Event.objects.filter(area_id=case.area_id, case_id=case.pk).values_list("record", flat=True))
    for secret in (WRITER, CONTACT):
        assert secret not in json.dumps(stored.fields, ensure_ascii=False)
        assert secret not in chain
    kept = PersonalValue.objects.filter(area_id=case.area_id, case_id=case.pk)
    assert dict(kept.values_list("field", "value")) == {"writer": WRITER, "contact": CONTACT}


def test_personal_data_in_the_first_words_is_covered_in_lists_and_notices(small_area: SmallArea) -> None:
    open_line(small_area)
    case = send(small_area, content="请回电13812345678，小区积水一直没有解决").case
    assert "13812345678" not in case.subject
    assert "138****5678" in case.subject


def test_who_handles_a_message_sees_the_writer_and_the_trail_says_so(small_area: SmallArea) -> None:
    people = small_area.people
    open_line(small_area)
    receipt = send(small_area)
    case = answered(small_area, receipt)
    assert see_personal(case=case, by=actor(people.clerk), at=case.last_at)["contact"] == CONTACT
    last = Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("-seq").first()
    assert last is not None
    assert (last.verb, last.person_id) == ("personal_seen", people.clerk.pk)
    for other in (people.clerk_second, people.leader, people.observer, people.stranger):
        with pytest.raises(NotAllowed):
            see_personal(case=case, by=actor(other), at=case.last_at)


def test_a_corrected_contact_is_sealed_anew_and_the_chain_still_holds(small_area: SmallArea) -> None:
    open_line(small_area)
    case = send(small_area).case
    correct_case(
        case=case,
        given={"contact": "13900001111"},
        reason="写错一位",
        by=actor(small_area.people.office),
        at=case.last_at,
    )
    kept = PersonalValue.objects.get(area_id=case.area_id, case_id=case.pk, field="contact")
    assert kept.value == "13900001111"
    chain = "".join(Event.objects.filter(area_id=case.area_id, case_id=case.pk).values_list("record", flat=True))
    assert "13900001111" not in chain
    assert verify().broken == []


def test_only_the_code_opens_a_message(small_area: SmallArea) -> None:
    open_line(small_area)
    receipt = send(small_area)
    keys: dict[str, Any] = {
        "area_id": small_area.area.pk,
        "number": receipt.number,
        "address": "10.0.0.9",
        "at": receipt.case.last_at,
    }
    found = look_up(code=receipt.code.lower().replace("-", " "), **keys)
    assert found is not None
    assert found.case_id == receipt.case.pk
    assert look_up(code="AAAA-BBBB-CCCC", **keys) is None


def test_a_vote_counts_once_and_satisfaction_follows_the_published_formula(small_area: SmallArea) -> None:
    open_line(small_area, MONDAY)
    for at, choice in enumerate(("excellent", "fair")):
        receipt = send(small_area, content=f"第{at}件，路面整改后仍有积水", at=MONDAY, address=f"10.0.0.{at}")
        answered(small_area, receipt, MONDAY)
        vote(message=message(receipt), choice=choice, note="", by=the_public(receipt.case.area_id), at=MONDAY)
        with pytest.raises(NotHere):
            vote(message=message(receipt), choice="bad", note="", by=the_public(receipt.case.area_id), at=MONDAY)
    rows = visible_to(actor(small_area.people.office)).filter(kind="message")
    found = feedback_figures(rows, since=date(2026, 11, 1), asof=date(2026, 11, 30))
    # (90 + 60) ÷ (2 × 90)
    assert (found.received, found.answered, found.in_time, found.due) == (2, 2, 2, 2)
    assert str(found.satisfaction) == "83.3"


def test_no_vote_makes_no_rate(small_area: SmallArea) -> None:
    open_line(small_area)
    rows = visible_to(actor(small_area.people.office)).filter(kind="message")
    found = feedback_figures(rows, since=date(2026, 1, 1), asof=date(2026, 12, 31))
    assert (found.satisfaction, found.in_time_rate) == (None, None)


def test_an_answer_after_the_limit_is_not_in_time(small_area: SmallArea) -> None:
    open_line(small_area, MONDAY, answer_days=5)
    late = MONDAY + timedelta(days=14)
    answered(small_area, send(small_area, at=MONDAY), late)
    send(small_area, at=MONDAY, content="另一件至今没有答复的事", address="10.0.0.77")
    rows = visible_to(actor(small_area.people.office)).filter(kind="message")
    found = feedback_figures(rows, since=date(2026, 11, 1), asof=date(2026, 11, 30))
    assert (found.due, found.in_time, found.late_now) == (2, 0, 1)


def test_the_writer_complains_only_when_it_is_late_and_once_a_week(small_area: SmallArea) -> None:
    open_line(small_area, MONDAY, answer_days=5)
    receipt = send(small_area, at=MONDAY)
    with pytest.raises(NotHere):
        complain(message=message(receipt), by=the_public(receipt.case.area_id), at=MONDAY)
    late = MONDAY + timedelta(days=14)
    complain(message=message(receipt), by=the_public(receipt.case.area_id), at=late)
    told = Notice.objects.filter(area_id=receipt.case.area_id, case_id=receipt.case.pk, kind="feedback")
    assert [one.unit_id for one in told] == [small_area.units.office.pk] * 2  # when it came, and now
    with pytest.raises(NotHere):
        complain(message=message(receipt), by=the_public(receipt.case.area_id), at=late + timedelta(days=1))
    complain(message=message(receipt), by=the_public(receipt.case.area_id), at=late + timedelta(days=8))
    assert message(receipt).complaints == 2


def test_only_words_the_office_approved_are_published(small_area: SmallArea) -> None:
    people = small_area.people
    open_line(small_area)
    receipt = send(small_area)
    case = answered(small_area, receipt)
    at = case.last_at
    texts = {"question": "群众反映路灯不亮。", "answer": "已更换灯具。"}
    with pytest.raises(NotAllowed):
        publish_answer(case=case, **texts, by=actor(people.clerk), at=at)
    for bad in (f"反映人{WRITER}说路灯不亮", "联系电话13812345678"):
        with pytest.raises(Refused) as refused:
            publish_answer(case=case, question=bad, answer="已更换灯具。", by=actor(people.office), at=at)
        assert "question" in refused.value.fields
    assert published_answers(small_area.area.pk) == []
    publish_answer(case=case, **texts, by=actor(people.office), at=at)
    assert [one.question for one in published_answers(small_area.area.pk)] == ["群众反映路灯不亮。"]
    unpublish_answer(case=case, reason="内容有误", by=actor(people.office), at=at)
    assert published_answers(small_area.area.pk) == []


def test_nothing_is_published_before_it_is_answered(small_area: SmallArea) -> None:
    open_line(small_area)
    case = send(small_area).case
    with pytest.raises(NotHere):
        publish_answer(case=case, question="问", answer="答", by=actor(small_area.people.office), at=case.last_at)


def test_the_office_enters_a_call_with_the_day_it_came(small_area: SmallArea) -> None:
    line = open_line(small_area, MONDAY)
    given = {"channel": "telephone", "content": "来电反映公示栏没有更新", "writer": "来电人"}
    later = MONDAY + timedelta(days=1)
    keys: dict[str, Any] = {"line": line, "given": given, "at": later}
    receipt = enter_message(received_on=MONDAY.date(), by=actor(small_area.people.office), **keys)
    assert receipt.case.fields["received_on"] == "2026-11-02"
    assert receipt.case.opener_id == small_area.people.office.pk
    with pytest.raises(NotAllowed):
        enter_message(received_on=MONDAY.date(), by=actor(small_area.people.clerk), **keys)
    with pytest.raises(Refused):
        enter_message(received_on=date(2026, 11, 9), by=actor(small_area.people.office), **keys)


def test_the_public_can_do_nothing_but_what_a_pack_opens_to_it(small_area: SmallArea) -> None:
    open_line(small_area)
    nobody = the_public(small_area.area.pk)
    at = send(small_area).case.last_at
    with pytest.raises(NotAllowed):
        open_case(pack="rectification", kind="round", subject="轮次", given={}, by=nobody, at=at)
    assert not nobody.is_system


def test_files_are_tied_into_the_chain(small_area: SmallArea) -> None:
    open_line(small_area)
    case = send(small_area, files=(("现场.png", b"\x89PNG\r\n\x1a\n" + bytes(40)),)).case
    first = Event.objects.get(area_id=case.area_id, case_id=case.pk, seq=1)
    files = json.loads(first.record)["body"]["source"]["files"]
    assert [one["name"] for one in files] == ["现场.png"]
    assert SAID  # the words themselves stand in the case
    assert case.fields["content"] == SAID
