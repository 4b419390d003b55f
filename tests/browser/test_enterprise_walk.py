"""
The walk of an enterprise: a policy is published and matched, the enterprise applies on its telephone, the application is reviewed
jointly, published, paid and rated; another is refused and appeals. The enterprise acts in the portal, officials on the case page.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from bihuan.accounts.models import Person
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.actions import move_case
from bihuan.web import middleware
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import enterprise_stories
from tests.pages.stories import clock
from tests.people import SmallArea, actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 390
FORM = {"amount": "700", "explained": "更新数控机床", "bank": "云湖农商行", "account": "62170001"}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


class Days:
    """Moves the clock that pages read: a public notice takes a week."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta()
        days = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return datetime.now(tz) + days.ahead

        patch.setattr(middleware, "datetime", Moved)

    def pass_by(self, days: int) -> None:
        self.ahead += timedelta(days=days)

    @property
    def now(self) -> datetime:
        return clock() + self.ahead


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch)


def pdf(name: str) -> Any:
    return {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.4 " + name.encode()}


def of_case(case: Case, name: str, **more: str) -> str:
    return reverse(name, args=[case.pack, case.number, *more.values()])


def moves(page: Page, case: Case, move: str, title: str, *, files: dict[str, str] | None = None, **typed: str) -> None:
    """An official takes a move on the page of the case."""
    page.goto(of_case(case, "case_move", move=move))
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    for name, file in (files or {}).items():
        page.locator(f"input[name=evidence-{name}]").set_input_files(pdf(file))
    page.get_by_role("button", name=title, exact=True).click()
    expect(page.locator("#refused")).to_have_count(0)
    expect(page).not_to_have_url(of_case(case, "case_move", move=move))


def signs(page: Page, case: Case, verdict: str, opinion: str = "") -> None:
    """A reviewer ticks every check and signs."""
    page.goto(of_case(case, "case_sign"))
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    if opinion:
        page.locator("textarea[name=opinion]").fill(opinion)
    with page.expect_navigation():
        page.click(f"button[name=verdict][value={verdict}]")
    expect(page.locator("#refused")).to_have_count(0)


def state_of(case: Case) -> str:
    return Case.objects.get(area_id=case.area_id, pk=case.pk).state


def apply(page: Page, policy: Case, **typed: str) -> Case:
    """The enterprise finds the policy, saves a draft and sends it."""
    page.goto("/portal/")
    with page.expect_navigation():
        page.get_by_role("link", name=policy.subject).first.click()
    assert_fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="立即申报").click()
    page.locator("[name=amount]").fill("650")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("已保存，尚未提交")).to_be_visible()
    expect(page.locator("[name=amount]")).to_have_value("650")
    for name, value in {**FORM, **typed}.items():
        page.locator(f"[name={name}]").fill(value)
    for name in ("form", "proof"):
        page.locator(f"input[name=evidence-{name}]").set_input_files(pdf(f"{name}.pdf"))
    assert_fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator(".p-steps .is-now")).to_contain_text("待受理")
    assert_fits(page)
    assert_accessible(page)
    return Case.objects.filter(area_id=policy.area_id, parent_id=policy.pk).latest("id")


def shown(page: Page, case: Case) -> Page:
    page.goto(reverse("portal_matter", args=[case.pack, case.number]))
    return page


def matched(small: SmallArea, browse: Browse) -> tuple[Case, Person, Page]:
    """A policy is published; the office tells those that fit, and the enterprise reads it on its telephone."""
    at = clock()
    enterprise_stories.open_portal(small, at)
    policy = enterprise_stories.policy(small, at, revenue_least=20_000_000, in_park_needed=True)
    facts: dict[str, object] = {"revenue": 30_000_000, "in_park": True}
    _, person = enterprise_stories.enterprise(small, 0, "云湖精工机械有限公司", at, **facts)
    enterprise_stories.enterprise(small, 1, "云湖澄光电子有限公司", at, revenue=8_000_000)
    office = browse(small.people.office, of_case(policy, "policy_enterprises"))
    expect(office.get_by_text("上年度营业收入：800万元，须不少于2000万元")).to_be_visible()
    expect(office.get_by_text("未填写：在园区内经营")).to_be_visible()
    assert_accessible(office)
    office.get_by_role("button", name="告知符合条件且未申报的企业").click()
    expect(office.get_by_text("已告知1家企业")).to_be_visible()
    phone = browse(person, "/portal/messages/", width=PHONE)
    expect(phone.locator(".p-card--new", has_text="符合条件的政策")).to_contain_text(policy.subject)
    assert_fits(phone)
    assert_accessible(phone)
    return policy, person, phone


