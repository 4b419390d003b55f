"""Edits of a working copy: pure functions from lines to lines."""

from __future__ import annotations

import pytest

from bihuan.loop.errors import OvertakenByOther, Refused
from bihuan.loop.intake import lines
from bihuan.loop.intake.actions import bring_in, change_round
from bihuan.loop.intake.errors import BroughtBefore
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import can_undo, open_rounds, to_look_at
from bihuan.loop.lifecycle.packs import release_packs
from tests.pages.intake_papers import REPORT, bring, now
from tests.people import NOW, TODAY, SmallArea, actor

READ = {
    "findings": [
        {
            "number": "一",
            "title": "周期长",
            "measures": [{"number": "1", "title": "压缩时限", "text": "压缩时限。逾期说明。按月公布", "place": None}],
        },
        {"number": "二", "title": "扬尘反复", "measures": [{"number": "1", "title": "巡查", "text": "巡查"}]},
    ]
}


@pytest.fixture
def made() -> lines.Lines:
    return lines.lines_from(READ, lambda _text: None)


def texts(made: lines.Lines) -> list[str]:
    return [measure["text"] for measure in made["findings"][0]["measures"]]


def test_a_line_can_be_cut_behind_each_sentence_but_the_last(made: lines.Lines) -> None:
    measure = made["findings"][0]["measures"][0]
    assert [lines.whole(measure)[:place] for place in lines.cuts(measure)] == ["压缩时限。", "压缩时限。逾期说明。"]


def test_both_halves_keep_every_character_and_the_first_its_title(made: lines.Lines) -> None:
    cut = lines.split(made, "n2", 5)
    assert texts(cut) == ["压缩时限。", "逾期说明。按月公布"]
    assert [measure["title"] for measure in cut["findings"][0]["measures"]] == ["压缩时限", "逾期说明"]


@pytest.mark.parametrize("place", [0, -1, 99])
def test_a_cut_that_leaves_nothing_on_one_side_is_refused(made: lines.Lines, place: int) -> None:
    with pytest.raises(Refused):
        lines.split(made, "n2", place)


def test_a_new_title_is_the_whole_text_where_both_were_the_same(made: lines.Lines) -> None:
    changed = lines.changed(made, "n3", {"title": "施工扬尘反复"})
    assert lines.whole(lines.find_line(changed, "n3")) == "施工扬尘反复"
    kept = lines.changed(made, "n2", {"title": "压缩办理时限"})
    assert lines.whole(lines.find_line(kept, "n2")) == "压缩时限。逾期说明。按月公布"


def test_numbers_leave_out_what_is_dropped(made: lines.Lines) -> None:
    numbered = lines.renumbered(lines.changed(made, "n1", {"dropped": True}))
    assert [finding["number"] for finding in numbered["findings"]] == [None, "1"]


def test_a_unit_goes_to_every_line_that_names_it_and_has_none(made: lines.Lines) -> None:
    assigned, count = lines.assigned(made, None, "巡查", 7)
    assert count == 1
    assert lines.find_line(assigned, "n4")["unit"] == 7
    assert lines.assigned(assigned, None, "巡查", 8)[1] == 0


def test_nothing_an_edit_does_touches_the_copy_it_began_with(made: lines.Lines) -> None:
    before = repr(made)
    lines.split(made, "n2", 5)
    lines.merged(made, "n1")
    lines.added(made, "n1", "热线")
    lines.checked_all(made, {"n1"}, True)
    assert repr(made) == before


# The round of a draft


@pytest.fixture
def draft(small_area: SmallArea) -> IntakeDraft:
    release_packs(at=NOW)
    return bring(small_area.people.office)


def test_facts_of_the_round_are_kept_as_their_fields_say(draft: IntakeDraft, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    change_round(draft=draft, given={"plan_days": "10", "feedback_on": "2026-07-25"}, version=0, by=office, at=NOW)
    assert now(draft).lines["round"]["plan_days"] == 10
    assert can_undo(draft)
    with pytest.raises(OvertakenByOther):
        change_round(draft=draft, given={"plan_days": "11"}, version=0, by=office, at=NOW)


def test_every_wrong_fact_has_its_own_sentence(draft: IntakeDraft, small_area: SmallArea) -> None:
    given = {"plan_days": "十", "feedback_on": "去年", "subject": "名称"}
    with pytest.raises(Refused) as refused:
        change_round(draft=draft, given=given, version=0, by=actor(small_area.people.office), at=NOW)
    assert set(refused.value.fields) == {"plan_days", "feedback_on"}


def test_a_round_that_lacks_what_it_needs_is_something_to_look_at(draft: IntakeDraft, small_area: SmallArea) -> None:
    assert "round_incomplete" not in {one.rule for one in to_look_at(draft, TODAY)}
    draft.lines["round"]["feedback_on"] = None
    assert "round_incomplete" in {one.rule for one in to_look_at(draft, TODAY)}


def test_the_same_bytes_name_the_draft_that_exists(draft: IntakeDraft, small_area: SmallArea) -> None:
    with pytest.raises(BroughtBefore) as before:
        bring_in(name="副本.txt", data=REPORT.encode(), by=actor(small_area.people.office_second), at=NOW)
    assert before.value.draft == draft.pk


def test_no_round_is_offered_before_one_exists(draft: IntakeDraft, small_area: SmallArea) -> None:
    assert open_rounds(actor(small_area.people.office)) == []
