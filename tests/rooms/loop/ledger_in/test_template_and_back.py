"""A template goes out, a unit fills it in, it comes back: what changed is seen before it is taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from bihuan.loop.cases.actions import correct_case
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.ledger_in.actions import map_ledger
from bihuan.loop.ledger_in.codes import code_of
from bihuan.loop.ledger_in.files import refused_rows
from bihuan.loop.ledger_in.models import Does, Form, ImportState
from bihuan.loop.ledger_in.taking import take_ledger, undo_ledger
from bihuan.loop.ledger_in.template import cases_for, empty_book, progress_book, register_book
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.warnings.catching_up import catch_up
from tests.people import NOW, TODAY, SmallArea, actor
from tests.rooms.loop.ledger_in.rooms import (
    Cells,
    Story,
    bring,
    changed,
    faults,
    kept,
    row_of,
    set_cell,
    story,
    written,
)

LATER = NOW + timedelta(days=1)


@pytest.fixture
def told(small_area: SmallArea) -> Story:
    return story(small_area)


def progress(told: Story) -> bytes:
    return written(progress_book(told.round, cases_for(told.clerk, told.round, on=TODAY), at=NOW))


def register(told: Story) -> bytes:
    return written(register_book(told.round, cases_for(told.office, told.round, on=TODAY), at=NOW))


def leave(name: str, cells: Cells) -> None:
    """Change nothing."""


def test_a_template_that_nobody_filled_in_changes_nothing(told: Story) -> None:
    for data, by, form in ((progress(told), told.clerk, Form.PROGRESS), (register(told), told.office, Form.REGISTER)):
        for file in (data, changed(data, leave)):
            ledger = bring(told, file, by=by)
            assert ledger.state == ImportState.JUDGED, "a template of ours needs nobody to map it"
            assert ledger.form == form
            assert set(ledger.counts) == {Does.SAME}, faults(ledger)


def test_a_unit_reports_the_progress_of_its_own_cases(told: Story) -> None:
    number = told.measures[0].number

    def fill(name: str, cells: Cells) -> None:
        if name == "整改措施":
            set_cell(cells, number, "进展情况", "办法已印发，文号云管办〔2026〕12号")
            set_cell(cells, number, "是否完成", "推进中")

    ledger = bring(told, changed(progress(told), fill), by=told.clerk)
    assert ledger.counts == {Does.CHANGE: 1, Does.SAME: 2}
    assert kept(ledger, Does.CHANGE)[0].changes == [["进展情况", "", "办法已印发，文号云管办〔2026〕12号"]]
    assert told.fresh(told.measures[0]).statement == "", "a preview writes nothing"
    taken = take_ledger(ledger=ledger, by=told.clerk, at=LATER)
    assert (taken.state, taken.counts["taken"], taken.counts["late"]) == (ImportState.TAKEN, 1, 0)
    case = told.fresh(told.measures[0])
    assert (case.statement, case.last_verb, case.state) == ("办法已印发，文号云管办〔2026〕12号", "moved", "working")


def test_only_own_cases_are_in_a_units_template(told: Story) -> None:
    numbers = {case.number for case in cases_for(told.clerk, told.round, on=TODAY)}
    assert numbers == {told.findings[0].number, *(case.number for case in told.measures)}


def test_a_row_of_another_unit_is_refused(told: Story) -> None:
    data = written(progress_book(told.round, cases_for(told.office, told.round, on=TODAY), at=NOW))
    other = told.findings[1].number

    def fill(name: str, cells: Cells) -> None:
        if name == "反馈问题":
            set_cell(cells, other, "进展情况", "已经办结")

    ledger = bring(told, changed(data, fill), by=told.clerk)
    assert ledger.counts[Does.REFUSED] == 1
    assert "本轮没有编号" in str(faults(ledger))


def test_a_row_about_a_case_that_may_not_be_seen_tells_nothing_of_it(told: Story) -> None:
    other = told.findings[1]
    code = code_of(0, other.number, [])  # the code is no secret: whoever knows a number can write one
    data = f"编号,反馈问题,进展情况,校验码\n{other.number},问题,进展,{code}\n2026-01-02,{other.subject},进展,\n"
    ledger = bring(told, data.encode(), by=told.clerk, name="进展.csv", form=Form.PROGRESS)
    chosen = [{"use": plan["use"], "columns": {}} for plan in ledger.sheets]
    ledger = map_ledger(ledger=ledger, chosen=chosen, source="", by=told.clerk, at=NOW)
    rows = kept(ledger, Does.REFUSED)
    assert len(rows) == 2
    assert [(row.case, row.seq, row.changes) for row in rows] == [(None, 0, [])] * 2
    assert other.subject not in str(faults(ledger))


def test_every_fault_is_named_by_its_row_and_column(told: Story) -> None:
    first, second = (case.number for case in told.measures)
    rows: dict[str, int] = {}

    def fill(name: str, cells: Cells) -> None:
        if name == "整改措施":
            rows["done"] = set_cell(cells, first, "是否完成", "已完成")
            rows["handler"] = set_cell(cells, second, "经办人", "查无此人")
        if name == "反馈问题":
            rows["choice"] = set_cell(cells, told.findings[0].number, "是否完成", "也许")

    ledger = bring(told, changed(progress(told), fill), by=told.clerk)
    found = faults(ledger)
    assert ledger.counts == {Does.REFUSED: 3}
    sheets = {(row.sheet, row.number) for row in kept(ledger, Does.REFUSED)}
    assert sheets == {("整改措施", rows["done"]), ("整改措施", rows["handler"]), ("反馈问题", rows["choice"])}
    columns = {(row.sheet, row.number): row.faults[0][0] for row in kept(ledger, Does.REFUSED)}
    assert columns["整改措施", rows["done"]] == "进展情况"
    assert columns["整改措施", rows["handler"]] == "经办人"
    assert columns["反馈问题", rows["choice"]] == "是否完成"
    assert len(found) >= 2


def test_the_rows_with_faults_of_a_template_come_back_mended_and_are_taken(told: Story) -> None:
    first, second = (case.number for case in told.measures)

    def spoil(name: str, cells: Cells) -> None:
        if name == "整改措施":
            set_cell(cells, first, "是否完成", "也许")
            set_cell(cells, second, "经办人", "查无此人")

    ledger = bring(told, changed(progress(told), spoil), by=told.clerk)
    assert "“已完成”或“推进中”" in str(faults(ledger))

    def mend(name: str, cells: Cells) -> None:
        if name == "整改措施":
            set_cell(cells, first, "是否完成", "推进中")
            set_cell(cells, first, "进展情况", "正在征求意见")
            set_cell(cells, second, "经办人", None)

    again = bring(told, changed(refused_rows(ledger), mend), by=told.clerk, form=Form.PROGRESS)
    if again.state == ImportState.MAPPING:
        chosen = [{"use": plan["use"], "columns": {}} for plan in again.sheets]
        again = map_ledger(ledger=again, chosen=chosen, source="", by=told.clerk, at=NOW)
    assert again.counts == {Does.CHANGE: 1, Does.SAME: 1}, faults(again)
    take_ledger(ledger=again, by=told.clerk, at=LATER)
    assert told.fresh(told.measures[0]).statement == "正在征求意见"


def test_the_good_rows_are_taken_and_the_refused_stay_behind(told: Story) -> None:
    first, second = (case.number for case in told.measures)

    def fill(name: str, cells: Cells) -> None:
        if name == "整改措施":
            set_cell(cells, first, "进展情况", "已修订")
            set_cell(cells, second, "经办人", "查无此人")

    ledger = bring(told, changed(progress(told), fill), by=told.clerk)
    take_ledger(ledger=ledger, by=told.clerk, at=LATER)
    assert told.fresh(told.measures[0]).statement == "已修订"
    assert told.fresh(told.measures[1]).handler is None


def test_what_somebody_else_changed_meanwhile_is_a_conflict_with_both_values(told: Story) -> None:
    case = told.findings[0]
    data = register(told)
    correct_case(case=case, given={"requirement": "三日内办结"}, reason="更正", by=told.office, at=NOW)

    def fill(name: str, cells: Cells) -> None:
        if name == "反馈问题":
            set_cell(cells, case.number, "整改要求", "五日内办结")

    ledger = bring(told, changed(data, fill))
    assert ledger.counts[Does.CONFLICT] == 1
    column, value, sentence = kept(ledger, Does.CONFLICT)[0].faults[0]
    assert (column, value) == ("整改要求", "五日内办结")
    assert "三日内办结" in sentence
    assert "林若溪" in sentence


def test_what_others_changed_and_the_row_did_not_touch_stays(told: Story) -> None:
    case = told.findings[0]
    data = register(told)
    correct_case(case=case, given={"requirement": "三日内办结"}, reason="更正", by=told.office, at=NOW)

    def fill(name: str, cells: Cells) -> None:
        if name == "反馈问题":
            set_cell(cells, case.number, "问题方面", "作风建设")

    ledger = bring(told, changed(data, fill))
    assert ledger.counts[Does.CHANGE] == 1
    take_ledger(ledger=ledger, by=told.office, at=LATER)
    fresh = told.fresh(case)
    assert (fresh.field("requirement"), fresh.field("aspect")) == ("三日内办结", "作风建设")


def test_a_row_pasted_beside_another_number_is_refused(told: Story) -> None:
    first, second = (case.number for case in told.measures)

    def fill(name: str, cells: Cells) -> None:
        if name == "整改措施":
            one, two = row_of(cells, first), row_of(cells, second)
            cells[one][0], cells[two][0] = cells[two][0], cells[one][0]

    ledger = bring(told, changed(progress(told), fill), by=told.clerk)
    assert ledger.counts[Does.REFUSED] == 2
    assert len(faults(ledger)) == 2
    assert all("校验码" in str(one) for one in faults(ledger).values())


def test_the_same_ledger_brought_again_changes_nothing(told: Story) -> None:
    def fill(name: str, cells: Cells) -> None:
        if name == "整改措施":
            set_cell(cells, told.measures[0].number, "进展情况", "已修订")

    data = changed(progress(told), fill)
    take_ledger(ledger=bring(told, data, by=told.clerk), by=told.clerk, at=LATER)
    assert set(bring(told, data, by=told.clerk, at=LATER).counts) == {Does.SAME}


def test_new_rows_of_the_empty_template_become_cases_and_undo_withdraws_them(told: Story) -> None:
    def fill(name: str, cells: Cells) -> None:
        def put(row: int, **values: Any) -> None:
            while len(cells) <= row + 6:
                cells.append([""] * len(cells[0]))
            for title, value in values.items():
                cells[row + 6][next(line.index(title) for line in cells[:6] if title in line)] = value

        if name == "反馈问题":
            put(
                0,
                **{"问题表述（原文）": "乱收费未清退", "原文序号": "4", "责任单位": "住建局", "问题金额（元）": 1234.5},
            )
        if name == "整改措施":
            put(0, **{"整改措施": "全部清退", "所属反馈问题或个案": "4", "责任单位": "住建局", "期限": "2027年3月底前"})

    data = changed(written(empty_book(told.round, at=NOW)), fill)
    ledger = bring(told, data)
    assert ledger.counts == {Does.NEW: 2}, faults(ledger)
    ledger = take_ledger(ledger=ledger, by=told.office, at=LATER)
    finding, measure = (row.case for row in kept(ledger, Does.NEW))
    case = told.fresh(type(told.round)(area_id=told.round.area_id, pk=measure))
    assert case.parent_id == finding
    assert case.due is not None
    assert case.due.isoformat() == "2027-03-31"
    undone = undo_ledger(ledger=ledger, by=told.office, at=LATER)
    assert (undone.state, undone.counts["kept"]) == (ImportState.UNDONE, 0)
    assert not type(told.round).objects.filter(area_id=told.round.area_id, pk__in=[finding, measure]).exists()


def test_undo_writes_back_what_was_changed(told: Story) -> None:
    case = told.findings[0]

    def fill(name: str, cells: Cells) -> None:
        if name == "反馈问题":
            set_cell(cells, case.number, "整改要求", "五日内办结")
            set_cell(cells, case.number, "配合单位", "发改局、档案馆")
            set_cell(cells, case.number, "期限", "2027.1.31")

    ledger = take_ledger(ledger=bring(told, changed(register(told), fill)), by=told.office, at=LATER)
    fresh = told.fresh(case)
    assert (fresh.field("requirement"), fresh.due.isoformat() if fresh.due else "") == ("五日内办结", "2027-01-31")
    undo_ledger(ledger=ledger, by=told.office, at=LATER)
    again = told.fresh(case)
    assert (again.field("requirement"), again.due) == (None, case.due)


def test_a_night_that_only_warns_stops_neither_the_taking_nor_the_undoing(told: Story) -> None:
    case = told.findings[0]

    def fill(name: str, cells: Cells) -> None:
        if name == "反馈问题":
            set_cell(cells, case.number, "整改要求", "五日内办结")

    ledger = bring(told, changed(register(told), fill))
    assert _night(told, case, days=12) > 0
    late = NOW + timedelta(days=13)
    taken = take_ledger(ledger=ledger, by=told.office, at=late)
    assert told.fresh(case).field("requirement") == "五日内办结", taken.counts
    assert _night(told, case, days=60) > 0
    undo_ledger(ledger=taken, by=told.office, at=NOW + timedelta(days=61))
    assert told.fresh(case).field("requirement") is None


def _night(told: Story, case: Case, *, days: int) -> int:
    """Let the clock go over a case and return how many warnings it gave."""
    at = NOW + timedelta(days=days)
    before = told.fresh(case).seq
    with transaction.atomic():
        catch_up(lock_case(case), at)
    return told.fresh(case).seq - before


def test_an_import_whose_cases_moved_on_is_not_taken_back(told: Story) -> None:
    def fill(name: str, cells: Cells) -> None:
        if name == "整改措施":
            set_cell(cells, told.measures[0].number, "进展情况", "已修订")

    ledger = take_ledger(ledger=bring(told, changed(progress(told), fill), by=told.clerk), by=told.clerk, at=LATER)
    move_case(case=told.measures[0], move="progress", given={"statement": "又有进展"}, by=told.clerk, at=LATER)
    with pytest.raises(Refused, match=told.measures[0].number):
        undo_ledger(ledger=ledger, by=told.clerk, at=LATER)


def test_what_changes_between_preview_and_taking_is_refused_by_itself(told: Story) -> None:
    def fill(name: str, cells: Cells) -> None:
        if name == "整改措施":
            for case in told.measures:
                set_cell(cells, case.number, "进展情况", "已修订")

    ledger = bring(told, changed(progress(told), fill), by=told.clerk)
    move_case(case=told.measures[0], move="progress", given={"statement": "另报"}, by=told.clerk, at=LATER)
    taken = take_ledger(ledger=ledger, by=told.clerk, at=LATER)
    assert (taken.counts["taken"], taken.counts["late"]) == (1, 1)
    assert told.fresh(told.measures[0]).statement == "另报"
    assert told.fresh(told.measures[1]).statement == "已修订"


def test_a_stranger_brings_nothing(told: Story) -> None:
    data = progress(told)
    with pytest.raises(Refused):
        bring(told, data, by=actor(told.area.people.stranger))
    with pytest.raises(Refused):
        bring(told, register(told), by=told.clerk)
