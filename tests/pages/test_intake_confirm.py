"""Confirming a draft: what will exist is shown, and all of it exists afterwards, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.intake.actions import confirm_draft
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.web.intake.words import round_url
from tests.pages.intake_papers import REPORT, bring, now
from tests.people import NOW, People, actor, browser_of


@pytest.fixture(autouse=True)
def _ready(db: None, tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path
    release_packs(at=NOW)


@pytest.fixture
def draft(people: People) -> IntakeDraft:
    return bring(people.office)


@pytest.fixture
def browser(people: People) -> Client:
    return browser_of(people.office)


def url(draft: IntakeDraft) -> str:
    return reverse("intake_confirm", args=[draft.pk])


def cases(draft: IntakeDraft) -> list[Case]:
    return list(Case.objects.filter(area_id=draft.area_id).order_by("pk"))


def test_the_page_lists_what_will_exist(browser: Client, draft: IntakeDraft) -> None:
    page = browser.get(url(draft)).text
    assert "建立2 个问题、3 条措施" in page
    assert "惠企政策兑现周期长" in page
    assert "2 个问题还没有责任单位" in page
    assert not cases(draft)


def test_confirming_creates_everything_and_leads_to_the_round(browser: Client, draft: IntakeDraft) -> None:
    answer = browser.post(url(draft), {"version": "0", "into": ""})
    made = cases(draft)
    assert [case.kind for case in made] == ["round", "finding", "measure", "measure", "finding", "measure"]
    assert answer.headers["Location"] == round_url(made[0])
    assert browser.get(url(draft), follow=True).status_code == 200


def test_a_draft_goes_into_a_round_that_exists(people: People, browser: Client, draft: IntakeDraft) -> None:
    round_ = confirm_draft(draft=draft, version=0, by=actor(people.office), at=NOW)
    second = bring(people.office, REPORT.replace("惠企", "惠农").replace("工地", "工厂"), "二.txt")
    page = browser.get(url(second)).text
    assert f'value="{round_.number}"' in page
    browser.post(url(second), {"version": "0", "into": round_.number})
    made = cases(draft)
    assert [case.number for case in made if case.kind == "finding"][-2:] == ["2026-01-03", "2026-01-04"]
    assert sum(case.kind == "round" for case in made) == 1


def test_a_refusal_names_the_line_leads_to_it_and_stores_nothing(browser: Client, draft: IntakeDraft) -> None:
    late = {"version": "0", "row": "1", "title-n5": "开展拉网排查", "due-n5": "2025-01-01", "text-n5": "开展拉网排查"}
    browser.post(reverse("intake_line", args=[draft.pk, "n5"]), late)
    answer = browser.post(url(draft), {"version": "1", "into": ""})
    assert answer.status_code == 422
    assert "没有建立任何事项" in answer.text
    assert f'href="{reverse("intake_draft", args=[draft.pk])}?line=n5#line-n5"' in answer.text
    assert "开展拉网排查" in answer.text
    assert not cases(draft)
    assert now(draft).confirmed_at is None


def test_a_round_without_its_facts_is_refused(people: People, browser: Client) -> None:
    bare = bring(people.office, REPORT.replace("2026年7月24日，市委巡察组反馈了巡察意见。", ""), "d.txt")
    answer = browser.post(url(bare), {"version": "0", "into": ""})
    assert answer.status_code == 422
    assert f'href="{reverse("intake_draft", args=[bare.pk])}#round"' in answer.text
    assert not cases(bare)


def test_a_draft_is_confirmed_once(browser: Client, draft: IntakeDraft) -> None:
    browser.post(url(draft), {"version": "0", "into": ""})
    answer = browser.post(url(draft), {"version": "0", "into": ""})
    assert answer.status_code == 422
    assert sum(case.kind == "round" for case in cases(draft)) == 1


def test_what_somebody_changed_meanwhile_is_not_confirmed_unseen(
    people: People, browser: Client, draft: IntakeDraft
) -> None:
    tick = {"version": "0", "row": "1", "checked-n2": "on"}
    browser_of(people.office_second).post(reverse("intake_line", args=[draft.pk, "n2"]), tick)
    answer = browser.post(url(draft), {"version": "0", "into": ""})
    assert answer.status_code == 409
    assert not cases(draft)


def test_an_unknown_round_is_refused(browser: Client, draft: IntakeDraft) -> None:
    answer = browser.post(url(draft), {"version": "0", "into": "2019-77"})
    assert answer.status_code == 422
    assert not cases(draft)
