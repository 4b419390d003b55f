"""Documents written from the rows of a round: who writes them, what stands in them, what becomes of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound, NotAllowed, OvertakenByOther, Refused
from bihuan.loop.letters.actions import issue_letter, issue_prepared, prepare_letter
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from bihuan.loop.writing.actions import (
    bring_back,
    edit_writing,
    make_final,
    put_away,
    take_back,
    take_up,
    write_anew,
    write_document,
)
from bihuan.loop.writing.checking import remarks_on
from bihuan.loop.writing.editing import reworded
from bihuan.loop.writing.files import file_of
from bihuan.loop.writing.ledger import ledger_facts
from bihuan.loop.writing.models import Writing, WritingState, WritingVersion
from bihuan.loop.writing.preparing import rows_for
from bihuan.loop.writing.queries import get_writing, parts_of, writings_of
from bihuan.loop.writing.settings import Settings
from bihuan.loop.writing.templates import Chosen, chosen_for
from bihuan.loop.writing.wording import set_words
from bihuan.loop.writing.words import within_marks
from tests.people import NOW, PACK, TODAY, SmallArea, actor

SUBJECT = "惠企政策“一键兑”兑现周期长；群众反映2次"
LATER = NOW + timedelta(days=1)
ASKED = {"addressee": "市委巡察工作领导小组"}


@pytest.fixture
def finding(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    given = {
        "inspector": "市委第三巡察组",
        "feedback_on": date(2026, 7, 24),
        "responsible": small_area.units.administration,
    }
    round_ = open_case(pack=PACK, kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    case = open_case(
        pack=PACK,
        kind="finding",
        parent=round_,
        subject=SUBJECT,
        given={"aspect": "履职尽责"},
        standard=["办法印发"],
        by=office,
        at=NOW,
    )
    handed = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    return move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)


def round_of(finding: Case) -> Case:
    return Case.objects.get(area_id=finding.area_id, pk=finding.root_id or 0)


def report(finding: Case, small_area: SmallArea) -> Writing:
    by = actor(small_area.people.office)
    return write_document(case=round_of(finding), document="report", asof=TODAY, by=by, at=NOW, asked=ASKED)


def told(writing: Writing) -> str:
    return "\n".join(part.passage.text for part in parts_of(writing) if not part.gone)


def paragraph(writing: Writing, text: str) -> str:
    return next(part.anchor for part in parts_of(writing) if text in part.passage.text)


def test_a_report_tells_the_exact_words_of_each_problem_and_the_figures(finding: Case, small_area: SmallArea) -> None:
    text = told(report(finding, small_area))
    assert f"关于“{within_marks(SUBJECT)}”问题的整改" in text
    assert "截至2026年11月20日，反馈问题1个，已完成整改并销号0个" in text
    assert "市委巡察工作领导小组" in text


def test_a_document_tells_the_rows_of_the_day_it_is_asked_for(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    correct_case(case=finding, given={"subject": "更正后的表述"}, reason="原文有误", by=office, at=LATER)
    then = write_document(case=round_of(finding), document="report", asof=TODAY, by=office, at=LATER, asked=ASKED)
    now = write_document(
        case=round_of(finding), document="report", asof=TODAY + timedelta(days=1), by=office, at=LATER, asked=ASKED
    )
    assert within_marks(SUBJECT) in told(then)
    assert "更正后的表述" in told(now)
    assert within_marks(SUBJECT) not in told(now)


def test_a_day_to_come_is_refused(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    with pytest.raises(Refused):
        write_document(case=round_of(finding), document="report", asof=TODAY + timedelta(days=2), by=office, at=NOW)


def test_only_the_office_writes_the_report(finding: Case, small_area: SmallArea) -> None:
    with pytest.raises(NotAllowed):
        write_document(
            case=round_of(finding), document="report", asof=TODAY, by=actor(small_area.people.director), at=NOW
        )


def test_the_head_of_a_unit_writes_its_own_report_and_no_other(finding: Case, small_area: SmallArea) -> None:
    head, units = actor(small_area.people.director), small_area.units
    written = write_document(
        case=round_of(finding), document="unit_report", unit=units.housing, asof=TODAY, by=head, at=NOW
    )
    assert within_marks(SUBJECT) in told(written)
    with pytest.raises(NotAllowed):
        write_document(case=round_of(finding), document="unit_report", unit=units.planning, asof=TODAY, by=head, at=NOW)
    by = actor(small_area.people.clerk)
    with pytest.raises(NotAllowed):
        write_document(case=round_of(finding), document="unit_report", unit=units.housing, asof=TODAY, by=by, at=NOW)


def test_a_letter_states_the_facts_of_its_case_and_goes_to_the_responsible_unit(
    finding: Case, small_area: SmallArea
) -> None:
    office = actor(small_area.people.office)
    letter = prepare_letter(case=finding, letter="supervision", by=office, at=NOW, reply_by=date(2026, 12, 1))
    text = told(letter.writing)
    assert "住房和城乡建设局" in text
    assert f"“{within_marks(SUBJECT)}”（编号{finding.number}），整改期限为2026年12月20日" in text
    assert "2026年12月1日前将办理情况书面报" in text


def test_a_letter_is_not_written_about_a_round(finding: Case, small_area: SmallArea) -> None:
    with pytest.raises(Refused):
        prepare_letter(case=round_of(finding), letter="reminder", by=actor(small_area.people.office), at=NOW)


def test_a_final_letter_gets_the_next_number_of_its_year_and_leaves_its_digest_in_the_trail(
    finding: Case, small_area: SmallArea
) -> None:
    office = actor(small_area.people.office)
    numbers = []
    for _ in range(2):
        numbers.append(issue_letter(case=finding, letter="reminder", by=office, at=NOW).writing.number)
    assert numbers == ["整改提醒〔2026〕1号", "整改提醒〔2026〕2号"]
    last = Event.objects.filter(area_id=finding.area_id, case_id=finding.pk).order_by("seq").last()
    assert last is not None
    assert last.verb == "letter_issued"
    assert Writing.objects.filter(area_id=finding.area_id).latest("id").digest in last.record


def test_a_gap_keeps_a_document_from_being_final(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    minutes = write_document(case=round_of(finding), document="minutes", asof=TODAY, by=office, at=NOW)
    with pytest.raises(Refused) as refused:
        make_final(writing=minutes, version=1, by=office, at=NOW)
    assert any("会议名称" in line for line in refused.value.missing)


def test_a_letter_is_written_and_made_final_only_as_a_letter(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    with pytest.raises(Refused):
        write_document(case=finding, document="reminder", asof=TODAY, by=office, at=NOW)
    prepared = prepare_letter(case=finding, letter="reminder", by=office, at=NOW)
    with pytest.raises(Refused):
        make_final(writing=prepared.writing, version=1, by=office, at=NOW)


def test_a_final_document_never_changes(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    final = report(finding, small_area)
    final = make_final(writing=final, version=1, by=office, at=NOW)
    for change in (
        lambda: edit_writing(writing=final, edit=reworded("facts/1", "别的"), version=1, by=office, at=NOW),
        lambda: write_anew(writing=final, asof=TODAY, version=1, by=office, at=NOW),
        lambda: put_away(writing=final, by=office, at=NOW),
        lambda: make_final(writing=final, version=1, by=office, at=NOW),
    ):
        with pytest.raises(Refused):
            change()


def test_what_was_written_by_hand_survives_writing_anew(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    writing = report(finding, small_area)
    anchor = paragraph(writing, "健全交办")
    writing = edit_writing(writing=writing, edit=reworded(anchor, "本轮建立三张清单。"), version=1, by=office, at=NOW)
    correct_case(case=finding, given={"subject": "更正后的表述"}, reason="原文有误", by=office, at=LATER)
    again = write_anew(writing=writing, asof=TODAY + timedelta(days=1), version=2, by=office, at=LATER)
    assert "本轮建立三张清单。" in told(again)
    assert "更正后的表述" in told(again)
    assert "截至2026年11月21日" in told(again)


def test_a_change_on_an_old_page_is_refused(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    writing = report(finding, small_area)
    anchor = paragraph(writing, "健全交办")
    edit_writing(writing=writing, edit=reworded(anchor, "甲"), version=1, by=office, at=NOW)
    with pytest.raises(OvertakenByOther):
        edit_writing(writing=writing, edit=reworded(anchor, "乙"), version=1, by=office, at=NOW)


def test_changes_are_taken_back_one_by_one_and_every_version_is_kept(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    writing = report(finding, small_area)
    first, anchor = told(writing), paragraph(writing, "健全交办")
    for version, text in ((1, "甲甲甲"), (2, "乙乙乙")):
        writing = edit_writing(writing=writing, edit=reworded(anchor, text), version=version, by=office, at=NOW)
    writing = take_back(writing=writing, version=3, by=office, at=NOW)
    assert "甲甲甲" in told(writing)
    writing = take_back(writing=writing, version=4, by=office, at=NOW)
    assert told(writing) == first
    with pytest.raises(Refused):
        take_back(writing=writing, version=5, by=office, at=NOW)
    writing = bring_back(writing=writing, kept=3, version=5, by=office, at=NOW)
    assert "乙乙乙" in told(writing)
    assert WritingVersion.objects.filter(area_id=writing.area_id, writing=writing).count() == 6


def test_a_draft_is_put_away_and_taken_up_again(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    writing = report(finding, small_area)
    put_away(writing=writing, by=office, at=NOW)
    with pytest.raises(Refused):
        write_anew(writing=writing, asof=TODAY, version=1, by=office, at=NOW)
    take_up(writing=writing, by=office, at=NOW)
    assert get_writing(office, writing.pk, TODAY).state == WritingState.DRAFT


def test_units_read_the_final_letters_to_them_and_nothing_else(finding: Case, small_area: SmallArea) -> None:
    office, clerk = actor(small_area.people.office), actor(small_area.people.clerk)
    prepared = prepare_letter(case=finding, letter="reminder", by=office, at=NOW)
    letter = prepared.writing
    report(finding, small_area)
    assert writings_of(clerk, round_of(finding), TODAY) == []
    issue_prepared(letter=prepared, by=office, at=NOW)
    assert [one.pk for one in writings_of(clerk, round_of(finding), TODAY)] == [letter.pk]
    for stranger in (small_area.people.stranger, small_area.people.lead_clerk):
        with pytest.raises(CaseNotFound):
            get_writing(actor(stranger), letter.pk, TODAY)


def test_own_words_hold_for_the_round_and_can_be_taken_back(finding: Case, small_area: SmallArea) -> None:
    office, round_ = actor(small_area.people.office), round_of(finding)
    texts = {"opening.text": "现将{inspector}反馈意见整改情况报告如下。"}
    kept = set_words(round_=round_, document="report", chosen=Chosen(texts, Settings(), 0), by=office, at=NOW)
    assert "现将市委第三巡察组反馈意见整改情况报告如下。" in told(report(finding, small_area))
    set_words(round_=round_, document="report", chosen=Chosen({}, Settings(), kept.version), by=office, at=NOW)
    assert chosen_for(round_, "report").texts == {}
    assert "现将整改进展情况报告如下。" in told(report(finding, small_area))


def test_words_with_faults_are_refused_with_line_and_character_and_nothing_is_kept(
    finding: Case, small_area: SmallArea
) -> None:
    office, round_ = actor(small_area.people.office), round_of(finding)
    texts = {"opening.text": "甲\n乙{wrong}", "progress.text": "共{fed_back个"}
    with pytest.raises(Refused) as refused:
        set_words(round_=round_, document="report", chosen=Chosen(texts, Settings(), 0), by=office, at=NOW)
    assert "2" in refused.value.fields["opening.text"]
    assert "wrong" in refused.value.fields["opening.text"]
    assert "progress.text" in refused.value.fields
    assert chosen_for(round_, "report").version == 0


def test_a_public_text_may_not_show_what_is_not_public(finding: Case, small_area: SmallArea) -> None:
    office, round_ = actor(small_area.people.office), round_of(finding)
    texts = {"tasks.text": "{undone_reason}"}
    with pytest.raises(Refused):
        set_words(round_=round_, document="notice", chosen=Chosen(texts, Settings(), 0), by=office, at=NOW)
    set_words(round_=round_, document="report", chosen=Chosen(texts, Settings(), 0), by=office, at=NOW)


def test_only_the_office_changes_words(finding: Case, small_area: SmallArea) -> None:
    with pytest.raises(NotAllowed):
        set_words(
            round_=round_of(finding),
            document="report",
            chosen=Chosen({}, Settings(), 0),
            by=actor(small_area.people.director),
            at=NOW,
        )


def test_a_contradiction_written_by_hand_is_found_before_anybody_signs(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    writing = report(finding, small_area)
    assert remarks_on(parts_of(writing), layout="report") == []
    anchor = paragraph(writing, "健全交办")
    wrong = "共处理10人，其中警告2人、记过3人、诫勉6人。"
    writing = edit_writing(writing=writing, edit=reworded(anchor, wrong), version=1, by=office, at=NOW)
    assert anchor in {one.anchor for one in remarks_on(parts_of(writing), layout="report")}


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("txt", "关于".encode()), ("html", b"<!DOCTYPE")])
def test_a_document_is_taken_out_as_a_file(finding: Case, small_area: SmallArea, kind: str, begins: bytes) -> None:
    made = file_of(report(finding, small_area), kind)
    assert made.data.startswith(begins)
    assert made.name.endswith(f".{kind}")


def test_a_figure_changed_by_hand_is_held_against_the_ledger(finding: Case, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    writing = report(finding, small_area)
    facts = ledger_facts(rows_for(office, writing, TODAY))
    assert remarks_on(parts_of(writing), layout="report", ledger=facts) == []
    anchor = paragraph(writing, "截至2026年11月20日")
    wrong = "截至2026年11月20日，反馈问题1个，已完成整改并销号1个；整改措施0条，已完成0条。"
    writing = edit_writing(writing=writing, edit=reworded(anchor, wrong), version=1, by=office, at=NOW)
    said = remarks_on(parts_of(writing), layout="report", ledger=facts)
    assert [(one.check, one.anchor) for one in said] == [("figure_differs", anchor)]


@pytest.mark.parametrize(
    "change", [{"title": "别的题目"}, {"number": "整改办〔2026〕99号"}, {"parts": []}, {"version": 9}]
)
def test_verification_finds_a_final_document_that_was_changed(
    finding: Case, small_area: SmallArea, change: dict[str, object]
) -> None:
    office = actor(small_area.people.office)
    final = issue_letter(case=finding, letter="reminder", by=office, at=NOW).writing
    assert verify(finding.area_id).sound
    rows = Writing.objects.filter(area_id=finding.area_id, pk=final.pk)
    before = rows.values(*change)[0]
    rows.update(**change)
    assert [one.fault.name for one in verify(finding.area_id).broken] == ["DOCUMENT"]
    rows.update(**before)