def test_a_policy_is_matched_applied_for_reviewed_jointly_published_paid_and_rated(
    browse: Browse, small_area: SmallArea, days: Days
) -> None:
    people = small_area.people
    policy, _, phone = matched(small_area, browse)
    case = apply(phone, policy)

    clerk = browse(people.clerk, of_case(case, "case"))
    expect(clerk.get_by_text("申报条件比对")).to_be_visible()
    moves(clerk, case, "ask_more", "要求补正", reason="请补充发票")
    expect(shown(phone, case).locator(".p-steps .is-now")).to_contain_text("请补充发票")
    phone.get_by_role("link", name="补正提交").click()
    phone.locator("input[name=evidence-proof]").set_input_files(pdf("发票.pdf"))
    phone.get_by_role("button", name="补正提交").click()
    expect(phone.locator(".p-steps .is-now")).not_to_contain_text("请补充发票")
    moves(clerk, case, "accept", "受理")
    for person in (people.director, people.discipline, people.organisation, people.lead_clerk):
        signs(browse(person), case, "pass")
    assert state_of(case) == "noticed"

    public = browse(None, "/portal/results/", width=PHONE)
    expect(public.get_by_text("云湖精工机械有限公司")).to_be_visible()
    assert_fits(public)
    assert_accessible(public)
    days.pass_by(14)
    office = browse(people.office)
    moves(office, case, "end_notice", "公示无异议")
    paid_on = local_day(days.now).isoformat()
    moves(browse(people.lead_director), case, "pay", "拨付", files={"voucher": "凭证.pdf"}, paid_on=paid_on)
    expect(shown(phone, case).get_by_text(paid_on).first).to_be_visible()
    phone.get_by_role("link", name="评价").click()
    phone.locator("[name=rating]").select_option("excellent")
    phone.get_by_role("button", name="评价").click()
    expect(phone.locator(".p-steps .is-now")).to_contain_text("已办结")
    assert state_of(case) == "settled"


def signs_for_letter(page: Page, says: str) -> None:
    """The enterprise finds the letter on its first page, reads it and signs for it."""
    page.goto("/portal/")
    assert_accessible(page)
    page.locator(".p-card--todo", has_text="待签收").click()
    expect(page.locator(".paper")).to_contain_text(says)
    assert_fits(page)
    assert_accessible(page)
    with page.expect_download() as kept:
        page.get_by_role("link", name="下载PDF").click()
    assert kept.value.suggested_filename.endswith(".pdf")
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_text("已签收").first).to_be_visible()
    expect(page.get_by_role("button", name="签收")).to_have_count(0)
    page.goto("/portal/letters/")
    assert_fits(page)
    assert_accessible(page)
    expect(page.locator("a[href='/portal/letters/'] .p-count")).to_have_count(0)


def test_a_refused_application_shows_the_reason_and_is_appealed(
    browse: Browse, small_area: SmallArea, days: Days
) -> None:
    people = small_area.people
    policy, _, phone = matched(small_area, browse)
    case = apply(phone, policy)
    move_case(case=case, move="accept", given={}, by=actor(people.clerk), at=clock())
    signs(browse(people.director), case, "refuse", "同一设备已享受上级补助")
    assert state_of(case) == "refused"
    expect(shown(phone, case).locator(".p-steps .is-now")).to_contain_text("同一设备已享受上级补助")
    signs_for_letter(phone, "理由：同一设备已享受上级补助。")
    shown(phone, case).get_by_role("link", name="申诉").click()
    phone.locator("[name=reason]").fill("设备不同，附发票")
    phone.locator("input[name=evidence-grounds]").set_input_files(pdf("发票.pdf"))
    phone.get_by_role("button", name="申诉", exact=True).click()
    expect(phone.locator(".p-steps .is-now")).to_contain_text("待受理")
    assert state_of(case) == "submitted"


