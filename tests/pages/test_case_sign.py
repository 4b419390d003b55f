"""Signing a review: what must be ticked, each point beside its evidence, and refusals that keep the opinion."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.loop.lifecycle.signing import sign_case
from tests.pages import stories
from tests.pages.stories import address
from tests.people import SmallArea, actor, browser_of

MET = {"point-1": "met", "point-2": "met"}


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def now(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


def test_the_form_shows_checks_points_with_their_files_and_the_levels(small_area: SmallArea) -> None:
    case = stories.reviewed(small_area)
    page = browser_of(small_area.people.lead_director).get(address(case, "case_sign")).content.decode()
    assert "整改措施逐条落实" in page
    assert "第1点.pdf" in page
    assert "第2点.pdf" in page
    assert "承诺书.pdf" in page
    assert "两点都已达到" in page
    assert page.count('type="radio"') == 4


def test_a_return_without_a_reason_keeps_verdicts_and_ticks(small_area: SmallArea) -> None:
    case = stories.reviewed(small_area)
    typed = {
        "_standing": standing_of(case),
        "verdict": "return",
        "point-1": "met",
        "point-2": "returned",
        "checks": ["1"],
    }
    answer = browser_of(small_area.people.lead_director).post(address(case, "case_sign"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="point-2" value="returned" checked' in page
    assert 'name="point-1" value="met" checked' in page
    assert 'name="checks" value="1" checked' in page
    assert 'id="id_opinion_error"' in page
    assert now(case).state == "checking"


def test_a_pass_with_a_point_open_or_a_check_unticked_is_refused_and_nothing_is_recorded(small_area: SmallArea) -> None:
    case = stories.reviewed(small_area)
    lead, url = browser_of(small_area.people.lead_director), address(case, "case_sign")
    half = {
        "_standing": standing_of(case),
        "verdict": "pass",
        "checks": ["0", "1"],
        "point-1": "met",
        "opinion": "同意",
    }
    page = lead.post(url, half).content.decode()
    assert "第 2 点" in page.replace("第2点", "第 2 点")
    assert "同意" in page
    page = lead.post(url, {**half, **MET, "checks": ["0"]}).content.decode()
    assert "佐证材料与完成标准逐点对应" in page
    assert not case.points.filter(area=case.area, verdict="met").exists()


def test_an_opinion_that_comes_too_late_is_kept_and_not_recorded(small_area: SmallArea) -> None:
    case, people = stories.reviewed(small_area), small_area.people
    opened = standing_of(case)
    by = actor(people.lead_director)
    sign_case(case=case, verdict="return", opinion="缺原件", by=by, at=stories.clock())
    typed = {"_standing": opened, "verdict": "pass", "checks": ["0", "1"], "opinion": "同意销号", **MET}
    answer = browser_of(people.lead_director).post(address(case, "case_sign"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "同意销号" in page
    assert "韩立诚" in page
    assert now(case).state == "working"


def test_only_the_signers_of_the_step_get_the_form(small_area: SmallArea) -> None:
    case = stories.reviewed(small_area)
    url = address(case, "case_sign")
    for who, expected in (("lead_director", 200), ("office", 409), ("director", 409), ("leader", 409)):
        assert (who, browser_of(small_area.people.all()[who]).get(url).status_code) == (who, expected)
    typed = {"_standing": standing_of(case), "verdict": "pass", "checks": ["0", "1"], **MET}
    assert browser_of(small_area.people.office).post(url, typed).status_code == 403


def test_a_verdict_that_does_not_exist_is_no_verdict(small_area: SmallArea) -> None:
    case = stories.reviewed(small_area)
    answer = browser_of(small_area.people.lead_director).post(address(case, "case_sign"), {"verdict": "maybe"})
    assert answer.status_code == 400
