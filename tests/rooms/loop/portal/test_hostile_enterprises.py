"""What an enterprise, or somebody who says to be one, tries in the portal beside what its pages offer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bihuan.accounts.queries import actor_of
from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.portal.actions import begin_application, raise_need, save_form, take
from bihuan.loop.portal.models import SavedForm
from bihuan.loop.portal.objecting import noticed_application, object_to
from bihuan.loop.portal.registering import register
from tests.pages import enterprise_stories as told
from tests.people import NOW, TODAY, SmallArea, actor, browser_of
from tests.rooms.loop.portal.test_portal import FORM, NAME, OTHER, sending

BANK, ACCOUNT = "云湖农商行暗账支行", "6217000155667788"


def fresh(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


@pytest.mark.parametrize("amount", [-700, "-0.01", "0.005", "1e16", "NaN", "Infinity", 801])
def test_an_amount_that_is_no_amount_is_refused(amount: object, small_area: SmallArea) -> None:
    told.open_portal(small_area, NOW)
    policy = told.policy(small_area, NOW)
    _, person = told.enterprise(small_area, 0, NAME, NOW)
    with pytest.raises(Refused):
        told.applied(small_area, policy, person, amount, NOW)  # type: ignore[arg-type]


def test_a_budget_is_not_corrected_below_what_is_promised(small_area: SmallArea) -> None:
    told.open_portal(small_area, NOW)
    policy = told.policy(small_area, NOW)
    _, person = told.enterprise(small_area, 0, NAME, NOW)
    case = told.reviewed(small_area, told.applied(small_area, policy, person, 700, NOW), NOW)
    assert case.state == "noticed"
    for budget in (699, -1, 0):
        with pytest.raises(Refused):
            correct_case(
                case=fresh(policy), given={"budget": budget}, reason="核对", by=actor(small_area.people.office), at=NOW
            )
    assert fresh(policy).fields["budget"] == "1000.00"


def test_nobody_applies_before_the_window_opens_or_after_its_last_day(small_area: SmallArea) -> None:
    told.open_portal(small_area, NOW)
    _, person = told.enterprise(small_area, 0, NAME, NOW)
    who = actor_of(person, on=TODAY)
    day = TODAY.isoformat()
    later = told.policy(small_area, NOW, "来月才开", opens_on=(TODAY + timedelta(days=9)).isoformat())
    with pytest.raises(NotHere):
        begin_application(policy=later, by=who, at=NOW)
    last = told.policy(small_area, NOW, "今日截止", ends_on=day)
    case = begin_application(policy=last, by=who, at=NOW)
    given = {"amount": 700, "explained": "设备更新", "bank": "云湖农商行", "account": "6217"}
    brought = [told.paper(kind) for kind in ("form", "proof")]
    after = NOW + timedelta(days=1)
    with pytest.raises(NotHere):  # the night has not ended the window yet, its last day is over all the same
        take(
            case=case,
            move="submit",
            given=given,
            by=actor_of(person, on=TODAY + timedelta(days=1)),
            at=after,
            evidence=brought,
        )
    assert fresh(case).state == "draft"


def test_who_is_not_confirmed_any_more_sends_nothing(small_area: SmallArea) -> None:
    portal = told.open_portal(small_area, NOW)
    policy = told.policy(small_area, NOW)
    open_need_window(small_area)
    who = actor_of(
        register(area_id=small_area.area.pk, given=FORM, sending=sending(small_area), at=NOW).person, on=TODAY
    )
    assert portal.category == "open"
    with pytest.raises(NotHere):
        raise_need(content="希望组织招聘会", by=who, at=NOW)
    with pytest.raises(NotHere):
        begin_application(policy=policy, by=who, at=NOW)
    direct = open_case(pack="policy-money", kind="application", subject="x", parent=policy, given={}, by=who, at=NOW)
    brought = [told.paper(kind) for kind in ("form", "proof")]
    given = {"amount": 700, "explained": "设备更新", "bank": "云湖农商行", "account": "6217"}
    with pytest.raises(NotHere):
        take(case=direct, move="submit", given=given, by=who, at=NOW, evidence=brought)


def open_need_window(small: SmallArea) -> Case:
    office = actor(small.people.office)
    case = open_case(pack="enterprise-needs", kind="window", subject="诉求窗口", given={}, by=office, at=NOW)
    return move_case(case=case, move="begin", given={}, by=office, at=NOW)


def test_an_enterprise_brings_no_paper_of_the_finance_department(small_area: SmallArea) -> None:
    told.open_portal(small_area, NOW)
    policy = told.policy(small_area, NOW)
    _, person = told.enterprise(small_area, 0, NAME, NOW)
    case = told.applied(small_area, policy, person, 700, NOW)
    who = actor_of(person, on=TODAY)
    with pytest.raises(NotAllowed):
        save_form(case=case, move="accept", values={"handler": ["1"]}, by=who, at=NOW, evidence=[told.paper("voucher")])
    assert not SavedForm.objects.filter(area_id=case.area_id, case_id=case.pk).exists()
    assert not Evidence.objects.filter(area_id=case.area_id, case_id=case.pk, kind="voucher").exists()


def test_an_objection_that_is_sent_twice_is_one(small_area: SmallArea) -> None:
    told.open_portal(small_area, NOW)
    policy = told.policy(small_area, NOW)
    _, person = told.enterprise(small_area, 0, NAME, NOW)
    case = told.reviewed(small_area, told.applied(small_area, policy, person, 700, NOW), NOW)
    found, form = noticed_application(small_area.area.pk, case.number), sending(small_area)
    said = {"objected": "该企业设备并未更新，请核实。"}
    object_to(application=found, given=said, sending=form, at=NOW)
    with pytest.raises(Refused):
        object_to(application=found, given=said, sending=form, at=NOW)
    assert Case.objects.filter(area_id=case.area_id, parent_id=case.pk).count() == 1


def test_nothing_of_another_enterprise_and_no_account_is_on_any_page(small_area: SmallArea) -> None:
    told.open_portal(small_area, NOW)
    policy = told.policy(small_area, NOW)
    _, person = told.enterprise(small_area, 0, NAME, NOW)
    _, other = told.enterprise(small_area, 1, OTHER, NOW)
    who = actor_of(person, on=TODAY)
    case = begin_application(policy=policy, by=who, at=NOW)
    given = {"amount": 700, "explained": "设备更新", "bank": BANK, "account": ACCOUNT}
    brought = [told.paper(kind) for kind in ("form", "proof")]
    case = take(case=case, move="submit", given=given, by=who, at=NOW, evidence=brought)
    piece = Evidence.objects.filter(area_id=case.area_id, case_id=case.pk).first()
    assert piece is not None
    matter = f"/portal/matters/policy-money/{case.number}/"
    rival, anybody = browser_of(other), Client()
    for url in (matter, f"{matter}do/withdraw/", f"{matter}files/{piece.pk}/", f"/api/v1/cases/policy-money/{case.number}",
                f"/cases/policy-money/{case.number}/", f"/cases/policy-money/{case.number}/evidence/{piece.pk}/file"):  # fmt: skip
        assert rival.get(url).status_code in {401, 404}, url
        assert rival.post(url, {"reason": "x"}).status_code in {401, 404, 405}, url
    case = told.reviewed(small_area, case, NOW)
    for browser in (anybody, rival):
        for place in ("", "policies/", f"policies/{policy.number}/", "results/", f"results/{case.number}/object/"):
            url = f"/portal/{place}"
            said = browser.get(url).content.decode()
            assert BANK not in said, url
            assert ACCOUNT not in said, url


@pytest.mark.parametrize("move", ["nothing", "accept", "pay", "constructor"])
def test_a_move_that_is_none_of_the_enterprise_is_no_error(move: str, small_area: SmallArea) -> None:
    told.open_portal(small_area, NOW)
    policy = told.policy(small_area, NOW)
    _, person = told.enterprise(small_area, 0, NAME, NOW)
    case = told.applied(small_area, policy, person, 700, NOW)
    browser = browser_of(person)
    browser.raise_request_exception = False
    url = f"/portal/matters/policy-money/{case.number}/do/{move}/"
    for answer in (browser.get(url), browser.post(url, {}), browser.post(url, {"save": "1", "reason": "x"})):
        assert answer.status_code in {403, 404, 409, 422}, answer.status_code
    assert fresh(case).state == "submitted"


def test_a_form_without_its_token_is_refused(small_area: SmallArea) -> None:
    told.open_portal(small_area, NOW)
    policy = told.policy(small_area, NOW)
    _, person = told.enterprise(small_area, 0, NAME, NOW)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(f"/portal/policies/{policy.number}/apply/").status_code == 403
    assert not Case.objects.filter(area_id=policy.area_id, kind="application").exists()


def test_a_withdrawn_application_is_not_moved_by_the_wrong_hand(small_area: SmallArea) -> None:
    told.open_portal(small_area, NOW)
    policy = told.policy(small_area, NOW)
    _, person = told.enterprise(small_area, 0, NAME, NOW)
    _, other = told.enterprise(small_area, 1, OTHER, NOW)
    case = told.applied(small_area, policy, person, 700, NOW)
    with pytest.raises(Refused):
        move_case(case=case, move="withdraw", given={"reason": "x"}, by=actor_of(other, on=TODAY), at=NOW)
    assert fresh(case).state == "submitted"
