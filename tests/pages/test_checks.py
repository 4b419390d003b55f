"""Plans of look-backs and inspections, their draw, and a check filled in on site."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.sampling.models import CallBack, CheckPoint, Drawn, Sample
from tests.pages import checks_stories as told
from tests.pages import stories
from tests.pages.stories import address, today
from tests.people import SmallArea, browser_of

pytestmark = pytest.mark.django_db


def plan_address(plan: Case, rest: str = "") -> str:
    return f"/checks/{plan.pack}/{plan.number}/{rest}"


def words(page: str) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", page)


def test_the_office_previews_and_draws_and_the_page_shows_seed_and_frame(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    plan = told.planned(small_area)
    office = browser_of(small_area.people.office)
    asked = {"seed": "20261120", "size": "1", "strata": ["responsible", "risk"]}
    seen = office.get(plan_address(plan), asked).content.decode()
    assert "预览" in seen
    assert not Sample.objects.filter(area=small_area.area).exists()
    drawn = office.post(plan_address(plan), asked, follow=True).content.decode()
    assert "20261120" in drawn
    assert Drawn.objects.filter(area=small_area.area).count() == 1
    frame = office.get(plan_address(plan, "frame.csv")).content.decode("utf-8-sig")
    assert frame.splitlines()[0] == "id,number,responsible,risk"


def test_a_draw_that_cannot_be_made_is_refused_with_everything_typed_kept(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    plan = told.planned(small_area)
    answer = browser_of(small_area.people.office).post(plan_address(plan), {"seed": "77", "size": "9"})
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert "范围内共有1件" in seen
    assert 'value="77"' in seen
    assert 'value="9"' in seen


def test_who_holds_no_office_sees_no_form_to_draw(small_area: SmallArea) -> None:
    stories.opened_round(small_area)
    plan = told.planned(small_area)
    seen = browser_of(small_area.people.leader).get(plan_address(plan)).content.decode()
    assert "抽取并留痕" not in seen


def test_a_check_is_filled_in_on_one_form_and_kept(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    plan = told.begun(small_area, told.drawn(small_area))
    check = told.check_of(plan)
    observer = browser_of(small_area.people.observer)
    page = observer.get(address(check, "case_check")).content.decode()
    assert 'capture="environment"' in page
    sent = {
        "point-1": "untrue",
        "note-1": "办法没有印发",
        "point-2": "true",
        "whom": "申请企业",
        "phone": "13812345678",
        "way": "phone",
        "on": today().isoformat(),
        "answer": "没有收到",
        "agrees": "no",
        "evidence-photo": SimpleUploadedFile("现场.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20, content_type="image/png"),
    }
    seen = observer.post(address(check, "case_check"), sent, follow=True).content.decode()
    assert "138******78" in seen
    assert "13812345678" not in seen
    points = CheckPoint.objects.filter(area=small_area.area, case=check).order_by("number")
    assert [point.verdict for point in points] == ["untrue", "true"]
    assert Evidence.objects.filter(area=small_area.area, case=check, kind="photo").count() == 1


def test_nothing_is_kept_where_one_part_is_wrong_and_all_that_was_typed_comes_back(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    check = told.check_of(told.begun(small_area, told.drawn(small_area)))
    sent = {"point-1": "untrue", "note-1": "", "point-2": "true", "whom": "", "answer": "没有收到", "agrees": "no"}
    answer = browser_of(small_area.people.observer).post(address(check, "case_check"), sent)
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert "请写明不属实的情形" in seen
    assert "没有收到" in seen
    assert not CallBack.objects.filter(area=small_area.area).exists()
    assert not CheckPoint.objects.filter(area=small_area.area).exclude(verdict="").exists()


def test_the_checked_case_shows_what_the_check_found(small_area: SmallArea) -> None:
    finding = stories.struck_off(small_area)
    check = told.check_of(told.begun(small_area, told.drawn(small_area)))
    told.refuted(small_area, told.reported(small_area, told.filled(small_area, check)))
    page = words(browser_of(small_area.people.office).get(address(finding)).content.decode())
    assert check.number in page
    listing = words(browser_of(small_area.people.office).get("/checks/").content.decode())
    assert "100.0%" in listing
    assert finding.number in listing


def test_a_case_is_replaced_only_with_a_reason(small_area: SmallArea) -> None:
    finding = stories.struck_off(small_area)
    plan = told.begun(small_area, told.drawn(small_area))
    office = browser_of(small_area.people.office)
    url = plan_address(plan, f"replace/{finding.number}/")
    assert office.post(url, {"reason": ""}).status_code == 422
    seen = office.post(url, {"reason": "单位已经撤并"}, follow=True).content.decode()
    assert "单位已经撤并" in seen
    assert told.check_of(plan).state == "dropped"


def test_a_declaration_keeps_somebody_away_until_it_is_lifted(small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    plan = told.drawn(small_area)
    office, people, units = browser_of(small_area.people.office), small_area.people, small_area.units
    sent = {
        "person": people.observer.pk,
        "person_text": people.observer.name,
        "unit": units.housing.pk,
        "unit_text": units.housing.name,
        "sort": "kin",
    }
    seen = office.post(plan_address(plan, "avoid/"), sent, follow=True).content.decode()
    assert people.observer.name in seen
    given = {"responsible": units.inspection.pk, "responsible_text": units.inspection.name}
    url = address(plan, "case_move", move="start")
    refused = office.post(
        url,
        {
            "_standing": stories.hidden(office.get(url).content.decode(), "_standing"),
            **given,
            "panel": [people.observer.pk],
            "due": stories.later(20).isoformat(),
            "evidence-plan": stories.pdf("方案.pdf"),
        },
    )
    assert refused.status_code == 422
    assert "申报亲属关系" in refused.content.decode()
