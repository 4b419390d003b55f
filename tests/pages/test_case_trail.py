"""The trail of a case as pages tell it: every verb has words, verification on demand, and a file to take away."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from bihuan.loop.cases.actions import comment_on, correct_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.trail.history import Difference, Happening, history
from bihuan.loop.trail.verbs import Verb
from bihuan.web.case.trail import PRESENTERS, entry_of
from tests.pages import stories
from tests.pages.stories import address, drained
from tests.people import SmallArea, actor, browser_of


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def file_of(case: Case) -> CaseFile:
    return CaseFile(Case.objects.get(area_id=case.area_id, pk=case.pk), stories.today())


def test_every_verb_has_a_presenter() -> None:
    assert set(PRESENTERS) == set(Verb)


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_is_told_even_with_an_empty_body(small_area: SmallArea, verb: Verb) -> None:
    file = file_of(stories.drafted(small_area))
    difference = Difference("point.1.verdict", "", "", "met")
    event = Happening(1, verb, datetime(2026, 1, 1, tzinfo=UTC), "林若溪", "整改办", {}, "sm3:ab", (difference,))
    entry = entry_of(file, event)
    assert entry.verb or entry.what or verb is Verb.MOVED
    assert entry.who == "林若溪 整改办"


def test_the_history_of_a_whole_round_reads_as_it_happened(small_area: SmallArea) -> None:
    case = stories.struck_off(small_area)
    file = file_of(case)
    entries = [entry_of(file, event) for event in history(file, limit=50).events]
    verbs = [entry.verb for entry in reversed(entries)]
    assert verbs[:3] == ["登记", "交办", "签收"]
    assert verbs[-1] == "审核通过"
    handed = next(entry for entry in entries if entry.verb == "交办")
    assert ("责任单位", "", "住房和城乡建设局") in {(one.name, one.before, one.after) for one in handed.changes}
    assert all(len(entry.digest) == 64 for entry in entries)


def test_old_and_new_value_of_a_correction_are_told_in_words(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    by = actor(small_area.people.office)
    given = {"sort": "funds", "supervisor": small_area.units.planning, "amount": "3126500"}
    correct_case(case=case, given=given, reason="原件如此", by=by, at=stories.clock())
    entry = entry_of(file_of(case), history(file_of(case), limit=1).events[0])
    told = {one.name: one.after for one in entry.changes}
    assert told["问题类别"] == "财政财务"
    assert told["监督管理主管部门"] == "发展和改革局"
    assert told["问题金额"] == "312.65万元", "an amount says its unit once"
    assert entry.quote == "原件如此"


def test_the_trail_is_paged_by_the_number_of_the_event(small_area: SmallArea) -> None:
    case = stories.drafted(small_area)
    by = actor(small_area.people.office)
    for number in range(60):
        comment_on(case=case, text=f"第{number}条备注", by=by, at=stories.clock())
    office = browser_of(small_area.people.office)
    first = office.get(address(case, "case_trail")).content.decode()
    assert "第59条备注" in first
    assert "第9条备注" not in first
    file = file_of(case)
    before = history(file, limit=50).before
    second = office.get(address(case, "case_trail") + f"?before={before}").content.decode()
    assert "第9条备注" in second
    assert office.get(address(case, "case_trail") + "?before=x").status_code == 200


def test_a_sound_chain_says_so_and_a_damaged_one_names_the_event(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    office = browser_of(small_area.people.office)
    url = address(case, "case_trail") + "?verify=1"
    assert "链已验证" in office.get(url).content.decode()
    with connection.cursor() as cursor:  # as somebody with the database in hand would
        cursor.execute("UPDATE loop_case SET subject = 'X' WHERE area_id = %s AND id = %s", [case.area_id, case.pk])
    page = office.get(url).content.decode()
    assert "留痕链已断" in page
    assert 'role="alert"' in page


def test_the_bundle_is_a_zip_with_the_chain_in_it(small_area: SmallArea) -> None:
    case = stories.answered(small_area)
    answer = browser_of(small_area.people.observer).get(address(case, "case_trail_file"))
    assert answer["Content-Disposition"].startswith("attachment;")
    with zipfile.ZipFile(BytesIO(drained(answer))) as bundle:
        assert {"events.jsonl", "digests.txt", "verify.py"} <= set(bundle.namelist())


def test_a_note_is_written_into_the_trail_and_an_empty_one_is_not(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    leader = browser_of(small_area.people.leader)
    page = leader.post(address(case, "case_comment"), {"text": "请抓紧"}, follow=True).content.decode()
    assert "请抓紧" in page
    assert leader.post(address(case, "case_comment"), {"text": "  "}).status_code == 422
