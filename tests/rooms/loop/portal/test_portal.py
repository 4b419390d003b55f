"""Enterprises register, apply and are told through the portal; what is saved is no part of a case, and nobody floods the forms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from bihuan.accounts.models import Person
from bihuan.accounts.queries import actor_of
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound, NotAllowed, NotHere, Refused
from bihuan.loop.feedback.guarding import fresh_form
from bihuan.loop.feedback.receiving import Sending
from bihuan.loop.notices.composing import News, link_of
from bihuan.loop.notices.links import case_link, matter_link
from bihuan.loop.notices.models import Delivery, Notice
from bihuan.loop.portal.actions import begin_application, raise_need, save_form, take, tell_fitting
from bihuan.loop.portal.objecting import noticed_application, object_to
from bihuan.loop.portal.queries import candidates, matched_policies, register_of, saved_form
from bihuan.loop.portal.registering import register
from bihuan.loop.portal.rules import own_case
from tests.pages import enterprise_stories
from tests.people import NOW, TODAY, SmallArea, actor

NAME, OTHER = "云湖精工机械有限公司", "云湖澄光电子有限公司"
FORM = {
    "name": "云湖和泽医药有限公司", "credit_code": "91350100M000100Y43", "contact": "林一", "phone": "0512-00000000",
    "password": "heze-2026-yun", "again": "heze-2026-yun", "agreed": "1",
}  # fmt: skip


def sending(small: SmallArea) -> Sending:
    """A form that was open for a minute."""
    return Sending(mark=fresh_form(small.area.pk, NOW - timedelta(minutes=1)), address="10.0.0.1")


def test_a_registration_waits_for_the_office_and_gets_in_at_once_where_the_portal_says_so(
    small_area: SmallArea,
) -> None:
    enterprise_stories.open_portal(small_area, NOW)
    made = register(area_id=small_area.area.pk, given=FORM, sending=sending(small_area), at=NOW)
    assert made.case.state == "applied"
    who = actor_of(made.person, on=TODAY)
    policy = enterprise_stories.policy(small_area, NOW)
    with pytest.raises(NotHere):
        begin_application(policy=policy, by=who, at=NOW)
    enterprise_stories.open_portal(small_area, NOW, at_once=True)
    again = {**FORM, "name": OTHER, "credit_code": enterprise_stories.code_of(7)}
    assert register(area_id=small_area.area.pk, given=again, sending=sending(small_area), at=NOW).case.state == "valid"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("credit_code", "91350100M000100Y44"), ("again", "another"), ("agreed", ""), ("contact", ""), ("password", "")],
)
def test_a_wrong_registration_names_the_field_and_enters_nobody(small_area: SmallArea, field: str, wrong: str) -> None:
    enterprise_stories.open_portal(small_area, NOW)
    people = Person.objects.count()
    with pytest.raises(Refused) as refused:
        register(area_id=small_area.area.pk, given={**FORM, field: wrong}, sending=sending(small_area), at=NOW)
    assert field in refused.value.fields or (field == "password" and "again" in refused.value.fields)
    assert Person.objects.count() == people


def test_an_enterprise_sees_why_a_policy_does_not_fit_and_only_those_that_fit_are_told(small_area: SmallArea) -> None:
    enterprise_stories.open_portal(small_area, NOW)
    policy = enterprise_stories.policy(small_area, NOW, revenue_least=20_000_000)
    unit, large = enterprise_stories.enterprise(small_area, 0, NAME, NOW, revenue=30_000_000)
    _, small = enterprise_stories.enterprise(small_area, 1, OTHER, NOW, revenue=8_000_000)
    assert matched_policies(actor_of(large, on=TODAY), TODAY)[0].fits
    reasons = matched_policies(actor_of(small, on=TODAY), TODAY)[0].reasons
    assert [(reason.fact, reason.is_unknown) for reason in reasons] == [("revenue", False)]
    assert [bool(one.reasons) for one in candidates(policy)] == [False, True]
    with pytest.raises(NotAllowed):
        tell_fitting(policy=policy, by=actor(small_area.people.stranger), at=NOW)
    assert tell_fitting(policy=policy, by=actor(small_area.people.office), at=NOW) == 1
    assert [row.unit_id for row in Notice.objects.filter(area=small_area.area, kind="policy")] == [unit.pk]


def test_what_is_saved_of_a_form_is_forgotten_when_it_is_sent(small_area: SmallArea) -> None:
    enterprise_stories.open_portal(small_area, NOW)
    policy = enterprise_stories.policy(small_area, NOW)
    _, person = enterprise_stories.enterprise(small_area, 0, NAME, NOW)
    who = actor_of(person, on=TODAY)
    case = begin_application(policy=policy, by=who, at=NOW)
    assert begin_application(policy=policy, by=who, at=NOW).pk == case.pk
    before = Case.objects.get(area=small_area.area, pk=case.pk).seq
    save_form(case=case, move="submit", values={"amount": ["650"]}, by=who, at=NOW)
    kept = saved_form(case, "submit")
    assert kept is not None
    assert kept.values == {"amount": ["650"]}
    assert Case.objects.get(area=small_area.area, pk=case.pk).seq == before
    given = {"amount": 700, "explained": "设备更新", "bank": "云湖农商行", "account": "6217"}
    brought = [enterprise_stories.paper(kind) for kind in ("form", "proof")]
    take(case=case, move="submit", given=given, by=who, at=NOW, evidence=brought)
    assert saved_form(case, "submit") is None


def test_an_enterprise_reaches_its_own_cases_only(small_area: SmallArea) -> None:
    enterprise_stories.open_portal(small_area, NOW)
    policy = enterprise_stories.policy(small_area, NOW)
    _, person = enterprise_stories.enterprise(small_area, 0, NAME, NOW)
    _, other = enterprise_stories.enterprise(small_area, 1, OTHER, NOW)
    case = enterprise_stories.applied(small_area, policy, person, 700, NOW)
    assert own_case(actor_of(person, on=TODAY), case.pack, case.number).pk == case.pk
    for stranger in (actor_of(other, on=TODAY), actor(small_area.people.office)):
        with pytest.raises(CaseNotFound):
            own_case(stranger, case.pack, case.number)
    assert register_of(actor(small_area.people.office)) is None


def test_the_public_objects_while_a_result_is_on_notice(small_area: SmallArea) -> None:
    enterprise_stories.open_portal(small_area, NOW)
    policy = enterprise_stories.policy(small_area, NOW)
    _, person = enterprise_stories.enterprise(small_area, 0, NAME, NOW)
    case = enterprise_stories.applied(small_area, policy, person, 700, NOW)
    with pytest.raises(CaseNotFound):
        noticed_application(small_area.area.pk, case.number)
    case = enterprise_stories.reviewed(small_area, case, NOW)
    found = noticed_application(small_area.area.pk, case.number)
    with pytest.raises(Refused):
        object_to(application=found, given={"objected": "假"}, sending=sending(small_area), at=NOW)
    said = {"objected": "该企业设备并未更新，请核实。", "writer": "方女士"}
    objection = object_to(application=found, given=said, sending=sending(small_area), at=NOW)
    assert (objection.parent_id, objection.state) == (case.pk, "received")
    assert objection.responsible == small_area.units.housing


def test_a_need_without_a_window_is_refused(small_area: SmallArea) -> None:
    enterprise_stories.open_portal(small_area, NOW)
    _, person = enterprise_stories.enterprise(small_area, 0, NAME, NOW)
    with pytest.raises(Refused):
        raise_need(content="希望组织招聘会", by=actor_of(person, on=TODAY), at=NOW)
    with pytest.raises(NotAllowed):
        raise_need(content="希望组织招聘会", by=actor(small_area.people.office), at=NOW)


def test_mail_leads_an_enterprise_to_its_matter_in_the_portal_and_others_to_the_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "BIHUAN_URL", "https://loop.example")
    case = Case(pack="policy-money", number="ZC2026-001-0001", subject="惠企政策", state="noticed", opened_at=NOW)
    told = Delivery(kind="change")
    outside = News(told, case, None, TODAY, is_outside=True)
    way = reverse("portal_matter", kwargs={"pack": case.pack, "number": case.number})
    assert matter_link(case) == f"https://loop.example{way}"
    assert link_of(outside) == matter_link(case)
    assert link_of(News(told, case, None, TODAY)) == case_link(case)
