"""Moves that are refused: the page comes back with the sentence, what is wrong where, and everything that was typed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.locking import standing_of
from tests.pages import stories
from tests.pages.stories import address, pdf
from tests.people import SmallArea, actor, browser_of


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def now(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


def test_a_hand_out_without_a_date_keeps_what_was_typed_and_names_the_field(small_area: SmallArea) -> None:
    case, units = stories.drafted(small_area), small_area.units
    typed = {
        "_standing": standing_of(case),
        "responsible_text": "住建局",
        "assisting": [str(units.administration.pk)],
        "assisting_text": "没有的单位",
        "nature": "by_date",
        "due": "",
    }
    answer = browser_of(small_area.people.office).post(address(case, "case_move", move="hand_out"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="住建局"' in page
    assert 'value="没有的单位"' in page
    assert f'value="{units.administration.pk}" checked' in page
    assert re.search(r'<option value="by_date" selected', page)
    assert "您填写的内容已保留" in page
    assert 'href="#id_due"' in page
    assert 'id="id_due_error"' in page
    assert "没有“没有的单位”" in page
    assert now(case).state == "draft"


def test_a_date_before_today_is_refused_beside_its_field(small_area: SmallArea) -> None:
    case = stories.drafted(small_area)
    typed = {"_standing": standing_of(case), "responsible_text": "住建局", "nature": "by_date", "due": "2020-01-01"}
    page = (
        browser_of(small_area.people.office).post(address(case, "case_move", move="hand_out"), typed).content.decode()
    )
    assert 'value="2020-01-01"' in page
    assert "不能早于今天" in page


def test_who_comes_too_late_reads_who_was_first_and_keeps_what_was_typed(small_area: SmallArea) -> None:
    case, people = stories.handed_out(small_area), small_area.people
    url = address(case, "case_move", move="decline")
    opened = standing_of(case)
    move_case(case=case, move="accept", given={}, by=actor(people.clerk_second), at=stories.clock())
    answer = browser_of(people.clerk).post(url, {"_standing": opened, "reason": "应由发改局承办"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "罗一舟" in page
    assert "应由发改局承办" in page
    assert now(case).state == "working"


def test_a_move_without_its_evidence_says_what_is_missing_and_that_files_are_to_be_chosen_again(
    small_area: SmallArea,
) -> None:
    case = stories.answered(small_area)
    typed = {"_standing": standing_of(case), "statement": "都办好了", "evidence-pledge": pdf("承诺书.pdf")}
    answer = browser_of(small_area.people.director).post(address(case, "case_move", move="submit"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "分管领导签字材料" in page
    assert "都办好了" in page
    assert "文件请重新选择" in page
    assert now(case).evidence_count == 2


def test_evidence_that_was_sent_before_counts_and_is_shown_in_the_form(small_area: SmallArea) -> None:
    case, director = stories.answered(small_area), browser_of(small_area.people.director)
    for kind in ("pledge", "second_signature"):
        sent = {f"evidence-{kind}": pdf(f"{kind}.pdf")}
        assert director.post(address(case, "case_evidence"), sent, headers={"HX-Request": "true"}).status_code == 204
    url = address(case, "case_move", move="submit")
    assert "pledge.pdf" in director.get(url).content.decode()
    answer = director.post(url, {"_standing": standing_of(now(case)), "statement": "都办好了"})
    assert answer.status_code == 302
    assert now(case).state == "checking"


def test_a_move_that_is_not_mine_is_closed_with_the_reason(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    url = address(case, "case_move", move="accept")
    office = browser_of(small_area.people.office)
    page = office.get(url)
    assert page.status_code == 409
    assert "责任单位" in page.content.decode()
    assert office.post(url, {"_standing": standing_of(case)}).status_code == 403
    assert now(case).state == "handed_out"


def test_a_move_the_lifecycle_does_not_have_is_not_found(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    office = browser_of(small_area.people.office)
    assert office.get(address(case, "case_move", move="explode")).status_code == 404
    assert office.post(address(case, "case_move", move="explode"), {}).status_code == 404


def test_a_name_that_was_typed_over_counts_and_not_the_one_chosen_before(small_area: SmallArea) -> None:
    case, units = stories.drafted(small_area), small_area.units
    typed = {
        "_standing": standing_of(case),
        "responsible": str(units.planning.pk),
        "responsible_text": "住建局",
        "lead": str(units.planning.pk),
        "lead_text": units.planning.name,
        "nature": "by_date",
        "due": stories.later(30).isoformat(),
    }
    answer = browser_of(small_area.people.office).post(address(case, "case_move", move="hand_out"), typed)
    assert answer.status_code == 302
    after = now(case)
    assert (after.responsible_id, after.lead_id) == (units.housing.pk, units.planning.pk)


def test_names_of_other_areas_are_not_told_by_their_number(small_area: SmallArea, outsider: object) -> None:
    from bihuan.accounts.models import Unit

    foreign = Unit.objects.exclude(area=small_area.area).get()
    case = stories.drafted(small_area)
    typed = {"_standing": standing_of(case), "assisting": [str(foreign.pk)], "due": ""}
    page = (
        browser_of(small_area.people.office).post(address(case, "case_move", move="hand_out"), typed).content.decode()
    )
    assert foreign.name not in page


def test_a_limit_is_handed_out_as_the_document_writes_it(small_area: SmallArea) -> None:
    case = stories.drafted(small_area)
    year = stories.later(90).year + 1
    stories.send(
        browser_of(small_area.people.office),
        address(case, "case_move", move="hand_out"),
        responsible=str(small_area.units.housing.pk),
        responsible_text="住房和城乡建设局",
        due="",
        due_text=f"{year}年底前，并长期坚持",
    )
    handed = Case.objects.get(area_id=case.area_id, pk=case.pk)
    assert (handed.due, handed.nature) == (date(year, 12, 31), "standing")
