"""The public writes, looks up and votes without JavaScript on a telephone; the office works through its inbox; leaders instruct."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from bihuan.accounts.queries import the_public
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.evidence.actions import set_standard
from bihuan.loop.feedback.actions import publish_answer, vote
from bihuan.loop.feedback.receiving import Receipt
from bihuan.loop.instructions.actions import answer_instruction, give_instruction
from bihuan.loop.lifecycle.actions import move_case
from tests.browser.accessibility import LOOKS, assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages.public_stories import SAID, answered, message, open_line, send
from tests.pages.stories import clock, later, worked_on
from tests.people import SmallArea, actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = "/public/yunhu/feedback/"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def shot(page: Page, name: str) -> None:
    """Keep a picture where somebody asks for pictures."""
    if folder := os.environ.get("BIHUAN_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def looked_at(page: Page, name: str) -> None:
    shot(page, name)
    assert_fits(page)
    assert_accessible(page)


def text_of(page: Page, label: str) -> str:
    return page.locator(f".fb-receipt dt:has-text('{label}') + dd").inner_text()


def test_somebody_writes_looks_up_and_votes_on_a_telephone_without_javascript(
    browse: Browse, small_area: SmallArea
) -> None:
    open_line(small_area, public_note="欢迎对整改情况进行监督。", hours="工作日9:00至17:00")
    page = browse(None, FORM, width=390, javascript=False)
    shot(page, "form-390-zh")
    said = f"{SAID} http://a.example http://b.example http://c.example"
    page.get_by_label("反映内容").fill(said)
    page.get_by_label("您的联系方式").fill("13812345678")
    page.get_by_role("button", name="提交").click()
    # So many links look like a machine: a small sum is asked in words.
    shot(page, "sum-390-zh")
    expect(page.get_by_label("反映内容")).to_have_value(said)
    question = page.locator("label[for=id_sum]").inner_text()
    digits = "零一二三四五六七八九"
    first, second = (digits.index(one) for one in question if one in digits)
    page.locator("#id_sum").fill(str(first + second))
    page.get_by_role("button", name="提交").click()
    shot(page, "receipt-390-zh")
    number, code = text_of(page, "编号"), text_of(page, "查询码")
    case = Case.objects.get(area_id=small_area.area.pk, number=number)
    answered_case(small_area, case)
    page.goto(f"{FORM}look/?number={number}")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", name="已答复")).to_be_visible()
    shot(page, "answer-390-zh")
    page.get_by_label("良", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("您的评价已记录")).to_be_visible()
    shot(page, "voted-390-zh")


def answered_case(small: SmallArea, case: Case) -> None:
    answered(small, Receipt(case.number, "", case))


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_the_public_pages_are_accessible_and_fit(
    browse: Browse, small_area: SmallArea, language: str, width: int
) -> None:
    open_line(small_area, post_box="云湖新区管委会大楼3号", email="jiandu@yunhu.example")
    receipt = send(small_area)
    case = answered(small_area, receipt)
    by = actor(small_area.people.office)
    publish_answer(case=case, question="群众反映松风路路灯不亮。", answer="已更换灯具，恢复照明。", by=by, at=clock())
    page = browse(None, width=width, language=language)
    for name in ("", "look/", "answers/", "poster/"):
        page.goto(f"{FORM}{name}")
        looked_at(page, f"public-{name.strip('/') or 'form'}-{width}-{language}")
    page.goto("/public/yunhu/")
    looked_at(page, f"public-texts-{width}-{language}")


def test_script_in_a_message_stays_text(browse: Browse, small_area: SmallArea) -> None:
    open_line(small_area)
    said = "<script>document.title='taken'</script><img src=x onerror=alert(1)>路面积水"
    receipt = send(small_area, content=said)
    page = browse(small_area.people.office, f"/cases/feedback/{receipt.number}/")
    expect(page.get_by_text("<script>").first).to_be_visible()
    assert page.title().startswith(receipt.number)


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_the_pages_of_the_office_are_accessible_and_fit(
    browse: Browse, small_area: SmallArea, language: str, width: int
) -> None:
    people, at = small_area.people, clock()
    open_line(small_area, at - timedelta(days=40))
    send(small_area, at=at - timedelta(days=30), content="垃圾房搬迁后仍有异味，请尽快处理")
    receipt = send(small_area, at=at, files=(("现场.txt", "路面积水".encode()),), address="10.0.0.5")
    answered(small_area, receipt)
    vote(message=message(receipt), choice="good", note="", by=the_public(receipt.case.area_id), at=at)
    case = worked_on(small_area)
    keys: dict[str, Any] = {"case": case, "by": actor(people.leader), "at": at}
    give_instruction(
        text="请住建局会同有关单位尽快办结，每周报告进展。", due=later(5), to=[small_area.units.housing], **keys
    )
    row = give_instruction(text="举一反三，全面排查。", due=local_day(at), **keys)
    line = row.addressees.filter(area_id=case.area_id).first()
    assert line is not None
    answer_instruction(
        line=line, answer="已开展全面排查，发现问题3个，均已整改。", by=actor(people.clerk), at=at + timedelta(days=4)
    )
    push = pushed(small_area, case)
    page = browse(people.office, width=width, language=language)
    round_number = case.number.rsplit("-", 1)[0]
    for name, address in {
        "inbox": "/feedback/",
        "enter": "/feedback/enter/",
        "message": f"/cases/feedback/{receipt.number}/",
        "publish": f"/cases/feedback/{receipt.number}/publish/",
        "register": "/instructions/?which=all",
        "week": "/instructions/week/",
        "case": f"/cases/rectification/{case.number}/",
        "instruct": f"/cases/rectification/{case.number}/instructions/new/",
        "answer": f"/cases/rectification/{push.number}/",
        "board": f"/rounds/rectification/{round_number}/major/",
    }.items():
        page.goto(address)
        looked_at(page, f"{name}-{width}-{language}")
    page.goto(f"/cases/feedback/{receipt.number}/")
    page.locator("form[action$='/personal/'] button").click()
    expect(page.get_by_text("13812345678")).to_be_visible()
    looked_at(page, f"personal-{width}-{language}")


def pushed(small: SmallArea, case: Case) -> Case:
    """A major problem with two milestones under a finding."""
    office = actor(small.people.office)
    given = {"grounds": ["money", "named"], "goal": "年底前全部兑付到位"}
    keys: dict[str, Any] = {"pack": "rectification", "by": office, "at": clock()}
    push = open_case(kind="push", parent=case, subject="惠企资金积压兑付", given=given, **keys)
    asked = {
        "leader": small.people.group_leader,
        "responsible": small.units.housing,
        "panel": [small.people.lead_clerk, small.people.director],
        "handler": small.people.clerk,
        "due": later(60),
    }
    push = move_case(case=push, move="launch", given=asked, by=office, at=clock())
    for subject in ("摸清积压底数", "首批兑付到位"):
        step = open_case(kind="milestone", parent=push, subject=subject, **keys)
        step = set_standard(case=step, points=["台账已经核对"], by=office, at=clock())
        move_case(
            case=step,
            move="set_out",
            given={"responsible": small.units.housing, "due": later(20)},
            by=office,
            at=clock(),
        )
    said = {"statement": "已完成底数核对，涉及企业37家。", "difficulty": "资金计划需财政部门统筹"}
    return move_case(case=push, move="progress", given=said, by=actor(small.people.clerk), at=clock())
