"""What is published was approved by another than who wrote it, never changes afterwards, and shows no personal data."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bihuan.accounts.actions import give_post
from bihuan.accounts.actions.delegations import give_delegation
from bihuan.accounts.delegations import standing_in
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.disclosure import actions
from bihuan.loop.disclosure.grounds import GROUNDS
from bihuan.loop.disclosure.models import Channel, Disclosure, Omission
from bihuan.loop.disclosure.publishing import file_proof, publish
from bihuan.loop.disclosure.queries import (
    get_disclosure,
    obstacles,
    omissions_of,
    printed,
    public_text,
    published_texts,
    redactions_of,
    state_of,
    title_of,
)
from bihuan.loop.errors import NotAllowed, NotHere, OvertakenByOther, Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.evidence.store import path_of
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.trail.verification import verify
from tests.people import NOW, TODAY, SmallArea, actor

PASSAGES = [
    {"anchor": "whole/round:1/1", "kind": "paragraph", "text": "现将整改进展情况予以公布。"},
    {"anchor": "tasks/finding:2", "kind": "heading", "text": "关于“安置房交付滞后”问题的整改", "level": 2},
    {"anchor": "tasks/finding:2/1", "kind": "paragraph", "text": "已交付住房120套，群众可拨打13812345678询问。"},
    {"anchor": "tasks/finding:3", "kind": "heading", "text": "关于“某工程招标不规范”问题的整改", "level": 2},
    {"anchor": "tasks/finding:3/1", "kind": "paragraph", "text": "问题线索正在核查，已追缴资金3.2万元。"},
]


@pytest.fixture
def round_(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    office = actor(small_area.people.office)
    return open_case(pack="rectification", kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)


def begun(round_: Case, area: SmallArea, **more: Any) -> Disclosure:
    given: dict[str, Any] = {"title": "整改进展情况的通报", "asof": TODAY, "passages": PASSAGES, **more}
    return actions.begin_disclosure(round_=round_, by=actor(area.people.office), at=NOW, **given)


def frozen(round_: Case, area: SmallArea, **more: Any) -> Disclosure:
    return actions.freeze(disclosure=begun(round_, area, **more), by=actor(area.people.group_leader), at=NOW)


def words(disclosure: Disclosure, channel: Channel = Channel.PUBLIC) -> str:
    return "\n".join(passage["text"] for passage in printed(disclosure, channel))


def omitted(disclosure: Disclosure, area: SmallArea, ground: str = "open_case") -> Omission:
    return actions.ask_omission(
        disclosure=disclosure,
        anchors=["tasks/finding:3", "tasks/finding:3/1"],
        ground=ground,
        explanation="尚在初核",
        by=actor(area.people.office),
        at=NOW,
    )


def test_personal_data_is_covered_before_anybody_looks(round_: Case, small_area: SmallArea) -> None:
    disclosure = begun(round_, small_area)
    assert [one.check_id for one in redactions_of(disclosure)] == ["mobile_number"]
    assert "138****5678" in words(disclosure)
    assert "13812345678" not in words(disclosure, Channel.INNER)


def test_a_covered_number_can_be_shown_again_only_with_a_reason(round_: Case, small_area: SmallArea) -> None:
    disclosure, office = begun(round_, small_area), actor(small_area.people.office)
    row = redactions_of(disclosure)[0]
    with pytest.raises(Refused):
        actions.uncover(disclosure=disclosure, redaction_id=row.pk, reason="", by=office, at=NOW)
    actions.uncover(disclosure=disclosure, redaction_id=row.pk, reason="公开的办公电话", by=office, at=NOW)
    assert "13812345678" in words(disclosure)
    assert obstacles(disclosure) == []
    actions.cover_again(disclosure=disclosure, redaction_id=row.pk, by=office, at=NOW)
    assert "138****5678" in words(disclosure)


def test_a_person_covers_further_words_wherever_they_stand_in_the_paragraph(
    round_: Case, small_area: SmallArea
) -> None:
    disclosure = begun(round_, small_area)
    given: dict[str, Any] = {"disclosure": disclosure, "by": actor(small_area.people.office), "at": NOW, "reason": ""}
    actions.redact(anchor="tasks/finding:3", words="某工程", **given)
    assert "关于“***招标不规范”" in words(disclosure)
    with pytest.raises(Refused, match="原样"):
        actions.redact(anchor="tasks/finding:3", words="别的工程", **given)


@pytest.mark.parametrize("ground", sorted(GROUNDS))
def test_what_is_left_out_is_left_out_only_when_another_person_agreed(
    round_: Case, small_area: SmallArea, ground: str
) -> None:
    disclosure = begun(round_, small_area)
    omission = omitted(disclosure, small_area, ground)
    assert "招标" in words(disclosure)
    assert obstacles(disclosure)
    decide: dict[str, Any] = {
        "disclosure": disclosure,
        "omission_id": omission.pk,
        "granted": True,
        "answer": "",
        "at": NOW,
    }
    with pytest.raises(NotAllowed):
        actions.decide_omission(by=actor(small_area.people.office), **decide)
    actions.decide_omission(by=actor(small_area.people.discipline), **decide)
    assert "招标" not in words(disclosure)
    assert ("招标" in words(disclosure, Channel.INNER)) is not GROUNDS[ground].both
    assert obstacles(disclosure) == []


def test_a_refused_omission_stays_in_the_text_with_its_reason(round_: Case, small_area: SmallArea) -> None:
    disclosure = begun(round_, small_area)
    omission = omitted(disclosure, small_area)
    decide: dict[str, Any] = {"disclosure": disclosure, "omission_id": omission.pk, "granted": False, "at": NOW}
    with pytest.raises(Refused):
        actions.decide_omission(answer="", by=actor(small_area.people.discipline), **decide)
    actions.decide_omission(answer="已经公布", by=actor(small_area.people.discipline), **decide)
    assert "招标" in words(disclosure)
    assert omissions_of(disclosure)[0].answer == "已经公布"


def test_the_database_itself_refuses_a_decision_by_who_asked(round_: Case, small_area: SmallArea) -> None:
    omission = omitted(begun(round_, small_area), small_area)
    with pytest.raises(IntegrityError), transaction.atomic():
        Omission.objects.filter(area_id=omission.area_id, pk=omission.pk).update(
            granted=True, decided_by=small_area.people.office, decided_at=NOW
        )


def test_nobody_approves_what_he_prepared_and_nobody_else_but_the_leading_group_does(
    round_: Case, small_area: SmallArea
) -> None:
    disclosure = begun(round_, small_area)
    for person in (small_area.people.office, small_area.people.discipline, small_area.people.leader):
        with pytest.raises(NotAllowed):
            actions.freeze(disclosure=disclosure, by=actor(person), at=NOW)
    assert actions.freeze(disclosure=disclosure, by=actor(small_area.people.group_leader), at=NOW).frozen_at == NOW


def test_a_text_with_undecided_omissions_is_not_approved(round_: Case, small_area: SmallArea) -> None:
    disclosure = begun(round_, small_area)
    omitted(disclosure, small_area)
    with pytest.raises(Refused) as refused:
        actions.freeze(disclosure=disclosure, by=actor(small_area.people.group_leader), at=NOW)
    assert len(refused.value.missing) == 1


def test_an_approved_text_never_changes(round_: Case, small_area: SmallArea) -> None:
    disclosure, office = frozen(round_, small_area), actor(small_area.people.office)
    before = words(disclosure)
    row = redactions_of(disclosure)[0]
    for change in (
        lambda: actions.uncover(disclosure=disclosure, redaction_id=row.pk, reason="改", by=office, at=NOW),
        lambda: actions.cover_again(disclosure=disclosure, redaction_id=row.pk, by=office, at=NOW),
        lambda: actions.redact(
            disclosure=disclosure, anchor="tasks/finding:3", words="工程", reason="", by=office, at=NOW
        ),
        lambda: omitted(disclosure, small_area),
        lambda: actions.drop_disclosure(disclosure=disclosure, by=office, at=NOW),
        lambda: actions.freeze(disclosure=disclosure, by=actor(small_area.people.group_leader), at=NOW),
    ):
        with pytest.raises(NotHere):
            change()
    assert words(get_disclosure(office, "rectification", round_.number, disclosure.version)) == before


def test_only_an_approved_text_is_published_and_once_in_each_channel(round_: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    draft = begun(round_, small_area)
    with pytest.raises(NotHere):
        publish(disclosure=draft, channel="public", where="门户网站", by=office, at=NOW)
    disclosure = actions.freeze(disclosure=draft, by=actor(small_area.people.group_leader), at=NOW)
    publish(disclosure=disclosure, channel="inner", where="原反馈范围", by=office, at=NOW)
    assert public_text(small_area.area.code, disclosure.token) is None
    publish(disclosure=disclosure, channel="public", where="门户网站", by=office, at=NOW, until=TODAY)
    with pytest.raises(Refused):
        publish(disclosure=disclosure, channel="public", where="门户网站", by=office, at=NOW)
    found = public_text(small_area.area.code, disclosure.token)
    assert found is not None
    assert found.text["passages"] == printed(disclosure, Channel.PUBLIC)
    assert [one.disclosure_id for one in published_texts(small_area.area, TODAY)] == [disclosure.pk]
    assert not published_texts(small_area.area, TODAY + timedelta(days=1))


def test_a_correction_is_a_new_version_that_says_so(round_: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    first = frozen(round_, small_area)
    publish(disclosure=first, channel="public", where="门户网站", by=office, at=NOW)
    with pytest.raises(Refused) as refused:
        begun(round_, small_area, replaces=first)
    assert list(refused.value.fields) == ["correction"]
    second = frozen(round_, small_area, replaces=first, correction="套数有误", passages=PASSAGES[:3])
    assert second.version == first.version + 1
    publish(disclosure=second, channel="public", where="门户网站", by=office, at=NOW)
    old, new = public_text(small_area.area.code, first.token), public_text(small_area.area.code, second.token)
    assert old is not None
    assert new is not None
    assert old.newer == second
    assert (new.text["replaces"], new.text["correction"]) == (first.version, "套数有误")
    assert [one.disclosure_id for one in published_texts(small_area.area, TODAY)] == [second.pk]


def test_personal_data_in_the_words_of_a_correction_stands_in_the_way(round_: Case, small_area: SmallArea) -> None:
    first = frozen(round_, small_area)
    second = begun(round_, small_area, replaces=first, correction="电话13812345678写错")
    with pytest.raises(Refused) as refused:
        actions.freeze(disclosure=second, by=actor(small_area.people.group_leader), at=NOW)
    assert len(refused.value.missing) == 1


def test_proof_of_publication_is_filed_with_the_round(round_: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    row = publish(disclosure=frozen(round_, small_area), channel="public", where="门户网站", by=office, at=NOW)
    brought = NewEvidence("网页截图.txt", stream=BytesIO("截图".encode()))
    row = file_proof(publication=row, proof=brought, by=office, at=NOW)
    assert row.proof is not None
    assert Evidence.objects.get(area_id=round_.area_id, pk=row.proof_id or 0).kind == "proof"


def test_a_changed_text_is_found_by_verification(round_: Case, small_area: SmallArea) -> None:
    disclosure = frozen(round_, small_area)
    assert verify(round_.area_id).sound
    assert disclosure.public_file is not None
    place = path_of(round_.area_id, disclosure.public_file.digest)
    before = place.read_bytes()
    place.chmod(0o640)
    place.write_bytes(before.replace(b"120", b"121"))
    assert [one.fault.name for one in verify(round_.area_id).broken] == ["FILE_CHANGED"]
    place.write_bytes(before)
    rows = Disclosure.objects.filter(area_id=round_.area_id, pk=disclosure.pk)
    rows.update(title="别的题目")
    assert [one.fault.name for one in verify(round_.area_id).broken] == ["DISCLOSURE"]
    rows.update(title=disclosure.title)


def test_covered_letters_of_the_title_are_nowhere_in_what_is_published(round_: Case, small_area: SmallArea) -> None:
    title = "关于欧阳某甲有关问题整改情况的通报"
    passages = [{"anchor": "frame/title", "kind": "title", "text": title}, *PASSAGES]
    disclosure = begun(round_, small_area, title=title, passages=passages)
    office, group = actor(small_area.people.office), actor(small_area.people.group_leader)
    actions.redact(disclosure=disclosure, anchor="frame/title", words="欧阳某甲", reason="", by=office, at=NOW)
    done = actions.freeze(disclosure=disclosure, by=group, at=NOW)
    assert done.public_file is not None
    assert "欧阳" not in path_of(done.area_id, done.public_file.digest).read_text(encoding="utf-8")
    assert title_of(done, Channel.PUBLIC) == "关于****有关问题整改情况的通报"


def test_a_title_that_is_left_out_is_not_frozen_beside_the_text(round_: Case, small_area: SmallArea) -> None:
    passages = [{"anchor": "frame/title", "kind": "title", "text": "整改进展情况的通报"}, *PASSAGES]
    disclosure = begun(round_, small_area, passages=passages)
    office, group = actor(small_area.people.office), actor(small_area.people.group_leader)
    omission = actions.ask_omission(
        disclosure=disclosure, anchors=["frame/title"], ground="secret", explanation="涉密", by=office, at=NOW
    )
    actions.decide_omission(disclosure=disclosure, omission_id=omission.pk, granted=True, answer="", by=group, at=NOW)
    assert title_of(actions.freeze(disclosure=disclosure, by=group, at=NOW), Channel.PUBLIC) == ""


def test_what_was_changed_after_it_was_read_is_not_approved_unread(round_: Case, small_area: SmallArea) -> None:
    disclosure = begun(round_, small_area)
    office, group = actor(small_area.people.office), actor(small_area.people.group_leader)
    read = state_of(disclosure)
    number = redactions_of(disclosure)[0].pk
    actions.uncover(disclosure=disclosure, redaction_id=number, reason="单位电话", by=office, at=NOW)
    with pytest.raises(OvertakenByOther):
        actions.freeze(disclosure=disclosure, seen=read, by=group, at=NOW)
    assert actions.freeze(disclosure=disclosure, seen=state_of(disclosure), by=group, at=NOW).frozen_at == NOW


def test_whoever_uncovered_words_does_not_approve_them(round_: Case, small_area: SmallArea) -> None:
    disclosure = begun(round_, small_area)
    both = small_area.people.group_leader
    give_post(
        person=both,
        unit=small_area.units.office,
        role="member",
        by=actor(small_area.people.administrator),
        at=NOW,
        from_on=TODAY,
    )
    number = redactions_of(disclosure)[0].pk
    actions.uncover(disclosure=disclosure, redaction_id=number, reason="单位电话", by=actor(both), at=NOW)
    with pytest.raises(NotAllowed):
        actions.freeze(disclosure=disclosure, by=actor(both), at=NOW)


def test_there_are_two_channels_and_no_other(round_: Case, small_area: SmallArea) -> None:
    disclosure = frozen(round_, small_area)
    with pytest.raises(Refused):
        publish(disclosure=disclosure, channel="both", where="网站", by=actor(small_area.people.office), at=NOW)


def test_whoever_was_stood_in_for_does_not_decide_on_what_the_stand_in_asked(
    round_: Case, small_area: SmallArea
) -> None:
    people, disclosure = small_area.people, begun(round_, small_area)
    office = small_area.units.office
    by = actor(people.administrator)
    give_post(person=people.group_leader, unit=office, role="member", by=by, at=NOW, from_on=TODAY)
    made = give_delegation(
        person=people.group_leader,
        to=people.office_second,
        from_on=TODAY,
        to_on=TODAY,
        reason="出差",
        by=actor(people.group_leader),
        at=NOW,
        today=TODAY,
    )
    deputy = standing_in(people.office_second, delegation_id=made.pk, on=TODAY)
    assert deputy is not None
    asked = actions.ask_omission(
        disclosure=disclosure,
        anchors=["tasks/finding:3"],
        ground="open_case",
        explanation="尚在初核",
        by=deputy,
        at=NOW,
    )
    with pytest.raises(NotAllowed):
        actions.decide_omission(
            disclosure=disclosure, omission_id=asked.pk, granted=True, answer="", by=actor(people.group_leader), at=NOW
        )