def test_an_enterprise_registers_on_its_telephone_and_a_person_confirms_it(
    browse: Browse, small_area: SmallArea
) -> None:
    enterprise_stories.open_portal(small_area, clock() - timedelta(days=1))
    phone = browse(None, "/portal/register/", width=PHONE)
    assert_fits(phone)
    assert_accessible(phone)
    typed = {"name": "云湖和泽医药有限公司", "contact": "林一", "phone": "0512-00000000"}
    typed |= {"password": "heze-2026-yun", "again": "heze-2026-yun", "credit_code": "91350100M000100Y44"}
    for name, value in typed.items():
        phone.locator(f"[name={name}]").fill(value)
    phone.locator("[name=agreed]").check()
    phone.wait_for_timeout(4200)  # nobody fills a form in quicker
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.get_by_text("代码校验不通过").first).to_be_visible()
    for name in ("password", "again"):
        phone.locator(f"[name={name}]").fill("heze-2026-yun")
    phone.locator("[name=credit_code]").fill("91350100m000100y43")
    phone.wait_for_timeout(4200)
    phone.get_by_role("button", name="登记", exact=True).click()
    expect(phone.get_by_text("登记待核对")).to_be_visible()
    case = Case.objects.get(area=small_area.area, pack="enterprises", kind="enterprise")
    moves(browse(small_area.people.office), case, "confirm", "核对通过")
    phone.goto("/portal/enterprise/")
    expect(phone.locator(".meta").get_by_text("在册")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_enterprise_signs_up_for_a_fair_changes_it_is_confirmed_and_signs_off(
    browse: Browse, small_area: SmallArea, javascript: bool
) -> None:
    enterprise_stories.open_portal(small_area, clock() - timedelta(days=1))
    fair = enterprise_stories.fair(small_area, clock())
    _, person = enterprise_stories.enterprise(small_area, 0, "云湖精工机械有限公司", clock())
    phone = browse(person, "/portal/", width=PHONE, javascript=javascript)
    with phone.expect_navigation():
        phone.get_by_role("link", name=fair.subject).click()
    fits(phone, javascript)
    phone.get_by_role("link", name="报名参展").click()
    for name, value in {"products": "数控机床", "stands": "9", "people": "3", "contact": "林一"}.items():
        phone.locator(f"[name={name}]").fill(value)
    phone.get_by_role("button", name="报名参展").click()
    expect(phone.locator("#refused")).to_contain_text("展位数")
    expect(phone.locator("[name=products]")).to_have_value("数控机床")
    fits(phone, javascript)
    phone.locator("[name=stands]").fill("2")
    phone.get_by_role("button", name="报名参展").click()
    expect(phone.locator(".p-steps .is-now")).to_contain_text("已报名，待确认")
    fits(phone, javascript)
    case = Case.objects.get(area=small_area.area, pack="fairs", kind="participant")
    phone.get_by_role("link", name="更改报名").click()
    phone.locator("[name=people]").fill("4")
    phone.get_by_role("button", name="更改报名").click()
    expect(phone.locator(".fb-facts").last).to_contain_text("4")
    moves(browse(small_area.people.clerk), case, "confirm", "确认参展", stands="1")
    phone.goto("/portal/messages/")
    expect(phone.get_by_text("办理进展：确认参展")).to_be_visible()
    fits(phone, javascript)
    phone.get_by_role("link", name=fair.subject).first.click()
    phone.get_by_role("link", name="取消报名").click()
    phone.locator("[name=reason]").fill("档期冲突")
    phone.get_by_role("button", name="取消报名").click()
    expect(phone.locator(".p-steps .is-now")).to_contain_text("已取消报名")
    assert state_of(case) == "cancelled"


def fits(page: Page, javascript: bool) -> None:
    assert_fits(page)
    if javascript:  # the checks themselves are a script
        assert_accessible(page)


def test_what_is_mailed_is_chosen_on_the_telephone(browse: Browse, small_area: SmallArea) -> None:
    enterprise_stories.open_portal(small_area, clock() - timedelta(days=1))
    _, person = enterprise_stories.enterprise(small_area, 0, "云湖精工机械有限公司", clock())
    phone = browse(person, "/portal/messages/choices/", width=PHONE)
    assert_fits(phone)
    assert_accessible(phone)
    phone.locator("[name=way_change][value=never]").check()
    phone.get_by_role("button", name="保存").click()
    expect(phone.locator("[name=way_change][value=never]")).to_be_checked()
