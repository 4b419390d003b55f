"""Ledgers of strange origin: merged heads, measures beside their finding, money in 万元, dates as people write them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.jobs.actions import cancel_job
from bihuan.loop.jobs.worker import work_off
from bihuan.loop.ledger_in import actions, taking
from bihuan.loop.ledger_in.actions import map_ledger
from bihuan.loop.ledger_in.files import refused_rows
from bihuan.loop.ledger_in.models import Does, ImportState, LedgerImport
from bihuan.loop.ledger_in.queries import get_import
from bihuan.loop.ledger_in.resuming import go_on
from bihuan.loop.ledger_in.taking import take_ledger, undo_ledger
from tests.people import NOW, TODAY, SmallArea
from tests.rooms.loop.ledger_in.rooms import Story, bring, faults, kept, story, workbook

LATER = NOW + timedelta(days=1)
MERGED = [
    (0, 0, 0, 7),
    (2, 0, 3, 0),
    (2, 1, 3, 1),
    (2, 2, 2, 3),
    (2, 4, 2, 5),
    (2, 6, 3, 6),
    (2, 7, 3, 7),
    (4, 0, 5, 0),
    (4, 1, 5, 1),
]


@pytest.fixture
def told(small_area: SmallArea) -> Story:
    return story(small_area)


def audit_ledger(unit: str = "住建局") -> bytes:
    rows: list[list[Any]] = [
        ["整改清单"],
        ["截至2026年11月20日", None, None, None, None, None, None, "单位：万元"],
        ["序号", "反馈问题", "整改责任清单", None, "整改目标清单", None, "整改措施", "涉及金额（万元）"],
        [None, None, "具体责任单位", "牵头单位", "整改类型", "整改时限", None, None],
        ["101", "窗口受理标准不统一", unit, "发改局", "限期整改", "2027年6月底前", "统一受理清单", 7.132],
        [None, None, None, None, None, "2027.5.1", "开展窗口培训", None],
        ["102", "项目前期论证不充分", unit, None, None, "2027年底前，并长期坚持", "完善论证程序", None],
        ["合计", None, None, None, None, None, None, 7.132],
    ]
    return workbook(rows, merged=MERGED)


def mapped(told: Story, ledger: LedgerImport, **changes: str) -> LedgerImport:
    """Confirm the proposed mapping, with some headings meaning something else."""
    chosen = [
        {
            "use": plan["use"],
            "columns": {one["at"]: changes[one["path"][-1]] for one in plan["columns"] if one["path"][-1] in changes},
        }
        for plan in ledger.sheets
    ]
    return map_ledger(ledger=ledger, chosen=chosen, source="审计局", by=told.office, at=NOW)


def test_a_merged_head_and_measures_beside_their_finding_are_understood(told: Story) -> None:
    ledger = bring(told, audit_ledger())
    assert ledger.state == ImportState.MAPPING
    meant = {one["path"][-1]: one["to"] for one in ledger.sheets[0]["columns"]}
    assert meant == {
        "序号": "finding.source_number",
        "反馈问题": "finding.subject",
        "具体责任单位": "measure.responsible",
        "牵头单位": "finding.lead",
        "整改类型": "measure.nature",
        "整改时限": "measure.due",
        "整改措施": "measure.subject",
        "涉及金额（万元）": "finding.amount",
    }
    ledger = mapped(told, ledger)
    assert ledger.counts == {Does.NEW: 5}, faults(ledger)
    take_ledger(ledger=ledger, by=told.office, at=LATER)
    rows = Case.objects.filter(area_id=told.round.area_id, root_id=told.round.pk)
    finding = rows.get(kind="finding", subject="窗口受理标准不统一")
    assert finding.field("amount") == "71320.00"
    measures = list(rows.filter(parent_id=finding.pk).order_by("id"))
    assert [(one.subject, one.due) for one in measures] == [
        ("统一受理清单", date(2027, 6, 30)),
        ("开展窗口培训", date(2027, 5, 1)),
    ]
    assert rows.get(subject="完善论证程序").nature == "standing"


def test_the_next_ledger_of_the_same_source_maps_itself(told: Story) -> None:
    mapped(told, bring(told, audit_ledger()), 涉及金额="", 牵头单位="")
    again = bring(told, audit_ledger("发改局"))
    assert (again.state, again.source) == (ImportState.JUDGED, "审计局")
    assert {one["path"][-1]: one["to"] for one in again.sheets[0]["columns"]}["牵头单位"] == ""


def test_a_ledger_taken_twice_registers_nothing_twice(told: Story) -> None:
    take_ledger(ledger=mapped(told, bring(told, audit_ledger())), by=told.office, at=LATER)
    again = bring(told, audit_ledger(), at=LATER)
    assert set(again.counts) == {Does.SAME}


def test_a_row_under_a_faulty_row_is_refused_too(told: Story) -> None:
    ledger = mapped(told, bring(told, audit_ledger()), 具体责任单位="finding.responsible")
    bad = mapped(told, bring(told, audit_ledger("查无此局")), 具体责任单位="finding.responsible")
    assert ledger.counts == {Does.NEW: 5}
    assert bad.counts == {Does.REFUSED: 5}
    assert "第5行" in str(faults(bad)[6])


def test_the_same_case_twice_in_a_file_is_named(told: Story) -> None:
    number = told.findings[0].number
    ledger = mapped(told, bring(told, workbook([["编号", "整改要求"], [number, "甲"], [number, "乙"]])))
    assert ledger.counts == {Does.CHANGE: 1, Does.REFUSED: 1}
    assert "第2行" in str(faults(ledger)[3])


def test_unknown_numbers_and_wrong_kinds_are_said(told: Story) -> None:
    rows = [["编号", "整改要求"], ["2026-01-77", "甲"], [told.measures[0].number, "乙"]]
    ledger = mapped(told, bring(told, workbook(rows, name="反馈问题")))
    found = faults(ledger)
    assert "本轮没有编号" in str(found[2])
    assert "整改措施" in str(found[3])


def test_the_refused_rows_come_back_mended_with_the_same_mapping(told: Story) -> None:
    ledger = mapped(told, bring(told, audit_ledger("查无此局")))
    assert ledger.counts[Does.REFUSED] == 2
    again = bring(told, refused_rows(ledger))
    assert again.state == ImportState.JUDGED, "its headings are known with or without row and reason"
    assert again.counts[Does.REFUSED] == 2


def test_two_columns_of_one_meaning_are_refused(told: Story) -> None:
    with pytest.raises(Refused, match="两列"):
        mapped(told, bring(told, audit_ledger()), 具体责任单位="finding.lead")


@pytest.mark.parametrize("ending", ["csv", "txt"])
def test_separated_values_in_gb18030_are_read(told: Story, ending: str) -> None:
    text = f"编号,整改要求\r\n{told.findings[0].number},三日内办结\r\n"
    ledger = mapped(told, bring(told, text.encode("gb18030"), name=f"台账.{ending}"))
    assert ledger.counts == {Does.CHANGE: 1}


def test_a_file_without_a_table_is_refused_with_a_sentence(told: Story) -> None:
    with pytest.raises(Refused):
        bring(told, b"PK\x03\x04 broken")
    with pytest.raises(Refused):
        bring(told, "没有表格".encode(), name="说明.txt")


def test_large_ledgers_are_judged_taken_and_taken_back_by_a_worker(
    told: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    monkeypatch.setattr(taking, "AT_ONCE", 1)
    monkeypatch.setattr(taking, "CHUNK", 2)
    ledger = mapped(told, bring(told, audit_ledger()))

    def fresh() -> LedgerImport:
        return get_import(told.office, told.round.pack, told.round.number, ledger.pk, on=TODAY)

    assert (ledger.state, ledger.job is not None) == (ImportState.JUDGING, True)
    work_off(now=lambda: LATER)
    assert (fresh().state, fresh().counts) == (ImportState.JUDGED, {Does.NEW: 5})
    assert take_ledger(ledger=fresh(), by=told.office, at=LATER).state == ImportState.TAKING
    work_off(now=lambda: LATER)
    assert (fresh().state, fresh().counts["taken"]) == (ImportState.TAKEN, 5)
    assert undo_ledger(ledger=fresh(), by=told.office, at=LATER).state == ImportState.UNDOING
    work_off(now=lambda: LATER)
    assert (fresh().state, fresh().counts["kept"]) == (ImportState.UNDONE, 0)


def test_a_worker_that_was_killed_repeats_nothing(told: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = mapped(told, bring(told, audit_ledger()))
    monkeypatch.setattr(taking, "CHUNK", 2)

    class Killed(Exception):
        pass

    def die(done: int, total: int) -> None:
        if done >= 2:
            raise Killed

    LedgerImport.objects.filter(area_id=ledger.area_id, pk=ledger.pk).update(state=ImportState.TAKING)
    ledger.state = ImportState.TAKING
    with pytest.raises(Killed):
        taking.take_rows(ledger, by=told.office, at=LATER, tell=die)
    taking.take_rows(ledger, by=told.office, at=LATER)
    assert len({row.case for row in kept(ledger, Does.NEW)}) == 5
    rows = Case.objects.filter(area_id=told.round.area_id, root_id=told.round.pk, subject="统一受理清单")
    assert rows.count() == 1


def test_a_task_that_was_cancelled_on_its_way_is_ended_later_and_nothing_is_taken_twice(
    told: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 1)
    monkeypatch.setattr(taking, "CHUNK", 2)
    ledger = mapped(told, bring(told, audit_ledger()))
    ledger = take_ledger(ledger=ledger, by=told.office, at=LATER)
    with pytest.raises(Refused):
        go_on(ledger=ledger, by=told.office, at=LATER)
    taking._take_chunk(ledger, by=told.office, at=LATER)
    assert cancel_job(job_id=ledger.job or 0, by=told.office, at=LATER)
    work_off(now=lambda: LATER)
    assert len([row for row in kept(ledger, Does.NEW) if row.written]) == 2
    with pytest.raises(Refused):
        undo_ledger(ledger=ledger, by=told.office, at=LATER)
    go_on(ledger=ledger, by=told.office, at=LATER)
    work_off(now=lambda: LATER)
    ended = get_import(told.office, told.round.pack, told.round.number, ledger.pk, on=TODAY)
    assert (ended.state, ended.counts["taken"]) == (ImportState.TAKEN, 5)
    assert taking._take_chunk(ledger, by=told.office, at=LATER) == 0, "a worker that was given up writes nothing more"


def test_a_ledger_that_was_put_away_while_it_was_checked_stays_away(
    told: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    ledger = mapped(told, bring(told, audit_ledger()))
    judging = get_import(told.office, told.round.pack, told.round.number, ledger.pk, on=TODAY)
    actions.drop_ledger(ledger=ledger, by=told.office, at=LATER)
    actions.write_judgement(judging, by=told.office, at=LATER)
    assert get_import(told.office, told.round.pack, told.round.number, ledger.pk, on=TODAY).state == ImportState.DROPPED
